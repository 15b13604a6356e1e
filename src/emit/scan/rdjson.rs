//! Reviewdog's Diagnostic Format, `rdjson`.

use serde_json::{Value, json};

use super::super::{one_line, pretty};
use super::{Scanned, open};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::source::Span;

/// The open findings as `rdjson`.
#[must_use]
pub fn rdjson(scanned: &[Scanned]) -> String {
    let entry = |(model, finding): (&Scanned, &Finding)| {
        let severity = match finding.level {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        };
        let suggestions: Vec<Value> = finding
            .fixes
            .iter()
            .map(|fix| json!({ "range": range(model, fix.span), "text": fix.replacement }))
            .collect();
        json!({
            "message": one_line(&finding.message),
            "location": { "path": model.path(finding.span), "range": range(model, finding.span) },
            "severity": severity,
            "code": { "value": finding.kind.id },
            "suggestions": suggestions,
        })
    };
    pretty(&json!({
        "source": { "name": "threatline" },
        "diagnostics": open(scanned).map(entry).collect::<Vec<Value>>(),
    }))
}

/// Columns are counted in bytes of UTF-8, from 1.
fn range(model: &Scanned, span: Span) -> Value {
    let place = model.place(span);
    let column = |byte: u32| {
        let text = model.source(span).map(crate::source::Source::text).unwrap_or_default();
        let before = text.get(..byte as usize).unwrap_or_default();
        before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1
    };
    json!({
        "start": { "line": place.line, "column": column(span.start) },
        "end": { "line": place.end_line, "column": column(span.end) },
    })
}

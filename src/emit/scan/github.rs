//! Workflow commands, which GitHub Actions shows as annotations.

use super::super::one_line;
use super::{Scanned, open};
use crate::diagnostic::Severity;

/// The open findings as workflow commands, a line each.
#[must_use]
pub fn github(scanned: &[Scanned]) -> String {
    let line = |(model, finding): (&Scanned, &crate::finding::Finding)| {
        let command = match finding.level {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = model.place(finding.span);
        // Columns are refused where the end is on another line.
        let columns = if place.line == place.end_line {
            format!(",col={},endColumn={}", place.column, place.end_column)
        } else {
            String::new()
        };
        let title = property(&format!("Threatline ({})", finding.kind.id));
        let file = property(model.path(finding.span));
        let message = message(&one_line(&finding.message));
        format!(
            "::{command} title={title},file={file},line={},endLine={}{columns}::{message}\n",
            place.line, place.end_line
        )
    };
    open(scanned).map(line).collect()
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

//! SARIF 2.1.0, as GitHub code scanning takes it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{one_line, pretty, reference};
use super::fingerprint::fingerprints;
use super::{Place, Scanned};
use crate::diagnostic::{Applicability, Severity};
use crate::finding::{Finding, Kind, Matter};
use crate::threat;

/// The most results; code scanning refuses more.
const MOST_RESULTS: usize = 25_000;

/// The findings as SARIF. Those that are answered are there too, with the reason as a suppression.
#[must_use]
pub fn sarif(scanned: &[Scanned]) -> String {
    let all = || scanned.iter().flat_map(|model| model.findings.iter().map(move |finding| (model, finding)));
    let kinds: BTreeMap<&str, &Finding> = all().map(|(_, finding)| (finding.kind.id.as_str(), finding)).collect();
    let rules: Vec<Value> = kinds.values().map(|finding| rule(finding)).collect();
    let index = |kind: &Kind| kinds.keys().position(|id| *id == kind.id).unwrap_or(0);
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (model, finding) in all() {
        if let Some(source) = model.source(finding.span) {
            lines.entry(model.path(finding.span)).or_insert_with(|| fingerprints(source.text()));
        }
    }
    let fingerprint = |model: &Scanned, finding: &Finding, place: Place| {
        let known = lines.get(model.path(finding.span)).and_then(|lines| lines.get(place.line - 1));
        known.filter(|known| !known.is_empty()).cloned()
    };
    let results: Vec<Value> = all()
        .take(MOST_RESULTS)
        .map(|(model, finding)| {
            let place = model.first_line(finding.span);
            result(model, finding, index(&finding.kind), fingerprint(model, finding, place))
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Threatline",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "automationDetails": { "id": "threatline/" },
            "results": results,
        }],
    }))
}

fn rule(finding: &Finding) -> Value {
    let kind = &finding.kind;
    let mut properties = json!({ "precision": "high", "tags": ["security", "threat-model"] });
    if let Some(severity) = finding.severity {
        properties["security-severity"] = json!(security_severity(severity));
        properties["problem.severity"] = json!(level(finding.level));
    } else {
        properties["tags"] = json!(["threat-model"]);
    }
    let summary = cut(&kind.summary, 1024);
    json!({
        "id": kind.id,
        "name": kind.name,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": said(&kind.help), "markdown": said(&kind.help) },
        "defaultConfiguration": { "level": level(finding.level) },
        "properties": properties,
    })
}

/// As GitHub reads them: over 9.0 critical, from 7.0 high, from 4.0 medium, below that low.
fn security_severity(severity: threat::Severity) -> &'static str {
    match severity {
        threat::Severity::Critical => "9.5",
        threat::Severity::High => "8.0",
        threat::Severity::Medium => "5.5",
        threat::Severity::Low => "2.0",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(model: &Scanned, finding: &Finding, rule: usize, fingerprint: Option<String>) -> Value {
    let mut fingerprints = json!({ "threatline/v1": format!("{}: {}", model.path(finding.span), finding.key) });
    if let Some(fingerprint) = fingerprint {
        fingerprints["primaryLocationLineHash"] = json!(fingerprint);
    }
    let mut message = one_line(&finding.message);
    let mut related: Vec<Value> = Vec::new();
    for label in finding.related.iter().take(MOST_RELATED) {
        let id = related.len() + 1;
        let text = one_line(&label.text);
        message.push_str(&format!("\n{} [here]({id})", linked(&text)));
        let mut one = location(model, label.span, model.first_line(label.span));
        one["id"] = json!(id);
        one["message"] = json!({ "text": said(&text) });
        related.push(one);
    }
    let mut result = json!({
        "ruleId": finding.kind.id,
        "ruleIndex": rule,
        "level": level(finding.level),
        "message": { "text": said(&message) },
        "locations": [location(model, finding.span, model.first_line(finding.span))],
        "partialFingerprints": fingerprints,
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(reason) = &finding.suppression {
        // An `allow` comment stands in the source; what a model says of a threat was decided by people.
        let kind = if finding.matter == Matter::Diagnostic { "inSource" } else { "external" };
        result["suppressions"] =
            json!([{ "kind": kind, "status": "accepted", "justification": said(&one_line(reason)) }]);
    }
    let fixes: Vec<Value> = finding
        .fixes
        .iter()
        .map(|fix| {
            let sure = if fix.applicability == Applicability::Certain { "" } else { " (if that was meant)" };
            json!({
                "description": { "text": format!("{}{sure}", fix.title) },
                "artifactChanges": [{
                    "artifactLocation": artifact(model.path(fix.span)),
                    "replacements": [{
                        "deletedRegion": region(model.place(fix.span)),
                        "insertedContent": { "text": fix.replacement },
                    }],
                }],
            })
        })
        .collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// How many other places a result names.
const MOST_RELATED: usize = 20;

/// Text in which SARIF sees no link.
fn linked(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// Empty texts are refused.
fn said(text: &str) -> String {
    if text.trim().is_empty() { "-".to_owned() } else { text.to_owned() }
}

fn cut(text: &str, most: usize) -> String {
    said(&text.chars().take(most).collect::<String>())
}

fn location(model: &Scanned, span: crate::source::Span, place: Place) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(model.path(span)), "region": region(place) } })
}

fn artifact(path: &str) -> Value {
    json!({ "uri": reference(path) })
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.line, "startColumn": place.column,
        "endLine": place.end_line, "endColumn": place.end_column,
    })
}

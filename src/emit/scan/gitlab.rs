//! GitLab's code quality report.

use serde_json::{Value, json};

use super::super::{one_line, pretty};
use super::{Scanned, open};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::threat;

/// The open findings as a code quality report; an empty list where there are none, so that what was mended shows.
#[must_use]
pub fn gitlab(scanned: &[Scanned]) -> String {
    let entry = |(model, finding): (&Scanned, &Finding)| {
        let path = model.path(finding.span);
        json!({
            // The name of the check is not shown, so it stands before the words.
            "description": format!("{}: {}", finding.kind.id, one_line(&finding.message)),
            "check_name": finding.kind.id,
            "fingerprint": fingerprint(&format!("{path}\u{0}{}", finding.key)),
            "severity": severity(finding),
            "location": { "path": path, "lines": { "begin": model.place(finding.span).line } },
        })
    };
    pretty(&open(scanned).map(entry).collect::<Vec<Value>>())
}

fn severity(finding: &Finding) -> &'static str {
    match (finding.severity, finding.level) {
        (Some(threat::Severity::Critical), _) => "blocker",
        (Some(threat::Severity::High), _) | (None, Severity::Error) => "critical",
        (Some(threat::Severity::Medium), _) | (None, Severity::Warning) => "major",
        (Some(threat::Severity::Low), _) => "minor",
        (None, Severity::Note) => "info",
    }
}

/// 128 bits of FNV-1a: it only has to tell findings apart, and stays the same wherever they stand.
fn fingerprint(text: &str) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let step = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    let hash = text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, step);
    format!("{hash:032x}")
}

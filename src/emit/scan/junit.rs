//! `JUnit` XML, which every CI shows: a suite for each file, a test case for each open finding, failed where it is one that
//! fails.

use super::super::one_line;
use super::super::svg::escape;
use super::{Scanned, open};
use crate::diagnostic::Severity;
use crate::finding::Finding;

/// The open findings as `JUnit` XML.
#[must_use]
pub fn junit(scanned: &[Scanned]) -> String {
    let count = |list: &[(&Scanned, &Finding)]| list.iter().filter(|(_, one)| one.level == Severity::Error).count();
    let all: Vec<(&Scanned, &Finding)> = open(scanned).collect();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"threatline\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
        all.len().max(scanned.len()),
        count(&all)
    );
    for model in scanned {
        let name = model.paths.first().map_or("", String::as_str);
        let own: Vec<(&Scanned, &Finding)> =
            model.findings.iter().filter(|one| one.suppression.is_none()).map(|one| (model, one)).collect();
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n",
            escaped(name),
            own.len().max(1),
            count(&own)
        ));
        if own.is_empty() {
            out.push_str(&format!("    <testcase name=\"nothing to report\" classname=\"{}\"/>\n", escaped(name)));
        }
        for (model, finding) in own {
            let place = format!("{}:{}", model.path(finding.span), model.place(finding.span).line);
            let (name, message) = (escaped(&finding.key), escaped(&finding.message));
            out.push_str(&format!("    <testcase name=\"{name}\" classname=\"{}\">", escaped(&finding.kind.id)));
            if finding.level == Severity::Error {
                out.push_str(&format!(
                    "<failure type=\"{}\" message=\"{message}\">{}</failure>",
                    escaped(&finding.kind.id),
                    escaped(&place)
                ));
            } else {
                out.push_str(&format!("<system-out>{}: {message}</system-out>", escaped(&place)));
            }
            out.push_str("</testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn escaped(text: &str) -> String {
    escape(&one_line(text))
}

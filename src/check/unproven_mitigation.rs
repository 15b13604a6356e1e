//! Mitigations that are said to be verified, without what shows it.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(UNPROVEN_MITIGATION, "TM0408", "unproven-mitigation", Warning, "a verified mitigation without evidence");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let own = model.mitigations.iter().filter(|one| one.imported.is_none());
    for mitigation in own.filter(|one| one.settings.text("status").as_deref() == Some("verified")) {
        if mitigation.settings.answer("evidence").is_none() {
            let span = mitigation.settings.span("status").unwrap_or(mitigation.span);
            sink.push(
                Diagnostic::new(&UNPROVEN_MITIGATION, span, "this mitigation is verified, but nothing shows it")
                    .help("add `evidence: \"…\"`: a test, a report, a date; or write `status: done`"),
            );
        }
    }
}

//! Security that is taken for granted, without what makes anybody think so.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(
    ASSUMPTION_WITHOUT_EVIDENCE,
    "TM0409",
    "assumption-without-evidence",
    Warning,
    "an assumption that nothing supports"
);

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for assumption in model.assumptions.iter().filter(|one| !one.text.is_empty()) {
        if assumption.settings.answer("evidence").is_none() {
            sink.push(
                Diagnostic::new(&ASSUMPTION_WITHOUT_EVIDENCE, assumption.span, "nothing shows that this is so")
                    .help("add `evidence: \"…\"`, or make it a `question` with an owner"),
            );
        }
    }
}

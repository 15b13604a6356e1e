//! Threats that nobody rated.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(UNRATED_THREAT, "TM0402", "unrated-threat", Warning, "a threat without likelihood or impact");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    // A threat without its sentence is not understood yet; that has its own diagnostic.
    for threat in model.threats.iter().filter(|threat| !threat.text.is_empty()) {
        let (likelihood, impact) = (threat.settings.answer("likelihood"), threat.settings.answer("impact"));
        let missing = match (likelihood, impact) {
            (None, None) => "neither likelihood nor impact",
            (None, Some(_)) => "no likelihood",
            (Some(_), None) => "no impact",
            (Some(_), Some(_)) => continue,
        };
        let message = format!("`{}` is not rated: it has {missing}", threat.id.value);
        sink.push(
            Diagnostic::new(&UNRATED_THREAT, threat.id.span, message)
                .label("how bad is it?")
                .help("add `likelihood: low | medium | high` and `impact: low | medium | high`"),
        );
    }
}

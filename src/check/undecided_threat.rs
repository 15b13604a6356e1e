//! Threats about which nothing was decided. Nothing stays in limbo: mitigated, accepted, transferred or avoided.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, Rating, Threat};

code!(UNDECIDED_THREAT, "TM0413", "undecided-threat", Warning, "a threat about which nothing was decided");
code!(
    UNMITIGATED_SEVERE_THREAT,
    "TM0414",
    "unmitigated-severe-threat",
    Warning,
    "a high or critical threat about which nothing is done"
);

pub(super) fn check_mild(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in undecided(model).filter(|threat| severe(threat).is_none()) {
        sink.push(
            Diagnostic::new(
                &UNDECIDED_THREAT,
                threat.id.span,
                format!("nothing was decided about `{}`", threat.id.value),
            )
            .help("add a `mitigation`, or `accept`, `transfer` or `avoid` it, and say why"),
        );
    }
}

pub(super) fn check_severe(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in undecided(model) {
        let Some(word) = severe(threat) else { continue };
        let message = format!("`{}` is {word}, and nothing is done about it", threat.id.value);
        sink.push(
            Diagnostic::new(&UNMITIGATED_SEVERE_THREAT, threat.id.span, message)
                .help("add a `mitigation \"…\" { owner: \"…\" }`; if the risk is carried, say who carries it and why with `accept \"…\"`"),
        );
    }
}

fn undecided(model: &Model) -> impl Iterator<Item = &Threat> {
    model.threats.iter().filter(|threat| {
        // A name that nobody knows is an answer that could not be read.
        threat.mitigations.is_empty()
            && threat.disposition.is_none()
            && threat.settings.answer("mitigated-by").is_none()
    })
}

fn severe(threat: &Threat) -> Option<&'static str> {
    match (threat.likelihood?, threat.impact?) {
        (Rating::High, Rating::High) => Some("critical"),
        (Rating::High, Rating::Medium) | (Rating::Medium, Rating::High) => Some("high"),
        _ => None,
    }
}

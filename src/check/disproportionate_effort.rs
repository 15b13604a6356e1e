//! Months of work against a threat that is not severe.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, Rating};

code!(
    DISPROPORTIONATE_EFFORT,
    "TM0407",
    "disproportionate-effort",
    Warning,
    "months of work for a threat that is not severe"
);

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in &model.threats {
        let Some(ratings) = threat.likelihood.zip(threat.impact) else { continue };
        // High and critical: both ratings above low, and one of them high.
        if ratings.0.min(ratings.1) > Rating::Low && ratings.0.max(ratings.1) == Rating::High {
            continue;
        }
        for id in &threat.mitigations {
            let mitigation = &model.mitigations[id.0];
            // A shared mitigation may answer something worse as well.
            if mitigation.id.is_some() || mitigation.settings.text("effort").as_deref() != Some("months") {
                continue;
            }
            let message = format!("months of work for `{}`, which is not severe", threat.id.value);
            let span = mitigation.settings.span("effort").unwrap_or(mitigation.span);
            sink.push(
                Diagnostic::new(&DISPROPORTIONATE_EFFORT, span, message)
                    .also(threat.id.span, "the threat")
                    .help("look for a smaller step that takes away most of it, or accept the rest"),
            );
        }
    }
}

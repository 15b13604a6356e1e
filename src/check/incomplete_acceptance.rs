//! Risks that are carried, without who decided it or until when.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{DispositionKind, Model};

code!(
    INCOMPLETE_ACCEPTANCE,
    "TM0405",
    "incomplete-acceptance",
    Warning,
    "a carried risk without who decided or until when"
);

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in &model.threats {
        let Some(disposition) = threat.disposition.as_ref().filter(|one| !one.because.is_empty()) else { continue };
        let needed: &[&str] = match disposition.kind {
            DispositionKind::Accepted | DispositionKind::Transferred => &["by", "until"],
            DispositionKind::Avoided => continue, // what is not done is nobody's risk
        };
        let missing: Vec<&str> =
            needed.iter().filter(|name| disposition.settings.answer(name).is_none()).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let listed: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
        let kind = disposition.kind.word();
        let message = format!("`{}` is {kind} without {}", threat.id.value, listed.join(" and "));
        sink.push(
            Diagnostic::new(&INCOMPLETE_ACCEPTANCE, disposition.span, message)
                .help("say who decided (`by: \"Name\"`) and when it is looked at again (`until: 2027-05-01`)"),
        );
    }
}

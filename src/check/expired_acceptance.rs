//! Risks that are carried past the day on which they were to be looked at again, or nearly.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Date, Model};

code!(EXPIRED_ACCEPTANCE, "TM0410", "expired-acceptance", Warning, "a risk that is carried past its day");
code!(EXPIRING_ACCEPTANCE, "TM0411", "expiring-acceptance", Warning, "a risk whose day is near");

/// How many days before its end an acceptance is called near it.
const NEAR: i32 = 30;

pub(super) fn check(model: &Model, today: Date, sink: &mut Vec<Diagnostic>) {
    for threat in &model.threats {
        let Some(disposition) = &threat.disposition else { continue };
        let Some(until) = disposition.settings.date("until") else { continue };
        let days = until.since(today).map_or(0, |span| span.get_days());
        let span = disposition.settings.span("until").unwrap_or(disposition.span);
        let (id, kind) = (&threat.id.value, disposition.kind.word());
        if until < today {
            sink.push(
                Diagnostic::new(
                    &EXPIRED_ACCEPTANCE,
                    span,
                    format!("`{id}` was {kind} until {until}, which has passed"),
                )
                .help("decide again: mitigate it, or give it a new day and the name of who decided"),
            );
        } else if days <= NEAR {
            let left = match days {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                days => format!("in {days} days"),
            };
            sink.push(
                Diagnostic::new(&EXPIRING_ACCEPTANCE, span, format!("`{id}` is {kind} until {until}: {left}"))
                    .help("put it on the agenda before its day"),
            );
        }
    }
}

//! Models that nobody has looked through for a year.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Date, Model};

code!(STALE_REVIEW, "TM0412", "stale-review", Warning, "a model that was not reviewed for a year");

/// After how many days a review is old.
const OLD: i32 = 365;

pub(super) fn check(model: &Model, today: Date, sink: &mut Vec<Diagnostic>) {
    let Some(reviewed) = model.header.reviewed else { return };
    let days = today.since(reviewed).map_or(0, |span| span.get_days());
    if days > OLD {
        let span = model.header.settings.span("reviewed").unwrap_or_default();
        sink.push(
            Diagnostic::new(&STALE_REVIEW, span, format!("the last review was {days} days ago"))
                .help("look through it again, and write the day into `reviewed`"),
        );
    }
}

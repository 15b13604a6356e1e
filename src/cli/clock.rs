//! The clock: read here and nowhere else, and only where nobody names the day.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Date;

/// Today in UTC, so that a run says the same everywhere.
pub(super) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let first = Date::constant(1970, 1, 1);
    first.checked_add(jiff::Span::new().days(days)).unwrap_or(first)
}

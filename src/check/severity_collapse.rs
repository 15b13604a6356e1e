//! Ratings that say nothing, because nearly all are the same.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, Rating};

code!(SEVERITY_COLLAPSE, "TM0406", "severity-collapse", Warning, "ratings that are nearly all at one end");

/// From how many rated threats on a collapse can be told from chance.
const ENOUGH: usize = 8;

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let rated: Vec<(Rating, Rating)> =
        model.threats.iter().filter_map(|threat| threat.likelihood.zip(threat.impact)).collect();
    if rated.len() < ENOUGH {
        return;
    }
    // The top is (high, high); the bottom, where neither is more than low, or one of them medium.
    let top = rated.iter().filter(|rating| **rating == (Rating::High, Rating::High)).count();
    let bottom = rated.iter().filter(|(l, i)| (*l).min(*i) == Rating::Low && (*l).max(*i) < Rating::High).count();
    let (word, count) = if top > bottom { ("critical", top) } else { ("low", bottom) };
    if count * 5 < rated.len() * 4 {
        return;
    }
    let Some(first) = model.threats.first() else { return };
    let span = model.header.span.unwrap_or(first.id.span);
    let message = format!("{count} of {} threats are {word}, so the rating says nothing", rated.len());
    sink.push(
        Diagnostic::new(&SEVERITY_COLLAPSE, span, message)
            .help("rank them against each other: which one would you mend first if you could mend one?"),
    );
}

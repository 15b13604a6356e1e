//! The arrangement that reads best of a few, and the best of a few drawings of it.

use super::Task;
use super::choose;
use super::draw::{Before, Drawn, drawn};
use super::manner::Manner;
use super::moves::moved;
use super::nest::Placement;
use super::outline::Arrangement;
use super::threads::in_two_threads;

/// How many times better another arrangement must be than the first, so that small edits change none.
const REARRANGED: f64 = 1.1;

/// The same of a further attempt at drawing an arrangement.
const UNFAMILIAR: f64 = 1.1;

/// The same of the best arrangement with things moved.
const MOVED: f64 = 1.02;

/// An arrangement, where it places things, and what is drawn of that.
#[derive(Default)]
pub(super) struct Arranged {
    pub arrangement: Arrangement,
    pub placement: Placement,
    pub drawn: Drawn,
}

/// Each arrangement is drawn, and then what comes of moving things in the best of them: what reads best of all these.
pub(super) fn arranged(task: Task) -> Arranged {
    let manner = Manner::of(task.model);
    let mut arrangements = choose::arranged(task, manner.others);
    let draw = |_, (_, placement): &(_, Placement)| drawn(task, placement.clone(), &Before::default(), 0);
    let firsts = in_two_threads(&arrangements, draw);
    let unfamiliar = |chosen: usize| if chosen > 0 { REARRANGED } else { 1.0 };
    let strained = |(chosen, drawn): &(usize, Drawn)| drawn.strain * unfamiliar(*chosen);
    let chosen = firsts.into_iter().enumerate().min_by(|one, other| strained(one).total_cmp(&strained(other)));
    let Some((chosen, drawn)) = chosen else { return Arranged::default() };
    let (arrangement, placement) = arrangements.swap_remove(chosen);
    let best = Arranged { arrangement, placement, drawn };
    if manner.moves == 0 {
        return best;
    }
    match rearranged(task, &best.arrangement, best.placement.clone(), manner.moves) {
        Some(other) if other.drawn.strain * MOVED < best.drawn.strain => other,
        _ => best,
    }
}

/// What comes of moving things in an arrangement, if sketches read better for it.
fn rearranged(task: Task, arrangement: &Arrangement, placement: Placement, sketches: usize) -> Option<Arranged> {
    let (arrangement, placement) = moved(task, (arrangement, placement), sketches)?;
    let drawn = drawn(task, placement.clone(), &Before::default(), 0);
    Some(Arranged { arrangement, placement, drawn })
}

/// The best of a few drawings of the same arrangement, with other room for lines than the first.
pub(super) fn attempted(task: Task, placement: &Placement, first: Drawn) -> Drawn {
    let manner = Manner::of(task.model);
    let mut best = first;
    let attempts: Vec<usize> = (1..manner.attempts).collect();
    for (round, numbers) in attempts.chunks(manner.at_once).enumerate() {
        // Where there is time, the first round is made in any case.
        if best.drawing.conflicts() == 0 && (round > 0 || manner.at_once == 1) {
            break;
        }
        let draw = |attempt: usize| drawn(task, placement.clone(), &Before::default(), attempt);
        for other in in_two_threads(numbers, |_, attempt| draw(*attempt)) {
            if other.strain * if best.attempt == 0 { UNFAMILIAR } else { 1.0 } < best.strain {
                best = other;
            }
        }
    }
    best
}

//! An arrangement made better by drawing it: where lines cross, and then where they bend, one thing after another is moved to
//! another place of its boundary, and stays there if the drawing reads better for it.
//!
//! `refine` judges an arrangement by straight flows, which tells little of the last few crossings, and nothing of bends: what
//! way a line finds is only seen when it is led. So the moves that cost little by straight flows are sketched.

use super::Task;
use super::compact::Drawing;
use super::draw::sketched;
use super::nest::Placement;
use super::outline::{Arrangement, Outline};
use super::threads::in_two_threads;

/// What a move may cost at most by straight flows, in pixels of length.
const MOST_COST: i64 = 1000;

/// How many moves are sketched before the best of them is made.
const TOGETHER: usize = 2;

/// A move must make a drawing read better by this share and by so many pixels of length, so that small edits change few moves.
const BETTER: (f64, f64) = (1.02, 100.0);

/// An arrangement that reads better than this one, with its placement, if one is found with at most so many sketches.
pub(super) fn moved(
    task: Task,
    (arrangement, placement): (&Arrangement, Placement),
    mut sketches: usize,
) -> Option<(Arrangement, Placement)> {
    let mut tried = vec![arrangement.clone()];
    let mut sketch = sketched(task, placement);
    let mut best: Option<(Arrangement, Placement)> = None;
    for troubled in [Drawing::crossed, Drawing::bent] {
        loop {
            let now = best.as_ref().map_or(arrangement, |(arrangement, _)| arrangement);
            let outline = Outline::arranged(task, now.clone());
            let (elements, strain) = (troubled(&sketch), sketch.strain(task.wish));
            let moves = outline.moves(&elements, MOST_COST).filter(|other| !tried.contains(other));
            let moves: Vec<Arrangement> = moves.take(sketches).collect();
            let better = moves.chunks(TOGETHER).find_map(|moves| {
                sketches -= moves.len();
                tried.extend(moves.iter().cloned());
                let others = in_two_threads(moves, |_, arrangement| {
                    let placement = Outline::arranged(task, arrangement.clone()).placed();
                    let sketch = sketched(task, placement.clone());
                    (sketch.strain(task.wish), sketch, (arrangement.clone(), placement))
                });
                let best = others.into_iter().min_by(|one, other| one.0.total_cmp(&other.0))?;
                (best.0 * BETTER.0 + BETTER.1 < strain).then_some(best)
            });
            let Some((_, better, arrangement)) = better else { break };
            (sketch, best) = (better, Some(arrangement));
        }
    }
    best
}

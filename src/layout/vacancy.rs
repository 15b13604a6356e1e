//! Free room for something new in a drawing whose things are to stay where they are.

use super::LATTICE;
use super::geometry::{Rect, Size};
use super::nest::up;

/// What a bend is worth, in pixels of length.
const BEND: i32 = 100;

/// The same of each line in the way.
const IN_THE_WAY: i32 = 50;

/// A search for a place.
pub(super) struct Vacancy<'a> {
    /// How large it has to be.
    pub size: Size,
    /// Where it may be.
    pub room: Rect,
    /// What must not be covered: things, and the straight pieces of lines, each with the room around it.
    pub taken: Vec<Rect>,
    pub lines: &'a [Rect],
    /// What is to be near, once for each flow.
    pub joined: Vec<Rect>,
    /// Around everything that there is; it grows if it must.
    pub whole: Rect,
}

impl Vacancy<'_> {
    /// The place on the lattice to which the ways are shortest, if one is free. It takes from `work` each thing that it compares
    /// with a place, and stops where nothing is left.
    pub(super) fn best(&self, work: &mut usize) -> Option<Rect> {
        let mut best: Option<(i32, Rect)> = None;
        for y in steps(self.room.y, self.room.bottom() - self.size.height) {
            // Of two that cost the same, rather the one on the right: people read from left to right.
            for x in steps(self.room.x, self.room.right() - self.size.width).rev() {
                let rect = Rect { x, y, width: self.size.width, height: self.size.height };
                let least = self.least_cost(rect);
                if best.is_some_and(|(cost, _)| cost <= least) {
                    continue;
                }
                let Some(left) = work.checked_sub(self.taken.len() + self.lines.len()) else { break };
                *work = left;
                if self.taken.iter().chain(self.lines).any(|other| other.overlaps(rect)) {
                    continue;
                }
                let cost = least + self.in_the_way(rect) * IN_THE_WAY;
                if best.is_none_or(|(best, _)| cost < best) {
                    best = Some((cost, rect));
                }
            }
        }
        best.map(|(_, rect)| rect)
    }

    fn least_cost(&self, rect: Rect) -> i32 {
        let whole = self.whole.union(rect);
        let beyond = whole.width - self.whole.width + whole.height - self.whole.height;
        self.joined.iter().map(|other| way(rect, *other)).sum::<i32>() + beyond
    }

    /// How many pieces of lines are roughly on the ways to what it is joined to.
    fn in_the_way(&self, rect: Rect) -> i32 {
        let crossed = |other: &Rect| {
            let way = Rect::spanning(rect.centre(), other.centre());
            self.lines.iter().filter(|line| line.overlaps(way)).count() as i32
        };
        self.joined.iter().map(crossed).sum()
    }
}

/// The lines of the lattice between two places.
fn steps(from: i32, to: i32) -> impl DoubleEndedIterator<Item = i32> {
    (up(from, LATTICE) / LATTICE..=to.div_euclid(LATTICE)).map(|line| line * LATTICE)
}

/// How long a line between two things is at least, with the bend that it takes where they are not level.
fn way(one: Rect, other: Rect) -> i32 {
    let x = (other.x - one.right()).max(one.x - other.right()).max(0);
    let y = (other.y - one.bottom()).max(one.y - other.bottom()).max(0);
    x + y + if x > 0 && y > 0 { BEND } else { 0 }
}

//! A drawing made better: where lines cross, one thing after another is let go, and put where most of what it is joined to is
//! near. It stays there if the drawing reads better for it. `moves` looks at places in rows; here they are free.

use super::draw::Before;
use super::likeness::Likeness;
use super::threads::in_two_threads;
use super::tree::Child;
use crate::model::{BoundaryId, ElementId};

/// How many sketches are made at most.
const SKETCHES: usize = 48;

/// A drawing must read better by this share and by so many pixels of length, so that small edits change little.
const BETTER: (f64, f64) = (1.02, 100.0);

/// Lets go what had better stand elsewhere.
pub(super) fn released(mut likeness: Likeness) -> Likeness {
    let mut left = SKETCHES;
    let mut drawing = likeness.sketched(&likeness.known);
    let mut strain = drawing.strain(likeness.task.wish);
    loop {
        let mut held = likeness.held(&drawing.crossed());
        held.truncate(left);
        left -= held.len();
        let sketches = in_two_threads(&held, |_, child| {
            let known = likeness.without(*child);
            let drawing = likeness.sketched(&known);
            (drawing.strain(likeness.task.wish), drawing, known)
        });
        let best = sketches.into_iter().min_by(|one, other| one.0.total_cmp(&other.0));
        match best {
            Some((better, sketch, known)) if better * BETTER.0 + BETTER.1 < strain => {
                (strain, drawing, likeness.known) = (better, sketch, known);
            }
            _ => return likeness,
        }
    }
}

impl Likeness<'_> {
    /// Of these elements and the boundaries around them, those whose place is held.
    fn held(&self, elements: &[usize]) -> Vec<Child> {
        let mut held = Vec::new();
        for (_, child) in elements.iter().flat_map(|id| self.task.tree.path(ElementId(*id))) {
            let place = match child {
                Child::Element(id) => self.known.wide.elements[id.0],
                Child::Boundary(id) => self.known.wide.boundaries[id.0],
            };
            if place.is_some() && !held.contains(child) {
                held.push(*child);
            }
        }
        held
    }

    /// What is known but the place of one thing, with all that is in it, and the lines that lead there.
    fn without(&self, child: Child) -> Before {
        let mut known = self.known.clone();
        let is_in = |id: ElementId| self.task.tree.path(id).iter().any(|(_, around)| *around == child);
        let is_around = |id: BoundaryId| self.task.model.boundary_path(Some(id)).any(|id| Child::Boundary(id) == child);
        for kept in [&mut known.wide, &mut known.tight] {
            let elements = kept.elements.iter_mut().enumerate().filter(|(index, _)| is_in(ElementId(*index)));
            elements.for_each(|(_, place)| *place = None);
            let boundaries = kept.boundaries.iter_mut().enumerate().filter(|(index, _)| is_around(BoundaryId(*index)));
            boundaries.for_each(|(_, place)| *place = None);
        }
        let flows = self.task.model.flows.iter().zip(&mut known.lines);
        flows.filter(|(flow, _)| is_in(flow.from) || is_in(flow.to)).for_each(|(_, line)| *line = None);
        known
    }
}

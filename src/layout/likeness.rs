//! A model drawn like another one that is known already: an earlier state of it, or its core.

use super::Task;
use super::amend::{Later, amended};
use super::compact::Drawing;
use super::draw::{Before, Drawn, drawn, sketched_like};
use super::earlier::{Earlier, Kept};
use super::nest::Placement;
use super::outline::{Arrangement, Outline};

/// See the module.
pub(super) struct Likeness<'a> {
    pub task: Task<'a>,
    /// With what is new.
    pub arrangement: Arrangement,
    /// Where everything would stand by that alone.
    loose: Placement,
    /// How the other one is drawn.
    pub known: Before,
    /// Which attempt at drawing it that was.
    attempt: usize,
}

impl<'a> Likeness<'a> {
    /// A model, and how another one is arranged and drawn.
    pub(super) fn new(before: Task, arrangement: &Arrangement, drawn: &Drawn, task: Task<'a>) -> Likeness<'a> {
        let earlier = Earlier::new(before.model, before.tree);
        let known = Before {
            wide: earlier.kept(task.model, &drawn.wide),
            lines: earlier.lines(task.model, drawn.routes.clone()),
            tight: earlier.kept(task.model, &drawn.drawing.placement),
        };
        let outline = Outline::arranged(task, earlier.arrangement(arrangement, task.model, task.tree));
        let loose = outline.placed();
        Likeness { task, arrangement: outline.arrangement(), loose, known, attempt: drawn.attempt }
    }

    /// What is known stands where it stood, and what is new where there is room for it.
    pub(super) fn drawn(&self) -> Drawn {
        drawn(self.task, self.placement(&self.known), &self.known, self.attempt)
    }

    /// The same, but what stands together may come nearer than it stood, or move apart for straighter lines.
    pub(super) fn drawn_loosely(&self) -> Drawn {
        let known = Before { tight: Kept::NONE, ..self.known.clone() };
        drawn(self.task, self.placement(&self.known), &known, self.attempt)
    }

    /// The same roughly, if only this were known.
    pub(super) fn sketched(&self, known: &Before) -> Drawing {
        sketched_like(self.task, self.placement(known), known, self.attempt)
    }

    /// Who stands where is as it was; where that is, is found anew.
    pub(super) fn drawn_afresh(&self) -> Drawn {
        drawn(self.task, self.loose.clone(), &Before::default(), 0)
    }

    fn placement(&self, known: &Before) -> Placement {
        let Task { model, sizes, tree, .. } = self.task;
        let later = Later { model, sizes, tree, arrangement: &self.arrangement, loose: &self.loose };
        amended(&later, &known.wide, &known.lines)
    }
}

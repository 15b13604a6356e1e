//! A model and a view to what the view shows of it: what is included, less what is left out, and of that what is in focus.
//!
//! It refuses to know what is collapsed and what becomes of the rest.

use super::types::{DataId, Model, Part, View};
use crate::source::Spanned;

/// For each element, boundary and flow of a model whether it is there.
pub(super) struct Shown {
    pub elements: Vec<bool>,
    pub boundaries: Vec<bool>,
    pub flows: Vec<bool>,
}

impl Shown {
    pub(super) fn new(model: &Model, view: &View) -> Shown {
        let mut shown = match view.include.as_slice() {
            [] => Shown::all(model, true),
            parts => Shown::named(model, parts).with_ends(model),
        };
        // Flows between two elements that are shown are shown, whatever names the elements.
        shown.flows.fill(true);
        shown.keep(&Shown::named(model, &view.exclude), |shown, excluded| shown && !excluded);
        if let Some(focus) = &view.focus {
            shown.keep(&Shown::around(model, focus), |shown, near| shown && near);
        }
        for (flow, is_shown) in model.flows.iter().zip(&mut shown.flows) {
            *is_shown &= shown.elements[flow.from.0] && shown.elements[flow.to.0];
        }
        shown.without_emptied_boundaries(model)
    }

    fn all(model: &Model, value: bool) -> Shown {
        Shown {
            elements: vec![value; model.elements.len()],
            boundaries: vec![value; model.boundaries.len()],
            flows: vec![value; model.flows.len()],
        }
    }

    /// What these names stand for: boundaries with all that is inside, data with what holds and carries it.
    fn named(model: &Model, parts: &[Spanned<Part>]) -> Shown {
        let mut named = Shown::all(model, false);
        let mut data = vec![false; model.data.len()];
        for part in parts {
            match part.value {
                Part::Element(id) => named.elements[id.0] = true,
                Part::Boundary(id) => named.boundaries[id.0] = true,
                Part::Flow(id) => named.flows[id.0] = true,
                Part::Data(id) => data[id.0] = true,
            }
        }
        for (index, boundary) in model.boundaries.iter().enumerate() {
            // A parent stands before its children.
            named.boundaries[index] |= boundary.parent.is_some_and(|parent| named.boundaries[parent.0]);
        }
        let is_named = |ids: &[DataId]| ids.iter().any(|id| data[id.0]);
        for (element, flag) in model.elements.iter().zip(&mut named.elements) {
            *flag |= element.parent.is_some_and(|parent| named.boundaries[parent.0]) || is_named(&element.holds);
        }
        for (flow, flag) in model.flows.iter().zip(&mut named.flows) {
            *flag |= is_named(&flow.carries);
        }
        named
    }

    /// What is in focus: the thing, the flows that touch it, and the ends of these.
    fn around(model: &Model, focus: &Spanned<Part>) -> Shown {
        let mut near = Shown::named(model, std::slice::from_ref(focus));
        // A store that holds the data in focus also has flows that do not carry it: these are not what was asked.
        if matches!(focus.value, Part::Element(_) | Part::Boundary(_)) {
            for (flow, flag) in model.flows.iter().zip(&mut near.flows) {
                *flag |= near.elements[flow.from.0] || near.elements[flow.to.0];
            }
        }
        near.with_ends(model)
    }

    fn with_ends(mut self, model: &Model) -> Shown {
        for (flow, flag) in model.flows.iter().zip(&self.flows) {
            self.elements[flow.from.0] |= *flag;
            self.elements[flow.to.0] |= *flag;
        }
        self
    }

    fn keep(&mut self, other: &Shown, rule: fn(bool, bool) -> bool) {
        for (mine, theirs) in [
            (&mut self.elements, &other.elements),
            (&mut self.boundaries, &other.boundaries),
            (&mut self.flows, &other.flows),
        ] {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine = rule(*mine, *theirs);
            }
        }
    }

    /// A boundary is there for what is inside; one that was empty from the beginning is there for itself.
    fn without_emptied_boundaries(mut self, model: &Model) -> Shown {
        let everything = vec![true; model.elements.len()];
        let (filled, still_filled) = (around_any(model, &everything), around_any(model, &self.elements));
        for (index, is_shown) in self.boundaries.iter_mut().enumerate() {
            *is_shown = still_filled[index] || (*is_shown && !filled[index]);
        }
        self
    }
}

/// For each boundary whether one of these elements is inside, however deep.
fn around_any(model: &Model, elements: &[bool]) -> Vec<bool> {
    let mut around = vec![false; model.boundaries.len()];
    for (element, flag) in model.elements.iter().zip(elements) {
        if let Some(parent) = element.parent.filter(|_| *flag) {
            around[parent.0] = true;
        }
    }
    for (index, boundary) in model.boundaries.iter().enumerate().rev() {
        if let Some(parent) = boundary.parent.filter(|_| around[index]) {
            around[parent.0] = true;
        }
    }
    around
}

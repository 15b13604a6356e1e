//! Two states of a model to one model in each state's words, in which everything has one place: to be drawn once, so that
//! what did not change does not move from one picture to the other.
//!
//! What is in one state only stands in as it is there. What moved to another trust boundary stands in both places. Both
//! models have the same elements, boundaries and flows at the same indices. It refuses to know how they are drawn.

use std::collections::BTreeSet;

use super::pair::Matching;
use super::{Consequence, Diff, Nature};
use crate::model::{BoundaryId, DataId, Element, ElementId, Flow, FlowId, Model, Target, Threat};
use crate::source::Spanned;
use crate::vocabulary::Kind;

/// What became of something that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Nothing.
    Same,
    /// It is in the new state only.
    Added,
    /// It is in the old state only.
    Removed,
    /// It says something else.
    Changed,
    /// It came here from another place; in the new state only.
    Moved,
    /// It went to another place; in the old state only.
    Left,
}

impl Mark {
    /// Whether it is there in the old state.
    #[must_use]
    pub fn is_old(self) -> bool {
        matches!(self, Mark::Same | Mark::Changed | Mark::Removed | Mark::Left)
    }

    /// Whether it is there in the new state.
    #[must_use]
    pub fn is_new(self) -> bool {
        matches!(self, Mark::Same | Mark::Changed | Mark::Added | Mark::Moved)
    }
}

/// What became of everything that is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// By element.
    pub elements: Vec<Mark>,
    /// By boundary.
    pub boundaries: Vec<Mark>,
    /// By flow.
    pub flows: Vec<Mark>,
    /// The threats that are new or say something else, by identifier.
    pub threats: BTreeSet<String>,
}

impl Marks {
    /// What became of a target.
    #[must_use]
    pub fn of(&self, target: Target) -> Mark {
        match target {
            Target::Element(id) => self.elements[id.0],
            Target::Boundary(id) => self.boundaries[id.0],
            Target::Flow(id) => self.flows[id.0],
        }
    }
}

/// Both states with one place for everything.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// In the words of the old state.
    pub old: Model,
    /// In the words of the new state.
    pub new: Model,
    /// What became of everything.
    pub marks: Marks,
}

/// Lays two states of a model over one another. `diff`: what changed between them.
#[must_use]
pub fn overlay(old: &Model, new: &Model, diff: &Diff) -> Overlay {
    let matching = Matching::of(old, new);
    let mut union = Union::empty(old, new, &matching);
    union.boundaries();
    union.elements();
    union.flows();
    union.into_overlay(diff)
}

/// Where a thing of the union comes from: its index in the old state, the new one, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Origin {
    old: Option<usize>,
    new: Option<usize>,
    mark: Mark,
}

struct Union<'a> {
    old: &'a Model,
    new: &'a Model,
    matching: &'a Matching,
    boundaries: Vec<Origin>,
    /// By boundary of the union, the one around it.
    parents: Vec<Option<usize>>,
    elements: Vec<(Origin, Option<usize>)>,
    flows: Vec<(Origin, ElementId, ElementId)>,
    /// By index in each state, the place in the union.
    old_boundary: Vec<usize>,
    new_boundary: Vec<usize>,
    old_element: Vec<usize>,
    new_element: Vec<usize>,
    old_flow: Vec<usize>,
    new_flow: Vec<usize>,
}

impl<'a> Union<'a> {
    fn empty(old: &'a Model, new: &'a Model, matching: &'a Matching) -> Union<'a> {
        Union {
            old,
            new,
            matching,
            boundaries: Vec::new(),
            parents: Vec::new(),
            elements: Vec::new(),
            flows: Vec::new(),
            old_boundary: vec![0; old.boundaries.len()],
            new_boundary: vec![0; new.boundaries.len()],
            old_element: vec![0; old.elements.len()],
            new_element: vec![0; new.elements.len()],
            old_flow: vec![0; old.flows.len()],
            new_flow: vec![0; new.flows.len()],
        }
    }

    /// The boundaries around something that are in both states, innermost first, by their index in the new one.
    fn lasting(&self, innermost: Option<BoundaryId>, is_old: bool) -> Vec<usize> {
        if is_old {
            self.old.boundary_path(innermost).filter_map(|id| self.matching.boundaries.new_of[id.0]).collect()
        } else {
            let lasts = |id: &BoundaryId| self.matching.boundaries.old_of[id.0].is_some();
            self.new.boundary_path(innermost).filter(lasts).map(|id| id.0).collect()
        }
    }

    /// Whether the innermost boundary is in one state only.
    fn is_fleeting(&self, innermost: Option<BoundaryId>, is_old: bool) -> bool {
        innermost.is_some_and(|id| {
            let other =
                if is_old { self.matching.boundaries.new_of[id.0] } else { self.matching.boundaries.old_of[id.0] };
            other.is_none()
        })
    }

    /// Whether one place can be found that is right in both states.
    fn stays(&self, old: Option<BoundaryId>, new: Option<BoundaryId>) -> bool {
        self.lasting(old, true) == self.lasting(new, false)
            && !(self.is_fleeting(old, true) && self.is_fleeting(new, false))
    }

    fn boundaries(&mut self) {
        // Those of the new state, with the old ones that stand for the same; a moved one keeps its new place only, with
        // everything inside of it.
        for index in 0..self.new.boundaries.len() {
            let mark = if self.matching.boundaries.old_of[index].is_some() { Mark::Same } else { Mark::Added };
            self.new_boundary[index] = self.boundaries.len();
            self.boundaries.push(Origin { old: self.matching.boundaries.old_of[index], new: Some(index), mark });
            self.parents.push(None);
        }
        for (old, new) in self.matching.boundaries.both() {
            self.old_boundary[old] = self.new_boundary[new];
        }
        for index in self.matching.boundaries.removed() {
            self.old_boundary[index] = self.boundaries.len();
            self.boundaries.push(Origin { old: Some(index), new: None, mark: Mark::Removed });
            self.parents.push(None);
        }
        for place in 0..self.boundaries.len() {
            let origin = self.boundaries[place];
            let new = origin.new.map(|index| self.new.boundaries[index].parent);
            let old = origin.old.map(|index| self.old.boundaries[index].parent);
            self.parents[place] = self.parent(old, new);
        }
        self.break_circles();
    }

    /// The place of what is around something, by what is around it in each state in which it is.
    #[expect(clippy::option_option, reason = "it may not be there, and may be there with nothing around it")]
    fn parent(&self, old: Option<Option<BoundaryId>>, new: Option<Option<BoundaryId>>) -> Option<usize> {
        let in_old = |id: Option<BoundaryId>| id.map(|id| self.old_boundary[id.0]);
        let in_new = |id: Option<BoundaryId>| id.map(|id| self.new_boundary[id.0]);
        match (old, new) {
            // What is only gone from around it is still drawn there.
            (Some(old), Some(new)) if self.is_fleeting(old, true) && self.stays(old, new) => in_old(old),
            (_, Some(new)) => in_new(new),
            (Some(old), None) => in_old(old),
            (None, None) => None,
        }
    }

    /// Two boundaries that changed places would stand in one another; the removed one then stands outside.
    fn break_circles(&mut self) {
        for start in 0..self.boundaries.len() {
            let (mut at, mut steps) = (self.parents[start], 0);
            while let Some(place) = at {
                steps += 1;
                if place == start || steps > self.boundaries.len() {
                    self.parents[start] = None;
                    break;
                }
                at = self.parents[place];
            }
        }
    }

    fn elements(&mut self) {
        for index in 0..self.new.elements.len() {
            let parent = self.new.elements[index].parent;
            let old = self.matching.elements.old_of[index];
            let old_parent = old.map(|old| self.old.elements[old].parent);
            let stays = old_parent.is_some_and(|old| self.stays(old, parent));
            let (origin, place) = match old {
                None => (Origin { old: None, new: Some(index), mark: Mark::Added }, self.parent(None, Some(parent))),
                Some(_) if stays => {
                    (Origin { old, new: Some(index), mark: Mark::Same }, self.parent(old_parent, Some(parent)))
                }
                Some(_) => (Origin { old: None, new: Some(index), mark: Mark::Moved }, self.parent(None, Some(parent))),
            };
            self.new_element[index] = self.elements.len();
            if let Some(old) = old.filter(|_| stays) {
                self.old_element[old] = self.elements.len();
            }
            self.elements.push((origin, place));
        }
        for index in 0..self.old.elements.len() {
            let parent = self.old.elements[index].parent;
            let new = self.matching.elements.new_of[index];
            let mark = match new {
                Some(new) if self.stays(parent, self.new.elements[new].parent) => continue,
                Some(_) => Mark::Left,
                None => Mark::Removed,
            };
            self.old_element[index] = self.elements.len();
            self.elements.push((Origin { old: Some(index), new: None, mark }, self.parent(Some(parent), None)));
        }
    }

    fn flows(&mut self) {
        let ends = |flow: &Flow, places: &[usize]| (ElementId(places[flow.from.0]), ElementId(places[flow.to.0]));
        for index in 0..self.new.flows.len() {
            let (from, to) = ends(&self.new.flows[index], &self.new_element);
            let old = self.matching.flows.old_of[index];
            let before = old.map(|old| ends(&self.old.flows[old], &self.old_element));
            let mark = match before {
                None => Mark::Added,
                Some(before) if before == (from, to) || before == (to, from) => Mark::Same,
                Some(_) => Mark::Moved,
            };
            let old = old.filter(|_| mark == Mark::Same);
            self.new_flow[index] = self.flows.len();
            if let Some(old) = old {
                self.old_flow[old] = self.flows.len();
            }
            self.flows.push((Origin { old, new: Some(index), mark }, from, to));
        }
        let known: BTreeSet<usize> = self.flows.iter().filter_map(|(origin, _, _)| origin.old).collect();
        for index in (0..self.old.flows.len()).filter(|index| !known.contains(index)) {
            let (from, to) = ends(&self.old.flows[index], &self.old_element);
            let mark = if self.matching.flows.new_of[index].is_some() { Mark::Left } else { Mark::Removed };
            self.old_flow[index] = self.flows.len();
            self.flows.push((Origin { old: Some(index), new: None, mark }, from, to));
        }
    }

    fn into_overlay(self, diff: &Diff) -> Overlay {
        // A parent stands before its children.
        let depth = |place: usize| std::iter::successors(self.parents[place], |at| self.parents[*at]).count();
        let mut order: Vec<usize> = (0..self.boundaries.len()).collect();
        order.sort_by_key(|place| depth(*place));
        let mut moved_to = vec![0; order.len()];
        for (to, from) in order.iter().enumerate() {
            moved_to[*from] = to;
        }
        let at = |place: Option<usize>| place.map(|place| BoundaryId(moved_to[place]));
        let data = Data::of(self.old, self.new, self.matching);
        let models = [true, false].map(|is_old| self.model(is_old, &order, &at, &data));
        let [old, new] = models;
        let changed = |is: &dyn Fn(&super::Change) -> bool| {
            diff.changes.iter().any(|change| change.nature == Nature::Changed && is(change))
        };
        let crosses = |key: &str| {
            let crosses = |one: &Consequence| matches!(one, Consequence::Crossing { flow, .. } if flow == key);
            diff.consequences.iter().any(crosses)
        };
        let threats = diff.changes.iter().filter(|one| one.kind == Kind::Threat && one.nature != Nature::Removed);
        let mark = |mark: Mark, id: &str, keywords: &[&str]| match mark {
            Mark::Same if keywords == ["flow"] && crosses(id) => Mark::Changed,
            Mark::Same if changed(&|one| one.id == id && keywords.contains(&one.kind.keyword())) => Mark::Changed,
            other => other,
        };
        let marks = Marks {
            threats: threats.map(|one| one.id.clone()).collect(),
            elements: (self.elements.iter().zip(&new.elements))
                .map(|((origin, _), element)| mark(origin.mark, &element.id.value, &["entity", "process", "store"]))
                .collect(),
            boundaries: (order.iter().zip(&new.boundaries))
                .map(|(place, boundary)| mark(self.boundaries[*place].mark, &boundary.id.value, &["boundary"]))
                .collect(),
            flows: (self.flows.iter().zip(&new.flows))
                .map(|((origin, _, _), flow)| {
                    mark(origin.mark, flow.id.as_ref().map_or(&flow.key, |id| &id.value), &["flow"])
                })
                .collect(),
        };
        Overlay { old, new, marks }
    }

    /// One of the two models: each thing in the words of that state where it is in it, else of the other.
    fn model(
        &self,
        is_old: bool,
        order: &[usize],
        at: &dyn Fn(Option<usize>) -> Option<BoundaryId>,
        data: &Data,
    ) -> Model {
        let (own, places) = if is_old { (self.old, &self.old_element) } else { (self.new, &self.new_element) };
        let prefers = |origin: &Origin| -> (Option<usize>, bool) {
            match (is_old, origin.old, origin.new) {
                (true, Some(old), _) | (false, Some(old), None) => (Some(old), true),
                (_, _, new) => (new, false),
            }
        };
        let boundary = |place: &usize| {
            let (index, from_old) = prefers(&self.boundaries[*place]);
            let model = if from_old { self.old } else { self.new };
            let boundary = index.map(|index| model.boundaries[index].clone())?;
            Some(crate::model::Boundary { parent: at(self.parents[*place]), ..boundary })
        };
        let element = |(origin, parent): &(Origin, Option<usize>)| {
            let (index, from_old) = prefers(origin);
            let model = if from_old { self.old } else { self.new };
            let element: Element = index.map(|index| model.elements[index].clone())?;
            let holds = element.holds.iter().map(|id| data.place(*id, from_old)).collect();
            let mut id = element.id.clone();
            if origin.mark == Mark::Left {
                id.value.push_str("@before");
            }
            Some(Element { id, parent: at(*parent), holds, ..element })
        };
        let flow = |(origin, from, to): &(Origin, ElementId, ElementId)| {
            let (index, from_old) = prefers(origin);
            let model = if from_old { self.old } else { self.new };
            let flow: Flow = index.map(|index| model.flows[index].clone())?;
            let carries = flow.carries.iter().map(|id| data.place(*id, from_old)).collect();
            // `<->` may be written the other way round in the other state.
            let ends = if from_old { &self.old_element } else { &self.new_element };
            let turned = ElementId(ends[flow.from.0]) == *to && from != to;
            let (from, to) = if turned { (*to, *from) } else { (*from, *to) };
            let mut key = flow.key.clone();
            if origin.mark == Mark::Left {
                key.push_str(" (before)");
            }
            Some(Flow { key, from, to, carries, ..flow })
        };
        let places_of_flows = if is_old { &self.old_flow } else { &self.new_flow };
        let target = |target: &Spanned<Target>| Spanned {
            value: match target.value {
                Target::Element(id) => Target::Element(ElementId(places[id.0])),
                Target::Flow(id) => Target::Flow(FlowId(places_of_flows[id.0])),
                Target::Boundary(id) => Target::Boundary(id),
            },
            span: target.span,
        };
        let threat =
            |threat: &Threat| Threat { targets: threat.targets.iter().map(target).collect(), ..threat.clone() };
        Model {
            header: own.header.clone(),
            data: if is_old { data.old.clone() } else { data.new.clone() },
            elements: self.elements.iter().filter_map(element).collect(),
            boundaries: order.iter().filter_map(boundary).collect(),
            flows: self.flows.iter().filter_map(flow).collect(),
            threats: own.threats.iter().map(threat).collect(),
            mitigations: own.mitigations.clone(),
            ..Model::default()
        }
    }
}

/// The kinds of data of both states, at one place each: those of the new state, then those that are gone.
struct Data {
    old: Vec<crate::model::Data>,
    new: Vec<crate::model::Data>,
    old_place: Vec<usize>,
}

impl Data {
    fn of(old: &Model, new: &Model, matching: &Matching) -> Data {
        let mut data = Data { old: new.data.clone(), new: new.data.clone(), old_place: vec![0; old.data.len()] };
        for (index, one) in old.data.iter().enumerate() {
            if let Some(place) = matching.data.new_of[index] {
                data.old[place] = one.clone();
                data.old_place[index] = place;
            } else {
                data.old_place[index] = data.new.len();
                data.old.push(one.clone());
                data.new.push(one.clone());
            }
        }
        data
    }

    fn place(&self, id: DataId, is_old: bool) -> DataId {
        if is_old { DataId(self.old_place[id.0]) } else { id }
    }
}

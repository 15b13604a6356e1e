//! The arrangement of an earlier state of a model, for a later one: what stands in both is known by its id.

use std::collections::{BTreeMap, VecDeque};

use super::geometry::{Point, Rect};
use super::nest::Placement;
use super::outline::Arrangement;
use super::tree::{Child, Parent, Tree};
use crate::model::{BoundaryId, Direction, ElementId, Flow, Model};

/// Where things stood before, by element and by boundary of the later state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub elements: Vec<Option<Rect>>,
    pub boundaries: Vec<Option<Rect>>,
}

impl Kept {
    pub(super) const NONE: Kept = Kept { elements: Vec::new(), boundaries: Vec::new() };
}

/// Whether two models have the same elements, boundaries and flows in the same order.
pub(super) fn is_unchanged(before: &Model, now: &Model) -> bool {
    let elements = before.elements.iter().map(|one| (&one.id.value, one.parent));
    let boundaries = before.boundaries.iter().map(|one| (&one.id.value, one.parent));
    let flows = before.flows.iter().map(|one| (one.from, one.to));
    elements.eq(now.elements.iter().map(|one| (&one.id.value, one.parent)))
        && boundaries.eq(now.boundaries.iter().map(|one| (&one.id.value, one.parent)))
        && flows.eq(now.flows.iter().map(|one| (one.from, one.to)))
}

/// An earlier state of a model, to look things up in by their ids.
pub(super) struct Earlier<'a> {
    model: &'a Model,
    tree: &'a Tree,
    /// By id.
    elements: BTreeMap<&'a str, ElementId>,
    boundaries: BTreeMap<&'a str, BoundaryId>,
}

impl<'a> Earlier<'a> {
    pub(super) fn new(model: &'a Model, tree: &'a Tree) -> Earlier<'a> {
        let elements = model.elements.iter().enumerate();
        let boundaries = model.boundaries.iter().enumerate();
        Earlier {
            model,
            tree,
            elements: elements.map(|(index, element)| (element.id.value.as_str(), ElementId(index))).collect(),
            boundaries: boundaries.map(|(index, one)| (one.id.value.as_str(), BoundaryId(index))).collect(),
        }
    }

    /// Where everything of a later state stood, except what has moved into another boundary.
    pub(super) fn kept(&self, later: &Model, placement: &Placement) -> Kept {
        let stays = |parent: Parent, before: Parent| self.parent(later, parent) == Some(before);
        let element = |id: ElementId| {
            let before = self.element(later, id)?;
            stays(later.element(id).parent, self.model.element(before).parent).then(|| placement.elements[before.0])
        };
        let boundary = |id: BoundaryId| {
            let before = self.boundary(later, id)?;
            stays(later.boundary(id).parent, self.model.boundary(before).parent)
                .then(|| placement.boundaries[before.0].rect)
        };
        Kept {
            elements: (0..later.elements.len()).map(|index| element(ElementId(index))).collect(),
            boundaries: (0..later.boundaries.len()).map(|index| boundary(BoundaryId(index))).collect(),
        }
    }

    /// The same arrangement for a later state: without what is gone, or has moved into another boundary.
    pub(super) fn arrangement(&self, arrangement: &Arrangement, later: &Model, tree: &Tree) -> Arrangement {
        let mut out = Arrangement::default();
        for parent in tree.outside_in() {
            let Some(before) = self.parent(later, parent) else {
                // A new boundary runs as those at its depth do.
                let depth = |model: &Model, parent: Parent| model.boundary_path(parent).count().min(2);
                let alike = |other: &&Parent| depth(self.model, **other) == depth(later, parent);
                let like =
                    arrangement.directions.iter().find(|(other, _)| alike(other)).map(|(_, direction)| direction);
                out.directions.insert(parent, like.copied().unwrap_or(Direction::Right));
                continue;
            };
            if let Some(direction) = arrangement.directions.get(&before) {
                out.directions.insert(parent, *direction);
            }
            let now: BTreeMap<Child, usize> = tree
                .children(parent)
                .iter()
                .enumerate()
                .filter_map(|(slot, child)| Some((self.child(later, *child)?, slot)))
                .collect();
            let children = self.tree.children(before);
            let rows = arrangement.rows.get(&before).into_iter().flatten().map(|row| -> Vec<usize> {
                row.iter().filter_map(|slot| now.get(children.get(*slot)?).copied()).collect()
            });
            out.rows.insert(parent, rows.filter(|row| !row.is_empty()).collect());
        }
        out
    }

    /// By flow of a later state: the line that it had. Of several with the same key the first had that of the first.
    pub(super) fn lines(&self, later: &'a Model, lines: Vec<Vec<Point>>) -> Vec<Option<Vec<Point>>> {
        let mut known: BTreeMap<(&str, ElementId, ElementId), VecDeque<Vec<Point>>> = BTreeMap::new();
        for (flow, line) in self.model.flows.iter().zip(lines) {
            known.entry((&flow.key, flow.from, flow.to)).or_default().push_back(line);
        }
        let line = |flow: &'a Flow| {
            let ends = (self.element(later, flow.from)?, self.element(later, flow.to)?);
            known.get_mut(&(flow.key.as_str(), ends.0, ends.1))?.pop_front()
        };
        later.flows.iter().map(line).collect()
    }

    fn parent(&self, later: &Model, parent: Parent) -> Option<Parent> {
        parent.map_or(Some(None), |id| self.boundary(later, id).map(Some))
    }

    fn child(&self, later: &Model, child: Child) -> Option<Child> {
        match child {
            Child::Element(id) => self.element(later, id).map(Child::Element),
            Child::Boundary(id) => self.boundary(later, id).map(Child::Boundary),
        }
    }

    fn element(&self, later: &Model, id: ElementId) -> Option<ElementId> {
        self.elements.get(later.element(id).id.value.as_str()).copied()
    }

    fn boundary(&self, later: &Model, id: BoundaryId) -> Option<BoundaryId> {
        self.boundaries.get(later.boundary(id).id.value.as_str()).copied()
    }
}

//! Who is in whom: the children of each trust boundary, in the order of the text.

use std::collections::BTreeMap;

use crate::model::{BoundaryId, ElementId, Model};

/// A boundary, or the whole drawing.
pub(super) type Parent = Option<BoundaryId>;

/// A child of a boundary, or of the whole drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Child {
    Element(ElementId),
    Boundary(BoundaryId),
}

/// All of them.
pub(super) struct Tree {
    children: BTreeMap<Parent, Vec<Child>>,
    /// The place of each child among its siblings.
    slots: BTreeMap<Child, usize>,
    /// By element: see [`Tree::path`].
    paths: Vec<Vec<(Parent, Child)>>,
}

impl Tree {
    pub(super) fn new(model: &Model) -> Tree {
        let mut children: BTreeMap<Parent, Vec<(u32, Child)>> = BTreeMap::new();
        for (index, element) in model.elements.iter().enumerate() {
            children.entry(element.parent).or_default().push((element.span.start, Child::Element(ElementId(index))));
        }
        for (index, boundary) in model.boundaries.iter().enumerate() {
            children
                .entry(boundary.parent)
                .or_default()
                .push((boundary.span.start, Child::Boundary(BoundaryId(index))));
        }
        let ordered = |mut list: Vec<(u32, Child)>| -> Vec<Child> {
            list.sort_unstable();
            list.into_iter().map(|(_, child)| child).collect()
        };
        let children: BTreeMap<Parent, Vec<Child>> =
            children.into_iter().map(|(parent, list)| (parent, ordered(list))).collect();
        let slots = children.values().flat_map(|list| list.iter().enumerate().map(|(slot, child)| (*child, slot)));
        let slots = slots.collect();
        let paths = (0..model.elements.len()).map(|index| path(model, ElementId(index))).collect();
        Tree { children, slots, paths }
    }

    pub(super) fn children(&self, parent: Parent) -> &[Child] {
        self.children.get(&parent).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a child stands among its siblings.
    pub(super) fn slot(&self, child: Child) -> usize {
        self.slots.get(&child).copied().unwrap_or_default()
    }

    /// An element and the boundaries around it, from the inside out, each with what it is a child of.
    pub(super) fn path(&self, id: ElementId) -> &[(Parent, Child)] {
        &self.paths[id.0]
    }

    /// The whole drawing, then every boundary, each before those in it.
    pub(super) fn outside_in(&self) -> Vec<Parent> {
        let mut order = vec![None];
        let mut next = 0;
        while let Some(parent) = order.get(next).copied() {
            order.extend(self.children(parent).iter().filter_map(|child| match child {
                Child::Boundary(id) => Some(Some(*id)),
                Child::Element(_) => None,
            }));
            next += 1;
        }
        order
    }
}

fn path(model: &Model, id: ElementId) -> Vec<(Parent, Child)> {
    let mut path = vec![(model.element(id).parent, Child::Element(id))];
    while let Some((Some(outer), _)) = path.last() {
        let outer = *outer;
        path.push((model.boundary(outer).parent, Child::Boundary(outer)));
    }
    path
}

//! What can be asked of a model: its parts by their ids, and what follows from how they are joined.

use std::collections::BTreeSet;

use super::build::key_between;
use super::category::ElementType;
use super::types::{
    Boundary, BoundaryId, Crossing, CrossingDirection, Element, ElementId, Flow, FlowId, Model, Target,
};
use crate::source::Span;
use crate::syntax::ast::Arrow;

impl Model {
    /// An element.
    #[must_use]
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0]
    }

    /// A boundary.
    #[must_use]
    pub fn boundary(&self, id: BoundaryId) -> &Boundary {
        &self.boundaries[id.0]
    }

    /// A flow.
    #[must_use]
    pub fn flow(&self, id: FlowId) -> &Flow {
        &self.flows[id.0]
    }

    /// The boundary and all boundaries around it, innermost first.
    pub fn boundary_path(&self, innermost: Option<BoundaryId>) -> impl Iterator<Item = BoundaryId> {
        std::iter::successors(innermost, |id| self.boundary(*id).parent)
    }

    /// The boundaries that a flow crosses, in the order in which its data meets them.
    #[must_use]
    pub fn crossings(&self, flow: &Flow) -> Vec<Crossing> {
        let path = |id: ElementId| self.boundary_path(self.element(id).parent).collect::<Vec<_>>();
        let (from, to) = (path(flow.from), path(flow.to));
        let leaves = from.iter().filter(|id| !to.contains(id));
        let enters = to.iter().rev().filter(|id| !from.contains(id));
        leaves
            .map(|id| Crossing { boundary: *id, direction: CrossingDirection::Leaves })
            .chain(enters.map(|id| Crossing { boundary: *id, direction: CrossingDirection::Enters }))
            .collect()
    }

    /// The flows that are replies: each follows its request directly in the text, runs back between the same two
    /// elements, and does not say how its sender is authenticated, as a request of its own would.
    #[must_use]
    pub fn replies(&self) -> BTreeSet<FlowId> {
        let mut replies = BTreeSet::new();
        for (index, pair) in self.flows.windows(2).enumerate() {
            let (request, reply) = (&pair[0], &pair[1]);
            let one_way = request.arrow == Arrow::Forward && reply.arrow == Arrow::Forward;
            let back = request.from == reply.to && request.to == reply.from && request.from != request.to;
            let own = reply.settings.answer("authn").is_some();
            // Imported flows stand behind those of the file, in no order.
            let written = request.imported.is_none() && reply.imported.is_none();
            if one_way && back && !own && written && !replies.contains(&FlowId(index)) {
                replies.insert(FlowId(index + 1));
            }
        }
        replies
    }

    /// The element type of a target; [`None`] for a boundary.
    #[must_use]
    pub fn element_type(&self, target: Target) -> Option<ElementType> {
        match target {
            Target::Element(id) => Some(self.element(id).kind.element_type()),
            Target::Flow(_) => Some(ElementType::Flow),
            Target::Boundary(_) => None,
        }
    }

    /// Whether anything answers, dismisses or adjusts a rule by its name.
    #[must_use]
    pub fn answers_rules(&self) -> bool {
        !self.rule_dismissals.is_empty()
            || !self.adjustments.is_empty()
            || self.threats.iter().any(|threat| threat.settings.answer("answers").is_some())
    }

    /// Every label and sentence that a picture shows.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let header = self.header.title.iter().map(|title| title.value.as_str()).chain(self.header.scope.as_deref());
        let elements = self.elements.iter().map(|element| element.label.as_str());
        let boundaries = self.boundaries.iter().map(|boundary| boundary.label.as_str());
        let flows = self.flows.iter().map(|flow| flow.label.as_str());
        header
            .chain(elements)
            .chain(boundaries)
            .chain(flows)
            .chain(self.threats.iter().map(|threat| threat.text.as_str()))
    }

    /// What identifies a target: its id, or a flow's `from -> to`.
    #[must_use]
    pub fn target_key(&self, target: Target) -> &str {
        match target {
            Target::Element(id) => &self.element(id).id.value,
            Target::Flow(id) => &self.flow(id).key,
            Target::Boundary(id) => &self.boundary(id).id.value,
        }
    }

    /// The element, flow or boundary of a name, as somebody may write it: the two ends of `<->` have no order.
    #[must_use]
    pub fn target_named(&self, name: &str) -> Option<Target> {
        let ends = name.split_once("<->").map(|ends| (ends, Arrow::Both));
        let ends = ends.or_else(|| name.split_once("->").map(|ends| (ends, Arrow::Forward)));
        let key = ends.map_or(name.to_owned(), |((from, to), arrow)| key_between(from.trim(), arrow, to.trim()));
        let element = self.elements.iter().position(|one| one.id.value == key).map(ElementId).map(Target::Element);
        let flow = || self.flows.iter().position(|one| one.key == key).map(FlowId).map(Target::Flow);
        let boundary = || self.boundaries.iter().position(|one| one.id.value == key).map(BoundaryId);
        element.or_else(flow).or_else(|| boundary().map(Target::Boundary))
    }

    /// Where a target is named: its id, or a flow's ends.
    #[must_use]
    pub fn target_span(&self, target: Target) -> Span {
        match target {
            Target::Element(id) => self.element(id).id.span,
            Target::Flow(id) => self.flow(id).ends,
            Target::Boundary(id) => self.boundary(id).id.span,
        }
    }
}

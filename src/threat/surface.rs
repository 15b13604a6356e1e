//! The attack surface: every place where something less trusted comes in, who can reach it, and what stands in the way.

use std::collections::BTreeSet;

use super::lineage::Stated;
use super::rule::{Facts, Thing, Way};
use crate::model::{BoundaryId, CrossingDirection, DataId, ElementId, ElementKind, FlowId, Model};

/// A way in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The flow.
    pub flow: FlowId,
    /// The element that it reaches.
    pub to: ElementId,
    /// The boundaries that it enters, outermost first; none where an entity talks to what stands outside all of them.
    pub enters: Vec<BoundaryId>,
    /// The external entities that can get here, directly or through others, in the order of the text.
    pub reachable_by: Vec<ElementId>,
    /// What says who is calling: on the flow, or else on the element.
    pub authn: Stated,
    /// What says what callers may do.
    pub authz: Stated,
    /// What stops one caller from using it up.
    pub rate_limit: Stated,
    /// The data that comes in.
    pub carries: Vec<DataId>,
}

/// Every way in, in the order of the text: flows into more trusted boundaries, and flows from external entities. The
/// time is linear in the size of the model for each external entity.
#[must_use]
pub fn surface(model: &Model) -> Vec<Entry> {
    let facts = Facts::new(model);
    let reach = Reach::of(&facts);
    let flows = (0..model.flows.len()).map(FlowId).filter(|id| {
        let flow = model.flow(*id);
        let from_outside = model.element(flow.from).kind == ElementKind::Entity && flow.from != flow.to;
        !facts.is_reply(*id) && !facts.is_out_of_scope(Thing::Flow(*id)) && (facts.enters_trust(*id) || from_outside)
    });
    flows.map(|id| entry(model, &reach, id)).collect()
}

fn entry(model: &Model, reach: &Reach, id: FlowId) -> Entry {
    let flow = model.flow(id);
    let enters = model.crossings(flow).into_iter().filter(|crossing| crossing.direction == CrossingDirection::Enters);
    let here = |attribute: &str| match Stated::of(&flow.settings, attribute) {
        Stated::Unasked => Stated::of(&model.element(flow.to).settings, attribute),
        stated => stated,
    };
    Entry {
        flow: id,
        to: flow.to,
        enters: enters.map(|crossing| crossing.boundary).collect(),
        reachable_by: reach.entities_at(flow.from),
        authn: here("authn"),
        authz: here("authz"),
        rate_limit: here("rate-limit"),
        carries: flow.carries.clone(),
    }
}

/// Which entities get where.
struct Reach {
    entities: Vec<(ElementId, Vec<bool>)>,
}

impl Reach {
    fn of(facts: &Facts) -> Reach {
        let model = facts.model;
        let ids = (0..model.elements.len()).map(ElementId);
        let entities = ids.filter(|id| model.element(*id).kind == ElementKind::Entity);
        Reach { entities: entities.map(|id| (id, reached(facts, id))).collect() }
    }

    fn entities_at(&self, id: ElementId) -> Vec<ElementId> {
        self.entities
            .iter()
            .filter(|(entity, reached)| *entity == id || reached[id.0])
            .map(|(entity, _)| *entity)
            .collect()
    }
}

/// What can be reached along flows from an element. The way does not go on through other external entities: what they
/// do next is theirs.
fn reached(facts: &Facts, from: ElementId) -> Vec<bool> {
    let model = facts.model;
    let mut seen = vec![false; model.elements.len()];
    let mut stack = vec![from];
    let mut open: BTreeSet<ElementId> = BTreeSet::from([from]);
    while let Some(id) = stack.pop() {
        if id != from && model.element(id).kind == ElementKind::Entity {
            continue;
        }
        for flow_id in facts.flows(id, Way::Outgoing) {
            let flow = model.flow(*flow_id);
            let next = if flow.from == id { flow.to } else { flow.from };
            seen[next.0] = true;
            if open.insert(next) {
                stack.push(next);
            }
        }
    }
    seen
}

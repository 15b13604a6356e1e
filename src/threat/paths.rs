//! The ways an attacker could walk from one element to another, the easiest first.
//!
//! Each flow costs one step, and more for each control that stands on it. The search is the one for *k* shortest
//! loopless paths in its simple form: best first, each element left at most a few times for good.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::rule::{Facts, Thing, Way};
use crate::model::{ElementId, FlowId, Model};

/// A way.
#[derive(Clone, Debug)]
pub struct Path {
    /// The flows, in the order in which they are walked.
    pub flows: Vec<FlowId>,
    /// The elements, the first and the last too.
    pub elements: Vec<ElementId>,
    /// The controls that stand in the way.
    pub hurdles: Vec<Hurdle>,
    /// One for each flow, and what the controls on it add: less is easier.
    pub cost: usize,
}

/// A control on a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurdle {
    /// The flow.
    pub flow: FlowId,
    /// The attribute that names the control.
    pub attribute: &'static str,
    /// Its values.
    pub values: Vec<String>,
}

/// The controls that an attacker has to get past, and what each adds. Authentication and authorisation count most:
/// whoever has the right of way has to be somebody first.
const HURDLES: &[(&str, usize)] =
    &[("authn", 4), ("authz", 4), ("input-validation", 2), ("isolation", 2), ("rate-limit", 1), ("audit", 1)];

/// How often an element may be on a way that is looked at, so that a dense model does not take for ever.
const MAX_VISITS: usize = 8;

/// The easiest ways, at most `limit`. A flow is walked in the direction of its data; of two-way flows in both.
#[must_use]
pub fn paths(model: &Model, from: ElementId, to: ElementId, limit: usize) -> Vec<Path> {
    let facts = Facts::new(model);
    let mut found = Vec::new();
    let mut visits = vec![0; model.elements.len()];
    // Steps are kept in one list, each with the one before it, so that a way is not copied at every fork.
    let mut steps: Vec<Step> = Vec::new();
    let mut queue = BinaryHeap::from([Reverse((0_usize, 0_usize, from, None::<usize>))]);
    let mut order = 0;
    while let Some(Reverse((cost, _, at, step))) = queue.pop() {
        visits[at.0] += 1;
        if at == to && step.is_some() {
            found.push(path(&facts, &steps, step, cost));
            if found.len() == limit {
                break;
            }
            continue;
        }
        if visits[at.0] > MAX_VISITS.max(limit) {
            continue;
        }
        for flow_id in facts.flows(at, Way::Outgoing) {
            let flow = model.flow(*flow_id);
            let next = if flow.from == at { flow.to } else { flow.from };
            if next == from || is_on(&steps, step, next) {
                continue;
            }
            steps.push(Step { flow: *flow_id, to: next, before: step });
            order += 1;
            let cost = cost + 1 + hurdles(&facts, *flow_id, next).iter().map(|(weight, _)| weight).sum::<usize>();
            queue.push(Reverse((cost, order, next, Some(steps.len() - 1))));
        }
    }
    found
}

struct Step {
    flow: FlowId,
    to: ElementId,
    before: Option<usize>,
}

fn walked(steps: &[Step], last: Option<usize>) -> impl Iterator<Item = &Step> {
    std::iter::successors(last.map(|index| &steps[index]), |step| step.before.map(|index| &steps[index]))
}

fn is_on(steps: &[Step], last: Option<usize>, element: ElementId) -> bool {
    walked(steps, last).any(|step| step.to == element)
}

fn path(facts: &Facts, steps: &[Step], last: Option<usize>, cost: usize) -> Path {
    let mut walked: Vec<&Step> = walked(steps, last).collect();
    walked.reverse();
    let hurdles = walked.iter().flat_map(|step| hurdles(facts, step.flow, step.to)).map(|(_, hurdle)| hurdle).collect();
    let start = walked.first().map(|step| {
        let flow = facts.model.flow(step.flow);
        if flow.to == step.to { flow.from } else { flow.to }
    });
    let elements = start.into_iter().chain(walked.iter().map(|step| step.to)).collect();
    Path { flows: walked.iter().map(|step| step.flow).collect(), elements, hurdles, cost }
}

/// The controls on a flow, or else on what it reaches; what the flow says goes before what the element says.
fn hurdles(facts: &Facts, flow: FlowId, to: ElementId) -> Vec<(usize, Hurdle)> {
    let places = [Thing::Flow(flow), Thing::Element(to)];
    let found = HURDLES.iter().filter_map(|(attribute, weight)| {
        let stated = places.iter().find(|place| facts.settings(**place).answer(attribute).is_some())?;
        let values = facts.settings(*stated).values(attribute);
        let values: Vec<String> = values.iter().map(crate::model::Value::to_text).collect();
        (!values.is_empty()).then_some((*weight, Hurdle { flow, attribute, values }))
    });
    found.collect()
}

//! Where a kind of data is: what stores it, what sends it where, across which boundaries, and what protects it there.

use crate::model::{Answer, BoundaryId, CrossingDirection, DataId, ElementId, FlowId, Model, Settings};
use crate::syntax::ast::Arrow;

/// The way of a kind of data through a model.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// Which data.
    pub data: DataId,
    /// The stores that hold it, in the order of the text.
    pub stored: Vec<Stored>,
    /// The flows that carry it, in the order in which it meets them from where it comes from.
    pub sent: Vec<Sent>,
    /// The boundaries that it stands or passes in, outermost first.
    pub inside: Vec<BoundaryId>,
}

/// A store that holds it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which store.
    pub element: ElementId,
    /// What protects it there.
    pub protection: Vec<Protection>,
}

/// A flow that carries it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Which flow.
    pub flow: FlowId,
    /// The boundaries that it crosses on the way.
    pub crosses: Vec<(CrossingDirection, BoundaryId)>,
    /// What protects it on the way.
    pub protection: Vec<Protection>,
}

/// An attribute that says what protects something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// Which attribute.
    pub attribute: &'static str,
    /// What it says.
    pub state: Stated,
}

/// What is known of a protection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// These values.
    Values(Vec<String>),
    /// Asked, and the answer is no.
    None,
    /// Asked, and nobody knew.
    Unknown,
    /// Nobody has asked.
    Unasked,
}

impl Stated {
    /// Of an attribute.
    pub(super) fn of(settings: &Settings, attribute: &str) -> Stated {
        match settings.answer(attribute) {
            None => Stated::Unasked,
            Some(Answer::None) => Stated::None,
            Some(Answer::Unknown) => Stated::Unknown,
            Some(Answer::Values(values)) => Stated::Values(values.iter().map(crate::model::Value::to_text).collect()),
        }
    }

    /// As outputs write it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Stated::Values(values) => values.join(", "),
            Stated::None => "none".to_owned(),
            Stated::Unknown => "unknown".to_owned(),
            Stated::Unasked => "not asked".to_owned(),
        }
    }
}

const AT_REST: &[&str] = &["encryption", "authz", "retention", "backup"];
const ON_THE_WAY: &[&str] = &["protocol", "encryption", "authn"];

/// The way of every kind of data, in the order of the text.
#[must_use]
pub fn lineages(model: &Model) -> Vec<Lineage> {
    (0..model.data.len()).map(|index| lineage(model, DataId(index))).collect()
}

/// Follows a kind of data. Linear in the size of the model.
#[must_use]
pub fn lineage(model: &Model, data: DataId) -> Lineage {
    let stored = model.elements.iter().enumerate().filter(|(_, element)| element.holds.contains(&data));
    let stored: Vec<Stored> = stored
        .map(|(index, element)| Stored {
            element: ElementId(index),
            protection: protection(&element.settings, AT_REST),
        })
        .collect();
    let sent: Vec<Sent> = in_order(model, data).into_iter().map(|id| sent(model, id)).collect();
    let mut places: Vec<ElementId> = stored.iter().map(|one| one.element).collect();
    places.extend(sent.iter().flat_map(|one| [model.flow(one.flow).from, model.flow(one.flow).to]));
    let paths = places.into_iter().flat_map(|id| model.boundary_path(model.element(id).parent).collect::<Vec<_>>());
    // A boundary stands behind the one around it.
    let mut inside: Vec<BoundaryId> = paths.collect();
    inside.sort_unstable();
    inside.dedup();
    Lineage { data, stored, sent, inside }
}

fn sent(model: &Model, id: FlowId) -> Sent {
    let flow = model.flow(id);
    let crosses = model.crossings(flow).into_iter().map(|crossing| (crossing.direction, crossing.boundary));
    Sent { flow: id, crosses: crosses.collect(), protection: protection(&flow.settings, ON_THE_WAY) }
}

/// What is said of each attribute that could protect; where nothing is said of any, that.
fn protection(settings: &Settings, attributes: &'static [&'static str]) -> Vec<Protection> {
    attributes.iter().map(|attribute| Protection { attribute, state: Stated::of(settings, attribute) }).collect()
}

/// The flows that carry it, those that begin where none brings it first.
fn in_order(model: &Model, data: DataId) -> Vec<FlowId> {
    let carrying = || (0..model.flows.len()).map(FlowId).filter(|id| model.flow(*id).carries.contains(&data));
    let mut arrives = vec![false; model.elements.len()];
    let mut leaving: Vec<Vec<FlowId>> = vec![Vec::new(); model.elements.len()];
    for id in carrying() {
        let flow = model.flow(id);
        leaving[flow.from.0].push(id);
        arrives[flow.to.0] = true;
        if flow.arrow == Arrow::Both {
            leaving[flow.to.0].push(id);
        }
    }
    let mut order = Vec::new();
    let mut listed = vec![false; model.flows.len()];
    let mut seen = vec![false; model.elements.len()];
    let elements = || (0..model.elements.len()).filter(|index| !leaving[*index].is_empty());
    let sources = elements().filter(|index| !arrives[*index]);
    // Whatever goes round in a circle begins where the text does.
    for start in sources.chain(elements()) {
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            for id in &leaving[at] {
                let flow = model.flow(*id);
                let other = if flow.from.0 == at { flow.to } else { flow.from };
                if !std::mem::replace(&mut listed[id.0], true) {
                    order.push(*id);
                }
                queue.push_back(other.0);
            }
        }
    }
    order
}

//! What changed to whether it takes a session: material is a new component, integration, kind of data or trust boundary,
//! and whatever crosses a boundary that it did not cross.

use std::collections::{BTreeMap, BTreeSet};

use super::change::order;
use super::{Change, Consequence, Nature, Weight};
use crate::model::{Flow, Model};
use crate::vocabulary::Kind;

/// Whether changes take a session, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The heaviest of the reasons.
    pub weight: Weight,
    /// Why, the heaviest first.
    pub reasons: Vec<Reason>,
    /// The elements, flows, boundaries and data of the new state to hold a session on, by name.
    pub session_on: Vec<String>,
}

/// Why a change matters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// How much.
    pub weight: Weight,
    /// In words: `new process Mailer`.
    pub text: String,
    /// What it is about.
    pub on: Vec<String>,
}

/// Judges the changes of a model.
pub(super) fn verdict(new: &Model, changes: &[Change], consequences: &[Consequence]) -> Verdict {
    let mut reasons: Vec<Reason> = changes.iter().filter_map(|change| of_change(new, change)).collect();
    reasons.extend(consequences.iter().filter_map(of_consequence));
    reasons.extend(summed(changes));
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
    let material = reasons.iter().filter(|reason| reason.weight == Weight::Material);
    let mut seen = BTreeSet::new();
    let session_on = material.flat_map(|reason| &reason.on).filter(|name| seen.insert((*name).clone())).cloned();
    let session_on = session_on.collect();
    let weight = reasons.iter().map(|reason| reason.weight).max().unwrap_or_default();
    Verdict { weight, reasons, session_on }
}

fn of_change(new: &Model, change: &Change) -> Option<Reason> {
    let called = if change.name.is_empty() { &change.id } else { &change.name };
    let material = |text: String| Some(Reason { weight: Weight::Material, text, on: vec![change.id.clone()] });
    match (change.nature, change.kind) {
        (Nature::Added, Kind::Process) => material(format!("new process {called}")),
        (Nature::Added, Kind::Store) => material(format!("new data store {called}")),
        (Nature::Added, Kind::Entity) => material(format!("new external entity {called}")),
        (Nature::Added, Kind::Data) => material(format!("new kind of data {called}")),
        (Nature::Added, Kind::Boundary) => material(format!("new trust boundary {called}")),
        (Nature::Added | Nature::Changed, Kind::Flow) => {
            let is_new = change.nature == Nature::Added;
            if !is_new && change.weight < Weight::Material {
                return None;
            }
            let flow = new.flows.iter().find(|flow| is_called(flow, &change.id))?;
            let crossed = new.crossings(flow).into_iter().map(|one| new.boundary(one.boundary).label.as_str());
            let crossed: Vec<&str> = crossed.collect();
            let ends = format!("{} → {}", new.element(flow.from).label, new.element(flow.to).label);
            if crossed.is_empty() {
                let text = format!("new flow {ends}");
                return Some(Reason { weight: Weight::Review, text, on: vec![change.id.clone()] });
            }
            let verb = if is_new { "new flow".to_owned() } else { format!("flow {} is now", change.id) };
            material(format!("{verb} {ends}, crossing {}", crossed.join(", ")))
        }
        _ => None,
    }
}

fn is_called(flow: &Flow, id: &str) -> bool {
    flow.id.as_ref().map_or(&flow.key, |id| &id.value) == id
}

fn of_consequence(consequence: &Consequence) -> Option<Reason> {
    match consequence {
        Consequence::Crossing { flow, name, boundary_name, gained: true, .. } => {
            let name = if name.is_empty() { flow } else { name };
            let text = format!("flow {name} now crosses {boundary_name}");
            Some(Reason { weight: Weight::Material, text, on: vec![flow.clone()] })
        }
        Consequence::Reach { data, name, place, place_name, inside, outside, gained: true }
            if !(inside.is_empty() && outside.is_empty()) =>
        {
            let places = [("inside", inside), ("outside", outside)];
            let places = places.iter().filter(|(_, list)| !list.is_empty());
            let places: String = places.map(|(word, list)| format!(", {word} {}", list.join(", "))).collect();
            let text = format!("{name} now reaches {place_name}{places}");
            Some(Reason { weight: Weight::Material, text, on: vec![place.clone(), data.clone()] })
        }
        Consequence::Candidate { key, text, severity, event, .. } if event.is_open() => {
            let text = format!("{} candidate {}: {text}", severity.word(), event.word());
            Some(Reason { weight: Weight::Review, text, on: vec![key.clone()] })
        }
        Consequence::Opened { threat, severity, is_reopened: true } => {
            let text = format!("{} threat {threat} is open", severity.word());
            Some(Reason { weight: Weight::Review, text, on: vec![threat.clone()] })
        }
        Consequence::Until { threat, old, new } if new > old => {
            let text = format!("the decision on {threat} is extended from {old} to {new}");
            Some(Reason { weight: Weight::Review, text, on: vec![threat.clone()] })
        }
        _ => None,
    }
}

/// What is only to be looked at, and is told by no reason of its own: one for each kind and nature.
fn summed(changes: &[Change]) -> Vec<Reason> {
    let mut groups: BTreeMap<(usize, Nature), Vec<&Change>> = BTreeMap::new();
    let told = |change: &Change| change.nature == Nature::Added && change.kind == Kind::Flow;
    for change in changes.iter().filter(|change| change.weight == Weight::Review && !told(change)) {
        groups.entry((order(change.kind), change.nature)).or_default().push(change);
    }
    groups.into_values().map(|group| sum(&group)).collect()
}

fn sum(group: &[&Change]) -> Reason {
    let first = group[0];
    let text = if let [one] = group {
        let facts: Vec<&str> =
            one.facts.iter().filter(|fact| fact.weight == Weight::Review).map(|fact| fact.name).collect();
        let facts = if one.nature == Nature::Changed { format!(" ({})", facts.join(", ")) } else { String::new() };
        format!("{} {} {}{facts}", one.kind.keyword(), called(one), one.nature.word())
    } else {
        format!("{} {}: {}", group.len(), plural(first.kind), first.nature.word())
    };
    let on = group.iter().filter(|change| !change.id.is_empty()).map(|change| change.id.clone()).collect();
    Reason { weight: Weight::Review, text, on }
}

/// How people speak of several.
fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Model => "models",
        Kind::Data => "kinds of data",
        Kind::Entity => "external entities",
        Kind::Process => "processes",
        Kind::Store => "data stores",
        Kind::Boundary => "trust boundaries",
        Kind::Flow => "flows",
        Kind::Threat => "threats",
        Kind::Mitigation => "mitigations",
        Kind::Accept => "acceptances",
        Kind::Transfer => "transfers",
        Kind::Avoid => "avoidances",
        Kind::Dismiss => "dismissals",
        Kind::Assume => "assumptions",
        Kind::Question => "questions",
        Kind::Park => "parked items",
        Kind::Import => "imports",
        Kind::View => "views",
        Kind::Rule => "rules",
        Kind::Adjust => "adjustments",
    }
}

/// What a thing is called: its identifier, else its sentence.
fn called(change: &Change) -> String {
    if change.id.is_empty() { format!("“{}”", change.name) } else { change.id.clone() }
}

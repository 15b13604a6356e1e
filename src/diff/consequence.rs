//! What follows from the changes of a model.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Names;
use super::pair::Matching;
use super::{CandidateEvent, Change, Consequence, Nature, Side};
use crate::model::{BoundaryId, Category, Crossing, DataId, ElementId, FlowId, Model};
use crate::threat::{Candidate, State};
use crate::vocabulary::Kind;

/// Everything that follows, in a fixed order.
pub(super) fn consequences(
    old: &Side<'_>,
    new: &Side<'_>,
    matching: &Matching,
    changes: &[Change],
) -> Vec<Consequence> {
    let names = |is_old| Names { old: old.model, new: new.model, matching, is_old };
    let mut found = crossings(&names(true), &names(false));
    found.extend(reaches(&names(true), &names(false)));
    found.extend(candidates(old, new, &names(true), &names(false)));
    found.extend(asked(old, new, &names(true), &names(false)));
    found.extend(changes.iter().filter_map(until));
    found.sort();
    found
}

/// By flow of both states, what it crosses in one only.
fn crossings(old: &Names<'_>, new: &Names<'_>) -> Vec<Consequence> {
    let mut found = Vec::new();
    for (before, after) in old.matching.flows.both() {
        let crossed = |names: &Names<'_>, index: usize| -> BTreeMap<String, (Crossing, String)> {
            let model = names.model();
            let name = |crossing: &Crossing| model.boundary(crossing.boundary).label.clone();
            let crossings = model.crossings(model.flow(FlowId(index)));
            crossings.into_iter().map(|one| (names.boundary(one.boundary), (one, name(&one)))).collect()
        };
        let (before, after_all) = (crossed(old, before), crossed(new, after));
        let flow = new.new.flow(FlowId(after));
        let mut add = |boundary: &str, (crossing, name): &(Crossing, String), gained: bool| {
            found.push(Consequence::Crossing {
                flow: flow.key.clone(),
                name: flow.label.clone(),
                boundary: boundary.to_owned(),
                boundary_name: name.clone(),
                direction: crossing.direction,
                gained,
            });
        };
        for (boundary, crossing) in &after_all {
            if !before.contains_key(boundary) {
                add(boundary, crossing, true);
            }
        }
        for (boundary, crossing) in &before {
            if !after_all.contains_key(boundary) {
                add(boundary, crossing, false);
            }
        }
    }
    found
}

/// Where a kind of data is: by element, what that is called.
struct Places {
    at: BTreeMap<String, ElementId>,
    inside: BTreeSet<String>,
}

fn places(names: &Names<'_>, data: usize) -> Places {
    let (model, id) = (names.model(), DataId(data));
    let holders = (0..model.elements.len()).filter(|index| model.elements[*index].holds.contains(&id)).map(ElementId);
    let flows = model.flows.iter().filter(|flow| flow.carries.contains(&id));
    let all: Vec<ElementId> = holders.chain(flows.flat_map(|flow| [flow.from, flow.to])).collect();
    let around = |at: &ElementId| model.boundary_path(model.element(*at).parent).collect::<Vec<BoundaryId>>();
    let inside = all.iter().flat_map(around).map(|id| names.boundary(id)).collect();
    Places { at: all.into_iter().map(|id| (names.element(id), id)).collect(), inside }
}

/// By kind of data of both states, where it is in one only.
fn reaches(old: &Names<'_>, new: &Names<'_>) -> Vec<Consequence> {
    let mut found = Vec::new();
    for (before, after) in old.matching.data.both() {
        let data = &new.new.data[after];
        let (before, after) = (places(old, before), places(new, after));
        let mut add = |names: &Names<'_>, here: &Places, there: &Places, gained: bool| {
            for (place, id) in here.at.iter().filter(|(place, _)| !there.at.contains_key(*place)) {
                let model: &Model = names.model();
                let element = model.element(*id);
                let around = model.boundary_path(element.parent);
                let inside = around.filter(|id| !there.inside.contains(&names.boundary(*id)));
                found.push(Consequence::Reach {
                    data: data.id.value.clone(),
                    name: data.label.clone(),
                    place: place.clone(),
                    place_name: element.label.clone(),
                    inside: inside.map(|id| model.boundary(id).label.clone()).collect(),
                    gained,
                });
            }
        };
        add(new, &after, &before, true);
        add(old, &before, &after, false);
    }
    found
}

fn candidates(old: &Side<'_>, new: &Side<'_>, old_names: &Names<'_>, new_names: &Names<'_>) -> Vec<Consequence> {
    let keyed = |candidates: &[Candidate], names: &Names<'_>| -> BTreeMap<String, Candidate> {
        let key = |one: &Candidate| format!("{}@{}", one.rule, names.target(one.target));
        candidates.iter().map(|one| (key(one), one.clone())).collect()
    };
    let before = keyed(&old.elicitation.candidates, old_names);
    let after = keyed(&new.elicitation.candidates, new_names);
    let is_open = |one: Option<&Candidate>| one.is_some_and(|one| one.answer.is_none());
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let event = |key: &String| {
        let (was, is) = (before.get(key), after.get(key));
        let event = match (is_open(was), is_open(is)) {
            (false, true) if was.is_none() => CandidateEvent::Appeared,
            (false, true) => CandidateEvent::Reopened,
            (true, false) if is.is_none() => CandidateEvent::Gone,
            (true, false) => CandidateEvent::Answered,
            _ => return None,
        };
        let one = is.or(was)?;
        Some(Consequence::Candidate { key: key.clone(), severity: one.severity, text: one.text.clone(), event })
    };
    keys.into_iter().filter_map(event).collect()
}

fn asked(old: &Side<'_>, new: &Side<'_>, old_names: &Names<'_>, new_names: &Names<'_>) -> Vec<Consequence> {
    let cells = |side: &Side<'_>, names: &Names<'_>| -> BTreeMap<(String, Category), bool> {
        let row = |row: &crate::threat::Row| -> Vec<((String, Category), bool)> {
            let target = names.target(row.target);
            row.cells.iter().map(|cell| ((target.clone(), cell.category), cell.state == State::Unasked)).collect()
        };
        side.coverage.rows.iter().flat_map(row).collect()
    };
    let (before, after) = (cells(old, old_names), cells(new, new_names));
    let differs = |((target, category), unasked): (&(String, Category), &bool)| {
        let was = before.get(&(target.clone(), *category))?;
        let (target, category, unasked) = (target.clone(), *category, *unasked);
        (*was != unasked).then_some(Consequence::Asked { target, category, unasked })
    };
    after.iter().filter_map(differs).collect()
}

fn until(change: &Change) -> Option<Consequence> {
    let fact = change.fact("disposition until").filter(|_| change.kind == Kind::Threat)?;
    let (old, new) = (fact.old.clone()?, fact.new.clone()?);
    (change.nature == Nature::Changed).then(|| Consequence::Until { threat: change.id.clone(), old, new })
}

//! What follows from the changes of a model.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Names;
use super::pair::Matching;
use super::{CandidateEvent, Change, Consequence, Nature, Side};
use crate::model::{BoundaryId, Category, Crossing, CrossingDirection, DataId, ElementId, FlowId, Model};
use crate::syntax::ast::Arrow;
use crate::threat::{Assessed, Candidate, State, Status};
use crate::vocabulary::Kind;

/// Everything that follows, in a fixed order.
pub(super) fn consequences(
    old: &Side<'_>,
    new: &Side<'_>,
    matching: &Matching,
    changes: &[Change],
) -> Vec<Consequence> {
    let names = |is_old| Names { old: old.model, new: new.model, matching, is_old, translates: true };
    let mut found = crossings(&names(true), &names(false));
    found.extend(reaches(&names(true), &names(false)));
    found.extend(candidates(old, new, &names(true), &names(false)));
    found.extend(asked(old, new, &names(true), &names(false)));
    found.extend(opened(old, new, matching));
    found.extend(changes.iter().filter_map(until));
    found.sort();
    found
}

/// By flow of both states, what it crosses in one only.
fn crossings(old: &Names<'_>, new: &Names<'_>) -> Vec<Consequence> {
    let mut found = Vec::new();
    for (before, after) in old.matching.flows.both() {
        let crossed = |names: &Names<'_>, index: usize| -> BTreeMap<(String, CrossingDirection), (Crossing, String)> {
            let model = names.model();
            let name = |crossing: &Crossing| model.boundary(crossing.boundary).label.clone();
            let flow = model.flow(FlowId(index));
            let there = model.crossings(flow);
            let back = if flow.arrow == Arrow::Both { there.clone() } else { Vec::new() };
            let back = back.into_iter().map(|one| Crossing { direction: turned(one.direction), ..one });
            let all = there.into_iter().chain(back);
            all.map(|one| ((names.boundary(one.boundary), one.direction), (one, name(&one)))).collect()
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
        for (key, crossing) in &after_all {
            if !before.contains_key(key) {
                add(&key.0, crossing, true);
            }
        }
        for (key, crossing) in &before {
            if !after_all.contains_key(key) {
                add(&key.0, crossing, false);
            }
        }
    }
    found
}

fn turned(direction: CrossingDirection) -> CrossingDirection {
    match direction {
        CrossingDirection::Enters => CrossingDirection::Leaves,
        CrossingDirection::Leaves => CrossingDirection::Enters,
    }
}

/// The threats that are open in the new state and were not, or were not so severe.
fn opened(old: &Side<'_>, new: &Side<'_>, matching: &Matching) -> Vec<Consequence> {
    let open = |one: &Assessed| one.severity.filter(|_| one.status == Status::Open);
    let opened = |one: &Assessed| {
        let severity = open(one)?;
        let former = matching.threats.old_of[one.threat.0];
        let before = former.and_then(|index| old.assessment.threats.get(index));
        if before.and_then(open).is_some_and(|before| before >= severity) {
            return None;
        }
        let threat = new.model.threats[one.threat.0].id.value.clone();
        let is_reopened = before.is_some_and(|before| before.status != Status::Open);
        Some(Consequence::Opened { threat, severity, is_reopened })
    };
    new.assessment.threats.iter().filter_map(opened).collect()
}

/// Where a kind of data is: by element, what that is called.
struct Places {
    at: BTreeMap<String, ElementId>,
    inside: BTreeSet<String>,
    /// The boundaries that hold every place, with what they are called.
    within: BTreeMap<String, String>,
}

fn places(names: &Names<'_>, data: usize) -> Places {
    let (model, id) = (names.model(), DataId(data));
    let holders = (0..model.elements.len()).filter(|index| model.elements[*index].holds.contains(&id)).map(ElementId);
    let flows = model.flows.iter().filter(|flow| flow.carries.contains(&id));
    let all: Vec<ElementId> = holders.chain(flows.flat_map(|flow| [flow.from, flow.to])).collect();
    let around = |at: &ElementId| model.boundary_path(model.element(*at).parent).collect::<Vec<BoundaryId>>();
    let inside = all.iter().flat_map(around).map(|id| names.boundary(id)).collect();
    let named = |id: BoundaryId| (names.boundary(id), model.boundary(id).label.clone());
    let mut within: BTreeMap<String, String> = all.first().map(around).into_iter().flatten().map(named).collect();
    for place in &all {
        let here: BTreeSet<String> = around(place).into_iter().map(|id| names.boundary(id)).collect();
        within.retain(|boundary, _| here.contains(boundary));
    }
    Places { within, at: all.into_iter().map(|id| (names.element(id), id)).collect(), inside }
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
                let around: Vec<BoundaryId> = around.collect();
                let here: BTreeSet<String> = around.iter().map(|id| names.boundary(*id)).collect();
                let outside = there.within.iter().filter(|(boundary, _)| !here.contains(*boundary));
                let inside = around.into_iter().filter(|id| !there.inside.contains(&names.boundary(*id)));
                found.push(Consequence::Reach {
                    data: data.id.value.clone(),
                    name: data.label.clone(),
                    place: place.clone(),
                    place_name: element.label.clone(),
                    inside: inside.map(|id| model.boundary(id).label.clone()).collect(),
                    outside: outside.map(|(_, label)| label.clone()).collect(),
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
            (true, true) => match is?.severity.cmp(&was?.severity) {
                std::cmp::Ordering::Greater => CandidateEvent::Worsened,
                std::cmp::Ordering::Less => CandidateEvent::Eased,
                std::cmp::Ordering::Equal => return None,
            },
            (false, false) => return None,
        };
        let one = is.or(was)?;
        let former = was.map(|was| was.severity).filter(|former| *former != one.severity);
        Some(Consequence::Candidate { key: key.clone(), severity: one.severity, former, text: one.text.clone(), event })
    };
    keys.into_iter().filter_map(event).collect()
}

fn asked(old: &Side<'_>, new: &Side<'_>, old_names: &Names<'_>, new_names: &Names<'_>) -> Vec<Consequence> {
    let cells = |side: &Side<'_>, names: &Names<'_>| -> BTreeMap<(String, Category), State> {
        let row = |row: &crate::threat::Row| -> Vec<((String, Category), State)> {
            let target = names.target(row.target);
            row.cells.iter().map(|cell| ((target.clone(), cell.category), cell.state)).collect()
        };
        side.coverage.rows.iter().flat_map(row).collect()
    };
    let (before, after) = (cells(old, old_names), cells(new, new_names));
    // That a rule finds something likely is no answer, so that its end takes none.
    let differs = |((target, category), state): (&(String, Category), &State)| {
        let was = before.get(&(target.clone(), *category))?;
        let unasked = was.is_answered() && *state == State::Unasked;
        let asked = *was == State::Unasked && state.is_answered();
        let (target, category) = (target.clone(), *category);
        (asked || unasked).then_some(Consequence::Asked { target, category, unasked })
    };
    after.iter().filter_map(differs).collect()
}

fn until(change: &Change) -> Option<Consequence> {
    let fact = change.fact("disposition until").filter(|_| change.kind == Kind::Threat)?;
    let (old, new) = (fact.old.clone()?, fact.new.clone()?);
    (change.nature == Nature::Changed).then(|| Consequence::Until { threat: change.id.clone(), old, new })
}

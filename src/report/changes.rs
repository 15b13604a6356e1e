//! Changes of a model as sentences and as sections of a report.

use super::Block;
use crate::diff::{CandidateEvent, Change, Consequence, Diff, Fact, Nature, Weight};
use crate::model::{CrossingDirection, Model};
use crate::vocabulary::Kind;

/// How many characters of a value are shown.
const LONGEST: usize = 160;

/// A change in one line, without its sign: `process api "API": authn password → passkey`.
#[must_use]
pub fn change(change: &Change) -> String {
    let subject = subject(change);
    match change.nature {
        Nature::Changed => {
            let shown = change.facts.iter().filter(|fact| !is_said(fact)).map(fact).collect::<Vec<_>>().join("; ");
            let former = change.former_id.as_ref().map(|id| format!(", was {id}")).unwrap_or_default();
            if shown.is_empty() { format!("{subject}{former}") } else { format!("{subject}{former}: {shown}") }
        }
        Nature::Added | Nature::Removed => {
            let told = ["inside", "between", "on", "sensitivity", "severity", "state", "status", "owner"];
            let said = |name: &&str| {
                let fact = change.fact(name)?;
                let value = short(fact.new.as_ref().or(fact.old.as_ref())?);
                if value == change.id {
                    return None;
                }
                Some(match *name {
                    "inside" | "on" => format!("{name} {value}"),
                    "severity" => format!("{value} severity"),
                    "owner" => format!("owner {value}"),
                    _ => value,
                })
            };
            let said: Vec<String> = told.iter().filter_map(said).collect();
            if said.is_empty() { subject } else { format!("{subject}: {}", said.join("; ")) }
        }
    }
}

/// What the beginning of the line says already.
fn is_said(fact: &Fact) -> bool {
    fact.name == "identifier"
}

fn subject(change: &Change) -> String {
    let keyword = change.kind.keyword();
    let name = match (change.name.is_empty(), change.name == change.id) {
        (true, _) | (_, true) => String::new(),
        _ => format!("“{}”", short(&change.name)),
    };
    let parts = [keyword, &short(&change.id), &name];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn fact(fact: &Fact) -> String {
    match (&fact.old, &fact.new) {
        // The new sentence stands at the beginning of the line.
        (Some(old), Some(_)) if fact.name == "text" => format!("was “{}”", short(old)),
        (Some(old), Some(new)) => format!("{} {} → {}", fact.name, short(old), short(new)),
        (None, Some(new)) => format!("{} {} (was not said)", fact.name, short(new)),
        (Some(old), None) => format!("{} no longer said (was {})", fact.name, short(old)),
        (None, None) => fact.name.to_owned(),
    }
}

/// A value of bearable length on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// What follows from changes, in one line.
#[must_use]
pub fn consequence(consequence: &Consequence) -> String {
    match consequence {
        Consequence::Crossing { flow, name, boundary_name, direction, gained, .. } => {
            let name = if name.is_empty() { short(flow) } else { format!("“{}”", short(name)) };
            let way = match direction {
                CrossingDirection::Enters => "into",
                CrossingDirection::Leaves => "out of",
            };
            let boundary = short(boundary_name);
            if *gained {
                format!("flow {name} now crosses {way} {boundary}")
            } else {
                format!("flow {name} no longer crosses {way} {boundary}")
            }
        }
        Consequence::Reach { name, place_name, inside, outside, gained, .. } => {
            let verb = if *gained { "now reaches" } else { "no longer reaches" };
            let listed = |word: &str, list: &[String]| {
                if list.is_empty() { String::new() } else { format!(", {word} {}", short(&list.join(", "))) }
            };
            let (inside, outside) = (listed("inside", inside), listed("outside", outside));
            format!("{} {verb} {}{inside}{outside}", short(name), short(place_name))
        }
        Consequence::Candidate { key, severity, former, text, event } => {
            let was = former.map(|former| format!(" (was {})", former.word())).unwrap_or_default();
            let severity = severity.word();
            match event {
                CandidateEvent::Appeared => format!("new {severity} candidate {key}: {}", short(text)),
                CandidateEvent::Reopened => format!("{severity} candidate {key} is open again: {}", short(text)),
                CandidateEvent::Answered => format!("{severity} candidate {key} is answered"),
                CandidateEvent::Gone => format!("{severity} candidate {key} is gone"),
                CandidateEvent::Worsened | CandidateEvent::Eased => {
                    format!("candidate {key} is {severity} now{was}: {}", short(text))
                }
            }
        }
        Consequence::Asked { target, category, unasked } => {
            let verb = if *unasked { "is unasked again on" } else { "is asked on" };
            format!("{} {verb} {}", category.word(), short(target))
        }
        Consequence::Opened { threat, severity, .. } => {
            format!("{} threat {} is open now", severity.word(), short(threat))
        }
        Consequence::Until { threat, old, new } => {
            let verb = if new > old { "extended" } else { "shortened" };
            format!("the decision on {} is {verb} from {old} to {new}", short(threat))
        }
    }
}

/// Whether people are told of it: that something was asked, or that a new threat is open, is said by the changes.
#[must_use]
pub fn is_told(consequence: &Consequence) -> bool {
    !matches!(consequence, Consequence::Asked { unasked: false, .. } | Consequence::Opened { is_reopened: false, .. })
}

/// The changes that people look for first: those that matter, then by kind.
#[must_use]
pub fn weighed(diff: &Diff) -> Vec<&Change> {
    let mut changes: Vec<&Change> = diff.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.weight));
    changes
}

/// The section about what changed since an earlier state.
pub(super) fn section(before: &Model, diff: &Diff) -> Vec<Block> {
    let heading = match before.header.reviewed {
        Some(date) => format!("Changes since the review of {date}"),
        None => "Changes since then".to_owned(),
    };
    if diff.is_empty() {
        return vec![Block::Heading(heading), Block::Paragraph("Nothing changed.".to_owned())];
    }
    let mut blocks = vec![Block::Heading(heading)];
    if diff.verdict.weight == Weight::Material {
        let on = diff.verdict.session_on.join(", ");
        blocks.push(Block::Warning(format!("Material: it takes a threat-modelling session on {on}.")));
    }
    let is_shown = |one: &&Change| one.kind != Kind::View;
    let changes =
        weighed(diff).into_iter().filter(is_shown).map(|one| format!("{}: {}", one.nature.word(), change(one)));
    let shown = |one: &&Consequence| is_told(one);
    blocks.push(Block::List(changes.chain(diff.consequences.iter().filter(shown).map(consequence)).collect()));
    blocks
}

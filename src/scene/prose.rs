//! A model in sentences: its facts, and what its picture shows, for those who do not see it.
//!
//! Every list is cut where it gets long, so that the words for a large model are not many more than those for a small one.

use std::collections::BTreeSet;

use super::diagram::role_words;
use crate::model::{BoundaryId, Imported, Method, Model, Target};
use crate::threat::{Assessed, Assessment, Severity, Status};

/// The most elements that are named of a boundary, and the most boundaries.
const MOST: usize = 8;
/// The most characters of a label.
const LONGEST: usize = 60;

/// What the model is called.
#[must_use]
pub fn title(model: &Model) -> &str {
    model.header.title.as_ref().map_or("Threat model", |title| &title.value)
}

/// "out of scope: another team's", where something is, with the reason if it has one of its own.
#[must_use]
pub fn scope(model: &Model, target: Target) -> Option<String> {
    let settings = match target {
        Target::Element(id) => &model.element(id).settings,
        Target::Flow(id) => &model.flow(id).settings,
        Target::Boundary(id) => &model.boundary(id).settings,
    };
    let why = settings.text("out-of-scope").map(|why| format!(": {why}")).unwrap_or_default();
    model.is_out_of_scope(target).then(|| format!("out of scope{why}"))
}

/// "STRIDE · standard level · reviewed 2026-11-02 · 7 threats, 2 open at high or above"
#[must_use]
pub fn facts(model: &Model, assessment: &Assessment) -> String {
    let header = &model.header;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(header.method.map(|method| match method {
        Method::Stride => "STRIDE".to_owned(),
        Method::Linddun => "LINDDUN".to_owned(),
        Method::Both => "STRIDE and LINDDUN".to_owned(),
    }));
    facts.extend(header.level.map(|level| format!("{} level", level.word())));
    facts.extend(header.reviewed.map(|date| format!("reviewed {date}")));
    let count = assessment.threats.len();
    let open = |assessed: &&Assessed| assessed.status == Status::Open && assessed.severity >= Some(Severity::High);
    let mut threats = match (count, assessment.threats.iter().filter(open).count()) {
        (0, _) => "no threats yet".to_owned(),
        (1, 0) => "1 threat".to_owned(),
        (count, 0) => format!("{count} threats, none open at high or above"),
        (1, _) => "1 threat, open at high or above".to_owned(),
        (count, open) => format!("{count} threats, {open} open at high or above"),
    };
    // What nobody has rated may be anything.
    let unrated = |assessed: &&Assessed| assessed.status == Status::Open && assessed.severity.is_none();
    match (count, assessment.threats.iter().filter(unrated).count()) {
        (_, 0) => {}
        (1, _) => threats += ", open and not rated",
        (_, unrated) => threats += &format!(", {unrated} open and not rated"),
    }
    facts.push(threats);
    facts.join(" · ")
}

/// The picture in sentences: how much there is, what stands where, which borders are crossed, and what is open.
#[must_use]
pub fn description(model: &Model, assessment: &Assessment) -> String {
    let counts = format!(
        "Data-flow diagram with {}, {}, {} and {}.",
        plural(model.elements.len(), "element", "elements"),
        plural(model.boundaries.len(), "trust boundary", "trust boundaries"),
        plural(model.flows.len(), "flow", "flows"),
        plural(assessment.threats.len(), "threat", "threats"),
    );
    let mut sentences = vec![counts];
    sentences.extend(imported(model));
    sentences.extend(places(model));
    sentences.extend(crossings(model));
    sentences.extend(open_threats(assessment));
    sentences.join(" ")
}

/// "Imported from identity: 2 elements and 1 trust boundary."
fn imported(model: &Model) -> Option<String> {
    let elements: Vec<&Imported> = model.elements.iter().filter_map(|element| element.imported.as_ref()).collect();
    let boundaries: Vec<&Imported> = model.boundaries.iter().filter_map(|one| one.imported.as_ref()).collect();
    let names: BTreeSet<&str> = elements.iter().chain(&boundaries).map(|imported| &*imported.namespace).collect();
    let counts = [
        (elements.len(), plural(elements.len(), "element", "elements")),
        (boundaries.len(), plural(boundaries.len(), "trust boundary", "trust boundaries")),
    ];
    let counts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    (!names.is_empty())
        .then(|| format!("Imported from {}: {}.", list(names.into_iter().map(str::to_owned).collect()), list(counts)))
}

/// "In Town library are the process Loan desk and the data store Loans."
fn places(model: &Model) -> Vec<String> {
    let boundaries = (0..model.boundaries.len()).map(BoundaryId);
    let all = std::iter::once(None).chain(boundaries.map(Some)).take(MOST + 1);
    let mut sentences: Vec<String> = all.filter_map(|boundary| place(model, boundary)).collect();
    if model.boundaries.len() > MOST {
        sentences.push(format!("Further trust boundaries: {}.", model.boundaries.len() - MOST));
    }
    sentences
}

fn place(model: &Model, boundary: Option<BoundaryId>) -> Option<String> {
    let inside = model.elements.iter().filter(|element| element.parent == boundary);
    let names = inside.map(|element| format!("the {} {}", role_words(element), short(&element.label)));
    let nested = model.boundaries.iter().filter(|inner| boundary.is_some() && inner.parent == boundary);
    let names: Vec<String> =
        names.chain(nested.map(|inner| format!("the trust boundary {}", short(&inner.label)))).collect();
    let place = match boundary {
        Some(id) => format!("In {}", short(&model.boundary(id).label)),
        None if model.boundaries.is_empty() => "There".to_owned(),
        None => "Outside every trust boundary".to_owned(),
    };
    let verb = if names.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!("{place} {verb} {}.", list(names)))
}

/// "Trust boundaries that are crossed: Town library by 1 flow and Internet by 3 flows."
fn crossings(model: &Model) -> Option<String> {
    let mut counts = vec![0_usize; model.boundaries.len()];
    for crossing in model.flows.iter().flat_map(|flow| model.crossings(flow)) {
        counts[crossing.boundary.0] += 1;
    }
    let crossed = counts.iter().zip(&model.boundaries).filter(|(count, _)| **count > 0);
    let names = crossed
        .map(|(count, boundary)| format!("{} by {}", short(&boundary.label), plural(*count, "flow", "flows")))
        .collect::<Vec<_>>();
    (!names.is_empty()).then(|| format!("Trust boundaries that are crossed: {}.", list(names)))
}

/// "Open threats: 1 critical, 2 high."
fn open_threats(assessment: &Assessment) -> Option<String> {
    let open = |severity: Option<Severity>| {
        let counted = |one: &&Assessed| one.status == Status::Open && one.severity == severity;
        assessment.threats.iter().filter(counted).count()
    };
    let rated = Severity::ALL.into_iter().map(|severity| (open(Some(severity)), severity.word()));
    let counts = rated.chain([(open(None), "not rated")]).filter(|(count, _)| *count > 0);
    let words: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    match (assessment.threats.is_empty(), words.is_empty()) {
        (true, _) => None,
        (false, true) => Some("No threat is open.".to_owned()),
        (false, false) => Some(format!("Open threats: {}.", words.join(", "))),
    }
}

/// "a, b and c", or "a, b and 7 more".
fn list(mut names: Vec<String>) -> String {
    if names.len() > MOST {
        let rest = names.len() - MOST;
        names.truncate(MOST);
        names.push(format!("{rest} more"));
    }
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// A label on one line, cut where it is long.
fn short(label: &str) -> String {
    let line = label.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

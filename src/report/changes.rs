//! What became of a model since an earlier state of it, thing by thing, by identifier.
//!
//! It compares what a report names and refuses to know about text: order, layout and comments change nothing.

use std::collections::BTreeMap;

use super::Block;
use crate::model::{BoundaryId, Model};
use crate::threat::Assessment;

/// An earlier state of a model.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The model as it was.
    pub model: &'a Model,
    /// Its threats as they were.
    pub assessment: &'a Assessment,
}

/// The section about what changed.
pub(super) fn section(before: &Before<'_>, model: &Model, assessment: &Assessment) -> Vec<Block> {
    let (was, is) = (things(before.model, before.assessment), things(model, assessment));
    let mut lines: Vec<String> = Vec::new();
    for (key, thing) in &is {
        match was.get(key) {
            None => lines.push(format!("new: {}", thing.name)),
            Some(old) => {
                let facts = thing.facts.iter().zip(&old.facts).filter(|(now, then)| now.1 != then.1);
                let facts = facts.map(|(now, then)| format!("{} {} instead of {}", now.0, said(&now.1), said(&then.1)));
                let facts: Vec<String> = facts.collect();
                if !facts.is_empty() {
                    lines.push(format!("changed: {}: {}", thing.name, facts.join("; ")));
                }
            }
        }
    }
    lines
        .extend(was.iter().filter(|(key, _)| !is.contains_key(*key)).map(|(_, thing)| format!("gone: {}", thing.name)));
    let heading = match before.model.header.reviewed {
        Some(date) => format!("Changes since the review of {date}"),
        None => "Changes since then".to_owned(),
    };
    if lines.is_empty() {
        return vec![Block::Heading(heading), Block::Paragraph("Nothing changed.".to_owned())];
    }
    vec![Block::Heading(heading), Block::List(lines)]
}

fn said(fact: &str) -> &str {
    if fact.is_empty() { "nothing" } else { fact }
}

/// Something that a report names, with what is compared of it.
struct Thing {
    name: String,
    facts: Vec<(&'static str, String)>,
}

/// Everything that is compared, by kind and identifier; kinds in the order in which people ask.
fn things(model: &Model, assessment: &Assessment) -> BTreeMap<(u8, String), Thing> {
    let mut things = BTreeMap::new();
    let mut add = |kind: u8, id: &str, name: String, facts: Vec<(&'static str, String)>| {
        things.insert((kind, id.to_owned()), Thing { name, facts });
    };
    let place = |parent: Option<BoundaryId>| parent.map_or(String::new(), |id| model.boundary(id).label.clone());
    for boundary in &model.boundaries {
        let name = format!("trust boundary {}", boundary.label);
        add(0, &boundary.id.value, name, vec![("inside", place(boundary.parent))]);
    }
    for element in &model.elements {
        let name = format!("{} {}", element.kind.kind().keyword(), element.label);
        let facts = vec![("label", element.label.clone()), ("inside", place(element.parent))];
        add(1, &element.id.value, name, facts);
    }
    for data in &model.data {
        let fact = |name: &'static str| (name, data.settings.text(name).unwrap_or_default());
        add(2, &data.id.value, format!("data {}", data.label), vec![fact("sensitivity"), fact("kind")]);
    }
    for flow in &model.flows {
        let ends = format!("{} → {}", model.element(flow.from).label, model.element(flow.to).label);
        let name = if flow.label.is_empty() { format!("flow {ends}") } else { format!("flow “{}”", flow.label) };
        let ends = format!("{} → {}", model.element(flow.from).id.value, model.element(flow.to).id.value);
        let crossed = model.crossings(flow).into_iter().map(|one| model.boundary(one.boundary).label.clone());
        let carried = flow.carries.iter().map(|id| model.data[id.0].label.clone());
        let facts = vec![
            ("between", ends),
            ("crosses", crossed.collect::<Vec<_>>().join(", ")),
            ("carries", carried.collect::<Vec<_>>().join(", ")),
        ];
        add(3, &flow.key, name, facts);
    }
    for one in &assessment.threats {
        let threat = &model.threats[one.threat.0];
        let severity = one.severity.map_or("not rated", crate::threat::Severity::word).to_owned();
        let facts = vec![("severity", severity), ("status", one.status.word().to_owned())];
        add(4, &threat.id.value, format!("threat “{}”", threat.text), facts);
    }
    things
}

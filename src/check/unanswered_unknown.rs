//! Answers that are `unknown`, which nobody is asked to find out.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Answer, Model, Settings, Target};

code!(UNANSWERED_UNKNOWN, "TM0415", "unanswered-unknown", Note, "an `unknown` that nobody is asked to find out");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let asked: BTreeSet<Target> =
        model.questions.iter().flat_map(|question| question.targets.iter().map(|target| target.value)).collect();
    let elements = model.elements.iter().enumerate().filter(|(_, element)| element.imported.is_none());
    let elements = elements.map(|(index, element)| {
        (Some(Target::Element(crate::model::ElementId(index))), element.id.value.as_str(), &element.settings)
    });
    let flows = model.flows.iter().enumerate().filter(|(_, flow)| flow.imported.is_none());
    let flows =
        flows.map(|(index, flow)| (Some(Target::Flow(crate::model::FlowId(index))), flow.key.as_str(), &flow.settings));
    let boundaries = model.boundaries.iter().enumerate().filter(|(_, boundary)| boundary.imported.is_none());
    let boundaries = boundaries.map(|(index, boundary)| {
        (Some(Target::Boundary(crate::model::BoundaryId(index))), boundary.id.value.as_str(), &boundary.settings)
    });
    let data = model.data.iter().filter(|data| data.imported.is_none());
    let data = data.map(|data| (None, data.id.value.as_str(), &data.settings));
    for (target, name, settings) in elements.chain(flows).chain(boundaries).chain(data) {
        if target.is_none_or(|target| !asked.contains(&target)) {
            report(name, target.is_some(), settings, sink);
        }
    }
}

fn report(name: &str, can_be_asked: bool, settings: &Settings, sink: &mut Vec<Diagnostic>) {
    let unknown: Vec<&str> = settings
        .iter()
        .filter(|(_, answer)| **answer == Answer::Unknown)
        .map(|(attribute, _)| attribute.name)
        .collect();
    let Some(first) = unknown.first() else { return };
    let listed: Vec<String> = unknown.iter().map(|name| format!("`{name}`")).collect();
    let listed = listed.join(", ");
    let span = settings.span(first).unwrap_or_default();
    let message = format!("nobody is asked to find out {listed} of `{name}`");
    let help = if can_be_asked {
        format!("write down who will: `question \"…?\" on {name} {{ owner: \"…\" }}`")
    } else {
        "find out, and write the answer in its place".to_owned()
    };
    sink.push(Diagnostic::new(&UNANSWERED_UNKNOWN, span, message).help(help));
}

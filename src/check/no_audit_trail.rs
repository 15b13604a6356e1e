//! Models in which nothing answers repudiation.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Category, ElementKind, Method, Model};

code!(NO_AUDIT_TRAIL, "TM0418", "no-audit-trail", Warning, "a model in which nothing proves who did what");

/// From how many threats on a session has been through more than its first elements.
const ENOUGH: usize = 5;

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let Some(header) = model.header.span else { return };
    if model.header.method == Some(Method::Linddun) || model.threats.len() < ENOUGH {
        return;
    }
    let asks = model.elements.iter().any(|element| element.kind == ElementKind::Process);
    let threats = model.threats.iter().flat_map(|threat| &threat.categories);
    let dismissed = model.dismissals.iter().map(|dismissal| &dismissal.category);
    let answered = threats.chain(dismissed).any(|category| category.value == Category::Repudiation);
    // `audit: none` is an answer to the question, and a threat that nobody wrote down.
    let elements = model.elements.iter().map(|element| &element.settings);
    let mut settings = elements.chain(model.flows.iter().map(|flow| &flow.settings));
    if asks && !answered && !settings.any(|settings| !settings.values("audit").is_empty()) {
        sink.push(
            Diagnostic::new(&NO_AUDIT_TRAIL, header, "nothing in this model proves who did what: there is no audit trail")
                .help("ask of each process: if somebody denies it, what shows that it happened? Answer with `audit: …`, a threat of `repudiation`, or `dismiss repudiation on … because \"…\"`"),
        );
    }
}

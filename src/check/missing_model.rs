//! Files that never say what they model.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(MISSING_MODEL, "TM0309", "missing-model", Warning, "a file without a `model` block");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let nothing = model.elements.is_empty() && model.boundaries.is_empty() && model.flows.is_empty();
    if model.header.span.is_some() || nothing || model.incomplete {
        return;
    }
    let elements = model.elements.iter().filter(|one| one.imported.is_none()).map(|one| one.id.span);
    let boundaries = model.boundaries.iter().filter(|one| one.imported.is_none()).map(|one| one.id.span);
    let flows = model.flows.iter().filter(|one| one.imported.is_none()).map(|one| one.ends);
    if let Some(span) = elements.chain(boundaries).min().or_else(|| flows.min()) {
        sink.push(
            Diagnostic::new(&MISSING_MODEL, span, "the file has no `model` block")
                .help("begin it with `model \"Title\" { scope: \"…\" }`"),
        );
    }
}

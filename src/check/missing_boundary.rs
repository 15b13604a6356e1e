//! Models without any trust boundary: a finding before anything else is said.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(MISSING_BOUNDARY, "TM0308", "missing-boundary", Warning, "a model without any trust boundary");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    // The file's own elements stand before those that are imported.
    let Some(first) = model.elements.first().filter(|element| element.imported.is_none()) else { return };
    if model.boundaries.is_empty() && !model.incomplete {
        let span = model.header.span.unwrap_or(first.id.span);
        sink.push(
            Diagnostic::new(&MISSING_BOUNDARY, span, "the model has no trust boundary")
                .label("everything in it is trusted alike")
                .help("put what you run into `boundary ID \"Label\" { … }`, wherever the level of trust changes"),
        );
    }
}

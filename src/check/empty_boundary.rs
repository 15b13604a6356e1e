//! Trust boundaries around nothing.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{BoundaryId, Model};

code!(EMPTY_BOUNDARY, "TM0306", "empty-boundary", Warning, "a trust boundary around nothing");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for (index, boundary) in model.boundaries.iter().enumerate() {
        let id = Some(BoundaryId(index));
        let filled = model.elements.iter().any(|element| element.parent == id)
            || model.boundaries.iter().any(|inner| inner.parent == id);
        if filled || boundary.incomplete || boundary.imported.is_some() {
            continue;
        }
        let message = format!("nothing is inside the trust boundary `{}`", boundary.id.value);
        sink.push(
            Diagnostic::new(&EMPTY_BOUNDARY, boundary.id.span, message)
                .label("empty")
                .help("declare the elements that it protects between its braces, or remove it"),
        );
    }
}

//! Views that show nothing.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, shows_nothing};

code!(EMPTY_VIEW, "TM0310", "empty-view", Warning, "a view that shows nothing");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    // What could not be read might be what the view shows.
    let is_unsure = model.incomplete || !model.mentioned.elements.is_empty() || !model.mentioned.data.is_empty();
    if is_unsure || model.elements.is_empty() {
        return;
    }
    for view in model.views.iter().filter(|view| shows_nothing(model, view)) {
        let message = format!("the view `{}` shows nothing", view.id.value);
        sink.push(Diagnostic::new(&EMPTY_VIEW, view.id.span, message).label("empty").help(
            "name in `include` or `focus` what is in the diagram and not in `exclude`; data is where it is held or carried",
        ));
    }
}

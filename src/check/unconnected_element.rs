//! Elements that no flow reaches: forgotten flows, or things that are not part of what is modelled.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{ElementId, Model};

code!(UNCONNECTED_ELEMENT, "TM0301", "unconnected-element", Warning, "an element that no flow reaches");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for (index, element) in model.elements.iter().enumerate() {
        let id = ElementId(index);
        let connected = model.flows.iter().any(|flow| flow.from == id || flow.to == id);
        if connected || element.imported.is_some() || model.mentioned.elements.contains(&id) {
            continue;
        }
        let message = format!("no flow reaches `{}`", element.id.value);
        sink.push(
            Diagnostic::new(&UNCONNECTED_ELEMENT, element.id.span, message)
                .label("on its own")
                .help(format!("draw what moves: `flow … -> {} \"…\"`, or remove it", element.id.value)),
        );
    }
}

//! Flows between two external entities: nothing that is modelled takes part in them.

use super::flows_between;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ElementKind, Model};

code!(ENTITY_TO_ENTITY, "TM0304", "entity-to-entity", Warning, "a flow from an entity to an entity");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for flow in flows_between(model, ElementKind::Entity, ElementKind::Entity) {
        let (from, to) = (&model.element(flow.from).id.value, &model.element(flow.to).id.value);
        let message = format!("`{from}` and `{to}` are both outside what is modelled");
        sink.push(
            Diagnostic::new(&ENTITY_TO_ENTITY, flow.ends, message)
                .help("draw the process of yours that takes part, make one of the two a process, or remove the flow"),
        );
    }
}

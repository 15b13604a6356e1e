//! Flows between an external entity and a store: something must serve the store, and that is what gets attacked.

use super::flows_between;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ElementKind, Model};

code!(ENTITY_TO_STORE, "TM0303", "entity-to-store", Warning, "a flow between an entity and a store");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for flow in flows_between(model, ElementKind::Entity, ElementKind::Store) {
        let (from, to) = (model.element(flow.from), model.element(flow.to));
        let (entity, store) = if from.kind == ElementKind::Entity { (from, to) } else { (to, from) };
        let message =
            format!("no process stands between the entity `{}` and the store `{}`", entity.id.value, store.id.value);
        sink.push(
            Diagnostic::new(&ENTITY_TO_STORE, flow.ends, message)
                .help("draw the process that reads and writes the store; that is where access is decided"),
        );
    }
}

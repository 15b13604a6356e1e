//! Flows from store to store: data does not move itself.

use super::flows_between;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ElementKind, Model};

code!(STORE_TO_STORE, "TM0302", "store-to-store", Warning, "a flow from a store to a store");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for flow in flows_between(model, ElementKind::Store, ElementKind::Store) {
        let (from, to) = (&model.element(flow.from).id.value, &model.element(flow.to).id.value);
        let message = format!("`{from}` and `{to}` are both data stores, and data does not move itself");
        sink.push(
            Diagnostic::new(&STORE_TO_STORE, flow.ends, message)
                .help(format!("draw the process that moves it: `flow {from} -> PROCESS` and `flow PROCESS -> {to}`")),
        );
    }
}

//! Data that no flow carries and no store holds.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{DataId, Model};

code!(UNUSED_DATA, "TM0305", "unused-data", Warning, "data that no flow carries and no store holds");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for (index, data) in model.data.iter().enumerate() {
        let id = DataId(index);
        let carried = model.flows.iter().any(|flow| flow.carries.contains(&id));
        let held = model.elements.iter().any(|element| element.holds.contains(&id));
        if carried || held || data.imported.is_some() || model.mentioned.data.contains(&id) {
            continue;
        }
        let name = &data.id.value;
        sink.push(
            Diagnostic::new(&UNUSED_DATA, data.id.span, format!("no flow carries and no store holds `{name}`"))
                .label("unused")
                .help(format!(
                    "say where it is: `carries: {name}` on a flow or `holds: {name}` on a store, or remove it"
                )),
        );
    }
}

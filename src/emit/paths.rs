//! The ways from one element to another as text and as JSON, schema `threatline.paths/1`.

use serde::Serialize;

use super::one_line;
use crate::model::{ElementId, Model};
use crate::threat::Path;

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    paths: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// One for each flow, and what the controls on it add: less is easier.
    cost: usize,
    elements: Vec<String>,
    flows: Vec<String>,
    hurdles: Vec<HurdleRow>,
}

#[derive(Serialize)]
struct HurdleRow {
    flow: String,
    attribute: &'static str,
    values: Vec<String>,
}

/// One paragraph for each way, and how to see the first one in the picture. `file` is what the model is called.
#[must_use]
pub fn text(model: &Model, paths: &[Path], file: &str) -> String {
    let mut out = String::new();
    for (number, path) in paths.iter().enumerate() {
        let names: Vec<String> = path.elements.iter().map(|id| one_line(&model.element(*id).label)).collect();
        out.push_str(&format!("{}. {}\n", number + 1, names.join(" → ")));
        for flow in &path.flows {
            let flow_name = &model.flow(*flow).key;
            let controls = path.hurdles.iter().filter(|hurdle| hurdle.flow == *flow);
            let controls: Vec<String> =
                controls.map(|one| format!("{}: {}", one.attribute, one_line(&one.values.join(", ")))).collect();
            let controls = if controls.is_empty() { "nothing in the way".to_owned() } else { controls.join("; ") };
            out.push_str(&format!("   {flow_name}  {controls}\n"));
        }
        out.push_str(&format!("   cost {}\n\n", path.cost));
    }
    if let Some(first) = paths.first() {
        let flows = first.flows.iter().map(|id| model.flow(*id).key.clone());
        let ids = first.elements.iter().map(|id| model.element(*id).id.value.clone()).chain(flows);
        out.push_str(&format!(
            "threatline render {file} --highlight '{}' -o path.svg\n",
            ids.collect::<Vec<_>>().join(",")
        ));
    }
    out
}

/// The same as pretty-printed JSON.
#[must_use]
pub fn json(model: &Model, paths: &[Path]) -> String {
    let id = |id: &ElementId| model.element(*id).id.value.clone();
    let row = |path: &Path| Row {
        cost: path.cost,
        elements: path.elements.iter().map(id).collect(),
        flows: path.flows.iter().map(|id| model.flow(*id).key.clone()).collect(),
        hurdles: path
            .hurdles
            .iter()
            .map(|one| HurdleRow {
                flow: model.flow(one.flow).key.clone(),
                attribute: one.attribute,
                values: one.values.clone(),
            })
            .collect(),
    };
    super::pretty(&Document { schema: "threatline.paths/1", paths: paths.iter().map(row).collect() })
}

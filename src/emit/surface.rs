//! The attack surface as text and as JSON, schema `threatline.surface/1`.

use serde::Serialize;

use super::one_line;
use crate::model::{ElementId, Model};
use crate::threat::Entry;

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    entries: Vec<Row>,
}

/// A way in: a flow, the boundaries that it enters, the external entities that can get there, and what stands in the way.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(rename = "SurfaceEntry"))]
pub(super) struct Row {
    flow: String,
    label: String,
    from: String,
    to: String,
    enters: Vec<String>,
    reachable_by: Vec<String>,
    carries: Vec<String>,
    authn: String,
    authz: String,
    rate_limit: String,
}

/// How many who can get somewhere are named.
const MAX_NAMED: usize = 4;

/// One paragraph for each way in.
#[must_use]
pub fn text(model: &Model, entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "nothing less trusted comes in anywhere\n".to_owned();
    }
    let mut out = String::new();
    for entry in entries {
        let flow = model.flow(entry.flow);
        let name = |id: ElementId| one_line(&model.element(id).label);
        let label = if flow.label.is_empty() { String::new() } else { format!("  “{}”", one_line(&flow.label)) };
        out.push_str(&format!("{} {} {}{label}\n", name(flow.from), flow.arrow.symbol(), name(flow.to)));
        let enters: Vec<String> = entry.enters.iter().map(|id| one_line(&model.boundary(*id).label)).collect();
        if !enters.is_empty() {
            out.push_str(&format!("  enters {}\n", enters.join(", then ")));
        }
        let mut who: Vec<String> = entry.reachable_by.iter().take(MAX_NAMED).map(|id| name(*id)).collect();
        if entry.reachable_by.len() > MAX_NAMED {
            who.push(format!("{} others", entry.reachable_by.len() - MAX_NAMED));
        }
        out.push_str(&format!(
            "  within reach of {}\n",
            if who.is_empty() { "nobody outside".to_owned() } else { who.join(", ") }
        ));
        let data: Vec<String> = entry.carries.iter().map(|id| one_line(&model.data[id.0].label)).collect();
        if !data.is_empty() {
            out.push_str(&format!("  carries {}\n", data.join(", ")));
        }
        let (authn, authz, limit) = (entry.authn.words(), entry.authz.words(), entry.rate_limit.words());
        out.push_str(&format!(
            "  authn: {}; authz: {}; rate-limit: {}\n\n",
            one_line(&authn),
            one_line(&authz),
            one_line(&limit)
        ));
    }
    let unasked = entries.iter().filter(|entry| entry.authn == crate::threat::Stated::Unasked).count();
    out.push_str(&format!(
        "{} way{} in; of {unasked} nobody has said who is let in\n",
        entries.len(),
        if entries.len() == 1 { "" } else { "s" }
    ));
    out
}

/// The same as pretty-printed JSON.
#[must_use]
pub fn json(model: &Model, entries: &[Entry]) -> String {
    super::pretty(&Document { schema: "threatline.surface/1", entries: rows(model, entries) })
}

/// The ways in, as JSON documents have them.
pub(super) fn rows(model: &Model, entries: &[Entry]) -> Vec<Row> {
    let id = |id: ElementId| model.element(id).id.value.clone();
    let row = |entry: &Entry| {
        let flow = model.flow(entry.flow);
        Row {
            flow: flow.key.clone(),
            label: flow.label.clone(),
            from: id(flow.from),
            to: id(entry.to),
            enters: entry.enters.iter().map(|id| model.boundary(*id).id.value.clone()).collect(),
            reachable_by: entry.reachable_by.iter().map(|one| id(*one)).collect(),
            carries: entry.carries.iter().map(|id| model.data[id.0].id.value.clone()).collect(),
            authn: entry.authn.words(),
            authz: entry.authz.words(),
            rate_limit: entry.rate_limit.words(),
        }
    };
    entries.iter().map(row).collect()
}

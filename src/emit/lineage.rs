//! Where a kind of data is, as text and as JSON, schema `threatline.lineage/1`.

use serde::Serialize;

use super::one_line;
use crate::model::{CrossingDirection, Model};
use crate::threat::{Lineage, Protection, Sent};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    #[serde(flatten)]
    row: Row,
}

/// A kind of data: the stores that hold it, the flows that carry it, what protects it there, and the boundaries that it
/// stands or passes in.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(rename = "LineageEntry"))]
pub(super) struct Row {
    data: String,
    label: String,
    stored: Vec<Place>,
    sent: Vec<Place>,
    boundaries: Vec<String>,
}

/// A store or a flow, with the boundaries that a flow crosses.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(rename = "LineagePlace"))]
struct Place {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    crosses: Vec<String>,
    protection: Vec<Protected>,
}

/// An attribute and what was said of it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(rename = "Protection"))]
struct Protected {
    attribute: &'static str,
    state: String,
}

/// One line for each place, and what protects the data there.
#[must_use]
pub fn text(model: &Model, lineage: &Lineage) -> String {
    let data = &model.data[lineage.data.0];
    let mut out = format!("{} ({})\n", one_line(&data.label), data.id.value);
    let kinds = ["sensitivity", "kind", "retention", "consent"];
    let stated = kinds.iter().filter_map(|name| Some(format!("{name} {}", data.settings.text(name)?)));
    let stated = stated.collect::<Vec<_>>().join(", ");
    out.push_str(&format!("  {}\n", if stated.is_empty() { "not classified" } else { &stated }));
    out.push_str(if lineage.stored.is_empty() { "\nstored nowhere\n" } else { "\nstored in\n" });
    for one in &lineage.stored {
        let element = model.element(one.element);
        out.push_str(&format!("  {} ({})\n", one_line(&element.label), element.id.value));
        out.push_str(&protected(&one.protection));
    }
    out.push_str(if lineage.sent.is_empty() { "\nsent nowhere\n" } else { "\nsent\n" });
    for one in &lineage.sent {
        let flow = model.flow(one.flow);
        let name = |id| one_line(&model.element(id).label);
        let (from, to, arrow) = (name(flow.from), name(flow.to), flow.arrow.symbol());
        let label = if flow.label.is_empty() { String::new() } else { format!("  “{}”", one_line(&flow.label)) };
        out.push_str(&format!("  {from} {arrow} {to}{label}\n"));
        let crosses = crosses(model, one);
        if !crosses.is_empty() {
            out.push_str(&format!("    {}\n", crosses.join(", ")));
        }
        out.push_str(&protected(&one.protection));
    }
    out
}

fn protected(protection: &[Protection]) -> String {
    let words = protection.iter().map(|one| format!("{}: {}", one.attribute, one_line(&one.state.words())));
    format!("    {}\n", words.collect::<Vec<_>>().join("; "))
}

fn crosses(model: &Model, sent: &Sent) -> Vec<String> {
    let words = sent.crosses.iter().map(|(direction, id)| {
        let verb = match direction {
            CrossingDirection::Enters => "enters",
            CrossingDirection::Leaves => "leaves",
        };
        format!("{verb} {}", one_line(&model.boundary(*id).label))
    });
    words.collect()
}

/// The same as pretty-printed JSON.
#[must_use]
pub fn json(model: &Model, lineage: &Lineage) -> String {
    super::pretty(&Document { schema: "threatline.lineage/1", row: row(model, lineage) })
}

/// The way of a kind of data, as JSON documents have it.
pub(super) fn row(model: &Model, lineage: &Lineage) -> Row {
    let data = &model.data[lineage.data.0];
    let protection = |list: &[Protection]| {
        list.iter().map(|one| Protected { attribute: one.attribute, state: one.state.words() }).collect()
    };
    let stored = lineage.stored.iter().map(|one| Place {
        id: model.element(one.element).id.value.clone(),
        from: None,
        to: None,
        crosses: Vec::new(),
        protection: protection(&one.protection),
    });
    let sent = lineage.sent.iter().map(|one| {
        let flow = model.flow(one.flow);
        let id = |id| Some(model.element(id).id.value.clone());
        Place {
            id: flow.key.clone(),
            from: id(flow.from),
            to: id(flow.to),
            crosses: one.crosses.iter().map(|(_, id)| model.boundary(*id).id.value.clone()).collect(),
            protection: protection(&one.protection),
        }
    });
    Row {
        data: data.id.value.clone(),
        label: data.label.clone(),
        stored: stored.collect(),
        sent: sent.collect(),
        boundaries: lineage.inside.iter().map(|id| model.boundary(*id).id.value.clone()).collect(),
    }
}

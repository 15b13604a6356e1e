//! A layout as JSON, schema `threatline.geometry/1`: where everything is drawn, for tools that measure or redraw it.
//!
//! The origin is top left, y grows downwards, lengths are pixels. Coordinates are those of the layout, before the title
//! block and the list are put around it.

use serde::Serialize;

use crate::layout::{Layout, Rect};
use crate::model::Model;

/// The schema that [`json`] keeps to.
pub const SCHEMA: &str = "threatline.geometry/1";

/// Where everything is drawn: origin top left, y downwards, absolute pixels.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Document {
    /// Which schema this document keeps to: `threatline.geometry/1`.
    schema: &'static str,
    /// Around everything.
    bounds: Box,
    /// External entities, processes and data stores.
    nodes: Vec<Node>,
    /// Trust boundaries.
    clusters: Vec<Cluster>,
    /// Data flows.
    edges: Vec<Edge>,
}

/// A rectangle by its top left corner.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Box {
    x: i32,
    y: i32,
    w: i32,
    h: i32,
}

impl From<Rect> for Box {
    fn from(rect: Rect) -> Box {
        Box { x: rect.x, y: rect.y, w: rect.width, h: rect.height }
    }
}

/// An element.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Node {
    /// Its identifier in the model.
    id: String,
    #[serde(flatten)]
    rect: Box,
}

/// A trust boundary.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Cluster {
    /// Its identifier in the model.
    id: String,
    #[serde(flatten)]
    rect: Box,
    /// Where its title stands.
    title: Box,
}

/// A data flow.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Edge {
    /// Its identifier, or its ends where it has none: `a -> b`.
    id: String,
    /// The element that it leaves.
    from: String,
    /// The element that it enters.
    to: String,
    /// The corners of its line as x and y, from `from` to `to`; every piece is horizontal or vertical.
    points: Vec<[i32; 2]>,
    /// Where its label stands; null where it has none.
    label: Option<Box>,
    /// The two ends of a thin line from its label to its own, where it takes that to tell whose label it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    leader: Option<[[i32; 2]; 2]>,
}

/// The layout of a model as a JSON document that ends with a newline.
#[must_use]
pub fn json(model: &Model, layout: &Layout) -> String {
    let document = Document {
        schema: SCHEMA,
        bounds: layout.bounds.into(),
        nodes: (model.elements.iter().zip(&layout.elements))
            .map(|(element, rect)| Node { id: element.id.value.clone(), rect: (*rect).into() })
            .collect(),
        clusters: (model.boundaries.iter().zip(&layout.boundaries))
            .map(|(boundary, place)| Cluster {
                id: boundary.id.value.clone(),
                rect: place.rect.into(),
                title: place.title.into(),
            })
            .collect(),
        edges: (model.flows.iter().zip(&layout.flows))
            .map(|(flow, place)| Edge {
                id: flow.key.clone(),
                from: model.element(flow.from).id.value.clone(),
                to: model.element(flow.to).id.value.clone(),
                points: place.points.iter().map(|point| [point.x, point.y]).collect(),
                label: place.label.map(Box::from),
                leader: place.leader.map(|ends| ends.map(|at| [at.x, at.y])),
            })
            .collect(),
    };
    super::pretty(&document)
}

/// The JSON Schema of what [`json`] writes.
#[cfg(feature = "cli")]
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Document);
    schema.insert("title".to_owned(), "Threatline: where everything of a diagram is drawn, version 1".into());
    super::pretty(&schema)
}

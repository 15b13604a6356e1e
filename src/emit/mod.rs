//! Back-ends: a scene to SVG or PNG, a model and its assessment to JSON. They decide nothing.

pub mod geometry;
#[cfg(feature = "png")]
pub mod png;
pub mod svg;
pub mod threats;

/// A document as pretty-printed JSON that ends with a newline.
fn pretty(document: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

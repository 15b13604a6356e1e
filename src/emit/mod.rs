//! Back-ends: a scene to SVG or PNG, a model and its assessment to JSON. They decide nothing.

#[cfg(feature = "png")]
pub mod png;
pub mod svg;
pub mod threats;

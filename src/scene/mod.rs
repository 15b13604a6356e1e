//! Layout and assessment to a [`Scene`]: rectangles, paths and texts with semantic colours, in drawing order.
//!
//! # Steps
//! 1. `content`: what stands in each element, label and title, and how much room it takes: the sizes that
//!    [`crate::layout`] gets.
//! 2. `diagram`: boundaries, flows, elements and their markers where the layout put them.
//! 3. `page`: title block above, threat list beside or below, legend at the foot.
//!
//! `prose` says the same in sentences.
//!
//! It refuses to know SVG.

mod content;
mod diagram;
mod marker;
mod page;
pub mod prose;
mod theme;

use crate::layout::{self, Layout};
use crate::model::Model;
use crate::text::Font;
use crate::threat::Assessment;

pub use theme::Colour;

/// A picture. Coordinates are pixels; the origin is top left, y grows downwards.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it shows, in a few words.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// What is drawn, first things first.
    pub nodes: Vec<Node>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Node {
    /// A rectangle.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Radius of its corners.
        radius: f64,
        /// How it is painted.
        paint: Paint,
    },
    /// A path.
    Path {
        /// Its pieces.
        pieces: Vec<Piece>,
        /// How it is painted.
        paint: Paint,
    },
    /// A text of one line.
    Text {
        /// Where its anchor is.
        x: f64,
        /// The baseline.
        y: f64,
        /// Which part of it is at `x`.
        anchor: Anchor,
        /// The text.
        text: String,
        /// How wide it is in the bundled font.
        width: f64,
        /// Its font.
        font: Font,
        /// Its colour.
        colour: Colour,
    },
    /// Things that belong together.
    Group {
        /// What it is.
        subject: Subject,
        /// What it shows, for tooltips and screen readers.
        title: String,
        /// Where it leads.
        link: Option<String>,
        /// Whether it is faded because it is out of scope.
        faded: bool,
        /// What is in it.
        nodes: Vec<Node>,
    },
}

/// What a group draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `boundary`, `flow`, `process`, `store`, `entity`, `threat`, `legend`, `title`.
    pub role: &'static str,
    /// The identifier in the model; empty where it has none.
    pub id: String,
    /// The line of the file that declares it; 0 where none does.
    pub line: usize,
}

/// A piece of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// Goes there without drawing.
    Move(f64, f64),
    /// A straight line.
    Line(f64, f64),
    /// A quadratic curve: its control point and its end.
    Curve(f64, f64, f64, f64),
    /// Back to where it began.
    Close,
}

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
}

/// How a shape is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    /// The inside.
    pub fill: Option<Fill>,
    /// The outline.
    pub stroke: Option<Stroke>,
}

/// The inside of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Its colour.
    pub colour: Colour,
    /// From 0 to 1.
    pub opacity: f64,
}

/// The outline of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// How thick it is.
    pub width: f64,
    /// Lengths of dash and gap.
    pub dash: Option<(f64, f64)>,
}

impl Paint {
    pub(crate) fn filled(colour: Colour) -> Paint {
        Paint { fill: Some(Fill { colour, opacity: 1.0 }), stroke: None }
    }

    pub(crate) fn stroked(colour: Colour, width: f64) -> Paint {
        Paint { fill: None, stroke: Some(Stroke { colour, width, dash: None }) }
    }

    pub(crate) fn dashed(colour: Colour, width: f64, dash: (f64, f64)) -> Paint {
        Paint { fill: None, stroke: Some(Stroke { colour, width, dash: Some(dash) }) }
    }

    pub(crate) fn and_fill(self, colour: Colour, opacity: f64) -> Paint {
        Paint { fill: Some(Fill { colour, opacity }), ..self }
    }
}

/// Draws a model.
///
/// `line_of` gives the line, from 1, of a byte of the model's file.
#[must_use]
pub fn scene(model: &Model, assessment: &Assessment, line_of: &dyn Fn(u32) -> usize) -> Scene {
    let content = content::content(model, assessment);
    let layout: Layout = layout::layout(model, &content.sizes, model.header.direction);
    let diagram = diagram::draw(model, assessment, &content, &layout, line_of);
    page::compose(model, assessment, &layout, diagram)
}

/// Where everything of a model is drawn, with the room that its texts and markers take.
#[must_use]
pub fn place(model: &Model, assessment: &Assessment) -> Layout {
    layout::layout(model, &content::content(model, assessment).sizes, model.header.direction)
}

/// A text node at a baseline.
fn text(x: f64, y: f64, anchor: Anchor, text: &str, font: Font, colour: Colour) -> Node {
    let width = crate::text::width(text, font);
    Node::Text { x, y, anchor, text: text.to_owned(), width, font, colour }
}

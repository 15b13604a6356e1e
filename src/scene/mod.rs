//! Layout and assessment to a [`Scene`]: rectangles, paths and texts with semantic colours, in drawing order.
//!
//! # Steps
//! 1. `content`: what stands in each element, label and title, and how much room it takes: the sizes that
//!    [`crate::layout`] gets. [`Layers`] say what is shown at all.
//! 2. `diagram`: boundaries, elements, flows, labels and markers where the layout put them; `fade` greys what is out of
//!    scope or not highlighted.
//! 3. `page`: title block above, `list` beside or below, `legend` at the foot.
//!
//! `prose` says the same in sentences. `difference` draws two states of a model.
//!
//! It refuses to know SVG.

mod content;
mod coverage;
mod diagram;
mod difference;
mod fade;
mod legend;
mod list;
mod marker;
mod options;
mod page;
pub mod prose;
mod shape;
mod theme;

use crate::layout::{self, Layout, Wish};
use crate::model::Model;
use crate::source::Span;
use crate::text::Font;
use crate::threat::{self, Assessment};

pub use difference::{Difference, difference};
pub use options::{Highlight, Layer, Layers, Matrix, Options, UnknownName};
pub use theme::{Colour, Palette, Theme};

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
    /// What its ids begin with, so that several pictures can share a page.
    pub key: String,
    /// Its colours.
    pub theme: Theme,
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
        /// The colour behind it, painted a little over its edges so that lines do not run into it.
        halo: Option<Colour>,
    },
    /// Things that belong together.
    Group {
        /// What it is.
        subject: Subject,
        /// What it shows, for tooltips and screen readers.
        title: String,
        /// How it is read out.
        reading: Reading,
        /// Its id in the picture, for links to it; empty where there are none.
        anchor: String,
        /// Where it leads.
        link: Option<String>,
        /// What is in it.
        nodes: Vec<Node>,
    },
}

/// What a group draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `title`, `boundary`, `process`, `store`, `entity`, `flow`, `label`, `threat`, `threats`, `entry`, `legend`.
    pub role: &'static str,
    /// The identifier in the model; empty where it has none.
    pub id: String,
    /// Where it is declared, as `file:line`; empty where it is not.
    pub source: String,
}

/// How a group is read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Its texts one after the other.
    Texts,
    /// As one thing, by its title.
    Symbol,
    /// As a list, by its title.
    List,
    /// As an entry of the list around it.
    Entry,
    /// Not at all: a symbol's title says it already.
    Silent,
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
/// `place_of` says where something is declared, as `file:line`.
#[must_use]
pub fn scene(model: &Model, assessment: &Assessment, options: &Options, place_of: &dyn Fn(Span) -> String) -> Scene {
    let mut content = content::content(model, assessment, options);
    let layout = laid_out(model, &content, options);
    content.fit(&layout);
    let subject = Picture { model, assessment, options, place_of, key: key(model, options), marked: None };
    let diagram = diagram::draw(&subject, &content, &layout);
    page::compose(&subject, &layout, diagram)
}

/// Where everything of a model is drawn, with the room that its texts and markers take.
#[must_use]
pub fn place(model: &Model, assessment: &Assessment, options: &Options) -> Layout {
    laid_out(model, &content::content(model, assessment, options), options)
}

fn laid_out(model: &Model, content: &content::Content, options: &Options) -> Layout {
    let wish = options.wish(model);
    match options.like.as_deref() {
        None => layout::layout(model, &content.sizes, wish),
        Some(earlier) => {
            let before = content::content(earlier, &threat::assess(earlier), options);
            layout::layout_like((earlier, &before.sizes), model, &content.sizes, wish)
        }
    }
}

/// What a picture is made of.
struct Picture<'a> {
    model: &'a Model,
    assessment: &'a Assessment,
    options: &'a Options,
    place_of: &'a dyn Fn(Span) -> String,
    key: String,
    /// Where it is one of a difference.
    marked: Option<difference::Marked<'a>>,
}

impl Picture<'_> {
    fn shows(&self, layer: Layer) -> bool {
        self.options.layers.show(layer)
    }

    /// The id of a threat's entry in the list.
    fn entry_anchor(&self, threat: &str) -> String {
        format!("{}-entry-{threat}", self.key)
    }

    /// The id of a threat's first marker.
    fn marker_anchor(&self, threat: &str) -> String {
        format!("{}-threat-{threat}", self.key)
    }
}

/// What tells this picture from others on a page, `tm-` and eight hexadecimal digits: FNV-1a of the title, of the names
/// of all that is drawn, and of what is shown how. Sentences and ratings are left out, so that to mend one changes the
/// lines that show it and no other.
///
/// A further picture of the same things on one page has the number of its [`Options::copy`] behind that.
#[must_use]
pub fn key(model: &Model, options: &Options) -> String {
    let title = model.header.title.iter().map(|title| title.value.as_str());
    let elements = model.elements.iter().map(|element| element.id.value.as_str());
    let boundaries = model.boundaries.iter().map(|boundary| boundary.id.value.as_str());
    let flows = model.flows.iter().map(|flow| flow.key.as_str());
    let highlight = options.highlight.as_ref().map(|highlight| format!("{highlight:?}"));
    let wish = (options.wish != Wish::default()).then(|| format!("{:?}", options.wish));
    let mut parts: Vec<&str> = title.chain(elements).chain(boundaries).chain(flows).collect();
    for layer in options.layers.iter() {
        parts.push(layer.name());
    }
    parts.push(options.theme.name());
    parts.extend(highlight.as_deref());
    parts.extend(wish.as_deref());
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = parts.into_iter().flat_map(|part| part.bytes().chain([0])).fold(0x811c_9dc5, step);
    match options.copy {
        0 => format!("tm-{hash:08x}"),
        copy => format!("tm-{hash:08x}-{}", copy + 1),
    }
}

/// A text node at a baseline.
fn text(x: f64, y: f64, anchor: Anchor, text: &str, font: Font, colour: Colour) -> Node {
    let width = crate::text::width(text, font);
    Node::Text { x, y, anchor, text: text.to_owned(), width, font, colour, halo: None }
}

/// A text node that keeps lines behind it away.
fn haloed(node: Node, ground: Colour) -> Node {
    match node {
        Node::Text { x, y, anchor, text, width, font, colour, .. } => {
            Node::Text { x, y, anchor, text, width, font, colour, halo: Some(ground) }
        }
        other => other,
    }
}

/// A group of its own that nothing in the model declares.
fn group(role: &'static str, nodes: Vec<Node>) -> Node {
    let subject = Subject { role, id: String::new(), source: String::new() };
    Node::Group { subject, title: String::new(), reading: Reading::Texts, anchor: String::new(), link: None, nodes }
}

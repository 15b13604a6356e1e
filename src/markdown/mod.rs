//! A Markdown text to the [`Piece`]s of it that speak of models: fences, images of models, and orders for reports.
//!
//! Pieces are ranges of bytes, so that whatever takes their place leaves the rest of the text as it was. It refuses to know
//! files, and what a model is.

mod find;
mod info;
mod write;

use std::ops::Range;

use crate::diagnostic::{Code, code};
use crate::source::{FileId, Span, Spanned};

pub use find::pieces;
pub use write::{beside, data_image, figure, image, replaced, settled};

code!(BAD_FENCE, "TM0905", "bad-fence", Error, "a fence of a Markdown file that asks for something that cannot be");

/// Every code of this module.
pub(crate) const CODES: &[&Code] = &[&BAD_FENCE];

/// What stands before a picture that was put beside its fence.
const BEGIN: &str = "<!-- threatline: drawn from the fence above -->";
/// What stands behind it.
const END: &str = "<!-- /threatline -->";

/// A part of a Markdown text that speaks of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where what it names is written: the info string of a fence, the whole of anything else.
    pub head: Span,
    /// What the lines of what takes its place begin with, but for the first: `> ` in a block quote.
    pub prefix: String,
    /// Whether nothing else stands on its lines.
    pub is_alone: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a [`Piece`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A fence whose info string begins with `tm`.
    Fence(Fence),
    /// An image whose target is a model.
    Image(Image),
    /// `{{#threatline WORD MODEL}}`.
    Order(Order),
}

/// A fence with a model in it, or with the name of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The model, without what the fence is indented by.
    pub text: String,
    /// Where each part of the text stands in the Markdown text: offset there, offset here.
    lines: Vec<(usize, usize)>,
    /// What the info string asks for.
    pub options: Vec<(&'static str, Spanned<String>)>,
    /// Whether it is to be drawn, and not shown as it is.
    pub is_drawn: bool,
    /// Whether it is shown as well where it is drawn.
    pub is_shown: bool,
    /// The picture that was put beside it, where there is one.
    pub beside: Option<Range<usize>>,
}

/// An image of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The words in its place.
    pub alt: String,
    /// The path of the model.
    pub target: String,
    /// Its title.
    pub title: String,
}

/// What is to be told of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub report: Report,
    /// The path of the model.
    pub target: Spanned<String>,
}

/// What can be told of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Its threats, mitigations and accepted risks.
    Register,
    /// What was asked of its elements, and what was not.
    Coverage,
}

impl Fence {
    /// The value of an option.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Spanned<String>> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Where a span of its text lies in the Markdown text, moved by some bytes; [`None`] where it has no text.
    #[must_use]
    pub fn place(&self, span: Span, by: isize) -> Option<Span> {
        let at = |offset: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).checked_sub(1)?;
            let (start, place) = self.lines[line];
            Some((place + offset - start).saturating_add_signed(by))
        };
        let Range { start, end } = span.range();
        let first = at(start)?;
        let last = if end > start { at(end - 1)? + 1 } else { first };
        Some(Span::new(FileId::default(), first, last))
    }
}

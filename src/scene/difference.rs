//! Two states of a model, laid over one another, to three pictures in which the same things stand at the same places:
//! both states in one, the old one, and the new one.
//!
//! What differs is told by a sign before its name, by the pattern of its outline and by its colour; the rest is faded.

use super::content::{self, Content};
use super::options::{Highlight, Options};
use super::{Colour, Fill, Node, Paint, Picture, Scene, Stroke, diagram, key, page};
use crate::diff::{Mark, Marks, Overlay};
use crate::layout::{self, ElementSize, Layout, Size, Sizes};
use crate::model::{BoundaryId, ElementId, FlowId, Model, Target, ThreatId};
use crate::source::Span;
use crate::threat::{self, Assessment};

/// The pictures of a difference.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Both states in one.
    pub both: Scene,
    /// The old state.
    pub before: Scene,
    /// The new state.
    pub after: Scene,
}

/// Which states a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Both,
    Before,
    After,
}

/// What a picture of a difference shows of it.
pub(super) struct Marked<'a> {
    pub marks: &'a Marks,
    pub shown: Shown,
}

impl Marked<'_> {
    /// Whether something is in the picture.
    pub(super) fn shows(&self, target: Target) -> bool {
        let mark = self.marks.of(target);
        match self.shown {
            Shown::Before => mark.is_old(),
            Shown::After => mark.is_new(),
            // Lines that only follow what moved would be drawn twice.
            Shown::Both => !(mark == Mark::Left && matches!(target, Target::Flow(_))),
        }
    }

    /// What became of something, where the picture tells.
    pub(super) fn mark(&self, target: Target) -> Mark {
        if self.shown == Shown::Both { self.marks.of(target) } else { Mark::Same }
    }

    /// The marks that the picture tells.
    pub(super) fn used(&self) -> Vec<Mark> {
        // The lines that only follow what moved are not drawn.
        let flows = self.marks.flows.iter().filter(|mark| **mark != Mark::Left);
        let all = self.marks.elements.iter().chain(&self.marks.boundaries).chain(flows);
        let told = [Mark::Added, Mark::Removed, Mark::Changed, Mark::Moved, Mark::Left];
        let used: Vec<Mark> = all.copied().collect();
        told.into_iter().filter(|mark| self.shown == Shown::Both && used.contains(mark)).collect()
    }
}

/// Draws both states. `options.highlight` is not looked at: what differs is what is highlighted.
#[must_use]
pub fn difference(overlay: &Overlay, options: &Options) -> Difference {
    let signed = signed(&overlay.new, &overlay.marks);
    let highlighted = Options { highlight: Some(highlight(overlay)), ..options.clone() };
    let plain = Options { highlight: None, ..options.clone() };
    let sides = [
        Side::of(&signed, &highlighted, Shown::Both),
        Side::of(&overlay.old, &plain, Shown::Before),
        Side::of(&overlay.new, &plain, Shown::After),
    ];
    let [both, before, after] = sides.each_ref().map(|side| &side.content.sizes);
    let sizes = larger(&larger(before, after), both);
    let layout = layout::layout(&overlay.new, &sizes, plain.wish(&overlay.new));
    let [both, before, after] = sides.map(|side| side.draw(&layout, &overlay.marks));
    Difference { both, before, after }
}

/// What one of the pictures is made of.
struct Side<'a> {
    model: &'a Model,
    assessment: Assessment,
    options: &'a Options,
    content: Content,
    shown: Shown,
}

impl<'a> Side<'a> {
    fn of(model: &'a Model, options: &'a Options, shown: Shown) -> Side<'a> {
        let assessment = threat::assess(model);
        let content = content::content(model, &assessment, options);
        Side { model, assessment, options, content, shown }
    }

    fn draw(mut self, layout: &Layout, marks: &Marks) -> Scene {
        self.content.fit(layout);
        // Two states have two files; a place in the text would not say in which.
        let place_of = |_: Span| String::new();
        let suffix = match self.shown {
            Shown::Both => "d",
            Shown::Before => "b",
            Shown::After => "a",
        };
        let picture = Picture {
            model: self.model,
            assessment: &self.assessment,
            options: self.options,
            place_of: &place_of,
            key: format!("{}{suffix}", key(self.model, self.options)),
            marked: Some(Marked { marks, shown: self.shown }),
        };
        let diagram = diagram::draw(&picture, &self.content, layout);
        page::compose(&picture, layout, diagram)
    }
}

/// What differs, and the threats on it.
fn highlight(overlay: &Overlay) -> Highlight {
    let marks = &overlay.marks;
    let elements = (0..marks.elements.len()).map(|index| Target::Element(ElementId(index)));
    let boundaries = (0..marks.boundaries.len()).map(|index| Target::Boundary(BoundaryId(index)));
    let flows = (0..marks.flows.len()).map(|index| Target::Flow(FlowId(index)));
    let differing = elements.chain(boundaries).chain(flows);
    let differing = differing.filter(|target| !matches!(marks.of(*target), Mark::Same | Mark::Left));
    let threats = (0..overlay.new.threats.len()).map(ThreatId);
    let differs = |id: &ThreatId| marks.threats.contains(&overlay.new.threats[id.0].id.value);
    Highlight::on(differing, threats.filter(differs))
}

/// The model with a sign before the name of all that differs.
fn signed(model: &Model, marks: &Marks) -> Model {
    let mut signed = model.clone();
    let put = |label: &mut String, mark: Mark| {
        if let Some(sign) = sign(mark) {
            let signed = if label.is_empty() { sign.to_owned() } else { format!("{sign} {label}") };
            *label = signed;
        }
    };
    for (element, mark) in signed.elements.iter_mut().zip(&marks.elements) {
        put(&mut element.label, *mark);
    }
    for (boundary, mark) in signed.boundaries.iter_mut().zip(&marks.boundaries) {
        put(&mut boundary.label, *mark);
    }
    for (flow, mark) in signed.flows.iter_mut().zip(&marks.flows) {
        put(&mut flow.label, *mark);
    }
    signed
}

/// The sign of a mark; nothing where there is nothing to tell.
pub(super) fn sign(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Same => None,
        Mark::Added => Some("+"),
        Mark::Removed => Some("−"),
        Mark::Changed => Some("~"),
        Mark::Moved => Some("→"),
        Mark::Left => Some("←"),
    }
}

/// What a mark means, for the legend and for those who listen.
pub(super) fn words(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "unchanged",
        Mark::Added => "added",
        Mark::Removed => "removed",
        Mark::Changed => "changed",
        Mark::Moved => "moved here",
        Mark::Left => "was here",
    }
}

/// The larger of two by place, where lists may be of different length.
fn each<T: Copy + Default>(one: &[T], other: &[T], larger: impl Fn(T, T) -> T) -> Vec<T> {
    let at = |list: &[T], index: usize| list.get(index).copied().unwrap_or_default();
    (0..one.len().max(other.len())).map(|index| larger(at(one, index), at(other, index))).collect()
}

/// Room for what needs more of two.
fn larger(one: &Sizes, other: &Sizes) -> Sizes {
    let size = |a: Size, b: Size| Size { width: a.width.max(b.width), height: a.height.max(b.height) };
    Sizes {
        elements: each(&one.elements, &other.elements, |a, b| ElementSize {
            shape: size(a.shape, b.shape),
            strip: size(a.strip, b.strip),
            radius: a.radius.max(b.radius),
        }),
        titles: each(&one.titles, &other.titles, size),
        labels: each(&one.labels, &other.labels, size),
        narrow_labels: each(&one.narrow_labels, &other.narrow_labels, |a, b| Some(size(a?, b?))),
    }
}

/// A node in the colour and pattern of a mark.
pub(super) fn marked(node: Node, mark: Mark) -> Node {
    let (colour, weight, dash) = match mark {
        Mark::Same => return node,
        Mark::Added => (Colour::Added, 1.8, None),
        Mark::Changed => (Colour::Altered, 1.5, None),
        Mark::Moved => (Colour::Altered, 1.5, Some((9.0, 3.0))),
        Mark::Removed | Mark::Left => (Colour::Removed, 1.2, Some((2.0, 3.0))),
    };
    let paint = |paint: Paint| {
        let stroke = |stroke: Stroke| match stroke.colour {
            Colour::Background | Colour::Ground(_) | Colour::Hairline => stroke,
            _ => Stroke { colour, width: stroke.width * weight, dash: dash.or(stroke.dash) },
        };
        let fill = |fill: Fill| if fill.colour == Colour::Flow { Fill { colour, ..fill } } else { fill };
        Paint { fill: paint.fill.map(fill), stroke: paint.stroke.map(stroke) }
    };
    match node {
        Node::Rect { x, y, width, height, radius, paint: is } => {
            Node::Rect { x, y, width, height, radius, paint: paint(is) }
        }
        Node::Path { pieces, paint: is } => Node::Path { pieces, paint: paint(is) },
        Node::Group { subject, title, reading, anchor, link, nodes } => {
            let title = if title.is_empty() { title } else { format!("{}: {title}", words(mark)) };
            let nodes = nodes.into_iter().map(|node| marked(node, mark)).collect();
            Node::Group { subject, title, reading, anchor, link, nodes }
        }
        text @ Node::Text { .. } => text,
    }
}

//! Boundaries, flows and elements where the layout put them.

use super::content::{
    BOUNDARY_TITLE, CHIP, CHIP_HEIGHT, Content, DOT, DataLine, ELEMENT_LABEL, ELEMENT_LEADING, ELEMENT_NOTE,
    FLOW_LABEL, FLOW_LEADING, FlowContent, NOTE_LEADING, TitleContent, flow_markers_width, pill_width,
};
use super::marker::{self, marker};
use super::{Anchor, Colour, Node, Paint, Piece, Subject, text};
use crate::layout::{Layout, Point, Rect};
use crate::model::{ElementKind, Flow, Model};
use crate::syntax::ast::Arrow;
use crate::text::width;
use crate::threat::Assessment;

/// The radius of the corners of a flow's line.
const BEND: f64 = 8.0;
/// Length and half the breadth of an arrowhead.
const HEAD: (f64, f64) = (10.0, 4.0);

/// Draws the diagram in the layout's coordinates: boundaries, then flows, then elements, then labels and markers.
pub(super) fn draw(
    model: &Model,
    assessment: &Assessment,
    content: &Content,
    layout: &Layout,
    line_of: &dyn Fn(u32) -> usize,
) -> Vec<Node> {
    let painter = Painter { model, assessment, layout, line_of };
    let mut nodes = Vec::new();
    for index in 0..model.boundaries.len() {
        nodes.push(painter.boundary(index, &content.titles[index]));
    }
    for index in 0..model.flows.len() {
        nodes.push(painter.flow(index));
    }
    for (index, element) in content.elements.iter().enumerate() {
        let element_node = painter.element(index, element);
        nodes.push(element_node);
    }
    for (index, flow) in content.flows.iter().enumerate() {
        nodes.extend(painter.flow_label(index, flow));
    }
    nodes
}

struct Painter<'a> {
    model: &'a Model,
    assessment: &'a Assessment,
    layout: &'a Layout,
    line_of: &'a dyn Fn(u32) -> usize,
}

impl Painter<'_> {
    fn boundary(&self, index: usize, title: &TitleContent) -> Node {
        let boundary = &self.model.boundaries[index];
        let place = self.layout.boundaries[index];
        let rect = place.rect;
        let mut nodes = vec![box_node(
            rect,
            10.0,
            Paint::dashed(Colour::Boundary, 1.5, (7.0, 5.0)).and_fill(Colour::Boundary, 0.035),
        )];
        let (x, mut y) = (f64::from(place.title.x), f64::from(place.title.y) + 12.0);
        for line in &title.lines {
            nodes.push(text(x, y, Anchor::Start, line, BOUNDARY_TITLE, Colour::Boundary));
            y += 16.0;
        }
        if let Some(trust) = &title.trust {
            let left = f64::from(place.title.right() - pill_width(trust));
            nodes.extend(pill(left, f64::from(place.title.y) - 1.0, trust, Colour::Boundary));
        }
        let trust = boundary.trust.map(|trust| format!(", trust {trust}")).unwrap_or_default();
        Node::Group {
            subject: Subject {
                role: "boundary",
                id: boundary.id.value.clone(),
                line: (self.line_of)(boundary.span.start),
            },
            title: format!("trust boundary {}{trust}", boundary.label),
            link: boundary.settings.text("link"),
            faded: boundary.settings.answer("out-of-scope").is_some(),
            nodes,
        }
    }

    fn flow(&self, index: usize) -> Node {
        let flow = &self.model.flows[index];
        let place = &self.layout.flows[index];
        let mut nodes = Vec::new();
        if place.points.len() >= 2 {
            let stroke = Paint::stroked(Colour::Flow, 1.5);
            nodes.push(Node::Path { pieces: line(&place.points, flow.arrow), paint: stroke });
            for (_, at) in &place.crossings {
                nodes.push(diamond(*at));
            }
            if let [.., before, last] = place.points.as_slice() {
                nodes.push(head(*before, *last));
            }
            if let ([first, second, ..], Arrow::Both) = (place.points.as_slice(), flow.arrow) {
                nodes.push(head(*second, *first));
            }
        }
        Node::Group {
            subject: Subject { role: "flow", id: flow.key.clone(), line: (self.line_of)(flow.span.start) },
            title: self.flow_title(flow),
            link: flow.settings.text("link"),
            faded: self.flow_is_faded(flow),
            nodes,
        }
    }

    fn flow_is_faded(&self, flow: &Flow) -> bool {
        let out = |settings: &crate::model::Settings| settings.answer("out-of-scope").is_some();
        out(&flow.settings)
            || out(&self.model.element(flow.from).settings)
            || out(&self.model.element(flow.to).settings)
    }

    fn flow_title(&self, flow: &Flow) -> String {
        let (from, to) = (&self.model.element(flow.from).label, &self.model.element(flow.to).label);
        let both = if flow.arrow == Arrow::Both { " and back" } else { "" };
        let what = if flow.label.is_empty() { String::new() } else { format!(": {}", flow.label) };
        let crossed: Vec<&str> = self
            .model
            .crossings(flow)
            .iter()
            .map(|crossing| self.model.boundary(crossing.boundary).label.as_str())
            .collect();
        let crosses = if crossed.is_empty() { String::new() } else { format!(" (crosses {})", crossed.join(", ")) };
        format!("flow from {from} to {to}{both}{what}{crosses}")
    }

    /// The label on a soft halo, with the flow's data under it and its threats before it.
    fn flow_label(&self, index: usize, content: &FlowContent) -> Option<Node> {
        let place = self.layout.flows[index].label?;
        let flow = &self.model.flows[index];
        let halo = Paint::filled(Colour::Background);
        let halo = Paint { fill: halo.fill.map(|fill| super::Fill { opacity: 0.86, ..fill }), ..halo };
        let mut nodes = vec![box_node(place, 4.0, halo)];
        let markers = flow_markers_width(content);
        let left = f64::from(place.x + 2 + markers);
        let inner = f64::from(place.width - 4 - markers);
        let chip = if content.data.is_some() { CHIP_HEIGHT + 2 } else { 0 };
        let text_height = i32::try_from(content.label.len()).unwrap_or(0) * FLOW_LEADING + chip;
        let mut y = f64::from(place.y + 1 + (place.height - 2 - text_height) / 2) + 10.5;
        let centred = content.markers.is_empty() && content.data.is_none();
        for line in &content.label {
            nodes.push(if centred {
                text(left + inner / 2.0, y, Anchor::Middle, line, FLOW_LABEL, Colour::Ink)
            } else {
                text(left, y, Anchor::Start, line, FLOW_LABEL, Colour::Ink)
            });
            y += f64::from(FLOW_LEADING);
        }
        if let Some(data) = &content.data {
            nodes.extend(data_chip(left, y - 9.0, data));
        }
        for (position, index) in content.markers.iter().enumerate() {
            let x = f64::from(place.x + 2 + marker::SIZE / 2) + position as f64 * f64::from(marker::PITCH);
            let assessed = &self.assessment.threats[*index];
            nodes.push(marker(self.model, assessed, x, f64::from(place.centre().y), self.line_of));
        }
        Some(Node::Group {
            subject: Subject { role: "label", id: flow.key.clone(), line: 0 },
            title: String::new(),
            link: None,
            faded: self.flow_is_faded(flow),
            nodes,
        })
    }

    fn element(&self, index: usize, content: &super::content::ElementContent) -> Node {
        let element = &self.model.elements[index];
        let rect = self.layout.elements[index];
        let mut nodes = outline(element.kind, rect);
        nodes.extend(element_text(rect, content));
        for (position, index) in content.markers.iter().enumerate() {
            let (row, column) = (position / content.markers_per_row, position % content.markers_per_row);
            let x = f64::from(rect.right() - 4 - marker::SIZE / 2) - column as f64 * f64::from(marker::PITCH);
            let y = f64::from(rect.y) - row as f64 * f64::from(marker::PITCH);
            nodes.push(marker(self.model, &self.assessment.threats[*index], x, y, self.line_of));
        }
        Node::Group {
            subject: Subject {
                role: element.kind.kind().keyword(),
                id: element.id.value.clone(),
                line: (self.line_of)(element.span.start),
            },
            title: format!("{} {}", role_words(element.kind), element.label),
            link: element.settings.text("link"),
            faded: element.settings.answer("out-of-scope").is_some(),
            nodes,
        }
    }
}

pub(super) fn role_words(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Entity => "external entity",
        ElementKind::Process => "process",
        ElementKind::Store => "data store",
    }
}

pub(super) fn box_node(rect: Rect, radius: f64, paint: Paint) -> Node {
    Node::Rect {
        x: f64::from(rect.x),
        y: f64::from(rect.y),
        width: f64::from(rect.width),
        height: f64::from(rect.height),
        radius,
        paint,
    }
}

/// The notation of data-flow diagrams: a rectangle, round ends, or two parallel lines.
pub(super) fn outline(kind: ElementKind, rect: Rect) -> Vec<Node> {
    match kind {
        ElementKind::Entity => {
            vec![box_node(rect, 0.0, Paint::stroked(Colour::EntityStroke, 1.5).and_fill(Colour::EntityFill, 1.0))]
        }
        ElementKind::Process => {
            let radius = f64::from(rect.height.min(64)) / 2.0;
            vec![box_node(rect, radius, Paint::stroked(Colour::ProcessStroke, 1.5).and_fill(Colour::ProcessFill, 1.0))]
        }
        ElementKind::Store => {
            let (left, right) = (f64::from(rect.x), f64::from(rect.right()));
            let edge = |y: i32| Node::Path {
                pieces: vec![Piece::Move(left, f64::from(y)), Piece::Line(right, f64::from(y))],
                paint: Paint::stroked(Colour::StoreStroke, 1.75),
            };
            vec![box_node(rect, 0.0, Paint::filled(Colour::StoreFill)), edge(rect.y), edge(rect.bottom())]
        }
    }
}

fn element_text(rect: Rect, content: &super::content::ElementContent) -> Vec<Node> {
    let count = |lines: usize| i32::try_from(lines).unwrap_or(0);
    let data = if content.data.is_some() { NOTE_LEADING } else { 0 };
    let height = count(content.label.len()) * ELEMENT_LEADING + count(content.note.len()) * NOTE_LEADING + data;
    let x = f64::from(rect.x) + f64::from(rect.width) / 2.0;
    let mut y = f64::from(rect.y) + f64::from(rect.height - height) / 2.0;
    let mut nodes = Vec::new();
    for line in &content.label {
        nodes.push(text(x, y + 13.0, Anchor::Middle, line, ELEMENT_LABEL, Colour::Ink));
        y += f64::from(ELEMENT_LEADING);
    }
    for line in &content.note {
        nodes.push(text(x, y + 11.0, Anchor::Middle, line, ELEMENT_NOTE, Colour::Muted));
        y += f64::from(NOTE_LEADING);
    }
    if let Some(data) = &content.data {
        let total = width(&data.text, CHIP) + f64::from(DOT);
        nodes.push(dot(x - total / 2.0 + 3.0, y + 7.5, data.colour));
        nodes.push(text(x - total / 2.0 + f64::from(DOT), y + 11.0, Anchor::Start, &data.text, CHIP, Colour::Muted));
    }
    nodes
}

pub(super) fn dot(x: f64, y: f64, colour: Colour) -> Node {
    Node::Rect { x: x - 3.0, y: y - 3.0, width: 6.0, height: 6.0, radius: 3.0, paint: Paint::filled(colour) }
}

fn pill(x: f64, y: f64, label: &str, colour: Colour) -> Vec<Node> {
    let width = f64::from(pill_width(label));
    let paint = Paint::stroked(colour, 0.75).and_fill(Colour::Background, 0.6);
    vec![
        Node::Rect { x, y, width, height: f64::from(CHIP_HEIGHT), radius: f64::from(CHIP_HEIGHT) / 2.0, paint },
        text(x + width / 2.0, y + 12.0, Anchor::Middle, label, CHIP, colour),
    ]
}

fn data_chip(x: f64, y: f64, data: &DataLine) -> Vec<Node> {
    let width = f64::from(pill_width(&data.text) + DOT);
    let paint = Paint::stroked(Colour::Hairline, 1.0).and_fill(Colour::Background, 1.0);
    vec![
        Node::Rect { x, y, width, height: f64::from(CHIP_HEIGHT), radius: f64::from(CHIP_HEIGHT) / 2.0, paint },
        dot(x + 10.0, y + f64::from(CHIP_HEIGHT) / 2.0, data.colour),
        text(x + 8.0 + f64::from(DOT), y + 12.0, Anchor::Start, &data.text, CHIP, Colour::Muted),
    ]
}

/// A small diamond where a flow crosses a border.
pub(super) fn diamond(at: Point) -> Node {
    let (x, y, half) = (f64::from(at.x), f64::from(at.y), 5.0);
    Node::Path {
        pieces: vec![
            Piece::Move(x, y - half),
            Piece::Line(x + half, y),
            Piece::Line(x, y + half),
            Piece::Line(x - half, y),
            Piece::Close,
        ],
        paint: Paint::stroked(Colour::Background, 1.0).and_fill(Colour::Boundary, 1.0),
    }
}

/// A flow's line with rounded corners. It stops inside its arrowheads, so that their points stay sharp.
fn line(points: &[Point], arrow: Arrow) -> Vec<Piece> {
    let mut corners: Vec<(f64, f64)> = points.iter().map(|point| (f64::from(point.x), f64::from(point.y))).collect();
    let last = corners.len() - 1;
    corners[last] = towards(corners[last], corners[last - 1], HEAD.0 * 0.6);
    if arrow == Arrow::Both {
        corners[0] = towards(corners[0], corners[1], HEAD.0 * 0.6);
    }
    let mut pieces = vec![Piece::Move(corners[0].0, corners[0].1)];
    for index in 1..last {
        let (before, at, after) = (corners[index - 1], corners[index], corners[index + 1]);
        let radius = BEND.min(distance(before, at) / 2.0).min(distance(at, after) / 2.0);
        let (entry, exit) = (towards(at, before, radius), towards(at, after, radius));
        pieces.push(Piece::Line(entry.0, entry.1));
        pieces.push(Piece::Curve(at.0, at.1, exit.0, exit.1));
    }
    pieces.push(Piece::Line(corners[last].0, corners[last].1));
    pieces
}

fn head(before: Point, tip: Point) -> Node {
    let (tip, before) = ((f64::from(tip.x), f64::from(tip.y)), (f64::from(before.x), f64::from(before.y)));
    let base = towards(tip, before, HEAD.0);
    let (dx, dy) = ((tip.1 - base.1) / HEAD.0 * HEAD.1, (base.0 - tip.0) / HEAD.0 * HEAD.1);
    Node::Path {
        pieces: vec![
            Piece::Move(tip.0, tip.1),
            Piece::Line(base.0 + dx, base.1 + dy),
            Piece::Line(base.0 - dx, base.1 - dy),
            Piece::Close,
        ],
        paint: Paint::filled(Colour::Flow),
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

/// The place `length` pixels from `from` in the direction of `to`.
fn towards(from: (f64, f64), to: (f64, f64), length: f64) -> (f64, f64) {
    let whole = distance(from, to);
    if whole < 0.001 {
        return from;
    }
    (from.0 + (to.0 - from.0) / whole * length, from.1 + (to.1 - from.1) / whole * length)
}

/// A short piece of flow, for the legend.
pub(super) fn sample_flow(x: f64, y: f64, length: f64) -> Vec<Node> {
    let at = |x: f64| Point { x: x.round() as i32, y: y.round() as i32 };
    let points = [at(x), at(x + length)];
    vec![
        Node::Path { pieces: line(&points, Arrow::Forward), paint: Paint::stroked(Colour::Flow, 1.5) },
        head(points[0], points[1]),
    ]
}

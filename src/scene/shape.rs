//! The notation: shapes of elements, lines and heads of flows, crossings, pills, chips and dots.

use super::content::{CHIP, CHIP_HEIGHT, DOT, DataLine, IMPORT_MARK, pill_width};
use super::{Anchor, Colour, Node, Paint, Piece, text};
use crate::layout::{Point, Rect};
use crate::model::ElementKind;
use crate::syntax::ast::Arrow;

/// The radius of the corners of a flow's line.
const BEND: f64 = 8.0;
/// Half the height of a crossing.
const DIAMOND: i32 = 5;
/// Length and half the breadth of an arrowhead.
const HEAD: (f64, f64) = (10.0, 4.0);
/// Half the thickness of an element's outline; a flow begins outside it.
const OUTLINE: f64 = 0.75;
/// Dash and gap of a reply's line.
const DOTTED: (f64, f64) = (2.0, 3.0);

/// How sensitive data is, as its dot shows it by shape and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sensitivity {
    /// Nobody has said.
    Unknown,
    /// Public.
    Public,
    /// Internal.
    Internal,
    /// Confidential.
    Confidential,
    /// Restricted.
    Restricted,
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

/// The corners of a trust boundary, in pixels.
pub(super) const BORDER_RADIUS: i32 = 10;

/// A trust boundary: a dashed border.
pub(super) fn border(rect: Rect, ground: Colour) -> Node {
    let paint = Paint::dashed(Colour::Boundary, 1.5, (7.0, 5.0)).and_fill(ground, 1.0);
    box_node(rect, f64::from(BORDER_RADIUS), paint)
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

/// A dot: round for restricted data, a triangle for confidential, a square for internal, a ring for the rest.
pub(super) fn dot(x: f64, y: f64, sensitivity: Sensitivity) -> Node {
    let square = |half: f64, radius: f64, paint: Paint| Node::Rect {
        x: x - half,
        y: y - half,
        width: 2.0 * half,
        height: 2.0 * half,
        radius,
        paint,
    };
    match sensitivity {
        Sensitivity::Restricted => square(3.25, 3.25, Paint::filled(Colour::Critical)),
        Sensitivity::Confidential => triangle(x, y),
        Sensitivity::Internal => square(2.5, 0.0, Paint::filled(Colour::Low)),
        Sensitivity::Public | Sensitivity::Unknown => square(2.5, 2.5, Paint::stroked(Colour::Muted, 1.25)),
    }
}

pub(super) fn pill(x: f64, y: f64, label: &str, colour: Colour) -> Vec<Node> {
    let width = f64::from(pill_width(label));
    let paint = Paint::stroked(colour, 0.75).and_fill(Colour::Background, 0.6);
    vec![
        Node::Rect { x, y, width, height: f64::from(CHIP_HEIGHT), radius: f64::from(CHIP_HEIGHT) / 2.0, paint },
        text(x + width / 2.0, y + 12.0, Anchor::Middle, label, CHIP, colour),
    ]
}

pub(super) fn data_chip(x: f64, y: f64, data: &DataLine) -> Vec<Node> {
    let width = f64::from(pill_width(&data.text) + DOT);
    let paint = Paint::stroked(Colour::Hairline, 1.0).and_fill(Colour::Background, 1.0);
    vec![
        Node::Rect { x, y, width, height: f64::from(CHIP_HEIGHT), radius: f64::from(CHIP_HEIGHT) / 2.0, paint },
        dot(x + 10.0, y + f64::from(CHIP_HEIGHT) / 2.0, data.sensitivity),
        text(x + 8.0 + f64::from(DOT), y + 12.0, Anchor::Start, &data.text, CHIP, Colour::Muted),
    ]
}

/// The mark of what is imported, an arrow that leaves a box: ten pixels each way from its top left corner.
pub(super) fn import_mark(x: f64, y: f64, colour: Colour) -> Vec<Node> {
    let line = |points: &[(f64, f64)]| {
        let place = |(at, (dx, dy)): (usize, &(f64, f64))| match at {
            0 => Piece::Move(x + dx, y + dy),
            _ => Piece::Line(x + dx, y + dy),
        };
        Node::Path { pieces: points.iter().enumerate().map(place).collect(), paint: Paint::stroked(colour, 1.25) }
    };
    vec![
        line(&[(4.0, 2.0), (0.75, 2.0), (0.75, 9.5), (8.25, 9.5), (8.25, 6.25)]),
        line(&[(4.0, 6.25), (9.5, 0.75)]),
        line(&[(5.75, 0.75), (9.5, 0.75), (9.5, 4.5)]),
    ]
}

/// The mark of what is imported, and what the file that declares it is called here.
pub(super) fn origin(x: f64, y: f64, label: &str, colour: Colour) -> Vec<Node> {
    let mut nodes = import_mark(x, y + 1.5, colour);
    nodes.push(text(x + f64::from(IMPORT_MARK), y + 11.0, Anchor::Start, label, CHIP, colour));
    nodes
}

fn triangle(x: f64, y: f64) -> Node {
    let pieces =
        vec![Piece::Move(x, y - 4.0), Piece::Line(x + 4.0, y + 3.0), Piece::Line(x - 4.0, y + 3.0), Piece::Close];
    Node::Path { pieces, paint: Paint::filled(Colour::High) }
}

/// A small diamond where a flow crosses a border.
pub(super) fn diamond(at: Point) -> Node {
    let paint = Paint::stroked(Colour::Background, 1.0).and_fill(Colour::Boundary, 1.0);
    let (x, y, half) = (f64::from(at.x), f64::from(at.y), f64::from(DIAMOND));
    Node::Path {
        pieces: vec![
            Piece::Move(x, y - half),
            Piece::Line(x + half, y),
            Piece::Line(x, y + half),
            Piece::Line(x - half, y),
            Piece::Close,
        ],
        paint,
    }
}

/// Where a line ends that comes from a point and has a crossing at its end.
pub(super) fn before_diamond(at: Point, from: Point) -> Point {
    let step = |to: i32, at: i32| (to - at).signum() * DIAMOND;
    Point { x: at.x + step(from.x, at.x), y: at.y + step(from.y, at.y) }
}

/// How a flow's line is drawn: dotted where it is a reply.
pub(super) fn flow_paint(reply: Reply) -> Paint {
    match reply {
        Reply::No => Paint::stroked(Colour::Flow, 1.5),
        Reply::Yes => Paint::dashed(Colour::Flow, 1.5, DOTTED),
    }
}

/// Whether a flow answers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    No,
    Yes,
}

/// A flow's line with rounded corners. It stops inside its arrowheads, so that their points stay sharp, and outside the
/// outline where it begins.
pub(super) fn line(points: &[Point], arrow: Arrow) -> Vec<Piece> {
    let mut corners: Vec<(f64, f64)> = points.iter().map(|point| (f64::from(point.x), f64::from(point.y))).collect();
    let last = corners.len() - 1;
    corners[last] = towards(corners[last], corners[last - 1], HEAD.0 * 0.6);
    let begin = if arrow == Arrow::Both { HEAD.0 * 0.6 } else { OUTLINE };
    corners[0] = towards(corners[0], corners[1], begin);
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

/// A thin line from a label to its flow's line, with a small dot there.
pub(super) fn leader(ends: [Point; 2]) -> Node {
    /// Half the side of the dot.
    const DOT: f64 = 2.0;
    let [(from_x, from_y), (to_x, to_y)] = ends.map(|at| (f64::from(at.x), f64::from(at.y)));
    Node::Path {
        pieces: vec![
            Piece::Move(from_x, from_y),
            Piece::Line(to_x, to_y),
            Piece::Move(to_x - DOT, to_y),
            Piece::Line(to_x, to_y - DOT),
            Piece::Line(to_x + DOT, to_y),
            Piece::Line(to_x, to_y + DOT),
            Piece::Close,
        ],
        paint: Paint::stroked(Colour::Muted, 0.75),
    }
}

pub(super) fn head(before: Point, tip: Point) -> Node {
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
pub(super) fn sample_flow(x: f64, y: f64, length: f64, reply: Reply) -> Vec<Node> {
    let at = |x: f64| Point { x: x.round() as i32, y: y.round() as i32 };
    let points = [at(x), at(x + length)];
    vec![Node::Path { pieces: line(&points, Arrow::Forward), paint: flow_paint(reply) }, head(points[0], points[1])]
}

//! Fading: the same shapes in quiet colours and thinner lines.
//!
//! Colours are exchanged instead of made transparent, so that faded text keeps its contrast.

use super::{Colour, Fill, Node, Paint, Stroke};

/// A node as it is drawn where it is out of scope, or not among what is highlighted.
pub(super) fn faded(node: Node) -> Node {
    match node {
        Node::Rect { x, y, width, height, radius, paint } => {
            Node::Rect { x, y, width, height, radius, paint: quiet(paint) }
        }
        Node::Path { pieces, paint } => Node::Path { pieces, paint: quiet(paint) },
        Node::Text { x, y, anchor, text, width, font, halo, .. } => {
            Node::Text { x, y, anchor, text, width, font, colour: Colour::Muted, halo }
        }
        Node::Group { subject, title, reading, anchor, link, nodes } => {
            Node::Group { subject, title, reading, anchor, link, nodes: nodes.into_iter().map(faded).collect() }
        }
    }
}

fn quiet(paint: Paint) -> Paint {
    if paint.fill.as_ref().is_some_and(|fill| is_marker(fill.colour)) {
        // Filled, it would be the heaviest of all.
        return Paint::stroked(Colour::Muted, 1.0).and_fill(Colour::Background, 1.0);
    }
    let fill = paint.fill.map(|fill| Fill { colour: inside(fill.colour), ..fill });
    let line = |stroke: Stroke| Stroke { colour: outline(stroke.colour), width: stroke.width * 0.7, ..stroke };
    Paint { fill, stroke: paint.stroke.map(line) }
}

/// Whether numbers and letters stand on this.
fn is_marker(colour: Colour) -> bool {
    matches!(colour, Colour::Critical | Colour::High | Colour::Medium | Colour::Low | Colour::Muted)
}

fn inside(colour: Colour) -> Colour {
    use Colour::{
        Added, Altered, Background, Boundary, Critical, EntityFill, EntityStroke, Flow, Ground, Hairline, High, Ink,
        Low, Medium, Muted, OnMarker, ProcessFill, ProcessStroke, Quiet, QuietFill, Removed, StoreFill, StoreStroke,
    };
    match colour {
        EntityFill | ProcessFill | StoreFill | QuietFill => QuietFill,
        Ink | Muted | Critical | High | Medium | Low => Muted,
        Flow | Boundary | EntityStroke | ProcessStroke | StoreStroke | Quiet => Quiet,
        Background | Ground(_) | Hairline | OnMarker | Added | Removed | Altered => colour,
    }
}

fn outline(colour: Colour) -> Colour {
    match colour {
        Colour::Background | Colour::Hairline | Colour::Added | Colour::Removed | Colour::Altered => colour,
        Colour::Critical | Colour::High | Colour::Medium | Colour::Low | Colour::Muted | Colour::OnMarker => {
            Colour::Muted
        }
        Colour::Ground(_)
        | Colour::Ink
        | Colour::Flow
        | Colour::Quiet
        | Colour::QuietFill
        | Colour::EntityFill
        | Colour::EntityStroke
        | Colour::ProcessFill
        | Colour::ProcessStroke
        | Colour::StoreFill
        | Colour::StoreStroke
        | Colour::Boundary => Colour::Quiet,
    }
}

//! Threat markers: a number in a shape that tells the severity, painted so that it tells the status.
//!
//! Octagon is critical, diamond high, circle medium, square low; filled is open, outlined mitigated, dashed accepted,
//! transferred or avoided. Shape and paint tell all without colour.

use super::{Anchor, Colour, Node, Paint, Piece, Subject, text};
use crate::model::Model;
use crate::text::Font;
use crate::threat::{Assessed, Severity, Status};

/// The side of the square that a marker fills, in pixels.
pub(super) const SIZE: i32 = 22;
/// From one marker to the next.
pub(super) const PITCH: i32 = 25;

/// A marker with its threat's sentence as its title, centred on a place.
pub(super) fn marker(model: &Model, assessed: &Assessed, x: f64, y: f64, line_of: &dyn Fn(u32) -> usize) -> Node {
    let threat = &model.threats[assessed.threat.0];
    let severity = assessed.severity.map_or("not rated", Severity::word);
    Node::Group {
        subject: Subject { role: "threat", id: threat.id.value.clone(), line: line_of(threat.span.start) },
        title: format!("{}. {} ({severity}, {})", assessed.number, threat.text, assessed.status.word()),
        link: threat.settings.text("link"),
        faded: false,
        nodes: shape_with_number(assessed, x, y),
    }
}

/// The shape and the number alone.
pub(super) fn shape_with_number(assessed: &Assessed, x: f64, y: f64) -> Vec<Node> {
    let colour = colour(assessed.severity);
    let mut nodes = vec![outline(assessed.severity, assessed.status, x, y)];
    let number = assessed.number.to_string();
    let font = Font::semibold(if number.len() > 2 { 8.5 } else { 10.5 });
    let on = if assessed.status == Status::Open && assessed.severity.is_some() { Colour::OnMarker } else { colour };
    nodes.push(text(x, y + font.size * 0.36, Anchor::Middle, &number, font, on));
    nodes
}

/// The shape alone, as the legend shows it.
pub(super) fn outline(severity: Option<Severity>, status: Status, x: f64, y: f64) -> Node {
    let colour = colour(severity);
    let paint = match status {
        _ if severity.is_none() => Paint::stroked(colour, 1.5).and_fill(Colour::Background, 1.0),
        Status::Open => Paint::filled(colour),
        Status::Mitigated => Paint::stroked(colour, 1.75).and_fill(Colour::Background, 1.0),
        Status::Accepted | Status::Transferred | Status::Avoided => {
            Paint::dashed(colour, 1.5, (3.0, 2.0)).and_fill(Colour::Background, 1.0)
        }
    };
    let half = f64::from(SIZE) / 2.0;
    match severity {
        Some(Severity::Critical) => {
            let (long, short) = (half - 0.5, (half - 0.5) * 0.414);
            let corners = [
                (-short, -long),
                (short, -long),
                (long, -short),
                (long, short),
                (short, long),
                (-short, long),
                (-long, short),
                (-long, -short),
            ];
            polygon(&corners, x, y, paint)
        }
        Some(Severity::High) => {
            polygon(&[(0.0, -half - 1.0), (half + 1.0, 0.0), (0.0, half + 1.0), (-half - 1.0, 0.0)], x, y, paint)
        }
        Some(Severity::Medium) => rounded(x, y, half - 1.0, half - 1.0, paint),
        Some(Severity::Low) => rounded(x, y, half - 2.0, 3.0, paint),
        None => rounded(x, y, half - 2.0, 7.0, paint),
    }
}

fn polygon(corners: &[(f64, f64)], x: f64, y: f64, paint: Paint) -> Node {
    let mut pieces: Vec<Piece> = corners.iter().map(|(dx, dy)| Piece::Line(x + dx, y + dy)).collect();
    if let Some((dx, dy)) = corners.first() {
        pieces[0] = Piece::Move(x + dx, y + dy);
    }
    pieces.push(Piece::Close);
    Node::Path { pieces, paint }
}

fn rounded(x: f64, y: f64, half: f64, radius: f64, paint: Paint) -> Node {
    Node::Rect { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half, radius, paint }
}

fn colour(severity: Option<Severity>) -> Colour {
    match severity {
        Some(Severity::Critical) => Colour::Critical,
        Some(Severity::High) => Colour::High,
        Some(Severity::Medium) => Colour::Medium,
        Some(Severity::Low) => Colour::Low,
        None => Colour::Muted,
    }
}

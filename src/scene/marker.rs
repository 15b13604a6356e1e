//! Threat markers: a number in a shape that tells the severity, painted so that it tells the status.
//!
//! Octagon is critical, diamond high, circle medium, square low, hexagon not rated; filled is open, outlined mitigated, dashed
//! accepted, transferred or avoided. Shape and paint tell all without colour.

use super::{Anchor, Colour, Node, Paint, Picture, Piece, Reading, Subject, haloed, text};
use crate::model::{Target, Threat};
use crate::text::{Font, width};
use crate::threat::{Assessed, Severity, Status};

/// The side of the square that a marker fills, in pixels.
pub(super) const SIZE: i32 = 22;
/// From one marker to the next.
pub(super) const PITCH: i32 = 26;
/// The height of the letters at a marker, with the space before them.
pub(super) const LETTERS_HEIGHT: i32 = 11;

const LETTERS: Font = Font::semibold(8.5);

/// The letters of a threat's categories: three at most, more end in a plus.
pub(super) fn letters(threat: &Threat) -> String {
    let letters: Vec<&str> = threat.categories.iter().map(|category| category.value.letter()).collect();
    if letters.len() > 3 { format!("{}+", letters[..2].concat()) } else { letters.concat() }
}

/// From one marker to the next where letters of this kind stand at them.
pub(super) fn pitch<'a>(letters: impl IntoIterator<Item = &'a str>) -> i32 {
    letters.into_iter().map(|letters| width(letters, LETTERS).ceil() as i32 + 5).fold(PITCH, i32::max)
}

/// On which side of a marker its letters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// A marker to draw.
pub(super) struct Mark<'a> {
    pub assessed: &'a Assessed,
    /// What it stands on.
    pub target: Target,
    /// The middle of its shape.
    pub x: f64,
    pub y: f64,
    /// The letters at it, on which side, and what is behind them; empty shows none.
    pub letters: &'a str,
    pub side: Side,
    pub ground: Colour,
}

/// A marker with its threat's sentence as its title. It leads to the threat's entry, or where none is shown to the
/// threat's own link. `earlier` counts the markers of the same threat before this one.
pub(super) fn marker(picture: &Picture, mark: &Mark, earlier: usize) -> Node {
    let threat = &picture.model.threats[mark.assessed.threat.0];
    let severity = mark.assessed.severity.map_or("not rated", Severity::word);
    let mut nodes = shape_with_number(mark.assessed, mark.x, mark.y);
    if !mark.letters.is_empty() {
        let y = match mark.side {
            Side::Above => mark.y - f64::from(SIZE) / 2.0 - 4.0,
            Side::Below => mark.y + f64::from(SIZE) / 2.0 + 9.0,
        };
        nodes.push(haloed(text(mark.x, y, Anchor::Middle, mark.letters, LETTERS, Colour::Ink), mark.ground));
    }
    // Identifiers hold no dots, so this is nobody else's.
    let repeat = if earlier == 0 { String::new() } else { format!(".{}", earlier + 1) };
    Node::Group {
        subject: Subject { role: "threat", id: threat.id.value.clone(), source: (picture.place_of)(threat.span) },
        title: format!(
            "threat {}: {} ({severity}, {}) on {}",
            mark.assessed.number,
            threat.text,
            mark.assessed.status.word(),
            picture.model.target_key(mark.target)
        ),
        reading: Reading::Symbol,
        anchor: format!("{}{repeat}", picture.marker_anchor(&threat.id.value)),
        link: if picture.shows(super::Layer::List) {
            Some(format!("#{}", picture.entry_anchor(&threat.id.value)))
        } else {
            threat.settings.text("link")
        },
        nodes,
    }
}

/// The shape and the number alone.
pub(super) fn shape_with_number(assessed: &Assessed, x: f64, y: f64) -> Vec<Node> {
    let colour = colour(assessed.severity);
    let mut nodes = outline(assessed.severity, assessed.status, x, y);
    let number = assessed.number.to_string();
    let font = Font::semibold(if number.len() > 2 { 8.5 } else { 10.5 });
    let on = if assessed.status == Status::Open { Colour::OnMarker } else { colour };
    nodes.push(text(x, y + font.size * 0.36, Anchor::Middle, &number, font, on));
    nodes
}

/// The shape alone, as the legend shows it.
pub(super) fn outline(severity: Option<Severity>, status: Status, x: f64, y: f64) -> Vec<Node> {
    let colour = colour(severity);
    let paint = match status {
        Status::Open => Paint::filled(colour),
        Status::Mitigated => Paint::stroked(colour, 1.75).and_fill(Colour::Background, 1.0),
        Status::Accepted | Status::Transferred | Status::Avoided => {
            Paint::dashed(colour, 1.5, (3.0, 2.0)).and_fill(Colour::Background, 1.0)
        }
    };
    let half = f64::from(SIZE) / 2.0;
    match severity {
        // A second line inside tells the octagon from the circle where both are small and black.
        Some(Severity::Critical) if status == Status::Open => {
            vec![octagon(x, y, half, paint), octagon(x, y, half - 2.25, Paint::stroked(Colour::OnMarker, 0.9))]
        }
        Some(Severity::Critical) => {
            vec![octagon(x, y, half - 0.5, paint), octagon(x, y, half - 3.0, Paint::stroked(colour, 0.75))]
        }
        Some(Severity::High) => {
            let long = half + 1.0;
            vec![polygon(&[(0.0, -long), (long, 0.0), (0.0, long), (-long, 0.0)], x, y, paint)]
        }
        Some(Severity::Medium) => vec![rounded(x, y, half - 1.0, half - 1.0, paint)],
        Some(Severity::Low) => vec![rounded(x, y, half - 2.0, 3.0, paint)],
        None => {
            let (long, short, high) = (half, half * 0.5, half * 0.866);
            let corners = [(-long, 0.0), (-short, -high), (short, -high), (long, 0.0), (short, high), (-short, high)];
            vec![polygon(&corners, x, y, paint)]
        }
    }
}

fn octagon(x: f64, y: f64, long: f64, paint: Paint) -> Node {
    let short = long * 0.414;
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

/// The colour of a severity.
pub(super) fn colour(severity: Option<Severity>) -> Colour {
    match severity {
        Some(Severity::Critical) => Colour::Critical,
        Some(Severity::High) => Colour::High,
        Some(Severity::Medium) => Colour::Medium,
        Some(Severity::Low) => Colour::Low,
        None => Colour::Muted,
    }
}

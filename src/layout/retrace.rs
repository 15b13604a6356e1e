//! The ways that lines went in an earlier drawing, where things have moved a little since.

use super::earlier::Kept;
use super::geometry::{Point, Rect};
use super::nest::Placement;

/// What is known of an earlier drawing, before its lines got lanes of their own.
#[derive(Clone, Copy)]
pub(super) struct Ways<'a> {
    /// Where things stood.
    pub kept: &'a Kept,
    /// By flow of the later model: the corners of its line.
    pub lines: &'a [Option<Vec<Point>>],
}

/// The corners that a flow's line had, moved along with what it ends at and runs along; none where it would have to run
/// another way. `ends` are the elements that it joins; `kept` is where things stood then.
pub(super) fn retraced(way: &[Point], ends: (usize, usize), kept: &Kept, placement: &Placement) -> Option<Vec<Point>> {
    let moved = |element: usize| {
        let before = (*kept.elements.get(element)?)?;
        Some(placement.elements[element].centre().seen_from(before.centre()))
    };
    let (from, to) = (moved(ends.0)?, moved(ends.1)?);
    let last = way.len().checked_sub(2)?;
    let mut pieces: Vec<Piece> = Vec::with_capacity(way.len() - 1);
    for (index, pair) in way.windows(2).enumerate() {
        let is_upright = pair[0].x == pair[1].x;
        let across = |point: Point| if is_upright { point.x } else { point.y };
        let by = match index {
            0 if last == 0 && across(from) != across(to) => return None,
            0 => across(from),
            _ if index == last => across(to),
            _ => moved_beside(Rect::spanning(pair[0], pair[1]), is_upright, kept, placement),
        };
        pieces.push(Piece { is_upright, at: across(pair[0]) + by });
    }
    let (first, end) = (pieces.first()?, pieces.last()?);
    let mut points = vec![first.end_at(way[0], from)];
    points.extend(pieces.windows(2).map(|pair| pair[0].meeting(pair[1])));
    points.push(end.end_at(way[last + 1], to));
    let heads = |pair: &[Point]| ((pair[1].x - pair[0].x).signum(), (pair[1].y - pair[0].y).signum());
    way.windows(2).map(heads).eq(points.windows(2).map(heads)).then_some(points)
}

/// A straight piece of a line, and where it lies across.
#[derive(Clone, Copy)]
struct Piece {
    is_upright: bool,
    at: i32,
}

impl Piece {
    /// Where the line ends that has moved along with its element.
    fn end_at(self, before: Point, by: Point) -> Point {
        let point = before.shifted(by);
        if self.is_upright { Point { x: self.at, ..point } } else { Point { y: self.at, ..point } }
    }

    fn meeting(self, next: Piece) -> Point {
        if self.is_upright { Point { x: self.at, y: next.at } } else { Point { x: next.at, y: self.at } }
    }
}

/// How far the side has moved that a straight piece of a line runs along: of those beside it the nearest.
fn moved_beside(piece: Rect, is_upright: bool, kept: &Kept, placement: &Placement) -> i32 {
    let turned = |rect: Rect| if is_upright { rect } else { rect.transposed() };
    let piece = turned(piece);
    let elements = kept.elements.iter().zip(&placement.elements);
    let boundaries = kept.boundaries.iter().zip(placement.boundaries.iter().map(|place| &place.rect));
    let things = elements.chain(boundaries).filter_map(|(before, now)| Some((turned((*before)?), turned(*now))));
    let beside = things.filter(|(before, _)| before.y <= piece.bottom() && piece.y <= before.bottom());
    let sides = beside.flat_map(|(before, now)| [(before.x, now.x), (before.right(), now.right())]);
    let nearest = sides.min_by_key(|(before, _)| (before - piece.x).abs());
    nearest.map_or(0, |(before, now)| now - before)
}

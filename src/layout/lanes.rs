//! Lines that lie on one another to lines beside one another: each gets a lane of its own, and the drawing is pulled apart
//! where lanes are added.
//!
//! What is to the right of a track moves right by the lanes that the track gets, what is below moves down, so nothing can
//! come to lie on anything, and no line to run through anything, that it did not before. Where the ends of lines share a
//! place on an element, the element grows.

use super::compact::{Drawing, leans};
use super::geometry::{Point, Rect, Size};
use super::nest::title_at;
use super::skyline::Skyline;
use super::{LATTICE, STEP};

/// A straight piece of a line, on an upright track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    track: i32,
    /// Pieces go from left to right in this order, in which they cross little.
    order: (i32, i32),
    flow: usize,
    /// Which of its line's pieces it is.
    index: usize,
    top: i32,
    bottom: i32,
    /// How many lanes it stands behind the one before: two leave room for its label.
    room: i32,
}

/// Where everything goes along an axis.
struct Lanes {
    /// By flow and piece: where it goes, for those on upright tracks.
    places: Vec<Vec<i32>>,
    /// Tracks with how far what is behind each moves.
    moved: Vec<(i32, i32)>,
}

/// The drawing with no line on another, and room above its longest level piece for the label of each. Labels are to be placed
/// anew.
pub(super) fn parted(mut drawing: Drawing, labels: &[Size]) -> Drawing {
    let (upright, level) = (Lanes::of(&drawing.routes, &[]), Lanes::of(&transposed(&drawing.routes), labels));
    let rects: Vec<Rect> = drawing.placement.elements.clone();
    widen(&mut drawing, &upright, Anchor::High);
    drawing.transpose();
    widen(&mut drawing, &level, Anchor::Low);
    drawing.transpose();
    for (strip, rect) in drawing.strips.iter_mut().zip(&drawing.placement.elements) {
        *strip = Rect { x: rect.right() - strip.width, y: rect.y - strip.height, ..*strip };
    }
    for (flow, route) in drawing.routes.iter_mut().enumerate() {
        let count = route.len();
        let old = route.clone();
        for (index, pair) in old.windows(2).enumerate() {
            for point in &mut route[index..=index + 1] {
                if pair[0].x == pair[1].x {
                    point.x = upright.places[flow][index];
                } else {
                    point.y = level.places[flow][index];
                }
            }
        }
        let (from, to) = drawing.ends[flow];
        for (at, next, element) in [(0, 1, from), (count.wrapping_sub(1), count.wrapping_sub(2), to)] {
            if let (Some(end), Some(other)) = (old.get(at), old.get(next)) {
                on_side(&mut route[at], (*end, *other), rects[element], drawing.placement.elements[element]);
            }
        }
    }
    bring_titles_home(&mut drawing);
    drawing
}

/// Puts titles back into the corners of their boundaries, from which lanes further down have moved them.
fn bring_titles_home(drawing: &mut Drawing) {
    let routes = &drawing.routes;
    for place in &mut drawing.placement.boundaries {
        let home = title_at(place.rect, place.title.size());
        let around = home.grown(STEP);
        if !routes.iter().flat_map(|route| route.windows(2)).any(|pair| around.cut_by(pair[0], pair[1])) {
            place.title = home;
        }
    }
}

/// Leads the end of a line to the same side of its element as before.
fn on_side(point: &mut Point, (end, next): (Point, Point), before: Rect, after: Rect) {
    if end.y == next.y {
        point.x = if 2 * end.x > before.x + before.right() { after.right() } else { after.x };
    } else {
        point.y = if 2 * end.y > before.y + before.bottom() { after.bottom() } else { after.y };
    }
}

fn transposed(routes: &[Vec<Point>]) -> Vec<Vec<Point>> {
    routes.iter().map(|route| route.iter().map(|point| point.transposed()).collect()).collect()
}

impl Lanes {
    /// The lanes of upright tracks; `labels` are those that stand beside them.
    fn of(routes: &[Vec<Point>], labels: &[Size]) -> Lanes {
        let mut places: Vec<Vec<i32>> = routes.iter().map(|route| vec![0; route.len().saturating_sub(1)]).collect();
        let label = |flow: usize| labels.get(flow).copied().unwrap_or_default();
        let pieces = |(flow, route): (usize, &Vec<Point>)| pieces(flow, route, label(flow));
        let mut pieces: Vec<Piece> = routes.iter().enumerate().flat_map(pieces).collect();
        pieces.sort_unstable();
        let mut moved = Vec::new();
        let mut shift = 0;
        for on_track in pieces.chunk_by(|a, b| a.track == b.track) {
            let mut skyline = Skyline::default();
            let mut most = 0;
            for piece in on_track {
                // Ends that touch lie on one another, too.
                let (top, bottom) = (piece.top, piece.bottom + 1);
                let lane = skyline.seen(top, bottom).last().map_or(0, |lane| *lane as i32 + piece.room);
                skyline.cover(top, bottom, lane.unsigned_abs() as usize);
                most = most.max(lane);
                places[piece.flow][piece.index] = piece.track + shift + lane * LATTICE;
            }
            if most > 0 {
                shift += most * LATTICE;
                moved.push((on_track[0].track, shift));
            }
        }
        Lanes { places, moved }
    }

    /// Where something at a place goes: behind all lanes of the tracks before it.
    fn place(&self, at: i32) -> i32 {
        let before = self.moved.partition_point(|(track, _)| *track < at);
        at + before.checked_sub(1).map_or(0, |index| self.moved[index].1)
    }
}

/// The pieces of a line that are upright; a label of that size stands at the longest of them, if that is long enough.
fn pieces(flow: usize, route: &[Point], label: Size) -> Vec<Piece> {
    let length = |pair: &[Point]| if pair[0].x == pair[1].x { (pair[0].y - pair[1].y).abs() } else { 0 };
    let longest = route.windows(2).map(length).max().unwrap_or(0);
    let is_labelled = label.height > 0 && longest >= label.width + LATTICE;
    let piece = |(index, pair): (usize, &[Point])| {
        if pair[0].x != pair[1].x {
            return None;
        }
        let leans = leans(route, index);
        let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
        let side = leans[0] + leans[1];
        // Of those that turn to the same side twice, the shorter one is nearer to it; of those that go on like stairs, the
        // one that turns first leaves room for the next.
        let within = match leans {
            [-1, -1] => bottom - top,
            [1, 1] => top - bottom,
            [-1, _] => -top,
            [1, _] => top,
            [_, -1] => bottom,
            [_, 1] => -bottom,
            _ => 0,
        };
        let room = if is_labelled && bottom - top == longest { 1 + (label.height + 7) / LATTICE } else { 1 };
        Some(Piece { track: pair[0].x, order: (side, within), flow, index, top, bottom, room })
    };
    route.windows(2).enumerate().filter_map(piece).collect()
}

/// Pulls everything but lines apart along x.
fn widen(drawing: &mut Drawing, lanes: &Lanes, anchor: Anchor) {
    let stretched = |rect: Rect| {
        let x = lanes.place(rect.x);
        Rect { x, width: lanes.place(rect.right()) - x, ..rect }
    };
    let used = used(drawing, lanes);
    for ((rect, strip), used) in drawing.placement.elements.iter_mut().zip(&drawing.strips).zip(used) {
        let kept = if strip.width > 0 && strip.height > 0 { anchor } else { Anchor::Middle };
        *rect = shrunk(*rect, stretched(*rect), used, kept);
    }
    for place in &mut drawing.placement.boundaries {
        place.rect = stretched(place.rect);
        place.title.x = lanes.place(place.title.x);
    }
    drawing.placement.bounds = stretched(drawing.placement.bounds);
}

/// By element: between which places it must stay, for the sake of the lines that end at its top and bottom.
fn used(drawing: &Drawing, lanes: &Lanes) -> Vec<Option<(i32, i32)>> {
    let mut used: Vec<Option<(i32, i32)>> = vec![None; drawing.placement.elements.len()];
    for (flow, (route, (from, to))) in drawing.routes.iter().zip(&drawing.ends).enumerate() {
        let Some(last) = route.len().checked_sub(2) else { continue };
        for (index, element) in [(0, *from), (last, *to)] {
            let at = route[index].x;
            if route[index + 1].x == at {
                let (rect, place) = (drawing.placement.elements[element], lanes.places[flow][index]);
                let (low, high) = (place - (at - rect.x), place + (rect.right() - at));
                let known = used[element].unwrap_or((low, high));
                used[element] = Some((known.0.min(low), known.1.max(high)));
            }
        }
    }
    used
}

/// Which end of an element stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    Low,
    Middle,
    High,
}

/// An element no wider than it must be, within the room that it has now.
fn shrunk(before: Rect, room: Rect, used: Option<(i32, i32)>, anchor: Anchor) -> Rect {
    let (low, high) = used.unwrap_or(match anchor {
        Anchor::Low => (room.x, room.x),
        Anchor::High => (room.right(), room.right()),
        Anchor::Middle => {
            let middle = room.x + (room.width - before.width) / 2 / LATTICE * LATTICE;
            (middle, middle + before.width)
        }
    });
    let (low, high) = match anchor {
        Anchor::Low => (room.x, high),
        Anchor::Middle => (low, high),
        Anchor::High => (low, room.right()),
    };
    let width = (high - low).max(before.width).min(room.width);
    let x = match anchor {
        Anchor::High => high - width,
        // Where there are too few lines to need all of its width, they stay as near to its middle as they were.
        Anchor::Low | Anchor::Middle => low.min(room.right() - width),
    };
    Rect { x, width, ..before }
}

#[cfg(test)]
mod tests {
    use super::super::nest::Placement;
    use super::*;

    fn drawing(routes: &[&[(i32, i32)]], elements: &[Rect], ends: &[(usize, usize)]) -> Drawing {
        let point = |(x, y): &(i32, i32)| Point { x: *x, y: *y };
        Drawing {
            placement: Placement { elements: elements.to_vec(), ..Placement::default() },
            strips: vec![Rect::default(); elements.len()],
            routes: routes.iter().map(|route| route.iter().map(point).collect()).collect(),
            labels: vec![None; routes.len()],
            ends: ends.to_vec(),
            ..Drawing::default()
        }
    }

    #[test]
    fn two_lines_between_the_same_ports_get_a_lane_each_and_their_elements_grow() {
        let elements = [Rect { x: 0, y: 0, width: 96, height: 48 }, Rect { x: 200, y: 0, width: 96, height: 48 }];
        let line: &[(i32, i32)] = &[(96, 16), (200, 16)];
        let back: &[(i32, i32)] = &[(200, 16), (96, 16)];
        let parted = parted(drawing(&[line, line, back], &elements, &[(0, 1), (0, 1), (1, 0)]), &[]);
        assert_eq!(parted.overlaid(), 0);
        assert_eq!(parted.placement.elements[0].height, 48 + 2 * LATTICE);
        assert_eq!(parted.placement.elements[0].width, 96);
        let y = 16 + 2 * LATTICE;
        assert_eq!(parted.routes[2], [Point { x: 200, y }, Point { x: 96, y }]);
    }

    #[test]
    fn an_element_that_only_stands_in_the_way_keeps_its_size() {
        let elements = [
            Rect { x: 0, y: 0, width: 96, height: 48 },
            Rect { x: 0, y: 400, width: 96, height: 48 },
            Rect { x: 0, y: 800, width: 96, height: 48 },
        ];
        let line: &[(i32, i32)] = &[(48, 48), (48, 400)];
        let parted = parted(drawing(&[line, line], &elements, &[(0, 1), (0, 1)]), &[]);
        assert_eq!(parted.placement.elements.iter().map(|rect| rect.width).collect::<Vec<_>>(), [112, 112, 96]);
    }
}

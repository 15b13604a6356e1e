//! Lines that lead from a label to its flow, where the label does not stand by it or stands nearer to another one.

use super::STEP;
use super::geometry::{Point, Rect};
use super::index::Index;
use super::obstacles::Obstacle;

/// A label nearer to its line than this stands by it, whatever else is near, in pixels.
const BESIDE: i32 = 4;

/// A label further from its line than this seems to belong to nothing.
const FAR: i32 = 14;

/// How many ways of a leader are looked at, the shortest first.
const MOST_WAYS: usize = 40;

/// The distance of places on a line to which leaders may lead.
const SPACING: usize = 16;

/// What a leader may be longer to cross one line less, and to cover one thing less, in pixels.
const CROSSING: i32 = 60;
const COVERING: i32 = 400;

/// A leader nearer than this to a border along which it runs reads as one with it, in pixels.
const ALONG: i32 = 4;

/// A thin straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leader {
    /// On the label and on the line.
    pub ends: [Point; 2],
    /// Whether it runs through an element, a title or another label, or along a border.
    pub covers: bool,
}

impl Leader {
    pub(super) fn length(&self) -> i32 {
        let [label, line] = self.ends;
        (label.x - line.x).abs().max((label.y - line.y).abs())
    }
}

/// How far the nearest piece of a label's own line is, in pixels.
fn away(route: &[Point], label: Rect) -> Option<i32> {
    pieces(route).map(|piece| label.distance(piece)).min()
}

/// Whether a label seems to belong to nothing.
pub(super) fn is_far(route: &[Point], label: Rect) -> bool {
    away(route, label).is_some_and(|away| away > FAR)
}

/// How far from a label lines are, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Distances {
    /// Its own.
    pub own: i32,
    /// Another flow's, where it is not much farther.
    pub other: i32,
}

impl Distances {
    pub(super) fn of(route: &[Point], flow: usize, label: Rect, obstacles: &Index<Obstacle>) -> Distances {
        let own = away(route, label).unwrap_or(0);
        let distance = |(piece, obstacle): (Rect, Obstacle)| {
            matches!(obstacle, Obstacle::Line(other) if other != flow).then(|| label.distance(piece))
        };
        let others = obstacles.touching(label.grown(own + own.min(FAR) + 1)).filter_map(distance);
        Distances { own, other: others.min().unwrap_or(i32::MAX) }
    }

    /// Whether the label is nearer to another flow's line than to its own.
    pub(super) fn are_astray(self) -> bool {
        self.other < self.own.max(1)
    }

    /// Whether the label has to be led to its line.
    pub(super) fn are_led(self) -> bool {
        self.own > FAR || self.own > BESIDE && self.are_astray()
    }
}

/// Whether a label has to be led to its flow's line.
pub(super) fn is_led(route: &[Point], flow: usize, label: Rect, obstacles: &Index<Obstacle>) -> bool {
    Distances::of(route, flow, label, obstacles).are_led()
}

/// What leads from a label to its flow's line: something short that crosses few other lines, and covers nothing.
pub(super) fn leader(route: &[Point], flow: usize, label: Rect, obstacles: &Index<Obstacle>) -> Option<Leader> {
    let length = |[from, to]: [Point; 2]| (from.x - to.x).abs() + (from.y - to.y).abs();
    let straight = pieces(route).map(|piece| to_piece(label, piece));
    let mut ways: Vec<[Point; 2]> = straight.chain(pieces(route).flat_map(|piece| to_places(label, piece))).collect();
    // Of those that are alike, the one from nearest to the middle of the label.
    ways.sort_by_key(|ends| (length(*ends), length([ends[0], label.centre()])));
    ways.truncate(MOST_WAYS);
    let mut best: Option<(i32, Leader)> = None;
    for ends in ways {
        if best.is_some_and(|(cost, _)| cost <= length(ends)) {
            break;
        }
        let (crossed, covered) = met(ends, flow, obstacles);
        let cost = length(ends) + CROSSING * crossed + COVERING * covered;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, Leader { ends, covers: covered > 0 }));
        }
    }
    best.map(|(_, leader)| leader)
}

/// How many pieces of other lines a leader crosses, and how many other things it covers.
fn met(ends: [Point; 2], flow: usize, obstacles: &Index<Obstacle>) -> (i32, i32) {
    let (mut crossed, mut covered) = (0, 0);
    let along = |border: Rect| {
        let near = border.grown(ALONG);
        near.contains(ends[0]) && near.contains(ends[1])
    };
    for (rect, obstacle) in obstacles.touching(Rect::spanning(ends[0], ends[1]).grown(ALONG)) {
        match obstacle {
            Obstacle::Line(other) if other == flow => {}
            Obstacle::Label(other) if other == flow => {}
            Obstacle::Line(_) => crossed += i32::from(meets(ends, rect)),
            Obstacle::Border => covered += i32::from(along(rect)),
            Obstacle::Element | Obstacle::Title | Obstacle::Label(_) => covered += i32::from(meets(ends, rect)),
        }
    }
    (crossed, covered)
}

/// From a label to a piece of its flow's line.
fn to_piece(label: Rect, piece: Rect) -> [Point; 2] {
    // Where the two lie side by side, from the middle of what they share; else from corner to end.
    let meet = |low: i32, high: i32, [other_low, other_high]: [i32; 2]| {
        let middle = i32::midpoint(low.max(other_low), high.min(other_high));
        (middle.clamp(low, high), middle.clamp(other_low, other_high))
    };
    let (from_x, to_x) = meet(label.x, label.right(), off_bends(piece.x, piece.right()));
    let (from_y, to_y) = meet(label.y, label.bottom(), off_bends(piece.y, piece.bottom()));
    [Point { x: from_x, y: from_y }, Point { x: to_x, y: to_y }]
}

/// From a label straight to places on a piece of its flow's line.
fn to_places(label: Rect, piece: Rect) -> impl Iterator<Item = [Point; 2]> {
    let [[left, right], [top, bottom]] = [off_bends(piece.x, piece.right()), off_bends(piece.y, piece.bottom())];
    let places =
        (left..=right).step_by(SPACING).flat_map(move |x| (top..=bottom).step_by(SPACING).map(move |y| Point { x, y }));
    places.map(move |to| {
        let from = Point { x: to.x.clamp(label.x, label.right()), y: to.y.clamp(label.y, label.bottom()) };
        [from, to]
    })
}

/// Whether a leader meets a rectangle, or a piece of a line.
fn meets([from, to]: [Point; 2], rect: Rect) -> bool {
    let around = Rect::spanning(from, to);
    let touches =
        around.x <= rect.right() && rect.x <= around.right() && around.y <= rect.bottom() && rect.y <= around.bottom();
    if !touches {
        return false;
    }
    let side = |x: i32, y: i32| {
        let (along, across) = (to.seen_from(from), Point { x, y }.seen_from(from));
        (i64::from(along.x) * i64::from(across.y) - i64::from(along.y) * i64::from(across.x)).signum()
    };
    let corners = [(rect.x, rect.y), (rect.right(), rect.y), (rect.x, rect.bottom()), (rect.right(), rect.bottom())];
    // Where all corners lie on one side of it, it passes.
    let sides = corners.map(|(x, y)| side(x, y));
    !(sides.iter().all(|side| *side > 0) || sides.iter().all(|side| *side < 0))
}

/// The part of a piece of a line that no rounded bend takes away, where there is any.
fn off_bends(low: i32, high: i32) -> [i32; 2] {
    if high - low > 2 * STEP { [low + STEP, high - STEP] } else { [low, high] }
}

fn pieces(route: &[Point]) -> impl Iterator<Item = Rect> {
    route.windows(2).map(|pair| Rect::spanning(pair[0], pair[1]))
}

#[cfg(test)]
mod tests {
    use super::super::nest::Placement;
    use super::super::obstacles::obstacles;
    use super::*;

    const LABEL: Rect = Rect { x: 0, y: 0, width: 60, height: 20 };

    fn to(x: i32, y: i32, width: i32, height: i32) -> [(i32, i32); 2] {
        to_piece(LABEL, Rect { x, y, width, height }).map(|at| (at.x, at.y))
    }

    #[test]
    fn a_leader_is_straight_where_label_and_line_stand_side_by_side() {
        assert_eq!(to(100, -50, 0, 200), [(60, 10), (100, 10)]);
        assert_eq!(to(-50, 60, 200, 0), [(30, 20), (30, 60)]);
    }

    /// The flow's line, other lines, and elements.
    fn around(routes: &[Vec<Point>], elements: &[Rect]) -> Index<Obstacle> {
        let placement = Placement { elements: elements.to_vec(), ..Placement::default() };
        obstacles(&placement, &[], routes, &[Some(LABEL)])
    }

    fn level(y: i32) -> Vec<Point> {
        vec![Point { x: -200, y }, Point { x: 200, y }]
    }

    #[test]
    fn a_leader_goes_where_it_crosses_and_covers_least() {
        let own = vec![Point { x: -200, y: 60 }, Point { x: 140, y: 60 }, Point { x: 140, y: -200 }];
        let to = |others: &[Vec<Point>], elements: &[Rect]| {
            let obstacles = around(&[std::slice::from_ref(&own), others].concat(), elements);
            leader(&own, 0, LABEL, &obstacles).map(|Leader { ends: [_, to], covers }| ((to.x, to.y), covers))
        };
        let element = |x: i32, width: i32| Rect { x, y: 30, width, height: 20 };
        assert_eq!(to(&[], &[]), Some(((30, 60), false)));
        assert_eq!(to(&[level(40)], &[]), Some(((140, 10), false)));
        assert_eq!(to(&[], &[element(20, 20)]), Some(((16, 60), false)), "beside it");
        assert_eq!(to(&[], &[element(-60, 140)]), Some(((140, 10), false)), "to the other piece");
        let walls = [element(-400, 800), Rect { x: 100, y: -400, width: 20, height: 800 }];
        assert!(to(&[], &walls).is_some_and(|(_, covers)| covers));
    }

    #[test]
    fn a_leader_does_not_end_in_a_bend() {
        assert_eq!(to(100, 40, 0, 200), [(60, 20), (100, 48)]);
    }

    #[test]
    fn a_label_is_led_to_its_line_where_it_is_far_or_another_is_nearer() {
        let is_led = |own: i32, other: i32| {
            let routes = [level(other), level(own)];
            is_led(&routes[1], 1, LABEL, &around(&routes, &[]))
        };
        assert!(!is_led(23, 100) && !is_led(34, 60), "it stands by its own line");
        assert!(is_led(35, 100), "far from any line");
        assert!(is_led(30, 28), "nearer to the other one");
        assert!(!is_led(24, 22), "so near to its own that nobody errs");
    }
}

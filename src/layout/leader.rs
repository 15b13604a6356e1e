//! Lines that lead from a label to its flow, where the label does not stand by it or stands nearer to another one.

use super::STEP;
use super::geometry::{Point, Rect};

/// A label nearer to its line than this stands by it, whatever else is near, in pixels.
const BESIDE: i32 = 4;

/// A label further from its line than this seems to belong to nothing.
pub(super) const FAR: i32 = 14;

/// What a leader may be longer to cross one line less, and to cover one thing less, in pixels.
const CROSSING: i32 = 60;
const COVERING: i32 = 400;

/// The piece of a label's own line that is nearest to it, and how far that is, in pixels.
pub(super) fn nearest(route: &[Point], label: Rect) -> Option<(i32, Rect)> {
    pieces(route).map(|piece| (label.distance(piece), piece)).min_by_key(|(away, _)| *away)
}

/// Whether a label has to be led to its flow's line.
pub(super) fn is_led(routes: &[Vec<Point>], flow: usize, label: Rect) -> bool {
    let Some((away, _)) = nearest(&routes[flow], label) else { return false };
    let is_nearer =
        |(other, route): (usize, &Vec<Point>)| other != flow && pieces(route).any(|piece| label.distance(piece) < away);
    let is_astray = || routes.iter().enumerate().any(is_nearer);
    away > FAR || (away > BESIDE && is_astray())
}

/// A thin line from a label to its flow's line: a short one that crosses few other lines, and nothing of what is `solid`.
pub(super) fn leader(routes: &[Vec<Point>], flow: usize, label: Rect, solid: &[Rect]) -> Option<[Point; 2]> {
    let length = |[from, to]: [Point; 2]| (from.x - to.x).abs() + (from.y - to.y).abs();
    let others = || routes.iter().enumerate().filter(|(other, _)| *other != flow).flat_map(|(_, route)| pieces(route));
    let cost = |leader: &[Point; 2]| {
        let lines = others().filter(|piece| meets(*leader, *piece)).count() as i32;
        let things = solid.iter().filter(|rect| **rect != label && meets(*leader, **rect)).count() as i32;
        length(*leader) + CROSSING * lines + COVERING * things
    };
    pieces(&routes[flow]).map(|piece| to_piece(label, piece)).min_by_key(cost)
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

    #[test]
    fn a_leader_goes_to_the_piece_where_it_crosses_least() {
        let level = |y: i32| vec![Point { x: -200, y }, Point { x: 200, y }];
        let own = vec![Point { x: -200, y: 60 }, Point { x: 140, y: 60 }, Point { x: 140, y: -200 }];
        let to = |others: &[Vec<Point>], solid: &[Rect]| {
            leader(&[std::slice::from_ref(&own), others].concat(), 0, LABEL, solid).map(|[_, to]| (to.x, to.y))
        };
        assert_eq!(to(&[], &[]), Some((30, 60)));
        assert_eq!(to(&[level(40)], &[]), Some((140, 10)));
        assert_eq!(to(&[], &[Rect { x: 20, y: 30, width: 20, height: 20 }]), Some((140, 10)));
    }

    #[test]
    fn a_leader_does_not_end_in_a_bend() {
        assert_eq!(to(100, 40, 0, 200), [(60, 20), (100, 48)]);
    }

    #[test]
    fn a_label_is_led_to_its_line_where_it_is_far_or_another_is_nearer() {
        let level = |y: i32| vec![Point { x: 0, y }, Point { x: 100, y }];
        let is_led = |own: i32, other: i32| is_led(&[level(other), level(own)], 1, LABEL);
        assert!(!is_led(23, 100) && !is_led(34, 60), "it stands by its own line");
        assert!(is_led(35, 100), "far from any line");
        assert!(is_led(30, 28), "nearer to the other one");
        assert!(!is_led(24, 22), "so near to its own that nobody errs");
    }
}

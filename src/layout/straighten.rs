//! Lines without needless bends: where a line steps aside on its way, one of the two pieces moves into line with the other,
//! along the side of its element if it ends there; where it bends right before an element, the piece before that moves to where it
//! meets another side of the element. Nothing else moves, and nothing may be in the way.

use std::ops::Range;

use super::compact::Drawing;
use super::geometry::{Point, Rect, Size};
use super::measure::crossings_of;
use super::{CLEARANCE, LATTICE, STEP};

/// In how large drawings lines are bettered one by one, in corners of lines.
pub(super) const MOST_PIECES: usize = 2000;

/// Where a line goes straight into an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aim {
    /// As near as can be to where it runs.
    Nearest,
    /// As near as can be to the middle of the side.
    Middle,
}

/// How often all lines are looked at.
const ROUNDS: usize = 2;

/// The drawing with lines that step aside less.
pub(super) fn straightened(mut drawing: Drawing, aim: Aim) -> Drawing {
    if drawing.routes.iter().map(Vec::len).sum::<usize>() > MOST_PIECES {
        return drawing;
    }
    for _ in 0..ROUNDS {
        for _ in 0..2 {
            let mut reach: Vec<Rect> = drawing.routes.iter().map(|route| hull(route).grown(LATTICE)).collect();
            for flow in 0..drawing.routes.len() {
                // No line comes to reach farther than this.
                let (from, to) = drawing.ends[flow];
                let around =
                    [from, to].map(|end| drawing.placement.elements[end]).into_iter().fold(reach[flow], Rect::union);
                let near = |other: &usize| *other != flow && reach[*other].overlaps(around);
                let near: Vec<usize> = (0..reach.len()).filter(near).collect();
                straighten(&mut drawing, flow, &near, aim);
                reach[flow] = hull(&drawing.routes[flow]).grown(LATTICE);
            }
            drawing.transpose();
        }
    }
    drawing
}

/// The smallest rectangle around a line.
fn hull(route: &[Point]) -> Rect {
    route.windows(2).map(|pair| Rect::spanning(pair[0], pair[1])).reduce(Rect::union).unwrap_or_default()
}

/// Takes out the upright steps of a line, and the upright pieces at its ends. `near` are the lines that it may meet.
fn straighten(drawing: &mut Drawing, flow: usize, near: &[usize], aim: Aim) {
    let mut at = 0;
    while at + 3 < drawing.routes[flow].len() {
        let route = &drawing.routes[flow];
        let mut aligned =
            [(at, at + 2), (at + 2, at)].into_iter().filter_map(|(moved, kept)| aligned(route, moved, kept));
        match aligned.find(|better| is_better(drawing, flow, better, near)) {
            Some((better, _)) => drawing.routes[flow] = better,
            None => at += 1,
        }
    }
    for at_start in [true, false] {
        let mut straight = straight_ends(drawing, flow, at_start, aim).into_iter();
        if let Some((better, _)) = straight.find(|better| is_better(drawing, flow, better, near)) {
            drawing.routes[flow] = better;
        }
    }
}

/// A line, and which of its pieces are others than before.
pub(super) type Changed = (Vec<Point>, Range<usize>);

/// Whether a line may run like this, and crosses no more.
pub(super) fn is_better(drawing: &Drawing, flow: usize, changed: &Changed, near: &[usize]) -> bool {
    let (route, (better, pieces)) = (&drawing.routes[flow], changed);
    if !is_free(drawing, flow, changed) || borders(drawing, better) > borders(drawing, route) {
        return false;
    }
    let around = hull(route).union(hull(better)).grown(LATTICE);
    let others = near.iter().flat_map(|other| drawing.routes[*other].windows(2));
    let others: Vec<&[Point]> = others.filter(|pair| around.overlaps(Rect::spanning(pair[0], pair[1]))).collect();
    let crossings = |route: &[Point]| -> usize { others.iter().map(|other| crossings_of(route, other)).sum() };
    let mut pieces = better.windows(2).take(pieces.end).skip(pieces.start);
    pieces.all(|pair| others.iter().all(|other| is_apart(pair, other))) && crossings(better) <= crossings(route)
}

/// The line without the upright piece at one of its ends: the level piece before that is moved to where it meets the element at its
/// side, as near to its middle as can be.
fn straight_ends(drawing: &Drawing, flow: usize, at_start: bool, aim: Aim) -> Vec<Changed> {
    let (from, to) = drawing.ends[flow];
    if from == to {
        return Vec::new(); // its two ends would come together
    }
    let element = if at_start { from } else { to };
    let rect = drawing.placement.elements[element];
    let margin = drawing.corners[element].height;
    let (low, high) = (rect.y + margin, rect.bottom() - margin);
    let mut inwards = drawing.routes[flow].clone();
    if at_start {
        inwards.reverse();
    }
    let [before @ .., begin, bend, end] = inwards.as_slice() else { return Vec::new() };
    let side = if begin.x < rect.x { rect.x } else { rect.right() };
    let is_beside = (begin.x <= rect.x || begin.x >= rect.right()) && (side - begin.x).abs() >= CLEARANCE;
    if begin.y != bend.y || bend.x != end.x || (low..=high).contains(&bend.y) || !is_beside {
        return Vec::new();
    }
    let middle = i32::midpoint(low, high);
    let mut places: Vec<i32> = (low..=high).filter(|y| (y - bend.y) % STEP == 0).collect();
    let aimed = match aim {
        Aim::Nearest => bend.y,
        Aim::Middle => middle,
    };
    places.sort_by_key(|y| ((y - aimed).abs(), (y - bend.y).abs()));
    // What comes before must not turn back on itself.
    let goes_on = |y: &i32| before.last().is_none_or(|outer| (begin.y - outer.y).signum() == (y - outer.y).signum());
    let straight = places.into_iter().filter(goes_on).map(|y| {
        let mut better = [before, &[Point { y, ..*begin }, Point { x: side, y }]].concat();
        let pieces = better.len() - 1;
        let changed = before.len().saturating_sub(1)..pieces;
        if !at_start {
            return (better, changed);
        }
        better.reverse();
        (better, pieces - changed.end..pieces - changed.start)
    });
    straight.collect()
}

/// The line with the level piece that begins at one corner moved to where that at the other one is, if the two run the same
/// way, and which of its pieces are others then.
fn aligned(route: &[Point], moved: usize, kept: usize) -> Option<Changed> {
    let (one, other) = ((route[moved], route[moved + 1]), (route[kept], route[kept + 1]));
    let way = |(from, to): (Point, Point)| (to.x - from.x).signum();
    if one.0.y != one.1.y || other.0.y != other.1.y || way(one) != way(other) || way(one) == 0 {
        return None;
    }
    let mut better = route.to_vec();
    better[moved].y = other.0.y;
    better[moved + 1].y = other.0.y;
    // What comes before or behind must not turn back on itself.
    let turns = |a: Point, b: Point, c: Point| (b.y - a.y).signum() == (c.y - a.y).signum();
    let outer =
        if moved < kept { moved.checked_sub(1).map(|outer| (outer, moved)) } else { Some((moved + 2, moved + 1)) };
    if let Some((outer, inner)) = outer.filter(|(outer, _)| *outer < route.len())
        && !turns(route[outer], route[inner], better[inner])
    {
        return None;
    }
    let first = moved.min(kept);
    better.drain(first + 1..=first + 2);
    let changed = if moved < kept { first.saturating_sub(1)..first + 1 } else { first..first + 2 };
    Some((better, changed))
}

/// Whether the changed pieces of a line could run there: clear of everything that it does not join.
fn is_free(drawing: &Drawing, flow: usize, (route, pieces): &Changed) -> bool {
    let (from, to) = drawing.ends[flow];
    let last = route.len() - 2;
    let mut pieces = route.windows(2).enumerate().take(pieces.end).skip(pieces.start);
    pieces.all(|(index, pair)| {
        let (a, b) = (pair[0], pair[1]);
        let clear = |rect: Rect, room: i32| !rect.grown(room).cut_by(a, b);
        let elements = || {
            drawing.placement.elements.iter().enumerate().all(|(element, rect)| {
                let ends_here = (index == 0 && element == from) || (index == last && element == to);
                if ends_here { leaves(*rect, a, b, drawing.corners[element]) } else { clear(*rect, CLEARANCE - 1) }
            })
        };
        let strips =
            || drawing.strips.iter().all(|strip| strip.width == 0 || strip.height == 0 || clear(*strip, STEP / 2));
        let titles =
            || drawing.placement.boundaries.iter().all(|place| clear(place.title, STEP) && !hugs(place.rect, a, b));
        elements() && strips() && titles()
    })
}

/// Whether a piece leaves an element where a line may: not at its corners.
pub(super) fn leaves(rect: Rect, a: Point, b: Point, corner: Size) -> bool {
    let within = |at: i32, low: i32, high: i32, margin: i32| low + margin <= at && at <= high - margin;
    if a.y == b.y {
        within(a.y, rect.y, rect.bottom(), corner.height)
    } else {
        within(a.x, rect.x, rect.right(), corner.width)
    }
}

/// Whether a piece runs so close to a border that the two read as one.
fn hugs(border: Rect, a: Point, b: Point) -> bool {
    let near = |at: i32, one: i32, other: i32| (at - one).abs() < STEP || (at - other).abs() < STEP;
    let beside = |from: i32, to: i32, low: i32, high: i32| from.min(to) < high && low < from.max(to);
    if a.y == b.y {
        near(a.y, border.y, border.bottom()) && beside(a.x, b.x, border.x, border.right())
    } else {
        near(a.x, border.x, border.right()) && beside(a.y, b.y, border.y, border.bottom())
    }
}

/// Whether two pieces neither run side by side without room nor touch in a corner.
fn is_apart(one: &[Point], other: &[Point]) -> bool {
    let (one, other) = (Rect::spanning(one[0], one[1]), Rect::spanning(other[0], other[1]));
    let room = LATTICE - 1;
    let (wide, high) =
        (one.right().min(other.right()) - one.x.max(other.x), one.bottom().min(other.bottom()) - one.y.max(other.y));
    if (one.width == 0) == (other.width == 0) {
        return wide < -room || high < -room;
    }
    // They cross well away from their ends, or stay well apart.
    let crosses = |level: Rect, upright: Rect| {
        level.x + STEP <= upright.x
            && upright.x <= level.right() - STEP
            && upright.y + STEP <= level.y
            && level.y <= upright.bottom() - STEP
    };
    wide < -STEP || high < -STEP || crosses(one, other) || crosses(other, one)
}

/// How often a line crosses borders.
pub(super) fn borders(drawing: &Drawing, route: &[Point]) -> usize {
    let holds = |rect: Rect, at: Point| rect.x < at.x && at.x < rect.right() && rect.y < at.y && at.y < rect.bottom();
    let passes = |rect: Rect, a: Point, b: Point| -> usize {
        match (holds(rect, a), holds(rect, b)) {
            (true, true) => 0,
            (false, false) => 2 * usize::from(rect.cut_by(a, b)),
            _ => 1,
        }
    };
    let boundaries = drawing.placement.boundaries.iter().map(|place| place.rect);
    boundaries.map(|rect| route.windows(2).map(|pair| passes(rect, pair[0], pair[1])).sum::<usize>()).sum()
}

#[cfg(test)]
mod tests {
    use super::super::nest::Placement;
    use super::*;

    /// Two elements, one so many pixels lower than the other, and lines between them.
    fn drawn(lower: i32, routes: &[&[(i32, i32)]]) -> Vec<Vec<(i32, i32)>> {
        let elements =
            vec![Rect { x: 0, y: 0, width: 96, height: 64 }, Rect { x: 400, y: lower, width: 96, height: 64 }];
        let point = |(x, y): &(i32, i32)| Point { x: *x, y: *y };
        let drawing = Drawing {
            placement: Placement { elements, ..Placement::default() },
            strips: vec![Rect::default(); 2],
            corners: vec![Size { width: 8, height: 8 }; 2],
            routes: routes.iter().map(|route| route.iter().map(point).collect()).collect(),
            ends: vec![(0, 1); routes.len()],
            ..Drawing::default()
        };
        let straight = straightened(drawing, Aim::Nearest);
        straight.routes.iter().map(|route| route.iter().map(|at| (at.x, at.y)).collect()).collect()
    }

    #[test]
    fn a_line_that_steps_aside_slides_along_its_element() {
        assert_eq!(drawn(32, &[&[(96, 16), (200, 16), (200, 48), (400, 48)]]), [[(96, 48), (400, 48)]]);
    }

    #[test]
    fn a_line_runs_straight_wherever_its_elements_are_side_by_side() {
        assert_eq!(drawn(32, &[&[(96, 16), (200, 16), (200, 80), (400, 80)]]), [[(96, 56), (400, 56)]]);
        assert_eq!(drawn(32, &[&[(48, 0), (48, -32), (448, -32), (448, 32)]]), [[(96, 40), (400, 40)]]);
    }

    #[test]
    fn a_line_that_bends_right_before_its_element_reaches_another_side_straight() {
        assert_eq!(drawn(32, &[&[(96, 16), (440, 16), (440, 32)]]), [[(96, 40), (400, 40)]]);
        assert_eq!(drawn(-32, &[&[(48, 64), (48, 80), (416, 80), (416, 32)]]), [[(96, 24), (400, 24)]]);
    }

    #[test]
    fn a_line_bends_where_nothing_but_the_corners_of_its_elements_are_side_by_side() {
        let route: &[(i32, i32)] = &[(96, 16), (200, 16), (200, 80), (400, 80)];
        assert_eq!(drawn(56, &[route]), [[(88, 64), (88, 80), (400, 80)]]);
    }

    #[test]
    fn a_line_keeps_a_bend_where_others_run() {
        let route: &[(i32, i32)] = &[(96, 16), (200, 16), (200, 64), (400, 64)];
        let others: [&[(i32, i32)]; 2] = [&[(96, 40), (400, 40)], &[(96, 56), (200, 56)]];
        let drawn = drawn(32, &[route, others[0], others[1]]);
        assert_eq!(drawn[1..], others);
        assert_eq!(drawn[0], [(96, 16), (416, 16), (416, 32)]);
    }
}

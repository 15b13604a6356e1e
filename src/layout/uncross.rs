//! Lines that cross on their way to the same element: from there on each goes the way of the other, and they cross no more.

use super::compact::Drawing;
use super::geometry::{Point, crossing_point};
use super::measure::crossings_of;
use super::straighten::{MOST_PIECES, borders};

/// How often two lines exchange the rest of their ways at most.
const MOST_EXCHANGES: usize = 4;

/// Takes out crossings of lines that share an element, and tells whether there were any. Lines that were uncrossed touch in a
/// corner: they have yet to be parted.
pub(super) fn uncross(drawing: &mut Drawing) -> bool {
    if drawing.routes.iter().map(Vec::len).sum::<usize>() > MOST_PIECES {
        return false;
    }
    let mut found = false;
    for one in 0..drawing.routes.len() {
        for other in one + 1..drawing.routes.len() {
            for (one_is_end, other_is_end) in shared_ends(drawing.ends[one], drawing.ends[other]) {
                for _ in 0..MOST_EXCHANGES {
                    if crossings_of(&drawing.routes[one], &drawing.routes[other]) == 0 {
                        break;
                    }
                    let ways = [(one, one_is_end), (other, other_is_end)];
                    let [a, b] = ways.map(|(flow, is_end)| towards(&drawing.routes[flow], is_end));
                    let Some((a_then, b_then)) = exchanged(&a, &b) else { break };
                    if borders(drawing, &a_then) != borders(drawing, &a)
                        || borders(drawing, &b_then) != borders(drawing, &b)
                    {
                        break;
                    }
                    drawing.routes[one] = towards(&a_then, one_is_end);
                    drawing.routes[other] = towards(&b_then, other_is_end);
                    found = true;
                }
            }
        }
    }
    found
}

/// At which of their ends two flows join the same element: whether that is the end, not the start, of each.
fn shared_ends(one: (usize, usize), other: (usize, usize)) -> Vec<(bool, bool)> {
    let joins = |element: usize| other.0 == element || other.1 == element;
    if one.0 == one.1 && one == other {
        return vec![(true, true)];
    }
    if one.0 == one.1 || other.0 == other.1 || !(joins(one.0) || joins(one.1)) {
        return Vec::new();
    }
    let ends = |(from, to): (usize, usize)| [(from, false), (to, true)];
    let pairs = ends(one).into_iter().flat_map(|a| ends(other).map(|b| (a, b)));
    pairs.filter(|(a, b)| a.0 == b.0).map(|(a, b)| (a.1, b.1)).collect()
}

/// A line so that it runs towards its end or, turned round, towards its start. Turned twice it is as it was.
fn towards(route: &[Point], is_end: bool) -> Vec<Point> {
    if is_end { route.to_vec() } else { route.iter().rev().copied().collect() }
}

/// Two lines, each of which goes the other's way from where they first cross.
fn exchanged(one: &[Point], other: &[Point]) -> Option<(Vec<Point>, Vec<Point>)> {
    let pieces = |route: &[Point]| 0..route.len().saturating_sub(1);
    let crossing =
        |a: usize| pieces(other).find_map(|b| Some((a, b, crossing_point(&one[a..a + 2], &other[b..b + 2])?)));
    let (a, b, at) = pieces(one).find_map(crossing)?;
    let joined = |before: &[Point], behind: &[Point]| [before, &[at], behind].concat();
    Some((joined(&one[..=a], &other[b + 1..]), joined(&other[..=b], &one[a + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(route: &[(i32, i32)]) -> Vec<Point> {
        route.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
    }

    #[test]
    fn lines_that_cross_before_the_element_that_both_join_exchange_their_ways() {
        // The first from the left, the second from above, both to an element at the lower right.
        let mut drawing = Drawing {
            routes: vec![line(&[(0, 100), (200, 100)]), line(&[(100, 0), (100, 150), (200, 150)])],
            ends: vec![(0, 2), (1, 2)],
            ..Drawing::default()
        };
        assert!(uncross(&mut drawing));
        assert_eq!(drawing.routes[0], line(&[(0, 100), (100, 100), (100, 150), (200, 150)]));
        assert_eq!(drawing.routes[1], line(&[(100, 0), (100, 100), (200, 100)]));
        drawing.ends[1] = (1, 3);
        assert!(!uncross(&mut drawing));
    }

    #[test]
    fn of_two_lines_around_a_corner_of_an_element_one_comes_to_run_inside_the_other() {
        // Both leave its left side, and the one that goes farther up comes down before the other.
        let mut drawing = Drawing {
            routes: vec![
                line(&[(0, 32), (-64, 32), (-64, -64), (16, -64), (16, 0)]),
                line(&[(0, 16), (-32, 16), (-32, -32), (32, -32), (32, 0)]),
            ],
            ends: vec![(0, 0), (0, 0)],
            ..Drawing::default()
        };
        assert!(uncross(&mut drawing));
        assert_eq!(
            drawing.routes[0],
            line(&[(0, 32), (-64, 32), (-64, -64), (16, -64), (16, -32), (32, -32), (32, 0)])
        );
        assert_eq!(drawing.routes[1], line(&[(0, 16), (-32, 16), (-32, -32), (16, -32), (16, 0)]));
        drawing.ends[1] = (1, 1);
        assert!(!uncross(&mut drawing));
    }
}

//! Bends that lines could do without, if what stands at their ends stood a little elsewhere; see `joins`.

use super::CLEARANCE;
use super::apart::{Item, Kind};
use super::compact::Drawing;
use super::geometry::Point;
use super::groups::nearest_piece;

/// A bend, or two, of a line.
#[derive(Clone, Debug)]
pub(super) struct Bend {
    pub flow: usize,
    pub kind: BendKind,
}

/// See [`Bend`].
#[derive(Clone, Debug)]
pub(super) enum BendKind {
    /// The line steps aside between two upright pieces that run the same way: from which corner on, and how far.
    Step { at: usize, apart: i32 },
    /// It bends right before an element.
    Entry(Entry),
}

/// An end of a line that enters its element at the left or right, and could as well go straight in at the top or bottom.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub at_start: bool,
    pub element: usize,
    /// Which corner of the line bends there.
    pub corner: usize,
    /// Where the upright piece before it runs, and from where to where it would go straight in.
    pub at: i32,
    pub low: i32,
    pub high: i32,
}

/// How far line and element are from an entry at most, in pixels: what is farther off seldom comes together.
const FARTHEST: i32 = 48;

/// The bends of a drawing, what is nearest to having none first.
pub(super) fn bends(drawing: &Drawing) -> Vec<Bend> {
    let mut bends = steps(drawing);
    if drawing.straightens {
        let flows = 0..drawing.routes.len();
        let ends = flows.flat_map(|flow| [true, false].map(|at_start| (flow, Entry::of(drawing, flow, at_start))));
        let near = ends.filter_map(|(flow, entry)| Some((flow, entry.filter(|entry| entry.apart() <= FARTHEST)?)));
        bends.extend(near.map(|(flow, entry)| Bend { flow, kind: BendKind::Entry(entry) }));
    }
    bends.sort_by_key(|bend| match &bend.kind {
        BendKind::Step { apart, .. } => apart.abs(),
        BendKind::Entry(entry) => entry.apart(),
    });
    bends
}

fn steps(drawing: &Drawing) -> Vec<Bend> {
    let mut steps = Vec::new();
    for (flow, route) in drawing.routes.iter().enumerate() {
        for (at, corners) in route.windows(4).enumerate() {
            let [a, b, c, d] = [corners[0], corners[1], corners[2], corners[3]];
            if a.x == b.x && c.x == d.x && b.x != c.x && (b.y - a.y).signum() == (d.y - c.y).signum() {
                steps.push(Bend { flow, kind: BendKind::Step { at, apart: b.x - c.x } });
            }
        }
    }
    steps
}

impl Bend {
    pub(super) fn entry(&self) -> Option<&Entry> {
        if let BendKind::Entry(entry) = &self.kind { Some(entry) } else { None }
    }

    /// Whether two things are kept apart only as long as the line bends between them.
    pub(super) fn comes_between(&self, one: &Item, other: &Item) -> bool {
        let is_line = |item: &Item| item.kind == Kind::Line && item.flow == Some(self.flow);
        match self.entry() {
            None => is_line(one) && is_line(other),
            Some(entry) => {
                let is_element = |item: &Item| item.element == Some(entry.element);
                is_line(one) && is_element(other) || is_element(one) && is_line(other)
            }
        }
    }

    /// Leads the line straight into its element, once it stands so. Steps are gone by themselves.
    pub(super) fn straighten(&self, drawing: &mut Drawing) {
        if let Some(entry) = self.entry() {
            drawing.routes[self.flow] = entry.straight(drawing, self.flow);
        }
    }
}

impl Entry {
    fn of(drawing: &Drawing, flow: usize, at_start: bool) -> Option<Entry> {
        let (route, (from, to)) = (&drawing.routes[flow], drawing.ends[flow]);
        let last = route.len().checked_sub(1).filter(|last| *last >= 2)?;
        let (element, [end, corner, begin]) =
            if at_start { (from, [0, 1, 2]) } else { (to, [last, last - 1, last - 2]) };
        let (rect, strip) = (drawing.placement.elements[element], drawing.strips[element]);
        let (at, begin_y) = (route[corner].x, route[begin].y);
        let is_beside = route[end].y == route[corner].y && route[begin].x == at && (at < rect.x || rect.right() < at);
        let is_clear = begin_y <= rect.y - CLEARANCE || rect.bottom() + CLEARANCE <= begin_y;
        let label = drawing.labels.get(flow).copied().flatten();
        let is_labelled = label.is_some_and(|label| nearest_piece(label, route) == Some(end.min(corner)));
        if from == to || !is_beside || !is_clear || is_labelled {
            return None;
        }
        let margin = drawing.corners[element].width;
        let (mut low, mut high) = (rect.x + margin, rect.right() - margin);
        // What sticks out of it stands in the way at one end.
        let is_strip_there = if begin_y < rect.y { strip.y < rect.y } else { rect.bottom() < strip.bottom() };
        if strip.width > 0 && strip.height > 0 && is_strip_there {
            if strip.centre().x < rect.centre().x {
                low = low.max(strip.right() + CLEARANCE);
            } else {
                high = high.min(strip.x - CLEARANCE);
            }
        }
        (low <= high).then_some(Entry { at_start, element, corner, at, low, high })
    }

    /// The line straight in, once it stands so.
    pub(super) fn straight(&self, drawing: &Drawing, flow: usize) -> Vec<Point> {
        let rect = drawing.placement.elements[self.element];
        let mut route = drawing.routes[flow].clone();
        if !self.at_start {
            route.reverse();
        }
        if let [_, bend, begin, ..] = *route.as_slice() {
            let y = if begin.y < rect.y { rect.y } else { rect.bottom() };
            route.splice(..2, [Point { x: bend.x, y }]);
        }
        if !self.at_start {
            route.reverse();
        }
        route
    }

    /// How far line and element are from standing so.
    fn apart(&self) -> i32 {
        (self.low - self.at).max(self.at - self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compact::compact;
    use super::super::geometry::{Rect, Size};
    use super::super::nest::Placement;
    use super::*;

    const fn element(x: i32, y: i32) -> Rect {
        Rect { x, y, width: 96, height: 64 }
    }

    /// What becomes of the line between the first two elements.
    fn drawn(elements: &[Rect], line: &[(i32, i32)]) -> Vec<(i32, i32)> {
        let drawing = Drawing {
            placement: Placement { elements: elements.to_vec(), ..Placement::default() },
            strips: vec![Rect::default(); elements.len()],
            corners: vec![Size { width: 8, height: 8 }; elements.len()],
            routes: vec![line.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()],
            labels: vec![None],
            ends: vec![(0, 1)],
            straightens: true,
            ..Drawing::default()
        };
        compact(drawing).routes[0].iter().map(|at| (at.x, at.y)).collect()
    }

    #[test]
    fn a_line_goes_straight_into_an_element_that_can_move() {
        let apart = [element(0, 0), element(72, 160)];
        assert_eq!(drawn(&apart, &[(48, 64), (48, 192), (72, 192)]), [(48, 64), (48, 96)]);
        assert_eq!(drawn(&apart, &[(96, 32), (120, 32), (120, 160)]), [(48, 64), (48, 96)]);
    }

    #[test]
    fn a_line_bends_before_an_element_where_the_whole_would_become_much_wider() {
        let line = [(88, 64), (88, 192), (128, 192)];
        let pair = [element(0, 0), element(128, 160)];
        assert_eq!(drawn(&pair, &line), [(48, 64), (48, 96)]);
        let held = [pair[0], pair[1], element(128, 0), element(0, 160)];
        assert_eq!(drawn(&held, &line), [(88, 64), (88, 128), (128, 128)]);
    }
}

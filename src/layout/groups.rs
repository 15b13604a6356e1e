//! What moves together along one axis.

use super::geometry::{Point, Rect};

/// The groups of a line's corners: upright pieces move as one, with the element where they end at its top or bottom. A line from an
/// element to itself moves with it, or it could be held back somewhere far from it.
pub(super) fn corner_groups(route: &[Point], (from, to): (usize, usize), groups: &mut Groups) -> Vec<usize> {
    if from == to {
        return vec![from; route.len()];
    }
    let mut corners: Vec<usize> = Vec::with_capacity(route.len());
    for (index, point) in route.iter().enumerate() {
        let upright = index > 0 && route[index - 1].x == point.x;
        let group = match corners.last() {
            Some(before) if upright => *before,
            None => from,
            _ if index + 1 == route.len() => to,
            _ => groups.add(),
        };
        corners.push(group);
    }
    if let Some(last) = corners.last() {
        groups.join(*last, to);
    }
    corners
}

/// A label at the side of an upright piece moves with it; above or below a level one it moves by itself.
pub(super) fn label_group(label: Rect, route: &[Point], corners: &[usize], groups: &mut Groups) -> usize {
    match nearest_piece(label, route) {
        Some(piece) if route[piece].x == route[piece + 1].x => corners[piece],
        _ => groups.add(),
    }
}

/// The piece of a line that is nearest to its label.
pub(super) fn nearest_piece(label: Rect, route: &[Point]) -> Option<usize> {
    let away = |piece: &usize| {
        let around = Rect::spanning(route[*piece], route[*piece + 1]);
        let x = (around.x - label.right()).max(label.x - around.right()).max(0);
        let y = (around.y - label.bottom()).max(label.y - around.bottom()).max(0);
        x + y
    };
    (0..route.len().saturating_sub(1)).min_by_key(away)
}

/// Which groups are one (union-find).
pub(super) struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    /// So many things that move by themselves.
    pub(super) fn new(count: usize) -> Groups {
        Groups { parent: (0..count).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.parent.len()
    }

    pub(super) fn add(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    pub(super) fn root(&self, mut group: usize) -> usize {
        while self.parent[group] != group {
            group = self.parent[group];
        }
        group
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::super::compact::{Drawing, compact};
    use super::super::geometry::Size;
    use super::super::nest::Placement;
    use super::*;

    #[test]
    fn a_line_from_an_element_to_itself_stays_with_it() {
        let at = |x, y, width, height| Rect { x, y, width, height };
        // Three lines draw the first element down, and the label of its loop cannot follow: the second element is in its way.
        let elements = vec![at(200, 40, 96, 64), at(0, 30, 192, 64), at(500, 600, 96, 64), at(500, 0, 96, 560)];
        let line = |points: &[(i32, i32)]| points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let drawing = Drawing {
            placement: Placement { elements, ..Placement::default() },
            strips: vec![Rect::default(); 4],
            corners: vec![Size { width: 8, height: 8 }; 4],
            routes: vec![
                line(&[(208, 40), (208, 24), (240, 24), (240, 40)]),
                line(&[(296, 56), (400, 56), (400, 616), (500, 616)]),
                line(&[(296, 72), (384, 72), (384, 632), (500, 632)]),
                line(&[(296, 88), (368, 88), (368, 648), (500, 648)]),
            ],
            labels: vec![Some(at(180, 4, 40, 16)), None, None, None],
            ends: vec![(0, 0), (0, 2), (0, 2), (0, 2)],
            ..Drawing::default()
        };
        let drawing = compact(drawing);
        let top = drawing.placement.elements[0].y;
        let heights: Vec<i32> = drawing.routes[0].iter().map(|corner| top - corner.y).collect();
        assert_eq!(heights, [0, 16, 16, 0]);
    }
}

//! The tracks that flows may run on: horizontal and vertical lines through the free space, and what is in their way.

use std::collections::BTreeSet;

use super::geometry::{Point, Rect, Size};
use super::nest::Placement;
use super::{LATTICE, STEP, Sizes};

/// A direction along a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Heading {
    Right,
    Down,
    Left,
    Up,
}

impl Heading {
    pub(super) const ALL: [Heading; 4] = [Heading::Right, Heading::Down, Heading::Left, Heading::Up];

    pub(super) fn opposite(self) -> Heading {
        match self {
            Heading::Right => Heading::Left,
            Heading::Down => Heading::Up,
            Heading::Left => Heading::Right,
            Heading::Up => Heading::Down,
        }
    }

    pub(super) fn is_horizontal(self) -> bool {
        matches!(self, Heading::Right | Heading::Left)
    }
}

/// The tracks and their crossings. A vertex is a crossing of two tracks; an edge is a piece of track between two
/// neighbouring vertices, kept with its left or upper one.
pub(super) struct Grid {
    pub xs: Vec<i32>,
    pub ys: Vec<i32>,
    right: Vec<Edge>,
    down: Vec<Edge>,
    points: Vec<Point>,
    /// The innermost boundary around each vertex: 0 for none, else its index plus one.
    pub region: Vec<u16>,
}

#[derive(Clone, Copy, Default)]
struct Edge {
    blocked: bool,
    /// Runs so close to a border that the two read as one.
    hugging: bool,
}

impl Grid {
    /// Makes the tracks for a placement. `loops`: by element, how many flows join it to itself.
    pub(super) fn new(sizes: &Sizes, placement: &Placement, loops: &[i32]) -> Grid {
        let (xs, ys) = tracks(placement, sizes.labels.len(), loops);
        let count = xs.len() * ys.len();
        let points = ys.iter().flat_map(|y| xs.iter().map(|x| Point { x: *x, y: *y })).collect();
        let mut grid = Grid {
            xs,
            ys,
            points,
            right: vec![Edge::default(); count],
            down: vec![Edge::default(); count],
            region: vec![0; count],
        };
        grid.close_edges();
        for (rect, size) in placement.elements.iter().zip(&sizes.elements) {
            grid.block(rect.grown(LATTICE));
            grid.block(strip(*rect, size.strip).grown(STEP / 2));
        }
        for (index, place) in placement.boundaries.iter().enumerate() {
            grid.block(place.title.grown(STEP));
            grid.enclose(place.rect, u16::try_from(index + 1).unwrap_or(u16::MAX));
            grid.hug(place.rect);
        }
        grid
    }

    pub(super) fn width(&self) -> usize {
        self.xs.len()
    }

    pub(super) fn vertices(&self) -> usize {
        self.xs.len() * self.ys.len()
    }

    pub(super) fn point(&self, vertex: usize) -> Point {
        self.points[vertex]
    }

    /// The neighbour of a vertex, where there is one and nothing stands between; and whether the way hugs a border.
    pub(super) fn step(&self, vertex: usize, heading: Heading) -> Option<(usize, bool)> {
        let width = self.xs.len();
        let (next, edge) = match heading {
            Heading::Right => (vertex + 1, self.right.get(vertex)?),
            Heading::Left => (vertex.checked_sub(1)?, self.right.get(vertex.checked_sub(1)?)?),
            Heading::Down => (vertex + width, self.down.get(vertex)?),
            Heading::Up => (vertex.checked_sub(width)?, self.down.get(vertex.checked_sub(width)?)?),
        };
        (!edge.blocked).then_some((next, edge.hugging))
    }

    /// No way leads out at the right and at the bottom.
    fn close_edges(&mut self) {
        let (width, count) = (self.xs.len(), self.vertices());
        for vertex in (width - 1..count).step_by(width) {
            self.right[vertex].blocked = true;
        }
        for vertex in count - width..count {
            self.down[vertex].blocked = true;
        }
    }

    /// The vertex at a place, where two tracks cross there.
    pub(super) fn vertex_at(&self, at: Point) -> Option<usize> {
        let column = self.xs.binary_search(&at.x).ok()?;
        let row = self.ys.binary_search(&at.y).ok()?;
        Some(row * self.xs.len() + column)
    }

    /// Blocks every edge that enters the inside of a rectangle.
    fn block(&mut self, rect: Rect) {
        if rect.width <= 0 || rect.height <= 0 {
            return;
        }
        let (columns, rows) = (inner(&self.xs, rect.x, rect.right()), inner(&self.ys, rect.y, rect.bottom()));
        let width = self.xs.len();
        for row in rows.clone() {
            for column in columns.start.saturating_sub(1)..columns.end.min(width) {
                self.right[row * width + column].blocked = true;
            }
        }
        for column in columns {
            for row in rows.start.saturating_sub(1)..rows.end {
                self.down[row * width + column].blocked = true;
            }
        }
    }

    fn enclose(&mut self, rect: Rect, region: u16) {
        let width = self.xs.len();
        for row in inner(&self.ys, rect.y, rect.bottom()) {
            for column in inner(&self.xs, rect.x, rect.right()) {
                self.region[row * width + column] = region;
            }
        }
    }

    fn hug(&mut self, rect: Rect) {
        let width = self.xs.len();
        let near = |at: i32, side: i32| (at - side).abs() < STEP;
        let columns = inner(&self.xs, rect.x - STEP, rect.right() + STEP);
        let rows = inner(&self.ys, rect.y - STEP, rect.bottom() + STEP);
        for row in rows.clone().filter(|row| near(self.ys[*row], rect.y) || near(self.ys[*row], rect.bottom())) {
            for column in columns.clone() {
                self.right[row * width + column].hugging = true;
            }
        }
        for column in columns.filter(|column| near(self.xs[*column], rect.x) || near(self.xs[*column], rect.right())) {
            for row in rows.clone() {
                self.down[row * width + column].hugging = true;
            }
        }
    }
}

/// The part of an element that sticks out of its top right corner.
pub(super) fn strip(rect: Rect, size: Size) -> Rect {
    Rect { x: rect.right() - size.width, y: rect.y - size.height, width: size.width, height: size.height }
}

/// The indices of the lines strictly between two places.
fn inner(lines: &[i32], from: i32, to: i32) -> std::ops::Range<usize> {
    let start = lines.partition_point(|line| *line <= from);
    start..lines.partition_point(|line| *line < to).max(start)
}

/// How many lines there are along each side of an element or border; where more flows join an element to itself, as
/// many as these, so that each finds a way round a corner.
const NEAR: i32 = 3;

/// Every line of the lattice that may be of use: all of them near things, every second one in wide empty places.
fn tracks(placement: &Placement, flows: usize, loops: &[i32]) -> (Vec<i32>, Vec<i32>) {
    let (mut xs, mut ys) = (BTreeSet::new(), BTreeSet::new());
    let elements = placement.elements.iter().zip(loops).map(|(rect, loops)| (*rect, NEAR.max(*loops)));
    let boundaries = placement.boundaries.iter().map(|place| (place.rect, NEAR));
    for (rect, nearest) in elements.chain(boundaries) {
        for (lines, low, high) in [(&mut xs, rect.x, rect.right()), (&mut ys, rect.y, rect.bottom())] {
            for near in 1..=nearest {
                lines.extend([
                    low - near * LATTICE,
                    low + near * LATTICE,
                    high - near * LATTICE,
                    high + near * LATTICE,
                ]);
            }
        }
    }
    for rect in &placement.elements {
        xs.extend((rect.x..rect.right()).step_by(STEP as usize));
        ys.extend((rect.y..rect.bottom()).step_by(STEP as usize));
    }
    // Around everything there is room for as many as want to go round.
    let outer = 6 + i32::try_from(flows / 8).unwrap_or(0).min(60);
    let bounds = placement.bounds;
    for (lines, low, high) in [(&mut xs, bounds.x, bounds.right()), (&mut ys, bounds.y, bounds.bottom())] {
        for track in 2..=outer {
            lines.extend([low - track * LATTICE, high + track * LATTICE]);
        }
    }
    (filled(&xs), filled(&ys))
}

/// The lines on the lattice, with one more in the middle of every wide gap.
fn filled(lines: &BTreeSet<i32>) -> Vec<i32> {
    let lines: BTreeSet<i32> = lines.iter().map(|line| line.div_euclid(LATTICE) * LATTICE).collect();
    let lines: Vec<i32> = lines.into_iter().collect();
    let middles = lines
        .windows(2)
        .filter(|pair| pair[1] - pair[0] > 2 * LATTICE)
        .map(|pair| i32::midpoint(pair[0], pair[1]).div_euclid(LATTICE) * LATTICE);
    let mut all: Vec<i32> = lines.iter().copied().chain(middles).collect();
    all.sort_unstable();
    all.dedup();
    all
}

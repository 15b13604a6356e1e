//! The tracks that flows may run on: horizontal and vertical lines through the free space, and what is in their way.

use std::collections::BTreeSet;

use super::geometry::{Point, Rect, Size};
use super::nest::Placement;
use super::{CLEARANCE, LATTICE, STEP, Sizes};

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

    /// One of the two across.
    pub(super) fn aside(self) -> Heading {
        if self.is_horizontal() { Heading::Down } else { Heading::Right }
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
    vertices: Vec<Vertex>,
}

/// What a search looks at of a vertex, close together.
#[derive(Clone, Copy)]
struct Vertex {
    at: Point,
    /// The innermost boundary around it: 0 for none, else its index plus one.
    region: u16,
    /// By heading: whether a way leads out.
    is_open: [bool; 4],
    /// By heading: whether that way runs so close to a border that the two read as one.
    is_hugging: [bool; 4],
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
        Grid::with(tracks(placement, sizes.labels.len(), loops), sizes, placement)
    }

    /// Makes few tracks, which lines are to share. `degrees`: by element, how many flows join it.
    pub(super) fn sparse(sizes: &Sizes, placement: &Placement, degrees: &[i32]) -> Grid {
        Grid::with(sparse_tracks(placement, degrees), sizes, placement)
    }

    fn with((xs, ys): (Vec<i32>, Vec<i32>), sizes: &Sizes, placement: &Placement) -> Grid {
        let count = xs.len() * ys.len();
        let vertex = |at| Vertex { at, region: 0, is_open: [false; 4], is_hugging: [false; 4] };
        let vertices = ys.iter().flat_map(|y| xs.iter().map(|x| vertex(Point { x: *x, y: *y }))).collect();
        let edges = vec![Edge::default(); count];
        let mut grid = Grid { xs, ys, vertices, right: edges.clone(), down: edges };
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
        grid.open_edges();
        grid
    }

    pub(super) fn width(&self) -> usize {
        self.xs.len()
    }

    pub(super) fn vertices(&self) -> usize {
        self.vertices.len()
    }

    pub(super) fn point(&self, vertex: usize) -> Point {
        self.vertices[vertex].at
    }

    /// The innermost boundary around a vertex: 0 for none, else its index plus one.
    pub(super) fn region(&self, vertex: usize) -> usize {
        usize::from(self.vertices[vertex].region)
    }

    /// The neighbour of a vertex, where there is one and nothing stands between; and whether the way hugs a border.
    #[inline]
    pub(super) fn step(&self, vertex: usize, heading: Heading) -> Option<(usize, bool)> {
        let from = &self.vertices[vertex];
        from.is_open[heading as usize].then(|| (self.next(vertex, heading), from.is_hugging[heading as usize]))
    }

    /// The neighbour of a vertex that has got one.
    pub(super) fn next(&self, vertex: usize, heading: Heading) -> usize {
        match heading {
            Heading::Right => vertex + 1,
            Heading::Down => vertex + self.xs.len(),
            Heading::Left => vertex - 1,
            Heading::Up => vertex - self.xs.len(),
        }
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

    /// Notes at both ends of each edge what is known of it.
    fn open_edges(&mut self) {
        let width = self.xs.len();
        for vertex in 0..self.vertices.len() {
            for (edge, heading, step) in
                [(self.right[vertex], Heading::Right, 1), (self.down[vertex], Heading::Down, width)]
            {
                if edge.blocked {
                    continue;
                }
                for (end, heading) in [(vertex, heading), (vertex + step, heading.opposite())] {
                    self.vertices[end].is_open[heading as usize] = true;
                    self.vertices[end].is_hugging[heading as usize] = edge.hugging;
                }
            }
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
                self.vertices[row * width + column].region = region;
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

/// The line nearest to everything on each of its sides, and as many across an element as flows join it.
fn sparse_tracks(placement: &Placement, degrees: &[i32]) -> (Vec<i32>, Vec<i32>) {
    let (mut xs, mut ys) = (BTreeSet::new(), BTreeSet::new());
    let along = |lines: &mut BTreeSet<i32>, low: i32, high: i32, ports: i32| {
        for near in 1..=ports {
            let off = (near / 2) * LATTICE * if near % 2 == 0 { 1 } else { -1 };
            let at = i32::midpoint(low, high).div_euclid(LATTICE) * LATTICE + off;
            lines.extend((low < at && at < high).then_some(at));
        }
    };
    for (rect, degree) in placement.elements.iter().zip(degrees) {
        along(&mut xs, rect.x, rect.right(), (*degree).max(1));
        along(&mut ys, rect.y, rect.bottom(), (*degree).max(1));
    }
    let around = placement.elements.iter().map(|rect| rect.grown(CLEARANCE));
    let borders = placement.boundaries.iter().flat_map(|place| [place.rect.grown(LATTICE), place.rect.grown(-LATTICE)]);
    for rect in around.chain(borders).chain([placement.bounds.grown(2 * LATTICE)]) {
        xs.extend([rect.x, up(rect.right())]);
        ys.extend([rect.y, up(rect.bottom())]);
    }
    (filled(&xs), filled(&ys))
}

/// The next line of the lattice, so that what lies on none keeps its distance.
fn up(at: i32) -> i32 {
    -(-at).div_euclid(LATTICE) * LATTICE
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

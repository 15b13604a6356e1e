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

    /// The way from a point to one beside, above or below it; none if it is elsewhere, or the same.
    pub(super) fn between(from: Point, to: Point) -> Option<Heading> {
        match ((to.x - from.x).signum(), (to.y - from.y).signum()) {
            (1, 0) => Some(Heading::Right),
            (-1, 0) => Some(Heading::Left),
            (0, 1) => Some(Heading::Down),
            (0, -1) => Some(Heading::Up),
            _ => None,
        }
    }

    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }

    pub(super) fn opposite(self) -> Heading {
        match self {
            Heading::Right => Heading::Left,
            Heading::Down => Heading::Up,
            Heading::Left => Heading::Right,
            Heading::Up => Heading::Down,
        }
    }

    /// All but the way back.
    pub(super) fn onwards(self) -> [Heading; 3] {
        use Heading::{Down, Left, Right, Up};
        [[Right, Down, Up], [Right, Down, Left], [Down, Left, Up], [Right, Left, Up]][self as usize]
    }

    /// Whether it leads to smaller coordinates.
    pub(super) fn is_backwards(self) -> bool {
        matches!(self, Heading::Left | Heading::Up)
    }

    pub(super) fn is_horizontal(self) -> bool {
        matches!(self, Heading::Right | Heading::Left)
    }
}

/// The tracks and where they cross. A track begins at something and ends where anything stands in its way, so there are
/// few crossings that no line could use.
pub(super) struct Grid {
    /// Where there are upright and level tracks.
    pub xs: Vec<i32>,
    pub ys: Vec<i32>,
    /// By row and column: the vertex there.
    numbers: Vec<u32>,
    vertices: Vec<Vertex>,
}

/// What a search looks at of a vertex, close together.
#[derive(Clone, Copy)]
pub(super) struct Vertex {
    pub at: Point,
    /// By heading: the next vertex, or [`NONE`].
    pub next: [u32; 4],
    /// The innermost boundary around it: 0 for none, else its index plus one.
    pub region: u16,
    /// By heading, a bit: whether the way to the next runs so close to a border that the two read as one.
    pub hugging: u8,
}

pub(super) const NONE: u32 = u32::MAX;

impl Grid {
    /// Makes the tracks for a placement. `ports`: by element, how many lines may end at each of its sides,
    /// where it is so large.
    pub(super) fn new(sizes: &Sizes, placement: &Placement, ports: &[i32]) -> Grid {
        let seeds = seeds(placement, ports);
        let lines = |lines: &[Seed]| lines.iter().map(|seed| seed.at).collect::<BTreeSet<i32>>().into_iter().collect();
        let mut field = Field::new(lines(&seeds.upright), lines(&seeds.level));
        for (rect, size) in placement.elements.iter().zip(&sizes.elements) {
            field.block(rect.grown(LATTICE));
            field.block(strip(*rect, size.strip).grown(STEP / 2));
        }
        for (index, place) in placement.boundaries.iter().enumerate() {
            field.block(place.title.grown(STEP));
            field.enclose(place.rect, u16::try_from(index + 1).unwrap_or(u16::MAX));
            field.hug(place.rect);
        }
        field.draw(&seeds);
        field.grid()
    }

    pub(super) fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// The vertex at a place, where two tracks cross there.
    pub(super) fn vertex_at(&self, at: Point) -> Option<usize> {
        let column = self.xs.binary_search(&at.x).ok()?;
        let row = self.ys.binary_search(&at.y).ok()?;
        let number = self.numbers[row * self.xs.len() + column];
        (number != NONE).then_some(number as usize)
    }
}

/// All places where tracks could cross, while it is worked out where they do.
struct Field {
    xs: Vec<i32>,
    ys: Vec<i32>,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Default)]
struct Place {
    region: u16,
    /// Whether a track to the right and down from here is blocked, or hugs a border.
    right: Edge,
    down: Edge,
    /// Whether an upright and a level track come through.
    is_upright: bool,
    is_level: bool,
}

#[derive(Clone, Copy, Default)]
struct Edge {
    is_blocked: bool,
    /// Runs so close to a border that the two read as one.
    is_hugging: bool,
}

impl Field {
    fn new(xs: Vec<i32>, ys: Vec<i32>) -> Field {
        let places = vec![Place::default(); xs.len() * ys.len()];
        Field { xs, ys, places }
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
                self.places[row * width + column].right.is_blocked = true;
            }
        }
        for column in columns {
            for row in rows.start.saturating_sub(1)..rows.end {
                self.places[row * width + column].down.is_blocked = true;
            }
        }
    }

    fn enclose(&mut self, rect: Rect, region: u16) {
        let width = self.xs.len();
        for row in inner(&self.ys, rect.y, rect.bottom()) {
            for column in inner(&self.xs, rect.x, rect.right()) {
                self.places[row * width + column].region = region;
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
                self.places[row * width + column].right.is_hugging = true;
            }
        }
        for column in columns.filter(|column| near(self.xs[*column], rect.x) || near(self.xs[*column], rect.right())) {
            for row in rows.clone() {
                self.places[row * width + column].down.is_hugging = true;
            }
        }
    }

    /// Draws the tracks.
    fn draw(&mut self, seeds: &Seeds) {
        let width = self.xs.len();
        for seed in &seeds.upright {
            let Ok(column) = self.xs.binary_search(&seed.at) else { continue };
            for row in reached(&self.ys, seed, |row| self.places[row * width + column].down.is_blocked) {
                self.places[row * width + column].is_upright = true;
            }
        }
        for seed in &seeds.level {
            let Ok(row) = self.ys.binary_search(&seed.at) else { continue };
            for column in reached(&self.xs, seed, |column| self.places[row * width + column].right.is_blocked) {
                self.places[row * width + column].is_level = true;
            }
        }
    }

    /// What a search needs of it.
    fn grid(self) -> Grid {
        let width = self.xs.len();
        let mut vertices: Vec<Vertex> = Vec::new();
        let mut numbers = vec![NONE; self.places.len()];
        // By column: the last vertex above, and whether the way down from it hugs a border.
        let mut above: Vec<Option<(u32, bool)>> = vec![None; width];
        for (row, y) in self.ys.iter().enumerate() {
            let mut left: Option<(u32, bool)> = None;
            for (column, x) in self.xs.iter().enumerate() {
                let place = &self.places[row * width + column];
                if place.is_upright && place.is_level {
                    let number = vertices.len() as u32;
                    numbers[row * width + column] = number;
                    let at = Point { x: *x, y: *y };
                    vertices.push(Vertex { at, next: [NONE; 4], region: place.region, hugging: 0 });
                    for (before, heading) in [(left, Heading::Right), (above[column], Heading::Down)] {
                        let Some((before, is_hugging)) = before else { continue };
                        for (from, to, heading) in [(before, number, heading), (number, before, heading.opposite())] {
                            vertices[from as usize].next[heading as usize] = to;
                            vertices[from as usize].hugging |= if is_hugging { heading.bit() } else { 0 };
                        }
                    }
                    left = Some((number, false));
                    above[column] = Some((number, false));
                }
                let go_on = |before: &mut Option<(u32, bool)>, edge: Edge| {
                    *before =
                        before.filter(|_| !edge.is_blocked).map(|(number, hugs)| (number, hugs || edge.is_hugging));
                };
                go_on(&mut left, place.right);
                go_on(&mut above[column], place.down);
            }
        }
        Grid { xs: self.xs, ys: self.ys, numbers, vertices }
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

/// The indices of the lines between two places, these included.
fn within(lines: &[i32], from: i32, to: i32) -> std::ops::Range<usize> {
    let start = lines.partition_point(|line| *line < from);
    start..lines.partition_point(|line| *line <= to).max(start)
}

/// Which lines a track crosses: from where it begins both ways, until the edge behind one is blocked.
fn reached(lines: &[i32], seed: &Seed, is_blocked: impl Fn(usize) -> bool) -> std::ops::Range<usize> {
    let mut reached = within(lines, seed.from, seed.to);
    while reached.start > 0 && !is_blocked(reached.start - 1) {
        reached.start -= 1;
    }
    while reached.end > reached.start && reached.end < lines.len() && !is_blocked(reached.end - 1) {
        reached.end += 1;
    }
    reached
}

/// Where a track begins: its place across, and from where to where along.
#[derive(Clone, Copy, Debug)]
struct Seed {
    at: i32,
    from: i32,
    to: i32,
}

#[derive(Default)]
struct Seeds {
    upright: Vec<Seed>,
    level: Vec<Seed>,
}

impl Seeds {
    /// Along the sides of a rectangle, on the lattice.
    fn around(&mut self, rect: Rect) {
        let (left, top) = (down(rect.x), down(rect.y));
        let (right, bottom) = (up(rect.right()), up(rect.bottom()));
        self.upright.extend([left, right].map(|at| Seed { at, from: top, to: bottom }));
        self.level.extend([top, bottom].map(|at| Seed { at, from: left, to: right }));
    }
}

/// The line nearest to everything on each of its sides, and those across an element on which lines may end.
fn seeds(placement: &Placement, counts: &[i32]) -> Seeds {
    let mut seeds = Seeds::default();
    for (rect, count) in placement.elements.iter().zip(counts) {
        let around = rect.grown(CLEARANCE);
        let (left, top) = (down(around.x), down(around.y));
        let (right, bottom) = (up(around.right()), up(around.bottom()));
        for at in ports(rect.x, rect.right(), *count) {
            seeds.upright.extend([top, bottom].map(|end| Seed { at, from: end, to: end }));
        }
        for at in ports(rect.y, rect.bottom(), *count) {
            seeds.level.extend([left, right].map(|end| Seed { at, from: end, to: end }));
        }
        seeds.around(around);
    }
    for place in &placement.boundaries {
        seeds.around(place.rect.grown(LATTICE));
        seeds.around(place.rect.grown(-LATTICE));
    }
    seeds.around(placement.bounds.grown(2 * LATTICE));
    seeds
}

/// Lines of the lattice that cross an element, from its middle on outwards: so many, where it is so large.
fn ports(low: i32, high: i32, count: i32) -> impl Iterator<Item = i32> {
    let most = (high - low).max(0) / LATTICE + 1;
    (1..=count.min(most)).filter_map(move |near| {
        let off = (near / 2) * LATTICE * if near % 2 == 0 { 1 } else { -1 };
        let at = down(i32::midpoint(low, high)) + off;
        (low < at && at < high).then_some(at)
    })
}

/// The line of the lattice before a place, or on it.
fn down(at: i32) -> i32 {
    at.div_euclid(LATTICE) * LATTICE
}

/// The line of the lattice behind a place, or on it.
fn up(at: i32) -> i32 {
    -down(-at)
}

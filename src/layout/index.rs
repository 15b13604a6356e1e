//! Rectangles by place, to find quickly what is near.

use super::geometry::{Point, Rect};

/// The side of a cell, in pixels.
const CELL: i32 = 128;

/// Rectangles with what they are, sorted into square cells.
pub(super) struct Index<T> {
    origin: Point,
    columns: i32,
    rows: i32,
    cells: Vec<Vec<(Rect, T)>>,
}

impl<T: Copy + PartialEq> Index<T> {
    /// Holds nothing yet. What lies outside of `bounds` is found too, less quickly.
    pub(super) fn new(bounds: Rect) -> Index<T> {
        let (columns, rows) = (bounds.width / CELL + 1, bounds.height / CELL + 1);
        let count = usize::try_from(columns * rows).unwrap_or(1);
        Index {
            origin: Point { x: bounds.x, y: bounds.y },
            columns,
            rows,
            cells: std::iter::repeat_with(Vec::new).take(count).collect(),
        }
    }

    /// Adds a rectangle; without width or height it is a line.
    pub(super) fn insert(&mut self, rect: Rect, value: T) {
        for cell in self.cells_of(rect) {
            self.cells[cell].push((rect, value));
        }
    }

    /// Takes it out again.
    pub(super) fn remove(&mut self, rect: Rect, value: T) {
        for cell in self.cells_of(rect) {
            self.cells[cell].retain(|one| *one != (rect, value));
        }
    }

    /// Everything that touches the inside of a rectangle, each once, with its own rectangle.
    pub(super) fn touching(&self, near: Rect) -> impl Iterator<Item = (Rect, T)> {
        self.cells_of(near).flat_map(move |cell| {
            self.cells[cell].iter().filter_map(move |(rect, value)| {
                let touches = rect.x < near.right()
                    && near.x < rect.right().max(rect.x + 1)
                    && rect.y < near.bottom()
                    && near.y < rect.bottom().max(rect.y + 1);
                // Of all cells that the two share, the first reports it.
                let first = || self.cell(Point { x: rect.x.max(near.x), y: rect.y.max(near.y) });
                (touches && first() == cell).then_some((*rect, *value))
            })
        })
    }

    fn cell(&self, at: Point) -> usize {
        let column = ((at.x - self.origin.x).div_euclid(CELL)).clamp(0, self.columns - 1);
        let row = ((at.y - self.origin.y).div_euclid(CELL)).clamp(0, self.rows - 1);
        usize::try_from(row * self.columns + column).unwrap_or(0)
    }

    fn cells_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<T> {
        let first = self.cell(Point { x: rect.x, y: rect.y });
        let last = self.cell(Point { x: rect.right(), y: rect.bottom() });
        let columns = usize::try_from(self.columns).unwrap_or(1);
        let (left, right) = (first % columns, last % columns);
        (first / columns..=last / columns).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }
}

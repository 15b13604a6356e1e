//! Rows as they stand, to find out quickly where something would be if one more child were put in: the same places that
//! [`Problem::middles`] works out for all.

use super::geometry::{Point, Size};
use super::refine::{Problem, Target};

/// See the module.
pub(super) struct Standing {
    rows: Vec<Row>,
    /// By child: its row, its place in it, and its middle as seen from the left end of the row.
    places: Vec<Option<(usize, usize, i32)>>,
    size: Size,
}

struct Row {
    top: i32,
    size: Size,
    /// Where each child begins as seen from the left end, and where one more would.
    begins: Vec<i32>,
}

impl Standing {
    pub(super) fn of(problem: &Problem, rows: &[Vec<usize>]) -> Standing {
        let mut standing =
            Standing { rows: Vec::new(), places: vec![None; problem.sizes.len()], size: Size { width: 0, height: 0 } };
        let mut top = 0;
        for (index, row) in rows.iter().enumerate() {
            let (mut left, mut height) = (0, 0);
            let mut begins = Vec::with_capacity(row.len() + 1);
            for (at, child) in row.iter().enumerate() {
                let size = problem.sizes[*child];
                standing.places[*child] = Some((index, at, left + size.width / 2));
                begins.push(left);
                left += size.width + problem.gap.width;
                height = height.max(size.height);
            }
            begins.push(left);
            let size = Size { width: left - problem.gap.width, height };
            standing.rows.push(Row { top, size, begins });
            standing.size.width = standing.size.width.max(size.width);
            top += height + problem.gap.height;
        }
        standing.size.height = (top - problem.gap.height).max(0);
        standing
    }
}

/// Rows with one more child of some size at a place.
pub(super) struct WithChild<'a> {
    standing: &'a Standing,
    target: Target,
    size: Size,
    gap: Size,
}

impl<'a> WithChild<'a> {
    pub(super) fn new(standing: &'a Standing, target: Target, size: Size, gap: Size) -> WithChild<'a> {
        WithChild { standing, target, size, gap }
    }

    /// The size of everything.
    pub(super) fn whole(&self) -> Size {
        let Size { width, height } = self.standing.size;
        match self.target {
            Target::InRow(row, _) => {
                let row = &self.standing.rows[row];
                let longer = row.size.width + self.gap.width + self.size.width;
                Size { width: width.max(longer), height: height + self.higher(row) }
            }
            Target::Alone(_) => {
                let gap = if self.standing.rows.is_empty() { 0 } else { self.gap.height };
                Size { width: width.max(self.size.width), height: height + gap + self.size.height }
            }
        }
    }

    /// The row and the middle of the child.
    pub(super) fn child(&self) -> (usize, Point) {
        let half = self.whole().height / 2;
        match self.target {
            Target::InRow(index, at) => {
                let row = &self.standing.rows[index];
                let left = row.begins[at] - (row.size.width + self.gap.width + self.size.width) / 2;
                let y = row.top + row.size.height.max(self.size.height) / 2 - half;
                (index, Point { x: left + self.size.width / 2, y })
            }
            Target::Alone(index) => {
                let top = match self.standing.rows.get(index) {
                    Some(row) => row.top,
                    None if index == 0 => 0,
                    None => self.standing.size.height + self.gap.height,
                };
                let x = -(self.size.width / 2) + self.size.width / 2;
                (index, Point { x, y: top + self.size.height / 2 - half })
            }
        }
    }

    /// The row and the middle of another child, where it stands.
    pub(super) fn other(&self, child: usize) -> Option<(usize, Point)> {
        let (index, at, middle) = self.standing.places[child]?;
        let row = &self.standing.rows[index];
        let half = self.whole().height / 2;
        let (mut number, mut size, mut top, mut middle) = (index, row.size, row.top, middle);
        match self.target {
            Target::InRow(target, before) if target == index => {
                size = Size {
                    width: size.width + self.gap.width + self.size.width,
                    height: size.height.max(self.size.height),
                };
                middle += if at >= before { self.size.width + self.gap.width } else { 0 };
            }
            Target::InRow(target, _) if target < index => top += self.higher(&self.standing.rows[target]),
            Target::Alone(target) if target <= index => {
                number += 1;
                top += self.size.height + self.gap.height;
            }
            _ => {}
        }
        Some((number, Point { x: middle - size.width / 2, y: top + size.height / 2 - half }))
    }

    /// How much higher a row becomes with the child.
    fn higher(&self, row: &Row) -> i32 {
        (self.size.height - row.size.height).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_and_all_others_are_where_the_rows_with_it_would_put_them() {
        let sizes = [(100, 50), (31, 90), (60, 20), (7, 7), (144, 64)];
        let sizes = sizes.map(|(width, height)| Size { width, height }).to_vec();
        let problem = Problem { sizes, flows: Vec::new(), gap: Size { width: 48, height: 40 }, ..Problem::default() };
        for rows in [vec![], vec![vec![0]], vec![vec![0, 1], vec![2]], vec![vec![3], vec![0, 2, 1]]] {
            for target in Target::all(&rows) {
                let mut then = rows.clone();
                target.put(4, &mut then);
                let (size, middles) = problem.middles(&then);
                let standing = Standing::of(&problem, &rows);
                let with_child = WithChild::new(&standing, target, problem.sizes[4], problem.gap);
                let row = |child: usize| then.iter().position(|row| row.contains(&child));
                assert_eq!(with_child.whole(), size, "{rows:?} {target:?}");
                assert_eq!(Some(with_child.child()), row(4).map(|row| (row, middles[4])), "{rows:?} {target:?}");
                for (child, middle) in middles.iter().enumerate().take(4) {
                    let expected = row(child).map(|row| (row, *middle));
                    assert_eq!(with_child.other(child), expected, "{rows:?} {target:?} {child}");
                }
            }
        }
    }
}

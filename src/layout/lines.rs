//! What straight lines cross and run through, for many at once: this is most of what arranging a large drawing takes.
//!
//! Everything is kept coordinate by coordinate, so that a processor compares several in one step. Whole numbers of pixels,
//! and products of them, are exact as they are here. What has no place is [`NOWHERE`], and meets nothing.

use super::geometry::Point;

/// What a crossing is worth, in pixels of length.
const CROSSING: f64 = 300.0;

/// A place in pixels. Single precision lets a processor compare four at once; what it rounds makes no difference to see.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    pub x: f32,
    pub y: f32,
}

/// The place of what has none.
pub(super) const NOWHERE: Spot = Spot { x: f32::NAN, y: f32::NAN };

impl From<Point> for Spot {
    fn from(at: Point) -> Spot {
        Spot { x: at.x as f32, y: at.y as f32 }
    }
}

/// A straight line of any slope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub from: Spot,
    pub to: Spot,
}

/// A rectangle, by its middle and its whole width and height.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub middle: Spot,
    pub width: f32,
    pub height: f32,
}

/// Many of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    from_x: Vec<f32>,
    from_y: Vec<f32>,
    to_x: Vec<f32>,
    to_y: Vec<f32>,
}

impl Lines {
    /// So many lines, all of them nowhere.
    pub(super) fn new(count: usize) -> Lines {
        let nowhere = vec![f32::NAN; count];
        Lines { from_x: nowhere.clone(), from_y: nowhere.clone(), to_x: nowhere.clone(), to_y: nowhere }
    }

    pub(super) fn len(&self) -> usize {
        self.from_x.len()
    }

    /// How much they are in one another's way: their length, and what their crossings are worth, in pixels.
    pub(super) fn tension(&self) -> f64 {
        let crossings: i64 = (0..self.len()).map(|index| self.crossed_by(self.get(index), index)).sum();
        self.length() + CROSSING * crossings as f64
    }

    /// How long all of them are together, along both axes.
    fn length(&self) -> f64 {
        let lines = (0..self.len()).map(|index| self.get(index));
        lines.map(|Line { from, to }| f64::from((from.x - to.x).abs() + (from.y - to.y).abs())).sum()
    }

    pub(super) fn set(&mut self, index: usize, Line { from, to }: Line) {
        self.from_x[index] = from.x;
        self.from_y[index] = from.y;
        self.to_x[index] = to.x;
        self.to_y[index] = to.y;
    }

    pub(super) fn get(&self, index: usize) -> Line {
        Line {
            from: Spot { x: self.from_x[index], y: self.from_y[index] },
            to: Spot { x: self.to_x[index], y: self.to_y[index] },
        }
    }

    /// How many of the first so many lines another one crosses; ends that touch do not cross.
    pub(super) fn crossed_by(&self, Line { from, to }: Line, first: usize) -> i64 {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        self.count(first, |other| {
            // Where the ends of each line are on different sides of the other one.
            let (a_x, a_y) = (other.from.x - from.x, other.from.y - from.y);
            let (b_x, b_y) = (other.to.x - from.x, other.to.y - from.y);
            let parts_other = (dx * a_y - dy * a_x) * (dx * b_y - dy * b_x);
            let (other_dx, other_dy) = (b_x - a_x, b_y - a_y);
            let start = other_dy * a_x - other_dx * a_y;
            let parted = start * (start + other_dx * dy - other_dy * dx);
            parts_other < 0.0 && parted < 0.0
        })
    }

    /// How many lines run through the inside of a rectangle.
    pub(super) fn through(&self, area: Area) -> i64 {
        self.count(self.len(), |line| area.is_met_by(line))
    }

    fn count(&self, first: usize, is_counted: impl Fn(Line) -> bool) -> i64 {
        let froms = self.from_x[..first].iter().zip(&self.from_y[..first]);
        let tos = self.to_x[..first].iter().zip(&self.to_y[..first]);
        let mut count = 0_u32;
        for ((from_x, from_y), (to_x, to_y)) in froms.zip(tos) {
            let line = Line { from: Spot { x: *from_x, y: *from_y }, to: Spot { x: *to_x, y: *to_y } };
            count += u32::from(is_counted(line));
        }
        i64::from(count)
    }
}

impl Area {
    /// Whether a line runs through the inside.
    #[inline]
    pub(super) fn is_met_by(self, Line { from, to }: Line) -> bool {
        let Area { middle, width, height } = self;
        // Twice what it is from the middle, so that halves stay whole.
        let beside = (2.0 * (from.x.max(to.x) - middle.x) > -width) & (2.0 * (from.x.min(to.x) - middle.x) < width);
        let above = (2.0 * (from.y.max(to.y) - middle.y) > -height) & (2.0 * (from.y.min(to.y) - middle.y) < height);
        // It does where corners lie on both sides of the line: where the middle is nearer to it than the corners reach.
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let off = 2.0 * (dx * (middle.y - from.y) - dy * (middle.x - from.x));
        beside & above & (off.abs() < dx.abs() * height + dy.abs() * width)
    }
}

/// Many of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas {
    middle_x: Vec<f32>,
    middle_y: Vec<f32>,
    widths: Vec<f32>,
    heights: Vec<f32>,
}

impl Areas {
    /// So large, in pixels, and all of them nowhere.
    pub(super) fn new(sizes: impl Iterator<Item = (i32, i32)>) -> Areas {
        let (widths, heights): (Vec<f32>, Vec<f32>) =
            sizes.map(|(width, height)| (width as f32, height as f32)).unzip();
        let nowhere = vec![f32::NAN; widths.len()];
        Areas { middle_x: nowhere.clone(), middle_y: nowhere, widths, heights }
    }

    pub(super) fn set(&mut self, index: usize, middle: Spot) {
        self.middle_x[index] = middle.x;
        self.middle_y[index] = middle.y;
    }

    pub(super) fn get(&self, index: usize) -> Area {
        let middle = Spot { x: self.middle_x[index], y: self.middle_y[index] };
        Area { middle, width: self.widths[index], height: self.heights[index] }
    }

    /// How many rectangles a line runs through.
    pub(super) fn met_by(&self, line: Line) -> i64 {
        let middles = self.middle_x.iter().zip(&self.middle_y);
        let sizes = self.widths.iter().zip(&self.heights);
        let mut count = 0_u32;
        for ((x, y), (width, height)) in middles.zip(sizes) {
            let area = Area { middle: Spot { x: *x, y: *y }, width: *width, height: *height };
            count += u32::from(area.is_met_by(line));
        }
        i64::from(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from: (i32, i32), to: (i32, i32)) -> Line {
        let spot = |(x, y)| Spot::from(Point { x, y });
        Line { from: spot(from), to: spot(to) }
    }

    #[test]
    fn lines_cross_that_do_not_only_touch() {
        let mut lines = Lines::new(5);
        lines.set(0, line((0, 10), (20, 10)));
        lines.set(1, line((10, 0), (30, 20)));
        lines.set(2, line((0, 0), (0, 20)));
        lines.set(3, line((21, 0), (21, 20)));
        // The last is nowhere.
        assert_eq!(lines.crossed_by(line((0, 12), (20, 6)), 5), 2, "the first and the second");
        assert_eq!(lines.crossed_by(lines.get(0), 5), 0, "it ends on the second and the third");
        assert_eq!(lines.crossed_by(line((10, 20), (10, 9)), 5), 1, "the first");
        assert_eq!(lines.crossed_by(line((10, 20), (10, 9)), 0), 0);
    }

    #[test]
    fn lines_run_through_what_they_do_not_only_touch() {
        let mut areas = Areas::new([(20, 10), (20, 10), (20, 10)].into_iter());
        areas.set(0, Spot { x: 0.0, y: 0.0 });
        areas.set(1, Spot { x: 40.0, y: 0.0 });
        for (ends, met) in [
            (line((-50, 0), (60, 0)), 2),
            (line((-50, 5), (60, 5)), 0),
            (line((0, 0), (0, 0)), 0),
            (line((0, 0), (1, 0)), 1),
            (line((7, -8), (17, 2)), 0),
            (line((6, -8), (16, 2)), 1),
            (line((-50, 20), (50, -20)), 1),
        ] {
            assert_eq!(areas.met_by(ends), met, "{ends:?}");
            let mut lines = Lines::new(2);
            lines.set(1, ends);
            let through = [0, 1, 2].map(|index| lines.through(areas.get(index)));
            assert_eq!(through.into_iter().sum::<i64>(), met, "{ends:?}");
        }
    }
}

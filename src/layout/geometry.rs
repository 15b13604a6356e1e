//! Points, sizes and rectangles on the integer pixel grid. The origin is top left; y grows downwards.

/// A place, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// A width and a height, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rect {
    /// The left side.
    pub x: i32,
    /// The top side.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Point {
    /// Moved.
    #[must_use]
    pub fn shifted(self, by: Point) -> Point {
        Point { x: self.x + by.x, y: self.y + by.y }
    }

    /// The axes exchanged.
    #[must_use]
    pub fn transposed(self) -> Point {
        Point { x: self.y, y: self.x }
    }

    /// How far it is from another point.
    #[must_use]
    pub fn seen_from(self, other: Point) -> Point {
        Point { x: self.x - other.x, y: self.y - other.y }
    }
}

impl Size {
    /// Width and height exchanged.
    #[must_use]
    pub fn transposed(self) -> Size {
        Size { width: self.height, height: self.width }
    }
}

impl Rect {
    /// A rectangle at a place.
    #[must_use]
    pub fn new(at: Point, size: Size) -> Rect {
        Rect { x: at.x, y: at.y, width: size.width, height: size.height }
    }

    /// The rectangle between two opposite corners.
    #[must_use]
    pub fn spanning(a: Point, b: Point) -> Rect {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        Rect { x, y, width: a.x.max(b.x) - x, height: a.y.max(b.y) - y }
    }

    /// The rectangle of a size around its middle.
    #[must_use]
    pub fn around(middle: Point, size: Size) -> Rect {
        Rect::new(Point { x: middle.x - size.width / 2, y: middle.y - size.height / 2 }, size)
    }

    /// Its width and height.
    #[must_use]
    pub fn size(self) -> Size {
        Size { width: self.width, height: self.height }
    }

    /// The axes exchanged.
    #[must_use]
    pub fn transposed(self) -> Rect {
        Rect { x: self.y, y: self.x, width: self.height, height: self.width }
    }

    /// The right side.
    #[must_use]
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// The bottom side.
    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// The middle.
    #[must_use]
    pub fn centre(self) -> Point {
        Point { x: self.x + self.width / 2, y: self.y + self.height / 2 }
    }

    /// Grown by this much on every side; shrunk where it is negative.
    #[must_use]
    pub fn grown(self, by: i32) -> Rect {
        Rect { x: self.x - by, y: self.y - by, width: self.width + 2 * by, height: self.height + 2 * by }
    }

    /// Moved.
    #[must_use]
    pub fn shifted(self, by: Point) -> Rect {
        Rect { x: self.x + by.x, y: self.y + by.y, ..self }
    }

    /// Whether the insides of the two share anything.
    #[must_use]
    pub fn overlaps(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether a point lies in it or on a side.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        self.x <= point.x && point.x <= self.right() && self.y <= point.y && point.y <= self.bottom()
    }

    /// Whether the other lies in this one; sides may touch.
    #[must_use]
    pub fn holds(self, other: Rect) -> bool {
        self.x <= other.x && self.y <= other.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }

    /// How far the two are apart, along the axis on which they are further apart; zero where they touch.
    #[must_use]
    pub fn distance(self, other: Rect) -> i32 {
        let x = (other.x - self.right()).max(self.x - other.right());
        let y = (other.y - self.bottom()).max(self.y - other.bottom());
        x.max(y).max(0)
    }

    /// Whether an axis-parallel segment touches the inside.
    #[must_use]
    pub fn cut_by(self, a: Point, b: Point) -> bool {
        let (left, right) = (a.x.min(b.x), a.x.max(b.x));
        let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
        left < self.right() && self.x < right && top < self.bottom() && self.y < bottom
    }
}

/// Where a level and an upright piece of two lines cross, not just touch.
#[inline]
pub(super) fn crossing_point(one: &[Point], other: &[Point]) -> Option<Point> {
    let (level, upright) = if one[0].y == one[1].y { (one, other) } else { (other, one) };
    let within = |value: i32, a: i32, b: i32| a.min(b) < value && value < a.max(b);
    let at = Point { x: upright[0].x, y: level[0].y };
    let crosses = upright[0].x == upright[1].x
        && within(at.x, level[0].x, level[1].x)
        && within(at.y, upright[0].y, upright[1].y);
    crosses.then_some(at)
}

/// The two ends of a line and the points at which it turns.
pub(super) fn turning_points(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if out.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = out.as_slice()
            && ((a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y))
        {
            out.pop();
        }
        out.push(point);
    }
    out
}

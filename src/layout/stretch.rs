//! A drawing that came out a little too wide or too high for a page: things move apart along its shorter side.

use super::compact::{Drawing, aired};
use super::{STEP, Sizes, Wish, label};

/// What is more than so many times too long would be mostly empty.
const MOST_EXCESS: f64 = 1.3;

/// In drawings of more flows than this it would take long.
pub(super) const MOST_FLOWS: usize = 600;

/// How much further apart things stand at most.
const MOST_AIR: i32 = 10 * STEP;

/// The drawing with about so much more air that it fits a page.
pub(super) fn stretched(sizes: &Sizes, wish: Wish, mut drawing: Drawing) -> Drawing {
    let excess = drawing.excess(wish);
    if excess <= 1.0 || excess > MOST_EXCESS || drawing.routes.len() > MOST_FLOWS {
        return drawing;
    }
    let is_wide = wish.is_wide(drawing.whole());
    if is_wide {
        drawing.transpose();
    }
    // A little air tells how much it takes.
    let width = drawing.whole().width;
    let gained = aired(drawing.clone(), STEP).whole().width - width;
    if gained > 0 {
        let missing = f64::from(width) * (excess - 1.0);
        let steps = (missing / f64::from(gained)).ceil() as i32;
        drawing = aired(drawing, steps.saturating_mul(STEP).min(MOST_AIR));
    }
    if is_wide {
        drawing.transpose();
    }
    drawing.labels = label::mended(sizes, &drawing.placement, &drawing.routes, drawing.labels);
    drawing
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Rect;
    use super::super::nest::Placement;
    use super::*;

    /// Three elements, two of them side by side so far apart and one below; how high they become together.
    fn height(apart: i32) -> i32 {
        let element = |x: i32, y: i32| Rect { x, y, width: 96, height: 64 };
        let elements = vec![element(0, 0), element(96 + apart, 0), element(0, 96)];
        let placement = Placement { elements, ..Placement::default() };
        let drawing = Drawing { placement, strips: vec![Rect::default(); 3], ..Drawing::default() };
        stretched(&Sizes::default(), Wish::default(), drawing).whole().height
    }

    #[test]
    fn what_is_a_little_too_wide_becomes_higher() {
        // 160 are enough for a width of 336.
        assert_eq!(height(144), 160);
        assert_eq!(height(200), 192);
        assert_eq!(height(144 * 3), 160, "it would be mostly empty");
    }
}

//! Room for labels that found no good place, once everything else has its own: things move apart for them where that costs
//! little. What is taken out as needless before may be just what such a label lacks.

use super::compact::{Drawing, compact};
use super::geometry::{Point, Rect};
use super::{STEP, Sizes, Wish, label};

/// In drawings of more flows than this no room is made: that would take long.
const MOST_FLOWS: usize = 100;

/// At how many places room is made for a label at most.
const PLACES: usize = 4;

/// The same for all labels together.
const MOST_TRIES: usize = 24;

/// What a label that hides its line is worth, in pixels of length: as much as one that is led to it.
const HIDING: f64 = 300.0;

/// How much of the piece of line that a label stands on is to be seen at least.
const SEEN: i32 = 4 * STEP;

/// The drawing with room for labels that have to be led to their lines, or that hide them; for each as far as the drawing reads
/// better so.
pub(super) fn widened(sizes: &Sizes, wish: Wish, drawing: Drawing) -> Drawing {
    if drawing.routes.len() > MOST_FLOWS {
        return drawing;
    }
    let mut best = drawing;
    let mut unplaced = best.unplaced_labels();
    if unplaced.is_empty() {
        return best;
    }
    let mut strain = best.strain_with_hidden(wish);
    let mut tries = MOST_TRIES;
    for flow in unplaced.clone() {
        for nth in 0..PLACES {
            if tries == 0 || !unplaced.contains(&flow) {
                break;
            }
            let Some(place) = label::wanted(sizes, &best, flow).into_iter().nth(nth) else { break };
            tries -= 1;
            let wide = with_room(sizes, best.clone(), flow, place);
            let then = wide.strain_with_hidden(wish);
            if then < strain {
                (strain, unplaced, best) = (then, wide.unplaced_labels(), wide);
            }
        }
    }
    best
}

/// The drawing with a label at a place, and what was there moved away.
fn with_room(sizes: &Sizes, mut drawing: Drawing, flow: usize, place: Rect) -> Drawing {
    drawing.labels[flow] = Some(place);
    let mut drawing = compact(drawing);
    drawing.labels = label::mended(sizes, &drawing.placement, &drawing.routes, drawing.labels);
    drawing
}

impl Drawing {
    /// The flows whose labels have to be led to their lines, or hide them.
    fn unplaced_labels(&self) -> Vec<usize> {
        let led = self.leaders();
        (0..self.routes.len()).filter(|flow| led[*flow].is_some() || self.is_hidden(*flow)).collect()
    }

    fn strain_with_hidden(&self, wish: Wish) -> f64 {
        let hidden = (0..self.routes.len()).filter(|flow| self.is_hidden(*flow)).count();
        self.strain(wish) + HIDING * hidden as f64
    }

    /// Whether little is to be seen of a flow's line where its label stands on it.
    fn is_hidden(&self, flow: usize) -> bool {
        self.labels[flow].is_some_and(|label| hides(&self.routes[flow], label))
    }
}

fn hides(route: &[Point], label: Rect) -> bool {
    route.windows(2).any(|pair| {
        let piece = Rect::spanning(pair[0], pair[1]);
        let (length, hidden) =
            if piece.height == 0 { (piece.width, label.width) } else { (piece.height, label.height) };
        label.cut_by(pair[0], pair[1]) && length - hidden < SEEN
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_hides_what_it_leaves_little_of() {
        let label = Rect { x: 0, y: 0, width: 60, height: 20 };
        let line = |from: i32, to: i32, y: i32| [Point { x: from, y }, Point { x: to, y }];
        assert!(hides(&line(-10, 70, 10), label));
        assert!(!hides(&line(-20, 80, 10), label), "enough is seen");
        assert!(!hides(&line(-10, 70, 20), label), "it stands beside it");
        assert!(hides(&[Point { x: 30, y: -10 }, Point { x: 30, y: 30 }], label), "upright");
    }
}

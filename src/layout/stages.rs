//! A drawing that small edits change little, though things are put wherever they read best.
//!
//! What reads best is decided anew whenever something changes, and may be something else then. So it is decided for fewer flows
//! than there are, in three stages: a first core is arranged; a second one, with a few more flows, is arranged like it, and made
//! better once it is drawn; and in that drawing the rest finds its place. What is added at the end of a text, or taken away from
//! there, seldom changes a core. And it is decided as if all names were equally long and nothing was marked, so that another name,
//! a threat more, or something else that is shown of the model, changes nothing but where there is room.

use super::best::{Arranged, arranged, attempted};
use super::compact::Drawing;
use super::core::{Core, nominal_sizes};
use super::draw::{Before, Drawn, drawn, retouched};
use super::earlier::{Earlier, is_unchanged};
use super::likeness::Likeness;
use super::manner::Manner;
use super::moves::moved;
use super::outline::{Arrangement, Outline};
use super::release::released;
use super::slide::slid;
use super::stretch::stretched;
use super::threads::in_two_threads;
use super::widen::widened;
use super::{Task, Wish};

/// By how many flows the second core grows at once. With fewer than these there is none.
const STEP: usize = 4;

/// So many flows are few.
const FEW: usize = 20;

/// How many times too long for a page a drawing may be, and still be made to fit (`stretch`).
const A_LITTLE: f64 = 1.1;

/// How many times better a drawing must be in which things have not kept their places, only their order.
const AFRESH: f64 = 1.05;

/// The drawing of a model and its arrangement: in stages where there are few enough flows that somebody knows the place of each.
pub(super) fn drawn_in_stages(task: Task) -> (Arrangement, Drawn) {
    let (arrangement, mut drawn) =
        if Manner::of(task.model).moves > 0 { drawn_steadily(task) } else { drawn_at_once(task) };
    drawn.drawing = finished(task, drawn.drawing);
    (arrangement, drawn)
}

/// The last touches: straighter lines, room for labels that found no good place, the proportions of a page, and lines that are still
/// straighter for it.
pub(super) fn finished(task: Task, drawing: Drawing) -> Drawing {
    let Task { sizes, wish, .. } = task;
    slid(sizes, wish, stretched(sizes, wish, widened(sizes, wish, retouched(task, drawing))))
}

/// What fits a page, or what reads better.
fn better_of(wish: Wish, one: (Arrangement, Drawn), other: (Arrangement, Drawn)) -> (Arrangement, Drawn) {
    let fits = |(_, drawn): &(Arrangement, Drawn)| drawn.drawing.excess(wish) <= 1.0;
    let is_better = if fits(&one) == fits(&other) { other.1.strain < one.1.strain } else { fits(&other) };
    if is_better { other } else { one }
}

fn drawn_at_once(task: Task) -> (Arrangement, Drawn) {
    let Arranged { arrangement, placement, drawn } = arranged(task);
    (arrangement, attempted(task, &placement, drawn))
}

/// As it reads best, as long as that changes little when the model does.
fn drawn_steadily(task: Task) -> (Arrangement, Drawn) {
    let at_once = || {
        let sizes = nominal_sizes(task.sizes);
        Decision::at_once(Task { sizes: &sizes, ..task }).drawn(task)
    };
    if task.model.flows.len() < STEP {
        return at_once();
    }
    let staged = drawn_around_core(task);
    // A core may fit a page that with the rest around it does not. And few flows seldom have to cross, if they are seen at once.
    let is_few = task.model.flows.len() <= FEW;
    let is_poor = staged.1.drawing.excess(task.wish) > A_LITTLE || is_few && staged.1.drawing.crossings() > 0;
    if is_poor { better_of(task.wish, staged, at_once()) } else { staged }
}

fn drawn_around_core(task: Task) -> (Arrangement, Drawn) {
    let [first, second] = cores(task.model.flows.len());
    let core = Core::new(task, second);
    let (arrangement, drawn) = drawn_core(core.task(task), first);
    if is_unchanged(&core.model, task.model) {
        return (arrangement, drawn);
    }
    let likeness = Likeness::new(core.task(task), &arrangement, &drawn, task);
    let (amended, afresh) = (likeness.drawn(), likeness.drawn_afresh());
    let is_better = afresh.strain * AFRESH < amended.strain;
    (likeness.arrangement, if is_better { afresh } else { amended })
}

/// The drawing of a core, decided by its first flows and then made better.
fn drawn_core(task: Task, first: usize) -> (Arrangement, Drawn) {
    let sizes = nominal_sizes(task.sizes);
    let (arrangement, drawn) = Decision::by_first(Task { sizes: &sizes, ..task }, first).drawn(task);
    let likeness = released(Likeness::new(task, &arrangement, &drawn, task));
    let (kept, loose) = (likeness.drawn(), likeness.drawn_loosely());
    let better = if loose.strain < kept.strain { loose } else { kept };
    if better.strain < drawn.strain { (likeness.arrangement, better) } else { (arrangement, drawn) }
}

/// What is decided before anything is drawn in its real size.
#[derive(Default)]
struct Decision {
    arrangement: Arrangement,
    /// Which of the drawings with different room for lines.
    attempt: usize,
}

impl Decision {
    /// What reads best of everything.
    fn at_once(task: Task) -> Decision {
        let (arrangement, drawn) = drawn_at_once(task);
        Decision { arrangement, attempt: drawn.attempt }
    }

    /// What reads best of the first flows, with the rest where it reads best then.
    fn by_first(task: Task, first: usize) -> Decision {
        let drawings = in_two_threads(&arrangements(task, first), |_, arrangement| {
            let placement = Outline::arranged(task, arrangement.clone()).placed();
            (drawn(task, placement.clone(), &Before::default(), 0), placement, arrangement.clone())
        });
        let best = drawings.into_iter().min_by(|one, other| one.0.strain.total_cmp(&other.0.strain));
        let Some((drawn, placement, arrangement)) = best else { return Decision::default() };
        Decision { arrangement, attempt: attempted(task, &placement, drawn).attempt }
    }

    fn drawn(self, task: Task) -> (Arrangement, Drawn) {
        let placement = Outline::arranged(task, self.arrangement.clone()).placed();
        (self.arrangement, drawn(task, placement, &Before::default(), self.attempt))
    }
}

/// The arrangements that read best: the best of the first core, with the rest of this one, and what comes of moving things in it.
fn arrangements(task: Task, first: usize) -> Vec<Arrangement> {
    if first == task.model.flows.len() {
        return vec![arranged(task).arrangement];
    }
    let core = Core::new(task, first);
    let known = arranged(core.task(task)).arrangement;
    let known = Earlier::new(&core.model, core.task(task).tree).arrangement(&known, task.model, task.tree);
    let outline = Outline::arranged(task, known);
    let (placement, arrangement) = (outline.placed(), outline.arrangement());
    let better = moved(task, (&arrangement, placement), Manner::of(task.model).moves);
    better.map(|(better, _)| better).into_iter().chain([arrangement]).collect()
}

/// How many flows the first core has, and the second, where there are so many: the first grows by half, the second step by step.
fn cores(flows: usize) -> [usize; 2] {
    let growing = std::iter::successors(Some(2 * STEP), |first| Some((3 * first).div_ceil(2)));
    let first = growing.take_while(|first| *first <= flows).last().unwrap_or(STEP);
    [first, first.max(flows / STEP * STEP)]
}

#[cfg(test)]
mod tests {
    use super::cores;

    #[test]
    fn a_core_stays_for_a_few_flows_more() {
        assert_eq!([4, 7, 8, 11, 12, 17].map(cores), [[4, 4], [4, 4], [8, 8], [8, 8], [12, 12], [12, 16]]);
        // No multiple of the step, the first core may be larger than the last one that is.
        assert_eq!([26, 27, 28, 100].map(cores), [[18, 24], [27, 27], [27, 28], [93, 100]]);
    }
}

//! Which way the flows run in each boundary: a few ways are tried, and the outline that reads best is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::draw::{LANES, tightened};
use super::earlier::Kept;
use super::effort::{FAMILIAR_FLOWS, MANY_FLOWS};
use super::fit::Fit;
use super::nest::Placement;
use super::outline::{Arrangement, Outline};
use super::stretch;
use super::threads::in_two_threads;
use super::tree::Parent;
use super::{Task, Wish};
use crate::model::{BoundaryId, Direction, Model};

/// How many flows the first stage of an outline has; the one that leads further is kept.
const STARTS: [usize; 2] = [6, 4];

/// How many outlines are placed for each other arrangement that is wanted.
const MOST_PLACED: usize = 2;

/// By how much another way must be better than the first, so that small edits change none.
const FAMILIAR: f64 = 0.4;

/// The arrangements that read best, with their placements: the best first, then so many others that fit as well. The whole
/// drawing runs in the wanted direction; what is inside boundaries may run another way.
pub(super) fn arranged(task: Task, others: usize) -> Vec<(Arrangement, Placement)> {
    let Task { model, sizes, tree, wish, .. } = task;
    let starts = if model.elements.len() <= 150 { &STARTS[..] } else { &STARTS[..1] };
    let (usual, spare) = ways(model, wish);
    let ways: Vec<(usize, [Direction; DEPTHS])> =
        usual.into_iter().flat_map(|way| starts.iter().map(move |first| (*first, way))).collect();
    let is_familiar = model.flows.len() <= FAMILIAR_FLOWS;
    let outlined_with = |first: usize, way: &[Direction; DEPTHS]| {
        let depth = |parent: Parent| model.boundary_path(parent).count().min(DEPTHS - 1);
        let directions: BTreeMap<Parent, Direction> =
            tree.outside_in().into_iter().map(|parent| (parent, way[depth(parent)])).collect();
        let outline = Outline::new(task, directions, first);
        // Where much may move at last, only that tells which reads best.
        if is_familiar { outline } else { outline.completed() }
    };
    let mut outlined = in_two_threads(&ways, |rank, (first, way)| {
        let outline = outlined_with(*first, way);
        let unfamiliar = if rank < starts.len() || wish.aspect.is_some() || !is_familiar { 0.0 } else { FAMILIAR };
        let strain = if ways.len() > 1 { strain(&outline, wish) + unfamiliar } else { 0.0 };
        (strain, outline)
    });
    outlined.sort_by(|one, other| one.0.total_cmp(&other.0));
    let place = |outline: Outline, fit: Fit| {
        let outline = outline.fitted(fit);
        let placement = outline.placed();
        let excess = wish.excess(tightened(model, sizes, placement.clone(), LANES[0], Kept::NONE).bounds);
        (excess, (outline.arrangement(), placement))
    };
    let as_it_is = |outline: Outline| place(outline, Fit::AsItIs);
    // The second one is often wanted, too, and takes no time beside the first.
    let (two, more) = outlined.split_at(outlined.len().min(2));
    let mut completed = in_two_threads(two, |_, (_, one)| {
        let outline = one.clone().completed();
        (outline.clone(), as_it_is(outline))
    })
    .into_iter();
    let Some((outline, mut best)) = completed.next() else { return vec![Default::default()] };
    let second = completed.map(|(_, placed)| placed);
    // Larger drawings are drawn once, and stretched where a little is missing.
    let fitting = if is_familiar || model.flows.len() > stretch::MOST_FLOWS { 1.0 } else { 1.1 };
    if best.0 <= fitting {
        let most = (MOST_PLACED * others).saturating_sub(1).min(more.len());
        let more = in_two_threads(&more[..most], |_, (_, one)| as_it_is(one.clone().completed()));
        let mut chosen = vec![best.1];
        for (excess, placed) in second.chain(more) {
            if excess <= 1.1 && chosen.len() <= others && chosen.iter().all(|(known, _)| *known != placed.0) {
                chosen.push(placed);
            }
        }
        return chosen;
    }
    // Where no way fits, there is one long sequence, or one long row; it is folded or wrapped.
    let otherwise = more.iter().map(|(_, outline)| Otherwise::Outlined(outline));
    let otherwise = otherwise.chain(spare.into_iter().map(Otherwise::Running));
    let otherwise: Vec<Otherwise> = otherwise.chain(outline.fits(best.0).into_iter().map(Otherwise::Laid)).collect();
    let better = |best: (f64, _), other: (f64, _)| if best.0 > fitting && other.0 < best.0 { other } else { best };
    best = second.fold(best, better);
    for two in otherwise.chunks(2) {
        if best.0 <= fitting {
            break;
        }
        let places = in_two_threads(two, |_, other| match other {
            Otherwise::Outlined(other) => as_it_is((*other).clone().completed()),
            Otherwise::Running(way) => as_it_is(outlined_with(starts[0], way).completed()),
            Otherwise::Laid(fit) => place(outline.clone(), *fit),
        });
        best = places.into_iter().fold(best, better);
    }
    vec![best.1]
}

/// What is tried where no outline fits a page.
enum Otherwise<'a> {
    /// Another one.
    Outlined(&'a Outline<'a>),
    /// Flows that run another way.
    Running([Direction; DEPTHS]),
    /// The best one with its rows laid otherwise.
    Laid(Fit),
}

/// How many depths have a direction of their own: the drawing itself, the boundaries in it, those in these and all deeper
/// ones.
const DEPTHS: usize = 3;

/// Directions by depth, the most usual first, and a few more to be tried if none of these fits. Trying them all takes long where
/// there is much to place, and where there are a hundred elements one reads as well as another, but does not have the same
/// proportions.
fn ways(model: &Model, wish: Wish) -> (Vec<[Direction; DEPTHS]>, Vec<[Direction; DEPTHS]>) {
    use Direction::{Down, Right};
    let inner = [[Right, Down], [Down, Right], [Down, Down], [Right, Right]];
    let outer: &[Direction] = match wish.direction {
        Some(Right) => &[Right],
        Some(Down) => &[Down],
        None => &[Down, Right],
    };
    let ways = inner.iter().flat_map(|[second, third]| outer.iter().map(|first| [*first, *second, *third]));
    let depth = |index: usize| model.boundary_path(Some(BoundaryId(index))).count();
    let deepest = (0..model.boundaries.len()).map(depth).max().unwrap_or(0).min(DEPTHS - 1);
    let mut seen = BTreeSet::new();
    let mut differing = ways.filter(|way| seen.insert(way[..=deepest].to_vec()));
    let (most, more) = match model.elements.len() {
        _ if model.flows.len() > MANY_FLOWS => (1, 0),
        0..=60 => (8, 0),
        61..=150 if wish.aspect.is_some() => (4, 0),
        61..=150 => (1, 2),
        151..=1500 => (2, 0),
        _ => (1, 0),
    };
    (differing.by_ref().take(most).collect(), differing.take(more).collect())
}

/// How badly an outline reads: how long straight flows are and how often they cross, its area, and how far its
/// proportions are off.
fn strain(outline: &Outline, wish: Wish) -> f64 {
    let size = outline.size();
    let (width, height) = (f64::from(size.width.max(1)), f64::from(size.height.max(1)));
    let wanted = wish.aspect.map_or(1.3, |aspect| f64::from(aspect.max(1)) / 100.0);
    let off = ((width / height) / wanted).ln().abs();
    // Within these proportions it fits a page or a screen; a wish is to be met more closely.
    let (tolerance, weight) = if wish.aspect.is_some() { (0.1, 12.0) } else { (0.35, 4.0) };
    let unfit = (off - tolerance).max(0.0) * weight;
    (width * height).ln() * 0.5 + off * 0.2 + unfit + outline.lines().tension().max(1.0).ln()
}

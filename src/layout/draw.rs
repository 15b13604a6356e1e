//! A placement to a drawing: with lines, with labels beside them, and without room that nothing needs.

use super::compact::{Drawing, Room, compact};
use super::earlier::Kept;
use super::effort::FAMILIAR_FLOWS;
use super::geometry::{Point, Rect, Size};
use super::manner::Manner;
use super::nest::Placement;
use super::retrace::Ways;
use super::straighten::{Aim, straightened};
use super::{ElementSize, LEAST_ALONG, STEP, Sizes, Task, degrees, grid, label, lanes, route, uncross};
use crate::model::Model;

/// How much room each line gets that passes an element or a border, by attempt.
pub(super) const LANES: [i32; 4] = [4, 10, 6, 14];

/// A drawing, and what it was made from.
#[derive(Default)]
pub(super) struct Drawn {
    /// How badly it reads.
    pub strain: f64,
    /// Which of those with different room for lines it is.
    pub attempt: usize,
    /// Where things stood while ways were looked for.
    pub wide: Placement,
    /// The ways that were found there.
    pub routes: Vec<Vec<Point>>,
    pub drawing: Drawing,
}

/// What is known of how an earlier state was drawn; by default, nothing.
#[derive(Clone, Default)]
pub(super) struct Before {
    /// Where things stood while ways were looked for.
    pub wide: Kept,
    /// By flow: the way that was found there.
    pub lines: Vec<Option<Vec<Point>>>,
    /// Where things stood at last.
    pub tight: Kept,
}

/// The drawing with lines and labels, with the room for lines that this attempt gives them.
pub(super) fn drawn(task: Task, loose: Placement, before: &Before, attempt: usize) -> Drawn {
    let Led { wide, routes, drawing } = led(task, loose, before, attempt, Manner::of(task.model));
    let drawing = labelled(task.sizes, straightened(drawing, Aim::Nearest));
    Drawn { strain: drawing.strain(task.wish), attempt, wide, routes, drawing }
}

/// A drawing with its lines straightened once more, now that everything is near together, if it reads better for that.
pub(super) fn retouched(task: Task, drawing: Drawing) -> Drawing {
    if !Manner::of(task.model).retouches {
        return drawing;
    }
    let straight = straightened(drawing.clone(), Aim::Middle);
    if straight.routes == drawing.routes {
        return drawing;
    }
    let straight = labelled(task.sizes, straight);
    if straight.strain(task.wish) < drawing.strain(task.wish) { straight } else { drawing }
}

/// With labels, nothing on anything else, and without room that nothing needs.
fn labelled(sizes: &Sizes, straight: Drawing) -> Drawing {
    let mut drawing = apart(sizes, labelled_and_compact(sizes, straight));
    drawing.labels = label::mended(sizes, &drawing.placement, &drawing.routes, drawing.labels);
    drawing
}

/// Roughly what the drawing becomes: with each line as it is led at first, with all room, and without labels.
pub(super) fn sketched(task: Task, loose: Placement) -> Drawing {
    sketched_like(task, loose, &Before::default(), 0)
}

/// The same where something is known of how it was drawn, and in which attempt.
pub(super) fn sketched_like(task: Task, loose: Placement, before: &Before, attempt: usize) -> Drawing {
    led(task, loose, before, attempt, Manner::of_sketch(task.model)).drawing
}

/// Lines, before labels stand beside them.
struct Led {
    /// Where things stood while ways were looked for.
    wide: Placement,
    /// The ways that were found there.
    routes: Vec<Vec<Point>>,
    /// With lines that run beside one another.
    drawing: Drawing,
}

fn led(task: Task, loose: Placement, before: &Before, attempt: usize, manner: Manner) -> Led {
    let Task { model, sizes, .. } = task;
    let wide = tightened(model, sizes, loose, LANES[attempt], before.wide.clone());
    let ways = Ways { kept: &before.wide, lines: &before.lines };
    let routes = route::route(task, &wide, manner, attempt, ways);
    let strips = wide.elements.iter().zip(&sizes.elements).map(|(rect, size)| grid::strip(*rect, size.strip));
    let mut drawing = Drawing {
        strips: strips.collect(),
        corners: sizes.elements.iter().map(corner).collect(),
        placement: wide.clone(),
        routes: routes.clone(),
        labels: Vec::new(),
        ends: model.flows.iter().map(|flow| (flow.from.0, flow.to.0)).collect(),
        straightens: model.flows.len() <= FAMILIAR_FLOWS,
        room: Room::Tight,
        kept: before.tight.clone(),
    };
    // Lines that shared a track may only be seen to cross when they have lanes of their own.
    for _ in 0..2 {
        let were_crossed = uncross::uncross(&mut drawing);
        if were_crossed || drawing.overlaid() > 0 {
            drawing = lanes::parted(drawing, &sizes.labels);
        }
    }
    Led { wide, routes, drawing }
}

/// How far from the corners of an element lines reach it: rather not on a curve.
fn corner(element: &ElementSize) -> Size {
    Size { width: LEAST_ALONG.max(element.radius * 2 / 3), height: LEAST_ALONG }
}

/// In how large drawings needless room is looked for, in pairs of a label and a piece of a line.
const MOST_COMPACTED: usize = 40_000_000;

/// With labels, and without room that nothing needs.
fn labelled_and_compact(sizes: &Sizes, mut loose: Drawing) -> Drawing {
    loose.labels = label::place(sizes, &loose.placement, &loose.routes);
    let pieces: usize = loose.routes.iter().map(Vec::len).sum();
    if pieces * loose.labels.len() > MOST_COMPACTED {
        return loose;
    }
    let tight = compact(loose.clone());
    // Lines that touched in a corner may come to lie on one another; then the room stays.
    if tight.overlaid() > loose.overlaid() { loose } else { tight }
}

/// Without lines on one another, whatever room that takes.
fn apart(sizes: &Sizes, drawing: Drawing) -> Drawing {
    if drawing.overlaid() == 0 { drawing } else { labelled_and_compact(sizes, lanes::parted(drawing, &sizes.labels)) }
}

/// A placement without room that neither its labels nor lines between its elements will need.
pub(super) fn tightened(model: &Model, sizes: &Sizes, placement: Placement, lanes: i32, kept: Kept) -> Placement {
    let strips = placement.elements.iter().zip(&sizes.elements).map(|(rect, size)| grid::strip(*rect, size.strip));
    let room = Room::Wide {
        elements: degrees(model).into_iter().map(|degree| (degree * lanes).min(8 * STEP * lanes)).collect(),
        boundaries: traffic(model).into_iter().map(|flows| (flows * lanes).min(16 * STEP * lanes)).collect(),
        grows: lanes > LANES[0],
    };
    let drawing = Drawing { strips: strips.collect(), placement, room, kept, ..Default::default() };
    let mut placement = compact(drawing).placement;
    let boundaries = placement.boundaries.iter().map(|place| place.rect);
    placement.bounds = placement.elements.iter().copied().chain(boundaries).reduce(Rect::union).unwrap_or_default();
    placement
}

/// How many flows cross each border.
fn traffic(model: &Model) -> Vec<i32> {
    let mut traffic = vec![0; model.boundaries.len()];
    for crossing in model.flows.iter().flat_map(|flow| model.crossings(flow)) {
        traffic[crossing.boundary.0] += 1;
    }
    traffic
}

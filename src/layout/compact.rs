//! Takes out the room that nothing needs, first sideways, then up and down, and pulls together what is joined.
//!
//! The order of things along each axis stays: who stands left of whom stays there, so no overlap, no crossing and no
//! detour can appear. What must move together (an element with the lines that leave its top, a line with the label at
//! its side) is a group; distances that must be kept between groups are constraints of the form `later >= earlier +
//! least`. The tightest solution of those is a longest path; from it every group then moves to the median of what it is
//! joined to (after Lengauer, *Combinatorial Algorithms for Integrated Circuit Layout*, 1990, chapter 10).

use super::geometry::{Point, Rect};
use super::nest::Placement;
use super::{CLEARANCE, STEP};

/// Everything that is drawn, before the ends of lines are led to the outlines.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawing {
    pub placement: Placement,
    /// By element: what sticks out of its corner.
    pub strips: Vec<Rect>,
    /// By flow: the corners of its line.
    pub routes: Vec<Vec<Point>>,
    /// By flow.
    pub labels: Vec<Option<Rect>>,
    /// By flow: the elements that it joins.
    pub ends: Vec<(usize, usize)>,
}

/// With more things than this, only one round is made.
const MANY: usize = 1500;

/// The drawing without needless room.
pub(super) fn compact(mut drawing: Drawing) -> Drawing {
    let rounds = if drawing.placement.elements.len() + drawing.routes.len() > MANY { 1 } else { 2 };
    for _ in 0..rounds {
        drawing.squeeze();
        drawing.transpose();
        drawing.squeeze();
        drawing.transpose();
    }
    drawing
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Element,
    Line,
    Border,
    Label,
    Title,
}

/// Something with an extent along the axis (`low` to `high`) and across it.
#[derive(Clone, Copy, Debug)]
struct Item {
    kind: Kind,
    group: usize,
    low: i32,
    high: i32,
    top: i32,
    bottom: i32,
    /// The flow that it belongs to.
    flow: Option<usize>,
}

/// The other group moves at least so much further than the first: `shift[later] >= shift[earlier] + least`.
#[derive(Clone, Copy, Debug)]
struct Constraint {
    earlier: usize,
    later: usize,
    least: i32,
}

/// Two places whose distance should be small.
#[derive(Clone, Copy, Debug)]
struct Pull {
    group: usize,
    at: i32,
    other: usize,
    other_at: i32,
}

impl Drawing {
    /// Exchanges the axes.
    fn transpose(&mut self) {
        let turn = |point: &mut Point| *point = Point { x: point.y, y: point.x };
        let turn_rect = |rect: &mut Rect| {
            *rect = Rect { x: rect.y, y: rect.x, width: rect.height, height: rect.width };
        };
        self.placement.elements.iter_mut().for_each(turn_rect);
        self.strips.iter_mut().for_each(turn_rect);
        for place in &mut self.placement.boundaries {
            turn_rect(&mut place.rect);
            turn_rect(&mut place.title);
        }
        turn_rect(&mut self.placement.bounds);
        self.routes.iter_mut().flatten().for_each(turn);
        self.labels.iter_mut().flatten().for_each(turn_rect);
    }

    /// Compacts along x.
    fn squeeze(&mut self) {
        let mut axis = Axis::of(self);
        axis.constrain();
        axis.constrain_labels(self);
        let shifts = axis.solve();
        self.apply(&axis, &shifts);
    }

    fn apply(&mut self, axis: &Axis, shifts: &[i32]) {
        for (index, (rect, strip)) in self.placement.elements.iter_mut().zip(&mut self.strips).enumerate() {
            rect.x += shifts[axis.elements[index]];
            strip.x += shifts[axis.elements[index]];
        }
        for (place, (left, right)) in self.placement.boundaries.iter_mut().zip(&axis.borders) {
            place.title.x += shifts[*left];
            place.rect.x += shifts[*left];
            place.rect.width += shifts[*right] - shifts[*left];
        }
        for (route, groups) in self.routes.iter_mut().zip(&axis.corners) {
            for (point, group) in route.iter_mut().zip(groups) {
                point.x += shifts[*group];
            }
        }
        for (label, group) in self.labels.iter_mut().zip(&axis.labels) {
            if let (Some(label), Some(group)) = (label, group) {
                label.x += shifts[*group];
            }
        }
    }
}

/// The things of a drawing along x.
struct Axis {
    items: Vec<Item>,
    constraints: Vec<Constraint>,
    pulls: Vec<Pull>,
    groups: usize,
    /// By element: its group.
    elements: Vec<usize>,
    /// By boundary: the groups of its two borders.
    borders: Vec<(usize, usize)>,
    /// By flow: the group of each corner.
    corners: Vec<Vec<usize>>,
    /// By flow.
    labels: Vec<Option<usize>>,
}

impl Axis {
    fn of(drawing: &Drawing) -> Axis {
        let count = drawing.placement.elements.len();
        let mut groups = Groups { parent: (0..count).collect() };
        let corners: Vec<Vec<usize>> = (drawing.routes.iter().zip(&drawing.ends))
            .map(|(route, ends)| corner_groups(route, *ends, &mut groups))
            .collect();
        let borders: Vec<(usize, usize)> =
            drawing.placement.boundaries.iter().map(|_| (groups.add(), groups.add())).collect();
        let labels: Vec<Option<usize>> = (drawing.labels.iter().enumerate())
            .map(|(flow, label)| label.map(|label| label_group(label, &drawing.routes[flow], &corners[flow], &mut groups)))
            .collect();
        let mut axis = Axis {
            items: Vec::new(),
            constraints: Vec::new(),
            pulls: Vec::new(),
            groups: groups.parent.len(),
            elements: (0..count).map(|index| groups.root(index)).collect(),
            borders,
            corners: corners.into_iter().map(|list| list.into_iter().map(|group| groups.root(group)).collect()).collect(),
            labels: labels.into_iter().map(|group| group.map(|group| groups.root(group))).collect(),
        };
        axis.collect(drawing);
        axis.items.sort_by_key(|item| (item.low + item.high, item.low, item.top));
        axis
    }

    fn collect(&mut self, drawing: &Drawing) {
        for (index, (rect, strip)) in drawing.placement.elements.iter().zip(&drawing.strips).enumerate() {
            let group = self.elements[index];
            self.items.push(item(Kind::Element, group, *rect, None));
            if strip.width > 0 && strip.height > 0 {
                self.items.push(item(Kind::Element, group, *strip, None));
            }
        }
        for (place, (left, right)) in drawing.placement.boundaries.iter().zip(self.borders.clone()) {
            let rect = place.rect;
            self.items.push(item(Kind::Border, left, Rect { width: 0, ..rect }, None));
            self.items.push(item(Kind::Border, right, Rect { x: rect.right(), width: 0, ..rect }, None));
            self.items.push(item(Kind::Title, left, place.title, None));
            // A boundary is no wider than it must be.
            self.pulls.extend([Pull { group: left, at: rect.x, other: right, other_at: rect.right() }; 3]);
        }
        for (flow, (route, groups)) in drawing.routes.iter().zip(self.corners.clone()).enumerate() {
            for (pair, group) in route.windows(2).zip(groups.windows(2)) {
                if pair[0].x == pair[1].x {
                    self.items.push(item(Kind::Line, group[0], Rect::spanning(pair[0], pair[1]), Some(flow)));
                } else {
                    self.pulls.push(Pull { group: group[0], at: pair[0].x, other: group[1], other_at: pair[1].x });
                }
            }
        }
        for (flow, label) in drawing.labels.iter().enumerate() {
            if let (Some(label), Some(group)) = (label, self.labels[flow]) {
                self.items.push(item(Kind::Label, group, *label, Some(flow)));
            }
        }
    }

    /// Keeps everything apart that lies side by side.
    fn constrain(&mut self) {
        for (index, later) in self.items.iter().enumerate() {
            for earlier in &self.items[..index] {
                if earlier.group == later.group {
                    continue;
                }
                let wanted = distance(earlier, later);
                if earlier.top - wanted >= later.bottom || later.top >= earlier.bottom + wanted {
                    continue;
                }
                let gap = later.low - earlier.high;
                if gap < 0 {
                    continue;
                }
                let least = down(wanted.min(gap) - gap);
                self.constraints.push(Constraint { earlier: earlier.group, later: later.group, least });
            }
        }
    }

    /// Keeps labels beside the level piece of their line that they stand at.
    fn constrain_labels(&mut self, drawing: &Drawing) {
        for (flow, label) in drawing.labels.iter().enumerate() {
            let (Some(label), Some(group)) = (label, self.labels[flow]) else { continue };
            let Some(piece) = nearest_piece(*label, &drawing.routes[flow]) else { continue };
            let (mut a, mut b) = ((drawing.routes[flow][piece], piece), (drawing.routes[flow][piece + 1], piece + 1));
            if a.0.x == b.0.x {
                continue; // moves with it
            }
            if a.0.x > b.0.x {
                std::mem::swap(&mut a, &mut b);
            }
            let (left, right) = (self.corners[flow][a.1], self.corners[flow][b.1]);
            let keep = |gap: i32| down(gap.min(STEP / 2) - gap);
            let ends = [(left, group, label.x - a.0.x), (group, right, b.0.x - label.right())];
            let new = ends.into_iter().filter(|(from, to, _)| from != to);
            self.constraints
                .extend(new.map(|(earlier, later, gap)| Constraint { earlier, later, least: keep(gap).min(0) }));
        }
    }

    /// How far each group moves; zero everywhere would keep all constraints.
    fn solve(&self) -> Vec<i32> {
        let Some(start) = self.items.iter().map(|item| item.low).min() else { return vec![0; self.groups] };
        let mut shifts = vec![i32::MIN / 4; self.groups];
        for item in &self.items {
            shifts[item.group] = shifts[item.group].max(down(start - item.low));
        }
        for shift in &mut shifts {
            *shift = (*shift).min(0);
        }
        let mut constraints = self.constraints.clone();
        constraints.dedup_by_key(|one| (one.earlier, one.later, one.least));
        loop {
            let mut settled = true;
            for one in &constraints {
                let least = shifts[one.earlier] + one.least;
                if shifts[one.later] < least {
                    shifts[one.later] = least;
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        self.relax(&constraints, &mut shifts);
        shifts
    }

    /// Moves each group, within the room that it has, to the median of what it is joined to.
    fn relax(&self, constraints: &[Constraint], shifts: &mut [i32]) {
        let end = self.items.iter().map(|item| item.high + shifts[item.group]).max().unwrap_or(0);
        let mut most = vec![i32::MAX / 4; self.groups];
        for item in &self.items {
            most[item.group] = most[item.group].min(down(end - item.high));
        }
        let mut before: Vec<Vec<(usize, i32)>> = vec![Vec::new(); self.groups];
        let mut after = before.clone();
        for one in constraints {
            before[one.later].push((one.earlier, one.least));
            after[one.earlier].push((one.later, one.least));
        }
        let mut pulls: Vec<Vec<(usize, i32)>> = vec![Vec::new(); self.groups];
        for pull in self.pulls.iter().filter(|pull| pull.group != pull.other) {
            pulls[pull.group].push((pull.other, pull.other_at - pull.at));
            pulls[pull.other].push((pull.group, pull.at - pull.other_at));
        }
        let mut order: Vec<usize> = Vec::new();
        let mut seen = vec![false; self.groups];
        for item in &self.items {
            if !std::mem::replace(&mut seen[item.group], true) {
                order.push(item.group);
            }
        }
        for sweep in 0..SWEEPS {
            if sweep % 2 == 0 {
                order.reverse();
            }
            for group in &order {
                let low = before[*group].iter().map(|(other, least)| shifts[*other] + least).max();
                let high = after[*group].iter().map(|(other, least)| shifts[*other] - least).min();
                let high = high.unwrap_or(i32::MAX / 4).min(most[*group]);
                let low = low.unwrap_or(shifts[*group]).min(high);
                let mut wanted: Vec<i32> =
                    pulls[*group].iter().map(|(other, apart)| shifts[*other] + apart).collect();
                if wanted.is_empty() {
                    continue;
                }
                wanted.sort_unstable();
                let (first, last) = (wanted[(wanted.len() - 1) / 2], wanted[wanted.len() / 2]);
                let middle = i32::midpoint(low, high);
                shifts[*group] = down(middle.clamp(first, last)).clamp(low, high);
            }
        }
    }
}

/// How often every group moves to where it is drawn.
const SWEEPS: usize = 8;

/// The groups of a line's corners: upright pieces move as one, with the element where they end at its top or bottom.
fn corner_groups(route: &[Point], (from, to): (usize, usize), groups: &mut Groups) -> Vec<usize> {
    let mut corners: Vec<usize> = Vec::with_capacity(route.len());
    for (index, point) in route.iter().enumerate() {
        let upright = index > 0 && route[index - 1].x == point.x;
        let group = match corners.last() {
            Some(before) if upright => *before,
            None => from,
            _ if index + 1 == route.len() => to,
            _ => groups.add(),
        };
        corners.push(group);
    }
    if let Some(last) = corners.last() {
        groups.join(*last, to);
    }
    corners
}

/// A label at the side of an upright piece moves with it; above or below a level one it moves by itself.
fn label_group(label: Rect, route: &[Point], corners: &[usize], groups: &mut Groups) -> usize {
    match nearest_piece(label, route) {
        Some(piece) if route[piece].x == route[piece + 1].x => corners[piece],
        _ => groups.add(),
    }
}

/// The piece of a line that is nearest to its label.
fn nearest_piece(label: Rect, route: &[Point]) -> Option<usize> {
    let away = |piece: &usize| {
        let around = Rect::spanning(route[*piece], route[*piece + 1]);
        let x = (around.x - label.right()).max(label.x - around.right()).max(0);
        let y = (around.y - label.bottom()).max(label.y - around.bottom()).max(0);
        x + y
    };
    (0..route.len().saturating_sub(1)).min_by_key(away)
}

fn item(kind: Kind, group: usize, rect: Rect, flow: Option<usize>) -> Item {
    Item { kind, group, low: rect.x, high: rect.right(), top: rect.y, bottom: rect.bottom(), flow }
}

/// How far apart two things are kept, where they are that far apart.
fn distance(a: &Item, b: &Item) -> i32 {
    use Kind::{Border, Element, Label, Line, Title};
    match (a.kind, b.kind) {
        (Label, Line) | (Line, Label) if a.flow == b.flow => 4,
        (Line | Element, Line) | (Line, Element) => CLEARANCE,
        (Element, Element) => 4 * STEP,
        (Border, Element) | (Element, Border) => 3 * STEP + STEP / 2,
        (Border, Border) => 3 * STEP,
        (Border, Line) | (Line, Border) => STEP + STEP / 2,
        (Label | Title, _) | (_, Label | Title) => STEP,
    }
}

/// The next multiple of the step that is not larger in magnitude where it is negative: shifts keep the grid.
fn down(length: i32) -> i32 {
    -((-length).div_euclid(STEP) * STEP)
}

/// Which groups are one (union-find).
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn add(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    fn root(&self, mut group: usize) -> usize {
        while self.parent[group] != group {
            group = self.parent[group];
        }
        group
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

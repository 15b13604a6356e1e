//! Takes out the room that nothing needs, first sideways, then up and down, and pulls together what is joined.
//!
//! The order of things along each axis stays: who stands left of whom stays there, so no overlap, no crossing and no
//! detour can appear. What must move together (an element with the lines that leave its top, a line with the label at
//! its side) is a group; distances that must be kept between groups are constraints, which `shifts` solves.

use std::collections::BTreeMap;

use super::apart::{Item, Kind, distance, pushes};
use super::earlier::Kept;
use super::geometry::{Point, Rect, turning_points};
use super::joins::{Join, solved};
use super::nest::Placement;
use super::shifts::{Constraint, Extent, Pull, System};
use super::skyline::Skyline;
use super::tree::Child;
use super::{LATTICE, STEP};

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
    /// How much room stays.
    pub room: Room,
    /// Where things stood before, and are to stay where they can.
    pub kept: Kept,
}

/// How much room is left between things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Room {
    /// For the lines that are still to come.
    Wide {
        /// How much each element wants around itself, beyond what any does.
        elements: Vec<i32>,
        /// The same for both sides of each border.
        boundaries: Vec<i32>,
        /// Whether what is nearer moves away.
        grows: bool,
    },
    /// For what is there.
    #[default]
    Tight,
    /// The same with so much more around elements and borders; what is nearer moves away.
    Airy(i32),
}

/// How often both axes are compacted.
const ROUNDS: usize = 2;

/// The drawing without needless room.
pub(super) fn compact(mut drawing: Drawing) -> Drawing {
    for round in 1..=ROUNDS {
        for _ in 0..2 {
            drawing.squeeze(round == ROUNDS);
            drawing.transpose();
        }
    }
    drawing
}

/// The drawing with things so much further apart, from left to right.
pub(super) fn aired(mut drawing: Drawing, more: i32) -> Drawing {
    drawing.room = Room::Airy(more);
    drawing.squeeze(false);
    drawing.room = Room::Tight;
    drawing
}

/// Something that others keep away from: an element, or the border of a boundary at one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Solid {
    Element(usize),
    Border(usize, Side),
}

/// Where something begins or where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl Side {
    /// An element, or the border of a boundary at this side.
    fn of(self, child: Child) -> Solid {
        match child {
            Child::Element(id) => Solid::Element(id.0),
            Child::Boundary(id) => Solid::Border(id.0, self),
        }
    }
}

/// How much of a line is seen at least between its element and a label that stands on it.
const SEEN: i32 = 2 * STEP;

/// How far what is kept gives way to what comes later at last: so little is hardly seen. Before lines are led it does not, as
/// that would lead others another way.
const GIVES_WAY: i32 = 2 * STEP;

/// How much later begins and ends at least what comes later, where it did.
const STAGGER: i32 = 4 * STEP;

impl Drawing {
    /// Exchanges the axes.
    pub(super) fn transpose(&mut self) {
        let turn = |point: &mut Point| *point = point.transposed();
        let turn_rect = |rect: &mut Rect| *rect = rect.transposed();
        self.placement.elements.iter_mut().for_each(turn_rect);
        self.strips.iter_mut().for_each(turn_rect);
        for place in &mut self.placement.boundaries {
            turn_rect(&mut place.rect);
            turn_rect(&mut place.title);
        }
        self.placement.rooms.iter_mut().for_each(|(_, room)| turn_rect(room));
        self.placement.order.reverse();
        turn_rect(&mut self.placement.bounds);
        self.kept.elements.iter_mut().chain(&mut self.kept.boundaries).flatten().for_each(turn_rect);
        self.routes.iter_mut().flatten().for_each(turn);
        self.labels.iter_mut().flatten().for_each(turn_rect);
    }

    /// Where an element or a border is.
    fn solid(&self, solid: Solid) -> Rect {
        let border = |boundary: usize| self.placement.boundaries[boundary].rect;
        match solid {
            Solid::Element(index) => self.placement.elements[index],
            Solid::Border(index, Side::Low) => Rect { width: 0, ..border(index) },
            Solid::Border(index, Side::High) => Rect { x: border(index).right(), width: 0, ..border(index) },
        }
    }

    /// Compacts along x, and takes out steps of lines where that costs little.
    fn squeeze(&mut self, is_last: bool) {
        let mut axis = Axis::of(self);
        if is_last {
            axis.join(self);
        }
        axis.constrain();
        axis.constrain_order(self);
        axis.constrain_labels(self);
        let shifts = solved(&axis.system, &axis.joins, &pushes(&axis.items, &axis.system));
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
        for ((_, room), group) in self.placement.rooms.iter_mut().zip(&axis.rooms) {
            room.x += shifts[*group];
        }
        for (route, groups) in self.routes.iter_mut().zip(&axis.corners) {
            for (point, group) in route.iter_mut().zip(groups) {
                point.x += shifts[*group];
            }
            *route = turning_points(std::mem::take(route));
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
    system: System,
    joins: Vec<Join>,
    /// By element: its group.
    elements: Vec<usize>,
    /// By boundary: the groups of its two borders.
    borders: Vec<(usize, usize)>,
    /// By flow: the group of each corner.
    corners: Vec<Vec<usize>>,
    /// By flow.
    labels: Vec<Option<usize>>,
    /// By room for a label.
    rooms: Vec<usize>,
    is_wide: bool,
    grows: bool,
    /// How much further than usual elements and borders are kept from one another and from lines.
    air: i32,
    /// The largest distance that any two want.
    furthest: i32,
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
            .map(|(flow, label)| {
                label.map(|label| label_group(label, &drawing.routes[flow], &corners[flow], &mut groups))
            })
            .collect();
        let rooms = match drawing.room {
            Room::Wide { .. } => drawing.placement.rooms.iter().map(|_| groups.add()).collect(),
            Room::Tight | Room::Airy(_) => Vec::new(),
        };
        let is_wide = matches!(drawing.room, Room::Wide { .. });
        let air = if let Room::Airy(more) = drawing.room { more } else { 0 };
        let mut axis = Axis {
            rooms,
            is_wide,
            grows: matches!(drawing.room, Room::Wide { grows: true, .. }),
            air,
            furthest: 0,
            items: Vec::new(),
            joins: Vec::new(),
            system: System {
                groups: groups.parent.len(),
                step: if is_wide { LATTICE } else { STEP },
                extents: Vec::new(),
                constraints: Vec::new(),
                pulls: Vec::new(),
                kept: vec![None; groups.parent.len()],
                gives_way: if is_wide { 0 } else { GIVES_WAY },
            },
            elements: (0..count).map(|index| groups.root(index)).collect(),
            borders,
            corners: corners
                .into_iter()
                .map(|list| list.into_iter().map(|group| groups.root(group)).collect())
                .collect(),
            labels: labels.into_iter().map(|group| group.map(|group| groups.root(group))).collect(),
        };
        axis.collect(drawing);
        axis.keep(drawing);
        axis.furthest = 6 * STEP + air + axis.items.iter().map(|item| item.extra).max().unwrap_or(0);
        axis.items.sort_by_key(|item| (item.low + item.high, item.low, item.top));
        let extent = |item: &Item| Extent { group: item.group, low: item.low, high: item.high };
        axis.system.extents = axis.items.iter().map(extent).collect();
        axis
    }

    /// Notes where things stood before: elements by their middle, boundaries by their borders.
    fn keep(&mut self, drawing: &Drawing) {
        let elements = drawing.placement.elements.iter().zip(&drawing.kept.elements).enumerate();
        for (index, (now, before)) in elements {
            if let Some(before) = before {
                self.system.kept[self.elements[index]] = Some(self.system.up(before.centre().x - now.centre().x));
            }
        }
        let boundaries = drawing.placement.boundaries.iter().zip(&drawing.kept.boundaries).enumerate();
        for (index, (now, before)) in boundaries {
            if let Some(before) = before {
                let (left, right) = self.borders[index];
                self.system.kept[left] = Some(self.system.up(before.x - now.rect.x));
                self.system.kept[right] = Some(self.system.up(before.right() - now.rect.right()));
            }
        }
    }

    fn collect(&mut self, drawing: &Drawing) {
        for (index, strip) in drawing.strips.iter().enumerate() {
            self.items.push(self.solid(drawing, Solid::Element(index)));
            if strip.width > 0 && strip.height > 0 {
                self.items.push(Item::new(Kind::Element, self.elements[index], *strip, None));
            }
        }
        for ((_, room), group) in drawing.placement.rooms.iter().zip(&self.rooms) {
            self.items.push(Item::new(Kind::Label, *group, *room, None));
        }
        let borders = self.borders.clone();
        for (index, (place, (left, right))) in drawing.placement.boundaries.iter().zip(borders).enumerate() {
            let rect = place.rect;
            self.items.extend([Side::Low, Side::High].map(|side| self.solid(drawing, Solid::Border(index, side))));
            self.items.push(Item::new(Kind::Title, left, place.title, None));
            // A boundary is no wider than it must be.
            let wide = Pull { group: left, at: rect.x, other: right, other_at: rect.right(), is_line: false };
            self.system.pulls.extend([wide; 3]);
        }
        for (flow, (route, groups)) in drawing.routes.iter().zip(self.corners.clone()).enumerate() {
            for (at, (pair, group)) in route.windows(2).zip(groups.windows(2)).enumerate() {
                if pair[0].x == pair[1].x {
                    let one = Item::new(Kind::Line, group[0], Rect::spanning(pair[0], pair[1]), Some(flow));
                    let lean = leans(route, at);
                    self.items.push(Item { lean, ..one });
                } else {
                    self.system.pulls.push(Pull {
                        group: group[0],
                        at: pair[0].x,
                        other: group[1],
                        other_at: pair[1].x,
                        is_line: true,
                    });
                }
            }
        }
        for (flow, label) in drawing.labels.iter().enumerate() {
            if let (Some(label), Some(group)) = (label, self.labels[flow]) {
                let runs_along = |pair: &[Point]| pair[0].y == pair[1].y && label.cut_by(pair[0], pair[1]);
                let is_on_line = drawing.routes[flow].windows(2).any(runs_along);
                let extra = if is_on_line { SEEN } else { 0 };
                let sideways = self.reached_sideways(drawing, flow);
                self.items.push(Item { extra, sideways, ..Item::new(Kind::Label, group, *label, Some(flow)) });
            }
        }
    }

    /// The groups of the elements that a flow's line reaches sideways.
    fn reached_sideways(&self, drawing: &Drawing, flow: usize) -> [Option<usize>; 2] {
        let (route, (from, to)) = (&drawing.routes[flow], drawing.ends[flow]);
        let is_level = |pair: &[Point]| pair[0].y == pair[1].y;
        let last = route.len().saturating_sub(2);
        [(route.get(..2), from), (route.get(last..), to)].map(|(pair, element)| {
            pair.filter(|pair| pair.len() == 2 && is_level(pair)).map(|_| self.elements[element])
        })
    }

    fn solid(&self, drawing: &Drawing, solid: Solid) -> Item {
        let (elements, boundaries) = match &drawing.room {
            Room::Wide { elements, boundaries, .. } => (elements.as_slice(), boundaries.as_slice()),
            Room::Tight | Room::Airy(_) => (&[][..], &[][..]),
        };
        let (kind, group, extra) = match solid {
            Solid::Element(index) => (Kind::Element, self.elements[index], elements.get(index)),
            Solid::Border(index, Side::Low) => (Kind::Border, self.borders[index].0, boundaries.get(index)),
            Solid::Border(index, Side::High) => (Kind::Border, self.borders[index].1, boundaries.get(index)),
        };
        Item { extra: extra.copied().unwrap_or(0), ..Item::new(kind, group, drawing.solid(solid), None) }
    }

    /// Notes where a line steps aside between two upright pieces that run the same way: it might as well not.
    fn join(&mut self, drawing: &Drawing) {
        for (flow, route) in drawing.routes.iter().enumerate() {
            for at in 0..route.len().saturating_sub(3) {
                let [a, b, c, d] = [route[at], route[at + 1], route[at + 2], route[at + 3]];
                let is_step = a.x == b.x && c.x == d.x && b.x != c.x && (b.y - a.y).signum() == (d.y - c.y).signum();
                let (group, other, apart) = (self.corners[flow][at], self.corners[flow][at + 2], b.x - c.x);
                if is_step && group != other && apart % self.system.step == 0 {
                    self.joins.push(Join { group, other, apart, own: Vec::new() });
                }
            }
        }
        self.joins.sort_by_key(|join| join.apart.abs());
    }

    /// Keeps in its order what the arrangement put into an order: what comes later begins later and ends later. Things that
    /// slid past one another would take less room at times, but what was arranged so that flows cross little would come apart.
    fn constrain_order(&mut self, drawing: &Drawing) {
        for (earlier, later) in &drawing.placement.order[0] {
            for side in [Side::Low, Side::High] {
                let at = |child: Child| {
                    let item = self.solid(drawing, side.of(child));
                    (item.group, if side == Side::Low { item.low } else { item.high })
                };
                let ((earlier, from), (later, to)) = (at(*earlier), at(*later));
                let gap = to - from;
                if earlier != later && gap >= 0 {
                    let least = self.system.up(gap.min(STAGGER) - gap);
                    self.system.constraints.push(Constraint { earlier, later, least });
                }
            }
        }
    }

    /// Keeps everything apart that lies side by side: each thing from those before it that it sees. What stands between two
    /// keeps them apart, too, unless it lies on one of them.
    fn constrain(&mut self) {
        let (mut solids, mut all) = (Skyline::default(), Skyline::default());
        let mut is_loose: Vec<bool> = self.shared_lines();
        let mut loose: Vec<usize> = Vec::new();
        let pair = |(index, join): (usize, &Join)| ((join.group.min(join.other), join.group.max(join.other)), index);
        let joins: BTreeMap<(usize, usize), usize> = self.joins.iter().enumerate().map(pair).collect();
        for (index, later) in self.items.iter().enumerate() {
            let (top, bottom) = (later.top - self.furthest, later.bottom + self.furthest);
            let is_label = later.kind == Kind::Label;
            let mut seen = all.seen(top, bottom);
            let lies_on = |earlier: &usize| later.lies_on(&self.items[*earlier]);
            if is_label {
                is_loose[index] |= seen.iter().chain(&loose).any(lies_on);
            } else {
                seen.retain(|earlier| self.items[*earlier].kind == Kind::Label);
                for hidden in seen.iter().copied().filter(lies_on) {
                    if !std::mem::replace(&mut is_loose[hidden], true) {
                        loose.push(hidden);
                    }
                }
                seen.extend(solids.seen(top, bottom));
            }
            if is_loose[index] {
                seen = (0..index).collect();
            } else {
                seen.retain(|earlier| !is_loose[*earlier]);
                seen.extend(&loose);
            }
            for earlier in seen {
                let earlier = &self.items[earlier];
                let gap = later.low - earlier.high;
                if gap < 0 || earlier.group == later.group || earlier.top >= bottom || earlier.bottom <= top {
                    continue;
                }
                let is_solid = |item: &Item| matches!(item.kind, Kind::Element | Kind::Border);
                let is_line = |item: &Item| item.kind == Kind::Line;
                let is_roomy = is_solid(earlier) && is_solid(later);
                let is_airy = is_roomy || is_solid(earlier) && is_line(later) || is_line(earlier) && is_solid(later);
                let wanted = distance(earlier, later, self.is_wide) + if is_airy { self.air } else { 0 };
                let beside = earlier.top - wanted < later.bottom && later.top < earlier.bottom + wanted;
                // Lines that lie on one another are taken apart by `spread`, which knows their order better.
                let is_shared = earlier.kind == Kind::Line && later.kind == Kind::Line && gap == 0;
                if beside && !is_shared {
                    let grows = if self.air > 0 { is_airy } else { self.grows && is_roomy };
                    let kept = if grows { wanted } else { wanted.min(gap) };
                    let least = self.system.up(kept - gap);
                    let constraint = Constraint { earlier: earlier.group, later: later.group, least };
                    let is_own = (earlier.kind, later.kind) == (Kind::Line, Kind::Line) && earlier.flow == later.flow;
                    let pair = (earlier.group.min(later.group), earlier.group.max(later.group));
                    match joins.get(&pair).filter(|_| is_own) {
                        Some(join) => self.joins[*join].own.push(constraint),
                        None => self.system.constraints.push(constraint),
                    }
                }
            }
            if is_loose[index] {
                loose.push(index);
                continue;
            }
            all.cover(later.top, later.bottom, index);
            if !is_label {
                solids.cover(later.top, later.bottom, index);
            }
        }
    }

    /// By item: whether it is a piece of a line that lies on one of another line.
    fn shared_lines(&self) -> Vec<bool> {
        let mut shared = vec![false; self.items.len()];
        for (index, a) in self.items.iter().enumerate().filter(|(_, item)| item.kind == Kind::Line) {
            let same =
                self.items.iter().enumerate().skip(index + 1).take_while(|(_, b)| b.low + b.high == a.low + a.high);
            for (other, b) in same.filter(|(_, b)| b.kind == Kind::Line) {
                if a.top <= b.bottom && b.top <= a.bottom {
                    (shared[index], shared[other]) = (true, true);
                }
            }
        }
        shared
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
            let ends = [(left, group, label.x - a.0.x), (group, right, b.0.x - label.right())];
            for (earlier, later, gap) in ends.into_iter().filter(|(from, to, _)| from != to) {
                let least = self.system.up(gap.min(STEP / 2) - gap);
                self.system.constraints.push(Constraint { earlier, later, least });
            }
        }
    }
}

/// Whether a line comes from the left (-1) or right (1) at the top and at the bottom of its upright piece.
pub(super) fn leans(route: &[Point], piece: usize) -> [i32; 2] {
    let (from, to) = (route[piece], route[piece + 1]);
    let lean = |next: Option<&Point>| next.map_or(0, |next| (next.x - from.x).signum());
    let mut leans = [lean(piece.checked_sub(1).map(|before| &route[before])), lean(route.get(piece + 2))];
    if from.y > to.y {
        leans.reverse();
    }
    leans
}

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

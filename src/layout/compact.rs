//! Takes out the room that nothing needs, first sideways, then up and down, and pulls together what is joined.
//!
//! The order of things along each axis stays: who stands left of whom stays there, so no overlap, no crossing and no
//! detour can appear. What must move together (an element with the lines that leave its top, a line with the label at
//! its side) is a group; distances that must be kept between groups are constraints, which `shifts` solves.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::{Item, Kind, distance, pushes};
use super::bends::{Bend, BendKind, bends};
use super::earlier::Kept;
use super::geometry::{Point, Rect, Size, turning_points};
use super::groups::{Groups, corner_groups, label_group, nearest_piece};
use super::joins::{Change, Join, solved};
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
    /// By element: how far from its corners lines reach its top and bottom (width), and its sides (height).
    pub corners: Vec<Size>,
    /// By flow: the corners of its line.
    pub routes: Vec<Vec<Point>>,
    /// By flow.
    pub labels: Vec<Option<Rect>>,
    /// By flow: the elements that it joins.
    pub ends: Vec<(usize, usize)>,
    /// Whether there is time to move things so that lines go straight into their elements.
    pub straightens: bool,
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
        self.corners.iter_mut().for_each(|corner| *corner = corner.transposed());
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
        let (shifts, taken) = solved(&axis.system, &axis.joins, &pushes(&axis.items, &axis.system));
        self.apply(&axis, &shifts);
        for join in taken {
            axis.bends[join].straighten(self);
        }
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
    /// By join: the bend that is gone with it.
    bends: Vec<Bend>,
    /// By flow: the pulls of the level pieces at both ends of its line.
    end_pulls: Vec<[Option<usize>; 2]>,
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
        let mut groups = Groups::new(count);
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
            bends: Vec::new(),
            end_pulls: vec![[None; 2]; drawing.routes.len()],
            system: System {
                groups: groups.len(),
                step: if is_wide { LATTICE } else { STEP },
                extents: Vec::new(),
                constraints: Vec::new(),
                pulls: Vec::new(),
                kept: vec![None; groups.len()],
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
                let sticking_out = Item::new(Kind::Element, self.elements[index], *strip, None);
                self.items.push(Item { element: Some(index), ..sticking_out });
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
                    let pull = Some(self.system.pulls.len());
                    if at == 0 {
                        self.end_pulls[flow][0] = pull;
                    }
                    if at + 2 == route.len() {
                        self.end_pulls[flow][1] = pull;
                    }
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
        let element = if let Solid::Element(index) = solid { Some(index) } else { None };
        Item { extra: extra.copied().unwrap_or(0), element, ..Item::new(kind, group, drawing.solid(solid), None) }
    }

    /// Notes where a line might have bends less.
    fn join(&mut self, drawing: &Drawing) {
        for bend in bends(drawing) {
            if let Some(change) = self.change(&bend) {
                self.joins.push(Join { change, own: Vec::new() });
                self.bends.push(bend);
            }
        }
    }

    /// What has to hold so that a line no longer bends there; nothing where it can not.
    fn change(&self, bend: &Bend) -> Option<Change> {
        let (corners, step) = (&self.corners[bend.flow], self.system.step);
        match &bend.kind {
            BendKind::Step { at, apart } => {
                let (group, other, apart) = (corners[*at], corners[at + 2], *apart);
                (group != other && apart % step == 0).then_some(Change::Aligned { group, other, apart })
            }
            BendKind::Entry(entry) => {
                let (line, element) = (corners[entry.corner], self.elements[entry.element]);
                let bounds = [
                    Constraint { earlier: element, later: line, least: self.system.up(entry.low - entry.at) },
                    Constraint { earlier: line, later: element, least: self.system.up(entry.at - entry.high) },
                ];
                let pull = self.end_pulls[bend.flow][usize::from(!entry.at_start)]?;
                let middle = i32::midpoint(entry.low, entry.high);
                let instead = Pull { group: line, at: entry.at, other: element, other_at: middle, is_line: false };
                (line != element).then_some(Change::Within { bounds, pull, instead })
            }
        }
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
        self.entering().into_iter().for_each(|index| is_loose[index] = true);
        let mut loose: Vec<usize> = Vec::new();
        let joins: BTreeMap<(usize, [usize; 2]), usize> = self
            .joins
            .iter()
            .zip(&self.bends)
            .enumerate()
            .map(|(index, (join, bend))| ((bend.flow, join.groups()), index))
            .collect();
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
                    let groups = [earlier.group.min(later.group), earlier.group.max(later.group)];
                    let join = earlier.flow.or(later.flow).and_then(|flow| joins.get(&(flow, groups)));
                    match join.filter(|join| self.bends[**join].comes_between(earlier, later)) {
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

    /// The pieces of lines that may go straight into an element: it must be kept from what stands behind them, too.
    fn entering(&self) -> Vec<usize> {
        let group = |bend: &Bend| bend.entry().map(|entry| (bend.flow, self.corners[bend.flow][entry.corner]));
        let lines: BTreeSet<(usize, usize)> = self.bends.iter().filter_map(group).collect();
        let enters =
            |item: &Item| item.kind == Kind::Line && item.flow.is_some_and(|flow| lines.contains(&(flow, item.group)));
        (0..self.items.len()).filter(|index| enters(&self.items[*index])).collect()
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

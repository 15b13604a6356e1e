//! Mirrors the content of boundaries and exchanges elements where straight flows then cross less and are shorter.
//!
//! Each boundary was placed by itself, without knowing what is outside; this looks at all of it.

use super::geometry::{Point, Rect};
use super::nest::Placement;
use super::{CLEARANCE, LATTICE, STEP};
use crate::model::{BoundaryId, Model};

/// What a crossing is worth, in pixels of length.
const CROSSING: i64 = 160;

/// To mirror a boundary must save this share of the whole: a small edit of the model then changes few decisions.
const WORTHWHILE: i64 = 8;

/// To exchange two elements must save about two crossings.
const NOTICEABLE: i64 = 300;

/// With more flows than this, only mirroring is tried.
const MANY: usize = 250;

/// With more flows than this nothing is tried.
const TOO_MANY: usize = 700;

/// How often all moves are tried.
const ROUNDS: usize = 3;

/// Elements differ in size at most so much to be exchanged.
const ALIKE: i32 = 6 * STEP;

/// A placement with fewer crossings.
pub(super) fn improve(model: &Model, placement: Placement) -> Placement {
    if model.flows.len() > TOO_MANY || model.flows.len() < 3 {
        return placement;
    }
    let mut search = Search { model, placement };
    let parents: Vec<Option<BoundaryId>> =
        std::iter::once(None).chain((0..model.boundaries.len()).map(|index| Some(BoundaryId(index)))).collect();
    for _ in 0..ROUNDS {
        let before = search.cost();
        for parent in &parents {
            search.try_move(|search| search.mirror(*parent));
            search.try_move(|search| {
                search.transpose();
                search.mirror(*parent);
                search.transpose();
            });
        }
        if model.flows.len() <= MANY {
            search.try_swaps();
        }
        if search.cost() == before {
            break;
        }
    }
    search.placement
}

/// The length of straight flows, and how often they cross.
pub(super) fn tension(model: &Model, placement: &Placement) -> i64 {
    let lines: Vec<(Point, Point)> = model
        .flows
        .iter()
        .map(|flow| (placement.elements[flow.from.0].centre(), placement.elements[flow.to.0].centre()))
        .collect();
    let length: i64 = lines.iter().map(|(a, b)| i64::from((a.x - b.x).abs() + (a.y - b.y).abs())).sum();
    let crossings: usize = lines
        .iter()
        .enumerate()
        .map(|(index, one)| lines[index + 1..].iter().filter(|other| cross(*one, **other)).count())
        .sum();
    length + CROSSING * i64::try_from(crossings).unwrap_or(i64::MAX / CROSSING / 2)
}

struct Search<'a> {
    model: &'a Model,
    placement: Placement,
}

impl Search<'_> {
    fn cost(&self) -> i64 {
        tension(self.model, &self.placement)
    }

    /// Makes a move, and takes it back where it does not pay.
    fn try_move(&mut self, change: impl FnOnce(&mut Self)) {
        let (before, kept) = (self.cost(), self.placement.clone());
        change(self);
        if before - self.cost() <= before / WORTHWHILE {
            self.placement = kept;
        }
    }

    /// Exchanges neighbours of the same boundary that are of about the same size.
    fn try_swaps(&mut self) {
        let count = self.model.elements.len();
        let joined = |a: usize| self.model.flows.iter().any(|flow| flow.from.0 == a || flow.to.0 == a);
        let joined: Vec<bool> = (0..count).map(joined).collect();
        for a in 0..count {
            for b in a + 1..count {
                let (one, other) = (self.placement.elements[a], self.placement.elements[b]);
                let alike = (one.width - other.width).abs() <= ALIKE && (one.height - other.height).abs() <= ALIKE;
                if self.model.elements[a].parent == self.model.elements[b].parent && alike && (joined[a] || joined[b]) {
                    self.try_swap(a, b);
                }
            }
        }
    }

    fn try_swap(&mut self, a: usize, b: usize) {
        let before = self.cost_at(a, b);
        self.swap(a, b);
        if before - self.cost_at(a, b) <= NOTICEABLE || !self.is_free(a) || !self.is_free(b) {
            self.swap(a, b);
        }
    }

    /// Whether an element keeps off everything that it does not stand in.
    fn is_free(&self, index: usize) -> bool {
        let around = self.placement.elements[index].grown(CLEARANCE);
        let parent = self.model.elements[index].parent;
        let elements = self.placement.elements.iter().enumerate();
        let boundaries = self.placement.boundaries.iter().enumerate();
        elements.filter(|(other, _)| *other != index).all(|(_, rect)| !rect.overlaps(around))
            && boundaries.into_iter().all(|(boundary, place)| {
                let holds = self.model.boundary_path(parent).any(|outer| outer.0 == boundary);
                !place.title.overlaps(around)
                    && if holds { place.rect.holds(around) } else { !place.rect.overlaps(around) }
            })
    }

    fn swap(&mut self, a: usize, b: usize) {
        let (one, other) = (self.placement.elements[a], self.placement.elements[b]);
        let centred = |rect: Rect, at: Point| Rect { x: at.x - rect.width / 2, y: at.y - rect.height / 2, ..rect };
        self.placement.elements[a] = centred(one, other.centre());
        self.placement.elements[b] = centred(other, one.centre());
    }

    /// The tension of the flows at two elements.
    fn cost_at(&self, a: usize, b: usize) -> i64 {
        let line = |flow: &crate::model::Flow| {
            (self.placement.elements[flow.from.0].centre(), self.placement.elements[flow.to.0].centre())
        };
        let mut cost = 0;
        for flow in
            self.model.flows.iter().filter(|flow| [flow.from.0, flow.to.0].iter().any(|end| *end == a || *end == b))
        {
            let own = line(flow);
            cost += i64::from((own.0.x - own.1.x).abs() + (own.0.y - own.1.y).abs());
            let crossed = self.model.flows.iter().filter(|other| cross(own, line(other))).count();
            cost += CROSSING * i64::try_from(crossed).unwrap_or(i64::MAX / CROSSING / 2);
        }
        cost
    }

    /// Exchanges left and right among the children of a boundary; what is in those stays as it is.
    fn mirror(&mut self, parent: Option<BoundaryId>) {
        let model = self.model;
        let elements: Vec<usize> =
            (0..model.elements.len()).filter(|index| model.elements[*index].parent == parent).collect();
        let boundaries: Vec<usize> =
            (0..model.boundaries.len()).filter(|index| model.boundaries[*index].parent == parent).collect();
        let rects = elements.iter().map(|index| self.placement.elements[*index]);
        let rects = rects.chain(boundaries.iter().map(|index| self.placement.boundaries[*index].rect));
        let Some(around) = rects.reduce(Rect::union) else { return };
        // Middles stay on the lattice.
        let sum = (around.x + around.right()).div_euclid(LATTICE) * LATTICE;
        for index in elements {
            let rect = &mut self.placement.elements[index];
            rect.x = sum - rect.right();
        }
        for index in boundaries {
            let rect = self.placement.boundaries[index].rect;
            self.shift(BoundaryId(index), sum - rect.right() - rect.x);
        }
        for (_, room) in self.placement.rooms.iter_mut().filter(|(inside, _)| *inside == parent) {
            room.x = sum - room.right();
        }
    }

    /// Moves a boundary with all that is in it to the right.
    fn shift(&mut self, moved: BoundaryId, by: i32) {
        let model = self.model;
        let is_inside = |parent: Option<BoundaryId>| model.boundary_path(parent).any(|outer| outer == moved);
        for (index, rect) in self.placement.elements.iter_mut().enumerate() {
            if is_inside(model.elements[index].parent) {
                rect.x += by;
            }
        }
        for (index, place) in self.placement.boundaries.iter_mut().enumerate() {
            if is_inside(Some(BoundaryId(index))) {
                place.rect.x += by;
                place.title.x += by;
            }
        }
        for (inside, room) in &mut self.placement.rooms {
            if is_inside(*inside) {
                room.x += by;
            }
        }
    }

    fn transpose(&mut self) {
        let turn = |rect: &mut Rect| *rect = rect.transposed();
        self.placement.elements.iter_mut().for_each(turn);
        for place in &mut self.placement.boundaries {
            turn(&mut place.rect);
            turn(&mut place.title);
        }
        self.placement.rooms.iter_mut().for_each(|(_, room)| turn(room));
    }
}

/// Whether two straight lines cross; lines with a common end do not.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| {
        (i64::from(q.x - p.x) * i64::from(r.y - p.y) - i64::from(q.y - p.y) * i64::from(r.x - p.x)).signum()
    };
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

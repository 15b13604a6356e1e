//! Lines to labels: each label goes beside a straight piece of its own line, where it covers the least.

use super::geometry::{Point, Rect, Size};
use super::grid::strip;
use super::index::Index;
use super::nest::Placement;
use super::{STEP, Sizes};
use crate::model::Model;

/// What a place costs.
mod cost {
    pub(super) const ELEMENT: i64 = 100_000;
    pub(super) const LABEL: i64 = 80_000;
    pub(super) const TITLE: i64 = 90_000;
    pub(super) const FLOW: i64 = 12_000;
    pub(super) const BORDER: i64 = 6_000;
    /// Covering a corner or another piece of its own line.
    pub(super) const OWN: i64 = 1_200;
    /// Standing on the line instead of beside it.
    pub(super) const ON_LINE: i64 = 700;
    /// Standing beside an upright line: further from where the eye looks.
    pub(super) const UPRIGHT: i64 = 250;
}

/// How often every label may look for a better place, given the others.
const ROUNDS: usize = 3;

/// Something that a label should not cover.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    Element,
    Title,
    Border,
    Line(usize),
    Label(usize),
}

/// The label of each flow that has one.
pub(super) fn place(model: &Model, sizes: &Sizes, placement: &Placement, routes: &[Vec<Point>]) -> Vec<Option<Rect>> {
    let corners = routes.iter().flatten().map(|at| Rect::spanning(*at, *at));
    let bounds = corners.fold(placement.bounds, Rect::union).grown(2 * STEP);
    let mut obstacles = Index::new(bounds);
    for (rect, size) in placement.elements.iter().zip(&sizes.elements) {
        obstacles.insert(*rect, Obstacle::Element);
        let strip = strip(*rect, size.strip);
        if strip.width > 0 && strip.height > 0 {
            obstacles.insert(strip, Obstacle::Element);
        }
    }
    for place in &placement.boundaries {
        obstacles.insert(place.title, Obstacle::Title);
        let (rect, right, bottom) = (place.rect, place.rect.right(), place.rect.bottom());
        for x in [rect.x, right] {
            obstacles.insert(Rect { x, width: 0, ..rect }, Obstacle::Border);
        }
        for y in [rect.y, bottom] {
            obstacles.insert(Rect { y, height: 0, ..rect }, Obstacle::Border);
        }
    }
    for (flow, route) in routes.iter().enumerate() {
        for pair in route.windows(2) {
            obstacles.insert(Rect::spanning(pair[0], pair[1]), Obstacle::Line(flow));
        }
    }
    let mut placer = Placer { sizes, routes, obstacles, labels: vec![None; model.flows.len()] };
    for _ in 0..ROUNDS {
        for index in 0..model.flows.len() {
            placer.place(index);
        }
    }
    placer.labels
}

struct Placer<'a> {
    sizes: &'a Sizes,
    routes: &'a [Vec<Point>],
    obstacles: Index<Obstacle>,
    labels: Vec<Option<Rect>>,
}

impl Placer<'_> {
    fn place(&mut self, index: usize) {
        let size = self.sizes.labels[index];
        if size.height == 0 {
            return;
        }
        if let Some(old) = self.labels[index].take() {
            self.obstacles.remove(old, Obstacle::Label(index));
        }
        let candidates = candidates(&self.routes[index], size);
        let weighed = |(rect, base): (Rect, i64)| (base + self.cost(index, rect), rect);
        let mut best = candidates.iter().copied().map(weighed).min();
        if let Some((cost, rect)) = best
            && cost >= cost::FLOW
        {
            // Better a little off its line than on another, and far from it than on top of something.
            let reach = if cost >= cost::LABEL { 24 } else { 2 };
            best = further(rect, reach).map(weighed).chain([(cost, rect)]).min();
        }
        self.labels[index] = best.map(|(_, rect)| rect);
        if let Some(rect) = self.labels[index] {
            self.obstacles.insert(rect, Obstacle::Label(index));
        }
    }

    fn cost(&self, index: usize, rect: Rect) -> i64 {
        let mut lines: Vec<usize> = Vec::new();
        let mut total = 0;
        for obstacle in self.obstacles.touching(rect.grown(2)) {
            total += match obstacle {
                Obstacle::Element => cost::ELEMENT,
                Obstacle::Label(_) => cost::LABEL,
                Obstacle::Title => cost::TITLE,
                Obstacle::Border => cost::BORDER,
                Obstacle::Line(flow) if flow == index => cost::OWN,
                // A line with a corner there counts once.
                Obstacle::Line(flow) if lines.contains(&flow) => 0,
                Obstacle::Line(flow) => {
                    lines.push(flow);
                    cost::FLOW
                }
            };
        }
        total
    }
}

/// Places along the line with what each costs by itself: beside long pieces, near the middle, rather above.
fn candidates(route: &[Point], size: Size) -> Vec<(Rect, i64)> {
    let mut candidates = Vec::new();
    let total: i32 = route.windows(2).map(length).sum();
    let mut before = 0;
    for pair in route.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let horizontal = a.y == b.y;
        let span = length(pair);
        let room = if horizontal { size.width } else { size.height };
        let (start, end) = if horizontal { (a.x.min(b.x), a.x.max(b.x)) } else { (a.y.min(b.y), a.y.max(b.y)) };
        let mut offsets = vec![(start + end - room) / 2];
        let mut at = start + STEP;
        while at + room <= end - STEP && offsets.len() < 64 {
            offsets.push(at);
            at += STEP.max((span - room) / 24);
        }
        for offset in offsets {
            let reach = offset + room / 2 - start;
            let along = if a.x + a.y <= b.x + b.y { reach } else { span - reach };
            let off_middle = i64::from((before + along - total / 2).abs());
            let short = i64::from((room - span + 2 * STEP).max(0)) * 6;
            let base = off_middle + short;
            let sides: [(i32, i64); 3] = if horizontal {
                [(a.y - size.height - 3, 0), (a.y + 4, 60), (a.y - size.height / 2, cost::ON_LINE)]
            } else {
                [
                    (a.x + 6, cost::UPRIGHT),
                    (a.x - size.width - 6, cost::UPRIGHT),
                    (a.x - size.width / 2, cost::ON_LINE + 100),
                ]
            };
            for (side, extra) in sides {
                let corner = if horizontal { Point { x: offset, y: side } } else { Point { x: side, y: offset } };
                let own = if extra >= cost::ON_LINE { -cost::OWN } else { 0 };
                candidates.push((Rect::new(corner, size), base + extra + own));
            }
        }
        before += span;
    }
    candidates
}

/// Places around a place, ever further away.
fn further(rect: Rect, reach: i32) -> impl Iterator<Item = (Rect, i64)> {
    (-reach..=reach)
        .flat_map(move |dy| (-reach..=reach).map(move |dx| (dx * 2 * STEP, dy * 2 * STEP)))
        .map(move |(x, y)| (rect.shifted(Point { x, y }), i64::from(x.abs() + y.abs()) * 20))
}

fn length(pair: &[Point]) -> i32 {
    (pair[0].x - pair[1].x).abs() + (pair[0].y - pair[1].y).abs()
}

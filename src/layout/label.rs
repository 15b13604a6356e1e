//! Lines to labels: each label goes beside a straight piece of its own line, where it covers the least.

use super::compact::Drawing;
use super::geometry::{Point, Rect, Size};
use super::grid::strip;
use super::index::Index;
use super::leader::{Distances, is_far, leader};
use super::nest::Placement;
use super::obstacles::{Obstacle, obstacles};
use super::{STEP, Sizes};

/// What a place costs.
mod cost {
    pub(super) const ELEMENT: i64 = 100_000;
    pub(super) const LABEL: i64 = 80_000;
    pub(super) const TITLE: i64 = 90_000;
    pub(super) const FLOW: i64 = 12_000;
    pub(super) const BORDER: i64 = 6_000;
    /// Hiding an end of a piece of its line.
    pub(super) const HIDDEN: i64 = 1_500;
    /// Standing where what leads to its line runs through something.
    pub(super) const LED_THROUGH: i64 = 5_000;
    /// Standing nearer to another line than to its own.
    pub(super) const ASTRAY: i64 = 1_000;
    /// Standing nearly as near to another line.
    pub(super) const BETWEEN: i64 = 300;
    /// Covering a corner or another piece of its own line.
    pub(super) const OWN: i64 = 1_200;
    /// Pushing something away, for each pixel.
    pub(super) const PUSHED: i64 = 8;
    /// Standing on the line instead of beside it.
    pub(super) const ON_LINE: i64 = 700;
    /// Having shorter lines than usual.
    pub(super) const NARROW: i64 = 400;
    /// Standing beside an upright line: further from where the eye looks.
    pub(super) const UPRIGHT: i64 = 250;
}

/// How far from its line a label may stand rather than on another line, in steps of the lattice: at first, as there may yet
/// be made room for it, and later.
const REACH: [i32; 2] = [2, 6];

/// How far it may stand rather than on anything else, and at last rather than on another line.
const FURTHEST: i32 = 24;

/// With more flows than this, no label looks for a place in shorter lines, nor by what would lead it to its line.
const MANY_FLOWS: usize = 1000;

/// How often every label may look for a better place, given the others.
const ROUNDS: usize = 3;

/// The label of each flow that has one.
pub(super) fn place(sizes: &Sizes, placement: &Placement, routes: &[Vec<Point>]) -> Vec<Option<Rect>> {
    let mut placer = Placer::new(sizes, placement, routes, vec![None; routes.len()], REACH[0]);
    for _ in 0..ROUNDS {
        let before = placer.labels.clone();
        for index in 0..routes.len() {
            placer.place(index);
        }
        if placer.labels == before {
            break;
        }
    }
    placer.labels
}

/// The labels, with those moved that are far from their lines, or cover something, or would be led to their lines through
/// something: also a little further from their lines where nothing else helps.
pub(super) fn mended(
    sizes: &Sizes,
    placement: &Placement,
    routes: &[Vec<Point>],
    labels: Vec<Option<Rect>>,
) -> Vec<Option<Rect>> {
    let mut placer = Placer::new(sizes, placement, routes, labels, REACH[1]);
    placer.minds_leaders = routes.len() <= MANY_FLOWS;
    for (reach, least) in [(REACH[1], cost::BETWEEN), (FURTHEST, cost::BORDER)] {
        placer.reach = reach;
        for (index, route) in routes.iter().enumerate() {
            if placer.cost_now(index).is_some_and(|cost| cost >= least)
                || placer.labels[index].is_some_and(|label| is_far(route, label))
            {
                placer.place(index);
            }
        }
    }
    // What was moved may have come to stand where something is led through.
    for index in 0..if placer.minds_leaders { routes.len() } else { 0 } {
        if placer.cost_now(index).is_some_and(|cost| (cost::LED_THROUGH..cost::FLOW).contains(&cost)) {
            placer.place(index);
        }
    }
    placer.labels
}

/// Where the label of a flow might stand if what is in its way moved away: the places for which least has to come first, and
/// no two of them on one another.
pub(super) fn wanted(sizes: &Sizes, drawing: &Drawing, flow: usize) -> Vec<Rect> {
    let Drawing { placement, routes, labels, ends, .. } = drawing;
    let placer = Placer::new(sizes, placement, routes, labels.clone(), 0);
    let (from, to) = (placement.elements[ends[flow].0], placement.elements[ends[flow].1]);
    let costs =
        placer.places(flow).into_iter().map(|(rect, base)| (base + placer.pushed(flow, [from, to], rect), rect));
    let mut costs: Vec<(i64, Rect)> = costs.collect();
    costs.sort_unstable();
    let mut wanted: Vec<Rect> = Vec::new();
    for (_, rect) in costs {
        if !wanted.iter().any(|other| other.overlaps(rect)) {
            wanted.push(rect);
        }
    }
    wanted
}

struct Placer<'a> {
    sizes: &'a Sizes,
    routes: &'a [Vec<Point>],
    obstacles: Index<Obstacle>,
    labels: Vec<Option<Rect>>,
    reach: i32,
    /// Whether it counts through what labels are led to their lines.
    minds_leaders: bool,
}

impl<'a> Placer<'a> {
    fn new(
        sizes: &'a Sizes,
        placement: &Placement,
        routes: &'a [Vec<Point>],
        labels: Vec<Option<Rect>>,
        reach: i32,
    ) -> Placer<'a> {
        let strips = placement.elements.iter().zip(&sizes.elements).map(|(rect, size)| strip(*rect, size.strip));
        let obstacles = obstacles(placement, &strips.collect::<Vec<Rect>>(), routes, &labels);
        Placer { sizes, routes, obstacles, labels, reach, minds_leaders: false }
    }

    fn place(&mut self, index: usize) {
        let size = self.sizes.labels[index];
        if size.height == 0 {
            return;
        }
        if let Some(old) = self.labels[index].take() {
            self.obstacles.remove(old, Obstacle::Label(index));
        }
        let mut best = self.best(index, self.places(index));
        if let Some((cost, rect)) = best
            && cost >= cost::ASTRAY
        {
            // Better a little off its line than on another, and far from it than on top of something.
            let reach = if cost >= cost::LABEL { FURTHEST } else { self.reach };
            let narrow = self.narrow(index).filter(|narrow| *narrow != rect.size());
            let narrow = narrow.map(|narrow| Rect::around(rect.centre(), narrow));
            let places = [rect].into_iter().chain(narrow).flat_map(|rect| further(rect, reach));
            best = self.best(index, places.collect()).into_iter().chain(best).min();
        }
        self.labels[index] = best.map(|(_, rect)| rect);
        if let Some(rect) = self.labels[index] {
            self.obstacles.insert(rect, Obstacle::Label(index));
        }
    }

    /// The size of a label in shorter lines, where it can have them and there is time to try.
    fn narrow(&self, index: usize) -> Option<Size> {
        self.sizes.narrow_label(index).filter(|_| self.routes.len() <= MANY_FLOWS)
    }

    /// The places by its line, with what each costs by itself.
    fn places(&self, index: usize) -> Vec<(Rect, i64)> {
        let mut places = candidates(&self.routes[index], self.sizes.labels[index]);
        if let Some(narrow) = self.narrow(index) {
            let narrower = candidates(&self.routes[index], narrow).into_iter();
            places.extend(narrower.map(|(rect, base)| (rect, base + cost::NARROW)));
        }
        places
    }

    /// The place that costs least, with all that it covers.
    fn best(&self, index: usize, mut places: Vec<(Rect, i64)>) -> Option<(i64, Rect)> {
        places.sort_unstable_by_key(|(rect, base)| (*base, *rect));
        let mut best: Option<(i64, Rect)> = None;
        for (rect, base) in places {
            // What is covered only adds to it.
            if best.is_some_and(|(cost, _)| cost < base) {
                break;
            }
            let most = best.map_or(i64::MAX, |(cost, _)| cost - base);
            best = best.into_iter().chain([(base + self.cost(index, rect, most), rect)]).min();
        }
        best
    }

    /// What it costs to push away what a label covers there: the shorter way, but what its line joins only along the line, as
    /// across it all three move together.
    fn pushed(&self, index: usize, ends: [Rect; 2], rect: Rect) -> i64 {
        let route = &self.routes[index];
        let is_level = |pair: Option<&[Point]>| pair.is_some_and(|pair| pair[0].y == pair[1].y);
        let leaves_level = [is_level(route.windows(2).next()), is_level(route.windows(2).next_back())];
        let pushed = |(other, obstacle): (Rect, Obstacle)| {
            let across = (rect.right() - other.x).min(other.right() - rect.x);
            let down = (rect.bottom() - other.y).min(other.bottom() - rect.y);
            let way = match (obstacle, ends.iter().position(|end| *end == other)) {
                (Obstacle::Label(flow), _) if flow == index => return 0,
                (Obstacle::Line(flow), _) if flow == index => return cost::OWN,
                (Obstacle::Element, Some(end)) if leaves_level[end] => across,
                (Obstacle::Element, Some(_)) => down,
                _ => across.min(down),
            };
            i64::from(way + 2 * STEP) * cost::PUSHED
        };
        self.obstacles.touching(rect.grown(2)).map(pushed).sum()
    }

    /// What a label costs where it stands.
    fn cost_now(&self, index: usize) -> Option<i64> {
        self.labels[index].map(|label| self.cost(index, label, i64::MAX))
    }

    /// What a label costs there by what it covers; at least that, where it is more than `most`.
    fn cost(&self, index: usize, rect: Rect, most: i64) -> i64 {
        let mut lines: Vec<usize> = Vec::new();
        let mut total = 0;
        for (_, obstacle) in self.obstacles.touching(rect.grown(2)) {
            total += match obstacle {
                Obstacle::Element => cost::ELEMENT,
                Obstacle::Label(flow) if flow == index => 0,
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
        let route = &self.routes[index];
        if total > most || !lines.is_empty() && !self.minds_leaders {
            return total;
        }
        let distances = Distances::of(route, index, rect, &self.obstacles);
        if lines.is_empty() {
            total += match distances {
                _ if distances.are_astray() => cost::ASTRAY,
                Distances { own, other } if other <= 2 * own => cost::BETWEEN,
                _ => 0,
            };
        }
        if self.minds_leaders && total <= most && distances.are_led() {
            let covers = leader(route, index, rect, &self.obstacles).is_some_and(|leader| leader.covers);
            total += if covers { cost::LED_THROUGH } else { 0 };
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
        if room + 2 * STEP > span {
            // It reaches beyond the piece, at either end or at both.
            offsets.extend([start, end - room, start - room / 2, end - room / 2]);
        }
        for offset in offsets {
            let reach = offset + room / 2 - start;
            let along = if a.x + a.y <= b.x + b.y { reach } else { span - reach };
            let off_middle = i64::from((before + along - total / 2).abs());
            let short = i64::from((room - span + 2 * STEP).max(0)) * 6;
            // What stands on its line is not to hide the whole of it, and least of all its end.
            let covers = i64::from(offset < start + 2 * STEP || offset + room > end - 2 * STEP);
            let hidden = i64::from((room - span + 6 * STEP).max(0)) * 20 + covers * cost::HIDDEN;
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
                let own = if extra >= cost::ON_LINE { hidden - cost::OWN } else { 0 };
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

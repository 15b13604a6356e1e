//! How well a drawing reads, to choose among several.

use std::collections::BTreeSet;

use super::Wish;
use super::compact::Drawing;
use super::geometry::{Point, Rect, crossing_point};
use super::index::Index;
use super::leader::{Leader, is_led, leader};
use super::manner::BEND;
use super::obstacles::{Obstacle, obstacles};

/// What a crossing is worth, in pixels of length.
const CROSSING: i64 = 1200;

/// How many crossings are worth one label that lies on something.
const CONFLICT: i64 = 50;

/// What a label that has to be led to its line is worth, in pixels of length.
const LED: i64 = 300;

/// The same where what leads it runs through something.
const LED_THROUGH: i64 = 900;

/// The same of each pixel of what leads it.
const LED_FAR: i64 = 4;

/// What a pixel of the whole's width or height is worth.
const SIZE: i64 = 2;

impl Drawing {
    /// How badly it reads, in pixels of length, and more where its proportions are not those that were wished.
    pub(super) fn strain(&self, wish: Wish) -> f64 {
        let length = |pair: &[Point]| i64::from((pair[0].x - pair[1].x).abs() + (pair[0].y - pair[1].y).abs());
        let length: i64 = self.routes.iter().flat_map(|route| route.windows(2)).map(length).sum();
        let whole = self.whole();
        let obstacles = self.obstacles();
        let led: i64 = self
            .leaders_among(&obstacles)
            .into_iter()
            .flatten()
            .map(|leader| if leader.covers { LED_THROUGH } else { LED } + i64::from(leader.length()) * LED_FAR)
            .sum();
        let bends: usize = self.routes.iter().map(|route| route.len().saturating_sub(2)).sum();
        let troubles = self.conflicts_among(&obstacles) as i64 * CONFLICT + self.crossings() as i64;
        let lines = length + bends as i64 * i64::from(BEND);
        let strain = troubles * CROSSING + led + lines + i64::from(whole.width + whole.height) * SIZE;
        strain as f64 * wish.excess(whole).powi(2)
    }

    /// How many times wider or higher it is than was wished, see [`Wish::excess`].
    pub(super) fn excess(&self, wish: Wish) -> f64 {
        wish.excess(self.whole())
    }

    /// Around everything.
    pub(super) fn whole(&self) -> Rect {
        let boundaries = self.placement.boundaries.iter().map(|place| place.rect);
        let lines = self.pieces().into_iter().map(|(_, piece)| piece);
        let labels = self.labels.iter().flatten().copied();
        let all = self.placement.elements.iter().copied().chain(boundaries).chain(lines).chain(labels);
        all.reduce(Rect::union).unwrap_or_default()
    }

    /// Everything that is drawn, by place.
    fn obstacles(&self) -> Index<Obstacle> {
        obstacles(&self.placement, &self.strips, &self.routes, &self.labels)
    }

    /// By flow: what leads from its label to its line, where something has to.
    pub(super) fn leaders(&self) -> Vec<Option<Leader>> {
        self.leaders_among(&self.obstacles())
    }

    fn leaders_among(&self, obstacles: &Index<Obstacle>) -> Vec<Option<Leader>> {
        let labels = self.routes.iter().zip(&self.labels).enumerate();
        let leaders = labels.map(|(flow, (route, label))| {
            let label = label.filter(|label| is_led(route, flow, *label, obstacles))?;
            leader(route, flow, label, obstacles)
        });
        leaders.collect()
    }

    /// How many things lie on one another: lines on lines, labels on anything.
    pub(super) fn conflicts(&self) -> usize {
        self.conflicts_among(&self.obstacles())
    }

    fn conflicts_among(&self, obstacles: &Index<Obstacle>) -> usize {
        let solid: Vec<Rect> = (self.placement.elements.iter().chain(&self.strips).copied())
            .chain(self.placement.boundaries.iter().map(|place| place.title))
            .collect();
        let labels: Vec<(usize, Rect)> =
            self.labels.iter().enumerate().filter_map(|(flow, label)| Some((flow, (*label)?))).collect();
        let on_labels = labels.iter().enumerate().map(|(index, (flow, label))| {
            let covers = |rect: &Rect| label.overlaps(*rect);
            let border = |place: &super::BoundaryPlace| covers(&place.rect) && !place.rect.holds(*label);
            solid.iter().filter(|rect| covers(rect)).count()
                + labels[index + 1..].iter().filter(|(_, rect)| covers(rect)).count()
                + obstacles
                    .touching(*label)
                    .filter(|(piece, obstacle)| lies_on_line(*label, *flow, *piece, *obstacle))
                    .count()
                + self.placement.boundaries.iter().filter(|place| border(place)).count()
        });
        self.overlaid() + on_labels.sum::<usize>()
    }

    /// How often a piece of a flow's line lies on one of another's.
    pub(super) fn overlaid(&self) -> usize {
        // Where it lies across, from where to where along, and of which flow.
        let along = |(flow, piece): &(usize, Rect)| match (piece.width, piece.height) {
            (0, 0) => None,
            (0, _) => Some((true, piece.x, piece.y, piece.bottom(), *flow)),
            _ => Some((false, piece.y, piece.x, piece.right(), *flow)),
        };
        let mut pieces: Vec<_> = self.pieces().iter().filter_map(along).collect();
        pieces.sort_unstable();
        let behind = |(index, piece): (usize, &(bool, i32, i32, i32, usize))| {
            let (upright, across, _, end, flow) = *piece;
            let meets =
                |other: &&(bool, i32, i32, i32, usize)| (other.0, other.1) == (upright, across) && other.2 < end;
            pieces[index + 1..].iter().take_while(meets).filter(|other| other.4 != flow).count()
        };
        pieces.iter().enumerate().map(behind).sum()
    }

    /// The straight pieces of all lines, each with its flow.
    fn pieces(&self) -> Vec<(usize, Rect)> {
        let pieces = |(flow, route): (usize, &Vec<Point>)| -> Vec<(usize, Rect)> {
            route.windows(2).map(|pair| (flow, Rect::spanning(pair[0], pair[1]))).collect()
        };
        self.routes.iter().enumerate().flat_map(pieces).collect()
    }

    /// The elements whose lines cross others.
    pub(super) fn crossed(&self) -> Vec<usize> {
        let others = |flow: usize| (0..self.routes.len()).filter(move |other| *other != flow);
        self.joined_by(|flow| others(flow).any(|other| crossings_of(&self.routes[flow], &self.routes[other]) > 0))
    }

    /// The elements whose lines bend.
    pub(super) fn bent(&self) -> Vec<usize> {
        self.joined_by(|flow| self.routes[flow].len() > 2)
    }

    /// The elements at the ends of certain flows.
    fn joined_by(&self, is_meant: impl Fn(usize) -> bool) -> Vec<usize> {
        let flows = (0..self.routes.len()).filter(|flow| is_meant(*flow));
        let elements: BTreeSet<usize> = flows.flat_map(|flow| [self.ends[flow].0, self.ends[flow].1]).collect();
        elements.into_iter().collect()
    }

    /// How often lines cross.
    pub(super) fn crossings(&self) -> usize {
        let pieces = self.pieces();
        let (mut uprights, levels): (Vec<(usize, Rect)>, Vec<_>) =
            pieces.into_iter().partition(|(_, piece)| piece.width == 0);
        uprights.sort_by_key(|(_, piece)| piece.x);
        let crosses = |(flow, level): (usize, Rect)| {
            let first = uprights.partition_point(|(_, upright)| upright.x <= level.x);
            let within = uprights[first..].iter().take_while(move |(_, upright)| upright.x < level.right());
            let crossed = within
                .filter(move |(other, upright)| *other != flow && upright.y < level.y && level.y < upright.bottom());
            crossed.count()
        };
        levels.into_iter().map(crosses).sum()
    }
}

/// Whether a flow's label lies on a piece of another's line.
fn lies_on_line(label: Rect, flow: usize, piece: Rect, obstacle: Obstacle) -> bool {
    let corner = |x, y| Point { x, y };
    let (from, to) = (corner(piece.x, piece.y), corner(piece.right(), piece.bottom()));
    matches!(obstacle, Obstacle::Line(other) if other != flow) && label.cut_by(from, to)
}

/// How often two lines cross.
pub(super) fn crossings_of(one: &[Point], other: &[Point]) -> usize {
    one.windows(2).map(|a| other.windows(2).filter(|b| crossing_point(a, b).is_some()).count()).sum()
}

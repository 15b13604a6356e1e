//! The rows of one boundary, made better: children move to where straight flows cross less, run through less and are
//! shorter, those from outside included.
//!
//! A move must save enough, and of several good places the nearest is taken, so that a small edit changes few
//! decisions.

use super::geometry::{Point, Size};
use super::lines::{self, Areas, Line, Lines, Spot};
use super::standing::{Standing, WithChild};

/// An end of a flow, in a drawing whose flows run downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// In a child, so far from its middle.
    Inside(usize, Point),
    /// From the middle of the boundary.
    Outside(Point),
}

/// What is to be arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Problem {
    /// By child.
    pub sizes: Vec<Size>,
    /// No flow stays within one child.
    pub flows: Vec<[End; 2]>,
    /// Between the children of a row, and between rows.
    pub gap: Size,
    /// What a crossing is worth, in pixels of length.
    pub crossing: i64,
    /// Whether somebody has asked for flows that run this way.
    pub is_asked: bool,
}

/// What things are worth, in pixels of length.
mod cost {
    /// A flow through a child that it does not join.
    pub(super) const THROUGH: i64 = 300;
    /// A flow that runs upwards, also where somebody wants them downwards, or within a row.
    pub(super) const UPWARDS: i64 = 60;
    pub(super) const UNASKED: i64 = 200;
    pub(super) const LEVEL: i64 = 120;
    /// A pixel of the whole's width or height.
    pub(super) const SIZE: i64 = 3;
}

/// Places that are worse than the best by no more than this are as good.
const TOLERANCE: i64 = 420;

/// To mirror everything must save this share of the whole.
const MIRRORED: i64 = 10;

/// How much is looked at, in pairs of a flow and whatever it may meet.
const MOST_WORK: usize = 3_000_000;

/// The rows with their children moved while that saves enough, in pixels of length; each at most so often.
pub(super) fn refined(problem: &Problem, mut rows: Vec<Vec<usize>>, worthwhile: i64, rounds: usize) -> Vec<Vec<usize>> {
    if problem.flows.is_empty() || rows.iter().map(Vec::len).sum::<usize>() < 2 {
        return rows;
    }
    let mut search = Search::new(problem);
    let mut children: Vec<usize> = rows.iter().flatten().copied().collect();
    children.sort_unstable();
    // Who was looked at since anything moved would only be found in its place again.
    let mut unmoved = 0;
    for _ in 0..rounds {
        let mut cost = search.cost(&rows);
        for mirrored in [mirrored_across(&rows), mirrored_along(&rows)] {
            let then = search.cost(&mirrored);
            if cost - then > worthwhile.max(cost / MIRRORED) {
                (rows, cost) = (mirrored, then);
                unmoved = 0;
            }
        }
        for child in &children {
            let has_moved = search.move_child(*child, &mut rows, worthwhile);
            unmoved = if has_moved { 0 } else { unmoved + 1 };
            if unmoved >= children.len() {
                return rows;
            }
        }
    }
    rows
}

/// Where else these children may stand, each with what that costs more: no more than so much.
pub(super) fn moves(
    problem: &Problem,
    rows: &[Vec<usize>],
    children: impl IntoIterator<Item = usize>,
    more: i64,
) -> Vec<(i64, Move)> {
    let mut search = Search::new(problem);
    let mut found = Vec::new();
    for child in children {
        let mut others = rows.to_vec();
        let Some(was) = taken(child, &mut others) else { continue };
        let now = search.cost_at(was, child, &mut others, i64::MAX).unwrap_or(0);
        let costs = search.costs(child, &mut others, now + more, None).into_iter();
        let elsewhere = costs.filter(|(_, target)| *target != was);
        found.extend(elsewhere.map(|(cost, target)| (cost - now, Move { child, target })));
    }
    found
}

/// A child that moves to another place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    child: usize,
    target: Target,
}

impl Move {
    pub(super) fn make(self, rows: &mut Vec<Vec<usize>>) {
        if taken(self.child, rows).is_some() {
            self.target.put(self.child, rows);
        }
    }
}

/// How much has to be looked at to find the best place of one more child.
pub(super) fn work_with_child(problem: &Problem, rows: &[Vec<usize>], child: usize) -> usize {
    let joins = |ends: &&[End; 2]| ends.iter().any(|end| end.child() == Some(child));
    let own = problem.flows.iter().filter(joins).count();
    (own + 1) * (problem.flows.len() + problem.sizes.len()) * Target::all(rows).len()
}

/// The rows with one more child, where it costs least.
pub(super) fn with_child(problem: &Problem, mut rows: Vec<Vec<usize>>, child: usize) -> Vec<Vec<usize>> {
    let costs = Search::new(problem).costs(child, &mut rows, i64::MAX, Some(0));
    match costs.into_iter().min_by_key(|(cost, _)| *cost) {
        Some((_, target)) => target.put(child, &mut rows),
        None => filled(&mut rows, child, usize::MAX),
    }
    rows
}

/// Puts a child at the end of the shortest row that has fewer than `most` children, or into a new last row.
pub(super) fn filled(rows: &mut Vec<Vec<usize>>, child: usize, most: usize) {
    match rows.iter_mut().filter(|row| row.len() < most).min_by_key(|row| row.len()) {
        Some(row) => row.push(child),
        None => rows.push(vec![child]),
    }
}

fn mirrored_across(rows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    rows.iter().map(|row| row.iter().rev().copied().collect()).collect()
}

fn mirrored_along(rows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    rows.iter().rev().cloned().collect()
}

/// Where a child may stand: at a place of a row, or in a row of its own before that row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    InRow(usize, usize),
    Alone(usize),
}

impl Target {
    /// Every one of them, in rows from which the child was taken.
    pub(super) fn all(rows: &[Vec<usize>]) -> Vec<Target> {
        let in_rows =
            rows.iter().enumerate().flat_map(|(row, list)| (0..=list.len()).map(move |at| Target::InRow(row, at)));
        in_rows.chain((0..=rows.len()).map(Target::Alone)).collect()
    }

    pub(super) fn put(self, child: usize, rows: &mut Vec<Vec<usize>>) {
        match self {
            Target::InRow(row, at) => rows[row].insert(at, child),
            Target::Alone(row) => rows.insert(row, vec![child]),
        }
    }

    fn take_back(self, rows: &mut Vec<Vec<usize>>) {
        match self {
            Target::InRow(row, at) => {
                rows[row].remove(at);
            }
            Target::Alone(row) => {
                rows.remove(row);
            }
        }
    }

    /// How much of a change it is from another one.
    fn distance(self, from: Target) -> usize {
        let place = |target: Target| match target {
            Target::InRow(row, at) => (row, at),
            Target::Alone(row) => (row, 0),
        };
        let (one, other) = (place(self), place(from));
        let opens_row = matches!(self, Target::Alone(_)) && matches!(from, Target::InRow(..));
        4 * one.0.abs_diff(other.0) + one.1.abs_diff(other.1) + if opens_row { 2 } else { 0 }
    }
}

/// Takes a child out, with its row where that is empty then, and tells where it was.
fn taken(child: usize, rows: &mut Vec<Vec<usize>>) -> Option<Target> {
    let place = |(row, list): (usize, &Vec<usize>)| Some((row, list.iter().position(|other| *other == child)?));
    let (row, at) = rows.iter().enumerate().find_map(place)?;
    let was = if rows[row].len() == 1 { Target::Alone(row) } else { Target::InRow(row, at) };
    was.take_back(rows);
    Some(was)
}

struct Search<'a> {
    problem: &'a Problem,
    /// By child: the flows that end in it.
    flows: Vec<Vec<usize>>,
    /// By flow: the child at each end, and how far from its middle. What is outside counts as one more child.
    ends: Vec<[(usize, Point); 2]>,
    /// How much may still be looked at, in pairs of a flow and whatever it may meet.
    work: usize,
    /// The row of each child, [`NOWHERE`] for those without one, and [`OUTSIDE`] at last.
    rows: Vec<usize>,
    /// The middle of each child, and of everything at last.
    middles: Vec<Point>,
    /// The children that stand.
    areas: Areas,
    /// By flow: a straight line, where both ends have a place.
    lines: Lines,
}

const NOWHERE: usize = usize::MAX;
const OUTSIDE: usize = usize::MAX - 1;

impl Search<'_> {
    fn new(problem: &Problem) -> Search<'_> {
        let outside = problem.sizes.len();
        let end = |end: &End| match end {
            End::Inside(child, off) => (*child, *off),
            End::Outside(at) => (outside, *at),
        };
        let ends: Vec<[(usize, Point); 2]> = problem.flows.iter().map(|[from, to]| [end(from), end(to)]).collect();
        let mut flows = vec![Vec::new(); outside + 1];
        for (index, [(from, _), (to, _)]) in ends.iter().enumerate() {
            flows[*from].push(index);
            flows[*to].push(index);
        }
        Search {
            problem,
            flows,
            ends,
            work: MOST_WORK,
            rows: Vec::new(),
            middles: Vec::new(),
            areas: Areas::new(problem.sizes.iter().map(|size| (size.width, size.height))),
            lines: Lines::new(problem.flows.len()),
        }
    }

    /// Moves a child where that pays, and tells whether it did.
    fn move_child(&mut self, child: usize, rows: &mut Vec<Vec<usize>>, worthwhile: i64) -> bool {
        let Some(was) = taken(child, rows) else { return false };
        let now = self.cost_at(was, child, rows, i64::MAX).unwrap_or(i64::MAX);
        let costs = self.costs(child, rows, now.saturating_sub(worthwhile + 1), Some(TOLERANCE));
        let least = costs.iter().map(|(cost, _)| *cost).min();
        let pays = least.filter(|least| now - least > worthwhile);
        let best = pays.and_then(|least| {
            let good = costs.into_iter().filter(|(cost, _)| *cost <= least + TOLERANCE);
            good.min_by_key(|(cost, target)| (target.distance(was), *cost)).map(|(_, target)| target)
        });
        best.unwrap_or(was).put(child, rows);
        best.is_some_and(|best| best != was)
    }

    /// What a child costs where it costs no more than `most`, and no more than `tolerance` above the least, if there is one;
    /// nothing where too much was looked at already.
    fn costs(
        &mut self,
        child: usize,
        rows: &mut Vec<Vec<usize>>,
        mut most: i64,
        tolerance: Option<i64>,
    ) -> Vec<(i64, Target)> {
        if self.work == 0 {
            return Vec::new();
        }
        let targets = Target::all(rows);
        self.work = self.work.saturating_sub(targets.len() * self.flows[child].len());
        most = most.saturating_add(tolerance.unwrap_or(0));
        // What takes little to find out comes first: at most places that alone is too much.
        let standing = Standing::of(self.problem, rows);
        let least = targets.iter().enumerate().map(|(place, target)| (self.least_at(*target, child, &standing), place));
        let mut least: Vec<(i64, usize)> = least.filter(|(cost, _)| *cost <= most).collect();
        least.sort_unstable();
        let mut costs: Vec<(usize, i64)> = Vec::new();
        for (cost, place) in least {
            if cost > most {
                break;
            }
            if let Some(cost) = self.cost_at(targets[place], child, rows, most) {
                most = tolerance.map_or(most, |tolerance| most.min(cost.saturating_add(tolerance)));
                costs.push((place, cost));
            }
        }
        costs.sort_unstable();
        costs.into_iter().map(|(place, cost)| (cost, targets[place])).collect()
    }

    /// What a child costs at a place at least: the size of everything, and the length of its flows.
    fn least_at(&self, target: Target, child: usize, standing: &Standing) -> i64 {
        let with_child = WithChild::new(standing, target, self.problem.sizes[child], self.problem.gap);
        let at = |(end, off): (usize, Point)| {
            match end {
                _ if end == child => Some(with_child.child()),
                _ if end == self.problem.sizes.len() => Some((OUTSIDE, Point::default())),
                _ => with_child.other(end),
            }
            .map(|(row, middle)| (row, middle.shifted(off)))
        };
        let mut cost = price(with_child.whole());
        for flow in &self.flows[child] {
            let [from, to] = self.ends[*flow];
            if let (Some(from), Some(to)) = (at(from), at(to)) {
                cost += self.problem.length(from, to);
            }
        }
        cost
    }

    /// What a child costs at a place, unless that is more than `most`.
    fn cost_at(&mut self, target: Target, child: usize, rows: &mut Vec<Vec<usize>>, most: i64) -> Option<i64> {
        target.put(child, rows);
        let size = self.stand(rows);
        target.take_back(rows);
        let mut cost = size + self.flows[child].iter().map(|flow| self.length(*flow)).sum::<i64>();
        self.draw();
        cost += self.met(child);
        let others = self.ends.len() + self.problem.sizes.len();
        self.work = self.work.saturating_sub(others);
        for flow in &self.flows[child] {
            if cost > most {
                return None;
            }
            self.work = self.work.saturating_sub(others);
            cost += self.meets(*flow) + self.crossed(*flow, self.ends.len());
        }
        Some(cost).filter(|cost| *cost <= most)
    }

    /// What everything costs.
    fn cost(&mut self, rows: &[Vec<usize>]) -> i64 {
        let size = self.stand(rows);
        self.draw();
        let flows = 0..self.ends.len();
        size + flows.map(|flow| self.length(flow) + self.meets(flow) + self.crossed(flow, flow)).sum::<i64>()
    }

    /// Puts the children where the rows say, and returns what the size costs.
    fn stand(&mut self, rows: &[Vec<usize>]) -> i64 {
        let size = self.problem.stand(rows, &mut self.middles);
        self.middles.push(Point::default());
        self.rows.clear();
        self.rows.resize(self.problem.sizes.len(), NOWHERE);
        for (index, row) in rows.iter().enumerate() {
            for child in row {
                self.rows[*child] = index;
            }
        }
        self.rows.push(OUTSIDE);
        price(size)
    }

    /// Draws everything, as far as it stands.
    fn draw(&mut self) {
        let spot = |end: usize, off: Point| match self.rows[end] {
            NOWHERE => lines::NOWHERE,
            _ => Spot::from(self.middles[end].shifted(off)),
        };
        for child in 0..self.problem.sizes.len() {
            self.areas.set(child, spot(child, Point::default()));
        }
        for (flow, [(from, from_off), (to, to_off)]) in self.ends.iter().enumerate() {
            self.lines.set(flow, Line { from: spot(*from, *from_off), to: spot(*to, *to_off) });
        }
    }

    /// What the length of a flow costs, and whether it runs against the reading direction.
    fn length(&self, flow: usize) -> i64 {
        let [(from, from_off), (to, to_off)] = self.ends[flow];
        if self.rows[from] == NOWHERE || self.rows[to] == NOWHERE {
            return 0;
        }
        let at = |end: usize, off: Point| (self.rows[end], self.middles[end].shifted(off));
        self.problem.length(at(from, from_off), at(to, to_off))
    }

    /// What the flows cost that run through a child without joining it.
    fn met(&self, child: usize) -> i64 {
        let area = self.areas.get(child);
        let own = self.flows[child].iter().filter(|flow| area.is_met_by(self.lines.get(**flow))).count() as i64;
        cost::THROUGH * (self.lines.through(area) - own)
    }

    /// What it costs that a flow runs through children that it does not join.
    fn meets(&self, flow: usize) -> i64 {
        let line = self.lines.get(flow);
        let ends = self.ends[flow].iter().filter(|(end, _)| *end < self.problem.sizes.len());
        let own = ends.filter(|(end, _)| self.areas.get(*end).is_met_by(line)).count() as i64;
        cost::THROUGH * (self.areas.met_by(line) - own)
    }

    /// What the crossings of a flow with the first so many cost.
    fn crossed(&self, flow: usize, first: usize) -> i64 {
        self.problem.crossing * self.lines.crossed_by(self.lines.get(flow), first)
    }
}

/// What a size costs.
fn price(size: Size) -> i64 {
    i64::from(size.width + size.height) * cost::SIZE
}

impl End {
    fn child(self) -> Option<usize> {
        match self {
            End::Inside(child, _) => Some(child),
            End::Outside(_) => None,
        }
    }
}

impl Problem {
    /// What the length of a flow costs, and whether it runs against the reading direction, by the rows and places of its ends.
    fn length(&self, (from, a): (usize, Point), (to, b): (usize, Point)) -> i64 {
        let against = match from.cmp(&to) {
            _ if from == OUTSIDE || to == OUTSIDE => 0,
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => cost::LEVEL,
            std::cmp::Ordering::Greater if self.is_asked => cost::UNASKED,
            std::cmp::Ordering::Greater => cost::UPWARDS,
        };
        i64::from((a.x - b.x).abs() + (a.y - b.y).abs()) + against
    }

    /// The size of the whole, and the middle of each child as seen from the middle of the whole.
    pub(super) fn middles(&self, rows: &[Vec<usize>]) -> (Size, Vec<Point>) {
        let mut middles = Vec::new();
        (self.stand(rows, &mut middles), middles)
    }

    /// The same; the middles are written over what was known of others.
    fn stand(&self, rows: &[Vec<usize>], middles: &mut Vec<Point>) -> Size {
        middles.clear();
        middles.resize(self.sizes.len(), Point::default());
        let (mut widest, mut top) = (0, 0);
        for row in rows {
            let sizes = row.iter().map(|child| self.sizes[*child]);
            let width = sizes.clone().map(|size| size.width + self.gap.width).sum::<i32>() - self.gap.width;
            let height = sizes.map(|size| size.height).max().unwrap_or(0);
            widest = widest.max(width);
            let mut left = -width / 2;
            for child in row {
                let width = self.sizes[*child].width;
                middles[*child] = Point { x: left + width / 2, y: top + height / 2 };
                left += width + self.gap.width;
            }
            top += height + self.gap.height;
        }
        let size = Size { width: widest, height: (top - self.gap.height).max(0) };
        for middle in middles {
            middle.y -= size.height / 2;
        }
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(children: usize, flows: &[(usize, usize)]) -> Problem {
        let end = |child| End::Inside(child, Point::default());
        Problem {
            sizes: vec![Size { width: 100, height: 50 }; children],
            flows: flows.iter().map(|(from, to)| [end(*from), end(*to)]).collect(),
            gap: Size { width: 50, height: 50 },
            crossing: 450,
            is_asked: false,
        }
    }

    #[test]
    fn what_crosses_is_taken_apart() {
        let crossed = problem(6, &[(0, 5), (0, 5), (1, 4), (2, 3), (2, 3)]);
        let rows = refined(&crossed, vec![vec![0, 1, 2], vec![3, 4, 5]], 700, 3);
        let mut search = Search::new(&crossed);
        let before = search.cost(&[vec![0, 1, 2], vec![3, 4, 5]]);
        assert!(search.cost(&rows) + 4 * crossed.crossing < before, "{rows:?}");
    }

    #[test]
    fn a_new_child_stands_by_what_it_is_joined_to() {
        let rows = with_child(&problem(5, &[(0, 2), (1, 3), (3, 4)]), vec![vec![0, 1], vec![2, 3]], 4);
        assert!(rows.len() == 3 || rows[1] == [2, 3, 4], "{rows:?}");
    }

    #[test]
    fn what_is_good_stays() {
        let rows = vec![vec![0, 1], vec![2, 3]];
        assert_eq!(refined(&problem(4, &[(0, 2), (1, 3)]), rows.clone(), 700, 3), rows);
    }
}

//! Flows to lines: each finds the cheapest way on the tracks (`search`), then each is taken up and laid again, now that it sees
//! all others.

use std::sync::atomic::AtomicUsize;

use super::geometry::{Point, Rect, turning_points};
use super::grid::{Grid, Heading, strip};
use super::manner::Manner;
use super::nest::Placement;
use super::retrace::{Ways, retraced};
use super::search::{BORDER, Found, Line, Mark, Outcome, Port, Quest, Tracks};
use super::turns::{Turn, Turns};
use super::{CLEARANCE, LATTICE, STEP, Sizes, Task, degrees};
use crate::model::{BoundaryId, Flow, Model};

/// What a way may be expected to cost at most, in hundredths of its least cost.
const MOST_DEAR: u32 = 1000;

/// After so many looks at places nobody looks for a better way again.
const MOST_LOOKED: usize = 2_000_000;

/// Beyond so many pixels a way is searched less carefully.
const LONG: i32 = 5000;

/// How far around its two ends a flow looks for a way, in pixels: near at first, then farther, at last everywhere.
const WINDOWS: [i32; 3] = [240, 720, 2160];

/// The corners of each flow's line. Further attempts take the flows in another order, and shun other lines more. What is known
/// of where a line ran before, it keeps to, unless it gets in another's way.
pub(super) fn route(
    task: Task,
    placement: &Placement,
    manner: Manner,
    attempt: usize,
    before: Ways,
) -> Vec<Vec<Point>> {
    let Task { model, sizes, .. } = task;
    if model.flows.is_empty() {
        return Vec::new();
    }
    let ports = |degree: i32| ((degree + manner.sharing - 1) / manner.sharing).max(manner.ports);
    let ports: Vec<i32> = degrees(model).into_iter().map(ports).collect();
    let grid = Grid::new(sizes, placement, &ports);
    let dear = 1 << attempt.min(6);
    let new_router = || Router::new(&grid, task, placement, manner, dear);
    let router = new_router();
    let mut order: Vec<usize> = (0..model.flows.len()).collect();
    order.sort_by_key(|index| (router.distance(*index), *index));
    if attempt % 2 == 1 {
        order.reverse();
    }
    let known: Vec<Option<Line>> = (0..model.flows.len()).map(|flow| router.retraced(flow, before)).collect();
    let begun = AtomicUsize::new(0);
    if manner.at_once > 1 {
        return router.lead(&order, &known, Turns::alone(&begun));
    }
    let [one, other] = Turns::shared(&begun);
    std::thread::scope(|scope| {
        let (order, known) = (&order, &known);
        let second = &new_router;
        scope.spawn(move || second().lead(order, known, other));
        router.lead(order, known, one)
    })
}

struct Router<'a> {
    grid: &'a Grid,
    model: &'a Model,
    sizes: &'a Sizes,
    placement: &'a Placement,
    manner: Manner,
    tracks: Tracks,
    /// How many times dearer than usual it is to run on top of another line.
    dear: u32,
    everywhere: Rect,
    /// By flow.
    lines: Vec<Line>,
    /// By flow: what trouble its line had with others when it was led.
    troubles: Vec<u32>,
    /// What ways have cost so far, and their least cost, length and bends alone.
    spent: (u64, u64),
    /// How many places were looked at for them.
    looked: usize,
}

/// Where a way is looked for, and what it may do there.
#[derive(Clone, Copy)]
struct Try {
    window: Rect,
    /// Whether it may run through boundaries that hold neither end.
    trespasses: bool,
    /// Whether it leaves at a side and comes back at the top or bottom.
    rounds_corner: bool,
}

impl<'a> Router<'a> {
    fn new(grid: &'a Grid, task: Task<'a>, placement: &'a Placement, manner: Manner, dear: u32) -> Router<'a> {
        let Task { model, sizes, .. } = task;
        let tracks = Tracks::new(grid, manner, dear);
        let everywhere = placement.bounds.grown(i32::from(i16::MAX));
        let (lines, troubles) = (vec![Line::default(); model.flows.len()], vec![0; model.flows.len()]);
        let (spent, looked) = ((0, 0), 0);
        Router { grid, model, sizes, placement, manner, tracks, dear, everywhere, lines, troubles, spent, looked }
    }

    fn distance(&self, index: usize) -> i32 {
        let flow = &self.model.flows[index];
        let (a, b) = (self.placement.elements[flow.from.0].centre(), self.placement.elements[flow.to.0].centre());
        (a.x - b.x).abs() + (a.y - b.y).abs()
    }

    /// Leads all flows, in an order, but those whose ways are known.
    fn lead(mut self, order: &[usize], known: &[Option<Line>], mut turns: Turns) -> Vec<Vec<Point>> {
        for (flow, line) in known.iter().enumerate() {
            self.put(flow, line.clone().unwrap_or_default());
        }
        let last = order.len() * self.manner.passes;
        let mut seen = 0;
        loop {
            let number = turns.begin().min(last);
            let known_to = if number < last { turns.known_to(number) } else { last };
            for before in seen..known_to {
                let turn = turns.take(before);
                self.looked += turn.looked;
                if let Some(Found { line, cost, least }) = turn.found {
                    let flow = order[before % order.len()];
                    self.put(flow, line);
                    self.troubles[flow] = turn.trouble;
                    self.spent.0 += u64::from(cost);
                    self.spent.1 += u64::from(least);
                }
            }
            seen = seen.max(known_to);
            if number == last {
                return self.lines.iter().enumerate().map(|(index, line)| self.points(index, line)).collect();
            }
            let flow = order[number % order.len()];
            let turn = if known[flow].is_some() { Turn::default() } else { self.turn(flow, number < order.len()) };
            turns.end(number, turn);
        }
    }

    /// Gives a flow another line.
    fn put(&mut self, flow: usize, line: Line) {
        self.tracks.mark(&self.lines[flow], Mark::Remove);
        self.tracks.mark(&line, Mark::Add);
        self.lines[flow] = line;
    }

    /// Looks for a better way for a flow, as if its own line were not there.
    fn turn(&mut self, flow: usize, is_first: bool) -> Turn {
        let before = self.tracks.looked;
        self.tracks.mark(&self.lines[flow], Mark::Remove);
        // A line that gets in nobody's way stays where it is.
        let borne = if self.manner.is_thorough { 0 } else { self.troubles[flow] };
        let is_bad = |line: &Line| line.is_dear || self.tracks.trouble(line) > borne;
        let is_sought = is_first || self.looked <= MOST_LOOKED && is_bad(&self.lines[flow]);
        let found = if is_sought { self.find(flow) } else { None };
        let trouble = found.as_ref().map_or(0, |found| self.tracks.trouble(&found.line));
        self.tracks.mark(&self.lines[flow], Mark::Add);
        Turn { found, trouble, looked: self.tracks.looked - before }
    }

    /// The cheapest way for a flow, given all lines that are marked: near its ends where there is one, else anywhere.
    fn find(&mut self, index: usize) -> Option<Found> {
        let flow = &self.model.flows[index];
        let ends = self.placement.elements[flow.from.0].union(self.placement.elements[flow.to.0]);
        let windows = WINDOWS.map(|around| (ends.grown(around), false)).into_iter();
        let dearly = [(ends.grown(WINDOWS[0]), true), (self.everywhere, true)];
        let tries = windows.chain([(self.everywhere, false)]).chain(dearly);
        // A flow to itself goes round a corner, unless others stand too near above and below.
        let corners: &[bool] = if flow.from == flow.to { &[true, false] } else { &[false] };
        let tries = corners.iter().flat_map(|rounds_corner| {
            let attempt = |(window, trespasses)| Try { window, trespasses, rounds_corner: *rounds_corner };
            tries.clone().map(attempt)
        });
        for attempt in tries.collect::<Vec<Try>>() {
            for looks_again in [true, false] {
                let quest = self.quest(index, attempt, looks_again);
                match self.tracks.search(&quest) {
                    Outcome::Found(found) => return Some(found),
                    Outcome::Nowhere => break,
                    Outcome::OutOfPatience => {}
                }
            }
        }
        None
    }

    /// What a flow's way has to be like. If a search was too long, the next one does not look at places again.
    fn quest(&self, index: usize, attempt: Try, looks_again: bool) -> Quest {
        let flow = &self.model.flows[index];
        let mut goals = self.ports_of(flow.to.0, attempt.rounds_corner, false);
        goals.sort_by_key(|goal| goal.vertex);
        // What every way costs at its end says nothing.
        let common = goals.iter().map(|goal| goal.cost).min().unwrap_or(0);
        for goal in &mut goals {
            goal.cost -= common;
        }
        let expected = self.expected(index);
        Quest {
            starts: self.ports_of(flow.from.0, attempt.rounds_corner, true),
            goals,
            target: self.placement.elements[flow.to.0].grown(CLEARANCE),
            window: attempt.window,
            allowed: self.allowed(flow),
            trespasses: attempt.trespasses,
            dearness: if looks_again { expected } else { expected.max(MOST_DEAR) },
            patience: if looks_again { self.manner.patience } else { usize::MAX },
            looks_again,
        }
    }

    /// What a flow's way is expected to cost, in hundredths of its least cost. Very long ways are not to cost minutes.
    fn expected(&self, index: usize) -> u32 {
        let Manner { expected, least_dear, .. } = self.manner;
        let usual = (self.spent.0 * expected).checked_div(self.spent.1).map_or(least_dear, |usual| usual as u32);
        let beyond = (self.distance(index) - LONG).max(0).unsigned_abs();
        let expected = usual.clamp(least_dear, MOST_DEAR) * (100 + 100 * beyond / LONG.unsigned_abs()) / 100;
        expected.min(MOST_DEAR)
    }

    /// By region: what crossing borders costs on the way from there to the end of a flow, for those that the flow may run
    /// through. These are the ones around its two ends, up to the one that they share.
    fn allowed(&self, flow: &Flow) -> Vec<Option<u32>> {
        let mut allowed = vec![None; self.model.boundaries.len() + 1];
        let path = |end: usize| self.model.boundary_path(self.model.elements[end].parent).collect::<Vec<_>>();
        let (from, to) = (path(flow.from.0), path(flow.to.0));
        let shared = from.iter().find(|id| to.contains(id));
        let out: Vec<_> = from.iter().take_while(|id| Some(*id) != shared).copied().map(Some).collect();
        let into = to.iter().take_while(|id| Some(*id) != shared).copied().map(Some);
        let way: Vec<Option<BoundaryId>> = into.chain([shared.copied()]).chain(out.into_iter().rev()).collect();
        for (borders, id) in way.into_iter().enumerate() {
            allowed[id.map_or(0, |id| id.0 + 1)] = Some(borders as u32 * BORDER);
        }
        allowed
    }

    /// Where lines may leave an element: anywhere, or at a side if it is the start and at the top or bottom if not.
    fn ports_of(&self, element: usize, corner: bool, start: bool) -> Vec<Port> {
        let rect = self.placement.elements[element];
        let size = self.sizes.elements[element];
        let strip = strip(rect, size.strip).grown(STEP);
        let mut ports = Vec::new();
        for (towards, outward) in Heading::ALL.map(|towards| (towards, towards.opposite())) {
            if corner && outward.is_horizontal() != start {
                continue;
            }
            let horizontal = outward.is_horizontal();
            let (low, high) = if horizontal { (rect.y, rect.bottom()) } else { (rect.x, rect.right()) };
            let margin = if horizontal { STEP } else { STEP.max(size.radius * 2 / 3) };
            let lines = if horizontal { &self.grid.ys } else { &self.grid.xs };
            let first = lines.partition_point(|line| *line < low + margin);
            for at in lines[first..].iter().copied().take_while(|line| *line <= high - margin) {
                let place = port_at(rect, outward, Point { x: at, y: at });
                let border = border_point(rect, place);
                let covered = size.strip.width > 0 && strip.cut_by(place, border);
                let Some(vertex) = self.grid.vertex_at(place).filter(|_| !covered) else { continue };
                let off_centre = (at - i32::midpoint(low, high)).unsigned_abs();
                let taken = u32::from(self.tracks.ending(vertex, towards));
                let Manner { port, off_centre: most, most_there, .. } = self.manner;
                let cost = off_centre.min(most) / 3 + taken.min(most_there.into()) * port * self.dear;
                ports.push(Port { vertex, outward, cost });
            }
        }
        ports
    }

    /// The way that a flow's line had before, where the tracks still allow it.
    fn retraced(&self, index: usize, before: Ways) -> Option<Line> {
        let flow = &self.model.flows[index];
        let ends = (flow.from.0, flow.to.0);
        let corners = retraced(before.lines.get(index)?.as_ref()?, ends, before.kept, self.placement)?;
        let [start, next, ..] = corners[..] else { return None };
        let [.., last, end] = corners[..] else { return None };
        let outward = Heading::between(start, next)?;
        let inward = Heading::between(last, end)?;
        let port = |element: usize, outward: Heading, beside: Point| {
            let vertex = self.grid.vertex_at(port_at(self.placement.elements[element], outward, beside))?;
            let is_it = |port: &Port| (port.vertex, port.outward) == (vertex, outward);
            self.ports_of(element, false, false).iter().any(is_it).then_some(vertex)
        };
        let mut at = port(ends.0, outward, start)?;
        let goal = port(ends.1, inward.opposite(), end)?;
        let mut vertices = vec![at];
        for pair in corners.windows(2) {
            let heading = Heading::between(pair[0], pair[1])?;
            let target = if pair[1] == end { self.tracks.point(goal) } else { pair[1] };
            while self.tracks.point(at) != target {
                // Beyond its target it would come to nothing.
                Heading::between(self.tracks.point(at), target).filter(|next| *next == heading)?;
                at = self.tracks.step(at, heading)?;
                vertices.push(at);
            }
        }
        let allowed = self.allowed(flow);
        let may_be_there = |vertex: &usize| allowed[self.tracks.region(*vertex)].is_some();
        let (towards_start, towards_end) = (Some(outward.opposite()), Some(inward));
        vertices.iter().all(may_be_there).then_some(Line { vertices, towards_start, towards_end, is_dear: false })
    }

    /// The corners of a line, from element to element. A flow that found no way is drawn straight.
    fn points(&self, index: usize, line: &Line) -> Vec<Point> {
        let flow = &self.model.flows[index];
        let (from, to) = (self.placement.elements[flow.from.0], self.placement.elements[flow.to.0]);
        let (Some(first), Some(last)) = (line.vertices.first(), line.vertices.last()) else {
            let (a, b) = (from.centre(), to.centre());
            return vec![a, Point { x: b.x, y: a.y }, b];
        };
        let mut points = vec![border_point(from, self.tracks.point(*first))];
        points.extend(line.vertices.iter().map(|vertex| self.tracks.point(*vertex)));
        points.push(border_point(to, self.tracks.point(*last)));
        turning_points(points)
    }
}

/// Where a line gets onto the tracks that leaves an element beside a point.
fn port_at(rect: Rect, outward: Heading, beside: Point) -> Point {
    match outward {
        Heading::Left => Point { x: before(rect.x), ..beside },
        Heading::Right => Point { x: behind(rect.right()), ..beside },
        Heading::Up => Point { y: before(rect.y), ..beside },
        Heading::Down => Point { y: behind(rect.bottom()), ..beside },
    }
}

/// The last track before an element's side that keeps clear of it.
fn before(side: i32) -> i32 {
    (side - CLEARANCE).div_euclid(LATTICE) * LATTICE
}

/// The first track behind an element's side that keeps clear of it.
fn behind(side: i32) -> i32 {
    -before(-side)
}

/// The place on a rectangle's side that is nearest to a port outside of it.
fn border_point(rect: Rect, port: Point) -> Point {
    Point { x: port.x.clamp(rect.x, rect.right()), y: port.y.clamp(rect.y, rect.bottom()) }
}

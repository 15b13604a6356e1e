//! Flows to lines: each finds the cheapest way on the tracks (A*, after Wybrow, Marriott and Stuckey, *Orthogonal
//! connector routing*, 2009), then each is taken up and laid again, now that it sees all others.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::geometry::{Point, Rect, turning_points};
use super::grid::{Grid, Heading, strip};
use super::manner::Manner;
use super::nest::Placement;
use super::queue::{Queue, State};
use super::retrace::{Ways, retraced};
use super::{CLEARANCE, LATTICE, STEP, Sizes, degrees};
use crate::model::{BoundaryId, Flow, Model};

/// What a way costs, in pixels of length, however many there are; the rest is in [`Manner`].
mod cost {
    pub(super) const BEND: u32 = 48;
    /// Entering a boundary that holds neither end, or leaving one that holds both.
    pub(super) const FOREIGN: u32 = 1600;
    /// Entering or leaving any boundary: no more often than needed.
    pub(super) const BORDER: u32 = 120;
}

/// What a way may be expected to cost at most, in hundredths of its least cost.
const MOST_DEAR: u32 = 1000;

/// After so many looks at places nobody looks for a better way again.
const MOST_LOOKED: usize = 1_500_000;

/// Beyond so many pixels a way is searched less carefully.
const LONG: i32 = 5000;

/// How far around its two ends a flow looks for a way, in pixels: near at first, then farther, at last everywhere.
const WINDOWS: [i32; 3] = [240, 720, 2160];

/// The corners of each flow's line. Further attempts take the flows in another order, and shun other lines more. What is known
/// of where a line ran before, it keeps to, unless it gets in another's way.
pub(super) fn route(
    model: &Model,
    sizes: &Sizes,
    placement: &Placement,
    attempt: usize,
    before: Ways,
) -> Vec<Vec<Point>> {
    if model.flows.is_empty() {
        return Vec::new();
    }
    let manner = Manner::of(model);
    let ports: Vec<i32> = degrees(model).into_iter().map(|degree| degree.max(manner.ports)).collect();
    let grid = Grid::new(sizes, placement, &ports);
    let mut router = Router::new(&grid, model, sizes, placement, manner);
    router.dear = 1 << attempt.min(6);
    let mut order: Vec<usize> = (0..model.flows.len()).collect();
    order.sort_by_key(|index| (router.distance(*index), *index));
    if attempt % 2 == 1 {
        order.reverse();
    }
    let known: Vec<Option<Line>> = (0..model.flows.len()).map(|flow| router.retraced(flow, before)).collect();
    if manner.at_once > 1 {
        return router.lead(&order, &known, None);
    }
    // Two flows at once look for their ways, neither knowing of the other's.
    let mut second = Router::new(&grid, model, sizes, placement, manner);
    second.dear = router.dear;
    let (one, other) = Peer::pair();
    std::thread::scope(|scope| {
        // Each end belongs to who uses it: if one panics, the other learns that nothing more comes.
        let (order, known, one) = (&order, &known, one);
        scope.spawn(move || second.lead(order, known, Some(&other)));
        router.lead(order, known, Some(&one))
    })
}

/// Of so many flows two routers lead every second one before they tell one another.
const TURN: usize = 16;

fn every_second(flows: &[usize], first: usize) -> Vec<usize> {
    flows.iter().skip(first).step_by(2).copied().collect()
}

/// Another router in another thread, that leads every second flow.
struct Peer {
    /// Which of the two has this peer.
    number: usize,
    to: Sender<Found>,
    from: Receiver<Found>,
}

/// The lines that a router found in its turn, and how many places it looked at for them.
#[derive(Clone, Debug, Default)]
struct Found {
    lines: Vec<Line>,
    looked: usize,
}

impl Peer {
    fn pair() -> (Peer, Peer) {
        let (to_one, from_other) = channel();
        let (to_other, from_one) = channel();
        (Peer { number: 0, to: to_other, from: from_other }, Peer { number: 1, to: to_one, from: from_one })
    }

    /// Tells what was found, and waits for what the peer found.
    fn exchange(&self, found: Found) -> Found {
        // A peer that is gone has panicked, and whoever waits for its thread learns of that.
        let _ = self.to.send(found);
        self.from.recv().unwrap_or_default()
    }
}

/// A way on the tracks.
#[derive(Clone, Debug, Default)]
struct Line {
    /// Every vertex from port to port.
    vertices: Vec<usize>,
    /// The sides of the elements at which it ends, as seen from the vertex.
    towards_start: Option<Heading>,
    towards_end: Option<Heading>,
    /// Whether it runs through a boundary that it has nothing to do with, so that a longer way may be better.
    is_dear: bool,
}

/// How a search ended.
enum Search {
    Found(Line),
    Nowhere,
    /// It is to be tried again, less carefully.
    TooLong,
}

/// How often a search may look at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Again, where a better way there is found. Far from the target that can be very often: as more is expected of the
    /// rest of a way than it may cost, the first way to a place is seldom the best.
    Again,
    Once,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Add,
    Remove,
}

/// A place where a line may leave an element.
#[derive(Clone, Copy, Debug)]
struct Port {
    vertex: usize,
    /// Away from the element.
    outward: Heading,
    cost: u32,
}

/// What searches know of a vertex, close together.
#[derive(Clone, Copy, Default)]
struct Place {
    /// By heading.
    states: [State; 4],
    /// By heading: how many lines run from here; a line's last piece to its element counts too.
    used: [u8; 4],
    /// In which search it was a goal.
    goal: u32,
}

struct Router<'a> {
    grid: &'a Grid,
    model: &'a Model,
    sizes: &'a Sizes,
    placement: &'a Placement,
    /// By vertex.
    places: Vec<Place>,
    /// How many lines end at each vertex, by the heading towards the element.
    ports: Vec<[u8; 4]>,
    open: Queue,
    search: u32,
    /// How many places all searches have looked at.
    looked: usize,
    manner: Manner,
    /// How many times dearer than usual it is to run on top of another line.
    dear: u32,
    /// What ways have cost so far, and their least cost, length and bends alone.
    spent: (u64, u64),
    /// What the way that is searched is expected to cost, in hundredths of its least cost.
    dearness: u32,
    everywhere: Rect,
}

impl<'a> Router<'a> {
    fn new(grid: &'a Grid, model: &'a Model, sizes: &'a Sizes, placement: &'a Placement, manner: Manner) -> Router<'a> {
        let count = grid.vertices();
        Router {
            grid,
            model,
            sizes,
            placement,
            places: vec![Place::default(); count],
            ports: vec![[0; 4]; count],
            open: Queue::default(),
            search: 0,
            looked: 0,
            manner,
            dear: 1,
            spent: (0, 0),
            dearness: manner.least_dear,
            everywhere: placement.bounds.grown(i32::from(i16::MAX)),
        }
    }

    fn distance(&self, index: usize) -> i32 {
        let flow = &self.model.flows[index];
        let (a, b) = (self.placement.elements[flow.from.0].centre(), self.placement.elements[flow.to.0].centre());
        (a.x - b.x).abs() + (a.y - b.y).abs()
    }

    /// Leads all flows, in an order, but those whose ways are known; with a peer, each of the two leads every second one, and
    /// after a few they tell one another what they found.
    fn lead(&mut self, order: &[usize], known: &[Option<Line>], peer: Option<&Peer>) -> Vec<Vec<Point>> {
        let mut lines: Vec<Line> = known.iter().map(|line| line.clone().unwrap_or_default()).collect();
        for line in &lines {
            self.mark(line, Mark::Add);
        }
        let mut looked = 0;
        for pass in 0..self.manner.passes {
            if pass > 0 && looked > MOST_LOOKED {
                break;
            }
            for turn in order.chunks(TURN) {
                let (own, theirs) = match peer {
                    Some(peer) => (every_second(turn, peer.number), every_second(turn, 1 - peer.number)),
                    None => (turn.to_vec(), Vec::new()),
                };
                let before = self.looked;
                for flow in &own {
                    self.mark(&lines[*flow], Mark::Remove);
                    // A line that gets in nobody's way stays where it is.
                    if known[*flow].is_none() && (pass == 0 || self.is_troubled(&lines[*flow])) {
                        lines[*flow] = self.find(*flow);
                    }
                    self.mark(&lines[*flow], Mark::Add);
                }
                let found = Found {
                    looked: self.looked - before,
                    lines: own.iter().map(|flow| lines[*flow].clone()).collect(),
                };
                looked += found.looked;
                if let Some(found) = peer.map(|peer| peer.exchange(found)) {
                    looked += found.looked;
                    for (flow, line) in theirs.into_iter().zip(found.lines) {
                        self.mark(&lines[flow], Mark::Remove);
                        self.mark(&line, Mark::Add);
                        lines[flow] = line;
                    }
                }
            }
        }
        lines.iter().enumerate().map(|(index, line)| self.points(index, line)).collect()
    }

    /// The cheapest way for a flow, given all lines that are marked: near its ends where there is one, else anywhere.
    fn find(&mut self, index: usize) -> Line {
        let flow = &self.model.flows[index];
        let ends = self.placement.elements[flow.from.0].union(self.placement.elements[flow.to.0]);
        let windows = WINDOWS.into_iter().map(|around| ends.grown(around)).chain([self.everywhere]);
        let tries =
            windows.map(|window| (window, false)).chain([(ends.grown(WINDOWS[0]), true), (self.everywhere, true)]);
        // A flow to itself goes round a corner, unless others stand too near above and below.
        let corners: &[bool] = if flow.from == flow.to { &[true, false] } else { &[false] };
        let tries: Vec<(bool, Rect, bool)> = corners
            .iter()
            .flat_map(|corner| tries.clone().map(|(window, trespass)| (*corner, window, trespass)))
            .collect();
        for (corner, window, trespass) in tries {
            for care in [Care::Again, Care::Once] {
                match self.find_within(index, window, (trespass, corner), care) {
                    Search::Found(line) => return line,
                    Search::Nowhere => break,
                    Search::TooLong => {}
                }
            }
        }
        Line::default()
    }

    /// `trespass` lets it run through boundaries that hold neither end; with `corner` it leaves at a side and comes back at the
    /// top or bottom.
    fn find_within(&mut self, index: usize, window: Rect, (trespass, corner): (bool, bool), care: Care) -> Search {
        let flow = &self.model.flows[index];
        let starts = self.ports_of(flow.from.0, corner, true);
        let mut goals = self.ports_of(flow.to.0, corner, false);
        goals.sort_by_key(|goal| goal.vertex);
        // What every way costs at its end says nothing.
        let common = goals.iter().map(|goal| goal.cost).min().unwrap_or(0);
        for goal in &mut goals {
            goal.cost -= common;
        }
        let allowed = self.allowed(flow);
        let target = self.placement.elements[flow.to.0].grown(CLEARANCE);
        self.search += 1;
        self.dearness = self.expected(index);
        if care == Care::Once {
            self.dearness = self.dearness.max(MOST_DEAR);
        }
        let mut patience = if care == Care::Again { self.manner.patience } else { usize::MAX };
        for goal in &goals {
            self.places[goal.vertex].goal = self.search;
        }
        self.open.clear();
        for port in &starts {
            let state = port.vertex * 4 + port.outward as usize;
            if self.improve(state, port.cost, None) {
                self.open.push(state, port.cost, self.rest(port.vertex, port.outward, target, &allowed));
            }
        }
        let mut found: Option<(u32, usize, Heading)> = None;
        while let Some((state, cost, least)) = self.open.pop() {
            if found.is_some_and(|(cost, _, _)| cost <= least) {
                break;
            }
            let (vertex, heading) = (state / 4, Heading::ALL[state % 4]);
            if cost > self.state(state).cost {
                continue; // a better way here was found meanwhile
            }
            patience -= 1;
            self.looked += 1;
            if patience == 0 {
                return Search::TooLong;
            }
            if care == Care::Once {
                self.places[state / 4].states[state % 4].settle();
            }
            let here = if self.places[vertex].goal == self.search { goals.as_slice() } else { &[] };
            let here = here[here.partition_point(|goal| goal.vertex < vertex)..].iter();
            for goal in here.take_while(|goal| goal.vertex == vertex).filter(|goal| goal.outward != heading) {
                let inward = goal.outward.opposite();
                let total = cost + goal.cost + self.turn(vertex, heading, inward);
                if found.is_none_or(|(best, _, _)| total < best) {
                    found = Some((total, state, inward));
                }
            }
            let (ahead, aside) = (self.turn(vertex, heading, heading), self.turn(vertex, heading, heading.aside()));
            for next in Heading::ALL {
                if next == heading.opposite() {
                    continue;
                }
                let Some((neighbour, hugging)) = self.grid.step(vertex, next) else { continue };
                let state_there = neighbour * 4 + next as usize;
                let turned = cost + if next == heading { ahead } else { aside };
                if self.is_known(state_there, turned) {
                    continue;
                }
                let at = self.grid.point(neighbour);
                if at.x < window.x || at.x > window.right() || at.y < window.y || at.y > window.bottom() {
                    continue;
                }
                if !trespass && allowed[self.grid.region(neighbour)].is_none() {
                    continue;
                }
                let total = turned + self.step_cost(vertex, neighbour, next, hugging, &allowed);
                let rest = self.rest(neighbour, next, target, &allowed);
                let is_dearer = found.is_some_and(|(best, _, _)| best <= total + rest);
                if !is_dearer && self.improve(state_there, total, Some(heading)) {
                    self.open.push(state_there, total, rest);
                }
            }
        }
        match found {
            Some((cost, state, inward)) => {
                let first = starts.iter().map(|port| self.estimate(port.vertex, port.outward, target)).min();
                self.spent.0 += u64::from(cost);
                self.spent.1 += u64::from(first.unwrap_or(cost).max(1) * 100 / self.dearness);
                let line = self.line(state, inward);
                let is_dear = line.vertices.iter().any(|vertex| allowed[self.grid.region(*vertex)].is_none());
                Search::Found(Line { is_dear, ..line })
            }
            None => Search::Nowhere,
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

    fn state(&self, state: usize) -> State {
        self.places[state / 4].states[state % 4]
    }

    /// Whether a way of that cost to a state is of no use any more.
    fn is_known(&self, state: usize, cost: u32) -> bool {
        let known = self.state(state);
        known.is_of(self.search) && (known.cost <= cost || known.is_settled())
    }

    fn improve(&mut self, state: usize, cost: u32, from: Option<Heading>) -> bool {
        if self.is_known(state, cost) {
            return false;
        }
        self.places[state / 4].states[state % 4] = State::new(self.search, cost, from);
        true
    }

    fn line(&self, last: usize, inward: Heading) -> Line {
        let mut vertices = vec![last / 4];
        let mut state = last;
        while let Some(heading) = self.state(state).from() {
            let Some((before, _)) = self.grid.step(state / 4, Heading::ALL[state % 4].opposite()) else { break };
            state = before * 4 + heading as usize;
            vertices.push(before);
        }
        let outward = Heading::ALL[state % 4];
        vertices.reverse();
        Line { vertices, towards_start: Some(outward.opposite()), towards_end: Some(inward), is_dear: false }
    }

    /// What a way to the target costs at least: its length, and the bends that it cannot do without.
    fn estimate(&self, vertex: usize, heading: Heading, target: Rect) -> u32 {
        let at = self.grid.point(vertex);
        let (dx, dy) =
            ((target.x - at.x).max(at.x - target.right()).max(0), (target.y - at.y).max(at.y - target.bottom()).max(0));
        let (ahead, aside) = match heading {
            Heading::Right => (target.x - at.x, dy),
            Heading::Left => (at.x - target.right(), dy),
            Heading::Down => (target.y - at.y, dx),
            Heading::Up => (at.y - target.bottom(), dx),
        };
        let bends = match (ahead >= 0, aside > 0) {
            (true, false) => 0,
            (_, true) => 1,
            (false, false) => u32::from(dx + dy > 0) * 2,
        };
        ((dx + dy).unsigned_abs() + bends * cost::BEND) * self.dearness / 100
    }

    /// What the rest of a way is expected to cost, with the borders that it has to cross.
    fn rest(&self, vertex: usize, heading: Heading, target: Rect, allowed: &[Option<u32>]) -> u32 {
        self.estimate(vertex, heading, target) + allowed[self.grid.region(vertex)].unwrap_or(0)
    }

    /// Whether a line that is not marked would touch or cover another, or leave the way that it may go.
    fn is_troubled(&self, line: &Line) -> bool {
        let Some((mut heading, mut before)) =
            line.towards_start.map(Heading::opposite).zip(line.vertices.first().copied())
        else {
            return true;
        };
        if line.is_dear {
            return true;
        }
        let ends = [(line.vertices.first(), line.towards_start), (line.vertices.last(), line.towards_end)];
        let shares_port = ends.into_iter().any(|(vertex, towards)| {
            vertex.zip(towards).is_some_and(|(vertex, towards)| self.ports[*vertex][towards as usize] > 0)
        });
        shares_port
            || line.vertices[1..].iter().any(|vertex| {
                let next = self.heading(before, *vertex);
                let trouble = self.turn(before, heading, next) >= self.manner.touch
                    || self.places[before].used[next as usize] > 0;
                (heading, before) = (next, *vertex);
                trouble
            })
    }

    /// What it costs to go on from a vertex to the next.
    fn step_cost(&self, vertex: usize, neighbour: usize, next: Heading, hugging: bool, allowed: &[Option<u32>]) -> u32 {
        let (a, b) = (self.grid.point(vertex), self.grid.point(neighbour));
        let length = (a.x - b.x + a.y - b.y).unsigned_abs();
        let mut cost = if hugging { 3 * length } else { length };
        cost += u32::from(self.places[vertex].used[next as usize].min(self.manner.most_there))
            * self.manner.shared
            * self.dear;
        let (here, there) = (self.grid.region(vertex), self.grid.region(neighbour));
        if here != there {
            cost += cost::BORDER;
            if allowed[there].is_none() {
                cost += cost::FOREIGN;
            }
        } else if allowed[there].is_none() {
            cost += length;
        }
        cost
    }

    /// What it costs to go through a vertex: bends, crossings, and meeting others in a corner.
    fn turn(&self, vertex: usize, heading: Heading, next: Heading) -> u32 {
        let used = |heading: Heading| u32::from(self.places[vertex].used[heading as usize].min(self.manner.most_there));
        let (one, other) = if heading.is_horizontal() {
            (used(Heading::Up), used(Heading::Down))
        } else {
            (used(Heading::Left), used(Heading::Right))
        };
        if heading == next {
            return one.min(other) * self.manner.crossing + one.abs_diff(other) * self.manner.touch;
        }
        let others = one + other + used(heading) + used(heading.opposite());
        cost::BEND + others.div_ceil(2) * self.manner.touch
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
            allowed[id.map_or(0, |id| id.0 + 1)] = Some(borders as u32 * cost::BORDER);
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
                let taken = u32::from(self.ports[vertex][towards as usize]);
                let Manner { port, off_centre: most, most_there, .. } = self.manner;
                let cost = off_centre.min(most) / 3 + taken.min(most_there.into()) * port * self.dear;
                ports.push(Port { vertex, outward, cost });
            }
        }
        ports
    }

    fn mark(&mut self, line: &Line, mark: Mark) {
        let change = |count: &mut u8| match mark {
            Mark::Add => *count = count.saturating_add(1),
            Mark::Remove => *count = count.saturating_sub(1),
        };
        for pair in line.vertices.windows(2) {
            let heading = self.heading(pair[0], pair[1]);
            change(&mut self.places[pair[0]].used[heading as usize]);
            change(&mut self.places[pair[1]].used[heading.opposite() as usize]);
        }
        for (vertex, towards) in [(line.vertices.first(), line.towards_start), (line.vertices.last(), line.towards_end)]
        {
            if let (Some(vertex), Some(towards)) = (vertex, towards) {
                change(&mut self.places[*vertex].used[towards as usize]);
                change(&mut self.ports[*vertex][towards as usize]);
            }
        }
    }

    /// The way from one vertex to the next.
    fn heading(&self, from: usize, to: usize) -> Heading {
        Heading::between(self.grid.point(from), self.grid.point(to)).unwrap_or(Heading::Down)
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
            let target = if pair[1] == end { self.grid.point(goal) } else { pair[1] };
            while self.grid.point(at) != target {
                // Beyond its target it would come to nothing.
                Heading::between(self.grid.point(at), target).filter(|next| *next == heading)?;
                at = self.grid.step(at, heading)?.0;
                vertices.push(at);
            }
        }
        let allowed = self.allowed(flow);
        let may_be_there = |vertex: &usize| allowed[self.grid.region(*vertex)].is_some();
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
        let mut points = vec![border_point(from, self.grid.point(*first))];
        points.extend(line.vertices.iter().map(|vertex| self.grid.point(*vertex)));
        points.push(border_point(to, self.grid.point(*last)));
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

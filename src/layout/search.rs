//! The cheapest way for one line on the tracks, given the lines that run on them already (A*, after Wybrow, Marriott and
//! Stuckey, *Orthogonal connector routing*, 2009).
//!
//! Nearly all the time of a layout is spent here, so what is known of a place lies close together.

use super::geometry::{Point, Rect};
use super::grid::{Grid, Heading, NONE, Vertex};
use super::manner::{BEND, Manner};
use super::queue::{Queue, State};

/// What entering or leaving any boundary costs, in pixels of length: no more often than needed. Other costs are in [`Manner`].
pub(super) const BORDER: u32 = 120;

/// What it costs more to enter a boundary that holds neither end, or to leave one that holds both.
const FOREIGN: u32 = 1600;

/// A way on the tracks.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Every vertex from port to port.
    pub vertices: Vec<usize>,
    /// The sides of the elements at which it ends, as seen from the vertex.
    pub towards_start: Option<Heading>,
    pub towards_end: Option<Heading>,
    /// Whether it runs through a boundary that it has nothing to do with, so that a longer way may be better.
    pub is_dear: bool,
}

impl Line {
    /// The vertex at each end, with the heading towards the element there.
    fn ends(&self) -> impl Iterator<Item = (usize, Heading)> {
        let ends = [(self.vertices.first(), self.towards_start), (self.vertices.last(), self.towards_end)];
        ends.into_iter().filter_map(|(vertex, towards)| Some((*vertex?, towards?)))
    }
}

/// A place where a line may leave an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Port {
    pub vertex: usize,
    /// Away from the element.
    pub outward: Heading,
    pub cost: u32,
}

/// What a way has to be like.
pub(super) struct Quest {
    pub starts: Vec<Port>,
    /// Sorted by vertex.
    pub goals: Vec<Port>,
    /// The element that it leads to, with the room around it.
    pub target: Rect,
    /// Where it is looked for.
    pub window: Rect,
    /// By region: what crossing borders costs on the way from there to the goal, for those that it may run through.
    pub allowed: Vec<Option<u32>>,
    /// Whether it may run through the others, too.
    pub trespasses: bool,
    /// What it is expected to cost, in hundredths of its least cost.
    pub dearness: u32,
    /// After so many looks it is given up.
    pub patience: usize,
    /// Whether a place is looked at again where a better way there is found. Far from the target that can be very often: as
    /// more is expected of the rest of a way than it may cost, the first way to a place is seldom the best.
    pub looks_again: bool,
}

/// How a search ended.
pub(super) enum Outcome {
    Found(Found),
    Nowhere,
    OutOfPatience,
}

/// A way that was found.
#[derive(Clone)]
pub(super) struct Found {
    pub line: Line,
    pub cost: u32,
    /// What it would have cost at least, by its length and bends alone.
    pub least: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Add,
    Remove,
}

/// The tracks with the lines that run on them.
pub(super) struct Tracks {
    /// By vertex.
    places: Vec<Place>,
    /// How many lines end at each vertex, by the heading towards the element.
    ports: Vec<[u8; 4]>,
    open: Queue,
    /// The number of the last search.
    search: u32,
    /// How many places all searches have looked at.
    pub looked: usize,
    manner: Manner,
    /// What it costs to run on top of another line, for each piece of track.
    shared: u32,
}

/// What searches know of a vertex: one line of a processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Place {
    at: Point,
    /// By heading: the next vertex, or [`NONE`].
    next: [u32; 4],
    region: u16,
    /// By heading, a bit: whether the way to the next runs so close to a border that the two read as one.
    hugging: u8,
    /// Whether the search that is running may end here.
    is_goal: bool,
    /// By heading: how many lines run from here; a line's last piece to its element counts too.
    used: [u8; 4],
    /// By heading.
    states: [State; 4],
}

impl Place {
    fn region(&self) -> usize {
        usize::from(self.region)
    }

    /// The next vertex, where there is one and nothing stands between; and whether the way hugs a border.
    #[inline]
    fn step(&self, heading: Heading) -> Option<(usize, bool)> {
        let next = self.next[heading as usize];
        (next != NONE).then_some((next as usize, self.hugging & heading.bit() != 0))
    }
}

const _: () = assert!(size_of::<Place>() == 64);

/// A place that a search looks at, with the heading in which it is reached.
#[derive(Clone, Copy)]
struct Reached {
    vertex: usize,
    heading: Heading,
}

impl Reached {
    fn number(self) -> usize {
        self.vertex * 4 + self.heading as usize
    }

    fn numbered(number: usize) -> Reached {
        Reached { vertex: number / 4, heading: Heading::ALL[number % 4] }
    }
}

impl Tracks {
    /// Tracks without lines. `dear` is how many times dearer than usual it is to run on top of another line.
    pub(super) fn new(grid: &Grid, manner: Manner, dear: u32) -> Tracks {
        let place = |vertex: &Vertex| {
            let Vertex { at, next, region, hugging } = *vertex;
            Place { at, next, region, hugging, is_goal: false, used: [0; 4], states: Default::default() }
        };
        let places: Vec<Place> = grid.vertices().iter().map(place).collect();
        Tracks {
            ports: vec![[0; 4]; places.len()],
            places,
            open: Queue::default(),
            search: 0,
            looked: 0,
            manner,
            shared: manner.shared * dear,
        }
    }

    /// Where a vertex is.
    pub(super) fn point(&self, vertex: usize) -> Point {
        self.places[vertex].at
    }

    /// The innermost boundary around a vertex: 0 for none, else its index plus one.
    pub(super) fn region(&self, vertex: usize) -> usize {
        self.places[vertex].region()
    }

    /// The next vertex, where there is one and nothing stands between.
    pub(super) fn step(&self, vertex: usize, heading: Heading) -> Option<usize> {
        self.places[vertex].step(heading).map(|(next, _)| next)
    }

    /// How many lines end at a vertex in that heading.
    pub(super) fn ending(&self, vertex: usize, towards: Heading) -> u8 {
        self.ports[vertex][towards as usize]
    }

    /// Notes that a line is there, or that it is there no longer.
    pub(super) fn mark(&mut self, line: &Line, mark: Mark) {
        let change = |count: &mut u8| match mark {
            Mark::Add => *count = count.saturating_add(1),
            Mark::Remove => *count = count.saturating_sub(1),
        };
        for pair in line.vertices.windows(2) {
            let heading = self.heading(pair[0], pair[1]);
            change(&mut self.places[pair[0]].used[heading as usize]);
            change(&mut self.places[pair[1]].used[heading.opposite() as usize]);
        }
        for (vertex, towards) in line.ends() {
            change(&mut self.places[vertex].used[towards as usize]);
            change(&mut self.ports[vertex][towards as usize]);
        }
    }

    /// What it costs that a line that is not marked crosses, touches or covers others, in pixels of length.
    pub(super) fn trouble(&self, line: &Line) -> u32 {
        let Some((mut heading, mut before)) =
            line.towards_start.map(Heading::opposite).zip(line.vertices.first().copied())
        else {
            return 0;
        };
        let ending: u32 = line.ends().map(|(vertex, towards)| u32::from(self.ending(vertex, towards))).sum();
        let mut trouble = ending * self.manner.port;
        for vertex in &line.vertices[1..] {
            let next = self.heading(before, *vertex);
            let used = self.places[before].used;
            trouble += self.manner.turn(used, heading, next) - if next == heading { 0 } else { BEND };
            trouble += u32::from(used[next as usize].min(self.manner.most_there)) * self.shared;
            (heading, before) = (next, *vertex);
        }
        trouble
    }

    /// The way from one vertex to the next.
    fn heading(&self, from: usize, to: usize) -> Heading {
        Heading::between(self.places[from].at, self.places[to].at).unwrap_or(Heading::Down)
    }

    /// The cheapest way, as far as one can be found.
    pub(super) fn search(&mut self, quest: &Quest) -> Outcome {
        self.search += 1;
        self.open.clear();
        for goal in &quest.goals {
            self.places[goal.vertex].is_goal = true;
        }
        let mut least = u32::MAX;
        for port in &quest.starts {
            let place = &mut self.places[port.vertex];
            let state = &mut place.states[port.outward as usize];
            let length = estimate(quest.target, place.at, port.outward);
            least = least.min(length);
            if !state.is_as_good(self.search, port.cost) {
                *state = State::new(self.search, port.cost, None);
                let reached = Reached { vertex: port.vertex, heading: port.outward };
                let borders = quest.allowed[place.region()].unwrap_or(0);
                self.open.push(reached.number(), port.cost, length * quest.dearness / 100 + borders);
            }
        }
        let mut patience = quest.patience;
        let end = self.explore(quest, &mut patience);
        self.looked += quest.patience - patience;
        for goal in &quest.goals {
            self.places[goal.vertex].is_goal = false;
        }
        match end {
            _ if patience == 0 => Outcome::OutOfPatience,
            Some(End { cost, last, inward }) => {
                let line = self.line(last, inward, &quest.allowed);
                Outcome::Found(Found { line, cost, least })
            }
            None => Outcome::Nowhere,
        }
    }

    /// Looks at places, the most promising first, until no better way can come.
    fn explore(&mut self, quest: &Quest, patience: &mut usize) -> Option<End> {
        let Tracks { places, open, search, manner, shared, .. } = self;
        let (places, search) = (places.as_mut_slice(), *search);
        let mut end: Option<End> = None;
        let mut most = u32::MAX;
        while let Some((number, cost, least)) = open.pop() {
            if most <= least {
                break;
            }
            let reached = Reached::numbered(number);
            let heading = reached.heading;
            let place = &mut places[reached.vertex];
            if cost > place.states[heading as usize].cost {
                continue; // a better way here was found meanwhile
            }
            *patience -= 1;
            if *patience == 0 {
                break;
            }
            if !quest.looks_again {
                place.states[heading as usize].settle();
            }
            let here = *place;
            if here.is_goal {
                let goals = &quest.goals[quest.goals.partition_point(|goal| goal.vertex < reached.vertex)..];
                let goals = goals.iter().take_while(|goal| goal.vertex == reached.vertex);
                for goal in goals.filter(|goal| goal.outward != heading) {
                    let inward = goal.outward.opposite();
                    let total = cost + goal.cost + manner.turn(here.used, heading, inward);
                    if total < most {
                        most = total;
                        end = Some(End { cost: total, last: reached, inward });
                    }
                }
            }
            let (ahead, aside) = (cost + manner.ahead(here.used, heading), cost + manner.bend(here.used));
            let may_be_here = quest.allowed[here.region()].is_some();
            for next in heading.onwards() {
                let Some((neighbour, is_hugging)) = here.step(next) else { continue };
                let turned = if next == heading { ahead } else { aside };
                let there = &mut places[neighbour];
                if there.states[next as usize].is_as_good(search, turned) {
                    continue;
                }
                let borders = quest.allowed[there.region()];
                if !quest.window.contains(there.at) || borders.is_none() && !quest.trespasses {
                    continue;
                }
                let length = (here.at.x - there.at.x + here.at.y - there.at.y).unsigned_abs();
                let mut total = turned + if is_hugging { 3 * length } else { length };
                total += u32::from(here.used[next as usize].min(manner.most_there)) * *shared;
                if here.region() != there.region() {
                    total += BORDER + if borders.is_none() { FOREIGN } else { 0 };
                } else if !may_be_here {
                    total += length;
                }
                let rest = estimate(quest.target, there.at, next) * quest.dearness / 100 + borders.unwrap_or(0);
                if total + rest < most && !there.states[next as usize].is_as_good(search, total) {
                    there.states[next as usize] = State::new(search, total, Some(heading));
                    open.push(Reached { vertex: neighbour, heading: next }.number(), total, rest);
                }
            }
        }
        end
    }

    /// The way that led to a place.
    fn line(&self, last: Reached, inward: Heading, allowed: &[Option<u32>]) -> Line {
        let mut at = last;
        let mut vertices = vec![at.vertex];
        while let Some(heading) = self.places[at.vertex].states[at.heading as usize].from() {
            let Some((before, _)) = self.places[at.vertex].step(at.heading.opposite()) else { break };
            at = Reached { vertex: before, heading };
            vertices.push(before);
        }
        vertices.reverse();
        let is_dear = vertices.iter().any(|vertex| allowed[self.places[*vertex].region()].is_none());
        Line { vertices, towards_start: Some(at.heading.opposite()), towards_end: Some(inward), is_dear }
    }
}

/// Where a way ends.
#[derive(Clone, Copy)]
struct End {
    cost: u32,
    last: Reached,
    /// Into the element.
    inward: Heading,
}

/// What a way to a target costs at least: its length, and the bends that it cannot do without.
#[inline]
fn estimate(target: Rect, at: Point, heading: Heading) -> u32 {
    // How far the target is to the right and down; less than nothing where it is to the left or up.
    let right = (target.x - at.x).max(0) + (target.right() - at.x).min(0);
    let down = (target.y - at.y).max(0) + (target.bottom() - at.y).min(0);
    let (along, across) = if heading.is_horizontal() { (right, down) } else { (down, right) };
    let ahead = if heading.is_backwards() { -along } else { along };
    let bends = if across != 0 {
        BEND
    } else if ahead < 0 {
        2 * BEND
    } else {
        0
    };
    right.unsigned_abs() + down.unsigned_abs() + bends
}

//! What a search for the cheapest way (A*) remembers: what it knows of each place, and which places it looks at next.

use super::grid::Heading;

/// What a search knows of a vertex that is reached in a heading. Most of the time of a search goes into fetching these from
/// memory, so they are small.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    /// The cheapest way here so far.
    pub cost: u32,
    /// In which search that was found, in which heading the vertex before was reached, and whether a better way here comes
    /// too late.
    mark: u32,
}

impl State {
    const SETTLED: u32 = 8;
    /// The heading of what has no vertex before it.
    const FIRST: u32 = 4;

    pub(super) fn new(search: u32, cost: u32, from: Option<Heading>) -> State {
        State { cost, mark: search << 4 | from.map_or(State::FIRST, |heading| heading as u32) }
    }

    pub(super) fn is_of(self, search: u32) -> bool {
        self.mark >> 4 == search
    }

    pub(super) fn settle(&mut self) {
        self.mark |= State::SETTLED;
    }

    pub(super) fn is_settled(self) -> bool {
        self.mark & State::SETTLED != 0
    }

    pub(super) fn from(self) -> Option<Heading> {
        Heading::ALL.get((self.mark & 7) as usize).copied()
    }
}

/// States by what a way through them costs at least, nearly the cheapest first: those within [`Queue::STEP`] count as
/// equal, and the last of them comes first.
#[derive(Default)]
pub(super) struct Queue {
    /// Each state with the cost of the way to it.
    buckets: Vec<Vec<(u32, u32)>>,
    /// No bucket before this one holds anything.
    first: usize,
    /// The last bucket that was used.
    last: usize,
}

impl Queue {
    const STEP: u32 = 8;

    pub(super) fn clear(&mut self) {
        let used = self.buckets.len().min(self.last + 1);
        self.buckets[..used].iter_mut().for_each(Vec::clear);
        (self.first, self.last) = (0, 0);
    }

    /// Adds a state with the cost of the way to it, and what the rest costs at least.
    pub(super) fn push(&mut self, state: usize, cost: u32, rest: u32) {
        // What is very dear is all alike.
        let bucket = (((cost + rest) / Queue::STEP) as usize).min(MOST_BUCKETS);
        if self.buckets.len() <= bucket {
            self.buckets.resize_with(bucket + 1, Vec::new);
        }
        self.buckets[bucket].push((state as u32, cost));
        self.first = self.first.min(bucket);
        self.last = self.last.max(bucket);
    }

    /// The next state, the cost of the way to it, and what a way through it costs at least, rounded down.
    pub(super) fn pop(&mut self) -> Option<(usize, u32, u32)> {
        while self.first < self.buckets.len() {
            if let Some((state, cost)) = self.buckets[self.first].pop() {
                return Some((state as usize, cost, self.first as u32 * Queue::STEP));
            }
            self.first += 1;
        }
        None
    }
}

/// The number of the queue's last bucket.
const MOST_BUCKETS: usize = 1 << 18;

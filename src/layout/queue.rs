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

    /// Whether a way of that cost is of no use any more.
    #[inline]
    pub(super) fn is_as_good(self, search: u32, cost: u32) -> bool {
        self.mark >> 4 == search && (self.cost <= cost || self.is_settled())
    }

    pub(super) fn settle(&mut self) {
        self.mark |= State::SETTLED;
    }

    fn is_settled(self) -> bool {
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
    /// By bucket: the number of its last entry plus one, or 0 where it is empty.
    buckets: Vec<u32>,
    entries: Vec<Entry>,
    /// No bucket before this one holds anything.
    first: usize,
    /// Where the last bucket that was used ends.
    end: usize,
}

/// A state with the cost of the way to it, and the entry before it in its bucket.
struct Entry {
    state: u32,
    cost: u32,
    before: u32,
}

impl Queue {
    const STEP: u32 = 8;

    pub(super) fn clear(&mut self) {
        self.buckets[..self.end].fill(0);
        self.entries.clear();
        (self.first, self.end) = (0, 0);
    }

    /// Adds a state with the cost of the way to it, and what the rest costs at least.
    #[inline]
    pub(super) fn push(&mut self, state: usize, cost: u32, rest: u32) {
        // What is very dear is all alike.
        let bucket = (((cost + rest) / Queue::STEP) as usize).min(MOST_BUCKETS);
        if self.buckets.len() <= bucket {
            self.buckets.resize((bucket + 1).next_power_of_two(), 0);
        }
        self.entries.push(Entry { state: state as u32, cost, before: self.buckets[bucket] });
        self.buckets[bucket] = self.entries.len() as u32;
        self.first = self.first.min(bucket);
        self.end = self.end.max(bucket + 1);
    }

    /// The next state, the cost of the way to it, and what a way through it costs at least, rounded down.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(usize, u32, u32)> {
        let empty = self.buckets[self.first..self.end].iter().position(|last| *last > 0)?;
        self.first += empty;
        let last = &mut self.buckets[self.first];
        let Entry { state, cost, before } = self.entries[*last as usize - 1];
        *last = before;
        Some((state as usize, cost, self.first as u32 * Queue::STEP))
    }
}

/// The number of the queue's last bucket.
const MOST_BUCKETS: usize = 1 << 18;

//! Who leads which flow next, and what came of it: one router, or two in two threads.
//!
//! Of two, each takes the next turn that none of them has begun, so that neither waits for the other as long as it can be
//! helped. To lead the same ways on every machine, a turn knows what came of all turns before it but the last few, whether
//! these have ended or not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::search::Found;

/// Of two routers, each turn knows nothing of so many before it.
const UNSEEN: usize = 3;

/// What came of the turn of one flow.
#[derive(Clone, Default)]
pub(super) struct Turn {
    /// Nothing where the line stays as it is.
    pub found: Option<Found>,
    /// What it costs that the line crosses, touches or covers others.
    pub trouble: u32,
    /// How many places were looked at.
    pub looked: usize,
}

/// The turns as one router sees them.
pub(super) struct Turns<'a> {
    /// How many have begun.
    begun: &'a AtomicUsize,
    /// Those that ended and were not asked for yet.
    ended: BTreeMap<usize, Turn>,
    /// Another router in another thread.
    peer: Option<Peer>,
}

struct Peer {
    to: Sender<(usize, Turn)>,
    from: Receiver<(usize, Turn)>,
}

impl Turns<'_> {
    /// For one router that takes every turn.
    pub(super) fn alone(begun: &AtomicUsize) -> Turns<'_> {
        Turns { begun, ended: BTreeMap::new(), peer: None }
    }

    /// For two routers that share them.
    pub(super) fn shared(begun: &AtomicUsize) -> [Turns<'_>; 2] {
        let ((to_one, from_other), (to_other, from_one)) = (channel(), channel());
        let peers = [Peer { to: to_other, from: from_other }, Peer { to: to_one, from: from_one }];
        peers.map(|peer| Turns { begun, ended: BTreeMap::new(), peer: Some(peer) })
    }

    /// Begins the next turn.
    pub(super) fn begin(&mut self) -> usize {
        self.begun.fetch_add(1, Ordering::Relaxed)
    }

    /// How many of the turns before this one it knows.
    pub(super) fn known_to(&self, number: usize) -> usize {
        if self.peer.is_some() { number.saturating_sub(UNSEEN) } else { number }
    }

    /// Ends a turn.
    pub(super) fn end(&mut self, number: usize, turn: Turn) {
        if let Some(peer) = &self.peer {
            // A peer that is gone has panicked, and whoever waits for its thread learns of that.
            let _ = peer.to.send((number, turn.clone()));
        }
        self.ended.insert(number, turn);
    }

    /// What came of a turn, each asked for once, as soon as it has ended.
    pub(super) fn take(&mut self, number: usize) -> Turn {
        loop {
            if let Some(turn) = self.ended.remove(&number) {
                return turn;
            }
            let Some((other, turn)) = self.peer.as_ref().and_then(|peer| peer.from.recv().ok()) else {
                return Turn::default();
            };
            self.ended.insert(other, turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a router learns of each turn, when it takes its turns as routers do; some take longer than others.
    fn learned(mut turns: Turns, last: usize) -> Vec<usize> {
        let mut learned = Vec::new();
        loop {
            let number = turns.begin().min(last);
            let known_to = if number < last { turns.known_to(number) } else { last };
            for before in learned.len()..known_to {
                learned.push(turns.take(before).looked);
            }
            if number == last {
                return learned;
            }
            std::thread::sleep(std::time::Duration::from_micros(number as u64 % 7 * 50));
            turns.end(number, Turn { looked: number * number, ..Turn::default() });
        }
    }

    #[test]
    fn both_routers_learn_of_every_turn_in_its_order() {
        let all: Vec<usize> = (0..100).map(|number| number * number).collect();
        let begun = AtomicUsize::new(0);
        let [one, other] = Turns::shared(&begun);
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| learned(other, all.len()));
            (learned(one, all.len()), other.join().expect("it ends"))
        });
        assert_eq!(one, all);
        assert_eq!(other, all);
        assert_eq!(learned(Turns::alone(&AtomicUsize::new(0)), all.len()), all);
    }

    #[test]
    fn who_is_left_alone_goes_on() {
        let begun = AtomicUsize::new(0);
        let [mut one, other] = Turns::shared(&begun);
        drop(other);
        one.end(0, Turn { looked: 3, ..Turn::default() });
        assert_eq!([one.take(0).looked, one.take(1).looked], [3, 0]);
    }
}

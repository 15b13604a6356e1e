//! What ways cost, and how carefully they are searched: the more flows there are, the less each may take.

use crate::model::Model;

use super::degrees;
use super::outline::MANY_FLOWS;

/// See the module. Costs are in pixels of length. Never forbidden, only dear: so every flow gets a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Crossing another line.
    pub crossing: u32,
    /// Meeting another line in a corner, where the two would read as one.
    pub touch: u32,
    /// Running on top of another line, for each piece of track.
    pub shared: u32,
    /// Ending where another line ends.
    pub port: u32,
    /// How far from the middle of a side a port may be before that costs no more.
    pub off_centre: u32,
    /// How many lines at a place count at most: where there are more, the next one is no dearer.
    pub most_there: u8,
    /// How many places a search looks at before it is tried again less carefully.
    pub patience: usize,
    /// What a way is expected to cost at least, in hundredths of its least cost.
    pub least_dear: u32,
    /// Which share of what ways have cost before is expected of the next one, in hundredths. To expect about half finds
    /// nearly the same ways as to expect nothing, much sooner.
    pub expected: u64,
    /// Whether there are so many lines that they share tracks, and get lanes afterwards.
    pub is_crowd: bool,
}

/// Few enough that each line gets a way of its own.
const USUAL: Manner = Manner {
    crossing: 300,
    touch: 240,
    shared: 420,
    port: 900,
    off_centre: u32::MAX,
    most_there: u8::MAX,
    patience: 1_000_000,
    least_dear: 125,
    expected: 50,
    is_crowd: false,
};

/// So many that most crossings cannot be helped, and that to find ways of their own for all takes too long.
const CROWD: Manner = Manner {
    crossing: 120,
    touch: 40,
    shared: 40,
    port: 60,
    off_centre: 96,
    most_there: 3,
    patience: 200_000,
    is_crowd: true,
    ..USUAL
};

/// Few flows, but many of them at one element.
const HUB: Manner = Manner { crossing: 200, ..CROWD };

const LARGE_CROWD: Manner = Manner { crossing: 72, patience: 15_000, least_dear: 250, ..CROWD };

/// There is no time but for nearly straight ways.
const THRONG: Manner = Manner { most_there: 1, patience: 2_000, expected: 200, ..LARGE_CROWD };

/// So many flows at one element are a crowd.
const MANY_AT_ONE: i32 = 40;

impl Manner {
    /// How the flows of a model are led.
    pub(super) fn of(model: &Model) -> Manner {
        match model.flows.len() {
            0..=200 if degrees(model).iter().all(|degree| *degree <= MANY_AT_ONE) => USUAL,
            0..=200 => HUB,
            201..=600 => CROWD,
            601..=MANY_FLOWS => LARGE_CROWD,
            _ => THRONG,
        }
    }
}

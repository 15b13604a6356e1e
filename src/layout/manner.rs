//! What ways cost, and how carefully they are searched: the more flows there are, the less each may take.

use crate::model::Model;

use super::degrees;
use super::draw::LANES;
use super::effort::MANY_FLOWS;
use super::grid::Heading;

/// What a bend costs, in pixels of length.
pub(super) const BEND: u32 = 48;

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
    /// How often every line may look for a better way, given the others.
    pub passes: usize,
    /// Whether a line that is in others' way looks for a better one every time, or only if it got worse since it was led.
    pub is_thorough: bool,
    /// How many arrangements beside the first are drawn, too.
    pub others: usize,
    /// How many more are sketched at most in which one thing stands elsewhere than in the best of them.
    pub moves: usize,
    /// How many drawings of the best arrangement with different room for lines are made at most, to take the best.
    pub attempts: usize,
    /// Whether lines of the best one are straightened once more, now that everything is near together.
    pub retouches: bool,
    /// How many of them are made at once. With one, two flows at once look for their ways instead.
    pub at_once: usize,
    /// At how many places of each side of an element a line may end at least.
    pub ports: i32,
    /// How many of the lines of an element have one place between them beyond that, on each of its sides.
    pub sharing: i32,
}

/// So many flows are few.
const MOST_FEW: usize = 40;

/// Among more elements than this there is no time to try each elsewhere.
const MOST_ELEMENTS: usize = 60;

/// So few that there is time to draw several arrangements.
const FEW: Manner = Manner {
    crossing: 300,
    touch: 100,
    shared: 80,
    port: 60,
    off_centre: 96,
    most_there: 3,
    patience: 1_000_000,
    least_dear: 125,
    expected: 50,
    passes: 3,
    is_thorough: true,
    others: 7,
    moves: 48,
    attempts: LANES.len(),
    retouches: true,
    at_once: 2,
    ports: i32::MAX,
    sharing: 1,
};

/// As many as most models have.
const SOME: Manner = Manner { others: 5, ..FEW };

/// So many that lines may only end where most do.
const MANY: Manner = Manner {
    passes: 2,
    is_thorough: false,
    others: 0,
    moves: 0,
    attempts: 2,
    retouches: false,
    at_once: 1,
    ports: 1,
    ..FEW
};

/// So many that most crossings cannot be helped.
const CROWD: Manner = Manner {
    crossing: 120,
    touch: 40,
    shared: 40,
    patience: 200_000,
    attempts: 1,
    retouches: true,
    sharing: 2,
    ..MANY
};

/// Few flows, but many of them at one element.
const HUB: Manner = Manner { crossing: 200, passes: 3, is_thorough: true, attempts: 2, sharing: 1, ..CROWD };

const LARGE_CROWD: Manner =
    Manner { crossing: 72, patience: 15_000, least_dear: 250, passes: 1, retouches: false, ..CROWD };

/// There is no time but for nearly straight ways.
const THRONG: Manner = Manner { most_there: 1, patience: 2_000, expected: 200, sharing: 1, ..LARGE_CROWD };

/// So many flows at one element are a crowd.
const MANY_AT_ONE: i32 = 40;

impl Manner {
    /// What it costs to go through a place: bends, crossings, and meeting others in a corner. `used`: by heading, how many lines
    /// run from there.
    pub(super) fn turn(&self, used: [u8; 4], heading: Heading, next: Heading) -> u32 {
        if heading == next { self.ahead(used, heading) } else { self.bend(used) }
    }

    /// The same for going straight on.
    #[inline]
    pub(super) fn ahead(&self, used: [u8; 4], heading: Heading) -> u32 {
        let used = |turns: usize| u32::from(used[(heading as usize + turns) % 4].min(self.most_there));
        let (one, other) = (used(1), used(3));
        one.min(other) * self.crossing + one.abs_diff(other) * self.touch
    }

    /// The same for going on to either side.
    #[inline]
    pub(super) fn bend(&self, used: [u8; 4]) -> u32 {
        let others: u32 = used.into_iter().map(|lines| u32::from(lines.min(self.most_there))).sum();
        BEND + others.div_ceil(2) * self.touch
    }

    /// How the flows of a model are led.
    pub(super) fn of(model: &Model) -> Manner {
        let flows = model.flows.len();
        match flows {
            0..=200 if degrees(model).iter().any(|degree| *degree > MANY_AT_ONE) => HUB,
            _ if flows <= MOST_FEW && model.elements.len() > MOST_ELEMENTS => Manner { moves: 0, ..FEW },
            _ if flows <= MOST_FEW => FEW,
            0..=100 if model.elements.len() <= MOST_ELEMENTS => SOME,
            0..=200 => MANY,
            201..=600 => CROWD,
            601..=MANY_FLOWS => LARGE_CROWD,
            _ => THRONG,
        }
    }

    /// How they are led in a sketch: of what takes several passes, it is enough to know roughly what becomes.
    pub(super) fn of_sketch(model: &Model) -> Manner {
        let manner = Manner::of(model);
        if model.flows.len() <= MOST_FEW { manner } else { Manner { passes: 2, ports: 1, ..manner } }
    }
}

//! How hard a better arrangement is looked for: the more flows there are, the less often each may be looked at.

use crate::model::Model;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// Of how many stages one is: all of them take long.
    thinned: usize,
    /// How often every boundary is looked at after a stage.
    pub rounds: usize,
    /// How often each child may move whenever its boundary is looked at.
    pub moves: usize,
    /// How often every boundary is looked at after the last stage.
    pub last_rounds: usize,
    /// Whether the best of these rounds is kept, not the last.
    pub keeps_best: bool,
    /// What a move must save in these rounds, in pixels of length.
    pub pressing: i64,
    /// What a crossing of straight flows is worth, in pixels of length.
    pub crossing: i64,
}

/// Of no more flows than this somebody knows the place of each.
pub(super) const FAMILIAR_FLOWS: usize = 100;

/// Whatever moves after the last stage is seen to move by whoever edits the model.
const FAMILIAR: Effort =
    Effort { thinned: 1, rounds: 2, moves: 3, last_rounds: 1, keeps_best: false, pressing: 4000, crossing: 450 };

/// Where nobody knows the place of each: many crossings cannot be helped there, and ways are long. The more flows there are, the
/// less straight ones tell of where lines will cross. And nothing comes to rest: who moves puts others in a worse place. So it is
/// better that everything follows soon than that one boundary is looked at long.
const MANY: Effort = Effort { moves: 1, last_rounds: 4, pressing: 400, crossing: 180, ..FAMILIAR };

/// One round may end worse than the one before.
const CROWD: Effort = Effort { moves: 2, keeps_best: true, crossing: 100, ..MANY };

/// So many that there is no time for all stages.
const LARGE_CROWD: Effort =
    Effort { thinned: 3, rounds: 1, moves: 3, last_rounds: 3, keeps_best: false, crossing: 60, ..CROWD };

/// With more flows than this, all are looked at once, and the first arrangement stays: to make it better would take
/// longer than anybody waits.
pub(super) const MANY_FLOWS: usize = 1500;

impl Effort {
    pub(super) fn of(model: &Model) -> Effort {
        match model.flows.len() {
            0..=FAMILIAR_FLOWS => FAMILIAR,
            101..=200 => MANY,
            201..=600 => CROWD,
            601..=MANY_FLOWS => LARGE_CROWD,
            _ => FAMILIAR,
        }
    }

    /// How many flows are looked at together: few at first, then half as many again each time; at last all, where all have a say.
    pub(super) fn stages(self, flows: usize, first: usize, all: bool) -> Vec<usize> {
        let grown = std::iter::successors(Some(first), |stage| Some(3 * stage / 2)).take_while(|stage| *stage <= flows);
        let stages: Vec<usize> = grown.collect();
        if stages.is_empty() || flows > MANY_FLOWS {
            return vec![flows];
        }
        let mut stages: Vec<usize> = stages.iter().rev().step_by(self.thinned).rev().copied().collect();
        if all && stages.last() != Some(&flows) {
            stages.push(flows);
        }
        stages
    }
}

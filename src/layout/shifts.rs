//! How far groups of things move along one axis: as near together as the distances between them allow, and near to what each
//! is joined to (a system of difference constraints, after Lengauer, *Combinatorial Algorithms for Integrated Circuit
//! Layout*, 1990, chapter 10).

/// The other group moves at least so much further than the first: `shift[later] >= shift[earlier] + least`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    pub earlier: usize,
    pub later: usize,
    pub least: i32,
}

/// Two things that must not lie on one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Push {
    pub wanted: Constraint,
    /// The other way round.
    pub otherwise: Constraint,
}

/// Two places whose distance should be small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    pub group: usize,
    pub at: i32,
    pub other: usize,
    pub other_at: i32,
    /// Whether they are the ends of a piece of a line.
    pub is_line: bool,
}

/// From where to where something reaches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub group: usize,
    pub low: i32,
    pub high: i32,
}

/// What is to be solved.
pub(super) struct System {
    pub groups: usize,
    /// Groups move by multiples of it.
    pub step: i32,
    /// Everything, in its order along the axis.
    pub extents: Vec<Extent>,
    pub constraints: Vec<Constraint>,
    pub pulls: Vec<Pull>,
    /// By group: how far it moves to stand where it stood before.
    pub kept: Vec<Option<i32>>,
    /// How far what is kept moves back at most for what comes later.
    pub gives_way: i32,
}

/// After so many rounds without rest, constraints contradict each other.
const MOST_ROUNDS: usize = 30;

/// How many constraints are looked at in all while contradictions are searched.
const MOST_WORK: usize = 2_000_000;

/// How often every group moves to where it is drawn.
const SWEEPS: usize = 8;

impl System {
    /// As many of the pushes as can be had together.
    pub(super) fn possible(&self, pushes: &[Push]) -> Vec<Constraint> {
        let mut kept = Vec::new();
        let mut tries = MOST_WORK / self.constraints.len().max(1);
        self.keep_possible(pushes, &mut kept, &mut tries);
        kept
    }

    /// Adds the pushes that can be had together: all, or those of each half, or one the other way round.
    fn keep_possible(&self, pushes: &[Push], kept: &mut Vec<Constraint>, tries: &mut usize) {
        if pushes.is_empty() || *tries == 0 {
            return;
        }
        *tries -= 1;
        let before = kept.len();
        kept.extend(pushes.iter().map(|push| push.wanted));
        if self.settled(kept).is_some() {
            return;
        }
        kept.truncate(before);
        if let [push] = pushes {
            kept.push(push.otherwise);
            if self.settled(kept).is_none() {
                kept.pop();
            }
            return;
        }
        let (first, second) = pushes.split_at(pushes.len() / 2);
        self.keep_possible(first, kept, tries);
        self.keep_possible(second, kept, tries);
    }

    /// The shifts with some constraints more; none where they contradict each other. Without them, zero everywhere
    /// would do.
    pub(super) fn solve_with(&self, more: &[Constraint]) -> Option<Vec<i32>> {
        let mut shifts = self.settled(more)?;
        let constraints: Vec<Constraint> = self.constraints.iter().chain(more).copied().collect();
        self.relax(&constraints, &mut shifts);
        Some(shifts)
    }

    /// The tightest shifts, but what is kept stays where it stood if it can. Where there is too little room, both sides give way
    /// a little, which is hardly seen, and what is then missing is taken from the later one alone.
    pub(super) fn settled(&self, more: &[Constraint]) -> Option<Vec<i32>> {
        let Some(start) = self.extents.iter().map(|extent| extent.low).min() else { return Some(vec![0; self.groups]) };
        let mut tight = vec![i32::MIN / 4; self.groups];
        for extent in &self.extents {
            tight[extent.group] = tight[extent.group].max(self.up(start - extent.low));
        }
        let is_there = |tight: i32| tight > i32::MIN / 4;
        let from = |kept: &[Option<i32>]| -> Vec<i32> {
            let freely = |tight: i32| if is_there(tight) { tight.min(0) } else { 0 };
            tight.iter().zip(kept).map(|(tight, kept)| kept.unwrap_or_else(|| freely(*tight))).collect()
        };
        let moved = self.pushed(from(&self.kept), more)?;
        if self.gives_way == 0
            || self.kept.iter().zip(&moved).all(|(kept, moved)| kept.is_none_or(|kept| kept == *moved))
        {
            return Some(moved);
        }
        // Halfway between two solutions is one, too, and so is the larger of two everywhere.
        let back = self.pulled(self.kept.iter().map(|kept| kept.unwrap_or(i32::MAX / 4)).collect(), more)?;
        let down = |shift: i32| -self.up(-shift);
        let shared = |((kept, moved), back): ((&Option<i32>, &i32), &i32)| {
            kept.map(|_| down(i32::midpoint(*moved, *back)).max(moved - down(self.gives_way)))
        };
        let shared: Vec<Option<i32>> = self.kept.iter().zip(&moved).zip(&back).map(shared).collect();
        self.pushed(from(&shared), more)
    }

    /// How long all lines are and how large the whole, in pixels.
    pub(super) fn cost(&self, shifts: &[i32]) -> i64 {
        let low = self.extents.iter().map(|extent| extent.low + shifts[extent.group]).min().unwrap_or(0);
        let high = self.extents.iter().map(|extent| extent.high + shifts[extent.group]).max().unwrap_or(0);
        let apart = |pull: &Pull| (pull.other_at + shifts[pull.other] - pull.at - shifts[pull.group]).abs();
        let lines = self.pulls.iter().filter(|pull| pull.is_line);
        lines.map(|pull| i64::from(apart(pull))).sum::<i64>() + 2 * i64::from(high - low)
    }

    /// The shifts with what is in the way of something pushed to the left.
    fn pulled(&self, mut shifts: Vec<i32>, more: &[Constraint]) -> Option<Vec<i32>> {
        for _ in 0..MOST_ROUNDS {
            let mut is_settled = true;
            for one in self.constraints.iter().chain(more).rev() {
                let most = shifts[one.later] - one.least;
                if shifts[one.earlier] > most {
                    shifts[one.earlier] = most;
                    is_settled = false;
                }
            }
            if is_settled {
                return Some(shifts);
            }
        }
        None
    }

    /// The shifts with what is in the way of something pushed to the right.
    fn pushed(&self, mut shifts: Vec<i32>, more: &[Constraint]) -> Option<Vec<i32>> {
        for _ in 0..MOST_ROUNDS {
            let mut is_settled = true;
            for one in self.constraints.iter().chain(more) {
                let least = shifts[one.earlier] + one.least;
                if shifts[one.later] < least {
                    shifts[one.later] = least;
                    is_settled = false;
                }
            }
            if is_settled {
                return Some(shifts);
            }
        }
        None
    }

    /// The next longer shift that keeps the grid.
    pub(super) fn up(&self, length: i32) -> i32 {
        -((-length).div_euclid(self.step) * self.step)
    }

    /// Moves each group, within the room that it has, to the median of what it is joined to.
    fn relax(&self, constraints: &[Constraint], shifts: &mut [i32]) {
        let end = self.extents.iter().map(|extent| extent.high + shifts[extent.group]).max().unwrap_or(0);
        let mut most = vec![i32::MAX / 4; self.groups];
        for extent in &self.extents {
            most[extent.group] = most[extent.group].min(self.up(end - extent.high));
        }
        let before = Neighbours::new(self.groups, constraints.iter().map(|one| (one.later, (one.earlier, one.least))));
        let after = Neighbours::new(self.groups, constraints.iter().map(|one| (one.earlier, (one.later, one.least))));
        let pulls = self.pulls.iter().filter(|pull| pull.group != pull.other).flat_map(|pull| {
            let apart = pull.other_at - pull.at;
            [(pull.group, (pull.other, apart)), (pull.other, (pull.group, -apart))]
        });
        let pulls = Neighbours::new(self.groups, pulls);
        let mut order: Vec<usize> = Vec::new();
        let mut seen = vec![false; self.groups];
        for extent in &self.extents {
            if !std::mem::replace(&mut seen[extent.group], true) {
                order.push(extent.group);
            }
        }
        order.retain(|group| self.kept[*group].is_none() && !pulls.of(*group).is_empty());
        let mut wanted: Vec<i32> = Vec::new();
        for sweep in 0..SWEEPS {
            if sweep % 2 == 0 {
                order.reverse();
            }
            let mut is_settled = true;
            for group in &order {
                let low = before.of(*group).iter().map(|(other, least)| shifts[*other] + least).max();
                let high = after.of(*group).iter().map(|(other, least)| shifts[*other] - least).min();
                let high = high.unwrap_or(i32::MAX / 4).min(most[*group]);
                let low = low.unwrap_or(shifts[*group]).min(high);
                wanted.clear();
                wanted.extend(pulls.of(*group).iter().map(|(other, apart)| shifts[*other] + apart));
                wanted.sort_unstable();
                let (first, last) = (wanted[(wanted.len() - 1) / 2], wanted[wanted.len() / 2]);
                let middle = i32::midpoint(low, high);
                let shift = self.up(middle.clamp(first, last)).clamp(low, high);
                is_settled &= shifts[*group] == shift;
                shifts[*group] = shift;
            }
            if is_settled {
                break;
            }
        }
    }
}

/// By group: others, with a distance, all in one list.
pub(super) struct Neighbours {
    /// Where those of each group begin, and where the last one's end.
    starts: Vec<usize>,
    list: Vec<(usize, i32)>,
}

impl Neighbours {
    pub(super) fn new(groups: usize, pairs: impl Iterator<Item = (usize, (usize, i32))> + Clone) -> Neighbours {
        let mut starts = vec![0; groups + 1];
        for (group, _) in pairs.clone() {
            starts[group + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let mut list = vec![(0, 0); starts[groups]];
        let mut next = starts.clone();
        for (group, other) in pairs {
            list[next[group]] = other;
            next[group] += 1;
        }
        Neighbours { starts, list }
    }

    pub(super) fn of(&self, group: usize) -> &[(usize, i32)] {
        &self.list[self.starts[group]..self.starts[group + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solved(system: &System, pushes: &[Push]) -> Vec<i32> {
        system.solve_with(&system.possible(pushes)).expect("it can be had")
    }

    /// Things 10 long, each so far from the one before; in steps of 2.
    fn row(kept: &[Option<i32>], lows: &[i32], apart: i32) -> System {
        let extents = lows.iter().enumerate().map(|(group, low)| Extent { group, low: *low, high: low + 10 });
        let after = |(index, pair): (usize, &[i32])| Constraint {
            earlier: index,
            later: index + 1,
            least: 10 + apart - (pair[1] - pair[0]),
        };
        System {
            groups: lows.len(),
            step: 2,
            extents: extents.collect(),
            constraints: lows.windows(2).enumerate().map(after).collect(),
            pulls: Vec::new(),
            kept: kept.to_vec(),
            gives_way: 6,
        }
    }

    #[test]
    fn what_is_free_comes_as_near_as_it_may() {
        assert_eq!(solved(&row(&[None; 3], &[0, 40, 80], 6), &[]), [0, -24, -48]);
    }

    #[test]
    fn what_is_kept_stays_where_it_can() {
        assert_eq!(solved(&row(&[Some(0); 3], &[0, 40, 80], 6), &[]), [0, 0, 0]);
    }

    #[test]
    fn what_is_kept_gives_way_to_both_sides() {
        assert_eq!(solved(&row(&[Some(0); 3], &[0, 12, 60], 10), &[]), [-4, 4, 0]);
        assert_eq!(solved(&row(&[Some(0); 3], &[0, 12, 80], 40), &[]), [-6, 32, 14]);
    }

    #[test]
    fn a_push_that_cannot_be_had_is_tried_the_other_way_round() {
        let system = row(&[None; 2], &[0, 20], 0);
        let push = |earlier, later, least| Constraint { earlier, later, least };
        let wanted = push(1, 0, 40);
        assert_eq!(solved(&system, &[Push { wanted, otherwise: push(0, 1, 6) }]), [0, 6]);
    }
}

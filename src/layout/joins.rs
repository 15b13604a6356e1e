//! Lines that bend without need: where a line steps aside on its way, the two pieces become one, and where it bends right before an
//! element, it goes straight in, if what they end at can be moved so, at little cost.

use super::shifts::{Constraint, Extent, Neighbours, Pull, Push, System};

/// A line with a bend or two less.
#[derive(Clone, Debug)]
pub(super) struct Join {
    pub change: Change,
    /// What keeps the two groups apart as long as they are not joined.
    pub own: Vec<Constraint>,
}

/// See [`Join`].
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Two groups move as one, the other one so much further.
    Aligned { group: usize, other: usize, apart: i32 },
    /// One stays within the other, and instead of a pull there is another one, to its middle.
    Within { bounds: [Constraint; 2], pull: usize, instead: Pull },
}

impl Join {
    /// The two, the smaller one first.
    pub(super) fn groups(&self) -> [usize; 2] {
        let Constraint { earlier, later, .. } = self.bounds()[0];
        [earlier.min(later), earlier.max(later)]
    }

    /// What has to hold for it.
    fn bounds(&self) -> [Constraint; 2] {
        match self.change {
            Change::Aligned { group, other, apart } => [
                Constraint { earlier: group, later: other, least: apart },
                Constraint { earlier: other, later: group, least: -apart },
            ],
            Change::Within { bounds, .. } => bounds,
        }
    }
}

/// What it may cost that lines have bends less, in pixels: however many, as those that cost little could hide one that costs much.
const STRAIGHT: i64 = 64;

/// How often it is worked out what joining some costs, and how many constraints are looked at for that at most. Where there is
/// time for a few tries only, it is not worth while.
const MOST_TRIES: usize = 24;
const FEWEST_TRIES: usize = 4;
const MOST_WORK: usize = 150_000;

/// How far each group of a system moves, with as many of the pushes as can be had, and which joins were made: those that cost little.
pub(super) fn solved(system: &System, joins: &[Join], pushes: &[Push]) -> (Vec<i32>, Vec<usize>) {
    let nothing = || (vec![0; system.groups], Vec::new());
    if joins.is_empty() {
        let kept = system.possible(pushes);
        return system.solve_with(&kept).map_or_else(nothing, |shifts| (shifts, Vec::new()));
    }
    let apart = joined(system, joins, &[]).map(|(system, _)| system);
    let Some(apart) = apart else { return nothing() };
    let kept = apart.possible(pushes);
    let Some(shifts) = apart.solve_with(&kept) else { return nothing() };
    let tries = MOST_TRIES.min(MOST_WORK / apart.constraints.len().max(1));
    let cost = system.cost(&shifts);
    let mut search = Search { system, joins, kept: &kept, taken: Vec::new(), cost, shifts, tries };
    if tries >= FEWEST_TRIES
        && let Some(mut room) = Room::of(&apart, &kept)
    {
        let fitting: Vec<usize> = (0..joins.len()).filter(|join| room.takes(&joins[*join])).collect();
        search.take(&fitting);
    }
    (search.shifts, search.taken)
}

/// Which joins are taken, and how far everything moves with them.
struct Search<'a> {
    system: &'a System,
    joins: &'a [Join],
    kept: &'a [Constraint],
    taken: Vec<usize>,
    cost: i64,
    shifts: Vec<i32>,
    tries: usize,
}

impl Search<'_> {
    /// Takes these joins together, or those of each half.
    fn take(&mut self, more: &[usize]) {
        if more.is_empty() || self.tries == 0 {
            return;
        }
        self.tries -= 1;
        let taken = [self.taken.as_slice(), more].concat();
        match self.solved(&taken) {
            Some((cost, shifts))
                if cost - self.cost <= STRAIGHT && self.astray(&shifts) <= self.astray(&self.shifts) =>
            {
                (self.taken, self.cost, self.shifts) = (taken, cost, shifts);
            }
            _ if more.len() > 1 => {
                let (first, second) = more.split_at(more.len() / 2);
                self.take(first);
                self.take(second);
            }
            _ => {}
        }
    }

    /// How far what stood somewhere before is from there, all of it together.
    fn astray(&self, shifts: &[i32]) -> i32 {
        let away = |(kept, shift): (&Option<i32>, &i32)| kept.map_or(0, |kept| (shift - kept).abs());
        self.system.kept.iter().zip(shifts).map(away).sum()
    }

    /// What it costs to have these taken, and how far everything moves then.
    fn solved(&self, taken: &[usize]) -> Option<(i64, Vec<i32>)> {
        let (joined, roots) = joined(self.system, self.joins, taken)?;
        let kept = self.kept.iter().map(|one| one.joined(&roots)).filter(|one| !one.is_idle());
        let shifts = joined.solve_with(&kept.collect::<Vec<Constraint>>())?;
        Some((joined.cost(&shifts), roots.iter().map(|root| shifts[root.group] + root.ahead).collect()))
    }
}

/// Which group another one is joined to, and how much further it moves.
#[derive(Clone, Copy, Debug)]
struct Root {
    group: usize,
    ahead: i32,
}

impl Constraint {
    /// The same for the groups that these are joined to.
    fn joined(self, roots: &[Root]) -> Constraint {
        let (earlier, later) = (roots[self.earlier], roots[self.later]);
        Constraint { earlier: earlier.group, later: later.group, least: self.least + earlier.ahead - later.ahead }
    }

    /// Whether it holds anyway.
    fn is_idle(self) -> bool {
        self.earlier == self.later && self.least <= 0
    }
}

/// A system in which groups that are joined are one; nothing where they keep one another apart.
fn joined(system: &System, joins: &[Join], taken: &[usize]) -> Option<(System, Vec<Root>)> {
    let mut roots: Vec<Root> = (0..system.groups).map(|group| Root { group, ahead: 0 }).collect();
    let (mut bounds, mut exchanged) = (Vec::new(), Vec::new());
    for join in taken {
        let (group, other, apart) = match joins[*join].change {
            Change::Aligned { group, other, apart } => (group, other, apart),
            Change::Within { bounds: own, pull, instead } => {
                bounds.extend(own);
                exchanged.push((pull, instead));
                continue;
            }
        };
        let (one, two) = (roots[group], roots[other]);
        let ahead = one.ahead + apart - two.ahead;
        if one.group == two.group && ahead != 0 {
            return None;
        }
        for root in roots.iter_mut().filter(|root| root.group == two.group) {
            *root = Root { group: one.group, ahead: root.ahead + ahead };
        }
    }
    let mut is_apart = vec![true; joins.len()];
    for join in taken {
        is_apart[*join] = false;
    }
    let own = joins.iter().zip(is_apart).filter(|(_, is_apart)| *is_apart).flat_map(|(join, _)| &join.own);
    let constraints = system.constraints.iter().chain(own).chain(&bounds).map(|one| one.joined(&roots));
    let constraints: Vec<Constraint> = constraints.filter(|one| !one.is_idle()).collect();
    if constraints.iter().any(|one| one.earlier == one.later) {
        return None;
    }
    let mut kept = vec![None; system.groups];
    for (kept_here, root) in system.kept.iter().zip(&roots) {
        if let Some(shift) = kept_here.map(|shift| shift - root.ahead)
            && kept[root.group].replace(shift).is_some_and(|other| other != shift)
        {
            return None;
        }
    }
    let extent = |extent: &Extent| {
        let Root { group, ahead } = roots[extent.group];
        Extent { group, low: extent.low + ahead, high: extent.high + ahead }
    };
    let pull = |pull: &Pull| {
        let (one, other) = (roots[pull.group], roots[pull.other]);
        let (at, other_at) = (pull.at + one.ahead, pull.other_at + other.ahead);
        Pull { group: one.group, at, other: other.group, other_at, ..*pull }
    };
    let extents = system.extents.iter().map(extent).collect();
    let mut pulls: Vec<Pull> = system.pulls.iter().map(pull).collect();
    for (index, instead) in exchanged {
        pulls[index] = pull(&instead);
    }
    Some((System { extents, constraints, pulls, kept, ..*system }, roots))
}

/// Everything as tight as it may stand, to find out quickly what can be joined.
struct Room {
    shifts: Vec<i32>,
    /// By group: those that it pushes, and how far ahead of it.
    after: Neighbours,
    /// By group: where it ends.
    highs: Vec<i32>,
    /// Where everything ends.
    end: i32,
    /// By group: those that were joined to it, and how much further they move.
    taken: Vec<Vec<(usize, i32)>>,
}

impl Room {
    fn of(system: &System, more: &[Constraint]) -> Option<Room> {
        let shifts = system.settled(more)?;
        let constraints = system.constraints.iter().chain(more);
        let after = Neighbours::new(system.groups, constraints.map(|one| (one.earlier, (one.later, one.least))));
        let mut highs = vec![i32::MIN / 4; system.groups];
        for extent in &system.extents {
            highs[extent.group] = highs[extent.group].max(extent.high);
        }
        let end = highs.iter().zip(&shifts).map(|(high, shift)| high + shift).max().unwrap_or(0);
        Some(Room { shifts, after, highs, end, taken: vec![Vec::new(); system.groups] })
    }

    /// Joins two where that can be, and nothing comes to end much later for it.
    fn takes(&mut self, join: &Join) -> bool {
        let bounds = join.bounds();
        let missing = |one: &&Constraint| self.shifts[one.later] < self.shifts[one.earlier] + one.least;
        let Some(Constraint { earlier: fixed, later: moved, least }) = bounds.iter().find(missing).copied() else {
            self.keep(bounds);
            return true;
        };
        let mut before = vec![(moved, self.shifts[moved])];
        self.shifts[moved] = self.shifts[fixed] + least;
        let mut moving = vec![moved];
        let mut fits = true;
        while let Some(group) = moving.pop().filter(|_| fits) {
            fits = 2 * i64::from(self.highs[group] + self.shifts[group] - self.end) <= STRAIGHT;
            let drawn = &self.taken[group];
            let is_own = |next: usize| (group, next) == (moved, fixed) || drawn.iter().any(|(other, _)| *other == next);
            let pushed = self.after.of(group).iter().filter(|(next, _)| !is_own(*next));
            for (next, ahead) in pushed.chain(drawn) {
                let least = self.shifts[group] + ahead;
                if self.shifts[*next] < least {
                    // Where it moves the other one, they would never come together.
                    fits &= *next != fixed;
                    before.push((*next, self.shifts[*next]));
                    self.shifts[*next] = least;
                    moving.push(*next);
                }
            }
        }
        if !fits {
            before.into_iter().rev().for_each(|(group, shift)| self.shifts[group] = shift);
            return false;
        }
        self.keep(bounds);
        true
    }

    fn keep(&mut self, bounds: [Constraint; 2]) {
        for one in bounds {
            self.taken[one.earlier].push((one.later, one.least));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces 10 long and 10 apart at least, the middle one pulled to the first; the last two want to be one.
    fn system(lows: [i32; 4]) -> (System, Join) {
        let extent = |(group, low): (usize, i32)| Extent { group, low, high: low + 10 };
        let after =
            |earlier: usize, later: usize| Constraint { earlier, later, least: lows[earlier] + 20 - lows[later] };
        let pull = Pull { group: 0, at: lows[0], other: 1, other_at: lows[1], is_line: true };
        let system = System {
            groups: 4,
            step: 2,
            extents: lows.into_iter().enumerate().map(extent).collect(),
            constraints: vec![after(0, 1), after(0, 2), after(1, 3)],
            pulls: vec![pull],
            kept: vec![None; 4],
            gives_way: 0,
        };
        let change = Change::Aligned { group: 2, other: 3, apart: lows[2] - lows[3] };
        (system, Join { change, own: vec![after(2, 3)] })
    }

    fn places(lows: [i32; 4], pushes: &[Push]) -> Vec<i32> {
        let (system, join) = system(lows);
        solved(&system, &[join], pushes).0.iter().zip(lows).map(|(shift, low)| low + shift).collect()
    }

    #[test]
    fn two_pieces_become_one_where_nothing_stands_between() {
        assert_eq!(places([0, 20, 20, 40], &[]), [0, 20, 40, 40]);
        let (system, _) = system([0, 20, 20, 40]);
        assert_eq!(solved(&system, &[], &[]).0, [0, 0, 0, 0], "without a join they stay apart");
    }

    #[test]
    fn two_pieces_stay_apart_where_something_stands_between() {
        let between = |earlier, later| Constraint { earlier, later, least: 0 };
        let (mut system, join) = system([0, 20, 20, 40]);
        system.constraints.extend([between(2, 1), between(1, 3)]);
        assert_eq!(solved(&system, &[join], &[]).0, [0, 0, 0, 0]);
    }

    #[test]
    fn one_comes_to_stay_within_another_where_nothing_stands_between() {
        // The second piece is to stand within the fourth, 4 from its start and end, and is pulled to it no longer.
        let within = |lows: [i32; 4]| {
            let (system, _) = system(lows);
            let at = lows[1] + 4;
            let bounds = [
                Constraint { earlier: 3, later: 1, least: lows[3] + 4 - at },
                Constraint { earlier: 1, later: 3, least: at - lows[3] - 6 },
            ];
            let own = vec![system.constraints[2]];
            let system = System { constraints: system.constraints[..2].to_vec(), ..system };
            let (shifts, taken) = solved(
                &system,
                &[Join { change: Change::Within { bounds, pull: 0, instead: system.pulls[0] }, own }],
                &[],
            );
            (shifts.iter().zip(lows).map(|(shift, low)| low + shift).collect::<Vec<i32>>(), taken)
        };
        assert_eq!(within([0, 20, 20, 40]), (vec![0, 20, 20, 18], vec![0]));
        assert_eq!(within([0, 20, 20, 200]), (vec![0, 20, 20, 18], vec![0]));
    }

    #[test]
    fn two_pieces_stay_apart_where_everything_would_become_much_larger() {
        for (last, then) in [(40, [0, 0, 20, 0, 20]), (60, [0; 5])] {
            let (mut system, join) = system([0, 20, 20, last]);
            // Something stands behind the third piece and moves with it, and the fourth stays.
            system.groups = 5;
            system.kept.push(None);
            system.extents.push(Extent { group: 4, low: 40, high: last + 10 });
            system.constraints.push(Constraint { earlier: 2, later: 4, least: 0 });
            system.constraints.push(Constraint { earlier: 0, later: 3, least: 0 });
            assert_eq!(solved(&system, &[join], &[]).0, then, "{last}");
        }
    }
}

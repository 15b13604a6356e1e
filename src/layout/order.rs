//! Rows to an order in each row in which few lines cross: each place in turn is taken up and put where it costs least
//! (sifting, after Matuszewski, Schönfeld and Molitor, *Using sifting for k-layer straightline crossing
//! minimization*, 1999).
//!
//! Rows keep the order of declaration unless another one saves enough, so that a small edit changes few decisions.

use super::placer::MANY_PIECES;

/// A link between two items of the same boundary; flows between the same two share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    /// How many flows it stands for.
    pub flows: i64,
    /// Whether its label wants a place of its own.
    pub is_labelled: bool,
}

/// A flow from an item to something outside of its boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pull {
    pub item: usize,
    pub side: Side,
    /// Where it leads to, across the flows' direction: in thousandths of the boundary, which is from 0 to 1000.
    pub across: i64,
}

/// Where something outside lies, in a drawing whose flows run downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
    Left,
    Right,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Item(usize),
    /// The label of a link.
    Label(usize),
    /// A link on its way through.
    Passing,
}

/// Slots in rows, from top to bottom and from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// The items first, in their order.
    pub slots: Vec<Slot>,
    pub lists: Vec<Vec<usize>>,
    /// Between slots of neighbouring rows, downwards, with the number of flows.
    pub edges: Vec<(usize, usize, i64)>,
}

/// The worth of a crossing; lengths are in thousandths of a row.
const CROSSING: i64 = 1000;

/// What a change of order must save at least.
const WORTHWHILE: i64 = 600;

/// How often all rows are looked at.
const SWEEPS: usize = 12;

/// Rows with more slots are only sorted by where they are joined to.
const MANY_SLOTS: usize = 160;

/// The items of each row, ordered.
pub(super) fn ordered(rows: &[usize], links: &[Link], pulls: &[Pull]) -> Vec<Vec<usize>> {
    let mut items = vec![Vec::new(); rows.iter().max().map_or(0, |last| last + 1)];
    for (item, row) in rows.iter().enumerate() {
        items[*row].push(item);
    }
    items.retain(|row| !row.is_empty());
    let mut rows = with_passing(&items, links);
    Search::new(&rows, pulls).sweep(&mut rows, |_| true);
    rows.items()
}

/// The rows with places for labels and for what passes through, unless there would be too many to place them one by one. The
/// items stay as they are.
pub(super) fn with_links(items: &[Vec<usize>], links: &[Link], pulls: &[Pull]) -> Rows {
    let mut rows = with_passing(items, links);
    if rows.slots.len() > MANY_PIECES {
        return with_passing(items, &[]);
    }
    let count: usize = items.iter().map(Vec::len).sum();
    Search::new(&rows, pulls).sweep(&mut rows, |slot| slot >= count);
    rows
}

/// Labels stand in rows of their own between those of the items; long links pass through the rows between. A link
/// within a row has no place of its own.
fn with_passing(items: &[Vec<usize>], links: &[Link]) -> Rows {
    let count = items.iter().map(Vec::len).sum();
    let mut row_of = vec![0; count];
    let mut out = Rows { slots: (0..count).map(Slot::Item).collect(), ..Rows::default() };
    out.lists = vec![Vec::new(); (2 * items.len()).saturating_sub(1)];
    for (row, list) in items.iter().enumerate() {
        out.lists[2 * row].clone_from(list);
        for item in list {
            row_of[*item] = 2 * row;
        }
    }
    let spans: Vec<(usize, usize, usize)> = links
        .iter()
        .enumerate()
        .filter(|(_, link)| row_of[link.from] != row_of[link.to])
        .map(|(index, link)| {
            let is_upwards = row_of[link.to] < row_of[link.from];
            if is_upwards { (index, link.to, link.from) } else { (index, link.from, link.to) }
        })
        .collect();
    let mut has_labels = vec![false; out.lists.len()];
    for (index, upper, lower) in &spans {
        has_labels[label_row(row_of[*upper], row_of[*lower])] |= links[*index].is_labelled;
    }
    for (index, upper, lower) in spans {
        let label = label_row(row_of[upper], row_of[lower]);
        let (mut before, mut row_before) = (upper, row_of[upper]);
        // Rows of labels in which nothing stands are none.
        let between = (row_of[upper] + 1..row_of[lower]).filter(|row| row % 2 == 0 || has_labels[*row]);
        for row in between {
            let slot = out.slots.len();
            let is_label = links[index].is_labelled && row == label;
            out.slots.push(if is_label { Slot::Label(index) } else { Slot::Passing });
            // About below where it comes from, for a start.
            let above = &out.lists[row_before];
            let place = above.iter().position(|other| *other == before).unwrap_or(0);
            let at = (place + 1) * (out.lists[row].len() + 1) / (above.len() + 1);
            let at = at.min(out.lists[row].len());
            out.lists[row].insert(at, slot);
            out.edges.push((before, slot, links[index].flows));
            (before, row_before) = (slot, row);
        }
        out.edges.push((before, lower, links[index].flows));
    }
    out.lists.retain(|row| !row.is_empty());
    out
}

/// The row of labels that is nearest to the middle between two rows of items.
fn label_row(upper: usize, lower: usize) -> usize {
    let middle = usize::midpoint(upper, lower);
    if middle % 2 == 1 { middle } else { middle - 1 }
}

impl Rows {
    /// The items of each row that has any.
    pub(super) fn items(&self) -> Vec<Vec<usize>> {
        let items = |row: &Vec<usize>| -> Vec<usize> {
            let items = row.iter().filter_map(|slot| match self.slots[*slot] {
                Slot::Item(item) => Some(item),
                Slot::Label(_) | Slot::Passing => None,
            });
            items.collect()
        };
        self.lists.iter().map(items).filter(|row| !row.is_empty()).collect()
    }
}

/// Where lines from one slot lead to, and how many flows each stands for.
type Ends = Vec<(i64, i64)>;

struct Search {
    /// By slot: neighbours above and below, with the number of flows.
    above: Vec<Vec<(usize, i64)>>,
    below: Vec<Vec<(usize, i64)>>,
    /// By slot: places outside, above and below.
    outside_above: Vec<Ends>,
    outside_below: Vec<Ends>,
    /// By slot: how many flows lead outside at the left and at the right.
    left: Vec<i64>,
    right: Vec<i64>,
    /// By slot: the middle of its share of the row, in thousandths.
    at: Vec<i64>,
}

impl Search {
    fn new(rows: &Rows, pulls: &[Pull]) -> Search {
        let count = rows.slots.len();
        let mut search = Search {
            above: vec![Vec::new(); count],
            below: vec![Vec::new(); count],
            outside_above: vec![Vec::new(); count],
            outside_below: vec![Vec::new(); count],
            left: vec![0; count],
            right: vec![0; count],
            at: vec![0; count],
        };
        for (upper, lower, flows) in &rows.edges {
            search.below[*upper].push((*lower, *flows));
            search.above[*lower].push((*upper, *flows));
        }
        for pull in pulls {
            match pull.side {
                Side::Above => search.outside_above[pull.item].push((pull.across, 1)),
                Side::Below => search.outside_below[pull.item].push((pull.across, 1)),
                Side::Left => search.left[pull.item] += 1,
                Side::Right => search.right[pull.item] += 1,
            }
        }
        for row in &rows.lists {
            search.settle(row);
        }
        search
    }

    /// Goes up and down through the rows until nothing moves.
    fn sweep(&mut self, rows: &mut Rows, may_move: impl Fn(usize) -> bool) {
        let count = rows.lists.len();
        for sweep in 0..SWEEPS {
            let mut has_changed = false;
            for index in 0..count {
                let row = &mut rows.lists[if sweep % 2 == 0 { index } else { count - 1 - index }];
                has_changed |=
                    if row.len() > MANY_SLOTS { self.sort(row, &may_move) } else { self.sift(row, &may_move) };
            }
            if !has_changed && sweep > 0 {
                break;
            }
        }
    }

    /// Notes where the slots of a row are.
    fn settle(&mut self, row: &[usize]) {
        for (place, slot) in row.iter().enumerate() {
            self.at[*slot] = share(place, row.len());
        }
    }

    fn ends(&self, neighbours: &[(usize, i64)], outside: &Ends) -> Ends {
        let inside = neighbours.iter().map(|(slot, flows)| (self.at[*slot], *flows));
        inside.chain(outside.iter().copied()).collect()
    }

    /// Sorts a long row by the mean of what its slots are joined to, once: what may not move is passed by.
    fn sort(&mut self, row: &mut Vec<usize>, may_move: &impl Fn(usize) -> bool) -> bool {
        if !row.iter().all(|slot| may_move(*slot)) {
            return false;
        }
        let mean = |slot: &usize| {
            let neighbours = self.above[*slot].iter().chain(&self.below[*slot]);
            let (sum, count) = neighbours.fold((0, 0), |(sum, count), (other, _)| (sum + self.at[*other], count + 1));
            if count == 0 { self.at[*slot] } else { sum / count }
        };
        let before = row.clone();
        row.sort_by_cached_key(mean);
        self.settle(row);
        *row != before
    }

    /// Moves each slot of a row to where it costs least, and tells whether any moved.
    fn sift(&mut self, row: &mut Vec<usize>, may_move: &impl Fn(usize) -> bool) -> bool {
        let count = row.len();
        let above: Vec<Ends> =
            row.iter().map(|slot| self.ends(&self.above[*slot], &self.outside_above[*slot])).collect();
        let below: Vec<Ends> =
            row.iter().map(|slot| self.ends(&self.below[*slot], &self.outside_below[*slot])).collect();
        // How much more it costs that one stands before the other than behind it.
        let excess = |a: usize, b: usize| {
            let crossed = more_crossings(&above[a], &above[b]) + more_crossings(&below[a], &below[b]);
            let outside = self.right[row[a]] + self.left[row[b]] - self.right[row[b]] - self.left[row[a]];
            (crossed + outside) * CROSSING
        };
        let length = |index: usize, place: usize| -> i64 {
            let at = share(place, count);
            above[index].iter().chain(&below[index]).map(|(end, flows)| (end - at).abs() * flows).sum()
        };
        let mut order: Vec<usize> = (0..count).collect();
        for index in (0..count).filter(|index| may_move(row[*index])) {
            let Some(here) = order.iter().position(|other| *other == index) else { continue };
            let mut best = (-WORTHWHILE, here);
            let mut passed = |step: isize| {
                let (mut gain, mut place) = (0, here);
                while let Some(next) = place.checked_add_signed(step).filter(|next| *next < count) {
                    let other = order[next];
                    let turned = excess(other, index);
                    gain += if step > 0 { turned } else { -turned };
                    place = next;
                    let total = gain + length(index, place) - length(index, here);
                    if total < best.0 {
                        best = (total, place);
                    }
                }
            };
            passed(1);
            passed(-1);
            let moved = order.remove(here);
            order.insert(best.1, moved);
        }
        let after: Vec<usize> = order.into_iter().map(|index| row[index]).collect();
        let has_changed = *row != after;
        *row = after;
        self.settle(row);
        has_changed
    }
}

/// The middle of a place's share of a row, in thousandths.
fn share(place: usize, count: usize) -> i64 {
    ((2 * place + 1) * 500 / count.max(1)) as i64
}

/// How much more often the lines of a slot cross those of another that is behind it than if that were before it.
fn more_crossings(before: &Ends, behind: &Ends) -> i64 {
    let mut more = 0;
    for (one, flows) in before {
        for (other, others) in behind {
            more += (one - other).signum() * flows * others;
        }
    }
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: usize, to: usize) -> Link {
        Link { from, to, flows: 1, is_labelled: false }
    }

    #[test]
    fn two_crossed_links_are_taken_apart() {
        let rows = ordered(&[0, 0, 1, 1], &[link(0, 3), link(1, 2)], &[]);
        assert!(rows == [vec![0, 1], vec![3, 2]] || rows == [vec![1, 0], vec![2, 3]], "{rows:?}");
    }

    #[test]
    fn items_stand_on_the_side_that_they_are_pulled_to() {
        let pull = |item, side| Pull { item, side, across: 500 };
        let rows = ordered(&[0, 0, 0], &[], &[pull(0, Side::Right), pull(2, Side::Left)]);
        assert_eq!(rows, [vec![2, 1, 0]]);
    }

    #[test]
    fn a_long_link_passes_through_the_rows_between_and_its_label_stands_there() {
        let rows = with_links(&[vec![0], vec![1], vec![2]], &[Link { is_labelled: true, ..link(0, 2) }], &[]);
        assert_eq!(rows.lists.len(), 4);
        assert_eq!(rows.slots[3..], [Slot::Label(0), Slot::Passing]);
        assert_eq!(rows.items(), [vec![0], vec![1], vec![2]]);
    }
}

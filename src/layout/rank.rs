//! Links to rows: which row each item of a boundary stands in, so that links run from top to bottom.
//!
//! What was declared first has the first say: a link that closes a circle with earlier ones runs upwards.

use super::order::{Link, Pull, Side};

/// The row of each item, from 0. Rows take about `per_row` items where no link says anything.
pub(super) fn ranks(items: usize, per_row: usize, links: &[Link], pulls: &[Pull]) -> Vec<usize> {
    let below = without_circles(items, links);
    let mut rows = longest_paths(&below);
    sink(&below, &mut rows);
    place_unlinked(&mut rows, per_row, links, pulls);
    rows
}

/// What stands below each item.
fn without_circles(items: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); items];
    for link in links {
        let (upper, lower) =
            if leads(&below, link.to, link.from) { (link.to, link.from) } else { (link.from, link.to) };
        below[upper].push(lower);
    }
    below
}

/// Whether a way leads down from one item to another.
fn leads(below: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; below.len()];
    let mut open = vec![from];
    while let Some(item) = open.pop() {
        if item == to {
            return true;
        }
        if !std::mem::replace(&mut seen[item], true) {
            open.extend(&below[item]);
        }
    }
    false
}

/// Each item stands below all that leads to it.
fn longest_paths(below: &[Vec<usize>]) -> Vec<usize> {
    let mut rows = vec![0; below.len()];
    let mut missing = vec![0_usize; below.len()];
    for lower in below.iter().flatten() {
        missing[*lower] += 1;
    }
    let mut ready: Vec<usize> = (0..below.len()).filter(|item| missing[*item] == 0).collect();
    while let Some(item) = ready.pop() {
        for lower in &below[item] {
            rows[*lower] = rows[*lower].max(rows[item] + 1);
            missing[*lower] -= 1;
            if missing[*lower] == 0 {
                ready.push(*lower);
            }
        }
    }
    rows
}

/// Lowers items to just above what they lead to, where that makes no more links longer than shorter.
fn sink(below: &[Vec<usize>], rows: &mut [usize]) {
    let mut inbound = vec![0; below.len()];
    for lower in below.iter().flatten() {
        inbound[*lower] += 1;
    }
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for item in (0..below.len()).filter(|item| inbound[*item] <= below[*item].len()) {
            let Some(next) = below[item].iter().map(|lower| rows[*lower]).min() else { continue };
            if next > rows[item] + 1 {
                rows[item] = next - 1;
                is_settled = false;
            }
        }
    }
}

/// Puts items that no link joins into rows that have room, near to what they are joined to outside.
fn place_unlinked(rows: &mut [usize], per_row: usize, links: &[Link], pulls: &[Pull]) {
    let mut is_linked = vec![false; rows.len()];
    for link in links {
        (is_linked[link.from], is_linked[link.to]) = (true, true);
    }
    let (linked, unlinked): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|item| is_linked[*item]);
    let mut counts = vec![0_usize; linked.iter().map(|item| rows[*item] + 1).max().unwrap_or(0)];
    for item in linked {
        counts[rows[item]] += 1;
    }
    let most = per_row.max(counts.iter().copied().max().unwrap_or(0)).max(1);
    let free: usize = counts.iter().map(|count| most - count).sum();
    counts.extend(std::iter::repeat_n(0, unlinked.len().saturating_sub(free).div_ceil(most)));
    let mut lean = vec![0_i64; rows.len()];
    for pull in pulls {
        lean[pull.item] += match pull.side {
            Side::Above => -1,
            Side::Below => 1,
            Side::Left | Side::Right => 0,
        };
    }
    for item in unlinked {
        let wanted = match lean[item].signum() {
            -1 => 0,
            1 => counts.len() - 1,
            _ => (0..counts.len()).min_by_key(|row| counts[*row]).unwrap_or(0),
        };
        let with_room = (0..counts.len()).filter(|row| counts[*row] < most);
        rows[item] = with_room.min_by_key(|row| row.abs_diff(wanted)).unwrap_or(wanted);
        counts[rows[item]] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: usize, to: usize) -> Link {
        Link { from, to, flows: 1, is_labelled: false }
    }

    #[test]
    fn a_circle_of_three_takes_three_rows() {
        assert_eq!(ranks(3, 2, &[link(0, 1), link(1, 2), link(2, 0)], &[]), [0, 1, 2]);
    }

    #[test]
    fn items_without_links_fill_rows() {
        assert_eq!(ranks(5, 2, &[], &[]), [0, 1, 2, 0, 1]);
    }

    #[test]
    fn a_late_source_stands_just_above_its_target() {
        assert_eq!(ranks(4, 2, &[link(0, 1), link(1, 2), link(3, 2)], &[]), [0, 1, 2, 1]);
    }
}

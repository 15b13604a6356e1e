//! Rows that make a drawing too long for a page, laid in another way.

type Rows = Vec<Vec<usize>>;

/// How rows are laid, where they make the drawing too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    AsItIs,
    /// The longest sequence of rows in so many pieces beside one another.
    Folded(usize),
    /// The longest row, and those beside it that are as long, in so many pieces below one another.
    Wrapped(usize),
}

/// In how many pieces the longest sequence of rows may be laid.
const MOST_PIECES: usize = 6;

/// In how many pieces the longest row may be laid.
const WRAPS: [usize; 13] = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];

impl Fit {
    /// Ways to lay the rows of boundaries otherwise, where they make the drawing so many times too long.
    pub(super) fn all<'a>(boundaries: impl Iterator<Item = &'a Rows> + Clone, excess: f64) -> Vec<Fit> {
        let most_rows = boundaries.clone().map(Vec::len).max().unwrap_or(0);
        let longest = boundaries.map(|rows| longest(rows)).max().unwrap_or(0);
        // So many pieces are so many times shorter and, at most, so many times thicker: fewer do not help enough.
        let helps = |pieces: &usize| (pieces * pieces) as f64 >= excess;
        let folded = (2..=MOST_PIECES.min(most_rows / 2)).map(Fit::Folded);
        let wrapped = WRAPS.into_iter().filter(helps).filter(|pieces| 2 * pieces <= longest).map(Fit::Wrapped);
        folded.chain(wrapped).collect()
    }

    /// Lays the rows of that boundary otherwise whose rows are the longest, and tells whether any changed.
    pub(super) fn apply<'a>(self, boundaries: impl Iterator<Item = &'a mut Rows>) -> bool {
        let changed = match self {
            Fit::AsItIs => None,
            Fit::Folded(pieces) => boundaries.max_by_key(|rows| rows.len()).map(|rows| *rows = folded(rows, pieces)),
            Fit::Wrapped(pieces) => {
                boundaries.max_by_key(|rows| longest(rows)).map(|rows| *rows = wrapped(rows, pieces))
            }
        };
        changed.is_some()
    }
}

/// The rows in pieces beside one another: down the first, up the second, and so on, as a snake goes.
fn folded(rows: &[Vec<usize>], pieces: usize) -> Rows {
    let length = rows.len().div_ceil(pieces.max(1)).max(1);
    let mut folded = vec![Vec::new(); length];
    for (piece, part) in rows.chunks(length).enumerate() {
        for (at, row) in part.iter().enumerate() {
            let at = if piece % 2 == 0 { at } else { length - 1 - at };
            folded[at].extend_from_slice(row);
        }
    }
    folded
}

/// The rows without any as long as the longest was, which is cut into so many pieces.
fn wrapped(rows: &[Vec<usize>], pieces: usize) -> Rows {
    let most = longest(rows).div_ceil(pieces.max(1)).max(1);
    let cut = |row: &Vec<usize>| -> Rows {
        let pieces = row.len().div_ceil(most).max(1);
        row.chunks(row.len().div_ceil(pieces).max(1)).map(<[usize]>::to_vec).collect()
    };
    rows.iter().flat_map(cut).collect()
}

/// How many stand in the longest row.
fn longest(rows: &[Vec<usize>]) -> usize {
    rows.iter().map(Vec::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_is_folded_as_a_snake_goes() {
        assert_eq!(folded(&[vec![0], vec![1], vec![2], vec![3]], 2), [vec![0, 3], vec![1, 2]]);
    }

    #[test]
    fn a_long_row_is_cut_into_even_pieces_and_short_ones_stay() {
        assert_eq!(wrapped(&[vec![9], vec![0, 1, 2, 3, 4]], 2), [vec![9], vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn what_is_far_too_long_is_not_tried_in_two_pieces() {
        let rows = vec![(0..100).collect::<Vec<usize>>()];
        assert_eq!(Fit::all([&rows].into_iter(), 60.0)[0], Fit::Wrapped(8));
    }
}

//! What a sweep sees that goes through things in their order.

/// What is seen from behind, by place across: disjoint intervals (top, bottom, item), ordered.
#[derive(Default)]
pub(super) struct Skyline {
    pieces: Vec<(i32, i32, usize)>,
}

impl Skyline {
    fn range(&self, top: i32, bottom: i32) -> std::ops::Range<usize> {
        let start = self.pieces.partition_point(|piece| piece.1 <= top);
        start..self.pieces.partition_point(|piece| piece.0 < bottom).max(start)
    }

    /// Every item that is seen between two places, once.
    pub(super) fn seen(&self, top: i32, bottom: i32) -> Vec<usize> {
        let mut items: Vec<usize> = self.pieces[self.range(top, bottom)].iter().map(|piece| piece.2).collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// Puts an item in front.
    pub(super) fn cover(&mut self, top: i32, bottom: i32, item: usize) {
        let (top, bottom) = (top, bottom.max(top + 1));
        let range = self.range(top, bottom);
        let first = self.pieces.get(range.start).filter(|_| !range.is_empty()).copied();
        let last = range.clone().last().map(|index| self.pieces[index]);
        let mut pieces = Vec::with_capacity(3);
        pieces.extend(first.filter(|piece| piece.0 < top).map(|piece| (piece.0, top, piece.2)));
        pieces.push((top, bottom, item));
        pieces.extend(last.filter(|piece| piece.1 > bottom).map(|piece| (bottom, piece.1, piece.2)));
        self.pieces.splice(range, pieces);
    }
}

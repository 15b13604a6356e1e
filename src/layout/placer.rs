//! Boxes and links to places: layering, ordering and coordinates by layout-rs, whose passes are driven one by one.
//! The only file that names layout-rs.
//!
//! Its own entry point is not used: it checks for cycles in exponential time, and it draws.

use layout::core::base::Orientation;
use layout::core::geometry::{Point as LayoutPoint, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use layout::topo::placer::Placer;

use super::geometry::{Point, Size};
use super::order::{Rows, Slot};

/// Something to place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub size: Size,
    /// How much free space it wants around it, left and right together, and above and below together.
    pub halo: Size,
}

/// Top left corners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// By item.
    pub items: Vec<Point>,
    /// By link: the room for its label, where it has got one.
    pub labels: Vec<Option<Point>>,
}

/// Places items in their rows, and the labels of links between them.
pub(super) fn place(items: &[Item], labels: &[Size], rows: &Rows) -> Placed {
    if items.is_empty() {
        return Placed::default();
    }
    let plain = || Placed { items: ranked(items, rows), labels: vec![None; labels.len()] };
    if rows.slots.len() > MANY_PIECES {
        return plain();
    }
    // layout-rs asserts its own invariants; if one breaks, plain rows are still a drawing.
    let layered = std::panic::AssertUnwindSafe(|| layered(items, labels, rows));
    let layered = std::panic::catch_unwind(layered);
    layered.ok().unwrap_or_else(plain)
}

/// The time that layout-rs takes grows with the square of the pieces.
pub(super) const MANY_PIECES: usize = 300;

fn layered(items: &[Item], labels: &[Size], rows: &Rows) -> Placed {
    let mut graph = VisualGraph::new(Orientation::TopToBottom);
    graph.dag.set_validate(false);
    let handles: Vec<_> = rows
        .slots
        .iter()
        .map(|slot| {
            graph.add_node(match slot {
                Slot::Item(item) => element(items[*item]),
                Slot::Label(link) => element(Item { size: labels[*link], halo: Size { width: 16, height: 16 } }),
                Slot::Passing => Element::empty_connector(Orientation::TopToBottom),
            })
        })
        .collect();
    for (upper, lower, _) in &rows.edges {
        graph.dag.add_edge(handles[*upper], handles[*lower]);
    }
    *graph.dag.ranks_mut() = rows.lists.iter().map(|row| row.iter().map(|slot| handles[*slot]).collect()).collect();
    Placer::new(&mut graph).layout(false);
    let corner = |handle| {
        let at = graph.pos(handle).bbox(false).0;
        Point { x: at.x.round() as i32, y: at.y.round() as i32 }
    };
    let mut placed = Placed { items: vec![Point::default(); items.len()], labels: vec![None; labels.len()] };
    for (slot, handle) in rows.slots.iter().zip(handles) {
        match slot {
            Slot::Item(item) => placed.items[*item] = corner(handle),
            Slot::Label(link) => placed.labels[*link] = Some(corner(handle)),
            Slot::Passing => {}
        }
    }
    placed
}

fn element(item: Item) -> Element {
    let point = |size: Size| LayoutPoint::new(f64::from(size.width), f64::from(size.height));
    let size = point(item.size);
    let mut element = Element::create(ShapeKind::new_box(""), StyleAttr::simple(), Orientation::TopToBottom, size);
    element.pos = Position::new(LayoutPoint::zero(), size, LayoutPoint::zero(), point(item.halo));
    element
}

/// Plain rows: quick whatever the size.
fn ranked(items: &[Item], rows: &Rows) -> Vec<Point> {
    let mut places = vec![Point::default(); items.len()];
    let mut top = 0;
    for row in rows.items() {
        let mut left = 0;
        for item in &row {
            places[*item] = Point { x: left, y: top };
            left += items[*item].size.width + items[*item].halo.width;
        }
        for item in &row {
            places[*item].x -= left / 2;
        }
        top += row.iter().map(|item| items[*item].size.height + items[*item].halo.height).max().unwrap_or(0);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_below_one_another() {
        let size = Size { width: 80, height: 48 };
        let item = Item { size, halo: Size { width: 40, height: 40 } };
        let rows = Rows {
            slots: (0..3).map(Slot::Item).collect(),
            lists: vec![vec![0], vec![2, 1]],
            edges: vec![(0, 1, 1), (0, 2, 1)],
        };
        let places = place(&[item; 3], &[], &rows).items;
        assert!(places[0].y < places[1].y && places[1].y == places[2].y && places[2].x < places[1].x, "{places:?}");
    }

    #[test]
    fn nothing_is_placed_nowhere() {
        assert_eq!(place(&[], &[], &Rows::default()), Placed::default());
    }
}

//! Boxes and links to places: layering, ordering and coordinates by layout-rs, whose passes are driven one by one.
//! The only file that names layout-rs.
//!
//! Its own entry point is not used: it checks for cycles in exponential time, and it draws.

use layout::core::base::Orientation;
use layout::core::geometry::{Point as LayoutPoint, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use layout::topo::placer::Placer;

use super::geometry::{Point, Rect, Size};

/// Something to place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub size: Size,
    /// How much free space it wants around it, left and right together, and above and below together.
    pub halo: Size,
}

/// A link that should run downwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    /// What room its label needs; zero for none.
    pub label: Size,
}

/// Top left corners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// By item.
    pub items: Vec<Point>,
    /// By link: the room for its label, where it has got one.
    pub labels: Vec<Option<Point>>,
}

/// Places the items so that links run from top to bottom. Links may form cycles: those that lead back to where a walk
/// in the given order came from are laid upwards.
pub(super) fn place(items: &[Item], links: &[Link]) -> Placed {
    if items.is_empty() {
        return Placed::default();
    }
    let links = without_cycles(items.len(), links);
    let ranks = ranks(items.len(), &links);
    let span = |link: &Link| ranks[link.to] - ranks[link.from];
    if links.iter().map(span).sum::<usize>() > MANY_PIECES {
        return without_labels(ranked(items, &links, &ranks), &links);
    }
    // layout-rs asserts its own invariants; if one breaks, plain rows are still a drawing.
    let layered = std::panic::AssertUnwindSafe(|| layered(items, &links));
    let layered = std::panic::catch_unwind(layered);
    layered
        .ok()
        .filter(|placed| is_handy(items, placed))
        .unwrap_or_else(|| without_labels(ranked(items, &links, &ranks), &links))
}

/// Whether a layered drawing is neither so wide nor so deep that other rows serve better. Few items never are.
fn is_handy(items: &[Item], placed: &Placed) -> bool {
    let rects = placed.items.iter().zip(items).map(|(at, item)| Rect::new(*at, item.size));
    let bounds = rects.reduce(Rect::union).unwrap_or_default();
    items.len() < 6 || (bounds.width < 3 * bounds.height && bounds.height < 3 * bounds.width)
}

/// The rows, broken where they are much wider than a square of everything would be.
fn broken(rows: Vec<Vec<usize>>, items: &[Item]) -> Vec<Vec<usize>> {
    let room = |item: &Item| (item.size.width + item.halo.width, item.size.height + item.halo.height);
    let area: f64 = items.iter().map(room).map(|(width, height)| f64::from(width) * f64::from(height)).sum();
    let limit = (area * 1.5).sqrt() as i32;
    let deep: i32 = rows.iter().filter_map(|row| row.iter().map(|item| room(&items[*item]).1).max()).sum();
    // Where a few long chains make it deep, several rows share one.
    let rows = if deep > 2 * limit { vec![rows.into_iter().flatten().collect()] } else { rows };
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let mut width = 0;
        let mut piece = Vec::new();
        for item in row {
            let more = room(&items[item]).0;
            if width + more > limit && !piece.is_empty() {
                out.push(std::mem::take(&mut piece));
                width = 0;
            }
            width += more;
            piece.push(item);
        }
        out.push(piece);
    }
    out
}

fn without_labels(items: Vec<Point>, links: &[Link]) -> Placed {
    Placed { items, labels: vec![None; links.len()] }
}

/// layout-rs cuts a link into one piece a row, and the time that it takes grows with the square of the pieces.
const MANY_PIECES: usize = 1500;

fn layered(items: &[Item], links: &[Link]) -> Placed {
    let mut graph = VisualGraph::new(Orientation::TopToBottom);
    graph.dag.set_validate(false);
    let handles: Vec<_> = items.iter().map(|item| graph.add_node(element(*item))).collect();
    let mut labels = Vec::with_capacity(links.len());
    for link in links {
        let (from, to) = (handles[link.from], handles[link.to]);
        if link.label == Size::default() {
            graph.dag.add_edge(from, to);
            graph.add_edge(Arrow::simple(""), from, to);
            labels.push(None);
            continue;
        }
        let halo = Size { width: 16, height: 16 };
        let label = graph.add_node(element(Item { size: link.label, halo }));
        labels.push(Some(label));
        for (from, to) in [(from, label), (label, to)] {
            graph.dag.add_edge(from, to);
            graph.add_edge(Arrow::simple(""), from, to);
        }
    }
    graph.split_long_edges(false);
    Placer::new(&mut graph).layout(false);
    let corner = |handle| {
        let at = graph.pos(handle).bbox(false).0;
        Point { x: at.x.round() as i32, y: at.y.round() as i32 }
    };
    Placed {
        items: handles.into_iter().map(corner).collect(),
        labels: labels.into_iter().map(|label| label.map(corner)).collect(),
    }
}

fn element(item: Item) -> Element {
    let point = |size: Size| LayoutPoint::new(f64::from(size.width), f64::from(size.height));
    let size = point(item.size);
    let mut element = Element::create(ShapeKind::new_box(""), StyleAttr::simple(), Orientation::TopToBottom, size);
    element.pos = Position::new(LayoutPoint::zero(), size, LayoutPoint::zero(), point(item.halo));
    element
}

/// The row of each item: below everything that leads to it. The links have no cycle.
fn ranks(count: usize, links: &[Link]) -> Vec<usize> {
    let mut ranks = vec![0; count];
    let mut missing = vec![0_usize; count];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for link in links {
        missing[link.to] += 1;
        out[link.from].push(link.to);
    }
    let mut ready: Vec<usize> = (0..count).filter(|item| missing[*item] == 0).collect();
    while let Some(item) = ready.pop() {
        for next in &out[item] {
            ranks[*next] = ranks[*next].max(ranks[item] + 1);
            missing[*next] -= 1;
            if missing[*next] == 0 {
                ready.push(*next);
            }
        }
    }
    ranks
}

/// Rows by rank, each ordered by where its items' neighbours stand: plain, but quick whatever the size.
fn ranked(items: &[Item], links: &[Link], ranks: &[usize]) -> Vec<Point> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)];
    for (item, rank) in ranks.iter().enumerate() {
        rows[*rank].push(item);
    }
    let mut rows = broken(rows, items);
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for link in links {
        neighbours[link.from].push(link.to);
        neighbours[link.to].push(link.from);
    }
    let mut places = vec![Point::default(); items.len()];
    for _ in 0..SWEEPS {
        let mut top = 0;
        for row in &mut rows {
            let mean = |item: &usize| {
                let sum: i64 = neighbours[*item].iter().map(|other| i64::from(places[*other].x)).sum();
                sum / i64::try_from(neighbours[*item].len().max(1)).unwrap_or(1)
            };
            row.sort_by_key(|item| (mean(item), *item));
            let mut left = 0;
            for item in row.iter() {
                places[*item] = Point { x: left, y: top };
                left += items[*item].size.width + items[*item].halo.width;
            }
            for item in row.iter() {
                places[*item].x -= left / 2;
            }
            top += row.iter().map(|item| items[*item].size.height + items[*item].halo.height).max().unwrap_or(0);
        }
    }
    places
}

/// How often the rows are ordered anew.
const SWEEPS: usize = 6;

/// Turns the links around that close a cycle in a depth-first walk in declaration order.
fn without_cycles(count: usize, links: &[Link]) -> Vec<Link> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        Open,
        Done,
    }
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, link) in links.iter().enumerate() {
        out[link.from].push(index);
    }
    let mut links = links.to_vec();
    let mut seen = vec![Seen::Never; count];
    let has_inbound = |node: usize, links: &[Link]| links.iter().any(|link| link.to == node);
    let roots = (0..count).filter(|node| !has_inbound(*node, &links)).chain(0..count).collect::<Vec<_>>();
    for root in roots {
        if seen[root] != Seen::Never {
            continue;
        }
        seen[root] = Seen::Open;
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.last_mut() {
            let Some(index) = out[*node].get(*next).copied() else {
                seen[*node] = Seen::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            let to = links[index].to;
            match seen[to] {
                Seen::Open => {
                    let link = &mut links[index];
                    std::mem::swap(&mut link.from, &mut link.to);
                }
                Seen::Never => {
                    seen[to] = Seen::Open;
                    stack.push((to, 0));
                }
                Seen::Done => {}
            }
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_of_three_is_laid_out_in_three_rows() {
        let size = Size { width: 80, height: 48 };
        let item = Item { size, halo: Size { width: 40, height: 40 } };
        let link = |from, to| Link { from, to, label: Size::default() };
        let places = place(&[item; 3], &[link(0, 1), link(1, 2), link(2, 0)]).items;
        assert!(places[0].y < places[1].y && places[1].y < places[2].y, "{places:?}");
    }

    #[test]
    fn nothing_is_placed_nowhere() {
        assert_eq!(place(&[], &[]), Placed::default());
    }
}

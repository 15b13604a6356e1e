//! What stands in the way of labels, and of what leads from them to their lines.

use super::geometry::{Point, Rect};
use super::index::Index;
use super::nest::Placement;

/// Something that a label should not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    Element,
    Title,
    /// One side of a boundary.
    Border,
    /// A straight piece of a flow's line.
    Line(usize),
    /// Of a flow.
    Label(usize),
}

/// Everything that is drawn, by place. `strips`: by element, what sticks out of its corner.
pub(super) fn obstacles(
    placement: &Placement,
    strips: &[Rect],
    routes: &[Vec<Point>],
    labels: &[Option<Rect>],
) -> Index<Obstacle> {
    let corners = routes.iter().flatten().map(|at| Rect::spanning(*at, *at));
    let bounds = corners.chain(labels.iter().flatten().copied()).fold(placement.bounds, Rect::union).grown(16);
    let mut obstacles = Index::new(bounds);
    for rect in placement.elements.iter().chain(strips).filter(|rect| rect.width > 0 && rect.height > 0) {
        obstacles.insert(*rect, Obstacle::Element);
    }
    for place in &placement.boundaries {
        obstacles.insert(place.title, Obstacle::Title);
        let (rect, right, bottom) = (place.rect, place.rect.right(), place.rect.bottom());
        for x in [rect.x, right] {
            obstacles.insert(Rect { x, width: 0, ..rect }, Obstacle::Border);
        }
        for y in [rect.y, bottom] {
            obstacles.insert(Rect { y, height: 0, ..rect }, Obstacle::Border);
        }
    }
    for (flow, route) in routes.iter().enumerate() {
        for pair in route.windows(2) {
            obstacles.insert(Rect::spanning(pair[0], pair[1]), Obstacle::Line(flow));
        }
    }
    for (flow, label) in labels.iter().enumerate() {
        if let Some(label) = label {
            obstacles.insert(*label, Obstacle::Label(flow));
        }
    }
    obstacles
}

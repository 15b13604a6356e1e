//! Elements that slide along their lines at last: where one comes to stand so that a line which bends right before it goes straight in,
//! and nothing else has to change for that, it does; and where all its lines go straight in from above and below, it stands with its
//! middle at theirs.

use super::apart::{ELEMENT_AND_BORDER, ELEMENTS};
use super::bends::{Bend, BendKind, Entry, bends};
use super::compact::Drawing;
use super::geometry::Point;
use super::straighten::{is_better, leaves};
use super::{CLEARANCE, STEP, Sizes, Wish, label};

/// The drawing with elements moved for straighter lines, as long as it reads better for that.
pub(super) fn slid(sizes: &Sizes, wish: Wish, mut drawing: Drawing) -> Drawing {
    if !drawing.straightens {
        return drawing;
    }
    for axis in [Drawing::clone, transposed] {
        let mut strain = drawing.strain(wish);
        let labelled = |mut straight: Drawing| {
            straight.labels = label::mended(sizes, &straight.placement, &straight.routes, straight.labels);
            straight
        };
        // Each that is found changes what there is.
        loop {
            let upright = axis(&drawing);
            let mut straight = entries(&upright)
                .into_iter()
                .filter_map(|(flow, entry)| slide(&upright, flow, &entry))
                .map(|straight| labelled(axis(&straight)))
                .map(|straight| (straight.strain(wish), straight));
            let Some(better) = straight.find(|(then, _)| *then < strain) else { break };
            (strain, drawing) = better;
        }
        let mut upright = axis(&drawing);
        for element in 0..drawing.placement.elements.len() {
            let Some(centred) = centred(&upright, element).map(|centred| labelled(axis(&centred))) else { continue };
            let then = centred.strain(wish);
            if then <= strain {
                (strain, upright, drawing) = (then, axis(&centred), centred);
            }
        }
    }
    drawing
}

/// The drawing with the middle of an element at that of its lines, if it is not there yet and can slide there.
fn centred(drawing: &Drawing, element: usize) -> Option<Drawing> {
    let mut places: Vec<i32> = Vec::new();
    for (route, (from, to)) in drawing.routes.iter().zip(&drawing.ends) {
        for (end, piece) in [(*from, route.first_chunk::<2>()), (*to, route.last_chunk::<2>())] {
            let Some([a, b]) = piece.filter(|_| end == element) else { continue };
            places.push((a.x == b.x).then_some(a.x)?);
        }
    }
    let (least, most) = (places.iter().min()?, places.iter().max()?);
    let by = (i32::midpoint(*least, *most) - drawing.placement.elements[element].centre().x) / STEP * STEP;
    let moved = (by != 0).then(|| with_moved(drawing, element, by, None))??;
    (stands_free(&moved, element) && drawing.whole().holds(moved.whole())).then_some(moved)
}

/// With the axes exchanged.
fn transposed(drawing: &Drawing) -> Drawing {
    let mut transposed = drawing.clone();
    transposed.transpose();
    transposed
}

fn entries(drawing: &Drawing) -> Vec<(usize, Entry)> {
    let entry = |Bend { flow, kind }: Bend| if let BendKind::Entry(entry) = kind { Some((flow, entry)) } else { None };
    bends(drawing).into_iter().filter_map(entry).collect()
}

/// The drawing with this line straight, if its element can slide there.
fn slide(drawing: &Drawing, flow: usize, entry: &Entry) -> Option<Drawing> {
    let (least, most) = (entry.at - entry.high, entry.at - entry.low);
    let by = if least > 0 { (least + STEP - 1) / STEP * STEP } else { most.div_euclid(STEP) * STEP };
    if !(least..=most).contains(&by) {
        return None;
    }
    let mut moved = with_moved(drawing, entry.element, by, Some((flow, entry.at_start)))?;
    let route = entry.straight(&moved, flow);
    let pieces = if entry.at_start { 0..1 } else { route.len() - 2..route.len() - 1 };
    let others: Vec<usize> = (0..drawing.routes.len()).filter(|other| *other != flow).collect();
    let changed = (route, pieces);
    if !is_better(&moved, flow, &changed, &others) {
        return None;
    }
    moved.routes[flow] = changed.0;
    (stands_free(&moved, entry.element) && drawing.whole().holds(moved.whole())).then_some(moved)
}

/// The drawing with an element moved sideways, and the ends of its lines with it but for one that goes straight in then, if these still
/// reach it. An end is that of a flow, at its start or not.
fn with_moved(drawing: &Drawing, element: usize, by: i32, straight: Option<(usize, bool)>) -> Option<Drawing> {
    let mut moved = drawing.clone();
    let rect = &mut moved.placement.elements[element];
    rect.x += by;
    moved.strips[element].x += by;
    let (rect, corner) = (*rect, drawing.corners[element]);
    for (flow, (route, (from, to))) in moved.routes.iter_mut().zip(&drawing.ends).enumerate() {
        for (is_there, is_start) in [(*from == element, true), (*to == element, false)] {
            let last = route.len().saturating_sub(1);
            let (end, next) = if is_start { (0, 1) } else { (last, last.saturating_sub(1)) };
            let is_own = straight == Some((flow, is_start));
            if !is_there || is_own || route.len() < 2 {
                continue;
            }
            let (before, next) = (route[end], route[next]);
            if before.y == next.y {
                let after = Point { x: before.x + by, ..before };
                if (next.x - after.x).signum() != (next.x - before.x).signum() || (next.x - after.x).abs() < CLEARANCE {
                    return None;
                }
                route[end] = after;
            } else if !leaves(rect, before, next, corner) {
                return None;
            }
        }
    }
    Some(moved)
}

/// Whether an element has the room around it that it needs, and what sticks out of it.
fn stands_free(drawing: &Drawing, element: usize) -> bool {
    let placement = &drawing.placement;
    let with_strip = |index: usize| {
        let (shape, strip) = (placement.elements[index], drawing.strips[index]);
        if strip.width > 0 && strip.height > 0 { shape.union(strip) } else { shape }
    };
    let (shape, strip, all) = (placement.elements[element], drawing.strips[element], with_strip(element));
    let beside_elements = || {
        let mut others = (0..placement.elements.len()).filter(|other| *other != element);
        others.all(|other| !all.grown(ELEMENTS - 1).overlaps(with_strip(other)))
    };
    let in_boundaries = || {
        placement.boundaries.iter().all(|place| {
            let is_inside = place.rect.holds(shape) && place.rect.grown(-ELEMENT_AND_BORDER).holds(shape);
            (is_inside || !place.rect.overlaps(shape.grown(ELEMENT_AND_BORDER - 1)))
                && !place.title.overlaps(all.grown(STEP - 1))
        })
    };
    let off_lines = || {
        drawing.routes.iter().zip(&drawing.ends).all(|(route, (from, to))| {
            let last = route.len().saturating_sub(2);
            route.windows(2).enumerate().all(|(piece, pair)| {
                let ends_here = piece == 0 && *from == element || piece == last && *to == element;
                let (covered, room) = if ends_here { (strip, STEP / 2) } else { (all, CLEARANCE - 1) };
                covered.width == 0 || covered.height == 0 || !covered.grown(room).cut_by(pair[0], pair[1])
            })
        })
    };
    beside_elements() && in_boundaries() && off_lines()
}

#[cfg(test)]
mod tests {
    use super::super::geometry::{Rect, Size};
    use super::super::nest::Placement;
    use super::super::{BoundaryPlace, ElementSize};
    use super::*;

    /// A line straight down from the first element to the second, another one up again that bends before the first one, and something
    /// else: where the first element comes to stand, and the other line.
    fn drawn(element: Option<Rect>, boundary: Option<Rect>) -> (i32, Vec<(i32, i32)>) {
        let shape = Size { width: 96, height: 64 };
        let at = |x, y| Rect::new(Point { x, y }, shape);
        let below = Rect { width: 160, ..at(0, 160) };
        let elements: Vec<Rect> = [at(0, 0), below].into_iter().chain(element).collect();
        let count = elements.len();
        let line = |points: &[(i32, i32)]| points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let boundaries = boundary.map(|rect| BoundaryPlace { rect, title: Rect::default() }).into_iter().collect();
        let drawing = Drawing {
            placement: Placement { elements, boundaries, ..Placement::default() },
            strips: vec![Rect::default(); count],
            corners: vec![Size { width: 8, height: 8 }; count],
            routes: vec![line(&[(80, 64), (80, 160)]), line(&[(112, 160), (112, 32), (96, 32)])],
            labels: vec![None; 2],
            ends: vec![(0, 1), (1, 0)],
            straightens: true,
            ..Drawing::default()
        };
        let sizes = Sizes {
            elements: vec![ElementSize { shape, ..ElementSize::default() }; count],
            labels: vec![Size::default(); 2],
            ..Sizes::default()
        };
        let slid = slid(&sizes, Wish::default(), drawing);
        (slid.placement.elements[0].x, slid.routes[1].iter().map(|at| (at.x, at.y)).collect())
    }

    #[test]
    fn an_element_slides_along_its_lines_to_where_another_one_goes_straight_in() {
        // 24 would do; at 48 the middle is between the two lines.
        let (x, line) = drawn(None, None);
        assert_eq!((x, line), (48, vec![(112, 160), (112, 64)]));
    }

    #[test]
    fn an_element_stands_with_its_middle_at_its_lines_where_it_can() {
        let middles = |lines: &[(i32, i32)], beside: Option<Rect>| -> i32 {
            let at = |x, y| Rect { x, y, width: 96, height: 64 };
            let elements: Vec<Rect> =
                [at(32, 0), Rect { width: 240, ..at(0, 160) }].into_iter().chain(beside).collect();
            let line = |(from, to): &(i32, i32)| vec![Point { x: *from, y: 64 }, Point { x: *to, y: 160 }];
            let drawing = Drawing {
                strips: vec![Rect::default(); elements.len()],
                corners: vec![Size { width: 8, height: 8 }; elements.len()],
                placement: Placement { elements, ..Placement::default() },
                routes: lines.iter().map(line).collect(),
                ends: vec![(0, 1); lines.len()],
                straightens: true,
                ..Drawing::default()
            };
            centred(&drawing, 0).map_or(0, |centred| centred.placement.elements[0].x - 32)
        };
        assert_eq!(middles(&[(112, 112)], None), 32);
        assert_eq!(middles(&[(48, 48), (96, 96)], None), -8);
        assert_eq!(middles(&[(112, 112)], Some(Rect { x: 160, y: 0, width: 96, height: 64 })), 0);
    }

    #[test]
    fn an_element_stays_where_something_else_would_be_too_near() {
        let bent = (0, vec![(112, 160), (112, 32), (96, 32)]);
        let beside = Rect { x: 144, y: 0, width: 96, height: 64 };
        assert_eq!(drawn(Some(beside), None), bent);
        assert_eq!(drawn(Some(Rect { x: 152, ..beside }), None).0, 24);
        let around = Rect { x: -32, y: -32, width: 180, height: 128 };
        assert_eq!(drawn(None, Some(around)).0, 24);
        assert_eq!(drawn(None, Some(Rect { width: 176, ..around })), bent);
        assert_eq!(drawn(None, Some(Rect { x: 144, ..around })), bent);
    }
}

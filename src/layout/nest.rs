//! The recursion over trust boundaries: each one's content is placed by itself and becomes one box of its parent.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect, Size};
use super::order::Rows;
use super::outline::Plan;
use super::placer::{Item, place as place_items};
use super::tree::{Child, Parent, Tree};
use super::{BoundaryPlace, LATTICE, STEP, Sizes};
use crate::model::{BoundaryId, Direction, ElementId};

/// Where elements and boundaries are.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    pub elements: Vec<Rect>,
    pub boundaries: Vec<BoundaryPlace>,
    /// Where there is room for labels. Each belongs to the content of a boundary.
    pub rooms: Vec<(Parent, Rect)>,
    /// Who comes before whom, from left to right and from top to bottom.
    pub order: [Vec<(Child, Child)>; 2],
    pub bounds: Rect,
}

/// Free space between a border and what is inside, on the sides and at the bottom. Half a step off the grid, so that
/// borders lie halfway between tracks.
pub(super) const PADDING: i32 = 3 * STEP + STEP / 2;
/// How far off the lattice a border lies.
const BORDER: i32 = STEP / 2;
/// Above and below a boundary's title.
pub(super) const TITLE_MARGIN: i32 = 10;

/// With more links than this between the children of one boundary, their labels get no place of their own in the
/// layering, which would take too long, but wider gaps.
pub(super) const MANY_LINKS: usize = 48;

/// Of rows with more pairs than this between them, no order is kept: it would take long, and they are no more than a grid.
const MOST_ORDERED: usize = 2500;

/// Places everything; `directions` tells which way flows run in each boundary.
pub(super) fn place(
    sizes: &Sizes,
    tree: &Tree,
    directions: &BTreeMap<Parent, Direction>,
    plans: BTreeMap<Parent, Plan>,
) -> Placement {
    let placement = Placement {
        elements: vec![Rect::default(); sizes.elements.len()],
        boundaries: vec![BoundaryPlace::default(); sizes.titles.len()],
        rooms: Vec::new(),
        order: Default::default(),
        bounds: Rect::default(),
    };
    let mut nest = Nest { sizes, tree, directions, plans, placement };
    let content = nest.content(None);
    nest.placement.bounds = Rect::new(Point::default(), content);
    nest.placement
}

struct Nest<'a> {
    sizes: &'a Sizes,
    tree: &'a Tree,
    directions: &'a BTreeMap<Parent, Direction>,
    plans: BTreeMap<Parent, Plan>,
    placement: Placement,
}

impl Nest<'_> {
    /// Places what a boundary holds, from (0, 0), and returns how much room it takes.
    fn content(&mut self, parent: Parent) -> Size {
        let children = self.tree.children(parent);
        let sizes: Vec<Size> = children.iter().map(|child| self.child_size(*child)).collect();
        let places = self.arrange(parent, children, &sizes);
        let bounds = places.iter().zip(&sizes).map(|(at, size)| Rect::new(*at, *size)).reduce(Rect::union);
        let bounds = bounds.unwrap_or_default();
        let corner = Point { x: bounds.x.div_euclid(LATTICE) * LATTICE, y: bounds.y.div_euclid(LATTICE) * LATTICE };
        for (child, place) in children.iter().zip(&places) {
            self.shift(*child, Point { x: place.x - corner.x, y: place.y - corner.y });
        }
        self.shift_rooms(parent, Point { x: -corner.x, y: -corner.y });
        Size { width: bounds.right() - corner.x, height: bounds.bottom() - corner.y }
    }

    /// Lays a child out at (0, 0) and returns its size, on the grid.
    fn child_size(&mut self, child: Child) -> Size {
        match child {
            Child::Element(id) => {
                let size = self.sizes.elements[id.0];
                let above = up(size.strip.height, STEP);
                let at = Point { x: 0, y: above };
                self.placement.elements[id.0] = Rect::new(at, size.shape);
                Size { width: size.shape.width, height: size.shape.height + above }
            }
            Child::Boundary(id) => self.boundary(id),
        }
    }

    /// ```text
    /// +--------------------+  border, half a step off the grid
    /// | Title              |
    /// |   +-----------+    |
    /// |   |  content  |    |
    /// |   +-----------+    |
    /// +--------------------+
    /// ```
    fn boundary(&mut self, id: BoundaryId) -> Size {
        let content = self.content(Some(id));
        let title = self.sizes.titles[id.0];
        let band = title.height + 2 * TITLE_MARGIN;
        let inner =
            Size { width: up(content.width.max(title.width - STEP), LATTICE), height: up(content.height, LATTICE) };
        // The content stands on the lattice; the border is a quarter or three quarters off.
        let origin = Point { x: up(PADDING, LATTICE), y: up(band, LATTICE) };
        let slack = (inner.width - content.width) / 2 / LATTICE * LATTICE;
        for child in self.tree.children(Some(id)) {
            self.shift(*child, Point { x: origin.x + slack, y: origin.y });
        }
        self.shift_rooms(Some(id), Point { x: origin.x + slack, y: origin.y });
        let border = Rect {
            x: origin.x - PADDING,
            y: BORDER,
            width: inner.width + 2 * PADDING,
            height: origin.y + inner.height + PADDING - BORDER,
        };
        self.placement.boundaries[id.0] = BoundaryPlace { rect: border, title: title_at(border, title) };
        Size { width: up(border.right(), LATTICE), height: up(border.bottom(), LATTICE) }
    }

    fn shift(&mut self, child: Child, by: Point) {
        match child {
            Child::Element(id) => {
                let rect = &mut self.placement.elements[id.0];
                *rect = rect.shifted(by);
            }
            Child::Boundary(id) => {
                let place = &mut self.placement.boundaries[id.0];
                *place = BoundaryPlace { rect: place.rect.shifted(by), title: place.title.shifted(by) };
                for child in self.tree.children(Some(id)) {
                    self.shift(*child, by);
                }
                self.shift_rooms(Some(id), by);
            }
        }
    }

    fn shift_rooms(&mut self, parent: Parent, by: Point) {
        for (_, room) in self.placement.rooms.iter_mut().filter(|(inside, _)| *inside == parent) {
            *room = room.shifted(by);
        }
    }

    /// Places the children of one boundary among themselves.
    fn arrange(&mut self, parent: Parent, children: &[Child], sizes: &[Size]) -> Vec<Point> {
        let direction = self.directions.get(&parent).copied().unwrap_or(Direction::Right);
        let plan = self.plans.remove(&parent).unwrap_or_default();
        let room = if plan.labels.len() > MANY_LINKS { 16 * STEP } else { 0 };
        let items = children.iter().zip(sizes).zip(&plan.degrees);
        let items: Vec<Item> =
            items.map(|((child, size), degree)| item(*child, turned(*size, direction), *degree, room)).collect();
        let placed = place_items(&items, &plan.labels, &plan.rows);
        for (at, label) in placed.labels.iter().zip(&plan.labels).filter_map(|(at, label)| Some(((*at)?, label))) {
            let room = Rect::new(at, *label);
            let room = if direction == Direction::Right { room.transposed() } else { room };
            self.placement.rooms.push((parent, room));
        }
        self.keep_order(direction, children, &plan.rows);
        let place = |(child, at): (&Child, &Point)| {
            let at = if direction == Direction::Right { Point { x: at.y, y: at.x } } else { *at };
            let at = Point { x: snapped(at.x), y: snapped(at.y) };
            match child {
                Child::Element(id) => at.shifted(self.off_lattice(*id)),
                Child::Boundary(_) => at,
            }
        };
        children.iter().zip(&placed.items).map(place).collect()
    }

    /// Notes who comes before whom: in rows, and row by row.
    fn keep_order(&mut self, direction: Direction, children: &[Child], rows: &Rows) {
        let row =
            |list: &Vec<usize>| -> Vec<Child> { list.iter().filter_map(|slot| children.get(*slot)).copied().collect() };
        let rows: Vec<Vec<Child>> = rows.lists.iter().map(row).filter(|row| !row.is_empty()).collect();
        let (across, along) = match direction {
            Direction::Down => (0, 1),
            Direction::Right => (1, 0),
        };
        for row in &rows {
            self.placement.order[across].extend(row.windows(2).map(|pair| (pair[0], pair[1])));
        }
        for pair in rows.windows(2).filter(|pair| pair[0].len() * pair[1].len() <= MOST_ORDERED) {
            let pairs = pair[0].iter().flat_map(|before| pair[1].iter().map(move |behind| (*before, *behind)));
            self.placement.order[along].extend(pairs);
        }
    }

    /// What brings the middle of an element whose corner is on the lattice onto it.
    fn off_lattice(&self, id: ElementId) -> Point {
        let rect = self.placement.elements[id.0];
        let off = |centre: i32| if centre % LATTICE == 0 { 0 } else { LATTICE - centre.rem_euclid(LATTICE) };
        Point { x: off(rect.width / 2), y: off(rect.y + rect.height / 2) }
    }
}

/// Where the title of a boundary stands.
pub(super) fn title_at(border: Rect, title: Size) -> Rect {
    Rect::new(Point { x: border.x + LATTICE, y: border.y + TITLE_MARGIN }, title)
}

/// layout-rs runs downwards; for a drawing that runs right, everything is turned on its side.
pub(super) fn turned(size: Size, direction: Direction) -> Size {
    if direction == Direction::Right { size.transposed() } else { size }
}

/// Free space around an item of this (turned) size: enough for a track on each side, more where many flows meet, and
/// `room` for labels that have no place of their own.
fn item(child: Child, size: Size, degree: i32, room: i32) -> Item {
    let along = 3 * STEP + STEP * degree.min(6) / 2;
    let across = 6 * STEP + STEP * degree.min(8);
    let extra = if matches!(child, Child::Boundary(_)) { 2 * STEP } else { 0 };
    Item { size, halo: Size { width: across + extra, height: along + extra + room } }
}

/// The next multiple of `step`.
pub(super) fn up(length: i32, step: i32) -> i32 {
    length.div_euclid(step) * step + if length.rem_euclid(step) == 0 { 0 } else { step }
}

/// The nearest place on the lattice.
pub(super) fn snapped(length: i32) -> i32 {
    (length + LATTICE / 2).div_euclid(LATTICE) * LATTICE
}

//! The recursion over trust boundaries: each one's content is placed by itself and becomes one box of its parent.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect, Size};
use super::placer::{Item, Link, place as place_items};
use super::{BoundaryPlace, LATTICE, STEP, Sizes};
use crate::model::{BoundaryId, Direction, ElementId, Model};

/// Where elements and boundaries are.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    pub elements: Vec<Rect>,
    pub boundaries: Vec<BoundaryPlace>,
    /// Where there is room for labels. Each belongs to the content of a boundary.
    pub rooms: Vec<(Option<BoundaryId>, Rect)>,
    pub bounds: Rect,
}

/// Free space between a border and what is inside, on the sides and at the bottom. Half a step off the grid, so that
/// borders lie halfway between tracks.
const PADDING: i32 = 3 * STEP + STEP / 2;
/// How far off the lattice a border lies.
const BORDER: i32 = STEP / 2;
/// Above and below a boundary's title.
const TITLE_MARGIN: i32 = 10;

/// With more links than this between the children of one boundary, their labels get no place of their own in the
/// layering, which would take too long, but wider gaps.
const MANY_LINKS: usize = 48;

/// A child of a boundary, or of the whole drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Child {
    Element(ElementId),
    Boundary(BoundaryId),
}

/// Places everything; `directions` tells which way flows run by depth of nesting, the last for all deeper levels.
pub(super) fn place(model: &Model, sizes: &Sizes, directions: [Direction; 3]) -> Placement {
    let mut nest = Nest {
        model,
        sizes,
        directions,
        children: children(model),
        placement: Placement {
            elements: vec![Rect::default(); model.elements.len()],
            boundaries: vec![BoundaryPlace::default(); model.boundaries.len()],
            rooms: Vec::new(),
            bounds: Rect::default(),
        },
    };
    let content = nest.content(None);
    nest.placement.bounds = Rect::new(Point::default(), content);
    nest.placement
}

/// The children of each boundary in the order of the text; the whole drawing is `None`.
fn children(model: &Model) -> BTreeMap<Option<BoundaryId>, Vec<Child>> {
    let mut children: BTreeMap<Option<BoundaryId>, Vec<(u32, Child)>> = BTreeMap::new();
    for (index, element) in model.elements.iter().enumerate() {
        children.entry(element.parent).or_default().push((element.span.start, Child::Element(ElementId(index))));
    }
    for (index, boundary) in model.boundaries.iter().enumerate() {
        children.entry(boundary.parent).or_default().push((boundary.span.start, Child::Boundary(BoundaryId(index))));
    }
    let ordered = |mut list: Vec<(u32, Child)>| {
        list.sort_unstable();
        list.into_iter().map(|(_, child)| child).collect()
    };
    children.into_iter().map(|(parent, list)| (parent, ordered(list))).collect()
}

struct Nest<'a> {
    model: &'a Model,
    sizes: &'a Sizes,
    directions: [Direction; 3],
    children: BTreeMap<Option<BoundaryId>, Vec<Child>>,
    placement: Placement,
}

impl Nest<'_> {
    /// Places what a boundary holds, from (0, 0), and returns how much room it takes.
    fn content(&mut self, parent: Option<BoundaryId>) -> Size {
        let children = self.children.get(&parent).cloned().unwrap_or_default();
        let sizes: Vec<Size> = children.iter().map(|child| self.child_size(*child)).collect();
        let places = self.arrange(parent, &children, &sizes);
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
        for child in self.children.get(&Some(id)).cloned().unwrap_or_default() {
            self.shift(child, Point { x: origin.x + slack, y: origin.y });
        }
        self.shift_rooms(Some(id), Point { x: origin.x + slack, y: origin.y });
        let border = Rect {
            x: origin.x - PADDING,
            y: BORDER,
            width: inner.width + 2 * PADDING,
            height: origin.y + inner.height + PADDING - BORDER,
        };
        let title = Rect { x: border.x + 16, y: border.y + TITLE_MARGIN, width: title.width, height: title.height };
        self.placement.boundaries[id.0] = BoundaryPlace { rect: border, title };
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
                for child in self.children.get(&Some(id)).cloned().unwrap_or_default() {
                    self.shift(child, by);
                }
                self.shift_rooms(Some(id), by);
            }
        }
    }

    fn shift_rooms(&mut self, parent: Option<BoundaryId>, by: Point) {
        for (_, room) in self.placement.rooms.iter_mut().filter(|(inside, _)| *inside == parent) {
            *room = room.shifted(by);
        }
    }

    /// Places the children of one boundary among themselves: what flows join in layers, the rest in rows below.
    fn arrange(&mut self, parent: Option<BoundaryId>, children: &[Child], sizes: &[Size]) -> Vec<Point> {
        let direction = self.direction(parent);
        let links = self.links(parent, children);
        let linked: Vec<usize> = (0..children.len())
            .filter(|index| links.iter().any(|link| link.from == *index || link.to == *index))
            .collect();
        let degrees: Vec<i32> = (0..children.len()).map(|index| self.degree(children[index])).collect();
        let room = if links.len() > MANY_LINKS { 16 * STEP } else { 0 };
        let items: Vec<Item> = linked
            .iter()
            .map(|index| item(children[*index], turned(sizes[*index], direction), degrees[*index], room))
            .collect();
        let position = |index: usize| linked.iter().position(|other| *other == index).unwrap_or_default();
        let label =
            |link: &Link| if links.len() > MANY_LINKS { Size::default() } else { turned(link.label, direction) };
        let inner: Vec<Link> = links
            .iter()
            .map(|link| Link { from: position(link.from), to: position(link.to), label: label(link) })
            .collect();
        let placed = place_items(&items, &inner);
        let mut places = vec![Point::default(); children.len()];
        for (at, link) in placed.labels.iter().zip(&inner).filter_map(|(at, link)| Some(((*at)?, link))) {
            let room = Rect::new(at, link.label);
            let room = if direction == Direction::Right { room.transposed() } else { room };
            self.placement.rooms.push((parent, room));
        }
        for (index, at) in linked.iter().zip(&placed.items) {
            let at = if direction == Direction::Right { Point { x: at.y, y: at.x } } else { *at };
            places[*index] = Point { x: snapped(at.x), y: snapped(at.y) };
        }
        arrange_rest(&linked, sizes, direction, &mut places);
        for (child, place) in children.iter().zip(&mut places) {
            if let Child::Element(id) = child {
                let offset = self.off_lattice(*id);
                *place = place.shifted(offset);
            }
        }
        places
    }

    /// What brings the middle of an element whose corner is on the lattice onto it.
    fn off_lattice(&self, id: ElementId) -> Point {
        let rect = self.placement.elements[id.0];
        let off = |centre: i32| if centre % LATTICE == 0 { 0 } else { LATTICE - centre.rem_euclid(LATTICE) };
        Point { x: off(rect.width / 2), y: off(rect.y + rect.height / 2) }
    }

    /// Which way flows run among the children of a boundary.
    fn direction(&self, parent: Option<BoundaryId>) -> Direction {
        self.directions[self.model.boundary_path(parent).count().min(2)]
    }

    /// How many flows touch a child.
    fn degree(&self, child: Child) -> i32 {
        let touches = |id: ElementId| match child {
            Child::Element(element) => element == id,
            Child::Boundary(boundary) => {
                self.model.boundary_path(self.model.element(id).parent).any(|outer| outer == boundary)
            }
        };
        let flows = self.model.flows.iter().filter(|flow| touches(flow.from) != touches(flow.to));
        i32::try_from(flows.count()).unwrap_or(i32::MAX)
    }

    /// The flows between different children of one boundary, lifted to those children. All flows between the same two
    /// share one link, so that a request and its reply run side by side, with room for all their labels.
    fn links(&self, parent: Option<BoundaryId>, children: &[Child]) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (index, flow) in self.model.flows.iter().enumerate() {
            let ends = (self.lifted(flow.from, parent, children), self.lifted(flow.to, parent, children));
            let (Some(from), Some(to)) = ends else { continue };
            if from == to {
                continue;
            }
            let label = self.sizes.labels[index];
            let slot = *between.entry((from.min(to), from.max(to))).or_insert_with(|| {
                links.push(Link { from, to, label: Size::default() });
                links.len() - 1
            });
            let room = &mut links[slot].label;
            if label.height > 0 {
                let gap = if room.height > 0 { STEP } else { 0 };
                *room = Size { width: room.width.max(label.width), height: room.height + gap + label.height };
            }
        }
        links
    }

    /// The child of `parent` that is, or holds, an element.
    fn lifted(&self, id: ElementId, parent: Option<BoundaryId>, children: &[Child]) -> Option<usize> {
        let mut child = Child::Element(id);
        let mut outer = self.model.element(id).parent;
        while outer != parent {
            let boundary = outer?;
            child = Child::Boundary(boundary);
            outer = self.model.boundary(boundary).parent;
        }
        children.iter().position(|other| *other == child)
    }
}

/// Puts what no flow joins at this level beside what is already there: in columns under a drawing that runs right, in
/// rows under one that runs down.
fn arrange_rest(linked: &[usize], sizes: &[Size], direction: Direction, places: &mut [Point]) {
    let rest: Vec<usize> = (0..sizes.len()).filter(|index| !linked.contains(index)).collect();
    let used = linked.iter().map(|index| Rect::new(places[*index], sizes[*index])).reduce(Rect::union);
    let area: f64 =
        rest.iter().map(|index| f64::from(sizes[*index].width + 48) * f64::from(sizes[*index].height + 48)).sum();
    let widest = rest.iter().map(|index| sizes[*index].width).max().unwrap_or(0);
    // Without flows among them, elements that run right stand under one another, as a column of a layered drawing.
    let ratio = if direction == Direction::Right { 0.7 } else { 2.2 };
    let limit = widest.max((area * ratio).sqrt() as i32).max(used.map_or(0, |used| used.width));
    let gap = 6 * STEP;
    let (left, top) = used.map_or((0, 0), |used| (used.x, used.bottom() + gap));
    let (mut x, mut y, mut row) = (left, snapped(top), 0);
    for index in rest {
        let size = sizes[index];
        if x > left && x + size.width > left + limit {
            (x, y, row) = (left, y + row + gap, 0);
        }
        places[index] = Point { x: snapped(x), y };
        x += up(size.width, LATTICE) + gap;
        row = row.max(up(size.height, LATTICE));
    }
}

/// layout-rs runs downwards; for a drawing that runs right, everything is turned on its side.
fn turned(size: Size, direction: Direction) -> Size {
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
fn up(length: i32, step: i32) -> i32 {
    length.div_euclid(step) * step + if length.rem_euclid(step) == 0 { 0 } else { step }
}

/// The nearest place on the lattice.
fn snapped(length: i32) -> i32 {
    (length + LATTICE / 2).div_euclid(LATTICE) * LATTICE
}

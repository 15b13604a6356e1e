//! An earlier placement, amended: what stood in it stands there again, and for what is new or has grown it is cut open from
//! side to side. So whatever stood left of something or above it stays there.

use super::earlier::Kept;
use super::geometry::{Point, Rect, Size};
use super::grid::strip;
use super::nest::{PADDING, Placement, TITLE_MARGIN, snapped, title_at, up};
use super::outline::Arrangement;
use super::tree::{Child, Parent, Tree};
use super::vacancy::Vacancy;
use super::{BoundaryPlace, LATTICE, STEP, Sizes};
use crate::model::{Direction, ElementId, Model};

/// How much room what is new gets around itself, before everything is pulled together.
const AROUND: i32 = 4 * LATTICE;

/// How many things are compared with places at most.
const MOST_COMPARED: usize = 20_000_000;

/// A later state of a model, and where everything in it would stand if nothing were known of an earlier one.
pub(super) struct Later<'a> {
    pub model: &'a Model,
    pub sizes: &'a Sizes,
    pub tree: &'a Tree,
    pub arrangement: &'a Arrangement,
    pub loose: &'a Placement,
}

/// Where everything stands, wide apart, given where it stood and which ways lines went; as if nothing were known where no room
/// can be had like this.
pub(super) fn amended(later: &Later, kept: &Kept, lines: &[Option<Vec<Point>>]) -> Placement {
    let (elements, boundaries) = (kept.elements.clone(), kept.boundaries.clone());
    let mut opened = Opened { elements, boundaries, is_turned: false, later };
    opened.fill_vacancies(lines);
    opened.grow();
    for parent in later.tree.outside_in() {
        opened.take_in(parent);
    }
    let amended = opened.placement();
    amended.unwrap_or_else(|| later.loose.clone())
}

/// A placement that is being cut open.
struct Opened<'a> {
    /// By element and by boundary: where it stands, once it does.
    elements: Vec<Option<Rect>>,
    boundaries: Vec<Option<Rect>>,
    /// Whether the axes are exchanged at the moment.
    is_turned: bool,
    later: &'a Later<'a>,
}

impl Opened<'_> {
    fn rect(&self, child: Child) -> Option<Rect> {
        match child {
            Child::Element(id) => self.elements[id.0],
            Child::Boundary(id) => self.boundaries[id.0],
        }
    }

    /// Exchanges the axes.
    fn transpose(&mut self) {
        self.is_turned = !self.is_turned;
        for rect in self.elements.iter_mut().chain(&mut self.boundaries).flatten() {
            *rect = rect.transposed();
        }
    }

    /// A rectangle of an upright drawing in this one, or the other way round.
    fn turned(&self, rect: Rect) -> Rect {
        if self.is_turned { rect.transposed() } else { rect }
    }

    /// Moves to the right what begins behind a place, and makes longer the boundaries around it.
    fn cut(&mut self, at: i32, by: i32) {
        for rect in self.elements.iter_mut().flatten().filter(|rect| rect.x >= at) {
            rect.x += by;
        }
        for rect in self.boundaries.iter_mut().flatten() {
            if rect.x >= at {
                rect.x += by;
            } else if rect.right() >= at {
                rect.width += by;
            }
        }
    }

    /// Gives what has grown its size, and the room for it.
    fn grow(&mut self) {
        let later = self.later;
        for (index, title) in later.sizes.titles.iter().enumerate() {
            let Some(rect) = self.boundaries[index] else { continue };
            let missing = title.width - STEP + 2 * PADDING - rect.width;
            if missing > 0 {
                self.cut(rect.right(), up(missing, LATTICE));
            }
        }
        for _ in 0..2 {
            for (index, size) in later.sizes.elements.iter().enumerate() {
                let Some(rect) = self.elements[index] else { continue };
                let size = if self.is_turned { size.shape.height } else { size.shape.width };
                let grown = Rect { x: rect.x + (rect.width - size) / 2, width: size, ..rect };
                let more = up(size - rect.width, 2 * LATTICE).max(0);
                if more == 0 || self.is_free(index, grown) {
                    self.elements[index] = Some(grown);
                } else {
                    self.cut(rect.right(), more);
                    self.elements[index] = Some(Rect { x: grown.x + more / 2, ..grown });
                }
            }
            self.transpose();
        }
    }

    /// Whether an element may become so large, and lines still get past it on every side.
    fn is_free(&self, element: usize, rect: Rect) -> bool {
        let around = rect.grown(AROUND / 2);
        let others = self.elements.iter().enumerate().filter(|(other, _)| *other != element);
        let meets = |place: Rect| around.overlaps(place) && !place.holds(around);
        others
            .filter_map(|(_, place)| *place)
            .chain(self.boundaries.iter().flatten().copied())
            .all(|place| !meets(place))
    }

    /// Puts what is new where there is room for it already, near to what it is joined to and off the lines.
    fn fill_vacancies(&mut self, lines: &[Option<Vec<Point>>]) {
        let pieces = lines.iter().flatten().flat_map(|line| line.windows(2));
        let pieces: Vec<Rect> = pieces.map(|pair| Rect::spanning(pair[0], pair[1]).grown(LATTICE)).collect();
        let mut work = MOST_COMPARED;
        for parent in self.later.tree.outside_in() {
            for child in self.later.tree.children(parent) {
                if self.rect(*child).is_none()
                    && let Some(rect) = self.vacancy(parent, *child, &pieces).and_then(|search| search.best(&mut work))
                {
                    self.put(*child, rect);
                }
            }
        }
    }

    fn vacancy<'a>(&self, parent: Parent, child: Child, lines: &'a [Rect]) -> Option<Vacancy<'a>> {
        let joined = self.joined(child);
        let placed = || self.elements.iter().chain(&self.boundaries).flatten().copied();
        let (size, whole) = (self.size(child), placed().reduce(Rect::union)?);
        let outer = match parent {
            Some(id) => Some(self.boundaries[id.0]?),
            None => None,
        };
        let title = outer.zip(parent).map(|(outer, id)| self.title(outer, id.0).grown(STEP));
        let is_around = |rect: &Rect| outer.is_some_and(|outer| rect.holds(outer));
        Some(Vacancy {
            size,
            room: outer.map_or(whole.grown(AROUND + size.width.max(size.height)), |outer| outer.grown(-PADDING)),
            taken: placed().filter(|rect| !is_around(rect)).map(|rect| rect.grown(AROUND / 2)).chain(title).collect(),
            lines,
            joined,
            whole,
        })
    }

    /// Puts in the children of a boundary that do not stand in it yet, row by row.
    fn take_in(&mut self, parent: Parent) {
        let later = self.later;
        let children = later.tree.children(parent);
        let child = |slot: &usize| children.get(*slot).copied();
        let rows = later.arrangement.rows.get(&parent).map(Vec::as_slice).unwrap_or_default();
        let rows: Vec<Vec<Child>> = rows.iter().map(|row| row.iter().filter_map(child).collect()).collect();
        let runs_right = later.arrangement.directions.get(&parent) != Some(&Direction::Down);
        if runs_right {
            self.transpose();
        }
        for (index, row) in rows.iter().enumerate() {
            for (place, new) in row.iter().enumerate() {
                if self.rect(*new).is_some() {
                    continue;
                }
                let before = row[..place].iter().rev().find_map(|child| self.rect(*child));
                let behind = row[place + 1..].iter().find_map(|child| self.rect(*child));
                let rect = match (before, behind) {
                    (Some(neighbour), _) => self.beside(*new, neighbour, neighbour.right()),
                    (None, Some(neighbour)) => self.beside(*new, neighbour, neighbour.x - 1),
                    (None, None) => {
                        let placed = |row: &Vec<Child>| row.iter().filter_map(|child| self.rect(*child)).collect();
                        let is_there = |row: &Vec<Rect>| !row.is_empty();
                        let above: Option<Vec<Rect>> = rows[..index].iter().rev().map(placed).find(is_there);
                        let below: Option<Vec<Rect>> = rows[index + 1..].iter().map(placed).find(is_there);
                        self.between(parent, *new, &above.unwrap_or_default(), &below.unwrap_or_default())
                    }
                };
                self.put(*new, rect);
            }
        }
        if runs_right {
            self.transpose();
        }
    }

    /// Room in a row: behind what begins or ends at a place, as high as that.
    fn beside(&mut self, new: Child, neighbour: Rect, end: i32) -> Rect {
        let size = self.size(new);
        self.cut(end + 1, up(size.width, LATTICE) + 2 * AROUND);
        let more = up(size.height - neighbour.height, 2 * LATTICE).max(0);
        if more > 0 {
            self.transpose();
            self.cut(neighbour.bottom() + 1, more);
            self.transpose();
        }
        let y = neighbour.y + (neighbour.height + more - size.height) / 2;
        Rect::new(Point { x: end + AROUND, y }, size)
    }

    /// Room for a row of its own, between those above and those below, near to what it is joined to.
    fn between(&mut self, parent: Parent, new: Child, above: &[Rect], below: &[Rect]) -> Rect {
        let size = self.size(new);
        let outer = parent.and_then(|id| self.boundaries[id.0]);
        let around = above.iter().chain(below).copied().reduce(Rect::union).or(outer).unwrap_or_default();
        let mut x = self.wanted(new).unwrap_or(around.centre().x) - size.width / 2;
        // The title stands at the top, or at the left while the axes are exchanged.
        let band = outer.zip(parent).map_or(0, |(_, id)| self.later.sizes.titles[id.0].height + 2 * TITLE_MARGIN);
        let (beside, above_all) = if self.is_turned { (band, 0) } else { (0, band) };
        if let Some(outer) = outer {
            let (low, high) = (outer.x + beside + PADDING, outer.right() - PADDING);
            if high - low < size.width {
                self.cut(outer.right(), up(size.width - (high - low), LATTICE));
            }
            x = x.min(high - size.width).max(low);
        }
        let bottom = above.iter().map(|rect| rect.bottom() + 1).max();
        let top = below.iter().map(|rect| rect.y).min();
        let at = bottom.or(top).unwrap_or(around.y + 1 + above_all);
        self.transpose();
        self.cut(at, up(size.height, LATTICE) + 2 * AROUND);
        self.transpose();
        Rect::new(Point { x, y: at + AROUND }, size)
    }

    /// Where most of what something is joined to stands.
    fn wanted(&self, new: Child) -> Option<i32> {
        let mut places: Vec<i32> = self.joined(new).into_iter().map(|rect| rect.centre().x).collect();
        places.sort_unstable();
        places.get(places.len() / 2).copied()
    }

    /// What something is joined to, once for each flow.
    fn joined(&self, new: Child) -> Vec<Rect> {
        let is_in = |id: ElementId| self.later.tree.path(id).iter().any(|(_, child)| *child == new);
        let joined = self.later.model.flows.iter().filter_map(|flow| match (is_in(flow.from), is_in(flow.to)) {
            (true, false) => self.elements[flow.to.0],
            (false, true) => self.elements[flow.from.0],
            _ => None,
        });
        joined.collect()
    }

    /// How much room something takes, with what sticks out of it.
    fn size(&self, child: Child) -> Size {
        let size = match child {
            Child::Element(id) => {
                let size = self.later.sizes.elements[id.0];
                Size { height: size.shape.height + up(size.strip.height, STEP), ..size.shape }
            }
            Child::Boundary(id) => {
                let rect = self.later.loose.boundaries[id.0].rect;
                Size { width: rect.width, height: rect.height }
            }
        };
        if self.is_turned { size.transposed() } else { size }
    }

    /// Puts something where there is room for it, and on the lattice; a boundary with all that is in it.
    fn put(&mut self, child: Child, rect: Rect) {
        let rect = self.turned(rect);
        match child {
            Child::Element(id) => {
                let shape = self.later.sizes.elements[id.0].shape;
                let middle = Point { x: snapped(rect.centre().x), y: snapped(rect.bottom() - shape.height / 2) };
                self.elements[id.0] = Some(self.turned(Rect::around(middle, shape)));
            }
            Child::Boundary(id) => {
                let loose = self.later.loose.boundaries[id.0].rect;
                self.put_all(child, Point { x: snapped(rect.x - loose.x), y: snapped(rect.y - loose.y) });
            }
        }
    }

    fn put_all(&mut self, child: Child, by: Point) {
        let later = self.later;
        match child {
            Child::Element(id) => self.elements[id.0] = Some(self.turned(later.loose.elements[id.0].shifted(by))),
            Child::Boundary(id) => {
                self.boundaries[id.0] = Some(self.turned(later.loose.boundaries[id.0].rect.shifted(by)));
                for child in later.tree.children(Some(id)) {
                    self.put_all(*child, by);
                }
            }
        }
    }

    /// What has come of it, if everything has its place and nothing stands on something else.
    fn placement(&self) -> Option<Placement> {
        let elements: Vec<Rect> = self.elements.iter().copied().collect::<Option<_>>()?;
        let rects: Vec<Rect> = self.boundaries.iter().copied().collect::<Option<_>>()?;
        let place = |(index, rect): (usize, &Rect)| BoundaryPlace { rect: *rect, title: self.title(*rect, index) };
        let boundaries: Vec<BoundaryPlace> = rects.iter().enumerate().map(place).collect();
        let order = self.later.loose.order.clone();
        let bounds = elements.iter().chain(&rects).copied().reduce(Rect::union).unwrap_or_default();
        let placement = Placement { elements, boundaries, rooms: Vec::new(), order, bounds };
        self.is_sound(&placement).then_some(placement)
    }

    /// Where a boundary's title stands.
    fn title(&self, border: Rect, boundary: usize) -> Rect {
        title_at(border, self.later.sizes.titles[boundary])
    }

    /// Whether siblings stand apart and inside of what they belong to, below its title.
    fn is_sound(&self, placement: &Placement) -> bool {
        let around = |child: Child| match child {
            Child::Element(id) => {
                let rect = placement.elements[id.0];
                rect.union(strip(rect, self.later.sizes.elements[id.0].strip))
            }
            Child::Boundary(id) => placement.boundaries[id.0].rect,
        };
        self.later.tree.outside_in().into_iter().all(|parent| {
            let mut rects: Vec<Rect> =
                self.later.tree.children(parent).iter().map(|child| around(*child).grown(STEP)).collect();
            let is_inside = parent.is_none_or(|id| {
                let place = placement.boundaries[id.0];
                // As near to its title as `apart` lets anything come.
                rects.iter().all(|rect| place.rect.holds(*rect) && !rect.overlaps(place.title))
            });
            rects.sort_unstable_by_key(|rect| rect.x);
            let stands_apart = |(index, rect): (usize, &Rect)| {
                rects[index + 1..].iter().take_while(|other| other.x < rect.right()).all(|other| !rect.overlaps(*other))
            };
            is_inside && rects.iter().enumerate().all(stands_apart)
        })
    }
}

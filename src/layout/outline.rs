//! From the outermost boundary inwards: in which rows the children of each boundary stand, and in which order, given
//! roughly where everything outside is.
//!
//! A first arrangement comes from the links among siblings (`rank`, `order`); then rough sizes and places of all are
//! worked out, and each boundary's rows are made better against them (`refine`).
//!
//! This looks at the first few flows of the text, then at half as many again each time, and what comes after the last of
//! these stages only finds a place; of a `core`, the last stage has all. So what is added at the end of a model, or taken away
//! from there, leaves the rest as it is until the model has grown by half. Where there are so many flows that nobody knows the
//! place of each, everything may move once more at last.

use std::collections::{BTreeMap, BTreeSet};

use super::effort::{Effort, MANY_FLOWS};
use super::fit::Fit;
use super::geometry::{Point, Rect, Size};
use super::lines::{Line, Lines};
use super::nest::{self, MANY_LINKS, PADDING, Placement, TITLE_MARGIN, turned};
use super::order::{Link, Pull, Rows, Side, ordered, with_links};
use super::rank::ranks;
use super::refine::{End, Problem, filled, moves, refined, with_child, work_with_child};
use super::tree::{Child, Parent, Tree};
use super::{STEP, Sizes, Task};
use crate::model::{Direction, ElementId, Model};

/// How the children of a boundary stand to one another, before anything has its place.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub rows: Rows,
    /// By link: what room its labels need; as for a drawing that runs downwards.
    pub labels: Vec<Size>,
    /// By child: how many flows reach it from outside of it.
    pub degrees: Vec<i32>,
}

/// So many children that no flow reaches are looked at one by one.
const FEW: usize = 4;

/// The side of the whole drawing while only shares of it are known.
const WHOLE: i32 = 1 << 20;

/// How many children without links stand in a row for each in a column, roughly: in a drawing that runs right, rows are
/// columns.
const PROPORTION: [f64; 2] = [1.43, 0.7];

/// What flows join in a boundary.
#[derive(Clone, Debug, Default)]
struct Joints {
    /// Between its children; flows between the same two share one.
    links: Vec<Joint>,
    /// A child, and the element outside that it is joined to.
    outward: Vec<(usize, ElementId)>,
    /// All flows that end in different children, or in one child and outside.
    flows: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Joint {
    from: usize,
    to: usize,
    flows: i64,
    /// What room their labels need together.
    label: Size,
}

/// See the module. It knows the first flows of the text only, as far as it was told to look.
#[derive(Clone)]
pub(super) struct Outline<'a> {
    model: &'a Model,
    sizes: &'a Sizes,
    tree: &'a Tree,
    directions: BTreeMap<Parent, Direction>,
    effort: Effort,
    /// Which way the flows are to run, if somebody has asked for one.
    asked: Option<Direction>,
    /// Whether everything has found its place.
    is_complete: bool,
    /// How many flows are known.
    known: usize,
    /// How much may still be looked at to find places one by one, in pairs of flows.
    work: usize,
    joints: BTreeMap<Parent, Joints>,
    /// By two children of a boundary: the link between them.
    links: BTreeMap<(Parent, usize, usize), usize>,
    /// The known children of each boundary in their rows, by their place among siblings.
    rows: Rowed,
    /// Roughly how large the content of each boundary is, and where the middle of each child is from its middle.
    content: BTreeMap<Parent, (Size, Vec<Point>)>,
    /// Roughly where everything known is.
    rects: BTreeMap<Child, Rect>,
    /// What was looked at in each boundary, with its rows, when nothing in it was worth moving.
    unmoved: BTreeMap<Parent, (Problem, Vec<Vec<usize>>)>,
}

/// By boundary: its children in their rows, by their place among siblings.
type Rowed = BTreeMap<Parent, Vec<Vec<usize>>>;

/// Which way the flows run in each boundary, and the rows of its children, by their place among siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrangement {
    pub directions: BTreeMap<Parent, Direction>,
    pub rows: Rowed,
}

/// See [`Outline::work`]. What is left over then stands in plain rows.
const MOST_WORK: usize = 30_000_000;

/// What a move must save at least, in pixels of length.
const WORTHWHILE: i64 = 850;

impl<'a> Outline<'a> {
    /// Arranges what the flows up to the last stage join.
    pub(super) fn new(task: Task<'a>, directions: BTreeMap<Parent, Direction>, first: usize) -> Outline<'a> {
        let mut outline = Outline::empty(task, directions);
        let effort = outline.effort;
        for (index, stage) in effort.stages(task.model.flows.len(), first, task.is_core).into_iter().enumerate() {
            if index == 0 {
                (0..stage).for_each(|flow| outline.join(flow));
                outline.begin(None, Rect { x: 0, y: 0, width: WHOLE, height: WHOLE });
                outline.settle();
            } else {
                outline.extend(stage);
            }
            for _ in 0..effort.rounds {
                for parent in task.tree.outside_in() {
                    outline.refine(parent, WORTHWHILE);
                }
            }
        }
        outline
    }

    /// Takes an arrangement as it is; what does not stand in it yet finds a place where it suits best what is there.
    pub(super) fn arranged(task: Task<'a>, arrangement: Arrangement) -> Outline<'a> {
        let mut outline = Outline::empty(task, arrangement.directions);
        outline.rows = arrangement.rows;
        outline.settle();
        outline.take_in();
        outline
    }

    fn empty(task: Task<'a>, directions: BTreeMap<Parent, Direction>) -> Outline<'a> {
        let Task { model, sizes, tree, wish, .. } = task;
        Outline {
            model,
            sizes,
            tree,
            directions,
            effort: Effort::of(task.model),
            asked: wish.direction,
            is_complete: false,
            known: 0,
            work: MOST_WORK,
            joints: BTreeMap::new(),
            links: BTreeMap::new(),
            rows: BTreeMap::new(),
            content: BTreeMap::new(),
            rects: BTreeMap::new(),
            unmoved: BTreeMap::new(),
        }
    }

    /// Takes in all the rest, each thing where it suits best what is there.
    pub(super) fn completed(mut self) -> Outline<'a> {
        if self.is_complete {
            return self;
        }
        self.is_complete = true;
        self.take_in();
        let mut best: Option<(f64, Rowed)> = None;
        for _ in 0..self.effort.last_rounds {
            for parent in self.tree.outside_in() {
                self.refine(parent, self.effort.pressing);
            }
            if self.effort.keeps_best {
                let tension = self.lines().tension();
                if best.as_ref().is_none_or(|(least, _)| tension < *least) {
                    best = Some((tension, self.rows.clone()));
                }
            }
        }
        if let Some((_, rows)) = best {
            self.rows = rows;
            self.settle();
        }
        self
    }

    fn take_in(&mut self) {
        self.extend(self.model.flows.len());
        for parent in self.tree.outside_in() {
            self.fill(parent);
        }
    }

    /// With the rows that make the drawing too long laid in another way.
    pub(super) fn fitted(mut self, fit: Fit) -> Outline<'a> {
        if fit.apply(self.rows.values_mut()) {
            self.settle();
        }
        self
    }

    /// Where everything comes to stand.
    pub(super) fn placed(&self) -> Placement {
        nest::place(self.sizes, self.tree, &self.directions, self.plans())
    }

    /// The same arrangement with one of the children that hold these elements in another place of its boundary: every one of
    /// them that costs no more than so much, in pixels of length, the cheapest first.
    pub(super) fn moves(&self, elements: &[usize], more: i64) -> impl Iterator<Item = Arrangement> {
        let mut found = Vec::new();
        for parent in self.tree.outside_in() {
            let paths = elements.iter().flat_map(|id| self.tree.path(ElementId(*id)));
            let children = paths.filter(|(outer, _)| *outer == parent).map(|(_, child)| self.tree.slot(*child));
            let children: BTreeSet<usize> = children.collect();
            let rows = self.rows.get(&parent).map(Vec::as_slice).unwrap_or_default();
            let moves = moves(&self.problem(parent), rows, children, more);
            found.extend(moves.into_iter().map(|(cost, one)| (cost, parent, one)));
        }
        found.sort_by_key(|(cost, ..)| *cost);
        found.into_iter().map(|(_, parent, one)| {
            let mut arrangement = Arrangement { directions: self.directions.clone(), rows: self.rows.clone() };
            one.make(arrangement.rows.entry(parent).or_default());
            arrangement
        })
    }

    fn plans(&self) -> BTreeMap<Parent, Plan> {
        self.tree.outside_in().into_iter().map(|parent| (parent, self.plan(parent))).collect()
    }

    /// Who stands where.
    pub(super) fn arrangement(self) -> Arrangement {
        Arrangement { directions: self.directions, rows: self.rows }
    }

    /// Ways to lay the rows otherwise where they make the drawing so many times too long.
    pub(super) fn fits(&self, excess: f64) -> Vec<Fit> {
        Fit::all(self.rows.values(), excess)
    }

    /// The known flows, as straight lines.
    pub(super) fn lines(&self) -> Lines {
        let middle = |id: ElementId| self.middle(Child::Element(id)).into();
        let mut lines = Lines::new(self.known);
        for (index, flow) in self.model.flows[..self.known].iter().enumerate() {
            lines.set(index, Line { from: middle(flow.from), to: middle(flow.to) });
        }
        lines
    }

    /// Roughly how large everything known is.
    pub(super) fn size(&self) -> Size {
        self.content.get(&None).map(|(size, _)| *size).unwrap_or_default()
    }

    /// Takes in more flows; what they join finds a place, and nothing else changes its own.
    fn extend(&mut self, flows: usize) {
        for index in self.known..flows {
            self.join(index);
            let flow = &self.model.flows[index];
            for id in [flow.from, flow.to] {
                for (parent, child) in self.tree.path(id).iter().rev() {
                    self.insert(*parent, *child);
                }
            }
        }
    }

    fn insert(&mut self, parent: Parent, child: Child) {
        let slot = self.tree.slot(child);
        let rows = self.rows.get(&parent).cloned().unwrap_or_default();
        if rows.iter().any(|row| row.contains(&slot)) {
            return;
        }
        let problem = self.problem(parent);
        // What everything else costs that has to find its place anew.
        let work = work_with_child(&problem, &rows, slot) + self.model.elements.len();
        let rows = if let Some(left) = self.work.checked_sub(work) {
            self.work = left;
            with_child(&problem, rows, slot)
        } else {
            let mut rows = rows;
            filled(&mut rows, slot, self.per_row(parent));
            rows
        };
        self.rows.insert(parent, rows);
        self.settle();
    }

    /// Puts in the children that no flow reaches, not even inside of them: a few where they suit best, many as a grid.
    fn fill(&mut self, parent: Parent) {
        let known: BTreeSet<usize> = self.rows.get(&parent).into_iter().flatten().flatten().copied().collect();
        let children = self.tree.children(parent);
        let missing: Vec<usize> = (0..children.len()).filter(|slot| !known.contains(slot)).collect();
        if missing.len() <= FEW {
            for slot in missing {
                self.insert(parent, children[slot]);
            }
            return;
        }
        let most = self.per_row(parent);
        let rows = self.rows.entry(parent).or_default();
        for slot in missing {
            filled(rows, slot, most);
        }
        self.settle();
    }

    /// How many children of a boundary stand in a row where nothing else decides.
    fn per_row(&self, parent: Parent) -> usize {
        let proportion = PROPORTION[usize::from(self.direction(parent) == Direction::Down)];
        (self.tree.children(parent).len() as f64 * proportion).sqrt().ceil() as usize
    }

    /// Notes what the next flow joins, in each boundary that sees it.
    fn join(&mut self, index: usize) {
        self.known = index + 1;
        let flow = &self.model.flows[index];
        let (mut from, mut to) = (self.tree.path(flow.from), self.tree.path(flow.to));
        // Of the boundaries that hold both ends, only the innermost sees the flow.
        while let ([inner_from @ .., one], [inner_to @ .., other]) = (from, to)
            && !inner_from.is_empty()
            && !inner_to.is_empty()
            && one == other
        {
            (from, to) = (inner_from, inner_to);
        }
        for (path, other) in [(from, flow.to), (to, flow.from)] {
            for (parent, child) in &path[..path.len() - 1] {
                let joints = self.joints.entry(*parent).or_default();
                joints.outward.push((self.tree.slot(*child), other));
                joints.flows.push(index);
            }
        }
        let (Some((parent, a)), Some((_, b))) = (from.last(), to.last()) else { return };
        if a == b {
            return; // to itself
        }
        let (a, b) = (self.tree.slot(*a), self.tree.slot(*b));
        let joints = self.joints.entry(*parent).or_default();
        joints.flows.push(index);
        let slot = *self.links.entry((*parent, a.min(b), a.max(b))).or_insert_with(|| {
            joints.links.push(Joint { from: a, to: b, flows: 0, label: Size::default() });
            joints.links.len() - 1
        });
        let (joint, label) = (&mut joints.links[slot], self.sizes.labels[index]);
        joint.flows += 1;
        if label.height > 0 {
            let gap = if joint.label.height > 0 { STEP } else { 0 };
            let height = joint.label.height + gap + label.height;
            joint.label = Size { width: joint.label.width.max(label.width), height };
        }
    }

    fn direction(&self, parent: Parent) -> Direction {
        self.directions.get(&parent).copied().unwrap_or(Direction::Right)
    }

    /// A first arrangement: each boundary's share of the drawing is divided among its children.
    fn begin(&mut self, parent: Parent, share: Rect) {
        let children = self.tree.children(parent);
        let direction = self.direction(parent);
        let (links, pulls) = (self.links(parent), self.pulls(parent, share));
        let outward = self.joints.get(&parent).map(|joints| joints.outward.as_slice()).unwrap_or_default();
        let pulled = outward.iter().map(|(child, _)| *child);
        let mut rows = ordered(&ranks(children.len(), self.per_row(parent), &links, &pulls), &links, &pulls);
        let known: BTreeSet<usize> = links.iter().flat_map(|link| [link.from, link.to]).chain(pulled).collect();
        for row in &mut rows {
            row.retain(|slot| known.contains(slot));
        }
        rows.retain(|row| !row.is_empty());
        // What stays as it is must not be a tower either.
        if self.model.flows.len() > MANY_FLOWS && rows.len() > 2 * self.per_row(parent) {
            rows = rows.concat().chunks(self.per_row(parent)).map(<[usize]>::to_vec).collect();
        }
        let whole = turned_rect(share, direction);
        let cut = |start: i32, length: i32, piece: usize, of: usize| {
            start + (i64::from(length) * piece as i64 / of.max(1) as i64) as i32
        };
        for (index, row) in rows.iter().enumerate() {
            let top = cut(whole.y, whole.height, index, rows.len());
            let bottom = cut(whole.y, whole.height, index + 1, rows.len());
            for (place, slot) in row.iter().enumerate() {
                let left = cut(whole.x, whole.width, place, row.len());
                let right = cut(whole.x, whole.width, place + 1, row.len());
                let rect = Rect { x: left, y: top, width: right - left, height: bottom - top };
                self.rects.insert(children[*slot], turned_rect(rect, direction));
            }
        }
        self.rows.insert(parent, rows);
        for child in children {
            if let (Child::Boundary(id), Some(rect)) = (child, self.rects.get(child)) {
                self.begin(Some(*id), *rect);
            }
        }
    }

    /// Arranges the children of a boundary better, given where everything else is.
    fn refine(&mut self, parent: Parent, worthwhile: i64) {
        if self.model.flows.len() > MANY_FLOWS {
            return;
        }
        let rows = self.rows.get(&parent).cloned().unwrap_or_default();
        let asked = (self.problem(parent), rows);
        if self.unmoved.get(&parent) == Some(&asked) {
            return;
        }
        let better = refined(&asked.0, asked.1.clone(), worthwhile, self.effort.moves);
        if better == asked.1 {
            self.unmoved.insert(parent, asked);
        } else {
            self.rows.insert(parent, better);
            self.settle();
        }
    }

    fn plan(&self, parent: Parent) -> Plan {
        let direction = self.direction(parent);
        let whole = Rect { x: 0, y: 0, width: WHOLE, height: WHOLE };
        let share = parent.and_then(|id| self.rects.get(&Child::Boundary(id))).copied().unwrap_or(whole);
        let rows = self.rows.get(&parent).map(Vec::as_slice).unwrap_or_default();
        let mut degrees = vec![0; self.tree.children(parent).len()];
        let mut labels = Vec::new();
        if let Some(joints) = self.joints.get(&parent) {
            labels = joints.links.iter().map(|link| turned(link.label, direction)).collect();
            for link in &joints.links {
                degrees[link.from] += link.flows as i32;
                degrees[link.to] += link.flows as i32;
            }
            for (child, _) in &joints.outward {
                degrees[*child] += 1;
            }
        }
        Plan { rows: with_links(rows, &self.links(parent), &self.pulls(parent, share)), labels, degrees }
    }

    fn links(&self, parent: Parent) -> Vec<Link> {
        let links = self.joints.get(&parent).map(|joints| joints.links.as_slice()).unwrap_or_default();
        let link = |joint: &Joint| Link {
            from: joint.from,
            to: joint.to,
            flows: joint.flows,
            is_labelled: links.len() <= MANY_LINKS && joint.label.height > 0,
        };
        links.iter().map(link).collect()
    }

    fn pulls(&self, parent: Parent, share: Rect) -> Vec<Pull> {
        let direction = self.direction(parent);
        let share = turned_rect(share, direction);
        let pull = |(item, other): &(usize, ElementId)| {
            let at = turned_rect(self.estimate(*other)?, direction).centre();
            let side = if at.y < share.y {
                Side::Above
            } else if at.y > share.bottom() {
                Side::Below
            } else if at.x < share.x {
                Side::Left
            } else {
                Side::Right
            };
            let across = i64::from(at.x - share.x) * 1000 / i64::from(share.width.max(1));
            Some(Pull { item: *item, side, across: across.clamp(-1000, 2000) })
        };
        self.joints.get(&parent).map(|joints| joints.outward.iter().filter_map(pull).collect()).unwrap_or_default()
    }

    /// Where an element is, or the innermost boundary around it whose place is known.
    fn estimate(&self, id: ElementId) -> Option<Rect> {
        self.tree.path(id).iter().find_map(|(_, child)| self.rects.get(child).copied())
    }

    fn middle(&self, child: Child) -> Point {
        self.rects.get(&child).copied().unwrap_or_default().centre()
    }

    /// What there is to arrange in a boundary, as in a drawing that runs downwards.
    fn problem(&self, parent: Parent) -> Problem {
        let direction = self.direction(parent);
        let middle = match parent {
            Some(id) => self.middle(Child::Boundary(id)),
            None => {
                self.content.get(&None).map(|(size, _)| Rect::new(Point::default(), *size).centre()).unwrap_or_default()
            }
        };
        let end = |id: ElementId| {
            let at = self.middle(Child::Element(id));
            let own = self.tree.path(id).iter().find(|(outer, _)| *outer == parent).copied();
            match own {
                Some((_, child)) if !self.rects.contains_key(&Child::Element(id)) => {
                    End::Inside(self.tree.slot(child), Point::default())
                }
                Some((_, child)) => {
                    End::Inside(self.tree.slot(child), turned_point(at.seen_from(self.middle(child)), direction))
                }
                None => End::Outside(turned_point(at.seen_from(middle), direction)),
            }
        };
        let has_place = |id: ElementId| {
            self.rects.contains_key(&Child::Element(id)) || self.tree.path(id).iter().any(|(outer, _)| *outer == parent)
        };
        let flows = self.joints.get(&parent).map(|joints| joints.flows.as_slice()).unwrap_or_default();
        let flows = flows.iter().map(|index| &self.model.flows[*index]);
        let flows = flows.filter(|flow| has_place(flow.from) && has_place(flow.to));
        let flows = flows.map(|flow| [end(flow.from), end(flow.to)]);
        Problem { flows: flows.collect(), ..self.without_flows(parent) }
    }

    fn without_flows(&self, parent: Parent) -> Problem {
        let direction = self.direction(parent);
        let labels = self.joints.get(&parent).map(|joints| joints.links.as_slice()).unwrap_or_default();
        let label = labels.iter().map(|link| turned(link.label, direction).height).max().unwrap_or(0);
        let children = self.tree.children(parent).iter();
        Problem {
            sizes: children.map(|child| turned(self.size_of(*child), direction)).collect(),
            flows: Vec::new(),
            gap: Size { width: 6 * STEP, height: 6 * STEP + label },
            crossing: self.effort.crossing,
            is_asked: self.asked == Some(direction),
        }
    }

    /// Works out sizes from the inside out and places from the outside in.
    fn settle(&mut self) {
        let parents = self.tree.outside_in();
        for parent in parents.iter().rev() {
            let direction = self.direction(*parent);
            let problem = self.without_flows(*parent);
            let (size, middles) = problem.middles(self.rows.get(parent).map(Vec::as_slice).unwrap_or_default());
            let middles = middles.into_iter().map(|middle| turned_point(middle, direction)).collect();
            self.content.insert(*parent, (turned(size, direction), middles));
        }
        for parent in parents {
            let Some((size, middles)) = self.content.get(&parent) else { continue };
            let middle = match parent {
                None => Rect::new(Point::default(), *size).centre(),
                Some(id) => {
                    let rect = self.rects.get(&Child::Boundary(id)).copied().unwrap_or_default();
                    let band = self.sizes.titles[id.0].height + 2 * TITLE_MARGIN;
                    Point { x: rect.centre().x, y: rect.y + band + size.height / 2 }
                }
            };
            let children = self.tree.children(parent);
            let known = self.rows.get(&parent).into_iter().flatten().flatten();
            let rects: Vec<(Child, Rect)> = known
                .map(|slot| {
                    (children[*slot], Rect::around(middle.shifted(middles[*slot]), self.size_of(children[*slot])))
                })
                .collect();
            self.rects.extend(rects);
        }
    }

    fn size_of(&self, child: Child) -> Size {
        match child {
            Child::Element(id) => nominal(self.sizes.elements[id.0].shape),
            Child::Boundary(id) => {
                let size = self.content.get(&Some(id)).map(|(size, _)| *size).unwrap_or_default();
                let title = self.sizes.titles[id.0];
                Size {
                    width: size.width.max(title.width) + 2 * PADDING,
                    height: size.height + title.height + 2 * TITLE_MARGIN + PADDING,
                }
            }
        }
    }
}

/// The size of an element as far as it counts for the arrangement: most count alike, so that another name changes nothing.
pub(super) fn nominal(shape: Size) -> Size {
    let up = |length: i32, usual: i32| if length <= 2 * usual { usual } else { (length + usual - 1) / usual * usual };
    Size { width: up(shape.width, NOMINAL.width), height: up(shape.height, NOMINAL.height) }
}

/// See [`nominal`].
const NOMINAL: Size = Size { width: 144, height: 64 };

fn turned_rect(rect: Rect, direction: Direction) -> Rect {
    if direction == Direction::Right { rect.transposed() } else { rect }
}

fn turned_point(point: Point, direction: Direction) -> Point {
    if direction == Direction::Right { point.transposed() } else { point }
}

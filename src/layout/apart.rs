//! What lies side by side along one axis, how far it is kept apart, and what is pushed apart since it lies on something else.

use super::geometry::Rect;
use super::shifts::{Constraint, Push, System};
use super::{CLEARANCE, STEP};

/// What something is; what is kept apart depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Line,
    Border,
    Label,
    Title,
}

/// Something with an extent along the axis (`low` to `high`) and across it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub kind: Kind,
    pub group: usize,
    pub low: i32,
    pub high: i32,
    pub top: i32,
    pub bottom: i32,
    /// The flow that it belongs to.
    pub flow: Option<usize>,
    /// The element that it is, or sticks out of.
    pub element: Option<usize>,
    /// How much more room it wants than others of its kind.
    pub extra: i32,
    /// Of an upright piece of a line: whether the line comes from the left (-1) or right (1) at its top and its bottom.
    pub lean: [i32; 2],
    /// Of a label: the groups of the elements that its line reaches sideways. Up and down they move with it.
    pub sideways: [Option<usize>; 2],
}

impl Item {
    /// It covers a rectangle, and wants no more room than any.
    pub(super) fn new(kind: Kind, group: usize, rect: Rect, flow: Option<usize>) -> Item {
        Item {
            kind,
            group,
            low: rect.x,
            high: rect.right(),
            top: rect.y,
            bottom: rect.bottom(),
            flow,
            element: None,
            extra: 0,
            lean: [0; 2],
            sideways: [None; 2],
        }
    }

    /// Whether it covers anything of another one that does not move with it.
    pub(super) fn lies_on(&self, other: &Item) -> bool {
        self.low < other.high
            && other.low < self.high
            && self.top < other.bottom
            && other.top < self.bottom
            && self.group != other.group
    }
}

/// How far apart two elements are kept, and an element and a border.
pub(super) const ELEMENTS: i32 = 4 * STEP;
pub(super) const ELEMENT_AND_BORDER: i32 = 3 * STEP + STEP / 2;

/// How far apart two things are kept, where they are that far apart.
pub(super) fn distance(a: &Item, b: &Item, is_wide: bool) -> i32 {
    use Kind::{Border, Element, Label, Line, Title};
    match (a.kind, b.kind) {
        (Element | Border, Element | Border) if is_wide => 6 * STEP + i32::midpoint(a.extra, b.extra),
        (Label, Label) if is_wide => STEP,
        (Label, _) | (_, Label) if is_wide => 3 * STEP,
        (Label, Line) | (Line, Label) if a.flow == b.flow => 4,
        (Line | Element, Line) | (Line, Element) => CLEARANCE,
        (Element, Element) => ELEMENTS,
        (Border, Element) | (Element, Border) => ELEMENT_AND_BORDER,
        (Border, Border) => 3 * STEP,
        (Border, Line) | (Line, Border) => STEP + STEP / 2,
        (Label, Element) | (Element, Label) => STEP + a.extra.max(b.extra),
        (Label | Title, _) | (_, Label | Title) => STEP,
    }
}

/// Pushes away what a label covers, on the axis on which less is in the way.
pub(super) fn pushes(items: &[Item], system: &System) -> Vec<Push> {
    let mut pushes = spread(items, system);
    pushes.extend(off_borders(items, system));
    for label in items.iter().filter(|item| item.kind == Kind::Label && item.flow.is_some()) {
        for other in items {
            let own = other.flow == label.flow || other.group == label.group;
            let (wide, high) = (
                label.high.min(other.high) - label.low.max(other.low),
                label.bottom.min(other.bottom) - label.top.max(other.top),
            );
            if own || wide < 0 || high < 0 {
                continue;
            }
            // A line is crossed by what lies across it.
            let (width, height) = (other.high - other.low, other.bottom - other.top);
            let is_for_this_axis = match other.kind {
                Kind::Line | Kind::Border => width < height,
                Kind::Element if label.sideways.contains(&Some(other.group)) => true,
                _ => wide <= high,
            };
            if !is_for_this_axis {
                continue;
            }
            let is_earlier = label.low + label.high < other.low + other.high;
            let (earlier, later) = if is_earlier { (label, other) } else { (other, label) };
            pushes.push(push(system, earlier, later));
        }
    }
    pushes
}

/// Pushes apart the lines that lie on one another: beside one another they go on as they came.
fn spread(items: &[Item], system: &System) -> Vec<Push> {
    let mut pushes = Vec::new();
    let lines: Vec<&Item> = items.iter().filter(|item| item.kind == Kind::Line).collect();
    for (index, a) in lines.iter().enumerate() {
        for b in lines[index + 1..].iter().take_while(|b| b.low == a.low) {
            if a.flow == b.flow || a.group == b.group || a.bottom < b.top || b.bottom < a.top {
                continue;
            }
            let turns = |one: &Item, other: &Item| {
                let top = if one.top >= other.top { one.lean[0] } else { 0 };
                let bottom = if one.bottom <= other.bottom { one.lean[1] } else { 0 };
                top + bottom
            };
            let (earlier, later) = if turns(a, b) <= turns(b, a) { (a, b) } else { (b, a) };
            pushes.push(push(system, earlier, later));
        }
    }
    pushes
}

/// Pushes lines away from borders along which they run so near that the two read as one.
fn off_borders(items: &[Item], system: &System) -> Vec<Push> {
    let mut pushes = Vec::new();
    for (index, a) in items.iter().enumerate() {
        let near = items[index + 1..].iter().take_while(|b| b.low - a.high < STEP);
        for b in near.filter(|b| matches!((a.kind, b.kind), (Kind::Line, Kind::Border) | (Kind::Border, Kind::Line))) {
            if a.top.max(b.top) < a.bottom.min(b.bottom) {
                let push = push(system, a, b);
                pushes.push(Push { otherwise: push.wanted, ..push });
            }
        }
    }
    pushes
}

fn push(system: &System, earlier: &Item, later: &Item) -> Push {
    let constraint = |earlier: &Item, later: &Item| {
        let least = system.up(earlier.high - later.low + distance(earlier, later, false));
        Constraint { earlier: earlier.group, later: later.group, least }
    };
    Push { wanted: constraint(earlier, later), otherwise: constraint(later, earlier) }
}

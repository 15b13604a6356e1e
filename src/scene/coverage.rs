//! Which categories apply to something, and what became of each: a small letter in a filled box for a threat found, in
//! a ring where a control answers it, in an outlined box for one dismissed, a dashed one for one that a rule finds likely, and
//! bare where nobody has asked yet.

use super::content::in_scope;
use super::options::Asked;
use super::shape::box_node;
use super::{Anchor, Colour, Layer, Node, Options, Paint, haloed, marker, text};
use crate::layout::{Point, Rect, Size};
use crate::model::{Category, Method, Model, Target};
use crate::text::{Font, width};
use crate::threat::{Severity, Share};

/// The height of a row, and from one row to the next.
const ROW: i32 = 14;
pub(super) const LEADING: i32 = 17;
const GAP: i32 = 3;

/// What became of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    /// There is a threat.
    Found,
    /// An attribute answers it.
    Controlled,
    /// It was asked, and nothing found.
    Dismissed,
    /// A rule finds it so likely, and nobody has answered.
    Likely(Severity),
    /// Nobody has asked yet.
    NotAsked,
}

impl Answered {
    /// One of each, in the order of the legend.
    pub(super) const ALL: [Answered; 5] = [
        Answered::Found,
        Answered::Controlled,
        Answered::Dismissed,
        Answered::Likely(Severity::Medium),
        Answered::NotAsked,
    ];

    /// As the legend writes it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Answered::Found => "threat found",
            Answered::Controlled => "controlled",
            Answered::Dismissed => "dismissed",
            Answered::Likely(_) => "likely, by a rule",
            Answered::NotAsked => "not yet asked",
        }
    }

    fn font(self) -> Font {
        match self {
            Answered::Found => Font::semibold(9.0),
            Answered::Controlled | Answered::Dismissed | Answered::Likely(_) | Answered::NotAsked => Font::regular(9.0),
        }
    }
}

/// One letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub category: Category,
    pub answered: Answered,
}

impl Cell {
    /// As wide as the widest way of writing it, so that an answer moves nothing.
    fn width(self) -> i32 {
        (width(self.category.letter(), Answered::Found.font()).ceil() as i32 + 6).max(ROW)
    }
}

/// The categories that apply to an element or a flow, by the model's method; STRIDE where it names none. Of what is
/// imported, those that this model says something about: who asks the rest is the session of its own file. Where coverage
/// is not shown, only what rules find likely.
pub(super) fn coverage(model: &Model, target: Target, options: &Options) -> Vec<Cell> {
    let Some(kind) = model.element_type(target) else { return Vec::new() };
    let (covers, finds) = (options.layers.show(Layer::Coverage), options.layers.show(Layer::Candidates));
    let asked = |category: Category| match model.header.method {
        None | Some(Method::Stride) => !category.is_privacy(),
        Some(Method::Linddun) => category.is_privacy(),
        Some(Method::Both) => true,
    };
    let is_ours = model.is_looked_at(target);
    let cell = |category: Category| {
        let answered =
            match (written(model, target, category), options.matrix.state(model.target_key(target), category)) {
                (Answered::NotAsked, Some(Asked::Likely(severity))) if finds => Answered::Likely(severity),
                (Answered::NotAsked, Some(Asked::Controlled)) => Answered::Controlled,
                (Answered::NotAsked, Some(Asked::Dismissed)) => Answered::Dismissed,
                (written, _) => written,
            };
        let applies = asked(category) && category.applies_to(kind) && (is_ours || answered == Answered::Dismissed);
        let shown = match answered {
            Answered::Likely(_) => true,
            Answered::Found => covers,
            Answered::Controlled | Answered::Dismissed | Answered::NotAsked => covers && applies,
        };
        shown.then_some(Cell { category, answered })
    };
    Category::ALL.into_iter().filter_map(cell).collect()
}

/// How much of what is drawn is answered: cells as in the coverage matrix, which a likely threat outweighs where its category
/// is dismissed. Of what is imported, nothing is ours to ask.
pub(super) fn share(model: &Model, options: &Options) -> Share {
    let ours = in_scope(model).filter(|target| model.is_looked_at(*target));
    let cells = ours.flat_map(|target| coverage(model, target, options).into_iter().map(move |cell| (target, cell)));
    cells.fold(Share::default(), |share, (target, cell)| {
        let is_likely =
            || matches!(options.matrix.state(model.target_key(target), cell.category), Some(Asked::Likely(_)));
        let is_answered = match cell.answered {
            Answered::Found | Answered::Controlled => true,
            Answered::Dismissed => !is_likely(),
            Answered::Likely(_) | Answered::NotAsked => false,
        };
        Share { answered: share.answered + usize::from(is_answered), total: share.total + 1 }
    })
}

/// What the model says itself.
fn written(model: &Model, target: Target, category: Category) -> Answered {
    let found = model.threats.iter().any(|threat| {
        threat.categories.iter().any(|one| one.value == category)
            && threat.targets.iter().any(|one| one.value == target)
    });
    let dismissed = model.dismissals.iter().any(|one| one.category.value == category && one.target.value == target);
    match (found, dismissed) {
        (true, _) => Answered::Found,
        (false, true) => Answered::Dismissed,
        (false, false) => Answered::NotAsked,
    }
}

/// The cells in rows of at most this width.
fn rows(cells: &[Cell], limit: i32) -> Vec<&[Cell]> {
    let mut rows = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (index, cell) in cells.iter().enumerate() {
        if index > start && filled + cell.width() > limit {
            rows.push(&cells[start..index]);
            (start, filled) = (index, 0);
        }
        filled += cell.width() + GAP;
    }
    if start < cells.len() {
        rows.push(&cells[start..]);
    }
    rows
}

fn row_width(row: &[Cell]) -> i32 {
    row.iter().map(|cell| cell.width() + GAP).sum::<i32>() - GAP
}

/// The room that the letters take, in rows of at most `limit` pixels.
pub(super) fn size(cells: &[Cell], limit: i32) -> Size {
    let rows = rows(cells, limit);
    let width = rows.iter().map(|row| row_width(row)).max().unwrap_or(0);
    Size { width, height: i32::try_from(rows.len()).unwrap_or(0) * LEADING }
}

/// Where letters stand.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In the middle of something so wide.
    Within(f64),
    /// On a ground of this colour, where lines may run.
    On(Colour),
}

/// The letters from a top left corner on.
pub(super) fn draw(cells: &[Cell], limit: i32, x: f64, y: f64, place: Place) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (index, row) in rows(cells, limit).into_iter().enumerate() {
        let mut left = match place {
            Place::Within(width) => x + (width - f64::from(row_width(row))) / 2.0,
            Place::On(_) => x,
        };
        for cell in row {
            let drawn = letter(*cell, left, y + index as f64 * f64::from(LEADING)).into_iter();
            match (place, cell.answered) {
                (Place::On(ground), Answered::NotAsked) => nodes.extend(drawn.map(|node| haloed(node, ground))),
                _ => nodes.extend(drawn),
            }
            left += f64::from(cell.width() + GAP);
        }
    }
    nodes
}

/// One letter with its top left corner at a place.
pub(super) fn letter(cell: Cell, x: f64, y: f64) -> Vec<Node> {
    let size = Size { width: cell.width(), height: ROW };
    let at = Rect::new(Point { x: x.round() as i32, y: y.round() as i32 }, size);
    let outlined = |colour: Colour| Some(Paint::stroked(colour, 1.0).and_fill(Colour::Background, 1.0));
    let (boxed, colour) = match cell.answered {
        Answered::Found => (Some(Paint::filled(Colour::Ink)), Colour::OnMarker),
        Answered::Controlled => (outlined(Colour::Ink), Colour::Ink),
        Answered::Dismissed => (outlined(Colour::Muted), Colour::Muted),
        Answered::Likely(severity) => {
            let stroke = Paint::dashed(marker::colour(Some(severity)), 1.25, (2.5, 1.5));
            (Some(stroke.and_fill(Colour::Background, 1.0)), Colour::Ink)
        }
        Answered::NotAsked => (None, Colour::Muted),
    };
    let radius = if cell.answered == Answered::Controlled { f64::from(ROW) / 2.0 } else { 3.0 };
    let mut nodes: Vec<Node> = boxed.map(|paint| box_node(at, radius, paint)).into_iter().collect();
    let middle = f64::from(at.x) + f64::from(at.width) / 2.0;
    let font = cell.answered.font();
    nodes.push(text(middle, f64::from(at.y) + 10.3, Anchor::Middle, cell.category.letter(), font, colour));
    nodes
}

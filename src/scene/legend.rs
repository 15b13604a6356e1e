//! The legend: exactly what the picture uses, in rows.

use super::content::{CONTROL_GAP, controls, in_scope, worst};
use super::coverage::{Answered, Cell, coverage, letter};
use super::difference::{Marked, marked, sign, words};
use super::fade::faded;
use super::page::MARGIN;
use super::shape::{Reply, Sensitivity, box_node, diamond, dot, import_mark, outline, sample_flow};
use super::{Anchor, Colour, Layer, Node, Paint, Picture, group, marker, text};
use crate::diff::Mark;
use crate::layout::{Point, Rect, Size};
use crate::model::{Category, ElementId, ElementKind, Settings};
use crate::text::{Font, width};
use crate::threat::{Assessed, Severity, Status};

const LEGEND: Font = Font::regular(11.0);
const LETTER: Font = Font::semibold(11.0);

/// Draws the legend below `top` in rows of at most `limit` pixels, and says where it ends.
pub(super) fn legend(picture: &Picture, top: f64, limit: f64) -> (Node, f64) {
    let mut nodes = Vec::new();
    let (mut x, mut y) = (MARGIN, top + 14.0);
    for item in items(picture) {
        let needed = item.width + 8.0 + width(&item.label, LEGEND);
        if x > MARGIN && x + needed > MARGIN + limit {
            (x, y) = (MARGIN, y + 28.0);
        }
        nodes.extend((item.symbol)(x, y));
        nodes.push(text(x + item.width + 8.0, y + 4.0, Anchor::Start, &item.label, LEGEND, Colour::Muted));
        x += needed + 24.0;
    }
    (group("legend", nodes), y + 14.0)
}

/// A symbol, drawn from the middle of its left side on, with what it means.
struct Item {
    symbol: Box<dyn Fn(f64, f64) -> Vec<Node>>,
    width: f64,
    label: String,
}

fn item(width: f64, label: &str, symbol: impl Fn(f64, f64) -> Vec<Node> + 'static) -> Item {
    Item { symbol: Box::new(symbol), width, label: label.to_owned() }
}

fn items(picture: &Picture) -> Vec<Item> {
    let mut items = notation(picture);
    items.extend(marks(picture));
    if picture.shows(Layer::Threats) || picture.shows(Layer::List) {
        items.extend(threats(picture));
    }
    if picture.shows(Layer::Data) {
        items.extend(sensitivities(picture));
    }
    items.extend(gaps(picture));
    items.extend(answers(picture));
    items.extend(letters(picture));
    items
}

/// What bold security attributes mean, where any are.
fn gaps(picture: &Picture) -> Option<Item> {
    let model = picture.model;
    let settings = (model.elements.iter().map(|element| &element.settings))
        .chain(model.flows.iter().map(|flow| &flow.settings))
        .chain(model.boundaries.iter().map(|boundary| &boundary.settings));
    let is_used =
        picture.shows(Layer::Controls) && settings.flat_map(controls).any(|control| control.font == CONTROL_GAP);
    let symbol = |x: f64, y: f64| vec![text(x, y + 4.0, Anchor::Start, "bold", CONTROL_GAP, Colour::Muted)];
    is_used.then(|| item(width("bold", CONTROL_GAP), "none or unknown", symbol))
}

/// Where a sample of an element is drawn.
fn sample(x: f64, y: f64) -> Rect {
    Rect::new(Point { x: x.round() as i32, y: y.round() as i32 - 9 }, Size { width: 30, height: 18 })
}

fn notation(picture: &Picture) -> Vec<Item> {
    let model = picture.model;
    let mut items = Vec::new();
    for (kind, label) in [
        (ElementKind::Entity, "external entity"),
        (ElementKind::Process, "process"),
        (ElementKind::Store, "data store"),
    ] {
        if model.elements.iter().any(|element| element.kind == kind && !element.is_collapsed) {
            items.push(item(30.0, label, move |x, y| outline(kind, sample(x, y))));
        }
    }
    let replies = model.replies();
    if model.flows.len() > replies.len() {
        items.push(item(30.0, "data flow", |x, y| sample_flow(x, y, 30.0, Reply::No)));
    }
    if !replies.is_empty() {
        items.push(item(30.0, "reply", |x, y| sample_flow(x, y, 30.0, Reply::Yes)));
    }
    if !model.boundaries.is_empty() || model.elements.iter().any(|element| element.is_collapsed) {
        let paint = Paint::dashed(Colour::Boundary, 1.5, (5.0, 4.0)).and_fill(Colour::ground(1), 1.0);
        items.push(item(30.0, "trust boundary", move |x, y| vec![box_node(sample(x, y), 5.0, paint)]));
    }
    let is_collapsed = |id: ElementId| model.element(id).is_collapsed;
    if model
        .flows
        .iter()
        .any(|flow| is_collapsed(flow.from) || is_collapsed(flow.to) || !model.crossings(flow).is_empty())
    {
        let mark = |x: f64, y: f64| vec![diamond(Point { x: x.round() as i32 + 6, y: y.round() as i32 })];
        items.push(item(12.0, "crossing", mark));
    }
    if model.elements.iter().any(|element| element.imported.is_some())
        || model.boundaries.iter().any(|boundary| boundary.imported.is_some())
    {
        items.push(item(10.0, "imported", |x, y| import_mark(x, y - 5.0, Colour::Muted)));
    }
    let says_so = (model.elements.iter().map(|element| &element.settings))
        .chain(model.boundaries.iter().map(|boundary| &boundary.settings))
        .chain(model.flows.iter().map(|flow| &flow.settings));
    if says_so.into_iter().any(Settings::is_out_of_scope) {
        let shape = |x: f64, y: f64| outline(ElementKind::Entity, sample(x, y)).into_iter().map(faded).collect();
        items.push(item(30.0, "out of scope", shape));
    }
    items
}

/// What differs, in a picture of two states.
fn marks(picture: &Picture) -> Vec<Item> {
    let used = picture.marked.as_ref().map(Marked::used).unwrap_or_default();
    let shape = |mark: Mark, x: f64, y: f64| -> Vec<Node> {
        outline(ElementKind::Process, sample(x, y)).into_iter().map(|node| marked(node, mark)).collect()
    };
    let label = |mark: Mark| format!("{} {}", sign(mark).unwrap_or_default(), words(mark));
    used.into_iter().map(|mark| item(30.0, &label(mark), move |x, y| shape(mark, x, y))).collect()
}

fn threats(picture: &Picture) -> Vec<Item> {
    let any = |wanted: &dyn Fn(&Assessed) -> bool| picture.assessment.threats.iter().any(wanted);
    let shape = |severity: Option<Severity>, status: Status, label: &str| {
        item(22.0, label, move |x, y| marker::outline(severity, status, x + 11.0, y))
    };
    let mut items = Vec::new();
    for severity in Severity::ALL {
        if any(&|one| one.severity == Some(severity)) {
            items.push(shape(Some(severity), Status::Open, severity.word()));
        }
    }
    if any(&|one| one.severity.is_none()) {
        items.push(shape(None, Status::Open, "not rated"));
    }
    if any(&|one| one.status == Status::Mitigated) {
        items.push(shape(Some(Severity::Medium), Status::Mitigated, "mitigated"));
    }
    if any(&|one| matches!(one.status, Status::Accepted | Status::Transferred | Status::Avoided)) {
        items.push(shape(Some(Severity::Medium), Status::Accepted, "accepted, transferred or avoided"));
    }
    items
}

fn sensitivities(picture: &Picture) -> Vec<Item> {
    let model = picture.model;
    let carried = model.flows.iter().map(|flow| &flow.carries);
    let all = carried.chain(model.elements.iter().map(|element| &element.holds));
    let shown: Vec<Sensitivity> = all.filter_map(|ids| worst(model, ids)).collect();
    let items: [(&[Sensitivity], &str); 4] = [
        (&[Sensitivity::Restricted], "restricted data"),
        (&[Sensitivity::Confidential], "confidential data"),
        (&[Sensitivity::Internal], "internal data"),
        (&[Sensitivity::Public, Sensitivity::Unknown], "public or unclassified data"),
    ];
    let item = |(alike, label): (&[Sensitivity], &str)| {
        let sensitivity = *alike.iter().find(|one| shown.contains(one))?;
        Some(item(8.0, label, move |x, y| vec![dot(x + 4.0, y, sensitivity)]))
    };
    items.into_iter().filter_map(item).collect()
}

/// Everything whose coverage the picture shows, with its letters.
fn covered(picture: &Picture) -> Vec<Cell> {
    in_scope(picture.model).flat_map(|target| coverage(picture.model, target, picture.options)).collect()
}

fn answers(picture: &Picture) -> Vec<Item> {
    let cells = covered(picture);
    let sample = |answered: Answered| cells.iter().find(|cell| cell.answered.words() == answered.words()).copied();
    let shown = Answered::ALL.into_iter().filter_map(|answered| Some((answered, sample(answered)?)));
    shown.map(|(answered, cell)| item(14.0, answered.words(), move |x, y| letter(cell, x, y - 7.0))).collect()
}

/// What the letters mean, where any stand in the diagram or in the list.
fn letters(picture: &Picture) -> Vec<Item> {
    let mut used: Vec<Category> = Vec::new();
    used.extend(covered(picture).iter().map(|cell| cell.category));
    if picture.shows(Layer::List) || picture.shows(Layer::Threats) && picture.shows(Layer::Categories) {
        used.extend(picture.model.threats.iter().flat_map(|threat| &threat.categories).map(|category| category.value));
    }
    used.sort_unstable();
    used.dedup();
    let name = |category: Category| {
        let drawn = width(category.letter(), LETTER);
        let symbol =
            move |x: f64, y: f64| vec![text(x, y + 4.0, Anchor::Start, category.letter(), LETTER, Colour::Ink)];
        item(drawn - 3.0, category.word(), symbol)
    };
    used.into_iter().map(name).collect()
}

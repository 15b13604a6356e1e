//! What stands around the diagram: title block, threat list, legend.

use super::diagram::{box_node, diamond, dot, outline, sample_flow};
use super::marker;
use super::prose::{description, facts, title};
use super::{Anchor, Colour, Node, Paint, Piece, Scene, Subject, text};
use crate::layout::{Layout, Point, Rect, Size};
use crate::model::{Answer, ElementKind, Model};
use crate::text::{Font, width, wrap};
use crate::threat::{Assessed, Assessment, Severity, Status};

const MARGIN: f64 = 32.0;
const TITLE: Font = Font::semibold(20.0);
const FACTS: Font = Font::regular(12.5);
const LIST_TITLE: Font = Font::semibold(13.0);
const LIST_TEXT: Font = Font::semibold(11.5);
const LIST_NOTE: Font = Font::regular(10.5);
const LEGEND: Font = Font::regular(11.0);

/// The width of a column of the threat list, and of the text in it.
const COLUMN: f64 = 300.0;
const COLUMN_TEXT: f64 = COLUMN - 34.0 - 20.0;

/// Puts everything around the diagram.
pub(super) fn compose(model: &Model, assessment: &Assessment, layout: &Layout, diagram: Vec<Node>) -> Scene {
    let entries: Vec<Entry> = assessment.ranked().into_iter().map(|assessed| entry(model, assessed)).collect();
    let bounds = layout.bounds;
    let (drawn_width, drawn_height) = (f64::from(bounds.width), f64::from(bounds.height));
    let beside =
        !entries.is_empty() && entries.iter().map(Entry::height).sum::<f64>() + 30.0 <= drawn_height.max(420.0) * 1.15;
    let list_columns = if beside { 1 } else { (drawn_width / COLUMN).floor().max(1.0) as usize };
    let content_width = if beside {
        drawn_width + 40.0 + COLUMN
    } else {
        drawn_width.max(if entries.is_empty() { 0.0 } else { COLUMN * list_columns as f64 })
    };
    let content_width = content_width.max(420.0);

    let mut nodes = Vec::new();
    let (header, top) = header(model, assessment, content_width);
    nodes.push(header);
    let top = top + 12.0;
    let offset = Point { x: MARGIN as i32 - bounds.x, y: top as i32 - bounds.y };
    nodes.extend(diagram.into_iter().map(|node| moved(node, f64::from(offset.x), f64::from(offset.y))));
    let mut bottom = top + drawn_height;
    if beside {
        let x = MARGIN + drawn_width + 40.0;
        nodes.push(rule(x - 20.0, top, x - 20.0, bottom.max(top + list_height(&entries, 1))));
        bottom = bottom.max(list(&mut nodes, model, &entries, x, top, 1));
    } else if !entries.is_empty() {
        nodes.push(rule(MARGIN, bottom + 24.0, MARGIN + content_width, bottom + 24.0));
        bottom = list(&mut nodes, model, &entries, MARGIN, bottom + 40.0, list_columns);
    }
    bottom += 24.0;
    nodes.push(rule(MARGIN, bottom, MARGIN + content_width, bottom));
    let (legend, bottom) = legend(model, assessment, bottom + 12.0, content_width);
    nodes.push(legend);
    Scene {
        width: content_width + 2.0 * MARGIN,
        height: bottom + 20.0,
        title: title(model).to_owned(),
        description: description(model, assessment),
        nodes,
    }
}

fn header(model: &Model, assessment: &Assessment, content_width: f64) -> (Node, f64) {
    let limit = content_width.min(900.0);
    let mut nodes = Vec::new();
    let mut y = MARGIN;
    for line in wrap(title(model), TITLE, limit) {
        nodes.push(text(MARGIN, y + 16.0, Anchor::Start, &line, TITLE, Colour::Ink));
        y += 27.0;
    }
    let scope = model.header.scope.as_ref().map(|scope| format!("Scope: {scope}")).unwrap_or_default();
    for line in wrap(&scope, FACTS, limit).iter().chain(&wrap(&facts(model, assessment), FACTS, limit)) {
        nodes.push(text(MARGIN, y + 12.0, Anchor::Start, line, FACTS, Colour::Muted));
        y += 19.0;
    }
    (group("title", nodes), y + 4.0)
}

struct Entry {
    assessed: Assessed,
    lines: Vec<String>,
    note: Vec<String>,
}

impl Entry {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * 15.5 + self.note.len() as f64 * 14.0 + 15.0
    }
}

fn entry(model: &Model, assessed: &Assessed) -> Entry {
    let threat = &model.threats[assessed.threat.0];
    let mut facts: Vec<String> = Vec::new();
    let letters: Vec<&str> = threat.categories.iter().map(|category| category.value.letter()).collect();
    facts.push(letters.join(", "));
    let until = threat.disposition.as_ref().and_then(|disposition| disposition.settings.text("until"));
    facts.push(match until {
        Some(until) => format!("{} until {until}", assessed.status.word()),
        None => assessed.status.word().to_owned(),
    });
    let own: Vec<String> =
        [threat.settings.text("owner"), threat.settings.text("ticket")].into_iter().flatten().collect();
    let mut who: Vec<String> = if own.is_empty() { Vec::new() } else { vec![own.join(" ")] };
    for id in &threat.mitigations {
        let settings = &model.mitigations[id.0].settings;
        let parts: Vec<String> = [settings.text("owner"), settings.text("ticket")].into_iter().flatten().collect();
        let part = parts.join(" ");
        if !part.is_empty() && !who.contains(&part) {
            who.push(part);
        }
    }
    facts.extend(who);
    Entry {
        assessed: *assessed,
        lines: wrap(&threat.text, LIST_TEXT, COLUMN_TEXT),
        note: wrap(&facts.join(" · "), LIST_NOTE, COLUMN_TEXT),
    }
}

/// How the entries fall into columns of about the same height: the number of entries in each.
fn columns(entries: &[Entry], count: usize) -> Vec<usize> {
    let total: f64 = entries.iter().map(Entry::height).sum();
    let tallest = entries.iter().map(Entry::height).fold(0.0, f64::max);
    let mut limit = total / count as f64;
    loop {
        let filled = filled(entries, limit);
        if filled.len() <= count {
            return filled;
        }
        limit += tallest / 4.0 + 1.0;
    }
}

fn filled(entries: &[Entry], limit: f64) -> Vec<usize> {
    let (mut columns, mut height) = (vec![0], 0.0);
    for entry in entries {
        if height > 0.0 && height + entry.height() > limit {
            columns.push(0);
            height = 0.0;
        }
        if let Some(last) = columns.last_mut() {
            *last += 1;
        }
        height += entry.height();
    }
    columns
}

fn list_height(entries: &[Entry], count: usize) -> f64 {
    let mut rest = entries;
    let mut tallest: f64 = 0.0;
    for size in columns(entries, count) {
        let (column, others) = rest.split_at(size);
        tallest = tallest.max(column.iter().map(Entry::height).sum());
        rest = others;
    }
    tallest + 30.0
}

/// Draws the list and returns where it ends.
fn list(nodes: &mut Vec<Node>, model: &Model, entries: &[Entry], x: f64, top: f64, count: usize) -> f64 {
    let mut drawn = vec![text(x, top + 12.0, Anchor::Start, "Threats", LIST_TITLE, Colour::Ink)];
    let mut rest = entries;
    for (column, size) in columns(entries, count).into_iter().enumerate() {
        let x = x + column as f64 * COLUMN;
        let (here, others) = rest.split_at(size);
        rest = others;
        let mut y = top + 30.0;
        for entry in here {
            drawn.push(list_entry(model, entry, x, y));
            y += entry.height();
        }
    }
    nodes.push(group("threats", drawn));
    top + list_height(entries, count)
}

fn list_entry(model: &Model, entry: &Entry, x: f64, top: f64) -> Node {
    let threat = &model.threats[entry.assessed.threat.0];
    let mut nodes = marker::shape_with_number(&entry.assessed, x + 12.0, top + 12.0);
    let mut y = top + 10.0;
    for line in &entry.lines {
        nodes.push(text(x + 34.0, y, Anchor::Start, line, LIST_TEXT, Colour::Ink));
        y += 15.5;
    }
    for line in &entry.note {
        nodes.push(text(x + 34.0, y, Anchor::Start, line, LIST_NOTE, Colour::Muted));
        y += 14.0;
    }
    Node::Group {
        subject: Subject { role: "entry", id: threat.id.value.clone(), line: 0 },
        title: String::new(),
        link: threat.settings.text("link"),
        faded: false,
        nodes,
    }
}

/// Exactly what the picture uses, in rows.
fn legend(model: &Model, assessment: &Assessment, top: f64, limit: f64) -> (Node, f64) {
    let mut nodes = Vec::new();
    let (mut x, mut y) = (MARGIN, top + 14.0);
    for (symbol, symbol_width, label) in legend_items(model, assessment) {
        let needed = symbol_width + 8.0 + width(&label, LEGEND);
        if x > MARGIN && x + needed > MARGIN + limit {
            (x, y) = (MARGIN, y + 28.0);
        }
        nodes.extend(symbol(x, y));
        nodes.push(text(x + symbol_width + 8.0, y + 4.0, Anchor::Start, &label, LEGEND, Colour::Muted));
        x += needed + 24.0;
    }
    (group("legend", nodes), y + 14.0)
}

type Symbol = Box<dyn Fn(f64, f64) -> Vec<Node>>;

fn legend_items(model: &Model, assessment: &Assessment) -> Vec<(Symbol, f64, String)> {
    let mut items: Vec<(Symbol, f64, String)> = Vec::new();
    let sample = |x: f64, y: f64| Rect::new(Point { x: x as i32, y: y as i32 - 9 }, Size { width: 30, height: 18 });
    for (kind, label) in [
        (ElementKind::Entity, "external entity"),
        (ElementKind::Process, "process"),
        (ElementKind::Store, "data store"),
    ] {
        if model.elements.iter().any(|element| element.kind == kind) {
            items.push((Box::new(move |x, y| outline(kind, sample(x, y))), 30.0, label.to_owned()));
        }
    }
    if !model.flows.is_empty() {
        items.push((Box::new(|x, y| sample_flow(x, y, 30.0)), 30.0, "data flow".to_owned()));
    }
    if !model.boundaries.is_empty() {
        let paint = Paint::dashed(Colour::Boundary, 1.5, (5.0, 4.0)).and_fill(Colour::Boundary, 0.035);
        items.push((Box::new(move |x, y| vec![box_node(sample(x, y), 5.0, paint)]), 30.0, "trust boundary".to_owned()));
    }
    if model.flows.iter().any(|flow| !model.crossings(flow).is_empty()) {
        let mark = |x: f64, y: f64| vec![diamond(Point { x: x as i32 + 6, y: y as i32 })];
        items.push((Box::new(mark), 12.0, "crossing".to_owned()));
    }
    for severity in Severity::ALL {
        if assessment.threats.iter().any(|assessed| assessed.severity == Some(severity)) {
            let shape = move |x: f64, y: f64| vec![marker::outline(Some(severity), Status::Open, x + 11.0, y)];
            items.push((Box::new(shape), 22.0, severity.word().to_owned()));
        }
    }
    if assessment.threats.iter().any(|assessed| assessed.severity.is_none()) {
        items.push((
            Box::new(|x, y| vec![marker::outline(None, Status::Open, x + 11.0, y)]),
            22.0,
            "not rated".to_owned(),
        ));
    }
    let decided = assessment
        .threats
        .iter()
        .any(|one| matches!(one.status, Status::Accepted | Status::Transferred | Status::Avoided));
    let mitigated = assessment.threats.iter().any(|one| one.status == Status::Mitigated);
    for (present, status, label) in
        [(mitigated, Status::Mitigated, "mitigated"), (decided, Status::Accepted, "accepted, transferred or avoided")]
    {
        if present {
            let shape = move |x: f64, y: f64| vec![marker::outline(Some(Severity::Medium), status, x + 11.0, y)];
            items.push((Box::new(shape), 22.0, label.to_owned()));
        }
    }
    items.extend(sensitivity_items(model));
    items
}

fn sensitivity_items(model: &Model) -> Vec<(Symbol, f64, String)> {
    let shown = |word: &str| {
        let ids =
            model.flows.iter().flat_map(|flow| &flow.carries).chain(model.elements.iter().flat_map(|one| &one.holds));
        ids.map(|id| &model.data[id.0].settings).any(|settings| {
            matches!(settings.answer("sensitivity"), Some(Answer::Values(_)))
                && settings.text("sensitivity").as_deref() == Some(word)
        })
    };
    [("restricted", Colour::Critical), ("confidential", Colour::High), ("internal", Colour::Low)]
        .into_iter()
        .filter(|(word, _)| shown(word))
        .map(|(word, colour)| {
            let symbol: Symbol = Box::new(move |x, y| vec![dot(x + 4.0, y, colour)]);
            (symbol, 8.0, format!("{word} data"))
        })
        .collect()
}

fn rule(x1: f64, y1: f64, x2: f64, y2: f64) -> Node {
    Node::Path { pieces: vec![Piece::Move(x1, y1), Piece::Line(x2, y2)], paint: Paint::stroked(Colour::Hairline, 1.0) }
}

fn group(role: &'static str, nodes: Vec<Node>) -> Node {
    let subject = Subject { role, id: String::new(), line: 0 };
    Node::Group { subject, title: String::new(), link: None, faded: false, nodes }
}

/// A node somewhere else.
fn moved(node: Node, dx: f64, dy: f64) -> Node {
    match node {
        Node::Rect { x, y, width, height, radius, paint } => {
            Node::Rect { x: x + dx, y: y + dy, width, height, radius, paint }
        }
        Node::Path { pieces, paint } => {
            let piece = |piece: Piece| match piece {
                Piece::Move(x, y) => Piece::Move(x + dx, y + dy),
                Piece::Line(x, y) => Piece::Line(x + dx, y + dy),
                Piece::Curve(cx, cy, x, y) => Piece::Curve(cx + dx, cy + dy, x + dx, y + dy),
                Piece::Close => Piece::Close,
            };
            Node::Path { pieces: pieces.into_iter().map(piece).collect(), paint }
        }
        Node::Text { x, y, anchor, text, width, font, colour } => {
            Node::Text { x: x + dx, y: y + dy, anchor, text, width, font, colour }
        }
        Node::Group { subject, title, link, faded, nodes } => Node::Group {
            subject,
            title,
            link,
            faded,
            nodes: nodes.into_iter().map(|node| moved(node, dx, dy)).collect(),
        },
    }
}

//! The list of threats: marker, sentence, categories, status, who and where.

use std::collections::BTreeSet;

use super::fade::faded;
use super::marker;
use super::{Anchor, Colour, Layer, Node, Picture, Reading, Subject, text};
use crate::model::ThreatId;
use crate::text::{Font, wrap};
use crate::threat::Assessed;

const LIST_TITLE: Font = Font::semibold(13.0);
const LIST_TEXT: Font = Font::semibold(11.5);
const LIST_NOTE: Font = Font::regular(10.5);

/// The least width of a column of the list, with the gap behind it.
pub(super) const COLUMN: f64 = 300.0;
/// The greatest: longer lines are hard to read.
const WIDEST: f64 = 440.0;
/// From one column to the next.
const GAP: f64 = 20.0;
/// From the left of a column to its text: the marker stands there.
const INDENT: f64 = 34.0;

/// The entries of the list, the ones that matter most first; empty where the picture shows none.
pub(super) struct List {
    entries: Vec<Entry>,
    /// The width of a column, with the gap behind it.
    column: f64,
}

impl List {
    /// The list of a picture whose diagram has markers of these threats.
    pub(super) fn of(picture: &Picture, marked: &BTreeSet<ThreatId>) -> List {
        List::in_columns(picture, marked, COLUMN)
    }

    /// The same with columns that fill a width, at most so many.
    pub(super) fn filling(self, picture: &Picture, marked: &BTreeSet<ThreatId>, width: f64, most: usize) -> List {
        let count = columns(&self.entries, most).len();
        List::in_columns(picture, marked, ((width + GAP) / count as f64).clamp(COLUMN, WIDEST))
    }

    fn in_columns(picture: &Picture, marked: &BTreeSet<ThreatId>, column: f64) -> List {
        let ranked = if picture.shows(Layer::List) { picture.assessment.ranked() } else { Vec::new() };
        let width = column - INDENT - GAP;
        List { entries: ranked.into_iter().map(|assessed| entry(picture, assessed, marked, width)).collect(), column }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How high it is in this many columns.
    pub(super) fn height(&self, count: usize) -> f64 {
        let mut rest = self.entries.as_slice();
        let mut tallest: f64 = 0.0;
        for size in columns(&self.entries, count) {
            let (column, others) = rest.split_at(size);
            tallest = tallest.max(column.iter().map(Entry::height).sum());
            rest = others;
        }
        tallest + 30.0
    }

    /// Its title, and the list itself.
    pub(super) fn draw(&self, picture: &Picture, x: f64, top: f64, count: usize) -> [Node; 2] {
        let title = text(x, top + 12.0, Anchor::Start, "Threats", LIST_TITLE, Colour::Ink);
        let mut nodes = Vec::new();
        let mut rest = self.entries.as_slice();
        for (column, size) in columns(&self.entries, count).into_iter().enumerate() {
            let (here, others) = rest.split_at(size);
            rest = others;
            let mut y = top + 30.0;
            for entry in here {
                nodes.push(list_entry(picture, entry, x + column as f64 * self.column, y));
                y += entry.height();
            }
        }
        let list = Node::Group {
            subject: Subject { role: "threats", id: String::new(), source: String::new() },
            title: "Threats, open and severe ones first".to_owned(),
            reading: Reading::List,
            anchor: String::new(),
            link: None,
            nodes,
        };
        [title, list]
    }
}

struct Entry {
    assessed: Assessed,
    lines: Vec<String>,
    note: Vec<String>,
    link: Option<String>,
}

impl Entry {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * 15.5 + self.note.len() as f64 * 14.0 + 15.0
    }
}

fn entry(picture: &Picture, assessed: &Assessed, marked: &BTreeSet<ThreatId>, width: f64) -> Entry {
    let model = picture.model;
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
        lines: wrap(&threat.text, LIST_TEXT, width),
        note: wrap(&facts.join(" · "), LIST_NOTE, width),
        link: threat.settings.text("link").or_else(|| {
            marked.contains(&assessed.threat).then(|| format!("#{}", picture.marker_anchor(&threat.id.value)))
        }),
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

fn list_entry(picture: &Picture, entry: &Entry, x: f64, top: f64) -> Node {
    let threat = &picture.model.threats[entry.assessed.threat.0];
    let mut nodes = marker::shape_with_number(&entry.assessed, x + 12.0, top + 12.0);
    let mut y = top + 10.0;
    for line in &entry.lines {
        nodes.push(text(x + INDENT, y, Anchor::Start, line, LIST_TEXT, Colour::Ink));
        y += 15.5;
    }
    for line in &entry.note {
        nodes.push(text(x + INDENT, y, Anchor::Start, line, LIST_NOTE, Colour::Muted));
        y += 14.0;
    }
    let node = Node::Group {
        subject: Subject { role: "entry", id: threat.id.value.clone(), source: String::new() },
        title: String::new(),
        reading: Reading::Entry,
        anchor: picture.entry_anchor(&threat.id.value),
        link: entry.link.clone(),
        nodes,
    };
    let on = threat.targets.iter().map(|target| target.value);
    let highlight = picture.options.highlight.as_ref();
    if highlight.is_some_and(|highlight| !highlight.holds_threat(entry.assessed.threat, on)) {
        faded(node)
    } else {
        node
    }
}

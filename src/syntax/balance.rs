//! Which braces belong together, and which are missing.
//!
//! Two opinions are asked: counting, and the indentation. The indentation says better *where* something is missing, so
//! it wins unless it accuses more braces than counting does. This module refuses to mend anything; `scan` does.

use crate::vocabulary::Kind;

/// A brace, or the first token of a line.
#[derive(Clone, Copy)]
pub(super) struct Event {
    pub at: usize,
    pub kind: EventKind,
    /// The indentation of the line that it stands on.
    pub indent: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    Open,
    Close { first_on_line: bool },
    LineStart,
}

/// A line that holds something: where its first token and its end are.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub first: usize,
    pub end: usize,
    pub indent: usize,
    pub opens: bool,
    pub starts_with_text: bool,
}

/// What `scan` saw of a text.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub text: &'a str,
    pub events: &'a [Event],
    pub lines: &'a [Line],
}

/// The faults of a text, none where its braces balance.
pub(super) fn faults(look: Look) -> Vec<Fault> {
    let counted = Matching::by_counting(look);
    if counted.faults.is_empty() {
        return Vec::new();
    }
    let indented = Matching::by_indentation(look);
    if indented.faults.len() <= counted.faults.len() { indented.faults } else { counted.faults }
}

/// A brace without its partner. Places are bytes.
pub(super) enum Fault {
    /// An opening brace that nothing closes; `before` is the start of the line that it should end before.
    Unclosed {
        open: usize,
        before: Option<usize>,
    },
    Unopened {
        close: usize,
    },
    /// A closing brace whose block is there but for its first line; the rest of it begins at `from`.
    Orphaned {
        close: usize,
        from: usize,
    },
    /// A closing brace whose line of the same indentation lacks its opening one.
    MissingOpen {
        line_first: usize,
        line_end: usize,
        close: usize,
    },
}

#[derive(Default)]
struct Matching {
    faults: Vec<Fault>,
    open: Vec<Event>,
}

impl Matching {
    fn by_counting(look: Look) -> Matching {
        let mut matching = Matching::default();
        for event in look.events {
            match event.kind {
                EventKind::Open => matching.open.push(*event),
                EventKind::Close { .. } => {
                    if matching.open.pop().is_none() {
                        matching.faults.push(Fault::Unopened { close: event.at });
                    }
                }
                EventKind::LineStart => {}
            }
        }
        matching.rest_is_unclosed();
        matching
    }

    fn by_indentation(look: Look) -> Matching {
        let mut matching = Matching::default();
        let count = |wanted: fn(EventKind) -> bool| look.events.iter().filter(|event| wanted(event.kind)).count();
        let closes = count(|kind| matches!(kind, EventKind::Close { .. }));
        let mut surplus = closes.saturating_sub(count(|kind| kind == EventKind::Open));
        for event in look.events {
            let line_start = event.at - event.indent.min(event.at);
            match event.kind {
                EventKind::Open => matching.open.push(*event),
                EventKind::LineStart => matching.close_while(line_start, |top| top.indent >= event.indent),
                EventKind::Close { first_on_line: false } => {
                    let line = missing_inline_open(look, event).filter(|_| surplus > 0);
                    surplus -= usize::from(line.is_some());
                    matching.close(event, line);
                }
                EventKind::Close { first_on_line: true } => {
                    matching.close_while(line_start, |top| top.indent > event.indent);
                    let opener = matching.open.last().is_none_or(|top| top.indent < event.indent);
                    let line = opener.then(|| missing_open(look, event)).flatten();
                    match orphan(look, event).filter(|_| opener && line.is_none() && surplus > 0) {
                        Some(from) => {
                            surplus -= 1;
                            matching.faults.push(Fault::Orphaned { close: event.at, from });
                        }
                        None => matching.close(event, line),
                    }
                }
            }
        }
        matching.rest_is_unclosed();
        matching
    }

    fn close_while(&mut self, before: usize, outlived: impl Fn(&Event) -> bool) {
        while let Some(top) = self.open.last().copied() {
            if !outlived(&top) || top.at >= before {
                return;
            }
            self.faults.push(Fault::Unclosed { open: top.at, before: Some(before) });
            self.open.pop();
        }
    }

    fn close(&mut self, event: &Event, missing: Option<Line>) {
        if let Some(line) = missing {
            self.faults.push(Fault::MissingOpen { line_first: line.first, line_end: line.end, close: event.at });
        } else if self.open.pop().is_none() {
            self.faults.push(Fault::Unopened { close: event.at });
        }
    }

    fn rest_is_unclosed(&mut self) {
        let rest = std::mem::take(&mut self.open);
        self.faults.extend(rest.into_iter().rev().map(|open| Fault::Unclosed { open: open.at, before: None }));
    }
}

/// Where the rest of a block begins whose head is gone: the first of the deeper lines right before `close`.
fn orphan(look: Look, close: &Event) -> Option<usize> {
    let until = look.lines.partition_point(|line| line.first < close.at);
    let deeper = look.lines[..until].iter().rev().take_while(|line| line.indent > close.indent);
    deeper.last().map(|line| line.first)
}

/// The line of a one-line block that lacks its opening brace: `data d "D" kind: personal }`, cut off behind its label.
fn missing_inline_open(look: Look, close: &Event) -> Option<Line> {
    let line = look.lines.iter().rev().find(|line| line.first < close.at && !line.opens)?;
    let text = &look.text[line.first..close.at];
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    if text.contains('\n') || Kind::from_keyword(&word).is_none() {
        return None;
    }
    let label = text.find("\" ").map(|quote| line.first + quote + 1)?;
    Some(Line { end: label, ..*line })
}

/// The line before `close`, equally indented, that looks like the head of a block without its brace: a keyword
/// first, no brace, and deeper lines after it.
fn missing_open(look: Look, close: &Event) -> Option<Line> {
    let until = look.lines.partition_point(|line| line.first < close.at);
    let mut head = until;
    while head > 0 {
        head -= 1;
        let line = look.lines[head];
        if line.starts_with_text {
            continue; // belongs to the line before it
        }
        if line.indent < close.indent {
            return None;
        }
        if line.indent == close.indent {
            break;
        }
    }
    let line = look.lines.get(head).copied()?;
    let word: String = look.text[line.first..].chars().take_while(char::is_ascii_alphabetic).collect();
    let follower = look
        .lines
        .get(head + 1)
        .filter(|next| (next.starts_with_text || next.indent > line.indent) && head + 1 < until)?;
    let is_head = Kind::from_keyword(&word).is_some() && !line.opens && line.indent == close.indent;
    let with_text = follower.starts_with_text && !follower.opens;
    let with_text_and_body = with_text && look.lines.get(head + 2).is_some_and(|next| next.indent > line.indent);
    match is_head {
        true if with_text_and_body => Some(*follower),
        true if !follower.starts_with_text => Some(line),
        _ => None,
    }
}

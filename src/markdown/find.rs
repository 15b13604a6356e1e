//! Finds the pieces of a Markdown text. It is the only file that names pulldown-cmark.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{BAD_FENCE, BEGIN, END, Fence, Image, Kind, Order, Piece, Report, info};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{FileId, Span, Spanned};

/// What an order begins and ends with.
const ORDER: (&str, &str) = ("{{#threatline ", "}}");

/// The pieces of a text in their order, and what is wrong with them.
#[must_use]
pub fn pieces(text: &str) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut finder = Finder { text, pieces: Vec::new(), diagnostics: Vec::new(), closed: Vec::new(), is_first: false };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut events = Parser::new_ext(text, options).into_offset_iter().peekable();
    while let Some((event, range)) = events.next() {
        let was_first = std::mem::replace(&mut finder.is_first, false);
        match event {
            Event::Start(Tag::Paragraph | Tag::Item) => finder.is_first = true,
            Event::Start(Tag::CodeBlock(kind)) => {
                let inner = events.by_ref().take_while(|(event, _)| *event != Event::End(TagEnd::CodeBlock));
                let lines: Vec<(String, usize)> = inner.filter_map(words).collect();
                finder.closed.push(range.clone());
                if matches!(kind, CodeBlockKind::Fenced(info) if info::is_model(&info)) {
                    finder.fence(range, lines);
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let inner = events.by_ref().take_while(|(event, _)| *event != Event::End(TagEnd::Image));
                let alt = inner.filter_map(words).map(|(text, _)| text).collect();
                let is_alone = was_first && !events.peek().is_some_and(|(next, _)| goes_on(next));
                if is_model_path(&dest_url) {
                    let image = Image { alt, target: decoded(&dest_url), title: title.to_string() };
                    finder.push(range, is_alone, Kind::Image(image));
                }
            }
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::MetadataBlock(_)) => {
                finder.closed.push(range);
            }
            _ => {}
        }
    }
    finder.orders();
    finder.pieces.sort_by_key(|piece| piece.range.start);
    (finder.pieces, finder.diagnostics)
}

/// The text of an event, and where it stands.
fn words((event, range): (Event<'_>, Range<usize>)) -> Option<(String, usize)> {
    match event {
        Event::Text(text) | Event::Code(text) => Some((text.to_string(), range.start)),
        Event::SoftBreak | Event::HardBreak => Some((" ".to_owned(), range.start)),
        _ => None,
    }
}

/// Whether what comes next stands in the same paragraph.
fn goes_on(next: &Event<'_>) -> bool {
    match next {
        Event::Start(tag) => matches!(tag, Tag::Image { .. } | Tag::Link { .. } | Tag::Emphasis | Tag::Strong),
        next => matches!(
            next,
            Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::SoftBreak
                | Event::HardBreak
        ),
    }
}

/// Whether the target of an image is a file with a model, or the picture that was drawn beside one.
fn is_model_path(target: &str) -> bool {
    let path = target.strip_suffix(".svg").unwrap_or(target);
    !target.contains("://") && path.strip_suffix(".tm").is_some()
}

/// A path without its percent signs: `my%20model.tm`.
fn decoded(path: &str) -> String {
    let path = path.strip_suffix(".svg").unwrap_or(path);
    let (mut bytes, mut rest) = (Vec::new(), path.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

struct Finder<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    diagnostics: Vec<Diagnostic>,
    /// Where text is not read as Markdown.
    closed: Vec<Range<usize>>,
    /// Whether nothing stands before what comes next in its paragraph.
    is_first: bool,
}

impl Finder<'_> {
    fn push(&mut self, range: Range<usize>, is_alone: bool, kind: Kind) {
        let head = Span::new(FileId::default(), range.start, range.end);
        let prefix = prefix(self.text, range.start);
        self.pieces.push(Piece { range, head, prefix, is_alone, kind });
    }

    fn fence(&mut self, range: Range<usize>, lines: Vec<(String, usize)>) {
        let block = &self.text[range.clone()];
        let end = range.start + block.trim_end().len();
        let first = block.lines().next().unwrap_or_default();
        let marks = first.len() - first.trim_start_matches(['`', '~']).len();
        let written = first[marks..].trim_start();
        let at = range.start + first.len() - written.len();
        let written = written.trim_end();
        let mut fence = Fence::default();
        for (line, place) in lines {
            fence.lines.push((fence.text.len(), place));
            fence.text.push_str(&line);
        }
        self.diagnostics.extend(info::read(written, at, &mut fence));
        // Behind a fence that never ends there is no place.
        fence.is_shown &= is_closed(block);
        fence.beside = self.beside(end);
        let end = fence.beside.as_ref().map_or(end, |beside| beside.end);
        self.push(range.start..end, true, Kind::Fence(fence));
        if let Some(piece) = self.pieces.last_mut() {
            piece.head = Span::new(FileId::default(), at, at + written.len());
        }
    }

    /// The picture that stands behind a fence, between its marks.
    fn beside(&mut self, end: usize) -> Option<Range<usize>> {
        let rest = &self.text[end..];
        let start = end + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '>']).len();
        if !self.text[start..].starts_with(BEGIN) {
            return None;
        }
        let found = self.text[start..].find(END);
        if found.is_none() {
            let span = Span::new(FileId::default(), start, start + BEGIN.len());
            let message = "the mark before the picture has no partner";
            let help = format!("add `{END}` behind the picture, or take the mark out");
            self.diagnostics.push(Diagnostic::new(&BAD_FENCE, span, message).help(help));
        }
        found.map(|found| start..start + found + END.len())
    }

    /// Orders are text to Markdown, whose words may be taken apart: they are looked for where text is read at all.
    fn orders(&mut self) {
        let mut at = 0;
        while let Some(start) = self.text[at..].find(ORDER.0).map(|found| at + found) {
            at = start + ORDER.0.len();
            let line = self.text[at..].lines().next().unwrap_or_default();
            let Some(length) = line.find(ORDER.1) else { continue };
            let range = start..at + length + ORDER.1.len();
            let inside = |other: &Range<usize>| other.start < range.end && range.start < other.end;
            if self.closed.iter().any(inside) {
                continue;
            }
            let before = self.text[..start].rsplit('\n').next().unwrap_or_default();
            let behind = &line[length + ORDER.1.len()..];
            if ![before, behind].into_iter().all(|around| around.trim_matches(['>', ' ', '\t', '\r']).is_empty()) {
                let span = Span::new(FileId::default(), range.start, range.end);
                let message = "a report does not fit into a line of text";
                self.diagnostics.push(Diagnostic::new(&BAD_FENCE, span, message).help("put it on a line of its own"));
                continue;
            }
            match order(&line[..length], at) {
                Ok(order) => self.push(range, true, Kind::Order(order)),
                Err(diagnostic) => self.diagnostics.push(diagnostic),
            }
        }
    }
}

const REPORTS: [(&str, Report); 2] = [("register", Report::Register), ("coverage", Report::Coverage)];

fn order(words: &str, at: usize) -> Result<Order, Diagnostic> {
    let (word, target) = words.trim().split_once(' ').unwrap_or((words.trim(), ""));
    let start = at + words.len() - words.trim_start().len();
    let span = Span::new(FileId::default(), start, start + words.trim().len());
    let target = target.trim();
    let Some((_, report)) = REPORTS.into_iter().find(|(known, _)| *known == word) else {
        let known = REPORTS.map(|(known, _)| known);
        let help = did_you_mean(word, known).map(|best| format!("did you mean `{best}`?"));
        let message = format!("no report is called `{word}`");
        return Err(Diagnostic::new(&BAD_FENCE, span, message)
            .help(help.unwrap_or_else(|| "there are `register` and `coverage`".to_owned())));
    };
    if target.is_empty() {
        let help = format!("name it: `{{{{#threatline {word} models/pay.tm}}}}`");
        return Err(Diagnostic::new(&BAD_FENCE, span, "nothing says of which model").help(help));
    }
    Ok(Order { report, target: Spanned { value: target.to_owned(), span } })
}

/// Whether a block of code has a line of marks at its end.
fn is_closed(block: &str) -> bool {
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default();
    let marks = last.trim_matches(['>', ' ', '\t']);
    marks.len() >= 3 && (marks.bytes().all(|mark| mark == b'`') || marks.bytes().all(|mark| mark == b'~'))
}

/// What the lines of a block begin with whose first one has something at this byte: quotes stay, marks of lists become room.
fn prefix(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..at].chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}

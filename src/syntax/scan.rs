//! The linear look at a text before the grammar reads it: comments, strings and braces.
//!
//! It caps nesting, finds the brace that was never closed and the string that never ends, and hands on a text in
//! which both are mended *in place*: every byte keeps its offset, so that the grammar can read the rest and every
//! later message points at what was written. It refuses to know any keyword but those that open a block.

use super::balance::{self, Event, EventKind, Fault, Line, Look};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::ast::Comment;
use crate::syntax::codes::{NESTING_TOO_DEEP, UNCLOSED_BRACE, UNEXPECTED_BRACE, UNTERMINATED_STRING};
use crate::vocabulary::{Kind, is_attribute_name};

/// How deep braces may nest.
const MAX_DEPTH: usize = 64;

/// What the look found.
pub(super) struct Scan {
    /// The text with balanced braces and terminated strings; never shorter than the original.
    pub text: String,
    /// Every comment.
    pub comments: Vec<Comment>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text is too strange to be read at all.
    pub hopeless: bool,
}

/// Looks at a text once.
pub(super) fn scan(file: FileId, text: &str) -> Scan {
    let mut scanner = Scanner { file, text, bytes: text.as_bytes().to_vec(), ..Scanner::default() };
    scanner.read();
    scanner.balance();
    let mut text = String::from_utf8(scanner.bytes).unwrap_or_else(|_| text.to_owned());
    text.push_str(&scanner.suffix);
    Scan { text, comments: scanner.comments, diagnostics: scanner.diagnostics, hopeless: scanner.hopeless }
}

#[derive(Default)]
struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    bytes: Vec<u8>,
    suffix: String,
    comments: Vec<Comment>,
    diagnostics: Vec<Diagnostic>,
    events: Vec<Event>,
    lines: Vec<Line>,
    /// Where the strings of the current line begin.
    strings: Vec<usize>,
    hopeless: bool,
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// Collects comments, braces and line starts, and mends strings.
    fn read(&mut self) {
        let (mut at, mut line_start) = (0, 0);
        let mut fresh = true;
        let mut depth = 0_usize;
        // Parentheses nest in conditions only, where a brace never stands between them.
        let mut parentheses = 0_usize;
        while at < self.text.len() {
            let byte = self.byte(at);
            let indent = if fresh { at - line_start } else { self.lines.last().map_or(0, |line| line.indent) };
            match byte {
                b'\n' => {
                    (line_start, fresh) = (at + 1, true);
                    at += 1;
                    continue;
                }
                b' ' | b'\t' | b'\r' => {
                    at += 1;
                    continue;
                }
                b'/' if self.byte(at + 1) == b'/' => {
                    at = match self.bare_link(at) {
                        Some(end) => end,
                        None => self.comment(at, fresh),
                    };
                    continue;
                }
                _ => {}
            }
            let first_on_line = fresh;
            if fresh {
                fresh = false;
                let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
                let starts_with_text = byte == b'"';
                // A text on a line of its own belongs to the statement before it.
                let indent = match self.lines.last() {
                    Some(head) if starts_with_text => head.indent,
                    _ => indent,
                };
                self.lines.push(Line { first: at, end, indent, opens: false, starts_with_text });
                if byte != b'}' && byte != b'"' {
                    self.events.push(Event { at, kind: EventKind::LineStart, indent });
                }
            }
            match byte {
                b'"' if self.text[at..].starts_with("\"\"\"") => {
                    at = self.text_block(at);
                    // The block's lines are its own: what follows it belongs to the line that it began on.
                    line_start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                    continue;
                }
                b'"' => {
                    let closed = self.string_end(at);
                    self.strings.retain(|start| *start >= line_start);
                    self.strings.push(at);
                    if let Some(end) = closed {
                        at = end;
                        continue;
                    }
                    if let Some(opening) = self.never_opened(at, line_start) {
                        self.events.retain(|event| event.at < opening);
                        depth = self.depth();
                        at = self.open_string(opening, at);
                        continue;
                    }
                    let opened = self.swallowing_string().unwrap_or(at);
                    self.events.retain(|event| event.at < opened);
                    depth = self.depth();
                    at = self.unterminated(opened);
                    continue;
                }
                b'(' => {
                    parentheses += 1;
                    if parentheses > MAX_DEPTH {
                        self.too_deep(at);
                        return;
                    }
                }
                b')' => parentheses = parentheses.saturating_sub(1),
                b'{' => {
                    (depth, parentheses) = (depth + 1, 0);
                    if depth > MAX_DEPTH {
                        self.too_deep(at);
                        return;
                    }
                    if let Some(last) = self.lines.last_mut() {
                        last.opens = true;
                    }
                    self.events.push(Event { at, kind: EventKind::Open, indent });
                }
                b'}' => {
                    (depth, parentheses) = (depth.saturating_sub(1), 0);
                    self.events.push(Event { at, kind: EventKind::Close { first_on_line }, indent });
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn comment(&mut self, at: usize, own_line: bool) -> usize {
        let rest = &self.text[at..];
        let length = rest.find('\n').unwrap_or(rest.len());
        let length = rest[..length].trim_end().len();
        let doc = rest.starts_with("///") && !rest.starts_with("////");
        self.comments.push(Comment { span: self.span(at, at + length), doc, own_line });
        // The grammar skips white space faster than comments, and needs none of what they say.
        self.bytes[at..at + length].fill(b' ');
        at + length
    }

    fn text_block(&mut self, at: usize) -> usize {
        if let Some(length) = self.text[at + 3..].find("\"\"\"") {
            return at + length + 6;
        }
        self.diagnostics.push(
            Diagnostic::new(&UNTERMINATED_STRING, self.span(at, at + 3), "this text block never ends")
                .label("opened here")
                .help("close it with `\"\"\"`"),
        );
        self.suffix.push_str("\"\"\"");
        self.text.len()
    }

    /// The byte after a string; [`None`] where it does not end on its line.
    fn string_end(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        loop {
            match self.byte(end) {
                b'\n' => return None,
                b'"' => return Some(end + 1),
                b'\\' if self.byte(end + 1) != b'\n' => end += 2,
                _ => end += 1,
            }
        }
    }

    /// How many braces are open.
    fn depth(&self) -> usize {
        self.events.iter().fold(0, |depth: usize, event| match event.kind {
            EventKind::Open => depth + 1,
            EventKind::Close { .. } => depth.saturating_sub(1),
            EventKind::LineStart => depth,
        })
    }

    /// Where the opening quote of a text belongs whose closing one, at `at`, was found: the blank after the attribute's
    /// colon, or before the line's first word.
    fn never_opened(&self, at: usize, line_start: usize) -> Option<usize> {
        let before = &self.text[line_start..at];
        let after = self.text[at + 1..].lines().next().unwrap_or_default().trim_start();
        let closes = after.is_empty() || after.starts_with(['{', '}', ';', ',']);
        if !closes || !before.ends_with(|c: char| !c.is_whitespace() && c != '"' && c != ':' && c != ',') {
            return None;
        }
        let unquoted = before.rfind('"').map_or(0, |quote| quote + 1);
        if let Some(colon) = before[unquoted..].find(": ") {
            let attribute = before[..unquoted + colon].rsplit([' ', ';', '{']).next().unwrap_or_default();
            return is_attribute_name(attribute).then_some(line_start + unquoted + colon + 1);
        }
        let words = before.trim_start();
        let indent = before.len() - words.len();
        let first = words.split_whitespace().next().unwrap_or_default();
        (unquoted == 0 && indent > 0 && Kind::from_keyword(first).is_none() && words.contains(' '))
            .then(|| line_start + indent - 1)
    }

    fn open_string(&mut self, opening: usize, closing: usize) -> usize {
        self.diagnostics.push(
            Diagnostic::new(&UNTERMINATED_STRING, self.span(opening + 1, closing + 1), "this text has no opening `\"`")
                .help("put a `\"` before its first word")
                .fix("Add the `\"`", self.span(opening + 1, opening + 1), "\""),
        );
        self.bytes[opening] = b'"';
        closing + 1
    }

    /// A link without quotes, whose `//` would begin a comment: `link: https://example.com`. Returns its end.
    fn bare_link(&mut self, at: usize) -> Option<usize> {
        let scheme = self.text[..at].strip_suffix(':')?;
        let start = scheme.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        if !matches!(&scheme[start..], "http" | "https") {
            return None;
        }
        let rest = &self.text[at..];
        let end = at + rest.find(|c: char| c.is_whitespace() || matches!(c, ';' | '}' | '"')).unwrap_or(rest.len());
        self.diagnostics.push(
            Diagnostic::new(
                &UNTERMINATED_STRING,
                self.span(start, end),
                "a link stands in quotes; `//` begins a comment",
            )
            .help("put it in quotes")
            .fix("Put it in quotes", self.span(start, end), format!("\"{}\"", &self.text[start..end])),
        );
        self.bytes[start..end].fill(b'x');
        self.bytes[start] = b'"';
        self.bytes[end - 1] = b'"';
        Some(end)
    }

    /// Where the quotes of a line do not come in pairs, the string that took in the beginning of a body is the one
    /// whose end is missing: `model "M { scope: "s" }`.
    fn swallowing_string(&self) -> Option<usize> {
        self.strings.iter().copied().find(|start| {
            let end = self.string_end(*start).unwrap_or(self.text.len());
            let string = self.text.get(*start..end).unwrap_or_default();
            string.contains(" { ") || (string.contains(" {") && string.contains(": "))
        })
    }

    /// Ends a string that runs into the end of its line where its author most likely meant to: before a ` {` or a
    /// closing ` }`, else at the end of the line. Returns the byte after it.
    fn unterminated(&mut self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        let line = self.text[at..end].trim_end();
        self.diagnostics.push(
            Diagnostic::new(&UNTERMINATED_STRING, self.span(at, at + line.len()), "this string never ends")
                .label("no closing `\"` before the end of the line")
                .help("close it with `\"`; a text of several lines stands between `\"\"\"`"),
        );
        let opening = line.find(" {").filter(|_| line.ends_with('{') || line.ends_with('}'));
        if let Some(space) = opening.or_else(|| line.ends_with('}').then(|| line.rfind(" }")).flatten()) {
            self.bytes[at + space] = b'"';
            return at + space + 1;
        }
        self.end_string_with_line(at, line.len());
        at + line.len()
    }

    fn end_string_with_line(&mut self, at: usize, length: usize) {
        let last = self.text[at..at + length].char_indices().last().map_or(0, |(index, _)| index);
        self.bytes[at + last..at + length].fill(b' ');
        self.bytes[at + last] = if last == 0 { b' ' } else { b'"' };
    }

    fn too_deep(&mut self, at: usize) {
        self.hopeless = true;
        let is_brace = self.byte(at) == b'{';
        self.diagnostics.push(
            Diagnostic::new(
                &NESTING_TOO_DEEP,
                self.span(at, at + 1),
                format!("{} nest more than {MAX_DEPTH} deep", if is_brace { "braces" } else { "parentheses" }),
            )
            .label("this one is too many")
            .help(if is_brace {
                "close a brace, or draw fewer boundaries inside one another"
            } else {
                "put the text in quotes, or make the condition simpler"
            }),
        );
    }

    /// Reports braces without a partner, and gives them one.
    fn balance(&mut self) {
        if self.hopeless {
            return;
        }
        let look = Look { text: self.text, events: &self.events, lines: &self.lines };
        let faults = balance::faults(look);
        let terminated = self.suffix.is_empty();
        for fault in &faults {
            self.mend(fault, terminated);
        }
    }

    fn mend(&mut self, fault: &Fault, terminated: bool) {
        match *fault {
            Fault::Unclosed { open, before } => {
                if terminated {
                    self.diagnostics.push(
                        Diagnostic::new(&UNCLOSED_BRACE, self.span(open, open + 1), "this `{` is never closed")
                            .label("opened here")
                            .help("add the missing `}`"),
                    );
                }
                match before {
                    Some(line) if line > 0 => self.insert_before_line(line, b'}'),
                    _ => self.suffix.push('}'),
                }
            }
            Fault::Unopened { close } => {
                self.diagnostics.push(
                    Diagnostic::new(&UNEXPECTED_BRACE, self.span(close, close + 1), "this `}` closes nothing")
                        .help("remove it, or add the `{` that it belongs to")
                        .likely_fix("Remove the `}`", self.span(close, close + 1), ""),
                );
                self.bytes[close] = b' ';
            }
            Fault::Orphaned { close, from } => {
                self.diagnostics.push(
                    Diagnostic::new(&UNEXPECTED_BRACE, self.span(close, close + 1), "this `}` closes nothing")
                        .also(
                            self.span(from, from + 1),
                            "the line that opened this block seems to be missing before this one",
                        )
                        .help("write the head of the block again, or remove what is left of it"),
                );
                self.bytes[close] = b' ';
                self.blank_attributes(from, close);
            }
            Fault::MissingOpen { line_first, line_end, close } => {
                let end = self.text[..line_end].trim_end().len();
                let end = self.comment_on(line_first, line_end).map_or(end, |comment| {
                    self.bytes[comment.range()].fill(b' ');
                    self.text[..comment.range().start].trim_end().len()
                });
                self.diagnostics.push(
                    Diagnostic::new(&UNEXPECTED_BRACE, self.span(close, close + 1), "this `}` closes nothing")
                        .also(self.span(line_first, end), "the `{` seems to be missing at the end of this line")
                        .help("add a `{` at the end of that line, or remove this `}`")
                        .likely_fix("Add the `{`", self.span(end, end), " {"),
                );
                if line_end < self.bytes.len() {
                    self.bytes[line_end] = b'{';
                }
            }
        }
    }

    /// Takes out the attributes of a block whose head is gone: they would only be blamed on the block around it.
    fn blank_attributes(&mut self, from: usize, to: usize) {
        let first = self.lines.partition_point(|line| line.first < from);
        for line in self.lines[first..].iter().take_while(|line| line.first < to) {
            let text = &self.text[line.first..line.end];
            let word = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len());
            if is_attribute_name(&text[..word]) && text[word..].trim_start().starts_with(':') {
                self.bytes[line.first..line.end].fill(b' ');
            }
        }
    }

    /// Puts a brace into the newline before a line; a comment that stands before that newline gives way.
    fn insert_before_line(&mut self, line_start: usize, brace: u8) {
        let newline = line_start - 1;
        let before = self.text[..newline].rfind('\n').map_or(0, |at| at + 1);
        if let Some(comment) = self.comment_on(before, newline) {
            self.bytes[comment.range()].fill(b' ');
        }
        // Several braces before one line stand one after another, on the blank bytes before it.
        let mut at = newline;
        while self.bytes[at] == b'}' && at > 0 && matches!(self.bytes[at - 1], b' ' | b'\n' | b'\r' | b'}') {
            at -= 1;
        }
        if self.bytes[at] == b'}' {
            self.suffix.push('}');
        } else {
            self.bytes[at] = brace;
        }
    }

    fn comment_on(&self, start: usize, end: usize) -> Option<Span> {
        let index = self.comments.partition_point(|comment| comment.span.range().start < start);
        let comment = self.comments.get(index)?;
        (comment.span.range().start < end).then_some(comment.span)
    }
}

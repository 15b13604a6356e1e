//! Files and places in them: a text with its name, byte spans, and the line index (UTF-8 and UTF-16 columns).
//!
//! This module refuses to know any syntax.

use std::ops::Range;
use std::sync::Arc;

/// Which file of a run a span lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end` of `file`. Offsets past 4 GiB saturate (files are capped far below).
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { file, start: offset(start), end: offset(end.max(start)) }
    }

    /// The bytes as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A position for people: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One text under a name, with an index of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    id: FileId,
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[usize]>,
}

impl Source {
    /// A source of this name and text. A leading byte-order mark is dropped.
    #[must_use]
    pub fn new(id: FileId, name: &str, text: &str) -> Source {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line_starts = std::iter::once(0).chain(line_ends(text)).collect();
        Source { id, name: name.into(), text: text.into(), line_starts }
    }

    /// Which file it is.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The name that diagnostics show: a path as the user gave it, or `<stdin>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span lies outside.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The whole lines of a span, with so many more on each side: the number of the first one, from 0, and their bytes.
    #[must_use]
    pub fn lines_around(&self, span: Span, more: usize) -> (usize, Range<usize>) {
        let line = |byte: usize| self.line_starts.partition_point(|start| *start <= byte) - 1;
        let first = line(span.range().start).saturating_sub(more);
        let behind = line(span.range().end) + more + 1;
        let end = self.line_starts.get(behind).copied().unwrap_or(self.text.len());
        (first, self.line_starts[first]..end)
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let (line, prefix) = self.line_prefix(byte);
        Position { line, column: prefix.chars().count() + 1 }
    }

    /// The line (from 0) and the column in UTF-16 units (from 0) of a byte, as editors count.
    #[must_use]
    pub fn utf16_position(&self, byte: u32) -> (usize, usize) {
        let (line, prefix) = self.line_prefix(byte);
        (line - 1, prefix.encode_utf16().count())
    }

    /// The file without its folders, and the line of a byte: `small.tm:12`. It says the same on every machine.
    #[must_use]
    pub fn place(&self, byte: u32) -> String {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{file}:{}", self.position(byte).line)
    }

    fn line_prefix(&self, byte: u32) -> (usize, &str) {
        let byte = (byte as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts[line - 1];
        (line, self.text.get(start..byte).unwrap_or_default())
    }
}

/// Behind each line, as editors part lines: by a line feed, a carriage return, or both.
pub(crate) fn line_ends(text: &str) -> Box<dyn Iterator<Item = usize> + '_> {
    // Nearly no text has the other kinds, and this one is found fast.
    if !text.contains('\r') {
        return Box::new(text.match_indices('\n').map(|(at, _)| at + 1));
    }
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    Box::new((0..bytes.len()).filter(move |at| ends(at)).map(|at| at + 1))
}

/// The lines of a text, each with what ends it.
#[cfg(feature = "lsp")]
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    line_ends(text)
        .chain([text.len()])
        .map(move |end| &text[std::mem::replace(&mut start, end)..end])
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_editors() {
        let source = Source::new(FileId(0), "a.tm", "a\rb\r\nc\n\rd");
        let line = |byte| source.utf16_position(byte);
        assert_eq!([line(2), line(5), line(8)], [(1, 0), (2, 0), (4, 0)]);
    }

    #[test]
    fn positions_count_characters_and_utf16_units() {
        let source = Source::new(FileId(0), "a.tm", "\u{feff}ab\n\u{1f512}x\r\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(7), Position { line: 2, column: 2 });
        assert_eq!(source.utf16_position(7), (1, 2));
        assert_eq!(source.position(9999), Position { line: 3, column: 1 });
    }
}

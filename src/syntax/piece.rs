//! A text to pieces that can be read one by one, and a memory of pieces that were read before.
//!
//! A piece begins where a declaration does that stands in nothing else, with the comments right before it. Read one by
//! one they give what the whole text gives; so after an edit all but one of them are known.

use std::collections::HashMap;
use std::ops::Range;

use super::ast::{Comment, Statement};
use super::relocate::relocate;
use crate::source::{FileId, Span};

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    /// As it stands in the file.
    pub written: &'a str,
    /// As the grammar reads it: without its comments.
    pub balanced: &'a str,
    /// The byte of the file that it begins at.
    pub start: usize,
}

impl Piece<'_> {
    /// Whether nothing but these comments, its own, tells the one text from the other: nothing had to be mended.
    pub(super) fn is_as_written(self, comments: &[Comment]) -> bool {
        let same = |from: usize, to: usize| self.written.get(from..to) == self.balanced.get(from..to);
        let mut behind = 0;
        for comment in comments {
            let range = comment.span.range();
            if !same(behind, range.start - self.start) {
                return false;
            }
            behind = range.end - self.start;
        }
        self.written.len() == self.balanced.len() && same(behind, self.written.len())
    }
}

/// Where a balanced text can be cut, as ranges that cover all of it.
pub(super) fn pieces(text: &str, comments: &[Comment]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut cuts = vec![0];
    let mut comments = comments.iter().peekable();
    let (mut at, mut depth) = (0_usize, 0_usize);
    // The last byte that is neither white space nor in a comment, and where the line behind it begins.
    let (mut last, mut line_behind) = (b'\n', Some(0));
    while at < bytes.len() {
        if let Some(comment) = comments.next_if(|comment| comment.span.start as usize <= at) {
            at = at.max(comment.span.end as usize);
            continue;
        }
        let byte = bytes[at];
        let starts_line = at == 0 || bytes[at - 1] == b'\n';
        // A comma takes the next line in; anything else of a statement that goes on there is no word at its start.
        if starts_line && depth == 0 && byte.is_ascii_alphabetic() && last != b',' {
            cuts.extend(line_behind.filter(|cut| *cut > 0));
        }
        match byte {
            b'"' => at = string_end(text, at),
            b'{' => (depth, at) = (depth + 1, at + 1),
            b'}' => (depth, at) = (depth.saturating_sub(1), at + 1),
            _ => at += 1,
        }
        if byte == b'\n' {
            line_behind = line_behind.or(Some(at));
        } else if !byte.is_ascii_whitespace() {
            (last, line_behind) = (byte, None);
        }
    }
    let ends = cuts.iter().copied().skip(1).chain([text.len()]);
    cuts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Behind a string or text block, all of which are closed.
fn string_end(text: &str, at: usize) -> usize {
    if text[at..].starts_with("\"\"\"") {
        return text[at + 3..].find("\"\"\"").map_or(text.len(), |length| at + 3 + length + 3);
    }
    let mut escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(at + 1) {
        match byte {
            b'"' if !escaped => return place + 1,
            b'\n' => return place,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    text.len()
}

/// The statements of pieces that were read before, by their balanced text. Whoever reads nearly the same texts again and again
/// keeps one; what has not been asked for in a while is forgotten.
#[derive(Debug, Default)]
pub struct Memory {
    recent: HashMap<String, Known>,
    older: HashMap<String, Known>,
    /// How many bytes of text are in `recent`.
    size: usize,
}

#[derive(Debug)]
struct Known {
    statements: Vec<Statement>,
    /// The text with its comments: those before a declaration are part of it.
    written: String,
    /// Where the piece stood.
    start: usize,
}

/// How many bytes of text are kept before the older half is forgotten. A file has at most as many.
const LARGEST: usize = super::MAX_BYTES;

impl Memory {
    /// The statements of a piece, as if it were read at this place.
    pub(super) fn recall(&mut self, piece: Piece<'_>, file: FileId) -> Option<Vec<Statement>> {
        if let Some((text, known)) = self.older.remove_entry(piece.balanced) {
            self.insert(text, known);
        }
        let known = self.recent.get_mut(piece.balanced).filter(|known| known.written == piece.written)?;
        let by = piece.start.cast_signed() - known.start.cast_signed();
        if by == 0 && known.statements.first().is_none_or(|first| first.span().file == file) {
            return Some(known.statements.clone());
        }
        known.start = piece.start;
        let place = |span: Span| {
            let range = span.range();
            Span::new(file, range.start.saturating_add_signed(by), range.end.saturating_add_signed(by))
        };
        relocate(&mut known.statements, &place);
        Some(known.statements.clone())
    }

    pub(super) fn remember(&mut self, piece: Piece<'_>, statements: &[Statement]) {
        let (written, statements) = (piece.written.to_owned(), statements.to_vec());
        self.insert(piece.balanced.to_owned(), Known { statements, written, start: piece.start });
    }

    fn insert(&mut self, text: String, known: Known) {
        self.size += text.len();
        if self.size > LARGEST {
            self.size = text.len();
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(text, known);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{lower, scan, statements};
    use super::*;
    use crate::source::Source;

    const TEXT: &str = include_str!("../../examples/support-assistant.tm");

    #[test]
    fn a_piece_begins_with_the_comments_before_a_declaration() {
        let text = "// a\nmodel \"M\" // b\n  \"\"\"\nx\n\"\"\" {\nlevel: feature\n}\n\n// c\n/// d\nentity e\npark \"p\"\ntags: a,\nflow\n";
        let comments = scan::scan(FileId(0), text).comments;
        let cut: Vec<&str> = pieces(text, &comments).into_iter().map(|range| &text[range]).collect();
        let model = "// a\nmodel \"M\" // b\n  \"\"\"\nx\n\"\"\" {\nlevel: feature\n}\n";
        assert_eq!(cut, [model, "\n// c\n/// d\nentity e\n", "park \"p\"\n", "tags: a,\nflow\n"]);
    }

    #[test]
    fn a_piece_is_known_again_with_its_comments_and_where_only_they_change_it_is_not() {
        let mut memory = Memory::default();
        let mut read = |text: &str| {
            let source = Source::new(FileId(0), "a.tm", text);
            let scan = scan::scan(FileId(0), text);
            let mut diagnostics = Vec::new();
            let mut known = 0;
            for range in pieces(&scan.text, &scan.comments) {
                let piece =
                    Piece { written: &text[range.clone()], balanced: &scan.text[range.clone()], start: range.start };
                known += usize::from(memory.recall(piece, FileId(0)).is_some());
            }
            let read = statements(&source, &scan.text, &scan.comments, Some(&mut memory), &mut diagnostics);
            assert_eq!(diagnostics, []);
            assert_eq!(read, statements(&source, &scan.text, &scan.comments, None, &mut diagnostics));
            known
        };
        let text = "model \"M\" { scope: \"s\" }\n\n/// One.\nboundary b \"B\" {\n  // plain\n  /// Née.\n  process a \"A\"\n}\n";
        assert_eq!(read(text), 0);
        assert_eq!(read(text), 2);
        assert_eq!(read(&text.replace("One", "Two")), 1, "a doc comment of the same length");
        assert_eq!(read(&text.replace("\"M\"", "\"Moved\"").replace("One", "Two")), 1, "moved");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pieces_say_what_the_whole_says(edits in proptest::collection::vec((0..TEXT.len(), 0..40_usize, 0..9_usize), 0..8)) {
            let mut text = TEXT.to_owned();
            for (at, length, new) in edits {
                let end = (at + length).min(text.len());
                if at < end && text.is_char_boundary(at) && text.is_char_boundary(end) {
                    text.replace_range(at..end, ["", "\n", "{", "}", "\"", "\"\"\"", "//", ",\n", "\nflow "][new]);
                }
            }
            let source = Source::new(FileId(0), "a.tm", text.as_str());
            let scan = scan::scan(FileId(0), &text);
            prop_assume!(!scan.hopeless);
            let (mut whole, mut cut) = (Vec::new(), Vec::new());
            let read = statements(&source, &scan.text, &scan.comments, None, &mut cut);
            let all = lower::lower(&source, &scan.text, 0, &scan.comments, &mut whole);
            // Where the grammar gives up on the whole, pieces say more.
            prop_assume!(!all.is_empty());
            prop_assert_eq!(read, all);
            for diagnostics in [&mut whole, &mut cut] {
                crate::diagnostic::sort(diagnostics);
            }
            prop_assert_eq!(cut, whole);
        }
    }
}

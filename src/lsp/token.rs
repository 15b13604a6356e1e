//! Words by meaning, in the protocol's numbers: five for each, relative to the one before.

use serde_json::{Value, json};

use crate::analysis::Analysis;
use crate::ide::{self, TokenKind};
use crate::source::{self, Span};
use crate::vocabulary::Kind;

/// The protocol's types that ours are told as.
const TYPES: [&str; 14] = [
    "keyword",
    "namespace",
    "class",
    "struct",
    "interface",
    "variable",
    "method",
    "event",
    "property",
    "enumMember",
    "number",
    "string",
    "operator",
    "comment",
];

pub(super) fn legend() -> Value {
    json!({ "tokenTypes": TYPES, "tokenModifiers": ["declaration"] })
}

fn name_of(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Keyword => "keyword",
        TokenKind::Name(Kind::Boundary | Kind::Import | Kind::Model) => "namespace",
        TokenKind::Name(Kind::Process) => "class",
        TokenKind::Name(Kind::Store) => "struct",
        TokenKind::Name(Kind::Entity) => "interface",
        TokenKind::Name(Kind::Flow) | TokenKind::Test => "method",
        TokenKind::Name(Kind::Threat | Kind::Rule) => "event",
        TokenKind::Name(_) => "variable",
        TokenKind::Attribute => "property",
        TokenKind::Value => "enumMember",
        TokenKind::Number => "number",
        TokenKind::Text => "string",
        TokenKind::Operator => "operator",
        TokenKind::Comment => "comment",
    }
}

/// Those that a stretch of the text has a part of.
pub(super) fn tokens(analysis: &Analysis, within: Option<(u32, u32)>) -> Value {
    let source = analysis.source();
    let mut data: Vec<usize> = Vec::new();
    let (mut line, mut column) = (0, 0);
    for token in ide::tokens(analysis) {
        if within.is_some_and(|(start, end)| token.span.end < start || end < token.span.start) {
            continue;
        }
        let number = TYPES.iter().position(|name| *name == name_of(token.kind)).unwrap_or_default();
        for span in lines(source.text(), token.span) {
            let (at_line, at_column) = source.utf16_position(span.start);
            let length = source.slice(span).encode_utf16().count();
            let since = if at_line == line { at_column - column } else { at_column };
            data.extend([at_line - line, since, length, number, usize::from(token.declares)]);
            (line, column) = (at_line, at_column);
        }
    }
    json!({ "data": data })
}

/// A span line by line: few editors take one that goes over several.
fn lines(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let pieces = source::lines(&text[span.range()]).map(|piece| {
        let length = u32::try_from(piece.trim_end().len()).unwrap_or(0);
        let line = Span { start, end: start + length, ..span };
        start += u32::try_from(piece.len()).unwrap_or(0);
        line
    });
    pieces.filter(|line| line.start < line.end).collect()
}

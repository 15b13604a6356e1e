//! Text to syntax tree, with every syntax error of the file in one run.
//!
//! # Steps
//! 1. `foreign`: is it ours at all?
//! 2. `scan`: comments, strings and braces; mends what is unbalanced, in place. `balance` tells what that is.
//! 3. `piece` cuts the mended text into pieces, and `grammar/tm.pest` reads each; a statement that does not parse becomes a `broken` one.
//! 4. `lower`: pairs to [`ast`], `expression` those of a rule's conditions; `recover` reads each broken statement again to say exactly what is wrong with it,
//!    and makes of it what it surely meant.
//!
//! It refuses to know what any name means.

pub mod ast;
mod balance;
mod codes;
mod expression;
mod foreign;
mod lower;
mod piece;
mod recover;
mod relocate;
mod scan;
mod text;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

pub(crate) use codes::CODES;
pub use piece::Memory;
use piece::Piece;
pub(crate) use text::quoted;

/// The size from which a file is refused, in bytes.
pub const MAX_BYTES: usize = 4 << 20;

/// How many syntax errors are listed before the rest is summed up.
const MAX_ERRORS: usize = 200;

/// Reads a file. Whatever can be read is in the tree; everything else is in the diagnostics.
#[must_use]
pub fn parse(source: &Source) -> (ast::File, Vec<Diagnostic>) {
    parse_again(source, None)
}

/// The same, sooner where most of the text was read before.
#[must_use]
pub fn parse_again(source: &Source, memory: Option<&mut Memory>) -> (ast::File, Vec<Diagnostic>) {
    let (id, text) = (source.id(), source.text());
    if let Some(diagnostic) = refuse(source) {
        return (ast::File::default(), vec![diagnostic]);
    }
    let scan = scan::scan(id, text);
    let mut diagnostics = scan.diagnostics;
    if scan.hopeless {
        return (ast::File { statements: Vec::new(), comments: scan.comments }, diagnostics);
    }
    let statements = statements(source, &scan.text, &scan.comments, memory, &mut diagnostics);
    if statements.is_empty() && diagnostics.is_empty() {
        diagnostics.push(empty(source));
    }
    cap(&mut diagnostics);
    (ast::File { statements, comments: scan.comments }, diagnostics)
}

/// Reads a balanced text piece by piece.
fn statements(
    source: &Source,
    balanced: &str,
    comments: &[ast::Comment],
    mut memory: Option<&mut Memory>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ast::Statement> {
    let mut statements = Vec::new();
    for range in piece::pieces(balanced, comments) {
        let index = |offset: usize| comments.partition_point(|comment| (comment.span.start as usize) < offset);
        let own = &comments[index(range.start)..index(range.end)];
        let piece = Piece {
            written: source.text().get(range.clone()).unwrap_or_default(),
            balanced: &balanced[range.clone()],
            start: range.start,
        };
        // What had to be mended is read again, as is what there is something to say about.
        let mut memory = memory.as_deref_mut().filter(|_| piece.is_as_written(own));
        if let Some(known) = memory.as_deref_mut().and_then(|memory| memory.recall(piece, source.id())) {
            statements.extend(known);
            continue;
        }
        let found = diagnostics.len();
        let read = lower::lower(source, piece.balanced, piece.start, own, diagnostics);
        if let Some(memory) = memory.filter(|_| diagnostics.len() == found) {
            memory.remember(piece, &read);
        }
        statements.extend(read);
    }
    statements
}

fn refuse(source: &Source) -> Option<Diagnostic> {
    let text = source.text();
    if text.len() > MAX_BYTES {
        let message = "the file has more than 4 MiB";
        return Some(
            Diagnostic::new(&codes::FILE_TOO_LARGE, Span::new(source.id(), 0, 0), message)
                .help("split the model into several files"),
        );
    }
    foreign::diagnose(source.id(), text)
}

fn empty(source: &Source) -> Diagnostic {
    let span = Span::new(source.id(), 0, 0);
    let message = if source.text().trim().is_empty() { "the file is empty" } else { "the file has comments only" };
    Diagnostic::new(&codes::EMPTY_FILE, span, message)
        .help("begin with `model \"Title\" { scope: \"…\" }`, then an `entity`, a `process` and a `flow`")
}

fn cap(diagnostics: &mut Vec<Diagnostic>) {
    crate::diagnostic::sort(diagnostics);
    if diagnostics.len() <= MAX_ERRORS {
        return;
    }
    let more = diagnostics.len() - MAX_ERRORS;
    let span = diagnostics[MAX_ERRORS].span;
    diagnostics.truncate(MAX_ERRORS);
    diagnostics.push(
        Diagnostic::new(&codes::TOO_MANY_ERRORS, span, format!("{more} more syntax errors from here on"))
            .help("mend the first ones and look again"),
    );
}

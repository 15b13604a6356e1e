//! A model's text with everything in a fixed order: what means the same is the same text, for text diffs.
//!
//! Comments are left out; doc comments stay with their declarations. Attributes stand before declarations, and both are
//! ordered by what they are and what they are called.

use super::Printer;
use crate::source::Source;
use crate::syntax::ast::{Declaration, File, Statement};
use crate::vocabulary::Kind;

/// The text of a file that was read from `source` without syntax errors, in the fixed order.
#[must_use]
pub fn canonical(source: &Source, file: &File) -> String {
    ordered(source, &file.statements, 0)
}

fn ordered(source: &Source, statements: &[Statement], depth: usize) -> String {
    let mut printed: Vec<(usize, String)> =
        statements.iter().map(|one| (rank(one), text(source, one, depth))).collect();
    printed.sort();
    printed.into_iter().map(|(_, text)| text).collect()
}

/// Attributes and conditions first, then declarations in the order of the language reference.
fn rank(statement: &Statement) -> usize {
    match statement {
        Statement::Attribute(_) => 0,
        Statement::Condition(_) => 1,
        Statement::Declaration(declaration) => {
            2 + Kind::ALL.iter().position(|kind| *kind == declaration.kind).unwrap_or(Kind::ALL.len())
        }
        Statement::Broken(_) => usize::MAX,
    }
}

fn text(source: &Source, statement: &Statement, depth: usize) -> String {
    match statement {
        Statement::Declaration(declaration) => declared(source, declaration, depth),
        other => {
            let mut printer = printer(source);
            printer.statement(other, depth);
            printer.out
        }
    }
}

fn declared(source: &Source, declaration: &Declaration, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let mut out: String = declaration.doc.lines().map(|line| format!("{indent}/// {line}\n")).collect();
    let body = declaration.body.as_ref().map(|body| ordered(source, &body.statements, depth + 1));
    let end = if body.is_some() { " {" } else { "" };
    out.push_str(&indent);
    out.push_str(&printer(source).head(declaration, depth, end));
    match body {
        Some(body) => out.push_str(&format!("{end}\n{body}{indent}}}\n")),
        None => out.push('\n'),
    }
    out
}

fn printer(source: &Source) -> Printer<'_> {
    Printer { source, comments: &[], next_comment: 0, out: String::new(), last_end: 0 }
}

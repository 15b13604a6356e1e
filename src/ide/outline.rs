//! The declarations of a file as a tree, and what can be folded.

use crate::analysis::Analysis;
use crate::source::Span;
use crate::syntax::ast::{Declaration, Head, Statement};
use crate::vocabulary::Kind;

/// A declaration in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its identifier, or a flow's ends, or its text.
    pub name: String,
    /// Its label.
    pub detail: String,
    /// What it declares.
    pub kind: Kind,
    /// All of it.
    pub span: Span,
    /// What to select: its name.
    pub selection: Span,
    /// What stands in it.
    pub children: Vec<Symbol>,
}

/// The declarations of the file itself.
#[must_use]
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    of(&analysis.file().ast.statements)
}

fn of(statements: &[Statement]) -> Vec<Symbol> {
    let symbol = |statement: &Statement| match statement {
        Statement::Declaration(declaration) => vec![symbol(declaration)],
        Statement::Broken(broken) => broken.body.as_ref().map(|body| of(&body.statements)).unwrap_or_default(),
        Statement::Attribute(_) | Statement::Condition(_) => Vec::new(),
    };
    statements.iter().flat_map(symbol).collect()
}

fn symbol(declaration: &Declaration) -> Symbol {
    let label = declaration.label.as_ref().map(|label| label.value.clone()).unwrap_or_default();
    let (name, detail) = match (&declaration.id, &declaration.head) {
        (Some(id), _) => (id.value.clone(), label),
        (None, Head::Flow(ends)) => {
            (format!("{} {} {}", ends.from.value, ends.arrow.value.symbol(), ends.to.value), label)
        }
        (None, _) if label.is_empty() => (declaration.kind.keyword().to_owned(), String::new()),
        (None, _) => (label, declaration.kind.keyword().to_owned()),
    };
    Symbol {
        name,
        detail,
        kind: declaration.kind,
        span: declaration.span,
        selection: declaration.id.as_ref().map_or(declaration.head_span, |id| id.span),
        children: declaration.body.as_ref().map(|body| of(&body.statements)).unwrap_or_default(),
    }
}

/// What can be folded: every body of more than one line.
#[must_use]
pub fn folds(analysis: &Analysis) -> Vec<Span> {
    fn bodies(statements: &[Statement], found: &mut Vec<Span>) {
        for statement in statements {
            let body = match statement {
                Statement::Declaration(declaration) => declaration.body.as_ref(),
                Statement::Broken(broken) => broken.body.as_ref(),
                Statement::Attribute(_) | Statement::Condition(_) => None,
            };
            if let Some(body) = body {
                found.push(body.span);
                bodies(&body.statements, found);
            }
        }
    }
    let mut found = Vec::new();
    bodies(&analysis.file().ast.statements, &mut found);
    let source = analysis.source();
    found.retain(|span| source.position(span.start).line < source.position(span.end).line);
    found
}

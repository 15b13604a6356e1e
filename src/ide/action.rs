//! What an editor may do to a file at a place, besides mending what is reported there.

use super::answer;
use crate::analysis::Analysis;
use crate::model::Model;
use crate::source::Span;
use crate::syntax::ast::{Body, Declaration, Statement};
use crate::syntax::quoted;
use crate::vocabulary::{Kind, attribute};

/// A change to the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, imperative.
    pub title: String,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Action {
    pub(super) fn new(title: impl Into<String>, span: Span, text: impl Into<String>) -> Action {
        Action { title: title.into(), span, text: text.into() }
    }
}

/// Something that was called otherwise a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// Its name before.
    pub from: String,
    /// Its name now.
    pub to: String,
}

/// What can be done from one offset to another, the two being one where nothing is selected.
#[must_use]
pub fn actions(analysis: &Analysis, start: u32, end: u32, renamed: &[Renamed]) -> Vec<Action> {
    let statements = &analysis.file().ast.statements;
    let mut actions = answer::answers(analysis, start);
    if let Some(declaration) = innermost(statements, start) {
        actions.extend(add_owner(analysis, declaration));
        actions.extend(keep_identifier(analysis, declaration, renamed));
    }
    if start < end {
        actions.extend(extract_boundary(analysis, statements, start, end));
    }
    actions
}

/// The innermost declaration around an offset.
fn innermost(statements: &[Statement], offset: u32) -> Option<&Declaration> {
    statements.iter().find_map(|statement| match statement {
        Statement::Declaration(one) if one.span.start <= offset && offset <= one.span.end => {
            let inside = one.body.as_ref().and_then(|body| innermost(&body.statements, offset));
            inside.or(Some(one))
        }
        Statement::Broken(broken) => innermost(&broken.body.as_ref()?.statements, offset),
        _ => None,
    })
}

fn has(body: &Body, name: &str) -> bool {
    body.statements.iter().any(|one| matches!(one, Statement::Attribute(attribute) if attribute.key.value == name))
}

/// Gives a mitigation or a question somebody who sees to it.
fn add_owner(analysis: &Analysis, declaration: &Declaration) -> Option<Action> {
    let wants_one = matches!(declaration.kind, Kind::Mitigation | Kind::Question | Kind::Park);
    (wants_one && attribute(declaration.kind, "owner").is_some())
        .then(|| add_attribute(analysis, declaration, "owner", &quoted("…"), "Add an owner"))
        .flatten()
}

/// Notes what a thing was called before it was renamed, so that the next review knows it again.
fn keep_identifier(analysis: &Analysis, declaration: &Declaration, renamed: &[Renamed]) -> Option<Action> {
    let id = declaration.id.as_ref()?;
    let before = renamed.iter().rev().find(|one| one.to == id.value)?;
    attribute(declaration.kind, "was")?;
    let title = format!("Note that `{}` was called `{}`", id.value, before.from);
    add_attribute(analysis, declaration, "was", &before.from, &title)
}

fn add_attribute(
    analysis: &Analysis,
    declaration: &Declaration,
    name: &str,
    value: &str,
    title: &str,
) -> Option<Action> {
    let Some(body) = &declaration.body else {
        let at = Span { start: declaration.head_span.end, ..declaration.head_span };
        return Some(Action::new(title, at, format!(" {{ {name}: {value} }}")));
    };
    if has(body, name) {
        return None;
    }
    let source = analysis.source();
    let open = Span { start: body.span.start + 1, end: body.span.start + 1, ..body.span };
    let text = if source.position(body.span.start).line == source.position(body.span.end).line {
        let rest = if body.statements.is_empty() { "" } else { ";" };
        format!(" {name}: {value}{rest}")
    } else {
        format!("\n{}  {name}: {value}", indentation(source.text(), declaration.span.start))
    };
    Some(Action::new(title, open, text))
}

/// The white space before the first word of the line of an offset.
fn indentation(text: &str, offset: u32) -> &str {
    let line = text[..offset as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let word = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    &text[line..line + word]
}

/// Puts the elements and boundaries that are selected, whole lines of one body, into a new trust boundary.
fn extract_boundary(analysis: &Analysis, statements: &[Statement], start: u32, end: u32) -> Option<Action> {
    let selected: Vec<&Statement> =
        statements.iter().filter(|one| one.span().start < end && start < one.span().end).collect();
    if let [Statement::Declaration(only)] = selected.as_slice()
        && let Some(body) = only.body.as_ref().filter(|body| body.span.start < start && end < body.span.end)
    {
        return extract_boundary(analysis, &body.statements, start, end);
    }
    let can_move = |one: &&Statement| matches!(one, Statement::Declaration(one) if matches!(one.kind, Kind::Process | Kind::Store | Kind::Entity | Kind::Boundary));
    if selected.is_empty() || !selected.iter().all(can_move) {
        return None;
    }
    let text = analysis.source().text();
    let (first, last) = (selected.first()?.span(), selected.last()?.span());
    let indent = indentation(text, first.start);
    // What shares a line with something else stays there.
    let line = text[..first.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[last.end as usize..].lines().next().unwrap_or_default().trim_start();
    if line + indent.len() != first.start as usize || !(rest.is_empty() || rest.starts_with("//")) {
        return None;
    }
    // With the comments right before the first of them.
    let from = commented_from(analysis, first.start - u32::try_from(indent.len()).unwrap_or(0));
    let span = Span { start: from, end: last.end, ..first };
    let moved: String = text[span.range()]
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") })
        .collect();
    let id = free_identifier(&analysis.model, "new-boundary");
    let title = "Put these into a new trust boundary";
    Some(Action::new(
        title,
        span,
        format!("{indent}boundary {id} \"New boundary\" {{\n{indent}  kind: network\n{moved}{indent}}}"),
    ))
}

/// Where the comments begin that stand on the lines right before a line.
fn commented_from(analysis: &Analysis, line: u32) -> u32 {
    let source = analysis.source();
    let mut from = line;
    for comment in analysis.file().ast.comments.iter().rev().filter(|one| one.own_line) {
        if comment.span.end + 1 == from {
            let indent = indentation(source.text(), comment.span.start);
            from = comment.span.start - u32::try_from(indent.len()).unwrap_or(0);
        }
    }
    from
}

/// A name that nothing has yet.
fn free_identifier(model: &Model, wanted: &str) -> String {
    let taken = |name: &str| {
        model.boundaries.iter().any(|one| one.id.value == name) || model.elements.iter().any(|one| one.id.value == name)
    };
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

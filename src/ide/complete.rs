//! What can be written at a place.

use super::hover::words;
use crate::analysis::Analysis;
use crate::model::{Category, Model};
use crate::syntax::ast::Statement;
use crate::vocabulary::{self, Attribute, Kind, ValueType};

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// Something that the model declares.
    Name,
    /// An attribute.
    Attribute,
    /// A value of an attribute, or a category.
    Value,
    /// A keyword with the shape of its declaration.
    Keyword,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is chosen by.
    pub label: String,
    /// What it is, in a few words.
    pub detail: String,
    /// What is written in place of the word before the cursor.
    pub insert: String,
    /// What it is.
    pub kind: CompletionKind,
}

/// What can be written at an offset, by what stands before it on its line and around it.
#[must_use]
pub fn complete(analysis: &Analysis, offset: u32) -> Vec<Completion> {
    let text = analysis.source().text();
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', ';', '{']).next().unwrap_or_default();
    if line.matches('"').count() % 2 == 1
        || before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with("//"))
    {
        return Vec::new();
    }
    let around = around(&analysis.file().ast.statements, offset);
    let word = line.rsplit(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))).next().unwrap_or_default();
    let head = line[..line.len() - word.len()].trim();
    let model = &analysis.model;
    let keyword = head.split_whitespace().next().unwrap_or_default();
    match Kind::from_keyword(keyword) {
        Some(Kind::Flow) => return elements(model),
        Some(Kind::Threat | Kind::Dismiss | Kind::Assume | Kind::Question | Kind::Adjust)
            if head.ends_with(" on") || (head.contains(" on ") && head.ends_with(',')) =>
        {
            let mut found = elements(model);
            found.extend(flows(model));
            if keyword != "threat" {
                found.extend(boundaries(model));
            }
            return found;
        }
        Some(Kind::Threat) if head.ends_with(':') || head.ends_with(',') => return categories(),
        Some(Kind::Dismiss) => return categories(),
        _ => {}
    }
    if let Some((key, _)) = head.split_once(':')
        && let Some(row) = around.and_then(|kind| vocabulary::attribute(kind, key.trim()))
    {
        return values(model, row);
    }
    if !head.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Completion> = around.into_iter().flat_map(vocabulary::attributes_of).map(attribute).collect();
    found.extend(Kind::ALL.into_iter().filter(|kind| stands_in(*kind, around)).map(declaration));
    found
}

/// The kind of the innermost declaration whose body is around an offset.
fn around(statements: &[Statement], offset: u32) -> Option<Kind> {
    statements.iter().find_map(|statement| {
        let (kind, body) = match statement {
            Statement::Declaration(declaration) => (Some(declaration.kind), declaration.body.as_ref()?),
            Statement::Broken(broken) => (None, broken.body.as_ref()?),
            Statement::Attribute(_) | Statement::Condition(_) => return None,
        };
        let is_inside = body.span.start < offset && offset < body.span.end;
        is_inside.then(|| around(&body.statements, offset).or(kind)).flatten()
    })
}

/// Whether a declaration may stand in another, or at the top.
fn stands_in(kind: Kind, around: Option<Kind>) -> bool {
    use Kind::{Accept, Avoid, Boundary, Entity, Flow, Import, Mitigation, Model, Process, Store, Threat, Transfer};
    match around {
        None => !matches!(kind, Accept | Transfer | Avoid),
        Some(Boundary) => !matches!(kind, Model | Import | Accept | Transfer | Avoid),
        Some(Threat) => matches!(kind, Mitigation | Accept | Transfer | Avoid),
        Some(Entity | Process | Store | Flow) => matches!(kind, Threat | Kind::Dismiss | Kind::Assume | Kind::Question),
        Some(_) => false,
    }
}

fn name(label: &str, detail: String) -> Completion {
    Completion { label: label.to_owned(), detail, insert: label.to_owned(), kind: CompletionKind::Name }
}

fn elements(model: &Model) -> Vec<Completion> {
    model
        .elements
        .iter()
        .map(|one| name(&one.id.value, format!("{} {}", one.kind.kind().keyword(), one.label)))
        .collect()
}

fn boundaries(model: &Model) -> Vec<Completion> {
    model.boundaries.iter().map(|one| name(&one.id.value, format!("boundary {}", one.label))).collect()
}

fn flows(model: &Model) -> Vec<Completion> {
    let named = model.flows.iter().filter_map(|one| Some((one.id.as_ref()?, &one.label)));
    named.map(|(id, label)| name(&id.value, format!("flow {label}"))).collect()
}

fn categories() -> Vec<Completion> {
    let category = |one: Category| Completion {
        label: one.word().to_owned(),
        detail: "category".to_owned(),
        insert: one.word().to_owned(),
        kind: CompletionKind::Value,
    };
    Category::ALL.into_iter().map(category).collect()
}

fn values(model: &Model, row: &Attribute) -> Vec<Completion> {
    let value = |label: &str, detail: &str| Completion {
        label: label.to_owned(),
        detail: detail.to_owned(),
        insert: label.to_owned(),
        kind: CompletionKind::Value,
    };
    let mut found: Vec<Completion> = words(row.value).iter().map(|word| value(word.name, word.doc)).collect();
    if let ValueType::References(kinds) = row.value {
        if kinds.contains(&Kind::Data) {
            found.extend(model.data.iter().map(|one| name(&one.id.value, format!("data {}", one.label))));
        }
        if kinds.contains(&Kind::Mitigation) {
            let named = model.mitigations.iter().filter_map(|one| Some((one.id.as_ref()?, &one.text)));
            found.extend(named.map(|(id, text)| name(&id.value, text.clone())));
        }
        if kinds.contains(&Kind::Boundary) {
            found.extend(boundaries(model));
        }
        if kinds.contains(&Kind::Process) {
            found.extend(elements(model));
        }
    }
    if row.answerable {
        found.extend([value("none", "asked, and the answer is no"), value("unknown", "asked, and nobody knew")]);
    }
    found
}

fn attribute(row: &Attribute) -> Completion {
    Completion {
        label: row.name.to_owned(),
        detail: row.doc.to_owned(),
        insert: format!("{}: ", row.name),
        kind: CompletionKind::Attribute,
    }
}

fn declaration(kind: Kind) -> Completion {
    Completion {
        label: kind.keyword().to_owned(),
        detail: kind.form().to_owned(),
        insert: format!("{} ", kind.keyword()),
        kind: CompletionKind::Keyword,
    }
}

//! What can be written at a place.

use super::hover::words;
use super::{Token, TokenKind, tokens};
use crate::analysis::Analysis;
use crate::model::{Category, ElementType, Model};
use crate::project::Link;
use crate::syntax::ast::Statement;
use crate::threat;
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
    /// The same with places to fill in, in the syntax of snippets, where it has any.
    pub snippet: Option<String>,
    /// What it is.
    pub kind: CompletionKind,
}

/// What can be written at an offset, by what stands before it on its line and around it.
#[must_use]
pub fn complete(analysis: &Analysis, offset: u32) -> Vec<Completion> {
    let text = analysis.source().text();
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', ';', '{']).next().unwrap_or_default();
    if import_path_at(analysis, offset).is_some() || is_prose(analysis, line, offset) {
        return Vec::new();
    }
    let around = around(&analysis.file().ast.statements, offset);
    let word = line.rsplit(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))).next().unwrap_or_default();
    let head = line[..line.len() - word.len()].trim();
    let model = &analysis.model;
    if let Some((import, _)) = word.rsplit_once('.') {
        return members(analysis, import);
    }
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
        Some(Kind::Threat) if head.ends_with(':') || head.ends_with(',') => {
            return categories(subject(model, around, text, offset));
        }
        Some(Kind::Dismiss) => return categories(subject(model, around, text, offset)),
        _ => {}
    }
    if around == Some(Kind::Rule) && ["when:", "unless:"].iter().any(|key| head.starts_with(key)) {
        return threat::predicates().map(|word| plain(word, "test", CompletionKind::Value)).collect();
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

/// Whether an offset is in a comment or a text, where nothing is to be completed. `line`: what stands before it.
fn is_prose(analysis: &Analysis, line: &str, offset: u32) -> bool {
    let comments = analysis.file().ast.comments.iter().any(|one| one.span.start < offset && offset <= one.span.end);
    let is_text = |token: &Token| token.kind == TokenKind::Text && token.span.start < offset && offset < token.span.end;
    // One that is not closed yet is no text.
    comments || tokens(analysis).iter().any(is_text) || line.replace("\\\"", "").matches('"').count() % 2 == 1
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

fn plain(label: &str, detail: impl Into<String>, kind: CompletionKind) -> Completion {
    Completion { label: label.to_owned(), detail: detail.into(), insert: label.to_owned(), snippet: None, kind }
}

fn name(label: &str, detail: String) -> Completion {
    plain(label, detail, CompletionKind::Name)
}

/// Where the path of an import is being written: what stands of it before the offset.
#[must_use]
pub fn import_path_at(analysis: &Analysis, offset: u32) -> Option<&str> {
    let before = analysis.source().text().get(..offset as usize)?;
    let line = before.rsplit('\n').next()?.trim_start();
    let path = line.strip_prefix("import")?.trim_start().strip_prefix('"')?;
    (!path.contains('"')).then_some(path)
}

/// What a file declares that is imported by a name, each with that name before it.
fn members(analysis: &Analysis, import: &str) -> Vec<Completion> {
    let Some(Link::To(id)) = analysis.file().imports.get(import).map(|import| import.link) else { return Vec::new() };
    let mut found = Vec::new();
    let mut waiting: Vec<&Statement> = analysis.files[usize::from(id.0)].ast.statements.iter().rev().collect();
    while let Some(statement) = waiting.pop() {
        let Statement::Declaration(declaration) = statement else { continue };
        if let Some(id) = declaration.id.as_ref().filter(|_| declaration.kind != Kind::Import) {
            let label = declaration.label.as_ref().map(|label| label.value.as_str()).unwrap_or_default();
            found.push(name(&format!("{import}.{}", id.value), format!("{} {label}", declaration.kind.keyword())));
        }
        waiting.extend(declaration.body.iter().flat_map(|body| body.statements.iter().rev()));
    }
    found
}

/// What a threat or dismissal is about that is being written: what it stands in, or what follows `on`.
fn subject(model: &Model, around: Option<Kind>, text: &str, offset: u32) -> Option<ElementType> {
    let rest = text.get(offset as usize..).unwrap_or_default().split(['\n', '{', '"']).next().unwrap_or_default();
    let target = rest.split_once(" on ").map(|(_, target)| target.trim());
    if let Some(element) = target.and_then(|target| model.elements.iter().find(|one| one.id.value == target)) {
        return Some(element.kind.element_type());
    }
    match around? {
        Kind::Entity => Some(ElementType::Entity),
        Kind::Process => Some(ElementType::Process),
        Kind::Store => Some(ElementType::Store),
        Kind::Flow => Some(ElementType::Flow),
        _ => None,
    }
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

/// All of them, or those that make sense for what a threat is about.
fn categories(subject: Option<ElementType>) -> Vec<Completion> {
    let fits = |one: &Category| subject.is_none_or(|subject| one.applies_to(subject));
    let category = |one: Category| plain(one.word(), "category", CompletionKind::Value);
    Category::ALL.into_iter().filter(fits).map(category).collect()
}

fn values(model: &Model, row: &Attribute) -> Vec<Completion> {
    let value = |label: &str, detail: &str| plain(label, detail, CompletionKind::Value);
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
    Completion { insert: format!("{}: ", row.name), ..plain(row.name, row.doc, CompletionKind::Attribute) }
}

fn declaration(kind: Kind) -> Completion {
    let snippet = match kind {
        Kind::Threat => Some(
            "threat ${1:id}: ${2:spoofing} on ${3:target}\n  \"${4:Who does what, and what comes of it}\" {\n  likelihood: ${5|low,medium,high|}\n  impact: ${6|low,medium,high|}\n}",
        ),
        Kind::Mitigation => Some(
            "mitigation ${1:id} \"${2:What is done about it}\" {\n  kind: ${3|technical,process|}\n  owner: \"${4:somebody}\"\n  status: ${5|open,in-progress,done,verified|}\n}",
        ),
        Kind::Flow => Some("flow ${1:from} -> ${2:to} \"${3:what moves}\" { carries: ${4:data} }"),
        Kind::Boundary => {
            Some("boundary ${1:id} \"${2:Label}\" {\n  kind: ${3|network,privilege,organisation|}\n  $0\n}")
        }
        Kind::Accept => {
            Some("accept \"${1:Why the risk is carried}\" { by: \"${2:somebody}\"; until: ${3:2027-01-01} }")
        }
        Kind::Dismiss => Some("dismiss ${1:rule} on ${2:target} \"${3:Why it cannot happen}\""),
        _ => None,
    };
    Completion {
        insert: format!("{} ", kind.keyword()),
        snippet: snippet.map(str::to_owned),
        ..plain(kind.keyword(), kind.form(), CompletionKind::Keyword)
    }
}

//! Where a file names things, and which things these are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::touches;
use crate::analysis::Analysis;
use crate::model::Category;
use crate::project::{File, Link};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Declaration, Ends, Head, Name, Statement, Target, ValueKind};
use crate::vocabulary::{self, Kind, ValueType};

/// What a name stands for: the same in every file that names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The file that declares it, from the project's folder on.
    pub path: Arc<str>,
    /// Its name there.
    pub name: String,
}

/// Whether a name is given or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is declared here, by a declaration of this kind.
    Declaration(Kind),
    /// It is named here.
    Reference,
}

/// A place where a file names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name itself, without the names of files before it.
    pub span: Span,
    /// Whether it is given or used.
    pub role: Role,
    /// What it stands for; [`None`] where nothing is called so.
    pub identity: Option<Identity>,
    /// Where that is declared: file and place of the name.
    pub declared: Option<Span>,
    /// What declares it.
    pub kind: Option<Kind>,
}

/// What stands at an offset of the file itself.
#[must_use]
pub fn at(analysis: &Analysis, offset: u32) -> Option<Occurrence> {
    occurrences(analysis).into_iter().find(|one| touches(one.span, offset))
}

/// Every name in the file itself, in the order of the text.
#[must_use]
pub fn occurrences(analysis: &Analysis) -> Vec<Occurrence> {
    let names = analysis.files.iter().map(|_| None).collect();
    let mut collector = Collector { analysis, found: Vec::new(), names };
    collector.statements(&analysis.file().ast.statements, None);
    collector.found.sort_by_key(|one| (one.span.start, one.span.end));
    collector.found
}

/// What the thing at an offset is made of: the data that a flow carries or an element holds, else its own declaration.
#[must_use]
pub fn types_at(analysis: &Analysis, offset: u32) -> Vec<Span> {
    let model = &analysis.model;
    let Some(declared) = at(analysis, offset).and_then(|one| one.declared) else { return Vec::new() };
    let flow = model.flows.iter().find(|flow| flow.id.as_ref().is_some_and(|id| id.span == declared));
    let element = model.elements.iter().find(|element| element.id.span == declared);
    let data = flow.map(|flow| &flow.carries).or(element.map(|element| &element.holds));
    let data: Vec<Span> = data.into_iter().flatten().map(|id| model.data[id.0].id.span).collect();
    if data.is_empty() { vec![declared] } else { data }
}

/// Why something cannot be called so; [`None`] where it can.
#[must_use]
pub fn rename_problem(name: &str) -> Option<String> {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_name {
        return Some(format!("`{name}` is no identifier: letters, digits, `-` and `_`, a letter first"));
    }
    Kind::from_keyword(name).map(|_| format!("`{name}` is a keyword"))
}

struct Collector<'a> {
    analysis: &'a Analysis,
    found: Vec<Occurrence>,
    /// By file, once it was asked for: where each name is declared first, and by what.
    names: Vec<Option<BTreeMap<&'a str, (Span, Kind)>>>,
}

impl Collector<'_> {
    fn statements(&mut self, statements: &[Statement], around: Option<Kind>) {
        for statement in statements {
            match statement {
                Statement::Declaration(declaration) => self.declaration(declaration),
                Statement::Attribute(attribute) => {
                    let row = around.and_then(|kind| vocabulary::attribute(kind, &attribute.key.value));
                    let names_things = row.is_some_and(|row| matches!(row.value, ValueType::References(_)));
                    for value in attribute.values.iter().filter(|_| names_things) {
                        if let ValueKind::Word(word) = &value.kind {
                            self.reference(word, value.span);
                        }
                    }
                }
                Statement::Broken(broken) => {
                    if let Some(body) = &broken.body {
                        self.statements(&body.statements, None);
                    }
                }
                Statement::Condition(_) => {}
            }
        }
    }

    fn declaration(&mut self, declaration: &Declaration) {
        let own = self.analysis.file();
        // What an import is called is a name of this file only, and its members are found by way of it.
        if let Some(id) = declaration.id.as_ref() {
            self.found.push(Occurrence {
                span: id.span,
                role: Role::Declaration(declaration.kind),
                identity: Some(Identity { path: own.path.clone(), name: id.value.clone() }),
                declared: Some(id.span),
                kind: Some(declaration.kind),
            });
        }
        match &declaration.head {
            Head::Flow(ends) => self.ends(ends),
            Head::On { categories, targets } => {
                for name in categories.iter().filter(|name| Category::from_word(&name.value).is_none()) {
                    self.reference(&name.value, name.span);
                }
                for target in targets {
                    match target {
                        Target::Named(name) => self.name(name),
                        Target::Between(ends) => self.ends(ends),
                    }
                }
            }
            Head::Plain | Head::Import(_) | Head::Rule(_) => {}
        }
        if let Some(body) = &declaration.body {
            self.statements(&body.statements, Some(declaration.kind));
        }
    }

    fn ends(&mut self, ends: &Ends) {
        self.name(&ends.from);
        self.name(&ends.to);
    }

    fn name(&mut self, name: &Name) {
        self.reference(&name.value, name.span);
    }

    /// `idp`, or `identity.idp`: the last part is the name, those before it are names of files.
    fn reference(&mut self, written: &str, span: Span) {
        let (mut file, mut at) = (FileId(0), span.start);
        let mut parts = written.split('.').peekable();
        while let Some(part) = parts.next() {
            let length = u32::try_from(part.len()).unwrap_or(0);
            let place = Span { start: at, end: at + length, ..span };
            let analysis: &Analysis = self.analysis;
            let here = &analysis.files[usize::from(file.0)];
            let names = self.names[usize::from(file.0)].get_or_insert_with(|| {
                let mut names = BTreeMap::new();
                declared(&here.ast.statements, &mut names);
                names
            });
            let (declared, kind) = names.get(part).copied().unzip();
            let identity = declared.map(|_| Identity { path: here.path.clone(), name: part.to_owned() });
            self.found.push(Occurrence { span: place, role: Role::Reference, identity, declared, kind });
            at += length + 1;
            if parts.peek().is_some() {
                let Some(next) = imported(here, part) else { return };
                file = next;
            }
        }
    }
}

fn imported(file: &File, name: &str) -> Option<FileId> {
    match file.imports.get(name)?.link {
        Link::To(id) => Some(id),
        Link::Nowhere => None,
    }
}

/// Where a file declares its names, at any depth.
fn declared<'a>(statements: &'a [Statement], names: &mut BTreeMap<&'a str, (Span, Kind)>) {
    for statement in statements {
        let body = match statement {
            Statement::Declaration(declaration) => {
                if let Some(id) = &declaration.id {
                    names.entry(&id.value).or_insert((id.span, declaration.kind));
                }
                declaration.body.as_ref()
            }
            Statement::Broken(broken) => broken.body.as_ref(),
            Statement::Attribute(_) | Statement::Condition(_) => None,
        };
        if let Some(body) = body {
            declared(&body.statements, names);
        }
    }
}

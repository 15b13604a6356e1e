//! A text to the text and all files that it imports, read, in an order in which each can be resolved.
//!
//! Paths are texts here, from the project's folder on, and a [`Loader`] fetches what stands there: files, the buffers
//! of an editor, a revision. It refuses to know any of these, and what names mean.

mod codes;
mod path;
mod read;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Source, Span};
use crate::syntax::ast::{self, Head, Statement};
use crate::vocabulary::Kind;

pub(crate) use codes::{CODES, TOO_MANY_IMPORTS};
#[cfg(feature = "cli")]
pub(crate) use path::joined;
#[cfg(feature = "cli")]
pub(crate) use read::fetch;
pub use read::load;

/// The most bytes of what a file is called by another that reaches it.
const MAX_NAMESPACE: usize = 1024;

/// The text that everything begins with.
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    /// The name that diagnostics show.
    pub name: &'a str,
    /// Where it stands: from the project's folder on, with forward slashes. Imports are relative to it.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Fetches a file by its path from the project's folder on: normalised, with forward slashes, never outside.
pub type Loader<'a> = dyn Fn(&str) -> Result<Loaded, LoadError> + 'a;

/// A file that was fetched.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its path from the project's folder on; another one than was asked for where that was a link. It is what tells
    /// files from one another.
    pub path: String,
    /// The name that diagnostics show.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Why a file could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is none.
    NotFound {
        /// The names of what stands in its folder.
        neighbours: Vec<String>,
    },
    /// It is a folder, or anything else that is not a file.
    NotAFile,
    /// It leads out of the project.
    Outside,
    /// Anything else, in words: `it is not UTF-8 text`.
    Unreadable(String),
}

/// Whether imports are followed.
#[derive(Clone, Copy)]
pub enum Imports<'a> {
    /// No file is opened: what imports would declare is not known.
    Closed,
    /// They are fetched.
    Open(&'a Loader<'a>),
}

/// A text and all that it imports. A file's id is its place in the list; the first is the one that began.
#[derive(Debug)]
pub struct Project {
    /// The files.
    pub files: Vec<File>,
    /// The ids of all files, each after those that it imports.
    pub order: Vec<FileId>,
    /// What is wrong with the imports themselves.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file of a project.
#[derive(Debug)]
pub struct File {
    /// Where it stands, from the project's folder on.
    pub path: Arc<str>,
    /// The text.
    pub source: Source,
    /// What it says, statement by statement.
    pub ast: ast::File,
    /// Its syntax errors.
    pub diagnostics: Vec<Diagnostic>,
    /// What it imports, by name.
    pub imports: BTreeMap<String, Import>,
    /// Whether it or what it imports has rules, which apply without being named.
    pub has_rules: bool,
    /// The first import of it; [`None`] for the file that began.
    pub imported_at: Option<Span>,
}

/// An import.
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// Where it is written.
    pub span: Span,
    /// Its place among the imports of its file.
    pub number: usize,
    /// What became of it.
    pub link: Link,
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It leads to this file.
    To(FileId),
    /// It was not opened, or not to be had, which has been reported.
    Nowhere,
}

impl File {
    /// A file of which nothing but the name is known.
    #[must_use]
    pub fn unread(name: &str) -> File {
        File::of_text(Source::new(FileId::default(), name, ""))
    }

    /// A file in another language, of which only places are shown.
    #[must_use]
    pub fn of_text(source: Source) -> File {
        File {
            path: source.name().into(),
            source,
            ast: ast::File::default(),
            diagnostics: Vec::new(),
            imports: BTreeMap::new(),
            has_rules: false,
            imported_at: None,
        }
    }
}

impl Project {
    /// A file.
    #[must_use]
    pub fn file(&self, id: FileId) -> &File {
        &self.files[usize::from(id.0)]
    }

    /// What one file calls all those that it reaches by imports: the name with the fewest parts, and of these the one
    /// whose imports are written first. Names that are longer than any that is meant to be read are left out.
    #[must_use]
    pub fn namespaces(&self, from: FileId) -> BTreeMap<FileId, Arc<str>> {
        let mut found: BTreeMap<FileId, Arc<str>> = BTreeMap::new();
        let mut waiting = VecDeque::from([(from, String::new())]);
        while let Some((id, prefix)) = waiting.pop_front() {
            let mut imports: Vec<(&String, &Import)> = self.file(id).imports.iter().collect();
            imports.sort_by_key(|(_, import)| import.number);
            for (name, import) in imports {
                let Link::To(target) = import.link else { continue };
                let is_readable = prefix.len() + name.len() <= MAX_NAMESPACE;
                if target != from && is_readable && !found.contains_key(&target) {
                    let name = format!("{prefix}{name}");
                    waiting.push_back((target, format!("{name}.")));
                    found.insert(target, name.into());
                }
            }
        }
        found
    }
}

/// Whether a file has rules of its own.
fn has_rules(file: &ast::File) -> bool {
    let is_rule =
        |one: &Statement| matches!(one, Statement::Declaration(declaration) if declaration.kind == Kind::Rule);
    file.statements.iter().any(is_rule)
}

/// The imports of a file, in the order of the text: name, path, and where the statement stands.
fn imports(file: &ast::File) -> Vec<(ast::Name, ast::Text, Span)> {
    let declarations = file.statements.iter().filter_map(|statement| match statement {
        Statement::Declaration(declaration) if declaration.kind == Kind::Import => Some(declaration),
        Statement::Declaration(_) | Statement::Attribute(_) | Statement::Condition(_) | Statement::Broken(_) => None,
    });
    let import = |declaration: &ast::Declaration| match (&declaration.id, &declaration.head) {
        (Some(id), Head::Import(path)) => Some((id.clone(), path.clone(), declaration.span)),
        _ => None,
    };
    declarations.filter_map(|declaration| import(declaration)).collect()
}

//! Follows imports, depth first, and says which cannot be followed.

use std::collections::BTreeMap;

use super::codes::{
    BAD_IMPORT_PATH, IMPORT_CYCLE, IMPORT_NOT_FOUND, IMPORT_NOT_OPENED, IMPORT_OUTSIDE, TOO_MANY_IMPORTS,
    UNREADABLE_IMPORT,
};
use super::path::{self, Refusal};
use super::{File, Import, Imports, Link, LoadError, Loaded, Loader, Project, Root, has_rules, imports};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{FileId, Source, Span};
use crate::syntax::{self, ast};

/// The most files of a project.
const MAX_FILES: usize = 256;
/// The most `import` statements that are followed.
const MAX_STATEMENTS: usize = 1024;
/// The most imports one after the other, from the first file to the last.
const MAX_DEPTH: usize = 64;
/// The most bytes of all files together.
const MAX_BYTES: usize = 16 << 20;

/// Reads a text and all files that it imports, sooner where `memory` knows most of them.
#[must_use]
pub fn load(root: &Root<'_>, imports: Imports<'_>, memory: Option<&mut syntax::Memory>) -> Project {
    let mut reader = Reader {
        imports,
        memory,
        project: Project { files: Vec::new(), order: Vec::new(), diagnostics: Vec::new() },
        asked: BTreeMap::new(),
        found: BTreeMap::new(),
        trail: Vec::new(),
        statements: 0,
        bytes: 0,
        is_full: false,
    };
    let Root { name, path, text } = *root;
    let root = Loaded { path: path.to_owned(), name: name.to_owned(), text: text.to_owned() };
    reader.file(root, None);
    reader.project
}

/// Fetches one file that is named in another; or says what is wrong with that.
#[cfg(feature = "cli")]
pub(crate) fn fetch(loader: &Loader<'_>, from: &str, written: &ast::Text) -> Result<Loaded, Diagnostic> {
    let path = path::resolve(from, &written.value).map_err(|refusal| refused(&refusal, written))?;
    loader(&path).map_err(|error| not_loaded(&error, &path, written))
}

struct Reader<'a> {
    imports: Imports<'a>,
    memory: Option<&'a mut syntax::Memory>,
    project: Project,
    /// What was fetched for each path that was asked for.
    asked: BTreeMap<String, FileId>,
    /// The files by their own paths.
    found: BTreeMap<String, FileId>,
    /// From the first file to the one that is being read: each with the import that is being followed.
    trail: Vec<(FileId, Span)>,
    statements: usize,
    bytes: usize,
    /// Whether a limit was met and reported: from there on nothing is opened.
    is_full: bool,
}

impl Reader<'_> {
    /// Reads a file and all that it imports.
    fn file(&mut self, loaded: Loaded, imported_at: Option<Span>) -> FileId {
        let id = FileId(u16::try_from(self.project.files.len()).unwrap_or(u16::MAX));
        let source = Source::new(id, &loaded.name, &loaded.text);
        let (ast, diagnostics) = syntax::parse_again(&source, self.memory.as_deref_mut());
        let statements = imports(&ast);
        self.bytes += source.text().len();
        self.found.insert(loaded.path.clone(), id);
        let (path, has_rules) = (loaded.path.into(), has_rules(&ast));
        let imports = BTreeMap::new();
        self.project.files.push(File { path, source, ast, diagnostics, imports, has_rules, imported_at });
        for (number, (name, path, span)) in statements.into_iter().enumerate() {
            self.trail.push((id, path.span));
            let link = self.follow(&name, &path);
            self.trail.pop();
            let has_rules = matches!(link, Link::To(target) if self.project.file(target).has_rules);
            let file = &mut self.project.files[usize::from(id.0)];
            file.has_rules |= has_rules;
            file.imports.entry(name.value).or_insert(Import { span, number, link });
        }
        self.project.order.push(id);
        id
    }

    fn follow(&mut self, name: &ast::Name, written: &ast::Text) -> Link {
        let from = self.trail.last().map_or_else(FileId::default, |(id, _)| *id);
        let from = self.project.file(from).path.clone();
        let target = match (path::resolve(&from, &written.value), self.imports) {
            (Ok(path), Imports::Open(loader)) => self.fetch(loader, &path, written),
            // Where nothing is opened, nobody knows where the project ends.
            (Ok(_) | Err(Refusal::Outside), Imports::Closed) => Err(not_opened(name, written)),
            (Err(refusal), _) => Err(refused(&refusal, written)),
        };
        match target {
            Ok(Some(id)) => Link::To(id),
            Ok(None) => Link::Nowhere,
            Err(diagnostic) => {
                self.project.diagnostics.push(diagnostic);
                Link::Nowhere
            }
        }
    }

    /// The file at a path; [`None`] where nothing is opened any more, which has been said before.
    fn fetch(&mut self, loader: &Loader<'_>, path: &str, written: &ast::Text) -> Result<Option<FileId>, Diagnostic> {
        if self.is_full {
            return Ok(None);
        }
        self.statements += 1;
        if let Some(limit) = self.limit(path) {
            self.is_full = true;
            return Err(too_many(&limit, written));
        }
        let id = match self.asked.get(path) {
            Some(id) => *id,
            None => self.fetch_new(loader, path, written)?,
        };
        if let Some(at) = self.trail.iter().position(|(on_the_way, _)| *on_the_way == id) {
            return Err(self.cycle(&self.trail[at..]));
        }
        Ok(Some(id))
    }

    fn fetch_new(&mut self, loader: &Loader<'_>, path: &str, written: &ast::Text) -> Result<FileId, Diagnostic> {
        // A file that is being read, or was reached by a link, is not fetched again.
        let known = self.found.get(path).copied();
        let id = known.map_or_else(|| self.fetch_unknown(loader, path, written), Ok)?;
        self.asked.insert(path.to_owned(), id);
        Ok(id)
    }

    fn fetch_unknown(&mut self, loader: &Loader<'_>, path: &str, written: &ast::Text) -> Result<FileId, Diagnostic> {
        let loaded = loader(path).map_err(|error| not_loaded(&error, path, written))?;
        let known = self.found.get(&loaded.path).copied();
        Ok(known.unwrap_or_else(|| self.file(loaded, Some(written.span))))
    }

    /// The limit that one more import of this path would go over.
    fn limit(&self, path: &str) -> Option<String> {
        let is_new = !self.asked.contains_key(path) && !self.found.contains_key(path);
        if self.statements > MAX_STATEMENTS {
            Some(format!("more than {MAX_STATEMENTS} imports"))
        } else if is_new && self.project.files.len() >= MAX_FILES {
            Some(format!("more than {MAX_FILES} files"))
        } else if is_new && self.trail.len() >= MAX_DEPTH {
            Some(format!("more than {MAX_DEPTH} imports one behind the other"))
        } else if is_new && self.bytes > MAX_BYTES {
            Some(format!("more than {} MiB of text", MAX_BYTES >> 20))
        } else {
            None
        }
    }

    /// The files from one to itself, with each import on the way.
    fn cycle(&self, trail: &[(FileId, Span)]) -> Diagnostic {
        let path = |id: FileId| &*self.project.file(id).path;
        let (first, at) = trail[0];
        let mut chain: Vec<&str> = trail.iter().map(|(id, _)| path(*id)).collect();
        chain.push(path(first));
        let message = format!("`{}` imports itself: {}", path(first), chain.join(" -> "));
        let help = "take one of these imports out; what both files need goes into a third, which both import";
        let mut diagnostic =
            Diagnostic::new(&IMPORT_CYCLE, at, message).label(format!("imports `{}`", chain[1])).help(help);
        for (step, (_, span)) in trail.iter().enumerate().skip(1) {
            diagnostic = diagnostic.also(*span, format!("imports `{}`", chain[step + 1]));
        }
        diagnostic
    }
}

fn refused(refusal: &Refusal, written: &ast::Text) -> Diagnostic {
    match refusal {
        Refusal::Form { is, help } => {
            let message = format!("`{}` {is}", shown(&written.value));
            Diagnostic::new(&BAD_IMPORT_PATH, written.span, message).help(help.clone())
        }
        Refusal::Outside => outside(written),
    }
}

fn outside(written: &ast::Text) -> Diagnostic {
    let message = format!("`{}` leads out of the project", shown(&written.value));
    Diagnostic::new(&IMPORT_OUTSIDE, written.span, message)
        .help("import from the project's folder, the nearest one with `.git` or `threatline.toml` in it")
}

fn not_loaded(error: &LoadError, path: &str, written: &ast::Text) -> Diagnostic {
    let value = shown(&written.value);
    match error {
        LoadError::NotFound { neighbours } => {
            let diagnostic = Diagnostic::new(&IMPORT_NOT_FOUND, written.span, format!("`{value}` does not exist"));
            let (folder, wanted) = path.rsplit_once('/').unwrap_or(("", path));
            let models = neighbours.iter().map(String::as_str).filter(|name| name.strip_suffix(".tm").is_some());
            match did_you_mean(wanted, models) {
                Some(best) => diagnostic.help(format!("did you mean `{}`?", beside(&written.value, best))),
                None if folder.is_empty() => diagnostic.help("check the path; it starts in this file's folder"),
                None => diagnostic.help(format!("check the path; it was looked for in `{folder}`")),
            }
        }
        LoadError::NotAFile => Diagnostic::new(&UNREADABLE_IMPORT, written.span, format!("`{value}` is not a file"))
            .help("import one `.tm` file"),
        LoadError::Outside => outside(written),
        LoadError::Unreadable(reason) => {
            Diagnostic::new(&UNREADABLE_IMPORT, written.span, format!("`{value}` cannot be read: {reason}"))
                .help("save it as UTF-8 text, and check its permissions")
        }
    }
}

/// The path with another file at its end.
fn beside(written: &str, name: &str) -> String {
    written.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

fn not_opened(name: &ast::Name, written: &ast::Text) -> Diagnostic {
    let message =
        format!("`{}` is not opened, and nothing of `{}` is drawn or listed", shown(&written.value), name.value);
    Diagnostic::new(&IMPORT_NOT_OPENED, written.span, message)
        .help("leave `--no-import` away where files may be opened")
}

fn too_many(limit: &str, written: &ast::Text) -> Diagnostic {
    Diagnostic::new(&TOO_MANY_IMPORTS, written.span, format!("the model takes {limit}"))
        .label("nothing is opened from here on")
        .help("import what the model names, and merge small files")
}

/// A path as messages show it.
fn shown(path: &str) -> String {
    const LONGEST: usize = 120;
    let line: String = path.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

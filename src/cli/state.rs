//! A state of models to compare: files, a folder, a working tree, an index or a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::deps::read_for;
use super::git::{EntryKind, Repository, Tree};
use super::input::{self, Input};
use super::output;
use super::project::{CONFIGURATION, Opening, configuration_of, slashed};
use crate::analysis::{Analysis, analyse_in};
use crate::diagnostic::Diagnostic;
use crate::project::{Imports, LoadError, Loaded, Root, joined};
use crate::source::Span;

/// Where models stand.
pub(super) enum State<'a> {
    /// Files on the disk, by the path under which they are compared.
    Files(BTreeMap<String, PathBuf>),
    /// What was read from standard input, which can be read only once.
    Input(String, Input),
    /// What is stored in a repository.
    Stored(Stored<'a>),
}

/// What a repository stores under a revision, or in its index.
pub(super) struct Stored<'a> {
    pub(super) repository: &'a Repository,
    pub(super) tree: Tree,
    /// What diagnostics put before a path: `HEAD:`.
    pub(super) name: String,
}

/// How many links are followed, one to the next.
const MAX_LINKS: usize = 8;

impl State<'_> {
    /// One file under a path.
    pub(super) fn file(path: &Path, under: &str) -> State<'static> {
        if path.as_os_str() == "-" {
            return State::Input(under.to_owned(), input::read(path));
        }
        State::Files(BTreeMap::from([(under.to_owned(), path.to_owned())]))
    }

    /// The models of a folder, by their paths from there on.
    pub(super) fn folder(folder: &Path) -> State<'static> {
        State::Files(input::models(folder).into_iter().map(|path| (relative(&path, folder), path)).collect())
    }

    /// The paths of all models, with what tells whether two are the same text where that is known without reading.
    pub(super) fn models(&self) -> BTreeMap<String, Option<String>> {
        match self {
            State::Files(files) => files.keys().map(|path| (path.clone(), None)).collect(),
            State::Input(path, _) => BTreeMap::from([(path.clone(), None)]),
            State::Stored(stored) => {
                let models = stored.tree.iter().filter(|(path, entry)| is_model(path) && entry.kind == EntryKind::File);
                models.map(|(path, entry)| (path.clone(), Some(entry.object.clone()))).collect()
            }
        }
    }

    /// The text of a model, where it can be read.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        match self {
            State::Files(files) => input::read(files.get(path)?).text.ok(),
            State::Input(own, input) => input.text.clone().ok().filter(|_| own == path),
            State::Stored(stored) => stored.load(path).ok().map(|loaded| loaded.text),
        }
    }

    /// What speaks for all models of the project around one.
    pub(super) fn configuration(&self, path: &str) -> Option<String> {
        match self {
            State::Files(files) => configuration_of(Some(files.get(path)?)),
            State::Input(_, input) => configuration_of(input.path.as_deref()),
            State::Stored(stored) => stored.configuration(stored.folder_of(path)).map(|loaded| loaded.text),
        }
    }

    /// Everything that is known about a model; [`None`] where there is none at that path.
    pub(super) fn analyse(&self, path: &str, opening: Opening) -> Option<Analysis> {
        match self {
            State::Files(files) => Some(output::analyse_one(&input::read(files.get(path)?), opening)),
            State::Input(own, input) => (own == path).then(|| output::analyse_one(input, opening)),
            State::Stored(stored) => stored.tree.contains_key(path).then(|| stored.analyse(path, opening)),
        }
    }

    /// The files that are read for these models. What a repository stores is none: a revision does not change.
    pub(super) fn files_read(&self, is_wanted: impl Fn(&str) -> bool, opening: Opening) -> BTreeSet<PathBuf> {
        if matches!(self, State::Stored(_)) {
            return BTreeSet::new();
        }
        let wanted = self.models().into_keys().filter(|path| is_wanted(path));
        let analyses: Vec<Analysis> = wanted.filter_map(|path| self.analyse(&path, opening)).collect();
        read_for(&analyses, opening)
    }
}

impl Stored<'_> {
    fn analyse(&self, path: &str, opening: Opening) -> Analysis {
        let shown = format!("{}{path}", self.name);
        let loaded = match self.load(path) {
            Ok(loaded) => loaded,
            Err(error) => {
                let text = Err(Diagnostic::new(&input::UNREADABLE_FILE, Span::default(), unreadable(&shown, &error)));
                return output::analyse_one(&Input { name: shown, path: None, text }, opening);
            }
        };
        let folder = self.folder_of(path);
        let root = Root { name: &shown, path: &path[folder.len()..], text: &loaded.text };
        if opening == Opening::Nothing {
            return analyse_in(&root, Imports::Closed, None, None);
        }
        let load = |wanted: &str| {
            let found = self.load(&format!("{folder}{wanted}"))?;
            let inside = found.path.strip_prefix(folder).ok_or(LoadError::Outside)?.to_owned();
            Ok(Loaded { path: inside, ..found })
        };
        let configuration = self.configuration(folder);
        let configuration = configuration.as_ref().map(|one| (one.name.as_str(), one.text.as_str()));
        analyse_in(&root, Imports::Open(&load), None, configuration)
    }

    /// The folder of the project around a model, empty or with a slash at its end: the nearest with a configuration, or
    /// else the whole repository.
    fn folder_of<'p>(&self, path: &'p str) -> &'p str {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..=at]).rev();
        folders.find(|folder| self.tree.contains_key(&format!("{folder}{CONFIGURATION}"))).unwrap_or("")
    }

    fn configuration(&self, folder: &str) -> Option<Loaded> {
        self.load(&format!("{folder}{CONFIGURATION}")).ok()
    }

    /// A file of the repository; links are followed inside of it.
    fn load(&self, path: &str) -> Result<Loaded, LoadError> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Some(entry) = self.tree.get(&path) else { return Err(self.not_found(&path)) };
            let bytes = match entry.kind {
                EntryKind::Module => return Err(LoadError::NotAFile),
                EntryKind::File | EntryKind::Link => {
                    self.repository.content(&entry.object).map_err(LoadError::Unreadable)?
                }
            };
            if entry.kind == EntryKind::Link {
                let target = String::from_utf8(bytes).map_err(|_| LoadError::Outside)?;
                path = beside(&path, &target).ok_or(LoadError::Outside)?;
                continue;
            }
            let text =
                input::decode(bytes, &path).map_err(|_| LoadError::Unreadable("it is not UTF-8 text".to_owned()))?;
            return Ok(Loaded { name: format!("{}{path}", self.name), path, text });
        }
        Err(LoadError::Unreadable("too many links, one to the next".to_owned()))
    }

    fn not_found(&self, path: &str) -> LoadError {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        if self.tree.range(format!("{path}/")..).next().is_some_and(|(other, _)| other.starts_with(&format!("{path}/")))
        {
            return LoadError::NotAFile;
        }
        let name = |other: &String| other.strip_prefix(folder)?.split('/').next().map(str::to_owned);
        let neighbours: BTreeSet<String> = self.tree.keys().filter_map(name).collect();
        LoadError::NotFound { neighbours: neighbours.into_iter().collect() }
    }
}

fn unreadable(name: &str, error: &LoadError) -> String {
    let why = match error {
        LoadError::NotFound { .. } => "a link leads to nothing".to_owned(),
        LoadError::NotAFile => "it is not a file".to_owned(),
        LoadError::Outside => "it is a link out of the repository".to_owned(),
        LoadError::Unreadable(why) => why.clone(),
    };
    format!("`{name}` cannot be read: {why}")
}

/// Where a link at a path leads, inside of the repository.
fn beside(path: &str, target: &str) -> Option<String> {
    if target.starts_with('/') { None } else { joined(path, target) }
}

/// Whether a path is that of a model.
pub(super) fn is_model(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "tm")
}

/// A path from a folder on, with forward slashes.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    slashed(path.strip_prefix(folder).unwrap_or(path))
}

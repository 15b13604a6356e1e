//! What a command line of `threatline diff` compares: two files or folders, or two states of a repository.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::git::{Repository, Tree};
use super::input;
use super::project::{Opening, slashed};
use super::state::{State, Stored, is_model, relative};
use crate::project::joined;

/// Two states of models.
pub(super) struct Sides<'a> {
    pub(super) old: State<'a>,
    pub(super) new: State<'a>,
    /// What they are called.
    pub(super) names: [String; 2],
    /// The paths that are looked at, from where models are counted on; empty means all.
    only: Vec<String>,
}

impl Sides<'_> {
    /// Whether a model is looked at.
    pub(super) fn wants(&self, path: &str) -> bool {
        let is_under = |only: &String| only.is_empty() || path == only || path.starts_with(&format!("{only}/"));
        self.only.is_empty() || self.only.iter().any(is_under)
    }

    /// The files that are read for both.
    pub(super) fn files_read(&self, opening: Opening) -> BTreeSet<PathBuf> {
        let read = [&self.old, &self.new].map(|state| state.files_read(|path| self.wants(path), opening));
        read.into_iter().flatten().collect()
    }

    /// The paths that are looked at, for a message.
    pub(super) fn wanted(&self) -> String {
        self.only.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
    }
}

/// What is named on the command line.
pub(super) struct Named<'a> {
    /// Files, folders, revisions, paths.
    pub(super) what: &'a [String],
    /// Paths behind `--`.
    pub(super) paths: &'a [PathBuf],
    pub(super) staged: bool,
}

impl Named<'_> {
    /// Two files or folders, where that is what was named.
    pub(super) fn on_disk(&self) -> Result<Option<Sides<'static>>, String> {
        let [old, new] = self.what else { return Ok(None) };
        if self.staged || !self.paths.is_empty() {
            return Ok(None);
        }
        let exists = |path: &str| path == "-" || Path::new(path).exists();
        if !(exists(old) && exists(new)) {
            return Ok(None);
        }
        if old == "-" && new == "-" {
            return Err("standard input is one model; name a file for the other".to_owned());
        }
        let names = [old.clone(), new.clone()];
        let (old, new) = (Path::new(old), Path::new(new));
        let sides = match (old.is_dir(), new.is_dir()) {
            (true, true) => Sides { old: State::folder(old), new: State::folder(new), names, only: Vec::new() },
            (false, false) => {
                // One model in two states, whatever its files are called.
                let under = if names[1] == "-" { names[0].clone() } else { names[1].clone() };
                Sides { old: State::file(old, &under), new: State::file(new, &under), names, only: Vec::new() }
            }
            _ => return Err("a file and a folder cannot be compared; name two of a kind".to_owned()),
        };
        Ok(Some(sides))
    }

    /// The repository around a folder, or why there is none.
    pub(super) fn repository(&self, here: &Path) -> Result<Repository, String> {
        Repository::around(here).map_err(|error| match self.what {
            [old, new] if !Path::new(old).exists() || !Path::new(new).exists() => {
                let missing = if Path::new(old).exists() { new } else { old };
                format!("`{missing}` is no file, and no revision: {error}")
            }
            _ => format!("{error}; name two files or folders to compare without git"),
        })
    }

    /// What of a repository is compared: revisions, the index, the working tree.
    pub(super) fn in_repository<'a>(&self, repository: &'a Repository) -> Result<Sides<'a>, String> {
        let top = repository.top();
        let asked = asked(self.what, self.staged, repository, top.is_some())?;
        let prefix = repository.prefix();
        let only: Vec<String> = asked
            .paths
            .iter()
            .map(PathBuf::from)
            .chain(self.paths.iter().cloned())
            .map(|path| within(&prefix, top.as_deref(), &path))
            .collect::<Result<_, _>>()?;
        let stored = |object: &str, name: &str| -> Result<State<'a>, String> {
            Ok(State::Stored(Stored { repository, tree: repository.tree(object)?, name: format!("{name}:") }))
        };
        let old_tree = repository.tree(&asked.old.1)?;
        let new = match &asked.new {
            New::Revision(name, object) => (stored(object, name)?, name.clone()),
            New::Index => {
                let tree = repository.index()?;
                (State::Stored(Stored { repository, tree, name: "staged:".to_owned() }), "what is staged".to_owned())
            }
            New::WorkingTree => {
                let top = top.ok_or("there is no working tree here; name two revisions")?;
                (working_tree(&top, &old_tree), "the working tree".to_owned())
            }
        };
        let old = State::Stored(Stored { repository, tree: old_tree, name: format!("{}:", asked.old.0) });
        Ok(Sides { old, new: new.0, names: [asked.old.0, new.1], only })
    }
}

enum New {
    /// Its name and its tree.
    Revision(String, String),
    Index,
    WorkingTree,
}

struct Asked {
    /// Its name and its tree.
    old: (String, String),
    new: New,
    paths: Vec<String>,
}

/// The tree without entries, which git knows everywhere.
const EMPTY_TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// What the words on the command line mean: revisions first, then paths, where there is a working tree that has any.
fn asked(what: &[String], staged: bool, repository: &Repository, has_paths: bool) -> Result<Asked, String> {
    let named = |revision: &str| -> Result<(String, String), String> {
        Ok((revision.to_owned(), repository.resolve(revision)?))
    };
    let or_head = |revision: &str| if revision.is_empty() { "HEAD".to_owned() } else { revision.to_owned() };
    let default = if staged { New::Index } else { New::WorkingTree };
    let Some((first, rest)) = what.split_first() else {
        // Before the first commit there is nothing to compare with but nothing.
        let head = named("HEAD");
        let old = if repository.is_unborn() { ("nothing".to_owned(), EMPTY_TREE.to_owned()) } else { head? };
        return Ok(Asked { old, new: default, paths: Vec::new() });
    };
    // A bare repository has no paths, but files that are called like revisions: `HEAD`.
    let is_path = has_paths && Path::new(first).exists();
    if let Some((old, new)) = first.split_once("...").filter(|_| !is_path) {
        let (old, new) = (or_head(old), or_head(new));
        let base = repository.merge_base(&old, &new)?;
        let (_, tree) = named(&base)?;
        let new = named(&new)?;
        return Ok(Asked { old: (old, tree), new: New::Revision(new.0, new.1), paths: rest.to_vec() });
    }
    if let Some((old, new)) = first.split_once("..").filter(|_| !is_path) {
        let (old, new) = (named(&or_head(old))?, named(&or_head(new))?);
        return Ok(Asked { old, new: New::Revision(new.0, new.1), paths: rest.to_vec() });
    }
    let Ok(old) = named(first) else {
        if is_path {
            return Ok(Asked { old: named("HEAD")?, new: default, paths: what.to_vec() });
        }
        return Err(format!("`{first}` is neither a file or folder nor a revision of this repository"));
    };
    if is_path {
        return Err(format!(
            "`{first}` is a revision and a path; write `{first}^0` for the revision, `./{first}` for the path"
        ));
    }
    match rest.split_first() {
        Some((second, paths)) if !(staged || has_paths && Path::new(second).exists()) => {
            let new = named(second)?;
            Ok(Asked { old, new: New::Revision(new.0, new.1), paths: paths.to_vec() })
        }
        _ => Ok(Asked { old, new: default, paths: rest.to_vec() }),
    }
}

/// A path from the working directory as one from the top of the repository.
fn within(prefix: &str, top: Option<&Path>, path: &Path) -> Result<String, String> {
    let found = if path.is_absolute() {
        top.and_then(|top| path.strip_prefix(top).ok()).and_then(|inside| joined("", &slashed(inside)))
    } else {
        joined(prefix, &slashed(path))
    };
    let outside = "is outside of the repository; paths are relative to the working directory";
    found.ok_or_else(|| format!("`{}` {outside}", path.display()))
}

/// The models of a working tree: those that are not ignored, and those that the old state has.
fn working_tree(top: &Path, old: &Tree) -> State<'static> {
    let mut files: BTreeMap<String, PathBuf> =
        input::models(top).into_iter().map(|path| (relative(&path, top), path)).collect();
    for path in old.keys().filter(|path| is_model(path)) {
        let on_disk = top.join(path);
        // A link could lead anywhere; what git stores of it is only where to.
        if std::fs::symlink_metadata(&on_disk).is_ok_and(|metadata| metadata.is_file()) {
            files.insert(path.clone(), on_disk);
        }
    }
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let shown = |path: PathBuf| path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path);
    State::Files(files.into_iter().map(|(path, file)| (path, shown(file))).collect())
}

//! The project around a file: where its imports may lead, and their texts.
//!
//! A project is the nearest folder around the file that has `.git` or `threatline.toml` in it, or else the file's own
//! folder. Nothing outside of it is opened, also not by way of links.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::input::{self, Input};
use super::output;
use crate::analysis::Analysis;
use crate::diagnostic::Diagnostic;
use crate::project::{Imports, LoadError, Loaded, Root};
use crate::source::Spanned;
use crate::syntax::ast::Text;

/// What speaks for all models of a project.
pub(super) const CONFIGURATION: &str = "threatline.toml";

/// What marks the folder of a book.
pub(super) const BOOK: &str = "book.toml";

/// What marks the folder of a project.
const MARKS: [&str; 2] = [".git", CONFIGURATION];

/// The flag of every command that opens what a model imports.
#[derive(Args, Debug)]
pub(super) struct OpeningFlag {
    /// Open no other file: what a model imports is neither drawn nor listed nor missed.
    #[arg(long)]
    no_import: bool,
}

impl OpeningFlag {
    pub(super) fn opening(&self) -> Opening {
        if self.no_import { Opening::Nothing } else { Opening::Imports }
    }
}

/// Whether other files than those that were named are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Imports,
    Nothing,
}

/// Analyses an input with the files of the project around it.
pub(super) fn load_for(
    input: &Input,
    text: &str,
    opening: Opening,
    analyse: impl Fn(&Root<'_>, Imports<'_>, Option<(&str, &str)>) -> Analysis,
) -> Analysis {
    let alone = Root { name: &input.name, path: &input.name, text };
    if opening == Opening::Nothing {
        return analyse(&alone, Imports::Closed, None);
    }
    load_over(input, text, &|_| None, analyse)
}

/// The same, where some files are open in an editor: `unsaved` gives their texts.
pub(super) fn load_over(
    input: &Input,
    text: &str,
    unsaved: &dyn Fn(&Path) -> Option<String>,
    analyse: impl Fn(&Root<'_>, Imports<'_>, Option<(&str, &str)>) -> Analysis,
) -> Analysis {
    let alone = Root { name: &input.name, path: &input.name, text };
    let Some(project) = Project::around(input.path.as_deref()) else {
        let unknown = |_: &str| Err(LoadError::Unreadable("its folder is not known".to_owned()));
        return analyse(&alone, Imports::Open(&unknown), None);
    };
    let root = Root { path: &project.path, ..alone };
    let configuration = project.configuration();
    let configuration = configuration.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    analyse(&root, Imports::Open(&|path| project.load_over(path, unsaved)), configuration)
}

/// The model that a page names, as a file of the page's project; or what is wrong with that.
pub(super) fn named_on(page: Option<&Path>, written: &Spanned<String>) -> Result<Input, Diagnostic> {
    let project = Project::around(page);
    let load = |path: &str| match &project {
        Some(project) => project.load(path),
        None => Err(LoadError::Unreadable("the folder of the page is not known".to_owned())),
    };
    let from = project.as_ref().map(|project| project.path.as_str()).unwrap_or_default();
    let loaded = crate::project::fetch(&load, from, &Text { value: written.value.clone(), span: written.span })?;
    Ok(Input { path: Some(PathBuf::from(&loaded.name)), name: loaded.name, text: Ok(loaded.text) })
}

/// The name of the file that speaks for all models of the project around a file, where there is one.
pub(super) fn configuration_name(file: Option<&Path>) -> Option<String> {
    Project::around(file)?.configuration().map(|(name, _)| name)
}

/// The text that speaks for all models of the project around a file.
pub(super) fn configuration_of(file: Option<&Path>) -> Option<String> {
    Project::around(file)?.configuration().map(|(_, text)| text)
}

/// The folder of the project around a file, and whether it is marked as one.
#[cfg(feature = "lsp")]
pub(super) fn project_folder(file: &Path) -> Option<(PathBuf, bool)> {
    let project = Project::around(Some(file))?;
    let is_marked = MARKS.iter().chain([&BOOK]).any(|mark| project.folder.join(mark).exists());
    Some((project.folder, is_marked))
}

struct Project {
    /// Its folder, without links.
    folder: PathBuf,
    /// The path of the file that everything begins with, from there on.
    path: String,
    /// What paths are shown from, where they are not shown whole.
    shown_from: Option<PathBuf>,
}

impl Project {
    /// The project around a file, or around the working directory where there is none; [`None`] where that cannot be found.
    fn around(file: Option<&Path>) -> Option<Project> {
        let parent = file.and_then(Path::parent).filter(|parent| !parent.as_os_str().is_empty());
        let home = parent.unwrap_or(Path::new(".")).canonicalize().ok()?;
        let is_marked = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).exists());
        // The models of a book without either stand beside its chapters.
        let is_book = |folder: &&Path| folder.join(BOOK).exists();
        let folder = home.ancestors().find(is_marked).or_else(|| home.ancestors().find(is_book));
        let folder = folder.unwrap_or(&home).to_owned();
        let name = file.and_then(Path::file_name).map_or_else(|| "<stdin>".into(), |name| name.to_string_lossy());
        let path = slashed(home.strip_prefix(&folder).ok()?.join(&*name).as_path());
        let is_absolute = file.is_some_and(Path::is_absolute);
        let shown_from = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
        Some(Project { folder, path, shown_from: shown_from.filter(|_| !is_absolute) })
    }

    /// The name and the text of what speaks for all models, where there is such a file. One that cannot be opened is
    /// complained of.
    fn configuration(&self) -> Option<(String, String)> {
        // Most projects have none; to look for names like it, as for an import, would read the whole folder for nothing.
        if self.folder.join(CONFIGURATION).try_exists().is_ok_and(|is_there| !is_there) {
            return None;
        }
        let loaded = self.load(CONFIGURATION);
        if loaded.is_err() {
            output::complain(&format!("warning: {CONFIGURATION} is there, but cannot be opened; it is left out\n"));
        }
        loaded.ok().map(|loaded| (loaded.name, loaded.text))
    }

    fn load(&self, path: &str) -> Result<Loaded, LoadError> {
        self.load_over(path, &|_| None)
    }

    fn load_over(&self, path: &str, unsaved: &dyn Fn(&Path) -> Option<String>) -> Result<Loaded, LoadError> {
        let wanted = self.folder.join(path);
        let real = match wanted.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return self.unsaved_only(&wanted, unsaved),
            Err(error) => return Err(LoadError::Unreadable(error.to_string())),
        };
        let inside = real.strip_prefix(&self.folder).map_err(|_| LoadError::Outside)?;
        // Asked before it is opened: a pipe would wait for whoever writes to it.
        if !std::fs::metadata(&real).is_ok_and(|metadata| metadata.is_file()) {
            return Err(LoadError::NotAFile);
        }
        if let Some(text) = unsaved(&real) {
            return Ok(Loaded { path: slashed(inside), name: self.shown(&real), text });
        }
        let bytes = std::fs::File::open(&real)
            .and_then(input::read_capped)
            .map_err(|error| LoadError::Unreadable(error.to_string()))?;
        let text = input::decode(bytes, path).map_err(|_| LoadError::Unreadable("it is not UTF-8 text".to_owned()))?;
        Ok(Loaded { path: slashed(inside), name: self.shown(&real), text })
    }

    /// What an editor has open that is not on the disk: not saved yet, or deleted since.
    fn unsaved_only(&self, wanted: &Path, unsaved: &dyn Fn(&Path) -> Option<String>) -> Result<Loaded, LoadError> {
        let folder = wanted.parent().and_then(|folder| folder.canonicalize().ok());
        let real = folder.zip(wanted.file_name()).map(|(folder, name)| folder.join(name));
        let inside = real.as_deref().and_then(|real| real.strip_prefix(&self.folder).ok().map(|inside| (real, inside)));
        let Some((real, inside)) = inside else { return Err(self.not_found(wanted)) };
        let text = unsaved(real).ok_or_else(|| self.not_found(wanted))?;
        Ok(Loaded { path: slashed(inside), name: self.shown(real), text })
    }

    /// What is not there. Names are only taken from folders of the project.
    fn not_found(&self, wanted: &Path) -> LoadError {
        let folder = wanted.parent().and_then(|parent| parent.canonicalize().ok());
        match folder {
            Some(folder) if !folder.starts_with(&self.folder) => LoadError::Outside,
            Some(_) => LoadError::NotFound { neighbours: input::neighbours(wanted) },
            None => LoadError::NotFound { neighbours: Vec::new() },
        }
    }

    /// A path as it would be typed.
    fn shown(&self, file: &Path) -> String {
        let Some(here) = &self.shown_from else { return file.display().to_string() };
        let shared = here.components().zip(file.components()).take_while(|(one, other)| one == other).count();
        let up = here.components().skip(shared).map(|_| Component::ParentDir);
        up.chain(file.components().skip(shared)).collect::<PathBuf>().display().to_string()
    }
}

/// A relative path with forward slashes.
pub(super) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

//! What `--like` names: a file, or a revision of the repository around a model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::deps::read_for;
use super::git::Repository;
use super::project::{Opening, slashed};
use super::state::{State, Stored};
use super::{input, output};
use crate::analysis::Analysis;

/// An earlier state of a model.
#[derive(Default)]
pub(super) struct Earlier {
    /// [`None`] where the model was not there yet.
    pub(super) analysis: Option<Analysis>,
    /// The files that were read for it; what a revision holds does not change.
    pub(super) read: BTreeSet<PathBuf>,
}

impl Earlier {
    /// The state of the model in a file that `like` names.
    ///
    /// # Errors
    /// Why there is no such file and no such revision.
    pub(super) fn of(file: &Path, like: &Path, opening: Opening) -> Result<Earlier, String> {
        if like.as_os_str() == "-" && file.as_os_str() == "-" {
            return Err("standard input is one model; name a file for the other".to_owned());
        }
        if like.as_os_str() == "-" || like.exists() {
            let analysis = [output::analyse_one(&input::read(like), opening)];
            let read = read_for(&analysis, opening);
            return Ok(Earlier { analysis: analysis.into_iter().next(), read });
        }
        let shown = like.display();
        let Some(name) = file.file_name().filter(|_| file.as_os_str() != "-") else {
            return Err(format!("there is no file `{shown}`; a revision can be named for a model in a file only"));
        };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let unknown = |error: String| format!("there is no file `{shown}`, and no revision: {error}");
        let repository = Repository::around(folder).map_err(unknown)?;
        let revision = Revision::of(&repository, &like.to_string_lossy()).map_err(unknown)?;
        Ok(Earlier { analysis: revision.analyse(Path::new(name), opening), read: BTreeSet::new() })
    }
}

/// What a repository held once.
pub(super) struct Revision<'a> {
    state: State<'a>,
    /// Where the folder that the repository was asked from is in it.
    prefix: String,
}

impl<'a> Revision<'a> {
    /// The revision of that name.
    ///
    /// # Errors
    /// That there is none.
    pub(super) fn of(repository: &'a Repository, name: &str) -> Result<Revision<'a>, String> {
        let tree = repository.tree(&repository.resolve(name)?)?;
        let state = State::Stored(Stored { repository, tree, name: format!("{name}:") });
        Ok(Revision { state, prefix: repository.prefix() })
    }

    /// A model by its path from that folder; [`None`] where it was not there.
    pub(super) fn analyse(&self, path: &Path, opening: Opening) -> Option<Analysis> {
        self.state.analyse(&format!("{}{}", self.prefix, slashed(path)), opening)
    }
}

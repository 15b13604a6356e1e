//! `threatline lsp`

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{self, Input};
use super::output;
use super::project::{load_over, project_folder};
use super::{Outcome, clock};
use crate::analysis::{Analysis, analyse_again};
use crate::lsp::{self, Host};
use crate::project::{Imports, LoadError, Root};
use crate::syntax::Memory;

/// Serve an editor: the Language Server Protocol on standard input and output.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Talk on standard input and output, which is the only way there is; editors like to say so.
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(_: &Arguments) -> Outcome {
    match lsp::serve(&Disk::default()) {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            Outcome::Failed
        }
    }
}

#[derive(Default)]
struct Disk {
    /// What was read of texts that are much like those to come.
    memory: RefCell<Memory>,
}

impl Disk {
    /// What is not saved anywhere yet has no folder that it could import from.
    fn analyse_alone(&self, path: &Path, text: &str) -> Analysis {
        let name = path.display().to_string();
        let root = Root { name: &name, path: &name, text };
        let nowhere =
            |_: &str| Err(LoadError::Unreadable("this model is not saved yet, so its folder is not known".to_owned()));
        let memory = Some(&mut *self.memory.borrow_mut());
        analyse_again(&root, Imports::Open(&nowhere), Some(clock::today()), None, memory)
    }
}

impl Host for Disk {
    fn analyse(&self, path: &Path, text: &str, unsaved: &dyn Fn(&Path) -> Option<String>) -> Analysis {
        if !path.is_absolute() {
            return self.analyse_alone(path, text);
        }
        let input = Input { name: path.display().to_string(), path: Some(path.to_owned()), text: Ok(text.to_owned()) };
        let today = Some(clock::today());
        load_over(&input, text, unsaved, |root, imports, configuration| {
            analyse_again(root, imports, today, configuration, Some(&mut self.memory.borrow_mut()))
        })
    }

    fn models(&self, folder: &Path) -> Vec<PathBuf> {
        input::models(folder)
    }

    fn project(&self, path: &Path) -> Option<(PathBuf, Vec<PathBuf>)> {
        let (folder, is_marked) = project_folder(path)?;
        // What nothing marks may be all that somebody owns: it is not searched through. Files in folders below are no
        // part of the project of this one, and cannot import it.
        let models = if is_marked { input::models(&folder) } else { input::models_beside(&folder) };
        Some((folder, models))
    }

    fn real(&self, path: &Path) -> PathBuf {
        if let Ok(real) = path.canonicalize() {
            return real;
        }
        // It is not there, or not any more; its folder may be.
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        folder.zip(path.file_name()).map_or_else(|| path.to_owned(), |(folder, name)| folder.join(name))
    }

    fn read(&self, path: &Path) -> Option<String> {
        input::read(path).text.ok()
    }
}

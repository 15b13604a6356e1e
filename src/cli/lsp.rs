//! `threatline lsp`

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{self, Input};
use super::output;
use super::project::load_over;
use super::{Outcome, clock};
use crate::analysis::{Analysis, analyse_again};
use crate::lsp::{self, Host};
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

impl Host for Disk {
    fn analyse(&self, path: &Path, text: &str, unsaved: &dyn Fn(&Path) -> Option<String>) -> Analysis {
        let input = Input { name: path.display().to_string(), path: Some(path.to_owned()), text: Ok(text.to_owned()) };
        let today = Some(clock::today());
        load_over(&input, text, unsaved, |root, imports, configuration| {
            analyse_again(root, imports, today, configuration, Some(&mut self.memory.borrow_mut()))
        })
    }

    fn models(&self, folder: &Path) -> Vec<PathBuf> {
        input::models(folder)
    }

    fn read(&self, path: &Path) -> Option<String> {
        input::read(path).text.ok()
    }
}

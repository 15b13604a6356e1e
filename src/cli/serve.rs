//! `threatline serve`

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{self, Input};
use super::output;
use super::project::{Opening, OpeningFlag, configuration_of, load_for, load_over, slashed};
use super::watch::Watch;
use super::{Outcome, clock};
use crate::analysis::{Analysis, analyse_in};
use crate::diagnostic::did_you_mean;
use crate::serve::{self, Host, Look, Served, Wish};

/// Show models live in the browser: a save is on the page at once.
///
/// The server answers this machine alone and stops with Ctrl-C. It reads and never writes, unless
/// `--workshop` says otherwise.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or a folder of models.
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    path: PathBuf,
    /// The port; any that is free if not given.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Open the page in the browser.
    #[arg(long)]
    open: bool,
    /// Hold a session: the page asks element by element and writes what is said into the model. Whoever
    /// has the printed address may write.
    #[arg(long)]
    workshop: bool,
    /// The editor that a place is opened in: vscode, vscodium, cursor, zed, sublime, idea, or none.
    #[arg(long, value_name = "EDITOR", default_value = "vscode", value_parser = editor)]
    editor: &'static str,
    #[command(flatten)]
    opening: OpeningFlag,
}

/// Addresses that open a place in an editor.
const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file{file}:{line}"),
    ("vscodium", "vscodium://file{file}:{line}"),
    ("cursor", "cursor://file{file}:{line}"),
    ("zed", "zed://file{file}:{line}"),
    ("sublime", "subl://open?url=file://{file}&line={line}"),
    ("idea", "idea://open?file={file}&line={line}"),
    ("none", ""),
];

fn editor(name: &str) -> Result<&'static str, String> {
    let names = EDITORS.iter().map(|(known, _)| *known);
    EDITORS.iter().find(|(known, _)| *known == name).map(|(_, address)| *address).ok_or_else(|| {
        let hint = did_you_mean(name, names.clone()).map(|best| format!("did you mean `{best}`? ")).unwrap_or_default();
        format!("{hint}known: {}", names.collect::<Vec<_>>().join(", "))
    })
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match served(arguments) {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            Outcome::Failed
        }
    }
}

fn served(arguments: &Arguments) -> Result<(), String> {
    let disk = Disk::of(&arguments.path, arguments.opening.opening())?;
    let token = if arguments.workshop { Some(token()?) } else { None };
    let wish = Wish { port: arguments.port, editor: arguments.editor.to_owned(), token };
    serve::serve(&disk, &wish, |port| {
        let token = wish.token.iter().map(|token| format!("#token={token}")).collect::<String>();
        let address = format!("http://127.0.0.1:{port}/{token}");
        output::print(&format!("{address}\n"));
        if arguments.open
            && let Err(error) = open::that_detached(&address)
        {
            output::complain(&format!("warning: no browser could be started: {error}\n"));
        }
    })
}

/// Something that nobody can guess.
fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("there is no randomness for a token: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files of this machine.
struct Disk {
    /// A file or a folder, without links.
    root: PathBuf,
    opening: Opening,
    watch: Watch,
}

impl Disk {
    fn of(path: &Path, opening: Opening) -> Result<Disk, String> {
        if path.as_os_str() == "-" {
            return Err("standard input cannot be watched; name a file or a folder".to_owned());
        }
        let root = path.canonicalize().map_err(|error| format!("`{}` cannot be opened: {error}", path.display()))?;
        let folder = if root.is_dir() { root.clone() } else { root.parent().unwrap_or(&root).to_owned() };
        if root.is_dir() && input::models(&root).is_empty() {
            return Err(format!("there is no `.tm` file in `{}`", path.display()));
        }
        Ok(Disk { root, opening, watch: Watch::new(vec![folder]) })
    }

    fn look(&self, path: &Path, text: Result<String, crate::diagnostic::Diagnostic>) -> (Analysis, Vec<PathBuf>) {
        let files = RefCell::new(vec![path.to_owned()]);
        let note = |file: &Path| {
            files.borrow_mut().push(file.to_owned());
            None
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let input = Input { name, path: Some(path.to_owned()), text };
        let today = Some(clock::today());
        let analysis = match (&input.text, self.opening) {
            (Ok(text), Opening::Imports) => {
                load_over(&input, text, &note, |root, imports, wishes| analyse_in(root, imports, today, wishes))
            }
            (Ok(text), Opening::Nothing) => {
                load_for(&input, text, Opening::Nothing, |root, imports, _| analyse_in(root, imports, today, None))
            }
            (Err(_), _) => output::analyse_one(&input, Opening::Nothing),
        };
        (analysis, files.into_inner())
    }
}

impl Host for Disk {
    fn models(&self) -> Vec<Served> {
        if !self.root.is_dir() {
            let name = self.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return vec![Served { name, path: self.root.clone() }];
        }
        let name = |path: &PathBuf| slashed(path.strip_prefix(&self.root).unwrap_or(path));
        input::models(&self.root).into_iter().map(|path| Served { name: name(&path), path }).collect()
    }

    fn read(&self, path: &Path) -> Look {
        let (analysis, files) = self.look(path, input::read(path).text);
        let configuration = if self.opening == Opening::Imports { configuration_of(Some(path)) } else { None };
        Look { analysis, configuration, files }
    }

    fn analyse(&self, path: &Path, text: &str) -> Analysis {
        self.look(path, Ok(text.to_owned())).0
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), String> {
        output::write_atomically(path, text.as_bytes())
            .map_err(|error| format!("`{}` cannot be written: {error}", path.display()))
    }

    fn wait(&self, files: &BTreeSet<PathBuf>) {
        self.watch.wait(files);
    }
}

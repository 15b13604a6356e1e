//! `threatline git`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::git::Repository;
use super::output::{self, Stream, Terminal};
use super::project::Opening;
use super::{Format, Outcome, input};
use crate::diagnostic::Severity;
use crate::format::canonical;

/// Make git understand models: readable diffs, useful hunk headers, the right language.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Install(Install),
    Textconv(Textconv),
}

/// Write `.gitattributes` lines, and the diff driver into this clone's configuration.
///
/// With it `git diff` and `git log -p` show models with their declarations in a fixed order, so that
/// what only moved does not show. What stands in `.gitattributes` already stays.
#[derive(Args, Debug)]
struct Install {
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
}

/// Print a model with its declarations in a fixed order, for git's `textconv`.
#[derive(Args, Debug)]
struct Textconv {
    /// A model.
    file: PathBuf,
}

/// What stands in `.gitattributes`: the diff driver, and the language for those who count lines by it.
const ATTRIBUTES: [&str; 2] = ["*.tm diff=threatline linguist-language=Threatline", "*.tm text eol=lf"];

/// What hunks are headed by: the declaration around them.
const HEADERS: &str = "^[ \t]*((model|boundary|entity|process|store|data|flow|threat|mitigation|rule|view)[ \t].*)$";

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    match &arguments.command {
        Command::Install(install) => match installed(install) {
            Ok(said) => {
                output::print(&said);
                Outcome::Fine
            }
            Err(message) => {
                output::complain(&format!("error: {message}\n"));
                Outcome::Failed
            }
        },
        Command::Textconv(textconv) => convert(&textconv.file, terminal),
    }
}

/// What cannot be read is given as it is: git shows it anyway.
fn convert(path: &Path, terminal: Terminal) -> Outcome {
    let read = input::read(path);
    let analysis = output::analyse_one(&read, Opening::Nothing);
    if let Ok(text) = &read.text {
        let broken = analysis.file().diagnostics.iter().any(|one| one.severity == Severity::Error);
        let text = if broken { text.clone() } else { canonical(analysis.source(), &analysis.file().ast) };
        output::print(&text);
        return Outcome::Fine;
    }
    output::report(&[analysis], Format::Human, terminal, Stream::Error);
    Outcome::Failed
}

fn installed(install: &Install) -> Result<String, String> {
    let here = std::env::current_dir().map_err(|error| format!("the working directory is not known: {error}"))?;
    let repository = Repository::around(&here)?;
    let top = repository.top().ok_or("there is no working tree here")?;
    let path = top.join(".gitattributes");
    let before = match std::fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => input::read(&path).text.map_err(|diagnostic| diagnostic.message)?,
        // Git itself reads no attributes through a link.
        Ok(_) => return Err("`.gitattributes` is not a file".to_owned()),
        Err(_) => String::new(),
    };
    let missing: Vec<&str> =
        ATTRIBUTES.into_iter().filter(|line| !before.lines().any(|known| known == *line)).collect();
    let settings = [("diff.threatline.textconv", "threatline git textconv"), ("diff.threatline.xfuncname", HEADERS)];
    let mut said = String::new();
    for line in &missing {
        said.push_str(&format!(".gitattributes: {line}\n"));
    }
    for (name, value) in settings {
        said.push_str(&format!("git config {name} '{value}'\n"));
    }
    if install.dry_run {
        return Ok(said);
    }
    if !missing.is_empty() {
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let after = format!("{before}{gap}{}\n", missing.join("\n"));
        if output::deliver(&path, after.as_bytes()) != Outcome::Fine {
            return Err("`.gitattributes` was not written".to_owned());
        }
    }
    for (name, value) in settings {
        repository.configure(name, value)?;
    }
    Ok(said)
}

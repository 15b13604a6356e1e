//! What a run has read, for programs that decide what to run again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::project::{Opening, configuration_name};
use super::{Outcome, output};
use crate::analysis::Analysis;

/// The flag of every command that says what it has read.
#[derive(Args, Debug)]
pub(super) struct DepsFlag {
    /// Write down which files were read: as a rule for Make and Ninja, or as JSON where FILE ends in `.json`.
    #[arg(long, value_name = "FILE")]
    deps: Option<PathBuf>,
}

impl DepsFlag {
    /// Whether anybody wants to know.
    pub(super) fn is_given(&self) -> bool {
        self.deps.is_some()
    }

    /// Writes what was read for these outputs. What goes to standard output, and what is changed in place, has the written
    /// file itself for its name: nothing depends on itself.
    pub(super) fn write(&self, outputs: &[&Path], read: &BTreeSet<PathBuf>) -> Outcome {
        let Some(file) = &self.deps else { return Outcome::Fine };
        let named =
            outputs.iter().map(|path| if path.as_os_str() == "-" || read.contains(*path) { file } else { *path });
        let outputs: BTreeSet<&Path> = named.collect();
        let is_json = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let text = if is_json { Ok(json(&outputs, read)) } else { rule(&outputs, read) };
        match text {
            Ok(text) => output::deliver(file, text.as_bytes()),
            Err(message) => {
                output::complain(&message);
                Outcome::Failed
            }
        }
    }
}

/// The files that were read for these analyses: models, what they import, and what speaks for all models of the project.
pub(super) fn read_for<'a>(analyses: impl IntoIterator<Item = &'a Analysis>, opening: Opening) -> BTreeSet<PathBuf> {
    let mut read = BTreeSet::new();
    for analysis in analyses {
        let names = analysis.files.iter().map(|file| file.source.name());
        read.extend(names.filter(|name| *name != "<stdin>").map(PathBuf::from));
        if opening == Opening::Imports {
            let name = Some(analysis.source().name()).filter(|name| *name != "<stdin>");
            read.extend(configuration_name(name.map(Path::new)).map(PathBuf::from));
        }
    }
    read
}

fn json(outputs: &BTreeSet<&Path>, read: &BTreeSet<PathBuf>) -> String {
    let outputs: Vec<String> = outputs.iter().map(|path| path.display().to_string()).collect();
    let inputs: Vec<String> = read.iter().map(|path| path.display().to_string()).collect();
    let document = serde_json::json!({ "schema": "threatline.deps/1", "outputs": outputs, "inputs": inputs });
    format!("{document:#}\n")
}

/// `out: in in`
fn rule(outputs: &BTreeSet<&Path>, read: &BTreeSet<PathBuf>) -> Result<String, String> {
    let outputs: Vec<String> = outputs.iter().map(|path| escaped(path)).collect::<Result<_, _>>()?;
    let inputs: Vec<String> = read.iter().map(|path| escaped(path)).collect::<Result<_, _>>()?;
    Ok(format!("{}: {}\n", outputs.join(" "), inputs.join(" ")))
}

/// A path as Make reads it: before a space or a `#`, back-slashes count twice.
fn escaped(path: &Path) -> Result<String, String> {
    let text = path.display().to_string();
    if text.contains(['\n', '\r']) {
        return Err(format!("error: no rule can name {text:?}, for its line end; `--deps FILE.json` can\n"));
    }
    let (mut out, mut slashes) = (String::new(), 0);
    for c in text.chars() {
        match c {
            ' ' | '\t' | '#' => out.extend(std::iter::repeat_n('\\', slashes + 1)),
            '$' => out.push('$'),
            ':' | '%' => out.push('\\'),
            _ => {}
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        out.push(c);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn make_reads_every_path_as_one() {
        let escaped = |path: &str| escaped(Path::new(path));
        assert_eq!(escaped("a b/c#d.tm").as_deref(), Ok("a\\ b/c\\#d.tm"));
        assert_eq!(escaped("cost$\\ x").as_deref(), Ok("cost$$\\\\\\ x"));
        assert_eq!(escaped("50%:x").as_deref(), Ok("50\\%\\:x"));
        assert!(escaped("a\nb").is_err());
    }
}

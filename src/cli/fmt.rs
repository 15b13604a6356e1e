//! `threatline fmt`

use std::path::PathBuf;

use clap::Args;

use super::input::Input;
use super::output::{self, Stream, Terminal};
use super::project::Opening;
use super::{CODES, Outcome, Reporting, input};
use crate::analysis::Analysis;
use crate::diagnostic::Code;
use crate::format::format;
use crate::syntax;

/// Bring models into their canonical form, comments kept.
///
/// Files are rewritten in place; `-` reads standard input and writes standard output. A file with
/// syntax errors is left as it is.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files, directories, or `-`.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; exit with 1 where a file is not in its canonical form.
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change as a unified diff, and exit with 1 where anything would.
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    reporting: Reporting,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let inputs = input::read_all(&arguments.paths);
    let mut worst = Outcome::Fine;
    for input in &inputs {
        // How a file is written does not depend on what it imports.
        let mut analysis = output::analyse_one(input, Opening::Nothing);
        if !analysis.readable {
            // Only what keeps the file from being read; the rest is for `check`.
            analysis.diagnostics.retain(|diagnostic| is_about_reading(diagnostic.code));
            let outcome = output::outcome(std::slice::from_ref(&analysis), crate::diagnostic::Severity::Error);
            output::report(&[analysis], arguments.reporting.diagnostics, terminal, Stream::Error);
            worst = worst.max(outcome);
            continue;
        }
        worst = worst.max(one(arguments, input, &analysis));
    }
    worst
}

fn is_about_reading(code: &'static Code) -> bool {
    CODES.contains(&code) || syntax::CODES.contains(&code)
}

fn one(arguments: &Arguments, input: &Input, analysis: &Analysis) -> Outcome {
    let formatted = format(analysis.source(), &analysis.file().ast);
    let written = input.text.as_deref().unwrap_or_default();
    let same = written == formatted;
    if arguments.diff && !same {
        output::print(&unified(&input.name, written, &formatted, "formatted"));
    }
    if arguments.check && !same {
        output::complain(&format!("{} is not formatted\n", input.name));
    }
    match (&input.path, arguments.check || arguments.diff) {
        (_, true) => {
            if same {
                Outcome::Fine
            } else {
                Outcome::Findings
            }
        }
        (None, false) => {
            output::print(&formatted);
            Outcome::Fine
        }
        (Some(path), false) if !same => output::deliver(path, formatted.as_bytes()),
        (Some(_), false) => Outcome::Fine,
    }
}

/// What changes from one text to another, as a unified diff.
pub(super) fn unified(name: &str, old: &str, new: &str, what: &str) -> String {
    similar::TextDiff::from_lines(old, new).unified_diff().header(name, &format!("{name} ({what})")).to_string()
}

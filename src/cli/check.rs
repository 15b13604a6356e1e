//! `threatline check`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, Stream, Terminal};
use super::project::OpeningFlag;
use super::{Format, Outcome, clock, input};
use crate::diagnostic::Severity;
use crate::model::Date;

/// Report everything that is wrong or missing in models.
///
/// Reads files, directories (every `.tm` file in them, except what .gitignore leaves out) or `-`
/// for standard input.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files, directories, or `-`.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: Threshold,
    /// How diagnostics are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// The day for which acceptances and reviews are judged, `2026-11-02`; by default the one on the clock.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    #[command(flatten)]
    opening: OpeningFlag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let opening = arguments.opening.opening();
    let today = arguments.today.unwrap_or_else(clock::today);
    let inputs = input::read_all(&arguments.paths);
    let analyses: Vec<_> = inputs.iter().map(|input| output::analyse_on_day(input, opening, Some(today))).collect();
    output::report(&analyses, arguments.format, terminal, Stream::Out);
    let clean = analyses.iter().all(|analysis| analysis.diagnostics.is_empty());
    if clean && arguments.format == Format::Human {
        let files = analyses.len();
        output::complain(&format!("{files} file{} checked, nothing to report\n", if files == 1 { "" } else { "s" }));
    }
    let threshold = match arguments.fail_on {
        Threshold::Error => Severity::Error,
        Threshold::Warning => Severity::Warning,
    };
    output::outcome(&analyses, threshold)
}

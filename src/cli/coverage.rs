//! `threatline coverage`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, Terminal};
use super::view::Selection;
use super::{Outcome, Reading};
use crate::emit;

/// Show what was asked of each element and flow, and what was not.
///
/// A cell of the matrix is a threat (T), a candidate (?), controlled by an attribute (c), dismissed (d)
/// or unasked (.). Categories that were answered nowhere come first.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Style,
    /// With the question of each cell that nobody has answered.
    #[arg(long)]
    prompts: bool,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    /// A matrix for the terminal.
    Table,
    /// A table in Markdown.
    Markdown,
    /// The percentage alone.
    Number,
    /// JSON, as `threatline threats` has it under `coverage`.
    Json,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut analysis = match arguments.reading.analyse(&arguments.file, output::standard(), terminal) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    let coverage = match arguments.selection.apply(&mut analysis) {
        Ok((_, coverage)) => coverage,
        Err(message) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    let text = match arguments.format {
        Style::Table => emit::matrix::table(&analysis.model, &coverage, arguments.prompts),
        Style::Markdown => emit::matrix::markdown(&analysis.model, &coverage, arguments.prompts),
        Style::Json => emit::matrix::json(&analysis.model, &analysis.rules, &analysis.sources(), &coverage),
        Style::Number => format!("{}\n", coverage.share().percent()),
    };
    output::print(&text);
    Outcome::Fine
}

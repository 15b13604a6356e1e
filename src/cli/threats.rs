//! `threatline threats`

use std::path::PathBuf;

use clap::Args;

use super::output::{self, Stream, Terminal};
use super::project::OpeningFlag;
use super::view::Selection;
use super::{Outcome, Reporting, input};
use crate::diagnostic::Severity;
use crate::{emit, threat};

/// List a model's threats, with everything that they are about, as JSON.
///
/// The document keeps to the schema `threatline.threats/1` (`threatline schema threats`). Nothing is
/// written where the model has errors.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// Where the list goes; `-` is standard output.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    reporting: Reporting,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut analyses = [output::analyse_one(&input::read(&arguments.file), arguments.opening.opening())];
    output::report(&analyses, arguments.reporting.diagnostics, terminal, Stream::Error);
    let outcome = output::outcome(&analyses, Severity::Error);
    if outcome != Outcome::Fine {
        return outcome;
    }
    let [analysis] = &mut analyses;
    if let Err(message) = arguments.selection.apply(&mut analysis.model) {
        output::complain(&message);
        return Outcome::Failed;
    }
    let json = emit::threats::json(&analysis.model, &threat::assess(&analysis.model), &analysis.sources());
    output::deliver(&arguments.output, json.as_bytes())
}

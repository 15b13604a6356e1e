//! `threatline threats`

use std::path::PathBuf;

use clap::Args;

use super::filter::Filter;
use super::output::{self, Terminal};
use super::view::Selection;
use super::{Outcome, Reading};
use crate::analysis::Analysis;
use crate::{emit, threat};

/// List a model's threats, likely ones too, with everything that they are about, as JSON.
///
/// Threats are those that somebody wrote; candidates are where a rule says that something is likely
/// wrong; prompts are what nobody has asked yet, and coverage says what became of each category.
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
    filter: Filter,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut analysis = match arguments.reading.analyse(&arguments.file, &arguments.output, terminal) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    match listed(arguments, &mut analysis) {
        Ok(json) => output::deliver(&arguments.output, json.as_bytes()),
        Err(message) => {
            output::complain(&message);
            Outcome::Failed
        }
    }
}

fn listed(arguments: &Arguments, analysis: &mut Analysis) -> Result<String, String> {
    let (mut found, coverage) = arguments.selection.apply(analysis)?;
    let mut assessment = threat::assess(&analysis.model);
    arguments.filter.apply(&analysis.model, &mut assessment, &mut found)?;
    Ok(emit::threats::json(&emit::threats::Listed {
        model: &analysis.model,
        assessment: &assessment,
        rules: &analysis.rules,
        elicitation: &found,
        coverage: &coverage,
        surface: &threat::surface(&analysis.model),
        lineage: &threat::lineages(&analysis.model),
        sources: &analysis.sources(),
    }))
}

//! `threatline surface`

use std::path::PathBuf;

use clap::Args;

use super::output;
use super::{Outcome, Prose, Reading};
use crate::{emit, threat};

/// List the attack surface: every way in, who can reach it, and what stands in the way.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Prose,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, terminal: output::Terminal) -> Outcome {
    let analysis = match arguments.reading.analyse(&arguments.file, output::standard(), terminal) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    let model = &analysis.model;
    let entries = threat::surface(model);
    output::print(&match arguments.format {
        Prose::Text => emit::surface::text(model, &entries),
        Prose::Json => emit::surface::json(model, &entries),
    });
    Outcome::Fine
}

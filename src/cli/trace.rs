//! `threatline trace`

use std::path::PathBuf;

use clap::Args;

use super::names::{self, Named};
use super::output;
use super::{Outcome, Prose, Reading};
use crate::{emit, threat};

/// Follow a kind of data: where it is stored and sent, across which boundaries, and what protects it there.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// The kind of data.
    #[arg(value_name = "DATA")]
    data: String,
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
    let data = match names::data(model, &arguments.data) {
        Named::Found(id) => id,
        Named::Unknown(message) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    let lineage = threat::lineage(model, data);
    output::print(&match arguments.format {
        Prose::Text => emit::lineage::text(model, &lineage),
        Prose::Json => emit::lineage::json(model, &lineage),
    });
    Outcome::Fine
}

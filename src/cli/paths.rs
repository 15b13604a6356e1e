//! `threatline paths`

use std::path::PathBuf;

use clap::Args;

use super::names::{self, Named};
use super::output;
use super::{Outcome, Prose, Reading};
use crate::{emit, threat};

/// List the ways from one element to another that an attacker could walk, the easiest first.
///
/// Each flow costs one, and more for each control on it or on what it reaches: authn and authz 4,
/// input-validation and isolation 2, rate-limit and audit 1. Exit code 1 where there is no way.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// Where the attacker stands.
    #[arg(long, value_name = "ID")]
    from: String,
    /// What the attacker wants.
    #[arg(long, value_name = "ID")]
    to: String,
    /// How many ways are listed.
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    limit: u8,
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
    let (from, to) = match (names::element(model, &arguments.from), names::element(model, &arguments.to)) {
        (Named::Found(from), Named::Found(to)) => (from, to),
        (Named::Unknown(message), _) | (_, Named::Unknown(message)) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    let paths = threat::paths(model, from, to, usize::from(arguments.limit));
    let file = arguments.file.display().to_string();
    output::print(&match arguments.format {
        Prose::Text => emit::paths::text(model, &paths, &file),
        Prose::Json => emit::paths::json(model, &paths),
    });
    if paths.is_empty() {
        output::complain(&format!("there is no way along flows from `{}` to `{}`\n", arguments.from, arguments.to));
        return Outcome::Findings;
    }
    Outcome::Fine
}

//! `threatline schema`

use clap::{Args, ValueEnum};

use super::{Outcome, output};
use crate::emit;

/// Print the JSON Schema of an output.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Which output.
    output: Schema,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Schema {
    /// What `threatline threats` writes.
    Threats,
    /// What `threatline render --format geometry` writes.
    Geometry,
    /// What `threatline diff --format json` writes.
    Diff,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match arguments.output {
        Schema::Threats => output::print(&emit::threats::schema()),
        Schema::Geometry => output::print(&emit::geometry::schema()),
        Schema::Diff => output::print(&emit::changes::schema()),
    }
    Outcome::Fine
}

//! `threatline completions`

use clap::Args;
use clap_complete::Shell;

use super::{Outcome, output};

/// Print a completion script for a shell.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, command: &mut clap::Command) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, command, "threatline", &mut script);
    output::print(&String::from_utf8_lossy(&script));
    Outcome::Fine
}

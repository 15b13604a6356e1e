//! The `threatline` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    threatline::cli::run()
}

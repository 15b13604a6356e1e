//! The `mdbook-threatline` program: `threatline mdbook`, under the name by which mdBook looks for it.

use std::process::ExitCode;

fn main() -> ExitCode {
    threatline::cli::run_mdbook()
}

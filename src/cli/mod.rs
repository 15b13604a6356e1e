//! The command line: the only place with files, the environment and standard output. One file a subcommand.

#![expect(clippy::disallowed_methods, reason = "files and the environment belong here and nowhere else")]

mod asking;
mod baseline;
mod build;
mod cache;
mod check;
mod clock;
mod completions;
mod coverage;
mod deps;
mod diff;
mod digest;
mod document;
mod earlier;
mod explain;
mod filter;
mod fmt;
mod fonts;
mod git;
mod git_commands;
mod init;
mod input;
mod look;
#[cfg(feature = "lsp")]
mod lsp;
mod md;
mod mdbook;
mod names;
mod output;
mod pages;
mod parallel;
mod paths;
mod project;
mod render;
mod report;
mod rules;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod sides;
mod state;
mod surface;
mod threats;
mod trace;
mod view;
mod walk;
#[cfg(feature = "serve")]
mod watch;

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::analysis::Analysis;
use crate::diagnostic::Severity;

pub(crate) use input::CODES;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing to complain about: 0.
    Fine,
    /// Findings or differences: 1.
    Findings,
    /// Usage, input or I/O error: 2.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        })
    }
}

const AFTER_HELP: &str = "\
A first model:

  model \"Sign-in\" { scope: \"Signing in. Everything else is parked.\" }
  entity user \"User\"
  boundary cloud \"Cloud\" {
    process api \"API\"
  }
  flow user -> api \"user name and password\"

  threatline check sign-in.tm                  is anything wrong or missing?
  threatline render sign-in.tm -o sign-in.svg  the data-flow diagram
  threatline threats sign-in.tm                the threats, as JSON
  threatline explain TM0301                    what a diagnostic means

Exit codes: 0 fine; 1 findings or differences; 2 usage, input or I/O error.";

/// Threat models as code: check them, draw them, list their threats.
#[derive(Parser, Debug)]
#[command(name = "threatline", version, about, after_help = AFTER_HELP, max_term_width = 100)]
struct Cli {
    /// When to use colours. With `auto`, `NO_COLOR` in the environment means never.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Init(init::Arguments),
    Check(check::Arguments),
    Render(render::Arguments),
    Diff(diff::Arguments),
    Threats(threats::Arguments),
    Report(report::Arguments),
    Build(build::Arguments),
    Md(md::Arguments),
    Mdbook(mdbook::Arguments),
    Walk(walk::Arguments),
    Coverage(coverage::Arguments),
    Trace(trace::Arguments),
    Surface(surface::Arguments),
    Paths(paths::Arguments),
    Rules(rules::Arguments),
    Fmt(fmt::Arguments),
    Git(git_commands::Arguments),
    Explain(explain::Arguments),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The source with the place underlined.
    Human,
    /// `path:line:col: error[CODE]: message`, one line each.
    Short,
    /// One JSON document, schema `threatline.diagnostics/1`.
    Json,
    /// Plain sentences, for screen readers.
    Narrated,
}

/// How an answer about a model is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Prose {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The flags of every command that reads one model and writes something about it.
#[derive(Args, Debug)]
struct Reading {
    #[command(flatten)]
    opening: project::OpeningFlag,
    #[command(flatten)]
    reporting: Reporting,
    #[command(flatten)]
    deps: deps::DepsFlag,
}

impl Reading {
    /// Reads and analyses a model for what goes to one place, and says what is wrong with it; how the run ends where that is
    /// too much.
    fn analyse(&self, file: &Path, output: &Path, terminal: output::Terminal) -> Result<Analysis, Outcome> {
        let analysis = self.analyse_alone(file, terminal)?;
        match self.write_deps(&[output], [&analysis]) {
            Outcome::Fine => Ok(analysis),
            outcome => Err(outcome),
        }
    }

    /// Writes down what was read for these outputs, where that is asked for.
    fn write_deps<'a>(&self, outputs: &[&Path], analyses: impl IntoIterator<Item = &'a Analysis>) -> Outcome {
        self.deps.write(outputs, &deps::read_for(analyses, self.opening.opening()))
    }

    /// The same, where what was read is written down later.
    fn analyse_alone(&self, file: &Path, terminal: output::Terminal) -> Result<Analysis, Outcome> {
        let analysis = output::analyse_one(&input::read(file), self.opening.opening());
        let one = std::slice::from_ref(&analysis);
        document::add_read(&deps::read_for(one, self.opening.opening()));
        output::report(one, self.reporting.diagnostics, terminal, output::Stream::Error);
        match output::outcome(one, Severity::Error) {
            Outcome::Fine => Ok(analysis),
            outcome => Err(outcome),
        }
    }
}

/// How severe what is found must be to fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
}

impl Threshold {
    fn severity(self) -> Severity {
        match self {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
        }
    }
}

/// The flag of every command that reads models and writes something else than diagnostics.
#[derive(Args, Debug)]
struct Reporting {
    /// How diagnostics are written, to standard error.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    diagnostics: Format,
}

/// Runs the program with the process's own arguments and streams.
#[must_use]
pub fn run() -> ExitCode {
    run_as(std::env::args_os().collect())
}

/// Runs `threatline mdbook` with the process's own arguments and streams.
#[must_use]
pub fn run_mdbook() -> ExitCode {
    let name = ["threatline", "mdbook"].map(std::ffi::OsString::from);
    run_as(name.into_iter().chain(std::env::args_os().skip(1)).collect())
}

fn run_as(arguments: Vec<std::ffi::OsString>) -> ExitCode {
    document::open(&arguments);
    // Reading a file walks its nesting, 64 levels at most; a thread of known size makes that the same everywhere.
    let worker = std::thread::Builder::new().stack_size(parallel::STACK).spawn(move || dispatch(arguments));
    let worker = worker.map(std::thread::JoinHandle::join);
    if let Some(document) = document::close() {
        output::complain(&document);
    }
    match worker {
        Ok(Ok(_)) if output::output_was_lost() => Outcome::Failed.into(),
        Ok(Ok(outcome)) => outcome.into(),
        _ => Outcome::Failed.into(),
    }
}

fn dispatch(arguments: Vec<std::ffi::OsString>) -> Outcome {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            if !(error.use_stderr() && document::add_message(&error.render().to_string())) {
                let _ = error.print();
            }
            return if error.use_stderr() { Outcome::Failed } else { Outcome::Fine };
        }
    };
    let terminal = output::Terminal::detect(cli.color);
    match cli.command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Render(arguments) => render::run(&arguments, terminal),
        Command::Diff(arguments) => diff::run(&arguments, terminal),
        Command::Threats(arguments) => threats::run(&arguments, terminal),
        Command::Report(arguments) => report::run(&arguments, terminal),
        Command::Build(arguments) => build::run(&arguments, terminal),
        Command::Md(arguments) => md::run(&arguments, terminal),
        Command::Mdbook(arguments) => mdbook::run(&arguments, terminal),
        Command::Walk(arguments) => walk::run(&arguments, terminal),
        Command::Coverage(arguments) => coverage::run(&arguments, terminal),
        Command::Trace(arguments) => trace::run(&arguments, terminal),
        Command::Surface(arguments) => surface::run(&arguments, terminal),
        Command::Paths(arguments) => paths::run(&arguments, terminal),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Git(arguments) => git_commands::run(&arguments, terminal),
        Command::Fmt(arguments) => fmt::run(&arguments, terminal),
        #[cfg(feature = "lsp")]
        Command::Lsp(arguments) => lsp::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, &mut Cli::command()),
    }
}

//! `threatline walk`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, Terminal};
use super::view::Selection;
use super::{Outcome, Reading, asking};
use crate::report::{self, Findings};
use crate::scene::{self, Options};
use crate::{emit, threat};

/// Print the worksheet of a session: agenda, and what to ask of each element and flow.
///
/// The agenda is that of the model's `level`. What is answered already is ticked.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// How it is written; otherwise the ending of OUT decides. HTML has the diagram in it, and room to write on paper.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Style>,
    /// One page for half an hour: where most is likely, and nobody has answered.
    #[arg(long)]
    mini: bool,
    /// Ask here, and write the answers at the end of FILE. The rest of it stays as it is.
    #[arg(long, conflicts_with_all = ["format", "mini", "output"])]
    interactive: bool,
    /// Where it goes: a file, or `-` for standard output.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    /// With boxes to tick.
    Markdown,
    /// One page, to print.
    Html,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut analysis = match arguments.reading.analyse(&arguments.file, &arguments.output, terminal) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    let (found, coverage) = match arguments.selection.apply(&mut analysis) {
        Ok(found) => found,
        Err(message) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    if arguments.interactive {
        return asking::ask(&arguments.file, arguments.reading.opening.opening(), &analysis, &found, &coverage);
    }
    let assessment = threat::assess(&analysis.model);
    let findings = Findings {
        model: &analysis.model,
        assessment: &assessment,
        elicitation: &found,
        coverage: &coverage,
        before: None,
    };
    let blocks = if arguments.mini { report::mini_worksheet(&findings) } else { report::worksheet(&findings) };
    let ending = arguments.output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let by_ending = match ending.as_deref() {
        Some("html" | "htm") => Style::Html,
        _ => Style::Markdown,
    };
    let text = match arguments.format.unwrap_or(by_ending) {
        Style::Markdown => emit::report::markdown(&blocks, None),
        Style::Html => {
            let place_of = |span| analysis.place(span);
            let scene = scene::scene(&analysis.model, &assessment, &Options::default(), &place_of);
            emit::report::html(&blocks, Some(&emit::svg::svg(&scene)))
        }
    };
    output::deliver(&arguments.output, text.as_bytes())
}

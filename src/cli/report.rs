//! `threatline report`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output;
use super::view::Selection;
use super::{Outcome, Reading};
use crate::analysis::{Analysis, compare};
use crate::report::{self, Findings};
use crate::scene::{self, Options};
use crate::{emit, threat};

/// Write a report of the session: diagram, threats, coverage, mitigations, accepted risks, questions.
///
/// By the ending of OUT it is Markdown, HTML (one page, nothing fetched, printable), CSV or JSON (what
/// `threatline threats` writes). Markdown refers to the diagram as OUT with `.svg`, which is written too.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// Where it goes: a `.md`, `.html`, `.csv` or `.json` file, or `-` for Markdown on standard output.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// One page for those who were not there.
    #[arg(long)]
    summary: bool,
    /// One bug-like item for each open threat that is high or critical, instead of the report.
    #[arg(long, value_name = "FORMAT", conflicts_with = "summary")]
    backlog: Option<Backlog>,
    /// An earlier state of the same model, as a file: the report says what changed since then.
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Backlog {
    /// Markdown, a section for each.
    Md,
    /// Comma-separated values, for a tracker's import.
    Csv,
    /// JSON.
    Json,
}

pub(super) fn run(arguments: &Arguments, terminal: output::Terminal) -> Outcome {
    let mut analysis = match arguments.reading.analyse_alone(&arguments.file, terminal) {
        Ok(analysis) => analysis,
        Err(outcome) => return outcome,
    };
    let before = match &arguments.since {
        Some(old) => match arguments.reading.analyse_alone(old, terminal) {
            Ok(analysis) => Some(analysis),
            Err(outcome) => return outcome,
        },
        None => None,
    };
    let written = written(arguments, &mut analysis, before.as_ref());
    if let Ok(written) = &written {
        let picture = written.picture.as_ref().map(|(path, _)| path.as_path());
        let outputs: Vec<&Path> = picture.into_iter().chain([arguments.output.as_path()]).collect();
        if arguments.reading.write_deps(&outputs, [&analysis].into_iter().chain(&before)) == Outcome::Failed {
            return Outcome::Failed;
        }
    }
    match written {
        Ok(Written { picture: Some((path, svg)), text }) => match output::deliver(&path, svg.as_bytes()) {
            Outcome::Fine => output::deliver(&arguments.output, text.as_bytes()),
            outcome => outcome,
        },
        Ok(Written { picture: None, text }) => output::deliver(&arguments.output, text.as_bytes()),
        Err(message) => {
            output::complain(&message);
            Outcome::Failed
        }
    }
}

/// What is to be written.
struct Written {
    text: String,
    /// The diagram beside it, and where that goes.
    picture: Option<(PathBuf, String)>,
}

fn written(arguments: &Arguments, analysis: &mut Analysis, before: Option<&Analysis>) -> Result<Written, String> {
    let before = before.map(|before| (&before.model, compare(before, analysis, &BTreeSet::new())));
    let (found, coverage) = arguments.selection.apply(analysis)?;
    let assessment = threat::assess(&analysis.model);
    let findings = Findings {
        model: &analysis.model,
        assessment: &assessment,
        elicitation: &found,
        coverage: &coverage,
        before: before.as_ref().map(|(model, diff)| (*model, diff)),
    };
    let alone = |text: String| Ok(Written { text, picture: None });
    if let Some(backlog) = arguments.backlog {
        let items = report::backlog(&findings);
        return alone(match backlog {
            Backlog::Md => emit::report::backlog_markdown(&items),
            Backlog::Csv => emit::report::backlog_csv(&items),
            Backlog::Json => emit::report::backlog_json(&items),
        });
    }
    let blocks = if arguments.summary { report::summary(&findings) } else { report::full(&findings) };
    let svg = || {
        let place_of = |span| analysis.place(span);
        emit::svg::svg(&scene::scene(&analysis.model, &assessment, &Options::default(), &place_of))
    };
    match ending(&arguments.output).as_str() {
        "" if arguments.output == Path::new("-") => alone(emit::report::markdown(&blocks, None)),
        "md" | "markdown" if arguments.summary => alone(emit::report::markdown(&blocks, None)),
        "md" | "markdown" => {
            let path = arguments.output.with_extension("svg");
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok(Written { text: emit::report::markdown(&blocks, name.as_deref()), picture: Some((path, svg())) })
        }
        "html" | "htm" => alone(emit::report::html(&blocks, Some(&svg()))),
        "csv" => alone(emit::report::csv(&blocks)),
        "json" => alone(emit::threats::json(&emit::threats::Listed {
            model: &analysis.model,
            assessment: &assessment,
            rules: &analysis.rules,
            elicitation: &found,
            coverage: &coverage,
            surface: &threat::surface(&analysis.model),
            lineage: &threat::lineages(&analysis.model),
            sources: &analysis.sources(),
        })),
        ending => Err(format!("error: a report ends in .md, .html, .csv or .json, not in `.{ending}`\n")),
    }
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

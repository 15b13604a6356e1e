//! `threatline check`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::baseline::Baseline;
use super::deps::{DepsFlag, read_for};
use super::output::{self, Stream, Terminal};
use super::project::OpeningFlag;
use super::{Format, Outcome, clock, input};
use crate::analysis::{Analysis, found};
use crate::diagnostic::{Diagnostic, Severity, apply_fixes};
use crate::emit::scan::{self, Scanned};
use crate::finding::{Finding, Matter};
use crate::model::Date;
use crate::threat;

/// Report everything that is wrong or missing in models.
///
/// Reads files, directories (every `.tm` file in them, except what .gitignore leaves out) or `-`
/// for standard input. A file that cannot be read to its end fails, whatever `--fail-on` says.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files, directories, or `-`.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What makes the exit code 1, with commas between.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "error")]
    fail_on: Vec<Gate>,
    /// How what was found is written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Written,
    /// Where it goes in a format that is not for people; `-` is standard output.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Mend what can be mended without asking, in the files themselves, then check them.
    #[arg(long)]
    fix: bool,
    /// With `--fix`: write nothing, print what would change as a unified diff, and exit with 1 where anything would.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// What was found before, as `--write-baseline` wrote it: only what is new or worse is reported.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write down everything that is found now, for `--baseline`, and fail for nothing of it.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// The day for which acceptances and reviews are judged, `2026-11-02`; by default the one on the clock.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    deps: DepsFlag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Critical threats and candidates that nothing answers.
    Critical,
    /// High and critical threats and candidates that nothing answers.
    High,
    /// The same, of those that the baseline does not know.
    NewHigh,
    /// Categories that nobody has asked about.
    Unasked,
    /// Acceptances whose day has passed.
    Expired,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    /// The source with the place underlined.
    Human,
    /// `path:line:col: error[CODE]: message`, one line each.
    Short,
    /// One JSON document, schema `threatline.diagnostics/1`.
    Json,
    /// Plain sentences, for screen readers.
    Narrated,
    /// SARIF 2.1.0 for code scanning, with threats and candidates.
    Sarif,
    /// Workflow commands for GitHub Actions.
    Github,
    /// A code quality report for GitLab, with threats and candidates.
    Gitlab,
    /// `JUnit` XML.
    Junit,
    /// Reviewdog's diagnostic format.
    Rdjson,
}

impl Written {
    /// As diagnostics are shown to people; [`None`] for the formats of other tools.
    fn shown(self) -> Option<Format> {
        match self {
            Written::Human => Some(Format::Human),
            Written::Short => Some(Format::Short),
            Written::Json => Some(Format::Json),
            Written::Narrated => Some(Format::Narrated),
            Written::Sarif | Written::Github | Written::Gitlab | Written::Junit | Written::Rdjson => None,
        }
    }

    /// Whether threats and candidates are told even where no gate looks at them.
    fn tells_threats(self) -> bool {
        matches!(self, Written::Sarif | Written::Gitlab)
    }
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    if arguments.format.shown().is_some() && arguments.output.as_os_str() != "-" {
        return refuse("`-o` needs a format for it, such as `--format sarif`");
    }
    let baseline = match arguments.baseline.as_deref().map(Baseline::read).transpose() {
        Ok(baseline) => baseline,
        Err(message) => return refuse(&message),
    };
    if baseline.is_none() && arguments.fail_on.contains(&Gate::NewHigh) {
        return refuse("`--fail-on new-high` needs `--baseline FILE`; `--write-baseline FILE` makes one");
    }
    let opening = arguments.opening.opening();
    let today = arguments.today.unwrap_or_else(clock::today);
    let mut inputs = input::read_all(&arguments.paths);
    if arguments.fix {
        match mended(&mut inputs, opening, arguments.diff) {
            Outcome::Fine if !arguments.diff => {}
            outcome => return outcome,
        }
    }
    let mut analyses: Vec<Analysis> =
        inputs.iter().map(|input| output::analyse_on_day(input, opening, Some(today))).collect();
    let mut read = read_for(&analyses, opening);
    read.extend(arguments.baseline.clone());
    if arguments.deps.write(&[&arguments.output], &read) == Outcome::Failed {
        return Outcome::Failed;
    }
    // Asking every rule takes longer than checking: it is done where somebody wants to know.
    let is_asked = arguments.format.shown().is_none()
        || baseline.is_some()
        || arguments.write_baseline.is_some()
        || arguments.fail_on.iter().any(|gate| !matches!(gate, Gate::Error | Gate::Warning | Gate::Expired));
    let mut findings: Vec<Vec<Finding>> =
        analyses.iter().map(|one| if is_asked { found(one) } else { Vec::new() }).collect();
    if let Some(path) = &arguments.write_baseline {
        return write_baseline(path, &analyses, &findings, terminal);
    }
    let mut known = 0;
    if let Some(baseline) = &baseline {
        for (analysis, findings) in analyses.iter_mut().zip(&mut findings) {
            known += leave_out(baseline, analysis, findings);
        }
    }
    let trips = |one: &Finding| one.suppression.is_none() && arguments.fail_on.iter().any(|gate| gate.trips(one));
    if let Some(format) = arguments.format.shown() {
        output::report(&analyses, format, terminal, Stream::Out);
        let gated: String = analyses.iter().zip(&findings).map(|(one, found)| lines(one, found, trips)).collect();
        output::complain(&gated);
        sum_up(&analyses, format, known, gated.is_empty());
    } else {
        let text = scanned(arguments.format, &analyses, &findings, trips);
        if output::deliver(&arguments.output, text.as_bytes()) == Outcome::Failed {
            return Outcome::Failed;
        }
    }
    let threshold = if arguments.fail_on.contains(&Gate::Warning) { Severity::Warning } else { Severity::Error };
    let is_expired = |one: &Diagnostic| one.code.slug == "expired-acceptance";
    let expired = arguments.fail_on.contains(&Gate::Expired)
        && analyses.iter().any(|analysis| analysis.diagnostics.iter().any(is_expired));
    let tripped = expired || findings.iter().flatten().any(|one| one.matter != Matter::Diagnostic && trips(one));
    output::outcome(&analyses, threshold).max(if tripped { Outcome::Findings } else { Outcome::Fine })
}

/// How often fixes are applied: one may make room for the next.
const ROUNDS: usize = 8;

/// Applies what can be mended without asking; or only prints it.
fn mended(inputs: &mut [input::Input], opening: super::project::Opening, only_shown: bool) -> Outcome {
    let mut outcome = Outcome::Fine;
    for input in inputs {
        let Ok(written) = input.text.clone() else { continue };
        let (mut text, mut total) = (written.clone(), 0);
        for _ in 0..ROUNDS {
            input.text = Ok(text.clone());
            let analysis = output::analyse_one(input, opening);
            let (next, count) = apply_fixes(&text, analysis.source().id(), &analysis.diagnostics);
            if count == 0 {
                break;
            }
            (text, total) = (next, total + count);
        }
        input.text = Ok(text.clone());
        if text == written {
            continue;
        }
        let Some(path) = input.path.as_ref().filter(|_| !only_shown) else {
            output::print(&super::fmt::unified(&input.name, &written, &text, "mended"));
            outcome = outcome.max(Outcome::Findings);
            continue;
        };
        outcome = outcome.max(output::deliver(path, text.as_bytes()));
        output::complain(&format!("{}: {total} mended\n", input.name));
    }
    outcome
}

fn refuse(message: &str) -> Outcome {
    output::complain(&format!("error: {message}\n"));
    Outcome::Failed
}

impl Gate {
    /// Whether a finding is one that it looks for.
    fn trips(self, finding: &Finding) -> bool {
        let at_least = |severity| finding.severity.is_some_and(|is| is >= severity);
        match self {
            Gate::Error => finding.matter == Matter::Diagnostic && finding.level == Severity::Error,
            Gate::Warning => finding.matter == Matter::Diagnostic && finding.level >= Severity::Warning,
            Gate::Critical => at_least(threat::Severity::Critical),
            Gate::High | Gate::NewHigh => at_least(threat::Severity::High),
            Gate::Unasked => finding.matter == Matter::Unasked,
            Gate::Expired => finding.kind.name == "expired-acceptance",
        }
    }
}

/// Takes out what a baseline knows, and says how much that was.
fn leave_out(baseline: &Baseline, analysis: &mut Analysis, findings: &mut Vec<Finding>) -> usize {
    let model = path_of(analysis.source().name());
    let before = findings.len();
    findings.retain(|one| one.suppression.is_some() || !baseline.knows(&model, one));
    let kept: Vec<&Finding> = findings.iter().filter(|one| one.matter == Matter::Diagnostic).collect();
    let is_kept = |one: &Diagnostic| {
        one.severity == Severity::Error || kept.iter().any(|kept| kept.span == one.span && kept.kind.id == one.code.id)
    };
    analysis.diagnostics.retain(is_kept);
    before - findings.len()
}

/// The findings that a gate looks for and that are no diagnostics, a line each.
fn lines(analysis: &Analysis, findings: &[Finding], trips: impl Fn(&Finding) -> bool) -> String {
    let sources = analysis.sources();
    let line = |one: &Finding| {
        let source = &sources[usize::from(one.span.file.0)];
        let place = source.position(one.span.start);
        let what = match one.matter {
            Matter::Threat => format!("open {} threat", one.weight()),
            Matter::Candidate => format!("open {} candidate [{}]", one.weight(), one.key),
            Matter::Unasked | Matter::Diagnostic => "unasked".to_owned(),
        };
        format!("{}:{}:{}: {what}: {}\n", source.name(), place.line, place.column, one.message)
    };
    findings.iter().filter(|one| one.matter != Matter::Diagnostic && trips(one)).map(line).collect()
}

fn sum_up(analyses: &[Analysis], format: Format, known: usize, is_quiet: bool) {
    if format != Format::Human {
        return;
    }
    if known > 0 {
        output::complain(&format!("{known} finding{} of the baseline left out\n", if known == 1 { "" } else { "s" }));
    }
    if is_quiet && analyses.iter().all(|analysis| analysis.diagnostics.is_empty()) {
        let files = analyses.len();
        output::complain(&format!("{files} file{} checked, nothing to report\n", if files == 1 { "" } else { "s" }));
    }
}

fn write_baseline(path: &Path, analyses: &[Analysis], findings: &[Vec<Finding>], terminal: Terminal) -> Outcome {
    if analyses.iter().any(|analysis| analysis.diagnostics.iter().any(|one| super::CODES.contains(&one.code))) {
        output::report(analyses, Format::Human, terminal, Stream::Error);
        return Outcome::Failed;
    }
    let mut baseline = Baseline::default();
    for (analysis, findings) in analyses.iter().zip(findings) {
        baseline.add(&path_of(analysis.source().name()), findings);
    }
    output::deliver(path, baseline.text().as_bytes())
}

fn scanned(
    format: Written,
    analyses: &[Analysis],
    findings: &[Vec<Finding>],
    trips: impl Fn(&Finding) -> bool,
) -> String {
    let is_told = |one: &&Finding| match one.matter {
        Matter::Diagnostic => true,
        Matter::Threat | Matter::Candidate => format.tells_threats() || trips(one),
        Matter::Unasked => trips(one),
    };
    let told = |one: &Finding| {
        // What fails the run is an error to tools that know no severities.
        let level = if trips(one) && format != Written::Sarif { Severity::Error } else { one.level };
        Finding { level, ..one.clone() }
    };
    let mut said = std::collections::BTreeSet::new();
    let mut models: Vec<Scanned> = Vec::new();
    for (analysis, findings) in analyses.iter().zip(findings) {
        let sources = analysis.sources();
        let paths: Vec<String> = sources.iter().map(|source| path_of(source.name())).collect();
        // What is wrong in a file is said once, however many import it.
        let mut is_new = |one: &&Finding| {
            one.matter != Matter::Diagnostic
                || said.insert((
                    paths[usize::from(one.span.file.0)].clone(),
                    one.span.start,
                    one.kind.id.clone(),
                    one.message.clone(),
                ))
        };
        let findings = findings.iter().filter(is_told).filter(|one| is_new(one)).map(told).collect();
        models.push(Scanned { findings, sources, paths });
    }
    match format {
        Written::Github => scan::github(&models),
        Written::Gitlab => scan::gitlab(&models),
        Written::Junit => scan::junit(&models),
        Written::Rdjson => scan::rdjson(&models),
        Written::Sarif | Written::Human | Written::Short | Written::Json | Written::Narrated => scan::sarif(&models),
    }
}

/// A path from the top of the repository on, or from the working directory where there is none: what other tools call it.
fn path_of(name: &str) -> String {
    let Ok(here) = std::env::current_dir() else { return name.to_owned() };
    let top = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    let mut path = PathBuf::new();
    for part in here.join(name).components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    let path = path.strip_prefix(top).map(Path::to_owned).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

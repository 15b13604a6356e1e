//! `threatline diff`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::deps::DepsFlag;
use super::output::{self, Terminal};
use super::project::{Opening, OpeningFlag};
use super::sides::{Named, Sides};
use super::state::State;
use crate::analysis::{Analysis, compare};
use crate::diagnostic;
use crate::diff::{self, Consequence, Diff, Failure, ModelReview, Nature, Review, Ruling};
use crate::emit::{self, changes};
use crate::model::Model;
use crate::project::File;
use crate::scene::{Difference, Layer, Options, Scene, Theme, difference};
use crate::threat::Severity;

/// Say what changed in threat models, what follows from it, and whether it takes a session.
///
/// Compares two files or folders (`diff old.tm new.tm`), revisions of the git repository around the
/// working directory (`diff main...HEAD`, `diff v1 v2`), a revision and the working tree (`diff
/// main`), or HEAD and the working tree (`diff`). Formatting, order and comments are no changes.
///
/// Exit codes: 0 nothing that `--fail-on` names, 1 something of it, 2 usage, or a state that cannot be
/// read. Without `--fail-on` every difference counts.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// OLD NEW, or revisions, then paths of the models that are looked at.
    #[arg(value_name = "WHAT")]
    what: Vec<String>,
    /// Paths of the models that are looked at.
    #[arg(last = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Compare with what is staged for the next commit instead of the working tree.
    #[arg(long, alias = "cached")]
    staged: bool,
    /// How the changes are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Where they go; `-` is standard output.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Draw what changed: a `.svg` file where one model differs, or a folder, ending in `/`, for one
    /// picture of each.
    #[arg(long, value_name = "OUT")]
    svg: Option<PathBuf>,
    /// Beside `--svg OUT.svg`, write OUT.before.svg and OUT.after.svg; what did not change stands at the
    /// same place in all three.
    #[arg(long, requires = "svg")]
    two_up: bool,
    /// Where readers of the Markdown find the pictures: an address or a path to put before their names,
    /// instead of the folder that they are written to.
    #[arg(long, value_name = "ADDRESS", requires = "svg")]
    picture_base: Option<String>,
    /// The colours of pictures: auto, light, dark, print, colorblind.
    #[arg(long, value_name = "THEME", default_value = "auto", value_parser = super::look::theme)]
    theme: Theme,
    /// What makes the exit code 1, with commas between.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "any")]
    fail_on: Vec<Gate>,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    deps: DepsFlag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Human,
    /// For a pull request's comment.
    Markdown,
    /// For programs; `threatline schema diff` describes it.
    Json,
    /// One page.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// Any difference.
    Any,
    /// What takes a session.
    Material,
    /// A critical threat or candidate that was not open before.
    NewCritical,
    /// A high or critical threat or candidate that was not open before.
    NewHigh,
    /// A category that somebody had asked about, and nobody has now.
    Unasked,
    /// Nothing.
    Never,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    match reviewed(arguments) {
        Ok(review) => deliver(arguments, &review, terminal),
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            Outcome::Failed
        }
    }
}

fn deliver(arguments: &Arguments, reviewed: &Reviewed, terminal: Terminal) -> Outcome {
    let review = &reviewed.review;
    let drawn = match arguments.svg.as_deref().map(|at| draw(arguments, reviewed, at)).transpose() {
        Ok(drawn) => drawn.unwrap_or_default(),
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            return Outcome::Failed;
        }
    };
    let drawn_to = drawn.iter().flat_map(|picture| &picture.files).map(|(path, _)| path.as_path());
    let outputs: Vec<&Path> = drawn_to.chain([arguments.output.as_path()]).collect();
    if arguments.deps.write(&outputs, &reviewed.read) == Outcome::Failed {
        return Outcome::Failed;
    }
    let mut written = Outcome::Fine;
    for (path, bytes) in drawn.iter().flat_map(|picture| &picture.files) {
        written = written.max(output::deliver(path, bytes));
    }
    let addresses: Vec<changes::Pictures> = drawn.iter().map(|picture| picture.addresses.clone()).collect();
    let text = match arguments.format {
        Format::Human => changes::text(review, terminal.paints_output()),
        Format::Markdown => changes::markdown(review, &addresses),
        Format::Json => changes::json(review),
        Format::Html => {
            let one = match reviewed.analyses.as_slice() {
                [one] => Some(one),
                _ => None,
            };
            let diff = review.models.first().and_then(ModelReview::diff);
            let pictures = one.zip(diff).map(|(one, diff)| pictures(one, diff, arguments.theme));
            changes::html(review, pictures.map(|pictures| emit::svg::svg(&pictures.both)).as_deref())
        }
    };
    written = written.max(output::deliver(&arguments.output, text.as_bytes()));
    written.max(outcome(review, &arguments.fail_on))
}

/// The pictures of one model: what is written, and where readers find it.
#[derive(Default)]
struct Drawn {
    files: Vec<(PathBuf, Vec<u8>)>,
    addresses: changes::Pictures,
}

/// The pictures of every model that differs, in their order.
fn draw(arguments: &Arguments, reviewed: &Reviewed, at: &Path) -> Result<Vec<Drawn>, String> {
    let is_folder = at.is_dir() || at.to_string_lossy().ends_with('/');
    if !is_folder && reviewed.review.models.len() > 1 {
        let count = reviewed.review.models.len();
        return Err(format!("{count} models differ; name a folder for their pictures: `--svg pictures/`"));
    }
    if is_folder {
        std::fs::create_dir_all(at).map_err(|error| format!("`{}` cannot be made: {error}", at.display()))?;
    } else if at.extension().is_none_or(|ending| ending != "svg") {
        return Err(format!("`{}` is no `.svg` file, and no folder", at.display()));
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut draw = |(model, analyses): (&ModelReview, &[Option<Analysis>; 2])| {
        let Some(diff) = model.diff() else { return Drawn::default() };
        let file = if is_folder { at.join(picture_name(&model.path, &mut taken)) } else { at.to_owned() };
        let pictures = pictures(analyses, diff, arguments.theme);
        let mut drawn = Drawn::default();
        let mut add = |scene: &Scene, ending: &str| {
            let path = file.with_extension(ending);
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let address = match &arguments.picture_base {
                Some(base) => format!("{}/{name}", base.trim_end_matches('/')),
                None => path.to_string_lossy().into_owned(),
            };
            drawn.files.push((path, emit::svg::svg(scene).into_bytes()));
            address
        };
        let both = add(&pictures.both, "svg");
        let (mut before, mut after) = (String::new(), String::new());
        if arguments.two_up {
            (before, after) = (add(&pictures.before, "before.svg"), add(&pictures.after, "after.svg"));
        }
        drawn.addresses = changes::Pictures { both, before, after };
        drawn
    };
    Ok(reviewed.review.models.iter().zip(&reviewed.analyses).map(&mut draw).collect())
}

fn pictures(analyses: &[Option<Analysis>; 2], diff: &Diff, theme: Theme) -> Difference {
    let empty = Model::default();
    let [old, new] = analyses.each_ref().map(|one| one.as_ref().map_or(&empty, |analysis| &analysis.model));
    let layers = [Layer::Threats, Layer::Legend, Layer::Data].into_iter().collect();
    difference(&diff::overlay(old, new, diff), &Options { layers, theme, ..Options::default() })
}

/// A file name of a model's picture: its path with hyphens for slashes, and a number where another has that name.
fn picture_name(path: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = path.strip_suffix(".tm").unwrap_or(path);
    let name: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' }).collect();
    let name = name.trim_matches('-');
    let numbered = (1..).map(|number| if number == 1 { name.to_owned() } else { format!("{name}-{number}") });
    let free = numbered.into_iter().find(|name| taken.insert(name.clone())).unwrap_or_else(|| name.to_owned());
    format!("{free}.svg")
}

fn outcome(review: &Review, gates: &[Gate]) -> Outcome {
    if gates == [Gate::Never] {
        return Outcome::Fine;
    }
    let failures = review.models.iter().filter_map(|model| match &model.outcome {
        diff::Outcome::Unassessed(failures) => Some(failures),
        diff::Outcome::Compared(_) => None,
    });
    // A change that mends what could not be read is no failed run, but it is not assessed either.
    let failures: Vec<&Failure> = failures.flatten().collect();
    if failures.iter().any(|failure| failure.is_new) {
        return Outcome::Failed;
    }
    let diffs = || review.models.iter().filter_map(ModelReview::diff);
    let trips = |gate: &Gate| match gate {
        Gate::Any => !review.models.is_empty(),
        Gate::Material => review.ruling() == Ruling::Material,
        Gate::NewCritical => diffs().any(|diff| opens(diff, Severity::Critical)),
        Gate::NewHigh => diffs().any(|diff| opens(diff, Severity::High)),
        Gate::Unasked => {
            let unasked = |one: &Consequence| matches!(one, Consequence::Asked { unasked: true, .. });
            diffs().any(|diff| diff.consequences.iter().any(unasked))
        }
        Gate::Never => false,
    };
    if !failures.is_empty() || gates.iter().any(trips) { Outcome::Findings } else { Outcome::Fine }
}

/// Whether something of at least this severity is open that was not, or was not so severe.
fn opens(diff: &Diff, least: Severity) -> bool {
    diff.consequences.iter().any(|one| match one {
        Consequence::Candidate { severity, event, .. } => event.is_open() && *severity >= least,
        Consequence::Opened { severity, .. } => *severity >= least,
        Consequence::Crossing { .. }
        | Consequence::Reach { .. }
        | Consequence::Asked { .. }
        | Consequence::Until { .. } => false,
    })
}

/// A review with the analyses that it was made of, by model.
struct Reviewed {
    review: Review,
    /// Of those models that differ: the old and the new state, where there is one.
    analyses: Vec<[Option<Analysis>; 2]>,
    /// The files that were read, where somebody wants to know.
    read: BTreeSet<PathBuf>,
}

fn reviewed(arguments: &Arguments) -> Result<Reviewed, String> {
    let sides = Named { what: &arguments.what, paths: &arguments.paths, staged: arguments.staged };
    let opening = arguments.opening.opening();
    let review = |sides: &Sides<'_>| {
        let read = if arguments.deps.is_given() { sides.files_read(opening) } else { BTreeSet::new() };
        Ok(Reviewed { read, ..review(sides, opening)? })
    };
    if let Some(sides) = sides.on_disk()? {
        return review(&sides);
    }
    let here = std::env::current_dir().map_err(|error| format!("the working directory is not known: {error}"))?;
    let repository = sides.repository(&here)?;
    review(&sides.in_repository(&repository)?)
}

fn review(sides: &Sides<'_>, opening: Opening) -> Result<Reviewed, String> {
    let (old, new) = (sides.old.models(), sides.new.models());
    let paths: BTreeSet<String> = old.keys().chain(new.keys()).filter(|path| sides.wants(path)).cloned().collect();
    if paths.is_empty() && !sides.wanted().is_empty() {
        return Err(format!("no model stands at {} in either state", sides.wanted()));
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut unchanged = 0;
    for path in &paths {
        if is_same(sides, path, old.get(path), new.get(path), opening) {
            unchanged += 1;
            continue;
        }
        let analyse = |state: &State<'_>, has: bool| if has { state.analyse(path, opening) } else { None };
        let old = analyse(&sides.old, old.contains_key(path));
        let new = analyse(&sides.new, new.contains_key(path));
        pairs.push(Pair {
            old_path: old.is_some().then(|| path.clone()),
            new_path: new.is_some().then(|| path.clone()),
            old,
            new,
        });
    }
    join_renamed(&mut pairs);
    // Files are told from one another by their paths from the project's folder on, as imports name them.
    let analysed = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]).flatten();
    let compared: BTreeSet<String> = analysed.map(|one| one.file().path.to_string()).collect();
    let mut reviewed = Reviewed {
        review: Review { old: sides.names[0].clone(), new: sides.names[1].clone(), models: Vec::new(), unchanged },
        analyses: Vec::new(),
        read: BTreeSet::new(),
    };
    for pair in pairs {
        match pair.review(&compared) {
            Some(model) => {
                reviewed.review.models.push(model);
                reviewed.analyses.push([pair.old, pair.new]);
            }
            None => reviewed.review.unchanged += 1,
        }
    }
    Ok(reviewed)
}

/// Whether a model is the same text in both states under the same configuration, and opens no other file, which could
/// differ.
fn is_same(
    sides: &Sides<'_>,
    path: &str,
    old: Option<&Option<String>>,
    new: Option<&Option<String>>,
    opening: Opening,
) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return false };
    if matches!((old, new), (Some(old), Some(new)) if old != new) {
        return false;
    }
    let text = sides.old.text(path);
    text.is_some()
        && text == sides.new.text(path)
        && text.is_some_and(|text| !text.contains("import"))
        && (opening == Opening::Nothing || sides.old.configuration(path) == sides.new.configuration(path))
}

/// One model in two states.
struct Pair {
    old_path: Option<String>,
    new_path: Option<String>,
    old: Option<Analysis>,
    new: Option<Analysis>,
}

impl Pair {
    /// What became of it; [`None`] where nothing did.
    fn review(&self, compared: &BTreeSet<String>) -> Option<ModelReview> {
        let path = self.new_path.clone().or_else(|| self.old_path.clone()).unwrap_or_default();
        let former_path = self.old_path.clone().filter(|old| self.new_path.as_ref().is_some_and(|new| new != old));
        let nature = match (&self.old, &self.new) {
            (None, Some(_)) => Nature::Added,
            (Some(_), None) => Nature::Removed,
            _ => Nature::Changed,
        };
        let mut failures = Vec::new();
        for (analysis, is_new) in [(&self.old, false), (&self.new, true)] {
            failures.extend(analysis.iter().flat_map(|analysis| failed(analysis, is_new)));
        }
        let outcome = if failures.is_empty() {
            let nothing = nothing(&path);
            let (old, new) = (self.old.as_ref().unwrap_or(&nothing), self.new.as_ref().unwrap_or(&nothing));
            let diff = compare(old, new, compared);
            if diff.is_empty() && former_path.is_none() && nature == Nature::Changed {
                return None;
            }
            diff::Outcome::Compared(diff)
        } else {
            diff::Outcome::Unassessed(failures)
        };
        Some(ModelReview { path, former_path, nature, outcome })
    }
}

/// A state without a model.
fn nothing(path: &str) -> Analysis {
    Analysis {
        files: vec![File::unread(path)],
        model: Model::default(),
        rules: crate::threat::Rules::default(),
        diagnostics: Vec::new(),
        suppressed: Vec::new(),
        readable: true,
    }
}

fn failed(analysis: &Analysis, is_new: bool) -> Vec<Failure> {
    let errors = analysis.diagnostics.iter().filter(|one| one.severity == diagnostic::Severity::Error);
    let failure = |one: &diagnostic::Diagnostic| Failure {
        is_new,
        place: analysis.place(one.span),
        code: one.code.id,
        message: one.message.clone(),
    };
    errors.map(failure).collect()
}

/// Joins a model that went with one that came where they share most of their elements: its file was renamed.
fn join_renamed(pairs: &mut Vec<Pair>) {
    let ids = |analysis: &Analysis| -> BTreeSet<String> {
        analysis.model.elements.iter().map(|element| element.id.value.clone()).collect()
    };
    let mut at = 0;
    while at < pairs.len() {
        let went = pairs[at].old.as_ref().filter(|_| pairs[at].new.is_none()).map(ids);
        let partner = went.and_then(|went| {
            let likeness = |(other, pair): (usize, &Pair)| {
                let came = pair.new.as_ref().filter(|_| pair.old.is_none()).map(ids)?;
                let shared = went.intersection(&came).count();
                (shared > 0 && 2 * shared >= went.len().max(came.len())).then_some((shared, std::cmp::Reverse(other)))
            };
            pairs.iter().enumerate().filter_map(likeness).max()
        });
        if let Some((_, std::cmp::Reverse(other))) = partner {
            let came = pairs.remove(other);
            if other < at {
                at -= 1;
            }
            (pairs[at].new, pairs[at].new_path) = (came.new, came.new_path);
        }
        at += 1;
    }
    pairs.sort_by(|a, b| {
        let path = |pair: &Pair| pair.new_path.clone().or_else(|| pair.old_path.clone());
        path(a).cmp(&path(b))
    });
}

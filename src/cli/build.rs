//! `threatline build`

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::deps::{DepsFlag, read_for};
use super::digest::digest;
use super::earlier::Revision;
use super::fonts::{FontFlag, Given};
use super::git::Repository;
use super::input::{self, Input};
use super::look::Look;
use super::output::{self, Stream, Terminal};
use super::project::{OpeningFlag, slashed};
use super::render::{Drawing, Format, named};
use super::{Outcome, Reporting, Threshold, cache, parallel};
use crate::analysis::Analysis;
use crate::emit::fonts::Fonts;
use crate::model::{self, Model};
use crate::scene::Options;
use crate::threat;

/// Draw every model of a folder, each picture beside its model or in the same place under another folder.
///
/// What is up to date is not drawn again: `.threatline-build.json` in the folder of the pictures says
/// from which texts, with which options and by which version each was drawn.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The folder; what `.gitignore` leaves out is not looked at.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Where the pictures go, with the folders that the models stand in.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What is drawn of each model, with commas between: svg, png, pdf, text, dot, mermaid, d2, geometry.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "svg", value_parser = named)]
    format: Vec<&'static Format>,
    /// A picture of each view as well, `MODEL.VIEW.svg`.
    #[arg(long)]
    views: bool,
    /// Draw everything where it is in a revision of the repository around DIR, such as `v1.0`, as far as what is new leaves it
    /// there.
    #[arg(long, value_name = "REVISION")]
    like: Option<String>,
    /// Draw everything again.
    #[arg(long)]
    force: bool,
    /// What makes the exit code 1.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: Threshold,
    #[command(flatten)]
    font: FontFlag,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    deps: DepsFlag,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    reporting: Reporting,
}

/// The file that says what was drawn from what.
const RECORD: &str = ".threatline-build.json";
/// Pixels a unit, for raster formats.
const SCALE: f32 = 2.0;

/// By the place of each picture, what it was drawn from, and what it was then.
type Record = BTreeMap<String, [String; 2]>;

/// A picture to be.
struct Job<'a> {
    /// Which of the models.
    number: usize,
    analysis: &'a Analysis,
    /// All of the model, or what a view shows.
    model: Cow<'a, Model>,
    options: Options,
    format: &'static Format,
    /// Its place under the folder of the pictures.
    place: PathBuf,
    /// What it is drawn from.
    key: String,
}

/// How a model fared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    UpToDate,
    Drawn,
    Wrong,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let inputs = input::read_all(std::slice::from_ref(&arguments.folder));
    let opening = arguments.opening.opening();
    let analyses = parallel::map(&inputs, |input| output::analyse_one(input, opening));
    output::report(&analyses, arguments.reporting.diagnostics, terminal, Stream::Error);
    let outcome = output::outcome(&analyses, arguments.fail_on.severity());
    if inputs.iter().all(|input| input.path.is_none()) {
        return outcome; // there is no model, which has been said
    }
    let repository = match arguments.like.as_ref().map(|_| Repository::around(&arguments.folder)).transpose() {
        Ok(repository) => repository,
        Err(message) => return failed(&message),
    };
    let revision =
        repository.as_ref().zip(arguments.like.as_ref()).map(|(repository, name)| Revision::of(repository, name));
    let earlier = match revision.transpose() {
        Ok(revision) => revision,
        Err(message) => return failed(&message),
    };
    let given = match arguments.font.read(&arguments.format) {
        Ok(given) => given,
        Err(message) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    let (jobs, mut fates) = planned(arguments, &given, &inputs, &analyses, earlier.as_ref());
    let folder = arguments.out.as_ref().unwrap_or(&arguments.folder);
    let places: Vec<PathBuf> = jobs.iter().map(|job| folder.join(&job.place)).collect();
    let outputs: Vec<&Path> = places.iter().map(PathBuf::as_path).collect();
    let mut read = read_for(&analyses, opening);
    read.extend(arguments.font.files.iter().cloned());
    let told = arguments.deps.write(&outputs, &read);
    let built = built(arguments, &given, &jobs, &mut fates).max(told);
    sum_up(&fates);
    let wrong = if fates.contains(&Fate::Wrong) { Outcome::Findings } else { Outcome::Fine };
    outcome.max(built).max(wrong)
}

fn failed(message: &str) -> Outcome {
    output::complain(&format!("error: {message}\n"));
    Outcome::Failed
}

/// Draws what is not up to date, and writes down what everything was drawn from.
fn built(arguments: &Arguments, given: &Given, jobs: &[Job<'_>], fates: &mut [Fate]) -> Outcome {
    let folder = arguments.out.as_ref().unwrap_or(&arguments.folder);
    let known = if arguments.force { Record::new() } else { record(folder) };
    let (mut new, mut outcome) = (Record::new(), Outcome::Fine);
    for (job, made) in jobs.iter().zip(parallel::map(jobs, |job| made(job, &given.fonts, folder, &known))) {
        let fate = &mut fates[job.number];
        match made {
            Ok(Made { digest, bytes }) => {
                if let Some(bytes) = bytes {
                    *fate = Fate::Drawn.max(*fate);
                    outcome = outcome.max(output::deliver_all(&[(folder.join(&job.place), bytes)]));
                }
                new.insert(slashed(&job.place), [job.key.clone(), digest]);
            }
            Err(message) => {
                output::complain(&format!("error: `{}`: {message}\n", job.analysis.source().name()));
                (*fate, outcome) = (Fate::Wrong, Outcome::Failed);
            }
        }
    }
    let text = serde_json::to_string_pretty(&new).unwrap_or_default();
    outcome.max(output::deliver_all(&[(folder.join(RECORD), text.into_bytes())]))
}

fn sum_up(fates: &[Fate]) {
    let count = |fate: Fate| fates.iter().filter(|one| **one == fate).count();
    let wrong = Some(count(Fate::Wrong)).filter(|wrong| *wrong > 0);
    output::complain(&format!(
        "{} model{}: {} drawn, {} up to date{}\n",
        fates.len(),
        if fates.len() == 1 { "" } else { "s" },
        count(Fate::Drawn),
        count(Fate::UpToDate),
        wrong.map(|wrong| format!(", {wrong} with errors")).unwrap_or_default()
    ));
}

/// Every picture that the models should have. Those with errors have none, and neither have those whose pictures would go to
/// the place of another.
fn planned<'a>(
    arguments: &Arguments,
    given: &Given,
    inputs: &[Input],
    analyses: &'a [Analysis],
    earlier: Option<&Revision<'_>>,
) -> (Vec<Job<'a>>, Vec<Fate>) {
    let (mut jobs, mut fates) = (Vec::new(), Vec::new());
    let mut places: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for (number, (input, analysis)) in inputs.iter().zip(analyses).enumerate() {
        fates.push(if analysis.has_errors() { Fate::Wrong } else { Fate::UpToDate });
        if analysis.has_errors() {
            continue;
        }
        let pictures = pictures(arguments, given, number, input, analysis, earlier).and_then(|pictures| {
            for job in &pictures {
                if let Some(other) = places.insert(job.place.clone(), &input.name) {
                    return Err(format!("error: `{other}` would be drawn to `{}` too\n", job.place.display()));
                }
            }
            Ok(pictures)
        });
        match pictures {
            Ok(pictures) => jobs.extend(pictures),
            Err(message) => {
                output::complain(&format!("{}: {message}", input.name));
                fates[number] = Fate::Wrong;
            }
        }
    }
    (jobs, fates)
}

/// The pictures of one model.
fn pictures<'a>(
    arguments: &Arguments,
    given: &Given,
    number: usize,
    input: &Input,
    analysis: &'a Analysis,
    earlier: Option<&Revision<'_>>,
) -> Result<Vec<Job<'a>>, String> {
    let whole = &analysis.model;
    let path = inner(&arguments.folder, &input.name);
    let earlier = earlier.and_then(|revision| revision.analyse(&path, arguments.opening.opening()));
    // What had mistakes then says nothing of where things stood.
    let earlier = earlier.filter(|analysis| !analysis.has_errors()).map(|analysis| analysis.model);
    let matrix = analysis.matrix(arguments.look.layers());
    let mut shown = vec![(String::new(), Cow::Borrowed(whole), earlier.clone())];
    if arguments.views {
        let view = |view: &model::View| {
            let before = earlier.as_ref().and_then(|before| {
                let same = before.views.iter().find(|other| other.id.value == view.id.value)?;
                Some(model::view(before, same))
            });
            (format!(".{}", view.id.value), Cow::Owned(model::view(whole, view)), before)
        };
        shown.extend(whole.views.iter().map(view));
    }
    let (stem, read) = (path.with_extension(""), cache::drawn_from(input, analysis));
    let mut jobs = Vec::new();
    for (name, model, before) in shown {
        let mut options = arguments.look.options(&model, matrix.clone())?;
        options.like = before.map(Arc::new);
        for format in &arguments.format {
            let mut place = stem.clone().into_os_string();
            place.push(format!("{name}.{}", format.ending));
            given.complain(&model, format);
            let fonts = if format.holds_glyphs { given.digest.as_str() } else { "" };
            let asked = format!("{} {} {name} {options:?} {fonts}", env!("CARGO_PKG_VERSION"), format.name);
            let key = digest([asked.as_bytes(), read.as_bytes()]);
            let (model, options) = (model.clone(), options.clone());
            jobs.push(Job { number, analysis, model, options, format, place: place.into(), key });
        }
    }
    Ok(jobs)
}

/// The path of a model from its folder on.
fn inner(folder: &Path, name: &str) -> PathBuf {
    let path = Path::new(name);
    let inner = path.strip_prefix(folder).ok().filter(|inner| !inner.as_os_str().is_empty());
    inner.unwrap_or(Path::new(path.file_name().unwrap_or_default())).to_owned()
}

/// A picture, or that it is there already.
struct Made {
    digest: String,
    bytes: Option<Vec<u8>>,
}

fn made(job: &Job<'_>, fonts: &Fonts, folder: &Path, known: &Record) -> Result<Made, String> {
    if let Some([key, drawn]) = known.get(&slashed(&job.place))
        && *key == job.key
        && output::content(&folder.join(&job.place)).is_ok_and(|found| digest([found.as_slice()]) == *drawn)
    {
        return Ok(Made { digest: drawn.clone(), bytes: None });
    }
    let assessment = threat::assess(&job.model);
    let (model, options) = (&*job.model, job.options.clone());
    let drawing = Drawing { analysis: job.analysis, model, assessment, options, scale: SCALE, fonts };
    let bytes = (job.format.write)(&drawing)?;
    Ok(Made { digest: digest([bytes.as_slice()]), bytes: Some(bytes) })
}

/// What an earlier run wrote down; nothing where that cannot be read.
fn record(folder: &Path) -> Record {
    let bytes = output::content(&folder.join(RECORD)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

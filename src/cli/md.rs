//! `threatline md`

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::deps::DepsFlag;
use super::look::Look;
use super::output::{self, Stream, Terminal};
use super::pages::{self, Company, Made, Manner, Page, Rendered};
use super::project::OpeningFlag;
use super::{Outcome, Reporting, Threshold, input};
use crate::analysis::Analysis;
use crate::emit::svg::Dark;
use crate::markdown::{self, Kind, Piece};

/// Draw the models in pages of Markdown: fences that begin with `tm`, and images of `.tm` files.
///
/// Behind `tm`, a fence may have file=PATH, view=ID, focus=ID, show=LIST, theme=THEME, highlight=LIST,
/// direction=, aspect= and caption="…"; a fence with `source`, `ignore`, `bad` or `good` stays as it is, one
/// with `with-source` stays above its picture.
/// `{{#threatline register PATH}}` and `{{#threatline coverage PATH}}` become tables. Where anything is
/// wrong, nothing is written.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Pages, folders of pages, or `-` for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where one page goes; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// A folder for the pages: those of a folder keep their places in it.
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    out: Option<PathBuf>,
    /// Put the picture of each fence behind it, as a file that is named for the page, and write the page
    /// itself. Doing so again changes only what is not up to date.
    #[arg(long, conflicts_with_all = ["output", "out"])]
    in_place: bool,
    /// How pictures get into pages: inline, or as files beside them, which `--in-place` always does.
    #[arg(long, value_name = "HOW")]
    svg: Option<Embedding>,
    /// Write nothing; say what is not up to date, with exit code 1.
    #[arg(long)]
    check: bool,
    /// Draw the pictures of files so that everything is where it is in an earlier state of them, as far as what is new leaves
    /// it there: in a revision of the repository around them, such as `v1.0`.
    #[arg(long, value_name = "REVISION")]
    like: Option<String>,
    /// What makes the exit code 1.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: Threshold,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    reporting: Reporting,
    #[command(flatten)]
    deps: DepsFlag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Embedding {
    /// In the page itself.
    Inline,
    /// In files that are named by what is in them.
    Files,
}

/// A page, and where it goes.
struct Job {
    page: Page,
    target: PathBuf,
    /// What stands before its text and is none of it.
    mark: &'static str,
}

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let files = match targets(arguments) {
        Ok(files) => files,
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            return Outcome::Failed;
        }
    };
    let (jobs, mut analyses) = read(files, arguments);
    let manner = Manner {
        look: &arguments.look,
        opening: arguments.opening.opening(),
        like: arguments.like.as_deref(),
        dark: Dark::Preferred,
        company: if as_files(arguments) { Company::Alone } else { Company::Page },
    };
    let (pages, places): (Vec<Page>, Vec<(PathBuf, &str)>) =
        jobs.into_iter().map(|job| (job.page, (job.target, job.mark))).unzip();
    let mut rendered = pages::render(&pages, &manner);
    let mut read: BTreeSet<PathBuf> = rendered.iter().flat_map(|one| one.read.iter().cloned()).collect();
    read.extend(pages.iter().filter_map(|page| page.path.clone()));
    analyses.extend(rendered.iter_mut().flat_map(|one| std::mem::take(&mut one.analyses)));
    output::report(&analyses, arguments.reporting.diagnostics, terminal, Stream::Error);
    let outcome = output::outcome(&analyses, arguments.fail_on.severity());
    if outcome != Outcome::Fine {
        return outcome;
    }
    let mut files = BTreeMap::new();
    for ((page, (target, mark)), rendered) in pages.iter().zip(&places).zip(&rendered) {
        let text = written(arguments, page, rendered, target, &mut files);
        files.insert(target.clone(), format!("{mark}{text}").into_bytes());
    }
    let files: Vec<(PathBuf, Vec<u8>)> = files.into_iter().collect();
    let outputs: Vec<&Path> = files.iter().map(|(path, _)| path.as_path()).collect();
    if arguments.deps.write(&outputs, &read) == Outcome::Failed {
        return Outcome::Failed;
    }
    if arguments.check {
        return files.iter().map(|(path, bytes)| output::compared(path, bytes)).max().unwrap_or(Outcome::Fine);
    }
    match &files[..] {
        // Make looks at the time of what it asked for.
        [(path, bytes)] if !arguments.in_place && arguments.out.is_none() => output::deliver(path, bytes),
        files => output::deliver_all(files),
    }
}

/// Whether pictures stand in files of their own.
fn as_files(arguments: &Arguments) -> bool {
    arguments.in_place || arguments.svg == Some(Embedding::Files)
}

/// The pages that are named, each with where it goes.
fn targets(arguments: &Arguments) -> Result<Vec<(PathBuf, PathBuf)>, String> {
    let is_stream = arguments.output.as_os_str() == "-" && arguments.out.is_none() && !arguments.in_place;
    if arguments.in_place && arguments.svg == Some(Embedding::Inline) {
        return Err(
            "`--in-place` keeps the fences, and pictures in files beside the page; leave `--svg inline` out".into()
        );
    }
    if arguments.svg == Some(Embedding::Files) && is_stream {
        return Err("`--svg files` needs a place for the files: `-o FILE`, `--out DIR` or `--in-place`".into());
    }
    if arguments.check && is_stream {
        return Err("`--check` needs what to compare with: `-o FILE`, `--out DIR` or `--in-place`".into());
    }
    let mut found = Vec::new();
    for path in &arguments.paths {
        if path.as_os_str() == "-" && (arguments.in_place || arguments.out.is_some()) {
            return Err("standard input goes to standard output or to `-o FILE`".into());
        }
        let place = |page: &Path, inner: &Path| match &arguments.out {
            Some(out) => out.join(inner),
            None if arguments.in_place => page.to_owned(),
            None => arguments.output.clone(),
        };
        if path.as_os_str() != "-" && path.is_dir() {
            let pages = input::pages(path);
            // What an earlier run wrote is no page of its own.
            let is_result = |page: &PathBuf| arguments.out.as_ref().is_some_and(|out| is_under(page, out));
            for page in pages.into_iter().filter(|page| !is_result(page)) {
                let inner = page.strip_prefix(path).unwrap_or(&page).to_owned();
                found.push((page.clone(), place(&page, &inner)));
            }
        } else {
            found.push((path.clone(), place(path, Path::new(path.file_name().unwrap_or(path.as_os_str())))));
        }
    }
    if found.is_empty() {
        return Err("there is no Markdown file in these folders; `.md` and `.markdown` are looked at".into());
    }
    if found.len() > 1 && !arguments.in_place && arguments.out.is_none() {
        return Err(format!("{} pages need a place each: `--out DIR` or `--in-place`", found.len()));
    }
    alone(&found)?;
    Ok(found)
}

/// Whether a file is in a folder, wherever links lead.
fn is_under(file: &Path, folder: &Path) -> bool {
    match (file.canonicalize(), folder.canonicalize()) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => false,
    }
}

/// Two pages never go to the same place, and none onto another's source.
fn alone(found: &[(PathBuf, PathBuf)]) -> Result<(), String> {
    let mut places: BTreeMap<&Path, &Path> = BTreeMap::new();
    for (page, target) in found {
        if let Some(other) = places.insert(target, page) {
            return Err(format!(
                "`{}` and `{}` would both be written to `{}`; name their folder instead",
                other.display(),
                page.display(),
                target.display()
            ));
        }
    }
    Ok(())
}

fn read(files: Vec<(PathBuf, PathBuf)>, arguments: &Arguments) -> (Vec<Job>, Vec<Analysis>) {
    let (mut jobs, mut analyses) = (Vec::new(), Vec::new());
    for (path, target) in files {
        let input = input::read_page(&path);
        match &input.text {
            Ok(text) => {
                let (mark, text) = match text.strip_prefix('\u{feff}') {
                    Some(text) => ("\u{feff}", text),
                    None => ("", text.as_str()),
                };
                let page = Page { name: input.name, path: input.path, text: text.to_owned(), written: None };
                jobs.push(Job { page, target, mark });
            }
            Err(_) => analyses.push(output::analyse_one(&input, arguments.opening.opening())),
        }
    }
    (jobs, analyses)
}

/// The page with its pieces replaced; its pictures join the files where they are to be files.
fn written(
    arguments: &Arguments,
    page: &Page,
    rendered: &Rendered,
    target: &Path,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> String {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut count = 0;
    for (piece, made) in &rendered.pieces {
        if arguments.in_place {
            count += usize::from(matches!(piece.kind, Kind::Fence(_)) && !matches!(made, Made::Nothing));
            changes.extend(kept(piece, made, target, count, files));
        } else {
            changes.extend(pages::inserted(page, piece, made, as_files(arguments).then_some(target), files));
        }
    }
    markdown::replaced(&page.text, &changes)
}

/// What a page that keeps its pieces has beside one of them. An image of a model becomes one of the picture beside the model,
/// whose name tells which model that is.
fn kept(
    piece: &Piece,
    made: &Made,
    target: &Path,
    number: usize,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> Option<(Range<usize>, String)> {
    match (&piece.kind, made) {
        (Kind::Fence(fence), Made::Picture { svg, alt, caption, .. }) => {
            let name = format!("{}-{number}.svg", pages::stem(target));
            let block = markdown::beside(&markdown::image(&name, alt, caption));
            files.insert(target.with_file_name(name), svg.clone().into_bytes());
            let block = block.replace('\n', &format!("\n{}", piece.prefix));
            let end = piece.range.end;
            let behind = || (end..end, format!("\n{}\n{}{block}", piece.prefix.trim_end(), piece.prefix));
            Some(fence.beside.clone().map_or_else(behind, |range| (range, block.clone())))
        }
        (Kind::Image(image), Made::Picture { svg, model: Some(model), .. }) => {
            let mut name = model.clone().into_os_string();
            name.push(".svg");
            files.insert(PathBuf::from(name), svg.clone().into_bytes());
            let picture = markdown::image(&format!("{}.svg", image.target), &image.alt, &image.title);
            Some((piece.range.clone(), picture))
        }
        // The fence is no longer drawn: its picture goes.
        (Kind::Fence(fence), Made::Nothing) => fence.beside.clone().map(|range| (range, String::new())),
        _ => None,
    }
}

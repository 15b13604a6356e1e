//! Pages of Markdown to what takes the place of the pieces that speak of models: what is read, drawn and found wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::deps::read_for;
use super::digest::digest;
use super::earlier::Earlier;
use super::input::Input;
use super::look::Look;
use super::output;
use super::project::{Opening, named_on};
use super::view::Selection;
use super::{Outcome, parallel};
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::svg::{Dark, base64};
use crate::markdown::{self, BAD_FENCE, Fence, Kind, Order, Piece, Report};
use crate::model::Model;
use crate::project::File;
use crate::report::{self, Findings};
use crate::scene::{self, Options};
use crate::source::{FileId, Source, Span, Spanned};
use crate::{emit, threat};

/// A text with pieces in it.
pub(super) struct Page {
    /// The name that diagnostics show.
    pub name: String,
    /// Where it stands; what it names is relative to that.
    pub path: Option<PathBuf>,
    /// The text.
    pub text: String,
    /// What the file has in it, where others changed the text before: places are those of the file.
    pub written: Option<String>,
}

/// How pages are drawn.
pub(super) struct Manner<'a> {
    /// What pictures show where a fence says nothing else.
    pub look: &'a Look,
    pub opening: Opening,
    /// The revision that the pictures of files are to be like.
    pub like: Option<&'a str>,
    /// How pictures learn that they are to be dark.
    pub dark: Dark,
    /// Which pictures meet, so that their ids must differ.
    pub company: Company,
}

/// Which pictures may get into one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// None: each has a file of its own.
    Alone,
    /// Those of a page.
    Page,
    /// Those of all pages, which a book has on one for printing.
    Book,
}

/// What takes the place of a piece.
pub(super) enum Made {
    /// A picture, with what it is called, and what it is of.
    Picture { svg: String, alt: String, label: String, caption: String, model: Option<PathBuf> },
    /// Markdown.
    Text(String),
    /// Nothing: the piece stays.
    Nothing,
}

/// What became of a page.
pub(super) struct Rendered {
    pub pieces: Vec<(Piece, Made)>,
    /// What is wrong with it.
    pub analyses: Vec<Analysis>,
    /// The files that were read for it.
    pub read: BTreeSet<PathBuf>,
}

/// A piece that is to be made, and where it stands.
struct Task<'a> {
    number: usize,
    page: &'a Page,
    piece: &'a Piece,
}

/// What was read for a piece.
struct Read {
    analysis: Analysis,
    /// What is drawn or told; [`None`] where something is wrong.
    subject: Option<Subject>,
}

struct Subject {
    model: Model,
    options: Options,
    /// The text in a fence, for the places in its picture: they do not change with the page around it.
    text: Option<Source>,
    told: Option<String>,
    path: Option<PathBuf>,
}

/// Makes everything that is to be made on these pages.
pub(super) fn render(pages: &[Page], manner: &Manner<'_>) -> Vec<Rendered> {
    let found: Vec<(Vec<Piece>, Vec<Diagnostic>)> = parallel::map(pages, |page| markdown::pieces(&page.text));
    let on_page = |number: usize| found[number].0.iter().map(move |piece| Task { number, page: &pages[number], piece });
    let tasks: Vec<Task<'_>> = (0..pages.len())
        .flat_map(on_page)
        .filter(|task| !matches!(&task.piece.kind, Kind::Fence(fence) if !fence.is_drawn))
        .collect();
    let mut read = parallel::map(&tasks, |task| read(task, manner));
    number(&tasks, &mut read, manner.company);
    let drawn = parallel::map(&read, |read| draw(read, manner));
    let mut done: BTreeMap<(usize, usize), (Analysis, Made)> = BTreeMap::new();
    for ((task, read), drawn) in tasks.iter().zip(read).zip(drawn) {
        let made = made(task.piece, read.subject, drawn);
        done.insert((task.number, task.piece.range.start), (read.analysis, made));
    }
    gathered(pages, found, done, manner.opening)
}

/// What was made, page by page.
fn gathered(
    pages: &[Page],
    found: Vec<(Vec<Piece>, Vec<Diagnostic>)>,
    mut done: BTreeMap<(usize, usize), (Analysis, Made)>,
    opening: Opening,
) -> Vec<Rendered> {
    let mut said = BTreeSet::new();
    let mut rendered = Vec::new();
    for (number, (page, (pieces, diagnostics))) in pages.iter().zip(found).enumerate() {
        let mut analyses: Vec<(usize, Analysis)> =
            diagnostics.into_iter().map(|one| (one.span.range().start, of_page(page, None, vec![one]))).collect();
        let (mut made, mut read) = (Vec::new(), BTreeSet::new());
        for piece in pieces {
            let Some((analysis, result)) = done.remove(&(number, piece.range.start)) else {
                made.push((piece, Made::Nothing));
                continue;
            };
            read.extend(read_for([&analysis], opening));
            // What is wrong in a model is said once, however many pages show it.
            let name = analysis.source().name();
            if name == page.name || said.insert(name.to_owned()) {
                analyses.push((piece.range.start, analysis));
            }
            made.push((piece, result));
        }
        analyses.sort_by_key(|(start, _)| *start);
        let analyses = analyses.into_iter().map(|(_, analysis)| analysis).collect();
        rendered.push(Rendered { pieces: made, analyses, read });
    }
    rendered
}

/// How a run with these pages ends, and what was found on them.
pub(super) fn judged(rendered: &mut [Rendered], threshold: Severity) -> (Vec<Analysis>, Outcome) {
    let analyses: Vec<Analysis> = rendered.iter_mut().flat_map(|one| std::mem::take(&mut one.analyses)).collect();
    let outcome = output::outcome(&analyses, threshold);
    (analyses, outcome)
}

/// What is said of a page itself. `moved`: how far its file has what stands in its text.
fn of_page(page: &Page, moved: Option<isize>, mut diagnostics: Vec<Diagnostic>) -> Analysis {
    let text = page.written.as_ref().filter(|_| moved.is_some()).unwrap_or(&page.text);
    let by = moved.unwrap_or_default();
    for one in &mut diagnostics {
        let at = |offset: u32| (offset as usize).saturating_add_signed(by);
        one.span = Span::new(FileId::default(), at(one.span.start), at(one.span.end));
    }
    Analysis {
        rules: threat::Rules::default(),
        files: vec![File::of_text(Source::new(FileId::default(), &page.name, text))],
        model: Model::default(),
        diagnostics,
        suppressed: Vec::new(),
        readable: false,
    }
}

/// How many bytes further on the file has what stands in the text at these bytes; [`None`] where it does not have it, or
/// more than once.
fn moved(page: &Page, piece: &Piece) -> Option<isize> {
    let (written, wanted) = (page.written.as_ref()?, page.text.get(piece.range.clone())?);
    let at = written.find(wanted)?;
    (written.rfind(wanted)? == at).then(|| at.cast_signed() - piece.range.start.cast_signed())
}

fn read(task: &Task<'_>, manner: &Manner<'_>) -> Read {
    let (page, piece) = (task.page, task.piece);
    let by = moved(page, piece);
    match subject(task, manner, by) {
        Ok(read) => read,
        Err(diagnostic) => Read { analysis: of_page(page, by, vec![diagnostic]), subject: None },
    }
}

/// What a piece asks for.
#[derive(Default)]
struct Wanted<'a> {
    file: Option<Spanned<String>>,
    fence: Option<&'a Fence>,
    report: Option<Report>,
}

fn wanted(piece: &Piece) -> Wanted<'_> {
    match &piece.kind {
        Kind::Fence(fence) => Wanted { file: fence.option("file").cloned(), fence: Some(fence), report: None },
        Kind::Image(image) => {
            Wanted { file: Some(Spanned { value: image.target.clone(), span: piece.head }), ..Wanted::default() }
        }
        Kind::Order(Order { report, target }) => {
            Wanted { file: Some(target.clone()), fence: None, report: Some(*report) }
        }
    }
}

fn subject(task: &Task<'_>, manner: &Manner<'_>, by: Option<isize>) -> Result<Read, Diagnostic> {
    let (page, piece) = (task.page, task.piece);
    let wanted = wanted(piece);
    let input = match (&wanted.file, wanted.fence) {
        (Some(file), Some(fence)) if !fence.text.trim().is_empty() => {
            return Err(Diagnostic::new(&BAD_FENCE, file.span, "the fence has a model of its own")
                .help("take `file` or the text in the fence out"));
        }
        (Some(file), _) if manner.opening == Opening::Nothing => {
            return Err(Diagnostic::new(&BAD_FENCE, file.span, format!("`{}` is not opened", file.value))
                .help("leave `--no-import` away where files may be opened"));
        }
        (Some(file), _) => named_on(page.path.as_deref(), file)?,
        (None, fence) => {
            let text = fence.map(|fence| fence.text.clone()).unwrap_or_default();
            Input { name: page.name.clone(), path: page.path.clone(), text: Ok(text) }
        }
    };
    let mut analysis = output::analyse_one(&input, manner.opening);
    let is_own = wanted.file.is_none();
    let text = is_own.then(|| Source::new(FileId::default(), "<stdin>", analysis.source().text()));
    let is_wrong = analysis.has_errors();
    let path = input.path.filter(|_| !is_own);
    let asked = if is_wrong { Ok(None) } else { asked(&analysis, &wanted, path.as_deref(), manner).map(Some) };
    if let (true, Some(fence)) = (is_own, wanted.fence) {
        move_to_page(&mut analysis, page, piece, fence, by);
    }
    let subject = asked?.map(|(model, options, told)| Subject { model, options, text, told, path });
    Ok(Read { analysis, subject })
}

/// Moves what was found in the text of a fence to where that stands on the page.
fn move_to_page(analysis: &mut Analysis, page: &Page, piece: &Piece, fence: &Fence, by: Option<isize>) {
    let text = page.written.as_ref().filter(|_| by.is_some()).unwrap_or(&page.text);
    let by = by.unwrap_or_default();
    let head = piece.head.range();
    let head = head.start.saturating_add_signed(by)..head.end.saturating_add_signed(by);
    let place = |span: &mut Span| {
        if span.file == FileId::default() {
            *span = fence.place(*span, by).unwrap_or(Span::new(FileId::default(), head.start, head.end));
        }
    };
    analysis.diagnostics.iter_mut().flat_map(Diagnostic::spans_mut).for_each(place);
    analysis.files[0].source = Source::new(FileId::default(), &page.name, text);
}

/// The model that is shown, how, and what is told of it. `path`: where it stands, if in a file of its own.
fn asked(
    analysis: &Analysis,
    wanted: &Wanted<'_>,
    path: Option<&Path>,
    manner: &Manner<'_>,
) -> Result<(Model, Options, Option<String>), Diagnostic> {
    let option = |name: &str| wanted.fence.and_then(|fence| fence.option(name));
    let mut look = manner.look.clone();
    for (name, value) in wanted.fence.iter().flat_map(|fence| &fence.options) {
        look = look.with(name, &value.value).map_err(|message| {
            let what = format!("`{name}` cannot be `{}`", value.value);
            Diagnostic::new(&BAD_FENCE, value.span, what).help(message)
        })?;
    }
    let selection =
        Selection::of(option("view").map(|id| id.value.clone()), option("focus").map(|id| id.value.clone()));
    let part = selection.part(&analysis.model);
    let at = option("view").or(option("focus")).cloned();
    let at = |name: &str| {
        at.clone().or(option(name).cloned()).unwrap_or(Spanned { value: String::new(), span: Span::default() })
    };
    let part = part.map_err(|message| refused(&at("view"), &message))?;
    let matrix = analysis.matrix(look.layers());
    let told = wanted.report.map(|report| told(analysis, report));
    let model = part.unwrap_or_else(|| analysis.model.clone());
    let mut options = look
        .options(&model, matrix)
        .map_err(|message| refused(option("highlight").unwrap_or(&at("highlight")), &message))?;
    // What is told in a table is not drawn.
    let like = manner.like.filter(|_| told.is_none());
    if let (Some(like), Some(path), Some(file)) = (like, path, &wanted.file) {
        let earlier = Earlier::of(path, Path::new(like), manner.opening).map_err(|message| refused(file, &message))?;
        // What had mistakes then, or lacks what is selected, says nothing of where things stood.
        let earlier = earlier.analysis.filter(|analysis| !analysis.has_errors()).map(|analysis| analysis.model);
        let part = |whole: Model| Some(selection.part(&whole).ok()?.unwrap_or(whole));
        options.like = earlier.and_then(part).map(Arc::new);
    }
    Ok((model, options, told))
}

/// A complaint of the command line, said of an option.
fn refused(option: &Spanned<String>, message: &str) -> Diagnostic {
    let message = message.trim().trim_start_matches("error: ");
    let (what, help) = message.split_once(['\n', ';']).unwrap_or((message, ""));
    Diagnostic::new(&BAD_FENCE, option.span, what).help(help.trim())
}

fn told(analysis: &Analysis, report: Report) -> String {
    let found = analysis.elicit();
    let coverage = threat::coverage(&analysis.model, &found);
    match report {
        Report::Coverage => emit::matrix::markdown(&analysis.model, &coverage, false),
        Report::Register => {
            let assessment = threat::assess(&analysis.model);
            let blocks = report::register(&Findings {
                model: &analysis.model,
                assessment: &assessment,
                elicitation: &found,
                coverage: &coverage,
                before: None,
            });
            emit::report::markdown(&blocks, None)
        }
    }
}

/// Tells pictures apart that show the same on one page.
fn number(tasks: &[Task<'_>], read: &mut [Read], company: Company) {
    if company == Company::Alone {
        return;
    }
    let mut seen: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (task, read) in tasks.iter().zip(read) {
        let Some(subject) = read.subject.as_mut().filter(|subject| subject.told.is_none()) else { continue };
        let page = if company == Company::Book { 0 } else { task.number };
        let count = seen.entry((page, scene::key(&subject.model, &subject.options))).or_default();
        subject.options.copy = *count;
        *count += 1;
    }
}

fn draw(read: &Read, manner: &Manner<'_>) -> Option<(String, String)> {
    let subject = read.subject.as_ref().filter(|subject| subject.told.is_none())?;
    let assessment = threat::assess(&subject.model);
    let place_of = |span: Span| match &subject.text {
        Some(text) if span.file == FileId::default() => text.place(span.start),
        _ => read.analysis.place(span),
    };
    let scene = scene::scene(&subject.model, &assessment, &subject.options, &place_of);
    Some((emit::svg::svg_in(&scene, manner.dark), scene.title))
}

fn made(piece: &Piece, subject: Option<Subject>, drawn: Option<(String, String)>) -> Made {
    let Some(subject) = subject else { return Made::Nothing };
    if let Some(text) = subject.told {
        return Made::Text(text);
    }
    let Some((svg, title)) = drawn else { return Made::Nothing };
    let model = subject.path;
    match &piece.kind {
        Kind::Image(image) => {
            let label = image.alt.clone();
            let alt = if label.is_empty() { title } else { label.clone() };
            Made::Picture { svg, alt, label, caption: image.title.clone(), model }
        }
        Kind::Fence(fence) => {
            let caption = fence.option("caption").map(|text| text.value.clone()).unwrap_or_default();
            let alt = if caption.is_empty() { title } else { caption.clone() };
            Made::Picture { svg, alt, label: String::new(), caption, model }
        }
        Kind::Order(_) => Made::Nothing,
    }
}

/// What takes the place of a piece, or of nothing behind a fence that is shown as well. `target`: the page beside which
/// pictures are put, where they are files.
pub(super) fn inserted(
    page: &Page,
    piece: &Piece,
    made: &Made,
    target: Option<&Path>,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> Option<(Range<usize>, String)> {
    let text = block(page, piece, made, target, files)?;
    match &piece.kind {
        Kind::Fence(Fence { is_shown: true, beside, .. }) => {
            let end = piece.range.end;
            let range = beside.clone().unwrap_or(end..end);
            let gap = if beside.is_none() {
                format!("\n{}\n{}", piece.prefix.trim_end(), piece.prefix)
            } else {
                String::new()
            };
            Some((range, gap + &text))
        }
        _ => Some((piece.range.clone(), text)),
    }
}

fn block(
    page: &Page,
    piece: &Piece,
    made: &Made,
    target: Option<&Path>,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> Option<String> {
    let block = match (made, target) {
        (Made::Nothing, _) => return None,
        (Made::Text(text), _) => text.clone(),
        (Made::Picture { svg, alt, caption, .. }, Some(target)) => {
            let name = format!("{}-{}.svg", stem(target), digest([svg.as_bytes()]));
            let image = markdown::image(&name, alt, caption);
            files.insert(target.with_file_name(name), svg.clone().into_bytes());
            if !piece.is_alone {
                return Some(image);
            }
            image
        }
        (Made::Picture { svg, alt, caption, .. }, None) if !piece.is_alone => {
            return Some(markdown::data_image(&base64(svg.as_bytes()), alt, caption));
        }
        (Made::Picture { svg, label, caption, .. }, None) => markdown::figure(svg, label, caption),
    };
    Some(markdown::settled(&page.text, piece, &block))
}

/// What the files of a page begin with.
pub(super) fn stem(target: &Path) -> String {
    target.file_stem().map_or_else(|| "page".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

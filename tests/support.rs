//! The only functions that call the library.

use std::path::{Path, PathBuf};

use threatline::analysis::{Analysis, analyse, analyse_on, compare};
use threatline::diff::Diff;
#[cfg(feature = "png")]
use threatline::emit::fonts::Fonts;
use threatline::layout::Layout;
use threatline::model::View;
use threatline::project::{Imports, LoadError, Loaded, Root};
use threatline::scene::{Options, Scene};

/// Analyses a text as a file in `examples/`.
pub(crate) fn check(text: &str) -> Analysis {
    check_as("model.tm", text)
}

/// Analyses a text under a file's name, as a file in `examples/`.
pub(crate) fn check_as(name: &str, text: &str) -> Analysis {
    let load = |path: &str| match std::fs::read_to_string(repository(path)) {
        Ok(text) => Ok(Loaded { path: path.to_owned(), name: path.to_owned(), text }),
        Err(_) => Err(LoadError::NotFound { neighbours: Vec::new() }),
    };
    analyse(&Root { name, path: &format!("examples/{}", last(name)), text }, Imports::Open(&load))
}

/// Analyses a text on 2 November 2026 and opens nothing.
pub(crate) fn check_alone(text: &str) -> Analysis {
    let today = "2026-11-02".parse().ok();
    analyse_on(&Root { name: "model.tm", path: "model.tm", text }, Imports::Closed, today)
}

/// Analyses the first of some files, each with its path; it may import the others.
pub(crate) fn check_files(files: &[(String, String)]) -> Analysis {
    let load = |wanted: &str| match files.iter().find(|(path, _)| path == wanted) {
        Some((path, text)) => Ok(Loaded { path: path.clone(), name: path.clone(), text: text.clone() }),
        None if files.iter().any(|(path, _)| path.starts_with(&format!("{wanted}/"))) => Err(LoadError::NotAFile),
        None => Err(LoadError::NotFound { neighbours: files.iter().map(|(path, _)| last(path)).collect() }),
    };
    let (path, text) = &files[0];
    analyse(&Root { name: path, path, text }, Imports::Open(&load))
}

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The diagnostics as `LINE CODE`, in order of line, then code; those of imported files follow as `FILE:LINE CODE`.
pub(crate) fn places(analysis: &Analysis) -> Vec<String> {
    let place = |one: &threatline::diagnostic::Diagnostic| {
        let file = &analysis.files[usize::from(one.span.file.0)];
        let name = if one.span.file.0 == 0 { String::new() } else { format!("{}:", file.path) };
        (one.span.file, file.source.position(one.span.start).line, name, one.code.id)
    };
    let mut places: Vec<_> = analysis.diagnostics.iter().map(place).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, line, name, code)| format!("{name}{line} {code}")).collect()
}

/// The diagnostics as one readable text.
pub(crate) fn report(analysis: &Analysis) -> String {
    let sources = analysis.sources();
    let narrated = threatline::diagnostic::Format::Narrated;
    analysis.diagnostics.iter().map(|one| threatline::diagnostic::render(one, &sources, narrated)).collect()
}

/// What changed between two states of a model.
pub(crate) fn diff(old: &Analysis, new: &Analysis) -> Diff {
    compare(old, new, &std::collections::BTreeSet::new())
}

/// The pictures of a difference as SVG: both states in one, before, after.
pub(crate) fn difference(old: &Analysis, new: &Analysis) -> [String; 3] {
    let overlay = threatline::diff::overlay(&old.model, &new.model, &diff(old, new));
    let pictures = threatline::scene::difference(&overlay, &Options::default());
    [&pictures.both, &pictures.before, &pictures.after].map(threatline::emit::svg::svg)
}

/// The canonical text.
pub(crate) fn format(analysis: &Analysis) -> String {
    threatline::format::format(analysis.source(), &analysis.file().ast)
}

/// The picture with these options.
pub(crate) fn scene_with(analysis: &Analysis, options: &Options) -> Scene {
    let assessment = threatline::threat::assess(&analysis.model);
    let place_of = |span: threatline::source::Span| analysis.place(span);
    threatline::scene::scene(&analysis.model, &assessment, options, &place_of)
}

/// The picture as SVG.
pub(crate) fn svg(analysis: &Analysis) -> String {
    svg_with(analysis, &Options::default())
}

/// The picture with these options as SVG.
pub(crate) fn svg_with(analysis: &Analysis, options: &Options) -> String {
    threatline::emit::svg::svg(&scene_with(analysis, options))
}

/// Where everything is drawn, with the sizes that the picture gives it.
pub(crate) fn layout(analysis: &Analysis) -> Layout {
    layout_with(analysis, &Options::default())
}

/// Where everything is drawn with these options.
pub(crate) fn layout_with(analysis: &Analysis, options: &Options) -> Layout {
    let assessment = threatline::threat::assess(&analysis.model);
    threatline::scene::place(&analysis.model, &assessment, options)
}

/// The threats as JSON.
pub(crate) fn threats(analysis: &Analysis) -> String {
    let assessment = threatline::threat::assess(&analysis.model);
    let found = analysis.elicit();
    let coverage = threatline::threat::coverage(&analysis.model, &found);
    threatline::emit::threats::json(&threatline::emit::threats::Listed {
        model: &analysis.model,
        assessment: &assessment,
        rules: &analysis.rules,
        elicitation: &found,
        coverage: &coverage,
        surface: &threatline::threat::surface(&analysis.model),
        lineage: &threatline::threat::lineages(&analysis.model),
        sources: &analysis.sources(),
    })
}

/// Where everything is drawn, as JSON.
pub(crate) fn geometry(analysis: &Analysis) -> String {
    threatline::emit::geometry::json(&analysis.model, &layout(analysis))
}

/// What a view shows, in the place of the model that it is a view of.
pub(crate) fn viewed(mut analysis: Analysis, view: &View) -> Analysis {
    analysis.model = threatline::model::view(&analysis.model, view);
    analysis
}

/// The view of one thing and what is next to it.
pub(crate) fn focus(analysis: &Analysis, id: &str) -> Option<View> {
    threatline::model::focus(&analysis.model, id)
}

/// The model in each format that is text, by its name: Graphviz, Mermaid, D2 and the plain outline.
pub(crate) fn texts(analysis: &Analysis) -> [(&'static str, String); 4] {
    let (model, assessment) = (&analysis.model, threatline::threat::assess(&analysis.model));
    [
        ("dot", threatline::emit::dot::dot(model)),
        ("mermaid", threatline::emit::mermaid::mermaid(model)),
        ("d2", threatline::emit::d2::d2(model)),
        ("text", threatline::emit::outline::text(model, &assessment)),
    ]
}

/// A picture as PNG, so many pixels a unit.
#[cfg(feature = "png")]
pub(crate) fn png(svg: &str, scale: f32) -> Vec<u8> {
    threatline::emit::png::png(svg, scale, &Fonts::default()).expect("a picture")
}

/// The picture as PDF.
#[cfg(feature = "pdf")]
pub(crate) fn pdf(analysis: &Analysis) -> Vec<u8> {
    let scene = scene_with(analysis, &Options::default());
    let svg = threatline::emit::svg::svg(&scene);
    threatline::emit::pdf::pdf(&svg, &scene.title, &scene.description, &Fonts::default()).expect("a page")
}

/// A path in the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the repository.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = repository("").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder with this ending, by name.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    assert!(!files.is_empty(), "no .{ending} files in {folder}");
    files
}

/// The fences of a Markdown text whose info string begins with `tm`: the info string and the text.
pub(crate) fn fences(markdown: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let info = line.trim_start_matches('`');
        let marks = &line[..line.len() - info.len()];
        if marks.len() < 3 {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with(marks)).collect();
        if info == "tm" || info.starts_with("tm ") {
            fences.push((info.to_owned(), body.join("\n") + "\n"));
        }
    }
    fences
}

//! `threatline render`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::deps::{DepsFlag, read_for};
use super::earlier::Earlier;
use super::fonts::FontFlag;
use super::input::Input;
use super::look::Look;
use super::output::{self, Stream, Terminal};
use super::project::OpeningFlag;
use super::view::Selection;
use super::{Outcome, Reporting, cache, document, input};
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::emit::fonts::Fonts;
use crate::model::Model;
use crate::scene::{self, Options, Scene};
use crate::source::{Source, Span};
use crate::{emit, threat};

/// Draw a model's data-flow diagram with its trust boundaries and threats.
///
/// The ending of OUT decides the format, unless `--format` does. Nothing is written where the model
/// has errors.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input; with `--check` also a folder.
    #[arg(required_unless_present = "check")]
    file: Option<PathBuf>,
    /// Write nothing; say whether OUT is what would be written. Without `-o`, look at each model's
    /// picture of the same name beside it, where there is one. Exit code 1 where any is out of date.
    #[arg(long)]
    check: bool,
    /// Where the picture goes; `-` is standard output, as SVG unless `--format` says otherwise.
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// What is written, whatever OUT ends in.
    #[arg(long, value_name = "FORMAT", value_parser = named)]
    format: Option<&'static Format>,
    /// Which one this is of the pictures on a page that show the same: the ids in the second differ from those in the first.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    copy: u16,
    /// A folder that keeps pictures: what was drawn before from the same texts with the same options is taken from there.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Draw everything where it is in an earlier state of the model, as far as what is new leaves it there: a file, or a
    /// revision of the repository around the model, such as `main`.
    #[arg(long, value_name = "OLD")]
    like: Option<PathBuf>,
    #[command(flatten)]
    naming: Naming,
    /// Pixels a unit, for raster formats.
    #[arg(long, value_name = "N", default_value_t = 2.0, value_parser = scale, allow_negative_numbers = true)]
    scale: f32,
    #[command(flatten)]
    font: FontFlag,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    opening: OpeningFlag,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    reporting: Reporting,
    #[command(flatten)]
    deps: DepsFlag,
}

/// What diagnostics call a text from standard input. The picture stays the same.
#[derive(Args, Debug)]
struct Naming {
    /// What diagnostics call standard input, such as the page that the model stands in.
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// The line of NAME that standard input begins with.
    #[arg(long, value_name = "LINE", default_value_t = 1, requires = "stdin_name",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    stdin_line: u32,
}

impl Naming {
    /// Moves what was found to where NAME has it, and returns the text as it was.
    fn rename(&self, analysis: &mut Analysis) -> Source {
        let before = analysis.source().clone();
        if let (Some(name), "<stdin>") = (&self.stdin_name, before.name()) {
            let above = "\n".repeat(self.stdin_line as usize - 1);
            analysis.files[0].source = Source::new(before.id(), name, &format!("{above}{}", before.text()));
            for span in analysis.diagnostics.iter_mut().flat_map(Diagnostic::spans_mut) {
                if span.file == before.id() {
                    (span.start, span.end) = (span.start + self.stdin_line - 1, span.end + self.stdin_line - 1);
                }
            }
        }
        before
    }
}

fn scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err("a scale goes from 0.1 to 10".to_owned()),
    }
}

/// An output format.
#[derive(Debug)]
pub(super) struct Format {
    pub name: &'static str,
    pub ending: &'static str,
    /// Whether it is drawn with fonts of ours, not with the reader's.
    pub holds_glyphs: bool,
    pub write: fn(&Drawing) -> Result<Vec<u8>, String>,
}

/// What formats are made of.
pub(super) struct Drawing<'a> {
    pub analysis: &'a Analysis,
    /// All of the model, or a part of it.
    pub model: &'a Model,
    pub assessment: threat::Assessment,
    pub options: Options,
    /// Pixels a unit, for raster formats.
    pub scale: f32,
    /// For formats that hold glyphs.
    pub fonts: &'a Fonts,
}

impl Drawing<'_> {
    fn scene(&self) -> Scene {
        let place_of = |span: Span| self.analysis.place(span);
        scene::scene(self.model, &self.assessment, &self.options, &place_of)
    }

    fn svg(&self) -> String {
        emit::svg::svg(&self.scene())
    }

    fn geometry(&self) -> String {
        emit::geometry::json(self.model, &scene::place(self.model, &self.assessment, &self.options))
    }

    fn text(&self) -> String {
        emit::outline::text(self.model, &self.assessment)
    }

    #[cfg(feature = "png")]
    fn png(&self) -> Result<Vec<u8>, String> {
        emit::png::png(&self.svg(), self.scale, self.fonts).map_err(|error| error.to_string())
    }

    #[cfg(not(feature = "png"))]
    #[expect(clippy::unused_self, reason = "with the feature it needs the drawing")]
    fn png(&self) -> Result<Vec<u8>, String> {
        Err("this program was built without PNG; `cargo build --release` builds one that writes it".to_owned())
    }

    #[cfg(feature = "pdf")]
    fn pdf(&self) -> Result<Vec<u8>, String> {
        let scene = self.scene();
        let svg = emit::svg::svg(&scene);
        emit::pdf::pdf(&svg, &scene.title, &scene.description, self.fonts).map_err(|error| error.to_string())
    }

    #[cfg(not(feature = "pdf"))]
    #[expect(clippy::unused_self, reason = "with the feature it needs the drawing")]
    fn pdf(&self) -> Result<Vec<u8>, String> {
        Err("this program was built without PDF; `cargo build --release --features pdf` builds one that writes it"
            .to_owned())
    }
}

/// Every output format.
const FORMATS: &[Format] = &[
    Format { name: "svg", ending: "svg", holds_glyphs: false, write: |drawing| Ok(drawing.svg().into_bytes()) },
    Format { name: "png", ending: "png", holds_glyphs: true, write: |drawing| drawing.png() },
    Format { name: "pdf", ending: "pdf", holds_glyphs: true, write: |drawing| drawing.pdf() },
    Format { name: "text", ending: "txt", holds_glyphs: false, write: |drawing| Ok(drawing.text().into_bytes()) },
    Format {
        name: "dot",
        ending: "dot",
        holds_glyphs: false,
        write: |drawing| Ok(emit::dot::dot(drawing.model).into_bytes()),
    },
    Format {
        name: "mermaid",
        ending: "mmd",
        holds_glyphs: false,
        write: |drawing| Ok(emit::mermaid::mermaid(drawing.model).into_bytes()),
    },
    Format {
        name: "d2",
        ending: "d2",
        holds_glyphs: false,
        write: |drawing| Ok(emit::d2::d2(drawing.model).into_bytes()),
    },
    Format {
        name: "geometry",
        ending: "json",
        holds_glyphs: false,
        write: |drawing| Ok(drawing.geometry().into_bytes()),
    },
];

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let file = arguments.file.clone().unwrap_or_else(|| PathBuf::from("."));
    if arguments.check && arguments.output.as_os_str() == "-" {
        return check_beside(arguments, &file, terminal);
    }
    match drawn(arguments, &file, &arguments.output, terminal) {
        Ok(bytes) if arguments.check => output::compared(&arguments.output, &bytes),
        Ok(bytes) => output::deliver(&arguments.output, &bytes),
        Err(outcome) => outcome,
    }
}

/// Whether the pictures beside models are what would be drawn.
fn check_beside(arguments: &Arguments, file: &Path, terminal: Terminal) -> Outcome {
    if !file.exists() {
        // It says that there is none, and what was perhaps meant.
        output::report(
            &[output::analyse_one(&input::read(file), arguments.opening.opening())],
            arguments.reporting.diagnostics,
            terminal,
            Stream::Error,
        );
        return Outcome::Failed;
    }
    let models = if file.is_dir() { input::models(file) } else { vec![file.to_owned()] };
    let pictures =
        models.iter().flat_map(|model| FORMATS.iter().map(move |format| (model, model.with_extension(format.ending))));
    let pictures: Vec<(&PathBuf, PathBuf)> = pictures
        .filter(|(_, picture)| picture.extension().is_some_and(|ending| ending != "json" && ending != "txt"))
        .filter(|(_, picture)| picture.is_file())
        .collect();
    if pictures.is_empty() {
        if !file.is_dir() {
            output::complain(&format!("no picture stands beside `{}`; name it with `-o`\n", file.display()));
            return Outcome::Findings;
        }
        output::complain("no picture stands beside a model; nothing to check\n");
    }
    let check = |(model, picture): &(&PathBuf, PathBuf)| match drawn(arguments, model, picture, terminal) {
        Ok(bytes) => output::compared(picture, &bytes),
        Err(outcome) => outcome,
    };
    pictures.iter().map(check).max().unwrap_or(Outcome::Fine)
}

/// What would be written to a file.
fn drawn(arguments: &Arguments, file: &Path, output: &Path, terminal: Terminal) -> Result<Vec<u8>, Outcome> {
    let failed = |message: String| {
        output::complain(&message);
        Outcome::Failed
    };
    let format = arguments.format.map_or_else(|| format_of(output), Ok).map_err(failed)?;
    let opening = arguments.opening.opening();
    let earlier = arguments.like.as_deref().map(|like| Earlier::of(file, like, opening)).transpose();
    let earlier = earlier.map_err(|message| failed(format!("error: {message}\n")))?.unwrap_or_default();
    let input = input::read(file);
    let mut analyses = [output::analyse_one(&input, opening)];
    let mut read = read_for(&analyses, opening);
    read.extend(earlier.read);
    read.extend(arguments.font.files.iter().cloned());
    let earlier = earlier.analysis;
    document::add_read(&read);
    let source = arguments.naming.rename(&mut analyses[0]);
    output::report(&analyses, arguments.reporting.diagnostics, terminal, Stream::Error);
    let [mut analysis] = analyses;
    analysis.files[0].source = source;
    match output::outcome(std::slice::from_ref(&analysis), Severity::Error) {
        Outcome::Fine => {}
        outcome => return Err(outcome),
    }
    if output::outcome(earlier.as_slice(), Severity::Error) != Outcome::Fine {
        output::report(earlier.as_slice(), arguments.reporting.diagnostics, terminal, Stream::Error);
        return Err(Outcome::Failed);
    }
    if arguments.deps.write(&[output], &read) == Outcome::Failed {
        return Err(Outcome::Failed);
    }
    written(arguments, format, &input, analysis, earlier).map_err(failed)
}

fn written(
    arguments: &Arguments,
    format: &Format,
    input: &Input,
    mut analysis: Analysis,
    earlier: Option<Analysis>,
) -> Result<Vec<u8>, String> {
    let matrix = analysis.matrix(arguments.look.layers());
    if let Some(part) = arguments.selection.part(&analysis.model)? {
        analysis.model = part;
    }
    let given = arguments.font.read(&[format])?;
    given.complain(&analysis.model, format);
    let mut options = arguments.look.options(&analysis.model, matrix)?;
    options.copy = usize::from(arguments.copy) - 1;
    if let Some(Analysis { model, .. }) = earlier {
        // Where it lacks what is selected, it has nothing to say.
        options.like = Some(Arc::new(arguments.selection.part(&model).ok().flatten().unwrap_or(model)));
    }
    let from = || {
        let asked =
            format!("{} {options:?} {:?} {} {}", format.name, arguments.selection, arguments.scale, given.digest);
        [asked, cache::drawn_from(input, &analysis)]
    };
    cache::kept(arguments.cache.as_deref(), from, || {
        let model = &analysis.model;
        let drawing = Drawing {
            analysis: &analysis,
            model,
            assessment: threat::assess(model),
            options: options.clone(),
            scale: arguments.scale,
            fonts: &given.fonts,
        };
        (format.write)(&drawing).map_err(|message| format!("error: {message}\n"))
    })
}

pub(super) fn named(name: &str) -> Result<&'static Format, String> {
    let known = || FORMATS.iter().map(|format| format.name);
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let hint = did_you_mean(name, known()).map(|best| format!("did you mean `{best}`? ")).unwrap_or_default();
        format!("{hint}formats: {}", known().collect::<Vec<_>>().join(", "))
    })
}

fn format_of(path: &Path) -> Result<&'static Format, String> {
    if path.as_os_str() == "-" {
        return Ok(&FORMATS[0]);
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    FORMATS.iter().find(|format| format.ending == ending).ok_or_else(|| {
        let endings: Vec<&str> = FORMATS.iter().map(|format| format.ending).collect();
        let hint = did_you_mean(&ending, endings.iter().copied())
            .map(|best| format!("; did you mean `.{best}`?"))
            .unwrap_or_default();
        let known: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
        format!("error: `{}` has no ending that is known{hint}\nformats: {}\n", path.display(), known.join(", "))
    })
}

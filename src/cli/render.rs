//! `threatline render`

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{self, Stream, Terminal};
use super::{Outcome, Reporting, input};
use crate::analysis::Analysis;
use crate::diagnostic::{Severity, did_you_mean};
use crate::scene::{Scene, scene};
use crate::{emit, text, threat};

/// Draw a model's data-flow diagram with its trust boundaries and threats.
///
/// The ending of OUT decides the format: .svg or .png. Nothing is written where the model has
/// errors.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A model, or `-` for standard input.
    file: PathBuf,
    /// Where the picture goes; `-` is standard output, as SVG.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Pixels a unit, for raster formats.
    #[arg(long, value_name = "N", default_value_t = 2.0, value_parser = scale)]
    scale: f32,
    #[command(flatten)]
    reporting: Reporting,
}

fn scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err("a scale goes from 0.1 to 10".to_owned()),
    }
}

/// An output format.
struct Format {
    ending: &'static str,
    write: fn(&Scene, f32) -> Result<Vec<u8>, String>,
}

/// Every output format, by its ending.
const FORMATS: &[Format] = &[
    Format { ending: "svg", write: |scene, _| Ok(emit::svg::svg(scene).into_bytes()) },
    #[cfg(feature = "png")]
    Format {
        ending: "png",
        write: |scene, scale| emit::png::png(&emit::svg::svg(scene), scale).map_err(|error| error.to_string()),
    },
];

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let format = match format_of(&arguments.output) {
        Ok(format) => format,
        Err(message) => {
            output::complain(&message);
            return Outcome::Failed;
        }
    };
    let analysis = output::analyse_one(&input::read(&arguments.file, 0), 0);
    let analyses = [analysis];
    output::report(&analyses, arguments.reporting.format, terminal, Stream::Error);
    let outcome = output::outcome(&analyses, Severity::Error);
    if outcome != Outcome::Fine {
        return outcome;
    }
    if format.ending == "png"
        && let Some(lacking) = analyses[0].model.labels().find_map(text::missing)
    {
        let code = u32::from(lacking);
        output::complain(&format!(
            "warning: the bundled font lacks some characters, which a PNG leaves out (the first is U+{code:04X}); an SVG shows them\n"
        ));
    }
    match (format.write)(&draw(&analyses[0]), arguments.scale) {
        Ok(bytes) => output::deliver(&arguments.output, &bytes),
        Err(message) => {
            output::complain(&format!("error: {message}\n"));
            Outcome::Failed
        }
    }
}

fn draw(analysis: &Analysis) -> Scene {
    let assessment = threat::assess(&analysis.model);
    let line_of = |byte: u32| analysis.source.position(byte).line;
    scene(&analysis.model, &assessment, &line_of)
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

//! The fonts that somebody gives for PNG and PDF.

use std::fs::File;
use std::path::PathBuf;

use clap::Args;

use super::digest::digest;
use super::input::read_most;
use super::output;
use super::render::Format;
use crate::emit::fonts::Fonts;
use crate::model::Model;

/// The flag of `render` and `build`.
#[derive(Args, Clone, Debug)]
pub(super) struct FontFlag {
    /// A font for characters that the bundled one lacks, in a PNG or PDF, such as a Noto font; may be given several times.
    #[arg(long = "font", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// The largest file that is taken for a font; the largest ones for Chinese have about 20 MiB.
const MOST_BYTES: usize = 64 << 20;

/// Fonts, and what tells them from others.
pub(super) struct Given {
    pub fonts: Fonts,
    pub digest: String,
}

impl FontFlag {
    /// The bundled font and these, for these formats; or why they are not to be had.
    pub(super) fn read(&self, formats: &[&Format]) -> Result<Given, String> {
        if !self.files.is_empty() && !formats.iter().any(|format| format.holds_glyphs) {
            let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
            return Err(format!(
                "error: `--font` is for PNG and PDF; a reader's fonts are used for {}\n",
                names.join(", ")
            ));
        }
        let read = |path: &PathBuf| match File::open(path).and_then(|file| read_most(file, MOST_BYTES)) {
            Err(error) => Err(format!("error: `{}` cannot be read: {error}\n", path.display())),
            Ok(bytes) if bytes.len() > MOST_BYTES => {
                Err(format!("error: `{}` has more than 64 MiB, too many for a font\n", path.display()))
            }
            Ok(bytes) => Ok(bytes),
        };
        let files = self.files.iter().map(read).collect::<Result<Vec<Vec<u8>>, String>>()?;
        let digest = digest(files.iter().map(Vec::as_slice));
        let none =
            |number: usize| format!("error: `{}` holds no TrueType or OpenType font\n", self.files[number].display());
        Ok(Given { fonts: Fonts::with(files).map_err(none)?, digest })
    }
}

impl Given {
    /// Says which character of a model a picture cannot show, if there is one.
    pub(super) fn complain(&self, model: &Model, format: &Format) {
        if !format.holds_glyphs {
            return;
        }
        if let Some(lacking) = self.fonts.missing(model.labels()) {
            output::complain(&format!(
                "warning: the bundled font lacks some characters, which a {} shows as `?` (the first is U+{:04X}); \
                 `--font FILE` gives it a font that has them, and an SVG shows them in the reader's\n",
                format.name.to_uppercase(),
                u32::from(lacking)
            ));
        }
    }
}

//! The fonts that somebody gives for PNG and PDF.

use std::path::PathBuf;

use clap::Args;

use super::digest::digest;
use crate::emit::fonts::Fonts;

/// The flag of every command that draws.
#[derive(Args, Clone, Debug)]
pub(super) struct FontFlag {
    /// A font for characters that the bundled one lacks, in a PNG or PDF, such as a Noto font; may be given several times.
    #[arg(long = "font", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Fonts, and what tells them from others.
pub(super) struct Given {
    pub fonts: Fonts,
    pub digest: String,
}

impl FontFlag {
    /// The bundled font and these; or which file is none.
    pub(super) fn read(&self) -> Result<Given, String> {
        let read = |path: &PathBuf| {
            std::fs::read(path).map_err(|error| format!("error: `{}` cannot be read: {error}\n", path.display()))
        };
        let files = self.files.iter().map(read).collect::<Result<Vec<Vec<u8>>, String>>()?;
        let digest = digest(files.iter().map(Vec::as_slice));
        let none =
            |number: usize| format!("error: `{}` holds no TrueType or OpenType font\n", self.files[number].display());
        Ok(Given { fonts: Fonts::with(files).map_err(none)?, digest })
    }
}

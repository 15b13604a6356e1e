//! An SVG of ours as PNG, by resvg with the bundled font and those that are given: the same picture on every machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::fonts::Fonts;

/// The most pixels that a picture may have: 16,000 by 16,000.
const MAX_PIXELS: f64 = 256e6;

/// Why there is no picture.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// More than 256 million pixels.
    TooLarge,
    /// resvg refused its input; this should not happen.
    Unreadable(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::TooLarge => {
                f.write_str("the picture would have more than 256 million pixels; use a smaller scale or SVG")
            }
            Error::Unreadable(reason) => write!(f, "the picture cannot be drawn: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// The picture, `scale` pixels a unit.
///
/// # Errors
/// [`Error::TooLarge`] where it would have more than 256 million pixels.
pub fn png(svg: &str, scale: f32, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let tree = tree(svg, fonts)?;
    let (width, height) =
        (f64::from(tree.size().width() * scale).ceil(), f64::from(tree.size().height() * scale).ceil());
    if width * height > MAX_PIXELS {
        return Err(Error::TooLarge);
    }
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or(Error::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| Error::Unreadable(error.to_string()))
}

/// The picture as a tree of shapes, with these fonts alone.
pub(super) fn tree(svg: &str, fonts: &Fonts) -> Result<Tree, Error> {
    let mut database = fontdb::Database::new();
    fonts.files().for_each(|file| database.load_font_data(file.to_vec()));
    database.set_sans_serif_family("Inter");
    let options = Options {
        fontdb: Arc::new(database),
        font_family: "Inter".to_owned(),
        resources_dir: None,
        ..Options::default()
    };
    Tree::from_str(&fonts.shown(svg), &options).map_err(|error| Error::Unreadable(error.to_string()))
}

//! An SVG of ours as PDF of one page: vectors, and text that can be selected, in the bundled font and those that are given.
//!
//! No date and no random identifier is written: the same picture gives the same bytes.

use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::fonts::Fonts;
use super::png::{self, Error};

/// Points a pixel: 72 points and 96 pixels are an inch.
const SCALE: f32 = 0.75;
/// The longest side of a page that readers agree on, in points.
const MAX_SIDE: f32 = 14_400.0;

/// The picture on a page of its size, with these words as the document's title and description.
///
/// # Errors
/// [`Error::Unreadable`] where the picture cannot be drawn; this should not happen.
pub fn pdf(svg: &str, title: &str, description: &str, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let unreadable = |reason: &str| Error::Unreadable(reason.to_owned());
    let tree = png::tree(svg, fonts)?;
    let longest = tree.size().width().max(tree.size().height());
    let scale = SCALE.min(MAX_SIDE / longest);
    let size = Size::from_wh(tree.size().width() * scale, tree.size().height() * scale)
        .ok_or_else(|| unreadable("it has no size"))?;
    let settings = PageSettings::from_wh(size.width(), size.height()).ok_or_else(|| unreadable("it has no size"))?;
    let mut document = Document::new_with(SerializeSettings { enable_tagging: false, ..SerializeSettings::default() });
    document.set_metadata(Metadata::new().title(super::one_line(title)).description(super::one_line(description)));
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings { embed_text: true, ..SvgSettings::default() })
        .ok_or_else(|| unreadable("it holds something that a page cannot"))?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| unreadable(&format!("{error:?}")))
}

//! Text to widths and lines, measured with the bundled font (Inter, SIL Open Font License 1.1).
//!
//! Shaping is the same as resvg's, so that a measured width is the width that is drawn. This module refuses to know
//! what a text is for. Sizes are in pixels.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use rustybuzz::{Direction, Face, ShapePlan, UnicodeBuffer, script};

/// The font's regular weight, as TrueType.
pub const REGULAR_TTF: &[u8] = include_bytes!("../fonts/inter-regular.ttf");
/// The font's semibold weight, as TrueType.
pub const SEMIBOLD_TTF: &[u8] = include_bytes!("../fonts/inter-semibold.ttf");
/// The Latin part of the regular weight, as WOFF2, for embedding.
pub const REGULAR_WOFF2: &[u8] = include_bytes!("../fonts/inter-regular.woff2");
/// The Latin part of the semibold weight, as WOFF2, for embedding.
pub const SEMIBOLD_WOFF2: &[u8] = include_bytes!("../fonts/inter-semibold.woff2");

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

/// A size and a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// The em, in pixels.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
}

impl Font {
    /// Regular at this size.
    #[must_use]
    pub const fn regular(size: f64) -> Font {
        Font { size, weight: Weight::Regular }
    }

    /// Semibold at this size.
    #[must_use]
    pub const fn semibold(size: f64) -> Font {
        Font { size, weight: Weight::Semibold }
    }
}

/// How wide a text of one line is. Characters that the font lacks count as one em.
#[must_use]
pub fn width(text: &str, font: Font) -> f64 {
    let Some(face) = face(font.weight) else {
        // The fonts are part of the program; a test reads them.
        return font.size * 0.6 * text.chars().count() as f64;
    };
    let units: i64 = pieces(text).map(|piece| units(piece, face, font.weight)).sum();
    units as f64 * font.size / f64::from(face.units_per_em())
}

/// What can be measured by itself: no kerning and no ligature of the fonts reaches beyond a space, so of Latin text each word with the
/// space behind it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_latin = text.is_ascii();
    text.split_inclusive(move |sign| is_latin && sign == ' ')
}

thread_local! {
    /// By weight: widths of texts, in units of the font. To shape a text takes long, and most are measured more than once.
    static KNOWN: RefCell<[HashMap<String, i64>; 2]> = RefCell::default();
}

/// How many widths of each weight are remembered, and of how long a text, in bytes.
const MOST_KNOWN: usize = 10_000;
const LONGEST_KNOWN: usize = 200;

/// How wide a text is, in units of the font.
fn units(text: &str, face: &Face, weight: Weight) -> i64 {
    if let Some(units) = KNOWN.with_borrow(|known| known[weight as usize].get(text).copied()) {
        return units;
    }
    let units = shaped(text, face, weight);
    if text.len() <= LONGEST_KNOWN {
        remember(text, weight, units);
    }
    units
}

fn remember(text: &str, weight: Weight, units: i64) {
    KNOWN.with_borrow_mut(|known| {
        let known = &mut known[weight as usize];
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(text.to_owned(), units);
    });
}

/// The same of a text that is shaped for it.
fn shaped(text: &str, face: &Face, weight: Weight) -> i64 {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    if text.is_ascii() {
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
    }
    buffer.guess_segment_properties();
    let em = face.units_per_em();
    let latin = (buffer.direction(), buffer.script()) == (Direction::LeftToRight, script::LATIN);
    let glyphs = match latin_plan(weight).filter(|_| latin) {
        Some(plan) => rustybuzz::shape_with_plan(face, plan, buffer),
        None => rustybuzz::shape(face, &[], buffer),
    };
    let advance = |(info, place): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| {
        if info.glyph_id == 0 { i64::from(em) } else { i64::from(place.x_advance) }
    };
    glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()).map(advance).sum()
}

/// The first character of a text that the bundled font lacks.
#[must_use]
pub fn missing(text: &str) -> Option<char> {
    let face = face(Weight::Regular)?;
    text.chars().find(|c| !c.is_whitespace() && !c.is_control() && face.glyph_index(*c).is_none())
}

/// Whether a file is a TrueType or OpenType font, or a collection of them.
#[must_use]
pub fn is_font(file: &[u8]) -> bool {
    Face::from_slice(file, 0).is_some()
}

/// Whether a font file has a glyph for a character.
#[must_use]
pub fn has(file: &[u8], c: char) -> bool {
    Face::from_slice(file, 0).is_some_and(|face| face.glyph_index(c).is_some())
}

fn face(weight: Weight) -> Option<&'static Face<'static>> {
    static FACES: OnceLock<[Option<Face<'static>>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| [Face::from_slice(REGULAR_TTF, 0), Face::from_slice(SEMIBOLD_TTF, 0)]);
    faces[weight as usize].as_ref()
}

/// How Latin text is shaped; making the plan takes longer than shaping a label, so it is made once.
fn latin_plan(weight: Weight) -> Option<&'static ShapePlan> {
    static PLANS: OnceLock<[Option<ShapePlan>; 2]> = OnceLock::new();
    let plan =
        |weight| face(weight).map(|face| ShapePlan::new(face, Direction::LeftToRight, Some(script::LATIN), None, &[]));
    PLANS.get_or_init(|| [plan(Weight::Regular), plan(Weight::Semibold)])[weight as usize].as_ref()
}

/// Breaks a text into lines that are at most `limit` wide: at its own line ends, then at spaces, then, where one
/// word is too wide, after `/`, `-`, `.` and `_`, and at last between any two characters.
#[must_use]
pub fn wrap(text: &str, font: Font, limit: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let whole: Vec<&str> = paragraph.split_whitespace().collect();
        let whole = whole.join(" ");
        if width(&whole, font) <= limit {
            lines.extend(Some(whole).filter(|line| !line.is_empty()));
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if width(&longer, font) <= limit {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = last_piece(word, font, limit, &mut lines);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// Puts all of a word but its last piece into lines.
fn last_piece(word: &str, font: Font, limit: f64, lines: &mut Vec<String>) -> String {
    let mut rest = word;
    while width(rest, font) > limit {
        let fits = |end: &usize| width(&rest[..*end], font) <= limit;
        let ends: Vec<usize> = rest.char_indices().skip(1).map(|(at, _)| at).collect();
        let most = ends.partition_point(|end| fits(end));
        if most == 0 {
            break; // not even one character fits
        }
        let after_sign = |end: &&usize| rest[..**end].ends_with(['/', '-', '.', '_', '?', '&', '=']);
        let at = ends[most / 2..most].iter().rev().find(after_sign).copied().unwrap_or(ends[most - 1]);
        lines.push(rest[..at].to_owned());
        rest = &rest[at..];
    }
    rest.to_owned()
}

/// The width of the widest line, rounded up to whole pixels.
#[must_use]
pub fn widest(lines: &[String], font: Font) -> i32 {
    lines.iter().map(|line| width(line, font)).fold(0.0, f64::max).ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kerning_counts() {
        let font = Font::regular(13.0);
        let sum: f64 = "AVATAR".chars().map(|c| width(&c.to_string(), font)).sum();
        assert!(width("AVATAR", font) < sum - 1.0);
    }

    #[test]
    fn words_are_as_wide_together_as_one_by_one() {
        let signs: Vec<char> = (' '..='~').collect();
        let pairs = signs.iter().flat_map(|a| signs.iter().map(move |b| format!("T{a} {b}o")));
        let texts = ["10 x 10", " - > -> =>  5 x 5 ", "12:30 : 40 AV AV", "a  b", "fi fl ffi f i", "1/2 1 / 2"];
        for text in pairs.chain(texts.map(str::to_owned)) {
            for weight in [Weight::Regular, Weight::Semibold] {
                let face = face(weight).unwrap();
                let together: i64 = pieces(&text).map(|piece| units(piece, face, weight)).sum();
                assert_eq!(together, shaped(&text, face, weight), "{text}");
            }
        }
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        let font = Font::regular(11.0);
        for text in
            ["PATCH /subscriptions/{id}/pause?until=2027-01-01", "a b c", "", "日本語のとても長いラベルです", "x\ny"]
        {
            let lines = wrap(text, font, 60.0);
            assert!(lines.iter().all(|line| width(line, font) <= 60.0), "{lines:?}");
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&lines.concat()), squeezed(text));
        }
    }
}

//! The fonts of pictures that carry no text of their own to be set elsewhere, PNG and PDF: the bundled one, and those that
//! somebody gives for characters that it lacks. No installed font is ever looked at.

use std::collections::BTreeSet;

use crate::text;

/// What stands for a character that no font has.
#[cfg(feature = "png")]
const UNKNOWN: char = '?';

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    /// TrueType or OpenType files, or collections of them.
    more: Vec<Vec<u8>>,
}

impl Fonts {
    /// The bundled font, and behind it these files.
    ///
    /// # Errors
    /// The number of the first file that holds no font.
    pub fn with(more: Vec<Vec<u8>>) -> Result<Fonts, usize> {
        match more.iter().position(|file| !text::is_font(file)) {
            Some(number) => Err(number),
            None => Ok(Fonts { more }),
        }
    }

    /// The first character of these texts that is in none of them.
    #[must_use]
    pub fn missing<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Option<char> {
        let mut known = BTreeSet::new();
        texts.into_iter().flat_map(str::chars).find(|c| known.insert(*c) && self.lacks(*c))
    }

    /// A picture whose texts have `?` for each character that is in none of them, as nothing would be drawn for it.
    #[cfg(feature = "png")]
    pub(super) fn shown(&self, svg: &str) -> String {
        let used: BTreeSet<char> = svg.chars().collect();
        let lacking: BTreeSet<char> = used.into_iter().filter(|c| self.lacks(*c)).collect();
        svg.chars().map(|c| if lacking.contains(&c) { UNKNOWN } else { c }).collect()
    }

    /// All of them, the bundled ones first.
    #[cfg(feature = "png")]
    pub(super) fn files(&self) -> impl Iterator<Item = &[u8]> {
        [text::REGULAR_TTF, text::SEMIBOLD_TTF].into_iter().chain(self.more.iter().map(Vec::as_slice))
    }

    fn lacks(&self, c: char) -> bool {
        let is_bundled = || text::missing(c.encode_utf8(&mut [0; 4])).is_none();
        !c.is_ascii() && !is_invisible(c) && !is_bundled() && !self.more.iter().any(|file| text::has(file, c))
    }
}

/// Whether nothing is drawn for a character, as it only says how others are joined, broken or read (Unicode,
/// `Default_Ignorable_Code_Point`).
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_told_and_marked() {
        let fonts = Fonts::default();
        assert_eq!(fonts.missing(["naïve Ωмега → 1"]), None);
        assert_eq!(fonts.missing(["a", "a 日本 b"]), Some('日'));
        assert_eq!(fonts.missing(["a\u{200d}b\u{fe0f}\u{ad}\u{feff}\u{e0100}"]), None, "nothing is drawn for these");
        #[cfg(feature = "png")]
        assert_eq!(fonts.shown("<text>a 日本\u{200d} é</text>"), "<text>a ??\u{200d} é</text>");
    }

    #[test]
    fn only_fonts_are_taken() {
        let font = text::SEMIBOLD_TTF.to_vec();
        assert_eq!(Fonts::with(vec![font.clone(), b"no font".to_vec()]).map(|_| ()), Err(1));
        assert_eq!(Fonts::with(vec![font]).map(|fonts| fonts.missing(["日"])), Ok(Some('日')));
    }
}

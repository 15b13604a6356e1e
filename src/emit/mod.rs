//! Back-ends: a scene to SVG, PNG or PDF; a model and its assessment to JSON, to plain text and to the languages of other
//! tools. They decide nothing.

pub mod changes;
pub mod d2;
pub mod dot;
mod elicited;
pub mod fonts;
pub mod geometry;
mod graph;
pub mod lineage;
pub(crate) mod markdown;
pub mod matrix;
pub mod mermaid;
pub mod outline;
pub mod paths;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "png")]
pub mod png;
pub mod report;
pub mod scan;
pub mod surface;
pub mod svg;
pub mod threats;

/// A document as pretty-printed JSON that ends with a newline.
fn pretty(document: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// A path with forward slashes as a relative reference of RFC 3986.
pub(crate) fn reference(path: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(escaped).collect()
}

/// A character as it may be shown. What XML cannot hold, terminals obey, or turns the reading direction around, so that a
/// label reads as something else, becomes U+FFFD.
fn harmless(c: char) -> char {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// A text on one line, of harmless characters: white space of any kind and length is one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(harmless).collect()
}

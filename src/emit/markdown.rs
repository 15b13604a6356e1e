//! Text in Markdown, so that what somebody wrote stays text.

use super::harmless;

/// A text on one line in which nothing is markup: no emphasis, links, HTML, mentions, table cells or code.
#[must_use]
pub(super) fn text(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().map(harmless) {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' | '&' | '$') {
                out.push('\\');
            }
            out.push(c);
            if c == '@' {
                out.push('\u{200b}'); // nobody is notified by what stands in a model
            }
        }
    }
    out
}

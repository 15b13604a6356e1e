//! Text in Markdown, so that what somebody wrote stays text.

use super::harmless;

/// A text on one line in which nothing is markup: no emphasis, links, HTML, mentions or table cells. Only words of the
/// language between back-ticks, as in advice, stay code.
#[must_use]
pub(crate) fn text(text: &str) -> String {
    let mut out = String::new();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (piece, is_code) in pieces(&line) {
        if is_code {
            out.push_str(&format!("`{piece}`"));
            continue;
        }
        for c in piece.chars().map(harmless) {
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

/// A text cut into plain pieces and code, which is what stands between two back-ticks and has nothing in it that could
/// be markup.
pub(super) fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(open) = text[at..].find('`').map(|open| at + open) {
        let Some(close) = text[open + 1..].find('`').map(|close| open + 1 + close) else { break };
        let code = &text[open + 1..close];
        if code.starts_with(|c: char| c.is_ascii_alphanumeric())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || " :;,.-+/()=".contains(c))
        {
            pieces.extend([(&text[plain..open], false), (code, true)]);
            plain = close + 1;
            at = plain;
        } else {
            at = close; // it may open the next
        }
    }
    pieces.push((&text[plain..], false));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_language_are_code_and_all_else_is_text() {
        assert_eq!(text("state `authn: mtls` *now*"), "state `authn: mtls` \\*now\\*");
        assert_eq!(text("a ` b"), "a \\` b");
        assert_eq!(text("`<b>` `x`"), "\\`\\<b\\>\\` `x`");
    }
}

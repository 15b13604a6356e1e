//! What a string or text block says: escapes resolved, common indentation removed.

/// A string that could not be read to the letter: the byte range of the escape inside the literal.
pub(super) struct BadEscape {
    pub start: usize,
    pub end: usize,
}

/// A text as a string of the language. What a string cannot hold on its one line becomes a space.
pub(crate) fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The value of a literal, quotes included in the input.
pub(super) fn value(literal: &str) -> (String, Vec<BadEscape>) {
    match literal.strip_prefix("\"\"\"") {
        Some(rest) => (dedent(rest.strip_suffix("\"\"\"").unwrap_or(rest)), Vec::new()),
        None => unescape(literal),
    }
}

fn unescape(literal: &str) -> (String, Vec<BadEscape>) {
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let (mut out, mut bad) = (String::with_capacity(inner.len()), Vec::new());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let start = inner.len() - rest.len() + at;
        let (piece, length) = escape(&rest[at + 1..]);
        match piece {
            Some(piece) => out.push(piece),
            None => bad.push(BadEscape { start: start + 1, end: start + 2 + length }),
        }
        rest = &rest[at + 1 + length..];
    }
    out.push_str(rest);
    (out, bad)
}

/// What follows a backslash: the character that it stands for, and how many bytes it takes.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(first) = rest.chars().next() else { return (None, 0) };
    match first {
        '"' | '\\' => (Some(first), 1),
        'n' => (Some('\n'), 1),
        't' => (Some('\t'), 1),
        'u' => unicode_escape(rest),
        _ => (None, first.len_utf8()),
    }
}

fn unicode_escape(rest: &str) -> (Option<char>, usize) {
    let digits = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}')).map(|(digits, _)| digits);
    match digits {
        Some(digits) if (1..=6).contains(&digits.len()) => {
            (u32::from_str_radix(digits, 16).ok().and_then(char::from_u32), digits.len() + 3)
        }
        _ => (None, 1),
    }
}

fn dedent(block: &str) -> String {
    let block = block.strip_prefix('\n').or_else(|| block.strip_prefix("\r\n")).unwrap_or(block);
    let lines: Vec<&str> = block.lines().collect();
    let blank = |line: &&str| line.trim().is_empty();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !blank(line)).map(indent).min().unwrap_or(0);
    let lines = lines.iter().map(|line| line.get(common..).unwrap_or_default().trim_end());
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn literals_say_what_they_say() {
        for (literal, expected, bad) in [
            (r#""a \"b\" \\ \n \u{2192}""#, "a \"b\" \\ \n \u{2192}", 0),
            (r#""\x \u{zz} \u""#, "  ", 3),
            ("\"\"\"one line\"\"\"", "one line", 0),
            ("\"\"\"\n    a\n      b\n\n    c\n    \"\"\"", "a\n  b\n\nc", 0),
        ] {
            let (text, errors) = value(literal);
            assert_eq!((text.as_str(), errors.len()), (expected, bad), "{literal}");
        }
    }
}

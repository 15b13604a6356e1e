//! What takes the place of a piece.

use std::ops::Range;

use super::{BEGIN, END, Piece};

/// A text with some of its ranges replaced, in their order. Line ends are written as the text has them.
#[must_use]
pub fn replaced(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let ends_in_two = text.contains("\r\n");
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, replacement) in changes {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        if ends_in_two {
            out.push_str(&replacement.replace('\n', "\r\n"));
        } else {
            out.push_str(replacement);
        }
        at = range.end.max(at);
    }
    out.push_str(&text[at..]);
    out
}

/// A block in the place of a piece: apart from what stands around it, and within the quotes and lists that it stood in.
#[must_use]
pub fn settled(text: &str, piece: &Piece, block: &str) -> String {
    let mut lines: Vec<&str> = block.trim_end().lines().collect();
    if starts_in_a_paragraph(text, piece) {
        lines.insert(0, "");
    }
    let behind = text[piece.range.end..].lines().nth(1).unwrap_or_default();
    if !is_blank(behind) {
        lines.push("");
    }
    let prefix = |line: &str| if line.is_empty() { piece.prefix.trim_end() } else { piece.prefix.as_str() }.to_owned();
    let line = |(number, line): (usize, &str)| if number == 0 { line.to_owned() } else { prefix(line) + line };
    lines.into_iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether the line before belongs to the same block around it, and says something.
fn starts_in_a_paragraph(text: &str, piece: &Piece) -> bool {
    let before = &text[..piece.range.start];
    let Some((above, line)) = before.rsplit_once('\n') else { return false };
    is_blank(line) && !is_blank(above.rsplit('\n').next().unwrap_or_default())
}

/// Whether a line says nothing, also in a block quote.
fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r', '>']).is_empty()
}

/// A picture is never wider than the page.
const FITTING: &str = "<style>.threatline{overflow-x:auto}.threatline>svg{max-width:100%;height:auto}</style>";

/// A picture in the text itself. There is no blank line in it: that would end a block of HTML.
#[must_use]
pub fn figure(svg: &str, label: &str, caption: &str) -> String {
    let label = if label.is_empty() { String::new() } else { format!(" aria-label=\"{}\"", escaped(label)) };
    let caption =
        if caption.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>\n", escaped(caption)) };
    let lines: String = svg.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect();
    format!("<figure class=\"threatline\"{label}>\n{FITTING}\n{lines}{caption}</figure>")
}

/// An image that stands in a file.
#[must_use]
pub fn image(path: &str, alt: &str, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", plain(title).replace('"', "\\\"")) };
    format!("![{}](<{}>{title})", plain(alt), path.replace('\\', "/"))
}

/// An image in a line of text: as Markdown reads what stands in lines, also the texts of a picture, it carries the file.
#[must_use]
pub fn data_image(base64: &str, alt: &str, title: &str) -> String {
    image(&format!("data:image/svg+xml;base64,{base64}"), alt, title)
}

/// A picture behind its fence, between marks by which it is found again.
#[must_use]
pub fn beside(image: &str) -> String {
    format!("{BEGIN}\n{image}\n{END}")
}

/// Words in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '!' | '&' | '$' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

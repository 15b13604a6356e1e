//! A scene as SVG: static, self-contained, safe to show.
//!
//! No script, no foreign object, no style that resvg cannot read: light colours are presentation attributes, and a
//! media query overrides them by class in dark surroundings. Text is escaped, carries its measured `textLength`, and
//! is set in the bundled font, whose Latin part is embedded. One element or flow a line.

use std::fmt::Write;

use crate::scene::{Anchor, Colour, Node, Paint, Piece, Scene, Subject};
use crate::text::{REGULAR_WOFF2, SEMIBOLD_WOFF2, Weight};

/// The picture as an SVG document that ends with a newline.
#[must_use]
pub fn svg(scene: &Scene) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let (width, height) = (number(scene.width.ceil()), number(scene.height.ceil()));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"tm-title tm-desc\" font-family=\"'Inter TM', Inter, 'Helvetica Neue', Arial, sans-serif\">"
    );
    let _ = writeln!(out, "<title id=\"tm-title\">{}</title>", escape(&scene.title));
    let _ = writeln!(out, "<desc id=\"tm-desc\">{}</desc>", escape(&scene.description));
    style(&mut out);
    let _ = writeln!(
        out,
        "<rect class=\"f-bg\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        Colour::Background.light()
    );
    for node in &scene.nodes {
        write_node(&mut out, node);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn style(out: &mut String) {
    out.push_str("<style>\n");
    for (weight, font) in [(400, REGULAR_WOFF2), (600, SEMIBOLD_WOFF2)] {
        let _ = writeln!(
            out,
            "@font-face{{font-family:'Inter TM';font-weight:{weight};src:url(data:font/woff2;base64,{}) format('woff2')}}",
            base64(font)
        );
    }
    out.push_str("@media (prefers-color-scheme:dark){");
    for colour in Colour::ALL {
        let (name, dark) = (colour.name(), colour.dark());
        let _ = write!(out, ".f-{name}{{fill:{dark}}}.s-{name}{{stroke:{dark}}}");
    }
    out.push_str("}\n</style>\n");
}

fn write_node(out: &mut String, node: &Node) {
    match node {
        Node::Rect { x, y, width, height, radius, paint } => {
            let _ = write!(
                out,
                "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                classes(paint),
                number(*x),
                number(*y),
                number(*width),
                number(*height)
            );
            if *radius > 0.0 {
                let _ = write!(out, " rx=\"{}\"", number(*radius));
            }
            write_paint(out, paint);
            out.push_str("/>");
        }
        Node::Path { pieces, paint } => {
            let _ = write!(out, "<path{} d=\"{}\"", classes(paint), path(pieces));
            write_paint(out, paint);
            out.push_str("/>");
        }
        Node::Text { x, y, anchor, text, width, font, colour } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
            };
            let weight = match font.weight {
                Weight::Regular => "",
                Weight::Semibold => " font-weight=\"600\"",
            };
            let _ = write!(
                out,
                "<text class=\"f-{}\" x=\"{}\" y=\"{}\"{anchor} font-size=\"{}\"{weight} fill=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
                colour.name(),
                number(*x),
                number(*y),
                number(font.size),
                colour.light(),
                number(*width),
                escape(text)
            );
        }
        Node::Group { subject, title, link, faded, nodes } => {
            write_group(out, subject, title, link.as_deref(), *faded, nodes);
        }
    }
}

fn write_group(out: &mut String, subject: &Subject, title: &str, link: Option<&str>, faded: bool, nodes: &[Node]) {
    if let Some(link) = link {
        let _ = write!(out, "<a href=\"{}\">", escape(link));
    }
    let _ = write!(out, "<g class=\"tm-{}\"", subject.role);
    if !subject.id.is_empty() {
        let _ = write!(out, " data-id=\"{}\"", escape(&subject.id));
    }
    if subject.line > 0 {
        let _ = write!(out, " data-line=\"{}\"", subject.line);
    }
    if faded {
        out.push_str(" opacity=\"0.45\"");
    }
    out.push('>');
    if !title.is_empty() {
        let _ = write!(out, "<title>{}</title>", escape(title));
    }
    for node in nodes {
        write_node(out, node);
    }
    out.push_str("</g>");
    if link.is_some() {
        out.push_str("</a>");
    }
}

fn classes(paint: &Paint) -> String {
    let fill = paint.fill.map(|fill| format!("f-{}", fill.colour.name()));
    let stroke = paint.stroke.map(|stroke| format!("s-{}", stroke.colour.name()));
    let names: Vec<String> = [fill, stroke].into_iter().flatten().collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
}

fn write_paint(out: &mut String, paint: &Paint) {
    match paint.fill {
        Some(fill) => {
            let _ = write!(out, " fill=\"{}\"", fill.colour.light());
            if fill.opacity < 1.0 {
                let _ = write!(out, " fill-opacity=\"{}\"", number3(fill.opacity));
            }
        }
        None => out.push_str(" fill=\"none\""),
    }
    if let Some(stroke) = paint.stroke {
        let _ = write!(out, " stroke=\"{}\" stroke-width=\"{}\"", stroke.colour.light(), number(stroke.width));
        if let Some((dash, gap)) = stroke.dash {
            let _ = write!(out, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
        }
    }
}

fn path(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        let _ = match piece {
            Piece::Move(x, y) => write!(out, "M{} {}", number(*x), number(*y)),
            Piece::Line(x, y) => write!(out, "L{} {}", number(*x), number(*y)),
            Piece::Curve(cx, cy, x, y) => write!(out, "Q{} {} {} {}", number(*cx), number(*cy), number(*x), number(*y)),
            Piece::Close => write!(out, "Z"),
        };
    }
    out
}

/// A number with at most two decimals, the same on every machine.
fn number(value: f64) -> String {
    decimal(value, 100)
}

fn number3(value: f64) -> String {
    decimal(value, 1000)
}

fn decimal(value: f64, scale: i64) -> String {
    let scaled = (value * scale as f64).round() as i64;
    let (whole, fraction) = (scaled.abs() / scale, scaled.abs() % scale);
    let sign = if scaled < 0 { "-" } else { "" };
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = if scale == 100 { 2 } else { 3 };
    format!("{sign}{whole}.{}", format!("{fraction:0digits$}").trim_end_matches('0'))
}

/// Text for element content and attribute values. Characters that XML cannot hold are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c => out.push(super::harmless(c)),
        }
    }
    out
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let block = u32::from(chunk[0]) << 16
            | u32::from(*chunk.get(1).unwrap_or(&0)) << 8
            | u32::from(*chunk.get(2).unwrap_or(&0));
        for position in 0..4 {
            if position <= chunk.len() {
                out.push(char::from(ALPHABET[(block >> (18 - 6 * position)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, escape, number};

    #[test]
    fn small_things_are_written_right() {
        assert_eq!([number(1.0), number(-0.5), number(2.345), number(-0.001)], ["1", "-0.5", "2.35", "0"]);
        assert_eq!(escape("<a href=\"x\">&\u{1}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd} ");
        assert_eq!([base64(b""), base64(b"f"), base64(b"fo"), base64(b"foo")], ["", "Zg==", "Zm8=", "Zm9v"]);
    }
}

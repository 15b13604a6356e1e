//! A scene as SVG: static, self-contained, safe to show.
//!
//! No script, no foreign object, no style that resvg cannot read: the colours of the theme are presentation attributes,
//! and where the theme has a dark palette, a media query overrides them by class. Ids and style rules begin with the
//! scene's key, so that pictures on one page leave each other alone. Text is escaped, carries its measured
//! `textLength`, and is set in the bundled font, whose Latin part is embedded. One symbol a line.

use std::fmt::Write;

use crate::scene::{Anchor, Colour, Node, Paint, Palette, Piece, Reading, Scene, Subject};
use crate::text::{REGULAR_WOFF2, SEMIBOLD_WOFF2, Weight, missing};

/// How far a halo reaches over the edges of its text, twice, in pixels.
const HALO: f64 = 5.0;

/// How a picture of the theme `auto` learns that its surroundings are dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dark {
    /// Whoever looks at it prefers dark colours.
    Preferred,
    /// Something around it is of one of these classes, whatever is preferred.
    Within(&'static [&'static str]),
}

/// The picture as an SVG document that ends with a newline.
#[must_use]
pub fn svg(scene: &Scene) -> String {
    svg_in(scene, Dark::Preferred)
}

/// The same for a page that has its own way of being dark.
#[must_use]
pub fn svg_in(scene: &Scene, dark: Dark) -> String {
    let mut writer = Writer { out: String::with_capacity(64 * 1024), palette: scene.theme.palette() };
    let (width, height) = (number(scene.width.ceil()), number(scene.height.ceil()));
    let key = &scene.key;
    // Browsers know the first role, older readers the second. `img` would hide the links inside.
    let _ = writeln!(
        writer.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{key}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"graphics-document document\" \
         aria-labelledby=\"{key}-title\" aria-describedby=\"{key}-desc\" \
         font-family=\"'Inter TM', Inter, 'Helvetica Neue', Arial, sans-serif\">"
    );
    let _ = writeln!(writer.out, "<title id=\"{key}-title\">{}</title>", escape(&scene.title));
    let _ = writeln!(writer.out, "<desc id=\"{key}-desc\">{}</desc>", escape(&scene.description));
    style(&mut writer.out, scene, dark);
    let background = writer.palette.hex(Colour::Background);
    let _ = writeln!(writer.out, "<rect class=\"f-bg\" width=\"{width}\" height=\"{height}\" fill=\"{background}\"/>");
    for node in &scene.nodes {
        writer.node(node);
        writer.out.push('\n');
    }
    writer.out.push_str("</svg>\n");
    writer.out
}

/// Whether anything tells a difference between two states.
fn uses_marks(node: &Node) -> bool {
    let tells = |paint: &Paint| {
        let fill = paint.fill.is_some_and(|fill| fill.colour.tells_difference());
        fill || paint.stroke.is_some_and(|stroke| stroke.colour.tells_difference())
    };
    match node {
        Node::Rect { paint, .. } | Node::Path { paint, .. } => tells(paint),
        Node::Group { nodes, .. } => nodes.iter().any(uses_marks),
        Node::Text { .. } => false,
    }
}

fn style(out: &mut String, scene: &Scene, when: Dark) {
    out.push_str("<style>\n");
    for (weight, font) in [(400, REGULAR_WOFF2), (600, SEMIBOLD_WOFF2)] {
        let _ = writeln!(
            out,
            "@font-face{{font-family:'Inter TM';font-weight:{weight};src:url(data:font/woff2;base64,{}) format('woff2')}}",
            base64(font)
        );
    }
    if let Some(dark) = scene.theme.dark_palette() {
        let (opening, around, closing) = match when {
            Dark::Preferred => ("@media (prefers-color-scheme:dark){\n", String::new(), "}\n"),
            Dark::Within(classes) => ("", format!(":is(.{}) ", classes.join(",.")), ""),
        };
        out.push_str(opening);
        let differs = scene.nodes.iter().any(uses_marks);
        for colour in Colour::ALL.into_iter().filter(|colour| differs || !colour.tells_difference()) {
            let (key, name, dark) = (&scene.key, colour.name(), dark.hex(colour));
            let _ = writeln!(out, "{around}#{key} .f-{name}{{fill:{dark}}}{around}#{key} .s-{name}{{stroke:{dark}}}");
        }
        out.push_str(closing);
    }
    out.push_str("</style>\n");
}

struct Writer {
    out: String,
    palette: Palette,
}

impl Writer {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Rect { x, y, width, height, radius, paint } => {
                let (x, y, width, height) = (number(*x), number(*y), number(*width), number(*height));
                let classes = classes(paint);
                let _ = write!(self.out, "<rect{classes} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
                if *radius > 0.0 {
                    let _ = write!(self.out, " rx=\"{}\"", number(*radius));
                }
                self.paint(paint);
                self.out.push_str("/>");
            }
            Node::Path { pieces, paint } => {
                let _ = write!(self.out, "<path{} d=\"{}\"", classes(paint), path(pieces));
                self.paint(paint);
                self.out.push_str("/>");
            }
            Node::Text { .. } => self.text(node),
            Node::Group { subject, title, reading, anchor, link, nodes } => {
                self.group(&Group { subject, title, reading: *reading, anchor, link: link.as_deref() }, nodes);
            }
        }
    }

    fn text(&mut self, node: &Node) {
        let Node::Text { x, y, anchor, text, width, font, colour, halo } = node else { return };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
        };
        let weight = match font.weight {
            Weight::Regular => "",
            Weight::Semibold => " font-weight=\"600\"",
        };
        let behind = halo.map(|halo| format!(" s-{}", halo.name())).unwrap_or_default();
        let _ = write!(
            self.out,
            "<text class=\"f-{}{behind}\" x=\"{}\" y=\"{}\"{anchor} font-size=\"{}\"{weight} fill=\"{}\"",
            colour.name(),
            number(*x),
            number(*y),
            number(font.size),
            self.palette.hex(*colour)
        );
        if let Some(halo) = halo {
            let _ = write!(
                self.out,
                " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                self.palette.hex(*halo),
                number(HALO)
            );
        }
        // Where another font has to help out, nobody knows how wide the text is, and it is not to be stretched.
        if missing(text).is_none() {
            let _ = write!(self.out, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", number(*width));
        }
        let _ = write!(self.out, ">{}</text>", escape(text));
    }

    /// A symbol that leads somewhere stands in its link; an entry of a list holds its link, so that the list keeps its
    /// entries. The anchor is on the link where there is one, since that is what can be focused.
    fn group(&mut self, group: &Group, nodes: &[Node]) {
        let outer_link = group.link.filter(|_| group.reading != Reading::Entry);
        let inner_link = group.link.filter(|_| group.reading == Reading::Entry);
        if let Some(link) = outer_link {
            self.link(link, group.anchor);
        }
        let _ = write!(self.out, "<g class=\"tm-{}\"", group.subject.role);
        if group.link.is_none() && !group.anchor.is_empty() {
            let _ = write!(self.out, " id=\"{}\"", escape(group.anchor));
        }
        self.out.push_str(match group.reading {
            Reading::Texts => "",
            Reading::Symbol => " role=\"graphics-symbol\"",
            Reading::List => " role=\"list\"",
            Reading::Entry => " role=\"listitem\"",
            Reading::Silent => " aria-hidden=\"true\"",
        });
        for (name, value) in [("data-id", &group.subject.id), ("data-source", &group.subject.source)] {
            if !value.is_empty() {
                let _ = write!(self.out, " {name}=\"{}\"", escape(value));
            }
        }
        if !group.title.is_empty() && group.reading == Reading::List {
            let _ = write!(self.out, " aria-label=\"{}\"", escape(group.title));
        }
        self.out.push('>');
        if !group.title.is_empty() && group.reading != Reading::List {
            let _ = write!(self.out, "<title>{}</title>", escape(group.title));
        }
        if let Some(link) = inner_link {
            self.link(link, group.anchor);
        }
        for node in nodes {
            if matches!(node, Node::Group { .. }) {
                self.out.push('\n');
            }
            self.node(node);
        }
        if inner_link.is_some() {
            self.out.push_str("</a>");
        }
        self.out.push_str("</g>");
        if outer_link.is_some() {
            self.out.push_str("</a>");
        }
    }

    fn link(&mut self, link: &str, anchor: &str) {
        self.out.push_str("<a");
        if !anchor.is_empty() {
            let _ = write!(self.out, " id=\"{}\"", escape(anchor));
        }
        let _ = write!(self.out, " href=\"{}\">", escape(link));
    }

    fn paint(&mut self, paint: &Paint) {
        match paint.fill {
            Some(fill) => {
                let _ = write!(self.out, " fill=\"{}\"", self.palette.hex(fill.colour));
                if fill.opacity < 1.0 {
                    let _ = write!(self.out, " fill-opacity=\"{}\"", number3(fill.opacity));
                }
            }
            None => self.out.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = paint.stroke {
            let colour = self.palette.hex(stroke.colour);
            let _ = write!(self.out, " stroke=\"{colour}\" stroke-width=\"{}\"", number(stroke.width));
            if let Some((dash, gap)) = stroke.dash {
                let _ = write!(self.out, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
            }
        }
    }
}

/// What a group says of itself.
struct Group<'a> {
    subject: &'a Subject,
    title: &'a str,
    reading: Reading,
    anchor: &'a str,
    link: Option<&'a str>,
}

fn classes(paint: &Paint) -> String {
    let fill = paint.fill.map(|fill| format!("f-{}", fill.colour.name()));
    let stroke = paint.stroke.map(|stroke| format!("s-{}", stroke.colour.name()));
    let names: Vec<String> = [fill, stroke].into_iter().flatten().collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
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
pub(super) fn escape(text: &str) -> String {
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
pub(crate) fn base64(bytes: &[u8]) -> String {
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

//! What stands around the diagram: title block above, threat list beside or below, legend at the foot.

use super::coverage::share;
use super::diagram::Diagram;
use super::legend::legend;
use super::list::{COLUMN, List};
use super::prose::{description, facts, title};
use super::{Anchor, Colour, Layer, Node, Paint, Picture, Piece, Scene, group, text};
use crate::layout::Layout;
use crate::text::{Font, wrap};

pub(super) const MARGIN: f64 = 32.0;
const TITLE: Font = Font::semibold(20.0);
const FACTS: Font = Font::regular(12.5);
/// What stands where the diagram would be.
const EMPTY: &str = "Nothing to draw: there are no elements here yet";
/// From the diagram to the list beside it.
const GUTTER: f64 = 40.0;
/// No picture is narrower than this, without its margins.
const LEAST: f64 = 420.0;
/// How many times higher than wide a picture may get before its list takes more columns than the diagram is wide.
const TALLEST: f64 = 2.0;
const MOST_COLUMNS: usize = 12;

/// Puts everything around the diagram.
pub(super) fn compose(picture: &Picture, layout: &Layout, diagram: Diagram) -> Scene {
    let list = List::of(picture, &diagram.marked);
    let bounds = layout.bounds;
    let (drawn_width, drawn_height) = (f64::from(bounds.width), f64::from(bounds.height));
    let beside = !list.is_empty() && list.height(1) <= drawn_height.max(LEAST) * 1.15;
    let columns = columns(picture, &list, (drawn_width, drawn_height));
    let content_width = match (list.is_empty(), beside) {
        (true, _) => drawn_width,
        (false, true) => drawn_width + GUTTER + COLUMN,
        (false, false) => drawn_width.max(COLUMN * columns as f64),
    };
    let content_width = content_width.max(LEAST);

    let mut nodes = Vec::new();
    let (header, top) = header(picture, content_width);
    nodes.push(header);
    let top = (top + 12.0).floor();
    let (dx, dy) = (MARGIN - f64::from(bounds.x), top - f64::from(bounds.y));
    nodes.extend(diagram.nodes.into_iter().map(|node| moved(node, dx, dy)));
    let mut bottom = top + drawn_height;
    if picture.model.elements.is_empty() && picture.model.boundaries.is_empty() {
        nodes.push(text(MARGIN, bottom + 12.0, Anchor::Start, EMPTY, FACTS, Colour::Muted));
        bottom += 19.0;
    }
    if beside {
        let x = MARGIN + drawn_width + GUTTER;
        nodes.push(rule((x - 20.0, top), (x - 20.0, bottom.max(top + list.height(1)))));
        nodes.extend(list.draw(picture, x, top, 1));
        bottom = bottom.max(top + list.height(1));
    } else if !list.is_empty() {
        nodes.push(rule((MARGIN, bottom + 24.0), (MARGIN + content_width, bottom + 24.0)));
        let list = list.filling(picture, &diagram.marked, content_width, columns);
        nodes.extend(list.draw(picture, MARGIN, bottom + 40.0, columns));
        bottom += 40.0 + list.height(columns);
    }
    if picture.shows(Layer::Legend) {
        bottom += 24.0;
        nodes.push(rule((MARGIN, bottom), (MARGIN + content_width, bottom)));
        let (legend, end) = legend(picture, bottom + 12.0, content_width);
        nodes.push(legend);
        bottom = end;
    }
    Scene {
        width: content_width + 2.0 * MARGIN,
        height: bottom + 20.0,
        title: title(picture.model).to_owned(),
        description: description(picture.model, picture.assessment),
        key: picture.key.clone(),
        theme: picture.options.theme,
        nodes,
    }
}

/// In how many columns the list stands below the diagram: in as many as that is wide, and more where all would be too high.
fn columns(picture: &Picture, list: &List, (width, height): (f64, f64)) -> usize {
    let own = (width / COLUMN).floor().max(1.0) as usize;
    let most = own.max(list.len().min(MOST_COLUMNS));
    let wished = picture.options.wish.aspect.map(|aspect| 100.0 / f64::from(aspect.max(1)));
    let tallest = wished.map_or(TALLEST, |wished| 1.25 * wished);
    let fits =
        |columns: &usize| height + list.height(*columns) <= tallest * width.max(LEAST).max(COLUMN * *columns as f64);
    (own..=most).find(fits).unwrap_or(most)
}

fn header(picture: &Picture, content_width: f64) -> (Node, f64) {
    let model = picture.model;
    let limit = content_width.min(900.0);
    let mut nodes = Vec::new();
    let mut y = MARGIN;
    for line in wrap(title(model), TITLE, limit) {
        nodes.push(text(MARGIN, y + 16.0, Anchor::Start, &line, TITLE, Colour::Ink));
        y += 27.0;
    }
    let scope = model.header.scope.as_ref().map(|scope| format!("Scope: {scope}")).unwrap_or_default();
    let mut facts = facts(model, picture.assessment);
    if picture.shows(Layer::Coverage) {
        let share = share(model, picture.options);
        facts += &format!(" · coverage {} of {}", share.answered, share.total);
    }
    for line in wrap(&scope, FACTS, limit).iter().chain(&wrap(&facts, FACTS, limit)) {
        nodes.push(text(MARGIN, y + 12.0, Anchor::Start, line, FACTS, Colour::Muted));
        y += 19.0;
    }
    (group("title", nodes), y + 4.0)
}

fn rule(from: (f64, f64), to: (f64, f64)) -> Node {
    let pieces = vec![Piece::Move(from.0, from.1), Piece::Line(to.0, to.1)];
    Node::Path { pieces, paint: Paint::stroked(Colour::Hairline, 1.0) }
}

/// A node somewhere else.
fn moved(node: Node, dx: f64, dy: f64) -> Node {
    match node {
        Node::Rect { x, y, width, height, radius, paint } => {
            Node::Rect { x: x + dx, y: y + dy, width, height, radius, paint }
        }
        Node::Path { pieces, paint } => {
            let piece = |piece: Piece| match piece {
                Piece::Move(x, y) => Piece::Move(x + dx, y + dy),
                Piece::Line(x, y) => Piece::Line(x + dx, y + dy),
                Piece::Curve(cx, cy, x, y) => Piece::Curve(cx + dx, cy + dy, x + dx, y + dy),
                Piece::Close => Piece::Close,
            };
            Node::Path { pieces: pieces.into_iter().map(piece).collect(), paint }
        }
        Node::Text { x, y, anchor, text, width, font, colour, halo } => {
            Node::Text { x: x + dx, y: y + dy, anchor, text, width, font, colour, halo }
        }
        Node::Group { subject, title, reading, anchor, link, nodes } => Node::Group {
            subject,
            title,
            reading,
            anchor,
            link,
            nodes: nodes.into_iter().map(|node| moved(node, dx, dy)).collect(),
        },
    }
}

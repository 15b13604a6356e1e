//! Boundaries, elements, flows, labels and threat markers where the layout put them.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{
    BOUNDARY_TITLE, CHIP, CHIP_HEIGHT, CONTROL_LEADING, Content, DOT, ELEMENT_LABEL, ELEMENT_LEADING, ELEMENT_NOTE,
    ElementContent, FLOW_LABEL, FLOW_LEADING, FlowContent, LETTERS_WRAP, Markers, NOTE_LEADING, TitleContent,
    flow_markers_width, flow_text_height, markers_height, origin_width, pill_width, text_height,
};
use super::coverage::{self, Place};
use super::difference::marked;
use super::fade::faded;
use super::marker::{self, Mark, Side, marker};
use super::prose;
use super::shape::{
    Reply, before_diamond, border, box_node, data_chip, diamond, dot, flow_paint, head, leader, line, origin, outline,
    pill,
};
use super::{Anchor, Colour, Node, Paint, Picture, Reading, Subject, haloed, text};
use crate::layout::{FlowPlace, Layout, Point, Rect};
use crate::model::{BoundaryId, DataId, Element, ElementId, ElementKind, FlowId, Imported, Target, ThreatId};
use crate::source::Span;
use crate::syntax::ast::Arrow;
use crate::text::width;

/// What is drawn where the layout put it.
pub(super) struct Diagram {
    pub nodes: Vec<Node>,
    /// The threats that have a marker.
    pub marked: BTreeSet<ThreatId>,
}

/// Draws the diagram in the layout's coordinates: boundaries from the outermost inwards, then elements, flows, labels
/// and threat markers, which is also the order in which it is read. Within each, identifiers decide, so that moving a
/// declaration moves no line of the picture.
pub(super) fn draw(picture: &Picture, content: &Content, layout: &Layout) -> Diagram {
    let model = picture.model;
    let painter = Painter { picture, layout, replies: model.replies() };
    let mut boundaries: Vec<BoundaryId> = (0..model.boundaries.len()).map(BoundaryId).collect();
    boundaries.sort_by_key(|id| (painter.depth(Some(*id)), &model.boundary(*id).id.value));
    let mut elements: Vec<ElementId> = (0..model.elements.len()).map(ElementId).collect();
    elements.sort_by_key(|id| &model.element(*id).id.value);
    let mut flows: Vec<FlowId> = (0..model.flows.len()).map(FlowId).collect();
    flows.sort_by_key(|id| &model.flow(*id).key);

    let is_there = |target: Target| picture.marked.as_ref().is_none_or(|marked| marked.shows(target));
    boundaries.retain(|id| is_there(Target::Boundary(*id)));
    elements.retain(|id| is_there(Target::Element(*id)));
    flows.retain(|id| is_there(Target::Flow(*id)));

    let mut nodes: Vec<Node> = boundaries.iter().map(|id| painter.boundary(*id, &content.titles[id.0])).collect();
    nodes.extend(elements.iter().map(|id| painter.element(*id, &content.elements[id.0])));
    nodes.extend(flows.iter().map(|id| painter.flow(*id)));
    nodes.extend(flows.iter().filter_map(|id| painter.flow_label(*id, &content.flows[id.0])));
    let on_elements = elements.iter().flat_map(|id| painter.element_marks(*id, &content.elements[id.0].markers));
    let on_flows = flows.iter().flat_map(|id| painter.flow_marks(*id, &content.flows[id.0]));
    let mut marks: Vec<Mark> = on_elements.chain(on_flows).collect();
    marks.sort_by_key(|mark| &model.threats[mark.assessed.threat.0].id.value);
    let mut drawn: BTreeMap<ThreatId, usize> = BTreeMap::new();
    for mark in &marks {
        let earlier = drawn.entry(mark.assessed.threat).or_default();
        nodes.push(painter.marker(mark, *earlier));
        *earlier += 1;
    }
    Diagram { nodes, marked: drawn.into_keys().collect() }
}

struct Painter<'a> {
    picture: &'a Picture<'a>,
    layout: &'a Layout,
    replies: BTreeSet<FlowId>,
}

impl Painter<'_> {
    fn boundary(&self, id: BoundaryId, title: &TitleContent) -> Node {
        let boundary = self.picture.model.boundary(id);
        let place = self.layout.boundaries[id.0];
        let ground = Colour::ground(self.depth(Some(id)));
        let mut nodes = vec![border(place.rect, ground)];
        let (x, mut y) = (f64::from(place.title.x), f64::from(place.title.y) + 12.0);
        for line in &title.lines {
            nodes.push(haloed(text(x, y, Anchor::Start, line, BOUNDARY_TITLE, Colour::Boundary), ground));
            y += 16.0;
        }
        if let Some(namespace) = &title.origin {
            let nodes_of = origin(x, y - 11.0, namespace, Colour::Boundary);
            nodes.extend(nodes_of.into_iter().map(|node| haloed(node, ground)));
            y += 16.0;
        }
        for control in &title.controls {
            let line = text(x, y - 2.0, Anchor::Start, &control.text, control.font, Colour::Muted);
            nodes.push(haloed(line, ground));
            y += f64::from(CONTROL_LEADING);
        }
        if let Some(trust) = &title.trust {
            let left = f64::from(place.title.right() - pill_width(trust));
            nodes.extend(pill(left, f64::from(place.title.y) - 1.0, trust, Colour::Boundary));
        }
        let trust = boundary.trust.map(|trust| format!(", trust {trust}")).unwrap_or_default();
        self.symbol(Symbol {
            subject: self.subject("boundary", &boundary.id.value, boundary.span),
            title: format!(
                "trust boundary {}{trust}{}{}",
                boundary.label,
                imported_from(boundary.imported.as_ref()),
                self.scope(Target::Boundary(id))
            ),
            link: boundary.settings.text("link"),
            target: Target::Boundary(id),
            nodes,
        })
    }

    fn element(&self, id: ElementId, content: &ElementContent) -> Node {
        let element = self.picture.model.element(id);
        let rect = self.layout.elements[id.0];
        let (role, mut nodes) = if element.is_collapsed {
            ("boundary", vec![border(rect, Colour::ground(self.depth(element.parent) + 1))])
        } else {
            (element.kind.kind().keyword(), outline(element.kind, rect))
        };
        nodes.extend(self.element_text(id, content));
        self.symbol(Symbol {
            subject: self.subject(role, &element.id.value, element.span),
            title: format!(
                "{} {}{}{}",
                role_words(element),
                element.label,
                imported_from(element.imported.as_ref()),
                self.holding("holds", &element.holds) + &self.scope(Target::Element(id))
            ),
            link: element.settings.text("link"),
            target: Target::Element(id),
            nodes,
        })
    }

    fn element_text(&self, id: ElementId, content: &ElementContent) -> Vec<Node> {
        let rect = self.layout.elements[id.0];
        let x = f64::from(rect.x) + f64::from(rect.width) / 2.0;
        let mut y = f64::from(rect.y) + f64::from(rect.height - text_height(content)) / 2.0;
        let mut nodes = Vec::new();
        let is_collapsed = self.picture.model.element(id).is_collapsed;
        let (ink, muted) =
            if is_collapsed { (Colour::Boundary, Colour::Boundary) } else { (Colour::Ink, Colour::Muted) };
        for line in &content.label {
            nodes.push(text(x, y + 13.0, Anchor::Middle, line, ELEMENT_LABEL, ink));
            y += f64::from(ELEMENT_LEADING);
        }
        if let Some(namespace) = &content.origin {
            let left = x - f64::from(origin_width(Some(namespace))) / 2.0;
            nodes.extend(origin(left, y, namespace, Colour::Muted));
            y += f64::from(NOTE_LEADING);
        }
        for line in &content.note {
            nodes.push(text(x, y + 11.0, Anchor::Middle, line, ELEMENT_NOTE, muted));
            y += f64::from(NOTE_LEADING);
        }
        if let Some(data) = &content.data {
            let needed = width(&data.text, CHIP) + f64::from(DOT);
            let left = x - needed / 2.0;
            nodes.push(dot(left + 3.0, y + 7.5, data.sensitivity));
            nodes.push(text(left + f64::from(DOT), y + 11.0, Anchor::Start, &data.text, CHIP, Colour::Muted));
            y += f64::from(NOTE_LEADING);
        }
        if !content.controls.is_empty() {
            y += 3.0;
        }
        for control in &content.controls {
            nodes.push(text(x, y + 10.0, Anchor::Middle, &control.text, control.font, Colour::Muted));
            y += f64::from(CONTROL_LEADING);
        }
        let inside = Place::Within(f64::from(rect.width));
        nodes.extend(coverage::draw(&content.coverage, LETTERS_WRAP, f64::from(rect.x), y + 5.0, inside));
        nodes
    }

    fn flow(&self, id: FlowId) -> Node {
        let flow = self.picture.model.flow(id);
        let place = &self.layout.flows[id.0];
        let reply = if self.replies.contains(&id) { Reply::Yes } else { Reply::No };
        let mut nodes = Vec::new();
        if let ([first, second, ..], [.., before, last]) = (place.points.as_slice(), place.points.as_slice()) {
            nodes.push(Node::Path { pieces: line(&place.points, flow.arrow), paint: flow_paint(reply) });
            let crossed = place.crossings.iter().filter(|(id, _)| self.is_there(Target::Boundary(*id)));
            nodes.extend(crossed.map(|(_, at)| diamond(*at)));
            let ends = [(flow.to, *last, *before, true), (flow.from, *first, *second, flow.arrow == Arrow::Both)];
            for (element, at, towards, has_head) in ends {
                // Whoever enters a collapsed boundary crosses its border.
                let is_crossed = self.picture.model.element(element).is_collapsed;
                if has_head {
                    nodes.push(head(towards, if is_crossed { before_diamond(at, towards) } else { at }));
                }
                nodes.extend(is_crossed.then(|| diamond(at)));
            }
            nodes.extend(place.leader.map(leader));
        }
        self.symbol(Symbol {
            subject: self.subject("flow", &flow.key, flow.span),
            title: self.flow_title(id, reply),
            link: flow.settings.text("link"),
            target: Target::Flow(id),
            nodes,
        })
    }

    fn flow_title(&self, id: FlowId, reply: Reply) -> String {
        let model = self.picture.model;
        let flow = model.flow(id);
        let (from, to) = (&model.element(flow.from).label, &model.element(flow.to).label);
        let kind = if reply == Reply::Yes { "reply" } else { "flow" };
        let both = if flow.arrow == Arrow::Both { " and back" } else { "" };
        let what = if flow.label.is_empty() { String::new() } else { format!(": {}", flow.label) };
        let crossed: Vec<&str> =
            model.crossings(flow).iter().map(|crossing| model.boundary(crossing.boundary).label.as_str()).collect();
        let crosses = if crossed.is_empty() { String::new() } else { format!(" (crosses {})", crossed.join(", ")) };
        let carries = self.holding("carries", &flow.carries);
        let imported = imported_from(flow.imported.as_ref());
        let scope = self.scope(Target::Flow(id));
        format!("{kind} from {from} to {to}{both}{what}{imported}{crosses}{carries}{scope}")
    }

    /// What a title adds where something is out of scope.
    fn scope(&self, target: Target) -> String {
        prose::scope(self.picture.model, target).map(|scope| format!("; {scope}")).unwrap_or_default()
    }

    /// What a title adds of data.
    fn holding(&self, verb: &str, data: &[DataId]) -> String {
        let labels: Vec<&str> = data.iter().map(|id| self.picture.model.data[id.0].label.as_str()).collect();
        if labels.is_empty() { String::new() } else { format!("; {verb} {}", labels.join(", ")) }
    }

    /// The label with the flow's data and coverage under it, and room for its threats before it.
    fn flow_label(&self, id: FlowId, content: &FlowContent) -> Option<Node> {
        let place = self.layout.flows[id.0].label?;
        let flow = self.picture.model.flow(id);
        let ground = self.ground_at(place.centre());
        let markers = flow_markers_width(content);
        let left = f64::from(place.x + 2 + if self.stands_before_line(id) { 0 } else { markers });
        let inner = f64::from(place.width - 4 - markers);
        let mut y = f64::from(place.y + 1) + f64::from(place.height - 2 - flow_text_height(content)) / 2.0;
        let is_label_alone = content.data.is_none() && content.controls.is_empty() && content.coverage.is_empty();
        let centred = markers == 0 && is_label_alone;
        let mut nodes = Vec::new();
        for line in &content.label {
            let (x, anchor) = if centred { (left + inner / 2.0, Anchor::Middle) } else { (left, Anchor::Start) };
            nodes.push(haloed(text(x, y + 10.5, anchor, line, FLOW_LABEL, Colour::Ink), ground));
            y += f64::from(FLOW_LEADING);
        }
        if let Some(data) = &content.data {
            nodes.extend(data_chip(left, y + 1.5, data));
            y += f64::from(CHIP_HEIGHT + 2);
        }
        for control in &content.controls {
            let line = text(left, y + 10.0, Anchor::Start, &control.text, control.font, Colour::Muted);
            nodes.push(haloed(line, ground));
            y += f64::from(CONTROL_LEADING);
        }
        nodes.extend(coverage::draw(&content.coverage, LETTERS_WRAP, left, y + 3.0, Place::On(ground)));
        if nodes.is_empty() {
            return None;
        }
        let written = Rect { x: left as i32, width: inner as i32, ..place.grown(-1) };
        if self.runs_through(id, written) {
            // Otherwise the line would be seen between the words.
            nodes.insert(0, box_node(written, 0.0, Paint::filled(ground)));
        }
        let nodes = if self.is_faded(Target::Flow(id)) { nodes.into_iter().map(faded).collect() } else { nodes };
        Some(Node::Group {
            subject: Subject { role: "label", id: flow.key.clone(), source: String::new() },
            title: String::new(),
            reading: Reading::Silent,
            anchor: String::new(),
            link: None,
            nodes,
        })
    }

    fn element_marks<'b>(&'b self, id: ElementId, markers: &'b Markers) -> impl Iterator<Item = Mark<'b>> {
        let rect = self.layout.elements[id.0];
        let ground = Colour::ground(self.depth(self.picture.model.element(id).parent));
        markers.threats.iter().enumerate().map(move |(position, index)| {
            let (row, column, of) = markers.place(position);
            let (above, behind) = (markers.rows() - 1 - row, of - 1 - column);
            Mark {
                assessed: &self.picture.assessment.threats[*index],
                target: Target::Element(id),
                x: f64::from(rect.right() - markers.inset - marker::SIZE / 2)
                    - behind as f64 * f64::from(markers.pitch),
                y: f64::from(rect.y) - above as f64 * f64::from(markers.leading),
                letters: &markers.letters[position],
                side: Side::Above,
                ground,
            }
        })
    }

    fn flow_marks<'b>(&'b self, id: FlowId, content: &'b FlowContent) -> impl Iterator<Item = Mark<'b>> {
        let markers = &content.markers;
        self.layout.flows[id.0].label.into_iter().flat_map(move |place| {
            let top = f64::from(place.y) + f64::from(place.height - markers_height(markers)) / 2.0;
            let ground = self.ground_at(place.centre());
            // The nearer to the line, the better it is seen whose they are.
            let is_before = self.stands_before_line(id);
            let left = if is_before { place.right() + 2 - flow_markers_width(content) } else { place.x + 2 };
            markers.threats.iter().enumerate().map(move |(position, index)| {
                let (row, column, of) = markers.place(position);
                // Near to the label, or to the line.
                let column = column + markers.per_row.min(markers.threats.len()) - of;
                Mark {
                    assessed: &self.picture.assessment.threats[*index],
                    target: Target::Flow(id),
                    x: f64::from(left) + (column as f64 + 0.5) * f64::from(markers.pitch) - 1.5,
                    y: top + f64::from(marker::SIZE) / 2.0 + row as f64 * f64::from(markers.leading),
                    letters: &markers.letters[position],
                    side: Side::Below,
                    ground,
                }
            })
        })
    }

    /// Whether a flow's line runs through something.
    fn runs_through(&self, id: FlowId, rect: Rect) -> bool {
        self.layout.flows[id.0].points.windows(2).any(|pair| rect.grown(-2).cut_by(pair[0], pair[1]))
    }

    /// Whether a flow's label stands left of its line.
    fn stands_before_line(&self, id: FlowId) -> bool {
        let FlowPlace { points, label, leader, .. } = &self.layout.flows[id.0];
        let Some(label) = label else { return false };
        let pieces = points.windows(2).map(|pair| Rect::spanning(pair[0], pair[1]));
        let nearest = pieces.min_by_key(|piece| label.distance(*piece));
        let left = leader.map(|[_, to]| to.x).or(nearest.map(|piece| piece.x));
        left.is_some_and(|left| left >= label.right())
    }

    /// A threat keeps its colours where what it is on is out of scope: it was found all the same.
    fn marker(&self, mark: &Mark, earlier: usize) -> Node {
        let node = marker(self.picture, mark, earlier);
        let highlight = self.picture.options.highlight.as_ref();
        let unnamed = highlight.is_some_and(|highlight| !highlight.holds_threat(mark.assessed.threat, [mark.target]));
        if unnamed { faded(node) } else { node }
    }

    fn symbol(&self, symbol: Symbol) -> Node {
        let node = Node::Group {
            subject: symbol.subject,
            title: symbol.title,
            reading: Reading::Symbol,
            anchor: String::new(),
            link: symbol.link,
            nodes: symbol.nodes,
        };
        let node = if self.is_faded(symbol.target) { faded(node) } else { node };
        match &self.picture.marked {
            Some(difference) => marked(node, difference.mark(symbol.target)),
            None => node,
        }
    }

    fn is_there(&self, target: Target) -> bool {
        self.picture.marked.as_ref().is_none_or(|marked| marked.shows(target))
    }

    fn is_faded(&self, target: Target) -> bool {
        // What is highlighted is to be seen, whether it is in scope or not.
        match &self.picture.options.highlight {
            Some(highlight) => !highlight.holds(target),
            None => self.picture.model.is_out_of_scope(target),
        }
    }

    fn subject(&self, role: &'static str, id: &str, span: Span) -> Subject {
        Subject { role, id: id.to_owned(), source: (self.picture.place_of)(span) }
    }

    /// How many boundaries are around the inside of this one, itself included.
    fn depth(&self, innermost: Option<BoundaryId>) -> usize {
        self.picture.model.boundary_path(innermost).count()
    }

    /// What is behind a point where there is no element.
    fn ground_at(&self, point: Point) -> Colour {
        let inside =
            |rect: Rect| (rect.x..rect.right()).contains(&point.x) && (rect.y..rect.bottom()).contains(&point.y);
        Colour::ground(self.layout.boundaries.iter().filter(|place| inside(place.rect)).count())
    }
}

/// What a symbol of the diagram is made of.
struct Symbol {
    subject: Subject,
    title: String,
    link: Option<String>,
    target: Target,
    nodes: Vec<Node>,
}

/// What a title adds to an imported thing.
fn imported_from(imported: Option<&Imported>) -> String {
    imported.map(|imported| format!(", imported from {}", imported.namespace)).unwrap_or_default()
}

pub(super) fn role_words(element: &Element) -> &'static str {
    match element.kind {
        _ if element.is_collapsed => "collapsed trust boundary",
        ElementKind::Entity => "external entity",
        ElementKind::Process => "process",
        ElementKind::Store => "data store",
    }
}

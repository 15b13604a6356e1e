//! Layout metrics of a drawing: what is wrong with it, and how good it is. The measures are those that graph drawing
//! uses (Purchase, *Metrics for graph drawing aesthetics*, 2002), with those of nested boundaries and labels added.

use threatline::layout::{FlowPlace, Layout, Point, Rect};
use threatline::model::Model;

/// Counts of faults, and sizes in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Metrics {
    /// Elements that share room.
    pub element_overlaps: usize,
    /// Elements and boundaries outside of what holds them, or inside of what does not.
    pub containment: usize,
    /// Flows through elements that they do not join.
    pub flow_through_element: usize,
    /// Flows into boundaries that hold neither end.
    pub flow_into_foreign: usize,
    /// Border crossings beyond those that are needed.
    pub excess_crossings: usize,
    /// Flows through titles.
    pub flow_through_title: usize,
    /// How long flows lie on one another.
    pub shared: i32,
    /// Labels on labels.
    pub label_on_label: usize,
    /// Labels on elements.
    pub label_on_element: usize,
    /// Labels on titles.
    pub label_on_title: usize,
    /// Labels on other flows.
    pub label_on_flow: usize,
    /// Labels on borders.
    pub label_on_border: usize,
    /// Labels that leave little of the piece of line that they stand on.
    pub line_hidden: usize,
    /// Lines from labels to their flows, through elements, titles or other labels.
    pub leader_through: usize,
    /// Ends that do not reach their element.
    pub loose_ends: usize,
    /// Where flows cross.
    pub crossings: usize,
    /// Corners of flows.
    pub bends: usize,
    /// Of all flows.
    pub length: i32,
}

impl Metrics {
    /// The faults that no drawing may have, by name.
    pub(crate) fn faults(&self) -> Vec<String> {
        let counts = [
            ("element overlaps", self.element_overlaps),
            ("outside of what holds it", self.containment),
            ("flows through elements", self.flow_through_element),
            ("flows into foreign boundaries", self.flow_into_foreign),
            ("flows through titles", self.flow_through_title),
            ("pixels of flow on flow", usize::try_from(self.shared).unwrap_or(0)),
            ("labels on labels", self.label_on_label),
            ("labels on elements", self.label_on_element),
            ("labels on titles", self.label_on_title),
            ("loose ends", self.loose_ends),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect()
    }
}

/// Measures a drawing.
pub(crate) fn measure(model: &Model, layout: &Layout) -> Metrics {
    let mut metrics = Metrics::default();
    boxes(model, layout, &mut metrics);
    flows(model, layout, &mut metrics);
    labels(layout, &mut metrics);
    between(layout, &mut metrics);
    metrics
}

fn holds(model: &Model, boundary: usize, element: usize) -> bool {
    model.boundary_path(model.elements[element].parent).any(|outer| outer.0 == boundary)
}

fn pairs<T>(list: &[T]) -> impl Iterator<Item = (&T, &T)> {
    list.iter().enumerate().flat_map(|(index, one)| list[index + 1..].iter().map(move |other| (one, other)))
}

fn boxes(model: &Model, layout: &Layout, metrics: &mut Metrics) {
    metrics.element_overlaps = pairs(&layout.elements).filter(|(a, b)| a.overlaps(**b)).count();
    for (boundary, place) in layout.boundaries.iter().enumerate() {
        for (element, rect) in layout.elements.iter().enumerate() {
            let is_right =
                if holds(model, boundary, element) { place.rect.holds(*rect) } else { !place.rect.overlaps(*rect) };
            metrics.containment += usize::from(!is_right);
        }
        for (other, inner) in layout.boundaries.iter().enumerate().filter(|(other, _)| *other != boundary) {
            let path = |of: usize| model.boundary_path(model.boundaries[of].parent).any(|outer| outer.0 == boundary);
            let is_right = if path(other) {
                place.rect.holds(inner.rect)
            } else {
                inner.rect.holds(place.rect) || !place.rect.overlaps(inner.rect)
            };
            metrics.containment += usize::from(!is_right);
        }
    }
}

fn flows(model: &Model, layout: &Layout, metrics: &mut Metrics) {
    for (flow, place) in model.flows.iter().zip(&layout.flows) {
        let pieces = || place.points.windows(2);
        metrics.bends += place.points.len().saturating_sub(2);
        metrics.length +=
            pieces().map(|pair| (pair[0].x - pair[1].x).abs() + (pair[0].y - pair[1].y).abs()).sum::<i32>();
        for (element, rect) in layout.elements.iter().enumerate() {
            let is_end = element == flow.from.0 || element == flow.to.0;
            let cuts = pieces().any(|pair| rect.cut_by(pair[0], pair[1]));
            metrics.flow_through_element += usize::from(!is_end && cuts);
        }
        for (boundary, around) in layout.boundaries.iter().enumerate() {
            metrics.flow_through_title += usize::from(pieces().any(|pair| around.title.cut_by(pair[0], pair[1])));
            let (from, to) = (holds(model, boundary, flow.from.0), holds(model, boundary, flow.to.0));
            let crossed = border_crossings(&place.points, around.rect);
            if from || to {
                metrics.excess_crossings += crossed.saturating_sub(usize::from(from != to));
            } else {
                metrics.flow_into_foreign += usize::from(pieces().any(|pair| around.rect.cut_by(pair[0], pair[1])));
            }
        }
        for (end, element) in [(place.points.first(), flow.from), (place.points.last(), flow.to)] {
            let rect = layout.elements[element.0].grown(1);
            metrics.loose_ends += usize::from(!end.is_some_and(|end| rect.holds(Rect::spanning(*end, *end))));
        }
    }
}

/// How often a line goes in or out.
fn border_crossings(points: &[Point], border: Rect) -> usize {
    let vertical = |pair: &[Point]| {
        let spans = |x: i32| pair[0].x.min(pair[1].x) < x && x < pair[0].x.max(pair[1].x);
        let inside = border.y < pair[0].y && pair[0].y < border.bottom();
        if inside { usize::from(spans(border.x)) + usize::from(spans(border.right())) } else { 0 }
    };
    let horizontal = |pair: &[Point]| {
        let spans = |y: i32| pair[0].y.min(pair[1].y) < y && y < pair[0].y.max(pair[1].y);
        let inside = border.x < pair[0].x && pair[0].x < border.right();
        if inside { usize::from(spans(border.y)) + usize::from(spans(border.bottom())) } else { 0 }
    };
    points.windows(2).map(|pair| if pair[0].y == pair[1].y { vertical(pair) } else { horizontal(pair) }).sum()
}

fn labels(layout: &Layout, metrics: &mut Metrics) {
    metrics.leader_through = leaders_through(layout);
    metrics.line_hidden =
        layout.flows.iter().filter(|place| place.label.is_some_and(|label| hides(label, place))).count();
    let labels: Vec<(usize, Rect)> =
        layout.flows.iter().enumerate().filter_map(|(flow, place)| Some((flow, place.label?.grown(-1)))).collect();
    metrics.label_on_label = pairs(&labels).filter(|(a, b)| a.1.overlaps(b.1)).count();
    for (flow, label) in &labels {
        metrics.label_on_element += layout.elements.iter().filter(|rect| rect.overlaps(*label)).count();
        metrics.label_on_title += layout.boundaries.iter().filter(|place| place.title.overlaps(*label)).count();
        metrics.label_on_border +=
            layout.boundaries.iter().filter(|place| place.rect.overlaps(*label) && !place.rect.holds(*label)).count();
        let others = layout.flows.iter().enumerate().filter(|(other, _)| other != flow);
        let cuts = |points: &[Point]| points.windows(2).any(|pair| label.cut_by(pair[0], pair[1]));
        metrics.label_on_flow += others.filter(|(_, place)| cuts(&place.points)).count();
    }
}

/// Whether a label covers a piece of its own line from end to end, but for less than 24 pixels.
fn hides(label: Rect, place: &FlowPlace) -> bool {
    place.points.windows(2).any(|pair| {
        let length = (pair[0].x - pair[1].x).abs() + (pair[0].y - pair[1].y).abs();
        let covered = if pair[0].y == pair[1].y { label.width } else { label.height };
        label.grown(-1).cut_by(pair[0], pair[1]) && length - covered < 24
    })
}

fn leaders_through(layout: &Layout) -> usize {
    let titles = layout.boundaries.iter().map(|place| place.title);
    let solid: Vec<Rect> = layout.elements.iter().copied().chain(titles).collect();
    let runs_through = |(flow, ends): (usize, [Point; 2])| {
        let labels = layout.flows.iter().enumerate().filter(|(other, _)| *other != flow);
        let labels = labels.filter_map(|(_, place)| place.label);
        solid.iter().copied().chain(labels).any(|rect| slants_through(ends, rect))
    };
    let leaders = layout.flows.iter().enumerate().filter_map(|(flow, place)| Some((flow, place.leader?)));
    leaders.filter(|leader| runs_through(*leader)).count()
}

/// Whether a straight line of any slope has a point well within a rectangle.
fn slants_through([from, to]: [Point; 2], rect: Rect) -> bool {
    let within = rect.grown(-1);
    let steps = (from.x - to.x).abs().max((from.y - to.y).abs()).max(1);
    let between = |a: i32, b: i32, step: i32| a + (b - a) * step / steps;
    let at = |step: i32| Point { x: between(from.x, to.x, step), y: between(from.y, to.y, step) };
    within.width > 0 && within.height > 0 && (0..=steps).any(|step| within.contains(at(step)))
}

/// What pairs of flows do to one another.
fn between(layout: &Layout, metrics: &mut Metrics) {
    let lines: Vec<&[Point]> = layout.flows.iter().map(|place| place.points.as_slice()).collect();
    for (one, other) in pairs(&lines) {
        for a in one.windows(2) {
            for b in other.windows(2) {
                metrics.shared += shared(a, b);
                metrics.crossings += usize::from(crosses(a, b));
            }
        }
    }
}

/// How long two pieces lie on one another; touching ends do not count.
fn shared(a: &[Point], b: &[Point]) -> i32 {
    let overlap = |a: (i32, i32), b: (i32, i32)| a.0.max(a.1).min(b.0.max(b.1)) - a.0.min(a.1).max(b.0.min(b.1));
    let length = if a[0].x == a[1].x && b[0].x == b[1].x && a[0].x == b[0].x {
        overlap((a[0].y, a[1].y), (b[0].y, b[1].y))
    } else if a[0].y == a[1].y && b[0].y == b[1].y && a[0].y == b[0].y {
        overlap((a[0].x, a[1].x), (b[0].x, b[1].x))
    } else {
        0
    };
    if length > 3 { length } else { 0 }
}

fn crosses(a: &[Point], b: &[Point]) -> bool {
    let (level, upright) = match (a[0].y == a[1].y, b[0].y == b[1].y) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return false,
    };
    let within = |value: i32, one: i32, other: i32| one.min(other) < value && value < one.max(other);
    within(upright[0].x, level[0].x, level[1].x) && within(level[0].y, upright[0].y, upright[1].y)
}

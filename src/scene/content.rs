//! What stands in each element, flow label and boundary title, and how much room it takes.

use crate::layout::{ElementSize, Size, Sizes};
use crate::model::{Answer, DataId, Element, ElementKind, Flow, FlowId, Model, Target};
use crate::scene::Colour;
use crate::scene::marker;
use crate::text::{Font, widest, width, wrap};
use crate::threat::Assessment;

pub(super) const ELEMENT_LABEL: Font = Font::semibold(13.0);
pub(super) const ELEMENT_NOTE: Font = Font::regular(11.0);
pub(super) const FLOW_LABEL: Font = Font::regular(11.0);
pub(super) const CHIP: Font = Font::regular(10.5);
pub(super) const BOUNDARY_TITLE: Font = Font::semibold(12.0);

pub(super) const ELEMENT_LEADING: i32 = 17;
pub(super) const NOTE_LEADING: i32 = 15;
pub(super) const FLOW_LEADING: i32 = 14;
pub(super) const CHIP_HEIGHT: i32 = 17;
/// The dot before the names of data, with the space after it.
pub(super) const DOT: i32 = 11;

const ELEMENT_WRAP: f64 = 156.0;
const FLOW_WRAP: f64 = 168.0;
const TITLE_WRAP: f64 = 320.0;

/// Everything that is written into the diagram.
pub(super) struct Content {
    pub elements: Vec<ElementContent>,
    pub flows: Vec<FlowContent>,
    pub titles: Vec<TitleContent>,
    pub sizes: Sizes,
}

pub(super) struct ElementContent {
    pub label: Vec<String>,
    /// What it is built with, or what kind of entity it is.
    pub note: Vec<String>,
    pub data: Option<DataLine>,
    /// Indices into the assessment.
    pub markers: Vec<usize>,
    /// How many markers stand in one row.
    pub markers_per_row: usize,
}

pub(super) struct FlowContent {
    pub label: Vec<String>,
    pub data: Option<DataLine>,
    pub markers: Vec<usize>,
}

/// The kinds of data that are there, with a dot for the most sensitive.
pub(super) struct DataLine {
    pub text: String,
    pub colour: Colour,
}

pub(super) struct TitleContent {
    pub lines: Vec<String>,
    /// `trust 60`
    pub trust: Option<String>,
}

pub(super) fn content(model: &Model, assessment: &Assessment) -> Content {
    let on = |target: Target| assessment.on.get(&target).cloned().unwrap_or_default();
    let mut content = Content { elements: Vec::new(), flows: Vec::new(), titles: Vec::new(), sizes: Sizes::default() };
    for (index, element) in model.elements.iter().enumerate() {
        let markers = on(Target::Element(crate::model::ElementId(index)));
        let degree = model.flows.iter().filter(|flow| flow.from.0 == index || flow.to.0 == index).count();
        let (inside, size) = element_content(model, element, markers, degree);
        content.elements.push(inside);
        content.sizes.elements.push(size);
    }
    for (index, flow) in model.flows.iter().enumerate() {
        let (inside, size) = flow_content(model, flow, on(Target::Flow(FlowId(index))));
        content.flows.push(inside);
        content.sizes.labels.push(size);
    }
    for boundary in &model.boundaries {
        let lines = wrap(&boundary.label, BOUNDARY_TITLE, TITLE_WRAP);
        let trust = boundary.trust.map(|trust| format!("trust {trust}"));
        let pill = trust.as_ref().map_or(0, |trust| pill_width(trust) + 10);
        let height = i32::try_from(lines.len().max(1)).unwrap_or(1) * 16;
        content.sizes.titles.push(Size { width: widest(&lines, BOUNDARY_TITLE) + pill, height });
        content.titles.push(TitleContent { lines, trust });
    }
    content
}

pub(super) fn pill_width(text: &str) -> i32 {
    width(text, CHIP).ceil() as i32 + 16
}

fn element_content(
    model: &Model,
    element: &Element,
    markers: Vec<usize>,
    degree: usize,
) -> (ElementContent, ElementSize) {
    let label = wrap(&element.label, ELEMENT_LABEL, ELEMENT_WRAP);
    let note = wrap(&note(element), ELEMENT_NOTE, ELEMENT_WRAP);
    let data = data_line(model, &element.holds);
    let text = widest(&label, ELEMENT_LABEL)
        .max(widest(&note, ELEMENT_NOTE))
        .max(data.as_ref().map_or(0, |data| width(&data.text, CHIP).ceil() as i32 + DOT));
    let lines = |count: usize, leading: i32| i32::try_from(count).unwrap_or(i32::MAX / 100) * leading;
    let text_height = lines(label.len(), ELEMENT_LEADING)
        + lines(note.len(), NOTE_LEADING)
        + if data.is_some() { NOTE_LEADING } else { 0 };
    // Round ends take room from the text; lines at the top and bottom do not.
    let sides = if element.kind == ElementKind::Process { 44 } else { 36 };
    // A hub grows, so that its flows need not share a way in.
    let ports = i32::try_from(degree).unwrap_or(i32::MAX / 100);
    let shape = Size {
        width: (text + sides).max(96).max(16 * (ports / 6 + 2)),
        height: (text_height + 26).max(48).max(16 * ((ports + 1) / 3 + 1)),
    };
    let shape = Size { width: (shape.width + 15) / 16 * 16, height: (shape.height + 15) / 16 * 16 };
    let per_row = usize::try_from((shape.width - 16) / marker::PITCH).unwrap_or(1).clamp(1, 6);
    let strip = strip(markers.len(), per_row);
    let radius = if element.kind == ElementKind::Process { shape.height.min(64) / 2 } else { 0 };
    let inside = ElementContent { label, note, data, markers, markers_per_row: per_row };
    (inside, ElementSize { shape, strip, radius })
}

/// Markers sit on the top right corner, half in and half out, further rows above.
fn strip(markers: usize, per_row: usize) -> Size {
    if markers == 0 {
        return Size::default();
    }
    let columns = i32::try_from(markers.min(per_row)).unwrap_or(1);
    let rows = i32::try_from(markers.div_ceil(per_row)).unwrap_or(1);
    Size { width: columns * marker::PITCH + 8, height: marker::SIZE / 2 + 2 + (rows - 1) * marker::PITCH }
}

fn note(element: &Element) -> String {
    let tech: Vec<String> = element.settings.values("tech").iter().map(crate::model::Value::to_text).collect();
    if !tech.is_empty() {
        return tech.join(", ");
    }
    match element.kind {
        ElementKind::Entity => element.settings.text("kind").unwrap_or_default(),
        ElementKind::Process | ElementKind::Store => String::new(),
    }
}

fn data_line(model: &Model, ids: &[DataId]) -> Option<DataLine> {
    let first = ids.first()?;
    let sensitivity = |id: &DataId| match model.data[id.0].settings.answer("sensitivity") {
        Some(Answer::Values(_)) => match model.data[id.0].settings.text("sensitivity").as_deref() {
            Some("restricted") => 4,
            Some("confidential") => 3,
            Some("internal") => 2,
            _ => 1,
        },
        _ => 0,
    };
    let colour = match ids.iter().map(sensitivity).max().unwrap_or(0) {
        4 => Colour::Critical,
        3 => Colour::High,
        2 => Colour::Low,
        _ => Colour::Muted,
    };
    let mut text = model.data[first.0].id.value.clone();
    for (shown, id) in ids.iter().enumerate().skip(1) {
        let longer = format!("{text}, {}", model.data[id.0].id.value);
        if width(&longer, CHIP) > FLOW_WRAP - f64::from(DOT) {
            text = format!("{text} +{}", ids.len() - shown);
            break;
        }
        text = longer;
    }
    Some(DataLine { text, colour })
}

fn flow_content(model: &Model, flow: &Flow, markers: Vec<usize>) -> (FlowContent, Size) {
    let label = wrap(&flow.label, FLOW_LABEL, FLOW_WRAP);
    let data = data_line(model, &flow.carries);
    let content = FlowContent { label, data, markers };
    let size = flow_size(&content);
    (content, size)
}

/// ```text
/// (1) label, first line
///     label, second line
///     (o data, data)
/// ```
fn flow_size(content: &FlowContent) -> Size {
    let text = widest(&content.label, FLOW_LABEL);
    let data = content.data.as_ref().map_or(0, |data| pill_width(&data.text) + DOT);
    let lines = i32::try_from(content.label.len()).unwrap_or(i32::MAX / 100) * FLOW_LEADING;
    let chip = if content.data.is_some() { CHIP_HEIGHT + 2 } else { 0 };
    let markers = flow_markers_width(content);
    let height = (lines + chip).max(if content.markers.is_empty() { 0 } else { marker::SIZE });
    let width = text.max(data) + markers;
    if height == 0 { Size::default() } else { Size { width: width + 4, height: height + 2 } }
}

/// How wide the markers before a flow's label are; at most four stand in a row.
pub(super) fn flow_markers_width(content: &FlowContent) -> i32 {
    if content.markers.is_empty() {
        return 0;
    }
    i32::try_from(content.markers.len()).unwrap_or(1) * marker::PITCH + 4
}

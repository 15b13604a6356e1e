//! What stands in each element, flow label and boundary title, and how much room it takes.

use super::coverage::{self, Cell, coverage};
use super::marker;
use super::shape::{BORDER_RADIUS, Sensitivity};
use super::{Layer, Options};
use crate::layout::{ElementSize, LEAST_ALONG, Layout, Size, Sizes, corner_depth};
use crate::model::{
    Answer, DataId, Element, ElementId, ElementKind, Flow, FlowId, Imported, Model, Settings, Target, Value,
};
use crate::text::{Font, widest, width, wrap};
use crate::threat::Assessment;

pub(super) const ELEMENT_LABEL: Font = Font::semibold(13.0);
pub(super) const ELEMENT_NOTE: Font = Font::regular(11.0);
pub(super) const FLOW_LABEL: Font = Font::regular(11.0);
pub(super) const CHIP: Font = Font::regular(10.5);
pub(super) const CONTROL: Font = Font::regular(10.0);
/// The font of an answer that deserves a look: `none` or `unknown`.
pub(super) const CONTROL_GAP: Font = Font::semibold(10.0);
pub(super) const BOUNDARY_TITLE: Font = Font::semibold(12.0);

pub(super) const ELEMENT_LEADING: i32 = 17;
pub(super) const NOTE_LEADING: i32 = 15;
pub(super) const FLOW_LEADING: i32 = 14;
pub(super) const CONTROL_LEADING: i32 = 13;
pub(super) const CHIP_HEIGHT: i32 = 17;
/// The dot before the names of data, with the space after it.
pub(super) const DOT: i32 = 11;
/// The mark of what is imported, with the space after it.
pub(super) const IMPORT_MARK: i32 = 14;

const ELEMENT_WRAP: f64 = 156.0;
const FLOW_WRAP: f64 = 168.0;
const TITLE_WRAP: f64 = 320.0;
/// What is no wider than this is narrow, in pixels.
const NARROW: i32 = 64;
/// How much longer than the mean the longest of several lines may be: rather less than more.
const UNEVEN: [f64; 3] = [1.15, 1.3, 1.5];
/// How wide a row of coverage letters becomes.
pub(super) const LETTERS_WRAP: i32 = 132;
/// How many markers stand beside one another at a flow, and above an element, where there are few.
const MOST_BESIDE: usize = 4;
const MOST_ABOVE: usize = 6;
/// How many security attributes stand in an element before the rest is only counted.
const MOST_CONTROLS: usize = 6;

/// Everything that is written into the diagram.
pub(super) struct Content {
    pub elements: Vec<ElementContent>,
    pub flows: Vec<FlowContent>,
    pub titles: Vec<TitleContent>,
    pub sizes: Sizes,
}

pub(super) struct ElementContent {
    pub label: Vec<String>,
    /// What the file that declares it is called here, where another one does.
    pub origin: Option<String>,
    /// What it is built with, or what kind of entity it is.
    pub note: Vec<String>,
    pub data: Option<DataLine>,
    pub controls: Vec<Control>,
    pub coverage: Vec<Cell>,
    pub markers: Markers,
}

/// The threat markers on something.
pub(super) struct Markers {
    /// Indices into the assessment.
    pub threats: Vec<usize>,
    /// What stands at each; empty where nothing does.
    pub letters: Vec<String>,
    /// How many stand in one row.
    pub per_row: usize,
    /// From one to the next.
    pub pitch: i32,
    /// From one row to the next.
    pub leading: i32,
    /// From the right side of an element to the last of them.
    pub inset: i32,
}

/// A line that names a security attribute with its answer.
pub(super) struct Control {
    pub text: String,
    pub font: Font,
}

pub(super) struct FlowContent {
    pub label: Vec<String>,
    /// The label in shorter lines, for where there is little room.
    pub narrow_label: Option<Vec<String>>,
    pub data: Option<DataLine>,
    pub controls: Vec<Control>,
    pub coverage: Vec<Cell>,
    pub markers: Markers,
}

/// The kinds of data that are there, with a dot for the most sensitive.
pub(super) struct DataLine {
    pub text: String,
    pub sensitivity: Sensitivity,
}

pub(super) struct TitleContent {
    pub lines: Vec<String>,
    /// What the file that declares it is called here, where another one does.
    pub origin: Option<String>,
    /// `trust 60`
    pub trust: Option<String>,
    pub controls: Vec<Control>,
}

impl Content {
    /// Gives each label the lines that the layout chose.
    pub(super) fn fit(&mut self, layout: &Layout) {
        for (content, place) in self.flows.iter_mut().zip(&layout.flows) {
            if let Some(narrow) = content.narrow_label.take().filter(|_| place.is_narrow) {
                content.label = narrow;
            }
        }
    }
}

pub(super) fn content(model: &Model, assessment: &Assessment, options: &Options) -> Content {
    let writer = Writer { model, assessment, options };
    let mut content = Content { elements: Vec::new(), flows: Vec::new(), titles: Vec::new(), sizes: Sizes::default() };
    for (index, element) in model.elements.iter().enumerate() {
        let (inside, size) = writer.element(ElementId(index), element);
        content.elements.push(inside);
        content.sizes.elements.push(size);
    }
    for (index, flow) in model.flows.iter().enumerate() {
        let inside = writer.flow(FlowId(index), flow);
        let size = flow_size(&inside, &inside.label);
        let narrow = inside.narrow_label.as_ref().map(|lines| flow_size(&inside, lines));
        content.sizes.labels.push(size);
        content.sizes.narrow_labels.push(narrow.filter(|narrow| narrow.width < size.width));
        content.flows.push(inside);
    }
    for boundary in &model.boundaries {
        let lines = wrap(&boundary.label, BOUNDARY_TITLE, TITLE_WRAP);
        let trust = boundary.trust.map(|trust| format!("trust {trust}"));
        let pill = trust.as_ref().map_or(0, |trust| pill_width(trust) + 10);
        let origin = origin(boundary.imported.as_ref());
        let rows = lines.len().max(1) + usize::from(origin.is_some());
        let controls = writer.controls(&boundary.settings);
        let height = i32::try_from(rows).unwrap_or(1) * 16 + lines_of(&controls);
        let heading = widest(&lines, BOUNDARY_TITLE).max(origin_width(origin.as_deref())) + pill;
        let width = heading.max(widest_of(&controls));
        content.sizes.titles.push(Size { width, height });
        content.titles.push(TitleContent { lines, origin, trust, controls });
    }
    content
}

pub(super) fn pill_width(text: &str) -> i32 {
    width(text, CHIP).ceil() as i32 + 16
}

/// What stands on an imported thing.
fn origin(imported: Option<&Imported>) -> Option<String> {
    imported.map(|imported| shortened(&imported.namespace, CHIP))
}

pub(super) fn origin_width(origin: Option<&str>) -> i32 {
    origin.map_or(0, |origin| width(origin, CHIP).ceil() as i32 + IMPORT_MARK)
}

/// The elements and flows that are in scope.
pub(super) fn in_scope(model: &Model) -> impl Iterator<Item = Target> {
    let elements = (0..model.elements.len()).map(|index| Target::Element(ElementId(index)));
    let flows = (0..model.flows.len()).map(|index| Target::Flow(FlowId(index)));
    elements.chain(flows).filter(|target| !model.is_out_of_scope(*target))
}

struct Writer<'a> {
    model: &'a Model,
    assessment: &'a Assessment,
    options: &'a Options,
}

impl Writer<'_> {
    fn element(&self, id: ElementId, element: &Element) -> (ElementContent, ElementSize) {
        let label = wrap(&element.label, ELEMENT_LABEL, ELEMENT_WRAP);
        let note = wrap(&note(element), ELEMENT_NOTE, ELEMENT_WRAP);
        let data = self.data_line(&element.holds);
        let controls = self.controls(&element.settings);
        let coverage = self.coverage(Target::Element(id));
        let origin = origin(element.imported.as_ref());
        let mut inside = ElementContent { label, origin, note, data, controls, coverage, markers: Markers::none() };
        // A flow to itself needs a side for each end.
        let ends = |flow: &Flow| match (flow.from == id, flow.to == id) {
            (true, true) => 4,
            (false, false) => 0,
            _ => 1,
        };
        let degree = self.model.flows.iter().map(ends).sum();
        let shape = element_shape(element.kind, &inside, degree);
        let radius = match element.kind {
            _ if element.is_collapsed => BORDER_RADIUS,
            ElementKind::Process => shape.height.min(64) / 2,
            ElementKind::Entity | ElementKind::Store => 0,
        };
        inside.markers = self.markers(Target::Element(id)).on_corner(shape.width, radius);
        let strip = strip(&inside.markers);
        // A tower of markers takes more room than a wider element.
        let width = (strip.width + 8 + 15) / 16 * 16;
        let shape = if inside.markers.rows() > 1 { Size { width: shape.width.max(width), ..shape } } else { shape };
        (inside, ElementSize { shape, strip, radius })
    }

    fn flow(&self, id: FlowId, flow: &Flow) -> FlowContent {
        let label = wrap(&flow.label, FLOW_LABEL, FLOW_WRAP);
        let label = evened(&flow.label, &label, label.len()).unwrap_or(label);
        FlowContent {
            narrow_label: narrowed(&flow.label, &label),
            label,
            data: self.data_line(&flow.carries),
            controls: self.controls(&flow.settings),
            coverage: self.coverage(Target::Flow(id)),
            markers: self.markers(Target::Flow(id)),
        }
    }

    /// The security attributes, where they are shown.
    fn controls(&self, settings: &Settings) -> Vec<Control> {
        if self.options.layers.show(Layer::Controls) { controls(settings) } else { Vec::new() }
    }

    fn markers(&self, target: Target) -> Markers {
        if !self.options.layers.show(Layer::Threats) {
            return Markers::none();
        }
        let threats = self.assessment.on.get(&target).cloned().unwrap_or_default();
        let lettered = self.options.layers.show(Layer::Categories);
        let letters = |index: &usize| {
            let threat = &self.model.threats[self.assessment.threats[*index].threat.0];
            if lettered { marker::letters(threat) } else { String::new() }
        };
        let letters: Vec<String> = threats.iter().map(letters).collect();
        let pitch = marker::pitch(letters.iter().map(String::as_str));
        let leading = marker::PITCH + if lettered { marker::LETTERS_HEIGHT } else { 0 };
        let markers = Markers { threats, letters, pitch, leading, ..Markers::none() };
        markers.in_rows_of(MOST_BESIDE)
    }

    fn coverage(&self, target: Target) -> Vec<Cell> {
        if self.model.is_out_of_scope(target) { Vec::new() } else { coverage(self.model, target, self.options) }
    }

    fn data_line(&self, ids: &[DataId]) -> Option<DataLine> {
        if self.options.layers.show(Layer::Data) { data_line(self.model, ids) } else { None }
    }
}

impl Markers {
    fn none() -> Markers {
        let (pitch, leading) = (marker::PITCH, marker::PITCH);
        Markers { threats: Vec::new(), letters: Vec::new(), per_row: 1, pitch, leading, inset: 0 }
    }

    /// In as few rows as take no more than so many each, but rather wide than high, and all about as long.
    fn in_rows_of(self, most: usize) -> Markers {
        let count = self.threats.len().max(1);
        let most = (most..=most.max(count)).find(|most| count.div_ceil(*most) <= (*most).max(2)).unwrap_or(most);
        Markers { per_row: count.div_ceil(count.div_ceil(most)), ..self }
    }

    /// On the top right corner of an element, as many beside one another as it is wide.
    fn on_corner(self, width: i32, radius: i32) -> Markers {
        // A line that ends right below a round corner ends at its curve.
        let curve = corner_depth(radius, LEAST_ALONG).ceil() as i32;
        let inset = 4 + if radius > 0 { curve + 2 } else { 0 };
        let most = usize::try_from((width - 12 - inset) / self.pitch).unwrap_or(1).clamp(1, MOST_ABOVE);
        Markers { inset, ..self.in_rows_of(most) }
    }

    pub(super) fn rows(&self) -> usize {
        self.threats.len().div_ceil(self.per_row)
    }

    /// In which row, from the top, and at which place of it one stands, from the left, and how many stand there. The first row has
    /// what the others leave.
    pub(super) fn place(&self, position: usize) -> (usize, usize, usize) {
        let first = self.threats.len() - self.rows().saturating_sub(1) * self.per_row;
        match position.checked_sub(first) {
            None => (0, position, first),
            Some(behind) => (1 + behind / self.per_row, behind % self.per_row, self.per_row),
        }
    }
}

fn lines(count: usize, leading: i32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 100) * leading
}

/// How high what is written in an element is.
pub(super) fn text_height(content: &ElementContent) -> i32 {
    lines(content.label.len(), ELEMENT_LEADING)
        + if content.origin.is_some() { NOTE_LEADING } else { 0 }
        + lines(content.note.len(), NOTE_LEADING)
        + if content.data.is_some() { NOTE_LEADING } else { 0 }
        + if content.controls.is_empty() { 0 } else { 3 + lines(content.controls.len(), CONTROL_LEADING) }
        + if content.coverage.is_empty() { 0 } else { 3 + coverage::size(&content.coverage, LETTERS_WRAP).height }
}

/// For how many flows an element grows.
const MOST_PORTS: usize = 240;

fn element_shape(kind: ElementKind, content: &ElementContent, degree: usize) -> Size {
    let controls = content.controls.iter().map(|control| width(&control.text, control.font).ceil() as i32);
    let text = widest(&content.label, ELEMENT_LABEL)
        .max(widest(&content.note, ELEMENT_NOTE))
        .max(origin_width(content.origin.as_deref()))
        .max(content.data.as_ref().map_or(0, |data| width(&data.text, CHIP).ceil() as i32 + DOT))
        .max(controls.max().unwrap_or(0))
        .max(coverage::size(&content.coverage, LETTERS_WRAP).width);
    // Round ends take room from the text; lines at the top and bottom do not.
    let sides = if kind == ElementKind::Process { 44 } else { 36 };
    // A hub grows, so that its flows need not share a way in; for very many, only where the layout finds that they do.
    let ports = i32::try_from(degree.min(MOST_PORTS)).unwrap_or_default();
    let wide = (text + sides).max(96).max(16 * (ports / 5 + 2));
    let high = (text_height(content) + 26).max(48).max(16 * ((ports + 1) / 3 + 1));
    Size { width: (wide + 15) / 16 * 16, height: (high + 15) / 16 * 16 }
}

/// Markers sit on the top right corner, half in and half out, further rows above, letters above each.
fn strip(markers: &Markers) -> Size {
    let count = markers.threats.len();
    if count == 0 {
        return Size::default();
    }
    let columns = i32::try_from(count.min(markers.per_row)).unwrap_or(1);
    let rows = i32::try_from(markers.rows()).unwrap_or(1);
    let letters = markers.leading - marker::PITCH;
    let width = columns * markers.pitch + 4 + markers.inset;
    Size { width, height: marker::SIZE / 2 + 2 + letters + (rows - 1) * markers.leading }
}

/// The security attributes that are answered, `none` and `unknown` too.
pub(super) fn controls(settings: &Settings) -> Vec<Control> {
    let answered: Vec<_> = settings.iter().filter(|(attribute, _)| attribute.is_control()).collect();
    let shown = if answered.len() > MOST_CONTROLS { MOST_CONTROLS - 1 } else { answered.len() };
    let line = |name: &str, answer: &Answer| {
        let (said, font) = match answer {
            Answer::None => ("none".to_owned(), CONTROL_GAP),
            Answer::Unknown => ("unknown".to_owned(), CONTROL_GAP),
            Answer::Values(values) => (values.iter().map(Value::to_text).collect::<Vec<_>>().join(", "), CONTROL),
        };
        Control { text: shortened(&format!("{name}: {said}"), font), font }
    };
    let mut controls: Vec<Control> =
        answered[..shown].iter().map(|(attribute, answer)| line(attribute.name, answer)).collect();
    if shown < answered.len() {
        controls.push(Control { text: format!("and {} more", answered.len() - shown), font: CONTROL });
    }
    controls
}

/// How high lines of security attributes are.
fn lines_of(controls: &[Control]) -> i32 {
    lines(controls.len(), CONTROL_LEADING)
}

/// How wide the widest of them is.
fn widest_of(controls: &[Control]) -> i32 {
    controls.iter().map(|control| width(&control.text, control.font).ceil() as i32).max().unwrap_or(0)
}

/// A text that fits into an element, with an ellipsis where something is cut off.
fn shortened(text: &str, font: Font) -> String {
    if width(text, font) <= ELEMENT_WRAP {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let fits = |end: &usize| width(&format!("{}…", &text[..*end]), font) <= ELEMENT_WRAP;
    let most = ends.partition_point(fits);
    format!("{}…", text[..ends[most.saturating_sub(1)]].trim_end())
}

fn note(element: &Element) -> String {
    if element.is_collapsed {
        let trust = element.settings.integer("trust").map(|trust| format!("trust {trust}"));
        return ["collapsed".to_owned()].into_iter().chain(trust).collect::<Vec<_>>().join(" · ");
    }
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
    let sensitivity = worst(model, ids)?;
    // The most sensitive ones first: the dot is theirs.
    let mut ids = ids.to_vec();
    ids.sort_by_key(|id| std::cmp::Reverse(self::sensitivity(&model.data[id.0].settings)));
    let first = ids.first()?;
    let mut text = model.data[first.0].id.value.clone();
    for (shown, id) in ids.iter().enumerate().skip(1) {
        let longer = format!("{text}, {}", model.data[id.0].id.value);
        if width(&longer, CHIP) > FLOW_WRAP - f64::from(DOT) {
            text = format!("{text} +{}", ids.len() - shown);
            break;
        }
        text = longer;
    }
    Some(DataLine { text, sensitivity })
}

/// How sensitive the most sensitive of some kinds of data is, which is what the dot before them shows.
pub(super) fn worst(model: &Model, ids: &[DataId]) -> Option<Sensitivity> {
    ids.iter().map(|id| sensitivity(&model.data[id.0].settings)).max()
}

/// How sensitive data is by its own attribute.
fn sensitivity(settings: &Settings) -> Sensitivity {
    match settings.answer("sensitivity") {
        Some(Answer::Values(_)) => match settings.text("sensitivity").as_deref() {
            Some("restricted") => Sensitivity::Restricted,
            Some("confidential") => Sensitivity::Confidential,
            Some("internal") => Sensitivity::Internal,
            _ => Sensitivity::Public,
        },
        Some(Answer::None | Answer::Unknown) | None => Sensitivity::Unknown,
    }
}

/// ```text
/// (1) label, first line
///  E  label, second line
///     (o data, data)
///     protocol: https
///     T I D
/// ```
fn flow_size(content: &FlowContent, label: &[String]) -> Size {
    let letters = coverage::size(&content.coverage, LETTERS_WRAP);
    let text = widest(label, FLOW_LABEL).max(letters.width);
    let data = content.data.as_ref().map_or(0, |data| pill_width(&data.text) + DOT);
    let markers = if content.markers.threats.is_empty() { 0 } else { markers_height(&content.markers) };
    let height = (lines(label.len(), FLOW_LEADING) + flow_rest_height(content)).max(markers);
    let width = text.max(data).max(widest_of(&content.controls)) + flow_markers_width(content);
    if height == 0 { Size::default() } else { Size { width: width + 4, height: height + 2 } }
}

/// How high what is written beside a flow is, without its markers.
pub(super) fn flow_text_height(content: &FlowContent) -> i32 {
    lines(content.label.len(), FLOW_LEADING) + flow_rest_height(content)
}

/// How high what is written under the label is.
fn flow_rest_height(content: &FlowContent) -> i32 {
    let chip = if content.data.is_some() { CHIP_HEIGHT + 2 } else { 0 };
    chip + lines_of(&content.controls) + coverage::size(&content.coverage, LETTERS_WRAP).height
}

/// A flow's label in no more than so many lines, which are about as long as one another; nothing where it takes but one.
fn evened(text: &str, lines: &[String], count: usize) -> Option<Vec<String>> {
    if count < 2 {
        return None;
    }
    let words = text.split_whitespace().map(|word| width(word, FLOW_LABEL)).fold(0.0, f64::max).min(FLOW_WRAP);
    let mean = lines.iter().map(|line| width(line, FLOW_LABEL)).sum::<f64>() / count as f64;
    let wrapped = UNEVEN.into_iter().map(|uneven| wrap(text, FLOW_LABEL, (uneven * mean).max(words)));
    wrapped.into_iter().find(|evened| evened.len() <= count)
}

/// A flow's label in one line more than these, where that makes it much narrower.
fn narrowed(text: &str, lines: &[String]) -> Option<Vec<String>> {
    let usual = widest(lines, FLOW_LABEL);
    if usual < NARROW || !text.contains(char::is_whitespace) {
        return None;
    }
    let narrow = evened(text, lines, lines.len() + 1)?;
    (5 * widest(&narrow, FLOW_LABEL) <= 4 * usual).then_some(narrow)
}

/// How high markers are with their letters.
pub(super) fn markers_height(markers: &Markers) -> i32 {
    let rows = i32::try_from(markers.rows()).unwrap_or(1);
    marker::SIZE + rows * markers.leading - marker::PITCH
}

/// How wide the markers before a flow's label are.
pub(super) fn flow_markers_width(content: &FlowContent) -> i32 {
    let count = i32::try_from(content.markers.threats.len().min(content.markers.per_row)).unwrap_or(1);
    if count == 0 { 0 } else { count * content.markers.pitch + 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_narrowed_where_one_line_more_makes_it_much_narrower() {
        let narrow = |text: &str| narrowed(text, &wrap(text, FLOW_LABEL, FLOW_WRAP));
        assert_eq!(narrow("stop or restart the charges"), Some(vec!["stop or restart".into(), "the charges".into()]));
        let three = narrow("whatever the household has ordered for the week");
        assert_eq!(three.map(|lines| lines.len()), Some(3));
        for text in ["pay now", "acknowledgement-of-receipt", "acknowledgement-of-receipt x", ""] {
            assert_eq!(narrow(text), None, "{text}");
        }
    }
}

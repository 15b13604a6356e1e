//! A model and a view to the model that the view shows.
//!
//! # Steps
//! 1. `Shown`: which elements, boundaries and flows are there: what is included, less what is left out, and of that
//!    what is in focus.
//! 2. `Places`: where each of them is found in the view. A collapsed boundary is an element there, and everything
//!    inside is found at that element.
//! 3. `project`: the values with their new ids.
//!
//! The result is a model like any other, so whatever draws or lists a model also draws and lists a view. Spans stay
//! those of the source. It refuses to know what a view is drawn for.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{graph, key_between};
use super::shown::Shown;
use super::types::{
    Assumption, Boundary, BoundaryId, DataId, Dismissal, Element, ElementId, ElementKind, Flow, FlowId, Header,
    Mentioned, MitigationId, Model, Part, Question, RuleDismissal, Target, Threat, View,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::Arrow;

/// How many labels a flow lists that stands for several.
const MAX_LABELS: usize = 2;

/// The part of a model that a view shows. Its title is that of the model and the view's label.
#[must_use]
pub fn view(model: &Model, view: &View) -> Model {
    let shown = Shown::new(model, view);
    let places = Places::new(model, view, &shown);
    project(model, view, &places)
}

/// Whether a view shows no element and no boundary at all.
#[must_use]
pub fn shows_nothing(model: &Model, view: &View) -> bool {
    let shown = Shown::new(model, view);
    !shown.elements.contains(&true) && !shown.boundaries.contains(&true)
}

/// A view of one element, boundary, flow or kind of data with what is next to it; [`None`] where nothing of the model
/// has this identifier.
#[must_use]
pub fn focus(model: &Model, id: &str) -> Option<View> {
    let (part, label, span) = part(model, id)?;
    Some(View {
        id: Spanned { value: id.to_owned(), span },
        label,
        doc: String::new(),
        include: Vec::new(),
        exclude: Vec::new(),
        collapse: Vec::new(),
        focus: Some(Spanned { value: part, span }),
        direction: None,
        span,
    })
}

/// What an identifier stands for, with its label and where it is declared.
fn part(model: &Model, id: &str) -> Option<(Part, String, Span)> {
    let target = model.target_named(id).map(|target| match target {
        Target::Element(at) => (Part::Element(at), model.element(at).label.clone(), model.target_span(target)),
        Target::Boundary(at) => (Part::Boundary(at), model.boundary(at).label.clone(), model.target_span(target)),
        Target::Flow(at) => {
            let label = &model.flow(at).label;
            let label = if label.is_empty() { id } else { label };
            (Part::Flow(at), label.to_owned(), model.target_span(target))
        }
    });
    let data = || {
        let index = model.data.iter().position(|one| one.id.value == id)?;
        Some((Part::Data(DataId(index)), model.data[index].label.clone(), model.data[index].id.span))
    };
    target.or_else(data)
}

/// What an element of a view is in the model.
enum Origin {
    Element(ElementId),
    /// A boundary with the elements inside that it stands for.
    Collapsed(BoundaryId, Vec<ElementId>),
}

/// Where everything of a model is found in a view of it.
struct Places {
    /// The elements of the view.
    elements: Vec<Origin>,
    /// The boundaries of the view.
    boundaries: Vec<BoundaryId>,
    /// The flows of the view; each may stand for several.
    flows: Vec<Vec<FlowId>>,
    element_at: Vec<Option<ElementId>>,
    /// A boundary that is collapsed, or inside of one, is found at an element.
    boundary_at: Vec<Option<Target>>,
    /// A flow inside a collapsed boundary is found at an element.
    flow_at: Vec<Option<Target>>,
}

impl Places {
    fn new(model: &Model, view: &View, shown: &Shown) -> Places {
        let mut places = Places {
            elements: Vec::new(),
            boundaries: Vec::new(),
            flows: Vec::new(),
            element_at: vec![None; model.elements.len()],
            boundary_at: vec![None; model.boundaries.len()],
            flow_at: vec![None; model.flows.len()],
        };
        let stand_ins = stand_ins(model, view);
        places.place_elements(model, shown, &stand_ins);
        places.place_boundaries(shown, &stand_ins);
        places.place_flows(model, shown);
        places
    }

    fn place_elements(&mut self, model: &Model, shown: &Shown, stand_ins: &[Option<BoundaryId>]) {
        let mut nodes = vec![None; model.boundaries.len()];
        let mut add = |elements: &mut Vec<Origin>, boundary: BoundaryId| {
            *nodes[boundary.0].get_or_insert_with(|| {
                elements.push(Origin::Collapsed(boundary, Vec::new()));
                ElementId(elements.len() - 1)
            })
        };
        for (index, element) in model.elements.iter().enumerate().filter(|(index, _)| shown.elements[*index]) {
            let id = ElementId(index);
            let Some(boundary) = element.parent.and_then(|parent| stand_ins[parent.0]) else {
                self.element_at[index] = Some(ElementId(self.elements.len()));
                self.elements.push(Origin::Element(id));
                continue;
            };
            let node = add(&mut self.elements, boundary);
            if let Origin::Collapsed(_, inside) = &mut self.elements[node.0] {
                inside.push(id);
            }
            self.element_at[index] = Some(node);
        }
        for (index, stand_in) in stand_ins.iter().enumerate().filter(|(index, _)| shown.boundaries[*index]) {
            self.boundary_at[index] = stand_in.map(|boundary| Target::Element(add(&mut self.elements, boundary)));
        }
    }

    fn place_boundaries(&mut self, shown: &Shown, stand_ins: &[Option<BoundaryId>]) {
        for (index, stand_in) in stand_ins.iter().enumerate() {
            if shown.boundaries[index] && stand_in.is_none() {
                self.boundary_at[index] = Some(Target::Boundary(BoundaryId(self.boundaries.len())));
                self.boundaries.push(BoundaryId(index));
            }
        }
    }

    fn place_flows(&mut self, model: &Model, shown: &Shown) {
        let mut merged: BTreeMap<(ElementId, ElementId, Arrow), FlowId> = BTreeMap::new();
        for (index, flow) in model.flows.iter().enumerate().filter(|(index, _)| shown.flows[*index]) {
            let (Some(from), Some(to)) = (self.element_at[flow.from.0], self.element_at[flow.to.0]) else { continue };
            let is_led = self.is_collapsed(from) || self.is_collapsed(to);
            if is_led && from == to {
                self.flow_at[index] = Some(Target::Element(from));
                continue;
            }
            // The two ends of `<->` have no order.
            let ends = if flow.arrow == Arrow::Both { (from.min(to), from.max(to)) } else { (from, to) };
            let next = FlowId(self.flows.len());
            let at = if is_led { *merged.entry((ends.0, ends.1, flow.arrow)).or_insert(next) } else { next };
            if at == next {
                self.flows.push(Vec::new());
            }
            self.flows[at.0].push(FlowId(index));
            self.flow_at[index] = Some(Target::Flow(at));
        }
    }

    fn is_collapsed(&self, id: ElementId) -> bool {
        matches!(self.elements[id.0], Origin::Collapsed(..))
    }

    fn boundary(&self, id: Option<BoundaryId>) -> Option<BoundaryId> {
        match self.boundary_at[id?.0] {
            Some(Target::Boundary(id)) => Some(id),
            _ => None,
        }
    }

    fn target(&self, target: Target) -> Option<Target> {
        match target {
            Target::Element(id) => self.element_at[id.0].map(Target::Element),
            Target::Flow(id) => self.flow_at[id.0],
            Target::Boundary(id) => self.boundary_at[id.0],
        }
    }

    /// Where these are found; [`None`] where none of them is. What is about nothing is about the whole model and stays.
    fn targets(&self, targets: &[Spanned<Target>]) -> Option<Vec<Spanned<Target>>> {
        let mut seen = BTreeSet::new();
        let places =
            targets.iter().filter_map(|target| Some(Spanned { value: self.target(target.value)?, span: target.span }));
        let found: Vec<Spanned<Target>> = places.filter(|place| seen.insert(place.value)).collect();
        (targets.is_empty() || !found.is_empty()).then_some(found)
    }
}

/// For each boundary the outermost collapsed one around it, itself included.
fn stand_ins(model: &Model, view: &View) -> Vec<Option<BoundaryId>> {
    let mut is_collapsed = vec![false; model.boundaries.len()];
    for boundary in &view.collapse {
        is_collapsed[boundary.value.0] = true;
    }
    let mut stand_ins: Vec<Option<BoundaryId>> = Vec::new();
    for (index, boundary) in model.boundaries.iter().enumerate() {
        let outer = boundary.parent.and_then(|parent| stand_ins[parent.0]);
        stand_ins.push(outer.or_else(|| is_collapsed[index].then_some(BoundaryId(index))));
    }
    stand_ins
}

fn project(model: &Model, view: &View, places: &Places) -> Model {
    let mut projected = Model {
        header: header(&model.header, view),
        elements: places.elements.iter().map(|origin| element(model, places, origin)).collect(),
        boundaries: places.boundaries.iter().map(|id| boundary(model.boundary(*id), places)).collect(),
        parked: model.parked.clone(),
        incomplete: model.incomplete,
        ..Model::default()
    };
    projected.flows = places.flows.iter().map(|origins| flow(model, &projected.elements, places, origins)).collect();
    findings(model, places, &mut projected);
    let data = keep_data(model, &mut projected);
    projected.mentioned = Mentioned {
        elements: model.mentioned.elements.iter().filter_map(|id| places.element_at[id.0]).collect(),
        data: model.mentioned.data.iter().filter_map(|id| data[id.0]).collect(),
    };
    projected.graph = graph(&projected);
    projected
}

fn header(header: &Header, view: &View) -> Header {
    let value = match &header.title {
        Some(title) => format!("{}: {}", title.value, view.label),
        None => view.label.clone(),
    };
    let span = header.title.as_ref().map_or(view.span, |title| title.span);
    Header { title: Some(Spanned { value, span }), direction: view.direction.or(header.direction), ..header.clone() }
}

/// An element of the view. What it holds still has the ids of the whole model.
fn element(model: &Model, places: &Places, origin: &Origin) -> Element {
    match origin {
        Origin::Element(id) => {
            let element = model.element(*id).clone();
            Element { parent: places.boundary(element.parent), ..element }
        }
        Origin::Collapsed(id, inside) => {
            let boundary = model.boundary(*id).clone();
            Element {
                kind: ElementKind::Process,
                id: boundary.id,
                imported: boundary.imported,
                label: boundary.label,
                doc: boundary.doc,
                parent: places.boundary(boundary.parent),
                is_collapsed: true,
                holds: distinct(inside.iter().flat_map(|id| &model.element(*id).holds)),
                settings: boundary.settings,
                span: boundary.span,
            }
        }
    }
}

fn boundary(boundary: &Boundary, places: &Places) -> Boundary {
    Boundary { parent: places.boundary(boundary.parent), ..boundary.clone() }
}

/// A flow of the view. What it carries still has the ids of the whole model.
fn flow(model: &Model, elements: &[Element], places: &Places, origins: &[FlowId]) -> Flow {
    let first = model.flow(origins[0]);
    let end = |id: ElementId| places.element_at[id.0].unwrap_or(id);
    let (from, to) = (end(first.from), end(first.to));
    let key = || key_between(&elements[from.0].id.value, first.arrow, &elements[to.0].id.value);
    if let [_] = origins {
        let key = first.id.as_ref().map_or_else(key, |id| id.value.clone());
        return Flow { key, from, to, ..first.clone() };
    }
    let all = || origins.iter().map(|id| model.flow(*id));
    Flow {
        id: None,
        key: key(),
        from,
        to,
        label: listed(all()),
        doc: String::new(),
        carries: distinct(all().flat_map(|flow| &flow.carries)),
        settings: all().skip(1).fold(first.settings.clone(), |shared, flow| shared.shared(&flow.settings)),
        ..first.clone()
    }
}

/// The labels of flows that are drawn as one: `read, write +3`. A flow without a label is listed by its name.
fn listed<'a>(flows: impl Iterator<Item = &'a Flow>) -> String {
    let names = flows.map(|flow| if flow.label.is_empty() { &flow.key } else { &flow.label });
    let names = distinct(names);
    let shown = names.iter().take(MAX_LABELS).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_LABELS) {
        0 => shown,
        more => format!("{shown} +{more}"),
    }
}

fn findings(model: &Model, places: &Places, projected: &mut Model) {
    let threats = model.threats.iter().filter_map(|threat| {
        let targets = places.targets(&threat.targets)?;
        Some(Threat { targets, ..threat.clone() })
    });
    projected.threats = threats.collect();
    keep_mitigations(model, projected);
    let dismissals = model.dismissals.iter().filter_map(|dismissal| {
        let value = places.target(dismissal.target.value)?;
        let target = Spanned { value, span: dismissal.target.span };
        Some(Dismissal { target, ..dismissal.clone() })
    });
    projected.dismissals = dismissals.collect();
    let rules = model.rule_dismissals.iter().filter_map(|dismissal| {
        let Some(target) = &dismissal.target else { return Some(dismissal.clone()) };
        let value = places.target(target.value)?;
        Some(RuleDismissal { target: Some(Spanned { value, span: target.span }), ..dismissal.clone() })
    });
    projected.rule_dismissals = rules.collect();
    let assumptions = model.assumptions.iter().filter_map(|one| {
        let targets = places.targets(&one.targets)?;
        Some(Assumption { targets, ..one.clone() })
    });
    projected.assumptions = assumptions.collect();
    let questions = model.questions.iter().filter_map(|one| {
        let targets = places.targets(&one.targets)?;
        Some(Question { targets, ..one.clone() })
    });
    projected.questions = questions.collect();
}

/// Mitigations stay with the threats that they answer.
fn keep_mitigations(model: &Model, projected: &mut Model) {
    let answers =
        |threats: &[Threat]| threats.iter().flat_map(|threat| &threat.mitigations).map(|id| id.0).collect::<Vec<_>>();
    let at = numbers(model.mitigations.len(), &answers(&model.threats), &answers(&projected.threats));
    projected.mitigations = kept(&model.mitigations, &at);
    for threat in &mut projected.threats {
        threat.mitigations = threat.mitigations.iter().filter_map(|id| at[id.0].map(MitigationId)).collect();
    }
}

/// Data stays with what holds or carries it. The result says where each kind of data is found.
fn keep_data(model: &Model, projected: &mut Model) -> Vec<Option<DataId>> {
    let uses = |model: &Model| {
        let held = model.elements.iter().flat_map(|element| &element.holds);
        held.chain(model.flows.iter().flat_map(|flow| &flow.carries)).map(|id| id.0).collect::<Vec<_>>()
    };
    let at = numbers(model.data.len(), &uses(model), &uses(projected));
    projected.data = kept(&model.data, &at);
    let at: Vec<Option<DataId>> = at.into_iter().map(|index| index.map(DataId)).collect();
    let elements = projected.elements.iter_mut().map(|element| &mut element.holds);
    for ids in elements.chain(projected.flows.iter_mut().map(|flow| &mut flow.carries)) {
        *ids = ids.iter().filter_map(|id| at[id.0]).collect();
    }
    at
}

/// The new numbers of so many things: of those that are still used, and of those that nothing ever used.
fn numbers(count: usize, uses_before: &[usize], uses_now: &[usize]) -> Vec<Option<usize>> {
    let mut is_kept = vec![true; count];
    for index in uses_before {
        is_kept[*index] = false;
    }
    for index in uses_now {
        is_kept[*index] = true;
    }
    let mut next = 0..;
    is_kept.into_iter().map(|kept| if kept { next.next() } else { None }).collect()
}

fn kept<T: Clone>(all: &[T], at: &[Option<usize>]) -> Vec<T> {
    all.iter().zip(at).filter(|(_, at)| at.is_some()).map(|(one, _)| one.clone()).collect()
}

/// Each value once, where it stands first.
fn distinct<'a, T: Ord + Clone + 'a>(values: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(*value)).cloned().collect()
}

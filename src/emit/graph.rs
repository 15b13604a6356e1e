//! What the formats that lay themselves out are made of: which boundary holds what, names that other languages take, and
//! the lines of each label. Refuses to know any of their syntaxes.

use std::collections::BTreeSet;

use crate::model::{BoundaryId, DataId, ElementId, ElementKind, FlowId, Imported, Model, Target};
use crate::text::{Font, wrap};

/// How wide labels may get, in pixels of [`LABEL`]; other tools do not break lines.
const LIMIT: f64 = 200.0;
const LABEL: Font = Font::regular(12.0);

/// The flows, each with whether it answers another; other tools draw these dotted, too.
pub(super) fn flows(model: &Model) -> impl Iterator<Item = (FlowId, bool)> {
    let replies = model.replies();
    (0..model.flows.len()).map(FlowId).map(move |id| (id, replies.contains(&id)))
}

/// What stands directly in a boundary, or in none.
#[derive(Default)]
pub(super) struct Inside {
    pub elements: Vec<ElementId>,
    pub boundaries: Vec<BoundaryId>,
}

/// Which boundary holds what, in the order of the text.
pub(super) struct Nest {
    outside: Inside,
    boundaries: Vec<Inside>,
}

impl Nest {
    pub(super) fn of(model: &Model) -> Nest {
        let boundaries = model.boundaries.iter().map(|_| Inside::default()).collect();
        let mut nest = Nest { outside: Inside::default(), boundaries };
        for (index, element) in model.elements.iter().enumerate() {
            nest.inside_mut(element.parent).elements.push(ElementId(index));
        }
        for (index, boundary) in model.boundaries.iter().enumerate() {
            nest.inside_mut(boundary.parent).boundaries.push(BoundaryId(index));
        }
        nest
    }

    /// What stands directly in a boundary; [`None`] is outside them all.
    pub(super) fn inside(&self, boundary: Option<BoundaryId>) -> &Inside {
        boundary.map_or(&self.outside, |id| &self.boundaries[id.0])
    }

    fn inside_mut(&mut self, boundary: Option<BoundaryId>) -> &mut Inside {
        match boundary {
            Some(id) => &mut self.boundaries[id.0],
            None => &mut self.outside,
        }
    }
}

/// A name for each element and each boundary.
pub(super) struct Names {
    pub elements: Vec<String>,
    pub boundaries: Vec<String>,
}

/// The identifiers of a model where they can stay; with `_` behind them where the language reserves them or two differ
/// in case alone, and in place of each dot. They are ASCII letters, digits, `_` and single `-`.
pub(super) fn names(model: &Model, reserved: &[&str]) -> Names {
    let mut taken: BTreeSet<String> = reserved.iter().map(|word| word.to_lowercase()).collect();
    let mut name = |id: &str| {
        let mut name = id.replace('.', "_");
        while !taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        name
    };
    Names {
        elements: model.elements.iter().map(|element| name(&element.id.value)).collect(),
        boundaries: model.boundaries.iter().map(|boundary| name(&boundary.id.value)).collect(),
    }
}

/// The lines of an element: its label, the file that it is from, the data that sits there, and whether it is out of scope.
pub(super) fn element_lines(model: &Model, id: ElementId) -> Vec<String> {
    let element = model.element(id);
    let mut lines = broken(&element.label);
    if let Some(imported) = &element.imported {
        lines.extend(broken(&from(imported)));
    }
    if !element.holds.is_empty() {
        lines.extend(broken(&format!("holds {}", data(model, &element.holds))));
    }
    lines.extend(scope(model, Target::Element(id)));
    lines
}

/// What is said of an imported thing: `from identity`.
pub(super) fn from(imported: &Imported) -> String {
    format!("from {}", imported.namespace)
}

/// The title of a boundary: its label, its trust, the file that it is from, and whether it is out of scope. One line, as other tools leave room for one.
pub(super) fn boundary_title(model: &Model, id: BoundaryId) -> String {
    let boundary = model.boundary(id);
    let trust = boundary.trust.map(|trust| format!("trust {trust}"));
    let notes = trust.into_iter().chain(boundary.imported.as_ref().map(from));
    let notes: Vec<String> = notes.chain(scope(model, Target::Boundary(id))).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{}{notes}", boundary.label)
}

/// The lines of a flow: its label, the data that moves, the boundaries that it crosses, and whether it is out of scope.
pub(super) fn flow_lines(model: &Model, id: FlowId) -> Vec<String> {
    let flow = model.flow(id);
    let mut lines = broken(&flow.label);
    if !flow.carries.is_empty() {
        lines.extend(broken(&format!("carries {}", data(model, &flow.carries))));
    }
    let crossed: Vec<&str> =
        model.crossings(flow).iter().map(|crossing| model.boundary(crossing.boundary).label.as_str()).collect();
    if !crossed.is_empty() {
        lines.extend(broken(&format!("crosses {}", crossed.join(", "))));
    }
    lines.extend(scope(model, Target::Flow(id)));
    lines
}

/// What is said of what is out of scope. The reason would take too much room.
fn scope(model: &Model, target: Target) -> Option<String> {
    model.is_out_of_scope(target).then(|| "out of scope".to_owned())
}

/// The identifiers of some data: `password, orders`.
pub(super) fn data(model: &Model, ids: &[DataId]) -> String {
    ids.iter().map(|id| model.data[id.0].id.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// One of three things by the kind of an element, in the order entity, process, store.
pub(super) fn by_kind<T>(kind: ElementKind, [entity, process, store]: [T; 3]) -> T {
    match kind {
        ElementKind::Entity => entity,
        ElementKind::Process => process,
        ElementKind::Store => store,
    }
}

fn broken(label: &str) -> Vec<String> {
    wrap(label, LABEL, LIMIT)
}

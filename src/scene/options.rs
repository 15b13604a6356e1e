//! What a picture shows of a model, and how: layers, theme and highlights.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::theme::Theme;
use crate::layout::Wish;
use crate::model::{BoundaryId, Category, DataId, ElementId, FlowId, Model, Target, ThreatId};
use crate::threat::{self, Elicitation, Severity, State};

/// How a picture is drawn.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What is shown beside elements, flows and boundaries.
    pub layers: Layers,
    /// The colours.
    pub theme: Theme,
    /// What stays as it is while all else is faded; [`None`] fades nothing.
    pub highlight: Option<Highlight>,
    /// What rules find, for [`Layer::Candidates`] and [`Layer::Coverage`].
    pub matrix: Matrix,
    /// How it is laid out; the direction that the model names stands where this has none.
    pub wish: Wish,
    /// An earlier state of the model: what stands in both keeps its place as far as the rest allows.
    pub like: Option<Arc<Model>>,
    /// How many pictures of the same key stand before it on its page.
    pub copy: usize,
}

impl Options {
    /// What a model's layout should be like.
    pub(super) fn wish(&self, model: &Model) -> Wish {
        Wish { direction: self.wish.direction.or(model.header.direction), ..self.wish }
    }
}

/// Something that a picture may show or leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Threat markers.
    Threats,
    /// The list of threats in the margin.
    List,
    /// The legend.
    Legend,
    /// The data that elements hold and flows carry.
    Data,
    /// The letters of the categories at each threat marker, which are shown with them.
    Categories,
    /// The security attributes of elements with their answers.
    Controls,
    /// The categories that apply to each element and flow: found, controlled, dismissed, or not yet asked.
    Coverage,
    /// The categories of the threats that rules find likely and nobody has answered.
    Candidates,
}

impl Layer {
    /// Every layer.
    pub const ALL: [Layer; 8] = [
        Layer::Threats,
        Layer::List,
        Layer::Legend,
        Layer::Data,
        Layer::Categories,
        Layer::Controls,
        Layer::Coverage,
        Layer::Candidates,
    ];

    /// As it is written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::Threats => "threats",
            Layer::List => "list",
            Layer::Legend => "legend",
            Layer::Data => "data",
            Layer::Categories => "categories",
            Layer::Controls => "controls",
            Layer::Coverage => "coverage",
            Layer::Candidates => "candidates",
        }
    }

    /// The layer that is written so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Layer> {
        Layer::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// The layers that a picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers(BTreeSet<Layer>);

impl Layers {
    /// Whether this one is shown.
    #[must_use]
    pub fn show(&self, layer: Layer) -> bool {
        self.0.contains(&layer)
    }

    /// Those that are shown.
    pub fn iter(&self) -> impl Iterator<Item = Layer> {
        self.0.iter().copied()
    }
}

impl FromIterator<Layer> for Layers {
    /// Letters stand at markers, so with them there are markers.
    fn from_iter<I: IntoIterator<Item = Layer>>(layers: I) -> Layers {
        let mut layers: BTreeSet<Layer> = layers.into_iter().collect();
        if layers.contains(&Layer::Categories) {
            layers.insert(Layer::Threats);
        }
        Layers(layers)
    }
}

impl Default for Layers {
    fn default() -> Layers {
        [Layer::Threats, Layer::List, Layer::Legend, Layer::Data].into_iter().collect()
    }
}

/// What rules find of each category on each element and flow, by what it is on. Keys are those of [`Model::target_key`], so
/// that a view of the model finds its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix(BTreeMap<String, BTreeMap<Category, Asked>>);

/// What became of a category, beyond the threats and dismissals that are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Something is likely wrong, and nothing answers it: how severe the worst is.
    Likely(Severity),
    /// An attribute answers it.
    Controlled,
    /// What a rule found likely was dismissed.
    Dismissed,
}

impl Matrix {
    /// The matrix of a model.
    #[must_use]
    pub fn of(model: &Model, elicitation: &Elicitation) -> Matrix {
        let mut matrix = Matrix::default();
        for row in threat::coverage(model, elicitation).rows {
            let answered = |cell: &threat::Cell| match cell.state {
                State::Controlled => Some((cell.category, Asked::Controlled)),
                State::Dismissed => Some((cell.category, Asked::Dismissed)),
                State::Threat | State::Candidate | State::Unasked => None,
            };
            matrix.0.insert(model.target_key(row.target).to_owned(), row.cells.iter().filter_map(answered).collect());
        }
        for candidate in elicitation.open() {
            let on = matrix.0.entry(model.target_key(candidate.target).to_owned()).or_default();
            for category in &candidate.categories {
                let worst = match on.get(category) {
                    Some(Asked::Likely(severity)) => candidate.severity.max(*severity),
                    _ => candidate.severity,
                };
                on.insert(*category, Asked::Likely(worst));
            }
        }
        matrix
    }

    pub(super) fn state(&self, key: &str, category: Category) -> Option<Asked> {
        self.0.get(key)?.get(&category).copied()
    }
}

/// What stays as it is while all else is faded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    targets: BTreeSet<Target>,
    threats: BTreeSet<ThreatId>,
}

/// A name that nothing drawn has, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName(pub String);

impl Highlight {
    /// The elements, flows, boundaries and threats of these names; with a boundary, all that is in it; of a kind of data, whatever
    /// handles it: the elements that hold it, the flows that carry it, and the elements at their ends.
    ///
    /// # Errors
    /// The first name that nothing drawn has.
    pub fn of(model: &Model, names: &[String]) -> Result<Highlight, UnknownName> {
        let (threats, data) = (threats(model), data(model));
        let mut highlight = Highlight::default();
        for name in names {
            let name = name.as_str();
            if let Some(target) = model.target_named(name) {
                highlight.targets.insert(target);
                if let Target::Boundary(boundary) = target {
                    highlight.targets.extend(inside(model, boundary));
                }
            } else if let Some(threat) = threats.get(name) {
                highlight.threats.insert(*threat);
            } else if let Some(data) = data.get(name) {
                highlight.targets.extend(handling(model, *data));
            } else {
                return Err(UnknownName(name.to_owned()));
            }
        }
        Ok(highlight)
    }

    /// Everything that [`Highlight::of`] knows of a model: elements, flows, boundaries, threats and data.
    pub fn names(model: &Model) -> impl Iterator<Item = &str> {
        let threats = model.threats.iter().map(|threat| threat.id.value.as_str());
        targets(model).chain(threats).chain(model.data.iter().map(|data| data.id.value.as_str()))
    }

    /// These elements, flows and boundaries, and these threats.
    pub(super) fn on(targets: impl Iterator<Item = Target>, threats: impl Iterator<Item = ThreatId>) -> Highlight {
        Highlight { targets: targets.collect(), threats: threats.collect() }
    }

    /// Whether this element, flow or boundary stays as it is.
    #[must_use]
    pub fn holds(&self, target: Target) -> bool {
        self.targets.contains(&target)
    }

    /// Whether a threat stays as it is: it is named, or one of these is that it is on.
    #[must_use]
    pub fn holds_threat(&self, threat: ThreatId, on: impl IntoIterator<Item = Target>) -> bool {
        self.threats.contains(&threat) || on.into_iter().any(|target| self.holds(target))
    }
}

/// The keys of all that can be a target.
fn targets(model: &Model) -> impl Iterator<Item = &str> {
    let elements = (0..model.elements.len()).map(|index| Target::Element(ElementId(index)));
    let flows = (0..model.flows.len()).map(|index| Target::Flow(FlowId(index)));
    let boundaries = (0..model.boundaries.len()).map(|index| Target::Boundary(BoundaryId(index)));
    elements.chain(flows).chain(boundaries).map(|target| model.target_key(target))
}

fn threats(model: &Model) -> BTreeMap<&str, ThreatId> {
    let named = |(index, threat)| -> (&str, ThreatId) {
        let threat: &crate::model::Threat = threat;
        (threat.id.value.as_str(), ThreatId(index))
    };
    model.threats.iter().enumerate().map(named).collect()
}

fn data(model: &Model) -> BTreeMap<&str, DataId> {
    model.data.iter().enumerate().map(|(index, data)| (data.id.value.as_str(), DataId(index))).collect()
}

/// What is in a boundary, and the flows between that.
fn inside(model: &Model, boundary: BoundaryId) -> impl Iterator<Item = Target> {
    let is_in = move |parent: Option<BoundaryId>| model.boundary_path(parent).any(|around| around == boundary);
    let has = move |id: ElementId| is_in(model.element(id).parent);
    let elements = (0..model.elements.len()).map(ElementId).filter(move |id| has(*id)).map(Target::Element);
    let flows = (0..model.flows.len()).map(FlowId);
    let flows = flows.filter(move |id| has(model.flow(*id).from) && has(model.flow(*id).to)).map(Target::Flow);
    let boundaries = (0..model.boundaries.len()).map(BoundaryId);
    let boundaries = boundaries.filter(move |id| is_in(model.boundary(*id).parent)).map(Target::Boundary);
    elements.chain(flows).chain(boundaries)
}

/// Where a kind of data is, and where it goes.
fn handling(model: &Model, data: DataId) -> impl Iterator<Item = Target> {
    let holds = model.elements.iter().enumerate().filter(move |(_, element)| element.holds.contains(&data));
    let carries = model.flows.iter().enumerate().filter(move |(_, flow)| flow.carries.contains(&data));
    let carries = carries
        .flat_map(|(index, flow)| [Target::Flow(FlowId(index)), Target::Element(flow.from), Target::Element(flow.to)]);
    holds.map(|(index, _)| Target::Element(ElementId(index))).chain(carries)
}

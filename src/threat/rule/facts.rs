//! What rules ask of a whole model, worked out once.

use std::cell::OnceCell;
use std::collections::{BTreeSet, VecDeque};

use super::condition::{DataSet, Noun, Way};
use super::evaluate::Truth;
use super::template;
use crate::model::{
    Answer, BoundaryId, Crossing, CrossingDirection, DataId, ElementId, ElementKind, Flow, FlowId, Model, Rating,
    Settings, Target,
};
use crate::syntax::ast::Arrow;
use crate::vocabulary::Kind;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::threat) enum Thing {
    /// An element.
    Element(ElementId),
    /// A flow.
    Flow(FlowId),
}

impl Thing {
    /// As the target of a finding.
    pub(in crate::threat) fn target(self) -> Target {
        match self {
            Thing::Element(id) => Target::Element(id),
            Thing::Flow(id) => Target::Flow(id),
        }
    }
}

/// How many attributes are named that nobody has said, where any one would do.
const MAX_UNASKED: usize = 8;

/// The data of a thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// Which.
    pub data: Vec<DataId>,
    /// What nobody has said, so that there may be more.
    pub unasked: Vec<(Target, &'static str)>,
}

impl Held {
    fn add(&mut self, flow: &Flow, thing: Thing) {
        self.data.extend(&flow.carries);
        self.note(&flow.settings, thing, "carries");
    }

    fn note(&mut self, settings: &Settings, thing: Thing, attribute: &'static str) {
        if settings.answer(attribute).is_none() && self.unasked.len() < MAX_UNASKED {
            self.unasked.push((thing.target(), attribute));
        }
    }
}

/// A model with what follows from it.
pub(in crate::threat) struct Facts<'a> {
    pub model: &'a Model,
    /// The flows to each element; two-way flows too.
    incoming: Vec<Vec<FlowId>>,
    /// The flows from each element; two-way flows too.
    outgoing: Vec<Vec<FlowId>>,
    crossings: Vec<Vec<Crossing>>,
    replies: BTreeSet<FlowId>,
    /// How far each element's boundaries are trusted, where one says so.
    trust: Vec<Option<i64>>,
    exposed: Vec<bool>,
    /// What each element holds.
    holds: Vec<OnceCell<Held>>,
    /// What each element handles, then what each flow carries.
    handles: Vec<OnceCell<Held>>,
    /// The words of each element, then of each flow.
    words: Vec<OnceCell<BTreeSet<String>>>,
    /// Who can be reached, for each way and noun.
    reach: Vec<OnceCell<Vec<bool>>>,
}

impl<'a> Facts<'a> {
    pub(in crate::threat) fn new(model: &'a Model) -> Facts<'a> {
        let none = vec![Vec::new(); model.elements.len()];
        let (mut incoming, mut outgoing) = (none.clone(), none);
        for (index, flow) in model.flows.iter().enumerate() {
            outgoing[flow.from.0].push(FlowId(index));
            incoming[flow.to.0].push(FlowId(index));
            if flow.arrow == Arrow::Both && flow.from != flow.to {
                outgoing[flow.to.0].push(FlowId(index));
                incoming[flow.from.0].push(FlowId(index));
            }
        }
        let trust = |element: &crate::model::Element| {
            model.boundary_path(element.parent).find_map(|id| model.boundary(id).trust)
        };
        let things = model.elements.len() + model.flows.len();
        let mut facts = Facts {
            model,
            incoming,
            outgoing,
            crossings: model.flows.iter().map(|flow| model.crossings(flow)).collect(),
            replies: model.replies(),
            trust: model.elements.iter().map(trust).collect(),
            exposed: Vec::new(),
            holds: vec![OnceCell::new(); model.elements.len()],
            handles: vec![OnceCell::new(); things],
            words: vec![OnceCell::new(); things],
            reach: vec![OnceCell::new(); 2 * Noun::ALL.len()],
        };
        facts.exposed = (0..model.elements.len()).map(|index| facts.find_exposed(ElementId(index))).collect();
        facts
    }

    fn find_exposed(&self, id: ElementId) -> bool {
        self.incoming[id.0].iter().any(|flow_id| {
            let flow = self.model.flow(*flow_id);
            let sender = if flow.to == id { flow.from } else { flow.to };
            let from_outside = self.model.element(sender).kind == ElementKind::Entity && sender != id;
            !self.replies.contains(flow_id) && (from_outside || self.gains_trust(*flow_id, sender, id))
        })
    }

    /// Every element, then every flow.
    pub(in crate::threat) fn things(&self) -> impl Iterator<Item = Thing> {
        let elements = (0..self.model.elements.len()).map(|index| Thing::Element(ElementId(index)));
        elements.chain((0..self.model.flows.len()).map(|index| Thing::Flow(FlowId(index))))
    }

    /// The kind of declaration of a thing.
    pub(super) fn kind(&self, thing: Thing) -> Kind {
        match thing {
            Thing::Element(id) => self.model.element(id).kind.kind(),
            Thing::Flow(_) => Kind::Flow,
        }
    }

    pub(in crate::threat) fn settings(&self, thing: Thing) -> &'a Settings {
        match thing {
            Thing::Element(id) => &self.model.element(id).settings,
            Thing::Flow(id) => &self.model.flow(id).settings,
        }
    }

    /// Whether the thing is drawn and not looked at: by its own word or that of a boundary around it, or because it is
    /// another file's.
    pub(in crate::threat) fn is_out_of_scope(&self, thing: Thing) -> bool {
        !self.model.is_looked_at(thing.target())
    }

    pub(in crate::threat) fn flows(&self, id: ElementId, way: Way) -> &[FlowId] {
        match way {
            Way::Incoming => &self.incoming[id.0],
            Way::Outgoing => &self.outgoing[id.0],
        }
    }

    pub(super) fn crossings(&self, id: FlowId) -> &[Crossing] {
        &self.crossings[id.0]
    }

    pub(in crate::threat) fn is_reply(&self, id: FlowId) -> bool {
        self.replies.contains(&id)
    }

    pub(super) fn trust(&self, id: ElementId) -> Option<i64> {
        self.trust[id.0]
    }

    pub(super) fn is_exposed(&self, id: ElementId) -> bool {
        self.exposed[id.0]
    }

    /// Whether no boundary holds both ends of a flow: there is ground between them that neither side answers for.
    pub(super) fn is_apart(&self, id: FlowId) -> bool {
        let flow = self.model.flow(id);
        let outermost = |end: ElementId| self.model.boundary_path(self.model.element(end).parent).last();
        let (from, to) = (outermost(flow.from), outermost(flow.to));
        flow.from != flow.to && (from.is_none() || from != to)
    }

    /// Whether a flow goes into a more trusted boundary, in the direction in which it is written or in both.
    pub(in crate::threat) fn enters_trust(&self, id: FlowId) -> bool {
        let flow = self.model.flow(id);
        self.gains_trust(id, flow.from, flow.to)
            || (flow.arrow == Arrow::Both && self.gains_trust(id, flow.to, flow.from))
    }

    /// Whether a flow goes out of a more trusted boundary.
    pub(super) fn leaves_trust(&self, id: FlowId) -> bool {
        let flow = self.model.flow(id);
        self.gains_trust(id, flow.to, flow.from)
            || (flow.arrow == Arrow::Both && self.gains_trust(id, flow.from, flow.to))
    }

    /// Whether what moves from one end to the other crosses into more trust. What stands in no boundary that says
    /// how far it is trusted counts as not trusted where the other end says so; where neither does, every boundary
    /// that is entered counts.
    fn gains_trust(&self, id: FlowId, from: ElementId, to: ElementId) -> bool {
        let entering = if self.model.flow(id).to == to { CrossingDirection::Enters } else { CrossingDirection::Leaves };
        let enters = self.crossings(id).iter().any(|crossing| crossing.direction == entering);
        match (self.trust(from), self.trust(to)) {
            (None, None) => enters,
            (from, to) => enters && to.unwrap_or(0) > from.unwrap_or(0),
        }
    }

    /// The data of a thing, and what nobody has said about it.
    pub(super) fn data(&self, thing: Thing, set: DataSet) -> &Held {
        let (slot, set) = match thing {
            Thing::Element(id) => (id.0, set),
            Thing::Flow(id) => (self.model.elements.len() + id.0, DataSet::Carries),
        };
        let cells = if set == DataSet::Holds { &self.holds } else { &self.handles };
        cells[slot].get_or_init(|| self.find_data(thing, set))
    }

    fn find_data(&self, thing: Thing, set: DataSet) -> Held {
        let mut held = Held::default();
        match thing {
            Thing::Flow(id) => held.add(self.model.flow(id), thing),
            Thing::Element(id) => {
                let element = self.model.element(id);
                if element.kind == ElementKind::Store {
                    held.data.extend(&element.holds);
                    held.note(&element.settings, thing, "holds");
                }
                if set != DataSet::Holds {
                    for flow in self.flows(id, Way::Incoming).iter().chain(self.flows(id, Way::Outgoing)) {
                        held.add(self.model.flow(*flow), Thing::Flow(*flow));
                    }
                }
            }
        }
        held.data.sort_unstable();
        held.data.dedup();
        held
    }

    /// What the data of a thing is called in a sentence.
    pub(in crate::threat) fn labels_of_data(&self, thing: Thing) -> String {
        template::labels(self, thing, DataSet::Handles)
    }

    /// How bad it is when the data of a thing gets into the wrong hands, by the most sensitive of it: high from
    /// confidential on, low where all of it is public, and medium otherwise.
    pub(in crate::threat) fn impact_of_data(&self, thing: Thing) -> Rating {
        let held = self.data(thing, DataSet::Handles);
        let ratings = held.data.iter().map(|id| match self.model.data[id.0].settings.text("sensitivity").as_deref() {
            Some("restricted" | "confidential") => Rating::High,
            Some("public") => Rating::Low,
            _ => Rating::Medium,
        });
        ratings.max().unwrap_or(Rating::Medium)
    }

    /// What an element is; a person or a system is known only where its `kind` says so.
    pub(super) fn is(&self, id: ElementId, noun: Noun) -> Truth {
        let element = self.model.element(id);
        let kind = match noun {
            Noun::Kind(kind) => return Truth::of(element.kind == kind),
            _ if element.kind != ElementKind::Entity => return Truth::False,
            Noun::Person => "person",
            Noun::System => "system",
        };
        match element.settings.answer("kind") {
            None => Truth::Unasked,
            Some(Answer::Values(values)) => Truth::of(values.iter().any(|value| value.to_text() == kind)),
            Some(Answer::None | Answer::Unknown) => Truth::False,
        }
    }

    /// Whether there is a way along flows from such an element (incoming) or to one (outgoing).
    pub(super) fn reaches(&self, id: ElementId, way: Way, noun: Noun) -> bool {
        let place = Noun::ALL.iter().position(|(_, known)| *known == noun).unwrap_or(0);
        let slot = 2 * place + usize::from(way == Way::Outgoing);
        self.reach[slot].get_or_init(|| self.walk(way, noun))[id.0]
    }

    /// Breadth first from all such elements at once; they themselves are reached only by a way around.
    fn walk(&self, way: Way, noun: Noun) -> Vec<bool> {
        let mut seen = vec![false; self.model.elements.len()];
        let starts = (0..seen.len()).map(ElementId).filter(|id| self.is(*id, noun) == Truth::True);
        let mut queue: VecDeque<ElementId> = starts.collect();
        while let Some(id) = queue.pop_front() {
            let away = match way {
                Way::Incoming => Way::Outgoing,
                Way::Outgoing => Way::Incoming,
            };
            for flow in self.flows(id, away) {
                let flow = self.model.flow(*flow);
                let next = if flow.from == id { flow.to } else { flow.from };
                if !std::mem::replace(&mut seen[next.0], true) {
                    queue.push_back(next);
                }
            }
        }
        seen
    }

    /// Whether a thing's identifier, label, description, `tech` or `tags` has one of the words. A phrase is looked
    /// for word by word, all of them.
    pub(super) fn mentions(&self, thing: Thing, words: &[String]) -> bool {
        let slot = match thing {
            Thing::Element(id) => id.0,
            Thing::Flow(id) => self.model.elements.len() + id.0,
        };
        let known = self.words[slot].get_or_init(|| self.words_of(thing));
        words.iter().any(|phrase| phrase.split(' ').all(|word| known.contains(word)))
    }

    fn words_of(&self, thing: Thing) -> BTreeSet<String> {
        let (id, label, doc) = match thing {
            Thing::Element(id) => {
                let element = self.model.element(id);
                (element.id.value.as_str(), &element.label, &element.doc)
            }
            Thing::Flow(id) => {
                let flow = self.model.flow(id);
                (flow.id.as_ref().map_or("", |id| id.value.as_str()), &flow.label, &flow.doc)
            }
        };
        let mut words = BTreeSet::new();
        for text in [id, label, doc] {
            add_words(text, &mut words);
        }
        for attribute in ["tech", "tags"] {
            for value in self.settings(thing).values(attribute) {
                add_words(&value.to_text(), &mut words);
            }
        }
        words
    }

    /// The innermost boundary of an element; of a flow there is none.
    pub(super) fn boundary(&self, thing: Thing) -> Option<BoundaryId> {
        match thing {
            Thing::Element(id) => self.model.element(id).parent,
            Thing::Flow(_) => None,
        }
    }

    /// What to call a thing in a sentence.
    pub(in crate::threat) fn name(&self, thing: Thing) -> String {
        match thing {
            Thing::Element(id) => self.model.element(id).label.clone(),
            Thing::Flow(id) => {
                let flow = self.model.flow(id);
                let ends = |id: ElementId| self.model.element(id).label.as_str();
                if flow.label.is_empty() {
                    format!("what {} sends to {}", ends(flow.from), ends(flow.to))
                } else {
                    format!("“{}”", flow.label)
                }
            }
        }
    }
}

/// The words of a text in lower case, each also without the `s` of a plural.
fn add_words(text: &str, words: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if let Some(single) = word.strip_suffix('s').filter(|single| single.len() > 2) {
            words.insert(single.to_owned());
        }
        words.insert(word);
    }
}

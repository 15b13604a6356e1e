//! Two models to which thing of one is which of the other.
//!
//! A thing is the same where it says so (`was:`), where it has the same identifier, or where its label and its place
//! among the others leave no doubt. Both directions find the same pairs, so that a change and its reversal mirror one
//! another. It refuses to know what changed about a thing.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::said;
use crate::diagnostic::likeness;
use crate::model::{
    Adjustment, Assumption, Boundary, BoundaryId, Data, Dismissal, Element, ElementId, Flow, FlowId, Mitigation, Model,
    Parked, Question, Rule, RuleDismissal, Settings, Target, Threat, View,
};
use crate::source::Spanned;
use crate::syntax::ast::Arrow;

/// By thing of the old model its place in the new one, and the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// By old index.
    pub new_of: Vec<Option<usize>>,
    /// By new index.
    pub old_of: Vec<Option<usize>>,
}

impl Pairs {
    fn none(old: usize, new: usize) -> Pairs {
        Pairs { new_of: vec![None; old], old_of: vec![None; new] }
    }

    fn join(&mut self, old: usize, new: usize) {
        if self.new_of[old].is_none() && self.old_of[new].is_none() {
            (self.new_of[old], self.old_of[new]) = (Some(new), Some(old));
        }
    }

    /// Old and new index of what is in both.
    pub(crate) fn both(&self) -> impl Iterator<Item = (usize, usize)> {
        self.new_of.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?)))
    }

    /// What is in the old model only.
    pub(crate) fn removed(&self) -> impl Iterator<Item = usize> {
        missing(&self.new_of)
    }

    /// What is in the new model only.
    pub(crate) fn added(&self) -> impl Iterator<Item = usize> {
        missing(&self.old_of)
    }

    /// Joins what has the same key on both sides, where the key belongs to just one on each.
    fn join_by<K: Ord>(&mut self, old: impl Fn(usize) -> Option<K>, new: impl Fn(usize) -> Option<K>) {
        let olds = unique(self.removed().filter_map(|index| Some((old(index)?, index))));
        let news = unique(self.added().filter_map(|index| Some((new(index)?, index))));
        for (key, old) in olds {
            if let Some(new) = news.get(&key) {
                self.join(old, *new);
            }
        }
    }

    /// Joins what has the same key on both sides, the first with the first.
    fn join_in_order<K: Ord>(&mut self, old: impl Fn(usize) -> Option<K>, new: impl Fn(usize) -> Option<K>) {
        let mut news: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for index in self.added() {
            if let Some(key) = new(index) {
                news.entry(key).or_default().push(index);
            }
        }
        let olds: Vec<usize> = self.removed().collect();
        for index in olds {
            if let Some(list) = old(index).and_then(|key| news.get_mut(&key))
                && !list.is_empty()
            {
                self.join(index, list.remove(0));
            }
        }
    }

    /// Joins those that are more like one another than like any other, at least so much.
    fn join_alike(&mut self, least: u32, likeness: impl Fn(usize, usize) -> u32) {
        let (olds, news): (Vec<usize>, Vec<usize>) = (self.removed().collect(), self.added().collect());
        if olds.len().saturating_mul(news.len()) > MOST_COMPARED {
            return;
        }
        let scores: Vec<(u32, usize, usize)> = olds
            .iter()
            .flat_map(|old| news.iter().map(|new| (likeness(*old, *new), *old, *new)).collect::<Vec<_>>())
            .filter(|(score, _, _)| *score >= least)
            .collect();
        let of_old = best(scores.iter().map(|(score, old, _)| (*old, *score)));
        let of_new = best(scores.iter().map(|(score, _, new)| (*new, *score)));
        for (score, old, new) in scores {
            if of_old.get(&old) == Some(&(score, 1)) && of_new.get(&new) == Some(&(score, 1)) {
                self.join(old, new);
            }
        }
    }
}

/// By thing its best score, and how often it has that.
fn best(scores: impl Iterator<Item = (usize, u32)>) -> BTreeMap<usize, (u32, usize)> {
    let mut best: BTreeMap<usize, (u32, usize)> = BTreeMap::new();
    for (thing, score) in scores {
        let known = best.entry(thing).or_default();
        match score.cmp(&known.0) {
            std::cmp::Ordering::Greater => *known = (score, 1),
            std::cmp::Ordering::Equal => known.1 += 1,
            std::cmp::Ordering::Less => {}
        }
    }
    best
}

/// So many pairs are looked at for likeness.
const MOST_COMPARED: usize = 250_000;

fn missing(list: &[Option<usize>]) -> impl Iterator<Item = usize> {
    list.iter().enumerate().filter(|(_, other)| other.is_none()).map(|(index, _)| index)
}

/// By key the only thing that has it.
fn unique<K: Ord>(keyed: impl Iterator<Item = (K, usize)>) -> BTreeMap<K, usize> {
    let mut found: BTreeMap<K, Option<usize>> = BTreeMap::new();
    for (key, index) in keyed {
        found.entry(key).and_modify(|known| *known = None).or_insert(Some(index));
    }
    found.into_iter().filter_map(|(key, index)| Some((key, index?))).collect()
}

/// What is which, by kind of thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    pub data: Pairs,
    pub boundaries: Pairs,
    pub elements: Pairs,
    pub flows: Pairs,
    pub threats: Pairs,
    pub mitigations: Pairs,
    pub assumptions: Pairs,
    pub questions: Pairs,
    pub parked: Pairs,
    pub dismissals: Pairs,
    pub rule_dismissals: Pairs,
    pub adjustments: Pairs,
    pub rules: Pairs,
    pub views: Pairs,
}

impl Matching {
    /// Finds the pairs of two models.
    pub(crate) fn of(old: &Model, new: &Model) -> Matching {
        let mut matching = Matching::default();
        let boundary = |one: &Boundary| (one.id.value.clone(), former(&one.settings));
        let mut boundaries = named(old.boundaries.iter().map(boundary), new.boundaries.iter().map(boundary));
        let element = |one: &Element| (one.id.value.clone(), former(&one.settings));
        let mut elements = named(old.elements.iter().map(element), new.elements.iter().map(element));
        let kind = |one: &Data| (one.id.value.clone(), former(&one.settings));
        let mut data = named(old.data.iter().map(kind), new.data.iter().map(kind));
        // What is found out about one thing tells of its neighbours.
        for _ in 0..ROUNDS {
            let before = (boundaries.clone(), elements.clone(), data.clone());
            let known = Known::new(old, new, &before.0, &before.1);
            boundaries.join_alike(LIKENESS, |a, b| known.boundary_likeness(a, b));
            elements.join_alike(LIKENESS, |a, b| known.element_likeness(a, b));
            data.join_alike(LIKENESS, |a, b| known.data_likeness(a, b));
            if before == (boundaries.clone(), elements.clone(), data.clone()) {
                break;
            }
        }
        (matching.boundaries, matching.elements, matching.data) = (boundaries, elements, data);
        matching.flows = flows(old, new, &matching.elements);
        matching.findings(old, new);
        matching
    }

    fn findings(&mut self, old: &Model, new: &Model) {
        let threat = |one: &Threat| (one.id.value.clone(), former(&one.settings));
        self.threats = named(old.threats.iter().map(threat), new.threats.iter().map(threat));
        let text = |model: &Model, index: usize| Some(model.threats[index].text.clone());
        self.threats.join_by(|index| text(old, index), |index| text(new, index));
        self.mitigations = mitigations(old, new, &self.threats);
        let rule = |one: &Rule| (one.id.value.clone(), None);
        self.rules = named(old.rules.iter().map(rule), new.rules.iter().map(rule));
        let view = |one: &View| (one.id.value.clone(), None);
        self.views = named(old.views.iter().map(view), new.views.iter().map(view));

        let place = |target: &Spanned<Target>, is_old: bool| self.key(old, new, target.value, is_old);
        let whole = |target: Option<&Spanned<Target>>, is_old: bool| target.map(|target| place(target, is_old));
        let dismissal = |one: &Dismissal, is_old: bool| (one.category.value, place(&one.target, is_old));
        let dismissals = keyed(&old.dismissals, &new.dismissals, dismissal);
        let answer = |one: &RuleDismissal, is_old: bool| (one.rule.value.clone(), whole(one.target.as_ref(), is_old));
        let rule_dismissals = keyed(&old.rule_dismissals, &new.rule_dismissals, answer);
        let adjustment = |one: &Adjustment, is_old: bool| (one.rule.value.clone(), whole(one.target.as_ref(), is_old));
        let adjustments = keyed(&old.adjustments, &new.adjustments, adjustment);

        let places = |targets: &[Spanned<Target>], is_old: bool| -> BTreeSet<String> {
            targets.iter().map(|target| place(target, is_old)).collect()
        };
        let assumption = |one: &Assumption, is_old: bool| (one.text.clone(), places(&one.targets, is_old));
        let assumptions = remarks(&old.assumptions, &new.assumptions, assumption);
        let question = |one: &Question, is_old: bool| (one.text.clone(), places(&one.targets, is_old));
        let questions = remarks(&old.questions, &new.questions, question);
        let parked = remarks(&old.parked, &new.parked, |one: &Parked, _| (one.text.clone(), BTreeSet::new()));
        (self.dismissals, self.rule_dismissals, self.adjustments) = (dismissals, rule_dismissals, adjustments);
        (self.assumptions, self.questions, self.parked) = (assumptions, questions, parked);
    }

    /// An old target in the new model.
    pub(crate) fn target(&self, target: Target) -> Option<Target> {
        match target {
            Target::Element(id) => self.element(id).map(Target::Element),
            Target::Flow(id) => self.flow(id).map(Target::Flow),
            Target::Boundary(id) => self.boundary(id).map(Target::Boundary),
        }
    }

    /// What identifies a target on both sides: the kind and the new name, or the old one where it is gone.
    fn key(&self, old: &Model, new: &Model, target: Target, is_old: bool) -> String {
        let word = match target {
            Target::Element(_) => "element",
            Target::Flow(_) => "flow",
            Target::Boundary(_) => "boundary",
        };
        match if is_old { self.target(target) } else { Some(target) } {
            Some(target) => format!("{word} {}", new.target_key(target)),
            None => format!("{word} {} (gone)", old.target_key(target)),
        }
    }

    /// An old element in the new model.
    pub(crate) fn element(&self, id: ElementId) -> Option<ElementId> {
        self.elements.new_of[id.0].map(ElementId)
    }

    /// An old boundary in the new model.
    pub(crate) fn boundary(&self, id: BoundaryId) -> Option<BoundaryId> {
        self.boundaries.new_of[id.0].map(BoundaryId)
    }

    /// An old flow in the new model.
    pub(crate) fn flow(&self, id: FlowId) -> Option<FlowId> {
        self.flows.new_of[id.0].map(FlowId)
    }
}

/// How often likeness is looked for.
const ROUNDS: usize = 3;

/// What leaves no doubt, in points of likeness: the same label in the same place, or much of everything else.
const LIKENESS: u32 = 5;

type Name = (String, Option<String>);

fn former(settings: &Settings) -> Option<String> {
    settings.text("was")
}

/// Pairs by what the things themselves say: their identifiers, and those that they had before.
fn named(old: impl Iterator<Item = Name>, new: impl Iterator<Item = Name>) -> Pairs {
    let (old, new): (Vec<Name>, Vec<Name>) = (old.collect(), new.collect());
    let mut pairs = Pairs::none(old.len(), new.len());
    // A `was:` stays in the text after the renaming; it then tells nothing about this change.
    let settled = |name: &Name| name.1.is_some().then(|| name.clone());
    pairs.join_by(|index| settled(&old[index]), |index| settled(&new[index]));
    pairs.join_by(|index| Some(old[index].0.clone()), |index| new[index].1.clone());
    pairs.join_by(|index| old[index].1.clone(), |index| Some(new[index].0.clone()));
    pairs.join_by(|index| Some(old[index].0.clone()), |index| Some(new[index].0.clone()));
    pairs
}

/// What is known of two models while more is being found out. What things are near is looked up once a round.
struct Known<'a> {
    old: &'a Model,
    new: &'a Model,
    boundaries: &'a Pairs,
    /// By element of each model: what it is joined to.
    near: [Vec<BTreeSet<Neighbour<'a>>>; 2],
    /// By boundary of each model: the elements in it; of the old one those that are in the new one.
    inside: [Vec<BTreeSet<usize>>; 2],
    /// By kind of data of each model: the elements where it is.
    places: [Vec<BTreeSet<Option<usize>>>; 2],
}

/// An element of both models by its new index, whether the flow leads there, and the flow's label.
type Neighbour<'a> = (usize, bool, &'a str);

impl<'a> Known<'a> {
    fn new(old: &'a Model, new: &'a Model, boundaries: &'a Pairs, elements: &Pairs) -> Known<'a> {
        let last = |id: ElementId| elements.new_of[id.0];
        let lasts = |id: ElementId| elements.old_of[id.0].map(|_| id.0);
        let own = |id: ElementId| Some(id.0);
        Known {
            old,
            new,
            boundaries,
            near: [near(old, last), near(new, lasts)],
            inside: [inside(old, last), inside(new, own)],
            places: [places(old, last), places(new, own)],
        }
    }

    fn element_likeness(&self, old: usize, new: usize) -> u32 {
        let (a, b) = (&self.old.elements[old], &self.new.elements[new]);
        // Another label under another identifier is another thing, until somebody says `was:`.
        let names = names((&a.id.value, &a.label), (&b.id.value, &b.label));
        if a.kind != b.kind || names == 0 {
            return 0;
        }
        let (near_old, near_new) = (&self.near[0][old], &self.near[1][new]);
        let shared = near_old.intersection(near_new).count();
        let most = near_old.len().max(near_new.len());
        let neighbourhood = match shared {
            0 => 0,
            _ if shared == most => 2,
            _ if 2 * shared >= most => 1,
            _ => 0,
        };
        names
            + neighbourhood
            + u32::from(self.is_same_boundary(a.parent, b.parent))
            + u32::from(is_same_and_said(&a.settings, &b.settings))
    }

    fn boundary_likeness(&self, old: usize, new: usize) -> u32 {
        let (a, b) = (&self.old.boundaries[old], &self.new.boundaries[new]);
        let (held_old, held_new) = (&self.inside[0][old], &self.inside[1][new]);
        let same_content = !held_old.is_empty() && held_old == held_new;
        names((&a.id.value, &a.label), (&b.id.value, &b.label))
            + if same_content { 4 } else { 0 }
            + u32::from(self.is_same_boundary(a.parent, b.parent))
            + u32::from(is_same_and_said(&a.settings, &b.settings))
    }

    fn data_likeness(&self, old: usize, new: usize) -> u32 {
        let (a, b) = (&self.old.data[old], &self.new.data[new]);
        let names = names((&a.id.value, &a.label), (&b.id.value, &b.label));
        if names == 0 {
            return 0;
        }
        let (at_old, at_new) = (&self.places[0][old], &self.places[1][new]);
        let same_places = !at_old.is_empty() && at_old == at_new && !at_old.contains(&None);
        names + if same_places { 2 } else { 0 } + u32::from(is_same_and_said(&a.settings, &b.settings))
    }

    fn is_same_boundary(&self, old: Option<BoundaryId>, new: Option<BoundaryId>) -> bool {
        match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => self.boundaries.new_of[old.0] == Some(new.0),
            _ => false,
        }
    }
}

/// By element, the elements that flows join to it, of those that `known` gives an index.
fn near(model: &Model, known: impl Fn(ElementId) -> Option<usize>) -> Vec<BTreeSet<Neighbour<'_>>> {
    let mut near = vec![BTreeSet::new(); model.elements.len()];
    for flow in &model.flows {
        near[flow.from.0].extend(known(flow.to).map(|to| (to, true, flow.label.as_str())));
        near[flow.to.0].extend(known(flow.from).map(|from| (from, false, flow.label.as_str())));
    }
    near
}

/// By boundary, the elements that stand in it directly, of those that `known` gives an index.
fn inside(model: &Model, known: impl Fn(ElementId) -> Option<usize>) -> Vec<BTreeSet<usize>> {
    let mut inside = vec![BTreeSet::new(); model.boundaries.len()];
    for (index, element) in model.elements.iter().enumerate() {
        if let Some(parent) = element.parent {
            inside[parent.0].extend(known(ElementId(index)));
        }
    }
    inside
}

/// By kind of data, the elements that hold it or send or get it, as `known` calls them.
fn places(model: &Model, known: impl Fn(ElementId) -> Option<usize>) -> Vec<BTreeSet<Option<usize>>> {
    let mut places = vec![BTreeSet::new(); model.data.len()];
    for (index, element) in model.elements.iter().enumerate() {
        element.holds.iter().for_each(|data| _ = places[data.0].insert(known(ElementId(index))));
    }
    for flow in &model.flows {
        flow.carries.iter().for_each(|data| places[data.0].extend([known(flow.from), known(flow.to)]));
    }
    places
}

/// Points for the same label. One that only repeats the identifier says nothing of its own.
fn names(old: (&str, &str), new: (&str, &str)) -> u32 {
    let is_own = |(id, label): (&str, &str)| id != label;
    if is_own(old) && is_own(new) && old.1 == new.1 { 4 } else { 0 }
}

/// Whether both have attributes, and the same ones.
fn is_same_and_said(old: &Settings, new: &Settings) -> bool {
    let all = |settings: &Settings| -> BTreeMap<&'static str, String> {
        let told = settings.iter().filter(|(row, _)| row.name != "was");
        told.map(|(row, answer)| (row.name, said(answer))).collect()
    };
    let (old, new) = (all(old), all(new));
    !old.is_empty() && old == new
}

fn flows(old: &Model, new: &Model, elements: &Pairs) -> Pairs {
    let name = |flow: &Flow| flow.id.as_ref().map(|id| id.value.clone());
    let was = |flow: &Flow| former(&flow.settings);
    let mut pairs = Pairs::none(old.flows.len(), new.flows.len());
    let (a, b) = (|index: usize| &old.flows[index], |index: usize| &new.flows[index]);
    let settled = |flow: &Flow| name(flow).zip(was(flow));
    pairs.join_by(|index| settled(a(index)), |index| settled(b(index)));
    pairs.join_by(|index| name(a(index)), |index| was(b(index)));
    pairs.join_by(|index| was(a(index)), |index| name(b(index)));
    pairs.join_by(|index| name(a(index)), |index| name(b(index)));
    // By what they join: with the same label, else the first with the first; the ways of `<->` have no order.
    let ends = |flow: &Flow, is_old: bool| {
        let at = |id: ElementId| if is_old { elements.new_of[id.0] } else { Some(id.0) };
        Some((at(flow.from)?, at(flow.to)?))
    };
    let unordered = |(from, to): (usize, usize)| (from.min(to), from.max(to));
    let labelled = |flow: &Flow, is_old| Some((ends(flow, is_old)?, flow.label.clone()));
    pairs.join_in_order(|index| labelled(a(index), true), |index| labelled(b(index), false));
    pairs.join_in_order(|index| ends(a(index), true), |index| ends(b(index), false));
    let both = |flow: &Flow, is_old| ends(flow, is_old).map(unordered).filter(|_| flow.arrow == Arrow::Both);
    pairs.join_in_order(|index| both(a(index), true), |index| both(b(index), false));
    pairs
}

fn mitigations(old: &Model, new: &Model, threats: &Pairs) -> Pairs {
    let name = |one: &Mitigation| one.id.as_ref().map(|id| id.value.clone());
    let mut pairs = Pairs::none(old.mitigations.len(), new.mitigations.len());
    let (a, b) = (|index: usize| &old.mitigations[index], |index: usize| &new.mitigations[index]);
    pairs.join_by(|index| name(a(index)), |index| former(&b(index).settings));
    pairs.join_by(|index| former(&a(index).settings), |index| name(b(index)));
    pairs.join_by(|index| name(a(index)), |index| name(b(index)));
    let on = |model: &Model, known: &dyn Fn(usize) -> Option<usize>| {
        let mut on = vec![None; model.mitigations.len()];
        for (index, threat) in model.threats.iter().enumerate().rev() {
            threat.mitigations.iter().for_each(|id| on[id.0] = known(index));
        }
        on
    };
    // By mitigation, the first threat that it is for, by new index.
    let (on_old, on_new) = (on(old, &|threat| threats.new_of[threat]), on(new, &Some));
    let text = |model: &Model, index: usize| model.mitigations[index].text.clone();
    pairs.join_in_order(
        |index| Some((on_old[index], text(old, index))),
        |index| Some((on_new[index], text(new, index))),
    );
    pairs.join_in_order(|index| Some(text(old, index)), |index| Some(text(new, index)));
    pairs.join_alike(ALIKE_TEXT, |one, other| {
        let same_place = on_old[one].is_some() && on_old[one] == on_new[other];
        if same_place { percent(&a(one).text, &b(other).text) } else { 0 }
    });
    pairs
}

/// From how many hundredths of likeness on one sentence is another that was mended.
const ALIKE_TEXT: u32 = 60;

fn percent(one: &str, other: &str) -> u32 {
    (likeness(one, other) * 100.0) as u32
}

/// Pairs by a key, the first with the first.
fn keyed<T, K: Ord>(old: &[T], new: &[T], key: impl Fn(&T, bool) -> K) -> Pairs {
    let mut pairs = Pairs::none(old.len(), new.len());
    pairs.join_in_order(|index| Some(key(&old[index], true)), |index| Some(key(&new[index], false)));
    pairs
}

/// Pairs of sentences, by what they say and by the keys of what they are about.
fn remarks<T>(old: &[T], new: &[T], said: impl Fn(&T, bool) -> (String, BTreeSet<String>)) -> Pairs {
    let old: Vec<_> = old.iter().map(|one| said(one, true)).collect();
    let new: Vec<_> = new.iter().map(|one| said(one, false)).collect();
    let mut pairs = Pairs::none(old.len(), new.len());
    pairs.join_in_order(|index| Some(&old[index]), |index| Some(&new[index]));
    pairs.join_in_order(|index| Some(&old[index].0), |index| Some(&new[index].0));
    let alike = |one: usize, other: usize| {
        if old[one].1 == new[other].1 { percent(&old[one].0, &new[other].0) } else { 0 }
    };
    pairs.join_alike(ALIKE_TEXT, alike);
    pairs
}

//! The sentences of rules: text with words in braces that stand for parts of the model.

use super::condition::{DataSet, Way};
use super::facts::{Facts, Thing};
use crate::model::{Answer, DataId, ElementId};
use crate::vocabulary;

/// How many names a list has before the rest is counted.
const MAX_NAMES: usize = 4;

/// A sentence with places to fill.
#[derive(Clone, Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Word(Word),
}

#[derive(Clone, Copy, Debug)]
enum Word {
    Itself,
    From,
    To,
    Boundary,
    Data(DataSet),
    Neighbours(Way),
    Attribute(&'static str),
}

/// The words that are no attributes, with what each stands for.
const WORDS: &[(&str, Word)] = &[
    ("element", Word::Itself),
    ("flow", Word::Itself),
    ("from", Word::From),
    ("to", Word::To),
    ("boundary", Word::Boundary),
    ("carries", Word::Data(DataSet::Carries)),
    ("holds", Word::Data(DataSet::Holds)),
    ("handles", Word::Data(DataSet::Handles)),
    ("sources", Word::Neighbours(Way::Incoming)),
    ("targets", Word::Neighbours(Way::Outgoing)),
];

/// Every word that a sentence can have in braces, apart from attributes.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(name, _)| *name)
}

impl Template {
    /// Reads a sentence; a word in braces that stands for nothing is an error, with its name.
    pub(super) fn read(text: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = (&rest[..open], &rest[open + 1..]);
            if let Some(after) = after.strip_prefix('{') {
                parts.push(Part::Text(format!("{before}{{")));
                rest = after;
                continue;
            }
            let Some((name, after)) = after.split_once('}') else { return Err(after.to_owned()) };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Word(word(name).ok_or_else(|| name.to_owned())?));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Template { parts })
    }

    /// The sentence about one thing.
    pub(super) fn fill(&self, facts: &Facts, thing: Thing) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Word(word) => out.push_str(&say(*word, facts, thing)),
            }
        }
        capitalised(&out)
    }
}

fn word(name: &str) -> Option<Word> {
    let own = WORDS.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
    own.or_else(|| vocabulary::ATTRIBUTES.iter().find(|row| row.name == name).map(|row| Word::Attribute(row.name)))
}

fn say(word: Word, facts: &Facts, thing: Thing) -> String {
    let model = facts.model;
    let end = |pick: fn(&crate::model::Flow) -> ElementId| match thing {
        Thing::Flow(id) => facts.name(Thing::Element(pick(model.flow(id)))),
        Thing::Element(_) => "somebody".to_owned(),
    };
    match word {
        Word::Itself => facts.name(thing),
        Word::From => end(|flow| flow.from),
        Word::To => end(|flow| flow.to),
        Word::Boundary => match facts.boundary(thing) {
            Some(id) => model.boundary(id).label.clone(),
            None => "the outside".to_owned(),
        },
        Word::Data(set) => labels(facts, thing, set),
        // Any one of them will do, and a verb in the singular follows.
        Word::Neighbours(way) => joined(neighbours(facts, thing, way), "or", "somebody"),
        Word::Attribute(name) => match facts.settings(thing).answer(name) {
            Some(Answer::Values(values)) => listed(values.iter().map(crate::model::Value::to_text).collect(), name),
            Some(Answer::None) => format!("no {name}"),
            Some(Answer::Unknown) => format!("an unknown {name}"),
            None => name.to_owned(),
        },
    }
}

/// The labels of the data of a thing.
pub(super) fn labels(facts: &Facts, thing: Thing, set: DataSet) -> String {
    let label = |id: &DataId| facts.model.data[id.0].label.clone();
    listed(facts.data(thing, set).data.iter().take(MAX_NAMES + 1).map(label).collect(), "the data")
}

/// The labels of the elements that send to a thing, or that it sends to.
fn neighbours(facts: &Facts, thing: Thing, way: Way) -> Vec<String> {
    let Thing::Element(id) = thing else { return Vec::new() };
    let mut labels: Vec<String> = Vec::new();
    for flow in facts.flows(id, way) {
        let flow = facts.model.flow(*flow);
        let other = if flow.from == id { flow.to } else { flow.from };
        let label = &facts.model.element(other).label;
        if !labels.contains(label) {
            labels.push(label.clone());
        }
        if labels.len() > MAX_NAMES {
            break; // the list only says that there are more
        }
    }
    labels
}

fn listed(names: Vec<String>, otherwise: &str) -> String {
    joined(names, "and", otherwise)
}

fn joined(mut names: Vec<String>, by: &str, otherwise: &str) -> String {
    if names.len() > MAX_NAMES {
        names.truncate(MAX_NAMES - 1);
        names.push("others".to_owned());
    }
    match names.split_last() {
        None => otherwise.to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {by} {last}", rest.join(", ")),
    }
}

/// With a capital where it begins with a small letter: a label may stand first.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

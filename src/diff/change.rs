//! Pairs of things to what is different about each.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{self, Facts, Names};
use super::pair::{Matching, Pairs};
use super::{Change, Fact, Nature, Side, Weight};
use crate::model::{Imported, Model, ThreatId};
use crate::source::{Source, Span, Spanned};
use crate::threat::{Assessed, Assessment};
use crate::vocabulary::Kind;

/// Facts that nothing rests on.
const PRESENTATION: [&str; 9] =
    ["identifier", "label", "description", "title", "link", "tags", "participants", "direction", "reviewed"];

/// Everything that came, went or became another, by kind, then by name.
pub(super) fn changes(old: &Side<'_>, new: &Side<'_>, matching: &Matching, compared: &BTreeSet<String>) -> Vec<Change> {
    let names = |is_old, translates| Names { old: old.model, new: new.model, matching, is_old, translates };
    let mut collector = Collector {
        names: [names(true, true), names(false, true)],
        former: names(true, false),
        sides: [old, new],
        compared,
        found: Vec::new(),
    };
    collector.model();
    collector.drawn(matching);
    collector.findings(matching);
    collector.remarks(matching);
    let mut found = collector.found;
    found.sort_by(|a, b| (order(a.kind), &a.id, &a.name, a.nature).cmp(&(order(b.kind), &b.id, &b.name, b.nature)));
    found
}

/// The order in which people ask.
pub(super) fn order(kind: Kind) -> usize {
    use Kind::{
        Accept, Adjust, Assume, Avoid, Boundary, Data, Dismiss, Entity, Flow, Import, Mitigation, Model, Park, Process,
        Question, Rule, Store, Threat, Transfer, View,
    };
    match kind {
        Model => 0,
        Boundary => 1,
        Entity | Process | Store => 2,
        Data => 3,
        Flow => 4,
        Threat | Accept | Transfer | Avoid => 5,
        Mitigation => 6,
        Dismiss => 7,
        Adjust => 8,
        Assume => 9,
        Question => 10,
        Park => 11,
        Rule => 12,
        View => 13,
        Import => 14,
    }
}

/// What is compared of one thing.
struct Thing {
    kind: Kind,
    id: String,
    name: String,
    facts: Facts,
    span: Span,
    /// Whether another comparison tells what changed about it.
    is_told_elsewhere: bool,
    /// Whether that it comes is material.
    is_material: bool,
}

struct Collector<'a> {
    /// Of the old side, and of the new one.
    names: [Names<'a>; 2],
    /// Of what is gone: as it was called.
    former: Names<'a>,
    sides: [&'a Side<'a>; 2],
    compared: &'a BTreeSet<String>,
    found: Vec<Change>,
}

impl<'a> Collector<'a> {
    fn model(&mut self) {
        let thing = |side: &Side<'_>| {
            let header = &side.model.header;
            let name = header.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
            let span = header.span.unwrap_or_default();
            Thing { facts: fact::header(side.model), ..thing(Kind::Model, "", &name, span) }
        };
        let (old, new) = (thing(self.sides[0]), thing(self.sides[1]));
        let is_written = |side: &Side<'_>| side.model.header.span.is_some();
        self.found.extend(match (is_written(self.sides[0]), is_written(self.sides[1])) {
            (false, true) => Some(alone(new, Nature::Added)),
            (true, false) => Some(alone(old, Nature::Removed)),
            _ => changed(old, new),
        });
    }

    fn drawn(&mut self, matching: &Matching) {
        self.compare(&matching.boundaries, |model, index, names, collector| {
            let one = &model.boundaries[index];
            Thing {
                facts: fact::boundary(one, names),
                is_told_elsewhere: collector.is_told_elsewhere(one.imported.as_ref()),
                ..thing(Kind::Boundary, &one.id.value, &one.label, one.span)
            }
        });
        self.compare(&matching.elements, |model, index, names, collector| {
            let one = &model.elements[index];
            Thing {
                facts: fact::element(one, names),
                is_told_elsewhere: collector.is_told_elsewhere(one.imported.as_ref()),
                ..thing(one.kind.kind(), &one.id.value, &one.label, one.span)
            }
        });
        self.compare(&matching.data, |model, index, _, collector| {
            let one = &model.data[index];
            Thing {
                facts: fact::data(one),
                is_told_elsewhere: collector.is_told_elsewhere(one.imported.as_ref()),
                ..thing(Kind::Data, &one.id.value, &one.label, one.span)
            }
        });
        self.compare(&matching.flows, |model, index, names, collector| {
            let one = &model.flows[index];
            let id = one.id.as_ref().map_or(&one.key, |id| &id.value);
            Thing {
                facts: fact::flow(one, names),
                is_material: !model.crossings(one).is_empty(),
                is_told_elsewhere: collector.is_told_elsewhere(one.imported.as_ref()),
                ..thing(Kind::Flow, id, &one.label, one.span)
            }
        });
    }

    fn findings(&mut self, matching: &Matching) {
        let assessed = |assessment: &'a Assessment| -> BTreeMap<ThreatId, &'a Assessed> {
            assessment.threats.iter().map(|one| (one.threat, one)).collect()
        };
        let assessed = [assessed(self.sides[0].assessment), assessed(self.sides[1].assessment)];
        self.compare(&matching.threats, |model, index, names, _| {
            let one = &model.threats[index];
            let assessed = assessed[usize::from(!names.is_old)].get(&ThreatId(index)).copied();
            Thing {
                facts: fact::threat(one, assessed, names),
                ..thing(Kind::Threat, &one.id.value, &one.text, one.head)
            }
        });
        self.compare(&matching.mitigations, |model, index, _, collector| {
            let one = &model.mitigations[index];
            let id = one.id.as_ref().map_or("", |id| id.value.as_str());
            Thing {
                facts: fact::mitigation(one),
                is_told_elsewhere: collector.is_told_elsewhere(one.imported.as_ref()),
                ..thing(Kind::Mitigation, id, &one.text, one.span)
            }
        });
        self.compare(&matching.dismissals, |model, index, names, _| {
            let one = &model.dismissals[index];
            let id = format!("{} on {}", one.category.value.word(), names.target(one.target.value));
            Thing { facts: fact::dismissal(one), ..thing(Kind::Dismiss, &id, &one.because, one.span) }
        });
        let on = |rule: &Spanned<String>, target: Option<&Spanned<crate::model::Target>>, names: &Names<'_>| {
            let place = target.map(|target| format!(" on {}", names.target(target.value))).unwrap_or_default();
            format!("{}{place}", rule.value)
        };
        self.compare(&matching.rule_dismissals, |model, index, names, _| {
            let one = &model.rule_dismissals[index];
            let id = on(&one.rule, one.target.as_ref(), names);
            Thing { facts: fact::rule_dismissal(one), ..thing(Kind::Dismiss, &id, &one.because, one.span) }
        });
        self.compare(&matching.adjustments, |model, index, names, _| {
            let one = &model.adjustments[index];
            let id = on(&one.rule, one.target.as_ref(), names);
            Thing { facts: fact::adjustment(one), ..thing(Kind::Adjust, &id, &one.because, one.span) }
        });
    }

    fn remarks(&mut self, matching: &Matching) {
        self.compare(&matching.assumptions, |model, index, names, _| {
            let one = &model.assumptions[index];
            Thing { facts: fact::assumption(one, names), ..thing(Kind::Assume, "", &one.text, one.span) }
        });
        self.compare(&matching.questions, |model, index, names, _| {
            let one = &model.questions[index];
            Thing { facts: fact::question(one, names), ..thing(Kind::Question, "", &one.text, one.span) }
        });
        self.compare(&matching.parked, |model, index, names, _| {
            let one = &model.parked[index];
            Thing { facts: fact::parked(one, names), ..thing(Kind::Park, "", &one.text, one.span) }
        });
        let sources = [self.sides[0].sources, self.sides[1].sources];
        self.compare(&matching.rules, |model, index, names, _| {
            let one = &model.rules[index];
            let sources = sources[usize::from(!names.is_old)];
            let facts = fact::rule(one, |span| words(sources, span));
            Thing { facts, ..thing(Kind::Rule, &one.id.value, &one.title, one.head) }
        });
        self.compare(&matching.views, |model, index, names, _| {
            let one = &model.views[index];
            Thing { facts: fact::view(one, names), ..thing(Kind::View, &one.id.value, &one.label, one.span) }
        });
    }

    fn compare(&mut self, pairs: &Pairs, thing: impl Fn(&Model, usize, &Names<'_>, &Self) -> Thing) {
        let of = |collector: &Self, side: usize, index: usize| {
            thing(collector.sides[side].model, index, &collector.names[side], collector)
        };
        let mut found: Vec<Change> = Vec::new();
        let gone = |index: usize| thing(self.sides[0].model, index, &self.former, self);
        found.extend(pairs.removed().map(|index| alone(gone(index), Nature::Removed)));
        found.extend(pairs.added().map(|index| alone(of(self, 1, index), Nature::Added)));
        found.extend(pairs.both().filter_map(|(old, new)| changed(of(self, 0, old), of(self, 1, new))));
        self.found.extend(found);
    }

    fn is_told_elsewhere(&self, imported: Option<&Imported>) -> bool {
        imported.is_some_and(|imported| self.compared.contains(&*imported.path))
    }
}

fn thing(kind: Kind, id: &str, name: &str, span: Span) -> Thing {
    let (id, name) = (id.to_owned(), name.to_owned());
    let is_material = matches!(kind, Kind::Entity | Kind::Process | Kind::Store | Kind::Data | Kind::Boundary);
    Thing { kind, id, name, facts: Facts::new(), span, is_told_elsewhere: false, is_material }
}

/// The words of a place in a text, with one space between.
fn words(sources: &[Source], span: Span) -> String {
    let source = sources.get(usize::from(span.file.0));
    let text = source.and_then(|source| source.text().get(span.start as usize..span.end as usize)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A thing that came or went.
fn alone(thing: Thing, nature: Nature) -> Change {
    let fact = |(name, value): (&'static str, String)| {
        let (old, new) = if nature == Nature::Removed { (Some(value), None) } else { (None, Some(value)) };
        Fact { name, old, new, weight: weight(thing.kind, name) }
    };
    let span = Some(thing.span);
    let (old_span, new_span) = if nature == Nature::Removed { (span, None) } else { (None, span) };
    Change {
        kind: thing.kind,
        id: thing.id,
        former_id: None,
        name: thing.name,
        nature,
        weight: match (thing.kind, nature) {
            (Kind::View, _) => Weight::None,
            (_, Nature::Added) if thing.is_material => Weight::Material,
            _ => Weight::Review,
        },
        facts: thing.facts.into_iter().map(fact).collect(),
        old_span,
        new_span,
    }
}

/// What is different about a thing of both sides, where anything is.
fn changed(old: Thing, new: Thing) -> Option<Change> {
    let names: BTreeSet<&'static str> = old.facts.keys().chain(new.facts.keys()).copied().collect();
    let mut facts: Vec<Fact> = Vec::new();
    let is_renamed = old.id != new.id && has_identifier(new.kind) && !(is_key(&old) && is_key(&new));
    if is_renamed {
        facts.push(Fact {
            name: "identifier",
            old: Some(old.id.clone()),
            new: Some(new.id.clone()),
            weight: Weight::None,
        });
    }
    if !new.is_told_elsewhere {
        for name in names {
            let (before, after) = (old.facts.get(name), new.facts.get(name));
            if before != after {
                let (old, new_value) = (before.cloned(), after.cloned());
                // A flow that joins others now, or runs another way, across a boundary, is another crossing.
                let crosses = name == "between" && new.is_material;
                let weight = if crosses { Weight::Material } else { weight(new.kind, name) };
                facts.push(Fact { name, old, new: new_value, weight });
            }
        }
    }
    let weight = facts.iter().map(|fact| fact.weight).max()?;
    Some(Change {
        kind: new.kind,
        id: new.id,
        former_id: is_renamed.then_some(old.id),
        name: new.name,
        nature: Nature::Changed,
        facts,
        weight,
        old_span: Some(old.span),
        new_span: Some(new.span),
    })
}

/// Whether a flow is called by its ends, which other facts tell.
fn is_key(thing: &Thing) -> bool {
    thing.kind == Kind::Flow && thing.id.contains(' ')
}

/// Whether the author chose what identifies it.
fn has_identifier(kind: Kind) -> bool {
    !matches!(kind, Kind::Model | Kind::Dismiss | Kind::Adjust | Kind::Assume | Kind::Question | Kind::Park)
}

fn weight(kind: Kind, name: &str) -> Weight {
    if kind == Kind::View || PRESENTATION.contains(&name) { Weight::None } else { Weight::Review }
}

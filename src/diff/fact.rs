//! A thing of a model to the facts that are compared of it, by name, as texts.
//!
//! What has no order is sorted, and what names another thing names it as it is called in the new model, so that neither
//! a reordering nor somebody else's renaming is a change. It refuses to know how facts are shown.

use std::collections::BTreeMap;

use super::pair::Matching;
use crate::model::{
    Adjustment, Answer, Assumption, Boundary, BoundaryId, Data, DataId, Dismissal, Element, ElementId, Flow,
    Mitigation, MitigationId, Model, Parked, Part, Question, Rating, Rule, RuleDismissal, Settings, Target, Threat,
    Value, View,
};
use crate::source::Spanned;
use crate::syntax::ast::Arrow;
use crate::threat::{Assessed, Severity};

/// Facts by name. What is absent has not been said.
pub(crate) type Facts = BTreeMap<&'static str, String>;

/// One side of a comparison, and how its things are called on the new one.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub old: &'a Model,
    pub new: &'a Model,
    pub matching: &'a Matching,
    /// Whether this is the old side.
    pub is_old: bool,
    /// Whether things of the old side are called as they are called on the new one.
    pub translates: bool,
}

impl Names<'_> {
    pub(crate) fn model(&self) -> &Model {
        if self.is_old { self.old } else { self.new }
    }

    pub(crate) fn target(&self, target: Target) -> String {
        if self.is_old && !self.translates {
            return self.old.target_key(target).to_owned();
        }
        let now = if self.is_old { self.matching.target(target) } else { Some(target) };
        now.map_or_else(|| self.old.target_key(target), |now| self.new.target_key(now)).to_owned()
    }

    pub(crate) fn element(&self, id: ElementId) -> String {
        self.target(Target::Element(id))
    }

    pub(crate) fn boundary(&self, id: BoundaryId) -> String {
        self.target(Target::Boundary(id))
    }

    pub(crate) fn data(&self, id: DataId) -> String {
        let now = if self.is_old { self.matching.data.new_of[id.0].filter(|_| self.translates) } else { Some(id.0) };
        now.map_or_else(|| &self.old.data[id.0].id.value, |now| &self.new.data[now].id.value).clone()
    }

    fn mitigation(&self, id: MitigationId) -> String {
        let now = if self.is_old { self.matching.mitigations.new_of[id.0] } else { Some(id.0) };
        let one = now.map_or_else(|| &self.old.mitigations[id.0], |now| &self.new.mitigations[now]);
        one.id.as_ref().map_or_else(|| format!("“{}”", one.text), |id| id.value.clone())
    }

    fn targets(&self, targets: &[Spanned<Target>]) -> String {
        sorted(targets.iter().map(|target| self.target(target.value)))
    }

    fn part(&self, part: Part) -> String {
        match part {
            Part::Element(id) => self.element(id),
            Part::Boundary(id) => self.boundary(id),
            Part::Flow(id) => self.target(Target::Flow(id)),
            Part::Data(id) => self.data(id),
        }
    }
}

fn sorted(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// An answer as a text; its values in the order of their names.
pub(crate) fn said(answer: &Answer) -> String {
    match answer {
        Answer::None => "none".to_owned(),
        Answer::Unknown => "unknown".to_owned(),
        Answer::Values(values) => sorted(values.iter().map(Value::to_text)),
    }
}

/// Attributes that say how a thing was called, or name things and are compared as what they name.
const RESOLVED: [&str; 8] = ["was", "holds", "carries", "mitigated-by", "include", "exclude", "collapse", "focus"];

/// The attributes. What is said twice, as a value of its own, is left to whoever knows that.
fn settings(settings: &Settings) -> Facts {
    let compared = settings.iter().filter(|(attribute, _)| !RESOLVED.contains(&attribute.name));
    compared.map(|(attribute, answer)| (attribute.name, said(answer))).collect()
}

fn put(facts: &mut Facts, name: &'static str, fact: impl Into<String>) {
    let fact = fact.into();
    if !fact.is_empty() {
        facts.insert(name, fact);
    }
}

/// What nobody knows is an answer too, and differs from silence.
fn put_list(facts: &mut Facts, settings: &Settings, name: &'static str, list: String) {
    match settings.answer(name) {
        Some(answer @ (Answer::None | Answer::Unknown)) => put(facts, name, said(answer)),
        _ => put(facts, name, list),
    }
}

pub(crate) fn header(model: &Model) -> Facts {
    let header = &model.header;
    let mut facts = settings(&header.settings);
    put(&mut facts, "title", header.title.as_ref().map(|title| title.value.clone()).unwrap_or_default());
    put(&mut facts, "description", header.doc.clone());
    for level in ["allow", "warn", "deny"] {
        facts.remove(level);
        let named = header.lints.iter().filter(|(one, _)| one.word() == level).map(|(_, name)| name.value.clone());
        put(&mut facts, level, sorted(named));
    }
    facts
}

pub(crate) fn data(data: &Data) -> Facts {
    let mut facts = settings(&data.settings);
    put(&mut facts, "label", data.label.clone());
    put(&mut facts, "description", data.doc.clone());
    facts
}

pub(crate) fn element(element: &Element, names: &Names<'_>) -> Facts {
    let mut facts = settings(&element.settings);
    put(&mut facts, "label", element.label.clone());
    put(&mut facts, "description", element.doc.clone());
    put(&mut facts, "element", element.kind.kind().keyword());
    put(&mut facts, "inside", element.parent.map(|id| names.boundary(id)).unwrap_or_default());
    put_list(&mut facts, &element.settings, "holds", sorted(element.holds.iter().map(|id| names.data(*id))));
    facts
}

pub(crate) fn boundary(boundary: &Boundary, names: &Names<'_>) -> Facts {
    let mut facts = settings(&boundary.settings);
    put(&mut facts, "label", boundary.label.clone());
    put(&mut facts, "description", boundary.doc.clone());
    put(&mut facts, "inside", boundary.parent.map(|id| names.boundary(id)).unwrap_or_default());
    facts
}

pub(crate) fn flow(flow: &Flow, names: &Names<'_>) -> Facts {
    let mut facts = settings(&flow.settings);
    put(&mut facts, "label", flow.label.clone());
    put(&mut facts, "description", flow.doc.clone());
    let (from, to) = (names.element(flow.from), names.element(flow.to));
    // The two ends of `<->` have no order.
    let (from, to) = if flow.arrow == Arrow::Both && to < from { (to, from) } else { (from, to) };
    let arrow = if flow.arrow == Arrow::Both { "<->" } else { "->" };
    put(&mut facts, "between", format!("{from} {arrow} {to}"));
    put_list(&mut facts, &flow.settings, "carries", sorted(flow.carries.iter().map(|id| names.data(*id))));
    facts
}

pub(crate) fn threat(threat: &Threat, assessed: Option<&Assessed>, names: &Names<'_>) -> Facts {
    let mut facts = settings(&threat.settings);
    put(&mut facts, "text", threat.text.clone());
    put(&mut facts, "description", threat.doc.clone());
    put(&mut facts, "category", sorted(threat.categories.iter().map(|category| category.value.word().to_owned())));
    put(&mut facts, "on", names.targets(&threat.targets));
    put(&mut facts, "likelihood", threat.likelihood.map(Rating::word).unwrap_or_default());
    put(&mut facts, "impact", threat.impact.map(Rating::word).unwrap_or_default());
    put(&mut facts, "mitigations", sorted(threat.mitigations.iter().map(|id| names.mitigation(*id))));
    if let Some(disposition) = &threat.disposition {
        put(&mut facts, "disposition", disposition.kind.word());
        put(&mut facts, "disposition because", disposition.because.clone());
        for (attribute, answer) in disposition.settings.iter() {
            let name = match attribute.name {
                "by" => "disposition by",
                "until" => "disposition until",
                _ => "disposition ticket",
            };
            put(&mut facts, name, said(answer));
        }
    }
    if let Some(assessed) = assessed {
        put(&mut facts, "severity", assessed.severity.map(Severity::word).unwrap_or_default());
        let residual = assessed.residual.filter(|residual| Some(*residual) != assessed.severity);
        put(&mut facts, "residual severity", residual.map(Severity::word).unwrap_or_default());
        put(&mut facts, "state", assessed.status.word());
    }
    facts
}

pub(crate) fn mitigation(mitigation: &Mitigation) -> Facts {
    let mut facts = settings(&mitigation.settings);
    put(&mut facts, "text", mitigation.text.clone());
    facts
}

pub(crate) fn dismissal(dismissal: &Dismissal) -> Facts {
    let mut facts = settings(&dismissal.settings);
    put(&mut facts, "because", dismissal.because.clone());
    facts
}

pub(crate) fn rule_dismissal(dismissal: &RuleDismissal) -> Facts {
    let mut facts = settings(&dismissal.settings);
    put(&mut facts, "because", dismissal.because.clone());
    facts
}

pub(crate) fn adjustment(adjustment: &Adjustment) -> Facts {
    let mut facts = Facts::new();
    put(&mut facts, "because", adjustment.because.clone());
    put(&mut facts, "likelihood", adjustment.likelihood.map(Rating::word).unwrap_or_default());
    put(&mut facts, "impact", adjustment.impact.map(Rating::word).unwrap_or_default());
    facts
}

pub(crate) fn assumption(one: &Assumption, names: &Names<'_>) -> Facts {
    remark(&one.text, &one.targets, &one.settings, names)
}

pub(crate) fn question(one: &Question, names: &Names<'_>) -> Facts {
    remark(&one.text, &one.targets, &one.settings, names)
}

pub(crate) fn parked(one: &Parked, names: &Names<'_>) -> Facts {
    remark(&one.text, &[], &one.settings, names)
}

fn remark(text: &str, targets: &[Spanned<Target>], said: &Settings, names: &Names<'_>) -> Facts {
    let mut facts = settings(said);
    put(&mut facts, "text", text);
    put(&mut facts, "on", names.targets(targets));
    facts
}

pub(crate) fn rule(rule: &Rule, text: impl Fn(crate::source::Span) -> String) -> Facts {
    let mut facts = settings(&rule.settings);
    put(&mut facts, "title", rule.title.clone());
    put(&mut facts, "description", rule.doc.clone());
    put(&mut facts, "on", sorted(rule.on.iter().map(|kind| kind.keyword().to_owned())));
    put(&mut facts, "threat", sorted(rule.categories.iter().map(|category| category.value.word().to_owned())));
    put(&mut facts, "conditions", rule.conditions.iter().map(|one| text(one.span)).collect::<Vec<_>>().join("; "));
    facts
}

pub(crate) fn view(view: &View, names: &Names<'_>) -> Facts {
    let mut facts = Facts::new();
    put(&mut facts, "label", view.label.clone());
    put(&mut facts, "description", view.doc.clone());
    put(&mut facts, "include", sorted(view.include.iter().map(|part| names.part(part.value))));
    put(&mut facts, "exclude", sorted(view.exclude.iter().map(|part| names.part(part.value))));
    put(&mut facts, "collapse", sorted(view.collapse.iter().map(|id| names.boundary(id.value))));
    put(&mut facts, "focus", view.focus.as_ref().map(|part| names.part(part.value)).unwrap_or_default());
    put(&mut facts, "direction", view.direction.map(crate::model::Direction::word).unwrap_or_default());
    facts
}

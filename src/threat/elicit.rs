//! Threats looked for: every rule asked of every element and flow, and what is already answered.
//!
//! A candidate's key is `rule@target`. Neither the order of the text nor labels nor boundaries are part of it.

use std::collections::{BTreeMap, BTreeSet};

use super::Severity;
use super::rule::{Evaluation, Facts, Raise, Reason, Rule, Thing, Truth, Unasked, applying};
use super::rules::Rules;
use crate::diagnostic::{Code, Diagnostic, code, did_you_mean};
use crate::model::{
    Category, DataId, ElementId, ElementType, FlowId, Method, Model, Rating, RuleDismissal, Settings, Target, ThreatId,
    Value,
};
use crate::source::{Span, Spanned};

code!(UNKNOWN_RULE, "TM0605", "unknown-rule", Error, "an answer to a rule that does not exist");
code!(ORPHANED_ANSWER, "TM0606", "orphaned-answer", Warning, "an answer to a rule that raises nothing there");

/// All of them.
pub(crate) const CODES: &[&Code] = &[&UNKNOWN_RULE, &ORPHANED_ANSWER];

/// What rules found in a model.
#[derive(Clone, Debug, Default)]
pub struct Elicitation {
    /// Where something is likely wrong, answered or not; by rule, then by place in the text.
    pub candidates: Vec<Candidate>,
    /// What nobody has said and a rule would need to know.
    pub questions: Vec<Question>,
    /// Dangers that an attribute answers.
    pub controls: Vec<Control>,
}

/// Something that is likely wrong.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `rule@target`: what identifies it.
    pub key: String,
    /// The key that it had before its target was renamed, where `was` says so.
    pub former_key: Option<String>,
    /// The rule.
    pub rule: String,
    /// Where.
    pub target: Target,
    /// The flows that agree, where a rule on flows puts it on an element.
    pub flows: Vec<FlowId>,
    /// What it would be.
    pub categories: Vec<Category>,
    /// How likely it is.
    pub likelihood: Rating,
    /// How bad it is.
    pub impact: Rating,
    /// By the grid of the two.
    pub severity: Severity,
    /// The sentence.
    pub text: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// Why the rule fires.
    pub evidence: Vec<Evidence>,
    /// What answers it; [`None`] while it is open.
    pub answer: Option<Answered>,
}

/// Why a rule fires, or what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// In words.
    pub text: String,
    /// Where the model says so, where it does.
    pub span: Option<Span>,
}

/// What answers a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A threat that somebody wrote.
    Threat(ThreatId),
    /// A dismissal of its categories: an index into [`Model::dismissals`].
    Dismissal(usize),
    /// A dismissal of its rule: an index into [`Model::rule_dismissals`].
    RuleDismissal(usize),
}

/// What a rule would need to know.
#[derive(Clone, Debug)]
pub struct Question {
    /// `rule@target`.
    pub key: String,
    /// The rule.
    pub rule: String,
    /// Where.
    pub target: Target,
    /// What it would be.
    pub categories: Vec<Category>,
    /// How bad it would be at most.
    pub severity: Severity,
    /// The question, with the names of the model in it.
    pub text: String,
    /// What has not been said: an element, flow, boundary or kind of data with an attribute of it.
    pub unasked: Vec<(String, &'static str)>,
}

/// A danger that an attribute answers.
#[derive(Clone, Debug)]
pub struct Control {
    /// The rule.
    pub rule: String,
    /// Where.
    pub target: Target,
    /// What it would be.
    pub categories: Vec<Category>,
    /// What answers it.
    pub by: Vec<Evidence>,
}

impl Elicitation {
    /// The candidates that nothing answers, the severest first.
    #[must_use]
    pub fn open(&self) -> Vec<&Candidate> {
        let mut open: Vec<&Candidate> = self.candidates.iter().filter(|one| one.answer.is_none()).collect();
        open.sort_by_key(|candidate| std::cmp::Reverse(candidate.severity));
        open
    }

    /// The severest candidate of a category that nothing answers on an element or flow.
    #[must_use]
    pub fn likeliest(&self, target: Target, category: Category) -> Option<&Candidate> {
        let fits = |one: &&Candidate| one.target == target && one.categories.contains(&category);
        self.open().into_iter().find(fits)
    }

    /// What of it is about a part of the model: each target is the one of the same name.
    #[must_use]
    pub fn within(&self, model: &Model, part: &Model) -> Elicitation {
        let there = Names::of(part);
        let place = |target: Target| there.find(model, target);
        let candidates = self.candidates.iter().filter_map(|one| {
            let flows = one.flows.iter().filter_map(|id| match place(Target::Flow(*id))? {
                Target::Flow(id) => Some(id),
                Target::Element(_) | Target::Boundary(_) => None,
            });
            let threat = |id: ThreatId| {
                let known = &model.threats[id.0].id.value;
                part.threats.iter().position(|threat| threat.id.value == *known).map(ThreatId)
            };
            let answer = match one.answer {
                Some(Answered::Threat(id)) => Some(Answered::Threat(threat(id)?)),
                // Dismissals of a part are numbered anew: the reason is looked for on the same target.
                Some(Answered::Dismissal(index)) => {
                    let span = model.dismissals[index].span;
                    part.dismissals.iter().position(|one| one.span == span).map(Answered::Dismissal)
                }
                Some(Answered::RuleDismissal(index)) => {
                    let span = model.rule_dismissals[index].span;
                    part.rule_dismissals.iter().position(|one| one.span == span).map(Answered::RuleDismissal)
                }
                None => None,
            };
            Some(Candidate { target: place(one.target)?, flows: flows.collect(), answer, ..one.clone() })
        });
        let questions =
            self.questions.iter().filter_map(|one| Some(Question { target: place(one.target)?, ..one.clone() }));
        let controls =
            self.controls.iter().filter_map(|one| Some(Control { target: place(one.target)?, ..one.clone() }));
        Elicitation { candidates: candidates.collect(), questions: questions.collect(), controls: controls.collect() }
    }
}

/// The elements and flows of a model by name.
pub(super) struct Names<'a> {
    elements: BTreeMap<&'a str, usize>,
    flows: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(model: &'a Model) -> Names<'a> {
        let elements = model.elements.iter().enumerate().map(|(index, one)| (one.id.value.as_str(), index));
        let flows = model.flows.iter().enumerate().map(|(index, flow)| (flow.key.as_str(), index));
        Names { elements: elements.collect(), flows: flows.collect() }
    }

    /// The target of the same name as this one of another model.
    pub(super) fn find(&self, model: &Model, target: Target) -> Option<Target> {
        let key = model.target_key(target);
        match target {
            Target::Element(_) => self.elements.get(key).map(|index| Target::Element(ElementId(*index))),
            Target::Flow(_) => self.flows.get(key).map(|index| Target::Flow(FlowId(*index))),
            Target::Boundary(_) => None,
        }
    }
}

/// Asks every rule of every element and flow that is in scope. Linear in the size of the model for each rule.
#[must_use]
pub fn elicit(model: &Model, rules: &Rules) -> (Elicitation, Vec<Diagnostic>) {
    let facts = Facts::new(model);
    let answers = Answers::new(model);
    let mut found = Elicitation::default();
    let mut raised = BTreeSet::new();
    let things: Vec<(Thing, ElementType)> = facts
        .things()
        .filter(|thing| !facts.is_out_of_scope(*thing))
        .filter_map(|thing| Some((thing, model.element_type(thing.target())?)))
        .collect();
    for rule in rules.iter().filter(|rule| !answers.off.contains(rule.id.as_str())) {
        for finding in findings(rule, &facts, &things) {
            if finding.outcome != Outcome::Controlled {
                raised.insert((rule.id.as_str(), finding.target));
            }
            add(rule, finding, &facts, &answers, &mut found);
        }
    }
    let diagnostics = check_answers(model, rules, &raised);
    (found, diagnostics)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Controlled,
    Question,
    Candidate,
}

/// How a rule ends for one target.
struct Finding {
    target: Target,
    /// What the rule looked at.
    thing: Thing,
    /// Where the rule looked at flows, and its target is an end of them.
    flows: Vec<FlowId>,
    outcome: Outcome,
    evaluation: Evaluation,
}

/// Whether the model's method walks through a category; STRIDE where it names none.
pub(super) fn is_asked(model: &Model, category: Category) -> bool {
    match model.header.method {
        None | Some(Method::Stride) => !category.is_privacy(),
        Some(Method::Linddun) => category.is_privacy(),
        Some(Method::Both) => true,
    }
}

fn findings(rule: &Rule, facts: &Facts, things: &[(Thing, ElementType)]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut at: BTreeMap<Target, usize> = BTreeMap::new();
    for (thing, element) in things {
        if !rule.on.contains(element) {
            continue;
        }
        let evaluation = rule.evaluate(facts, *thing);
        let outcome = match (evaluation.when, evaluation.unless) {
            (Truth::False, _) => continue,
            (_, Truth::True) => Outcome::Controlled,
            (Truth::True, Truth::False) => Outcome::Candidate,
            (Truth::True | Truth::Unasked, _) => Outcome::Question,
        };
        let flow = match thing {
            Thing::Flow(id) => Some(*id),
            Thing::Element(_) => None,
        };
        let (place, flows) = match (rule.raise, flow) {
            (Raise::From, Some(id)) => (Thing::Element(facts.model.flow(id).from), vec![id]),
            (Raise::To, Some(id)) => (Thing::Element(facts.model.flow(id).to), vec![id]),
            (Raise::Itself | Raise::From | Raise::To, _) => (*thing, Vec::new()),
        };
        if place != *thing && facts.is_out_of_scope(place) {
            continue;
        }
        let finding = Finding { target: place.target(), thing: *thing, flows, outcome, evaluation };
        match at.get(&finding.target) {
            None => {
                at.insert(finding.target, findings.len());
                findings.push(finding);
            }
            Some(index) => merge(&mut findings[*index], finding),
        }
    }
    findings
}

/// Flows that end at one element: the worst outcome counts, and those that agree with it are listed.
fn merge(known: &mut Finding, other: Finding) {
    match other.outcome.cmp(&known.outcome) {
        std::cmp::Ordering::Less => {}
        std::cmp::Ordering::Greater => *known = other,
        std::cmp::Ordering::Equal => {
            known.flows.extend(other.flows);
            known.evaluation.reasons.extend(other.evaluation.reasons);
            known.evaluation.unasked.extend(other.evaluation.unasked);
        }
    }
}

fn add(rule: &Rule, finding: Finding, facts: &Facts, answers: &Answers, found: &mut Elicitation) {
    let model = facts.model;
    let Some(element) = model.element_type(finding.target) else { return };
    let mut categories = applying(&rule.categories, element);
    categories.retain(|category| is_asked(model, *category));
    if categories.is_empty() {
        return;
    }
    let id = rule.id.clone();
    let (likelihood, impact) = answers.rating(rule, finding.target, facts, finding.thing);
    let severity = Severity::of(likelihood, impact);
    let target = finding.target;
    let key = format!("{id}@{}", model.target_key(target));
    match finding.outcome {
        Outcome::Controlled => {
            let by = evidence(finding.evaluation.reasons);
            found.controls.push(Control { rule: id, target, categories, by });
        }
        Outcome::Question => {
            if answers.find(&rule.id, target, &categories).is_some() {
                return;
            }
            let unasked: Vec<(String, &'static str)> =
                finding.evaluation.unasked.iter().map(|unasked| named(model, unasked)).collect();
            let text = rule.question(facts, finding.thing).unwrap_or_else(|| default_question(rule, &unasked));
            found.questions.push(Question { key, rule: id, target, categories, severity, text, unasked });
        }
        Outcome::Candidate => found.candidates.push(Candidate {
            former_key: former(model, target).map(|was| format!("{id}@{was}")),
            answer: answers.find(&rule.id, target, &categories),
            key,
            rule: id,
            target,
            flows: finding.flows,
            categories,
            likelihood,
            impact,
            severity,
            text: rule.text(facts, finding.thing),
            advice: rule.advice(facts, finding.thing),
            evidence: evidence(finding.evaluation.reasons),
        }),
    }
}

fn evidence(reasons: Vec<Reason>) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = Vec::new();
    for Reason { text, span } in reasons {
        if evidence.iter().all(|known| known.text != text) {
            evidence.push(Evidence { text, span });
        }
    }
    evidence
}

/// What an attribute that nobody has asked is an attribute of.
fn named(model: &Model, unasked: &Unasked) -> (String, &'static str) {
    match unasked {
        Unasked::Of(target, attribute) => (model.target_key(*target).to_owned(), attribute),
        Unasked::OfData(DataId(index), attribute) => (model.data[*index].id.value.clone(), attribute),
    }
}

fn default_question(rule: &Rule, unasked: &[(String, &'static str)]) -> String {
    match unasked.first() {
        Some((name, attribute)) => format!("{}? Nobody has said what `{attribute}` of `{name}` is.", rule.title),
        None => format!("{}?", rule.title),
    }
}

/// The key that a target had before it was renamed.
fn former(model: &Model, target: Target) -> Option<String> {
    let settings: &Settings = match target {
        Target::Element(id) => &model.element(id).settings,
        Target::Flow(id) => &model.flow(id).settings,
        Target::Boundary(id) => &model.boundary(id).settings,
    };
    settings.values("was").iter().find_map(|value| match value {
        Value::Reference(name) => Some(name.value.clone()),
        _ => None,
    })
}

/// Another likelihood and impact, where there is one.
type Adjusted = (Option<Rating>, Option<Rating>);

/// What a model says of rules and categories.
struct Answers<'a> {
    model: &'a Model,
    /// Rules that are switched off for the whole model.
    off: BTreeSet<&'a str>,
    /// Threats that name the rules which they answer.
    by_rule: BTreeMap<(&'a str, Target), ThreatId>,
    /// Threats that answer their whole category.
    by_category: BTreeMap<(Category, Target), ThreatId>,
    dismissed: BTreeMap<(Category, Target), usize>,
    dismissed_rules: BTreeMap<(&'a str, Target), usize>,
    adjusted: BTreeMap<(&'a str, Option<Target>), Adjusted>,
}

impl<'a> Answers<'a> {
    fn new(model: &'a Model) -> Answers<'a> {
        let mut answers = Answers {
            model,
            off: BTreeSet::new(),
            by_rule: BTreeMap::new(),
            by_category: BTreeMap::new(),
            dismissed: BTreeMap::new(),
            dismissed_rules: BTreeMap::new(),
            adjusted: BTreeMap::new(),
        };
        for (index, threat) in model.threats.iter().enumerate() {
            let id = ThreatId(index);
            let rules: Vec<&str> = named_rules(&threat.settings).map(|name| name.value.as_str()).collect();
            for target in &threat.targets {
                for rule in &rules {
                    answers.by_rule.entry((rule, target.value)).or_insert(id);
                }
                for category in threat.categories.iter().filter(|_| rules.is_empty()) {
                    answers.by_category.entry((category.value, target.value)).or_insert(id);
                }
            }
        }
        for (index, dismissal) in model.dismissals.iter().enumerate() {
            answers.dismissed.entry((dismissal.category.value, dismissal.target.value)).or_insert(index);
        }
        for (index, dismissal) in model.rule_dismissals.iter().enumerate() {
            let rule = dismissal.rule.value.as_str();
            match &dismissal.target {
                Some(target) => {
                    answers.dismissed_rules.entry((rule, target.value)).or_insert(index);
                }
                None => {
                    answers.off.insert(rule);
                }
            }
        }
        for adjustment in &model.adjustments {
            let target = adjustment.target.as_ref().map(|target| target.value);
            let place = answers.adjusted.entry((adjustment.rule.value.as_str(), target)).or_default();
            *place = (adjustment.likelihood.or(place.0), adjustment.impact.or(place.1));
        }
        answers
    }

    /// What answers a candidate of these categories: each of them has to be answered, or the rule itself.
    fn find(&self, rule: &str, target: Target, categories: &[Category]) -> Option<Answered> {
        if let Some(id) = self.by_rule.get(&(rule, target)) {
            return Some(Answered::Threat(*id));
        }
        if let Some(index) = self.dismissed_rules.get(&(rule, target)) {
            return Some(Answered::RuleDismissal(*index));
        }
        let mut answers = categories.iter().map(|category| {
            let threat = self.by_category.get(&(*category, target)).map(|id| Answered::Threat(*id));
            threat.or_else(|| self.dismissed.get(&(*category, target)).map(|index| Answered::Dismissal(*index)))
        });
        let first = answers.next()??;
        answers.all(|answer| answer.is_some()).then_some(first)
    }

    /// The rating of what a rule finds: adjusted there, adjusted for the model, or its own.
    fn rating(&self, rule: &Rule, target: Target, facts: &Facts, thing: Thing) -> (Rating, Rating) {
        let adjusted =
            |place: Option<Target>| self.adjusted.get(&(rule.id.as_str(), place)).copied().unwrap_or_default();
        let (here, anywhere) = (adjusted(Some(target)), adjusted(None));
        let impact = here.1.or(anywhere.1).or(rule.impact);
        (here.0.or(anywhere.0).unwrap_or(rule.likelihood), impact.unwrap_or_else(|| facts.impact_of_data(thing)))
    }

    fn rules(&self) -> impl Iterator<Item = (&'a Spanned<String>, Option<Target>)> {
        let dismissed = self.model.rule_dismissals.iter().map(|one: &RuleDismissal| (&one.rule, one.target.as_ref()));
        let adjusted = self.model.adjustments.iter().map(|one| (&one.rule, one.target.as_ref()));
        dismissed.chain(adjusted).map(|(rule, target)| (rule, target.map(|target| target.value)))
    }
}

/// The rules that a threat says it answers.
fn named_rules(settings: &Settings) -> impl Iterator<Item = &Spanned<String>> {
    settings.values("answers").iter().filter_map(|value| match value {
        Value::Reference(name) => Some(name),
        _ => None,
    })
}

/// Answers to rules that do not exist, or that raise nothing where they are answered.
fn check_answers(model: &Model, rules: &Rules, raised: &BTreeSet<(&str, Target)>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // A rule that could not be compiled exists all the same, and nobody knows what it would raise.
    let broken = model.rules.iter().map(|rule| rule.id.value.as_str()).filter(|id| rules.get(id).is_none());
    let broken: BTreeSet<&str> = broken.collect();
    let mut ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.extend(&broken);
    let from_threats = model.threats.iter().flat_map(|threat| {
        named_rules(&threat.settings)
            .flat_map(move |rule| threat.targets.iter().map(move |target| (rule, Some(target.value))))
    });
    let answers: Vec<_> = Answers::new(model).rules().chain(from_threats).collect();
    let mut said = BTreeSet::new();
    for (rule, target) in answers {
        let known = ids.contains(rule.value.as_str());
        if !known {
            // A threat on several targets names its rule once.
            if said.insert(rule.span.start) {
                diagnostics.push(unknown_rule(rule, &ids));
            }
            continue;
        }
        let Some(target) = target else { continue };
        if raised.contains(&(rule.value.as_str(), target)) || broken.contains(rule.value.as_str()) {
            continue;
        }
        let key = model.target_key(target);
        diagnostics.push(
            Diagnostic::new(
                &ORPHANED_ANSWER,
                rule.span,
                format!("the rule `{}` raises nothing on `{key}`", rule.value),
            )
            .help("take it away: the model has changed, or an attribute answers the danger"),
        );
    }
    diagnostics
}

fn unknown_rule(rule: &Spanned<String>, ids: &BTreeSet<&str>) -> Diagnostic {
    let message = format!("no rule and no category is called `{}`", rule.value);
    let diagnostic = Diagnostic::new(&UNKNOWN_RULE, rule.span, message);
    match did_you_mean(&rule.value, ids.iter().copied()) {
        Some(_) => diagnostic.suggest(&rule.value, rule.span, ids.iter().copied(), String::new),
        None => diagnostic.help("`threatline rules` lists every rule; categories are spelled in full"),
    }
}

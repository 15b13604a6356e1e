//! Threat rules: compiled from what a model says, evaluated over a model.
//!
//! # Steps
//! 1. `compile`: every word of a rule is checked against the vocabulary, and its conditions become [`condition`]s.
//! 2. `facts`: what rules ask of a whole model is worked out once: crossings, reach, words.
//! 3. `evaluate`: a condition is true, false or unasked of one element or flow, with the reasons.
//! 4. `template`: the sentences of what was found.
//!
//! It refuses to know what becomes of a finding.

mod compile;
mod condition;
mod evaluate;
mod expression;
mod facts;
mod template;

pub use expression::predicates;

use crate::model::{Category, ElementType, Rating};
use crate::source::Span;

pub(super) use compile::{CODES, applying, compile};
pub(super) use condition::Way;
pub(super) use evaluate::{Evaluation, Reason, Truth, Unasked};
pub(super) use facts::{Facts, Thing};
use template::Template;

/// A threat rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The identifier.
    pub id: String,
    /// The title.
    pub title: String,
    /// What describes it, in Markdown, with an example that fires and one that does not.
    pub doc: String,
    /// The element types that it looks at.
    pub on: Vec<ElementType>,
    /// Where its candidates are put.
    pub raise: Raise,
    /// What its candidates would be.
    pub categories: Vec<Category>,
    /// How likely they are.
    pub likelihood: Rating,
    /// How bad they are; [`None`] means by the data.
    pub impact: Option<Rating>,
    /// Why, where it says so.
    pub because: Option<String>,
    /// CWE, CAPEC, ATT&CK, OWASP or a URL.
    pub references: Vec<String>,
    /// Where its identifier is written, in its own file.
    pub span: Span,
    when: condition::Condition,
    unless: Option<condition::Condition>,
    text: Template,
    ask: Option<Template>,
    advice: Option<Template>,
}

/// Where a rule on flows puts its candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raise {
    /// On what it looks at.
    Itself,
    /// On the element that the flow comes from.
    From,
    /// On the element that the flow goes to.
    To,
}

impl Rule {
    /// How the rule ends for one element or flow.
    pub(super) fn evaluate(&self, facts: &Facts, thing: Thing) -> Evaluation {
        evaluate::rule(self, facts, thing)
    }

    /// The sentence of a candidate.
    pub(super) fn text(&self, facts: &Facts, thing: Thing) -> String {
        self.text.fill(facts, thing)
    }

    /// The rule's own question, where it has one.
    pub(super) fn question(&self, facts: &Facts, thing: Thing) -> Option<String> {
        self.ask.as_ref().map(|ask| ask.fill(facts, thing))
    }

    /// What to do about a candidate.
    pub(super) fn advice(&self, facts: &Facts, thing: Thing) -> Option<String> {
        self.advice.as_ref().map(|advice| advice.fill(facts, thing))
    }
}

//! Changes as JSON, schema `threatline.diff/1`.

use serde::Serialize;

use super::super::pretty;
use crate::diff::{Change, Consequence, Fact, ModelReview, Nature, Outcome, Review};
use crate::model::CrossingDirection;
use crate::report;

/// The schema that [`json`] keeps to.
pub const SCHEMA: &str = "threatline.diff/1";

/// What changed between two states of models.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Document {
    /// Which schema this document keeps to: `threatline.diff/1`.
    schema: &'static str,
    /// What the old state is called: a revision or a path.
    old: String,
    /// What the new state is called.
    new: String,
    /// `none`, `review`, `material` or `unassessed`: the heaviest verdict of all models.
    verdict: &'static str,
    /// How many things changed, in all models.
    summary: Summary,
    /// The models that differ or could not be compared, by path.
    models: Vec<ModelEntry>,
    /// How many models are the same in both states.
    unchanged: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Summary {
    added: usize,
    changed: usize,
    removed: usize,
}

/// What became of one model.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ModelEntry {
    /// Its path, the new one where it has two.
    path: String,
    /// The path that it had, where it has another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_path: Option<String>,
    /// `added`, `changed` or `removed`: what became of the file.
    file: &'static str,
    /// `none`, `review`, `material` or `unassessed`.
    verdict: &'static str,
    /// Why, the heaviest first.
    reasons: Vec<ReasonEntry>,
    /// What to hold a threat-modelling session on: identifiers of the new state.
    session_on: Vec<String>,
    /// What came, went, or became another.
    changes: Vec<ChangeEntry>,
    /// What follows from that.
    consequences: Vec<ConsequenceEntry>,
    /// Why a state could not be read; then there are no changes.
    failures: Vec<FailureEntry>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ReasonEntry {
    /// `review` or `material`.
    weight: &'static str,
    /// In words.
    text: String,
    /// Identifiers of what it is about.
    on: Vec<String>,
}

/// One thing that came, went, or became another.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ChangeEntry {
    /// `added`, `changed` or `removed`.
    change: &'static str,
    /// The keyword that declares it: `process`, `flow`, `threat`.
    kind: &'static str,
    /// Its identifier, the new one where it has two; a flow's ends; empty where it has none.
    id: String,
    /// The identifier that it had, where it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_id: Option<String>,
    /// Its label or sentence.
    name: String,
    /// `none`, `review` or `material`.
    weight: &'static str,
    /// In one line.
    text: String,
    /// What is different; of something that came or went, all that is said of it.
    facts: Vec<FactEntry>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct FactEntry {
    /// An attribute, or `inside`, `between`, `text`, `severity` and the like.
    name: &'static str,
    /// What the old state says; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<String>,
    /// What the new state says; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
}

/// Something that follows from changes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ConsequenceEntry {
    /// A flow crosses a trust boundary in one state only.
    Crossing {
        flow: String,
        boundary: String,
        /// `enters` or `leaves`.
        direction: &'static str,
        /// Whether it is the new state in which it does.
        gained: bool,
        text: String,
    },
    /// A kind of data is found at an element in one state only.
    Reach {
        data: String,
        element: String,
        /// Trust boundaries in which the data is found nowhere in the other state.
        inside: Vec<String>,
        /// Trust boundaries that the data never leaves in the other state.
        outside: Vec<String>,
        /// Whether it is the new state in which it is there.
        gained: bool,
        text: String,
    },
    /// A candidate of a rule came, went, or was answered.
    Candidate {
        /// `rule@target`.
        key: String,
        /// `low` to `critical`.
        severity: &'static str,
        /// The severity that it had, where it had another one.
        #[serde(skip_serializing_if = "Option::is_none")]
        former_severity: Option<&'static str>,
        /// `appeared`, `reopened`, `answered`, `gone`, `worsened` or `eased`.
        event: &'static str,
        text: String,
    },
    /// A category was asked about in one state only.
    Asked {
        target: String,
        category: &'static str,
        /// Whether nobody has asked in the new state.
        unasked: bool,
        text: String,
    },
    /// A threat is open that was not, or was not so severe.
    Opened {
        threat: String,
        severity: &'static str,
        /// Whether it was answered before, and not merely rated lower or unknown.
        is_reopened: bool,
        text: String,
    },
    /// An acceptance, transfer or avoidance is due on another day.
    Until { threat: String, old: String, new: String, text: String },
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct FailureEntry {
    /// `old` or `new`.
    state: &'static str,
    /// File and line.
    place: String,
    code: &'static str,
    message: String,
}

/// The review as JSON.
#[must_use]
pub fn json(review: &Review) -> String {
    pretty(&Document {
        schema: SCHEMA,
        old: review.old.clone(),
        new: review.new.clone(),
        verdict: review.ruling().word(),
        summary: Summary {
            added: review.count(Nature::Added),
            changed: review.count(Nature::Changed),
            removed: review.count(Nature::Removed),
        },
        models: review.models.iter().map(model).collect(),
        unchanged: review.unchanged,
    })
}

/// The JSON Schema of [`json`].
#[cfg(feature = "cli")]
#[must_use]
pub fn schema() -> String {
    pretty(&schemars::schema_for!(Document))
}

fn model(model: &ModelReview) -> ModelEntry {
    let diff = model.diff();
    let verdict = diff.map(|diff| &diff.verdict);
    let reasons = verdict.map(|verdict| verdict.reasons.as_slice()).unwrap_or_default();
    let reason = |one: &crate::diff::Reason| ReasonEntry {
        weight: one.weight.word(),
        text: one.text.clone(),
        on: one.on.clone(),
    };
    let failures: &[crate::diff::Failure] = match &model.outcome {
        Outcome::Compared(_) => &[],
        Outcome::Unassessed(failures) => failures,
    };
    ModelEntry {
        path: model.path.clone(),
        former_path: model.former_path.clone(),
        file: model.nature.word(),
        verdict: model.ruling().word(),
        reasons: reasons.iter().map(reason).collect(),
        session_on: verdict.map(|verdict| verdict.session_on.clone()).unwrap_or_default(),
        changes: diff.map(|diff| diff.changes.iter().map(change).collect()).unwrap_or_default(),
        consequences: diff.map(|diff| diff.consequences.iter().map(consequence).collect()).unwrap_or_default(),
        failures: failures
            .iter()
            .map(|one| FailureEntry {
                state: if one.is_new { "new" } else { "old" },
                place: one.place.clone(),
                code: one.code,
                message: one.message.clone(),
            })
            .collect(),
    }
}

fn change(change: &Change) -> ChangeEntry {
    let fact = |fact: &Fact| FactEntry { name: fact.name, old: fact.old.clone(), new: fact.new.clone() };
    ChangeEntry {
        change: change.nature.word(),
        kind: change.kind.keyword(),
        id: change.id.clone(),
        former_id: change.former_id.clone(),
        name: change.name.clone(),
        weight: change.weight.word(),
        text: report::change(change),
        facts: change.facts.iter().map(fact).collect(),
    }
}

fn consequence(one: &Consequence) -> ConsequenceEntry {
    let text = report::consequence(one);
    match one.clone() {
        Consequence::Crossing { flow, boundary, direction, gained, .. } => ConsequenceEntry::Crossing {
            flow,
            boundary,
            direction: match direction {
                CrossingDirection::Enters => "enters",
                CrossingDirection::Leaves => "leaves",
            },
            gained,
            text,
        },
        Consequence::Reach { data, place, inside, outside, gained, .. } => {
            ConsequenceEntry::Reach { data, element: place, inside, outside, gained, text }
        }
        Consequence::Candidate { key, severity, former, event, .. } => {
            let former_severity = former.map(crate::threat::Severity::word);
            ConsequenceEntry::Candidate { key, severity: severity.word(), former_severity, event: event.word(), text }
        }
        Consequence::Asked { target, category, unasked } => {
            ConsequenceEntry::Asked { target, category: category.word(), unasked, text }
        }
        Consequence::Opened { threat, severity, is_reopened } => {
            ConsequenceEntry::Opened { threat, severity: severity.word(), is_reopened, text }
        }
        Consequence::Until { threat, old, new } => ConsequenceEntry::Until { threat, old, new, text },
    }
}

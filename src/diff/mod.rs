//! Two states of a model to what changed between them, what follows from that, and whether it takes a session.
//!
//! # Steps
//! 1. `pair`: which thing of the old state is which of the new one.
//! 2. `fact`: what is compared of each thing, as texts; `change` compares it.
//! 3. `consequence`: what the changes mean: crossings, places that data reaches, candidates, coverage.
//! 4. `verdict`: whether any of it is material.
//!
//! Then `overlay` puts both states into one model, to be drawn. Order, layout of the text and comments are no changes: two
//! models that mean the same differ in nothing, and what differs one way differs the other way round the other way. It
//! refuses to know where the two states come from and how they are shown.

mod change;
mod consequence;
mod fact;
mod overlay;
mod pair;
mod review;
mod verdict;

use std::collections::BTreeSet;

use crate::model::{Category, CrossingDirection, Model};
use crate::source::{Source, Span};
use crate::threat::{Assessment, Coverage, Elicitation, Severity};
use crate::vocabulary::Kind;

pub use overlay::{Mark, Marks, Overlay, overlay};
pub use review::{Failure, ModelReview, Outcome, Review, Ruling};
pub use verdict::{Reason, Verdict};

/// A model with what follows from it, as one side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its threats.
    pub assessment: &'a Assessment,
    /// What rules find in it.
    pub elicitation: &'a Elicitation,
    /// Its coverage matrix.
    pub coverage: &'a Coverage,
    /// Its text and those of what it imports, by file id.
    pub sources: &'a [Source],
}

/// What became of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// What was added, removed and changed: by kind, then by name.
    pub changes: Vec<Change>,
    /// What follows from that.
    pub consequences: Vec<Consequence>,
    /// Whether it takes a session, and why.
    pub verdict: Verdict,
}

impl Diff {
    /// Whether both states mean the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.consequences.is_empty()
    }

    /// How many changes are of this nature.
    #[must_use]
    pub fn count(&self, nature: Nature) -> usize {
        self.changes.iter().filter(|change| change.nature == nature).count()
    }
}

/// How much a change matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Nothing that a threat rests on: labels, descriptions, views.
    #[default]
    None,
    /// Somebody should look at it: ratings, mitigations, dispositions, attributes.
    Review,
    /// A threat-modelling session on these elements: new components, integrations, kinds of data, trust boundaries and
    /// crossings.
    Material,
}

impl Weight {
    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Weight::None => "none",
            Weight::Review => "review",
            Weight::Material => "material",
        }
    }
}

/// Whether a thing came, went, or became another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// It is new.
    Added,
    /// It is in both states.
    Changed,
    /// It is gone.
    Removed,
}

impl Nature {
    /// Every nature.
    pub const ALL: [Nature; 3] = [Nature::Added, Nature::Changed, Nature::Removed];

    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Nature::Added => "added",
            Nature::Changed => "changed",
            Nature::Removed => "removed",
        }
    }

    /// The sign at the beginning of a line.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Nature::Added => '+',
            Nature::Changed => '~',
            Nature::Removed => '-',
        }
    }
}

/// One thing that came, went, or became another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing.
    pub kind: Kind,
    /// Its identifier, the new one where it has two; a flow's `from -> to`; empty where it has none.
    pub id: String,
    /// The identifier that it had, where it has another one now.
    pub former_id: Option<String>,
    /// Its label or sentence, the new one where there are two.
    pub name: String,
    /// Whether it came, went, or became another.
    pub nature: Nature,
    /// What is different; of something that came or went, all that is said of it.
    pub facts: Vec<Fact>,
    /// How much it matters.
    pub weight: Weight,
    /// Where the old state declares it.
    pub old_span: Option<Span>,
    /// Where the new state declares it.
    pub new_span: Option<Span>,
}

impl Change {
    /// What is different about this attribute or property.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.name == name)
    }

    /// Whether it stands in another trust boundary now.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.nature == Nature::Changed && self.fact("inside").is_some()
    }
}

/// Something that one or both states say of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// An attribute, or what else can differ: `inside`, `between`, `text`, `severity`.
    pub name: &'static str,
    /// What the old state says; [`None`] where it says nothing.
    pub old: Option<String>,
    /// What the new state says; [`None`] where it says nothing.
    pub new: Option<String>,
    /// How much the difference matters.
    pub weight: Weight,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CandidateEvent {
    /// A rule finds it now.
    Appeared,
    /// What answered it is gone.
    Reopened,
    /// A threat or a dismissal answers it now.
    Answered,
    /// No rule finds it any more.
    Gone,
    /// It is more severe now.
    Worsened,
    /// It is less severe now.
    Eased,
}

impl CandidateEvent {
    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CandidateEvent::Appeared => "appeared",
            CandidateEvent::Reopened => "reopened",
            CandidateEvent::Answered => "answered",
            CandidateEvent::Gone => "gone",
            CandidateEvent::Worsened => "worsened",
            CandidateEvent::Eased => "eased",
        }
    }

    /// Whether it is open now, and was not, or was not so severe.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, CandidateEvent::Appeared | CandidateEvent::Reopened | CandidateEvent::Worsened)
    }
}

/// Something that follows from changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// A flow of both states crosses a trust boundary in one of them only.
    Crossing {
        /// The flow.
        flow: String,
        /// What it is called.
        name: String,
        /// The boundary.
        boundary: String,
        /// What it is called.
        boundary_name: String,
        /// Which way.
        direction: CrossingDirection,
        /// Whether it is the new state in which it does.
        gained: bool,
    },
    /// A kind of data of both states is found at an element in one of them only.
    Reach {
        /// The data.
        data: String,
        /// What it is called.
        name: String,
        /// The element.
        place: String,
        /// What that is called.
        place_name: String,
        /// The trust boundaries, by name, inside of which the data is found nowhere in the other state.
        inside: Vec<String>,
        /// The trust boundaries, by name, that the data never leaves in the other state.
        outside: Vec<String>,
        /// Whether it is the new state in which it is there.
        gained: bool,
    },
    /// A candidate came, went, or was answered.
    Candidate {
        /// `rule@target`.
        key: String,
        /// Its severity.
        severity: Severity,
        /// The severity that it had, where it had another one.
        former: Option<Severity>,
        /// Its sentence.
        text: String,
        /// What became of it.
        event: CandidateEvent,
    },
    /// A category was asked about on an element or flow in one state only.
    Asked {
        /// What about.
        target: String,
        /// The category.
        category: Category,
        /// Whether it is the new state in which nobody has asked.
        unasked: bool,
    },
    /// A threat is open that was not, or was not so severe.
    Opened {
        /// The threat.
        threat: String,
        /// Its severity.
        severity: Severity,
        /// Whether it was answered before, and not merely rated lower or unknown.
        is_reopened: bool,
    },
    /// An acceptance, a transfer or an avoidance is to be looked at again on another day.
    Until {
        /// The threat.
        threat: String,
        /// The old day.
        old: String,
        /// The new day.
        new: String,
    },
}

/// Compares two states of a model. `compared`: the paths of files whose own changes are reported elsewhere, so that what
/// this model imports from them is reported only as far as it means something here.
#[must_use]
pub fn diff(old: &Side<'_>, new: &Side<'_>, compared: &BTreeSet<String>) -> Diff {
    let matching = pair::Matching::of(old.model, new.model);
    let changes = change::changes(old, new, &matching, compared);
    let consequences = consequence::consequences(old, new, &matching, &changes);
    let verdict = verdict::verdict(new.model, &changes, &consequences);
    Diff { changes, consequences, verdict }
}

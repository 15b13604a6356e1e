//! How bad the threats are, and what becomes of them.
//!
//! It turns a model into an [`Assessment`] and refuses to know how findings are shown.

mod catalogue;
mod coverage;
mod elicit;
mod lineage;
mod paths;
mod prompt;
mod rule;
mod rules;
mod severity;
mod surface;

use std::collections::BTreeMap;

use crate::model::{DispositionKind, Mitigation, Model, Rating, Target, Threat, ThreatId};

pub use catalogue::{Field, catalogue};
pub use coverage::{Cell, Coverage, Row, Share, State, coverage};
pub use elicit::{Answered, Candidate, Control, Elicitation, Evidence, Question, elicit};
pub use lineage::{Lineage, Protection, Sent, Stated, Stored, lineage, lineages};
pub use paths::{Hurdle, Path, paths};
pub use rule::{Raise, Rule, predicates};
pub use rules::Rules;
pub use severity::Severity;
pub use surface::{Entry, surface};

use crate::diagnostic::Code;

/// The codes of rules and of answers to them.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    rule::CODES.iter().chain(elicit::CODES).copied()
}

/// What is done about a threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing yet, or not all of it.
    Open,
    /// Every mitigation is done or verified.
    Mitigated,
    /// The risk is carried.
    Accepted,
    /// The risk is somebody else's.
    Transferred,
    /// The thing is not done.
    Avoided,
}

impl Status {
    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Mitigated => "mitigated",
            Status::Accepted => "accepted",
            Status::Transferred => "transferred",
            Status::Avoided => "avoided",
        }
    }
}

/// A threat with what follows from the model.
#[derive(Clone, Copy, Debug)]
pub struct Assessed {
    /// Which threat.
    pub threat: ThreatId,
    /// The number that its marker shows: the place in the order of the whole text, from 1.
    pub number: usize,
    /// By the grid; [`None`] where it is not rated.
    pub severity: Option<Severity>,
    /// What is left of the severity by what the mitigations in place say they reduce; the same where none says so.
    pub residual: Option<Severity>,
    /// What is done about it.
    pub status: Status,
}

/// Every threat, assessed.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// In the order of the text.
    pub threats: Vec<Assessed>,
    /// The threats on each target, in the order of the text: indices into `threats`.
    pub on: BTreeMap<Target, Vec<usize>>,
}

impl Assessment {
    /// The threats with the ones that matter most first: open before answered, severe before mild, then by number.
    #[must_use]
    pub fn ranked(&self) -> Vec<&Assessed> {
        let mut ranked: Vec<&Assessed> = self.threats.iter().collect();
        ranked.sort_by_key(|assessed| {
            (assessed.status != Status::Open, std::cmp::Reverse(assessed.severity), assessed.number)
        });
        ranked
    }
}

/// Assesses every threat of a model.
#[must_use]
pub fn assess(model: &Model) -> Assessment {
    let mut assessment = Assessment::default();
    for (index, threat) in model.threats.iter().enumerate() {
        assessment.threats.push(Assessed {
            threat: ThreatId(index),
            number: threat.number,
            severity: threat.likelihood.zip(threat.impact).map(|(likelihood, impact)| Severity::of(likelihood, impact)),
            residual: residual(model, threat),
            status: status(model, threat),
        });
        for target in &threat.targets {
            let on = assessment.on.entry(target.value).or_default();
            if !on.contains(&index) {
                on.push(index);
            }
        }
    }
    assessment
}

/// Whether a mitigation is in place.
fn is_in_place(mitigation: &Mitigation) -> bool {
    matches!(mitigation.settings.text("status").as_deref(), Some("done" | "verified"))
}

/// The severity with the likelihood and impact that mitigations in place leave. None can raise a rating.
fn residual(model: &Model, threat: &Threat) -> Option<Severity> {
    let (mut likelihood, mut impact) = threat.likelihood.zip(threat.impact)?;
    let in_place = threat.mitigations.iter().map(|id| &model.mitigations[id.0]).filter(|one| is_in_place(one));
    for reduction in in_place.flat_map(|mitigation| mitigation.settings.values("reduces")) {
        let text = reduction.to_text();
        let mut words = text.split_whitespace();
        let (what, left) = (words.next(), words.last().and_then(Rating::from_word));
        match (what, left) {
            (Some("likelihood"), Some(left)) => likelihood = likelihood.min(left),
            (Some("impact"), Some(left)) => impact = impact.min(left),
            _ => {}
        }
    }
    Some(Severity::of(likelihood, impact))
}

fn status(model: &Model, threat: &Threat) -> Status {
    let mut mitigations = threat.mitigations.iter().map(|id| &model.mitigations[id.0]).peekable();
    match &threat.disposition {
        Some(disposition) => match disposition.kind {
            DispositionKind::Accepted => Status::Accepted,
            DispositionKind::Transferred => Status::Transferred,
            DispositionKind::Avoided => Status::Avoided,
        },
        None if mitigations.peek().is_some() && mitigations.all(is_in_place) => Status::Mitigated,
        None => Status::Open,
    }
}

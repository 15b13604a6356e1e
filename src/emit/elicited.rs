//! What rules found and what was asked, as entries of the JSON threat list.

use serde::Serialize;

use crate::model::{Model, Target};
use crate::source::{Source, Span};
use crate::threat::{Answered, Candidate, Coverage, Elicitation, Evidence, Question, Row, Rules, Share, State};

/// Something that a rule says is likely wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct CandidateEntry {
    /// `rule@target`: what identifies it from one version of a model to the next.
    key: String,
    /// The key that it had before its target was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_key: Option<String>,
    rule: String,
    /// The rule's title.
    title: String,
    target: TargetEntry,
    /// The flows that agree, where a rule on flows puts it on an element.
    flows: Vec<String>,
    categories: Vec<String>,
    /// `low`, `medium` or `high`.
    likelihood: String,
    /// `low`, `medium` or `high`.
    impact: String,
    /// `low`, `medium`, `high` or `critical`, by the grid of likelihood and impact.
    severity: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
    references: Vec<String>,
    /// Why the rule fires.
    evidence: Vec<EvidenceEntry>,
    /// `open`, `threat`, or `dismissed`.
    status: String,
    /// The threat that answers it, or the reason of the dismissal.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

/// What a finding is about.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct TargetEntry {
    /// `entity`, `process`, `store`, `flow` or `boundary`.
    kind: String,
    id: String,
}

/// Why a rule fires.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct EvidenceEntry {
    text: String,
    /// Line from 1, where the model says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

/// What a rule would need to know.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct PromptEntry {
    /// `rule@target`.
    key: String,
    rule: String,
    target: TargetEntry,
    categories: Vec<String>,
    /// How severe it would be.
    severity: String,
    text: String,
    /// What nobody has said.
    unasked: Vec<UnaskedEntry>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct UnaskedEntry {
    /// An element, a flow, a boundary or a kind of data.
    id: String,
    attribute: String,
}

/// The coverage matrix.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct CoverageEntry {
    overall: ShareEntry,
    /// The categories that the model's method walks through.
    categories: Vec<CategoryEntry>,
    /// The categories that apply somewhere and were answered nowhere.
    skipped: Vec<String>,
    /// A row for each element and flow in scope.
    rows: Vec<RowEntry>,
}

/// How many cells there are, and how many are answered with a threat, a control or a dismissal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ShareEntry {
    answered: usize,
    total: usize,
    /// Rounded down.
    percent: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct CategoryEntry {
    category: String,
    #[serde(flatten)]
    share: ShareEntry,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct RowEntry {
    target: TargetEntry,
    #[serde(flatten)]
    share: ShareEntry,
    cells: Vec<CellEntry>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct CellEntry {
    category: String,
    /// `threat`, `candidate`, `controlled`, `dismissed` or `unasked`.
    state: String,
    /// The question to ask, where nobody has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<String>,
}

/// Writes entries about one model.
pub(super) struct Writer<'a> {
    pub model: &'a Model,
    pub rules: &'a Rules,
    pub sources: &'a [Source],
}

impl Writer<'_> {
    pub(super) fn candidates(&self, found: &Elicitation) -> Vec<CandidateEntry> {
        found.candidates.iter().map(|candidate| self.candidate(candidate)).collect()
    }

    pub(super) fn prompts(&self, found: &Elicitation) -> Vec<PromptEntry> {
        found.questions.iter().map(|question| self.prompt(question)).collect()
    }

    pub(super) fn coverage(&self, coverage: &Coverage) -> CoverageEntry {
        let category = |category: &crate::model::Category| CategoryEntry {
            category: category.word().to_owned(),
            share: share(coverage.share_of(*category)),
        };
        CoverageEntry {
            overall: share(coverage.share()),
            categories: coverage.categories.iter().map(category).collect(),
            skipped: coverage.skipped().iter().map(|category| category.word().to_owned()).collect(),
            rows: coverage.rows.iter().map(|row| self.row(row)).collect(),
        }
    }

    fn candidate(&self, one: &Candidate) -> CandidateEntry {
        let rule = self.rules.get(&one.rule);
        let (status, answer) = match one.answer {
            None => ("open", None),
            Some(Answered::Threat(id)) => ("threat", Some(self.model.threats[id.0].id.value.clone())),
            Some(Answered::Dismissal(index)) => ("dismissed", Some(self.model.dismissals[index].because.clone())),
            Some(Answered::RuleDismissal(index)) => {
                ("dismissed", Some(self.model.rule_dismissals[index].because.clone()))
            }
        };
        CandidateEntry {
            key: one.key.clone(),
            former_key: one.former_key.clone(),
            rule: one.rule.clone(),
            title: rule.map_or_else(|| one.rule.clone(), |rule| rule.title.clone()),
            target: self.target(one.target),
            flows: one.flows.iter().map(|id| self.model.flow(*id).key.clone()).collect(),
            categories: one.categories.iter().map(|category| category.word().to_owned()).collect(),
            likelihood: one.likelihood.word().to_owned(),
            impact: one.impact.word().to_owned(),
            severity: one.severity.word().to_owned(),
            text: one.text.clone(),
            because: rule.and_then(|rule| rule.because.clone()),
            advice: one.advice.clone(),
            references: rule.map(|rule| rule.references.clone()).unwrap_or_default(),
            evidence: one.evidence.iter().map(|evidence| self.evidence(evidence)).collect(),
            status: status.to_owned(),
            answer,
        }
    }

    fn evidence(&self, evidence: &Evidence) -> EvidenceEntry {
        let line = |span: Span| self.sources[usize::from(span.file.0)].position(span.start).line;
        EvidenceEntry { text: evidence.text.clone(), line: evidence.span.map(line) }
    }

    fn prompt(&self, one: &Question) -> PromptEntry {
        let unasked =
            |(id, attribute): &(String, &str)| UnaskedEntry { id: id.clone(), attribute: (*attribute).to_owned() };
        PromptEntry {
            key: one.key.clone(),
            rule: one.rule.clone(),
            target: self.target(one.target),
            categories: one.categories.iter().map(|category| category.word().to_owned()).collect(),
            severity: one.severity.word().to_owned(),
            text: one.text.clone(),
            unasked: one.unasked.iter().map(unasked).collect(),
        }
    }

    fn row(&self, row: &Row) -> RowEntry {
        let cell = |cell: &crate::threat::Cell| CellEntry {
            category: cell.category.word().to_owned(),
            state: State::word(cell.state).to_owned(),
            prompt: cell.prompt.clone(),
        };
        RowEntry {
            target: self.target(row.target),
            share: share(row.share()),
            cells: row.cells.iter().map(cell).collect(),
        }
    }

    pub(super) fn target(&self, target: Target) -> TargetEntry {
        let kind = match target {
            Target::Element(id) => self.model.element(id).kind.kind().keyword(),
            Target::Flow(_) => "flow",
            Target::Boundary(_) => "boundary",
        };
        TargetEntry { kind: kind.to_owned(), id: self.model.target_key(target).to_owned() }
    }
}

fn share(share: Share) -> ShareEntry {
    ShareEntry { answered: share.answered, total: share.total, percent: share.percent() }
}

//! What stands in the JSON list of a model and its threats, schema `threatline.threats/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::emit::elicited::{CandidateEntry, CoverageEntry, PromptEntry, TargetEntry};
use crate::emit::{lineage, surface};

/// A threat model and its threats.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Document {
    /// Which schema this document keeps to: `threatline.threats/1`.
    pub(super) schema: String,
    /// What is modelled.
    pub(super) model: ModelEntry,
    /// Kinds of data.
    pub(super) data: Vec<DataEntry>,
    /// External entities, processes and data stores.
    pub(super) elements: Vec<ElementEntry>,
    /// Trust boundaries.
    pub(super) boundaries: Vec<BoundaryEntry>,
    /// Data flows, with the boundaries that each crosses.
    pub(super) flows: Vec<FlowEntry>,
    /// The findings, in the order of the text.
    pub(super) threats: Vec<ThreatEntry>,
    /// How many threats there are of each severity.
    pub(super) summary: Summary,
    /// Where rules say that something is likely wrong, answered or not.
    pub(super) candidates: Vec<CandidateEntry>,
    /// What rules would need to know, as questions.
    pub(super) prompts: Vec<PromptEntry>,
    /// What became of each category on each element and flow.
    pub(super) coverage: CoverageEntry,
    /// The attack surface: every way in.
    pub(super) surface: Vec<surface::Row>,
    /// Where each kind of data is stored and sent, and what protects it there.
    pub(super) lineage: Vec<lineage::Row>,
    /// Categories that were asked of an element or flow, and nothing found.
    pub(super) dismissed: Vec<DismissalEntry>,
    /// Found outside the scope.
    pub(super) parked: Vec<ParkedEntry>,
    /// Open questions.
    pub(super) questions: Vec<RemarkEntry>,
    /// Security that is taken for granted.
    pub(super) assumptions: Vec<RemarkEntry>,
}

/// What the `model` block says.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct ModelEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scope: Option<String>,
    /// `feature`, `standard` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<String>,
    /// `stride`, `linddun` or `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<String>,
    /// The day of the last review, `2026-11-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reviewed: Option<String>,
    pub(super) participants: Vec<String>,
    /// The file, as it was named on the command line.
    pub(super) file: String,
}

/// Where something is declared: line and column from 1, the column in characters.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// Attributes as they were answered: a list of values, or `"none"` or `"unknown"`. What was not asked is absent.
pub(super) type Attributes = BTreeMap<String, AnswerEntry>;

/// An answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum AnswerEntry {
    /// `none` (asked: no) or `unknown` (asked: nobody knew).
    Word(String),
    /// The values.
    Values(Vec<String>),
}

/// Where something comes from that another file declares.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct ImportEntry {
    /// That file's path, from the project's folder on.
    pub(super) file: String,
    /// What this file calls that one; the identifier begins with it.
    pub(super) namespace: String,
    /// Its name there.
    pub(super) name: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct DataEntry {
    pub(super) id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<ImportEntry>,
    pub(super) label: String,
    pub(super) description: String,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct ElementEntry {
    pub(super) id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<ImportEntry>,
    /// `entity`, `process` or `store`.
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) description: String,
    /// The boundary that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) boundary: Option<String>,
    /// Whether it stands, in a view, for a trust boundary and everything inside; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) collapsed: Option<bool>,
    /// The data that sits there.
    pub(super) holds: Vec<String>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct BoundaryEntry {
    pub(super) id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<ImportEntry>,
    pub(super) label: String,
    pub(super) description: String,
    /// The boundary that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<String>,
    /// 0 to 100; higher is more trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trust: Option<i64>,
    /// The elements directly inside.
    pub(super) elements: Vec<String>,
    /// The flows that cross it.
    pub(super) crossed_by: Vec<String>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct FlowEntry {
    /// The identifier, or `from -> to` where it has none.
    pub(super) id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<ImportEntry>,
    pub(super) from: String,
    pub(super) to: String,
    /// Whether data moves both ways.
    pub(super) both_ways: bool,
    pub(super) label: String,
    pub(super) description: String,
    /// The data that moves.
    pub(super) carries: Vec<String>,
    /// The boundaries that it crosses, in the order in which data from `from` meets them.
    pub(super) crosses: Vec<CrossingEntry>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct CrossingEntry {
    pub(super) boundary: String,
    /// `enters` or `leaves`.
    pub(super) direction: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct ThreatEntry {
    pub(super) id: String,
    /// The number on its marker in the diagram.
    pub(super) number: usize,
    /// STRIDE and LINDDUN categories.
    pub(super) categories: Vec<String>,
    /// What it is about.
    pub(super) targets: Vec<TargetEntry>,
    pub(super) text: String,
    pub(super) description: String,
    /// `low`, `medium` or `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) likelihood: Option<String>,
    /// `low`, `medium` or `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) impact: Option<String>,
    /// `low`, `medium`, `high` or `critical`, by the grid of likelihood and impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) severity: Option<String>,
    /// What is left of the severity by what mitigations in place say they reduce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) residual_severity: Option<String>,
    /// `open`, `mitigated`, `accepted`, `transferred` or `avoided`.
    pub(super) status: String,
    pub(super) mitigations: Vec<MitigationEntry>,
    /// What was decided where it is not mitigated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disposition: Option<DispositionEntry>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct MitigationEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<ImportEntry>,
    pub(super) text: String,
    /// `technical`, `process` or `monitoring`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ticket: Option<String>,
    /// `open`, `in-progress`, `done` or `verified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    /// `hours`, `days`, `weeks` or `months`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) effort: Option<String>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct DispositionEntry {
    /// `accepted`, `transferred` or `avoided`.
    pub(super) kind: String,
    pub(super) because: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// When it is looked at again, `2027-05-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

/// How many threats there are.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct Summary {
    pub(super) total: usize,
    /// By severity; `not-rated` for those without likelihood or impact.
    pub(super) by_severity: BTreeMap<String, usize>,
    pub(super) by_status: BTreeMap<String, usize>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct DismissalEntry {
    pub(super) category: String,
    pub(super) target: TargetEntry,
    pub(super) because: String,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct ParkedEntry {
    pub(super) text: String,
    /// When it is looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct RemarkEntry {
    pub(super) text: String,
    /// What it is about; empty means the whole model.
    pub(super) targets: Vec<TargetEntry>,
    pub(super) attributes: Attributes,
    pub(super) place: Place,
}

//! A model and its assessment as JSON, schema `threatline.threats/1`.
//!
//! Authored values are written as they were authored; what follows from them (severity, status, crossings) stands
//! beside them. What was not asked is absent; what was answered with nobody knowing is `"unknown"`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::elicited::{self, CandidateEntry, CoverageEntry, PromptEntry, TargetEntry};
use super::{lineage, surface};
use crate::model::{Answer, BoundaryId, DataId, ElementId, Imported, Model, Settings, Target, Value};
use crate::source::{Source, Span};
use crate::syntax::ast::Arrow;
use crate::threat::{Assessed, Assessment, Coverage, Elicitation, Entry, Lineage, Rules};

/// The schema that [`json`] keeps to.
pub const SCHEMA: &str = "threatline.threats/1";

/// A threat model and its threats.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Document {
    /// Which schema this document keeps to: `threatline.threats/1`.
    schema: String,
    /// What is modelled.
    model: ModelEntry,
    /// Kinds of data.
    data: Vec<DataEntry>,
    /// External entities, processes and data stores.
    elements: Vec<ElementEntry>,
    /// Trust boundaries.
    boundaries: Vec<BoundaryEntry>,
    /// Data flows, with the boundaries that each crosses.
    flows: Vec<FlowEntry>,
    /// The findings, in the order of the text.
    threats: Vec<ThreatEntry>,
    /// How many threats there are of each severity.
    summary: Summary,
    /// Where rules say that something is likely wrong, answered or not.
    candidates: Vec<CandidateEntry>,
    /// What rules would need to know, as questions.
    prompts: Vec<PromptEntry>,
    /// What became of each category on each element and flow.
    coverage: CoverageEntry,
    /// The attack surface: every way in.
    surface: Vec<surface::Row>,
    /// Where each kind of data is stored and sent, and what protects it there.
    lineage: Vec<lineage::Row>,
    /// Categories that were asked of an element or flow, and nothing found.
    dismissed: Vec<DismissalEntry>,
    /// Found outside the scope.
    parked: Vec<ParkedEntry>,
    /// Open questions.
    questions: Vec<RemarkEntry>,
    /// Security that is taken for granted.
    assumptions: Vec<RemarkEntry>,
}

/// What the `model` block says.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ModelEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// `feature`, `standard` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// `stride`, `linddun` or `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The day of the last review, `2026-11-02`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<String>,
    participants: Vec<String>,
    /// The file, as it was named on the command line.
    file: String,
}

/// Where something is declared: line and column from 1, the column in characters.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Attributes as they were answered: a list of values, or `"none"` or `"unknown"`. What was not asked is absent.
type Attributes = BTreeMap<String, AnswerEntry>;

/// An answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum AnswerEntry {
    /// `none` (asked: no) or `unknown` (asked: nobody knew).
    Word(String),
    /// The values.
    Values(Vec<String>),
}

/// Where something comes from that another file declares.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ImportEntry {
    /// That file's path, from the project's folder on.
    file: String,
    /// What this file calls that one; the identifier begins with it.
    namespace: String,
    /// Its name there.
    name: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct DataEntry {
    id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportEntry>,
    label: String,
    description: String,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ElementEntry {
    id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportEntry>,
    /// `entity`, `process` or `store`.
    kind: String,
    label: String,
    description: String,
    /// The boundary that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    boundary: Option<String>,
    /// Whether it stands, in a view, for a trust boundary and everything inside; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    collapsed: Option<bool>,
    /// The data that sits there.
    holds: Vec<String>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct BoundaryEntry {
    id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportEntry>,
    label: String,
    description: String,
    /// The boundary that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// 0 to 100; higher is more trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<i64>,
    /// The elements directly inside.
    elements: Vec<String>,
    /// The flows that cross it.
    crossed_by: Vec<String>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct FlowEntry {
    /// The identifier, or `from -> to` where it has none.
    id: String,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportEntry>,
    from: String,
    to: String,
    /// Whether data moves both ways.
    both_ways: bool,
    label: String,
    description: String,
    /// The data that moves.
    carries: Vec<String>,
    /// The boundaries that it crosses, in the order in which data from `from` meets them.
    crosses: Vec<CrossingEntry>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct CrossingEntry {
    boundary: String,
    /// `enters` or `leaves`.
    direction: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ThreatEntry {
    id: String,
    /// The number on its marker in the diagram.
    number: usize,
    /// STRIDE and LINDDUN categories.
    categories: Vec<String>,
    /// What it is about.
    targets: Vec<TargetEntry>,
    text: String,
    description: String,
    /// `low`, `medium` or `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    likelihood: Option<String>,
    /// `low`, `medium` or `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<String>,
    /// `low`, `medium`, `high` or `critical`, by the grid of likelihood and impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<String>,
    /// What is left of the severity by what mitigations in place say they reduce.
    #[serde(skip_serializing_if = "Option::is_none")]
    residual_severity: Option<String>,
    /// `open`, `mitigated`, `accepted`, `transferred` or `avoided`.
    status: String,
    mitigations: Vec<MitigationEntry>,
    /// What was decided where it is not mitigated.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<DispositionEntry>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct MitigationEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Which other file declares it; absent where this file does. Its `place` is in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportEntry>,
    text: String,
    /// `technical`, `process` or `monitoring`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    /// `open`, `in-progress`, `done` or `verified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// `hours`, `days`, `weeks` or `months`.
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<String>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct DispositionEntry {
    /// `accepted`, `transferred` or `avoided`.
    kind: String,
    because: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When it is looked at again, `2027-05-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    attributes: Attributes,
    place: Place,
}

/// How many threats there are.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Summary {
    total: usize,
    /// By severity; `not-rated` for those without likelihood or impact.
    by_severity: BTreeMap<String, usize>,
    by_status: BTreeMap<String, usize>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct DismissalEntry {
    category: String,
    target: TargetEntry,
    because: String,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct ParkedEntry {
    text: String,
    /// When it is looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    attributes: Attributes,
    place: Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct RemarkEntry {
    text: String,
    /// What it is about; empty means the whole model.
    targets: Vec<TargetEntry>,
    attributes: Attributes,
    place: Place,
}

/// Everything that is listed.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its threats.
    pub assessment: &'a Assessment,
    /// The rules that hold for it.
    pub rules: &'a Rules,
    /// What they found.
    pub elicitation: &'a Elicitation,
    /// What was asked.
    pub coverage: &'a Coverage,
    /// The ways in.
    pub surface: &'a [Entry],
    /// The way of each kind of data.
    pub lineage: &'a [Lineage],
    /// Its text and those of what it imports, by file id.
    pub sources: &'a [Source],
}

/// The document as pretty-printed JSON that ends with a newline.
#[must_use]
pub fn json(listed: &Listed<'_>) -> String {
    super::pretty(&document(listed))
}

/// The JSON Schema of the document, pretty-printed, ending with a newline.
#[cfg(feature = "cli")]
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Document);
    schema.insert("title".to_owned(), "Threatline: a threat model and its threats, version 1".into());
    super::pretty(&schema)
}

fn document(listed: &Listed<'_>) -> Document {
    let Listed { model, assessment, rules, elicitation, coverage, sources, .. } = *listed;
    let writer = Writer { model, sources, elicited: elicited::Writer { model, rules, sources } };
    Document {
        schema: SCHEMA.to_owned(),
        model: writer.header(),
        data: model.data.iter().map(|data| writer.data(data)).collect(),
        elements: model.elements.iter().map(|element| writer.element(element)).collect(),
        boundaries: writer.boundaries(),
        flows: model.flows.iter().map(|flow| writer.flow(flow)).collect(),
        threats: assessment.threats.iter().map(|assessed| writer.threat(assessed)).collect(),
        summary: summary(assessment),
        candidates: writer.elicited.candidates(elicitation),
        prompts: writer.elicited.prompts(elicitation),
        coverage: writer.elicited.coverage(coverage),
        surface: surface::rows(model, listed.surface),
        lineage: listed.lineage.iter().map(|one| lineage::row(model, one)).collect(),
        dismissed: model.dismissals.iter().map(|dismissal| writer.dismissal(dismissal)).collect(),
        parked: model.parked.iter().map(|parked| writer.parked(parked)).collect(),
        questions: model.questions.iter().map(|q| writer.remark(&q.text, &q.targets, &q.settings, q.span)).collect(),
        assumptions: model
            .assumptions
            .iter()
            .map(|a| writer.remark(&a.text, &a.targets, &a.settings, a.span))
            .collect(),
    }
}

fn summary(assessment: &Assessment) -> Summary {
    let (mut by_severity, mut by_status) = (BTreeMap::new(), BTreeMap::new());
    for assessed in &assessment.threats {
        let severity = assessed.severity.map_or("not-rated", crate::threat::Severity::word);
        *by_severity.entry(severity.to_owned()).or_default() += 1;
        *by_status.entry(assessed.status.word().to_owned()).or_default() += 1;
    }
    Summary { total: assessment.threats.len(), by_severity, by_status }
}

struct Writer<'a> {
    model: &'a Model,
    sources: &'a [Source],
    elicited: elicited::Writer<'a>,
}

impl Writer<'_> {
    fn place(&self, span: Span) -> Place {
        let source = &self.sources[usize::from(span.file.0)];
        let (start, end) = (source.position(span.start), source.position(span.end));
        Place { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }

    fn header(&self) -> ModelEntry {
        let header = &self.model.header;
        ModelEntry {
            title: header.title.as_ref().map(|title| title.value.clone()),
            description: header.doc.clone(),
            scope: header.scope.clone(),
            level: header.level.map(|level| level.word().to_owned()),
            method: header.method.map(|method| method.word().to_owned()),
            reviewed: header.reviewed.map(|date| date.to_string()),
            participants: header.participants.clone(),
            file: self.sources[0].name().to_owned(),
        }
    }

    fn data(&self, data: &crate::model::Data) -> DataEntry {
        DataEntry {
            id: data.id.value.clone(),
            imported: import(data.imported.as_ref()),
            label: data.label.clone(),
            description: data.doc.clone(),
            attributes: attributes(&data.settings, &[]),
            place: self.place(data.span),
        }
    }

    fn boundary_name(&self, id: Option<BoundaryId>) -> Option<String> {
        id.map(|id| self.model.boundary(id).id.value.clone())
    }

    fn element_name(&self, id: ElementId) -> String {
        self.model.element(id).id.value.clone()
    }

    fn data_names(&self, ids: &[DataId]) -> Vec<String> {
        ids.iter().map(|id| self.model.data[id.0].id.value.clone()).collect()
    }

    fn element(&self, element: &crate::model::Element) -> ElementEntry {
        ElementEntry {
            id: element.id.value.clone(),
            imported: import(element.imported.as_ref()),
            kind: element.kind.kind().keyword().to_owned(),
            label: element.label.clone(),
            description: element.doc.clone(),
            boundary: self.boundary_name(element.parent),
            collapsed: element.is_collapsed.then_some(true),
            holds: self.data_names(&element.holds),
            attributes: attributes(&element.settings, &["holds"]),
            place: self.place(element.span),
        }
    }

    fn boundaries(&self) -> Vec<BoundaryEntry> {
        let model = self.model;
        let mut elements: Vec<Vec<String>> = vec![Vec::new(); model.boundaries.len()];
        for element in &model.elements {
            if let Some(parent) = element.parent {
                elements[parent.0].push(element.id.value.clone());
            }
        }
        let mut crossed_by: Vec<Vec<String>> = vec![Vec::new(); model.boundaries.len()];
        for flow in &model.flows {
            for crossing in model.crossings(flow) {
                crossed_by[crossing.boundary.0].push(flow.key.clone());
            }
        }
        let entries = elements.into_iter().zip(crossed_by).enumerate();
        entries.map(|(index, (elements, crossed_by))| self.boundary(BoundaryId(index), elements, crossed_by)).collect()
    }

    fn boundary(&self, id: BoundaryId, elements: Vec<String>, crossed_by: Vec<String>) -> BoundaryEntry {
        let boundary = self.model.boundary(id);
        BoundaryEntry {
            id: boundary.id.value.clone(),
            imported: import(boundary.imported.as_ref()),
            label: boundary.label.clone(),
            description: boundary.doc.clone(),
            parent: self.boundary_name(boundary.parent),
            trust: boundary.trust,
            elements,
            crossed_by,
            attributes: attributes(&boundary.settings, &["trust"]),
            place: self.place(boundary.span),
        }
    }

    fn flow(&self, flow: &crate::model::Flow) -> FlowEntry {
        let crosses = self.model.crossings(flow).into_iter().map(|crossing| CrossingEntry {
            boundary: self.model.boundary(crossing.boundary).id.value.clone(),
            direction: match crossing.direction {
                crate::model::CrossingDirection::Enters => "enters",
                crate::model::CrossingDirection::Leaves => "leaves",
            }
            .to_owned(),
        });
        FlowEntry {
            id: flow.key.clone(),
            imported: import(flow.imported.as_ref()),
            from: self.element_name(flow.from),
            to: self.element_name(flow.to),
            both_ways: flow.arrow == Arrow::Both,
            label: flow.label.clone(),
            description: flow.doc.clone(),
            carries: self.data_names(&flow.carries),
            crosses: crosses.collect(),
            attributes: attributes(&flow.settings, &["carries"]),
            place: self.place(flow.span),
        }
    }

    fn target(&self, target: Target) -> TargetEntry {
        self.elicited.target(target)
    }

    fn threat(&self, assessed: &Assessed) -> ThreatEntry {
        let threat = &self.model.threats[assessed.threat.0];
        ThreatEntry {
            id: threat.id.value.clone(),
            number: assessed.number,
            categories: threat.categories.iter().map(|category| category.value.word().to_owned()).collect(),
            targets: threat.targets.iter().map(|target| self.target(target.value)).collect(),
            text: threat.text.clone(),
            description: threat.doc.clone(),
            likelihood: threat.likelihood.map(|rating| rating.word().to_owned()),
            impact: threat.impact.map(|rating| rating.word().to_owned()),
            severity: assessed.severity.map(|severity| severity.word().to_owned()),
            residual_severity: assessed.residual.map(|severity| severity.word().to_owned()),
            status: assessed.status.word().to_owned(),
            mitigations: threat.mitigations.iter().map(|id| self.mitigation(&self.model.mitigations[id.0])).collect(),
            disposition: threat.disposition.as_ref().map(|disposition| self.disposition(disposition)),
            attributes: attributes(&threat.settings, &["likelihood", "impact", "mitigated-by"]),
            place: self.place(threat.span),
        }
    }

    fn mitigation(&self, mitigation: &crate::model::Mitigation) -> MitigationEntry {
        let settings = &mitigation.settings;
        MitigationEntry {
            id: mitigation.id.as_ref().map(|id| id.value.clone()),
            imported: import(mitigation.imported.as_ref()),
            text: mitigation.text.clone(),
            kind: settings.text("kind"),
            owner: settings.text("owner"),
            ticket: settings.text("ticket"),
            status: settings.text("status"),
            effort: settings.text("effort"),
            attributes: attributes(settings, &["kind", "owner", "ticket", "status", "effort"]),
            place: self.place(mitigation.span),
        }
    }

    fn disposition(&self, disposition: &crate::model::Disposition) -> DispositionEntry {
        DispositionEntry {
            kind: disposition.kind.word().to_owned(),
            because: disposition.because.clone(),
            by: disposition.settings.text("by"),
            until: disposition.settings.text("until"),
            attributes: attributes(&disposition.settings, &["by", "until"]),
            place: self.place(disposition.span),
        }
    }

    fn dismissal(&self, dismissal: &crate::model::Dismissal) -> DismissalEntry {
        DismissalEntry {
            category: dismissal.category.value.word().to_owned(),
            target: self.target(dismissal.target.value),
            because: dismissal.because.clone(),
            attributes: attributes(&dismissal.settings, &[]),
            place: self.place(dismissal.span),
        }
    }

    fn parked(&self, parked: &crate::model::Parked) -> ParkedEntry {
        ParkedEntry {
            text: parked.text.clone(),
            until: parked.settings.text("until"),
            attributes: attributes(&parked.settings, &["until"]),
            place: self.place(parked.span),
        }
    }

    fn remark(
        &self,
        text: &str,
        targets: &[crate::source::Spanned<Target>],
        settings: &Settings,
        span: Span,
    ) -> RemarkEntry {
        RemarkEntry {
            text: text.to_owned(),
            targets: targets.iter().map(|target| self.target(target.value)).collect(),
            attributes: attributes(settings, &[]),
            place: self.place(span),
        }
    }
}

fn import(imported: Option<&Imported>) -> Option<ImportEntry> {
    imported.map(|imported| ImportEntry {
        file: imported.path.to_string(),
        namespace: imported.namespace.to_string(),
        name: imported.name.clone(),
    })
}

/// Every attribute that has no place of its own in the document.
fn attributes(settings: &Settings, elsewhere: &[&str]) -> Attributes {
    let rest = settings.iter().filter(|(attribute, answer)| {
        // `holds: none` is an answer, an empty list is not.
        !elsewhere.contains(&attribute.name) || !matches!(answer, Answer::Values(_))
    });
    rest.map(|(attribute, answer)| (attribute.name.to_owned(), answer_entry(answer))).collect()
}

fn answer_entry(answer: &Answer) -> AnswerEntry {
    match answer {
        Answer::Unknown => AnswerEntry::Word("unknown".to_owned()),
        Answer::None => AnswerEntry::Word("none".to_owned()),
        Answer::Values(values) => AnswerEntry::Values(values.iter().map(Value::to_text).collect()),
    }
}

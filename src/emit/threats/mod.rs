//! A model and its assessment as JSON, schema `threatline.threats/1`.
//!
//! Authored values are written as they were authored; what follows from them (severity, status, crossings) stands
//! beside them. What was not asked is absent; what was answered with nobody knowing is `"unknown"`.

mod document;

use std::collections::BTreeMap;

use super::elicited::{self, TargetEntry};
use super::{lineage, surface};
use crate::model::{Answer, BoundaryId, DataId, ElementId, Imported, Model, Settings, Target, Value};
use crate::source::{Source, Span};
use crate::syntax::ast::Arrow;
use crate::threat::{Assessed, Assessment, Coverage, Elicitation, Entry, Lineage, Rules};

use document::{
    AnswerEntry, Attributes, BoundaryEntry, CrossingEntry, DataEntry, DismissalEntry, DispositionEntry, ElementEntry,
    FlowEntry, ImportEntry, MitigationEntry, ModelEntry, ParkedEntry, Place, RemarkEntry, Summary, ThreatEntry,
};

pub use document::Document;

/// The schema that [`json`] keeps to.
pub const SCHEMA: &str = "threatline.threats/1";

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

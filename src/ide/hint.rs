//! What follows from the model, shown behind the line that it follows from.

use crate::analysis::Analysis;
use crate::model::Target;
use crate::source::{FileId, Span};
use crate::threat::{self, Severity, Status};

/// A few words behind a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind which it stands.
    pub at: u32,
    /// `crosses Greenbox VPC`, `2 open threats`, `high`.
    pub text: String,
}

/// The hints of the file itself, in the order of the text.
#[must_use]
pub fn hints(analysis: &Analysis) -> Vec<Hint> {
    let model = &analysis.model;
    let assessment = threat::assess(model);
    let mut hints = Vec::new();
    let mut add = |span: Span, text: String| {
        if span.file == FileId(0) {
            hints.push(Hint { at: span.end, text });
        }
    };
    for flow in model.flows.iter().filter(|flow| flow.imported.is_none()) {
        let crossed = model.crossings(flow).into_iter().map(|one| model.boundary(one.boundary).label.as_str());
        let crossed: Vec<&str> = crossed.collect();
        if !crossed.is_empty() {
            add(flow.ends, format!("crosses {}", crossed.join(", ")));
        }
    }
    for (index, element) in model.elements.iter().enumerate().filter(|(_, element)| element.imported.is_none()) {
        let on = assessment.on.get(&Target::Element(crate::model::ElementId(index)));
        let open = on.into_iter().flatten().filter(|at| assessment.threats[**at].status == Status::Open).count();
        if open > 0 {
            add(element.id.span, format!("{open} open threat{}", if open == 1 { "" } else { "s" }));
        }
    }
    for one in &assessment.threats {
        let severity = one.severity.map_or("not rated", Severity::word);
        add(model.threats[one.threat.0].id.span, severity.to_owned());
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

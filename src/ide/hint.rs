//! What follows from the model, shown behind the line that it follows from.

use crate::analysis::Analysis;
use crate::model::Target;
use crate::source::{FileId, Span};
use crate::threat::{self, Severity};

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
    for lens in super::lenses(analysis) {
        if matches!(lens.target, Target::Element(_)) {
            add(lens.span, lens.title);
        }
    }
    for one in &assessment.threats {
        let severity = one.severity.map_or("not rated", Severity::word);
        add(model.threats[one.threat.0].id.span, severity.to_owned());
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

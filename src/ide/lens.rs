//! What stands above a declaration: how many threats are open there, and where they are.

use crate::analysis::Analysis;
use crate::model::Target;
use crate::source::{FileId, Span};
use crate::threat::{self, Status};

/// A line above a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The name that it stands above.
    pub span: Span,
    /// `2 open threats`
    pub title: String,
    /// What they are on.
    pub target: Target,
    /// Where these threats are declared.
    pub places: Vec<Span>,
}

/// Those of the file itself: elements, boundaries and flows that open threats are on.
#[must_use]
pub fn lenses(analysis: &Analysis) -> Vec<Lens> {
    let model = &analysis.model;
    let assessment = threat::assess(model);
    let mut lenses = Vec::new();
    for (target, on) in &assessment.on {
        let span = model.target_span(*target);
        let open = on.iter().map(|index| &assessment.threats[*index]).filter(|one| one.status == Status::Open);
        let places: Vec<Span> = open.map(|one| model.threats[one.threat.0].id.span).collect();
        if span.file == FileId(0) && !places.is_empty() {
            let plural = if places.len() == 1 { "" } else { "s" };
            lenses.push(Lens { span, target: *target, title: format!("{} open threat{plural}", places.len()), places });
        }
    }
    lenses.sort_by_key(|lens| lens.span.start);
    lenses
}

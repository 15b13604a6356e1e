//! What of a file a picture shows, and where it is written: for a preview that follows the cursor.

use crate::analysis::Analysis;
use crate::source::Span;

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What the picture calls it.
    pub id: String,
    /// All of its declaration, perhaps in another file.
    pub span: Span,
}

/// Every element, boundary, flow and threat of the model.
#[must_use]
pub fn drawn(analysis: &Analysis) -> Vec<Drawn> {
    let model = &analysis.model;
    let elements = model.elements.iter().map(|one| (&one.id.value, one.span));
    let boundaries = model.boundaries.iter().map(|one| (&one.id.value, one.span));
    let flows = model.flows.iter().map(|one| (&one.key, one.span));
    let threats = model.threats.iter().map(|one| (&one.id.value, one.span));
    let all = elements.chain(boundaries).chain(flows).chain(threats);
    all.map(|(id, span)| Drawn { id: id.clone(), span }).collect()
}

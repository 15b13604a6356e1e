//! What changed between two states of models, for a terminal, a pull request's comment, a program or a browser.

mod html;
mod json;
mod markdown;
mod text;

pub use html::html;
#[cfg(feature = "cli")]
pub use json::schema;
pub use json::{SCHEMA, json};
pub use markdown::{Pictures, markdown};
pub use text::text;

use crate::diff::{Consequence, Diff, ModelReview, Nature, Review};
use crate::report::is_told;

/// Sums a review up in one line: `material: 2 added, 1 changed, 0 removed in 1 model`.
fn summary(review: &Review) -> String {
    let counts = Nature::ALL.map(|nature| format!("{} {}", review.count(nature), nature.word())).join(", ");
    let models = review.models.len();
    format!("{}: {counts} in {models} model{}", review.ruling().word(), if models == 1 { "" } else { "s" })
}

/// How a model is called, and what became of its file.
fn headline(model: &ModelReview) -> String {
    let former = model.former_path.as_ref().map(|path| format!(", was {path}")).unwrap_or_default();
    let nature = match model.nature {
        Nature::Added => " (new)",
        Nature::Changed => "",
        Nature::Removed => " (gone)",
    };
    format!("{}{nature}{former}", model.path)
}

/// What people are told of what follows, but for what the reasons for a session tell already.
fn follows(diff: &Diff) -> impl Iterator<Item = &Consequence> {
    diff.consequences.iter().filter(|one| is_told(one) && !is_reason(one))
}

/// Whether the reasons for a session tell it already.
fn is_reason(consequence: &Consequence) -> bool {
    match consequence {
        Consequence::Crossing { gained, .. } => *gained,
        Consequence::Reach { gained, inside, outside, .. } => *gained && !(inside.is_empty() && outside.is_empty()),
        Consequence::Candidate { .. }
        | Consequence::Asked { .. }
        | Consequence::Opened { .. }
        | Consequence::Until { .. } => false,
    }
}

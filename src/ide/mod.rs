//! What an editor asks of a model at a place: pure functions of an analysis and an offset.
//!
//! They answer for broken text too, as far as it could be read, and refuse to know any protocol.

mod action;
mod answer;
mod complete;
mod drawn;
mod hint;
mod hover;
mod lens;
mod occurrence;
mod outline;
mod token;

pub use action::{Action, Renamed, actions};
pub use complete::{Completion, CompletionKind, complete, import_path_at};
pub use drawn::{Drawn, drawn};
pub use hint::{Hint, hints};
pub use hover::{Hover, hover};
pub use lens::{Lens, lenses};
pub use occurrence::{Identity, Occurrence, Role, at, occurrences, rename_problem, types_at};
pub use outline::{Symbol, folds, symbols};
pub use token::{Token, TokenKind, tokens};

use crate::source::Span;

/// Whether an offset lies in a span, or at its end.
fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

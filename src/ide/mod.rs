//! What an editor asks of a model at a place: pure functions of an analysis and an offset.
//!
//! They answer for broken text too, as far as it could be read, and refuse to know any protocol.

mod complete;
mod hint;
mod hover;
mod occurrence;
mod outline;
mod stub;

pub use complete::{Completion, CompletionKind, complete};
pub use hint::{Hint, hints};
pub use hover::{Hover, hover};
pub use occurrence::{Identity, Occurrence, Role, at, occurrences, rename_problem};
pub use outline::{Symbol, folds, symbols};
pub use stub::{Stub, stubs};

use crate::source::Span;

/// Whether an offset lies in a span, or at its end.
fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

//! Models without a scope: nobody can tell what was left out.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Answer, Model};

code!(MISSING_SCOPE, "TM0307", "missing-scope", Warning, "a model that does not say what it is about");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let Some(span) = model.header.span else { return };
    // A scope that was written wrongly has its own diagnostic.
    let refused = matches!(model.header.settings.answer("scope"), Some(Answer::Values(values)) if values.is_empty());
    if model.header.scope.is_none() && !refused {
        sink.push(
            Diagnostic::new(&MISSING_SCOPE, span, "the model has no scope")
                .label("what is modelled, and what is not?")
                .help("add `scope: \"Everything that touches …. Everything else is parked.\"`"),
        );
    }
}

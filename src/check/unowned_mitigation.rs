//! Work that nobody does: mitigations without a person.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Model;

code!(UNOWNED_MITIGATION, "TM0403", "unowned-mitigation", Warning, "a mitigation that nobody answers for");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let own = model.mitigations.iter().filter(|one| one.imported.is_none() && !one.text.is_empty());
    for mitigation in own.filter(|one| one.settings.answer("owner").is_none()) {
        let name = mitigation.id.as_ref().map_or("this mitigation".to_owned(), |id| format!("`{}`", id.value));
        sink.push(
            Diagnostic::new(
                &UNOWNED_MITIGATION,
                mitigation.id.as_ref().map_or(mitigation.span, |id| id.span),
                format!("{name} has no owner"),
            )
            .help("add `owner: \"Name\"`: the one person who sees that it is done"),
        );
    }
}

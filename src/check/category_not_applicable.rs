//! Categories that make no sense for their element type (STRIDE and LINDDUN per element).

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Category, Model, Target};

code!(
    CATEGORY_NOT_APPLICABLE,
    "TM0401",
    "category-not-applicable",
    Error,
    "a category that its element type cannot have"
);

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let threats = model.threats.iter().flat_map(|threat| {
        threat.categories.iter().flat_map(move |category| threat.targets.iter().map(move |target| (category, target)))
    });
    let dismissals = model.dismissals.iter().map(|dismissal| (&dismissal.category, &dismissal.target));
    for (category, target) in threats.chain(dismissals) {
        let Some(element) = model.element_type(target.value) else { continue };
        if matches!(target.value, Target::Element(id) if model.mentioned.elements.contains(&id)) {
            continue; // two elements have this name
        }
        let Some(reason) = category.value.reason_against(element) else { continue };
        let key = model.target_key(target.value);
        let message = format!("`{}` does not apply to `{key}`, {}", category.value.word(), element.noun());
        let applying: Vec<&str> = Category::ALL
            .into_iter()
            .filter(|other| other.applies_to(element) && other.is_privacy() == category.value.is_privacy())
            .map(Category::word)
            .collect();
        sink.push(
            Diagnostic::new(&CATEGORY_NOT_APPLICABLE, category.span, message)
                .also(target.span, element.noun())
                .help(format!("{reason}; {} can have {}", element.noun(), applying.join(", "))),
        );
    }
}

//! Leaks of personal data that are rated low.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Category, DataId, Model, Rating, Target};

code!(UNDERRATED_DISCLOSURE, "TM0417", "underrated-disclosure", Warning, "a leak of personal data that is rated low");

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let leaks = |category: Category| matches!(category, Category::InformationDisclosure | Category::DataDisclosure);
    for threat in model.threats.iter().filter(|threat| threat.impact == Some(Rating::Low)) {
        let is_leak = threat.categories.iter().any(|category| leaks(category.value));
        if !is_leak || threat.settings.answer("rationale").is_some() {
            continue;
        }
        let touched = threat.targets.iter().flat_map(|target| data_of(model, target.value));
        let Some(data) = touched.map(|id| &model.data[id.0]).find(|data| {
            data.settings.values("kind").iter().any(|kind| matches!(kind.to_text().as_str(), "personal" | "health"))
        }) else {
            continue;
        };
        let span = threat.settings.span("impact").unwrap_or(threat.id.span);
        let message =
            format!("`{}` may leak {}, which is about people, and its impact is low", threat.id.value, data.label);
        sink.push(
            Diagnostic::new(&UNDERRATED_DISCLOSURE, span, message)
                .help("raise the impact, or say with `rationale: \"…\"` why little is lost"),
        );
    }
}

/// What a store holds and a flow carries. Through other elements data of every kind may pass: nothing is said of them.
fn data_of(model: &Model, target: Target) -> &[DataId] {
    match target {
        Target::Element(id) => &model.element(id).holds,
        Target::Flow(id) => &model.flow(id).carries,
        Target::Boundary(_) => &[],
    }
}

//! Semantic checks: one file a check, one line in the list.
//!
//! A check is a pure function of the model. What only the parser or the resolver can see is reported there.

mod assumption_without_evidence;
mod category_not_applicable;
mod disproportionate_effort;
mod empty_boundary;
mod empty_view;
mod entity_to_entity;
mod entity_to_store;
mod expired_acceptance;
mod group_owner;
mod https_is_not_authentication;
mod incomplete_acceptance;
mod level_mismatch;
mod mismatched_mitigation;
mod missing_boundary;
mod missing_model;
mod missing_scope;
mod no_audit_trail;
mod severity_collapse;
mod stale_review;
mod store_to_store;
mod unanswered_unknown;
mod unconnected_element;
mod undecided_threat;
mod underrated_disclosure;
mod unowned_mitigation;
mod unproven_mitigation;
mod unrated_threat;
mod unused_data;
mod vague_threat;
mod words;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Date, ElementKind, Flow, Model};

/// A check and the code that it reports.
pub(crate) struct Check {
    pub(crate) code: &'static Code,
    run: fn(&Model, &mut Vec<Diagnostic>),
}

/// Every check.
pub(crate) const CHECKS: &[Check] = &[
    Check { code: &unconnected_element::UNCONNECTED_ELEMENT, run: unconnected_element::check },
    Check { code: &store_to_store::STORE_TO_STORE, run: store_to_store::check },
    Check { code: &entity_to_store::ENTITY_TO_STORE, run: entity_to_store::check },
    Check { code: &entity_to_entity::ENTITY_TO_ENTITY, run: entity_to_entity::check },
    Check { code: &unused_data::UNUSED_DATA, run: unused_data::check },
    Check { code: &empty_boundary::EMPTY_BOUNDARY, run: empty_boundary::check },
    Check { code: &missing_scope::MISSING_SCOPE, run: missing_scope::check },
    Check { code: &missing_boundary::MISSING_BOUNDARY, run: missing_boundary::check },
    Check { code: &missing_model::MISSING_MODEL, run: missing_model::check },
    Check { code: &empty_view::EMPTY_VIEW, run: empty_view::check },
    Check { code: &category_not_applicable::CATEGORY_NOT_APPLICABLE, run: category_not_applicable::check },
    Check { code: &unrated_threat::UNRATED_THREAT, run: unrated_threat::check },
    Check { code: &unowned_mitigation::UNOWNED_MITIGATION, run: unowned_mitigation::check },
    Check { code: &group_owner::GROUP_OWNER, run: group_owner::check },
    Check { code: &incomplete_acceptance::INCOMPLETE_ACCEPTANCE, run: incomplete_acceptance::check },
    Check { code: &severity_collapse::SEVERITY_COLLAPSE, run: severity_collapse::check },
    Check { code: &disproportionate_effort::DISPROPORTIONATE_EFFORT, run: disproportionate_effort::check },
    Check { code: &unproven_mitigation::UNPROVEN_MITIGATION, run: unproven_mitigation::check },
    Check { code: &assumption_without_evidence::ASSUMPTION_WITHOUT_EVIDENCE, run: assumption_without_evidence::check },
];

/// What a model lacks once it can be read to the end: where something could not be read, that may be what is missing.
pub(crate) const GAPS: &[Check] = &[
    Check { code: &undecided_threat::UNDECIDED_THREAT, run: undecided_threat::check_mild },
    Check { code: &undecided_threat::UNMITIGATED_SEVERE_THREAT, run: undecided_threat::check_severe },
    Check { code: &unanswered_unknown::UNANSWERED_UNKNOWN, run: unanswered_unknown::check },
    Check { code: &level_mismatch::LEVEL_MISMATCH, run: level_mismatch::check },
    Check { code: &underrated_disclosure::UNDERRATED_DISCLOSURE, run: underrated_disclosure::check },
    Check { code: &no_audit_trail::NO_AUDIT_TRAIL, run: no_audit_trail::check },
    Check { code: &https_is_not_authentication::HTTPS_IS_NOT_AUTHENTICATION, run: https_is_not_authentication::check },
    Check { code: &mismatched_mitigation::MISMATCHED_MITIGATION, run: mismatched_mitigation::check },
    Check { code: &vague_threat::VAGUE_THREAT, run: vague_threat::check },
];

/// The codes of the checks that need to know which day it is.
pub(crate) const DATED: &[&Code] =
    &[&expired_acceptance::EXPIRED_ACCEPTANCE, &expired_acceptance::EXPIRING_ACCEPTANCE, &stale_review::STALE_REVIEW];

/// What every check says about a model: its gaps only where all of it was `understood`, and what hangs on the day only
/// where the day is known.
#[must_use]
pub(crate) fn check(model: &Model, understood: bool, today: Option<Date>) -> Vec<Diagnostic> {
    let mut sink = Vec::new();
    for check in CHECKS.iter().chain(GAPS.iter().filter(|_| understood)) {
        (check.run)(model, &mut sink);
    }
    if let Some(today) = today {
        expired_acceptance::check(model, today, &mut sink);
        stale_review::check(model, today, &mut sink);
    }
    sink
}

/// The flows of the file that join an element of one kind with one of the other, whichever way they go.
fn flows_between(model: &Model, one: ElementKind, other: ElementKind) -> impl Iterator<Item = &Flow> {
    let known =
        |flow: &&Flow| !model.mentioned.elements.contains(&flow.from) && !model.mentioned.elements.contains(&flow.to);
    model.flows.iter().filter(|flow| flow.imported.is_none()).filter(known).filter(move |flow| {
        let kinds = (model.element(flow.from).kind, model.element(flow.to).kind);
        kinds == (one, other) || kinds == (other, one)
    })
}

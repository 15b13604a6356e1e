//! What is known about the thing at a place, in Markdown.

use super::occurrence::{Occurrence, Role, at};
use super::touches;
use crate::analysis::Analysis;
use crate::emit::markdown::text as plain;
use crate::model::{BoundaryId, ElementId, FlowId, Model, Target};
use crate::source::Span;
use crate::syntax::ast::{Statement, ValueKind};
use crate::threat::{self, Severity};
use crate::vocabulary::{self, Kind, ValueType, Word};

/// A text about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// Markdown.
    pub text: String,
    /// What it is about.
    pub span: Span,
}

/// What is known about what stands at an offset.
#[must_use]
pub fn hover(analysis: &Analysis, offset: u32) -> Option<Hover> {
    if let Some(occurrence) = at(analysis, offset)
        && let Some(text) = of_name(analysis, &occurrence)
    {
        return Some(Hover { text, span: occurrence.span });
    }
    of_word(&analysis.file().ast.statements, offset, None)
}

fn of_name(analysis: &Analysis, occurrence: &Occurrence) -> Option<String> {
    let model = &analysis.model;
    let declared = occurrence.declared?;
    let is_it = |span: Span| span == declared;
    if let Some(index) = model.elements.iter().position(|one| is_it(one.id.span)) {
        return Some(element(analysis, ElementId(index)));
    }
    if let Some(one) = model.boundaries.iter().find(|one| is_it(one.id.span)) {
        let trust = one.trust.map(|trust| format!(", trust {trust}")).unwrap_or_default();
        let inside = path(model, one.parent);
        return Some(format!("**trust boundary** {}{trust}{inside}{}", quoted(&one.label), described(&one.doc)));
    }
    if let Some(one) = model.data.iter().find(|one| is_it(one.id.span)) {
        let said: Vec<String> = ["sensitivity", "kind"].iter().filter_map(|name| one.settings.text(name)).collect();
        return Some(format!("**data** {}: {}{}", quoted(&one.label), said.join(", "), described(&one.doc)));
    }
    if let Some(index) = model.flows.iter().position(|one| one.id.as_ref().is_some_and(|id| is_it(id.span))) {
        return Some(flow(analysis, FlowId(index)));
    }
    if let Some(index) = model.threats.iter().position(|one| is_it(one.id.span)) {
        let assessment = threat::assess(model);
        let assessed = assessment.threats.iter().find(|one| one.threat.0 == index)?;
        let severity = assessed.severity.map_or("not rated", Severity::word);
        let one = &model.threats[index];
        return Some(format!(
            "**threat**, {severity}, {}: {}{}",
            assessed.status.word(),
            plain(&one.text),
            described(&one.doc)
        ));
    }
    match occurrence.role {
        Role::Declaration(kind) => Some(format!("{}\n\n`{}`", kind.noun(), kind.form())),
        Role::Reference => None,
    }
}

fn element(analysis: &Analysis, id: ElementId) -> String {
    let model = &analysis.model;
    let one = model.element(id);
    let mut out = format!("**{}** {}{}", one.kind.kind().keyword(), quoted(&one.label), path(model, one.parent));
    out.push_str(&described(&one.doc));
    let held: Vec<&str> = one.holds.iter().map(|id| model.data[id.0].label.as_str()).collect();
    if !held.is_empty() {
        out.push_str(&format!("\n\nholds {}", plain(&held.join(", "))));
    }
    out.push_str(&found_on(analysis, Target::Element(id)));
    out
}

fn flow(analysis: &Analysis, id: FlowId) -> String {
    let model = &analysis.model;
    let one = model.flow(id);
    let ends = format!("{} → {}", model.element(one.from).label, model.element(one.to).label);
    let mut out = format!("**flow** {}: {}", quoted(&one.label), plain(&ends));
    let crossed: Vec<&str> =
        model.crossings(one).iter().map(|crossing| model.boundary(crossing.boundary).label.as_str()).collect();
    if !crossed.is_empty() {
        out.push_str(&format!("\n\ncrosses {}", plain(&crossed.join(", "))));
    }
    let carried: Vec<&str> = one.carries.iter().map(|id| model.data[id.0].label.as_str()).collect();
    if !carried.is_empty() {
        out.push_str(&format!("\n\ncarries {}", plain(&carried.join(", "))));
    }
    out.push_str(&described(&one.doc));
    out.push_str(&found_on(analysis, Target::Flow(id)));
    out
}

/// The threats and candidates on something, and what nobody has asked about it.
fn found_on(analysis: &Analysis, target: Target) -> String {
    let model = &analysis.model;
    let assessment = threat::assess(model);
    let mut out = String::new();
    for index in assessment.on.get(&target).into_iter().flatten() {
        let assessed = &assessment.threats[*index];
        let severity = assessed.severity.map_or("not rated", Severity::word);
        let text = plain(&model.threats[assessed.threat.0].text);
        out.push_str(&format!("\n- {severity}, {}: {text}", assessed.status.word()));
    }
    let found = analysis.elicit();
    for candidate in found.open().into_iter().filter(|one| one.target == target) {
        out.push_str(&format!(
            "\n- {} candidate `{}`: {}",
            candidate.severity.word(),
            candidate.rule,
            plain(&candidate.text)
        ));
    }
    let coverage = threat::coverage(model, &found);
    if let Some(row) = coverage.rows.iter().find(|row| row.target == target) {
        let share = row.share();
        let unasked: Vec<&str> = row
            .cells
            .iter()
            .filter(|cell| cell.state == threat::State::Unasked)
            .map(|cell| cell.category.word())
            .collect();
        let rest = if unasked.is_empty() { String::new() } else { format!("; not yet: {}", unasked.join(", ")) };
        out.push_str(&format!("\n\nasked {} of {} categories{rest}", share.answered, share.total));
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

fn path(model: &Model, parent: Option<BoundaryId>) -> String {
    let around: Vec<&str> = model.boundary_path(parent).map(|id| model.boundary(id).label.as_str()).collect();
    if around.is_empty() { String::new() } else { format!(", in {}", plain(&around.join(", in "))) }
}

fn described(doc: &str) -> String {
    if doc.is_empty() { String::new() } else { format!("\n\n{}", plain(doc)) }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("“{}”", plain(text)) }
}

/// An attribute or one of its values.
fn of_word(statements: &[Statement], offset: u32, around: Option<Kind>) -> Option<Hover> {
    for statement in statements.iter().filter(|one| touches(one.span(), offset)) {
        match statement {
            Statement::Declaration(declaration) => {
                if touches(declaration.keyword, offset) {
                    let kind = declaration.kind;
                    return Some(Hover {
                        text: format!("{}\n\n`{}`", kind.noun(), kind.form()),
                        span: declaration.keyword,
                    });
                }
                let body = declaration.body.as_ref()?;
                return of_word(&body.statements, offset, Some(declaration.kind));
            }
            Statement::Broken(broken) => return of_word(&broken.body.as_ref()?.statements, offset, None),
            Statement::Attribute(attribute) => {
                let row = vocabulary::attribute(around?, &attribute.key.value)?;
                if touches(attribute.key.span, offset) {
                    return Some(Hover { text: format!("**{}**: {}", row.name, row.doc), span: attribute.key.span });
                }
                let value = attribute.values.iter().find(|value| touches(value.span, offset))?;
                let ValueKind::Word(written) = &value.kind else { return None };
                let word = words(row.value).iter().find(|word| word.name == written)?;
                return Some(Hover { text: format!("**{}**: {}", word.name, word.doc), span: value.span });
            }
            Statement::Condition(_) => {}
        }
    }
    None
}

/// The documented values of an attribute.
pub(super) fn words(value: ValueType) -> &'static [Word] {
    match value {
        ValueType::Words(words) | ValueType::OpenWords(words) => words,
        ValueType::Names
        | ValueType::Text
        | ValueType::Date
        | ValueType::Integer(..)
        | ValueType::Link
        | ValueType::References(_)
        | ValueType::Identifier
        | ValueType::Reduction => &[],
    }
}

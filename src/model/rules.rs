//! Threat rules as they are written. What their conditions mean is found out where rules are run.

use super::build::{Builder, reference};
use super::category::ElementType;
use super::codes::WRONG_KIND;
use super::types::Rule;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::ast::{Declaration, Head, Statement};
use crate::vocabulary;

/// What a rule can look at.
const KINDS: &[(&str, &[ElementType])] = &[
    ("entity", &[ElementType::Entity]),
    ("process", &[ElementType::Process]),
    ("store", &[ElementType::Store]),
    ("flow", &[ElementType::Flow]),
    ("element", &[ElementType::Entity, ElementType::Process, ElementType::Store]),
];

impl Builder<'_> {
    pub(super) fn rules(&mut self) {
        for placed in std::mem::take(&mut self.names.rules) {
            let declaration = placed.declaration;
            let settings = self.settings(declaration);
            let Some(id) = declaration.id.clone() else { continue };
            let named: Vec<_> = settings.values("threat").iter().filter_map(reference).cloned().collect();
            let rule = Rule {
                title: declaration.label.as_ref().map_or_else(|| id.value.clone(), |label| label.value.clone()),
                id,
                doc: declaration.doc.clone(),
                on: self.looked_at(declaration),
                conditions: statements(declaration)
                    .filter_map(|statement| match statement {
                        Statement::Condition(condition) => Some(condition.clone()),
                        _ => None,
                    })
                    .collect(),
                categories: named.iter().filter_map(|name| self.category(name)).collect(),
                head: declaration.head_span,
                span: declaration.span,
                incomplete: statements(declaration).any(is_unreadable),
                settings,
            };
            self.model.rules.push(rule);
        }
    }

    fn looked_at(&mut self, declaration: &Declaration) -> Vec<ElementType> {
        let Head::Rule(names) = &declaration.head else { return Vec::new() };
        let mut kinds = Vec::new();
        for name in names {
            match KINDS.iter().find(|(word, _)| *word == name.value) {
                Some((_, types)) => kinds.extend(*types),
                None => self.diagnostics.push(not_looked_at(name)),
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

fn statements(declaration: &Declaration) -> impl Iterator<Item = &Statement> {
    declaration.body.iter().flat_map(|body| &body.statements)
}

/// Whether a statement was written and is not known: its absence means nothing then.
fn is_unreadable(statement: &Statement) -> bool {
    match statement {
        Statement::Broken(_) => true,
        Statement::Attribute(attribute) => !vocabulary::is_attribute_name(&attribute.key.value),
        Statement::Condition(_) | Statement::Declaration(_) => false,
    }
}

fn not_looked_at(name: &Spanned<String>) -> Diagnostic {
    let words = || KINDS.iter().map(|(word, _)| *word);
    let message = format!("a rule cannot be on `{}`", name.value);
    Diagnostic::new(&WRONG_KIND, name.span, message)
        .suggest(&name.value, name.span, words(), || format!("write one of {}", words().collect::<Vec<_>>().join(", ")))
}

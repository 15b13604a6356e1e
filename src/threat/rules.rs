//! The rules that hold for a model: the built-in catalogue, and those of the model and of what it imports.

use std::collections::BTreeSet;

use super::catalogue::catalogue;
use super::rule::{self, Rule};
use crate::configuration::{BAD_CONFIGURATION, RuleSetting};
use crate::diagnostic::Diagnostic;
use crate::model::Model;

/// Rules, each under its identifier.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Rules of files.
    own: Vec<Rule>,
    /// Whether the catalogue is left out.
    alone: bool,
    /// Rules of the catalogue that are not asked.
    off: BTreeSet<String>,
}

impl Rules {
    /// The catalogue and the rules of models, with what is wrong with them. A rule takes the place of one of the same
    /// name that stands before it.
    pub fn of<'a>(models: impl Iterator<Item = &'a Model>) -> (Rules, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut own: Vec<Rule> = Vec::new();
        for written in models.flat_map(|model| &model.rules) {
            let Some(rule) = rule::compile(written, &mut diagnostics) else { continue };
            own.retain(|known| known.id != rule.id);
            own.push(rule);
        }
        (Rules { own, alone: false, off: BTreeSet::new() }, diagnostics)
    }

    /// The rules as a project wants them: some are off, some are rated otherwise. With what is wrong with its wishes.
    #[must_use]
    pub fn configured(mut self, settings: &[RuleSetting]) -> (Rules, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        for setting in settings {
            let name = setting.rule.value.as_str();
            let Some(mut rule) = self.get(name).cloned() else {
                let names: Vec<String> = self.iter().map(|rule| rule.id.clone()).collect();
                let diagnostic =
                    Diagnostic::new(&BAD_CONFIGURATION, setting.rule.span, format!("no rule is called `{name}`"));
                let otherwise = || "`threatline rules` lists the rules".to_owned();
                let names = names.iter().map(String::as_str);
                diagnostics.push(diagnostic.suggest(name, setting.rule.span, names, otherwise));
                continue;
            };
            self.own.retain(|own| own.id != name);
            if setting.off.is_some() {
                self.off.insert(name.to_owned());
                continue;
            }
            rule.likelihood = setting.likelihood.unwrap_or(rule.likelihood);
            rule.impact = setting.impact.or(rule.impact);
            self.own.push(rule);
        }
        (self, diagnostics)
    }

    /// The rules of a model, without the catalogue.
    #[must_use]
    pub fn alone(self) -> Rules {
        Rules { alone: true, ..self }
    }

    /// Every rule: the catalogue's, then those of files. A rule of a file takes the place of a built-in one of the
    /// same name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        let built_in = catalogue().iter().flat_map(|field| &field.rules);
        let built_in = built_in.filter(|rule| !self.alone && !self.off.contains(&rule.id));
        built_in.filter(|rule| self.own.iter().all(|own| own.id != rule.id)).chain(&self.own)
    }

    /// The rule of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.iter().find(|rule| rule.id == id)
    }
}

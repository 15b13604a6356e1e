//! The rules that hold for a model: the built-in catalogue, and those of the model and of what it imports.

use super::catalogue::catalogue;
use super::rule::{self, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::Model;

/// Rules, each under its identifier.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Rules of files.
    own: Vec<Rule>,
    /// Whether the catalogue is left out.
    alone: bool,
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
        (Rules { own, alone: false }, diagnostics)
    }

    /// The rules of a model, without the catalogue.
    #[must_use]
    pub fn alone(self) -> Rules {
        Rules { alone: true, ..self }
    }

    /// Every rule: the catalogue's, then those of files. A rule of a file takes the place of a built-in one of the
    /// same name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        let built_in = catalogue().iter().flat_map(|field| &field.rules).filter(|_| !self.alone);
        built_in.filter(|rule| self.own.iter().all(|own| own.id != rule.id)).chain(&self.own)
    }

    /// The rule of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.iter().find(|rule| rule.id == id)
    }
}

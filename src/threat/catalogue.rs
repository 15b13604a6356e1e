//! The built-in rules, written in the language itself: one file a field.
//!
//! They are compiled once for a process. A mistake in them is found by the tests, not by users.

use std::sync::OnceLock;

use super::rule::{self, Rule};
use crate::diagnostic::Diagnostic;
use crate::model;
use crate::project::{self, Imports, Root};
use crate::source::{FileId, Source};

macro_rules! fields {
    ($($name:literal),* $(,)?) => {
        /// The files of the catalogue: each field with its rules.
        const FIELDS: &[(&str, &str)] = &[$(($name, include_str!(concat!("catalogue/", $name, ".tm")))),*];
    };
}

fields!(
    "structure",
    "identity",
    "web",
    "api",
    "network",
    "data-store",
    "messaging",
    "cloud",
    "container",
    "ci-cd",
    "mobile",
    "llm",
    "operations",
    "privacy-linking",
    "privacy-showing",
    "privacy-use"
);

/// A field of the catalogue.
#[derive(Debug)]
pub struct Field {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// Its rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// What is wrong with it: nothing, which a test makes sure of.
    pub diagnostics: Vec<Diagnostic>,
    /// Its text.
    pub source: Source,
}

/// Every field of the built-in catalogue.
#[must_use]
pub fn catalogue() -> &'static [Field] {
    static CATALOGUE: OnceLock<Vec<Field>> = OnceLock::new();
    CATALOGUE.get_or_init(|| FIELDS.iter().map(|(name, text)| field(name, text)).collect())
}

fn field(name: &'static str, text: &str) -> Field {
    let project = project::load(&Root { name, path: name, text }, Imports::Closed, None);
    let mut diagnostics = project.files[0].diagnostics.clone();
    let (unit, resolving) = model::build(&project, FileId(0), &[]);
    diagnostics.extend(resolving);
    let rules = unit.model.rules.iter().filter_map(|written| rule::compile(written, &mut diagnostics)).collect();
    Field { name, rules, diagnostics, source: project.files[0].source.clone() }
}

//! Findings in the formats of other tools: code scanning, merge-request widgets, annotations, test reports.

mod fingerprint;
mod github;
mod gitlab;
mod junit;
mod rdjson;
mod sarif;

pub use github::github;
pub use gitlab::gitlab;
pub use junit::junit;
pub use rdjson::rdjson;
pub use sarif::sarif;

use crate::finding::Finding;
use crate::source::{Source, Span};

/// The findings of one model with the texts that they speak of.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The texts, by file id.
    pub sources: Vec<Source>,
    /// The path of each text, from the folder that reports are read from, with forward slashes.
    pub paths: Vec<String>,
}

/// A place as tools count: lines and columns from 1, columns in characters, the end behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Scanned {
    fn path(&self, span: Span) -> &str {
        self.paths.get(usize::from(span.file.0)).map_or("", String::as_str)
    }

    fn source(&self, span: Span) -> Option<&Source> {
        self.sources.get(usize::from(span.file.0))
    }

    fn place(&self, span: Span) -> Place {
        let Some(source) = self.source(span) else { return Place { line: 1, column: 1, end_line: 1, end_column: 1 } };
        let (start, end) = (source.position(span.start), source.position(span.end.max(span.start)));
        Place { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }

    /// The place on its first line: a pull request shows only what lies in changed lines, all of it.
    fn first_line(&self, span: Span) -> Place {
        let place = self.place(span);
        if place.end_line == place.line {
            return place;
        }
        let text = self.source(span).map(|source| source.slice(span)).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default().chars().count();
        Place { end_line: place.line, end_column: place.column + first, ..place }
    }
}

/// Everything that is not answered, with the model that it was found in.
fn open(scanned: &[Scanned]) -> impl Iterator<Item = (&Scanned, &Finding)> {
    let open = |one: &&Finding| one.suppression.is_none();
    scanned.iter().flat_map(move |model| model.findings.iter().filter(open).map(move |finding| (model, finding)))
}

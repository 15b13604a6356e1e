//! Diagnostics as JSON, schema `threatline.diagnostics/1`.

use serde::Serialize;

use super::{Applicability, Diagnostic};
use crate::source::{Source, Span};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    diagnostics: Vec<Entry<'a>>,
    #[serde(flatten)]
    run: Option<Run<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    read: &'a [String],
    messages: &'a [Message],
}

/// What a run says besides, of its arguments or of files that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// As in diagnostics.
    pub severity: &'static str,
    /// What is said.
    pub text: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    slug: &'static str,
    severity: &'static str,
    message: &'a str,
    place: Place<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'a str,
    related: Vec<Related<'a>>,
    fixes: Vec<FixEntry<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: u32,
    length: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    place: Place<'a>,
    replacement: &'a str,
    applicability: &'static str,
}

/// Every diagnostic of some models in one JSON document that ends with a newline. Each model's sources are indexed by
/// file id.
#[must_use]
pub fn to_json(models: &[(Vec<&Diagnostic>, Vec<Source>)]) -> String {
    written(models, None)
}

/// The same with which files a run has read, and all else that it has to say.
#[must_use]
pub fn run_to_json(models: &[(Vec<&Diagnostic>, Vec<Source>)], read: &[String], messages: &[Message]) -> String {
    written(models, Some(Run { read, messages }))
}

fn written(models: &[(Vec<&Diagnostic>, Vec<Source>)], run: Option<Run<'_>>) -> String {
    let entries = models.iter().flat_map(|(found, sources)| found.iter().map(|one| entry(one, sources)));
    let document = Document { schema: "threatline.diagnostics/1", diagnostics: entries.collect(), run };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Entry<'a> {
    Entry {
        code: diagnostic.code.id,
        slug: diagnostic.code.slug,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: place(diagnostic.span, sources),
        label: &diagnostic.label,
        help: &diagnostic.help,
        related: diagnostic
            .labels
            .iter()
            .map(|label| Related { place: place(label.span, sources), text: &label.text })
            .collect(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| FixEntry {
                title: &fix.title,
                place: place(fix.span, sources),
                replacement: &fix.replacement,
                applicability: match fix.applicability {
                    Applicability::Certain => "certain",
                    Applicability::Likely => "likely",
                },
            })
            .collect(),
    }
}

fn place(span: Span, sources: &[Source]) -> Place<'_> {
    let source = &sources[usize::from(span.file.0)];
    let (start, end) = (source.position(span.start), source.position(span.end));
    Place {
        file: source.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: span.start,
        length: span.end - span.start,
    }
}

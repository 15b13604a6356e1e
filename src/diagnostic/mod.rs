//! Diagnostics: a stable code, an exact span, a message in the file's own words, help, labels and fixes.
//!
//! A [`Code`] is declared beside the check that finds it. This module refuses to know how any fault is found;
//! `report` is the only file that names miette.

mod fix;
mod json;
mod report;
mod suggest;

use crate::source::{Source, Span};

pub use fix::apply_fixes;
pub use json::{Message, run_to_json, to_json};
pub use report::{Format, render};
pub use suggest::did_you_mean;
pub(crate) use suggest::likeness;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Probably a mistake, or a finding of its own; everything is still produced.
    Warning,
    /// The file is wrong: nothing is drawn or listed.
    Error,
}

impl Severity {
    /// The word that outputs use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A kind of fault, declared once, never reused.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable number, `TM0104`.
    pub id: &'static str,
    /// The stable name of the fault, `unknown-name`, so that "allow unknown-name" reads.
    pub slug: &'static str,
    /// How much it weighs by default.
    pub severity: Severity,
    /// One sentence for lists.
    pub summary: &'static str,
    /// The page that `explain` prints, in Markdown.
    pub page: &'static str,
}

/// Declares a [`Code`] whose page is `docs/diagnostics/<slug>.md`.
macro_rules! code {
    ($name:ident, $id:literal, $slug:literal, $severity:ident, $summary:literal) => {
        #[doc = concat!("`", $slug, "`: ", $summary, ".")]
        pub(crate) const $name: $crate::diagnostic::Code = $crate::diagnostic::Code {
            id: $id,
            slug: $slug,
            severity: $crate::diagnostic::Severity::$severity,
            summary: $summary,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/", $slug, ".md")),
        };
    };
}
pub(crate) use code;

/// A second place that matters, with what it has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there: "first declared here".
    pub text: String,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Surely what was meant: may be applied without asking.
    Certain,
    /// Likely what was meant: ask first.
    Likely,
}

/// A change of the text that mends the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, imperative.
    pub title: String,
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What takes its place.
    pub replacement: String,
    /// How sure it is.
    pub applicability: Applicability,
}

/// One finding about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault.
    pub code: &'static Code,
    /// How much this one weighs; [`Code::severity`] unless it was configured.
    pub severity: Severity,
    /// What is wrong, in the file's own words: lower case, names in backticks, no full stop.
    pub message: String,
    /// Exactly where.
    pub span: Span,
    /// What stands at the span, in a few words; may be empty.
    pub label: String,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do, one imperative sentence; may be empty.
    pub help: String,
    /// Changes that mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// Every place in it.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "texts that stand in others are read by the program"))]
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let labels = self.labels.iter_mut().map(|label| &mut label.span);
        std::iter::once(&mut self.span).chain(labels).chain(self.fixes.iter_mut().map(|fix| &mut fix.span))
    }

    /// A diagnostic of this code at this place.
    #[must_use]
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity,
            message: message.into(),
            span,
            label: String::new(),
            labels: Vec::new(),
            help: String::new(),
            fixes: Vec::new(),
        }
    }

    /// With what stands at the span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.label = text.into();
        self
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = text.into();
        self
    }

    /// With a fix that is surely right.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.with_fix(title, span, replacement, Applicability::Certain)
    }

    /// With a fix that is likely right.
    #[must_use]
    pub fn likely_fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.with_fix(title, span, replacement, Applicability::Likely)
    }

    fn with_fix(
        mut self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Diagnostic {
        let (title, replacement) = (title.into(), replacement.into());
        self.fixes.push(Fix { title, span, replacement, applicability });
        self
    }

    /// With a did-you-mean: help and a likely fix where a candidate is close to `word`, else the given help.
    #[must_use]
    pub fn suggest<'a>(
        self,
        word: &str,
        span: Span,
        candidates: impl IntoIterator<Item = &'a str>,
        otherwise: impl FnOnce() -> String,
    ) -> Diagnostic {
        match did_you_mean(word, candidates) {
            Some(best) => self.help(format!("did you mean `{best}`?")).likely_fix(
                format!("Replace `{word}` by `{best}`"),
                span,
                best,
            ),
            None => self.help(otherwise()),
        }
    }
}

/// Sorts diagnostics by place, then weight, then code, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.span.file, a.span.start, b.severity, a.code.id, a.span.end, &a.message).cmp(&(
            b.span.file,
            b.span.start,
            a.severity,
            b.code.id,
            b.span.end,
            &b.message,
        ))
    });
    diagnostics.dedup();
}

/// `path:line:col: error[CODE]: message`, one line.
#[must_use]
pub fn short(diagnostic: &Diagnostic, source: &Source) -> String {
    let at = source.position(diagnostic.span.start);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        report::visible(source.name()),
        at.line,
        at.column,
        diagnostic.severity.word(),
        diagnostic.code.id,
        report::visible(&diagnostic.message).replace('\n', " ")
    )
}

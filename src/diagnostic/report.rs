//! Diagnostics for people: miette's graphical and narrated reports. The only file that names miette.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, NarratableReportHandler,
    SourceCode, SourceSpan, SpanContents,
};

use super::{Diagnostic, Severity};
use crate::source::{Source, Span};

/// How a report for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The source with the place underlined.
    Graphical {
        /// ANSI colours.
        colour: bool,
        /// Columns of the terminal.
        width: usize,
    },
    /// Plain sentences, for screen readers.
    Narrated,
}

/// One diagnostic as a report that ends with a newline. `sources` is indexed by file id.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &[Source], format: Format) -> String {
    let source = &sources[usize::from(diagnostic.span.file.0)];
    let view = View {
        diagnostic,
        excerpt: Excerpt::of(diagnostic, source),
        length: source.text().len(),
        help: help(diagnostic, sources),
    };
    let mut out = String::new();
    let written = match format {
        Format::Graphical { colour, width } => {
            let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
            GraphicalReportHandler::new_themed(theme)
                .with_links(false)
                .with_width(width)
                .with_context_lines(CONTEXT)
                .render_report(&mut out, &view)
        }
        Format::Narrated => NarratableReportHandler::new().with_context_lines(CONTEXT).render_report(&mut out, &view),
    };
    if written.is_err() {
        out = super::short(diagnostic, source);
        out.push('\n');
    }
    out
}

/// The help, and below it the places in other files, which an excerpt of one file cannot show.
fn help(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let elsewhere = diagnostic.labels.iter().filter(|label| label.span.file != diagnostic.span.file);
    let lines = elsewhere.map(|label| {
        let source = &sources[usize::from(label.span.file.0)];
        let at = source.position(label.span.start);
        format!("{}:{}:{}: {}", visible(source.name()), at.line, at.column, label.text)
    });
    let help = Some(diagnostic.help.clone()).filter(|help| !help.is_empty());
    help.into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// A text without what would steer a terminal or turn its line around, byte for byte as long as before.
pub(super) fn visible(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

/// How many lines around a place are shown.
const CONTEXT: usize = 1;

/// The lines that a diagnostic speaks of, as miette looks for them from the beginning of a text, once for each label.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// Which line and which byte of the source it begins with.
    first_line: usize,
    start: usize,
}

impl Excerpt {
    fn of(diagnostic: &Diagnostic, source: &Source) -> Excerpt {
        let labels = diagnostic.labels.iter().map(|label| label.span);
        let here = labels.filter(|span| span.file == diagnostic.span.file);
        let whole = here.fold(diagnostic.span, Span::to);
        // One more, so that the last line of the context is seen to end.
        let (first_line, range) = source.lines_around(whole, CONTEXT + 1);
        let start = range.start;
        Excerpt { name: visible(source.name()), text: visible(&source.text()[range]), first_line, start }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let found = self.text.read_span(&(start, span.len()).into(), before, after)?;
        let span = (self.start + found.span().offset(), found.span().len()).into();
        let line = self.first_line + found.line();
        let name = self.name.clone();
        // They are counted from the beginning of the text.
        let (column, lines) = (found.column(), self.first_line + found.line_count());
        Ok(Box::new(MietteSpanContents::new_named(name, found.data(), span, line, column, lines)))
    }
}

/// miette's view of our diagnostic.
struct View<'a> {
    diagnostic: &'a Diagnostic,
    excerpt: Excerpt,
    length: usize,
    help: String,
}

impl View<'_> {
    fn labeled(&self, span: Span, text: &str) -> LabeledSpan {
        let start = span.range().start.min(self.length);
        let end = span.range().end.min(self.length);
        let text = (!text.is_empty()).then(|| text.to_owned());
        LabeledSpan::new(text, start, end - start)
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.diagnostic.message))
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Diagnostic { severity, code, .. } = self.diagnostic;
        Some(Box::new(format!("{}[{}] {}", severity.word(), code.id, code.slug)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let first = self.labeled(self.diagnostic.span, &self.diagnostic.label);
        let first = LabeledSpan::new_primary_with_span(first.label().map(str::to_owned), *first.inner());
        let rest = self.diagnostic.labels.iter().filter(|label| label.span.file == self.diagnostic.span.file);
        Some(Box::new(std::iter::once(first).chain(rest.map(|label| self.labeled(label.span, &label.text)))))
    }
}

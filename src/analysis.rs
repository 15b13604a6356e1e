//! Runs the passes in order. Every shell and every test starts from an [`Analysis`], also for broken input.

use crate::check;
use crate::diagnostic::{self, Code, Diagnostic, Severity, code};
use crate::model::{self, LintLevel, Model};
use crate::source::{FileId, Source};
use crate::syntax::{self, ast};
use crate::threat::{self, Elicitation, Rules};

code!(UNKNOWN_LINT, "TM0208", "unknown-lint", Error, "an `allow`, `warn` or `deny` of something that is not a check");

/// What is known about one file.
#[derive(Debug)]
pub struct Analysis {
    /// The text.
    pub source: Source,
    /// What it says, statement by statement.
    pub file: ast::File,
    /// What it means, as far as it could be resolved.
    pub model: Model,
    /// The rules that hold for it.
    pub rules: Rules,
    /// What they found.
    pub elicitation: Elicitation,
    /// Everything that is to be said about it, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether every statement could be read.
    pub readable: bool,
}

impl Analysis {
    /// Whether anything is an error, so that nothing may be drawn or listed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Analyses a text under a name, as file `id` of a run.
#[must_use]
pub fn analyse(id: FileId, name: &str, text: &str) -> Analysis {
    let source = Source::new(id, name, text);
    let (file, mut diagnostics) = syntax::parse(&source);
    let readable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    let (model, resolving) = model::build(&source, &file);
    diagnostics.extend(resolving);
    // Without a single statement there is nothing to check: the reason has been given above.
    if !file.statements.is_empty() {
        diagnostics.extend(check::check(&model));
    }
    let (rules, compiling) = Rules::of(&model);
    diagnostics.extend(compiling);
    let (elicitation, answers) = threat::elicit(&model, &rules);
    diagnostics.extend(answers);
    configure(&model, &mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Analysis { source, file, model, rules, elicitation, diagnostics, readable }
}

/// Every code there is, by number.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> = syntax::CODES.to_vec();
    codes.extend(model::CODES);
    codes.extend(check::CHECKS.iter().map(|check| check.code));
    codes.extend(threat::codes());
    codes.push(&UNKNOWN_LINT);
    codes.sort_by_key(|code| code.id);
    codes
}

/// Applies the model's `allow`, `warn` and `deny`. Errors cannot be allowed: what follows would rest on them.
fn configure(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let codes = codes();
    for (level, name) in &model.header.lints {
        let Some(code) = codes.iter().find(|code| code.slug == name.value || code.id == name.value) else {
            diagnostics.push(unknown_lint(&codes, name));
            continue;
        };
        if code.severity == Severity::Error {
            let message = format!("`{}` is an error and cannot be configured", code.slug);
            let help = "mend what it reports; only warnings can be allowed, warned of or denied";
            diagnostics.push(Diagnostic::new(&UNKNOWN_LINT, name.span, message).help(help));
            continue;
        }
        match level {
            LintLevel::Allow => diagnostics.retain(|diagnostic| diagnostic.code != *code),
            LintLevel::Warn => weigh(diagnostics, code, Severity::Warning),
            LintLevel::Deny => weigh(diagnostics, code, Severity::Error),
        }
    }
}

fn weigh(diagnostics: &mut [Diagnostic], code: &Code, severity: Severity) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == code) {
        diagnostic.severity = severity;
    }
}

fn unknown_lint(codes: &[&'static Code], name: &crate::source::Spanned<String>) -> Diagnostic {
    let slugs = codes.iter().filter(|code| code.severity != Severity::Error).map(|code| code.slug);
    let diagnostic = Diagnostic::new(&UNKNOWN_LINT, name.span, format!("no check is called `{}`", name.value));
    let listed = slugs.clone().collect::<Vec<_>>().join(", ");
    diagnostic.suggest(&name.value, name.span, slugs, || format!("checks that can be configured: {listed}"))
}

//! Runs the passes in order. Every shell and every test starts from an [`Analysis`], also for broken input.

use std::collections::BTreeSet;

use crate::check;
use crate::configuration::{self, Configuration};
use crate::diagnostic::{self, Code, Diagnostic, Label, Severity, code};
use crate::diff::{self, Diff, Side};
use crate::finding::{self, Finding};
use crate::model::{self, Date, LintLevel, Model, Unit};
use crate::project::{self, File, Imports, Project, Root};
use crate::scene::{Layer, Layers, Matrix};
use crate::source::{FileId, Source, Span, Spanned};
use crate::suppression::{self, Suppressed};
use crate::syntax;
use crate::threat::{self, Elicitation, Rules};

code!(UNKNOWN_LINT, "TM0208", "unknown-lint", Error, "an `allow`, `warn` or `deny` of something that is not a check");

/// What is known about one file.
#[derive(Debug)]
pub struct Analysis {
    /// The file and all that it imports, text and statements; the file itself is the first.
    pub files: Vec<File>,
    /// What it means, as far as it could be resolved, with what it names of others.
    pub model: Model,
    /// The rules that hold for it.
    pub rules: Rules,
    /// Everything that is to be said about it, by place, and what is wrong in the files that it imports.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments allow, with why.
    pub suppressed: Vec<Suppressed>,
    /// Whether every statement could be read.
    pub readable: bool,
}

impl Analysis {
    /// The file itself.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.files[0]
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.file().source
    }

    /// Its text and those of all files that it imports, by file id.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        self.files.iter().map(|file| file.source.clone()).collect()
    }

    /// The file and line of a span: `small.tm:12`.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        self.files[usize::from(span.file.0)].source.place(span.start)
    }

    /// What the rules find in it.
    #[must_use]
    pub fn elicit(&self) -> Elicitation {
        threat::elicit(&self.model, &self.rules).0
    }

    /// What a picture that shows these layers has to know of that. Rules look at the whole model, also where only a part of
    /// it is drawn.
    #[must_use]
    pub fn matrix(&self, layers: &Layers) -> Matrix {
        let is_shown = layers.show(Layer::Candidates) || layers.show(Layer::Coverage);
        if is_shown { Matrix::of(&self.model, &self.elicit()) } else { Matrix::default() }
    }

    /// Whether anything is an error, so that nothing may be drawn or listed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.first_error().is_some()
    }

    /// The first error, where there is one.
    #[must_use]
    pub fn first_error(&self) -> Option<&Diagnostic> {
        self.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Analyses a text with what it imports, whatever day it is.
#[must_use]
pub fn analyse(root: &Root<'_>, imports: Imports<'_>) -> Analysis {
    analyse_on(root, imports, None)
}

/// Analyses a text with what it imports, as of a day: acceptances and reviews that are due are reported too.
#[must_use]
pub fn analyse_on(root: &Root<'_>, imports: Imports<'_>, today: Option<Date>) -> Analysis {
    analyse_in(root, imports, today, None)
}

/// The same in a project that is configured by a `threatline.toml`, given by its name and its text.
#[must_use]
pub fn analyse_in(
    root: &Root<'_>,
    imports: Imports<'_>,
    today: Option<Date>,
    configuration: Option<(&str, &str)>,
) -> Analysis {
    analyse_again(root, imports, today, configuration, None)
}

/// The same, sooner where `memory` knows most of the texts: what an editor asks for after each edit.
#[must_use]
pub fn analyse_again(
    root: &Root<'_>,
    imports: Imports<'_>,
    today: Option<Date>,
    configuration: Option<(&str, &str)>,
    memory: Option<&mut syntax::Memory>,
) -> Analysis {
    let mut project = project::load(root, imports, memory);
    let readable = project.files[0].diagnostics.iter().all(|one| one.severity != Severity::Error);
    let mut diagnostics = std::mem::take(&mut project.diagnostics);
    let mut units: Vec<Option<Unit>> = project.files.iter().map(|_| None).collect();
    for id in &project.order {
        let (unit, found) = resolve(&project, *id, &units, today);
        diagnostics.extend(found);
        units[usize::from(id.0)] = Some(unit);
    }
    // What a file imports stands before it, so that its own rules come last.
    let models = project.order.iter().filter_map(|id| units[usize::from(id.0)].as_ref()).map(|unit| &unit.model);
    let (rules, compiling) = Rules::of(models);
    diagnostics.extend(compiling);
    let (wishes, rules, misunderstood) = configured(configuration, &mut project.files, rules);
    let model = units.swap_remove(0).map(|unit| unit.model).unwrap_or_default();
    diagnostics.retain(|one| one.span.file == FileId(0) || one.code.severity == Severity::Error);
    for one in &mut diagnostics {
        if let Some(at) = project.file(one.span.file).imported_at {
            one.labels.push(Label { span: at, text: "imported here".to_owned() });
        }
    }
    // Reading the catalogue takes longer than drawing a small model: it is asked only where something answers a rule.
    if model.answers_rules() {
        diagnostics.extend(threat::elicit(&model, &rules).1);
    }
    let suppressed = suppression::suppress(&project.files, &codes(), &mut diagnostics);
    configure(&wishes.lints, &mut diagnostics);
    configure(&model.header.lints, &mut diagnostics);
    diagnostics.extend(misunderstood);
    diagnostic::sort(&mut diagnostics);
    Analysis { files: project.files, model, rules, diagnostics, suppressed, readable }
}

/// What the project's `threatline.toml` says, with the rules as it wants them. Where something is wrong with it, its text
/// joins the files, so that its places can be shown.
fn configured(
    written: Option<(&str, &str)>,
    files: &mut Vec<File>,
    rules: Rules,
) -> (Configuration, Rules, Vec<Diagnostic>) {
    let Some((name, text)) = written else { return (Configuration::default(), rules, Vec::new()) };
    let id = FileId(u16::try_from(files.len()).unwrap_or(u16::MAX));
    let source = Source::new(id, name, text);
    let (mut wishes, mut diagnostics) = configuration::read(&source, id);
    let (rules, unknown) = rules.configured(&wishes.rules);
    diagnostics.extend(unknown);
    // What it says of no check is reported here, where it stands, and once.
    configure(&wishes.lints, &mut diagnostics);
    wishes.lints.retain(|(_, name)| diagnostics.iter().all(|one| one.span != name.span));
    if !diagnostics.is_empty() {
        files.push(File::of_text(source));
    }
    (wishes, rules, diagnostics)
}

/// Everything that somebody should look at in a model: see [`finding::findings`].
#[must_use]
pub fn found(analysis: &Analysis) -> Vec<Finding> {
    let elicitation = analysis.elicit();
    finding::findings(&finding::Found {
        model: &analysis.model,
        diagnostics: &analysis.diagnostics,
        suppressed: &analysis.suppressed,
        assessment: &threat::assess(&analysis.model),
        coverage: &threat::coverage(&analysis.model, &elicitation),
        elicitation: &elicitation,
        rules: &analysis.rules,
    })
}

/// What became of a model between two states of it. `compared`: see [`diff::diff`].
#[must_use]
pub fn compare(old: &Analysis, new: &Analysis, compared: &BTreeSet<String>) -> Diff {
    let derived = [old, new].map(|analysis| {
        let elicitation = analysis.elicit();
        let coverage = threat::coverage(&analysis.model, &elicitation);
        (threat::assess(&analysis.model), elicitation, coverage, analysis.sources())
    });
    let sides = [(old, &derived[0]), (new, &derived[1])].map(|(analysis, derived)| Side {
        model: &analysis.model,
        assessment: &derived.0,
        elicitation: &derived.1,
        coverage: &derived.2,
        sources: &derived.3,
    });
    diff::diff(&sides[0], &sides[1], compared)
}

/// What one file means, and everything that is to be said about it.
fn resolve(project: &Project, id: FileId, units: &[Option<Unit>], today: Option<Date>) -> (Unit, Vec<Diagnostic>) {
    let file = project.file(id);
    let mut diagnostics = file.diagnostics.clone();
    let (unit, resolving) = model::build(project, id, units);
    diagnostics.extend(resolving);
    // Without a single statement there is nothing to check: the reason has been given above.
    if !file.ast.statements.is_empty() {
        let understood = diagnostics.iter().all(|one| one.severity != Severity::Error);
        diagnostics.extend(check::check(&unit.model, understood, today));
    }
    (unit, diagnostics)
}

/// Every code there is, by number.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> = syntax::CODES.to_vec();
    codes.extend(project::CODES);
    codes.extend(model::CODES);
    codes.extend(configuration::CODES);
    codes.extend(suppression::CODES);
    #[cfg(feature = "cli")]
    codes.extend(crate::markdown::CODES);
    codes.extend(check::CHECKS.iter().chain(check::GAPS).map(|check| check.code));
    codes.extend(check::DATED);
    codes.extend(threat::codes());
    codes.push(&UNKNOWN_LINT);
    codes.sort_by_key(|code| code.id);
    codes
}

/// Applies `allow`, `warn` and `deny`. Errors cannot be allowed: what follows would rest on them.
fn configure(lints: &[(LintLevel, Spanned<String>)], diagnostics: &mut Vec<Diagnostic>) {
    let codes = codes();
    for (level, name) in lints {
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

fn unknown_lint(codes: &[&'static Code], name: &Spanned<String>) -> Diagnostic {
    let slugs = codes.iter().filter(|code| code.severity != Severity::Error).map(|code| code.slug);
    let diagnostic = Diagnostic::new(&UNKNOWN_LINT, name.span, format!("no check is called `{}`", name.value));
    let listed = slugs.clone().collect::<Vec<_>>().join(", ");
    diagnostic.suggest(&name.value, name.span, slugs, || format!("checks that can be configured: {listed}"))
}

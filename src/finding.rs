//! Diagnostics, open threats, candidates and unasked categories as one list of findings, each with what identifies it in
//! this revision and the next: for gates, for baselines, and for the formats of other tools.
//!
//! It refuses to know these formats.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic, Fix, Label};
use crate::model::{Category, Model, Target};
use crate::source::Span;
use crate::suppression::Suppressed;
use crate::threat::{Answered, Assessment, Candidate, Coverage, Elicitation, Rules, Severity, State, Status};

/// What a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// A diagnostic of a check.
    Diagnostic,
    /// A threat that somebody wrote down.
    Threat,
    /// A threat that a rule finds likely.
    Candidate,
    /// A category that nobody has asked about.
    Unasked,
}

/// What kind of finding it is, as code scanning knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// `TM0402`, `spoofing/high`, `weak-login/medium`.
    pub id: String,
    /// A name without spaces.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// What it means and what to do, in Markdown.
    pub help: String,
}

/// Something that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub matter: Matter,
    /// What kind.
    pub kind: Kind,
    /// How much it weighs.
    pub level: diagnostic::Severity,
    /// How severe it is, of a threat or candidate.
    pub severity: Option<Severity>,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places.
    pub related: Vec<Label>,
    /// What identifies it: the same in the next revision, wherever it stands.
    pub key: String,
    /// Why it is not to be looked at any more: an acceptance, a dismissal, an `allow` comment.
    pub suppression: Option<String>,
    /// Changes of the text that mend it.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// How bad it is, as a number that grows: for a baseline, in which a finding may become no worse.
    #[must_use]
    pub fn rank(&self) -> usize {
        match (self.severity, self.level) {
            (Some(Severity::Critical), _) => 4,
            (Some(Severity::High), _) | (None, diagnostic::Severity::Error) => 3,
            (Some(Severity::Medium), _) | (None, diagnostic::Severity::Warning) => 2,
            (Some(Severity::Low), _) | (None, diagnostic::Severity::Note) => 1,
        }
    }

    /// How bad it is, as a word.
    #[must_use]
    pub fn weight(&self) -> &'static str {
        self.severity.map_or(self.level.word(), Severity::word)
    }
}

/// What findings are made of.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The model.
    pub model: &'a Model,
    /// What is to be said about it.
    pub diagnostics: &'a [Diagnostic],
    /// What comments allow.
    pub suppressed: &'a [Suppressed],
    /// Its threats.
    pub assessment: &'a Assessment,
    /// What rules find in it.
    pub elicitation: &'a Elicitation,
    /// What was asked.
    pub coverage: &'a Coverage,
    /// The rules.
    pub rules: &'a Rules,
}

/// Every finding of a model: diagnostics in their order, then threats, candidates and unasked categories.
#[must_use]
pub fn findings(found: &Found<'_>) -> Vec<Finding> {
    let mut list: Vec<Finding> = found.diagnostics.iter().map(|one| of_diagnostic(one, None)).collect();
    list.extend(found.suppressed.iter().map(|one| of_diagnostic(&one.diagnostic, Some(&one.reason))));
    list.extend(found.assessment.threats.iter().map(|one| threat(found.model, one)));
    list.extend(found.elicitation.candidates.iter().filter_map(|one| candidate(found, one)));
    list.extend(unasked(found));
    numbered(&mut list);
    list
}

/// Puts a number behind a key that stands for several.
fn numbered(list: &mut [Finding]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in list {
        let count = seen.entry(finding.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.key = format!("{} #{count}", finding.key);
        }
    }
}

fn of_diagnostic(one: &Diagnostic, allowed: Option<&str>) -> Finding {
    let help = if one.help.is_empty() { String::new() } else { format!("; {}", one.help) };
    Finding {
        matter: Matter::Diagnostic,
        kind: Kind {
            id: one.code.id.to_owned(),
            name: one.code.slug.to_owned(),
            summary: one.code.summary.to_owned(),
            help: one.code.page.to_owned(),
        },
        level: one.severity,
        severity: None,
        message: format!("{}{help}", one.message),
        span: one.span,
        related: one.labels.clone(),
        key: format!("{}: {}", one.code.slug, one.message),
        suppression: allowed.map(str::to_owned),
        fixes: one.fixes.clone(),
    }
}

fn level(severity: Severity) -> diagnostic::Severity {
    match severity {
        Severity::Critical | Severity::High => diagnostic::Severity::Error,
        Severity::Medium => diagnostic::Severity::Warning,
        Severity::Low => diagnostic::Severity::Note,
    }
}

/// A threat: open, or with what became of it.
fn threat(model: &Model, one: &crate::threat::Assessed) -> Finding {
    let threat = &model.threats[one.threat.0];
    // What nobody has rated may be anything.
    let severity = one.severity.unwrap_or(Severity::Medium);
    let category = threat.categories.first().map_or("threat", |category| category.value.word());
    let on: Vec<&str> = threat.targets.iter().map(|target| model.target_key(target.value)).collect();
    let suppression = match one.status {
        Status::Open => None,
        Status::Mitigated => Some("every mitigation is in place".to_owned()),
        Status::Accepted | Status::Transferred | Status::Avoided => {
            let because = threat.disposition.as_ref().map(|one| one.because.as_str()).unwrap_or_default();
            Some(format!("{}: {because}", one.status.word()))
        }
    };
    Finding {
        matter: Matter::Threat,
        kind: Kind {
            id: format!("{category}/{}", severity.word()),
            name: format!("{category}-threat"),
            summary: format!("A {category} threat of {} severity that is written down in the model.", severity.word()),
            help: format!(
                "Somebody wrote this threat down. It is closed by mitigations that are `done` or `verified`, or by an \
                 `accept`, `transfer` or `avoid` that says why, by whom and until when. Category: {category}."
            ),
        },
        level: level(severity),
        severity: Some(severity),
        message: format!("{} ({} on {})", threat.text, threat.id.value, on.join(", ")),
        span: threat.head,
        related: Vec::new(),
        key: format!("threat {}", threat.id.value),
        suppression,
        fixes: Vec::new(),
    }
}

/// A candidate: open, or dismissed. What a threat answers is found as that threat.
fn candidate(found: &Found<'_>, one: &Candidate) -> Option<Finding> {
    let suppression = match one.answer {
        None => None,
        Some(Answered::Threat(_)) => return None,
        Some(Answered::Dismissal(index)) => Some(found.model.dismissals[index].because.clone()),
        Some(Answered::RuleDismissal(index)) => Some(found.model.rule_dismissals[index].because.clone()),
    };
    let rule = found.rules.get(&one.rule);
    let advice = one.advice.as_ref().map(|advice| format!("\n\n{advice}")).unwrap_or_default();
    let evidence =
        one.evidence.iter().filter_map(|evidence| Some(Label { span: evidence.span?, text: evidence.text.clone() }));
    Some(Finding {
        matter: Matter::Candidate,
        kind: Kind {
            id: format!("{}/{}", one.rule, one.severity.word()),
            name: one.rule.clone(),
            summary: rule.map_or_else(|| one.rule.clone(), |rule| rule.title.clone()),
            help: format!(
                "{}{advice}\n\nAnswer it with a `threat`, a `dismiss {} on …`, or the attribute that it asks for.",
                rule.map(|rule| rule.doc.as_str()).unwrap_or_default(),
                one.rule
            ),
        },
        level: level(one.severity),
        severity: Some(one.severity),
        message: one.text.clone(),
        span: found.model.target_span(one.target),
        related: evidence.collect(),
        key: one.key.clone(),
        suppression,
        fixes: Vec::new(),
    })
}

fn unasked<'a>(found: &'a Found<'_>) -> impl Iterator<Item = Finding> + 'a {
    let finding = |target: Target, category: Category, prompt: Option<&String>| Finding {
        matter: Matter::Unasked,
        kind: Kind {
            id: format!("unasked/{}", category.word()),
            name: format!("unasked-{}", category.word()),
            summary: format!("Nobody has asked about {} here.", category.word()),
            help: "Write a `threat`, a `dismiss` that says why there is none, or the attribute that answers it."
                .to_owned(),
        },
        level: diagnostic::Severity::Note,
        severity: None,
        message: prompt.cloned().unwrap_or_else(|| format!("nobody has asked about {}", category.word())),
        span: found.model.target_span(target),
        related: Vec::new(),
        key: format!("unasked {}@{}", category.word(), found.model.target_key(target)),
        suppression: None,
        fixes: Vec::new(),
    };
    found.coverage.rows.iter().flat_map(move |row| {
        let cells = row.cells.iter().filter(|cell| cell.state == State::Unasked);
        cells.map(move |cell| finding(row.target, cell.category, cell.prompt.as_ref())).collect::<Vec<_>>()
    })
}

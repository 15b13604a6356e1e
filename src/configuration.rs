//! `threatline.toml` to a [`Configuration`]: which checks a whole project hears of, and how it rates what rules find.
//!
//! It refuses to know which checks and rules there are: whoever applies it does.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned as Place;

use crate::diagnostic::{Code, Diagnostic, code};
use crate::model::{LintLevel, Rating};
use crate::source::{FileId, Source, Span, Spanned};

code!(
    BAD_CONFIGURATION,
    "TM0209",
    "bad-configuration",
    Error,
    "a `threatline.toml` that says something that cannot be"
);

/// Every code of this module.
pub(crate) const CODES: &[&Code] = &[&BAD_CONFIGURATION];

/// What a project says once for all of its models.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The checks that it allows, warns of or denies; a model's own header says more than that.
    pub lints: Vec<(LintLevel, Spanned<String>)>,
    /// What it says of rules.
    pub rules: Vec<RuleSetting>,
}

/// What a project says of a rule.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule's identifier.
    pub rule: Spanned<String>,
    /// Why the rule is not asked at all, where it is off.
    pub off: Option<String>,
    /// The likelihood of what it finds, where it is not the rule's own.
    pub likelihood: Option<Rating>,
    /// The impact of what it finds, where it is not the rule's own.
    pub impact: Option<Rating>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Document {
    lints: Lints,
    rules: BTreeMap<Place<String>, Table>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Lints {
    allow: Vec<Place<String>>,
    warn: Vec<Place<String>>,
    deny: Vec<Place<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    off: Option<String>,
    likelihood: Option<Word>,
    impact: Option<Word>,
    because: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Word {
    Low,
    Medium,
    High,
}

impl Word {
    fn rating(self) -> Rating {
        match self {
            Word::Low => Rating::Low,
            Word::Medium => Rating::Medium,
            Word::High => Rating::High,
        }
    }
}

/// Reads a `threatline.toml`. Where it cannot be read, nothing is configured, and the diagnostics say why.
#[must_use]
pub fn read(source: &Source, file: FileId) -> (Configuration, Vec<Diagnostic>) {
    let document: Document = match toml::from_str(source.text()) {
        Ok(document) => document,
        Err(error) => {
            let place = error.span().unwrap_or(0..0);
            let message = error.message().lines().next().unwrap_or("it is not TOML").to_owned();
            let help = "there are the tables `[lints]` with `allow`, `warn` and `deny`, and `[rules.NAME]` with `off`, \
                        `likelihood`, `impact` and `because`";
            let diagnostic = Diagnostic::new(&BAD_CONFIGURATION, Span::new(file, place.start, place.end), message);
            return (Configuration::default(), vec![diagnostic.help(help)]);
        }
    };
    let placed = |word: Place<String>| {
        let span = Span::new(file, word.span().start, word.span().end);
        Spanned { value: word.into_inner(), span }
    };
    let Lints { allow, warn, deny } = document.lints;
    let levels = [(LintLevel::Allow, allow), (LintLevel::Warn, warn), (LintLevel::Deny, deny)];
    let lints = levels.into_iter().flat_map(|(level, names)| names.into_iter().map(move |name| (level, name)));
    let mut diagnostics = Vec::new();
    let mut rules = Vec::new();
    for (name, table) in document.rules {
        let rule = placed(name);
        let says_why = table.off.as_ref().or(table.because.as_ref()).is_some_and(|why| !why.trim().is_empty());
        if !says_why {
            let message = format!("nothing says why the rule `{}` is treated otherwise here", rule.value);
            let help = "give the reason: `off = \"…\"` for a rule that is not to be asked, or `because = \"…\"`";
            diagnostics.push(Diagnostic::new(&BAD_CONFIGURATION, rule.span, message).help(help));
        }
        rules.push(RuleSetting {
            rule,
            off: table.off,
            likelihood: table.likelihood.map(Word::rating),
            impact: table.impact.map(Word::rating),
        });
    }
    (Configuration { lints: lints.map(|(level, name)| (level, placed(name))).collect(), rules }, diagnostics)
}

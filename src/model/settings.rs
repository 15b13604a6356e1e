//! Attributes checked against the vocabulary.

use jiff::civil::Date;

use super::codes::{
    BAD_DATE, MISSING_VALUE, REPEATED_ATTRIBUTE, UNKNOWN_ATTRIBUTE, UNSAFE_LINK, WRONG_TYPE, WRONG_VALUE,
};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, ValueKind};
use crate::syntax::quoted;
use crate::vocabulary::{self, Attribute, Count, Kind, ValueType, Word};

/// The attributes of one declaration, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    entries: Vec<Setting>,
}

#[derive(Clone, Debug)]
struct Setting {
    attribute: &'static Attribute,
    answer: Answer,
    span: Span,
}

/// What an attribute says. An attribute that is absent has not been asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Asked, and nobody knew.
    Unknown,
    /// Asked, and the answer is no.
    None,
    /// These.
    Values(Vec<Value>),
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word of the attribute's set.
    Word(&'static str),
    /// A free word, or a string.
    Text(String),
    /// A day.
    Date(Date),
    /// A whole number.
    Integer(i64),
    /// An identifier, with its place; resolved by whoever builds the declaration.
    Reference(Spanned<String>),
}

impl Value {
    /// As outputs write it.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Value::Word(word) => (*word).to_owned(),
            Value::Text(text) => text.clone(),
            Value::Date(date) => date.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Reference(name) => name.value.clone(),
        }
    }
}

impl Settings {
    /// What the attribute says; [`None`] where it was not asked.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<&Answer> {
        self.entries.iter().find(|setting| setting.attribute.name == name).map(|setting| &setting.answer)
    }

    /// Where the attribute stands.
    #[must_use]
    pub fn span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|setting| setting.attribute.name == name).map(|setting| setting.span)
    }

    /// Every attribute that was written, with what it says.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Attribute, &Answer)> {
        self.entries.iter().map(|setting| (setting.attribute, &setting.answer))
    }

    /// The values of the attribute; empty where it was not asked, or answered with `none` or `unknown`.
    #[must_use]
    pub fn values(&self, name: &str) -> &[Value] {
        match self.answer(name) {
            Some(Answer::Values(values)) => values,
            _ => &[],
        }
    }

    /// The first value as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.values(name).first().map(Value::to_text)
    }

    /// The first value as a day.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<Date> {
        self.values(name).iter().find_map(|value| if let Value::Date(date) = value { Some(*date) } else { None })
    }

    /// The first value as a number.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.values(name).iter().find_map(|value| if let Value::Integer(n) = value { Some(*n) } else { None })
    }

    /// The attributes that stand in both with the same answer.
    pub(super) fn shared(&self, other: &Settings) -> Settings {
        let same = |setting: &&Setting| other.answer(setting.attribute.name) == Some(&setting.answer);
        Settings { entries: self.entries.iter().filter(same).cloned().collect() }
    }

    /// Puts the names by which things are known here in place of those that were written.
    pub(super) fn rename(&mut self, name: &str, references: Vec<Spanned<String>>) {
        if let Some(setting) = self.entries.iter_mut().find(|setting| setting.attribute.name == name)
            && matches!(setting.answer, Answer::Values(_))
        {
            setting.answer = Answer::Values(references.into_iter().map(Value::Reference).collect());
        }
    }

    pub(super) fn word(&self, name: &str) -> Option<&'static str> {
        self.values(name).iter().find_map(|value| if let Value::Word(word) = value { Some(*word) } else { None })
    }
}

/// Reads the attributes that stand in a declaration of this kind.
pub(super) fn read<'a>(
    kind: Kind,
    attributes: impl Iterator<Item = &'a ast::Attribute>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Settings {
    let mut settings = Settings::default();
    let mut meant = Vec::new();
    for written in attributes {
        let Some(attribute) = vocabulary::attribute(kind, &written.key.value) else {
            diagnostics.push(unknown(kind, written));
            let names = vocabulary::attributes_of(kind).map(|attribute| attribute.name);
            let name = did_you_mean(&written.key.value, names);
            meant.extend(name.and_then(|name| vocabulary::attribute(kind, name)).map(|row| (row, written.key.span)));
            continue;
        };
        if let Some(first) = settings.span(attribute.name) {
            diagnostics.push(repeated(attribute, written, first));
            continue;
        }
        // A value that was refused still counts as asked, so that no second message calls it missing.
        let answer = answer(attribute, written, diagnostics).unwrap_or(Answer::Values(Vec::new()));
        settings.entries.push(Setting { attribute, answer, span: written.key.span });
    }
    // Nor is what was only misspelt missing.
    for (attribute, span) in meant {
        if settings.answer(attribute.name).is_none() {
            settings.entries.push(Setting { attribute, answer: Answer::Values(Vec::new()), span });
        }
    }
    settings
}

fn unknown(kind: Kind, written: &ast::Attribute) -> Diagnostic {
    let name = &written.key.value;
    let elsewhere: Vec<&str> = vocabulary::ATTRIBUTES
        .iter()
        .filter(|row| row.name == name)
        .flat_map(|row| row.on.iter().map(|kind| kind.noun()))
        .collect();
    let names = || vocabulary::attributes_of(kind).map(|attribute| attribute.name);
    let span = written.key.span;
    let diagnostic = Diagnostic::new(&UNKNOWN_ATTRIBUTE, span, format!("{} has no attribute `{name}`", kind.noun()));
    let listed = || {
        let names: Vec<_> = names().collect();
        if names.is_empty() {
            return format!("{} has no attributes", kind.noun());
        }
        format!("{} has {}", kind.noun(), names.join(", "))
    };
    if !elsewhere.is_empty() {
        return diagnostic.label("not here").help(format!("`{name}` belongs to {}; {}", listing(&elsewhere), listed()));
    }
    let keyword = did_you_mean(name, Kind::ALL.map(Kind::keyword));
    match keyword.filter(|_| did_you_mean(name, names()).is_none()) {
        Some(keyword) => diagnostic.help(format!("did you mean the declaration `{keyword}`?")),
        None => diagnostic.suggest(name, span, names(), listed),
    }
}

fn listing(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn repeated(attribute: &Attribute, written: &ast::Attribute, first: Span) -> Diagnostic {
    let help = match attribute.count {
        Count::Several => "write all values on one line, with commas between",
        Count::One => "keep one of the two",
    };
    Diagnostic::new(&REPEATED_ATTRIBUTE, written.key.span, format!("`{}` stands here twice", attribute.name))
        .label("again")
        .also(first, "first here")
        .help(help)
}

fn answer(
    attribute: &'static Attribute,
    written: &ast::Attribute,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Answer> {
    let Some(first) = written.values.first() else {
        diagnostics.push(
            Diagnostic::new(&MISSING_VALUE, written.span, format!("`{}` has no value", attribute.name))
                .help(format!("write {}", expected(attribute))),
        );
        return None;
    };
    let glued = written.values.iter().any(|value| next_attribute(&value.kind).is_some());
    if let Some(extra) = written.values.get(1).filter(|_| attribute.count == Count::One && !glued) {
        diagnostics.push(
            Diagnostic::new(&WRONG_TYPE, extra.span, format!("`{}` takes one value", attribute.name)).help(
                if attribute.name == "owner" { "name one person".to_owned() } else { "keep one of them".to_owned() },
            ),
        );
    }
    if let (ValueKind::Word(word), true) = (&first.kind, attribute.answerable) {
        let special = match word.as_str() {
            "none" => Some(Answer::None),
            "unknown" => Some(Answer::Unknown),
            _ => None,
        };
        if let Some(special) = special {
            if let Some(extra) = written.values.get(1) {
                let message = format!("`{word}` stands alone, but `{}` says more", attribute.name);
                diagnostics.push(
                    Diagnostic::new(&WRONG_VALUE, extra.span, message)
                        .help(format!("keep `{word}` or the values, not both")),
                );
            }
            return Some(special);
        }
    }
    let values: Vec<Value> = written.values.iter().filter_map(|v| value(attribute, v, diagnostics)).collect();
    (!values.is_empty()).then_some(Answer::Values(values))
}

fn value(attribute: &'static Attribute, written: &ast::Value, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let result = match (attribute.value, &written.kind) {
        (ValueType::Words(words), ValueKind::Word(word)) => {
            known(words, word).ok_or_else(|| wrong(attribute, written, words, word))
        }
        (ValueType::OpenWords(words), ValueKind::Word(word)) => {
            known(words, word).ok_or_else(|| custom(attribute, written, words, word))
        }
        (ValueType::OpenWords(words), ValueKind::Text(text)) => {
            Ok(known(words, text).unwrap_or(Value::Text(text.clone())))
        }
        (ValueType::Names, ValueKind::Word(text) | ValueKind::Text(text))
        | (ValueType::Text, ValueKind::Text(text)) => Ok(Value::Text(text.clone())),
        (ValueType::Link, ValueKind::Text(text)) => link(written.span, text),
        (ValueType::Date, ValueKind::Date(text)) => date(written.span, text),
        (ValueType::Date, ValueKind::Text(text)) if text.parse::<Date>().is_ok() => {
            Err(unquoted_date(attribute, written.span, text))
        }
        (ValueType::Date, ValueKind::Other(text) | ValueKind::Text(text)) => Err(bad_date(written.span, text)),
        (ValueType::Integer(low, high), ValueKind::Integer(number)) => integer(attribute, written, *number, low, high),
        (ValueType::Reduction, ValueKind::Other(text)) if is_reduction(text) => Ok(Value::Text(text.clone())),
        (ValueType::References(_) | ValueType::Identifier, ValueKind::Word(word)) => {
            Ok(Value::Reference(Spanned { value: word.clone(), span: written.span }))
        }
        (_, kind) => Err(mistyped(attribute, written.span, kind)),
    };
    result.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()
}

/// Whether a text is `likelihood to low` or the like.
fn is_reduction(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    matches!(words.as_slice(), ["likelihood" | "impact", "to", "low" | "medium" | "high"])
}

fn known(words: &'static [Word], word: &str) -> Option<Value> {
    words.iter().find(|known| known.name == word).map(|known| Value::Word(known.name))
}

fn wrong(attribute: &Attribute, written: &ast::Value, words: &'static [Word], word: &str) -> Diagnostic {
    let message = format!("`{word}` is not a value of `{}`", attribute.name);
    Diagnostic::new(&WRONG_VALUE, written.span, message).suggest(
        word,
        written.span,
        candidates(attribute, words),
        || format!("write {}", expected(attribute)),
    )
}

fn custom(attribute: &Attribute, written: &ast::Value, words: &'static [Word], word: &str) -> Diagnostic {
    let message = format!("`{word}` is not a documented value of `{}`", attribute.name);
    let diagnostic = Diagnostic::new(&WRONG_VALUE, written.span, message);
    let close = did_you_mean(word, candidates(attribute, words)).is_some();
    let diagnostic = diagnostic.suggest(word, written.span, candidates(attribute, words), || {
        format!("put a value of your own in quotes, or write {}", expected(attribute))
    });
    if close { diagnostic } else { diagnostic.likely_fix("Put it in quotes", written.span, format!("\"{word}\"")) }
}

fn candidates(attribute: &Attribute, words: &'static [Word]) -> impl Iterator<Item = &'static str> {
    let answers: &[&str] = if attribute.answerable { &["none", "unknown"] } else { &[] };
    words.iter().map(|word| word.name).chain(answers.iter().copied())
}

fn link(span: Span, text: &str) -> Result<Value, Diagnostic> {
    if is_safe_link(text) {
        return Ok(Value::Text(text.to_owned()));
    }
    Err(Diagnostic::new(&UNSAFE_LINK, span, "this link is neither http, https, mailto nor relative")
        .help("readers click links in diagrams and reports, so only these kinds are let through"))
}

/// Whether a link may stand in an output: http, https, mailto, or relative to where the output stands.
fn is_safe_link(text: &str) -> bool {
    if text.is_empty()
        || text.chars().any(|c| c.is_control() || c.is_whitespace())
        || text.starts_with("//")
        || text.contains('\\')
    {
        return false;
    }
    match text.find(':') {
        Some(colon) if !text[..colon].contains(['/', '?', '#']) => {
            matches!(text[..colon].to_ascii_lowercase().as_str(), "http" | "https" | "mailto")
        }
        _ => true,
    }
}

fn date(span: Span, text: &str) -> Result<Value, Diagnostic> {
    text.parse::<Date>()
        .ok()
        .filter(|date| date.to_string() == text)
        .map(Value::Date)
        .ok_or_else(|| bad_date(span, text))
}

fn bad_date(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_DATE, span, format!("`{text}` is not a date")).help("write year, month and day: `2026-11-02`")
}

fn unquoted_date(attribute: &Attribute, span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(&WRONG_TYPE, span, format!("`{}` takes a date, not a text", attribute.name))
        .help("take away the quotes")
        .fix("Remove the quotes", span, text)
}

fn integer(
    attribute: &Attribute,
    written: &ast::Value,
    number: Option<i64>,
    low: i64,
    high: i64,
) -> Result<Value, Diagnostic> {
    number.filter(|number| (low..=high).contains(number)).map(Value::Integer).ok_or_else(|| {
        let message = format!("`{}` goes from {low} to {high}", attribute.name);
        Diagnostic::new(&WRONG_VALUE, written.span, message).help(format!("write {}", expected(attribute)))
    })
}

/// The attribute that begins inside a value, where a `,` or nothing stands for the `;` between two.
fn next_attribute(kind: &ValueKind) -> Option<&str> {
    let ValueKind::Other(text) = kind else { return None };
    let before = text.split_once(':')?.0.trim_end();
    before.split_whitespace().last().filter(|word| vocabulary::is_attribute_name(word))
}

fn mistyped(attribute: &Attribute, span: Span, kind: &ValueKind) -> Diagnostic {
    if let Some(next) = next_attribute(kind) {
        let message = format!("the attribute `{next}` begins inside the value of `{}`", attribute.name);
        return Diagnostic::new(&WRONG_VALUE, span, message)
            .help(format!("end `{}` with `;` before `{next}`", attribute.name));
    }
    let found = match kind {
        ValueKind::Text(_) => "a text".to_owned(),
        ValueKind::Date(_) => "a date".to_owned(),
        ValueKind::Integer(_) => "a number".to_owned(),
        ValueKind::Word(word) => format!("the word `{word}`"),
        ValueKind::Other(text) => format!("`{text}`"),
    };
    let code = if matches!(kind, ValueKind::Other(_)) { &WRONG_VALUE } else { &WRONG_TYPE };
    let diagnostic =
        Diagnostic::new(code, span, format!("`{}` takes {}, not {found}", attribute.name, type_noun(attribute)))
            .help(format!("write {}", expected(attribute)));
    match (attribute.value, kind) {
        (
            ValueType::Text | ValueType::Names | ValueType::OpenWords(_) | ValueType::Link,
            ValueKind::Word(text) | ValueKind::Other(text) | ValueKind::Date(text),
        ) => diagnostic.fix("Put it in quotes", span, quoted(text)),
        (ValueType::Words(words), ValueKind::Text(text)) if known(words, text).is_some() => {
            diagnostic.fix("Remove the quotes", span, text.clone())
        }
        (ValueType::References(_) | ValueType::Identifier, ValueKind::Text(text)) => {
            diagnostic.likely_fix("Remove the quotes", span, text.clone())
        }
        _ => diagnostic,
    }
}

fn type_noun(attribute: &Attribute) -> &'static str {
    match attribute.value {
        ValueType::Words(_) => "a word of its set",
        ValueType::OpenWords(_) | ValueType::Names => "words or texts in quotes",
        ValueType::Text => "a text in quotes",
        ValueType::Link => "a link in quotes",
        ValueType::Date => "a date",
        ValueType::Integer(..) => "a whole number",
        ValueType::References(_) | ValueType::Identifier => "an identifier",
        ValueType::Reduction => "what is reduced",
    }
}

/// What may be written, with the attribute's own words: "`low`, `medium` or `high`".
fn expected(attribute: &Attribute) -> String {
    match attribute.value {
        ValueType::Words(words) | ValueType::OpenWords(words) => {
            let words: Vec<String> = candidates(attribute, words).map(|word| format!("`{word}`")).collect();
            match words.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
                _ => words.concat(),
            }
        }
        ValueType::Names => {
            "words with commas between; put anything else than letters, digits and hyphens in quotes".to_owned()
        }
        ValueType::Text => "a text in quotes".to_owned(),
        ValueType::Link => "a link in quotes: http, https, mailto or relative".to_owned(),
        ValueType::Date => "a date such as `2026-11-02`".to_owned(),
        ValueType::Integer(low, high) => format!("a whole number from {low} to {high}"),
        ValueType::References([kind]) => format!("identifiers of `{}` declarations", kind.keyword()),
        ValueType::References(_) => "identifiers; a flow has one where it is written `flow ID: FROM -> TO`".to_owned(),
        ValueType::Identifier if attribute.name == "was" => "the identifier that it had before".to_owned(),
        ValueType::Identifier if attribute.name == "answers" => "names of rules".to_owned(),
        ValueType::Identifier if attribute.name == "threat" => "threat categories".to_owned(),
        ValueType::Identifier => "names of checks, such as `unused-data`".to_owned(),
        ValueType::Reduction => "`likelihood to low`, `impact to medium` or the like".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe_link;

    #[test]
    fn links_are_confined() {
        for (link, safe) in [
            ("https://example.com/a?b=c:d", true),
            ("mailto:a@example.com", true),
            ("docs/adr-7.md", true),
            ("#section", true),
            ("javascript:alert(1)", false),
            ("JaVaScript:alert(1)", false),
            ("java\tscript:alert(1)", false),
            ("data:text/html,x", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_safe_link(link), safe, "{link}");
        }
    }
}

//! What is wrong with a statement that does not parse, and what it surely meant.
//!
//! The head is read again with the rule of its first word; the furthest failure is the exact place. Where only one
//! word or sign was wrong (`proces web`, `impact high`), the statement goes on as if it had been right, so that
//! nothing else is reported for the same slip.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::ast::{Attribute, Body, Broken, Declaration, Head, Name, Statement};
use super::codes::{MISSING_COLON, MISSPELT_KEYWORD, SYNTAX_ERROR};
use super::lower::{Grammar, Lowering, Rule};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Span, Spanned};
use crate::vocabulary::{Kind, is_attribute_name};

/// Reports the statement whose head is `head`, beginning at byte `start` of the text being read.
pub(super) fn statement(
    lowering: &mut Lowering,
    head: &str,
    start: usize,
    body: Option<Body>,
    span: Span,
) -> Statement {
    let piece = Piece { head: head.trim_end(), start };
    let word = piece.first_word();
    let recovered = match Kind::from_keyword(word) {
        Some(kind) => piece.wrong_declaration(lowering, kind),
        None if matches!(word, "when" | "unless") && piece.is_attribute(word) => piece.wrong_condition(lowering),
        None => piece.no_keyword(lowering, word),
    };
    match recovered {
        Some(Statement::Declaration(mut declaration)) => {
            declaration.body = declaration.body.or(body);
            declaration.span = declaration.span.to(span);
            Statement::Declaration(declaration)
        }
        Some(attribute @ (Statement::Attribute(_) | Statement::Condition(_))) => attribute,
        Some(Statement::Broken(_)) | None => Statement::Broken(Broken { span, body }),
    }
}

struct Piece<'a> {
    head: &'a str,
    start: usize,
}

impl Piece<'_> {
    fn first_word(&self) -> &str {
        let end = self.head.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(self.head.len());
        &self.head[..end]
    }

    fn span(&self, lowering: &Lowering, from: usize, to: usize) -> Span {
        lowering.span_at(self.start + from, self.start + to)
    }

    /// Begins with a keyword and goes wrong later.
    fn wrong_declaration(&self, lowering: &mut Lowering, kind: Kind) -> Option<Statement> {
        let error = Grammar::parse(rule_of(kind), self.head).err();
        let at = error.as_ref().map_or(self.head.len(), |error| match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        });
        let expected = error.map(|error| expectations(&error)).unwrap_or_default();
        let found = token_at(&self.head[at..]);
        let place = self.span(lowering, at, at + found.len().max(1));
        let place = if found.is_empty() { self.span(lowering, self.head.len() - 1, self.head.len()) } else { place };
        let message = match (found, expected.as_str()) {
            ("", "") => format!("this `{}` is not complete", kind.keyword()),
            ("", expected) => format!("this `{}` ends too early: expected {expected}", kind.keyword()),
            (found, "") => format!("`{found}` makes no sense here"),
            (found, expected) => format!("expected {expected}, found `{found}`"),
        };
        let stray_colon = (found == ":").then(|| format!("take away the `:`; write `{}`", kind.form()));
        let help = odd_character(found).or(stray_colon).unwrap_or_else(|| format!("write `{}`", kind.form()));
        let mut diagnostic = Diagnostic::new(&SYNTAX_ERROR, place, message).help(help);
        if let Some(gap) = self.missing_colon_after_id(kind, at) {
            let gap = self.span(lowering, gap, gap);
            diagnostic = diagnostic.fix("Add the `:`", gap, ":");
        }
        lowering.diagnostics.push(diagnostic);
        self.partial(lowering, kind, at)
    }

    fn is_attribute(&self, word: &str) -> bool {
        self.head[word.len()..].trim_start().starts_with(':')
    }

    /// A condition that goes wrong somewhere.
    fn wrong_condition(&self, lowering: &mut Lowering) -> Option<Statement> {
        let error = Grammar::parse(Rule::condition_only, self.head).err()?;
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = expectations(&error);
        let found = token_at(&self.head[at..]);
        let end = self.head.len();
        let place = if found.is_empty() {
            self.span(lowering, end - 1, end)
        } else {
            self.span(lowering, at, at + found.len())
        };
        let message = match (found, expected.as_str()) {
            ("", "") => "this condition is not complete".to_owned(),
            ("", expected) => format!("this condition ends too early: expected {expected}"),
            (found, "") => format!("`{found}` makes no sense in a condition"),
            (found, expected) => format!("expected {expected}, found `{found}`"),
        };
        let help = match found {
            "&&" | "&" => "write `and`".to_owned(),
            "||" | "|" => "write `or`".to_owned(),
            "!" => "write `not`".to_owned(),
            "not" => "write `not` once, or put the second one in parentheses".to_owned(),
            found => odd_character(found).unwrap_or_else(|| {
                "conditions are tests such as `authn in (none, unknown)` or `crosses-boundary`, joined by `and`, `or`, `not`"
                    .to_owned()
            }),
        };
        lowering.diagnostics.push(Diagnostic::new(&SYNTAX_ERROR, place, message).help(help));
        None
    }

    /// `threat idor elevation-of-privilege …`: where the colon belongs.
    fn missing_colon_after_id(&self, kind: Kind, at: usize) -> Option<usize> {
        let before = self.head[..at].trim_end();
        let words = before.split_whitespace().count();
        let word_follows = self.head[at..].starts_with(|c: char| c.is_ascii_alphabetic());
        (kind == Kind::Threat && words == 2 && word_follows).then_some(before.len())
    }

    /// What could be read before the mistake: enough to know the name, so that nobody misses it.
    fn partial(&self, lowering: &mut Lowering, kind: Kind, at: usize) -> Option<Statement> {
        if kind == Kind::Threat
            && let Some(gap) = self.missing_colon_after_id(kind, at)
        {
            return self.parsed_as(lowering, kind, &self.head[..gap], ":", &self.head[gap..]);
        }
        let named =
            matches!(kind, Kind::Data | Kind::Entity | Kind::Process | Kind::Store | Kind::Boundary | Kind::Mitigation);
        if !named {
            return None;
        }
        let after = self.head[kind.keyword().len()..].trim_start();
        let offset = self.head.len() - after.len();
        let length = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(after.len());
        let id = &after[..length];
        let followed_by_word = after[length..].trim_start().starts_with(|c: char| c.is_alphanumeric());
        let two_statements = after[length..].split_whitespace().any(|word| Kind::from_keyword(word).is_some());
        if id.is_empty() || followed_by_word || two_statements {
            return None; // nobody knows what it is called
        }
        let span = self.span(lowering, 0, self.head.len());
        Some(Statement::Declaration(Box::new(Declaration {
            kind,
            span,
            keyword: self.span(lowering, 0, kind.keyword().len()),
            head_span: span,
            doc: String::new(),
            id: Some(Name { value: id.to_owned(), span: self.span(lowering, offset, offset + length) }),
            head: Head::Plain,
            label: None,
            body: None,
        })))
    }

    /// Begins with something that is not a keyword.
    fn no_keyword(&self, lowering: &mut Lowering, word: &str) -> Option<Statement> {
        let rest = self.head[word.len()..].trim_start();
        let span = self.span(lowering, 0, word.len().max(first_char_len(self.head)));
        if let Some(kind) = glued_keyword(word) {
            let keyword = kind.keyword();
            let gap = self.span(lowering, keyword.len(), keyword.len());
            lowering.diagnostics.push(
                Diagnostic::new(&MISSPELT_KEYWORD, span, format!("`{word}` is not a keyword"))
                    .help(format!("put a space after `{keyword}`"))
                    .fix("Add the space", gap, " "),
            );
            return self.parsed_as(lowering, kind, keyword, " ", &self.head[keyword.len()..]);
        }
        if rest.starts_with(':') && !word.is_empty() {
            return self.wrong_value(lowering, word);
        }
        if rest.starts_with('=') && !word.is_empty() {
            let sign = self.head.len() - rest.len();
            let sign_span = self.span(lowering, sign, sign + 1);
            lowering.diagnostics.push(
                Diagnostic::new(&MISSING_COLON, sign_span, format!("`{word}` takes a `:`, not a `=`"))
                    .help(format!("write `{word}: …`"))
                    .fix("Write `:`", sign_span, ":"),
            );
            return self.attribute_from(lowering, word, sign + 1);
        }
        if is_attribute_name(word) {
            let gap = self.span(lowering, word.len(), word.len());
            lowering.diagnostics.push(
                Diagnostic::new(&MISSING_COLON, span, format!("`{word}` has no `:` after it"))
                    .help(format!("write `{word}: …`"))
                    .fix("Add the `:`", gap, ":"),
            );
            return self.attribute_from(lowering, word, word.len());
        }
        if let Some(kind) = meant_keyword(word)
            && !rest.starts_with("->")
            && !rest.starts_with("<->")
        {
            lowering.diagnostics.push(
                Diagnostic::new(&MISSPELT_KEYWORD, span, format!("`{word}` is not a keyword"))
                    .help(format!("did you mean `{}`?", kind.keyword()))
                    .likely_fix(format!("Write `{}`", kind.keyword()), span, kind.keyword()),
            );
            return self.parsed_as(lowering, kind, "", kind.keyword(), &self.head[word.len()..]);
        }
        if self.head.contains("->") && !word.is_empty() {
            let gap = self.span(lowering, 0, 0);
            lowering.diagnostics.push(
                Diagnostic::new(&MISSPELT_KEYWORD, span, "a flow begins with the keyword `flow`")
                    .help(format!("write `flow {}`", first_line(self.head)))
                    .fix("Add `flow`", gap, "flow "),
            );
            return self.parsed_as(lowering, Kind::Flow, "", "flow ", self.head);
        }
        lowering.diagnostics.push(stranger(self.head, word, span));
        None
    }

    /// An attribute whose value does not end where it should.
    fn wrong_value(&self, lowering: &mut Lowering, word: &str) -> Option<Statement> {
        let colon = self.head.find(':').unwrap_or(word.len());
        if let Some(ends) = self.head[colon + 1..].find("->")
            && Kind::from_keyword(word).is_none()
            && !self.head[colon..colon + ends].contains('"')
        {
            let gap = self.span(lowering, 0, 0);
            lowering.diagnostics.push(
                Diagnostic::new(
                    &MISSPELT_KEYWORD,
                    self.span(lowering, 0, word.len()),
                    "a flow begins with the keyword `flow`",
                )
                .help(format!("write `flow {}`", first_line(self.head)))
                .fix("Add `flow`", gap, "flow "),
            );
            return self.parsed_as(lowering, Kind::Flow, "", "flow ", self.head);
        }
        let values = &self.head[colon + 1..];
        let at = match Grammar::parse(Rule::values_only, values) {
            Ok(_) => 0,
            Err(error) => match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            },
        };
        let skipped = values[at..].len() - values[at..].trim_start().len();
        let at = colon + 1 + at + skipped;
        let found = token_at(&self.head[at..]);
        let place = self.span(lowering, at, at + found.len().max(1));
        let message = match found {
            "" => format!("the value of `{word}` is not complete"),
            found => format!("`{found}` makes no sense after the value of `{word}`"),
        };
        lowering.diagnostics.push(
            Diagnostic::new(&SYNTAX_ERROR, place, message)
                .help("part values with commas, put text in quotes, and end the line after the last value"),
        );
        self.attribute_up_to(lowering, word, colon + 1, at)
    }

    fn attribute_from(&self, lowering: &mut Lowering, word: &str, from: usize) -> Option<Statement> {
        self.attribute_up_to(lowering, word, from, self.head.len())
    }

    fn attribute_up_to(&self, lowering: &mut Lowering, word: &str, from: usize, to: usize) -> Option<Statement> {
        let pairs = Grammar::parse(Rule::values_only, self.head.get(from..to)?).ok()?;
        let outer = lowering.shift;
        lowering.shift += (self.start + from).cast_signed();
        let values = pairs
            .flat_map(pest::iterators::Pair::into_inner)
            .find(|pair| pair.as_rule() == Rule::values)
            .map(|pair| lowering.values(pair));
        lowering.shift = outer;
        let key = Spanned { value: word.to_owned(), span: self.span(lowering, 0, word.len()) };
        let span = self.span(lowering, 0, self.head.len());
        Some(Statement::Attribute(Attribute { span, key, values: values? }))
    }

    /// Reads `before` + `inserted` + `after` as a declaration, where `before` and `after` stand in the file and
    /// `inserted` takes the place of whatever stands between them.
    fn parsed_as(
        &self,
        lowering: &mut Lowering,
        kind: Kind,
        before: &str,
        inserted: &str,
        after: &str,
    ) -> Option<Statement> {
        let text = format!("{before}{inserted}{after}");
        let pair = Grammar::parse(rule_of(kind), &text).ok()?.next()?;
        if pair.as_str().trim_end().len() < text.trim_end().len() {
            return None;
        }
        let outer = lowering.shift;
        let dropped = self.head.len() - before.len() - after.len();
        lowering.shift += self.start.cast_signed() + dropped.cast_signed() - inserted.len().cast_signed();
        let mut declaration = lowering.declaration(pair);
        lowering.shift = outer;
        declaration.span = self.span(lowering, 0, self.head.len());
        declaration.keyword = self.span(lowering, 0, self.first_word().len());
        declaration.head_span = declaration.keyword.to(declaration.head_span);
        Some(Statement::Declaration(Box::new(declaration)))
    }
}

/// The keyword that a word begins with, where the space after it was forgotten.
fn glued_keyword(word: &str) -> Option<Kind> {
    let glued = |kind: &Kind| {
        let rest = word.strip_prefix(kind.keyword());
        rest.is_some_and(|rest| rest.len() > 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    Kind::ALL.into_iter().find(glued).filter(|_| meant_keyword(word).is_none())
}

/// The keyword that a word surely meant: a typo of it, or what other tools call it.
fn meant_keyword(word: &str) -> Option<Kind> {
    if let Some(keyword) = did_you_mean(word, Kind::ALL.map(Kind::keyword)) {
        return Kind::from_keyword(keyword);
    }
    Some(match word.to_ascii_lowercase().as_str() {
        "actor" | "external" | "external-entity" | "external_entity" | "person" | "user" => Kind::Entity,
        "app" | "application" | "component" | "function" | "lambda" | "server" | "service" => Kind::Process,
        "bucket" | "cache" | "database" | "datastore" | "data-store" | "queue" | "table" => Kind::Store,
        "cluster" | "group" | "subgraph" | "trust-boundary" | "trustboundary" | "zone" => Kind::Boundary,
        "connection" | "data-flow" | "dataflow" | "edge" => Kind::Flow,
        "asset" => Kind::Data,
        "finding" | "risk" => Kind::Threat,
        "control" | "countermeasure" => Kind::Mitigation,
        "system" | "threatmodel" | "title" => Kind::Model,
        _ => return None,
    })
}

/// What to do about a character that people do not see, or take for another.
fn odd_character(found: &str) -> Option<String> {
    let first = found.chars().next()?;
    match first {
        '“' | '”' | '„' | '‘' | '’' | '\'' => {
            Some("write texts in straight double quotes: `\"…\"`".to_owned())
        }
        c if c.is_alphabetic() && !c.is_ascii() => Some(
            "identifiers are made of the letters a to z, digits, `_` and `-`; other letters belong into the label"
                .to_owned(),
        ),
        c if !c.is_ascii() || c.is_control() => Some(format!("remove the character U+{:04X}", u32::from(c))),
        _ => None,
    }
}

fn stranger(head: &str, word: &str, span: Span) -> Diagnostic {
    if head.starts_with('#') || head.starts_with("/*") {
        return Diagnostic::new(&MISSPELT_KEYWORD, span, "comments begin with `//`").help("write `//` instead");
    }
    if let Some(help) = odd_character(head) {
        return Diagnostic::new(&MISSPELT_KEYWORD, span, format!("`{}` begins no statement", token_at(head)))
            .help(help);
    }
    let (message, help) = if head.starts_with('"') {
        ("a text stands here, but no declaration that it belongs to".to_owned(), String::new())
    } else if word.is_empty() {
        (format!("`{}` begins no statement", token_at(head)), String::new())
    } else {
        (
            format!("`{word}` is not a keyword"),
            "statements begin with a keyword such as `process`, `flow` or `threat`, or are `attribute: value`"
                .to_owned(),
        )
    };
    let help = if help.is_empty() { "remove it, or write a declaration before it".to_owned() } else { help };
    Diagnostic::new(&MISSPELT_KEYWORD, span, message).help(help)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

fn first_char_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// The first token of a text, for messages.
fn token_at(text: &str) -> &str {
    let text = text.trim_end();
    let Some(first) = text.chars().next() else { return "" };
    if first == '"' {
        let end = text[1..].find('"').map_or(text.len(), |end| end + 2);
        return &text[..end];
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '.';
    if is_word(first) {
        return &text[..text.find(|c: char| !is_word(c)).unwrap_or(text.len())];
    }
    &text[..first.len_utf8()]
}

/// What the grammar would have taken at the furthest place, in the language's words.
fn expectations(error: &pest::error::Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return String::new() };
    let mut words: Vec<&str> = Vec::new();
    for word in positives.iter().map(|positive| expectation(*positive)) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    if positives.contains(&Rule::body) {
        // A statement may go on with a body, or be over.
        words.retain(|word| *word != "`{`");
        words.extend(["`{`", "the end of the line"]);
    }
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

fn expectation(positive: Rule) -> &'static str {
    match positive {
        Rule::ident | Rule::path | Rule::target => "an identifier",
        Rule::ends => "two ends with an arrow between",
        Rule::arrow => "an arrow",
        Rule::label | Rule::string | Rule::text_block => "a text in quotes",
        Rule::targets | Rule::kw_on => "`on`",
        Rule::kw_as => "`as`",
        Rule::colon => "`:`",
        Rule::body | Rule::rule_body => "`{`",
        Rule::condition_key => "`when` or `unless`",
        Rule::kw_and | Rule::kw_or => "`and` or `or`",
        Rule::group | Rule::call | Rule::comparison | Rule::expression => "a test",
        Rule::argument | Rule::term | Rule::operand => "a value",
        Rule::operator | Rule::sign => "a comparison",
        Rule::categories => "a category",
        _ => "",
    }
}

fn rule_of(kind: Kind) -> Rule {
    match kind {
        Kind::Model => Rule::model,
        Kind::Data => Rule::data,
        Kind::Entity => Rule::entity,
        Kind::Process => Rule::process,
        Kind::Store => Rule::store,
        Kind::Boundary => Rule::boundary,
        Kind::Flow => Rule::flow,
        Kind::Threat => Rule::threat,
        Kind::Mitigation => Rule::mitigation,
        Kind::Accept => Rule::accept,
        Kind::Transfer => Rule::transfer,
        Kind::Avoid => Rule::avoid,
        Kind::Dismiss => Rule::dismiss,
        Kind::Assume => Rule::assume,
        Kind::Question => Rule::question,
        Kind::Park => Rule::park,
        Kind::Import => Rule::import,
        Kind::View => Rule::view,
        Kind::Rule => Rule::rule,
        Kind::Adjust => Rule::adjust,
    }
}

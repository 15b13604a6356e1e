//! Pairs to syntax tree. With `recover`, the only file that names pest's `Rule` and `Pair`.

use pest::Parser;
use pest::iterators::Pair;

use super::ast::{
    Arrow, Attribute, Body, Broken, Comment, Declaration, Ends, Head, Name, Statement, Target, Text, Value, ValueKind,
};
use super::codes::{BAD_ESCAPE, DANGLING_DOC_COMMENT, SYNTAX_ERROR, WRONG_ARROW};
use super::{recover, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span, Spanned};
use crate::vocabulary::Kind;

/// The parser that pest makes of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/tm.pest"]
pub(super) struct Grammar;

/// Reads a balanced piece of a text, which begins at byte `start` of it and holds these comments.
pub(super) fn lower(
    source: &Source,
    balanced: &str,
    start: usize,
    comments: &[Comment],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement> {
    let described = vec![false; comments.len()];
    let mut lowering = Lowering { source, comments, described, shift: start.cast_signed(), diagnostics };
    let statements = match Grammar::parse(Rule::file, balanced) {
        Ok(mut pairs) => pairs.next().map(|file| lowering.statements(file)).unwrap_or_default(),
        Err(error) => {
            lowering.unreadable(&error);
            Vec::new()
        }
    };
    lowering.dangling_doc_comments();
    statements
}

pub(super) struct Lowering<'a> {
    pub source: &'a Source,
    comments: &'a [Comment],
    /// Which doc comments found their declaration.
    described: Vec<bool>,
    /// What to add to an offset of the text being read to get an offset of the file.
    pub shift: isize,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lowering<'_> {
    pub(super) fn span(&self, pair: &Pair<Rule>) -> Span {
        self.span_at(pair.as_span().start(), pair.as_span().end())
    }

    /// A span of the file from offsets of the text being read; never past the file's end.
    pub(super) fn span_at(&self, start: usize, end: usize) -> Span {
        let place = |offset: usize| offset.saturating_add_signed(self.shift).min(self.source.text().len());
        Span::new(self.source.id(), place(start), place(end))
    }

    pub(super) fn statements(&mut self, parent: Pair<Rule>) -> Vec<Statement> {
        parent.into_inner().filter(|pair| pair.as_rule() != Rule::EOI).map(|pair| self.statement(pair)).collect()
    }

    fn statement(&mut self, pair: Pair<Rule>) -> Statement {
        match pair.as_rule() {
            Rule::attribute => Statement::Attribute(self.attribute(pair)),
            Rule::condition => Statement::Condition(self.condition(pair)),
            Rule::broken => self.broken(pair),
            _ => Statement::Declaration(Box::new(self.declaration(pair))),
        }
    }

    fn broken(&mut self, pair: Pair<Rule>) -> Statement {
        let span = trimmed(self.source, self.span(&pair));
        let doc = self.doc_before(span);
        let mut head = None;
        let mut body = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::body => body = Some(self.body(part)),
                _ => head = Some((part.as_str().to_owned(), part.as_span().start())),
            }
        }
        if let Some((text, start)) = head {
            let mut statement = recover::statement(self, &text, start, body, span);
            if let Statement::Declaration(declaration) = &mut statement {
                declaration.doc = doc;
            }
            return statement;
        }
        let open = Span { end: span.start + 1, ..span };
        self.diagnostics.push(
            Diagnostic::new(&SYNTAX_ERROR, open, "a block begins here, but nothing says what it is")
                .help("write a declaration before the `{`, on the same line"),
        );
        Statement::Broken(Broken { span, body })
    }

    /// Reads a declaration. Its kind is its rule's first keyword.
    pub(super) fn declaration(&mut self, pair: Pair<Rule>) -> Declaration {
        let span = trimmed(self.source, self.span(&pair));
        let doc = self.doc_before(span);
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.part(part, &mut parts);
        }
        let (keyword, kind) = parts.keyword.unwrap_or((span, Kind::Model));
        let head_end = parts.head_end.unwrap_or(keyword);
        // The grammar's rule takes in a comment behind the statement; the statement ends before it.
        let body_end = parts.body.as_ref().map_or(head_end, |body| body.span);
        let span = keyword.to(head_end).to(body_end);
        let head = match kind {
            Kind::Flow => parts.ends.map_or(Head::Plain, Head::Flow),
            Kind::Threat | Kind::Dismiss | Kind::Adjust | Kind::Assume | Kind::Question => {
                Head::On { categories: parts.categories, targets: parts.targets }
            }
            Kind::Import => parts.import.map_or(Head::Plain, Head::Import),
            Kind::Rule => Head::Rule(parts.categories),
            _ => Head::Plain,
        };
        Declaration {
            kind,
            span,
            keyword,
            head_span: keyword.to(head_end),
            doc,
            id: parts.id,
            head,
            label: parts.label,
            body: parts.body,
        }
    }

    fn part(&mut self, part: Pair<Rule>, parts: &mut Parts) {
        let span = self.span(&part);
        match part.as_rule() {
            Rule::body | Rule::rule_body => {
                parts.body = Some(self.body(part));
                return;
            }
            Rule::EOI => return,
            Rule::ident => parts.id = Some(self.name(&part)),
            Rule::label => {
                let text = part.into_inner().next().map(|literal| self.text(&literal));
                parts.head_end = text.as_ref().map(|text| text.span);
                parts.label = text;
                return;
            }
            Rule::string => parts.import = Some(self.text(&part)),
            Rule::ends => parts.ends = Some(self.ends(part)),
            Rule::categories => parts.categories = part.into_inner().map(|name| self.name(&name)).collect(),
            Rule::targets => {
                let targets = part.into_inner().filter(|inner| inner.as_rule() == Rule::target);
                parts.targets = targets.map(|target| self.target(target)).collect();
            }
            Rule::kw_on | Rule::kw_as => {}
            _ => {
                if let Some(kind) = Kind::from_keyword(part.as_str()) {
                    parts.keyword = Some((span, kind));
                }
            }
        }
        parts.head_end = Some(trimmed(self.source, span));
    }

    fn body(&mut self, pair: Pair<Rule>) -> Body {
        Body { span: self.span(&pair), statements: self.statements(pair) }
    }

    pub(super) fn name(&self, pair: &Pair<Rule>) -> Name {
        Spanned { value: pair.as_str().to_owned(), span: self.span(pair) }
    }

    fn target(&mut self, pair: Pair<Rule>) -> Target {
        match pair.into_inner().next() {
            Some(inner) if inner.as_rule() == Rule::ends => Target::Between(self.ends(inner)),
            Some(inner) => Target::Named(self.name(&inner)),
            None => Target::Named(Spanned { value: String::new(), span: Span::default() }),
        }
    }

    fn ends(&mut self, pair: Pair<Rule>) -> Ends {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let mut next = || inner.next().map(|part| (part.as_str().to_owned(), self.span(&part)));
        let missing = || (String::new(), span);
        let (from, arrow, to) =
            (next().unwrap_or_else(missing), next().unwrap_or_else(missing), next().unwrap_or_else(missing));
        let name = |(value, span): (String, Span)| Name { value, span };
        let (arrow_text, arrow_span) = arrow;
        let (mut from, mut to) = (name(from), name(to));
        let arrow = match arrow_text.as_str() {
            "->" => Arrow::Forward,
            "<->" => Arrow::Both,
            other => {
                self.wrong_arrow(other, arrow_span, &from, &to);
                match points(other) {
                    Points::Back => {
                        std::mem::swap(&mut from, &mut to);
                        Arrow::Forward
                    }
                    Points::Forward => Arrow::Forward,
                    Points::Both => Arrow::Both,
                }
            }
        };
        Ends { from, arrow: Spanned { value: arrow, span: arrow_span }, to }
    }

    fn wrong_arrow(&mut self, arrow: &str, span: Span, from: &Name, to: &Name) {
        let diagnostic = Diagnostic::new(&WRONG_ARROW, span, format!("`{arrow}` is not an arrow of the language"));
        self.diagnostics.push(match points(arrow) {
            Points::Back => {
                let turned = format!("{} -> {}", to.value, from.value);
                diagnostic.help(format!("write `{turned}`, or `<->` where data moves both ways")).fix(
                    "Turn the flow around",
                    from.span.to(to.span),
                    turned,
                )
            }
            Points::Forward => {
                diagnostic.help("write `->`, or `<->` where data moves both ways").fix("Write `->`", span, "->")
            }
            Points::Both => {
                diagnostic.help("write `<->`, or `->` where data moves one way").fix("Write `<->`", span, "<->")
            }
        });
    }

    fn attribute(&mut self, pair: Pair<Rule>) -> Attribute {
        let span = trimmed(self.source, self.span(&pair));
        let mut key = Spanned { value: String::new(), span };
        let mut values = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::ident => key = self.name(&part),
                Rule::values => values = self.values(part),
                _ => {}
            }
        }
        let end = match values.last() {
            Some(value) => value.span.end,
            None => key.span.end + self.source.slice(span)[key.value.len()..].find(':').map_or(0, |at| at as u32 + 1),
        };
        Attribute { span: Span { end, ..span }, key, values }
    }

    pub(super) fn values(&mut self, pair: Pair<Rule>) -> Vec<Value> {
        pair.into_inner()
            .filter_map(|value| value.into_inner().find(|part| part.as_rule() != Rule::EOI))
            .map(|value| self.value(&value))
            .collect()
    }

    pub(super) fn value(&mut self, pair: &Pair<Rule>) -> Value {
        let text = pair.as_str();
        let kind = match pair.as_rule() {
            Rule::string | Rule::text_block => ValueKind::Text(self.text(pair).value),
            Rule::date => ValueKind::Date(text.to_owned()),
            Rule::integer => ValueKind::Integer(text.parse().ok()),
            Rule::path => ValueKind::Word(text.to_owned()),
            _ => ValueKind::Other(text.trim().to_owned()),
        };
        // As the grammar sees the text, a comment right behind a value is white space; it is none of the value.
        let start = pair.as_span().start() + text.len() - text.trim_start().len();
        Value { span: self.span_at(start, start + text.trim().len()), kind }
    }

    pub(super) fn text(&mut self, pair: &Pair<Rule>) -> Text {
        let (value, bad) = text::value(pair.as_str());
        let start = pair.as_span().start();
        for escape in bad {
            let span = self.span_at(start + escape.start, start + escape.end);
            let written = self.source.slice(span).to_owned();
            self.diagnostics.push(
                Diagnostic::new(&BAD_ESCAPE, span, format!("`{written}` is not an escape"))
                    .help("strings know `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; write `\\\\` for a backslash"),
            );
        }
        Text { value, span: self.span(pair) }
    }

    /// The doc comment that stands directly before a declaration.
    fn doc_before(&mut self, span: Span) -> String {
        let mut index = self.comments.partition_point(|comment| comment.span.start < span.start);
        let mut below = span.start as usize;
        let mut lines = Vec::new();
        while index > 0 {
            index -= 1;
            let comment = &self.comments[index];
            let gap = self.source.text().get(comment.span.end as usize..below).unwrap_or("x");
            if !comment.doc || !comment.own_line || !gap.trim().is_empty() || gap.matches('\n').count() > 1 {
                break;
            }
            self.described[index] = true;
            let line = self.source.slice(comment.span).trim_start_matches('/');
            lines.push(line.strip_prefix(' ').unwrap_or(line).to_owned());
            below = comment.span.start as usize;
        }
        lines.reverse();
        lines.join("\n")
    }

    fn dangling_doc_comments(&mut self) {
        for (comment, described) in self.comments.iter().zip(&self.described) {
            if comment.doc && !described {
                let slashes = Span { end: comment.span.start + 3, ..comment.span };
                self.diagnostics.push(
                    Diagnostic::new(&DANGLING_DOC_COMMENT, comment.span, "this doc comment describes nothing")
                        .help("put it on the line before a declaration, or begin it with `//`")
                        .likely_fix("Make it a plain comment", slashes, "//"),
                );
            }
        }
    }

    /// The whole text did not parse. The scan keeps this from happening; if it does, it is said, not hidden.
    fn unreadable(&mut self, error: &pest::error::Error<Rule>) {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        };
        let span = self.span_at(at, at + 1);
        self.diagnostics.push(Diagnostic::new(&SYNTAX_ERROR, span, "the file cannot be read from here on"));
    }
}

/// Which way a misspelt arrow points.
#[derive(Clone, Copy)]
enum Points {
    Forward,
    Back,
    Both,
}

fn points(arrow: &str) -> Points {
    match (arrow.starts_with('<') || arrow == "↔", arrow.ends_with('>') || arrow == "↔") {
        (true, true) => Points::Both,
        (true, false) => Points::Back,
        (false, _) => Points::Forward,
    }
}

#[derive(Default)]
struct Parts {
    keyword: Option<(Span, Kind)>,
    id: Option<Name>,
    label: Option<Text>,
    body: Option<Body>,
    ends: Option<Ends>,
    categories: Vec<Name>,
    targets: Vec<Target>,
    import: Option<Text>,
    head_end: Option<Span>,
}

/// A span without the white space that its rule took in at its end.
pub(super) fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let length = text.trim_end().len();
    Span::new(span.file, span.range().start, span.range().start + length)
}

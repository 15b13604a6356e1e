//! What each word of a file is, for editors that colour by meaning.

use super::occurrences;
use crate::analysis::Analysis;
use crate::source::Span;
use crate::syntax::ast::{Declaration, Expression, ExpressionKind, Head, Name, Statement, Target, Value, ValueKind};
use crate::vocabulary::Kind;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// `process`, `on`, `when`.
    Keyword,
    /// A name of a declaration of this kind.
    Name(Kind),
    /// The word before the colon of an attribute.
    Attribute,
    /// A word after it, or a category.
    Value,
    /// A number or a date.
    Number,
    /// A label, a string, a text block.
    Text,
    /// `->` and what compares.
    Operator,
    /// A test of a rule.
    Test,
    /// A comment.
    Comment,
}

/// A word and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; a text may have several lines.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it gives a name.
    pub declares: bool,
}

/// The words of the file itself in the order of the text, none in another.
#[must_use]
pub fn tokens(analysis: &Analysis) -> Vec<Token> {
    let mut collector = Collector { found: Vec::new() };
    for one in occurrences(analysis) {
        if let Some(kind) = one.kind {
            let declares = matches!(one.role, super::Role::Declaration(_));
            collector.found.push(Token { span: one.span, kind: TokenKind::Name(kind), declares });
        }
    }
    let file = analysis.file();
    collector.statements(&file.ast.statements);
    for comment in &file.ast.comments {
        collector.add(comment.span, TokenKind::Comment);
    }
    let mut found = collector.found;
    // Of two that begin in one place, a name says more than a value.
    found.sort_by_key(|token| (token.span.start, token.kind == TokenKind::Value));
    let mut end = 0;
    found.retain(|token| {
        let fits = token.span.start >= end && token.span.end > token.span.start && token.span.file == file.source.id();
        end = if fits { token.span.end } else { end };
        fits
    });
    found
}

struct Collector {
    found: Vec<Token>,
}

impl Collector {
    fn add(&mut self, span: Span, kind: TokenKind) {
        self.found.push(Token { span, kind, declares: false });
    }

    fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            match statement {
                Statement::Declaration(declaration) => self.declaration(declaration),
                Statement::Attribute(attribute) => {
                    self.add(attribute.key.span, TokenKind::Attribute);
                    self.values(&attribute.values);
                }
                Statement::Condition(condition) => {
                    self.add(condition.key.span, TokenKind::Keyword);
                    self.expression(&condition.expression);
                }
                Statement::Broken(broken) => {
                    if let Some(body) = &broken.body {
                        self.statements(&body.statements);
                    }
                }
            }
        }
    }

    fn declaration(&mut self, declaration: &Declaration) {
        self.add(declaration.keyword, TokenKind::Keyword);
        match &declaration.head {
            Head::Plain => {}
            Head::Flow(ends) => self.add(ends.arrow.span, TokenKind::Operator),
            Head::Import(path) => self.add(path.span, TokenKind::Text),
            Head::On { categories, targets } => {
                self.names(categories);
                for target in targets {
                    if let Target::Between(ends) = target {
                        self.add(ends.arrow.span, TokenKind::Operator);
                    }
                }
            }
            Head::Rule(kinds) => self.names(kinds),
        }
        if let Some(label) = &declaration.label {
            self.add(label.span, TokenKind::Text);
        }
        if let Some(body) = &declaration.body {
            self.statements(&body.statements);
        }
    }

    fn names(&mut self, names: &[Name]) {
        for name in names {
            self.add(name.span, TokenKind::Value);
        }
    }

    fn values(&mut self, values: &[Value]) {
        for value in values {
            self.add(
                value.span,
                match value.kind {
                    ValueKind::Text(_) => TokenKind::Text,
                    ValueKind::Date(_) | ValueKind::Integer(_) => TokenKind::Number,
                    ValueKind::Word(_) | ValueKind::Other(_) => TokenKind::Value,
                },
            );
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
                for part in parts {
                    self.expression(part);
                }
            }
            ExpressionKind::Not(inner) | ExpressionKind::Group(inner) => self.expression(inner),
            ExpressionKind::Call(name, arguments) => {
                self.add(name.span, TokenKind::Test);
                for argument in arguments {
                    match argument {
                        crate::syntax::ast::Argument::Text(text) => self.add(text.span, TokenKind::Text),
                        crate::syntax::ast::Argument::Expression(inner) => self.expression(inner),
                    }
                }
            }
            ExpressionKind::Comparison(name, operator, values) => {
                self.add(name.span, TokenKind::Attribute);
                self.add(operator.span, TokenKind::Operator);
                self.values(values);
            }
            ExpressionKind::Name(name) => self.add(name.span, TokenKind::Test),
        }
    }
}

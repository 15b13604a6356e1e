//! The syntax tree: what a file says, statement by statement, with every place.
//!
//! It does not know what any name means.

use crate::source::{Span, Spanned};
use crate::vocabulary::Kind;

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The statements in the order of the text.
    pub statements: Vec<Statement>,
    /// Every comment in the order of the text.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the first slash to the end of the line.
    pub span: Span,
    /// Whether it begins with three slashes.
    pub doc: bool,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `process api "API" { … }`
    Declaration(Box<Declaration>),
    /// `tech: rust, axum`
    Attribute(Attribute),
    /// `when: crosses-boundary`, in a rule.
    Condition(Condition),
    /// Something that does not parse; it has been reported.
    Broken(Broken),
}

impl Statement {
    /// Where the statement stands, its body included.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Statement::Declaration(declaration) => declaration.span,
            Statement::Attribute(attribute) => attribute.span,
            Statement::Condition(condition) => condition.span,
            Statement::Broken(broken) => broken.span,
        }
    }
}

/// A name and where it was written.
pub type Name = Spanned<String>;

/// A declaration of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// What it declares.
    pub kind: Kind,
    /// All of it.
    pub span: Span,
    /// The keyword.
    pub keyword: Span,
    /// The first line of it: from the keyword to the end of the label.
    pub head_span: Span,
    /// The text of the doc comment before it; empty where there is none.
    pub doc: String,
    /// The identifier, where one was given.
    pub id: Option<Name>,
    /// What else stands between the keyword and the label.
    pub head: Head,
    /// The label or text.
    pub label: Option<Text>,
    /// What stands between the braces.
    pub body: Option<Body>,
}

/// The part of a declaration that differs from kind to kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing more.
    Plain,
    /// A flow's ends.
    Flow(Ends),
    /// Categories and targets, either of which may be missing.
    On {
        /// Categories of a threat or dismissal.
        categories: Vec<Name>,
        /// Elements and flows.
        targets: Vec<Target>,
    },
    /// `import "path" as name`: the path; the name is the declaration's identifier.
    Import(Text),
    /// `rule … on KIND { … }`: what it looks at.
    Rule(Vec<Name>),
}

/// `from -> to`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The left end.
    pub from: Name,
    /// Which way the data goes.
    pub arrow: Spanned<Arrow>,
    /// The right end.
    pub to: Name,
}

impl Ends {
    /// Where they stand.
    #[must_use]
    pub fn span(&self) -> Span {
        self.from.span.to(self.to.span)
    }
}

/// Which way a flow goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arrow {
    /// `->`
    Forward,
    /// `<->`
    Both,
}

impl Arrow {
    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Arrow::Forward => "->",
            Arrow::Both => "<->",
        }
    }
}

/// What a threat, dismissal, assumption or question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By identifier.
    Named(Name),
    /// An unnamed flow, by its ends.
    Between(Ends),
}

impl Target {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Target::Named(name) => name.span,
            Target::Between(ends) => ends.span(),
        }
    }
}

/// A string or text block, its escapes and indentation resolved.
pub type Text = Spanned<String>;

/// What stands between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// From brace to brace.
    pub span: Span,
    /// The statements in order.
    pub statements: Vec<Statement>,
}

/// `key: value, value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// All of it.
    pub span: Span,
    /// The word before the colon.
    pub key: Name,
    /// The values; empty where they are missing.
    pub values: Vec<Value>,
}

/// One value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is, as far as its form tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `"…"` or `"""…"""`
    Text(String),
    /// `2026-11-02`; whether there is such a day is not known here.
    Date(String),
    /// `60`; [`None`] where it does not fit.
    Integer(Option<i64>),
    /// `postgres`, `identity.idp`
    Word(String),
    /// None of these; reported by whoever reads the attribute.
    Other(String),
}

/// `when: …` or `unless: …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// All of it.
    pub span: Span,
    /// The word before the colon.
    pub key: Name,
    /// What must be so.
    pub expression: Expression,
}

/// An expression of a rule's condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// What an expression is, as far as its form tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionKind {
    /// `… and … and …`: two or more.
    And(Vec<Expression>),
    /// `… or … or …`: two or more.
    Or(Vec<Expression>),
    /// `not …`
    Not(Box<Expression>),
    /// `( … )`
    Group(Box<Expression>),
    /// `name(…)`
    Call(Name, Vec<Argument>),
    /// `path operator …`
    Comparison(Name, Spanned<Operator>, Vec<Value>),
    /// A name that stands alone.
    Name(Name),
}

/// What stands between the parentheses of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `"webhook"`
    Text(Text),
    /// A name or a condition.
    Expression(Expression),
}

/// What compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `in`
    In,
    /// `has`
    Has,
    /// `is`
    Is,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Operator {
    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::In => "in",
            Operator::Has => "has",
            Operator::Is => "is",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
        }
    }
}

/// A statement that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// All of it.
    pub span: Span,
    /// What stands inside its braces, where it has any.
    pub body: Option<Body>,
}

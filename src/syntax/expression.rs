//! The condition of a rule: pairs to an expression tree.

use pest::iterators::Pair;
use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::ast::{Argument, Condition, Expression, ExpressionKind, Operator, Value};
use super::codes::SYNTAX_ERROR;
use super::lower::{Lowering, Rule, trimmed};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// `or` binds loosest, then `and`, then `not`.
fn precedence() -> PrattParser<Rule> {
    PrattParser::new()
        .op(Op::infix(Rule::kw_or, Assoc::Left))
        .op(Op::infix(Rule::kw_and, Assoc::Left))
        .op(Op::prefix(Rule::kw_not))
}

impl Lowering<'_> {
    /// Reads `when: …`.
    pub(super) fn condition(&mut self, pair: Pair<Rule>) -> Condition {
        let span = trimmed(self.source, self.span(&pair));
        let mut key = Spanned { value: String::new(), span };
        let mut expression = Expression { span, kind: ExpressionKind::And(Vec::new()) };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::condition_key => key = self.name(&part),
                Rule::expression => expression = self.expression(part),
                _ => {}
            }
        }
        Condition { span: key.span.to(expression.span), key, expression }
    }

    fn expression(&mut self, pair: Pair<Rule>) -> Expression {
        // Both closures of the climber need the lowering, so it climbs over what has been read already.
        let span = self.span(&pair);
        let mut read = Vec::new();
        let mut plain = Vec::new();
        for part in pair.into_inner() {
            if matches!(part.as_rule(), Rule::group | Rule::call | Rule::comparison) {
                let expression = self.primary(part.clone());
                read.push((part.as_span().start(), expression));
            }
            plain.push(part);
        }
        let take = |pair: &Pair<Rule>| {
            let found = read.binary_search_by_key(&pair.as_span().start(), |(start, _)| *start);
            found.ok().map_or_else(|| nothing(span), |index| read[index].1.clone())
        };
        let start = |pair: &Pair<Rule>| self.span(pair);
        precedence()
            .map_primary(|pair| take(&pair))
            .map_prefix(|not, inner| Expression {
                span: start(&not).to(inner.span),
                kind: ExpressionKind::Not(Box::new(inner)),
            })
            .map_infix(|left, operator, right| joined(left, operator.as_rule(), right))
            .parse(plain.into_iter())
    }

    fn primary(&mut self, pair: Pair<Rule>) -> Expression {
        let span = trimmed(self.source, self.span(&pair));
        let kind = match pair.as_rule() {
            Rule::group => {
                let inner = pair.into_inner().next().map_or_else(|| nothing(span), |inner| self.expression(inner));
                ExpressionKind::Group(Box::new(inner))
            }
            Rule::call => self.call(pair),
            _ => self.comparison(pair),
        };
        Expression { span, kind }
    }

    fn call(&mut self, pair: Pair<Rule>) -> ExpressionKind {
        let mut name = Spanned { value: String::new(), span: self.span(&pair) };
        let mut arguments = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::path {
                name = self.name(&part);
            } else if let Some(inner) = part.into_inner().next() {
                arguments.push(match inner.as_rule() {
                    Rule::expression => Argument::Expression(self.expression(inner)),
                    _ => Argument::Text(self.text(&inner)),
                });
            }
        }
        ExpressionKind::Call(name, arguments)
    }

    fn comparison(&mut self, pair: Pair<Rule>) -> ExpressionKind {
        let mut name = Spanned { value: String::new(), span: self.span(&pair) };
        let mut operator = None;
        let mut values: Vec<Value> = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => name = self.name(&part),
                Rule::operator => operator = Some(self.operator(&part)),
                _ => {
                    let terms = part.into_inner().filter_map(|term| term.into_inner().next());
                    values.extend(terms.map(|term| self.value(&term)));
                }
            }
        }
        match operator {
            Some(operator) => ExpressionKind::Comparison(name, operator, values),
            None => ExpressionKind::Name(name),
        }
    }

    fn operator(&mut self, pair: &Pair<Rule>) -> Spanned<Operator> {
        let span = trimmed(self.source, self.span(pair));
        let value = match pair.as_str().trim() {
            "in" => Operator::In,
            "has" => Operator::Has,
            "is" => Operator::Is,
            "!=" => Operator::NotEqual,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "=" => {
                self.diagnostics.push(
                    Diagnostic::new(&SYNTAX_ERROR, span, "`=` does not compare").help("write `==`").fix(
                        "Write `==`",
                        span,
                        "==",
                    ),
                );
                Operator::Equal
            }
            _ => Operator::Equal,
        };
        Spanned { value, span }
    }
}

/// What stands for an expression that the grammar promised and did not give.
fn nothing(span: crate::source::Span) -> Expression {
    Expression { span, kind: ExpressionKind::And(Vec::new()) }
}

/// Joins two expressions; a chain of one operator is one list, so that its length is not its depth.
fn joined(left: Expression, climbed: Rule, right: Expression) -> Expression {
    let span = left.span.to(right.span);
    let kind = match (climbed, left) {
        (Rule::kw_and, Expression { kind: ExpressionKind::And(mut parts), .. }) => {
            parts.push(right);
            ExpressionKind::And(parts)
        }
        (Rule::kw_and, left) => ExpressionKind::And(vec![left, right]),
        (_, Expression { kind: ExpressionKind::Or(mut parts), .. }) => {
            parts.push(right);
            ExpressionKind::Or(parts)
        }
        (_, left) => ExpressionKind::Or(vec![left, right]),
    };
    Expression { span, kind }
}

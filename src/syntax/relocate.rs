//! Statements to the same statements elsewhere: every span of a tree, one by one.

use super::ast::{
    Argument, Attribute, Body, Declaration, Ends, Expression, ExpressionKind, Head, Name, Statement, Target, Value,
};
use crate::source::Span;

/// Puts every span where `place` says.
pub(super) fn relocate(statements: &mut [Statement], place: &impl Fn(Span) -> Span) {
    for statement in statements {
        match statement {
            Statement::Declaration(one) => declaration(one, place),
            Statement::Attribute(one) => attribute(one, place),
            Statement::Condition(one) => {
                one.span = place(one.span);
                one.key.span = place(one.key.span);
                expression(&mut one.expression, place);
            }
            Statement::Broken(one) => {
                one.span = place(one.span);
                if let Some(one) = &mut one.body {
                    body(one, place);
                }
            }
        }
    }
}

fn declaration(one: &mut Declaration, place: &impl Fn(Span) -> Span) {
    for span in [&mut one.span, &mut one.keyword, &mut one.head_span] {
        *span = place(*span);
    }
    for name in one.id.iter_mut().chain(&mut one.label) {
        name.span = place(name.span);
    }
    match &mut one.head {
        Head::Plain => {}
        Head::Flow(flow) => ends(flow, place),
        Head::On { categories, targets } => {
            names(categories, place);
            for target in targets {
                match target {
                    Target::Named(name) => name.span = place(name.span),
                    Target::Between(flow) => ends(flow, place),
                }
            }
        }
        Head::Import(text) => text.span = place(text.span),
        Head::Rule(kinds) => names(kinds, place),
    }
    if let Some(one) = &mut one.body {
        body(one, place);
    }
}

fn body(one: &mut Body, place: &impl Fn(Span) -> Span) {
    one.span = place(one.span);
    relocate(&mut one.statements, place);
}

fn ends(one: &mut Ends, place: &impl Fn(Span) -> Span) {
    for span in [&mut one.from.span, &mut one.arrow.span, &mut one.to.span] {
        *span = place(*span);
    }
}

fn attribute(one: &mut Attribute, place: &impl Fn(Span) -> Span) {
    one.span = place(one.span);
    one.key.span = place(one.key.span);
    values(&mut one.values, place);
}

fn names(names: &mut [Name], place: &impl Fn(Span) -> Span) {
    for name in names {
        name.span = place(name.span);
    }
}

fn values(values: &mut [Value], place: &impl Fn(Span) -> Span) {
    for value in values {
        value.span = place(value.span);
    }
}

fn expression(one: &mut Expression, place: &impl Fn(Span) -> Span) {
    one.span = place(one.span);
    match &mut one.kind {
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            for part in parts {
                expression(part, place);
            }
        }
        ExpressionKind::Not(inner) | ExpressionKind::Group(inner) => expression(inner, place),
        ExpressionKind::Call(name, arguments) => {
            name.span = place(name.span);
            for argument in arguments {
                match argument {
                    Argument::Text(text) => text.span = place(text.span),
                    Argument::Expression(inner) => expression(inner, place),
                }
            }
        }
        ExpressionKind::Comparison(name, operator, operands) => {
            name.span = place(name.span);
            operator.span = place(operator.span);
            values(operands, place);
        }
        ExpressionKind::Name(name) => name.span = place(name.span),
    }
}

//! Syntax tree and comments to canonical text: two spaces a level, one statement a line, at most one blank line
//! between two, lines of at most 100 columns where text can be broken.
//!
//! What the author decides and the formatter keeps: the order of everything, blank lines (one at most), whether a
//! short body stands on one line, and every comment. It refuses to look at what a name means, and it must not be
//! given a file with syntax errors.

mod canonical;

pub use canonical::canonical;

use crate::source::{Source, Span};
use crate::syntax::ast::{
    Argument, Attribute, Comment, Condition, Declaration, Expression, ExpressionKind, File, Head, Statement, Target,
    Value, ValueKind,
};
use crate::vocabulary::Kind;

/// The column that lines keep to where they can be broken.
const WIDTH: usize = 100;

/// The canonical text of a file that was read from `source` without syntax errors.
#[must_use]
pub fn format(source: &Source, file: &File) -> String {
    let mut printer = Printer { source, comments: &file.comments, next_comment: 0, out: String::new(), last_end: 0 };
    printer.statements(&file.statements, 0, u32::MAX);
    printer.out
}

struct Printer<'a> {
    source: &'a Source,
    comments: &'a [Comment],
    next_comment: usize,
    out: String,
    /// The byte of the source up to which everything has been printed.
    last_end: u32,
}

impl<'a> Printer<'a> {
    /// Prints statements at a depth, and every comment up to the byte `end`.
    fn statements(&mut self, statements: &'a [Statement], depth: usize, end: u32) {
        let mut first = true;
        for statement in statements {
            let span = statement.span();
            first = self.comments_before(span.start, depth, first);
            self.gap(span.start, first);
            first = false;
            self.statement(statement, depth);
            self.last_end = span.end;
            self.trailing_comment(span.end);
            self.comments_before(span.end, depth, false);
        }
        self.comments_before(end, depth, first);
    }

    /// A blank line, where the author left one and this is not the first thing of its block.
    fn gap(&mut self, start: u32, first: bool) {
        let between = self.source.text().get(self.last_end as usize..start as usize).unwrap_or_default();
        if !first && between.matches('\n').count() > 1 {
            self.out.push('\n');
        }
    }

    /// Prints the comments that begin before `end`, each on a line of its own. Returns whether the block is still
    /// empty.
    fn comments_before(&mut self, end: u32, depth: usize, mut first: bool) -> bool {
        while let Some(comment) = self.comments.get(self.next_comment).filter(|comment| comment.span.start < end) {
            self.gap(comment.span.start, first);
            self.indent(depth);
            self.out.push_str(self.source.slice(comment.span).trim_end());
            self.out.push('\n');
            self.last_end = self.last_end.max(comment.span.end);
            self.next_comment += 1;
            first = false;
        }
        first
    }

    /// Puts a comment that stands on the same line after `end` behind what was just printed.
    fn trailing_comment(&mut self, end: u32) {
        let Some(comment) = self.comments.get(self.next_comment) else { return };
        let between = self.source.text().get(end as usize..comment.span.start as usize);
        if comment.own_line || !between.is_some_and(|text| text.trim_matches([' ', '\t', ';', '{']).is_empty()) {
            return;
        }
        self.attach(comment);
    }

    /// Puts the next comment behind the line that was just printed.
    fn attach(&mut self, comment: &Comment) {
        self.out.pop();
        self.out.push(' ');
        self.out.push_str(self.source.slice(comment.span).trim_end());
        self.out.push('\n');
        self.last_end = comment.span.end;
        self.next_comment += 1;
    }

    /// Puts the comments that stood inside a head behind its line, further ones below it: never before it, where they
    /// would part it from its doc comment.
    fn head_comments(&mut self, end: u32, depth: usize) {
        if let Some(comment) = self.comments.get(self.next_comment).filter(|comment| comment.span.start < end) {
            self.attach(comment);
        }
        self.comments_before(end, depth, true);
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    fn statement(&mut self, statement: &'a Statement, depth: usize) {
        match statement {
            Statement::Declaration(declaration) => self.declaration(declaration, depth),
            Statement::Attribute(attribute) => {
                let text = self.attribute(attribute, depth);
                self.line(&text, depth);
            }
            Statement::Condition(condition) => {
                let text = self.condition(condition, depth);
                self.line(&text, depth);
            }
            Statement::Broken(broken) => {
                let text = self.source.slice(broken.span).to_owned();
                self.line(&text, depth);
            }
        }
    }

    fn line(&mut self, text: &str, depth: usize) {
        self.indent(depth);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn declaration(&mut self, declaration: &'a Declaration, depth: usize) {
        let inline = self.inline_body(declaration);
        let head = self.head(
            declaration,
            depth,
            inline.as_deref().unwrap_or(if declaration.body.is_some() { " {" } else { "" }),
        );
        self.indent(depth);
        self.out.push_str(&head);
        let Some(body) = &declaration.body else {
            self.out.push('\n');
            self.head_comments(declaration.span.end, depth);
            return;
        };
        if let Some(inline) = inline.filter(|inline| last_line_width(&head, depth) + inline.len() <= WIDTH) {
            self.out.push_str(&inline);
            self.out.push('\n');
            return;
        }
        self.out.push_str(" {\n");
        self.head_comments(body.span.start, depth + 1);
        self.last_end = body.span.start + 1;
        self.trailing_comment(body.span.start + 1);
        self.statements(&body.statements, depth + 1, body.span.end);
        self.line("}", depth);
    }

    /// Everything before the body. The label goes to the next line where the first would be too long with `after`
    /// behind it.
    fn head(&self, declaration: &Declaration, depth: usize, after: &str) -> String {
        let (before, behind) = self.head_parts(declaration);
        let Some(label) = &declaration.label else { return format!("{before}{behind}") };
        let literal = self.literal(label.span, &label.value, depth + 1);
        let one_line = format!("{before} {literal}{behind}");
        let first_line = one_line.lines().next().map_or(0, |line| line.chars().count());
        let short_after = if declaration.body.is_some() { " {".len() } else { 0 };
        let fits = |after: usize| 2 * depth + first_line + after <= WIDTH;
        let two_lines = format!("{before}\n{}{literal}{behind}", "  ".repeat(depth + 1));
        let multiline = literal.contains('\n');
        if multiline || fits(after.chars().count()) {
            return one_line;
        }
        // A body that could stay on one line may do so behind a label on a line of its own.
        let second = 2 * (depth + 1) + literal.chars().count() + behind.chars().count();
        if second + after.chars().count() <= WIDTH && can_break(declaration.kind) && !fits(short_after) {
            return two_lines;
        }
        if fits(short_after) || !can_break(declaration.kind) { one_line } else { two_lines }
    }

    /// What stands before the label, and what stands between the label and the body.
    fn head_parts(&self, declaration: &Declaration) -> (String, String) {
        let keyword = declaration.kind.keyword();
        let id = declaration.id.as_ref().map(|id| id.value.as_str());
        match &declaration.head {
            Head::Plain => (id.map_or(keyword.to_owned(), |id| format!("{keyword} {id}")), String::new()),
            Head::Flow(ends) => {
                let name = id.map(|id| format!("{id}: ")).unwrap_or_default();
                let (from, to) = (&ends.from.value, &ends.to.value);
                (format!("{keyword} {name}{from} {} {to}", ends.arrow.value.symbol()), String::new())
            }
            Head::On { categories, targets } => {
                let categories = list(categories.iter().map(|category| category.value.clone()));
                let on = if targets.is_empty() {
                    String::new()
                } else {
                    format!(" on {}", list(targets.iter().map(target)))
                };
                match declaration.kind {
                    Kind::Threat => (format!("{keyword} {}: {categories}{on}", id.unwrap_or_default()), String::new()),
                    Kind::Dismiss | Kind::Adjust => (format!("{keyword} {categories}{on}"), String::new()),
                    _ => (keyword.to_owned(), on),
                }
            }
            Head::Import(path) => {
                let path = self.source.slice(path.span);
                (format!("{keyword} {path} as {}", id.unwrap_or_default()), String::new())
            }
            Head::Rule(on) => {
                let on = list(on.iter().map(|kind| kind.value.clone()));
                (format!("{keyword} {} on {on}", id.unwrap_or_default()), String::new())
            }
        }
    }

    /// ` { a: b; c: d }`, where the author wrote the body on one line and nothing in it needs more.
    fn inline_body(&self, declaration: &Declaration) -> Option<String> {
        let body = declaration.body.as_ref()?;
        if body.statements.is_empty() && !self.has_comment(body.span) {
            return Some(" {}".to_owned());
        }
        if self.source.slice(body.span).contains('\n') || self.has_comment(declaration.span) {
            return None;
        }
        let parts: Option<Vec<String>> = body.statements.iter().map(|statement| self.inline(statement)).collect();
        Some(format!(" {{ {} }}", parts?.join("; ")))
    }

    fn inline(&self, statement: &Statement) -> Option<String> {
        match statement {
            Statement::Attribute(attribute) => {
                let values: Vec<String> = attribute.values.iter().map(|value| self.value(value, 0)).collect();
                let text = format!("{}: {}", attribute.key.value, values.join(", "));
                (!text.contains('\n')).then_some(text)
            }
            Statement::Declaration(declaration) if declaration.body.is_none() => {
                let (before, behind) = self.head_parts(declaration);
                let label =
                    declaration.label.as_ref().map(|label| format!(" {}", self.literal(label.span, &label.value, 0)));
                let text = format!("{before}{}{behind}", label.unwrap_or_default());
                (!text.contains('\n')).then_some(text)
            }
            Statement::Condition(condition) => {
                Some(format!("{}: {}", condition.key.value, self.expression(&condition.expression)))
            }
            Statement::Declaration(_) | Statement::Broken(_) => None,
        }
    }

    fn has_comment(&self, span: Span) -> bool {
        let from = self.comments.partition_point(|comment| comment.span.start < span.start);
        self.comments.get(from).is_some_and(|comment| comment.span.start < span.end)
    }

    fn attribute(&self, attribute: &Attribute, depth: usize) -> String {
        let key = &attribute.key.value;
        let values: Vec<String> = attribute.values.iter().map(|value| self.value(value, depth + 1)).collect();
        if values.is_empty() {
            return format!("{key}:");
        }
        let one_line = format!("{key}: {}", values.join(", "));
        if values.len() == 1 || 2 * depth + one_line.chars().count() <= WIDTH {
            return one_line;
        }
        format!("{key}: {}", values.join(&format!(",\n{}", "  ".repeat(depth + 1))))
    }

    /// On one line where it fits, else with each `and` or `or` at the beginning of a line.
    fn condition(&self, condition: &Condition, depth: usize) -> String {
        let key = &condition.key.value;
        let one_line = format!("{key}: {}", self.expression(&condition.expression));
        let (parts, operator) = match &condition.expression.kind {
            ExpressionKind::And(parts) => (parts, "and"),
            ExpressionKind::Or(parts) => (parts, "or"),
            ExpressionKind::Not(_)
            | ExpressionKind::Group(_)
            | ExpressionKind::Call(..)
            | ExpressionKind::Comparison(..)
            | ExpressionKind::Name(_) => return one_line,
        };
        if 2 * depth + one_line.chars().count() <= WIDTH {
            return one_line;
        }
        let parts: Vec<String> = parts.iter().map(|part| self.expression(part)).collect();
        format!("{key}: {}", parts.join(&format!("\n{}{operator} ", "  ".repeat(depth + 1))))
    }

    fn expression(&self, expression: &Expression) -> String {
        let all = |parts: &[Expression], operator: &str| {
            parts.iter().map(|part| self.expression(part)).collect::<Vec<_>>().join(operator)
        };
        match &expression.kind {
            ExpressionKind::And(parts) => all(parts, " and "),
            ExpressionKind::Or(parts) => all(parts, " or "),
            ExpressionKind::Not(inner) => format!("not {}", self.expression(inner)),
            ExpressionKind::Group(inner) => format!("({})", self.expression(inner)),
            ExpressionKind::Name(name) => name.value.clone(),
            ExpressionKind::Call(name, arguments) => {
                let arguments = arguments.iter().map(|argument| match argument {
                    Argument::Text(text) => self.literal(text.span, &text.value, 0),
                    Argument::Expression(expression) => self.expression(expression),
                });
                format!("{}({})", name.value, list(arguments))
            }
            ExpressionKind::Comparison(name, operator, values) => {
                let written = list(values.iter().map(|value| self.value(value, 0)));
                let operator = operator.value.symbol();
                if values.len() == 1 {
                    return format!("{} {operator} {written}", name.value);
                }
                format!("{} {operator} ({written})", name.value)
            }
        }
    }

    fn value(&self, value: &Value, depth: usize) -> String {
        match &value.kind {
            ValueKind::Text(text) => self.literal(value.span, text, depth),
            ValueKind::Date(_) | ValueKind::Integer(_) | ValueKind::Word(_) | ValueKind::Other(_) => {
                self.source.slice(value.span).to_owned()
            }
        }
    }

    /// A string as it was written; a text block with its lines indented to `depth`.
    fn literal(&self, span: Span, value: &str, depth: usize) -> String {
        let raw = self.source.slice(span).trim();
        if !raw.starts_with("\"\"\"") || value.is_empty() {
            return raw.to_owned();
        }
        let pad = "  ".repeat(depth);
        let lines: String = value
            .lines()
            .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") })
            .collect();
        format!("\"\"\"\n{lines}{pad}\"\"\"")
    }
}

/// Whether a declaration's text may stand on the next line: the sentences, not the names.
fn can_break(kind: Kind) -> bool {
    !matches!(kind, Kind::Assume | Kind::Question | Kind::Park | Kind::Import)
}

fn last_line_width(text: &str, depth: usize) -> usize {
    let indent = if text.contains('\n') { 0 } else { 2 * depth };
    indent + text.lines().last().map_or(0, |line| line.chars().count())
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn target(target: &Target) -> String {
    match target {
        Target::Named(name) => name.value.clone(),
        Target::Between(ends) => format!("{} {} {}", ends.from.value, ends.arrow.value.symbol(), ends.to.value),
    }
}

//! A model as a Mermaid flowchart: boundaries are subgraphs, one inside the other.

use std::fmt::Write;

use super::graph::{self, Names, Nest, by_kind};
use super::one_line;
use crate::model::{BoundaryId, Direction, FlowId, Model};
use crate::syntax::ast::Arrow;

/// Words that a flowchart does not take as an identifier somewhere.
const RESERVED: &[&str] = &[
    "_blank",
    "_parent",
    "_self",
    "_top",
    "call",
    "class",
    "classdef",
    "click",
    "default",
    "direction",
    "end",
    "flowchart",
    "graph",
    "href",
    "interpolate",
    "linkstyle",
    "style",
    "subgraph",
];

/// The model as a flowchart that ends with a newline.
#[must_use]
pub fn mermaid(model: &Model) -> String {
    let writer = Writer { model, nest: Nest::of(model), names: graph::names(model, RESERVED) };
    let mut out = String::new();
    if let Some(title) = &model.header.title {
        // A JSON string is a YAML string. Mermaid takes tags out of titles, and knows no entities there.
        let title = serde_json::Value::from(one_line(&title.value).replace('<', "‹").replace('>', "›"));
        let _ = writeln!(out, "---\ntitle: {title}\n---");
    }
    let direction = match model.header.direction {
        Some(Direction::Down) => "TB",
        Some(Direction::Right) | None => "LR",
    };
    let _ = writeln!(out, "flowchart {direction}");
    writer.content(&mut out, None, 1);
    for (id, is_reply) in graph::flows(model) {
        writer.edge(&mut out, id, is_reply);
    }
    if !writer.names.boundaries.is_empty() {
        out.push_str("  classDef boundary fill:none,stroke-dasharray:6 4\n");
        let _ = writeln!(out, "  class {} boundary", writer.names.boundaries.join(","));
    }
    out
}

struct Writer<'a> {
    model: &'a Model,
    nest: Nest,
    names: Names,
}

impl Writer<'_> {
    fn content(&self, out: &mut String, boundary: Option<BoundaryId>, depth: usize) {
        let indent = "  ".repeat(depth);
        for id in &self.nest.inside(boundary).elements {
            let element = self.model.element(*id);
            let (open, close) = by_kind(element.kind, [("[", "]"), ("([", "])"), ("[(", ")]")]);
            let label = quoted(&graph::element_lines(self.model, *id));
            let _ = writeln!(out, "{indent}{}{open}{label}{close}", self.names.elements[id.0]);
        }
        for id in &self.nest.inside(boundary).boundaries {
            let label = quoted(&[graph::boundary_title(self.model, *id)]);
            let _ = writeln!(out, "{indent}subgraph {}[{label}]", self.names.boundaries[id.0]);
            self.content(out, Some(*id), depth + 1);
            let _ = writeln!(out, "{indent}end");
        }
    }

    fn edge(&self, out: &mut String, id: FlowId, is_reply: bool) {
        let flow = self.model.flow(id);
        let (from, to) = (&self.names.elements[flow.from.0], &self.names.elements[flow.to.0]);
        let arrow = match (flow.arrow, is_reply) {
            (Arrow::Both, _) => "<-->",
            (Arrow::Forward, false) => "-->",
            (Arrow::Forward, true) => "-.->",
        };
        let lines = graph::flow_lines(self.model, id);
        let label = if lines.is_empty() { String::new() } else { format!("|{}|", quoted(&lines)) };
        let _ = writeln!(out, "  {from} {arrow}{label} {to}");
    }
}

/// A string of these lines.
fn quoted(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escape(&one_line(line))).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

/// Everything that may mean something to Mermaid, to HTML or to Markdown becomes a numbered entity.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut counting = true;
    // Mermaid hides entities behind this ligature while it parses.
    let line = line.replace('ﬂ', "fl");
    for (at, c) in line.char_indices() {
        // `1. ` and `- ` begin a list in Markdown.
        let list = match c {
            '-' | '+' => at == 0,
            '.' | ')' => counting && at > 0,
            _ => false,
        };
        // A line with `style`, `:` and an entity looks like a style to Mermaid, which then takes a semicolon away.
        let style = c == ':' && !line[at + 1..].starts_with(' ');
        if list || style || !is_plain(c) {
            let _ = write!(out, "#{};", u32::from(c));
        } else {
            out.push(c);
        }
        // A backslash before an `n` breaks the line even where it is an entity; a word joiner is not seen.
        if c == '\\' && line[at + 1..].starts_with('n') {
            out.push_str("#8288;");
        }
        counting &= c.is_ascii_digit();
    }
    out
}

fn is_plain(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric() || " ,.:'?!/()-+=".contains(c)
}

//! A model in the D2 language: boundaries are containers, one inside the other.

use std::fmt::Write;

use super::graph::{self, Names, Nest, by_kind};
use super::one_line;
use crate::model::{BoundaryId, Direction, ElementId, Model};

const CLASSES: &str = "\
classes: {
  entity: { shape: rectangle }
  process: { shape: rectangle; style.border-radius: 99 }
  store: { shape: cylinder }
  boundary: { style: { fill: transparent; stroke-dash: 5 } }
}
";

/// The model as a D2 text that ends with a newline.
#[must_use]
pub fn d2(model: &Model) -> String {
    // Names in D2 do not differ by case; quoted, none is reserved.
    let writer = Writer { model, nest: Nest::of(model), names: graph::names(model, &[]) };
    let direction = match model.header.direction {
        Some(Direction::Down) => "down",
        Some(Direction::Right) | None => "right",
    };
    let mut out = format!("direction: {direction}\n{CLASSES}");
    if let Some(title) = &model.header.title {
        // No identifier has a space in it.
        let title = quoted(&[&title.value]);
        let _ = writeln!(out, "\"the title\": {title} {{ shape: text; near: top-center; style.font-size: 24 }}");
    }
    writer.content(&mut out, None, 0);
    for (id, is_reply) in graph::flows(model) {
        let flow = model.flow(id);
        let (from, to) = (writer.path(flow.from), writer.path(flow.to));
        let lines = graph::flow_lines(model, id);
        let look = if is_reply { " { style.stroke-dash: 3 }" } else { "" };
        let label =
            if lines.is_empty() && look.is_empty() { String::new() } else { format!(": {}{look}", quoted(&lines)) };
        let _ = writeln!(out, "{from} {} {to}{label}", flow.arrow.symbol());
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
            let class = by_kind(element.kind, ["entity", "process", "store"]);
            let label = quoted(&graph::element_lines(self.model, *id));
            let _ = writeln!(out, "{indent}\"{}\": {label} {{ class: {class} }}", self.names.elements[id.0]);
        }
        for id in &self.nest.inside(boundary).boundaries {
            let label = quoted(&[graph::boundary_title(self.model, *id)]);
            let _ = writeln!(out, "{indent}\"{}\": {label} {{", self.names.boundaries[id.0]);
            let _ = writeln!(out, "{indent}  class: boundary");
            self.content(out, Some(*id), depth + 1);
            let _ = writeln!(out, "{indent}}}");
        }
    }

    /// The boundaries around an element and its own name: `"library"."desk"`.
    fn path(&self, id: ElementId) -> String {
        let around: Vec<BoundaryId> = self.model.boundary_path(self.model.element(id).parent).collect();
        let names = around.iter().rev().map(|boundary| &self.names.boundaries[boundary.0]);
        names.chain([&self.names.elements[id.0]]).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(".")
    }
}

/// A string of these lines. D2 reads escapes and `${...}` in it.
fn quoted<S: AsRef<str>>(lines: &[S]) -> String {
    let escape = |line: &S| one_line(line.as_ref()).replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
    format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("\\n"))
}

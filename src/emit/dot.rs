//! A model as a Graphviz digraph: boundaries are clusters, one inside the other.

use std::fmt::Write;

use super::graph::{self, Nest, by_kind};
use super::one_line;
use crate::model::{BoundaryId, Direction, FlowId, Model};
use crate::syntax::ast::Arrow;

/// The model as a digraph that ends with a newline.
#[must_use]
pub fn dot(model: &Model) -> String {
    let nest = Nest::of(model);
    let mut out = String::from("digraph {\n");
    let direction = match model.header.direction {
        Some(Direction::Down) => "TB",
        Some(Direction::Right) | None => "LR",
    };
    if let Some(title) = &model.header.title {
        let _ = writeln!(out, "  label={};\n  labelloc=t;", quoted(&[&title.value]));
    }
    let _ = writeln!(out, "  rankdir={direction};\n  fontname=\"Helvetica\";");
    out.push_str("  node [fontname=\"Helvetica\", fontsize=12];\n  edge [fontname=\"Helvetica\", fontsize=10];\n");
    content(&mut out, model, &nest, None, 1);
    for (id, is_reply) in graph::flows(model) {
        edge(&mut out, model, id, is_reply);
    }
    out.push_str("}\n");
    out
}

fn content(out: &mut String, model: &Model, nest: &Nest, boundary: Option<BoundaryId>, depth: usize) {
    let indent = "  ".repeat(depth);
    for id in &nest.inside(boundary).elements {
        let element = model.element(*id);
        let look = by_kind(element.kind, ["shape=box", "shape=box, style=rounded", "shape=cylinder"]);
        let label = quoted(&graph::element_lines(model, *id));
        let _ = writeln!(out, "{indent}\"{}\" [label={label}, {look}];", element.id.value);
    }
    for id in &nest.inside(boundary).boundaries {
        let name = &model.boundary(*id).id.value;
        let _ = writeln!(out, "{indent}subgraph \"cluster_{name}\" {{");
        let _ = writeln!(out, "{indent}  label={};", quoted(&[graph::boundary_title(model, *id)]));
        let _ = writeln!(out, "{indent}  style=dashed;");
        content(out, model, nest, Some(*id), depth + 1);
        let inside = nest.inside(Some(*id));
        if inside.elements.is_empty() && inside.boundaries.is_empty() {
            // A cluster without nodes is not drawn. No identifier has a space in it.
            let _ = writeln!(out, "{indent}  \"in {name}\" [shape=point, style=invis];");
        }
        let _ = writeln!(out, "{indent}}}");
    }
}

fn edge(out: &mut String, model: &Model, id: FlowId, is_reply: bool) {
    let flow = model.flow(id);
    let (from, to) = (&model.element(flow.from).id.value, &model.element(flow.to).id.value);
    let both = if flow.arrow == Arrow::Both { ", dir=both" } else { "" };
    let reply = if is_reply { ", style=dotted" } else { "" };
    let label = quoted(&graph::flow_lines(model, id));
    let _ = writeln!(out, "  \"{from}\" -> \"{to}\" [label={label}{both}{reply}];");
}

/// A string of these lines. Graphviz reads escapes and HTML entities in it.
fn quoted<S: AsRef<str>>(lines: &[S]) -> String {
    let escape = |line: &S| one_line(line.as_ref()).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("\\n"))
}

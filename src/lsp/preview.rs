//! `threatline/preview`: the picture of a document as it is in the editor, and which part of it is written where.

use serde_json::{Value, json};

use super::convert;
use crate::analysis::Analysis;
use crate::diagnostic::Severity;
use crate::emit::svg::svg;
use crate::ide;
use crate::model;
use crate::scene::{self, Layer, Layers, Options, Theme};
use crate::source::{FileId, Span};
use crate::threat;

/// `{ svg, errors, elements: [{ id, uri, range }], views: [{ id, label }] }`; no picture where there are errors.
pub(super) fn preview(analysis: &Analysis, address: &str, params: &Value) -> Value {
    let errors = analysis.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
    let elements = ide::drawn(analysis).into_iter().map(|one| {
        let location = convert::location(analysis, address, one.span);
        json!({ "id": one.id, "uri": location.uri, "range": location.range })
    });
    let views = analysis.model.views.iter().filter(|view| view.id.span.file == FileId(0));
    let views = views.map(|view| json!({ "id": view.id.value, "label": view.label }));
    json!({
        "svg": (errors == 0).then(|| picture(analysis, params)),
        "errors": errors,
        "elements": elements.collect::<Vec<_>>(),
        "views": views.collect::<Vec<_>>(),
    })
}

fn picture(analysis: &Analysis, params: &Value) -> String {
    let word = |name: &str| params[name].as_str().unwrap_or_default();
    let layers: Option<Layers> = (!word("show").is_empty())
        .then(|| word("show").split(',').map(str::trim).filter_map(Layer::from_name).collect());
    let layers = layers.unwrap_or_default();
    let matrix = analysis.matrix(&layers);
    let theme = Theme::from_name(word("theme")).unwrap_or_default();
    let options = Options { layers, theme, matrix, ..Options::default() };
    let whole = &analysis.model;
    let view = whole.views.iter().find(|view| view.id.value == word("view"));
    let part = view.map(|view| model::view(whole, view));
    let shown = part.as_ref().unwrap_or(whole);
    let place_of = |span: Span| analysis.place(span);
    svg(&scene::scene(shown, &threat::assess(shown), &options, &place_of))
}

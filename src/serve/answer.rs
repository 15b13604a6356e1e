//! What the page may ask for, and the answers: what the emitters write about a model.

use serde_json::{Value, json};

use super::http::{Asked, Reply};
use super::state::{Known, Moment, locked};
use super::{Served, Server, assets, workshop};
use crate::analysis::{self, Analysis};
use crate::model::{self, Model, SessionLevel};
use crate::report::{self, Findings};
use crate::scene::{self, Layer, Layers, Options, Theme};
use crate::{diagnostic, emit, threat};

/// What the documents of this server keep to.
const SCHEMA: &str = "threatline.serve/1";

/// How many ways from one element to another are listed.
const MAX_PATHS: usize = 10;

/// The answer to a request that is allowed.
pub(super) fn answer(server: &Server<'_>, asked: &Asked) -> Reply {
    if asked.writes() {
        return match asked.path.as_str() {
            "/api/answer" => about(server, asked, |served| Ok(workshop::write(server, served, asked))),
            _ => Reply::error(404, "there is nothing here"),
        };
    }
    match asked.path.as_str() {
        "/api/models" => models(server),
        "/api/model" => about(server, asked, |served| Ok(Reply::json(&document(server, served)))),
        "/api/picture" => good(server, asked, |moment| picture(moment, asked)),
        "/api/threats" => good(server, asked, |moment| Ok(json_text(threats(&moment.look.analysis)))),
        "/api/coverage" => good(server, asked, |moment| Ok(json_text(coverage(&moment.look.analysis)))),
        "/api/lineage" => good(server, asked, |moment| lineage(&moment.look.analysis.model, asked.value("data"))),
        "/api/paths" => good(server, asked, |moment| paths(&moment.look.analysis.model, asked)),
        "/api/walk" => good(server, asked, |moment| Ok(Reply::json(&walk(&moment.look.analysis)))),
        "/api/explain" => explain(asked.value("code")),
        "/api/events" => Reply::Events,
        path => assets::asset(path).unwrap_or_else(|| Reply::error(404, "there is nothing here")),
    }
}

/// Why something cannot be answered.
type Refusal = (u16, String);

fn json_text(text: String) -> Reply {
    Reply::text("application/json", text)
}

/// Answers about the model that is named.
fn about(server: &Server<'_>, asked: &Asked, answer: impl FnOnce(&Served) -> Result<Reply, Refusal>) -> Reply {
    let Some(served) = server.served(asked.value("model")) else {
        return Reply::error(404, "no model of this name is served");
    };
    answer(&served).unwrap_or_else(|(status, message)| Reply::error(status, &message))
}

/// Answers from the last state that could be drawn.
fn good(server: &Server<'_>, asked: &Asked, answer: impl FnOnce(&Moment) -> Result<Reply, Refusal>) -> Reply {
    about(server, asked, |served| match server.state.get(server.host, &served.name, &served.path).good {
        Some(moment) => answer(&moment),
        None => Err((409, "the model has errors, and had them ever since the server runs".to_owned())),
    })
}

fn models(server: &Server<'_>) -> Reply {
    server.list();
    let models: Vec<Value> = locked(&server.listed).iter().map(|served| json!({ "name": served.name })).collect();
    Reply::json(&json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "models": models,
        "editor": server.wish.editor,
        "workshop": server.wish.token.is_some(),
        "layers": Layer::ALL.map(Layer::name),
        "shown": SHOWN,
    }))
}

/// The layers that the page shows unless somebody wishes otherwise: it has lists of its own.
const SHOWN: [&str; 2] = ["threats", "data"];

/// Everything that the page shows of a model, except its picture.
pub(super) fn document(server: &Server<'_>, served: &Served) -> Value {
    let known = server.state.get(server.host, &served.name, &served.path);
    let Known { now, good } = &known;
    let look = &now.look;
    let diagnostics = diagnostic::to_json(&[(look.analysis.diagnostics.iter().collect(), look.analysis.sources())]);
    let shown = good.as_ref().map(|moment| &moment.look.analysis);
    let views: Vec<Value> = shown.map(views).unwrap_or_default();
    json!({
        "schema": SCHEMA,
        "name": served.name,
        "revision": now.revision,
        "seen": now.seen,
        "drawn": good.as_ref().map(|moment| &moment.revision),
        "stale": known.is_stale(),
        "files": files(now, served),
        "diagnostics": parsed(&diagnostics)["diagnostics"],
        "views": views,
        "threats": shown.map(|analysis| parsed(&threats(analysis))),
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn views(analysis: &Analysis) -> Vec<Value> {
    analysis.model.views.iter().map(|view| json!({ "id": view.id.value, "label": view.label })).collect()
}

/// Where each file of a model stands, by the name that documents have for it.
fn files(moment: &Moment, served: &Served) -> Value {
    let look = &moment.look;
    let whole = |path: &str| look.files.iter().find(|file| file.ends_with(path));
    let files = look.analysis.files.iter().enumerate().flat_map(|(number, file)| {
        let path = if number == 0 { Some(&served.path) } else { whole(&file.path) };
        let path = path.map(|path| Value::from(path.display().to_string())).unwrap_or_default();
        [(file.source.name().to_owned(), path.clone()), (file.path.to_string(), path)]
    });
    Value::Object(files.collect())
}

fn threats(analysis: &Analysis) -> String {
    let (model, found) = (&analysis.model, analysis.elicit());
    emit::threats::json(&emit::threats::Listed {
        model,
        assessment: &threat::assess(model),
        rules: &analysis.rules,
        elicitation: &found,
        coverage: &threat::coverage(model, &found),
        surface: &threat::surface(model),
        lineage: &threat::lineages(model),
        sources: &analysis.sources(),
    })
}

fn coverage(analysis: &Analysis) -> String {
    let coverage = threat::coverage(&analysis.model, &analysis.elicit());
    emit::matrix::json(&analysis.model, &analysis.rules, &analysis.sources(), &coverage)
}

fn lineage(model: &Model, data: &str) -> Result<Reply, Refusal> {
    let position = model.data.iter().position(|one| one.id.value == data);
    let id = position.ok_or_else(|| (404, format!("no data is called `{data}`")))?;
    Ok(json_text(emit::lineage::json(model, &threat::lineage(model, model::DataId(id)))))
}

fn paths(model: &Model, asked: &Asked) -> Result<Reply, Refusal> {
    let element = |name: &str| {
        let position = model.elements.iter().position(|one| one.id.value == name);
        position.map(model::ElementId).ok_or_else(|| (404, format!("no element is called `{name}`")))
    };
    let found = threat::paths(model, element(asked.value("from"))?, element(asked.value("to"))?, MAX_PATHS);
    Ok(json_text(emit::paths::json(model, &found)))
}

fn picture(moment: &Moment, asked: &Asked) -> Result<Reply, Refusal> {
    let (view, show, theme) = (asked.value("view"), asked.value("show"), asked.value("theme"));
    let analysis = &moment.look.analysis;
    let draw = || {
        let layers = layers(show)?;
        let theme = Theme::from_name(theme).ok_or_else(|| (400, "no theme is called so".to_owned()))?;
        let matrix = analysis.matrix(&layers);
        let part = part(&analysis.model, view)?;
        let model = part.as_ref().unwrap_or(&analysis.model);
        let options = Options { layers, theme, matrix, ..Options::default() };
        let drawn = scene::scene(model, &threat::assess(model), &options, &|span| analysis.place(span));
        Ok(emit::svg::svg(&drawn))
    };
    let svg = moment.picture(&[view, show, theme].join("\n"), draw)?;
    Ok(Reply::text("image/svg+xml", svg.as_bytes()))
}

fn part(model: &Model, view: &str) -> Result<Option<Model>, Refusal> {
    if view.is_empty() {
        return Ok(None);
    }
    let declared = model.views.iter().find(|one| one.id.value == view);
    let declared = declared.ok_or_else(|| (404, format!("no view is called `{view}`")))?;
    Ok(Some(model::view(model, declared)))
}

fn layers(list: &str) -> Result<Layers, Refusal> {
    let named = list.split(',').filter(|name| !name.is_empty());
    named.map(|name| Layer::from_name(name).ok_or_else(|| (400, format!("no layer is called `{name}`")))).collect()
}

/// How a session walks a model.
fn walk(analysis: &Analysis) -> Value {
    let (model, elicitation) = (&analysis.model, analysis.elicit());
    let coverage = threat::coverage(model, &elicitation);
    let findings = Findings {
        model,
        assessment: &threat::assess(model),
        elicitation: &elicitation,
        coverage: &coverage,
        before: None,
    };
    let level = model.header.level.unwrap_or(SessionLevel::Standard);
    let agenda = report::agenda(level).into_iter().map(|(minutes, what)| json!({ "minutes": minutes, "what": what }));
    let stops = report::stops(&findings).into_iter().map(|stop| {
        let tasks =
            stop.tasks.iter().map(|task| json!({ "category": task.lead, "text": task.text, "done": task.done }));
        json!({
            "id": model.target_key(stop.target),
            "name": stop.name,
            "about": stop.about,
            "tasks": tasks.collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": SCHEMA,
        "level": level.word(),
        "agenda": agenda.collect::<Vec<_>>(),
        "stops": stops.collect::<Vec<_>>(),
    })
}

/// The page of a diagnostic.
fn explain(code: &str) -> Reply {
    match analysis::codes().into_iter().find(|one| one.id == code) {
        Some(code) => Reply::text("text/plain", code.page),
        None => Reply::error(404, "no diagnostic has this code"),
    }
}

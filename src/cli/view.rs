//! The part of a model that a command is asked for.

use clap::Args;

use crate::analysis::Analysis;
use crate::diagnostic::did_you_mean;
use crate::model::{self, Model};
use crate::threat::{self, Coverage, Elicitation};

/// How many names are listed where nothing is like what was asked for.
const MAX_NAMES: usize = 24;

/// The flags of every command that shows a model or a part of it.
#[derive(Args, Debug)]
pub(super) struct Selection {
    /// Show what this `view` of the model shows.
    #[arg(long, value_name = "ID")]
    view: Option<String>,
    /// Show this element, boundary, flow or kind of data and what is next to it.
    #[arg(long, value_name = "ID", conflicts_with = "view")]
    focus: Option<String>,
}

impl Selection {
    /// What a view shows, or what is next to one thing.
    pub(super) fn of(view: Option<String>, focus: Option<String>) -> Selection {
        Selection { view, focus }
    }

    /// The part of a model that is asked for, or [`None`] for all of it; or says why that cannot be.
    pub(super) fn part(&self, whole: &Model) -> Result<Option<Model>, String> {
        let view = match (&self.view, &self.focus) {
            (Some(id), _) => declared(whole, id)?,
            (None, Some(id)) => focused(whole, id)?,
            (None, None) => return Ok(None),
        };
        Ok(Some(model::view(whole, &view)))
    }

    /// Leaves of an analysis what is asked for, and returns what was found and asked there. That is what was found in the
    /// whole model: a view hides, it answers nothing.
    pub(super) fn apply(&self, analysis: &mut Analysis) -> Result<(Elicitation, Coverage), String> {
        let part = self.part(&analysis.model)?;
        let whole = &analysis.model;
        let found = analysis.elicit();
        let coverage = threat::coverage(whole, &found);
        let Some(part) = part else { return Ok((found, coverage)) };
        let shown = (found.within(whole, &part), coverage.within(whole, &part));
        analysis.model = part;
        Ok(shown)
    }
}

fn declared(model: &Model, id: &str) -> Result<model::View, String> {
    let known = || model.views.iter().map(|view| view.id.value.as_str());
    let view = model.views.iter().find(|view| view.id.value == id);
    view.cloned().ok_or_else(|| format!("error: no view is called `{id}`{}\n", hint(id, known, "views")))
}

fn focused(model: &Model, id: &str) -> Result<model::View, String> {
    let elements = || model.elements.iter().map(|one| one.id.value.as_str());
    let boundaries = || model.boundaries.iter().map(|one| one.id.value.as_str());
    let flows = || model.flows.iter().map(|one| one.key.as_str());
    let data = || model.data.iter().map(|one| one.id.value.as_str());
    let known = || elements().chain(boundaries()).chain(flows()).chain(data());
    let Some(view) = model::focus(model, id) else {
        let hint = hint(id, known, "elements, boundaries, flows and data");
        return Err(format!("error: nothing is called `{id}` that can be in focus{hint}\n"));
    };
    if model::shows_nothing(model, &view) {
        return Err(format!("error: nothing holds or carries `{id}`, so there is nothing to show\n"));
    }
    Ok(view)
}

/// What was perhaps meant, or else what there is.
pub(super) fn hint<'a, I: Iterator<Item = &'a str>>(id: &str, known: impl Fn() -> I, what: &str) -> String {
    if let Some(best) = did_you_mean(id, known()) {
        return format!("; did you mean `{best}`?");
    }
    let names: Vec<String> = known().take(MAX_NAMES).map(|name| format!("`{name}`")).collect();
    let more = if known().nth(MAX_NAMES).is_some() { ", …" } else { "" };
    if names.is_empty() {
        format!("; the model has no {what}")
    } else {
        format!("\n{what}: {}{more}", names.join(", "))
    }
}

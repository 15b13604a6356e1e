//! The flags that say what a picture shows and how.

use clap::Args;

use crate::diagnostic::did_you_mean;
use crate::model::Model;
use crate::scene::{Highlight, Layer, Layers, Options, Theme};

/// See [`Options`].
#[derive(Args, Debug)]
pub(super) struct Look {
    /// The colours: auto (light, and dark where the surroundings are), light, dark, print, colorblind.
    #[arg(long, value_name = "THEME", default_value = "auto", value_parser = theme)]
    theme: Theme,
    /// What is shown, with commas between: threats, list, legend, data, categories, controls,
    /// coverage; or none.
    #[arg(long, value_name = "LIST", default_value = "threats,list,legend,data", value_parser = layers)]
    show: Layers,
    /// Fade everything but these elements, flows, boundaries and threats.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    highlight: Vec<String>,
}

impl Look {
    /// The options for a model, or what to complain of.
    pub(super) fn options(&self, model: &Model) -> Result<Options, String> {
        let names: Vec<String> = self.highlight.iter().map(|name| name.trim().to_owned()).collect();
        let highlight = if names.is_empty() {
            None
        } else {
            Some(Highlight::of(model, &names).map_err(|unknown| {
                let hint = unknown.suggestion.map(|best| format!("; did you mean `{best}`?")).unwrap_or_default();
                format!("error: nothing that is drawn is called `{}`{hint}\n", unknown.name)
            })?)
        };
        Ok(Options { layers: self.show.clone(), theme: self.theme, highlight })
    }
}

fn theme(name: &str) -> Result<Theme, String> {
    let known = Theme::ALL.map(Theme::name);
    Theme::ALL.into_iter().find(|theme| theme.name() == name).ok_or_else(|| unknown(name, &known))
}

fn layers(list: &str) -> Result<Layers, String> {
    if list.trim() == "none" {
        return Ok(Layers::from_iter([]));
    }
    list.split(',').map(|name| layer(name.trim())).collect()
}

fn layer(name: &str) -> Result<Layer, String> {
    let known = Layer::ALL.map(Layer::name);
    match Layer::ALL.into_iter().find(|layer| layer.name() == name) {
        Some(layer) => Ok(layer),
        None if name == "candidates" => Err(format!(
            "no threats are suggested yet, so there are no candidates to show; known: {}",
            known.join(", ")
        )),
        None if name == "none" => Err("`none` stands alone".to_owned()),
        None => Err(unknown(name, &known)),
    }
}

fn unknown(name: &str, known: &[&'static str]) -> String {
    let hint = did_you_mean(name, known.iter().copied()).map(|best| format!("did you mean `{best}`? "));
    format!("{}known: {}", hint.unwrap_or_default(), known.join(", "))
}

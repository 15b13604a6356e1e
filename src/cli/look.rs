//! The flags that say what a picture shows and how.

use clap::Args;

use super::view::hint;
use crate::diagnostic::did_you_mean;
use crate::layout::Wish;
use crate::model::{Direction, Model};
use crate::scene::{Highlight, Layer, Layers, Matrix, Options, Theme};

/// See [`Options`].
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Look {
    /// The colours: auto (light, and dark where the surroundings are), light, dark, print, colorblind.
    #[arg(long, value_name = "THEME", default_value = "auto", value_parser = theme)]
    theme: Theme,
    /// What is shown, with commas between: threats, list, legend, data, categories, controls,
    /// coverage, candidates; or none.
    #[arg(long, value_name = "LIST", default_value = "threats,list,legend,data", value_parser = layers)]
    show: Layers,
    /// Fade everything but these elements, flows, threats, and boundaries with all in them, and what handles these data.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    highlight: Vec<String>,
    /// Which way the flows run: right or down; otherwise as the model says, or as fits best.
    #[arg(long, value_name = "DIRECTION", value_parser = direction)]
    direction: Option<Direction>,
    /// Width over height of the diagram to come near to, such as 1.5 or 16:9.
    #[arg(long, value_name = "RATIO", value_parser = aspect)]
    aspect: Option<u16>,
}

impl Look {
    /// What is shown.
    pub(super) fn layers(&self) -> &Layers {
        &self.show
    }

    /// The same with another value for one of the flags, by its name; or says why that cannot be.
    pub(super) fn with(mut self, flag: &str, value: &str) -> Result<Look, String> {
        match flag {
            "theme" => self.theme = theme(value)?,
            "show" => self.show = layers(value)?,
            "highlight" => self.highlight = value.split(',').map(str::to_owned).collect(),
            "direction" => self.direction = Some(direction(value)?),
            "aspect" => self.aspect = Some(aspect(value)?),
            _ => {}
        }
        Ok(self)
    }

    /// The options for a model, or what to complain of.
    pub(super) fn options(&self, model: &Model, matrix: Matrix) -> Result<Options, String> {
        let names: Vec<String> = self.highlight.iter().map(|name| name.trim().to_owned()).collect();
        let highlight = if names.is_empty() {
            None
        } else {
            Some(Highlight::of(model, &names).map_err(|unknown| {
                let hint =
                    hint(&unknown.0, || Highlight::names(model), "elements, flows, boundaries, threats and data");
                format!("error: nothing that is drawn is called `{}`{hint}\n", unknown.0)
            })?)
        };
        let wish = Wish { direction: self.direction, aspect: self.aspect };
        Ok(Options { layers: self.show.clone(), theme: self.theme, highlight, matrix, wish, like: None, copy: 0 })
    }
}

fn direction(word: &str) -> Result<Direction, String> {
    Direction::from_word(word).ok_or_else(|| unknown(word, &["right", "down"]))
}

/// In hundredths.
fn aspect(text: &str) -> Result<u16, String> {
    let (width, height) = text.split_once(':').unwrap_or((text, "1"));
    match (width.trim().parse::<f64>(), height.trim().parse::<f64>()) {
        (Ok(width), Ok(height)) if (0.1..=10.0).contains(&(width / height)) => Ok((width / height * 100.0) as u16),
        _ => Err("a ratio goes from 0.1 to 10, as in `1.5` or `16:9`".to_owned()),
    }
}

pub(super) fn theme(name: &str) -> Result<Theme, String> {
    let known = Theme::ALL.map(Theme::name);
    Theme::from_name(name).ok_or_else(|| unknown(name, &known))
}

fn layers(list: &str) -> Result<Layers, String> {
    if list.trim() == "none" {
        return Ok(Layers::from_iter([]));
    }
    list.split(',').map(|name| layer(name.trim())).collect()
}

fn layer(name: &str) -> Result<Layer, String> {
    let known = Layer::ALL.map(Layer::name);
    match Layer::from_name(name) {
        Some(layer) => Ok(layer),
        None if name == "none" => Err("`none` stands alone".to_owned()),
        None => Err(unknown(name, &known)),
    }
}

fn unknown(name: &str, known: &[&'static str]) -> String {
    let hint = did_you_mean(name, known.iter().copied()).map(|best| format!("did you mean `{best}`? "));
    format!("{}known: {}", hint.unwrap_or_default(), known.join(", "))
}

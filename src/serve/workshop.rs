//! What the page says in a workshop, written into the model.
//!
//! Nothing is written over what somebody else wrote: an answer names the text that it is an answer to, and where the file
//! has another one by now, the page is told instead. Nothing is written that the compiler would refuse.

use serde::Deserialize;
use serde_json::json;

use super::http::{Asked, Reply};
use super::state::locked;
use super::{Served, Server, answer};
use crate::model::{Category, Date, DispositionKind, Model, Rating};
use crate::session::{self, Answer, Rated};
use crate::threat;

/// The longest text that somebody may say.
const MAX_TEXT: usize = 2000;

/// What the page sends.
#[derive(Debug, Deserialize)]
struct Message {
    /// The text that it is an answer to, as the page was told.
    seen: String,
    #[serde(flatten)]
    said: Said,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Said {
    Threat { category: String, target: String, text: String, likelihood: Option<String>, impact: Option<String> },
    Dismissal { category: String, target: String, text: String },
    Parked { text: String, until: Option<String> },
    Question { text: String, target: Option<String>, owner: Option<String> },
    Rating { threat: String, likelihood: String, impact: String },
    Mitigation { threat: String, text: String, owner: Option<String>, ticket: Option<String> },
    Disposition { threat: String, decision: String, text: String, by: Option<String>, until: Option<String> },
}

/// Writes what somebody said into a model, and answers with the model as it is then.
pub(super) fn write(server: &Server<'_>, served: &Served, asked: &Asked) -> Reply {
    let message: Message = match serde_json::from_slice(&asked.body) {
        Ok(message) => message,
        Err(error) => return Reply::error(400, &format!("that is no answer: {error}")),
    };
    let _alone = locked(&server.state.writing);
    // From the file itself, since the watcher may not have come round yet.
    let (known, changed) = server.state.update(server.host, &served.name, &served.path);
    if changed {
        server.hub.tell("changed", &served.name);
    }
    let analysis = &known.now.look.analysis;
    if message.seen != known.now.seen {
        let mut body = answer::document(server, served);
        body["error"] = json!("the file was changed meanwhile; nothing was written");
        return Reply::Content(409, "application/json", body.to_string().into_bytes());
    }
    if let Some(error) = analysis.first_error() {
        return Reply::error(422, &format!("the model has errors; mend them first: {}", error.message));
    }
    let grown = message.said.answer(&analysis.model).and_then(|said| {
        let grown = session::written(analysis.source().text(), &analysis.model, &said)?;
        match server.host.analyse(&served.path, &grown).first_error() {
            Some(error) => Err(format!("this cannot be written into the model: {}", error.message)),
            None => Ok(grown),
        }
    });
    let grown = match grown {
        Ok(grown) => grown,
        Err(message) => return Reply::error(422, &message),
    };
    if let Err(message) = server.host.write(&served.path, &grown) {
        return Reply::error(500, &message);
    }
    if server.state.update(server.host, &served.name, &served.path).1 {
        server.hub.tell("changed", &served.name);
    }
    Reply::json(&answer::document(server, served))
}

impl Said {
    /// What is to be written, where all of it has a meaning in this model.
    fn answer(self, model: &Model) -> Result<Answer, String> {
        Ok(match self {
            Said::Threat { category, target, text, likelihood, impact } => {
                let rated = match (likelihood, impact) {
                    (Some(likelihood), Some(impact)) => Some(rated(&likelihood, &impact)?),
                    (None, None) => None,
                    _ => return Err("a rating has a likelihood and an impact".to_owned()),
                };
                let (category, target) = cell(model, &category, target)?;
                Answer::Threat { category, target, text: sentence(&text)?, rated }
            }
            Said::Dismissal { category, target, text } => {
                let (category, target) = cell(model, &category, target)?;
                Answer::Dismissal { category, target, because: sentence(&text)? }
            }
            Said::Parked { text, until } => Answer::Parked { text: sentence(&text)?, until: day(until)? },
            Said::Question { text, target, owner } => {
                let target = target.filter(|target| !target.is_empty()).map(|name| named(model, name)).transpose()?;
                Answer::Question { text: sentence(&text)?, target, owner: optional(owner)? }
            }
            Said::Rating { threat, likelihood, impact } => {
                Answer::Rating { threat, rated: rated(&likelihood, &impact)? }
            }
            Said::Mitigation { threat, text, owner, ticket } => {
                let (owner, ticket) = (optional(owner)?, optional(ticket)?);
                Answer::Mitigation { threat, text: sentence(&text)?, owner, ticket }
            }
            Said::Disposition { threat, decision, text, by, until } => {
                let kind =
                    DispositionKind::from_word(&decision).ok_or("a threat is accepted, transferred or avoided")?;
                let (by, until) = (optional(by)?, day(until)?);
                Answer::Disposition { threat, kind, because: sentence(&text)?, by, until }
            }
        })
    }
}

/// A category that applies to an element or flow.
fn cell(model: &Model, category: &str, target: String) -> Result<(Category, String), String> {
    let found = Category::from_word(category).ok_or_else(|| format!("no category is called `{category}`"))?;
    let coverage = threat::coverage(model, &threat::Elicitation::default());
    let row = coverage.rows.iter().find(|row| model.target_key(row.target) == target);
    let Some(row) = row else { return Err(format!("no element or flow in scope is called `{target}`")) };
    let applies = model.element_type(row.target).is_some_and(|element| found.applies_to(element));
    if applies { Ok((found, target)) } else { Err(format!("`{category}` does not apply to `{target}`")) }
}

/// The name of an element, a flow or a boundary.
fn named(model: &Model, name: String) -> Result<String, String> {
    let known = model.elements.iter().any(|one| one.id.value == name)
        || model.flows.iter().any(|one| one.key == name)
        || model.boundaries.iter().any(|one| one.id.value == name);
    if known { Ok(name) } else { Err(format!("nothing is called `{name}`")) }
}

fn rated(likelihood: &str, impact: &str) -> Result<Rated, String> {
    let rating = |word: &str| Rating::from_word(word).ok_or_else(|| format!("`{word}` is not low, medium or high"));
    Ok(Rated { likelihood: rating(likelihood)?, impact: rating(impact)? })
}

fn sentence(text: &str) -> Result<String, String> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.chars().count() {
        0 => Err("something has to be said".to_owned()),
        1..=MAX_TEXT => Ok(plain),
        _ => Err(format!("that is longer than {MAX_TEXT} characters")),
    }
}

fn optional(text: Option<String>) -> Result<Option<String>, String> {
    text.filter(|text| !text.trim().is_empty()).map(|text| sentence(&text)).transpose()
}

fn day(text: Option<String>) -> Result<Option<Date>, String> {
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(|text| text.parse().map_err(|_| format!("`{text}` is no day, such as 2027-06-30"))).transpose()
}

//! The interactive walk: a question at a time, and what is answered is written into the file at once.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::Path;

use super::Outcome;
use super::input::{self, Input};
use super::output::{self, analyse_one};
use super::project::Opening;
use crate::analysis::Analysis;
use crate::model::{Model, Rating, Target};
use crate::syntax::quoted;
use crate::threat::{Cell, Coverage, Elicitation};

/// What somebody says to a question.
enum Answer {
    /// Something can go wrong: what, and how bad.
    Threat { text: String, likelihood: Rating, impact: Rating },
    /// Nothing can, because.
    Dismissal(String),
    /// Later.
    Skip,
    /// No more questions.
    Quit,
}

const HELP: &str = "t: a threat   n: nothing to fear, and why   s: skip   q: quit";

/// Asks what nobody has answered, and writes each answer at the end of the file.
pub(super) fn ask(
    path: &Path,
    opening: Opening,
    analysis: &Analysis,
    found: &Elicitation,
    coverage: &Coverage,
) -> Outcome {
    let Input { path: Some(path), text: Ok(mut text), .. } = input::read(path) else {
        output::complain("error: the answers are written into the model, so it has to be a file\n");
        return Outcome::Failed;
    };
    let model = &analysis.model;
    let mut ids: BTreeSet<String> = model.threats.iter().map(|threat| threat.id.value.clone()).collect();
    ids.extend(names(model));
    let mut written = 0;
    let open: Vec<(Target, &Cell)> = coverage
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| (row.target, cell)))
        .filter(|(_, cell)| !cell.state.is_answered())
        .collect();
    output::print(&format!("{} questions. {HELP}\n", open.len()));
    for (number, (target, cell)) in open.iter().enumerate() {
        let likely = found.likeliest(*target, cell.category).map(|one| format!("Likely: {}", one.text));
        let prompt = cell.prompt.clone().or(likely).unwrap_or_default();
        let target = model.target_key(*target);
        output::print(&format!("\n{}/{} {target}, {}: {prompt}\n", number + 1, open.len(), cell.category.word()));
        let statement = match answer() {
            Answer::Quit => break,
            Answer::Skip => continue,
            Answer::Dismissal(because) => {
                format!("dismiss {} on {target} {}\n", cell.category.word(), quoted(&because))
            }
            Answer::Threat { text, likelihood, impact } => {
                let id = fresh(&text, &mut ids);
                let (likelihood, impact) = (likelihood.word(), impact.word());
                format!(
                    "threat {id}: {} on {target} {} {{\n  likelihood: {likelihood}\n  impact: {impact}\n}}\n",
                    cell.category.word(),
                    quoted(&text)
                )
            }
        };
        let gap = if text.ends_with("\n\n") || text.is_empty() { "" } else { "\n" };
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        let grown = format!("{text}{end}{gap}{statement}");
        let candidate = Input { text: Ok(grown.clone()), ..input::read(&path) };
        if let Some(first) = first_error(&analyse_one(&candidate, opening)) {
            output::complain(&format!("error: this cannot be written into the model: {first}\n"));
            continue;
        }
        match output::deliver(&path, grown.as_bytes()) {
            Outcome::Fine => (text, written) = (grown, written + 1),
            outcome => return outcome,
        }
    }
    output::print(&format!("\n{written} answers written to {}\n", path.display()));
    Outcome::Fine
}

fn first_error(analysis: &Analysis) -> Option<&str> {
    let error = |one: &&crate::diagnostic::Diagnostic| one.severity == crate::diagnostic::Severity::Error;
    analysis.diagnostics.iter().find(error).map(|one| one.message.as_str())
}

/// Every name that a new threat must not take.
fn names(model: &Model) -> impl Iterator<Item = String> {
    let elements = model.elements.iter().map(|one| one.id.value.clone());
    let boundaries = model.boundaries.iter().map(|one| one.id.value.clone());
    let flows = model.flows.iter().filter_map(|one| one.id.as_ref()).map(|id| id.value.clone());
    let data = model.data.iter().map(|one| one.id.value.clone());
    let mitigations = model.mitigations.iter().filter_map(|one| one.id.as_ref()).map(|id| id.value.clone());
    let views = model.views.iter().map(|one| one.id.value.clone());
    elements.chain(boundaries).chain(flows).chain(data).chain(mitigations).chain(views)
}

fn answer() -> Answer {
    loop {
        match line("> ").as_deref() {
            None | Some("q" | "quit") => return Answer::Quit,
            Some("" | "s" | "skip") => return Answer::Skip,
            Some("n" | "no" | "nothing") => match said("why is there nothing to fear? ") {
                Some(because) => return Answer::Dismissal(because),
                None => return Answer::Quit,
            },
            Some("t" | "threat") => {
                let threat = (|| {
                    let text = said("who does what to what? ")?;
                    let likelihood = rating("how likely (low, medium, high)? ")?;
                    let impact = rating("how bad (low, medium, high)? ")?;
                    Some(Answer::Threat { text, likelihood, impact })
                })();
                return threat.unwrap_or(Answer::Quit);
            }
            Some(_) => output::print(&format!("{HELP}\n")),
        }
    }
}

/// What somebody types, without the spaces around it; nothing at the end of the input.
fn line(prompt: &str) -> Option<String> {
    output::print(prompt);
    let _ = std::io::stdout().flush();
    let mut text = String::new();
    match std::io::stdin().lock().read_line(&mut text) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(text.trim().to_owned()),
    }
}

/// The same, and something.
fn said(prompt: &str) -> Option<String> {
    loop {
        let text = line(prompt)?;
        if !text.is_empty() {
            return Some(text);
        }
    }
}

fn rating(prompt: &str) -> Option<Rating> {
    loop {
        let text = line(prompt)?;
        let ratings = [Rating::Low, Rating::Medium, Rating::High];
        if let Some(rating) = ratings.into_iter().find(|one| one.word() == text || one.word()[..1] == text) {
            return Some(rating);
        }
    }
}

/// A name made of the first words that say something.
fn fresh(text: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let starts = |word: &&str| word.len() > 3 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let words: Vec<&str> = plain.split_whitespace().filter(starts).take(3).collect();
    let base = if words.is_empty() { "threat".to_owned() } else { words.join("-") };
    let mut name = base.clone();
    let mut number = 1;
    while taken.contains(&name) {
        number += 1;
        name = format!("{base}-{number}");
    }
    taken.insert(name.clone());
    name
}

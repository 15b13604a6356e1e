//! The interactive walk: a question at a time, and what is answered is written into the file at once.

use std::io::{BufRead, Write};
use std::path::Path;

use super::Outcome;
use super::input::{self, Input};
use super::output::{self, analyse_one};
use super::project::Opening;
use crate::analysis::Analysis;
use crate::model::{Category, Rating, Target};
use crate::session::{self, Answer, Rated};
use crate::threat::{Cell, Coverage, Elicitation};

/// What somebody says to a question.
enum Reply {
    /// Something can go wrong: what, and how bad.
    Threat { text: String, rated: Rated },
    /// Nothing can, because.
    Dismissal(String),
    /// Later.
    Skip,
    /// No more questions.
    Quit,
}

impl Reply {
    /// What is to be written.
    fn answer(self, category: Category, target: &str) -> Option<Answer> {
        let target = target.to_owned();
        match self {
            Reply::Threat { text, rated } => Some(Answer::Threat { category, target, text, rated: Some(rated) }),
            Reply::Dismissal(because) => Some(Answer::Dismissal { category, target, because }),
            Reply::Skip | Reply::Quit => None,
        }
    }
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
    let analyse = |text: &str| analyse_one(&Input { text: Ok(text.to_owned()), ..input::read(&path) }, opening);
    // The whole model, also where a part of it is walked.
    let mut known = analyse(&text);
    let model = &analysis.model;
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
        let reply = reply();
        if matches!(reply, Reply::Quit) {
            break;
        }
        let Some(answer) = reply.answer(cell.category, target) else { continue };
        let grown = match session::written(&text, &known.model, &answer) {
            Ok(grown) => grown,
            Err(message) => {
                output::complain(&format!("error: {message}\n"));
                continue;
            }
        };
        let candidate = analyse(&grown);
        if let Some(first) = candidate.first_error() {
            output::complain(&format!("error: this cannot be written into the model: {}\n", first.message));
            continue;
        }
        match output::deliver(&path, grown.as_bytes()) {
            Outcome::Fine => (text, known, written) = (grown, candidate, written + 1),
            outcome => return outcome,
        }
    }
    output::print(&format!("\n{written} answers written to {}\n", path.display()));
    Outcome::Fine
}

fn reply() -> Reply {
    loop {
        match line("> ").as_deref() {
            None | Some("q" | "quit") => return Reply::Quit,
            Some("" | "s" | "skip") => return Reply::Skip,
            Some("n" | "no" | "nothing") => match said("why is there nothing to fear? ") {
                Some(because) => return Reply::Dismissal(because),
                None => return Reply::Quit,
            },
            Some("t" | "threat") => {
                let threat = (|| {
                    let text = said("who does what to what? ")?;
                    let likelihood = rating("how likely (low, medium, high)? ")?;
                    let impact = rating("how bad (low, medium, high)? ")?;
                    Some(Reply::Threat { text, rated: Rated { likelihood, impact } })
                })();
                return threat.unwrap_or(Reply::Quit);
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

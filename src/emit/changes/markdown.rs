//! Changes as Markdown for a pull request's comment: the verdict first, the details folded, never longer than a comment
//! may be, and nothing that somebody wrote in a model is markup.

use super::super::markdown::text;
use super::{follows, headline, summary};
use crate::diff::{ModelReview, Nature, Outcome, Review, Ruling, Weight};
use crate::report;

/// The most characters; GitHub refuses comments of more than 65,536.
const LONGEST: usize = 60_000;

/// How many lines of each list are shown; the next number where that is too long.
const MOST_LINES: [usize; 3] = [60, 20, 6];

/// How many characters a line has at most.
const LONGEST_LINE: usize = 400;

/// The first line of the comment, by which it is found again to be replaced.
const MARK: &str = "<!-- threatline -->";

/// Where pictures of a model's change stand, as paths or addresses; empty where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    /// Both states in one.
    pub both: String,
    /// The old state.
    pub before: String,
    /// The new state.
    pub after: String,
}

/// The review. `pictures`: by model of the review.
#[must_use]
pub fn markdown(review: &Review, pictures: &[Pictures]) -> String {
    let mut out = format!("{MARK}\n## {}\n\n", title(review));
    if review.models.is_empty() {
        out.push_str(&format!(
            "No change of a threat model between {} and {}.\n",
            text(&review.old),
            text(&review.new)
        ));
        return out;
    }
    out.push_str(&format!("**{}**; {}.\n", text(&summary(review)), review.ruling().advice()));
    let footer = format!("\n<sub>{} → {}</sub>\n", text(&review.old), text(&review.new));
    for (index, model) in review.models.iter().enumerate() {
        let left = LONGEST.saturating_sub(out.len() + footer.len() + ROOM_FOR_REST);
        let sections = MOST_LINES.iter().map(|most| section(model, pictures.get(index), review.models.len(), *most));
        let Some(section) = sections.into_iter().find(|section| section.len() <= left) else {
            let left = review.models.len() - index;
            out.push_str(&format!("\n… and {left} more model{}; `threatline diff` lists all of it.\n", plural(left)));
            break;
        };
        out.push_str(&section);
    }
    out + &footer
}

/// What it takes to say that there is more.
const ROOM_FOR_REST: usize = 200;

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn title(review: &Review) -> &'static str {
    match review.ruling() {
        Ruling::None => "Threat model: nothing that matters changed",
        Ruling::Review => "Threat model: to be reviewed",
        Ruling::Material => "Threat model: material change",
        Ruling::Unassessed => "Threat model: not assessed",
    }
}

fn section(model: &ModelReview, pictures: Option<&Pictures>, of: usize, most: usize) -> String {
    let mut out = format!("\n### {}: {}\n\n", text(&cut(&headline(model))), model.ruling().word());
    let diff = match &model.outcome {
        Outcome::Compared(diff) => diff,
        Outcome::Unassessed(failures) => {
            let line = |one: &crate::diff::Failure| {
                let side = if one.is_new { "new" } else { "old" };
                format!("{side} state, {}: {} [{}]", one.place, one.message, one.code)
            };
            out.push_str(&list(failures.iter().map(line), most));
            return out;
        }
    };
    let reasons = diff.verdict.reasons.iter().filter(|reason| reason.weight == Weight::Material);
    let reasons: Vec<String> = reasons.map(|reason| reason.text.clone()).collect();
    if !reasons.is_empty() {
        let on = diff.verdict.session_on.iter().take(most).map(|id| text(&cut(id))).collect::<Vec<_>>().join(", ");
        out.push_str(&format!("Hold a threat-modelling session on {on}, because of:\n\n"));
        out.push_str(&list(reasons.into_iter(), most));
        out.push('\n');
    }
    let consequences: Vec<String> = follows(diff).map(report::consequence).collect();
    if !consequences.is_empty() {
        out.push_str("What follows:\n\n");
        out.push_str(&list(consequences.into_iter(), most));
        out.push('\n');
    }
    if let Some(pictures) = pictures.filter(|pictures| !pictures.both.is_empty()) {
        let picture = |at: &str, what: &str| format!("![{what}](<{}>)", address(at));
        out.push_str(&format!("{}\n\n", picture(&pictures.both, "The data-flow diagram with what changed")));
        if !pictures.before.is_empty() {
            out.push_str(&format!(
                "<details><summary>Before and after</summary>\n\n| before | after |\n|---|---|\n| {} | {} |\n\n</details>\n\n",
                picture(&pictures.before, "before"),
                picture(&pictures.after, "after"),
            ));
        }
    }
    let counts = Nature::ALL.map(|nature| format!("{} {}", diff.count(nature), nature.word())).join(", ");
    let open = if of == 1 && diff.changes.len() <= FEW { " open" } else { "" };
    out.push_str(&format!("<details{open}><summary>All changes: {counts}</summary>\n\n"));
    let sign = |nature: Nature| match nature {
        Nature::Added => "➕",
        Nature::Changed => "✏️",
        Nature::Removed => "➖",
    };
    let changes = report::weighed(diff);
    let lines = changes.iter().map(|change| format!("{} {}", sign(change.nature), report::change(change)));
    out.push_str(&list(lines, most));
    out.push_str("\n</details>\n");
    out
}

/// So many changes are shown unfolded where there is one model.
const FEW: usize = 5;

/// A picture's address, from which nothing breaks out.
fn address(at: &str) -> String {
    let escaped = |c: char| match c {
        '<' | '>' | '\\' | '"' | '`' | '|' | ' ' => format!("%{:02X}", c as u32),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    at.chars().map(escaped).collect()
}

/// A list, cut where it would be longer than anybody reads.
fn list(lines: impl Iterator<Item = String>, most: usize) -> String {
    let lines: Vec<String> = lines.collect();
    let shown: String = lines.iter().take(most).map(|line| format!("- {}\n", text(&cut(line)))).collect();
    match lines.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}- … and {more} more\n"),
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(LONGEST_LINE) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

//! The coverage matrix as text, for a terminal and in Markdown, and as JSON, schema `threatline.coverage/1`.

use serde::Serialize;

use super::elicited::{CoverageEntry, Writer};
use super::one_line;
use crate::model::{Category, Model};
use crate::source::Source;
use crate::threat::{Coverage, Row, Rules, State};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    #[serde(flatten)]
    coverage: CoverageEntry,
}

/// The matrix as pretty-printed JSON, with the shares of everything, of each category and of each row.
#[must_use]
pub fn json(model: &Model, rules: &Rules, sources: &[Source], coverage: &Coverage) -> String {
    let coverage = Writer { model, rules, sources }.coverage(coverage);
    super::pretty(&Document { schema: "threatline.coverage/1", coverage })
}

/// As one letter or sign in the matrix.
fn sign(state: State) -> &'static str {
    match state {
        State::Threat => "T",
        State::Candidate => "?",
        State::Controlled => "c",
        State::Dismissed => "d",
        State::Unasked => ".",
    }
}

/// What the signs mean, for a line below the matrix.
pub const KEY: &str = "T threat, ? candidate, c controlled, d dismissed, . unasked";

/// The matrix with fixed columns, what was skipped first.
#[must_use]
pub fn table(model: &Model, coverage: &Coverage, prompts: bool) -> String {
    let mut out = skipped(coverage);
    let name = |row: &Row| one_line(model.target_key(row.target));
    let width = coverage.rows.iter().map(|row| name(row).chars().count()).max().unwrap_or(0).clamp(8, 40);
    out.push_str(&" ".repeat(width));
    for category in &coverage.categories {
        out.push_str(&format!(" {:>3}", category.letter()));
    }
    out.push('\n');
    for row in &coverage.rows {
        let mut name = name(row);
        if name.chars().count() > width {
            name = name.chars().take(width - 1).chain(['…']).collect();
        }
        out.push_str(&name);
        out.push_str(&" ".repeat(width - name.chars().count()));
        for category in &coverage.categories {
            let sign = row.cell(*category).map_or("", |cell| sign(cell.state));
            out.push_str(&format!(" {sign:>3}"));
        }
        out.push_str(&format!("  {:>3}%\n", row.share().percent()));
    }
    out.push_str(&" ".repeat(width));
    for category in &coverage.categories {
        out.push_str(&format!(" {:>3}", coverage.share_of(*category).percent()));
    }
    let share = coverage.share();
    out.push_str(&format!("  {:>3}%\n\n{KEY}\n", share.percent()));
    out.push_str(&format!("{} of {} answered\n", share.answered, share.total));
    if prompts {
        out.push_str(&questions(model, coverage, "  ", one_line));
    }
    out
}

/// The matrix as a Markdown table.
#[must_use]
pub fn markdown(model: &Model, coverage: &Coverage, prompts: bool) -> String {
    let share = coverage.share();
    let mut out =
        format!("**Coverage {}%**: {} of {} cells answered.\n\n", share.percent(), share.answered, share.total);
    let skipped = skipped(coverage);
    if !skipped.is_empty() {
        out.push_str(&format!("{skipped}\n"));
    }
    out.push_str("| |");
    for category in &coverage.categories {
        out.push_str(&format!(" {} |", category.letter()));
    }
    out.push_str(" |\n|---|");
    out.push_str(&"---|".repeat(coverage.categories.len() + 1));
    out.push('\n');
    for row in &coverage.rows {
        out.push_str(&format!("| {} |", super::markdown::text(model.target_key(row.target))));
        for category in &coverage.categories {
            out.push_str(&format!(" {} |", row.cell(*category).map_or("", |cell| sign(cell.state))));
        }
        out.push_str(&format!(" {}% |\n", row.share().percent()));
    }
    out.push_str(&format!("\n{KEY}\n"));
    if prompts {
        out.push_str(&questions(model, coverage, "- ", super::markdown::text));
    }
    out
}

fn skipped(coverage: &Coverage) -> String {
    let skipped: Vec<&str> = coverage.skipped().into_iter().map(Category::word).collect();
    if skipped.is_empty() { String::new() } else { format!("Answered nowhere: {}\n\n", skipped.join(", ")) }
}

/// The question of each cell that nobody has answered, by element: each written so, behind a bullet.
fn questions(model: &Model, coverage: &Coverage, bullet: &str, written: fn(&str) -> String) -> String {
    let mut out = String::new();
    for row in &coverage.rows {
        let prompts: Vec<_> =
            row.cells.iter().filter_map(|cell| Some((cell.category, cell.prompt.as_ref()?))).collect();
        if prompts.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n\n", written(model.target_key(row.target))));
        for (category, prompt) in prompts {
            out.push_str(&format!("{bullet}{}: {}\n", category.word(), written(prompt)));
        }
    }
    out
}

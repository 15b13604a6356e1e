//! Statements that answer what rules find or what nobody has asked yet, to be filled in.

use super::Action;
use crate::analysis::Analysis;
use crate::model::{Category, Target};
use crate::source::{FileId, Span};
use crate::syntax::quoted;
use crate::threat::{self, Candidate, Row};

/// What answers what is open about the thing that is declared on the line of an offset: a threat or a dismissal for each
/// candidate, and the questions that nobody has asked.
pub(super) fn answers(analysis: &Analysis, offset: u32) -> Vec<Action> {
    let model = &analysis.model;
    let line = |byte: u32| analysis.source().position(byte).line;
    let declares = |target: Target| {
        let span = model.target_span(target);
        span.file == FileId(0) && line(span.start) == line(offset)
    };
    let found = analysis.elicit();
    let here = found.open().into_iter().filter(|one| declares(one.target));
    let mut actions: Vec<Action> = here.flat_map(|one| answers_to(analysis, one)).collect();
    let coverage = threat::coverage(model, &found);
    actions.extend(coverage.rows.iter().filter(|row| declares(row.target)).filter_map(|row| questions(analysis, row)));
    actions
}

/// Writes a question for each category that nobody has asked about yet.
fn questions(analysis: &Analysis, row: &Row) -> Option<Action> {
    let target = analysis.model.target_key(row.target);
    let prompts: Vec<&str> = row.cells.iter().filter_map(|cell| cell.prompt.as_deref()).collect();
    let statements =
        prompts.iter().map(|prompt| format!("question {} on {target} {{ owner: \"…\" }}\n", quoted(prompt)));
    let plural = if prompts.len() == 1 { "" } else { "s" };
    let title = format!("Write down the {} open question{plural} about `{target}`", prompts.len());
    (!prompts.is_empty()).then(|| {
        Action::new(title, at_the_end(analysis), format!("{}{}", lead(analysis), statements.collect::<String>()))
    })
}

/// Behind the last line.
fn at_the_end(analysis: &Analysis) -> Span {
    let text = analysis.source().text();
    Span::new(FileId(0), text.len(), text.len())
}

/// What makes a blank line before a statement there.
fn lead(analysis: &Analysis) -> &'static str {
    if analysis.source().text().ends_with('\n') { "\n" } else { "\n\n" }
}

fn answers_to(analysis: &Analysis, one: &Candidate) -> Vec<Action> {
    let model = &analysis.model;
    let at = at_the_end(analysis);
    let lead = lead(analysis);
    let target = model.target_key(one.target);
    let categories = one.categories.iter().copied().map(Category::word).collect::<Vec<_>>().join(", ");
    let taken = |id: &str| model.threats.iter().any(|threat| threat.id.value == id);
    let numbered = (1..).map(|number| if number == 1 { one.rule.clone() } else { format!("{}-{number}", one.rule) });
    let id = numbered.into_iter().find(|id| !taken(id)).unwrap_or_else(|| one.rule.clone());
    let sentence = quoted(&one.text);
    let (likelihood, impact) = (one.likelihood.word(), one.impact.word());
    // Back-ticks set off words of the language where advice is shown; here it is a sentence.
    let mitigation = quoted(&one.advice.as_deref().unwrap_or("…").replace('`', ""));
    let threat = format!(
        "{lead}threat {id}: {categories} on {target}\n  {sentence} {{\n  likelihood: {likelihood}\n  impact: {impact}\n  \
         answers: {}\n  mitigation {mitigation} {{ owner: \"…\"; status: open }}\n}}\n",
        one.rule
    );
    let dismissal = format!("{lead}dismiss {} on {target} \"…\" {{ by: \"…\" }}\n", one.rule);
    vec![
        Action::new(format!("Write down the threat of `{}`", one.rule), at, threat),
        Action::new(format!("Dismiss `{}` with a reason", one.rule), at, dismissal),
    ]
}

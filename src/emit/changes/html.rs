//! Changes as one self-contained HTML page.

use super::super::report;
use super::{follows, headline, summary};
use crate::diff::{Outcome, Review, Weight};
use crate::report::{Block, change, consequence, weighed};

/// The review as a page; `svg` is the picture of the changes, where there is one.
#[must_use]
pub fn html(review: &Review, svg: Option<&str>) -> String {
    let mut blocks = vec![Block::Title("What changed in the threat model".to_owned())];
    if review.models.is_empty() {
        blocks.push(Block::Paragraph(format!("No change between {} and {}.", review.old, review.new)));
        return report::html(&blocks, None);
    }
    blocks.push(Block::Paragraph(format!("{} → {}: {}.", review.old, review.new, review.ruling().advice())));
    blocks.push(Block::Paragraph(summary(review)));
    blocks.push(Block::Picture);
    for model in &review.models {
        blocks.push(Block::Heading(format!("{}: {}", headline(model), model.ruling().word())));
        match &model.outcome {
            Outcome::Compared(diff) => {
                let material = diff.verdict.reasons.iter().filter(|reason| reason.weight == Weight::Material);
                let material: Vec<String> = material.map(|reason| reason.text.clone()).collect();
                if !material.is_empty() {
                    let on = diff.verdict.session_on.join(", ");
                    blocks.push(Block::Warning(format!("Hold a threat-modelling session on {on}, because of:")));
                    blocks.push(Block::List(material));
                }
                let follows: Vec<String> = follows(diff).map(consequence).collect();
                if !follows.is_empty() {
                    blocks.push(Block::Paragraph("What follows:".to_owned()));
                    blocks.push(Block::List(follows));
                }
                let rows = weighed(diff)
                    .into_iter()
                    .map(|one| vec![one.nature.word().to_owned(), one.weight.word().to_owned(), change(one)]);
                blocks.push(Block::Table(vec!["Change", "Weight", "What"], rows.collect()));
            }
            Outcome::Unassessed(failures) => {
                let line = |one: &crate::diff::Failure| {
                    let side = if one.is_new { "new" } else { "old" };
                    format!("{side} state, {}: {} [{}]", one.place, one.message, one.code)
                };
                blocks.push(Block::Warning("Some state could not be read, so nobody knows what changed.".to_owned()));
                blocks.push(Block::List(failures.iter().map(line).collect()));
            }
        }
    }
    report::html(&blocks, svg)
}

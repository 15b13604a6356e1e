//! Changes for a terminal: a sign, a thing and what became of it a line.

use super::super::one_line;
use super::{headline, summary};
use crate::diff::{Nature, Outcome, Review, Ruling};
use crate::report;

/// The review; `colour` marks signs and the summary.
#[must_use]
pub fn text(review: &Review, colour: bool) -> String {
    let paint =
        |code: &str, text: &str| if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = String::new();
    for model in &review.models {
        out.push_str(&format!("{}: {}\n", paint("1", &one_line(&headline(model))), model.ruling().word()));
        match &model.outcome {
            Outcome::Compared(diff) => {
                for change in report::weighed(diff) {
                    let code = match change.nature {
                        Nature::Added => "32",
                        Nature::Changed => "33",
                        Nature::Removed => "31",
                    };
                    let sign = paint(code, &change.nature.sign().to_string());
                    out.push_str(&format!("  {sign} {}\n", one_line(&report::change(change))));
                }
                for one in diff.consequences.iter().filter(|one| report::is_told(one)) {
                    out.push_str(&format!("  {} {}\n", paint("35", "!"), one_line(&report::consequence(one))));
                }
                if !diff.verdict.session_on.is_empty() {
                    let on = diff.verdict.session_on.join(", ");
                    out.push_str(&format!("  hold a threat-modelling session on: {}\n", one_line(&on)));
                }
            }
            Outcome::Unassessed(failures) => {
                for failure in failures {
                    let side = if failure.is_new { "new" } else { "old" };
                    let line = format!("{}: {} [{}]", failure.place, failure.message, failure.code);
                    out.push_str(&format!("  {} {side} state: {}\n", paint("31", "?"), one_line(&line)));
                }
            }
        }
    }
    if review.models.is_empty() {
        return format!("no changes between {} and {}\n", one_line(&review.old), one_line(&review.new));
    }
    let code = match review.ruling() {
        Ruling::None => "32",
        Ruling::Review => "33",
        Ruling::Material | Ruling::Unassessed => "31",
    };
    out.push_str(&format!("{}; {}\n", paint(code, &summary(review)), review.ruling().advice()));
    out
}

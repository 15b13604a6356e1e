//! `threatline rules`

use clap::Args;

use super::{Outcome, output};
use crate::threat::{Rule, catalogue};

/// List the built-in threat rules, or print the page of one.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A rule; without one, all are listed by field.
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let Some(wanted) = &arguments.rule else {
        output::print(&list());
        return Outcome::Fine;
    };
    let rules = || catalogue().iter().flat_map(|field| &field.rules);
    if let Some(rule) = rules().find(|rule| rule.id == *wanted) {
        output::print(&page(rule));
        return Outcome::Fine;
    }
    let best = crate::diagnostic::did_you_mean(wanted, rules().map(|rule| rule.id.as_str()));
    let help = best.map(|best| format!("; did you mean `{best}`?")).unwrap_or_default();
    output::complain(&format!(
        "error: no built-in rule is called `{wanted}`{help}\n`threatline rules` lists them all\n"
    ));
    Outcome::Failed
}

fn list() -> String {
    let mut out = String::new();
    for field in catalogue() {
        out.push_str(&format!("{}{}\n", if out.is_empty() { "" } else { "\n" }, field.name));
        for rule in &field.rules {
            out.push_str(&format!("  {:<30} {:<38} {}\n", rule.id, categories(rule), rule.title));
        }
    }
    out
}

/// The page of a rule, in Markdown.
pub(super) fn page(rule: &Rule) -> String {
    let impact = rule.impact.map_or("by the data", |impact| impact.word());
    format!(
        "# {} ({})\n\n*{}*; likelihood {}, impact {impact}\n\n{}\n\nReferences: {}\n",
        rule.title,
        rule.id,
        categories(rule),
        rule.likelihood.word(),
        rule.doc,
        rule.references.join(", ")
    )
}

fn categories(rule: &Rule) -> String {
    rule.categories.iter().map(|category| category.word()).collect::<Vec<_>>().join(", ")
}

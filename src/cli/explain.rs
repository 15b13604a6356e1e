//! `threatline explain`

use clap::Args;

use super::{CODES, Outcome, output};
use crate::analysis;
use crate::diagnostic::{Code, did_you_mean};
use crate::threat::catalogue;

/// Print what a diagnostic or a threat rule means, with an example and its remedy.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A code (`TM0101`), its name (`unknown-name`) or a rule; without one, all diagnostics are listed.
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut codes = analysis::codes();
    codes.extend(CODES);
    let Some(wanted) = &arguments.code else {
        output::print(&list(&codes));
        return Outcome::Fine;
    };
    let plain = wanted.trim_start_matches("error[").trim_start_matches("warning[").trim_end_matches(']');
    if let Some(code) = codes.iter().find(|code| code.id.eq_ignore_ascii_case(plain) || code.slug == plain) {
        output::print(code.page);
        return Outcome::Fine;
    }
    let mut rules = catalogue().iter().flat_map(|field| &field.rules);
    if let Some(rule) = rules.find(|rule| rule.id == *wanted) {
        output::print(&super::rules::page(rule));
        return Outcome::Fine;
    }
    let names = codes.iter().flat_map(|code| [code.slug, code.id]);
    let help = did_you_mean(plain, names).map(|best| format!("; did you mean `{best}`?")).unwrap_or_default();
    output::complain(&format!(
        "error: no diagnostic is called `{wanted}`{help}\n`threatline explain` lists them all\n"
    ));
    Outcome::Failed
}

fn list(codes: &[&Code]) -> String {
    codes
        .iter()
        .map(|code| format!("{}  {:<8} {:<26} {}\n", code.id, code.severity.word(), code.slug, code.summary))
        .collect()
}

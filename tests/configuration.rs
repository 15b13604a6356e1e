//! `threatline.toml`: what a project says for all of its models.

use threatline::analysis::analyse_in;
use threatline::diagnostic::Severity;
use threatline::project::{Imports, Root};

use crate::support::places;

const MODEL: &str = r#"model "Sign-in" { scope: "Signing in" }
entity user "User" { kind: person }
boundary cloud "Cloud" {
  process web "Web app" { authn: none; rate-limit: none }
}
flow user -> web "name and password"
threat guess: spoofing on web "A script tries leaked passwords until one of them opens an account" {
  likelihood: high
  impact: low
  mitigation "Limit attempts for each account and each address"
}
"#;

fn under(configuration: &str, model: &str) -> threatline::analysis::Analysis {
    let root = Root { name: "model.tm", path: "model.tm", text: model };
    analyse_in(&root, Imports::Closed, None, Some(("threatline.toml", configuration)))
}

fn found(configuration: &str) -> Vec<String> {
    places(&under(configuration, MODEL))
}

#[test]
fn checks_are_allowed_and_denied_for_all_models() {
    assert_eq!(found(""), ["10 TM0403"]);
    assert_eq!(found("[lints]\nallow = [\"unowned-mitigation\"]\n"), [""; 0]);
    assert!(!under("", MODEL).has_errors());
    assert!(under("[lints]\ndeny = [\"TM0403\"]\n", MODEL).has_errors());
    let own = MODEL.replace("scope:", "allow: unowned-mitigation; scope:");
    assert!(places(&under("[lints]\ndeny = [\"TM0403\"]\n", &own)).is_empty(), "the model's own word goes before");
}

#[test]
fn rules_are_off_and_rated_otherwise_for_all_models() {
    let keys = |configuration: &str| {
        let elicitation = under(configuration, MODEL).elicit();
        let keys = elicitation.candidates.iter().map(|one| format!("{} {}", one.key, one.severity.word()));
        keys.filter(|line| line.contains("-entry@") || line.contains("-requests@")).collect::<Vec<_>>()
    };
    assert_eq!(keys(""), ["unauthenticated-entry@web high", "unlimited-requests@web medium"]);
    let off = "[rules.unlimited-requests]\noff = \"The gateway limits every caller\"\n";
    assert_eq!(keys(off), ["unauthenticated-entry@web high"]);
    let low = "[rules.unlimited-requests]\nlikelihood = \"low\"\nimpact = \"low\"\nbecause = \"A lab\"\n";
    assert_eq!(keys(low), ["unauthenticated-entry@web high", "unlimited-requests@web low"]);
}

#[test]
fn what_cannot_be_is_reported_at_its_place_in_that_file() {
    let cases = [
        ("[lints]\nallow = [\"unowned-mitigations\"]\n", 2, "did you mean `unowned-mitigation`"),
        ("[lints]\nallow = [\"unknown-name\"]\n", 2, "is an error and cannot be configured"),
        ("[lint]\n", 1, "unknown field `lint`"),
        ("[rules.unlimited-request]\noff = \"why\"\n", 1, "did you mean `unlimited-requests`"),
        ("[rules.unlimited-requests]\nimpact = \"low\"\n", 1, "nothing says why"),
        ("[rules.unlimited-requests]\nimpact = \"huge\"\n", 2, "unknown variant `huge`"),
        ("lints = ", 1, "there are the tables `[lints]`"),
    ];
    for (configuration, line, words) in cases {
        let analysis = under(configuration, MODEL);
        let errors = analysis.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let shown: Vec<String> =
            errors.map(|one| format!("{}: {} {}", analysis.place(one.span), one.message, one.help)).collect();
        assert_eq!(shown.len(), 1, "{configuration}{shown:?}");
        assert!(shown[0].starts_with(&format!("threatline.toml:{line}: ")) && shown[0].contains(words), "{shown:?}");
    }
}

//! Threat rules: what a condition means, what a catalogue rule finds, and how findings are answered.

use threatline::analysis::Analysis;
use threatline::threat::catalogue;

use crate::support::{check, fences, report};

/// What the rules of a text find, without the catalogue: `candidate rule@target`, `question …`, `control …`.
fn outcomes(analysis: &Analysis) -> Vec<String> {
    let rules = analysis.rules.clone().alone();
    let (found, _) = threatline::threat::elicit(&analysis.model, &rules);
    let key = |target| analysis.model.target_key(target).to_owned();
    let candidates = found.candidates.iter().map(|one| {
        let open = if one.answer.is_none() { "candidate" } else { "answered" };
        format!("{open} {}", one.key)
    });
    let questions = found.questions.iter().map(|one| format!("question {}", one.key));
    let controls = found.controls.iter().map(|one| format!("control {}@{}", one.rule, key(one.target)));
    candidates.chain(questions).chain(controls).collect()
}

const SHOP: &str = r#"
model "Shop" { scope: "Ordering" }
data card "Card" { sensitivity: restricted; kind: payment }
data news "News" { sensitivity: public; kind: business }
data odd "Something"
entity buyer "Buyer" { kind: person }
entity bank "Bank"
boundary shop "Shop" {
  kind: network
  trust: 50
  process web "Web shop" { authn: password; authz: none; audit: unknown; tech: nginx }
  boundary inner "Inner" {
    trust: 80
    store db "Orders" { holds: card; encryption: at-rest }
    process job "Nightly job"
  }
}
flow pay: buyer -> web "card number" { carries: card; protocol: https }
flow receipt: web -> buyer "receipt"
flow save: web -> db "order" { carries: card, news }
flow report: job -> bank "figures" { carries: odd }
flow sync: job <-> db "all"
"#;

/// Each condition in a rule on a kind of thing, and what comes of it.
const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("flow", "crosses-boundary", &["candidate r@pay", "candidate r@receipt", "candidate r@save", "candidate r@report"]),
    ("flow", "enters-trust", &["candidate r@pay", "candidate r@save"]),
    ("flow", "leaves-trust", &["candidate r@receipt", "candidate r@report"]),
    ("flow", "reply", &["candidate r@receipt"]),
    ("flow", "two-way", &["candidate r@sync"]),
    ("flow", "crosses(network)", &["candidate r@pay", "candidate r@receipt", "candidate r@report", "question r@save"]),
    ("flow", "from is entity", &["candidate r@pay"]),
    (
        "flow",
        "to is (store, entity)",
        &["candidate r@receipt", "candidate r@save", "candidate r@report", "candidate r@sync"],
    ),
    ("flow", "from is person or to is system", &["candidate r@pay", "question r@report"]),
    (
        "flow",
        "carries has payment",
        &["candidate r@pay", "candidate r@save", "question r@receipt", "question r@report", "question r@sync"],
    ),
    (
        "flow",
        "carries.sensitivity >= confidential",
        &["candidate r@pay", "candidate r@save", "question r@receipt", "question r@report", "question r@sync"],
    ),
    ("flow", "unset(carries)", &["candidate r@receipt", "candidate r@sync"]),
    (
        "flow",
        "carries in (unset, business)",
        &["candidate r@receipt", "candidate r@save", "candidate r@sync", "question r@report"],
    ),
    (
        "flow",
        "protocol has https",
        &["candidate r@pay", "question r@receipt", "question r@save", "question r@report", "question r@sync"],
    ),
    (
        "flow",
        "not protocol has https",
        &["question r@receipt", "question r@save", "question r@report", "question r@sync"],
    ),
    (
        "flow",
        "protocol in (http, unset)",
        &["candidate r@receipt", "candidate r@save", "candidate r@report", "candidate r@sync"],
    ),
    ("flow", "to.authz == none", &["candidate r@pay", "question r@save", "question r@sync"]),
    ("flow", "to.exposed and from.mentions(\"buyers\", \"visitor\")", &[]),
    ("flow", "to.exposed and from.mentions(\"buyer\", \"visitor\")", &["candidate r@pay"]),
    ("process", "authn has (password, basic)", &["candidate r@web", "question r@job"]),
    ("process", "authz in (none, unknown)", &["candidate r@web", "question r@job"]),
    ("process", "answered(authn)", &["candidate r@web", "question r@job"]),
    ("process", "stated(authn)", &["candidate r@web"]),
    ("process", "stated(authz)", &[]),
    ("process", "stated(authn, password, mfa)", &["candidate r@web"]),
    ("process", "stated(authn, passkey)", &[]),
    ("flow", "to.stated(authn) and not stated(to.authz)", &["candidate r@pay"]),
    ("process", "unset(authn)", &["candidate r@job"]),
    ("process", "not stated(audit)", &["candidate r@web", "candidate r@job"]),
    ("process", "exposed", &["candidate r@web"]),
    ("process", "trust >= 80", &["candidate r@job"]),
    ("process", "boundary.trust < 80", &["candidate r@web"]),
    ("process", "inside(network)", &["candidate r@web", "candidate r@job"]),
    ("process", "inside(tenant)", &["question r@job"]),
    ("process", "mentions(\"NGINX\")", &["candidate r@web"]),
    ("process", "fan-out == 2", &["candidate r@web", "candidate r@job"]),
    ("process", "fan-in != 1", &[]),
    ("store", "reachable-from(person)", &["candidate r@db"]),
    ("store", "reaches(entity) and holds has payment", &["candidate r@db"]),
    (
        "element",
        "handles.sensitivity == restricted",
        &["candidate r@buyer", "candidate r@web", "candidate r@db", "question r@bank", "question r@job"],
    ),
    ("process", "any-incoming(from is entity and protocol has https)", &["candidate r@web"]),
    ("process", "every-incoming(from is entity)", &["candidate r@web"]),
    ("process", "any-outgoing(to is entity and element.authz in (none))", &["candidate r@web", "question r@job"]),
    ("process", "exposed and (authn has basic or authz == none)\n    and not audit has receipt", &["candidate r@web"]),
];

#[test]
fn conditions_mean_what_the_reference_says() {
    for (kind, condition, expected) in CONDITIONS {
        let category =
            if *kind == "element" { "repudiation, information-disclosure" } else { "information-disclosure" };
        let rule = format!(
            "rule r on {kind} \"R\" {{\n  when: {condition}\n  threat: {category}\n  text: \"{{{}}}\"\n  \
             likelihood: low\n  impact: low\n}}\n",
            if *kind == "flow" { "flow" } else { "element" }
        );
        let analysis = check(&format!("{SHOP}{rule}"));
        assert!(!analysis.has_errors(), "{condition}\n{}", report(&analysis));
        assert_eq!(outcomes(&analysis), *expected, "{kind}: {condition}");
    }
}

/// Whether a model that a rule's own description holds is found by it.
fn is_found(fence: &str, rule: &str) -> Vec<String> {
    let analysis = check(fence);
    assert!(!analysis.has_errors(), "{rule}\n{}", report(&analysis));
    let found = &analysis.elicitation;
    let candidates = found.candidates.iter().filter(|one| one.rule == rule).map(|one| format!("candidate {}", one.key));
    let questions = found.questions.iter().filter(|one| one.rule == rule).map(|one| format!("question {}", one.key));
    candidates.chain(questions).collect()
}

#[test]
fn every_rule_fires_and_is_silent_where_it_says() {
    for field in catalogue() {
        let report: Vec<String> = field
            .diagnostics
            .iter()
            .map(|one| {
                let line = field.source.position(one.span.start).line;
                format!("{}.tm:{line} {} {}", field.name, one.code.id, one.message)
            })
            .collect();
        assert!(report.iter().all(|line| line.contains("TM0011")), "{}", report.join("\n"));
        for rule in &field.rules {
            let fences = fences(&rule.doc);
            for (info, expected) in [("tm fires", true), ("tm silent", false)] {
                let cases: Vec<_> = fences.iter().filter(|(known, _)| known == info).collect();
                assert_eq!(cases.len(), 1, "`{}` has one `{info}` fence", rule.id);
                let found = is_found(&cases[0].1, &rule.id);
                let fired = found.iter().any(|one| one.starts_with("candidate"));
                assert!(fired || !expected, "`{}` does not fire: {found:?}\n{}", rule.id, cases[0].1);
                assert!(expected || found.is_empty(), "`{}` is not silent: {found:?}\n{}", rule.id, cases[0].1);
            }
            assert!(!rule.references.is_empty(), "`{}` names no reference", rule.id);
        }
    }
}

//! Threat rules: what a condition means, what a catalogue rule finds, and how findings are answered.

use threatline::analysis::Analysis;
use threatline::model::{BoundaryId, Model};
use threatline::threat::catalogue;

use crate::support::{check, check_as, fences, files, read, report};

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
    ("flow", "apart", &["candidate r@pay", "candidate r@receipt", "candidate r@report"]),
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

/// Each condition on a process that cannot be, its code, and what the message names.
const NONSENSE: &[(&str, &str, &str)] = &[
    ("athn has passkey", "TM0602", "did you mean `authn`"),
    ("authn has passky", "TM0602", "did you mean `passkey`"),
    ("crosses-bondary", "TM0602", "`crosses-bondary`"),
    ("apart", "TM0603", "`apart` says nothing about a process"),
    ("carries has personal", "TM0603", "`carries` says nothing about a process"),
    ("authn == 5", "TM0603", "`authn` is compared with words or texts"),
    ("authn < 3", "TM0603", "`authn` has no order"),
    ("trust < low", "TM0603", "`trust` is a number"),
    ("trust has 5", "TM0603", "write `trust == 5`"),
    ("fan-in in (3)", "TM0603", "write `fan-in == 3`"),
    ("holds.sensitivity >= secret", "TM0602", "`secret` is not a value of `sensitivity`"),
    ("authz in ()", "TM0001", "condition"),
];

#[test]
fn conditions_that_make_no_sense_are_refused() {
    for (condition, code, message) in NONSENSE {
        let rule = format!(
            "rule r on process \"R\" {{\n  when: {condition}\n  threat: spoofing\n  text: \"{{element}}\"\n  \
             likelihood: low\n  impact: low\n}}\n"
        );
        let analysis = check(&format!("{SHOP}{rule}"));
        let text = report(&analysis);
        assert!(text.contains(code) && text.contains(message), "{condition}\n{text}");
    }
}

/// Asks about privacy too.
const BOTH: &str = "model \"M\" { scope: \"s\"; method: both }\n";

/// Whether a model that a rule's own description holds is found by it.
fn is_found(fence: &str, rule: &str) -> Vec<String> {
    let analysis = check(&format!("{BOTH}{fence}"));
    assert!(!analysis.has_errors(), "{rule}\n{}", report(&analysis));
    let found = analysis.elicit();
    let candidates = found.candidates.iter().filter(|one| one.rule == rule).map(|one| format!("candidate {}", one.key));
    let questions = found.questions.iter().filter(|one| one.rule == rule).map(|one| format!("question {}", one.key));
    candidates.chain(questions).collect()
}

#[test]
fn every_rule_fires_and_is_silent_where_it_says() {
    let mut wrong = Vec::new();
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
                if expected != fired || (!expected && !found.is_empty()) {
                    wrong.push(format!("`{}`, `{info}`: {found:?}\n{}", rule.id, cases[0].1));
                }
            }
            assert!(!rule.references.is_empty(), "`{}` names no reference", rule.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A model without a single answer: only elements, boundaries, flows and their labels.
pub(crate) fn stripped(analysis: &Analysis, head: &str) -> String {
    let model = &analysis.model;
    let mut out = format!("{head}{}", stripped_inside(model, None));
    for (index, flow) in model.flows.iter().enumerate() {
        let name = |id| model.element(id).id.value.replace('.', "_");
        let (from, to, arrow) = (name(flow.from), name(flow.to), flow.arrow.symbol());
        let id = flow.id.as_ref().map_or(format!("f{index}"), |id| id.value.replace('.', "_"));
        out.push_str(&format!("flow {id}: {from} {arrow} {to} {:?}\n", flow.label));
    }
    out
}

/// The elements and boundaries that stand in a boundary, or outside all of them.
fn stripped_inside(model: &Model, parent: Option<BoundaryId>) -> String {
    let elements = model.elements.iter().filter(|element| element.parent == parent).map(|element| {
        format!("{} {} {:?}\n", element.kind.kind().keyword(), element.id.value.replace('.', "_"), element.label)
    });
    let ids = (0..model.boundaries.len()).map(BoundaryId).filter(|id| model.boundary(*id).parent == parent);
    let boundaries = ids.map(|id| {
        let name = model.boundary(id).id.value.replace('.', "_");
        format!("boundary {name} {{\n{}}}\n", stripped_inside(model, Some(id)))
    });
    elements.chain(boundaries).collect()
}

#[test]
fn a_bare_drawing_makes_little_noise() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let text = stripped(&analysis, BOTH);
        let bare = check(&text);
        assert!(!bare.has_errors(), "{}\n{text}\n{}", path.display(), report(&bare));
        let (found, elements) = (bare.elicit().open().len(), bare.model.elements.len());
        assert!(found <= 5 * elements, "{}: {found} candidates on {elements} elements", path.display());
        assert!(found > 0, "{}", path.display());
    }
}

/// Keys of open candidates of one target, or of all.
fn open(analysis: &Analysis) -> Vec<String> {
    let mut keys: Vec<String> = analysis.elicit().open().iter().map(|one| one.key.clone()).collect();
    keys.sort();
    keys
}

const API: &str = r#"model "M" { scope: "s" }
entity user "User"
boundary cloud "Cloud" {
  process api "API"
  store db "Orders"
}
flow call: user -> api "order"
flow api -> db "write"
"#;

#[test]
fn keys_outlive_order_labels_boundaries_and_names() {
    let before = open(&check(API));
    let moved = API.replace("  store db \"Orders\"\n", "  boundary tier { store db \"All orders of the shop\" }\n");
    let mut lines: Vec<&str> = API.lines().collect();
    lines.swap(6, 7);
    let reordered = format!("{}\n", lines.join("\n"));
    let grown = format!("{API}process alone \"Alone\"\n");
    for (what, text) in [("moved", moved), ("reordered", reordered), ("grown", grown)] {
        assert_eq!(open(&check(&text)), before, "{what}");
    }
    let renamed =
        check(&API.replace("process api \"API\"", "process shop \"API\" { was: api }").replace("api", "shop"));
    let text = renamed.source().text().replace("was: shop", "was: api");
    let renamed = check(&text);
    let former: Vec<_> = renamed.elicit().candidates.iter().filter_map(|one| one.former_key.clone()).collect();
    let of_api: Vec<_> = before.iter().filter(|key| key.ends_with("@api")).cloned().collect();
    assert!(!of_api.is_empty());
    let mut sorted = former;
    sorted.sort();
    assert_eq!(sorted, of_api);
}

#[test]
fn an_answer_silences_what_it_answers_and_nothing_else() {
    let all = open(&check(API));
    for (answer, silenced) in [
        ("dismiss unlimited-requests on api \"a gateway limits them\"", vec!["unlimited-requests@api"]),
        ("dismiss spoofing on api \"x\"", vec!["unauthenticated-entry@api"]),
        ("dismiss information-disclosure on call \"x\"", vec![]),
        ("dismiss information-disclosure, tampering on call \"x\"", vec!["open-path@call"]),
        (
            "threat t: elevation-of-privilege on api \"x\" { likelihood: low; impact: low }",
            vec!["unauthorised-action@api"],
        ),
        (
            "threat t: elevation-of-privilege on api \"x\" { likelihood: low; impact: low; answers: unchecked-input }",
            vec!["unchecked-input@api"],
        ),
        ("dismiss deniable-actions \"not in this project\"", vec!["deniable-actions@user"]),
    ] {
        let analysis = check(&format!("{API}{answer}\n"));
        assert!(!analysis.has_errors(), "{}", report(&analysis));
        let expected: Vec<_> = all.iter().filter(|key| !silenced.contains(&key.as_str())).cloned().collect();
        assert_eq!(open(&analysis), expected, "{answer}");
    }
    let controlled = check(&API.replace("process api \"API\"", "process api \"API\" { rate-limit: per-user }"));
    let expected: Vec<_> = all.iter().filter(|key| *key != "unlimited-requests@api").cloned().collect();
    assert_eq!(open(&controlled), expected);
}

#[test]
fn ratings_are_adjusted_here_or_everywhere() {
    let severity = |adjustments: &str| {
        let analysis = check(&format!("{API}{adjustments}"));
        assert!(!analysis.has_errors(), "{}", report(&analysis));
        let candidates = analysis.elicit().candidates;
        let found = candidates.iter().find(|one| one.key == "unlimited-requests@api").expect("the candidate");
        found.severity.word()
    };
    assert_eq!(severity(""), "medium");
    assert_eq!(severity("adjust unlimited-requests \"an outage costs a day\" { impact: high }\n"), "high");
    assert_eq!(severity("adjust unlimited-requests on api \"internal\" { likelihood: low }\n"), "low");
    assert_eq!(
        severity(
            "adjust unlimited-requests \"costly\" { impact: high; likelihood: high }\n\
             adjust unlimited-requests on api \"internal\" { likelihood: low }\n"
        ),
        "medium"
    );
}

#[test]
fn every_cell_has_a_state_and_every_open_one_a_question() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let coverage = threatline::threat::coverage(&analysis.model, &analysis.elicit());
        for row in &coverage.rows {
            let name = analysis.model.target_key(row.target);
            for cell in &row.cells {
                let asks = cell.state == threatline::threat::State::Unasked;
                assert!(cell.prompt.is_some() || !asks, "{name} {:?}", cell.category);
                let prompt = cell.prompt.as_deref().unwrap_or("?");
                assert!(prompt.ends_with('?') || prompt.ends_with('.'), "{prompt}");
                assert!(!prompt.contains('{') || analysis.source().text().contains('{'), "{prompt}");
            }
        }
        let answered: usize = coverage.rows.iter().map(|row| row.share().answered).sum();
        assert_eq!(answered, coverage.share().answered);
    }
}

/// What a well-kept thing says, by attribute. An attribute that a kind does not have is left out.
const HARDENED: &[(&str, &str)] = &[
    ("authn", "mtls, mfa"),
    ("authz", "owner-check, row-level, tenant-isolation, iam-policy, approval, allow-list, scopes"),
    ("encryption", "in-transit, at-rest, end-to-end, field-level"),
    ("integrity", "signature, append-only, attestation, constraints"),
    ("audit", "actor-log, central, append-only, receipt"),
    ("input-validation", "schema, allow-list, parameterised, escaping, content-filter, size-limit"),
    ("rate-limit", "per-user, per-ip, quota, budget, backpressure"),
    ("isolation", "network-policy, sandbox, tenant"),
    ("privilege", "least"),
    ("secrets", "vault, rotated"),
    ("backup", "daily, offsite, immutable, tested"),
    ("redundancy", "multi-zone, autoscaling, queue"),
    ("retention", "days"),
    ("consent", "opt-in"),
    ("protocol", "mtls"),
];

fn hardened(kind: threatline::vocabulary::Kind) -> String {
    let known = |name: &str| threatline::vocabulary::attribute(kind, name).is_some();
    let said = HARDENED.iter().filter(|(name, _)| known(name)).map(|(name, values)| format!("{name}: {values}"));
    said.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_hardened_model_raises_nothing_severe() {
    for path in files("examples", "tm") {
        let bare = stripped(&check(&read(&path)), BOTH);
        let kinds = ["entity", "process", "store", "flow"];
        let mut text = String::from(
            "data everything { sensitivity: restricted; kind: personal, health, payment, credential; consent: opt-in; retention: days }\n",
        );
        for line in bare.lines() {
            let kind = kinds.iter().find(|kind| line.starts_with(&format!("{kind} ")));
            let Some(kind) = kind.and_then(|word| threatline::vocabulary::Kind::from_keyword(word)) else {
                text.push_str(&format!("{line}\n"));
                continue;
            };
            let data = match kind.keyword() {
                "flow" => "; carries: everything",
                "store" => "; holds: everything",
                "entity" => "; kind: person",
                _ => "",
            };
            text.push_str(&format!("{line} {{ {}{data} }}\n", hardened(kind)));
        }
        let analysis = check(&text);
        assert!(!analysis.has_errors(), "{}\n{}", path.display(), report(&analysis));
        let found = analysis.elicit();
        let severe: Vec<&str> = found
            .open()
            .into_iter()
            .filter(|one| one.severity >= threatline::threat::Severity::High)
            .map(|one| one.key.as_str())
            .collect();
        assert!(severe.is_empty(), "{}: {severe:?}", path.display());
        assert!(found.questions.is_empty(), "{:?}", found.questions.first());
    }
}

#[test]
fn every_category_has_its_rules() {
    let mut rules: Vec<_> = catalogue().iter().flat_map(|field| &field.rules).collect();
    for category in threatline::model::Category::ALL {
        let found = rules.iter().filter(|rule| rule.categories.contains(&category)).count();
        assert!(found >= 6, "{} has {found}", category.word());
    }
    let all = rules.len();
    rules.sort_by_key(|rule| &rule.id);
    rules.dedup_by_key(|rule| &rule.id);
    assert_eq!(rules.len(), all, "every rule has a name of its own");
}

#[test]
fn an_element_on_its_own_changes_no_key() {
    for path in files("examples", "tm") {
        let text = read(&path);
        let before = open(&check_as(&path.to_string_lossy(), &text));
        let more = format!("{text}\nprocess lonely-new-thing \"Lonely\"\n");
        let after: Vec<String> = open(&check_as(&path.to_string_lossy(), &more));
        let after: Vec<String> = after.into_iter().filter(|key| !key.ends_with("@lonely-new-thing")).collect();
        assert_eq!(before, after, "{}", path.display());
    }
}

#[test]
fn what_was_written_is_what_analysis_holds() {
    use threatline::model::Answer;

    let attributes = ["authn", "authz", "audit", "encryption", "input-validation", "rate-limit", "secrets", "backup"];
    let mut compared = 0;
    for path in files("examples", "tm") {
        let analysis = check_as(&path.to_string_lossy(), &read(&path));
        let _ = (analysis.elicit(), analysis.rules.iter().count());
        for element in analysis.model.elements.iter().filter(|one| one.imported.is_none()) {
            let written = &analysis.source().text()[element.span.range()];
            let lines = written.lines().filter_map(|line| line.trim().split_once(": "));
            for (name, values) in lines.filter(|(name, _)| attributes.contains(name)) {
                let held = match element.settings.answer(name) {
                    Some(Answer::None) => "none".to_owned(),
                    Some(Answer::Unknown) => "unknown".to_owned(),
                    Some(Answer::Values(values)) => {
                        values.iter().map(threatline::model::Value::to_text).collect::<Vec<_>>().join(", ")
                    }
                    None => String::new(),
                };
                assert_eq!(held, values.replace('"', ""), "{}: {} of {}", path.display(), name, element.id.value);
                compared += 1;
            }
        }
        let canonical = threatline::format::format(analysis.source(), &analysis.file().ast);
        assert_eq!(open(&analysis), open(&check_as(&path.to_string_lossy(), &canonical)), "{}", path.display());
    }
    assert!(compared > 50, "only {compared} attributes were found");
}

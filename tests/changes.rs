//! What changed between two states: every change named, none invented.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use threatline::diff::{Diff, Nature, Weight};
use threatline::report;

use crate::drawing::models;
use crate::support::{check, check_alone, diff, difference, files, format, read, repository};

const BASE: &str = r#"
model "Shop" { scope: "Ordering"; level: standard; method: stride; reviewed: 2026-10-01 }
data card "Card number" { sensitivity: restricted; kind: payment }
data order "Order" { sensitivity: internal; kind: business }
entity buyer "Buyer" { kind: person }
boundary cloud "Cloud" {
  process web "Web shop" { authn: password; authz: rbac; input-validation: schema; rate-limit: per-ip; audit: actor-log }
  process billing "Billing" { authn: mtls; authz: scopes; audit: actor-log }
  boundary data-tier "Data tier" {
    store orders "Orders" { holds: order; encryption: at-rest; backup: daily; authn: password }
  }
}
entity bank "Bank" { kind: system }
flow buy: buyer -> web "buy" { carries: card, order; protocol: https }
flow charge: web -> billing "charge" { carries: card; protocol: mtls }
flow web -> orders "save" { carries: order; protocol: tls }
flow pay: billing -> bank "pay" { carries: card; protocol: mtls }
threat stuffing: spoofing on web "A bot tries leaked passwords of other shops until one of them opens an account here" {
  likelihood: medium
  impact: medium
  mitigation limit "Slow down after five failed attempts" { owner: "Ada"; status: open; effort: days }
}
threat refund: repudiation on billing "A clerk denies a refund that was made with the clerk's account" {
  likelihood: low
  impact: medium
  accept "Refunds are rare" { by: "Bea"; until: 2026-12-01 }
}
assume "The bank checks each payment" on bank { evidence: "contract"; checked: 2026-09-01 }
question "Who reads the order log?" on orders { owner: "Ada" }
park "Returns" { until: 2027-01-01 }
"#;

/// The changes as lines with their signs, then what follows, then the verdict.
fn lines(diff: &Diff) -> Vec<String> {
    let changes = diff.changes.iter().map(|one| format!("{} {}", one.nature.sign(), report::change(one)));
    let told = diff.consequences.iter().filter(|one| report::is_told(one));
    let consequences = told.map(|one| format!("! {}", report::consequence(one)));
    let verdict = format!("{} {}", diff.verdict.weight.word(), diff.verdict.session_on.join(" "));
    changes.chain(consequences).chain([verdict.trim().to_owned()]).collect()
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "nothing to edit: {from}");
        text.replacen(from, to, 1)
    })
}

/// Edits of the base, and the lines that tell them.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_change_is_named_and_none_is_invented() {
    let cases: &[Case] = &[
        (
            &[("\"Web shop\"", "\"The web shop\"")],
            &["~ process web “The web shop”: label Web shop → The web shop", "none"],
        ),
        (
            &[("authn: password; authz: rbac", "authn: passkey, password; authz: rbac")],
            &["~ process web “Web shop”: authn password → passkey, password", "review"],
        ),
        (&[("; backup: daily", "")], &["~ store orders “Orders”: backup no longer said (was daily)", "review"]),
        (
            &[("impact: medium", "impact: high")],
            &[
                "~ threat stuffing “A bot tries leaked passwords of other shops until one of them opens an account here”: \
                 impact medium → high; severity medium → high",
                "review",
            ],
        ),
        (
            &[("status: open", "status: done")],
            &[
                "~ threat stuffing “A bot tries leaked passwords of other shops until one of them opens an account here”: \
                 state open → mitigated",
                "~ mitigation limit “Slow down after five failed attempts”: status open → done",
                "review",
            ],
        ),
        (
            &[("until: 2026-12-01", "until: 2027-12-01")],
            &[
                "~ threat refund “A clerk denies a refund that was made with the clerk's account”: \
                 disposition until 2026-12-01 → 2027-12-01",
                "! the decision on refund is extended from 2026-12-01 to 2027-12-01",
                "review",
            ],
        ),
        (
            // Renamed with `was:`.
            &[
                ("process billing \"Billing\" { authn", "process charging \"Charging\" { was: billing; authn"),
                ("web -> billing", "web -> charging"),
                ("billing -> bank", "charging -> bank"),
                ("on billing", "on charging"),
            ],
            &["~ process charging “Charging”, was billing: label Billing → Charging", "none"],
        ),
        (
            // Renamed without a word; the same label in the same place.
            &[
                ("store orders \"Orders\"", "store order-db \"Orders\""),
                ("web -> orders", "web -> order-db"),
                ("on orders", "on order-db"),
            ],
            &["~ store order-db “Orders”, was orders", "none"],
        ),
        (
            &[
                ("data card \"Card number\"", "data pan \"Card number\""),
                ("carries: card, order", "carries: pan, order"),
                ("carries: card; protocol: mtls", "carries: pan; protocol: mtls"),
                ("carries: card; protocol: mtls", "carries: pan; protocol: mtls"),
            ],
            &["~ data pan “Card number”, was card", "none"],
        ),
        (
            // Replaced by something else: another label, other attributes, nobody says that it is the same.
            &[
                (
                    "process billing \"Billing\" { authn: mtls; authz: scopes; audit: actor-log }",
                    "process ledger \"Ledger\" { authn: mtls; tech: go }",
                ),
                ("web -> billing", "web -> ledger"),
                ("billing -> bank", "ledger -> bank"),
                ("on billing", "on ledger"),
            ],
            &[
                "- process billing “Billing”: inside cloud",
                "+ process ledger “Ledger”: inside cloud",
                "~ flow charge: between web -> billing → web -> ledger",
                "~ flow pay: between billing -> bank → ledger -> bank",
                "~ threat refund “A clerk denies a refund that was made with the clerk's account”: on billing → ledger",
                "! Card number no longer reaches Billing",
                "! Card number now reaches Ledger",
                "material ledger pay",
            ],
        ),
        (
            &[
                (
                    "entity bank \"Bank\" { kind: system }",
                    "entity bank \"Bank\" { kind: system }\nboundary partner \"Partner\" {\nprocess mailer \"Mailer\" { authn: api-key; authz: scopes; audit: actor-log }\n}",
                ),
                ("flow pay:", "flow web -> mailer \"receipt\" { carries: order; protocol: https }\nflow pay:"),
            ],
            &[
                "+ boundary partner “Partner”",
                "+ process mailer “Mailer”: inside partner",
                "+ flow web -> mailer “receipt”",
                "! Order now reaches Mailer, inside Partner",
                "material partner mailer web -> mailer order",
            ],
        ),
        (
            // A boundary drawn around what was there: its flows cross now.
            &[
                ("  process billing", "  boundary pci \"Card zone\" {\n  process billing"),
                ("authz: scopes; audit: actor-log }", "authz: scopes; audit: actor-log }\n}"),
            ],
            &[
                "+ boundary pci “Card zone”: inside cloud",
                "~ process billing “Billing”: inside cloud → pci",
                "! flow “charge” now crosses into Card zone",
                "! flow “pay” now crosses out of Card zone",
                "material pci charge pay",
            ],
        ),
        (
            &[(
                "flow charge: web -> billing \"charge\" { carries: card",
                "flow charge: web -> billing \"charge\" { carries: card, order",
            )],
            &["~ flow charge: carries card → card, order", "! Order now reaches Billing", "review"],
        ),
        (
            &[("question \"Who reads the order log?\" on orders { owner: \"Ada\" }\n", "")],
            &["- question “Who reads the order log?”: on orders; owner Ada", "review"],
        ),
        (
            &[("The bank checks each payment", "The bank checks every payment")],
            &["~ assume “The bank checks every payment”: was “The bank checks each payment”", "review"],
        ),
        (
            &[(
                "park \"Returns\"",
                "rule weak-shop on process \"Shops are weak\" { when: authn has password; threat: spoofing; likelihood: low; impact: low; text: \"A shop is weak\" }\n\
                 view cards \"Cards\" { focus: card }\ndismiss repudiation on bank \"They sign\" { by: \"Ada\" }\npark \"Returns\"",
            )],
            &[
                "+ dismiss repudiation on bank “They sign”",
                "+ rule weak-shop “Shops are weak”: on process",
                "+ view cards “Cards”",
                "review",
            ],
        ),
        (
            &[(
                "  mitigation limit \"Slow down after five failed attempts\"",
                "  mitigation limit \"Slow down after three failed attempts\"",
            )],
            &[
                "~ mitigation limit “Slow down after three failed attempts”: was “Slow down after five failed attempts”",
                "review",
            ],
        ),
        (&[("level: standard", "level: system")], &["~ model “Shop”: level standard → system", "review"]),
        (
            &[("reviewed: 2026-10-01", "reviewed: 2026-11-01")],
            &["~ model “Shop”: reviewed 2026-10-01 → 2026-11-01", "none"],
        ),
        (
            &[("park \"Returns\" { until: 2027-01-01 }\n", "park \"Returns\" { until: 2028-01-01 }\n")],
            &["~ park “Returns”: until 2027-01-01 → 2028-01-01", "review"],
        ),
    ];
    let base = check_alone(BASE);
    assert!(!base.has_errors(), "{}", crate::support::report(&base));
    for (edits, expected) in cases {
        let now = check_alone(&edited(edits));
        assert!(!now.has_errors(), "{}", crate::support::report(&now));
        // What rules find and what is asked follows the rules, which have tests of their own.
        let follows = |line: &String| {
            !line.contains(" candidate ") && !line.contains(" is asked on ") && !line.contains(" is unasked again on ")
        };
        let found: Vec<String> = lines(&diff(&base, &now)).into_iter().filter(follows).collect();
        assert_eq!(&found, expected, "{edits:#?}");
        assert_eq!(mirrored(&diff(&base, &now)), straight(&diff(&now, &base)), "{edits:#?}");
    }
}

/// What follows from an edit of the base, but for candidates and coverage, and the verdict.
fn follows(edits: &[(&str, &str)]) -> Vec<String> {
    let (base, now) = (check_alone(BASE), check_alone(&edited(edits)));
    assert!(!now.has_errors(), "{}", crate::support::report(&now));
    let lines = lines(&diff(&base, &now));
    let told = |line: &String| !line.contains(" candidate ") && !line.contains(" is asked on ");
    lines.into_iter().filter(|line| !line.starts_with(['+', '-', '~'])).filter(told).collect()
}

#[test]
fn what_is_material_does_not_depend_on_how_it_is_written() {
    // Another integration under another name is no renaming.
    let other = [
        ("entity bank \"Bank\"", "entity bank-2 \"Bank 2\""),
        ("billing -> bank", "billing -> bank-2"),
        ("on bank", "on bank-2"),
    ];
    assert!(follows(&other).last().is_some_and(|verdict| verdict == "material bank-2 pay"), "{:?}", follows(&other));
    // A flow that joins others, or runs another way, across a boundary; with a name and without.
    for edits in [
        vec![("flow pay: billing -> bank", "flow pay: web -> bank")],
        vec![("flow buy: buyer -> web", "flow buy: web -> buyer")],
        vec![("flow buy: buyer -> web", "flow buy: buyer <-> web")],
        vec![("flow web -> orders", "flow billing -> orders")],
    ] {
        let lines = follows(&edits);
        assert!(lines.last().is_some_and(|verdict| verdict.starts_with("material ")), "{edits:?} {lines:?}");
    }
    // Data that leaves where it always was, on a flow that was there.
    let model = |carried: &str| {
        format!(
            "data d \"Record\" {{ sensitivity: restricted }}\nboundary c \"Cloud\" {{\n  process a \"A\"\n  store s \"S\" {{ holds: d }}\n}}\n\
             entity t \"Third party\"\nflow a -> s \"x\" {{ carries: d }}\nflow a -> t \"stats\" {{ carries: {carried} }}\n"
        )
    };
    let lines = lines(&diff(&check_alone(&model("none")), &check_alone(&model("d"))));
    assert!(lines.contains(&"! Record now reaches Third party, outside Cloud".to_owned()), "{lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("material t d"));
}

#[test]
fn what_is_open_again_or_worse_is_told() {
    let done = [("status: open", "status: done")];
    let base = check_alone(&edited(&done));
    let reopened = lines(&diff(&base, &check_alone(BASE)));
    assert!(reopened.contains(&"! medium threat stuffing is open now".to_owned()), "{reopened:?}");
    // A mitigated one may be rated as it is: it is not open.
    let rated = check_alone(&edited(&[done[0], ("impact: medium", "impact: high")]));
    assert!(lines(&diff(&base, &rated)).iter().all(|line| !line.contains("is open now")));
    let worse = check_alone(&edited(&[("sensitivity: internal", "sensitivity: restricted")]));
    let worse = lines(&diff(&check_alone(BASE), &worse));
    assert!(worse.iter().any(|line| line.starts_with("! candidate ") && line.contains(" now (was ")), "{worse:?}");
}

#[test]
fn what_means_the_same_differs_in_nothing() {
    for folder in ["examples", "examples/shared"] {
        for path in files(folder, "tm") {
            let analysis = check(&read(&path));
            assert!(diff(&analysis, &analysis).is_empty(), "{}", path.display());
            let formatted = check(&format(&analysis));
            assert_eq!(diff(&analysis, &formatted), Diff::default(), "{}", path.display());
        }
    }
    // Declarations in another order, comments elsewhere, values in another order.
    let (head, rest) = BASE.split_once("entity buyer").expect("a buyer");
    let (first, last) = rest.split_once("entity bank").expect("a bank");
    let (flows, findings) = last.split_once("threat stuffing").expect("a threat");
    let turned = format!(
        "{head}threat stuffing{findings}// moved\nentity bank{}entity buyer{first}",
        flows.replace("carries: card, order", "carries: order, card")
    );
    let (base, turned) = (check_alone(BASE), check_alone(&turned));
    assert_eq!(lines(&diff(&base, &turned)), ["none"]);
}

/// The candidates that a change brings, and the coverage that it takes.
#[test]
fn rules_and_questions_that_a_change_brings_are_named() {
    let base = check_alone(BASE);
    let now = check_alone(&edited(&[("encryption: at-rest", "encryption: none")]));
    let found = lines(&diff(&base, &now));
    assert!(found.iter().any(|line| line.starts_with("! new ") && line.contains("@orders: ")), "{found:#?}");
    let back = lines(&diff(&now, &base));
    assert!(back.iter().any(|line| line.contains("@orders is gone")), "{back:#?}");
    let dismissed = format!(
        "{BASE}dismiss repudiation on bank \"Only the shop writes, and every order is checked\" {{ by: \"Ada\" }}\n"
    );
    let dismissed = check_alone(&dismissed);
    let found = lines(&diff(&dismissed, &base));
    assert!(found.contains(&"! repudiation is unasked again on bank".to_owned()), "{found:#?}");
}

/// Kind, both identifiers, nature, and which facts differ, seen from the other side.
fn mirrored(diff: &Diff) -> BTreeSet<String> {
    let line = |one: &threatline::diff::Change| {
        let nature = match one.nature {
            Nature::Added => Nature::Removed,
            Nature::Removed => Nature::Added,
            Nature::Changed => Nature::Changed,
        };
        told(one, nature, one.former_id.as_ref().unwrap_or(&one.id), &one.id)
    };
    diff.changes.iter().map(line).collect()
}

fn straight(diff: &Diff) -> BTreeSet<String> {
    let line =
        |one: &threatline::diff::Change| told(one, one.nature, &one.id, one.former_id.as_ref().unwrap_or(&one.id));
    diff.changes.iter().map(line).collect()
}

fn told(one: &threatline::diff::Change, nature: Nature, id: &str, other: &str) -> String {
    let facts: Vec<&str> = one.facts.iter().map(|fact| fact.name).collect();
    // A flow without an identifier is called by its ends, which may be other ones.
    let ids = if id.contains(' ') || other.contains(' ') { String::new() } else { format!("{id} {other}") };
    let class =
        if matches!(one.kind.keyword(), "process" | "store" | "entity") { "element" } else { one.kind.keyword() };
    format!("{} {class} {ids} {facts:?}", nature.word())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_and_its_reversal_mirror_one_another(a in models(), b in models()) {
        let (a, b) = (check(&a), check(&b));
        let (there, back) = (diff(&a, &b), diff(&b, &a));
        prop_assert_eq!(mirrored(&there), straight(&back));
        prop_assert_eq!(there.count(Nature::Added), back.count(Nature::Removed));
        prop_assert!(diff(&a, &a).is_empty());
    }
}

#[test]
fn changes_as_json_keep_to_their_schema() {
    let schema = read("docs/schema/diff-1.json");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let now = check_alone(&edited(&[
        ("entity bank", "process new-one \"New\"\nentity bank"),
        ("until: 2026-12-01", "until: 2027-12-01"),
    ]));
    let review = review(diff(&check_alone(BASE), &now));
    let document: serde_json::Value = serde_json::from_str(&threatline::emit::changes::json(&review)).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(document["verdict"], "material");
    assert!(repository("docs/schema/diff-1.json").exists());
}

fn review(diff: Diff) -> threatline::diff::Review {
    let outcome = threatline::diff::Outcome::Compared(diff);
    let model =
        threatline::diff::ModelReview { path: "a.tm".to_owned(), former_path: None, nature: Nature::Changed, outcome };
    threatline::diff::Review { old: "main".to_owned(), new: "HEAD".to_owned(), models: vec![model], unchanged: 0 }
}

#[test]
fn a_comment_is_never_too_long_and_nothing_in_it_is_markup() {
    let hostile =
        "<img src=x onerror=alert(1)> @everyone [click](javascript:x) #1 | `code` \\\\ \u{202e}txt **b** <!-- x";
    let many: String = (0..3000).map(|index| format!("process p{index} \"{hostile} {index}\"\n")).collect();
    let (base, now) = (check_alone(BASE), check_alone(&format!("{BASE}{many}")));
    assert!(!now.has_errors());
    let diff = diff(&base, &now);
    assert_eq!(diff.verdict.weight, Weight::Material);
    let text = threatline::emit::changes::markdown(&review(diff), &[]);
    assert!(text.chars().count() < 60_000, "{} characters", text.chars().count());
    // What is escaped is text.
    let markup = ["\\<", "\\]", "\\!"].iter().fold(text.clone(), |text, escaped| text.replace(escaped, ""));
    let text = markup;
    assert!(
        !text.contains("<img")
            && !text.contains("@everyone")
            && !text.contains("](javascript")
            && !text.contains('\u{202e}')
    );
    assert_eq!(text.matches("<!--").count(), 1, "only its own mark");
    assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
}

/// By identifier the outlines of the elements and boundaries of a picture.
fn outlines(svg: &str) -> BTreeMap<String, String> {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let drawn = document.descendants().filter(|node| {
        matches!(node.attribute("class"), Some("tm-process" | "tm-store" | "tm-entity" | "tm-boundary"))
    });
    let outline = |node: roxmltree::Node<'_, '_>| {
        let shape = node.descendants().find(|child| child.has_tag_name("rect"))?;
        let place = ["x", "y", "width", "height"].map(|name| shape.attribute(name).unwrap_or_default());
        Some((node.attribute("data-id")?.to_owned(), place.join(" ")))
    };
    drawn.filter_map(outline).collect()
}

#[test]
fn what_did_not_change_stands_where_it_stood() {
    let base = check_alone(BASE);
    let now = check_alone(&edited(&[
        (
            "entity bank \"Bank\" { kind: system }",
            "boundary partner \"Partner\" {\nentity bank \"Bank\" { kind: system }\nprocess mailer \"Mailer\"\n}",
        ),
        ("  process billing", "  process cart \"Cart\"\n  process billing"),
        ("entity buyer \"Buyer\"", "entity buyer \"Customer\""),
    ]));
    assert!(!now.has_errors(), "{}", crate::support::report(&now));
    let [both, before, after] = difference(&base, &now);
    let (old, new) = (outlines(&before), outlines(&after));
    assert_eq!(
        old.keys().collect::<Vec<_>>(),
        ["billing", "buyer", "bank", "cloud", "data-tier", "orders", "web"]
            .iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    for (id, place) in &old {
        assert_eq!(Some(place), new.get(id), "`{id}` moved");
    }
    assert!(new.contains_key("cart") && new.contains_key("partner") && !old.contains_key("cart"));
    for told in [">+ Cart<", ">+ Partner<", ">~ Customer<", ">+ added<", ">~ changed<"] {
        assert!(both.contains(told), "{told} is not in the picture");
    }
}

#[test]
fn what_moved_is_shown_at_both_places() {
    let base = check_alone(BASE);
    let now = check_alone(&edited(&[
        ("  process billing \"Billing\" { authn: mtls; authz: scopes; audit: actor-log }\n", ""),
        (
            "    store orders",
            "    process billing \"Billing\" { authn: mtls; authz: scopes; audit: actor-log }\n    store orders",
        ),
    ]));
    let [both, before, after] = difference(&base, &now);
    let place = |svg: &str, id: &str| outlines(svg).get(id).cloned();
    assert_ne!(place(&before, "billing@before"), None, "the old place");
    assert_ne!(place(&after, "billing"), None, "the new place");
    assert!(place(&before, "billing").is_none() && place(&after, "billing@before").is_none());
    assert!(both.contains(">→ Billing<") && both.contains(">← Billing<"));
    assert_eq!(place(&before, "web"), place(&after, "web"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_states_are_drawn_over_one_another(a in models(), b in models()) {
        let (a, b) = (check(&a), check(&b));
        let [both, before, after] = difference(&a, &b);
        let (old, new) = (outlines(&before), outlines(&after));
        prop_assert_eq!(old.len(), a.model.elements.len() + a.model.boundaries.len());
        prop_assert_eq!(new.len(), b.model.elements.len() + b.model.boundaries.len());
        for (id, place) in &old {
            if let Some(other) = new.get(id) {
                prop_assert!(place == other, "`{}` moved", id);
            }
        }
        prop_assert!(roxmltree::Document::parse(&both).is_ok());
    }
}

#[test]
fn labels_get_shorter_lines_in_both_states() {
    let small = read("examples/small.tm");
    let more = format!("{small}\nstore copies \"Copies\"\nflow desk -> copies \"a copy\"\n");
    for drawn in difference(&check(&small), &check(&more)) {
        assert!(drawn.contains(">who has</text>") && drawn.contains(">which book</text>"));
    }
}

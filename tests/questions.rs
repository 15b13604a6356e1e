//! What a model answers about itself: lineage of data, the attack surface, the ways of an attacker.

use threatline::model::{DataId, ElementId};
use threatline::{emit, threat};

use crate::support::check;

const MODEL: &str = r#"model "M" { scope: "s" }
data card "Card number" { sensitivity: restricted; kind: payment }
entity user "User"
entity bank "Bank" { kind: system }
boundary cloud "Cloud" {
  trust: 40
  process web "Web" { authn: passkey; input-validation: schema }
  process admin "Admin"
  boundary inner "Inner" {
    trust: 80
    store db "Orders" { holds: card; encryption: at-rest }
  }
}
flow pay: user -> web "pay" { carries: card; protocol: https }
flow web -> user "receipt"
flow save: web -> db "save" { carries: card; authn: mtls; authz: acl }
flow web -> admin "report"
flow admin -> db "repair" { authn: none }
flow charge: db -> bank "charge" { carries: card; protocol: unknown }
"#;

#[test]
fn data_is_followed_from_where_it_comes_in() {
    let analysis = check(MODEL);
    let text = emit::lineage::text(&analysis.model, &threat::lineage(&analysis.model, DataId(0)));
    assert_eq!(
        text,
        "Card number (card)\n  sensitivity restricted, kind payment\n\nstored in\n  Orders (db)\n    \
         encryption: at-rest; authz: not asked; retention: not asked; backup: not asked\n\nsent\n  \
         User -> Web  “pay”\n    enters Cloud\n    protocol: https; encryption: not asked; authn: not asked\n  \
         Web -> Orders  “save”\n    enters Inner\n    protocol: not asked; encryption: not asked; authn: mtls\n  \
         Orders -> Bank  “charge”\n    leaves Inner, leaves Cloud\n    \
         protocol: unknown; encryption: not asked; authn: not asked\n"
    );
}

#[test]
fn every_way_in_is_listed_with_who_can_take_it() {
    let analysis = check(MODEL);
    let entries = threat::surface(&analysis.model);
    let line = |entry: &threat::Entry| {
        let who: Vec<_> = entry.reachable_by.iter().map(|id| analysis.model.element(*id).id.value.as_str()).collect();
        format!("{}: {} [{}]", analysis.model.flow(entry.flow).key, entry.authn.words(), who.join(" "))
    };
    let lines: Vec<String> = entries.iter().map(line).collect();
    assert_eq!(lines, ["pay: passkey [user]", "save: mtls [user]", "admin -> db: none [user]"]);
    assert!(
        emit::surface::text(&analysis.model, &entries).ends_with("3 ways in; of 0 nobody has said who is let in\n")
    );
}

#[test]
fn the_easiest_way_comes_first() {
    let analysis = check(MODEL);
    let ways = |from, to| {
        let paths = threat::paths(&analysis.model, ElementId(from), ElementId(to), 5);
        let name = |id: &ElementId| analysis.model.element(*id).id.value.clone();
        let line = |path: &threat::Path| {
            format!("{} {}", path.cost, path.elements.iter().map(name).collect::<Vec<_>>().join(" "))
        };
        paths.iter().map(line).collect::<Vec<_>>()
    };
    let index = |id: &str| analysis.model.elements.iter().position(|one| one.id.value == id).expect("an element");
    assert_eq!(ways(index("user"), index("db")), ["9 user web admin db", "16 user web db"]);
    assert_eq!(ways(index("bank"), index("db")), Vec::<String>::new());
    assert_eq!(ways(index("user"), index("user")), Vec::<String>::new());
}

#[test]
fn a_dense_model_has_ways_in_time() {
    let mut text = String::from("model \"M\" { scope: \"s\" }\n");
    for index in 0..40 {
        text.push_str(&format!("process p{index}\n"));
    }
    for from in 0..40 {
        for to in 0..40 {
            if from != to {
                text.push_str(&format!("flow f{from}_{to}: p{from} -> p{to}\n"));
            }
        }
    }
    let analysis = check(&text);
    let paths = threat::paths(&analysis.model, ElementId(0), ElementId(39), 50);
    let flows: Vec<usize> = paths.iter().map(|path| path.flows.len()).collect();
    let expected: Vec<usize> = [1].into_iter().chain([2; 38]).chain([3; 11]).collect();
    assert_eq!(flows, expected, "the direct way, one through each other element, and then longer ones");
}

//! The JSON threat list.

use serde_json::{Value, json};

use crate::support::{check, files, geometry, read, threats};

fn list(text: &str) -> Value {
    serde_json::from_str(&threats(&check(text))).expect("JSON")
}

#[test]
fn every_document_keeps_to_its_committed_schema() {
    type Write = fn(&threatline::analysis::Analysis) -> String;
    let kinds: [(&str, String, Write); 2] = [
        ("threats", threatline::emit::threats::schema(), threats),
        ("geometry", threatline::emit::geometry::schema(), geometry),
    ];
    for (name, schema, write) in kinds {
        let file = format!("docs/schema/{name}-1.json");
        assert_eq!(read(&file), schema, "run `threatline schema {name} > {file}`");
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        for path in files("examples", "tm") {
            let document: Value = serde_json::from_str(&write(&check(&read(&path)))).expect("JSON");
            let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name} of {}: {errors:?}", path.display());
        }
    }
}

const MODEL: &str = r#"model "M" { scope: "s" }
data card "Card" { sensitivity: restricted; kind: payment }
entity user "User"
boundary outer "Outer" {
  process web "Web" { authn: none; audit: unknown }
  boundary inner "Inner" {
    store db "DB" { holds: card }
  }
}
flow user -> web "pay" { carries: card }
flow save: web -> db "save"
mitigation shared "Rotate keys" { owner: "Ana"; status: done }
threat a: spoofing, tampering on web "A" { likelihood: high; impact: high; mitigated-by: shared }
threat b: tampering on save, user -> web "B" { likelihood: low; impact: high
  accept "rare" { by: "Bo"; until: 2027-01-31 }
}
threat c: denial-of-service on db "C" { likelihood: medium; impact: low
  mitigation "Replica" { status: open }
  mitigation "Limit" { status: verified }
}
question "Who may restart it?" on outer
assume "Disk encryption is on" on db { evidence: "ADR-1" }
dismiss spoofing on user "passkeys only"
park "Refunds" { until: 2026-12-01 }
"#;

#[test]
fn severities_statuses_and_crossings_follow_from_the_model() {
    let list = list(MODEL);
    let pick = |pointer: &str| list.pointer(pointer).unwrap_or_else(|| panic!("{pointer}")).clone();
    for (pointer, expected) in [
        ("/schema", json!("threatline.threats/1")),
        ("/threats/0/severity", json!("critical")),
        ("/threats/0/status", json!("mitigated")),
        ("/threats/0/mitigations/0/owner", json!("Ana")),
        ("/threats/1/severity", json!("medium")),
        ("/threats/1/status", json!("accepted")),
        ("/threats/1/disposition/until", json!("2027-01-31")),
        ("/threats/1/targets", json!([{"kind": "flow", "id": "save"}, {"kind": "flow", "id": "user -> web"}])),
        ("/threats/2/severity", json!("low")),
        ("/threats/2/status", json!("open")),
        ("/flows/0/crosses", json!([{"boundary": "outer", "direction": "enters"}])),
        ("/flows/1/crosses", json!([{"boundary": "inner", "direction": "enters"}])),
        ("/boundaries/1/crossed_by", json!(["save"])),
        ("/elements/1/attributes", json!({"authn": "none", "audit": "unknown"})),
        ("/summary/by_severity", json!({"critical": 1, "low": 1, "medium": 1})),
        ("/dismissed/0/category", json!("spoofing")),
        ("/questions/0/targets/0/kind", json!("boundary")),
        ("/assumptions/0/attributes/evidence", json!(["ADR-1"])),
        ("/parked/0/until", json!("2026-12-01")),
        ("/threats/1/place/line", json!(14)),
    ] {
        assert_eq!(pick(pointer), expected, "{pointer}");
    }
}

#[test]
fn the_severity_grid_is_the_published_one() {
    let grid = [
        ("high", ["medium", "high", "critical"]),
        ("medium", ["low", "medium", "high"]),
        ("low", ["low", "low", "medium"]),
    ];
    for (likelihood, row) in grid {
        for (impact, severity) in ["low", "medium", "high"].into_iter().zip(row) {
            let text =
                format!("process p\nthreat t: spoofing on p \"x\" {{ likelihood: {likelihood}; impact: {impact} }}\n");
            assert_eq!(list(&text)["threats"][0]["severity"], severity, "{likelihood} x {impact}");
        }
    }
}

#[test]
fn mitigations_in_place_reduce_and_others_promise() {
    for (status, reduces, residual) in [
        ("done", "likelihood to low", "medium"),
        ("verified", "likelihood to low, impact to low", "low"),
        ("open", "likelihood to low", "critical"),
        ("done", "impact to high", "critical"),
    ] {
        let text = format!(
            "model \"M\" {{ scope: \"s\" }}\nentity user\nboundary b {{ process web }}\nflow user -> web \"pay\"\n\
             threat a: spoofing on web \"A\" {{\n  likelihood: high\n  impact: high\n  \
             mitigation \"M\" {{ owner: \"Ana\"; status: {status}; reduces: {reduces}; evidence: \"test\" }}\n}}\n"
        );
        let list = list(&text);
        assert_eq!(list.pointer("/threats/0/severity"), Some(&json!("critical")), "{text}");
        assert_eq!(list.pointer("/threats/0/residual_severity"), Some(&json!(residual)), "{text}");
    }
}

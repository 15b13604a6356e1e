//! A model of 5,000 lines, as a large company might have one: 300 elements, 450 flows, 120 threats.

use std::fmt::Write;

const CATEGORIES: [&str; 6] =
    ["spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service", "elevation-of-privilege"];
const OWNERS: [&str; 3] = ["Maya", "Sam", "Priya"];
const BOUNDARIES: usize = 25;
const ELEMENTS_EACH: usize = 12;

/// Its text.
pub(crate) fn model() -> String {
    let mut out =
        String::from("model \"Shop\" { scope: \"Everything that the shop runs\"; level: system; method: stride }\n\n");
    for number in 0..20 {
        let sensitivity = ["confidential", "restricted", "internal"][number % 3];
        let _ = writeln!(
            out,
            "/// What is kept about part {number}.\ndata d{number} \"Data {number}\" {{\n  sensitivity: {sensitivity}\n  kind: personal\n}}"
        );
    }
    for boundary in 0..BOUNDARIES {
        let _ = writeln!(
            out,
            "boundary b{boundary} \"Zone {boundary}\" {{\n  kind: network\n  trust: {}",
            10 + 3 * boundary
        );
        for place in 0..ELEMENTS_EACH {
            element(&mut out, boundary * ELEMENTS_EACH + place);
        }
        out.push_str("}\n\n");
    }
    for flow in 0..450 {
        let (from, to) = ends(flow);
        let _ = writeln!(
            out,
            "flow f{flow}: e{from} -> e{to} \"call {flow}\" {{\n  carries: d{}\n  protocol: tls\n}}",
            flow % 20
        );
    }
    for threat in 0..120 {
        let (element, _) = ends(threat * 7 + 3);
        let _ = writeln!(
            out,
            "threat t{threat}: {} on e{element}\n  \"Somebody who holds a stolen session {threat} calls e{element} and changes what another customer ordered\" {{\n  likelihood: medium\n  impact: high\n  mitigation m{threat} \"Compare the owner of order {threat} with the owner of the session\" {{\n    kind: technical\n    owner: \"{}\"\n    status: done\n    effort: days\n  }}\n}}",
            CATEGORIES[threat % 6],
            OWNERS[threat % 3],
        );
    }
    out
}

/// Every fourth one is a store.
fn element(out: &mut String, number: usize) {
    let (kind, attributes) = if number % 4 == 3 {
        ("store", format!("encryption: at-rest\n    backup: tested\n    holds: d{}", number % 20))
    } else {
        ("process", "tech: rust\n    authn: mfa\n    authz: rbac\n    audit: access-log".to_owned())
    };
    let _ = writeln!(
        out,
        "  /// What element {number} does.\n  {kind} e{number} \"Element {number}\" {{\n    {attributes}\n  }}"
    );
}

/// From a process to anything else; most flows stay near.
fn ends(flow: usize) -> (usize, usize) {
    let count = BOUNDARIES * ELEMENTS_EACH;
    let from = flow * 37 % count;
    let from = if from % 4 == 3 { from - 1 } else { from };
    let step = if flow.is_multiple_of(10) { 97 } else { 1 + flow % 5 };
    (from, (from + step) % count)
}

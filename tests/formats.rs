//! The formats that are text, and PDF: what they say, and that no label says more than itself.

use proptest::prelude::*;

use crate::support::{check, files, read, report, scene_with, texts};

/// Identifiers that other languages reserve or cannot tell apart, and labels that try to end their strings.
const HOSTILE: &str = r#"model "\"; } --- %%{init: {\"theme\": \"dark\"}}%% <b a=\"c\">\n---\nend" {
  scope: "s\u{1b}[31m\u{202e}x"
  reviewed: 2026-01-02
  participants: "Maya", "Sam"
}
data secret "Se\"cret" { sensitivity: restricted }
entity end "1. list \"]; \\\nend" { kind: person }
boundary graph "b\"] --> x {" {
  trust: 3
  process a "a\\" { tech: "<script>"; audit: unknown }
  process A "${vars} `code` | #quot; &quot; *b* style:\"x\" ﬂ°lt¶ß"
  store style "- x" { holds: secret; out-of-scope: "later" }
  boundary inner "" { store null "-->" }
}
boundary class "empty" { }
flow end -> a "l\"; \"q\" -> \"z\" [x=y]\n}%%" { carries: secret; protocol: https }
flow f2: a <-> A "--> |x| <-->"
flow A -> style
flow style -> null "\u{0}"
threat t: spoofing on a, A "x\n  9. faked\u{7}" {
  likelihood: low
  impact: high
  mitigation m "Do\nit" { owner: "Maya"; status: open }
}
threat u: tampering on f2 "y" { likelihood: low; impact: low; accept "so be it" { by: "Sam"; until: 2027-06-30 } }
threat v: repudiation on a "z"
dismiss repudiation on A "asked"
assume "yes\n\nOpen" on graph
question "why?"
park "later" { until: 2027-01-01 }
"#;

#[test]
fn a_hostile_model_reads_as_it_always_did() {
    let analysis = check(HOSTILE);
    assert!(!analysis.has_errors(), "{}", report(&analysis));
    for (name, text) in texts(&analysis) {
        insta::assert_snapshot!(format!("hostile_{name}"), text);
    }
}

#[test]
fn examples_give_the_same_text_twice_and_lose_no_flow() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let flows = analysis.model.flows.len();
        for ((name, once), (_, twice)) in texts(&analysis).iter().zip(&texts(&check(&read(&path)))) {
            assert_eq!(once, twice, "{}: {name}", path.display());
            let drawn = once.split("\nThreats\n").next().unwrap_or_default();
            let arrows = drawn.lines().filter(|line| line.contains("->")).count();
            assert_eq!(arrows, flows, "{}: {name}\n{once}", path.display());
        }
    }
}

/// A model whose every free text is this one.
fn labelled(label: &str) -> String {
    let label: String = label.chars().map(|c| format!("\\u{{{:x}}}", u32::from(c))).collect();
    format!(
        "model \"x{label}\" {{ scope: \"x{label}\" }}\nentity e \"x{label}\"\nboundary b \"x{label}\" {{\n\
         process p \"x{label}\" {{ tech: \"x{label}\" }}\nstore s \"x{label}\"\n}}\nflow e -> p \"x{label}\"\n\
         flow p <-> s \"x{label}\"\nthreat t: spoofing on p \"x{label}\" {{ mitigation \"x{label}\" {{ owner: \"x{label}\" }} }}\n\
         question \"x{label}\"\npark \"x{label}\"\n"
    )
}

/// A text without what stands in its strings; a backslash takes the next character's meaning where `escapes`.
fn without_strings(text: &str, escapes: bool) -> String {
    let (mut out, mut inside, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        let ends = c == '"' && !escaped;
        escaped = escapes && inside && c == '\\' && !escaped;
        inside ^= ends;
        if ends || !inside {
            out.push(c);
        }
        assert!(!(inside && c == '\n'), "a string goes over its line: {text}");
    }
    assert!(!inside, "a string has no end: {text}");
    out
}

/// What is left of a text when its labels are taken out.
fn skeleton(name: &str, text: &str) -> String {
    match name {
        "mermaid" => {
            let (title, chart) = text.trim_start_matches("---\n").split_once("\n---\n").expect("a title");
            let title = title.strip_prefix("title: ").expect("a title");
            assert!(serde_json::from_str::<String>(title).is_ok(), "{title}");
            assert!(!chart.contains('%') && !chart.contains("<<"), "{chart}");
            without_strings(chart, false)
        }
        "text" => {
            let indent = |line: &str| line.len() - line.trim_start().len();
            let lines = text.lines().filter(|line| !line.starts_with('='));
            lines.map(|line| format!("{}{}\n", indent(line), &line.trim_start()[..line.trim().len().min(1)])).collect()
        }
        _ => without_strings(text, true),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_label_breaks_out_of_its_string(label in r#"[\\"'\n\r\t${}%#&;|<>\[\]()`:. a-c1-9=*_\-\u{0}\u{1b}\u{202e}\u{2028}é]{0,24}"#) {
        let plain = texts(&check(&labelled("")));
        let analysis = check(&labelled(&label));
        prop_assert!(!analysis.has_errors(), "{}", report(&analysis));
        for ((name, text), (_, expected)) in texts(&analysis).iter().zip(&plain) {
            prop_assert_eq!(skeleton(name, text), skeleton(name, expected), "{}:\n{}", name, text);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{}", text);
        }
    }
}

#[test]
fn d2_substitutes_nothing() {
    let analysis = check("process a \"${x} \\\\${y}\"\nprocess b\nflow a -> b\n");
    let [_, _, (_, d2), _] = texts(&analysis);
    assert!(d2.contains(r#""\${x} \\\${y}""#), "{d2}");
}

#[test]
fn pictures_are_described_in_sentences() {
    let description =
        scene_with(&check(&read("examples/small.tm")), &threatline::scene::Options::default()).description;
    assert_eq!(
        description,
        "Data-flow diagram with 3 elements, 1 trust boundary, 2 flows and 1 threat. Outside every trust boundary is the \
         external entity Reader. In Town library are the process Loan desk and the data store Loans. Trust boundaries \
         that are crossed: Town library by 1 flow. Open threats: 1 medium."
    );
}

#[test]
fn large_models_are_described_briefly() {
    let boundaries: String = (0..60)
        .map(|b| {
            let elements: String =
                (0..40).map(|e| format!("process p{b}_{e} \"{}\"\n", "long label ".repeat(20))).collect();
            format!("boundary b{b} \"{}\" {{\n{elements}}}\n", "wide boundary ".repeat(20))
        })
        .collect();
    let flows: String = (1..60).map(|b| format!("flow p0_0 -> p{b}_0\n")).collect();
    let analysis = check(&format!("{boundaries}{flows}"));
    let [.., (_, text)] = texts(&analysis);
    let description = text.lines().find(|line| line.starts_with("Data-flow diagram")).expect("a description");
    assert!(description.len() < 10_000, "{} bytes", description.len());
    assert!(description.contains("and 32 more") && description.contains("Further trust boundaries: 52."));
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_has_a_title_text_and_no_date() {
    use crate::support::pdf;

    let analysis = check(&read("examples/small.tm"));
    let bytes = pdf(&analysis);
    assert_eq!(bytes, pdf(&analysis));
    let has = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(has("/Title(Borrow a book)") && has("+Inter-Regular") && has("/ToUnicode"));
    assert!(!has("CreationDate") && !has("ModDate") && !has("/Subtype/Image"));
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        assert_eq!(pdf(&analysis), pdf(&analysis), "{}", path.display());
    }
}

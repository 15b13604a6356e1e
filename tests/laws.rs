//! What holds for every model in the tree, and for whatever can be made of one by accident.

use proptest::prelude::*;
use threatline::analysis::Analysis;
use threatline::source::{FileId, Source};
use threatline::syntax::{Memory, parse, parse_again};

use crate::support::{check, fences, files, format, read, svg, threats};

/// Every model of the tree: examples and the good fences of the documentation, with a name.
fn models() -> Vec<(String, String)> {
    let mut models: Vec<(String, String)> =
        files("examples", "tm").iter().map(|path| (path.display().to_string(), read(path))).collect();
    for page in files("docs/diagnostics", "md") {
        for (number, (info, text)) in fences(&read(&page)).into_iter().enumerate() {
            models.push((format!("{} fence {number} ({info})", page.display()), text));
        }
    }
    models
}

/// What a file says and comments, without where.
fn skeleton(analysis: &Analysis) -> (String, Vec<String>) {
    let debug = format!("{:?}", analysis.file().ast.statements);
    let mut plain = String::new();
    let mut rest = debug.as_str();
    while let Some(at) = rest.find("Span {") {
        plain.push_str(&rest[..at]);
        let end = rest[at..].find('}').expect("a span ends");
        rest = &rest[at + end + 1..];
    }
    plain.push_str(rest);
    let comments = analysis.file().ast.comments.iter().map(|comment| analysis.source().slice(comment.span).to_owned());
    (plain, comments.collect())
}

#[test]
fn formatting_keeps_everything_and_comes_to_rest() {
    for (name, text) in models() {
        let analysis = check(&text);
        if !analysis.readable {
            continue;
        }
        let once = format(&analysis);
        let again = check(&once);
        assert_eq!(skeleton(&analysis), skeleton(&again), "{name}: what it says changed");
        assert_eq!(once, format(&again), "{name}: formatting twice differs from once");
    }
}

#[test]
fn formatting_straightens_what_is_crooked() {
    let crooked = "model   \"M\"{scope:\"s\";level:feature}\n\n\n\n// note\nentity a\"A\"   // who\n\
        boundary b \"B\"\n{\n      process p \"P\" { tech: rust,axum\n }\n\n\n}\nflow x:a->p{carries:d}\n\
        threat t:spoofing,tampering on p,x\n\"\"\"\n      two\n        lines\n\"\"\"\n{likelihood:low\nimpact:high}\ndata d\n";
    let straight = "model \"M\" { scope: \"s\"; level: feature }\n\n// note\nentity a \"A\" // who\n\
        boundary b \"B\" {\n  process p \"P\" {\n    tech: rust, axum\n  }\n}\nflow x: a -> p { carries: d }\n\
        threat t: spoofing, tampering on p, x \"\"\"\n  two\n    lines\n  \"\"\" {\n  likelihood: low\n  impact: high\n}\ndata d\n";
    assert_eq!(format(&check(crooked)), straight);
}

#[test]
fn formatting_leaves_comments_with_what_they_are_about() {
    for (crooked, straight) in [
        ("/// D\nentity v // vv\n  \"V\" { kind: person }\n", "/// D\nentity v \"V\" { // vv\n  kind: person\n}\n"),
        // `service-` is no word, and what stands right behind it is none of it.
        ("process p { authn: service-//v\n}\n", "process p {\n  authn: service- //v\n}\n"),
        (
            "rule r on flow {\n  // why\n  when: x\n}\nentity a // who\n",
            "rule r on flow {\n  // why\n  when: x\n}\nentity a // who\n",
        ),
    ] {
        let once = format(&check(crooked));
        assert_eq!(once, straight);
        assert_eq!(format(&check(&once)), straight);
    }
}

#[test]
fn examples_are_canonical_and_clean() {
    for path in files("examples", "tm").into_iter().chain(files("examples/shared", "tm")) {
        let text = read(&path);
        let analysis = check(&text);
        assert!(analysis.diagnostics.is_empty(), "{}: {}", path.display(), crate::support::report(&analysis));
        assert_eq!(format(&analysis), text, "{}: run `threatline fmt`", path.display());
    }
}

#[test]
fn outputs_are_the_same_bytes_twice() {
    for (name, text) in models() {
        let analysis = check(&text);
        if !analysis.has_errors() {
            assert_eq!(svg(&analysis), svg(&check(&text)), "{name}");
            assert_eq!(threats(&analysis), threats(&check(&text)), "{name}");
        }
    }
}

#[test]
fn no_prefix_of_any_file_panics() {
    for (_, text) in models() {
        // Every cut of a small file; of a large one so many that each kind of place is cut.
        let stride = if text.len() < 1500 { 1 } else { 97 };
        for cut in (0..text.len()).step_by(stride).filter(|cut| text.is_char_boundary(*cut)) {
            check(&text[..cut]);
        }
    }
}

/// A file is cut into tokens, and some are dropped, doubled or swapped.
fn mangled() -> impl Strategy<Value = String> {
    let text = read("examples/support-assistant.tm");
    let length = text.len();
    let spans = proptest::collection::vec((0..length, 0..12_usize, 0..3_u8, 0..length), 1..12);
    spans.prop_map(move |edits| {
        let mut text = read("examples/support-assistant.tm");
        for (at, length, what, other) in edits {
            let floor = |text: &str, mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (start, end) = (floor(&text, at), floor(&text, at + length));
            let piece = text[start..end].to_owned();
            match what {
                0 => text.replace_range(start..end, ""),
                1 => text.insert_str(floor(&text, other), &piece),
                _ => text.replace_range(start..end, ["{", "}", "\"", "\"\"\"", "//", "\n", "é", "-"][other % 8]),
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_files_are_analysed_and_formatted_without_a_panic(text in mangled()) {
        let analysis = check(&text);
        let length = analysis.source().text().len() as u32;
        for one in &analysis.diagnostics {
            prop_assert!(one.span.start <= one.span.end && one.span.end <= length, "{one:?}");
            prop_assert!(!one.message.is_empty());
        }
        if analysis.readable {
            let once = format(&analysis);
            prop_assert_eq!(&once, &format(&check(&once)));
        }
    }

    /// Files are read piece by piece, and what is known is not read again.
    #[test]
    fn a_text_that_was_read_before_is_read_the_same(texts in proptest::collection::vec(mangled(), 1..6)) {
        let mut memory = Memory::default();
        for (number, text) in texts.iter().chain([&texts[0]]).enumerate() {
            let source = Source::new(FileId(number as u16 % 2), "a.tm", text.as_str());
            prop_assert_eq!(parse_again(&source, Some(&mut memory)), parse(&source));
        }
    }

    #[test]
    fn any_text_at_all_is_analysed_without_a_panic(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_heap_of_tokens_is_analysed_without_a_panic(tokens in proptest::collection::vec(
        prop::sample::select(vec![
            "model", "entity", "process", "flow", "threat", "a", "b", "->", "<->", ":", ",", "{", "}", "\"x\"", "\n", "on",
            "spoofing", "tech", "unknown", "2026-01-01", "boundary", "mitigation", "accept", ";", "rule", "\"", "//", "import",
        ]),
        0..60,
    )) {
        check(&tokens.join(" "));
    }
}

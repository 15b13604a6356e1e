//! Texts that are hard to read: what is reported, on which line, and that nothing else is.

use crate::support::{check, places, report};

#[test]
fn hard_texts_get_the_right_diagnostics() {
    let deep = "boundary b {\n".repeat(65);
    let unclosed_deep = "{".repeat(100_000);
    for (text, expected) in [
        // Whole files.
        ("", vec!["1 TM0011"]),
        ("  \n\n", vec!["1 TM0011"]),
        ("// only a comment\n", vec!["1 TM0011"]),
        ("package require Tcl 8.6\nproc a {} {}\n", vec!["1 TM0010"]),
        ("# comment\nnamespace eval ::x {\n", vec!["1 TM0010"]),
        ("<TeXmacs|2.1>\n<style|generic>\n", vec!["1 TM0010"]),
        ("PK\u{3}\u{4}xxxx", vec!["1 TM0010"]),
        ("<?xml version=\"1.0\"?>\n<ThreatModel/>", vec!["1 TM0010"]),
        ("{ \"summary\": {} }", vec!["1 TM0010"]),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\">\n<g/>\n</svg>\n", vec!["1 TM0010"]),
        ("model \"M\" { scope: \"s\" }\n<<<<<<< HEAD\nentity a\n=======\nentity b\n>>>>>>> main\n", vec!["2 TM0010"]),
        ("model \"M\" { scope: \"s\"; link: https://example.com/a }\n", vec!["1 TM0004"]),
        (deep.as_str(), vec!["65 TM0005"]),
        (unclosed_deep.as_str(), vec!["1 TM0005"]),
        // Byte-order mark and Windows line ends are no mistakes.
        (
            "\u{feff}model \"M\" { scope: \"s\" }\r\nentity a\r\nboundary b {\r\n  process p\r\n}\r\nflow a -> p\r\n",
            vec![],
        ),
        // Braces.
        ("boundary b \"B\" {\n  process p\n\nentity a\nflow a -> p\nmodel \"M\" { scope: \"s\" }\n", vec!["1 TM0002"]),
        ("model \"M\" { scope: \"s\" }\nentity a\nboundary b {\n  process p\n}\n}\nflow a -> p\n", vec!["6 TM0003"]),
        ("model \"M\" { scope: \"s\" }\nentity a\nboundary b\n  process p\n}\nflow a -> p\n", vec!["5 TM0003"]),
        ("model \"M\" { scope: \"s\" }\nentity a\nboundary b\n{\n  process p\n}\nflow a -> p\n", vec![]),
        // Strings.
        ("model \"M { scope: \"s\" }\n", vec!["1 TM0004"]),
        (
            "model \"M\" { scope: \"s\" }\nentity a \"A\nboundary b { process p \"P\" }\nflow a -> p \"x\"\n",
            vec!["2 TM0004"],
        ),
        ("model \"M\" { scope: \"\"\"s }\n", vec!["1 TM0004"]),
        ("model \"M\\q\" { scope: \"s\" }\n", vec!["1 TM0013"]),
        // Two faults in one file are two reports.
        (
            "model \"M\" { scope: \"s\" }\nentiti a\nboundary b { proces p }\nflow a => p\n",
            vec!["2 TM0006", "3 TM0006", "4 TM0008"],
        ),
        // Attributes.
        ("model \"M\" { scope \"s\" }\n", vec!["1 TM0007"]),
        ("model \"M\" { scope = \"s\" }\n", vec!["1 TM0007"]),
        ("model \"M\" { scope: s }\n", vec!["1 TM0203"]),
        ("model \"M\" { scope: \"s\"; reviewed: 2026-02-30 }\n", vec!["1 TM0205"]),
        ("model \"M\" { scope: \"s\"; reviewed: 2026/02/03 }\n", vec!["1 TM0205"]),
        ("model \"M\" { scope: \"s\"; reviewed: \"2026-02-03\" }\n", vec!["1 TM0203"]),
        ("model \"M\" { scope: }\n", vec!["1 TM0206"]),
        ("scope: \"s\"\n", vec!["1 TM0107"]),
        // Later issues build these; they are read all the same.
        (
            "rule r on flow {\n  when: crosses-boundary and protocol in (http, none)\n  text: \"{from}\"\n}\n",
            vec!["1 TM0601"],
        ),
        // A condition that goes wrong is one all the same.
        ("rule r on process {\n  when: authz in ()\n  text: \"{element}\"\n}\n", vec!["2 TM0001"]),
        // Keywords are identifiers wherever that is unambiguous.
        (
            "model \"M\" { scope: \"s\"; allow: undecided-threat, vague-threat }\nentity entity\nboundary model-zone { process process }\nflow flow: entity -> process\n\
             threat threat: tampering on flow \"x\" { likelihood: low; impact: low }\n",
            vec![],
        ),
        // Links.
        ("model \"M\" { scope: \"s\"; link: \"javascript:alert(1)\" }\n", vec!["1 TM0207"]),
        // Configuration of checks.
        ("model \"M\" { scope: \"s\"; allow: missing-boundary, unconnected-element }\nprocess p\n", vec![]),
        (
            "model \"M\" { scope: \"s\"; allow: unconected-element }\nboundary b { process p }\n",
            vec!["1 TM0208", "2 TM0301"],
        ),
        ("model \"M\" { scope: \"s\"; allow: unknown-name }\n", vec!["1 TM0208"]),
    ] {
        let analysis = check(text);
        assert_eq!(places(&analysis), expected, "{}\n{}", &text[..text.len().min(300)], report(&analysis));
    }
}

#[test]
fn denied_checks_are_errors() {
    let analysis = check("model \"M\" { scope: \"s\"; deny: unconnected-element }\nboundary b { process p }\n");
    assert!(analysis.has_errors());
}

#[test]
fn messages_speak_of_this_file() {
    for (text, part) in [
        (
            "model \"M\" { scope: \"s\" }\nboundary b { process p }\nentity a\nflow a -> b\n",
            "`b` is a trust boundary; a flow joins two elements",
        ),
        ("store db \"Subscriptions DB\"\nprocess p\nflow p -> subscriptions-db\n", "did you mean `db`?"),
        ("process p\nthreat t: spofing on p \"x\"\n", "did you mean `spoofing`?"),
        ("store s\nprocess p\nflow p -> s\nthreat t: spoofing on s \"x\"\n", "cannot pretend to be somebody else"),
        ("process p { authn: none, mtls }\n", "`none` stands alone"),
        ("process p { authn: kerberos }\n", "put a value of your own in quotes"),
        ("process p { likelihood: low }\n", "`likelihood` belongs to a threat"),
        ("process p \"P\" {\n  process q\n}\n", "a process cannot stand in a process"),
        ("data d\nthreat t: tampering on d \"x\"\n", "name the store that holds it"),
        ("entity a\nprocess p\nflow a -> p \"x\"\nflow a -> p \"y\"\n", "a second unnamed flow `a -> p`"),
        (
            "process p\nthreat t: spoofing on p \"x\" { likelihood: low, impact: low }\n",
            "end `likelihood` with `;` before `impact`",
        ),
        ("entity d: \"Doctor\"\n", "take away the `:`"),
        ("proces p\n", "did you mean `process`?"),
        ("database d\n", "did you mean `store`?"),
        ("a -> b \"x\"\nprocess a\nprocess b\n", "a flow begins with the keyword `flow`"),
        ("process web server \"x\"\n", "expected"),
        ("threat t elevation-of-privilege on p \"x\"\nprocess p\n", "expected"),
    ] {
        let report = report(&check(text));
        assert!(report.contains(part), "{text}\nlacks `{part}`:\n{report}");
    }
}

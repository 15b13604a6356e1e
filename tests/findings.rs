//! Findings in the formats of other tools, against the schemas of these.

use std::collections::BTreeSet;

use serde_json::Value;
use threatline::analysis::{Analysis, found};
use threatline::emit::scan::{self, Scanned};
use threatline::finding::{Finding, Matter};

use crate::support::{check, check_as, files, places, read};

const MODEL: &str = "model \"M\" { scope: \"s\" }\n\
    entity user \"User\"\n\
    boundary b \"B\" {\n  process api \"A <b>, 100% & [x](y)\" { authn: none }\n  process lone \"Lone\"\n}\n\
    flow user -> api \"in\"\n\
    threat guess: spoofing on api \"A bot tries 10,000 leaked passwords\" { likelihood: high; impact: high }\n\
    threat old: tampering on api \"A clerk changes a price\" {\n  likelihood: low\n  impact: low\n  accept \"Rare\" { by: \"Ada\"; until: 2099-01-01 }\n}\n\
    dismiss repudiation on user \"They sign each order\" { by: \"Ada\" }\n";

fn scanned(name: &str, analysis: &Analysis) -> Scanned {
    let sources = analysis.sources();
    Scanned { findings: found(analysis), paths: vec![name.to_owned(); sources.len()], sources }
}

fn all() -> Vec<Scanned> {
    let examples = files("examples", "tm").into_iter().map(|path| {
        let name = format!("examples/{}", path.file_name().expect("a name").to_string_lossy());
        scanned(&name, &check_as(&name, &read(&path)))
    });
    examples.chain([scanned("a b/mödel.tm", &check(MODEL))]).collect()
}

fn valid(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(&read(schema)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_keeps_to_its_schema_and_to_what_code_scanning_asks() {
    let document: Value = serde_json::from_str(&scan::sarif(&all())).expect("JSON");
    valid("tests/schemas/sarif-2.1.0.json", &document);
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(results.len() > 100 && rules.len() > 20, "{} results, {} rules", results.len(), rules.len());
    for rule in rules {
        for text in [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"], &rule["help"]["text"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
    }
    let mut keys = BTreeSet::new();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], place["region"]["endLine"], "an alert on one line: {result}");
        assert!(
            result["partialFingerprints"]["primaryLocationLineHash"].as_str().is_some_and(|hash| hash.contains(':'))
        );
        let key = format!("{}{}", place["artifactLocation"]["uri"], result["partialFingerprints"]["threatline/v1"]);
        assert!(keys.insert(key), "two results are one: {result}");
    }
    let find = |text: &str| {
        let has = |one: &&Value| one["message"]["text"].as_str().is_some_and(|message| message.starts_with(text));
        results.iter().find(has).unwrap_or_else(|| panic!("no result `{text}`"))
    };
    let guess = find("A bot tries");
    assert_eq!(guess["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/m%C3%B6del.tm");
    assert_eq!((guess["level"].as_str(), guess["ruleId"].as_str()), (Some("error"), Some("spoofing/critical")));
    assert!(guess.get("suppressions").is_none());
    let accepted = find("A clerk changes");
    assert_eq!(accepted["suppressions"][0]["justification"], "accepted: Rare");
    let rated = |id: &str| {
        rules.iter().find(|rule| rule["id"] == id).expect("a rule")["properties"]["security-severity"].clone()
    };
    assert_eq!([rated("spoofing/critical"), rated("tampering/low")], ["9.5", "2.0"]);
}

#[test]
fn a_fix_is_offered_where_there_is_one() {
    let broken = [scanned("m.tm", &check("entity u \"U\"\nprocess a \"A\"\nu -> a \"x\"\n"))];
    let document: Value = serde_json::from_str(&scan::sarif(&broken)).expect("JSON");
    valid("tests/schemas/sarif-2.1.0.json", &document);
    let results = document["runs"][0]["results"].as_array().expect("results");
    let fixed = results.iter().find(|one| one.get("fixes").is_some()).expect("a fix");
    let change = &fixed["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "flow ");
    assert_eq!(
        (change["deletedRegion"]["startLine"].as_u64(), change["deletedRegion"]["startColumn"].as_u64()),
        (Some(3), Some(1))
    );
    let document: Value = serde_json::from_str(&scan::rdjson(&broken)).expect("JSON");
    valid("tests/schemas/rdjson.json", &document);
    let suggested = document["diagnostics"].as_array().into_iter().flatten().map(|one| &one["suggestions"][0]["text"]);
    assert!(suggested.into_iter().any(|text| text == "flow "), "{document}");
}

#[test]
fn rdjson_keeps_to_its_schema() {
    let document: Value = serde_json::from_str(&scan::rdjson(&all())).expect("JSON");
    valid("tests/schemas/rdjson.json", &document);
    for one in document["diagnostics"].as_array().expect("a list") {
        assert!(one["message"].is_string() && one["location"]["path"].is_string(), "{one}");
        assert!(one["location"]["range"]["start"]["line"].as_u64() >= Some(1), "{one}");
    }
}

#[test]
fn a_code_quality_report_has_what_gitlab_reads() {
    let report: Value = serde_json::from_str(&scan::gitlab(&all())).expect("JSON");
    let mut fingerprints = BTreeSet::new();
    for one in report.as_array().expect("a list") {
        assert!(one["description"].is_string() && one["check_name"].is_string(), "{one}");
        assert!(["info", "minor", "major", "critical", "blocker"].map(Value::from).contains(&one["severity"]), "{one}");
        assert!(one["location"]["lines"]["begin"].as_u64() >= Some(1), "{one}");
        assert!(fingerprints.insert(one["fingerprint"].to_string()), "only the first of these is shown: {one}");
    }
    assert_eq!(scan::gitlab(&[]), "[]\n", "an empty report is written, so that what was mended shows");
}

#[test]
fn junit_counts_what_it_lists() {
    let text = scan::junit(&all());
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
        let count = |name: &str| suite.attribute(name).and_then(|count| count.parse::<usize>().ok());
        let cases: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(count("tests"), Some(cases.len()));
        let failed = |case: &&roxmltree::Node<'_, '_>| case.children().any(|node| node.has_tag_name("failure"));
        assert_eq!(count("failures"), Some(cases.iter().filter(failed).count()));
        assert!(cases.iter().all(|case| case.attribute("name").is_some() && case.attribute("classname").is_some()));
    }
}

#[test]
fn workflow_commands_stay_one_line_each() {
    let text = scan::github(&[scanned("a,b:c.tm", &check(MODEL))]);
    for line in text.lines() {
        let (head, message) = line[2..].split_once("::").expect("a message");
        assert!(["error ", "warning ", "notice "].iter().any(|command| head.starts_with(command)), "{line}");
        assert!(head.contains("file=a%2Cb%3Ac.tm,line="), "{line}");
        assert!(!message.is_empty() && !message.contains("100% "), "{line}");
    }
    assert!(text.contains("A bot tries 10,000 leaked passwords (guess on api)"));
}

/// A finding keeps its key through a change of everything around it.
#[test]
fn findings_are_the_same_in_the_next_revision() {
    let keys =
        |text: &str| -> BTreeSet<String> { found(&check(text)).into_iter().map(|one: Finding| one.key).collect() };
    let moved = format!("// a comment\n\n{}", MODEL.replace("  process lone", "\n\n  process lone"));
    assert_eq!(keys(MODEL), keys(&moved));
    let matters: BTreeSet<Matter> = found(&check(MODEL)).into_iter().map(|one| one.matter).collect();
    assert_eq!(matters.len(), 4, "{matters:?}");
}

#[test]
fn a_comment_allows_what_it_names_where_it_stands() {
    let with = |comment: &str, behind: &str| {
        check(&MODEL.replace("  process lone \"Lone\"\n", &format!("{comment}  process lone \"Lone\"{behind}\n")))
    };
    let codes = |analysis: &Analysis| -> Vec<String> {
        let wanted = ["TM0210", "TM0211", "TM0301"];
        places(analysis).into_iter().filter(|line| wanted.iter().any(|code| line.ends_with(code))).collect()
    };
    let unconnected = codes(&with("", ""));
    assert_eq!(unconnected.len(), 1, "{:?}", places(&with("", "")));
    let allowed = with("  // threatline: allow unconnected-element it comes later\n", "");
    assert_eq!(codes(&allowed), Vec::<String>::new());
    assert_eq!(allowed.suppressed[0].reason, "it comes later");
    let suppressed = found(&allowed).into_iter().find(|one| one.kind.name == "unconnected-element").expect("a finding");
    assert_eq!(suppressed.suppression.as_deref(), Some("it comes later"));
    assert!(codes(&with("", " // threatline: allow TM0301: it comes later")).is_empty());
    assert_eq!(codes(&with("  // threatline: allow unused-data why not\n", "")), ["5 TM0210", "6 TM0301"]);
    for bad in
        ["allow unconnected-element", "allow unconected-element it comes", "allow", "deny x", "allow unknown-name y"]
    {
        assert_eq!(codes(&with(&format!("  // threatline: {bad}\n"), "")), ["5 TM0211", "6 TM0301"], "{bad}");
    }
}

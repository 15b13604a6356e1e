//! Every example, broken in thirty ways: each mistake gives exactly the diagnostics that a person would expect.

use crate::support::{check, files, places, read, report};

struct Mistake {
    name: String,
    find: String,
    with: String,
    expected: Vec<String>,
}

/// Reads `tests/cases/mistakes/*.txt`; the format is described in `CONTRIBUTING.md`.
fn mistakes(text: &str) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if let Some(name) = line.strip_prefix("=== ") {
            let (find, with) = (String::new(), String::new());
            mistakes.push(Mistake { name: name.to_owned(), find, with, expected: Vec::new() });
            continue;
        }
        let mistake = mistakes.last_mut().expect("a case begins with `===`");
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("`{line}` is not `key: value`"));
        let string = || serde_json::from_str(value).unwrap_or_else(|error| panic!("{line}: {error}"));
        match key {
            "find" => mistake.find = string(),
            "with" => mistake.with = string(),
            "then" => mistake.expected.push(value.trim().to_owned()),
            _ => panic!("unknown key in `{line}`"),
        }
    }
    mistakes
}

#[test]
fn every_mistake_gets_its_diagnostics() {
    let mut failures = Vec::new();
    let mut count = 0;
    for cases in files("tests/cases/mistakes", "txt") {
        let example = cases.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = read(format!("examples/{example}.tm"));
        for mistake in mistakes(&read(&cases)) {
            count += 1;
            assert_eq!(text.matches(&mistake.find).count(), 1, "{example}, {}: `find` must occur once", mistake.name);
            let analysis = check(&text.replacen(&mistake.find, &mistake.with, 1));
            let found = places(&analysis);
            if found != mistake.expected || found.is_empty() || found.len() > 3 {
                let (wanted, report) = (mistake.expected.join(", "), report(&analysis));
                failures.push(format!(
                    "{example}: {}\nwanted {wanted}\nfound {}\n{report}",
                    mistake.name,
                    found.join(", ")
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} differ:\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(count >= 150, "{count} mistakes; each example has thirty");
}

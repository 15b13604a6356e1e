//! The documentation does what it says: every page is there, and every fence is compiled.

use threatline::analysis::codes;

use crate::support::{check, check_alone, check_files, fences, places, read, report};

#[test]
fn every_code_has_a_page_whose_fences_do_what_they_say() {
    let index = read("docs/diagnostics/README.md");
    for code in codes() {
        assert!(code.page.starts_with(&format!("# {} ({})", code.slug, code.id)), "{}: title", code.slug);
        assert!(index.contains(&format!("({}.md)", code.slug)), "{} is not in the index", code.slug);
        let fences = fences(code.page);
        let others = || {
            let file =
                |(info, text): &(String, String)| Some((info.strip_prefix("tm source ")?.to_owned(), text.clone()));
            fences.iter().filter_map(file)
        };
        for (info, text) in fences.iter().filter(|(info, _)| !info.starts_with("tm source ")) {
            let file = ("veg-box/veg-box.tm".to_owned(), text.clone());
            let analysis = match others().next() {
                Some(_) => check_files(&std::iter::once(file).chain(others()).collect::<Vec<_>>()),
                None => check_alone(text),
            };
            let found = places(&analysis);
            match info.as_str() {
                "tm bad" => assert!(
                    found.iter().any(|place| place.ends_with(code.id)),
                    "{}: the bad example gives {found:?}",
                    code.slug
                ),
                "tm good" => assert!(found.is_empty(), "{}: the good example gives\n{}", code.slug, report(&analysis)),
                other => panic!("{}: fence `{other}`", code.slug),
            }
        }
    }
}

#[test]
fn codes_are_unique_and_read_well() {
    let codes = codes();
    for pair in codes.windows(2) {
        assert!(pair[0].id < pair[1].id, "{} and {}", pair[0].id, pair[1].id);
    }
    for code in codes {
        assert!(code.id.len() == 6 && code.id.starts_with("TM"), "{}", code.id);
        assert!(!code.summary.ends_with('.'), "{}: `{}`", code.id, code.summary);
    }
}

#[test]
fn every_fence_of_the_readme_is_clean() {
    let fences = fences(&read("README.md"));
    assert!(!fences.is_empty());
    for (info, text) in fences {
        let analysis = check(&text);
        assert!(info == "tm bad" || analysis.diagnostics.is_empty(), "{}", report(&analysis));
    }
}

#[test]
fn the_readme_shows_the_small_example() {
    assert!(read("README.md").contains(&read("examples/small.tm")), "README.md and examples/small.tm differ");
}

//! The pages in `docs/` are a book that holds together: every page is in it, links lead somewhere, every fence compiles, and
//! what it shows of the program is so. Built with mdBook and looked at in a browser where these are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use threatline::diagnostic::{Diagnostic, Severity};

use crate::browser::{browser, result_in, say};
use crate::generated::subcommands;
use crate::markdown::{err, out, project, run_in, write};
use crate::mdbook::mdbook;
use crate::support::{check, fences, files, read, report, repository};

/// Every page, by its path under `docs/`.
fn pages() -> BTreeMap<String, String> {
    let folders = ["docs", "docs/diagnostics", "docs/catalogue"];
    let paths = folders.iter().flat_map(|folder| files(folder, "md"));
    let name =
        |path: &Path| path.strip_prefix(repository("docs")).expect("under docs/").to_string_lossy().replace('\\', "/");
    paths.map(|path| (name(&path), read(&path))).collect()
}

#[test]
fn the_summary_names_every_page_once() {
    let summary = read("docs/SUMMARY.md");
    for name in pages().keys().filter(|name| *name != "SUMMARY.md") {
        assert_eq!(summary.matches(&format!("({name})")).count(), 1, "SUMMARY.md names {name}");
    }
}

/// The targets of the links and images of a page, without those in fences and code.
fn links(page: &str) -> Vec<String> {
    let mut is_code = false;
    let mut links = Vec::new();
    for line in page.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence {
            continue;
        }
        let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        links.extend(text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next()).map(str::to_owned));
    }
    links
}

/// What a heading is called in an address, on GitHub and in mdBook.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in page.lines() {
        is_code ^= line.starts_with("```");
        let Some(heading) = line.strip_prefix('#').filter(|_| !is_code) else { continue };
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || ['-', '_', ' '].contains(c));
        anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
    }
    anchors
}

#[test]
fn links_lead_to_what_is_in_the_book() {
    let pages = pages();
    let mut broken = Vec::new();
    for (name, page) in &pages {
        for link in links(page).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { name.clone() } else { resolved(name, path) };
            let is_there = !target.starts_with("..") && repository("docs").join(&target).is_file();
            let is_heading = anchor.is_empty() || pages.get(&target).is_some_and(|page| anchors(page).contains(anchor));
            if !is_there || !is_heading {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A path as a page means it, under `docs/`.
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn is_note(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Note
}

#[test]
fn every_fence_of_the_book_compiles() {
    let mut parts = String::new();
    for (name, page) in pages() {
        for (info, text) in fences(&page) {
            // Those of the diagnostics, of rules and of examples are compiled by tests of their own.
            let is_elsewhere =
                name.starts_with("diagnostics/") || name.starts_with("catalogue/") || info == "tm source example";
            let words = info.strip_prefix("tm").unwrap_or_default().trim_start();
            match words.split(' ').next().unwrap_or_default() {
                _ if is_elsewhere => {}
                "" | "with-source" => {
                    let analysis = check(&text);
                    assert!(analysis.diagnostics.iter().all(is_note), "{name}\n{}", report(&analysis));
                }
                "source" if words == "source part" => parts.push_str(&text),
                "source" => {
                    // A part of a model: nothing in it is wrong by itself.
                    let analysis = check(&text);
                    let is_absent = |slug| ["missing-model", "unconnected-element", "missing-boundary"].contains(&slug);
                    let is_fine = |one: &Diagnostic| is_note(one) || is_absent(one.code.slug);
                    assert!(analysis.diagnostics.iter().all(is_fine), "{name}\n{}", report(&analysis));
                }
                other => panic!("{name}: nothing compiles a fence of `tm {other}`"),
            }
        }
    }
    let analysis = check(&parts);
    assert!(!parts.is_empty() && analysis.diagnostics.is_empty(), "the cheat sheet\n{}", report(&analysis));
}

/// The lines of fences for a shell.
fn shell_lines(page: &str) -> Vec<String> {
    let mut lines = page.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let is_shell = ["```sh", "```console", "```yaml", "```make", "```ninja"].contains(&line.trim());
        if line.trim_start().starts_with("```") {
            let body = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```"));
            found.extend(body.filter(|_| is_shell).map(str::to_owned));
        }
    }
    found
}

/// The commands of a line, each as its words: what stands behind `threatline`, up to what ends it.
fn calls(line: &str) -> Vec<Vec<&str>> {
    let line = line.split(" # ").next().unwrap_or_default();
    let mut calls = Vec::new();
    let mut words = line.split_whitespace();
    let mut before = "&&";
    while let Some(word) = words.next() {
        // A command stands at the beginning, behind another, or behind the key of a pipeline.
        let is_command = ["&&", "||", "|", ";", "=", "-", "then"].contains(&before) || before.ends_with(':');
        if word.trim_start_matches("$(") == "threatline" && is_command {
            calls.push(words.by_ref().take_while(|word| !["|", "&&", ";", ">", "||"].contains(word)).collect());
            before = "&&";
        } else {
            before = word;
        }
    }
    calls
}

#[test]
fn the_commands_of_the_book_exist_with_their_flags() {
    let help = |arguments: &[&str]| out(&run_in(&repository(""), "", &[arguments, &["--help"]].concat()));
    let commands: BTreeMap<String, String> =
        subcommands(&help(&[])).into_iter().map(|name| (name.clone(), help(&[&name]))).collect();
    let mut texts = pages();
    texts.insert("../README.md".to_owned(), read("README.md"));
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, page) in &texts {
        for line in shell_lines(page) {
            for call in calls(&line) {
                let Some(command) = call.first().filter(|word| !word.starts_with('-')) else { continue };
                count += 1;
                let text = commands.get(*command);
                let flags = call.iter().filter(|word| word.starts_with("--") && word.len() > 2);
                let known = |flag: &&&str| {
                    let flag = flag.split('=').next().unwrap_or_default();
                    text.is_some_and(|text| text.split([' ', ',', '\n']).any(|word| word == flag))
                };
                if text.is_none() || !flags.clone().all(|flag| known(&flag)) {
                    wrong.push(format!("{name}: {line}"));
                }
            }
        }
    }
    assert!(count > 40, "{count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_tour_shows_what_the_program_says() {
    let tour = read("docs/tour.md");
    let models = fences(&tour);
    let [(_, first), (_, last)] = &models[..] else { panic!("two models") };
    let (described, _) = last.split_once("\nquestion ").expect("findings behind the description");
    let done = last.replace("status: open", "status: done");
    let done = done.replace("authn: none; authz: none", "authn: email-link; authz: owner-check");
    let mistake = first.replace("<-> visits \"mark", "<-> visit \"mark");
    let folder =
        project("tour", &[("reminders.tm", &mistake), ("old/reminders.tm", last), ("new/reminders.tm", &done)]);
    let said = |arguments: &[&str]| {
        let output = run_in(&folder, "", arguments);
        out(&output) + &err(&output)
    };
    let shows = |text: &str, what: &str| {
        let fence = format!("```text\n{}\n```", text.trim_end());
        assert!(tour.contains(&fence), "the tour does not show what {what} says:\n{text}");
    };
    shows(&said(&["check", "reminders.tm"]), "check");
    write(&folder, "reminders.tm", described);
    shows(&out(&run_in(&folder, "", &["coverage", "reminders.tm"])), "coverage");
    shows(&said(&["diff", "old", "new"]).replace("new/reminders.tm", "reminders.tm"), "diff");
    write(&folder, "reminders.tm", last);
    let after = said(&["coverage", "reminders.tm"]);
    assert!(after.contains("\n13 of 32 answered\n") && tour.contains("13 of 32 questions are answered"), "{after}");
}

#[test]
fn the_reference_names_every_rule_of_the_grammar() {
    let reference = read("docs/language.md");
    let (_, appendix) = reference.split_once("\n## Grammar\n").expect("an appendix");
    let grammar = read("grammar/tm.pest");
    let rules = grammar.lines().filter_map(|line| line.split_once(" = ").filter(|_| !line.starts_with([' ', '/'])));
    let missing: Vec<&str> = rules
        .map(|(name, _)| name)
        .filter(|name| !appendix.contains(&format!("`{}`", name.strip_prefix("kw_").unwrap_or(name))))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What is wrong with a page at a width: it moves sideways, has a picture wider than itself, or text that is no fence.
const LOOK: &str = "<script>addEventListener('load', () => {
  const wrong = [];
  if (document.documentElement.scrollWidth > innerWidth + 1)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const picture of document.querySelectorAll('main img, main figure svg')) {
    const box = picture.getBoundingClientRect();
    if (picture.complete === false || picture.naturalWidth === 0) wrong.push(`${picture.getAttribute('src') ?? 'a diagram'} is not there`);
    if (box.right > innerWidth + 1) wrong.push('a picture is wider than the page');
  }
  for (const code of document.querySelectorAll('code.language-tm'))
    if (!code.querySelector('.hljs-keyword')) wrong.push(`no colours: ${code.textContent.slice(0, 40)}`);
  const result = document.createElement('pre');
  result.id = 'result';
  result.textContent = wrong.join('; ') || 'fine';
  document.body.append(result);
});</script>";

#[test]
fn mdbook_builds_the_book_for_phones_and_desks() {
    let Some(mut mdbook) = mdbook("the book") else { return };
    let book = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    let output = mdbook.args(["build", "docs", "--dest-dir"]).arg(&book).current_dir(repository("")).output();
    let output = output.expect("mdBook runs");
    assert!(output.status.success(), "{}", err(&output));
    let tour = std::fs::read_to_string(book.join("tour.html")).expect("the tour");
    assert!(tour.matches("<figure class=\"threatline\">").count() == 2 && tour.contains("Appointment reminders"));
    let Some(browser) = browser() else {
        say("skipped the screens of the book: no Chromium\n");
        return;
    };
    for page in ["index", "tour", "cheat-sheet", "gallery", "language", "comparison", "catalogue/index", "docs-builds"]
    {
        for width in [500, 1280] {
            assert_eq!(looked_at(&browser, &book, page, width), "fine", "{page} at {width} px");
        }
    }
}

/// What [`LOOK`] finds on a page. It lies beside the page, so that what the page refers to is there.
fn looked_at(browser: &Path, book: &Path, page: &str, width: u32) -> String {
    let text = std::fs::read_to_string(book.join(format!("{page}.html"))).expect("a page");
    let file = book.join(format!("{page}.looked-at.html"));
    std::fs::write(&file, text.replace("</body>", &format!("{LOOK}</body>"))).expect("written");
    result_in(browser, &file, width)
}

//! mdBook: the protocol of both versions by its JSON, and the program itself where it is installed.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::browser::{result_of, say};
use crate::markdown::{err, out, project, run_in, started, write};

const MODEL: &str = "model \"Shop {{#include x}}\" { scope: \"s\" }\nentity u \"User\"\nboundary b \"B\" { process web \"Web\" }\n\
    flow u -> web \"buy\"\nthreat t: spoofing on web \"Somebody guesses\" { likelihood: high; impact: high }\n";

fn preprocess(folder: &Path, input: &Value) -> Output {
    started(env!("CARGO_BIN_EXE_mdbook-threatline"), folder, &input.to_string(), &[])
}

/// mdBook, which finds the program; [`None`] where it is not installed, which is said.
pub(crate) fn mdbook(skipped: &str) -> Option<Command> {
    if Command::new("mdbook").arg("--version").output().is_err() {
        say(&format!("skipped {skipped}: mdBook is not installed\n"));
        return None;
    }
    let own = Path::new(env!("CARGO_BIN_EXE_threatline")).parent().expect("a folder").to_owned();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&paths))).expect("a path");
    let mut command = Command::new("mdbook");
    command.env("PATH", path);
    Some(command)
}

fn chapter(path: &str, content: &str, inner: &[Value]) -> Value {
    json!({ "Chapter": { "name": path, "content": content, "number": [1], "sub_items": inner, "path": path,
        "source_path": path, "parent_names": [], "new_field": 1 } })
}

fn context(folder: &Path, options: &Value) -> Value {
    json!({ "root": folder, "renderer": "html", "mdbook_version": "0.5.4", "chapter_titles": {},
        "config": { "book": { "src": "src" }, "preprocessor": { "threatline": options }, "output": { "html": {} } } })
}

/// The id of the first picture in a text.
fn id(text: &str) -> &str {
    text.split("2000/svg\" id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture")
}

#[test]
fn both_versions_of_the_protocol_are_spoken() {
    let folder = project("mdbook-protocol", &[("src/m.tm", MODEL), ("src/a/b.md", "")]);
    let fence = format!("# A\n\n```tm\n{MODEL}```\n");
    let models = "![m](../m.tm)\n\n{{#threatline register ../m.tm}}\n\n{{#threatline coverage ../m.tm}}\n";
    let draft = json!({ "Chapter": { "name": "draft", "content": "", "sub_items": [], "path": null } });
    let part = json!({ "PartTitle": "P" });
    for (items, others) in [("items", json!({})), ("sections", json!({ "__non_exhaustive": null }))] {
        let inner = chapter("a/b.md", models, &[]);
        let mut book = others;
        book[items] =
            json!([chapter("a.md", &fence, &[inner]), "Separator", part, draft, chapter("c.md", "none\n", &[])]);
        let options = json!({ "command": "x", "show": ["threats", "list"] });
        let output = preprocess(&folder, &json!([context(&folder, &options), book]));
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let changed: Value = serde_json::from_str(&out(&output)).expect("JSON alone");
        let content = |chapter: &Value| chapter["Chapter"]["content"].as_str().expect("a text").to_owned();
        let first = content(&changed[items][0]);
        let second = content(&changed[items][0]["Chapter"]["sub_items"][0]);
        assert!(first.starts_with("# A\n\n<figure class=\"threatline\">\n<style>") && first.ends_with("</figure>\n"));
        for words in ["## Threats", "Somebody guesses", "**Coverage"] {
            assert!(second.contains(words), "{second}");
        }
        assert!(!first.contains("{{") && !second.contains("{{"), "what stands in a model is no command");
        // All chapters are on one page for printing.
        assert_eq!(id(&second), format!("{}-2", id(&first)));
        // All else is as it was.
        let mut expected = book.clone();
        expected[items][0]["Chapter"]["content"] = first.into();
        expected[items][0]["Chapter"]["sub_items"][0]["Chapter"]["content"] = second.into();
        assert_eq!(changed, expected);
    }
}

#[test]
fn what_is_wrong_names_the_file_and_the_line_and_fails() {
    let text = "# A\n\n{{#include x}}\n\n```tm\nproces a\n```\n";
    let folder = project("mdbook-errors", &[("src/README.md", text)]);
    let mut one = chapter("index.md", &text.replace("{{#include x}}", "one\ntwo\nthree"), &[]);
    one["Chapter"]["source_path"] = "README.md".into();
    let book = json!({ "items": [one] });
    let output = preprocess(&folder, &json!([context(&folder, &json!({})), book]));
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).is_empty(), "nothing that mdBook could take for a book");
    assert!(err(&output).contains("[src/README.md:6:1]"), "as the file has it: {}", err(&output));
    let warned = json!({ "items": [chapter("a.md", "```tm\nprocess a\n```\n", &[])] });
    for (options, code, words) in [
        (json!({}), 0, "no flow reaches"),
        (json!({ "fail-on-warning": true }), 1, "no flow reaches"),
        (json!({ "fail-on-warning": false }), 0, "no flow reaches"),
        (json!({ "theme": "drak" }), 2, "did you mean `dark`?"),
        (json!({ "them": "dark" }), 2, "`them` is no option; did you mean `theme`?"),
        (json!({ "fail-on-warning": 3 }), 2, "is true or false"),
    ] {
        let output = preprocess(&folder, &json!([context(&folder, &options), warned]));
        assert_eq!(output.status.code(), Some(code), "{options}");
        assert!(err(&output).contains(words), "{options}: {}", err(&output));
    }
    for input in [json!(3), json!([{}, {}]), json!([{}, { "items": 3 }])] {
        assert_eq!(preprocess(&folder, &input).status.code(), Some(2), "{input}");
    }
    for (renderer, code) in [("html", 0), ("latex", 1), ("not-supported", 1)] {
        assert_eq!(run_in(&folder, "", &["mdbook", "supports", renderer]).status.code(), Some(code), "{renderer}");
    }
}

#[test]
fn a_book_learns_of_it_once_and_keeps_the_rest() {
    let table = "[preprocessor.threatline]\ncommand = \"threatline mdbook\"\n";
    for (before, after) in [
        ("[book]\ntitle = \"B\" # kept\n", format!("[book]\ntitle = \"B\" # kept\n\n{table}")),
        ("[book]\r\ntitle = \"B\"\r\n", format!("[book]\r\ntitle = \"B\"\r\n\r\n{}", table.replace('\n', "\r\n"))),
        ("", table.to_owned()),
        ("a = 1", format!("a = 1\n\n{table}")),
        ("[preprocessor]\nthreatline = {}\n", "[preprocessor]\nthreatline = {}\n".to_owned()),
    ] {
        let folder = project("mdbook-install", &[("book/book.toml", before)]);
        for _ in 0..2 {
            let output = run_in(&folder, "", &["mdbook", "install", "book"]);
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            assert_eq!(std::fs::read_to_string(folder.join("book/book.toml")).expect("there"), after);
        }
    }
    for before in ["preprocessor = { other = {} }\n", "not TOML"] {
        let folder = project("mdbook-install", &[("book.toml", before)]);
        assert_eq!(run_in(&folder, "", &["mdbook", "install"]).status.code(), Some(2), "{before}");
        assert_eq!(std::fs::read_to_string(folder.join("book.toml")).expect("there"), before);
    }
    assert_eq!(run_in(&project("mdbook-install", &[]), "", &["mdbook", "install"]).status.code(), Some(2));
}

/// Whatever the system prefers, a picture is as dark as the class of the page says.
const FILLS: &str = "<script>
const fill = () => getComputedStyle(document.querySelector('svg > .f-bg')).fill;
const said = [];
for (const theme of ['light', 'rust', 'coal', 'navy', 'ayu']) {
  document.documentElement.className = theme;
  said.push(fill());
}
document.getElementById('result').textContent = said.join(' ');
</script>";

#[test]
fn pictures_are_as_dark_as_the_book() {
    let folder = project("mdbook-dark", &[]);
    let book = json!({ "items": [chapter("a.md", &format!("```tm\n{MODEL}```\n"), &[])] });
    let output = preprocess(&folder, &json!([context(&folder, &json!({})), book]));
    let changed: Value = serde_json::from_str(&out(&output)).expect("JSON");
    let picture = changed["items"][0]["Chapter"]["content"].as_str().expect("a text");
    assert!(!picture.contains("prefers-color-scheme") && picture.contains("\n:is(.coal,.navy,.ayu) #tm-"));
    let page =
        format!("<!DOCTYPE html><html class=\"light\"><body>{picture}<pre id=\"result\"></pre>{FILLS}</body></html>");
    if let Some(said) = result_of("mdbook-dark", &page, 900) {
        let (light, dark) = ("rgb(255, 255, 255)", "rgb(16, 20, 28)");
        assert_eq!(said, [light, light, dark, dark, dark].join(" "));
    }
}

#[test]
fn mdbook_builds_a_book_and_fails_for_a_broken_one() {
    let Some(mut mdbook) = mdbook("books") else { return };
    let fence = format!("```tm\n{}```\n", MODEL.replace("{{#include x}}", ""));
    let a = format!("# A\n\n{fence}\n## After\n");
    let shown = "- item\n\n  ```tm,source\n  process shown\n  ```\n";
    let b = format!("# B\n\n{shown}\n{fence}\n![M](../m.tm)\n\n{{{{#threatline register ../m.tm}}}}\n");
    let summary = "# Summary\n\n- [A](a.md)\n  - [B](s/b.md)\n- [Draft]()\n";
    let files = [("book.toml", "[book]\ntitle = \"B\"\n"), ("src/SUMMARY.md", summary), ("src/m.tm", MODEL)];
    let folder = project("mdbook-real", &files);
    write(&folder, "src/a.md", &a);
    write(&folder, "src/s/b.md", &b);
    assert_eq!(run_in(&folder, "", &["mdbook", "install"]).status.code(), Some(0));
    mdbook.arg("build").current_dir(&folder);
    let mut build = || mdbook.output().expect("mdBook runs");
    let output = build();
    assert!(output.status.success(), "{}", err(&output));
    let read = |file: &str| std::fs::read_to_string(folder.join("book").join(file)).unwrap_or_default();
    let (a, b, print) = (read("a.html"), read("s/b.html"), read("print.html"));
    assert!(a.contains("<svg ") && a.contains("</figure>") && a.contains(">After</a></h2>"), "{a}");
    assert_eq!(b.matches("</svg>\n</figure>").count(), 2, "{b}");
    assert!(b.contains("process shown") && b.contains("Somebody guesses"), "{b}");
    let ids: Vec<&str> = print.split("2000/svg\" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert!(ids.len() == 3 && different.len() == 3, "{ids:?}");
    write(&folder, "src/a.md", "# A\n\n```tm\nproces x\n```\n");
    let output = build();
    assert!(!output.status.success());
    assert!(err(&output).contains("src/a.md:4:1"), "{}", err(&output));
}

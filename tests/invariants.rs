//! The house keeps its shape: imports point up, and each foreign crate has one room.

use std::path::{Path, PathBuf};

use crate::support::{read, repository};

/// The modules from the top of the house to its shells; a module may use those that stand before it.
const ORDER: &[&str] = &[
    "source",
    "diagnostic",
    "vocabulary",
    "syntax",
    "format",
    "project",
    "model",
    "session",
    "configuration",
    "suppression",
    "markdown",
    "check",
    "text",
    "threat",
    "diff",
    "finding",
    "layout",
    "scene",
    "report",
    "emit",
    "analysis",
    "ide",
    "lsp",
    "serve",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source file under src/, by its path there, without its unit tests.
fn files() -> Vec<(String, String)> {
    let root = repository("src");
    let relative = |path: &Path| path.strip_prefix(&root).expect("under src").to_string_lossy().replace('\\', "/");
    let text = |path: &Path| read(path).split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
    sources(&root).iter().map(|path| (relative(path), text(path))).collect()
}

#[test]
fn imports_point_up() {
    let rank = |module: &str| ORDER.iter().position(|name| *name == module);
    for (file, text) in files() {
        let module = file.split(['/', '.']).next().expect("a module");
        let Some(own) = rank(module) else { continue };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let names = match rest.strip_prefix('{') {
                    Some(list) => list.split(['}', ',']).map(str::trim).collect::<Vec<_>>(),
                    None => vec![rest],
                };
                for name in names {
                    let used = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    let Some(other) = rank(used) else { continue };
                    assert!(other <= own, "src/{file}:{}: `{module}` uses `{used}`, which stands below it", number + 1);
                }
            }
        }
    }
}

#[test]
fn each_crate_has_one_room() {
    let rooms: &[(&str, &[&str])] = &[
        ("pest", &["syntax/lower.rs", "syntax/expression.rs", "syntax/recover.rs"]),
        ("pest_derive", &["syntax/lower.rs"]),
        ("miette", &["diagnostic/report.rs"]),
        ("layout::", &["layout/placer.rs"]),
        ("pulldown_cmark", &["markdown/find.rs"]),
        ("rustybuzz", &["text.rs"]),
        ("resvg", &["emit/png.rs"]),
        ("krilla", &["emit/pdf.rs"]),
        ("krilla_svg", &["emit/pdf.rs"]),
        ("petgraph", &["model/types.rs", "model/build.rs"]),
        ("jiff", &["model/mod.rs", "model/types.rs", "model/settings.rs", "cli/clock.rs"]),
        ("toml", &["configuration.rs", "cli/mdbook.rs"]),
        ("clap", &["cli/"]),
        ("lsp_server", &["lsp/"]),
        ("gen_lsp_types", &["lsp/"]),
        ("clap_complete", &["cli/completions.rs"]),
        ("ignore", &["cli/input.rs"]),
        ("tempfile", &["cli/output.rs"]),
        ("similar", &["cli/fmt.rs", "lsp/reformat.rs"]),
        ("std::fs", &["cli/"]),
        ("std::env", &["cli/", "diagnostic/mod.rs"]),
        ("std::process", &["cli/git.rs", "cli/mod.rs", "main.rs", "mdbook.rs"]),
        ("std::time", &["cli/", "serve/"]),
        ("getrandom", &["cli/serve.rs"]),
        ("notify", &["cli/watch.rs"]),
        ("open", &["cli/serve.rs"]),
        ("httparse", &["serve/http.rs"]),
        ("std::net", &["serve/http.rs"]),
    ];
    for (file, text) in files() {
        for (name, allowed) in rooms {
            let uses = text.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with(&format!("use {}", name.trim_end_matches("::")))
                    && line["use ".len() + name.trim_end_matches("::").len()..].starts_with("::")
            });
            let allowed = allowed.iter().any(|room| file.starts_with(room));
            assert!(!uses || allowed, "src/{file} uses {name}, whose rooms are {allowed:?}");
        }
    }
}

#[test]
fn modules_introduce_themselves_and_stay_small() {
    for (file, text) in files() {
        assert!(text.starts_with("//! "), "src/{file} does not say what it is");
        let lines = text.lines().count();
        assert!(lines <= 800, "src/{file} has {lines} lines");
    }
}

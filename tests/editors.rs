//! The files that editors take: their words are those of the vocabulary, and the tree-sitter grammar reads what ours reads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use threatline::threat;
use threatline::vocabulary::{ATTRIBUTES, Kind, ValueType};
use tree_sitter::{Node, Parser, Query, Tree};

use crate::support::{fences, files, read, repository};

/// A list of words in a file: on the line after the mark `threatline:words SET`, between two texts, joined by a third.
struct List {
    file: &'static str,
    set: &'static str,
    open: &'static str,
    joint: &'static str,
    close: &'static str,
}

const fn textmate(set: &'static str) -> List {
    List { file: "editors/vscode/syntaxes/tm.tmLanguage.json", set, open: "(?:", joint: "|", close: ")" }
}

const LISTS: [List; 10] = [
    textmate("declarations"),
    textmate("attributes"),
    textmate("values"),
    textmate("answers"),
    textmate("predicates"),
    List { file: "docs/highlight-tm.js", set: "declarations", open: "keyword: \"", joint: " ", close: "\"" },
    List { file: VIM, set: "declarations", open: "syn keyword tmKeyword ", joint: " ", close: "\n" },
    List { file: VIM, set: "attributes", open: "\\s*\\%(", joint: "\\|", close: "\\)" },
    List { file: EMACS, set: "declarations", open: "'(\"", joint: "\" \"", close: "\")" },
    List { file: EMACS, set: "attributes", open: "'(\"", joint: "\" \"", close: "\")" },
];

const VIM: &str = "editors/vim/syntax/tm.vim";
const EMACS: &str = "editors/emacs/tm-mode.el";

fn words(set: &str) -> BTreeSet<&'static str> {
    match set {
        "declarations" => Kind::ALL.map(Kind::keyword).into_iter().collect(),
        "attributes" => ATTRIBUTES.iter().map(|row| row.name).collect(),
        "answers" => ["none", "unknown"].into_iter().collect(),
        "predicates" => threat::predicates().collect(),
        "values" => ATTRIBUTES
            .iter()
            .filter_map(|row| match row.value {
                ValueType::Words(words) | ValueType::OpenWords(words) => Some(words),
                _ => None,
            })
            .flatten()
            .map(|word| word.name)
            .filter(|word| !["none", "unknown"].contains(word))
            .collect(),
        other => panic!("no set `{other}`"),
    }
}

/// A file with its list as the vocabulary has it.
fn with_words(text: &str, list: &List) -> String {
    let mark = format!("threatline:words {}", list.set);
    let after_mark = text.find(&mark).unwrap_or_else(|| panic!("{}: no `{mark}`", list.file)) + mark.len();
    let line = after_mark + text[after_mark..].find('\n').expect("a line after the mark") + 1;
    let start =
        line + text[line..].find(list.open).unwrap_or_else(|| panic!("{}: {mark}", list.file)) + list.open.len();
    let end = start + text[start..].find(list.close).unwrap_or_else(|| panic!("{}: {mark}", list.file));
    let words: Vec<&str> = words(list.set).into_iter().collect();
    format!("{}{}{}", &text[..start], words.join(list.joint), &text[end..])
}

/// `THREATLINE_UPDATE=1 cargo test editors` writes them.
#[test]
fn editors_know_the_words_of_the_vocabulary() {
    let mut stale = Vec::new();
    for list in &LISTS {
        let text = read(list.file);
        let fresh = with_words(&text, list);
        if text != fresh && std::env::var_os("THREATLINE_UPDATE").is_some() {
            std::fs::write(repository(list.file), fresh).expect("the file is written");
        } else if text != fresh {
            stale.push(format!("{}: {}", list.file, list.set));
        }
    }
    assert!(stale.is_empty(), "run `THREATLINE_UPDATE=1 cargo test editors`: {stale:#?}");
}

fn tree(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_tm::LANGUAGE.into()).expect("the library reads this grammar");
    parser.parse(text, None).expect("a tree")
}

/// Every model and every good fence of the tree, with a name.
fn good_models() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in ["examples", "examples/shared", "examples/pull-request", "src/threat/catalogue", "src/cli/init"] {
        paths.extend(files(folder, "tm"));
    }
    let mut models: Vec<(String, String)> = paths.iter().map(|path| (path.display().to_string(), read(path))).collect();
    let mut pages = files("docs/diagnostics", "md");
    pages.extend(files("docs", "md"));
    pages.push("README.md".into());
    let is_good = |info: &str| ["tm", "tm good", "tm with-source"].contains(&info) || info.starts_with("tm source");
    for page in pages {
        let good = fences(&read(&page)).into_iter().filter(|(info, _)| is_good(info));
        models.extend(good.map(|(_, text)| (page.display().to_string(), text)));
    }
    models
}

/// The first node that says that something could not be read.
fn trouble(node: Node<'_>) -> Option<String> {
    let is_raw_condition =
        node.kind() == "raw_value" && node.parent().is_some_and(|parent| parent.kind() == "condition");
    if node.is_error() || node.is_missing() || ["unknown", "wrong_arrow"].contains(&node.kind()) || is_raw_condition {
        return Some(format!("{} at line {}", node.kind(), node.start_position().row + 1));
    }
    let mut cursor = node.walk();
    let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
    children.into_iter().find_map(trouble)
}

#[test]
fn tree_sitter_reads_every_model_of_the_tree() {
    let models = good_models();
    assert!(models.len() > 100, "{}", models.len());
    for (name, text) in models {
        assert_eq!(trouble(tree(&text).root_node()), None, "{name}");
    }
}

#[test]
fn tree_sitter_reads_its_corpus_as_written() {
    let normal = |text: &str| {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut count = 0;
    for file in files("editors/tree-sitter-tm/test/corpus", "txt") {
        let text = read(&file);
        let mut parts = text.split("==================\n").skip(1);
        while let (Some(title), Some(case)) = (parts.next(), parts.next()) {
            let name = format!("{}: {}", file.display(), title.trim());
            let (input, expected) = case.split_once("\n---\n").unwrap_or_else(|| panic!("{name}: no `---`"));
            // Field names are part of both.
            assert_eq!(normal(&tree(input).root_node().to_sexp()), normal(expected), "{name}");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

const TREE_SITTER: &str = "editors/tree-sitter-tm";
/// What the generated files were made of, and by which version.
const ORIGIN: &str = "editors/tree-sitter-tm/src/origin.txt";
const GENERATED: [&str; 3] = ["parser.c", "grammar.json", "node-types.json"];

/// FNV-1a: it has to notice what was forgotten, not what was forged.
fn digest(file: &str) -> String {
    let text = read(format!("{TREE_SITTER}/{file}"));
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

fn tree_sitter(arguments: &[&str]) -> Option<String> {
    let mut command = std::process::Command::new("tree-sitter");
    let output = command.args(arguments).current_dir(repository(TREE_SITTER)).output().ok()?;
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    assert!(output.status.success(), "tree-sitter {arguments:?}: {said}");
    Some(said.trim().to_owned())
}

/// What `origin.txt` has to say.
fn origin(version: &str) -> String {
    let files = std::iter::once("grammar.js".to_owned()).chain(GENERATED.map(|file| format!("src/{file}")));
    files.fold(format!("{version}\n"), |said, file| format!("{said}{} {file}\n", digest(&file)))
}

/// `THREATLINE_UPDATE=1 cargo test editors` generates them, where the program `tree-sitter` is on the path.
#[test]
fn the_parser_is_what_the_grammar_generates() {
    let installed = tree_sitter(&["--version"]);
    if std::env::var_os("THREATLINE_UPDATE").is_some()
        && let Some(version) = &installed
    {
        tree_sitter(&["generate", "--abi", "14"]);
        std::fs::write(repository(ORIGIN), origin(version)).expect("the file is written");
    }
    let recorded = read(ORIGIN);
    let version = recorded.lines().next().unwrap_or_default();
    let stale = "run `THREATLINE_UPDATE=1 cargo test editors` with the program `tree-sitter` on the path";
    assert_eq!(recorded, origin(version), "the grammar or what it generates was changed alone: {stale}");
    if installed.as_deref() != Some(version) {
        let found = installed.unwrap_or_else(|| "none".to_owned());
        crate::browser::say(&format!("skipped: the parser is generated anew by {version} only; found: {found}\n"));
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tree-sitter-tm");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    tree_sitter(&["generate", "--abi", "14", "--output", &folder.display().to_string()]);
    for file in GENERATED {
        let fresh = std::fs::read_to_string(folder.join(file)).expect("it was generated");
        assert!(
            fresh == read(format!("{TREE_SITTER}/src/{file}")),
            "{file} is not what `grammar.js` generates: {stale}"
        );
    }
}

#[test]
fn every_query_fits_the_grammar() {
    let language = tree_sitter_tm::LANGUAGE.into();
    for folder in ["editors/tree-sitter-tm/queries", "editors/helix/runtime/queries/tm", "editors/zed/languages/tm"] {
        for path in files(folder, "scm") {
            if let Err(error) = Query::new(&language, &read(&path)) {
                panic!("{}: {error}", path.display());
            }
        }
    }
}

/// The extension's own tests, where its packages are installed: `npm ci` in its folder.
#[test]
fn the_extension_of_vs_code_passes_its_tests() {
    let folder = repository("editors/vscode");
    if !Path::new(&folder).join("node_modules").exists() {
        crate::browser::say("skipped: `npm ci` in editors/vscode installs what its tests need\n");
        return;
    }
    for script in ["check", "test", "package"] {
        let mut npm = std::process::Command::new("npm");
        npm.args(["run", "--silent", script]).current_dir(&folder).env("THREATLINE", env!("CARGO_BIN_EXE_threatline"));
        let output = match npm.output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                crate::browser::say("skipped the tests of the extension: npm is not installed\n");
                return;
            }
            output => output.expect("npm runs"),
        };
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "npm run {script}:\n{said}");
    }
}

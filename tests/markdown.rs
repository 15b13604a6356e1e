//! Models in Markdown: `threatline md`, and what it says was read. The pure part first: pieces and what takes their place.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use threatline::markdown::{Kind, Piece, pieces, replaced, settled};

use crate::support::{read, repository};

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, input: &str, arguments: &[&str]) -> Output {
    started(env!("CARGO_BIN_EXE_threatline"), folder, input, arguments)
}

/// Runs a program in a folder.
pub(crate) fn started(program: &str, folder: &Path, input: &str, arguments: &[&str]) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let _ = std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A project of its own for a test, with these files.
pub(crate) fn project(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    write(&path, "threatline.toml", "");
    for (file, text) in files {
        write(&path, file, text);
    }
    path
}

pub(crate) fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("written");
}

fn text_of(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

const SMALL: &str = "model \"Shop\" { scope: \"s\" }\nentity u \"User\"\nboundary b \"B\" { process web \"Web\" }\nflow u -> web \"buy\"\n";

fn fenced(info: &str) -> String {
    format!("```{info}\n{SMALL}```\n")
}

/// What a text has, in short: `fence TEXT`, `image TARGET`, `order TARGET`.
fn found(text: &str) -> Vec<String> {
    let (pieces, diagnostics) = pieces(text);
    let piece = |piece: &Piece| match &piece.kind {
        Kind::Fence(fence) if fence.is_drawn => format!("fence {}", fence.text),
        Kind::Fence(_) => "shown".to_owned(),
        Kind::Image(image) => format!("image {} {} {}", image.target, image.alt, piece.is_alone),
        Kind::Order(order) => format!("order {:?} {}", order.report, order.target.value),
    };
    pieces.iter().map(piece).chain(diagnostics.iter().map(|one| one.message.clone())).collect()
}

#[test]
fn fences_are_found_wherever_markdown_has_them() {
    for (text, expected) in [
        ("```tm\na\n```\n", vec!["fence a\n"]),
        ("a\n~~~~~tm view=x\nb\n~~~\n```\n~~~~~\nc", vec!["fence b\n~~~\n```\n"]),
        ("- a\n  ```tm\n  b\n    c\n\n  d\n  ```\n- e\n", vec!["fence b\n  c\n\nd\n"]),
        ("> 1. ```tm\n>    a\n>    b\n>    ```\n> c\n", vec!["fence a\nb\n"]),
        ("```tm\r\na\r\nb\r\n```\r\n", vec!["fence a\nb\n"]),
        ("```tm\nnever closed", vec!["fence never closed"]),
        ("````md\n```tm\na\n```\n````\n", vec![]),
        ("<!--\n```tm\na\n```\n-->\n", vec![]),
        ("    ```tm\n    a\n    ```\n", vec![]),
        ("```tml\na\n```\n```\ntm\n```\n", vec![]),
        ("```tm,source\na\n```\n```tm bad x\n```\n```tm ignore\n```\n", vec!["shown", "shown", "shown"]),
        ("```tm\n```\n", vec!["fence "]),
        ("---\nimage: ![x](a.tm)\n---\n", vec![]),
        ("![a *b*](x%20y.tm \"t\")\n", vec!["image x y.tm a b true"]),
        ("see ![a](x.tm) there `![](y.tm)` ![](https://example.org/z.tm) ![](x.png)", vec!["image x.tm a false"]),
        ("- ![a](x.tm)\n- ![][r]\n\n[r]: y.tm\n", vec!["image x.tm a true", "image y.tm  true"]),
        ("{{#threatline register a_b_c.tm}}\n", vec!["order Register a_b_c.tm"]),
        ("`{{#threatline register a.tm}}`\n", vec![]),
        ("so {{#threatline coverage a.tm}}\n", vec!["a report does not fit into a line of text"]),
        ("{{#threatline registre a.tm}}\n", vec!["no report is called `registre`"]),
    ] {
        assert_eq!(found(text), expected, "{text:?}");
    }
}

#[test]
fn no_beginning_or_mangling_of_a_page_panics() {
    let page = "> 1. ```tm,show=threats,list caption=\"é\\\"\"\n>    process a \"é\"\n>    ```\n\n![é](ü%2.tm)\r\n\
        {{#threatline register é.tm}}\n```tm\n<!-- threatline: drawn from the fence above -->\n\u{feff}~~~tm\n\t`tm`";
    for (at, _) in page.char_indices() {
        for text in [page[..at].to_owned(), page[at..].to_owned(), format!("{}```tm\n{}", &page[at..], &page[..at])] {
            let (pieces, _) = pieces(&text);
            for piece in &pieces {
                let _ = settled(&text, piece, "a\n\nb");
            }
            let changes: Vec<_> = pieces.iter().map(|piece| (piece.range.clone(), "x".to_owned())).collect();
            let _ = replaced(&text, &changes);
        }
    }
}

#[test]
fn all_else_stays_and_blocks_stay_in_their_quotes_and_lists() {
    let replace = |text: &str| {
        let (pieces, _) = pieces(text);
        let change = |piece: &Piece| (piece.range.clone(), settled(text, piece, "A\nB\n"));
        replaced(text, &pieces.iter().map(change).collect::<Vec<_>>())
    };
    for (text, expected) in [
        ("a  \n\n```tm\nx\n```\n\n* b\t\n", "a  \n\nA\nB\n\n* b\t\n"),
        ("a\n```tm\nx\n```\nb\n", "a\n\nA\nB\n\nb\n"),
        ("- ```tm\n  x\n  ```\n- b\n", "- A\n  B\n\n- b\n"),
        ("> > ```tm\n> > x\n> > ```\n> b", "> > A\n> > B\n> >\n> b"),
        ("\r\n```tm\r\nx\r\n```\r\n\r\nb\r\n", "\r\nA\r\nB\r\n\r\nb\r\n"),
        ("```tm\nx", "A\nB"),
    ] {
        assert_eq!(replace(text), expected, "{text:?}");
    }
}

#[test]
fn a_fence_is_drawn_as_render_draws_its_text() {
    let folder = project("md-bytes", &[("models/small.tm", SMALL)]);
    let page = format!(
        "# A\n\n{}\ntext\n\n![m](models/small.tm)\n\n```tm,file=models/small.tm theme=dark\n```\n",
        fenced("tm")
    );
    let output = run_in(&folder, &page, &["md", "-"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let page = out(&output);
    assert!(page.starts_with("# A\n\n<figure class=\"threatline\">\n<style>") && page.contains("</figure>\n\ntext\n"));
    assert!(page.contains(&out(&run_in(&folder, SMALL, &["render", "-"]))), "as from standard input");
    let dark = out(&run_in(&folder, "", &["render", "models/small.tm", "--theme", "dark"]));
    assert!(page.contains(&dark), "as from the file, with its options");
    // The image shows what the fence shows; only their ids differ.
    let ids: Vec<&str> = page
        .match_indices("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"")
        .map(|(at, _)| &page[at + 44..at + 57])
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids[1].starts_with(&ids[0][..11]) && ids[1].ends_with("-2"), "{ids:?}");
    for block in page.split("<figure").skip(1) {
        assert!(!block.split("</figure>").next().expect("a block").contains("\n\n"), "a blank line ends HTML");
    }
}

#[test]
fn a_fence_with_its_source_stays_above_its_picture() {
    let folder = project("md-source", &[]);
    let fence = fenced("tm,with-source caption=\"How\"");
    let quoted: String = fence.lines().map(|line| format!("> {line}\n")).collect();
    let page = format!("a\n{fence}b\n\n{quoted}\n- c\n");
    let picture = out(&run_in(&folder, SMALL, &["render", "-"]));
    let inline = out(&run_in(&folder, &page, &["md", "-"]));
    assert!(inline.starts_with(&format!("a\n{fence}\n\n<figure")) && inline.contains(&picture), "{inline}");
    assert!(inline.contains(&format!("</figure>\n\nb\n\n{quoted}>\n> <figure")), "{inline}");
    assert!(inline.ends_with("> </figure>\n\n- c\n"), "{inline}");
    // A page that has been written in place keeps one picture, and a fence that never ends is not kept.
    write(&folder, "a.md", &fence);
    assert_eq!(run_in(&folder, "", &["md", "a.md", "--in-place"]).status.code(), Some(0));
    let copy = out(&run_in(&folder, "", &["md", "a.md"]));
    assert!(copy.starts_with(&fence) && copy.matches("<figure").count() == 1 && !copy.contains("drawn from"), "{copy}");
    let open = out(&run_in(&folder, fence.trim_end_matches("```\n"), &["md", "-"]));
    assert!(open.starts_with("<figure"), "{open}");
}

#[test]
fn what_is_wrong_is_told_where_it_stands_on_the_page() {
    let page = "# A\n\n> 1. ```tm\n>    process é \"É\"\n>    proces b\n>    ```\n\n```tm veiw=x\n```\n\n![x](smal.tm)\n\
        ```tm theme=drak\nprocess a\n```\n";
    let folder =
        project("md-errors", &[("a/page.md", page), ("a/b.md", "```tm\nflow a ->\n```\n"), ("a/small.tm", SMALL)]);
    let short = run_in(&folder, "", &["md", "a", "--out", "site", "--diagnostics", "short"]);
    assert_eq!(short.status.code(), Some(1), "findings");
    assert!(!folder.join("site").exists(), "nothing is written");
    let text = err(&short);
    for line in [
        "a/b.md:2:",
        "a/page.md:5:6: error[TM0006]: `proces` is not a keyword\n",
        "a/page.md:8:7: error[TM0905]: `veiw` is no option of a fence\n",
        "a/page.md:11:1: error[TM0503]: `smal.tm` does not exist\n",
        "a/page.md:12:7: error[TM0905]: `theme` cannot be `drak`\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let human = err(&run_in(&folder, "", &["md", "a/page.md"]));
    assert!(human.contains("[a/page.md:5:6]") && human.contains("5 │ >    proces b"), "{human}");
    let json = err(&run_in(&folder, "", &["md", "a/page.md", "--diagnostics", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let typo = json["diagnostics"].as_array().expect("a list").iter().find(|one| one["code"] == "TM0006").expect("it");
    let start = typo["fixes"][0]["place"]["offset"].as_u64().expect("a number") as usize;
    assert_eq!(&page[start..start + 6], "proces", "a fix speaks of the page too");
    let missing = run_in(&folder, "", &["md", "no.md"]);
    assert_eq!(missing.status.code(), Some(2), "{}", err(&missing));
    assert_eq!(run_in(&folder, "```tm\nprocess a\n```\n", &["md", "-", "--fail-on", "warning"]).status.code(), Some(1));
}

#[test]
fn nothing_outside_the_project_gets_onto_a_page() {
    let folder = project("md-outside", &[]);
    for target in ["../md-bytes/models/small.tm", "/etc/passwd.tm", "file:x.tm"] {
        let output = run_in(&folder, &format!("```tm,file={target}\n```\n"), &["md", "-", "--diagnostics", "short"]);
        assert_eq!(output.status.code(), Some(1), "{target}: {}", err(&output));
        assert!(out(&output).is_empty());
    }
    let closed = run_in(&folder, "```tm,file=x.tm\n```\n", &["md", "-", "--no-import"]);
    assert!(err(&closed).contains("is not opened"), "{}", err(&closed));
}

#[test]
fn a_folder_is_written_elsewhere_or_pictures_are_kept_up_to_date_in_place() {
    let page = format!(
        "# A\n\n{}after\n\n![m](m/small.tm)\n\n{{{{#threatline coverage m/small.tm}}}}\n",
        fenced("tm caption=\"C\"")
    );
    let folder =
        project("md-folder", &[("docs/a.md", &page), ("docs/sub/b.md", "no models\n"), ("docs/m/small.tm", SMALL)]);
    let run = |arguments: &[&str]| run_in(&folder, "", arguments).status.code();
    assert_eq!(
        run(&["md", "docs", "--out", "docs/site", "--svg", "files", "--check"]),
        Some(1),
        "nothing is there yet"
    );
    assert_eq!(run(&["md", "docs", "--out", "docs/site", "--svg", "files"]), Some(0));
    assert_eq!(
        run(&["md", "docs", "--out", "docs/site", "--svg", "files", "--check"]),
        Some(0),
        "and no page of its own"
    );
    assert_eq!(text_of(&folder, "docs/site/sub/b.md"), "no models\n");
    let written = text_of(&folder, "docs/site/a.md");
    assert!(written.contains("![C](<a-") && written.contains("| u ") && !written.contains("<svg"), "{written}");
    // In place: the fence stays, and a second run changes nothing.
    assert_eq!(run(&["md", "docs/a.md", "--in-place"]), Some(0));
    let once = text_of(&folder, "docs/a.md");
    assert!(once.starts_with(&page[..page.find("after").expect("it")]), "{once}");
    assert!(
        once.contains("\n![C](<a-1.svg> \"C\")\n<!-- /threatline -->") && once.contains("![m](<m/small.tm.svg>)"),
        "{once}"
    );
    let picture = out(&run_in(&folder, "", &["render", "docs/m/small.tm"]));
    assert_eq!(text_of(&folder, "docs/m/small.tm.svg"), picture);
    assert_eq!(run(&["md", "docs/a.md", "--in-place"]), Some(0));
    assert_eq!(text_of(&folder, "docs/a.md"), once);
    assert_eq!(run(&["md", "docs/a.md", "--in-place", "--check"]), Some(0));
    write(&folder, "docs/a.md", &once.replace("\"buy\"", "\"sell\""));
    assert_eq!(run(&["md", "docs/a.md", "--in-place", "--check"]), Some(1));
    write(&folder, "docs/a.md", &once.replace("```tm caption=\"C\"", "```tm source"));
    assert_eq!(run(&["md", "docs/a.md", "--in-place"]), Some(0));
    assert!(!text_of(&folder, "docs/a.md").contains("threatline:"), "a fence that is not drawn has no picture");
    for refused in [
        vec!["md", "docs"],
        vec!["md", "-", "--in-place"],
        vec!["md", "docs/a.md", "--svg", "files"],
        vec!["md", "docs/a.md", "docs/site/a.md", "--out", "x"],
        vec!["md", "docs/m", "--out", "x"],
        vec!["md", "docs/a.md", "--in-place", "--svg", "inline"],
    ] {
        assert_eq!(run(&refused), Some(2), "{refused:?}");
    }
}

#[test]
fn what_was_read_is_written_down_for_make() {
    let importing = "import \"in put.tm\" as other\n".to_owned() + SMALL;
    let folder =
        project("deps", &[("a b/x#1.tm", &importing), ("a b/in put.tm", SMALL), ("p.md", "![m](<a b/x#1.tm>)\n")]);
    let run = |arguments: &[&str]| {
        let output = run_in(&folder, "", arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    };
    let inputs = "a\\ b/in\\ put.tm a\\ b/x\\#1.tm threatline.toml";
    run(&["render", "a b/x#1.tm", "-o", "o ut.svg", "--deps", "d.mk"]);
    assert_eq!(text_of(&folder, "d.mk"), format!("o\\ ut.svg: {inputs}\n"));
    run(&["check", "a b", "--deps", "c.mk"]);
    assert_eq!(text_of(&folder, "c.mk"), format!("c.mk: {inputs}\n"));
    run(&["threats", "a b/x#1.tm", "-o", "t.json", "--deps", "t.mk"]);
    assert_eq!(text_of(&folder, "t.mk"), format!("t.json: {inputs}\n"));
    run(&["report", "a b/x#1.tm", "-o", "r.md", "--deps", "r.mk"]);
    assert_eq!(text_of(&folder, "r.mk"), format!("r.md r.svg: {inputs}\n"));
    run(&["walk", "a b/x#1.tm", "-o", "w.md", "--deps", "w.mk"]);
    assert_eq!(text_of(&folder, "w.mk"), format!("w.md: {inputs}\n"));
    for command in ["coverage", "surface"] {
        run(&[command, "a b/x#1.tm", "--deps", "s.mk"]);
        assert_eq!(text_of(&folder, "s.mk"), format!("s.mk: {inputs}\n"), "{command}");
    }
    run(&["paths", "a b/x#1.tm", "--from", "u", "--to", "web", "--deps", "s.mk"]);
    assert_eq!(text_of(&folder, "s.mk"), format!("s.mk: {inputs}\n"));
    // Of a revision, nothing is a file that could change.
    run(&["diff", "a b/x#1.tm", "a b/in put.tm", "--fail-on", "never", "-o", "d.txt", "--deps", "d.mk2"]);
    assert_eq!(text_of(&folder, "d.mk2"), format!("d.txt: {inputs}\n"));
    run(&["build", "a b", "--out", "b", "--deps", "b.mk"]);
    assert_eq!(text_of(&folder, "b.mk"), format!("b/in\\ put.svg b/x\\#1.svg: {inputs}\n"));
    run(&["md", "p.md", "-o", "q.md", "--deps", "q.json"]);
    let json: serde_json::Value = serde_json::from_str(&text_of(&folder, "q.json")).expect("JSON");
    assert_eq!(json["schema"], "threatline.deps/1");
    assert_eq!(json["outputs"], serde_json::json!(["q.md"]));
    assert_eq!(json["inputs"], serde_json::json!(["a b/in put.tm", "a b/x#1.tm", "p.md", "threatline.toml"]));
    // Make itself, where it is: what it reads is a file each, and a change of an import makes the picture again.
    write(
        &folder,
        "Makefile",
        &format!(
            "o\\ ut.svg:\n\t'{}' render 'a b/x#1.tm' -o 'o ut.svg' --deps d.mk\n-include d.mk\n",
            env!("CARGO_BIN_EXE_threatline")
        ),
    );
    let Ok(first) = Command::new("make").current_dir(&folder).output() else {
        crate::browser::say("skipped: make is not installed\n");
        return;
    };
    assert!(first.status.success(), "{}", err(&first));
    let again = || Command::new("make").arg("-q").current_dir(&folder).status().expect("make").code();
    let touch = |file: &str, seconds: u64| {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        std::fs::File::options()
            .write(true)
            .open(folder.join(file))
            .and_then(|file| file.set_modified(time))
            .expect("touched");
    };
    for file in ["a b/x#1.tm", "a b/in put.tm", "threatline.toml"] {
        touch(file, 1_000);
    }
    assert_eq!(again(), Some(0), "up to date");
    touch("o ut.svg", 2_000);
    touch("a b/in put.tm", 3_000);
    assert_eq!(again(), Some(1), "the import is newer");
}

#[test]
fn a_folder_of_models_is_built_once() {
    let viewed = SMALL.to_owned() + "view only \"Only\" { include: u, web }\n";
    let folder = project("build", &[("m/a.tm", SMALL), ("m/s p/b.tm", &viewed), ("m/bad.tm", "proces x\n")]);
    let build = |arguments: &[&str]| {
        let all: Vec<&str> = ["build", "m"].into_iter().chain(arguments.iter().copied()).collect();
        let output = run_in(&folder, "", &all);
        (output.status.code(), err(&output).lines().last().unwrap_or_default().to_owned())
    };
    let said = |code: i32, text: &str| (Some(code), text.to_owned());
    assert_eq!(build(&[]), said(1, "3 models: 2 drawn, 0 up to date, 1 with errors"));
    assert_eq!(build(&[]), said(1, "3 models: 0 drawn, 2 up to date, 1 with errors"));
    std::fs::remove_file(folder.join("m/bad.tm")).expect("removed");
    assert_eq!(text_of(&folder, "m/a.svg"), out(&run_in(&folder, "", &["render", "m/a.tm"])));
    let record = text_of(&folder, "m/.threatline-build.json");
    assert_eq!(build(&["--force"]), said(0, "2 models: 2 drawn, 0 up to date"));
    assert_eq!(text_of(&folder, "m/.threatline-build.json"), record, "the same again");
    write(&folder, "m/a.svg", "spoilt");
    write(&folder, "m/s p/b.tm", &viewed.replace("buy", "sell"));
    assert_eq!(build(&[]), said(0, "2 models: 2 drawn, 0 up to date"));
    assert_eq!(build(&["--theme", "dark"]), said(0, "2 models: 2 drawn, 0 up to date"));
    write(&folder, "threatline.toml", "[lints]\nallow = [\"missing-boundary\"]\n");
    assert_eq!(build(&["--theme", "dark"]), said(0, "2 models: 2 drawn, 0 up to date"));
    let elsewhere = ["--out", "o", "--views", "--format", "svg,dot"];
    assert_eq!(build(&elsewhere), said(0, "2 models: 2 drawn, 0 up to date"));
    for file in ["o/a.svg", "o/a.dot", "o/s p/b.svg", "o/s p/b.only.svg", "o/s p/b.only.dot"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    write(&folder, "m/s p/b.only.tm", SMALL);
    let (code, last) = build(&["--views"]);
    assert_eq!((code, last.as_str()), (Some(1), "3 models: 2 drawn, 0 up to date, 1 with errors"), "two for one place");
    assert_eq!(run_in(&folder, "", &["build", "none"]).status.code(), Some(2));
    assert_eq!(build(&["--format", "gif"]).0, Some(2));
}

/// The pages of this repository have fences of their own kinds, which are checked elsewhere; README is drawn.
#[test]
fn the_readme_is_drawn() {
    let output = run_in(&repository(""), "", &["md", "README.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let fences = read("README.md").matches("\n```tm\n").count();
    assert_eq!(out(&output).matches("<figure class=\"threatline\">").count(), fences);
}

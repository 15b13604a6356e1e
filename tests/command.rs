//! The program as a process: exit codes, streams and files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::{read, repository};

fn run_with(input: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_threatline"))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(repository(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may end without reading its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn run(arguments: &[&str]) -> Output {
    run_with("", arguments, &[])
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder of its own for a test, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    path
}

const BROKEN: &str = "model \"M\" { scope: \"s\" }\nproces web \"Web\"\n";

/// Three processes in a row, one view.
const VIEWED: &str = "data unused\nprocess a\nprocess b\nboundary zone { process c }\nflow a -> b\nflow b -> c\n\
    threat t: spoofing on a \"t\"\nthreat u: spoofing on c \"u\"\nview without-a \"Not A\" { exclude: a; collapse: zone }\n";

#[test]
fn a_view_or_a_focus_is_drawn_and_listed() {
    let list = |arguments: &[&str]| {
        let all: Vec<&str> = ["threats", "-"].into_iter().chain(arguments.iter().copied()).collect();
        let list: serde_json::Value = serde_json::from_str(&out(&run_with(VIEWED, &all, &[]))).expect("JSON");
        let threats = list["threats"].as_array().expect("a list");
        threats.iter().map(|threat| format!("{} {}", threat["number"], threat["targets"][0]["id"])).collect::<Vec<_>>()
    };
    assert_eq!(list(&[]), ["1 \"a\"", "2 \"c\""]);
    assert_eq!(list(&["--view", "without-a"]), ["2 \"zone\""]);
    assert_eq!(list(&["--focus", "a"]), ["1 \"a\""]);
    assert_eq!(list(&["--focus", "b->c"]), ["2 \"c\""]);
    let picture = out(&run_with(VIEWED, &["render", "-", "--view", "without-a"], &[]));
    assert!(picture.contains("Not A") && picture.contains("data-id=\"zone\"") && !picture.contains("data-id=\"a\""));
    for (arguments, words) in [
        (["--view", "witout-a"], "no view is called `witout-a`; did you mean `without-a`?"),
        (["--view", "other"], "views: `without-a`"),
        (["--focus", "zonne"], "did you mean `zone`?"),
        (["--focus", "t"], "elements, boundaries, flows and data: `a`, `b`, `c`, `zone`, `a -> b`, `b -> c`, `unused`"),
        (["--focus", "unused"], "nothing holds or carries `unused`"),
    ] {
        let all: Vec<&str> = ["render", "-"].into_iter().chain(arguments).collect();
        let text = err(&run_with(VIEWED, &all, &[]));
        assert!(text.contains(words), "{arguments:?}: {text}");
    }
}

#[test]
fn exit_codes_tell_findings_from_failures() {
    let utf16 = folder("exit").join("utf16.tm");
    std::fs::write(&utf16, [0xff, 0xfe, b'm', 0]).expect("written");
    for (arguments, input, code) in [
        (vec!["check", "examples"], "", 0),
        (vec!["check", "-"], BROKEN, 1),
        (vec!["check", "-"], "process a\nprocess b\nflow a -> b\n", 0),
        (vec!["check", "--fail-on", "warning", "-"], "process a\nprocess b\nflow a -> b\n", 1),
        (vec!["check", "no-such-file.tm"], "", 2),
        (vec!["check", utf16.to_str().expect("a path")], "", 2),
        (vec!["check", "src/emit"], "", 2),
        (vec!["render", "examples", "-o", "-"], "", 2),
        (vec!["render", "examples/small.tm", "-o", "x.gif"], "", 2),
        (vec!["render", "-", "-o", "-"], BROKEN, 1),
        (vec!["render", "-", "--view", "without-a"], VIEWED, 0),
        (vec!["render", "-", "--view", "w"], VIEWED, 2),
        (vec!["render", "-", "--view", "without-a", "--focus", "a"], VIEWED, 2),
        (vec!["render", "-", "--focus", "unused"], VIEWED, 2),
        (vec!["threats", "-", "--view", "a"], VIEWED, 2),
        (vec!["render", "examples/small.tm", "--theme", "print", "--show", "threats, coverage"], "", 0),
        (vec!["render", "examples/small.tm", "--theme", "gothic"], "", 2),
        (vec!["render", "examples/small.tm", "--direction", "down", "--aspect", "16:9"], "", 0),
        (vec!["render", "examples/small.tm", "--direction", "up"], "", 2),
        (vec!["render", "examples/small.tm", "--aspect", "1:0"], "", 2),
        (vec!["render", "examples/small.tm", "--show", "none,list"], "", 2),
        (vec!["render", "examples/small.tm", "--highlight", "desk,reader -> desk", "--highlight", "hoard"], "", 0),
        (vec!["threats", "-"], BROKEN, 1),
        (vec!["fmt", "--check", "-"], "process   a\n", 1),
        (vec!["explain", "unknown-name"], "", 0),
        (vec!["explain", "unknown-nmae"], "", 2),
        (vec!["nonsense"], "", 2),
        (vec!["--help"], "", 0),
    ] {
        let output = run_with(input, &arguments, &[]);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{}", err(&output));
    }
}

#[test]
fn short_format_is_one_line_each() {
    let output = run_with(BROKEN, &["check", "--format", "short", "-"], &[]);
    let expected = "\
        <stdin>:1:1: warning[TM0308]: the model has no trust boundary\n\
        <stdin>:2:1: error[TM0006]: `proces` is not a keyword\n\
        <stdin>:2:8: warning[TM0301]: no flow reaches `web`\n";
    assert_eq!(out(&output), expected);
}

#[test]
fn json_format_is_one_document_with_places_and_fixes() {
    let output = run_with(BROKEN, &["check", "--format", "json", "-"], &[]);
    let document: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!(document["schema"], "threatline.diagnostics/1");
    let typo = document["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["code"] == "TM0006")
        .expect("the typo");
    assert_eq!((&typo["place"]["line"], &typo["place"]["column"]), (&2.into(), &1.into()));
    assert_eq!(typo["fixes"][0]["replacement"], "process");
}

#[test]
fn colours_come_only_when_wanted() {
    let escape = '\u{1b}';
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let all: Vec<&str> = ["check", "-"].into_iter().chain(arguments.iter().copied()).collect();
        err(&run_with(BROKEN, &all, environment)).contains(escape)
    };
    assert!(!coloured(&[], &[]), "not a terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(!coloured(&["--color", "never"], &[]));
    assert!(!coloured(&[], &[("NO_COLOR", "1")]));
    let text = err(&run_with(BROKEN, &["check", "--color", "always", "-"], &[]));
    assert!(!text.contains("\u{1b}]8;"), "no hyperlinks: {text}");
}

#[test]
fn narrated_format_has_no_boxes() {
    let text = err(&run_with(BROKEN, &["check", "--format", "narrated", "-"], &[]));
    assert!(text.contains("`proces` is not a keyword") && text.contains("line 2"), "{text}");
    assert!(text.chars().all(|c| !('\u{2500}'..='\u{257f}').contains(&c)), "{text}");
}

#[test]
fn pictures_are_written_whole_or_not_at_all() {
    let folder = folder("pictures");
    let path = folder.join("small.svg");
    let name = path.to_str().expect("a path");
    assert_eq!(run(&["render", "examples/small.tm", "-o", name]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&path).expect("written"), read("docs/gallery/small.svg"));
    assert_eq!(run_with(BROKEN, &["render", "-", "-o", name], &[]).status.code(), Some(1));
    assert_eq!(
        std::fs::read_to_string(&path).expect("kept"),
        read("docs/gallery/small.svg"),
        "an error keeps the old picture"
    );
    let png = folder.join("small.png");
    assert_eq!(run(&["render", "examples/small.tm", "-o", png.to_str().expect("a path")]).status.code(), Some(0));
    assert!(std::fs::read(&png).expect("written").starts_with(b"\x89PNG"));
    let left: Vec<_> =
        std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(out(&run(&["render", "examples/small.tm", "-o", "-"])), read("docs/gallery/small.svg"));
}

#[test]
fn outputs_respect_links_and_read_only_files() {
    let folder = folder("links");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let missing = run(&["render", "examples/small.tm", "-o", &path("nowhere/a.svg")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("there is no folder"), "{}", err(&missing));
    std::fs::write(path("fixed.svg"), "kept").expect("written");
    let mut permissions = std::fs::metadata(path("fixed.svg")).expect("there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(path("fixed.svg"), permissions).expect("set");
    assert_eq!(run(&["render", "examples/small.tm", "-o", &path("fixed.svg")]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(path("fixed.svg")).expect("there"), "kept");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("real.svg", path("link.svg")).expect("linked");
        assert_eq!(run(&["render", "examples/small.tm", "-o", &path("link.svg")]).status.code(), Some(0));
        assert!(std::fs::symlink_metadata(path("link.svg")).expect("there").is_symlink());
        assert_eq!(std::fs::read_to_string(path("real.svg")).expect("written"), read("docs/gallery/small.svg"));
    }
}

#[cfg(unix)]
#[test]
fn lost_output_is_a_failure_and_escapes_do_not_reach_the_terminal() {
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let mut render = Command::new(env!("CARGO_BIN_EXE_threatline"));
        render.args(["render", "examples/small.tm", "-o", "-"]).current_dir(repository("")).stdout(full);
        assert_eq!(render.status().expect("it runs").code(), Some(2));
    }
    for format in ["human", "short", "narrated"] {
        let output = run_with(
            "process p \"\u{1b}[31mred\u{202e}\"\nproces \u{1b}]8;;x\n",
            &["check", "--format", format, "-"],
            &[],
        );
        let text = out(&output) + &err(&output);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text:?}");
    }
}

#[cfg(all(unix, feature = "png"))]
#[test]
fn a_png_says_what_it_cannot_show() {
    let path = folder("png").join("a.png");
    let name = path.to_str().expect("a path");
    let output = run_with("process a \"日本\"\nprocess b\nflow a -> b\n", &["render", "-", "-o", name], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("U+65E5"), "{}", err(&output));
    let with = |font: &str, out: &str| run(&["render", "examples/small.tm", "--font", font, "-o", out]);
    for (font, out, says) in [
        ("README.md", name, "`README.md` holds no TrueType or OpenType font"),
        ("fonts/none.ttf", name, "`fonts/none.ttf` cannot be read"),
        ("fonts/inter-regular.ttf", "-", "`--font` is for PNG and PDF"),
    ] {
        let output = with(font, out);
        assert_eq!(output.status.code(), Some(2), "{font}");
        assert!(err(&output).contains(says), "{}", err(&output));
    }
    assert_eq!(with("fonts/inter-regular.ttf", name).status.code(), Some(0));
}

#[test]
fn every_text_format_has_an_ending_and_a_name() {
    let folder = folder("formats");
    for (name, ending, begins) in
        [("dot", "dot", "digraph"), ("mermaid", "mmd", "---\n"), ("d2", "d2", "direction"), ("text", "txt", "Borrow")]
    {
        let path = folder.join(format!("small.{ending}"));
        let named = run(&["render", "examples/small.tm", "--format", name]);
        assert_eq!(run(&["render", "examples/small.tm", "-o", path.to_str().expect("a path")]).status.code(), Some(0));
        let text = std::fs::read_to_string(&path).expect("written");
        assert!(text.starts_with(begins) && text == out(&named), "{name}: {text}");
    }
}

#[test]
fn a_pdf_is_written_or_it_is_said_how_to_get_it() {
    let output = run(&["render", "examples/small.tm", "--format", "pdf"]);
    if cfg!(feature = "pdf") {
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(output.stdout.starts_with(b"%PDF-"));
    } else {
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("--features pdf") && output.stdout.is_empty(), "{}", err(&output));
    }
}

#[test]
fn fmt_rewrites_checks_and_shows() {
    let path = folder("fmt").join("a.tm");
    let name = path.to_str().expect("a path");
    std::fs::write(&path, "process   a \"A\" // why\n").expect("written");
    let diff = run(&["fmt", "--diff", name]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(out(&diff).contains("-process   a \"A\" // why\n+process a \"A\" // why\n"), "{}", out(&diff));
    assert_eq!(run(&["fmt", "--check", name]).status.code(), Some(1));
    assert_eq!(run(&["fmt", name]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), "process a \"A\" // why\n");
    assert_eq!(run(&["fmt", "--check", name]).status.code(), Some(0));
    std::fs::write(&path, BROKEN).expect("written");
    assert_eq!(run(&["fmt", name]).status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), BROKEN, "a broken file stays as it is");
    assert_eq!(out(&run_with("process  a", &["fmt", "-"], &[])), "process a\n");
}

#[test]
fn directories_are_walked_as_git_would() {
    let folder = folder("walk");
    for (file, text) in [
        ("a.tm", BROKEN),
        ("sub/b.tm", BROKEN),
        ("ignored/c.tm", BROKEN),
        ("d.txt", BROKEN),
        (".gitignore", "ignored/\n"),
    ] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    let output = run(&["check", "--format", "short", folder.to_str().expect("a path")]);
    let typos: Vec<String> = out(&output).lines().filter(|line| line.contains("TM0006")).map(str::to_owned).collect();
    assert_eq!(typos.len(), 2, "{typos:?}");
    assert!(typos[0].contains("a.tm:2") && typos[1].contains("b.tm:2"), "{typos:?}");
}

#[test]
fn completions_and_pages_are_printed() {
    assert!(out(&run(&["completions", "bash"])).contains("threatline"));
    assert!(out(&run(&["explain", "TM0101"])).starts_with("# unknown-name"));
    let index = read("docs/diagnostics/README.md");
    for line in out(&run(&["explain"])).lines() {
        let id = line.split_whitespace().next().expect("a code");
        assert!(index.contains(id), "{id} is not in the index");
    }
}

#[test]
fn a_hundred_thousand_braces_end_quickly() {
    let text = "boundary b {\n".repeat(80_000);
    let started = std::time::Instant::now();
    let output = run_with(&text, &["check", "--format", "short", "-"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output).lines().count(), 1, "{}", out(&output));
    assert!(out(&output).contains("TM0005"));
    // A hang, not a speed, is what this is about.
    assert!(started.elapsed().as_secs() < 30);
}

#[test]
fn flags_of_a_picture_say_what_was_meant() {
    for (arguments, said) in [
        (["--highlight", "desc"], "nothing that is drawn is called `desc`; did you mean `desk`?"),
        (["--highlight", "desk -> loans"], "did you mean `desk <-> loans`?"),
        (["--theme", "drak"], "did you mean `dark`?"),
        (["--show", "legends"], "did you mean `legend`?"),
        (["--show", "threats,candidate"], "did you mean `candidates`?"),
    ] {
        let output = run(&["render", "examples/small.tm", arguments[0], arguments[1]]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
        assert!(output.stdout.is_empty(), "{arguments:?} draws");
    }
}

/// Writes files below a folder, and the folders around them.
fn write_all(folder: &Path, files: &[(&str, &str)]) {
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
}

fn short(folder: &Path, file: &str, flags: &[&str]) -> Vec<String> {
    let file = folder.join(file);
    let all: Vec<&str> = ["check", "--format", "short"].into_iter().chain(flags.iter().copied()).collect();
    let output = run(&[all.as_slice(), &[file.to_str().expect("a path")]].concat());
    let prefix = format!("{}/", folder.display());
    out(&output).lines().map(|line| line.replace(&prefix, "")).collect()
}

const IMPORTING: &str = "import \"../identity/identity.tm\" as identity\nmodel \"M\" { scope: \"s\" }\n\
    boundary b { process p }\nflow p -> identity.idp\n";

#[test]
fn imports_are_read_from_the_project_and_mistakes_stand_in_their_file() {
    let folder = folder("imports").canonicalize().expect("a folder");
    write_all(
        &folder,
        &[
            ("threatline.toml", ""),
            ("shop/shop.tm", IMPORTING),
            ("pay/pay.tm", IMPORTING),
            ("identity/identity.tm", "process idp\nproces x\n"),
        ],
    );
    let wrong = ["identity/identity.tm:2:1: error[TM0006]: `proces` is not a keyword"];
    assert_eq!(short(&folder, "shop/shop.tm", &[]), wrong);
    assert_eq!(short(&folder, "shop", &[]), wrong);
    let all = short(&folder, "", &[]);
    assert_eq!(all.iter().filter(|line| line.contains("TM0006")).count(), 1, "{all:?}");
    let shop = folder.join("shop/shop.tm");
    let shop = shop.to_str().expect("a path");
    for format in ["human", "narrated"] {
        let text = err(&run(&["check", "--format", format, shop]));
        assert!(text.contains("proces x") && text.contains("shop.tm:1:8: imported here"), "{format}: {text}");
    }
    let json: serde_json::Value = serde_json::from_str(&out(&run(&["check", "--format", "json", shop]))).expect("JSON");
    let file = |value: &serde_json::Value| value.as_str().expect("a name").to_owned();
    let one = &json["diagnostics"][0];
    assert!(file(&one["place"]["file"]).ends_with("identity.tm"), "{json}");
    assert!(file(&one["related"][0]["place"]["file"]).ends_with("shop.tm"), "{json}");
    assert_eq!(run(&["render", shop]).status.code(), Some(1));

    write_all(&folder, &[("identity/identity.tm", "process   idp\nprocess q\nflow idp -> q\n")]);
    assert!(short(&folder, "shop/shop.tm", &[]).is_empty());
    assert!(out(&run(&["render", shop])).contains("data-id=\"identity.idp\" data-source=\"identity.tm:1\""));
    assert!(out(&run(&["render", shop, "--focus", "identity.idp"])).contains("data-id=\"identity.idp\""));
    assert_eq!(run(&["fmt", shop]).status.code(), Some(0));
    let kept = std::fs::read_to_string(folder.join("identity/identity.tm")).expect("there");
    assert_eq!(kept, "process   idp\nprocess q\nflow idp -> q\n");

    let closed = short(&folder, "shop/shop.tm", &["--no-import", "--fail-on", "warning"]);
    assert!(closed.len() == 1 && closed[0].contains("note[TM0509]"), "{closed:?}");
    for command in ["render", "threats"] {
        let output = run(&[command, "--no-import", shop]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(!out(&output).contains("idp") && err(&output).contains("TM0509"), "{command}");
    }
}

#[test]
fn imports_stay_in_the_project() {
    let folder = folder("confined").canonicalize().expect("a folder");
    let idp = "process idp\nprocess q\nflow idp -> q\n";
    write_all(
        &folder,
        &[
            ("project/threatline.toml", ""),
            ("project/shop/shop.tm", IMPORTING),
            ("project/shop/up.tm", &IMPORTING.replace("../identity", "../../identity")),
            ("project/shop/latin.tm", &IMPORTING.replace("../identity/identity", "bytes")),
            ("project/shop/folder.tm", &IMPORTING.replace("../identity/identity", "sub")),
            ("project/shop/sub.tm/x", ""),
            ("identity/identity.tm", idp),
        ],
    );
    std::fs::write(folder.join("project/shop/bytes.tm"), b"process caf\xe9\n").expect("written");
    let first = |file: &str| short(&folder, file, &[]).into_iter().next().unwrap_or_default();
    for (file, words) in [
        ("project/shop/shop.tm", "error[TM0503]: `../identity/identity.tm` does not exist"),
        ("project/shop/up.tm", "error[TM0502]: `../../identity/identity.tm` leads out of the project"),
        ("project/shop/latin.tm", "error[TM0504]: `bytes.tm` cannot be read: it is not UTF-8 text"),
        ("project/shop/folder.tm", "error[TM0504]: `sub.tm` is not a file"),
    ] {
        assert!(first(file).contains(words), "{file}: {}", first(file));
    }
    #[cfg(unix)]
    {
        let link = |to: &str, at: &str| std::os::unix::fs::symlink(folder.join(to), folder.join(at)).expect("linked");
        link("identity", "project/identity");
        assert!(first("project/shop/shop.tm").contains("error[TM0502]"), "a folder that leads out");
        std::fs::remove_file(folder.join("project/identity")).expect("removed");
        std::fs::create_dir(folder.join("project/identity")).expect("a folder");
        link("identity/identity.tm", "project/identity/identity.tm");
        assert!(first("project/shop/shop.tm").contains("error[TM0502]"), "a file that leads out");
        std::fs::remove_file(folder.join("project/identity/identity.tm")).expect("removed");
        write_all(&folder, &[("project/real.tm", idp)]);
        link("project/real.tm", "project/identity/identity.tm");
        assert!(short(&folder, "project/shop/shop.tm", &[]).is_empty(), "a link inside");
        let me = "import \"me.tm\" as me\nprocess p\nprocess q\nflow p -> q\n";
        write_all(&folder, &[("project/self.tm", me)]);
        link("project/self.tm", "project/me.tm");
        assert!(first("project/self.tm").contains("error[TM0505]"), "a link to itself");
        let pipe = folder.join("project/identity/identity.tm");
        std::fs::remove_file(&pipe).expect("removed");
        if Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            assert!(first("project/shop/shop.tm").contains("error[TM0504]"), "a pipe is not waited for");
        }
    }
}

#[test]
fn without_a_mark_a_project_is_the_folder_of_the_file() {
    // Not below this repository, which has one.
    let folder = std::env::temp_dir().join(format!("threatline-test-{}", std::process::id()));
    let idp = "process idp\nprocess q\nflow idp -> q\n";
    let beside = IMPORTING.replace("../identity/", "");
    write_all(&folder, &[("shop/shop.tm", IMPORTING), ("identity/identity.tm", idp)]);
    write_all(&folder, &[("identity/shop.tm", &beside)]);
    let (above, beside) = (short(&folder, "shop/shop.tm", &[]), short(&folder, "identity/shop.tm", &[]));
    let _ = std::fs::remove_dir_all(&folder);
    assert!(above.len() == 1 && above[0].contains("TM0502"), "{above:?}");
    assert!(beside.is_empty(), "{beside:?}");
}

#[test]
fn a_model_on_standard_input_imports_from_the_working_directory() {
    let text = read("examples/account.tm").replace("shared/identity.tm", "examples/shared/identity.tm");
    let output = run_with(&text, &["check", "-"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let broken = text.replace("identity.idp \"whose", "identity.ipd \"whose");
    let said = out(&run_with(&broken, &["check", "--format", "short", "-"], &[]));
    assert!(said.contains("<stdin>:37:17: error[TM0507]"), "{said}");
}

#[test]
fn the_day_decides_what_is_due() {
    let due = |day: &str| {
        let text = out(&run(&["check", "--format", "short", "--today", day, "examples/veg-box.tm"]));
        let mut codes: Vec<String> =
            text.lines().filter_map(|line| Some(line.split('[').nth(1)?.split(']').next()?.to_owned())).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    assert_eq!(due("2026-11-02"), Vec::<String>::new());
    assert_eq!(due("2027-04-10"), ["TM0411"]);
    assert_eq!(due("2028-01-01"), ["TM0410", "TM0412"]);
    assert_eq!(run(&["check", "--today", "soon", "examples/small.tm"]).status.code(), Some(2));
}

#[test]
fn every_template_is_a_clean_start() {
    let help = out(&run(&["init", "--help"]));
    for template in ["web", "api", "mobile", "cloud", "kubernetes", "llm", "ci", "iot", "linddun"] {
        assert!(help.contains(template), "{help}");
        let text = out(&run(&["init", "--template", template, "-"]));
        let checked = run_with(&text, &["check", "--fail-on", "warning", "--today", "2026-11-02", "-"], &[]);
        assert_eq!(checked.status.code(), Some(0), "{template}\n{}", err(&checked));
        assert_eq!(run_with(&text, &["fmt", "--check", "-"], &[]).status.code(), Some(0), "{template}");
        let covered: usize =
            out(&run_with(&text, &["coverage", "--format", "number", "-"], &[])).trim().parse().expect("a number");
        assert!((10..90).contains(&covered), "{template} has answers and gaps: {covered}%");
    }
    let folder = std::env::temp_dir().join(format!("threatline-init-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("start.tm");
    let path = path.to_str().expect("a path");
    assert_eq!(run(&["init", path]).status.code(), Some(0));
    let written = read(Path::new(path));
    assert_eq!(run(&["init", "--template", "iot", path]).status.code(), Some(2));
    assert_eq!(read(Path::new(path)), written, "an existing file is left alone");
    std::fs::remove_dir_all(&folder).expect("to be removed");
}

#[test]
fn a_walk_writes_what_is_answered_and_nothing_else() {
    let path = folder("walk-answers").join("small.tm");
    let before = read("examples/small.tm");
    std::fs::write(&path, &before).expect("written");
    let name = path.to_str().expect("a path");
    let said = "t\nSomeone \"borrows\" a book in another name\nm\nfrightful\nh\nn\nthe desk checks \\ cards\ns\nq\n";
    let run = run_with(said, &["walk", "--interactive", name], &[]);
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    let after = read(&path);
    assert_eq!(
        after.strip_prefix(&before).expect("the rest of the file as it was"),
        "\nthreat someone-borrows-book: spoofing on desk \"Someone \\\"borrows\\\" a book in another name\" {\n  \
         likelihood: medium\n  impact: high\n}\n\ndismiss tampering on desk \"the desk checks \\\\ cards\"\n"
    );
    assert_eq!(self::run(&["fmt", "--check", name]).status.code(), Some(0));
    assert_eq!(run_with("t\nx\n", &["walk", "--interactive", name], &[]).status.code(), Some(0));
    assert_eq!(read(&path), after, "half an answer is none");
}

#[test]
fn worksheets_and_coverage_are_written_as_asked() {
    let folder = folder("worksheets");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    assert_eq!(run(&["walk", "examples/small.tm", "-o", &path("sheet.html")]).status.code(), Some(0));
    assert!(std::fs::read_to_string(path("sheet.html")).expect("written").starts_with("<!DOCTYPE html>"));
    assert_eq!(run(&["walk", "examples/small.tm", "-o", &path("sheet.md")]).status.code(), Some(0));
    assert!(std::fs::read_to_string(path("sheet.md")).expect("written").starts_with("# Borrow a book"));
    let json: serde_json::Value =
        serde_json::from_str(&out(&run(&["coverage", "examples/small.tm", "--format", "json"]))).expect("JSON");
    let listed: serde_json::Value = serde_json::from_str(&out(&run(&["threats", "examples/small.tm"]))).expect("JSON");
    assert_eq!(json["schema"], "threatline.coverage/1");
    assert_eq!((&json["overall"], &json["rows"]), (&listed["coverage"]["overall"], &listed["coverage"]["rows"]));
    assert_eq!(out(&run(&["coverage", "examples/small.tm", "--format", "number"])), "55\n");
}

#[test]
fn a_gate_fails_for_what_it_names_and_a_baseline_for_what_is_new() {
    let path = folder("gates");
    let model = |likelihood: &str| {
        format!(
            "model \"M\" {{ scope: \"s\" }}\nentity user \"User\"\nboundary b \"B\" {{\n  process api \"API\"\n}}\n\
             flow user -> api \"in\"\nthreat guess: spoofing on api \"A bot tries leaked passwords until one fits\" {{\n  \
             likelihood: {likelihood}\n  impact: high\n  mitigation \"Slow down\" {{ owner: \"Ada\"; status: open }}\n}}\n"
        )
    };
    let (file, baseline) = (path.join("m.tm"), path.join("baseline.json"));
    std::fs::write(&file, model("medium")).expect("a file");
    let (file_name, baseline_name) = (file.to_str().expect("UTF-8"), baseline.to_str().expect("UTF-8"));
    let code = |arguments: &[&str]| run(&[&["check", file_name], arguments].concat()).status.code();
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "critical"]), Some(0));
    let high = run(&["check", file_name, "--fail-on", "high"]);
    assert_eq!(high.status.code(), Some(1));
    assert!(err(&high).contains("m.tm:7:1: open high threat: A bot tries"), "{}", err(&high));
    assert_eq!(code(&["--fail-on", "unasked"]), Some(1));
    assert_eq!(code(&["--fail-on", "new-high"]), Some(2), "there is no baseline");
    assert_eq!(code(&["--write-baseline", baseline_name]), Some(0));
    let gates = ["--baseline", baseline_name, "--fail-on", "warning,new-high,unasked"];
    assert_eq!(code(&gates), Some(0), "nothing is new");
    std::fs::write(&file, format!("// moved\n\n{}", model("medium"))).expect("a file");
    assert_eq!(code(&gates), Some(0), "nothing is new, only elsewhere");
    std::fs::write(&file, model("high")).expect("a file");
    assert_eq!(code(&gates), Some(1), "it is worse");
    std::fs::write(&baseline, "{}").expect("a file");
    let broken = run(&["check", file_name, "--baseline", baseline_name]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(err(&broken).contains("is no baseline"), "{}", err(&broken));
    std::fs::write(&file, BROKEN).expect("a file");
    assert_eq!(code(&["--fail-on", "critical"]), Some(1), "what cannot be read is never fine");
}

#[test]
fn committed_pictures_are_compared_with_what_would_be_drawn() {
    let path = folder("pictures-beside");
    let (model, picture) = (path.join("m.tm"), path.join("m.svg"));
    let name = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    std::fs::write(&model, "model \"M\" { scope: \"s\" }\nprocess a \"A\"\n").expect("a file");
    let check = || run(&["render", "--check", &name(&path)]).status.code();
    assert_eq!(check(), Some(0), "there is no picture");
    assert_eq!(run(&["render", &name(&model), "-o", &name(&picture)]).status.code(), Some(0));
    assert_eq!(check(), Some(0));
    std::fs::write(&model, "model \"M\" { scope: \"s\" }\nprocess a \"B\"\n").expect("a file");
    let late = run(&["render", "--check", &name(&path)]);
    assert_eq!(late.status.code(), Some(1));
    assert!(err(&late).contains("m.svg` is out of date"), "{}", err(&late));
    assert_eq!(run(&["render", "--check", &name(&model), "-o", &name(&path.join("other.svg"))]).status.code(), Some(1));
    assert_eq!(run(&["render"]).status.code(), Some(2));
}

const OF_PAGE: &str = "model \"Shop\" { scope: \"s\" }\nentity u \"User\"\nboundary b \"B\" { process web \"Web\" }\nflow u -> web \"buy\"\n";

/// The only thing on standard error.
fn document(output: &Output) -> serde_json::Value {
    serde_json::from_str(&err(output)).unwrap_or_else(|error| panic!("{error}: {}", err(output)))
}

#[test]
fn diagnostics_as_json_are_one_document_whatever_is_said() {
    let folder = folder("one-document");
    write_all(&folder, &[("m.tm", OF_PAGE), ("threatline.toml", "")]);
    let model = folder.join("m.tm").display().to_string();
    let message = |arguments: &[&str]| {
        let output = run_with("", arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let document = document(&output);
        assert_eq!(document["schema"], "threatline.diagnostics/1");
        let messages = document["messages"].as_array().expect("a list").clone();
        assert_eq!((messages.len(), &messages[0]["severity"]), (1, &"error".into()), "{document}");
        messages[0]["text"].as_str().expect("a text").to_owned()
    };
    assert!(
        message(&["render", &model, "--view", "nope", "--diagnostics=json"]).starts_with("no view is called `nope`")
    );
    assert!(message(&["threats", &model, "--view", "nope", "--diagnostics", "json"]).starts_with("no view is called"));
    assert!(message(&["render", &model, "--theme=drak", "--diagnostics=json"]).contains("did you mean `dark`?"));
    assert!(message(&["render", "--diagnostics", "json", "--nope"]).starts_with("unexpected argument '--nope'"));
    assert!(message(&["render", &model, "--diagnostics=json", "-o", "no/such/folder.svg"]).contains("no folder"));
    let read = document(&run(&["render", &model, "--diagnostics=json"]))["read"].clone();
    let read: Vec<&str> = read.as_array().expect("a list").iter().filter_map(serde_json::Value::as_str).collect();
    assert_eq!(read, [model.as_str(), folder.join("threatline.toml").to_str().expect("a path")]);
}

#[test]
fn a_text_from_a_page_is_reported_in_the_page_and_drawn_as_ever() {
    let named = ["render", "-", "--stdin-name", "guide/page.md", "--stdin-line", "14"];
    let plain = run_with(OF_PAGE, &["render", "-"], &[]);
    assert_eq!(run_with(OF_PAGE, &named, &[]).stdout, plain.stdout);
    let broken = OF_PAGE.replace("-> web", "-> wob");
    let output = run_with(&broken, &[&named[..], &["--diagnostics", "short"]].concat(), &[]);
    assert_eq!(err(&output), "guide/page.md:17:11: error[TM0101]: nothing is called `wob`\n");
    let document = document(&run_with(&broken, &[&named[..], &["--diagnostics", "json"]].concat(), &[]));
    let one = &document["diagnostics"][0];
    assert_eq!((&one["place"]["file"], &one["place"]["line"]), (&"guide/page.md".into(), &17.into()));
    assert_eq!((&one["fixes"][0]["place"]["line"], &one["related"][0]["place"]["line"]), (&17.into(), &16.into()));
    assert_eq!(run_with(OF_PAGE, &["render", "-", "--stdin-line", "3"], &[]).status.code(), Some(2));
}

#[test]
fn a_second_picture_on_a_page_has_ids_of_its_own() {
    let draw = |copy: &str| out(&run_with(OF_PAGE, &["render", "-", "--copy", copy], &[]));
    let (first, second) = (draw("1"), draw("2"));
    let id = first.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    assert_eq!(first.replace(&id, &format!("{id}-2")), second);
    assert_eq!(run_with(OF_PAGE, &["render", "-", "--copy", "0"], &[]).status.code(), Some(2));
}

#[test]
fn pictures_are_kept_by_all_that_they_are_drawn_from() {
    let folder = folder("kept");
    let library = "entity u \"User\"\n";
    let model = "import \"l.tm\" as l\nmodel \"M\" { scope: \"s\" }\nboundary b \"B\" { process p \"P\" }\nflow l.u -> p \"x\"\n";
    write_all(&folder, &[("m.tm", model), ("l.tm", library), ("threatline.toml", "")]);
    let cache = folder.join("cache");
    let file = folder.join("m.tm").display().to_string();
    let draw = |flags: &[&str]| {
        let arguments = [&["render", file.as_str(), "--cache", cache.to_str().expect("a path")], flags].concat();
        let (kept, drawn) = (run(&arguments), run(&[&["render", file.as_str()], flags].concat()));
        assert_eq!(kept.stdout, drawn.stdout, "{flags:?}: {}", err(&kept));
        std::fs::read_dir(&cache).expect("there").count()
    };
    assert_eq!(draw(&[]), 1);
    assert_eq!(draw(&[]), 1, "what is there is taken");
    let flags: [&[&str]; 6] = [
        &["--theme", "print"],
        &["--format", "png"],
        &["--format", "png", "--scale", "1"],
        &["--copy", "2"],
        &["--focus", "p"],
        &["--no-import"],
    ];
    for (number, flags) in flags.iter().enumerate() {
        assert_eq!(draw(flags), number + 2, "{flags:?}");
    }
    write_all(&folder, &[("l.tm", &library.replace("User", "Guest"))]);
    assert_eq!(draw(&[]), 8, "an import has changed");
    for kept in std::fs::read_dir(&cache).expect("there") {
        std::fs::write(kept.expect("a picture").path(), "kept").expect("written");
    }
    assert_eq!(out(&run(&["render", &file, "--cache", cache.to_str().expect("a path")])), "kept");
    let arguments = ["render", file.as_str(), "--cache", "/dev/null/none"];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("cannot keep pictures"), "{}", err(&output));
}

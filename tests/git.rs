//! Revisions, hostile repositories, and what a pull request gets.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::browser::say;
use crate::markdown::started;
use crate::support::{read, repository};

const OLD: &str = "model \"Shop\" { scope: \"s\" }\nimport \"shared/id.tm\" as id\nentity buyer \"Buyer\"\nboundary cloud \"Cloud\" {\n  process web \"Web\" { authn: password }\n}\nflow buyer -> web \"buy\"\nflow web -> id.idp \"sign in\"\n";
const SHARED: &str = "boundary corp \"Corp\" {\n  process idp \"Sign-in\" { authn: mfa }\n}\n";

/// A repository with one commit on `main`; [`None`] where git is not installed.
fn project(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(path.join("shared")).expect("a folder");
    if Command::new("git").arg("--version").output().is_err() {
        say("skipped: git is not installed\n");
        return None;
    }
    write(&path, "shop.tm", OLD);
    write(&path, "shared/id.tm", SHARED);
    git(&path, &["init", "-q", "-b", "main"]);
    commit(&path, "one");
    Some(path)
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("a file");
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let settings = [
        "-c",
        "user.name=n",
        "-c",
        "user.email=e@example.com",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=/dev/null",
    ];
    let output = Command::new("git").args(settings).args(arguments).current_dir(folder).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", message]);
}

fn threatline(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_threatline"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("threatline runs")
}

/// The exit code and what was said, on both streams.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = threatline(folder, arguments);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().expect("a code"), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn revisions_the_index_and_the_working_tree_are_compared() {
    let Some(path) = project("revisions") else { return };
    assert_eq!(said(&path, &["diff"]), (0, "no changes between HEAD and the working tree\n".to_owned()));
    // An imported file changes what the model that imports it means.
    git(&path, &["checkout", "-q", "-b", "feature"]);
    write(&path, "shared/id.tm", &SHARED.replace("mfa", "password"));
    let (code, text) = said(&path, &["diff"]);
    assert_eq!(code, 1);
    assert!(text.contains("shared/id.tm: review\n  ~ process idp “Sign-in”: authn mfa → password"), "{text}");
    assert_eq!(said(&path, &["diff", "--staged"]).0, 0);
    git(&path, &["add", "-A"]);
    assert_eq!(said(&path, &["diff", "--staged"]).0, 1);
    commit(&path, "two");
    git(&path, &["checkout", "-q", "main"]);
    write(&path, "new.tm", "model \"N\" { scope: \"s\" }\nprocess alone \"Alone\"\n");
    commit(&path, "three");
    // Three dots: since the two parted. Two dots: all of it.
    let models = |what: &str| said(&path, &["diff", what]).1.lines().filter(|line| !line.starts_with(' ')).count();
    assert_eq!([models("main...feature"), models("main..feature")], [2, 3]);
    assert_eq!(
        said(&path, &["diff", "main", "feature", "--", "new.tm"]).1.lines().next(),
        Some("new.tm (gone): review")
    );
    assert_eq!(said(&path.join("shared"), &["diff", "HEAD~1", "id.tm"]).0, 0);
    let (code, text) = said(&path, &["diff", "HEAD", "nothing.tm"]);
    assert_eq!((code, text.contains("nothing.tm")), (2, true), "{text}");
    for (what, gate, expected) in [
        ("feature...main", "material", 1),
        ("main...feature", "material", 0),
        ("main...feature", "any", 1),
        ("feature...main", "never", 0),
    ] {
        assert_eq!(said(&path, &["diff", what, "--fail-on", gate]).0, expected, "{what} {gate}");
    }
}

/// What a project says of rules counts as well, in whichever folder it says so.
#[test]
fn a_model_is_drawn_like_it_was_in_a_revision() {
    let Some(path) = project("like") else { return };
    write(&path, "old.tm", OLD);
    write(
        &path,
        "shop.tm",
        &format!("process cart \"Cart\"\n{OLD}flow buyer -> cart \"fill\"\nflow cart -> web \"order\"\n"),
    );
    let drawn = |arguments: &[&str]| said(&path, &[&["render", "--format", "geometry"], arguments].concat());
    let like_file = drawn(&["shop.tm", "--like", "old.tm"]);
    assert_eq!(like_file.0, 0, "{}", like_file.1);
    assert_eq!(drawn(&["shop.tm", "--like", "main"]), like_file);
    assert_ne!(drawn(&["shop.tm"]), like_file, "it makes a difference");
    // From elsewhere, and what the model imports is read from the revision, too.
    write(&path, "shared/id.tm", "a mistake");
    let elsewhere = said(&path.join("shared"), &["render", "../shop.tm", "--like", "HEAD"]);
    assert!(elsewhere.1.contains("id.tm:1:") && !elsewhere.1.contains("HEAD:"), "{}", elsewhere.1);
    write(&path, "shared/id.tm", SHARED);
    // What was not there yet is drawn as it is.
    write(&path, "new.tm", OLD);
    assert_eq!(drawn(&["new.tm", "--like", "HEAD"]), drawn(&["new.tm"]));
    let (code, text) = drawn(&["shop.tm", "--like", "mian"]);
    assert_eq!(
        (code, text.as_str()),
        (2, "error: there is no file `mian`, and no revision: `mian` is no revision of this repository\n")
    );
    // A whole folder, with a model that was not there.
    let build = || said(&path, &["build", "--format", "geometry", "--like", "main"]);
    assert!(build().1.ends_with("4 models: 4 drawn, 0 up to date\n"));
    assert_eq!(read(path.join("shop.json")), like_file.1);
    assert!(build().1.ends_with("4 models: 0 drawn, 4 up to date\n"));
    let (code, text) = said(&path, &["build", "--like", "mian"]);
    assert_eq!(code, 2);
    assert!(text.ends_with("error: `mian` is no revision of this repository\n"), "{text}");
    let (code, text) = drawn(&["-", "--like", "main"]);
    assert_eq!(code, 2);
    assert!(text.contains("there is no file `main`"), "{text}");
    // On pages, pictures of files are.
    write(&path, "page.md", "# Shop\n\n![Shop](shop.tm)\n");
    let flows =
        |text: &str| text.lines().filter(|line| line.contains("tm-flow")).map(str::to_owned).collect::<Vec<_>>();
    let like = flows(&said(&path, &["render", "shop.tm", "--like", "main"]).1);
    assert!(!like.is_empty());
    assert_eq!(flows(&said(&path, &["md", "page.md", "--like", "main"]).1), like);
    assert_ne!(flows(&said(&path, &["md", "page.md"]).1), like);
    let (code, text) = said(&path, &["md", "page.md", "--like", "mian"]);
    assert_eq!(code, 1);
    assert!(text.contains("`mian` is no revision of this repository") && text.contains("page.md:3:"), "{text}");
    let book = serde_json::json!([
        { "root": path, "config": { "book": { "src": "." }, "preprocessor": { "threatline": { "like": "main" } } } },
        { "items": [{ "Chapter": { "name": "Shop", "content": "![Shop](shop.tm)\n", "path": "page.md" } }] },
    ]);
    let output = started(env!("CARGO_BIN_EXE_mdbook-threatline"), &path, &book.to_string(), &[]);
    let book: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a book");
    let text = book["items"][0]["Chapter"]["content"].as_str().expect("a text");
    assert_eq!(flows(text), like);
}

#[test]
fn a_change_of_the_configuration_is_a_change() {
    let Some(path) = project("configured") else { return };
    std::fs::create_dir_all(path.join("team")).expect("a folder");
    let alone = "model \"M\" { scope: \"s\" }\nentity u \"U\"\nboundary b \"B\" {\n  process a \"A\" { authn: none }\n}\nflow u -> a \"x\"\n";
    write(&path, "team/m.tm", alone);
    write(&path, "team/threatline.toml", "");
    commit(&path, "two");
    assert_eq!(said(&path, &["diff"]).0, 0);
    write(&path, "team/threatline.toml", "[rules.unauthenticated-entry]\noff = \"the gateway asks\"\n");
    for arguments in [vec!["diff"], vec!["diff", "HEAD~1"]] {
        let (code, text) = said(&path, &arguments);
        assert!(code == 1 && text.contains("candidate unauthenticated-entry@a is gone"), "{arguments:?} {text}");
        commit(&path, "three");
    }
}

#[test]
fn two_folders_are_compared_by_the_paths_in_them() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folders");
    let _ = std::fs::remove_dir_all(&path);
    for (folder, label) in [("old", "A"), ("new", "B")] {
        std::fs::create_dir_all(path.join(folder).join("sub")).expect("a folder");
        write(&path.join(folder), "sub/m.tm", &format!("process a \"{label}\"\n"));
        write(&path.join(folder), "same.tm", "process s \"S\"\n");
    }
    write(&path.join("new"), "sub/n.tm", "process n \"N\"\n");
    let (code, text) = said(&path, &["diff", "old", "new"]);
    let models: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!((code, &models[..2]), (1, &["sub/m.tm: none", "sub/n.tm (new): material"][..]), "{text}");
}

#[test]
fn clones_of_every_kind_are_read() {
    let Some(path) = project("clones") else { return };
    write(&path, "shop.tm", &OLD.replace("\"Web\"", "\"Website\""));
    commit(&path, "two");
    let expected = said(&path, &["diff", "HEAD~1", "HEAD"]);
    assert_eq!(expected.0, 1);
    let parent = path.parent().expect("a parent");
    for (name, flags) in [("clones-bare", vec!["--bare"]), ("clones-full", vec![])] {
        let _ = std::fs::remove_dir_all(parent.join(name));
        let mut arguments = vec!["clone", "-q"];
        arguments.extend(flags);
        arguments.extend(["clones", name]);
        git(parent, &arguments);
        assert_eq!(said(&parent.join(name), &["diff", "HEAD~1", "HEAD"]), expected, "{name}");
    }
    let _ = std::fs::remove_dir_all(parent.join("clones-tree"));
    git(&path, &["worktree", "prune"]);
    git(&path, &["worktree", "add", "-q", "../clones-tree", "HEAD"]);
    assert_eq!(said(&parent.join("clones-tree"), &["diff", "HEAD~1"]).0, 1);
    let _ = std::fs::remove_dir_all(parent.join("clones-shallow"));
    let origin = format!("file://{}", path.display());
    git(parent, &["clone", "-q", "--depth", "1", &origin, "clones-shallow"]);
    let shallow = parent.join("clones-shallow");
    assert_eq!(said(&shallow, &["diff"]).0, 0);
    let (code, text) = said(&shallow, &["diff", "HEAD~1"]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("`HEAD~1` is neither a file or folder nor a revision"), "{text}");
}

#[test]
fn what_cannot_be_read_is_not_taken_for_safe() {
    let Some(path) = project("unreadable") else { return };
    write(&path, "shop.tm", &OLD.replace("process web", "proces web"));
    let (code, text) = said(&path, &["diff", "--fail-on", "material"]);
    assert_eq!(code, 2);
    assert!(text.contains("shop.tm: unassessed\n  ? new state: shop.tm:5: "), "{text}");
    commit(&path, "broken");
    write(&path, "shop.tm", OLD);
    let (code, text) = said(&path, &["diff", "--fail-on", "material"]);
    assert_eq!(code, 1, "mending it is no failed run, but nobody knows what changed: {text}");
    assert!(text.contains("? old state: HEAD:shop.tm:5: "), "{text}");
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_runs_nothing_reads_nothing_outside_and_injects_nothing() {
    let Some(path) = project("hostile") else { return };
    let ran = path.join("ran");
    let run = format!("touch {}", ran.display());
    write(&path, ".gitattributes", "*.tm diff=evil filter=evil merge=evil\n");
    for name in [
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.clean",
        "core.pager",
        "core.fsmonitor",
        "core.sshCommand",
        "diff.external",
        "core.editor",
        "core.alternateRefsCommand",
    ] {
        git(&path, &["config", name, &run]);
    }
    let hooks = path.join(".git/hooks");
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        write(&hooks, hook, &format!("#!/bin/sh\n{run}\n"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(hooks.join(hook), mode).expect("a mode");
    }
    // A secret beside the repository, and links that lead to it.
    let secret = path.parent().expect("a parent").join("secret.tm");
    std::fs::write(&secret, "process secret-thing \"Top secret\"\n").expect("a file");
    std::os::unix::fs::symlink("../secret.tm", path.join("leak.tm")).expect("a link");
    std::os::unix::fs::symlink("../../secret.tm", path.join("shared/leak.tm")).expect("a link");
    let label = "![x](http://evil) <script>alert(1)</script> @all \u{1b}[31m \u{202e}";
    write(
        &path,
        "shop.tm",
        &format!(
            "{OLD}import \"shared/leak.tm\" as leak\nflow web -> leak.secret-thing \"x\"\nprocess odd \"{label}\"\n"
        ),
    );
    // What git itself would run while adding is not what is tested.
    let quiet = ["-c", "filter.evil.clean=cat", "-c", "core.fsmonitor=false"];
    git(&path, &[&quiet[..], &["add", "-A"]].concat());
    git(&path, &[&quiet[..], &["commit", "-q", "-m", "evil"]].concat());
    let head = git(&path, &["rev-parse", "HEAD"]);
    git(&path, &["update-index", "--add", "--cacheinfo", &format!("160000,{},sub.tm", head.trim())]);
    let _ = std::fs::remove_file(&ran);

    let outputs: Vec<String> = [
        vec!["diff", "HEAD~1", "HEAD"],
        vec!["diff", "HEAD~1"],
        vec!["diff", "--staged", "HEAD~1"],
        vec!["diff", "HEAD~1", "HEAD", "--format", "markdown"],
        vec!["diff", "HEAD~1", "HEAD", "--format", "html"],
        vec!["diff", "HEAD~1", "HEAD", "--format", "json"],
    ]
    .iter()
    .map(|arguments| said(&path, arguments).1)
    .collect();
    assert!(!ran.exists(), "something was run");
    for text in &outputs {
        assert!(!text.contains("Top secret"), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains("<script"), "{text}");
    }
    assert!(outputs[0].contains("leak.tm"), "{}", outputs[0]);
    // Nothing that is called a revision is an option.
    for name in ["--output=pwned", "--upload-pack=x", "-c", "--help", "HEAD\n--output=pwned", ":/x", "@{-1}", "--"] {
        let (code, _) = said(&path, &["diff", "--fail-on", "never", "--", name]);
        assert_eq!(code, 2, "{name}");
        let (code, _) = said(&path, &["diff", &format!("{name}..HEAD")]);
        assert_eq!(code, 2, "{name}");
    }
    assert!(!path.join("pwned").exists() && !ran.exists());
}

#[test]
fn git_shows_models_in_a_fixed_order_once_it_is_told_to() {
    let Some(path) = project("install") else { return };
    write(&path, ".gitattributes", "*.png binary");
    let (code, text) = said(&path, &["git", "install", "--dry-run"]);
    assert_eq!((code, text.contains("diff.threatline.textconv")), (0, true));
    assert_eq!(std::fs::read_to_string(path.join(".gitattributes")).expect("a file"), "*.png binary");
    for _ in 0..2 {
        assert_eq!(said(&path, &["git", "install"]).0, 0);
        let attributes = std::fs::read_to_string(path.join(".gitattributes")).expect("a file");
        assert_eq!(attributes, "*.png binary\n*.tm diff=threatline linguist-language=Threatline\n*.tm text eol=lf\n");
    }
    assert!(git(&path, &["config", "diff.threatline.xfuncname"]).contains("boundary"));
    // Another order, other spaces and a comment are the same text.
    write(
        &path,
        "other.tm",
        &format!(
            "// moved\n{}{}",
            "flow   web -> id.idp \"sign in\"\n",
            OLD.replace("flow web -> id.idp \"sign in\"\n", "")
        ),
    );
    let canonical = |name: &str| said(&path, &["git", "textconv", name]);
    assert_eq!(canonical("other.tm"), canonical("shop.tm"));
    assert!(
        canonical("shop.tm")
            .1
            .contains("boundary cloud \"Cloud\" {\n  process web \"Web\" {\n    authn: password\n  }\n}\n")
    );
}

/// The action's script on a real repository with the event of a pull request, and a `gh` that writes down what it is told.
#[cfg(unix)]
#[test]
fn a_pull_request_gets_its_findings_its_comment_and_its_pictures() {
    let Some(path) = project("pull-request") else { return };
    if ["bash", "python3"].iter().any(|tool| Command::new(tool).arg("--version").output().is_err()) {
        say("skipped: bash and python3 are needed for the action's script\n");
        return;
    }
    let base = git(&path, &["rev-parse", "HEAD"]).trim().to_owned();
    git(&path, &["checkout", "-q", "-b", "$(touch${IFS}pwned)"]);
    write(
        &path,
        "shop.tm",
        &format!("{OLD}boundary ads \"Ads\" {{\n  process tracker \"Tracker\"\n}}\nflow web -> tracker \"views\"\n"),
    );
    commit(&path, "two");
    let tools = path.parent().expect("a parent").join("pull-request-tools");
    let _ = std::fs::remove_dir_all(&tools);
    std::fs::create_dir_all(&tools).expect("a folder");
    write(
        &tools,
        "gh",
        "#!/bin/sh\necho \"$@\" >> \"$GH_LOG\"\ncase \"$*\" in *--input*) for last; do :; done; cat \"$last\" >> \"$GH_LOG.body\";; esac\n",
    );
    std::fs::set_permissions(tools.join("gh"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    write(&tools, "event.json", &format!("{{\"pull_request\": {{\"number\": 7, \"base\": {{\"sha\": \"{base}\"}}}}}}"));
    let run = |token: &str, branch: &str| {
        let tool = |name: &str| tools.join(name);
        Command::new("bash")
            .arg(repository("integrations/github/review.sh"))
            .current_dir(&path)
            .env("PATH", format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default()))
            .env("THREATLINE", env!("CARGO_BIN_EXE_threatline"))
            .env("GITHUB_EVENT_PATH", tool("event.json"))
            .env("GITHUB_OUTPUT", tool("output"))
            .env("GITHUB_STEP_SUMMARY", tool("summary"))
            .env("GITHUB_REPOSITORY", "o/r")
            .env("GH_TOKEN", token)
            .env("GH_LOG", tool("log"))
            .env("INPUT_FAIL_ON_CHANGE", "material")
            .env("INPUT_PICTURES_BRANCH", branch)
            .env("INPUT_SARIF", tool("threatline.sarif"))
            .env("INPUT_PICTURES", tool("pictures"))
            .output()
            .expect("bash runs")
    };
    let output = run("t", "");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "material: {err}");
    let tool = |name: &str| std::fs::read_to_string(tools.join(name)).unwrap_or_default();
    assert!(tool("output").contains("verdict=material"), "{}", tool("output"));
    assert!(tool("summary").contains("Hold a threat-modelling session on ads, tracker"), "{}", tool("summary"));
    assert!(tool("log").contains("api --method POST repos/o/r/issues/7/comments"), "{}", tool("log"));
    assert!(tool("log.body").starts_with("{\"body\": \"<!-- threatline -->"), "{}", tool("log.body"));
    assert!(!tool("log.body").contains("!["), "a picture without an address: {}", tool("log.body"));
    assert!(tool("threatline.sarif").contains("\"version\": \"2.1.0\""));
    for picture in ["shop.svg", "shop.before.svg", "shop.after.svg"] {
        assert!(tool(&format!("pictures/{picture}")).starts_with("<svg"), "{picture}");
    }
    assert!(!path.join("pwned").exists());
    // With a branch for them the pictures have addresses.
    assert_eq!(run("t", "pictures").status.code(), Some(1));
    let head = git(&path, &["rev-parse", "HEAD"]);
    let folder = format!("pull-7/{}", head.trim());
    assert!(
        tool("log").contains(&format!("api --method PUT repos/o/r/contents/{folder}/shop.before.svg")),
        "{}",
        tool("log")
    );
    let address = format!("](<https://github.com/o/r/raw/pictures/{folder}/shop.svg>)");
    assert!(tool("log.body").contains(&address), "{}", tool("log.body"));
    // A fork has no token: the summary has everything, and nothing is called.
    let calls = tool("log").len();
    assert_eq!(run("", "pictures").status.code(), Some(1));
    assert_eq!(tool("log").len(), calls);
}

#[test]
fn the_action_takes_its_inputs_from_the_environment_only() {
    let action = read("action.yml");
    let scripts = action.split("run: ").skip(1).map(|rest| rest.split("\n    - ").next().unwrap_or_default());
    for script in scripts {
        assert!(!script.contains("${{"), "an input would become part of the script: {script}");
    }
    match Command::new("shellcheck").arg(repository("integrations/github/review.sh")).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => say("skipped: shellcheck is not installed\n"),
    }
}

/// The worked example of the cookbook is what the program writes.
#[test]
fn the_worked_example_is_what_the_program_writes() {
    let folder = repository("examples/pull-request");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("worked-example");
    let _ = std::fs::remove_dir_all(&out);
    std::fs::create_dir_all(&out).expect("a folder");
    let at = |name: &str| out.join(name).to_string_lossy().into_owned();
    let (svg, comment, findings) = (at("change.svg"), at("comment.md"), at("findings.sarif"));
    let drawn = [
        "diff",
        "before.tm",
        "after.tm",
        "--svg",
        &svg,
        "--two-up",
        "--picture-base",
        ".",
        "--format",
        "markdown",
        "-o",
        &comment,
        "--fail-on",
        "never",
    ];
    assert_eq!(said(&folder, &drawn), (0, String::new()));
    let scanned = ["check", "after.tm", "--format", "sarif", "--today", "2026-11-02", "-o", &findings];
    assert_eq!(said(&folder, &scanned), (0, String::new()));
    for name in ["change.svg", "change.before.svg", "change.after.svg", "comment.md", "findings.sarif"] {
        let expected = read(format!("examples/pull-request/{name}"));
        let found = std::fs::read_to_string(out.join(name)).expect("a file");
        // Outside of a repository paths begin elsewhere.
        let found = found
            .replace("\"uri\": \"after.tm\"", "\"uri\": \"examples/pull-request/after.tm\"")
            .replace("\"after.tm: ", "\"examples/pull-request/after.tm: ");
        assert!(found == expected, "examples/pull-request/{name} is not what is written now");
    }
}

//! Revisions of a git repository, read by the `git` program.
//!
//! Only commands that show what is stored are run (`rev-parse`, `merge-base`, `ls-tree`, `ls-files`, `cat-file`): none of
//! them starts a hook, a pager, a filter, a text conversion or a diff driver, whatever a repository is configured to.
//! Nothing is fetched, and what a user calls a revision is never taken for an option.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::syntax::MAX_BYTES;

/// Settings by which a repository could make `git` start other programs or talk to other machines.
const TAMED: [&str; 8] = [
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.untrackedCache=false",
];

/// A repository, asked from one of its folders.
pub(super) struct Repository {
    /// Where `git` is run.
    folder: PathBuf,
    /// What gives out the contents of objects, once it was needed.
    reader: RefCell<Option<Reader>>,
}

struct Reader {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An entry of a tree or of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    /// The object's name.
    pub(super) object: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    /// A submodule: nothing of it is in this repository.
    Module,
}

/// What a revision or the index holds, by path from the top of the repository.
pub(super) type Tree = BTreeMap<String, Entry>;

impl Repository {
    /// The repository around a folder, or why there is none.
    pub(super) fn around(folder: &Path) -> Result<Repository, String> {
        let repository = Repository { folder: folder.to_owned(), reader: RefCell::new(None) };
        repository.ask(&["rev-parse", "--git-dir"])?;
        Ok(repository)
    }

    /// Whether there is no commit yet.
    pub(super) fn is_unborn(&self) -> bool {
        self.ask(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_err()
            && self.ask(&["symbolic-ref", "--quiet", "HEAD"]).is_ok()
    }

    /// The folder at the top of the working tree; [`None`] where there is no such tree.
    pub(super) fn top(&self) -> Option<PathBuf> {
        let top = self.ask(&["rev-parse", "--show-toplevel"]).ok()?;
        PathBuf::from(top.trim_end_matches('\n')).canonicalize().ok()
    }

    /// The path from the top of the repository to the folder that it was asked from: empty, or ending in a slash.
    pub(super) fn prefix(&self) -> String {
        self.ask(&["rev-parse", "--show-prefix"]).unwrap_or_default().trim_end_matches('\n').to_owned()
    }

    /// The commit or tree that a revision means.
    pub(super) fn resolve(&self, revision: &str) -> Result<String, String> {
        let unknown = || format!("`{}` is no revision of this repository", shown(revision));
        if revision.is_empty() || revision.contains(char::is_control) {
            return Err(unknown());
        }
        // After `--end-of-options` nothing is an option, and `^{tree}` makes it name a tree or fail.
        let wanted = format!("{revision}^{{tree}}");
        self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
            .ok()
            .map(|name| name.trim().to_owned())
            .filter(|name| is_object_name(name))
            .ok_or_else(unknown)
    }

    /// The commit where two revisions parted.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<String, String> {
        let commit = |revision: &str| {
            let wanted = format!("{revision}^{{commit}}");
            let name = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
            name.map(|name| name.trim().to_owned())
                .map_err(|_| format!("`{}` is no commit of this repository", shown(revision)))
        };
        let base = self.ask(&["merge-base", &commit(one)?, &commit(other)?]).map_err(|_| {
            format!("`{}` and `{}` have no commit in common; is the clone shallow?", shown(one), shown(other))
        })?;
        Ok(base.trim().to_owned())
    }

    /// Everything in a tree.
    pub(super) fn tree(&self, object: &str) -> Result<Tree, String> {
        let listed = self.ask_bytes(&["ls-tree", "-r", "-z", "--full-tree", object])?;
        Ok(entries(&listed, |head| {
            let mut words = head.split(' ');
            Some((words.next()?, words.nth(1)?))
        }))
    }

    /// Everything in the index. Of what is in conflict, ours.
    pub(super) fn index(&self) -> Result<Tree, String> {
        let listed = self.ask_bytes(&["ls-files", "--cached", "--stage", "-z", "--full-name", "--", ":/"])?;
        Ok(entries(&listed, |head| {
            let mut words = head.split(' ');
            let (mode, object, stage) = (words.next()?, words.next()?, words.next()?);
            matches!(stage, "0" | "2").then_some((mode, object))
        }))
    }

    /// The content of an object, one byte more than a model may have at most.
    pub(super) fn content(&self, object: &str) -> Result<Vec<u8>, String> {
        let mut reader = self.reader.borrow_mut();
        if reader.is_none() {
            *reader = Some(self.reader()?);
        }
        let Some(reader) = reader.as_mut() else { return Err("git does not answer".to_owned()) };
        let lost = |error: std::io::Error| format!("git does not answer: {error}");
        writeln!(reader.input, "{object}").and_then(|()| reader.input.flush()).map_err(lost)?;
        let mut head = String::new();
        reader.output.read_line(&mut head).map_err(lost)?;
        let size = head.split(' ').nth(2).and_then(|size| size.trim().parse::<u64>().ok());
        let size = size.ok_or_else(|| "it is not in this clone".to_owned())?;
        let mut bytes = Vec::new();
        (&mut reader.output).take(size.min(MAX_BYTES as u64 + 1)).read_to_end(&mut bytes).map_err(lost)?;
        let rest = size - bytes.len() as u64 + 1; // a line feed ends it
        std::io::copy(&mut (&mut reader.output).take(rest), &mut std::io::sink()).map_err(lost)?;
        Ok(bytes)
    }

    /// Writes a setting of this clone.
    pub(super) fn configure(&self, name: &str, value: &str) -> Result<(), String> {
        self.ask(&["config", "--local", name, value]).map(|_| ())
    }

    fn reader(&self) -> Result<Reader, String> {
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Reader { child, input, output: BufReader::new(output) }),
            _ => Err("git does not answer".to_owned()),
        }
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, String> {
        self.ask_bytes(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn ask_bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command(arguments).stdin(Stdio::null()).output().map_err(|error| not_run(&error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ");
        Err(shown(said))
    }

    #[expect(clippy::disallowed_methods, reason = "git is the one program that is run, from here only")]
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--no-pager").args(TAMED).args(arguments).current_dir(&self.folder);
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        for name in ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"]
        {
            command.env_remove(name);
        }
        command
    }
}

fn not_run(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "`git` is not installed; compare two files or folders instead".to_owned(),
        _ => format!("`git` cannot be run: {error}"),
    }
}

fn is_object_name(text: &str) -> bool {
    text.len() >= 40 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// Entries that end with NUL, each `HEAD<TAB>PATH`. Paths that are not UTF-8 name no model.
fn entries<'a>(listed: &'a [u8], read: impl Fn(&'a str) -> Option<(&'a str, &'a str)>) -> Tree {
    let entry = |line: &'a [u8]| {
        let line = std::str::from_utf8(line).ok()?;
        let (head, path) = line.split_once('\t')?;
        let (mode, object) = read(head)?;
        let kind = match mode {
            "120000" => EntryKind::Link,
            "160000" => EntryKind::Module,
            _ => EntryKind::File,
        };
        Some((path.to_owned(), Entry { kind, object: object.to_owned() }))
    };
    listed.split(|byte| *byte == 0).filter_map(entry).collect()
}

/// What somebody wrote, as a message may show it.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).take(200).collect()
}

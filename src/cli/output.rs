//! Writing: reports to the terminal, results to standard output or, all at once, to a file.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ColorChoice;

use super::document;
use super::input::Input;
use super::project::{Opening, load_for};
use super::{Format, Outcome};
use crate::analysis::{Analysis, analyse_in};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::{Date, Model};
use crate::project::File;
use crate::source::Source;
use crate::threat;

/// What the standard error stream can show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    colour: bool,
    /// Whether standard output takes colours.
    output_colour: bool,
    width: usize,
}

impl Terminal {
    /// Looks at the stream and the environment.
    pub(super) fn detect(choice: ColorChoice) -> Terminal {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let takes_colours = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !refused,
        };
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width >= 40);
        Terminal {
            colour: takes_colours(std::io::stderr().is_terminal()),
            output_colour: takes_colours(std::io::stdout().is_terminal()),
            width: width.unwrap_or(100),
        }
    }

    /// Whether what goes to standard output may be coloured.
    pub(super) fn paints_output(self) -> bool {
        self.output_colour
    }
}

/// Analyses one input with what it imports; an unreadable one has its own diagnostic only.
pub(super) fn analyse_one(input: &Input, opening: Opening) -> Analysis {
    analyse_on_day(input, opening, None)
}

/// The same as of a day.
pub(super) fn analyse_on_day(input: &Input, opening: Opening, today: Option<Date>) -> Analysis {
    match &input.text {
        Ok(text) => load_for(input, text, opening, |root, imports, configuration| {
            analyse_in(root, imports, today, configuration)
        }),
        Err(diagnostic) => Analysis {
            rules: threat::Rules::default(),
            files: vec![File::unread(&input.name)],
            model: Model::default(),
            diagnostics: vec![diagnostic.clone()],
            suppressed: Vec::new(),
            readable: false,
        },
    }
}

/// Whether the reports are all that is wanted, or stand beside a result on standard output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Error,
}

/// Writes the diagnostics and sums them up.
pub(super) fn report(analyses: &[Analysis], format: Format, terminal: Terminal, stream: Stream) {
    let found = distinct(analyses);
    if stream == Stream::Error && format == Format::Json && document::add_found(&found) {
        return;
    }
    let text = match format {
        Format::Json => diagnostic::to_json(&found),
        Format::Short => lines(&found, |one, sources| diagnostic::short(one, source_of(one, sources)) + "\n"),
        Format::Narrated => {
            excerpts(&found, |one, sources| diagnostic::render(one, sources, diagnostic::Format::Narrated))
                + &summary(&found)
        }
        Format::Human => {
            let look = diagnostic::Format::Graphical { colour: terminal.colour, width: terminal.width };
            excerpts(&found, |one, sources| diagnostic::render(one, sources, look)) + &summary(&found)
        }
    };
    match stream {
        Stream::Out if matches!(format, Format::Json | Format::Short) => print(&text),
        _ => complain(&text),
    }
}

/// What was found of each file, with the sources that it speaks of. What is wrong in an imported file is left out where it
/// was said before, of that file itself or by way of another import.
fn distinct(analyses: &[Analysis]) -> Vec<(Vec<&Diagnostic>, Vec<Source>)> {
    let roots: BTreeSet<&str> = analyses.iter().map(|analysis| analysis.source().name()).collect();
    let mut said = BTreeSet::new();
    let mut found = Vec::new();
    for analysis in analyses {
        let mut new = Vec::new();
        for one in &analysis.diagnostics {
            let name = analysis.files[usize::from(one.span.file.0)].source.name();
            let is_own = one.span.file == analysis.source().id();
            if is_own || (!roots.contains(name) && said.insert((name, one.span.start, one.code.id, &one.message))) {
                new.push(one);
            }
        }
        found.push((new, analysis.sources()));
    }
    found
}

fn lines(found: &[(Vec<&Diagnostic>, Vec<Source>)], line: impl Fn(&Diagnostic, &[Source]) -> String) -> String {
    found.iter().flat_map(|(diagnostics, sources)| diagnostics.iter().map(|one| line(one, sources))).collect()
}

/// How many diagnostics are shown with their place in the text: nobody reads more, and each costs a look at the whole file.
const MAX_EXCERPTS: usize = 200;

/// The first diagnostics, errors before others, and how many more there are.
fn excerpts(found: &[(Vec<&Diagnostic>, Vec<Source>)], line: impl Fn(&Diagnostic, &[Source]) -> String) -> String {
    let total: usize = found.iter().map(|(diagnostics, _)| diagnostics.len()).sum();
    if total <= MAX_EXCERPTS {
        return lines(found, line);
    }
    let all = || found.iter().flat_map(|(list, sources)| list.iter().map(move |one| (*one, sources.as_slice())));
    let errors = all().filter(|(one, _)| one.severity == Severity::Error);
    let others = all().filter(|(one, _)| one.severity != Severity::Error);
    let shown = errors.chain(others).take(MAX_EXCERPTS).map(|(one, sources)| line(one, sources)).collect::<String>();
    format!("{shown}… and {} more, which `--format short` lists\n", total - MAX_EXCERPTS)
}

fn source_of<'a>(diagnostic: &Diagnostic, sources: &'a [Source]) -> &'a Source {
    &sources[usize::from(diagnostic.span.file.0)]
}

fn summary(found: &[(Vec<&Diagnostic>, Vec<Source>)]) -> String {
    let diagnostics: Vec<&Diagnostic> = found.iter().flat_map(|(diagnostics, _)| diagnostics).copied().collect();
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let Some(first) = diagnostics.first() else { return String::new() };
    format!("{}; `threatline explain {}` says more\n", parts.join(", "), first.code.id)
}

/// How a run with these analyses ends, where findings begin at `threshold`.
pub(super) fn outcome(analyses: &[Analysis], threshold: Severity) -> Outcome {
    let codes = super::CODES;
    let diagnostics = || analyses.iter().flat_map(|analysis| &analysis.diagnostics);
    if diagnostics().any(|diagnostic| codes.contains(&diagnostic.code)) {
        return Outcome::Failed;
    }
    if diagnostics().any(|diagnostic| diagnostic.severity >= threshold) { Outcome::Findings } else { Outcome::Fine }
}

/// Writes to standard output. A closed pipe is no error: the reader has seen enough.
pub(super) fn print(text: &str) {
    print_bytes(text.as_bytes());
}

/// Whether something could not be written to standard output; the run has then failed, whatever else it found.
static OUTPUT_LOST: AtomicBool = AtomicBool::new(false);

/// See [`OUTPUT_LOST`].
pub(super) fn output_was_lost() -> bool {
    OUTPUT_LOST.load(Ordering::Relaxed)
}

fn print_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            OUTPUT_LOST.store(true, Ordering::Relaxed);
            complain(&format!("error: standard output cannot be written: {error}\n"));
        }
        _ => {}
    }
}

/// Writes to standard error, or into the document that is written there in the end.
pub(super) fn complain(text: &str) {
    if document::add_message(text) {
        return;
    }
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// What stands for standard output where a file is named.
pub(super) fn standard() -> &'static Path {
    Path::new("-")
}

/// Writes a result to a file, or to standard output for `-`; says why where it cannot.
pub(super) fn deliver(path: &Path, bytes: &[u8]) -> Outcome {
    if path.as_os_str() == "-" {
        print_bytes(bytes);
        return Outcome::Fine;
    }
    match write_atomically(path, bytes) {
        Ok(()) => Outcome::Fine,
        Err(error) => {
            complain(&format!("error: `{}` cannot be written: {error}\n", path.display()));
            Outcome::Failed
        }
    }
}

/// Writes several files, with the folders that they stand in. What is in a file already is not written again.
pub(super) fn deliver_all(files: &[(PathBuf, Vec<u8>)]) -> Outcome {
    for (path, bytes) in files {
        if content(path).is_ok_and(|found| found == *bytes) {
            continue;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(Err(error)) = folder.map(std::fs::create_dir_all) {
            complain(&format!("error: the folder of `{}` cannot be made: {error}\n", path.display()));
            return Outcome::Failed;
        }
        if deliver(path, bytes) == Outcome::Failed {
            return Outcome::Failed;
        }
    }
    Outcome::Fine
}

/// The bytes of a file.
pub(super) fn content(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut found = Vec::new();
    std::fs::File::open(path)?.read_to_end(&mut found)?;
    Ok(found)
}

/// Whether a file holds these bytes; says so where it does not.
pub(super) fn compared(path: &Path, bytes: &[u8]) -> Outcome {
    let said = match content(path) {
        Ok(found) if found == bytes => return Outcome::Fine,
        Ok(_) => "is out of date",
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "is not there",
        Err(_) => "cannot be read",
    };
    complain(&format!("`{}` {said}; render it again\n", path.display()));
    Outcome::Findings
}

/// Writes beside the file and renames, so that nobody ever sees half of it. The file's permissions stay.
pub(super) fn write_atomically(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = behind_links(path);
    if std::fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        // A pipe or a device cannot be replaced, only written to.
        return std::fs::OpenOptions::new().write(true).open(&path)?.write_all(bytes);
    }
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !directory.is_dir() {
        return Err(std::io::Error::other(format!("there is no folder `{}`", directory.display())));
    }
    let permissions = std::fs::metadata(&path).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(std::fs::Permissions::readonly) {
        return Err(std::io::Error::other("it is read-only"));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".threatline-");
    if let Some(permissions) = &permissions {
        builder.permissions(permissions.clone());
    } else {
        readable_by_all(&mut builder);
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(&path)?;
    Ok(())
}

/// The file that a link leads to, there already or not: renaming onto the link itself would replace it.
fn behind_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = std::fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    path
}

/// How many links are followed, one to the next.
const MAX_LINKS: usize = 32;

/// A new file is created readable by all, less the process's mask.
#[cfg(unix)]
fn readable_by_all(builder: &mut tempfile::Builder) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_all(_: &mut tempfile::Builder) {}

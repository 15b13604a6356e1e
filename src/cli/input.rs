//! Reading models: files, directories, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::diagnostic::{Code, Diagnostic, code};
use crate::source::Span;
use crate::syntax::MAX_BYTES;

code!(FILE_NOT_FOUND, "TM0901", "file-not-found", Error, "a path that does not exist");
code!(NOT_UTF8, "TM0902", "not-utf8", Error, "a file that is not UTF-8 text");
code!(UNREADABLE_FILE, "TM0903", "unreadable-file", Error, "a file that cannot be read");
code!(NO_MODEL_FILES, "TM0904", "no-model-files", Error, "a directory without `.tm` files");

/// The codes of what is wrong before a text is there.
pub(crate) const CODES: &[&Code] = &[&FILE_NOT_FOUND, &NOT_UTF8, &UNREADABLE_FILE, &NO_MODEL_FILES];

/// A text that was read, or why it could not be.
pub(super) struct Input {
    /// The path as the user gave it; `<stdin>` for `-`.
    pub name: String,
    /// Where it stands; [`None`] for standard input.
    pub path: Option<PathBuf>,
    /// The text.
    pub text: Result<String, Diagnostic>,
}

/// Every file that the paths name; directories are walked for `.tm` files in the order of their names, leaving out
/// what `.gitignore` leaves out.
pub(super) fn read_all(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" && path.is_dir() {
            let (found, closed) = walk(path, MODELS);
            for error in &closed {
                inputs.push(refused(path, |name| {
                    Diagnostic::new(&UNREADABLE_FILE, nowhere(), format!("`{name}` cannot be walked: {error}"))
                        .help("check the permissions of the folders in it")
                }));
            }
            if found.is_empty() && closed.is_empty() {
                inputs.push(refused(path, no_model_files));
            }
            for file in found {
                inputs.push(read(&file));
            }
        } else {
            inputs.push(read(path));
        }
    }
    // What is named twice, by itself and by its folder, is looked at once.
    let mut seen = std::collections::BTreeSet::new();
    inputs.retain(|input| {
        input.path.as_ref().and_then(|path| path.canonicalize().ok()).is_none_or(|path| seen.insert(path))
    });
    inputs
}

/// One file, or standard input for `-`.
pub(super) fn read(path: &Path) -> Input {
    if path.as_os_str() == "-" {
        let bytes = read_capped(std::io::stdin().lock());
        let text = bytes
            .map_err(|error| unreadable("standard input", &error))
            .and_then(|bytes| decode(bytes, "standard input"));
        return Input { name: "<stdin>".to_owned(), path: None, text };
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return refused(path, |name| {
            Diagnostic::new(&UNREADABLE_FILE, nowhere(), format!("`{name}` is a directory"))
                .help("name one `.tm` file; `threatline check` walks directories")
        });
    }
    let text = open(path, &name);
    Input { name, path: Some(path.to_owned()), text }
}

fn open(path: &Path, name: &str) -> Result<String, Diagnostic> {
    let bytes = std::fs::File::open(path).and_then(read_capped).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => not_found(path, name),
        _ => unreadable(name, &error),
    })?;
    decode(bytes, name)
}

/// Reads one byte more than is allowed, so that the parser can say that it is too much.
pub(super) fn read_capped(reader: impl Read) -> std::io::Result<Vec<u8>> {
    read_most(reader, MAX_BYTES)
}

/// Reads one byte more than so many, where there is one.
pub(super) fn read_most(reader: impl Read, most: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"<TeXmacs|") {
        return Ok(String::from_utf8_lossy(&bytes).into_owned()); // the parser knows what these are
    }
    if bytes.len() > MAX_BYTES {
        return Ok(String::from_utf8_lossy(&bytes).into_owned()); // cut in the middle; refused for its size
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let encoding = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16; ",
            _ => "",
        };
        Diagnostic::new(
            &NOT_UTF8,
            nowhere(),
            format!("`{name}` is not UTF-8 text: line {line} has a byte that does not belong"),
        )
        .help(format!("{encoding}save the file as UTF-8"))
    })
}

/// The models of a directory, by name.
pub(super) fn models(directory: &Path) -> Vec<PathBuf> {
    walk(directory, MODELS).0
}

/// The models of a directory, without those of directories in it.
#[cfg(feature = "lsp")]
pub(super) fn models_beside(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let is_model = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "tm") && path.is_file();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_model).collect();
    found.sort_unstable();
    found
}

/// The Markdown files of a directory, by name.
pub(super) fn pages(directory: &Path) -> Vec<PathBuf> {
    walk(directory, &["md", "markdown"]).0
}

/// One Markdown file, or standard input for `-`.
pub(super) fn read_page(path: &Path) -> Input {
    let mut input = read(path);
    if input.text.as_ref().is_ok_and(|text| text.len() > MAX_BYTES) {
        let message = format!("`{}` is larger than {} MiB", input.name, MAX_BYTES >> 20);
        input.text = Err(Diagnostic::new(&UNREADABLE_FILE, nowhere(), message).help("split the page"));
    }
    input
}

/// What the files of models end in.
const MODELS: &[&str] = &["tm"];

/// The files of a directory with one of these endings, and why parts of it could not be looked at.
fn walk(directory: &Path, endings: &[&str]) -> (Vec<PathBuf>, Vec<ignore::Error>) {
    let walker = WalkBuilder::new(directory).require_git(false).sort_by_file_path(Path::cmp).build();
    let (mut found, mut closed) = (Vec::new(), Vec::new());
    for entry in walker {
        match entry {
            Ok(entry) => {
                let ending = entry.path().extension();
                let is_wanted = ending.is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted));
                if is_wanted && entry.file_type().is_some_and(|kind| kind.is_file()) {
                    found.push(entry.into_path());
                }
            }
            Err(error) => closed.push(error),
        }
    }
    (found, closed)
}

fn refused(path: &Path, diagnose: impl Fn(&str) -> Diagnostic) -> Input {
    let name = path.display().to_string();
    let text = Err(diagnose(&name));
    Input { name, path: None, text }
}

fn no_model_files(name: &str) -> Diagnostic {
    Diagnostic::new(&NO_MODEL_FILES, nowhere(), format!("`{name}` holds no `.tm` file"))
        .help("name a directory with models; what `.gitignore` leaves out is not looked at")
}

fn not_found(path: &Path, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(&FILE_NOT_FOUND, nowhere(), format!("`{name}` does not exist"));
    let neighbours = neighbours(path);
    let neighbours = neighbours.iter().map(String::as_str);
    let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match crate::diagnostic::did_you_mean(&wanted, neighbours) {
        Some(best) => diagnostic.help(format!("did you mean `{}`?", path.with_file_name(best).display())),
        None => diagnostic.help("check the path"),
    }
}

/// What stands in the folder where a file was looked for, by name.
pub(super) fn neighbours(path: &Path) -> Vec<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(&UNREADABLE_FILE, nowhere(), format!("`{name}` cannot be read: {error}"))
        .help("check its permissions")
}

/// The beginning of the file that is spoken of.
fn nowhere() -> Span {
    Span::default()
}

//! What a run says under `--diagnostics json`: one document, which is written when all is said.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::{self, Diagnostic, Message, Severity};
use crate::source::Source;

/// What was said so far.
#[derive(Default)]
pub(super) struct Said {
    models: Vec<(Vec<Diagnostic>, Vec<Source>)>,
    read: BTreeSet<PathBuf>,
    messages: Vec<Message>,
}

/// The document of this run, where it writes one.
static SAID: Mutex<Option<Said>> = Mutex::new(None);

/// Opens the document where the arguments ask for one: also of arguments that are wrong it says so itself.
pub(super) fn open(arguments: &[OsString]) {
    let is_flag = |argument: &OsString| argument == "--diagnostics";
    let pairs = arguments.windows(2).any(|pair| is_flag(&pair[0]) && pair[1] == "json");
    if pairs || arguments.iter().any(|argument| argument == "--diagnostics=json") {
        *SAID.lock().unwrap_or_else(PoisonError::into_inner) = Some(Said::default());
    }
}

/// Puts something into the document; whether there is one.
fn add(change: impl FnOnce(&mut Said)) -> bool {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(change).is_some()
}

/// Puts what was found into the document; whether there is one.
pub(super) fn add_found(found: &[(Vec<&Diagnostic>, Vec<Source>)]) -> bool {
    let owned = |list: &[&Diagnostic]| list.iter().map(|one| (*one).clone()).collect();
    add(|said| said.models.extend(found.iter().map(|(list, sources)| (owned(list), sources.clone()))))
}

/// Puts down which files were read.
pub(super) fn add_read(read: &BTreeSet<PathBuf>) {
    add(|said| said.read.extend(read.iter().cloned()));
}

/// Puts what is said of anything else than a text into the document; whether there is one.
pub(super) fn add_message(text: &str) -> bool {
    let severities = [Severity::Error, Severity::Warning];
    let told = severities.iter().find_map(|one| Some((*one, text.strip_prefix(one.word())?.strip_prefix(": ")?)));
    let (severity, text) = told.unwrap_or((Severity::Note, text));
    add(|said| said.messages.push(Message { severity: severity.word(), text: text.trim_end().to_owned() }))
}

/// Takes the document, so that what follows is said as usual.
pub(super) fn close() -> Option<String> {
    let said = SAID.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    let models: Vec<(Vec<&Diagnostic>, Vec<Source>)> =
        said.models.iter().map(|(list, sources)| (list.iter().collect(), sources.clone())).collect();
    let read: Vec<String> = said.read.iter().map(|path| path.display().to_string()).collect();
    Some(diagnostic::run_to_json(&models, &read, &said.messages))
}

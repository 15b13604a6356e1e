//! Files that end in `.tm` and are not ours: Tcl, `TeXmacs`, archives, other tools' models.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::codes::FOREIGN_FORMAT;

/// What another program's file is called, where the text is one.
pub(super) fn diagnose(file: FileId, text: &str) -> Option<Diagnostic> {
    if let Some(at) = conflict(text) {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let diagnostic =
            Diagnostic::new(&FOREIGN_FORMAT, Span::new(file, at, end), "this file holds an unresolved merge conflict");
        return Some(
            diagnostic
                .label("one side begins here")
                .help("keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"),
        );
    }
    let format = recognise(text)?;
    let end = text.find('\n').unwrap_or(text.len());
    Some(
        Diagnostic::new(&FOREIGN_FORMAT, Span::new(file, 0, end), format!("this is {format}, not a threat model"))
            .label("the file begins like this")
            .help("give Threatline a file in its own language; `threatline explain TM0010` shows one"),
    )
}

/// Where git left the two sides of a conflict.
fn conflict(text: &str) -> Option<usize> {
    let start = if text.starts_with("<<<<<<< ") { Some(0) } else { text.find("\n<<<<<<< ").map(|at| at + 1) };
    start.filter(|at| text[*at..].contains("\n=======") && text[*at..].contains("\n>>>>>>>"))
}

fn recognise(text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    if start.starts_with("PK\u{3}\u{4}") {
        return Some("a zip archive");
    }
    if start.starts_with("<TeXmacs|") {
        return Some("a TeXmacs document");
    }
    if start.starts_with("<?xml") || start.starts_with("<ThreatModel") {
        return Some("an XML file");
    }
    if start.starts_with('<') {
        return Some("an SVG, HTML or XML file");
    }
    if start.starts_with('{') && start[1..].trim_start().starts_with('"') {
        return Some("a JSON file");
    }
    if text.contains('\0') {
        return Some("a binary file");
    }
    if text.starts_with("#!")
        && !text.lines().next().is_some_and(|line| line.contains("tclsh") || line.contains("wish"))
    {
        return Some("a script");
    }
    is_tcl(text).then_some("a Tcl script")
}

fn is_tcl(text: &str) -> bool {
    let openings = ["package provide ", "package require ", "namespace eval ", "namespace import ", "proc ", "set "];
    let first_line = text.lines().next().unwrap_or_default();
    if first_line.starts_with("#!") {
        return true;
    }
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| openings.iter().any(|opening| line.starts_with(opening)))
}

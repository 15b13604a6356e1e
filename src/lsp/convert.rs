//! Places, addresses and diagnostics between the two worlds: bytes here, lines and UTF-16 units there.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use gen_lsp_types::{
    Code, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Position, Range, Uri,
};
use serde_json::Value;

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::emit::reference;
use crate::source::{FileId, Source, Span, line_ends};

/// Where the page of each diagnostic is.
const PAGES: &str = "https://github.com/threatline/threatline/blob/main/docs/diagnostics";

/// The file that an address names.
pub(super) fn path(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let mut bytes = Vec::new();
    let mut at = rest.bytes();
    while let Some(byte) = at.next() {
        if byte == b'%' {
            let digits = [at.next()?, at.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    // `/C:/models` on Windows; elsewhere a folder may be called so.
    let has_drive = cfg!(windows) && text.as_bytes().get(2) == Some(&b':');
    let text = if has_drive { text[1..].to_owned() } else { text };
    Some(PathBuf::from(text))
}

/// The address of a file.
pub(super) fn address(path: &Path) -> String {
    let text = path.to_string_lossy();
    // A backslash is a character like any other where it does not part folders. Windows marks paths without links by `\\?\`.
    let text = if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text.into_owned() };
    let lead = if text.starts_with('/') { "" } else { "/" };
    format!("file://{lead}{}", reference(&text))
}

/// The way from the folder of one file to another, as an `import` takes it; [`None`] where it cannot be written so.
pub(super) fn relative(from: &Path, to: &Path) -> Option<String> {
    let (folder, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.parent()?.components().collect(), to.components().collect());
    let shared = folder.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = folder[shared..].iter().map(|_| Some(".."));
    let down = to[shared..].iter().map(|part| part.as_os_str().to_str());
    let path = up.chain(down).collect::<Option<Vec<_>>>()?.join("/");
    let is_plain = !path.contains(|c: char| c.is_control() || ['"', '\\', ':'].contains(&c));
    is_plain.then_some(path)
}

/// The byte of a position; past the end of a line or text, that end.
pub(super) fn offset(text: &str, position: &Value) -> usize {
    let wanted = |name: &str| usize::try_from(position[name].as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
    let (line, character) = (wanted("line"), wanted("character"));
    let start = if line == 0 { Some(0) } else { line_ends(text).nth(line - 1) };
    let Some(start) = start else { return text.len() };
    let content = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let mut units = 0;
    for (at, c) in content.char_indices() {
        if units >= character {
            return start + at;
        }
        units += c.len_utf16();
    }
    start + content.len()
}

pub(super) fn position(source: &Source, byte: u32) -> Position {
    let (line, character) = source.utf16_position(byte);
    Position::new(line as u32, character as u32)
}

pub(super) fn range(source: &Source, span: Span) -> Range {
    Range::new(position(source, span.start), position(source, span.end))
}

/// Where a span of an analysis is: the file itself has the address that it was asked by.
pub(super) fn location(analysis: &Analysis, own: &str, span: Span) -> Location {
    let file = &analysis.files[usize::from(span.file.0)];
    Location::new(Uri(address_of(own, analysis, span.file)), range(&file.source, span))
}

/// The address of a file of an analysis: that which it was asked by, or that of what it imports.
pub(super) fn address_of(own: &str, analysis: &Analysis, id: FileId) -> String {
    if id == FileId(0) {
        return own.to_owned();
    }
    // Files that are imported into one with an absolute path are named by theirs.
    address(Path::new(analysis.files[usize::from(id.0)].source.name()))
}

/// The paths of all files that an analysis imports.
pub(super) fn imported(analysis: &Analysis) -> Vec<PathBuf> {
    let models = analysis.files.iter().skip(1).filter(|file| file.imported_at.is_some());
    models.map(|file| PathBuf::from(file.source.name())).collect()
}

/// What is to be shown in a file: what is wrong in it, and at each import which files are not well.
pub(super) fn diagnostics(analysis: &Analysis, own: &str) -> Vec<gen_lsp_types::Diagnostic> {
    let mut elsewhere: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    let mut shown = Vec::new();
    for one in &analysis.diagnostics {
        if one.span.file == FileId(0) {
            shown.push(diagnostic(analysis, own, one));
        } else {
            elsewhere.entry(one.span.file).or_default().push(one);
        }
    }
    shown.extend(elsewhere.into_iter().map(|(id, all)| of_another_file(analysis, own, id, &all)));
    shown
}

/// Nobody may have the other file open: what is wrong there keeps a picture from being drawn here.
fn of_another_file(analysis: &Analysis, own: &str, id: FileId, all: &[&Diagnostic]) -> gen_lsp_types::Diagnostic {
    let first = all[0];
    let mut at = analysis.files[usize::from(id.0)].imported_at;
    while let Some(span) = at.filter(|span| span.file != FileId(0)) {
        at = analysis.files[usize::from(span.file.0)].imported_at;
    }
    let name = analysis.files[usize::from(id.0)].path.rsplit('/').next().unwrap_or_default().to_owned();
    let more = if all.len() == 1 { String::new() } else { format!(" (and {} more)", all.len() - 1) };
    let there = Label { span: first.span, text: first.message.clone() };
    let told = Diagnostic { span: at.unwrap_or_default(), labels: vec![there], help: String::new(), ..first.clone() };
    diagnostic(analysis, own, &Diagnostic { message: format!("in `{name}`: {}{more}", first.message), ..told })
}

pub(super) fn diagnostic(analysis: &Analysis, own: &str, one: &Diagnostic) -> gen_lsp_types::Diagnostic {
    let help = if one.help.is_empty() { String::new() } else { format!("\n{}", one.help) };
    let related = one.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: location(analysis, own, label.span),
        message: label.text.clone(),
    });
    let related: Vec<DiagnosticRelatedInformation> = related.collect();
    gen_lsp_types::Diagnostic {
        range: range(analysis.source(), one.span),
        severity: Some(match one.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(one.code.id.to_owned())),
        code_description: Some(CodeDescription::new(Uri(format!("{PAGES}/{}.md", one.code.slug)))),
        source: Some("threatline".to_owned()),
        message: Message::String(format!("{}{help}", one.message)),
        related_information: (!related.is_empty()).then_some(related),
        ..gen_lsp_types::Diagnostic::default()
    }
}

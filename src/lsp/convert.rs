//! Places, addresses and diagnostics between the two worlds: bytes here, lines and UTF-16 units there.

use std::path::{Path, PathBuf};

use gen_lsp_types::{
    Code, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Position, Range, Uri,
};
use serde_json::Value;

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::reference;
use crate::source::{FileId, Source, Span};

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
    // `/C:/models` on Windows.
    let text = if text.as_bytes().get(2) == Some(&b':') { text[1..].to_owned() } else { text };
    Some(PathBuf::from(text))
}

/// The address of a file.
pub(super) fn address(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let lead = if text.starts_with('/') { "" } else { "/" };
    format!("file://{lead}{}", reference(&text))
}

/// The way from the folder of one address to another, as an `import` takes it; [`None`] where it would be escaped.
pub(super) fn relative(from: &str, to: &str) -> Option<String> {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let (folder, _) = from.split_last().map(|(last, folder)| (folder, last))?;
    let shared = folder.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = folder[shared..].iter().map(|_| "..");
    let path = up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/");
    (!path.contains('%')).then_some(path)
}

/// The byte of a position; past the end of a line or text, that end.
pub(super) fn offset(text: &str, position: &Value) -> usize {
    let wanted = |name: &str| usize::try_from(position[name].as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
    let (line, character) = (wanted("line"), wanted("character"));
    let start = if line == 0 {
        0
    } else {
        match text.match_indices('\n').nth(line - 1) {
            Some((at, _)) => at + 1,
            None => return text.len(),
        }
    };
    let content = text[start..].split('\n').next().unwrap_or_default();
    let content = content.strip_suffix('\r').unwrap_or(content);
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
    let uri = if span.file == FileId(0) { own.to_owned() } else { address_of(own, analysis, span.file) };
    Location::new(Uri(uri), range(&file.source, span))
}

/// The address of an imported file: its path from the project's folder on, put behind that of the project.
pub(super) fn address_of(own: &str, analysis: &Analysis, id: FileId) -> String {
    let own_path = &analysis.file().path;
    let escaped = address(Path::new(&**own_path));
    let project = own.strip_suffix(&escaped["file://".len()..]).unwrap_or(own);
    let other = address(Path::new(&*analysis.files[usize::from(id.0)].path));
    format!("{project}{}", &other["file://".len()..])
}

/// What is to be shown in a file; what is wrong in others is shown there.
pub(super) fn diagnostics(analysis: &Analysis, own: &str) -> Vec<gen_lsp_types::Diagnostic> {
    let here = |one: &&Diagnostic| one.span.file == FileId(0);
    analysis.diagnostics.iter().filter(here).map(|one| diagnostic(analysis, own, one)).collect()
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

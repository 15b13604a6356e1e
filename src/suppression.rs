//! Comments that allow a diagnostic at one place: `// threatline: allow CODE reason`.
//!
//! A comment on a line of its own speaks of the next line that is not a comment; one behind a statement, of its own line.
//! Each must name a check and say why, and one that silences nothing is reported. Errors cannot be allowed. It refuses to
//! know what the checks look at.

use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::project::File;
use crate::source::Span;

code!(UNUSED_SUPPRESSION, "TM0210", "unused-suppression", Warning, "an `allow` comment that silences nothing");
code!(
    BAD_SUPPRESSION,
    "TM0211",
    "bad-suppression",
    Warning,
    "an `allow` comment that names no check or gives no reason"
);

/// What can be wrong with such comments.
pub(crate) const CODES: &[&Code] = &[&UNUSED_SUPPRESSION, &BAD_SUPPRESSION];

/// What every such comment begins with.
const MARK: &str = "threatline:";

/// A diagnostic that a comment allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What would have been reported.
    pub diagnostic: Diagnostic,
    /// Why it is allowed.
    pub reason: String,
}

/// An `allow` comment.
struct Allowance<'a> {
    span: Span,
    /// The line that it speaks of.
    line: usize,
    code: &'a Code,
    reason: &'a str,
    is_used: bool,
}

/// Takes out what comments allow, and adds what is wrong with the comments.
pub(crate) fn suppress(files: &[File], codes: &[&'static Code], diagnostics: &mut Vec<Diagnostic>) -> Vec<Suppressed> {
    let mut suppressed = Vec::new();
    let mut complaints = Vec::new();
    for file in files {
        let mut allowances = allowances(file, codes, &mut complaints);
        if allowances.is_empty() {
            continue;
        }
        let mut kept = Vec::new();
        for diagnostic in diagnostics.drain(..) {
            let line = file.source.position(diagnostic.span.start).line;
            let is_here = diagnostic.span.file == file.source.id() && diagnostic.code.severity != Severity::Error;
            let allowance =
                allowances.iter_mut().find(|one| is_here && one.line == line && one.code == diagnostic.code);
            match allowance {
                Some(allowance) => {
                    allowance.is_used = true;
                    suppressed.push(Suppressed { diagnostic, reason: allowance.reason.to_owned() });
                }
                None => kept.push(diagnostic),
            }
        }
        *diagnostics = kept;
        let unused = allowances.iter().filter(|allowance| !allowance.is_used);
        complaints.extend(unused.map(|allowance| {
            let message = format!("nothing on line {} is reported as `{}`", allowance.line, allowance.code.slug);
            Diagnostic::new(&UNUSED_SUPPRESSION, allowance.span, message)
                .help("remove the comment, or put it on the line before what it is meant for")
                .fix("Remove the comment", allowance.span, "")
        }));
    }
    diagnostics.extend(complaints);
    suppressed
}

fn allowances<'a>(file: &'a File, codes: &[&'static Code], complaints: &mut Vec<Diagnostic>) -> Vec<Allowance<'a>> {
    let mut found = Vec::new();
    for comment in &file.ast.comments {
        let words = file.source.slice(comment.span).trim_start_matches('/').trim_start();
        let Some(rest) = words.strip_prefix(MARK) else { continue };
        let mut refuse = |message: String, help: String| {
            complaints.push(Diagnostic::new(&BAD_SUPPRESSION, comment.span, message).help(help));
        };
        let form = || "write `// threatline: allow CHECK why it may stay`".to_owned();
        let Some(rest) = rest.trim_start().strip_prefix("allow ").map(str::trim) else {
            refuse("this comment does not say what it allows".to_owned(), form());
            continue;
        };
        let (name, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = name.trim_end_matches(':');
        let reason = reason.trim_start_matches([':', '-', '—']).trim();
        let Some(code) = codes.iter().find(|code| code.slug == name || code.id == name) else {
            let slugs = codes.iter().filter(|code| code.severity != Severity::Error).map(|code| code.slug);
            let help = crate::diagnostic::did_you_mean(name, slugs).map(|best| format!("did you mean `{best}`?"));
            refuse(format!("no check is called `{name}`"), help.unwrap_or_else(form));
            continue;
        };
        if code.severity == Severity::Error {
            refuse(format!("`{}` is an error and cannot be allowed", code.slug), "mend what it reports".to_owned());
            continue;
        }
        if reason.is_empty() {
            let help = format!("write why: `// threatline: allow {name} because …`");
            refuse(format!("`{name}` is allowed without a reason"), help);
            continue;
        }
        let own = file.source.position(comment.span.start).line;
        let line = if comment.own_line { next_line(file, own) } else { own };
        found.push(Allowance { span: comment.span, line, code, reason, is_used: false });
    }
    found
}

/// The first line behind this one that is neither empty nor a comment.
fn next_line(file: &File, line: usize) -> usize {
    let is_told = |text: &str| !text.trim().is_empty() && !text.trim_start().starts_with("//");
    let lines = file.source.text().lines().enumerate().skip(line);
    lines.into_iter().find(|(_, text)| is_told(text)).map_or(line + 1, |(index, _)| index + 1)
}

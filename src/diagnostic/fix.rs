//! Fixes applied to a text.

use super::{Applicability, Diagnostic, Fix};
use crate::source::FileId;

/// The text of a file with every fix of it that is surely right, and how many that were. Of fixes that touch one
/// another the first is applied; the rest may be found again in the result.
#[must_use]
pub fn apply_fixes(text: &str, file: FileId, diagnostics: &[Diagnostic]) -> (String, usize) {
    let is_sure = |fix: &&Fix| fix.applicability == Applicability::Certain && fix.span.file == file;
    let mut fixes: Vec<&Fix> = diagnostics.iter().filter_map(|one| one.fixes.iter().find(is_sure)).collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let (mut out, mut at, mut count) = (String::with_capacity(text.len()), 0, 0);
    for fix in fixes {
        let range = fix.span.range();
        let (Some(before), true) = (text.get(at..range.start), text.is_char_boundary(range.end)) else { continue };
        if count > 0 && range.start == at {
            continue;
        }
        out.push_str(before);
        out.push_str(&fix.replacement);
        at = range.end;
        count += 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};
    use crate::source::Span;

    const CODE: Code = Code { id: "TM0000", slug: "x", severity: Severity::Warning, summary: "", page: "" };

    #[test]
    fn fixes_that_touch_wait_for_the_next_round() {
        let fix = |start, end, text: &str| {
            let span = Span { file: FileId(0), start, end };
            Diagnostic::new(&CODE, span, "m").fix("t", span, text)
        };
        let fixes = [fix(4, 5, "E"), fix(0, 1, "A"), fix(1, 2, "B"), fix(6, 6, "!")];
        assert_eq!(apply_fixes("abcdef", FileId(0), &fixes), ("AbcdEf!".to_owned(), 3));
        assert_eq!(apply_fixes("abc", FileId(1), &fixes), ("abc".to_owned(), 0));
    }
}

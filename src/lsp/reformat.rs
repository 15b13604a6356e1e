//! What the formatter changes, as small edits: an editor keeps its cursor and folds, and a part can be formatted alone.

use std::ops::RangeInclusive;

use gen_lsp_types::{Position, Range, TextEdit};
use similar::{DiffOp, TextDiff};

use crate::analysis::Analysis;
use crate::diagnostic::Severity;
use crate::format::format;
use crate::source::lines;

/// The edits that touch these lines, from 0; [`None`] where the file cannot be read to its end: the formatter would lose
/// what it does not understand.
pub(super) fn edits(analysis: &Analysis, within: &RangeInclusive<usize>) -> Option<Vec<TextEdit>> {
    if analysis.file().diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return None;
    }
    let before = analysis.source().text();
    let after = format(analysis.source(), &analysis.file().ast);
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(before).collect(), lines(&after).collect());
    let diff = TextDiff::from_slices(&old, &new);
    let edits = diff.ops().iter().filter_map(|op| {
        let old = op.old_range();
        let touches = old.start <= *within.end() && *within.start() < old.end.max(old.start + 1);
        if matches!(op, DiffOp::Equal { .. }) || !touches {
            return None;
        }
        let place = |line: usize| Position::new(u32::try_from(line).unwrap_or(u32::MAX), 0);
        Some(TextEdit::new(Range::new(place(old.start), place(old.end)), new[op.new_range()].concat()))
    });
    Some(edits.collect())
}

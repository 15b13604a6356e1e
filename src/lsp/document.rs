//! A document of the editor, kept up to date by its edits.

use std::path::PathBuf;

use serde_json::Value;

use super::convert;

/// A text as the editor has it.
pub(super) struct Document {
    pub text: String,
    pub version: i32,
    /// Its path without links; [`None`] where it is not saved anywhere yet.
    pub path: Option<PathBuf>,
}

impl Document {
    pub(super) fn new(text: &str, version: i32, path: Option<PathBuf>) -> Document {
        Document { text: text.to_owned(), version, path }
    }

    /// Applies edits one after the other; one without a range is the whole text.
    pub(super) fn change(&mut self, changes: &Value, version: i32) {
        for change in changes.as_array().into_iter().flatten() {
            let text = change["text"].as_str().unwrap_or_default();
            if let Some(range) = change.get("range").filter(|range| range.is_object()) {
                let start = convert::offset(&self.text, &range["start"]);
                let end = convert::offset(&self.text, &range["end"]).max(start);
                self.text.replace_range(start..end, text);
            } else {
                text.clone_into(&mut self.text);
            }
        }
        self.version = version;
    }
}

//! What was found before, in a file: an old project begins to check itself, and fails only for what is new or worse.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::input;
use crate::finding::Finding;

const SCHEMA: &str = "threatline.baseline/1";

/// Findings by model and by what identifies them, each with how bad it was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Baseline {
    schema: String,
    models: BTreeMap<String, BTreeMap<String, String>>,
}

impl Default for Baseline {
    fn default() -> Baseline {
        Baseline { schema: SCHEMA.to_owned(), models: BTreeMap::new() }
    }
}

impl Baseline {
    /// Reads a file, or says why not.
    pub(super) fn read(path: &Path) -> Result<Baseline, String> {
        let text =
            input::read(path).text.map_err(|diagnostic| format!("{}; {}", diagnostic.message, diagnostic.help))?;
        let baseline: Baseline = serde_json::from_str(&text)
            .map_err(|error| format!("`{}` is no baseline: {error}; `--write-baseline` makes one", path.display()))?;
        if baseline.schema == SCHEMA {
            return Ok(baseline);
        }
        Err(format!("`{}` has the schema `{}`; this program reads `{SCHEMA}`", path.display(), baseline.schema))
    }

    /// Whether a finding is there, and was at least as bad.
    pub(super) fn knows(&self, model: &str, finding: &Finding) -> bool {
        let known = self.models.get(model).and_then(|keys| keys.get(&finding.key));
        known.is_some_and(|weight| rank(weight) >= finding.rank())
    }

    /// Adds what is open.
    pub(super) fn add(&mut self, model: &str, findings: &[Finding]) {
        let open = findings.iter().filter(|one| one.suppression.is_none());
        let keys = open.map(|one| (one.key.clone(), one.weight().to_owned())).collect();
        self.models.insert(model.to_owned(), keys);
    }

    /// As it is written; a line for each finding, in the order of the keys.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// See [`Finding::rank`].
fn rank(weight: &str) -> usize {
    match weight {
        "critical" => 4,
        "high" | "error" => 3,
        "medium" | "warning" => 2,
        _ => 1,
    }
}

//! The severity grid: likelihood times impact.

use crate::model::Rating;

/// How bad a threat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl Severity {
    /// From the most to the least severe.
    pub const ALL: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

    /// Reads the grid. It leans: a likely nuisance (high, low) weighs more than a possible one, and an unlikely
    /// disaster (low, high) still counts as medium.
    #[must_use]
    pub fn of(likelihood: Rating, impact: Rating) -> Severity {
        match (likelihood, impact) {
            (Rating::High, Rating::High) => Severity::Critical,
            (Rating::High, Rating::Medium) | (Rating::Medium, Rating::High) => Severity::High,
            (Rating::High, Rating::Low) | (Rating::Medium, Rating::Medium) | (Rating::Low, Rating::High) => {
                Severity::Medium
            }
            (Rating::Medium, Rating::Low) | (Rating::Low, Rating::Low | Rating::Medium) => Severity::Low,
        }
    }

    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

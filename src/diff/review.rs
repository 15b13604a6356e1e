//! Several models in two states, as a pull request shows them.

use super::{Diff, Weight};

/// What became of all models between two states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What the old state is called: a revision, a path.
    pub old: String,
    /// What the new state is called.
    pub new: String,
    /// The models that differ or could not be compared, by path.
    pub models: Vec<ModelReview>,
    /// How many models are the same in both.
    pub unchanged: usize,
}

/// What became of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelReview {
    /// Its path, the new one where it has two.
    pub path: String,
    /// The path that it had, where it has another one now.
    pub former_path: Option<String>,
    /// Whether it came, went, or is in both.
    pub nature: super::Nature,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both states could be read.
    Compared(Diff),
    /// One could not, so that nobody knows.
    Unassessed(Vec<Failure>),
}

/// Why a state could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether it is the new state.
    pub is_new: bool,
    /// File and line.
    pub place: String,
    /// The code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

/// What is to be done about a review, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ruling {
    /// Nothing that a threat rests on changed.
    None,
    /// Somebody should look at it.
    Review,
    /// It takes a session.
    Material,
    /// Some state could not be read: nobody knows.
    Unassessed,
}

impl Ruling {
    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Ruling::None => "none",
            Ruling::Review => "review",
            Ruling::Material => "material",
            Ruling::Unassessed => "unassessed",
        }
    }

    /// What it asks for.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Ruling::None => "nothing that a threat rests on changed",
            Ruling::Review => "somebody should look at what changed; it takes no session",
            Ruling::Material => "it takes a threat-modelling session on what is new",
            Ruling::Unassessed => "a state could not be read, so nobody knows what changed",
        }
    }
}

impl ModelReview {
    /// What is to be done about this model.
    #[must_use]
    pub fn ruling(&self) -> Ruling {
        match &self.outcome {
            Outcome::Unassessed(_) => Ruling::Unassessed,
            Outcome::Compared(diff) => match diff.verdict.weight {
                Weight::None => Ruling::None,
                Weight::Review => Ruling::Review,
                Weight::Material => Ruling::Material,
            },
        }
    }

    /// What changed, where that is known.
    #[must_use]
    pub fn diff(&self) -> Option<&Diff> {
        match &self.outcome {
            Outcome::Compared(diff) => Some(diff),
            Outcome::Unassessed(_) => None,
        }
    }
}

impl Review {
    /// What is to be done about all of it.
    #[must_use]
    pub fn ruling(&self) -> Ruling {
        self.models.iter().map(ModelReview::ruling).max().unwrap_or(Ruling::None)
    }

    /// How many changes of this nature there are.
    #[must_use]
    pub fn count(&self, nature: super::Nature) -> usize {
        self.models.iter().filter_map(ModelReview::diff).map(|diff| diff.count(nature)).sum()
    }
}

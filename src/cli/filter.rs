//! Which threats and candidates a command lists.

use clap::{Args, ValueEnum};

use crate::diagnostic::did_you_mean;
use crate::model::{Category, Model, Target};
use crate::threat::{Assessment, Elicitation, Severity, Status};

/// The flags of every command that lists findings.
#[derive(Args, Debug)]
pub(super) struct Filter {
    /// List what is at least so severe; what is not rated is left out.
    #[arg(long, value_name = "SEVERITY")]
    min_severity: Option<Least>,
    /// List these categories only.
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    category: Vec<String>,
    /// List what is on these elements and flows only.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    on: Vec<String>,
    /// List what is open only: threats without an answer, and candidates that nothing answers.
    #[arg(long)]
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Least {
    /// Everything that is rated.
    Low,
    /// Medium, high and critical.
    Medium,
    /// High and critical.
    High,
    /// Critical only.
    Critical,
}

impl Least {
    fn severity(self) -> Severity {
        match self {
            Least::Low => Severity::Low,
            Least::Medium => Severity::Medium,
            Least::High => Severity::High,
            Least::Critical => Severity::Critical,
        }
    }
}

impl Filter {
    /// Leaves what is asked for, or says what of the question makes no sense.
    pub(super) fn apply(
        &self,
        model: &Model,
        assessment: &mut Assessment,
        found: &mut Elicitation,
    ) -> Result<(), String> {
        let categories = self.category.iter().map(|word| category(word)).collect::<Result<Vec<_>, _>>()?;
        self.check_names(model)?;
        let named = |target: &Target| self.on.is_empty() || self.on.iter().any(|id| id == model.target_key(*target));
        let wanted = |all: &[Category]| categories.is_empty() || all.iter().any(|one| categories.contains(one));
        let severe = |severity: Option<Severity>| {
            self.min_severity.is_none_or(|least| severity.is_some_and(|severity| severity >= least.severity()))
        };
        assessment.threats.retain(|one| {
            let threat = &model.threats[one.threat.0];
            severe(one.severity)
                && (!self.open || one.status == Status::Open)
                && wanted(&threat.categories.iter().map(|category| category.value).collect::<Vec<_>>())
                && threat.targets.iter().any(|target| named(&target.value))
        });
        found.candidates.retain(|one| {
            severe(Some(one.severity))
                && (!self.open || one.answer.is_none())
                && wanted(&one.categories)
                && named(&one.target)
        });
        found.questions.retain(|one| severe(Some(one.severity)) && wanted(&one.categories) && named(&one.target));
        Ok(())
    }

    fn check_names(&self, model: &Model) -> Result<(), String> {
        let known = || {
            let elements = model.elements.iter().map(|element| element.id.value.as_str());
            elements.chain(model.flows.iter().map(|flow| flow.key.as_str()))
        };
        match self.on.iter().find(|id| known().all(|name| name != id.as_str())) {
            None => Ok(()),
            Some(id) => {
                let hint =
                    did_you_mean(id, known()).map(|best| format!("; did you mean `{best}`?")).unwrap_or_default();
                Err(format!("error: no element and no flow is called `{id}`{hint}\n"))
            }
        }
    }
}

fn category(word: &str) -> Result<Category, String> {
    let words = || Category::ALL.iter().map(|category| category.word());
    Category::from_word(word).ok_or_else(|| {
        let hint = did_you_mean(word, words()).map(|best| format!("; did you mean `{best}`?")).unwrap_or_default();
        format!(
            "error: `{word}` is not a threat category{hint}\ncategories: {}\n",
            words().collect::<Vec<_>>().join(", ")
        )
    })
}

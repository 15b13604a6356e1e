//! Statements that answer what rules find, to be filled in.

use crate::analysis::Analysis;
use crate::model::{Category, Target};
use crate::source::FileId;
use crate::syntax::quoted;
use crate::threat::Candidate;

/// Text that answers a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// What it does, imperative.
    pub title: String,
    /// The byte where it goes: the end of the text.
    pub at: u32,
    /// The statement, with a blank line before it.
    pub text: String,
}

/// What could answer the candidates on what is declared at an offset: a threat, or a dismissal.
#[must_use]
pub fn stubs(analysis: &Analysis, offset: u32) -> Vec<Stub> {
    let model = &analysis.model;
    let line = |byte: u32| analysis.source().position(byte).line;
    let declares = |target: Target| {
        let span = match target {
            Target::Element(id) => model.element(id).id.span,
            Target::Flow(id) => model.flow(id).ends,
            Target::Boundary(id) => model.boundary(id).id.span,
        };
        span.file == FileId(0) && line(span.start) == line(offset)
    };
    let found = analysis.elicit();
    let here = found.open().into_iter().filter(|one| declares(one.target));
    here.flat_map(|one| stubs_of(analysis, one)).collect()
}

fn stubs_of(analysis: &Analysis, one: &Candidate) -> Vec<Stub> {
    let model = &analysis.model;
    let text = analysis.source().text();
    let at = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let lead = if text.ends_with('\n') || text.is_empty() { "\n" } else { "\n\n" };
    let target = model.target_key(one.target);
    let categories = one.categories.iter().copied().map(Category::word).collect::<Vec<_>>().join(", ");
    let taken = |id: &str| model.threats.iter().any(|threat| threat.id.value == id);
    let numbered = (1..).map(|number| if number == 1 { one.rule.clone() } else { format!("{}-{number}", one.rule) });
    let id = numbered.into_iter().find(|id| !taken(id)).unwrap_or_else(|| one.rule.clone());
    let sentence = quoted(&one.text);
    let (likelihood, impact) = (one.likelihood.word(), one.impact.word());
    // Back-ticks set off words of the language where advice is shown; here it is a sentence.
    let mitigation = quoted(&one.advice.as_deref().unwrap_or("…").replace('`', ""));
    vec![
        Stub {
            title: format!("Write down the threat of `{}`", one.rule),
            at,
            text: format!(
                "{lead}threat {id}: {categories} on {target}\n  {sentence} {{\n  likelihood: {likelihood}\n  impact: {impact}\n  \
                 answers: {}\n  mitigation {mitigation} {{ owner: \"…\"; status: open }}\n}}\n",
                one.rule
            ),
        },
        Stub {
            title: format!("Dismiss `{}` with a reason", one.rule),
            at,
            text: format!("{lead}dismiss {} on {target} \"…\" {{ by: \"…\" }}\n", one.rule),
        },
    ]
}

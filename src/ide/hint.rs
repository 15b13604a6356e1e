//! What follows from the model, shown behind the line that it follows from.

use crate::analysis::Analysis;
use crate::model::{Category, Target};
use crate::source::{FileId, Span};
use crate::syntax::quoted;
use crate::threat::{self, Candidate, Severity, Status};

/// A few words behind a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind which it stands.
    pub at: u32,
    /// `crosses Greenbox VPC`, `2 open threats`, `high`.
    pub text: String,
}

/// The hints of the file itself, in the order of the text.
#[must_use]
pub fn hints(analysis: &Analysis) -> Vec<Hint> {
    let model = &analysis.model;
    let assessment = threat::assess(model);
    let mut hints = Vec::new();
    let mut add = |span: Span, text: String| {
        if span.file == FileId(0) {
            hints.push(Hint { at: span.end, text });
        }
    };
    for flow in model.flows.iter().filter(|flow| flow.imported.is_none()) {
        let crossed = model.crossings(flow).into_iter().map(|one| model.boundary(one.boundary).label.as_str());
        let crossed: Vec<&str> = crossed.collect();
        if !crossed.is_empty() {
            add(flow.ends, format!("crosses {}", crossed.join(", ")));
        }
    }
    for (index, element) in model.elements.iter().enumerate().filter(|(_, element)| element.imported.is_none()) {
        let on = assessment.on.get(&Target::Element(crate::model::ElementId(index)));
        let open = on.into_iter().flatten().filter(|at| assessment.threats[**at].status == Status::Open).count();
        if open > 0 {
            add(element.id.span, format!("{open} open threat{}", if open == 1 { "" } else { "s" }));
        }
    }
    for one in &assessment.threats {
        let severity = one.severity.map_or("not rated", Severity::word);
        add(model.threats[one.threat.0].id.span, severity.to_owned());
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// Text that answers a candidate, to be put behind the declaration that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// What it does, imperative.
    pub title: String,
    /// The byte where it goes: the beginning of a line, or the end of the text.
    pub at: u32,
    /// The statement, with line feeds around it.
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

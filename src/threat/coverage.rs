//! The coverage matrix: what became of each category on each element and flow.
//!
//! STRIDE (and LINDDUN) per element: every element in scope gets a pass through every category that applies to it.

use std::collections::BTreeMap;

use super::elicit::{Elicitation, Names, is_asked};
use super::prompt;
use super::rule::{Facts, Thing};
use crate::model::{Category, Model, Settings, Target};

/// What became of a category on an element or flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A threat is written down.
    Threat,
    /// A rule says that something is likely wrong, and nothing answers it.
    Candidate,
    /// An attribute answers it.
    Controlled,
    /// Asked, and nothing found.
    Dismissed,
    /// Nobody has asked yet.
    Unasked,
}

impl State {
    /// Every state, the loudest first.
    pub const ALL: [State; 5] = [State::Threat, State::Candidate, State::Controlled, State::Dismissed, State::Unasked];

    /// As outputs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Threat => "threat",
            State::Candidate => "candidate",
            State::Controlled => "controlled",
            State::Dismissed => "dismissed",
            State::Unasked => "unasked",
        }
    }

    /// Whether somebody has answered: with a threat, a control or a dismissal.
    #[must_use]
    pub fn is_answered(self) -> bool {
        match self {
            State::Threat | State::Controlled | State::Dismissed => true,
            State::Candidate | State::Unasked => false,
        }
    }
}

/// The matrix of a model: a row for each element and flow in scope.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The categories that the model's method walks through.
    pub categories: Vec<Category>,
    /// Elements, then flows, in the order of the text.
    pub rows: Vec<Row>,
}

/// One element or flow.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which.
    pub target: Target,
    /// The categories that apply to it, in their order.
    pub cells: Vec<Cell>,
}

/// One category of one element or flow.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Which category.
    pub category: Category,
    /// What became of it.
    pub state: State,
    /// The question to ask, where nobody has answered: made from the names of the model.
    pub prompt: Option<String>,
}

/// How many cells there are, and how many of them are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Answered with a threat, a control or a dismissal.
    pub answered: usize,
    /// All.
    pub total: usize,
}

impl Share {
    /// In whole percent, rounded down: 100 only where nothing is left. Nothing to ask is all answered.
    #[must_use]
    pub fn percent(self) -> usize {
        (100 * self.answered).checked_div(self.total).unwrap_or(100)
    }

    fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Share {
        cells.fold(Share::default(), |share, cell| Share {
            answered: share.answered + usize::from(cell.state.is_answered()),
            total: share.total + 1,
        })
    }
}

impl Row {
    /// How much of it is answered.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.cells.iter())
    }

    /// The cell of a category, where it applies.
    #[must_use]
    pub fn cell(&self, category: Category) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.category == category)
    }
}

impl Coverage {
    /// The rows that are about a part of the model.
    #[must_use]
    pub fn within(&self, model: &Model, part: &Model) -> Coverage {
        let there = Names::of(part);
        let rows = self.rows.iter().filter_map(|row| {
            let target = there.find(model, row.target)?;
            Some(Row { target, cells: row.cells.clone() })
        });
        Coverage { categories: self.categories.clone(), rows: rows.collect() }
    }

    /// How much of the whole model is answered.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.rows.iter().flat_map(|row| &row.cells))
    }

    /// How much of one category is answered.
    #[must_use]
    pub fn share_of(&self, category: Category) -> Share {
        Share::of(self.rows.iter().filter_map(|row| row.cell(category)))
    }

    /// How many cells are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.state == state).count()
    }

    /// The categories that apply somewhere and were answered nowhere.
    #[must_use]
    pub fn skipped(&self) -> Vec<Category> {
        let is_skipped = |category: &Category| {
            let share = self.share_of(*category);
            share.total > 0 && share.answered == 0
        };
        self.categories.iter().copied().filter(is_skipped).collect()
    }
}

/// The attributes that answer a category wherever they stand with a value, whatever the rules say.
const CONTROLS: &[(Category, &[&str])] = &[
    (Category::Spoofing, &["authn"]),
    (Category::Tampering, &["integrity", "input-validation"]),
    (Category::Repudiation, &["audit"]),
    (Category::InformationDisclosure, &["encryption"]),
    (Category::DenialOfService, &["rate-limit", "redundancy", "backup"]),
    (Category::ElevationOfPrivilege, &["authz", "privilege"]),
    (Category::DataDisclosure, &["retention"]),
    (Category::Unawareness, &["consent"]),
    (Category::NonCompliance, &["consent", "retention"]),
];

/// The protocols on whose way nothing is read or changed unseen.
const PROTECTED: &[&str] =
    &["https", "wss", "grpcs", "tls", "mtls", "ssh", "smtps", "ldaps", "amqps", "mqtts", "ipc", "in-process"];

/// The matrix of a model; STRIDE where it names no method.
#[must_use]
pub fn coverage(model: &Model, found: &Elicitation) -> Coverage {
    let facts = Facts::new(model);
    let answers = states(model, found);
    let questions = questions(found);
    let asked: Vec<Category> = Category::ALL.into_iter().filter(|category| is_asked(model, *category)).collect();
    let rows = facts.things().filter(|thing| !facts.is_out_of_scope(*thing)).filter_map(|thing| {
        let target = thing.target();
        let element = model.element_type(target)?;
        let cells = asked.iter().filter(|category| category.applies_to(element)).map(|category| {
            let stated = || if is_controlled(&facts, thing, *category) { State::Controlled } else { State::Unasked };
            let state = answers.get(&(target, *category)).copied().unwrap_or_else(stated);
            let own = || questions.get(&(target, *category)).map(|text| (*text).to_owned());
            let prompt = match state {
                State::Threat | State::Controlled | State::Dismissed => None,
                State::Candidate => own(),
                State::Unasked => Some(own().unwrap_or_else(|| prompt::prompt(&facts, thing, *category))),
            };
            Cell { category: *category, state, prompt }
        });
        Some(Row { target, cells: cells.collect() })
    });
    Coverage { rows: rows.collect(), categories: asked }
}

/// What is known of cells: of several, the loudest.
fn states(model: &Model, found: &Elicitation) -> BTreeMap<(Target, Category), State> {
    let threats = model.threats.iter().flat_map(|threat| {
        let targets = threat.targets.iter();
        targets.flat_map(|target| threat.categories.iter().map(|one| ((target.value, one.value), State::Threat)))
    });
    let open = found.candidates.iter().filter(|candidate| candidate.answer.is_none());
    let candidates =
        open.flat_map(|one| one.categories.iter().map(|category| ((one.target, *category), State::Candidate)));
    let controls = found
        .controls
        .iter()
        .flat_map(|one| one.categories.iter().map(|category| ((one.target, *category), State::Controlled)));
    let dismissed = model.dismissals.iter().map(|one| ((one.target.value, one.category.value), State::Dismissed));
    let answered = found.candidates.iter().filter(|candidate| candidate.answer.is_some());
    let dismissed_rules =
        answered.flat_map(|one| one.categories.iter().map(|category| ((one.target, *category), State::Dismissed)));
    let mut states = BTreeMap::new();
    for (cell, state) in threats.chain(candidates).chain(controls).chain(dismissed).chain(dismissed_rules) {
        let known = states.entry(cell).or_insert(state);
        *known = state.min(*known);
    }
    states
}

/// The worst question of each cell.
fn questions(found: &Elicitation) -> BTreeMap<(Target, Category), &str> {
    let mut questions: Vec<_> = found.questions.iter().collect();
    questions.sort_by_key(|question| std::cmp::Reverse(question.severity));
    let mut of_cell = BTreeMap::new();
    for question in questions {
        for category in &question.categories {
            of_cell.entry((question.target, *category)).or_insert(question.text.as_str());
        }
    }
    of_cell
}

fn is_controlled(facts: &Facts, thing: Thing, category: Category) -> bool {
    let settings: &Settings = facts.settings(thing);
    let attributes = CONTROLS.iter().filter(|(known, _)| *known == category).flat_map(|(_, attributes)| *attributes);
    let on_the_way = matches!(category, Category::Tampering | Category::InformationDisclosure)
        && settings.values("protocol").iter().any(|value| PROTECTED.contains(&value.to_text().as_str()));
    on_the_way || attributes.into_iter().any(|attribute| !settings.values(attribute).is_empty())
}

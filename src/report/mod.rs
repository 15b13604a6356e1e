//! A model and what was found in it, to a report: blocks of text for people who were in the session, or were not.
//!
//! It decides what is said and in which order, and refuses to know how a heading or a table is written.

mod changes;
mod walk;

use std::collections::BTreeMap;

use crate::diff::Diff;
use crate::model::{Category, DispositionKind, Mitigation, Model, Settings, Target, Threat};
use crate::threat::{Assessed, Assessment, Candidate, Coverage, Elicitation, Severity, Status};

pub use changes::{change, consequence, is_told, weighed};
pub use walk::{Stop, agenda, mini_worksheet, stops, worksheet};

/// How many candidates a report lists; the JSON list has all.
const MAX_CANDIDATES: usize = 30;

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The title of the whole.
    Title(String),
    /// The title of a section.
    Heading(String),
    /// Sentences.
    Paragraph(String),
    /// Something that must not be overlooked.
    Warning(String),
    /// One thing a line.
    List(Vec<String>),
    /// A head and rows of as many cells.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// What is to be asked, with room for what is said.
    Tasks(Vec<Task>),
    /// The diagram.
    Picture,
}

/// A line to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The word that it begins with.
    pub lead: String,
    /// What is to be asked.
    pub text: String,
    /// Whether it was answered already.
    pub done: bool,
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its threats.
    pub assessment: &'a Assessment,
    /// What rules found.
    pub elicitation: &'a Elicitation,
    /// What was asked.
    pub coverage: &'a Coverage,
    /// An earlier state, and what became of it.
    pub before: Option<(&'a Model, &'a Diff)>,
}

/// Everything that came out of the session.
#[must_use]
pub fn full(findings: &Findings<'_>) -> Vec<Block> {
    let writer = Writer(*findings);
    let mut blocks = writer.head();
    blocks.push(Block::Picture);
    blocks.extend(writer.top_three());
    blocks.extend(writer.changes());
    blocks.extend(writer.threats());
    blocks.extend(writer.candidates());
    blocks.extend(writer.coverage());
    blocks.extend(writer.mitigations());
    blocks.extend(writer.accepted());
    blocks.extend(writer.remarks());
    blocks
}

/// The threats of a model, who mitigates them, and which risks are carried.
#[must_use]
pub fn register(findings: &Findings<'_>) -> Vec<Block> {
    let writer = Writer(*findings);
    let mut blocks = writer.threats();
    blocks.extend(writer.mitigations());
    blocks.extend(writer.accepted());
    blocks
}

/// One page for those who were not there.
#[must_use]
pub fn summary(findings: &Findings<'_>) -> Vec<Block> {
    let writer = Writer(*findings);
    let mut blocks = writer.head();
    blocks.extend(writer.numbers());
    blocks.extend(writer.top_three());
    blocks.extend(writer.changes());
    blocks.extend(writer.no_audit_trail());
    blocks.extend(writer.accepted());
    blocks
}

/// One item for each open threat that is high or critical: what, how bad, what to do, who.
#[must_use]
pub fn backlog(findings: &Findings<'_>) -> Vec<Item> {
    let writer = Writer(*findings);
    let severe = |one: &&&Assessed| one.status == Status::Open && one.severity >= Some(Severity::High);
    let ranked = findings.assessment.ranked();
    ranked.iter().filter(severe).map(|one| writer.item(one)).collect()
}

/// A piece of work, in the form of a bug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The threat's identifier.
    pub id: String,
    /// The threat's sentence.
    pub title: String,
    /// `critical` or `high`.
    pub severity: &'static str,
    /// What it is on.
    pub on: String,
    /// What to do, one mitigation a line.
    pub remedies: Vec<String>,
    /// Who does it; empty where nobody was named.
    pub owner: String,
    /// Where it is tracked already; empty where it is not.
    pub ticket: String,
}

struct Writer<'a>(Findings<'a>);

impl Writer<'_> {
    fn model(&self) -> &Model {
        self.0.model
    }

    fn head(&self) -> Vec<Block> {
        let header = &self.model().header;
        let title = header.title.as_ref().map_or("Threat model", |title| title.value.as_str());
        let mut blocks = vec![Block::Title(title.to_owned())];
        if !header.doc.is_empty() {
            blocks.push(Block::Paragraph(header.doc.clone()));
        }
        let facts = [
            ("Scope", header.scope.clone()),
            ("Level", header.level.map(|level| level.word().to_owned())),
            ("Reviewed", header.reviewed.map(|date| date.to_string())),
            ("In the room", Some(header.participants.join(", ")).filter(|names| !names.is_empty())),
        ];
        let facts = facts.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}: {value}")));
        blocks.push(Block::List(facts.collect()));
        blocks.extend(self.no_audit_trail());
        blocks
    }

    fn numbers(&self) -> Vec<Block> {
        let threats = &self.0.assessment.threats;
        let open = threats.iter().filter(|one| one.status == Status::Open);
        let severe = open.clone().filter(|one| one.severity >= Some(Severity::High)).count();
        let share = self.0.coverage.share();
        vec![Block::Paragraph(format!(
            "{} threats, {} open, {severe} of them high or critical. {} of {} questions are answered ({}%); rules see {} likely \
             threats that nobody has answered.",
            threats.len(),
            open.count(),
            share.answered,
            share.total,
            share.percent(),
            self.0.elicitation.open().len()
        ))]
    }

    /// Nothing in the whole model says how it would be known who did what.
    fn no_audit_trail(&self) -> Option<Block> {
        let share = self.0.coverage.share_of(Category::Repudiation);
        (share.total > 0 && share.answered == 0).then(|| {
            Block::Warning(
                "Critical: no audit trail. Nothing in the model answers repudiation: when somebody denies what they did, \
                 nothing shows it."
                    .to_owned(),
            )
        })
    }

    fn top_three(&self) -> Vec<Block> {
        let ranked = self.0.assessment.ranked();
        let open = ranked.iter().filter(|one| one.status == Status::Open).take(3);
        let lines: Vec<String> = open
            .map(|one| {
                let threat = self.threat(one);
                format!("{} ({}): {}", severity(one), self.targets(threat), threat.text)
            })
            .collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![Block::Heading("What matters most".to_owned()), Block::List(lines)]
    }

    fn changes(&self) -> Vec<Block> {
        self.0.before.map(|(before, diff)| changes::section(before, diff)).unwrap_or_default()
    }

    fn threats(&self) -> Vec<Block> {
        let rows: Vec<Vec<String>> = self
            .0
            .assessment
            .ranked()
            .into_iter()
            .map(|one| {
                let threat = self.threat(one);
                let categories: Vec<&str> = threat.categories.iter().map(|category| category.value.word()).collect();
                vec![
                    one.number.to_string(),
                    severity(one),
                    threat.text.clone(),
                    categories.join(", "),
                    self.targets(threat),
                    one.status.word().to_owned(),
                ]
            })
            .collect();
        if rows.is_empty() {
            return vec![Block::Heading("Threats".to_owned()), Block::Paragraph("None is written down.".to_owned())];
        }
        let head = vec!["No.", "Severity", "Threat", "Category", "On", "Status"];
        vec![Block::Heading("Threats".to_owned()), Block::Table(head, rows)]
    }

    fn candidates(&self) -> Vec<Block> {
        let open = self.0.elicitation.open();
        if open.is_empty() {
            return Vec::new();
        }
        let row = |one: &&Candidate| {
            let target = self.model().target_key(one.target).to_owned();
            vec![
                one.severity.word().to_owned(),
                one.text.clone(),
                target,
                one.advice.clone().unwrap_or_default(),
                one.rule.clone(),
            ]
        };
        let rows = open.iter().take(MAX_CANDIDATES).map(row).collect();
        let mut blocks = vec![
            Block::Heading("Likely threats that nobody has answered".to_owned()),
            Block::Table(vec!["Severity", "What is likely", "On", "What to do", "Rule"], rows),
        ];
        if open.len() > MAX_CANDIDATES {
            let more = open.len() - MAX_CANDIDATES;
            blocks.push(Block::Paragraph(format!("And {more} more, which `threatline threats --open` lists.")));
        }
        blocks
    }

    fn coverage(&self) -> Vec<Block> {
        let coverage = self.0.coverage;
        let share = coverage.share();
        let mut blocks = vec![
            Block::Heading("Coverage".to_owned()),
            Block::Paragraph(format!(
                "{} of {} questions are answered ({}%).",
                share.answered,
                share.total,
                share.percent()
            )),
        ];
        let skipped = coverage.skipped();
        if !skipped.is_empty() {
            let words: Vec<&str> = skipped.into_iter().map(Category::word).collect();
            blocks.push(Block::Warning(format!("Answered nowhere in the model: {}.", words.join(", "))));
        }
        let mut head = vec![""];
        head.extend(coverage.categories.iter().map(|category| category.letter()));
        head.push("");
        let rows = coverage.rows.iter().map(|row| {
            let cells = coverage
                .categories
                .iter()
                .map(|category| row.cell(*category).map_or(String::new(), |cell| cell.state.word().to_owned()));
            let name = self.model().target_key(row.target).to_owned();
            [name].into_iter().chain(cells).chain([format!("{}%", row.share().percent())]).collect()
        });
        blocks.push(Block::Table(head, rows.collect()));
        blocks
    }

    fn mitigations(&self) -> Vec<Block> {
        let mut by_owner: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for mitigation in &self.model().mitigations {
            let owner = mitigation.settings.text("owner").unwrap_or_else(|| "nobody".to_owned());
            let cell = |name: &str| mitigation.settings.text(name).unwrap_or_default();
            let row = vec![owner.clone(), mitigation.text.clone(), cell("status"), cell("ticket"), cell("effort")];
            by_owner.entry(owner).or_default().push(row);
        }
        let rows: Vec<Vec<String>> = by_owner.into_values().flatten().collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let head = vec!["Owner", "Mitigation", "Status", "Ticket", "Effort"];
        vec![Block::Heading("Mitigations by owner".to_owned()), Block::Table(head, rows)]
    }

    fn accepted(&self) -> Vec<Block> {
        let rows = self.0.assessment.threats.iter().filter_map(|one| {
            let threat = self.threat(one);
            let disposition = threat.disposition.as_ref()?;
            let kind = match disposition.kind {
                DispositionKind::Accepted => "accepted",
                DispositionKind::Transferred => "transferred",
                DispositionKind::Avoided => return None,
            };
            let cell = |name: &str| disposition.settings.text(name).unwrap_or_default();
            Some(vec![
                severity(one),
                threat.text.clone(),
                format!("{kind}: {}", disposition.because),
                cell("by"),
                cell("until"),
            ])
        });
        let rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let head = vec!["Severity", "Threat", "Why it is carried", "By", "Until"];
        vec![Block::Heading("Risks that are carried".to_owned()), Block::Table(head, rows)]
    }

    fn remarks(&self) -> Vec<Block> {
        let model = self.model();
        let with = |text: &str, settings: &Settings, names: &[&str]| {
            let facts: Vec<String> =
                names.iter().filter_map(|name| Some(format!("{name}: {}", settings.text(name)?))).collect();
            if facts.is_empty() { text.to_owned() } else { format!("{text} ({})", facts.join(", ")) }
        };
        let questions =
            model.questions.iter().map(|one| with(&one.text, &one.settings, &["owner", "ticket"])).collect();
        let assumed =
            model.assumptions.iter().map(|one| with(&one.text, &one.settings, &["evidence", "checked"])).collect();
        let parked = model.parked.iter().map(|one| with(&one.text, &one.settings, &["until", "ticket"])).collect();
        let sections: [(&str, Vec<String>); 3] =
            [("Open questions", questions), ("Taken for granted", assumed), ("Parked for another session", parked)];
        let written = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
        written.flat_map(|(title, lines)| [Block::Heading(title.to_owned()), Block::List(lines)]).collect()
    }

    fn item(&self, one: &Assessed) -> Item {
        let threat = self.threat(one);
        let mitigations: Vec<&Mitigation> =
            threat.mitigations.iter().map(|id| &self.model().mitigations[id.0]).collect();
        let first = |name: &str| {
            let own = threat.settings.text(name);
            own.or_else(|| mitigations.iter().find_map(|one| one.settings.text(name))).unwrap_or_default()
        };
        Item {
            id: threat.id.value.clone(),
            title: threat.text.clone(),
            severity: one.severity.map_or("not rated", Severity::word),
            on: self.targets(threat),
            remedies: mitigations.iter().map(|one| one.text.clone()).collect(),
            owner: first("owner"),
            ticket: first("ticket"),
        }
    }

    fn threat(&self, one: &Assessed) -> &Threat {
        &self.model().threats[one.threat.0]
    }

    fn targets(&self, threat: &Threat) -> String {
        let label = |target: Target| match target {
            Target::Element(id) => self.model().element(id).label.clone(),
            Target::Flow(id) => {
                let flow = self.model().flow(id);
                if flow.label.is_empty() { flow.key.clone() } else { flow.label.clone() }
            }
            Target::Boundary(id) => self.model().boundary(id).label.clone(),
        };
        threat.targets.iter().map(|target| label(target.value)).collect::<Vec<_>>().join(", ")
    }
}

/// Inherent, and what is left of it where that is less.
fn severity(one: &Assessed) -> String {
    match (one.severity, one.residual) {
        (Some(inherent), Some(residual)) if residual < inherent => {
            format!("{}, {} left", inherent.word(), residual.word())
        }
        (Some(inherent), _) => inherent.word().to_owned(),
        (None, _) => "not rated".to_owned(),
    }
}

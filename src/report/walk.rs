//! The worksheet of a session: what is done when, and what to ask of each element and flow.

use super::{Block, Findings, Task, Writer};
use crate::model::{ElementKind, Flow, SessionLevel, Target};
use crate::threat::{Cell, Row, State};

/// How many elements and flows the worksheet of half an hour walks through, and what is asked of each.
const MINI: (usize, usize) = (4, 3);

/// The minutes of a session by its level: framing, walking, a break, rating, mitigations, wrapping up.
///
/// A feature takes 60 to 90 minutes, a standard session two hours, a system half a day.
fn minutes(level: SessionLevel) -> [u32; 6] {
    match level {
        SessionLevel::Feature => [10, 25, 0, 10, 10, 5],
        SessionLevel::Standard => [15, 45, 10, 20, 15, 15],
        SessionLevel::System => [30, 100, 20, 35, 35, 20],
    }
}

/// What a session does, part by part.
const PARTS: [&str; 6] = [
    "What are we working on? Scope, diagram, boundaries",
    "What can go wrong? Element by element, category by category",
    "Break",
    "How bad is it? Likelihood and impact",
    "What are we going to do about it? Mitigations with owners",
    "Did we do a good job? Parked items, open questions, when we look again",
];

/// The parts of a session of this level, each with its minutes.
#[must_use]
pub fn agenda(level: SessionLevel) -> Vec<(u32, &'static str)> {
    timed(&minutes(level))
}

fn timed(minutes: &[u32; 6]) -> Vec<(u32, &'static str)> {
    minutes.iter().copied().zip(PARTS).filter(|(minutes, _)| *minutes > 0).collect()
}

/// An element or flow that a session comes to, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Which.
    pub target: Target,
    /// Its name for people.
    pub name: String,
    /// What it is, and where.
    pub about: String,
    /// A question for each category.
    pub tasks: Vec<Task>,
}

impl Stop {
    fn blocks(self) -> [Block; 3] {
        [Block::Heading(self.name), Block::Paragraph(self.about), Block::Tasks(self.tasks)]
    }
}

/// Every element and flow in the order in which a session walks them.
#[must_use]
pub fn stops(findings: &Findings<'_>) -> Vec<Stop> {
    let writer = Writer(*findings);
    findings.coverage.rows.iter().map(|row| writer.stop(row, &row.cells.iter().collect::<Vec<_>>())).collect()
}

/// What the people in the room have in their hands.
#[must_use]
pub fn worksheet(findings: &Findings<'_>) -> Vec<Block> {
    let writer = Writer(*findings);
    let level = findings.model.header.level.unwrap_or(SessionLevel::Standard);
    let mut blocks = writer.head();
    blocks.extend(Writer::agenda(level.word(), &minutes(level)));
    blocks.push(Block::Picture);
    blocks.extend(stops(findings).into_iter().flat_map(Stop::blocks));
    blocks.extend(Writer::room());
    blocks
}

/// One page for one feature and thirty minutes: only what nobody has answered, where the most of it is.
#[must_use]
pub fn mini_worksheet(findings: &Findings<'_>) -> Vec<Block> {
    let writer = Writer(*findings);
    let mut blocks = writer.head();
    blocks.extend(Writer::agenda("half-hour", &[5, 15, 0, 5, 5, 0]));
    blocks.push(Block::Picture);
    let (stops, questions) = MINI;
    let likely = |row: &&Row| row.cells.iter().filter(|cell| cell.state == State::Candidate).count();
    let mut rows: Vec<&Row> = findings.coverage.rows.iter().filter(|row| row.share().percent() < 100).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((likely(row), row.cells.len())));
    for row in rows.into_iter().take(stops) {
        let mut cells: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.state.is_answered()).collect();
        cells.sort_by_key(|cell| cell.state);
        cells.truncate(questions);
        blocks.extend(writer.stop(row, &cells).blocks());
    }
    blocks.extend(Writer::room());
    blocks
}

impl Writer<'_> {
    fn agenda(level: &str, minutes: &[u32; 6]) -> [Block; 2] {
        let mut start = 0;
        let mut rows = Vec::new();
        for (minutes, part) in timed(minutes) {
            rows.push(vec![format!("{}:{:02}", start / 60, start % 60), minutes.to_string(), part.to_owned()]);
            start += minutes;
        }
        [
            Block::Heading(format!("Agenda of a {level} session, {start} minutes")),
            Block::Table(vec!["From", "Minutes", "What"], rows),
        ]
    }

    /// An element or flow, and what is asked of it.
    fn stop(&self, row: &Row, cells: &[&Cell]) -> Stop {
        let model = self.model();
        let inside = |parent| {
            let path: Vec<&str> = model.boundary_path(parent).map(|id| model.boundary(id).label.as_str()).collect();
            path.first().map_or("outside every boundary".to_owned(), |boundary| format!("in {boundary}"))
        };
        let (name, about) = match row.target {
            Target::Element(id) => {
                let element = model.element(id);
                let kind = match element.kind {
                    ElementKind::Entity => "External entity",
                    ElementKind::Process => "Process",
                    ElementKind::Store => "Data store",
                };
                (element.label.clone(), format!("{kind} ({}), {}.", element.id.value, inside(element.parent)))
            }
            Target::Flow(id) => {
                let flow = model.flow(id);
                (self.flow_name(flow), format!("Data flow ({}).", flow.key))
            }
            Target::Boundary(id) => (model.boundary(id).label.clone(), String::new()),
        };
        let tasks = cells.iter().map(|cell| Task {
            lead: cell.category.word().to_owned(),
            text: self.question(row.target, cell),
            done: cell.state.is_answered(),
        });
        Stop { target: row.target, name, about, tasks: tasks.collect() }
    }

    /// The question of a cell: what a rule finds likely, what nobody has asked yet, or that it is answered.
    fn question(&self, target: Target, cell: &Cell) -> String {
        let likely = self.0.elicitation.likeliest(target, cell.category).map(|one| format!("Likely: {}", one.text));
        let asked = || cell.prompt.clone().unwrap_or_else(|| format!("answered ({})", cell.state.word()));
        likely.filter(|_| cell.state == State::Candidate).unwrap_or_else(asked)
    }

    fn flow_name(&self, flow: &Flow) -> String {
        let label = |id| self.model().element(id).label.as_str();
        let ends = format!("{} → {}", label(flow.from), label(flow.to));
        if flow.label.is_empty() { ends } else { format!("{}: {ends}", flow.label) }
    }

    /// Where it goes that came up.
    fn room() -> Vec<Block> {
        let empty = |cells: usize| vec![vec![String::new(); cells]; 5];
        vec![
            Block::Heading("Threats that came up".to_owned()),
            Block::Table(vec!["Threat", "On", "Likelihood", "Impact", "What we do", "Owner"], empty(6)),
            Block::Heading("Parked, and open questions".to_owned()),
            Block::Table(vec!["What", "Who finds out", "Until"], empty(3)),
        ]
    }
}

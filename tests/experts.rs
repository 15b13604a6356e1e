//! Models that experts drew in other tools, without what they wrote down: how much of it the rules raise.
//!
//! `tests/cases/experts/` has the models and the pairs of element and category; its README says where they come from.

use threatline::analysis::Analysis;
use threatline::threat::{State, coverage};

use crate::rules::stripped;
use crate::support::{check, files, read, report};

/// The least share of pairs, in percent, that is raised as a candidate: from the drawing alone, and with what the file says of its
/// parts. The aim is 60; what was reached is not given up.
const LEAST: (usize, usize) = (80, 65);

/// What became of the pairs of a model.
#[derive(Debug, Default)]
struct Recall {
    pairs: usize,
    /// Open candidates.
    candidates: usize,
    /// No candidate: an attribute of the model answers a rule of that category there.
    controlled: usize,
    /// Neither of them: a rule asks.
    asked: usize,
    /// Those that no rule speaks of.
    missed: Vec<String>,
}

impl Recall {
    fn of(analysis: &Analysis, pairs: &str) -> Recall {
        let (found, model) = (analysis.elicit(), &analysis.model);
        let states = coverage(model, &found);
        let mut recall = Recall::default();
        for pair in pairs.lines().filter(|line| !line.starts_with("//") && !line.is_empty()) {
            let (category, name) = pair.split_once(" on ").expect("CATEGORY on NAME");
            let row = states.rows.iter().find(|row| model.target_key(row.target) == name).expect(pair);
            // A category that the element type cannot have was seen too, and is missed.
            let state = row.cells.iter().find(|cell| cell.category.word() == category).map(|cell| cell.state);
            let is_asked = found
                .questions
                .iter()
                .any(|one| one.target == row.target && one.categories.iter().any(|one| one.word() == category));
            recall.pairs += 1;
            match state {
                Some(State::Candidate) => recall.candidates += 1,
                Some(State::Controlled) => recall.controlled += 1,
                _ if is_asked => recall.asked += 1,
                _ => recall.missed.push(pair.to_owned()),
            }
        }
        recall
    }

    fn add(&mut self, other: Recall) {
        self.pairs += other.pairs;
        self.candidates += other.candidates;
        self.controlled += other.controlled;
        self.asked += other.asked;
        self.missed.extend(other.missed);
    }

    fn percent(&self, count: usize) -> usize {
        100 * count / self.pairs
    }
}

/// The models with their pairs.
fn experts() -> Vec<(String, Analysis, String)> {
    let models = files("tests/cases/experts", "tm").into_iter().map(|path| {
        let analysis = check(&read(&path));
        assert!(!analysis.has_errors(), "{}\n{}", path.display(), report(&analysis));
        (path.display().to_string(), analysis, read(path.with_extension("pairs")))
    });
    models.collect()
}

#[test]
fn most_of_what_experts_saw_is_raised_from_a_bare_drawing() {
    let mut all = Recall::default();
    for (name, analysis, pairs) in experts() {
        let bare = check(&stripped(&analysis, "model \"M\" { scope: \"s\" }\n"));
        assert!(!bare.has_errors(), "{name}\n{}", report(&bare));
        let (found, elements) = (bare.elicit().open().len(), bare.model.elements.len());
        assert!(found <= 5 * elements, "{name}: {found} candidates on {elements} elements");
        all.add(Recall::of(&bare, &pairs));
    }
    assert!(all.pairs >= 20, "{all:?}");
    assert!(all.percent(all.candidates) >= LEAST.0, "{all:?}");
    assert!(all.percent(all.candidates + all.asked) >= 90, "{all:?}");
}

#[test]
fn what_a_model_says_answers_or_raises_what_experts_saw() {
    let mut all = Recall::default();
    for (_, analysis, pairs) in experts() {
        all.add(Recall::of(&analysis, &pairs));
    }
    assert!(all.percent(all.candidates) >= LEAST.1, "{all:?}");
    assert!(all.percent(all.candidates + all.controlled + all.asked) >= 90, "{all:?}");
}

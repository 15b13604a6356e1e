//! What people say in a session, as statements of the text that they speak of.
//!
//! A new statement goes to the end; one about a threat that is there goes into that threat. Nothing else of the text is
//! touched, and a text that was formatted stays so. It refuses to know who asks, and where the text is kept; whoever
//! keeps it checks the new text before it replaces the old one.

use std::collections::BTreeSet;

use crate::format;
use crate::model::{Category, Date, DispositionKind, Model, Rating, Threat};
use crate::source::{FileId, Source};
use crate::syntax::ast::{Declaration, Statement};
use crate::syntax::{self, quoted};

/// How likely something is, and how bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// How likely.
    pub likelihood: Rating,
    /// How bad.
    pub impact: Rating,
}

/// What somebody says. Targets and threats are named as the model names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something can go wrong.
    Threat {
        /// In which way.
        category: Category,
        /// What it is about.
        target: String,
        /// Who does what to what.
        text: String,
        /// How bad it is, where somebody has said so already.
        rated: Option<Rated>,
    },
    /// Asked, and nothing found.
    Dismissal {
        /// What was asked.
        category: Category,
        /// What it was asked of.
        target: String,
        /// Why there is nothing to fear.
        because: String,
    },
    /// Found outside the scope.
    Parked {
        /// What.
        text: String,
        /// When it is looked at again.
        until: Option<Date>,
    },
    /// Nobody in the room knows.
    Question {
        /// What.
        text: String,
        /// What it is about; [`None`] is the whole model.
        target: Option<String>,
        /// Who finds out.
        owner: Option<String>,
    },
    /// How bad a threat is.
    Rating {
        /// Which threat.
        threat: String,
        /// How bad.
        rated: Rated,
    },
    /// What is done about a threat.
    Mitigation {
        /// Which threat.
        threat: String,
        /// What is done.
        text: String,
        /// The one person who answers for it.
        owner: Option<String>,
        /// Where the work is tracked.
        ticket: Option<String>,
    },
    /// Why nothing is done about a threat.
    Disposition {
        /// Which threat.
        threat: String,
        /// What was decided.
        kind: DispositionKind,
        /// Why.
        because: String,
        /// Who decided.
        by: Option<String>,
        /// When it is looked at again.
        until: Option<Date>,
    },
}

/// A text with what somebody said about it. `model` is what the text means.
///
/// # Errors
/// Where it speaks of a threat that the text does not have.
pub fn written(text: &str, model: &Model, answer: &Answer) -> Result<String, String> {
    let grown = match answer {
        Answer::Threat { category, target, text: said, rated } => {
            let id = fresh(said, model);
            let head = format!("threat {id}: {} on {target} {}", category.word(), quoted(said));
            let body = rated.iter().flat_map(|rated| ratings(*rated)).map(|(key, word)| format!("{key}: {word}"));
            appended(text, &block(&head, &body.collect::<Vec<_>>()))
        }
        Answer::Dismissal { category, target, because } => {
            appended(text, &format!("dismiss {} on {target} {}", category.word(), quoted(because)))
        }
        Answer::Parked { text: said, until } => {
            let until = until.iter().map(|until| format!("until: {until}"));
            appended(text, &block(&format!("park {}", quoted(said)), &until.collect::<Vec<_>>()))
        }
        Answer::Question { text: said, target, owner } => {
            let on = target.iter().map(|target| format!(" on {target}")).collect::<String>();
            appended(text, &block(&format!("question {}{on}", quoted(said)), &attribute("owner", owner.as_ref())))
        }
        Answer::Rating { threat, rated } => within(text, model, threat, |mut threat| {
            for (key, word) in ratings(*rated) {
                threat.set(key, word);
            }
            threat
        })?,
        Answer::Mitigation { threat, text: said, owner, ticket } => within(text, model, threat, |mut threat| {
            let mut body = attribute("owner", owner.as_ref());
            body.extend(attribute("ticket", ticket.as_ref()));
            body.push("status: open".to_owned());
            threat.add(&block(&format!("mitigation {}", quoted(said)), &body));
            threat
        })?,
        Answer::Disposition { threat, kind, because, by, until } => within(text, model, threat, |mut threat| {
            let mut body = attribute("by", by.as_ref());
            body.extend(until.iter().map(|until| format!("until: {until}")));
            threat.add(&block(&format!("{} {}", keyword(*kind), quoted(because)), &body));
            threat
        })?,
    };
    Ok(formatted_as(text, grown))
}

fn ratings(rated: Rated) -> [(&'static str, &'static str); 2] {
    [("likelihood", rated.likelihood.word()), ("impact", rated.impact.word())]
}

fn keyword(kind: DispositionKind) -> &'static str {
    match kind {
        DispositionKind::Accepted => "accept",
        DispositionKind::Transferred => "transfer",
        DispositionKind::Avoided => "avoid",
    }
}

fn attribute(key: &str, value: Option<&String>) -> Vec<String> {
    value.iter().map(|value| format!("{key}: {}", quoted(value))).collect()
}

/// A statement with what stands in it, each on a line of its own.
fn block(head: &str, body: &[String]) -> String {
    if body.is_empty() {
        return head.to_owned();
    }
    let lines: String = body.iter().map(|line| format!("  {line}\n")).collect();
    format!("{head} {{\n{lines}}}")
}

/// A statement at the end, after an empty line.
fn appended(text: &str, statement: &str) -> String {
    let gap = match text {
        "" => "",
        text if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{text}{}", with_line_ends_of(text, &format!("{gap}{statement}\n")))
}

/// The text with one of its threats changed.
fn within(
    text: &str,
    model: &Model,
    id: &str,
    change: impl FnOnce(Statements) -> Statements,
) -> Result<String, String> {
    let mine = |threat: &&Threat| threat.id.value == id && threat.span.file == FileId(0);
    let Some(threat) = model.threats.iter().find(mine) else {
        return Err(format!("no threat is called `{id}`"));
    };
    let range = threat.span.range();
    let (Some(before), Some(own)) = (text.get(..range.start), text.get(range.clone())) else {
        return Err("the model is not the one of this text".to_owned());
    };
    let line = before.rsplit('\n').next().unwrap_or_default();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    let changed = change(Statements { text: own.to_owned(), indent });
    let changed = if own.contains('\n') { changed.text } else { with_line_ends_of(text, &changed.text) };
    Ok(format!("{before}{changed}{}", &text[range.end..]))
}

/// A declaration by itself, and what stands before it on its line.
struct Statements {
    text: String,
    indent: String,
}

impl Statements {
    /// Writes an attribute in the place of the one of the same name, or as a new one.
    fn set(&mut self, key: &str, value: &str) {
        let attribute = format!("{key}: {value}");
        let declaration = self.declaration();
        let body = declaration.iter().filter_map(|one| one.body.as_ref()).flat_map(|body| &body.statements);
        let known = body.into_iter().find_map(|statement| match statement {
            Statement::Attribute(attribute) if attribute.key.value == key => Some(attribute.span.range()),
            _ => None,
        });
        match known {
            Some(range) => self.text.replace_range(range, &attribute),
            None => self.add(&attribute),
        }
    }

    /// Writes a statement at the end of the block, and the block where there is none.
    fn add(&mut self, statement: &str) {
        let indent = &self.indent;
        let lines: String = statement.lines().map(|line| format!("{indent}  {line}\n")).collect();
        let Some(end) = self.declaration().and_then(|one| one.body).map(|body| body.span.range().end - 1) else {
            self.text = format!("{} {{\n{lines}{indent}}}", self.text);
            return;
        };
        let before = self.text[..end].trim_end_matches([' ', '\t']);
        let gap = if before.ends_with('\n') { "" } else { "\n" };
        self.text = format!("{before}{gap}{lines}{indent}{}", &self.text[end..]);
    }

    fn declaration(&self) -> Option<Declaration> {
        let (file, _) = syntax::parse(&Source::new(FileId(0), "", &self.text));
        file.statements.into_iter().find_map(|statement| match statement {
            Statement::Declaration(declaration) => Some(*declaration),
            _ => None,
        })
    }
}

/// A text that was formatted stays so; one that was not keeps its own form.
fn formatted_as(before: &str, grown: String) -> String {
    if canonical(before).is_some_and(|text| text == before) { canonical(&grown).unwrap_or(grown) } else { grown }
}

fn canonical(text: &str) -> Option<String> {
    let source = Source::new(FileId(0), "", text);
    let (file, wrong) = syntax::parse(&source);
    wrong.is_empty().then(|| format::format(&source, &file))
}

fn with_line_ends_of(text: &str, statement: &str) -> String {
    if text.contains("\r\n") { statement.replace('\n', "\r\n") } else { statement.to_owned() }
}

/// A name made of the first words that say something.
fn fresh(text: &str, model: &Model) -> String {
    let taken = names(model);
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let starts = |word: &&str| word.len() > 3 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let words: Vec<&str> = plain.split_whitespace().filter(starts).take(3).collect();
    let base = if words.is_empty() { "threat".to_owned() } else { words.join("-") };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    names.find(|name| !taken.contains(name.as_str())).unwrap_or(base)
}

/// Every name that a new threat must not take.
fn names(model: &Model) -> BTreeSet<&str> {
    let threats = model.threats.iter().map(|one| &one.id);
    let elements = model.elements.iter().map(|one| &one.id);
    let boundaries = model.boundaries.iter().map(|one| &one.id);
    let flows = model.flows.iter().filter_map(|one| one.id.as_ref());
    let data = model.data.iter().map(|one| &one.id);
    let mitigations = model.mitigations.iter().filter_map(|one| one.id.as_ref());
    let views = model.views.iter().map(|one| &one.id);
    let all = threats.chain(elements).chain(boundaries).chain(flows).chain(data).chain(mitigations).chain(views);
    all.map(|id| id.value.as_str()).collect()
}

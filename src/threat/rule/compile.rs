//! What a model says a rule is, to a rule: conditions compiled, sentences read, and what is missing said.

use super::condition::Condition;
use super::template::{self, Template};
use super::{Raise, Rule, expression};
use crate::diagnostic::{Code, Diagnostic, code, did_you_mean};
use crate::model::{self, Category, ElementType, Rating};
use crate::source::{Span, Spanned};
use crate::vocabulary::{self, Kind};

code!(INCOMPLETE_RULE, "TM0601", "incomplete-rule", Error, "a rule that lacks what every rule needs");
code!(UNKNOWN_CONDITION, "TM0602", "unknown-condition", Error, "a word in a rule's condition that stands for nothing");
code!(WRONG_CONDITION, "TM0603", "wrong-condition", Error, "a rule's condition that makes no sense");
code!(UNKNOWN_PLACEHOLDER, "TM0604", "unknown-placeholder", Error, "a word in braces that stands for nothing");

/// All of them.
pub(in crate::threat) const CODES: &[&Code] =
    &[&INCOMPLETE_RULE, &UNKNOWN_CONDITION, &WRONG_CONDITION, &UNKNOWN_PLACEHOLDER];

/// Compiles a rule; [`None`] where something in it makes no sense, which the diagnostics say.
pub(in crate::threat) fn compile(written: &model::Rule, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let kinds: Vec<Kind> = written.on.iter().map(|element| kind(*element)).collect();
    let known = diagnostics.len();
    let mut compiler = Compiler { written, kinds, diagnostics };
    let conditions = compiler.conditions();
    let raise = compiler.raise();
    compiler.check_categories(raise);
    let text = compiler.template("text");
    let ask = compiler.template("ask");
    let advice = compiler.template("advice");
    compiler.missing();
    let settings = &written.settings;
    let likelihood = settings.text("likelihood").and_then(|word| Rating::from_word(&word));
    let impact = settings.text("impact");
    if diagnostics.len() > known || written.on.is_empty() || written.categories.is_empty() {
        return None;
    }
    let (when, unless) = conditions?;
    Some(Rule {
        id: written.id.value.clone(),
        title: written.title.clone(),
        doc: written.doc.clone(),
        on: written.on.clone(),
        raise,
        categories: written.categories.iter().map(|category| category.value).collect(),
        likelihood: likelihood?,
        impact: impact.and_then(|word| Rating::from_word(&word)),
        because: settings.text("because"),
        references: settings.values("references").iter().map(model::Value::to_text).collect(),
        span: written.id.span,
        when,
        unless,
        text: text?,
        ask,
        advice,
    })
}

struct Compiler<'a> {
    written: &'a model::Rule,
    kinds: Vec<Kind>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Compiler<'_> {
    /// `when` and `unless`.
    fn conditions(&mut self) -> Option<(Condition, Option<Condition>)> {
        let mut found: [Option<(Span, Option<Condition>)>; 2] = [None, None];
        for condition in &self.written.conditions {
            let slot = usize::from(condition.key.value != "when");
            if let Some((first, _)) = &found[slot] {
                self.diagnostics.push(
                    Diagnostic::new(
                        &WRONG_CONDITION,
                        condition.key.span,
                        format!("`{}` stands here twice", condition.key.value),
                    )
                    .label("again")
                    .also(*first, "first here")
                    .help("join the two with `and` or `or`"),
                );
                continue;
            }
            let read = expression::condition(&condition.expression, &self.kinds, self.diagnostics);
            found[slot] = Some((condition.key.span, read));
        }
        let [when, unless] = found;
        let unless = match unless {
            Some((_, None)) => return None,
            Some((_, condition)) => condition,
            None => None,
        };
        Some((when?.1?, unless))
    }

    fn raise(&mut self) -> Raise {
        let raise = match self.written.settings.text("raise").as_deref() {
            Some("from") => Raise::From,
            Some("to") => Raise::To,
            _ => Raise::Itself,
        };
        if raise != Raise::Itself && self.kinds != [Kind::Flow] {
            let span = self.written.settings.span("raise").unwrap_or(self.written.id.span);
            self.diagnostics.push(
                Diagnostic::new(&WRONG_CONDITION, span, "only a rule on flows can raise its candidates elsewhere")
                    .help("take `raise` away, or write the rule on `flow`"),
            );
        }
        raise
    }

    /// A category must make sense for one of the things that candidates are put on.
    fn check_categories(&mut self, raise: Raise) {
        let elements = [ElementType::Entity, ElementType::Process, ElementType::Store];
        let places: &[ElementType] = if raise == Raise::Itself { &self.written.on } else { &elements };
        for category in &self.written.categories {
            if places.is_empty() || places.iter().any(|place| category.value.applies_to(*place)) {
                continue;
            }
            let reason = places.first().and_then(|place| category.value.reason_against(*place)).unwrap_or_default();
            let message = format!("`{}` does not apply to what this rule looks at", category.value.word());
            let help = if self.kinds == [Kind::Flow] {
                format!("{reason}; add `raise: from` or `raise: to`")
            } else {
                reason.to_owned()
            };
            self.diagnostics.push(Diagnostic::new(&WRONG_CONDITION, category.span, message).help(help));
        }
    }

    fn template(&mut self, name: &str) -> Option<Template> {
        let text = self.written.settings.text(name)?;
        match Template::read(&text) {
            Ok(template) => Some(template),
            Err(word) => {
                let span = self.written.settings.span(name).unwrap_or(self.written.id.span);
                let known = template::words().chain(vocabulary::ATTRIBUTES.iter().map(|row| row.name));
                let diagnostic =
                    Diagnostic::new(&UNKNOWN_PLACEHOLDER, span, format!("`{{{word}}}` stands for nothing"));
                self.diagnostics.push(match did_you_mean(&word, known) {
                    Some(best) => diagnostic.help(format!("did you mean `{{{best}}}`?")),
                    None => diagnostic.help(format!(
                        "write {} or an attribute in braces; a brace itself is `{{{{`",
                        template::words().map(|word| format!("`{{{word}}}`")).collect::<Vec<_>>().join(", ")
                    )),
                });
                None
            }
        }
    }

    /// What every rule needs, and this one lacks.
    fn missing(&mut self) {
        if self.written.incomplete {
            return; // what is missing may only be unreadable, which has been said
        }
        let settings = &self.written.settings;
        let mut missing: Vec<&str> = Vec::new();
        if !self.written.conditions.iter().any(|condition| condition.key.value == "when") {
            missing.push("`when`");
        }
        let needed =
            ["threat", "text", "likelihood", "impact"].iter().zip(["`threat`", "`text`", "`likelihood`", "`impact`"]);
        missing.extend(needed.filter(|(name, _)| settings.answer(name).is_none()).map(|(_, word)| word));
        if missing.is_empty() {
            return;
        }
        let Spanned { value: id, .. } = &self.written.id;
        let message = format!("the rule `{id}` has no {}", missing.join(", no "));
        self.diagnostics
            .push(Diagnostic::new(&INCOMPLETE_RULE, self.written.head, message).help(
                "say when it fires, which categories it finds, its sentence, and how likely and how bad that is",
            ));
    }
}

fn kind(element: ElementType) -> Kind {
    match element {
        ElementType::Entity => Kind::Entity,
        ElementType::Process => Kind::Process,
        ElementType::Store => Kind::Store,
        ElementType::Flow => Kind::Flow,
    }
}

/// Whether a category makes sense for an element type; a rule that looks at several leaves out the others.
pub(in crate::threat) fn applying(categories: &[Category], element: ElementType) -> Vec<Category> {
    categories.iter().copied().filter(|category| category.applies_to(element)).collect()
}

//! Expressions to conditions: every word is looked up, and what makes no sense is said at its place.

use super::compile::{UNKNOWN_CONDITION, WRONG_CONDITION};
use super::condition::{Ask, AttributeTest, Base, Condition, DataSet, Measure, Noun, Quantifier, Subject, Test, Way};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Argument, Expression, ExpressionKind, Operator, Value, ValueKind};
use crate::vocabulary::{self, Kind, ValueType, Word};

const ELEMENTS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store];

/// Reads the condition of a rule that looks at things of these kinds.
pub(super) fn condition(expression: &Expression, on: &[Kind], diagnostics: &mut Vec<Diagnostic>) -> Option<Condition> {
    Reader { on, inside: None, diagnostics }.read(expression)
}

struct Reader<'a> {
    /// What the rule looks at.
    on: &'a [Kind],
    /// Whether the flows of an element are looked at: then its kinds.
    inside: Option<&'a [Kind]>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// The tests that stand alone.
const PLAIN: &[(&str, Test)] = &[
    ("crosses-boundary", Test::CrossesBoundary),
    ("apart", Test::Apart),
    ("enters-trust", Test::EntersTrust),
    ("leaves-trust", Test::LeavesTrust),
    ("reply", Test::Reply),
    ("two-way", Test::TwoWay),
    ("exposed", Test::Exposed),
];

/// The tests that look at flows.
const FLOWS: &[(&str, Quantifier, Way)] = &[
    ("any-incoming", Quantifier::Any, Way::Incoming),
    ("any-outgoing", Quantifier::Any, Way::Outgoing),
    ("every-incoming", Quantifier::Every, Way::Incoming),
    ("every-outgoing", Quantifier::Every, Way::Outgoing),
];

/// The other tests with parentheses.
const CALLS: &[&str] = &["answered", "stated", "unset", "mentions", "crosses", "inside", "reachable-from", "reaches"];

/// Every word that tests something by itself or before a parenthesis.
pub fn predicates() -> impl Iterator<Item = &'static str> {
    let plain = PLAIN.iter().map(|(name, _)| *name);
    plain.chain(FLOWS.iter().map(|(name, _, _)| *name)).chain(CALLS.iter().copied())
}

const SETS: &[(&str, DataSet)] =
    &[("carries", DataSet::Carries), ("holds", DataSet::Holds), ("handles", DataSet::Handles)];

const MEASURES: &[(&str, Measure)] =
    &[("trust", Measure::Trust), ("fan-in", Measure::FanIn), ("fan-out", Measure::FanOut)];

/// What a path leads to.
struct Place {
    subject: Subject,
    /// The kinds of declaration that it can be.
    kinds: Vec<Kind>,
    /// The data that the path goes through.
    set: Option<DataSet>,
    /// The last word.
    name: String,
    /// Where that stands.
    span: Span,
}

impl Reader<'_> {
    fn read(&mut self, expression: &Expression) -> Option<Condition> {
        match &expression.kind {
            ExpressionKind::And(parts) => self.all(parts).map(Condition::All),
            ExpressionKind::Or(parts) => self.all(parts).map(Condition::Any),
            ExpressionKind::Not(inner) => self.read(inner).map(|inner| Condition::Not(Box::new(inner))),
            ExpressionKind::Group(inner) => self.read(inner),
            ExpressionKind::Name(name) => self.name(name),
            ExpressionKind::Call(name, arguments) => self.call(name, arguments),
            ExpressionKind::Comparison(path, operator, values) => self.comparison(path, operator, values),
        }
    }

    /// Each is read, so that all mistakes are said.
    fn all(&mut self, parts: &[Expression]) -> Option<Vec<Condition>> {
        let read: Vec<Option<Condition>> = parts.iter().map(|part| self.read(part)).collect();
        read.into_iter().collect()
    }

    fn name(&mut self, name: &Spanned<String>) -> Option<Condition> {
        let place = self.place(name)?;
        if let Some((_, test)) = PLAIN.iter().find(|(known, _)| *known == place.name) {
            return self.about(&place, test.clone());
        }
        if CALLS.contains(&place.name.as_str()) || FLOWS.iter().any(|(known, ..)| *known == place.name) {
            let message = format!("`{}` needs its parentheses", place.name);
            self.wrong(place.span, message, call_form(&place.name));
            return None;
        }
        if is_known(&place) {
            let message = format!("`{}` is no condition by itself", name.value);
            let help = format!("compare it: `{0} in (none, unknown)` or `answered({0})`", name.value);
            self.wrong(name.span, message, help);
            return None;
        }
        self.unknown(&place);
        None
    }

    fn call(&mut self, name: &Spanned<String>, arguments: &[Argument]) -> Option<Condition> {
        let place = self.place(name)?;
        if let Some((_, quantifier, way)) = FLOWS.iter().find(|(known, ..)| *known == place.name) {
            return self.flows(&place, *quantifier, *way, arguments);
        }
        match place.name.as_str() {
            "answered" | "stated" | "unset" => self.answer(&place, name, arguments),
            "mentions" => {
                let words: Vec<String> = arguments
                    .iter()
                    .filter_map(|argument| match argument {
                        Argument::Text(text) => Some(plain_words(&text.value)),
                        Argument::Expression(_) => None,
                    })
                    .collect();
                if words.len() != arguments.len() || words.is_empty() {
                    self.wrong(place.span, "`mentions` takes texts in quotes".to_owned(), call_form("mentions"));
                    return None;
                }
                self.about(&place, Test::Mentions(words))
            }
            "crosses" | "inside" => {
                let kinds = self.boundary_kinds(&place, arguments)?;
                let test = if place.name == "crosses" { Test::Crosses(kinds) } else { Test::Inside(kinds) };
                self.about(&place, test)
            }
            "reachable-from" | "reaches" => {
                let names = self.names(&place, arguments)?;
                let nouns: Option<Vec<Noun>> = names.iter().map(|name| self.noun(name)).collect();
                let way = if place.name == "reaches" { Way::Outgoing } else { Way::Incoming };
                self.about(&place, Test::Reach(way, nouns?))
            }
            _ if PLAIN.iter().any(|(known, _)| *known == place.name) => {
                let message = format!("`{}` takes nothing in parentheses", place.name);
                self.wrong(place.span, message, "take away the parentheses".to_owned());
                None
            }
            _ => {
                self.unknown(&place);
                None
            }
        }
    }

    /// `answered(authn)`, `unset(authn)`, `stated(authn)` and `stated(authn, passkey, mfa)`.
    fn answer(&mut self, test: &Place, name: &Spanned<String>, arguments: &[Argument]) -> Option<Condition> {
        let names = self.names(test, arguments)?;
        let (path, values) = names.split_first()?;
        if !values.is_empty() && test.name != "stated" {
            self.wrong(test.span, format!("`{}` takes one attribute", test.name), call_form(&test.name));
            return None;
        }
        // `to.answered(authn)` is `answered(to.authn)`.
        let before = name.value.strip_suffix(test.name.as_str()).unwrap_or_default();
        let place = self.place(&Spanned { value: format!("{before}{}", path.value), span: path.span })?;
        let sound = !is_known(&place) || values.iter().all(|value| self.is_value(&place, value.span, &value.value));
        let ask = match test.name.as_str() {
            "answered" => Ask::Answered,
            "stated" => Ask::Stated(values.iter().map(|value| value.value.clone()).collect()),
            _ => Ask::Unset,
        };
        self.attribute(&place, ask).filter(|_| sound)
    }

    fn flows(&mut self, place: &Place, quantifier: Quantifier, way: Way, arguments: &[Argument]) -> Option<Condition> {
        let [Argument::Expression(inner)] = arguments else {
            self.wrong(place.span, format!("`{}` takes one condition", place.name), call_form(&place.name));
            return None;
        };
        let itself = place.subject == Subject { base: Base::Itself, boundary: false };
        if !itself || self.inside.is_some() || place.kinds.contains(&Kind::Flow) {
            let message = format!("`{}` looks at the flows of the element that the rule is on", place.name);
            self.wrong(place.span, message, "write it for the element itself, in a rule on elements".to_owned());
            return None;
        }
        let kinds = place.kinds.clone();
        let mut reader = Reader { on: &[Kind::Flow], inside: Some(&kinds), diagnostics: &mut *self.diagnostics };
        let inner = reader.read(inner)?;
        Some(Condition::Flows(quantifier, way, Box::new(inner)))
    }

    fn comparison(
        &mut self,
        path: &Spanned<String>,
        operator: &Spanned<Operator>,
        values: &[Value],
    ) -> Option<Condition> {
        let place = match operator.value {
            Operator::Is => self.thing(path)?,
            _ => self.place(path)?,
        };
        if operator.value == Operator::Is {
            let names: Option<Vec<Noun>> = values.iter().map(|value| self.noun_value(value)).collect();
            return self.about(&place, Test::Is(names?));
        }
        if let Some((_, measure)) = MEASURES.iter().find(|(known, _)| *known == place.name)
            && place.set.is_none()
            && (place.kinds.iter().all(|kind| ELEMENTS.contains(kind)) || place.leads_to_trust())
        {
            // `boundary.trust` is the trust of the innermost boundary that says so, as `trust` is.
            let place =
                Place { subject: Subject { boundary: false, ..place.subject }, kinds: ELEMENTS.to_vec(), ..place };
            let [Value { kind: ValueKind::Integer(Some(number)), .. }] = values else {
                let span = values.first().map_or(operator.span, |value| value.span);
                self.wrong(span, format!("`{}` is a number", place.name), format!("write `{} < 50`", place.name));
                return None;
            };
            if matches!(operator.value, Operator::Has | Operator::In) {
                let help = format!("write `{} == {number}`", place.name);
                self.wrong(operator.span, format!("`{}` is one number and has no list of values", place.name), help);
                return None;
            }
            return self.about(&place, Test::Number(*measure, operator.value, *number));
        }
        let set = SETS.iter().find(|(known, _)| *known == place.name).map(|(_, set)| *set);
        if let Some(set) = set.filter(|_| place.set.is_none()) {
            return self.data_kinds(place, set, path, operator, values);
        }
        if !is_known(&place) {
            self.unknown(&place);
            return None;
        }
        match operator.value {
            Operator::In | Operator::Has | Operator::Equal => {
                let ask = self.one_of(&place, values)?;
                self.attribute(&place, ask)
            }
            Operator::NotEqual => {
                let ask = self.one_of(&place, values)?;
                self.attribute(&place, ask).map(|test| Condition::Not(Box::new(test)))
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                let ask = self.order(&place, operator, values)?;
                self.attribute(&place, ask)
            }
            Operator::Is => None,
        }
    }

    /// `carries has personal` is about the kinds of the data; `none`, `unknown` and `unset` are about the attribute.
    fn data_kinds(
        &mut self,
        place: Place,
        set: DataSet,
        path: &Spanned<String>,
        operator: &Spanned<Operator>,
        values: &[Value],
    ) -> Option<Condition> {
        self.check_set(&place, &place.name, path)?;
        if !matches!(operator.value, Operator::In | Operator::Has) {
            let message = format!("`{}` has no order", place.name);
            let help = format!("write `{0} has personal`, or `{0}.sensitivity >= confidential`", place.name);
            self.wrong(operator.span, message, help);
            return None;
        }
        let is_answer = |value: &&Value| matches!(&value.kind, ValueKind::Word(word) if matches!(word.as_str(), "none" | "unknown" | "unset"));
        let answers: Vec<Value> = values.iter().filter(is_answer).cloned().collect();
        let kinds: Vec<Value> = values.iter().filter(|value| !is_answer(value)).cloned().collect();
        let mut parts = Vec::new();
        if !answers.is_empty() {
            let ask = self.one_of(&place, &answers)?;
            parts.push(self.attribute(&place, ask)?);
        }
        if !kinds.is_empty() {
            let of_data = Place { set: Some(set), name: "kind".to_owned(), ..place };
            let ask = self.one_of(&of_data, &kinds)?;
            parts.push(self.attribute(&of_data, ask)?);
        }
        Some(Condition::Any(parts))
    }

    /// `sensitivity >= confidential`: by the order of the attribute's words.
    fn order(&mut self, place: &Place, operator: &Spanned<Operator>, values: &[Value]) -> Option<Ask> {
        let Some(ValueType::Words(words)) =
            rows(place).next().map(|row| row.value).filter(|_| place.name == "sensitivity")
        else {
            let message = format!("`{}` has no order", place.name);
            let help = "compare numbers (`trust < 50`) or `sensitivity`; for other attributes write `has` or `in`";
            self.wrong(operator.span, message, help.to_owned());
            return None;
        };
        let [Value { kind: ValueKind::Word(word), span }] = values else {
            let span = values.first().map_or(operator.span, |value| value.span);
            self.wrong(span, format!("`{}` is compared with one word", place.name), listed(words));
            return None;
        };
        let place_of_word = words.iter().position(|known| known.name == word);
        if place_of_word.is_none() {
            self.no_value(place, *span, word, words);
        }
        place_of_word.map(|index| Ask::Order(words, operator.value, index))
    }

    fn one_of(&mut self, place: &Place, written: &[Value]) -> Option<Ask> {
        let (mut values, mut none, mut unknown, mut unset) = (Vec::new(), false, false, false);
        let mut sound = true;
        let answerable = rows(place).any(|row| row.answerable);
        for value in written {
            match &value.kind {
                ValueKind::Word(word) if word == "unset" => unset = true,
                ValueKind::Word(word) if word == "none" && answerable => none = true,
                ValueKind::Word(word) if word == "unknown" && answerable => unknown = true,
                ValueKind::Word(word) => {
                    sound &= self.is_value(place, value.span, word);
                    values.push(word.clone());
                }
                ValueKind::Text(text) => values.push(text.clone()),
                ValueKind::Integer(_) | ValueKind::Date(_) | ValueKind::Other(_) => {
                    let message = format!("`{}` is compared with words or texts", place.name);
                    self.wrong(value.span, message, "write one of its values".to_owned());
                    sound = false;
                }
            }
        }
        sound.then_some(Ask::OneOf { values, none, unknown, unset })
    }

    /// Whether a word is a value of the attribute; said where it is not.
    fn is_value(&mut self, place: &Place, span: Span, word: &str) -> bool {
        let mut sets: Vec<&'static [Word]> = Vec::new();
        for row in rows(place) {
            match row.value {
                ValueType::Words(words) | ValueType::OpenWords(words) => sets.push(words),
                ValueType::Names
                | ValueType::Text
                | ValueType::Identifier
                | ValueType::Link
                | ValueType::Date
                | ValueType::Integer(..)
                | ValueType::Reduction
                | ValueType::References(_) => return true,
            }
        }
        if sets.iter().any(|words| words.iter().any(|known| known.name == word)) {
            return true;
        }
        let words = sets.first().copied().unwrap_or_default();
        self.no_value(place, span, word, words);
        false
    }

    fn no_value(&mut self, place: &Place, span: Span, word: &str, words: &'static [Word]) {
        let message = format!("`{word}` is not a value of `{}`", place.name);
        let names = words.iter().map(|known| known.name);
        let diagnostic =
            Diagnostic::new(&UNKNOWN_CONDITION, span, message).suggest(word, span, names, || listed(words));
        self.diagnostics.push(diagnostic);
    }

    fn attribute(&mut self, place: &Place, ask: Ask) -> Option<Condition> {
        if !is_known(place) {
            self.unknown(place);
            return None;
        }
        let rows: Vec<_> = rows(place).collect();
        let name = rows.first()?.name;
        let on: Vec<Kind> = rows.iter().flat_map(|row| row.on).copied().collect();
        let test = AttributeTest { name, on, ask };
        let test = match place.set {
            Some(set) => Test::Data(set, AttributeTest { on: vec![Kind::Data], ..test }),
            None => Test::Attribute(test),
        };
        Some(Condition::Test(place.subject, test))
    }

    /// A test of a thing, where it can be of that kind.
    fn about(&mut self, place: &Place, test: Test) -> Option<Condition> {
        if place.set.is_some() || !place.kinds.iter().any(|kind| test.is_about(*kind)) {
            let nouns: Vec<&str> = place.kinds.iter().map(|kind| kind.noun()).collect();
            let other =
                if place.kinds.contains(&Kind::Flow) { "elements; lead to one with `from.` or `to.`" } else { "flows" };
            let message = format!("`{}` says nothing about {}", place.name, nouns.join(" or "));
            self.wrong(place.span, message, format!("it is about {other}"));
            return None;
        }
        Some(Condition::Test(place.subject, test))
    }

    fn names(&mut self, place: &Place, arguments: &[Argument]) -> Option<Vec<Spanned<String>>> {
        let names: Vec<Spanned<String>> = arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Expression(Expression { kind: ExpressionKind::Name(name), .. }) => Some(name.clone()),
                Argument::Expression(_) | Argument::Text(_) => None,
            })
            .collect();
        if names.len() != arguments.len() || names.is_empty() {
            self.wrong(place.span, format!("`{}` takes names", place.name), call_form(&place.name));
            return None;
        }
        Some(names)
    }

    fn boundary_kinds(&mut self, place: &Place, arguments: &[Argument]) -> Option<Vec<&'static str>> {
        let Some(ValueType::Words(words)) = vocabulary::attribute(Kind::Boundary, "kind").map(|row| row.value) else {
            return None;
        };
        let mut kinds = Vec::new();
        for name in self.names(place, arguments)? {
            let Some(word) = words.iter().find(|word| word.name == name.value) else {
                let message = format!("`{}` is not a kind of trust boundary", name.value);
                let names = words.iter().map(|known| known.name);
                let diagnostic = Diagnostic::new(&UNKNOWN_CONDITION, name.span, message).suggest(
                    &name.value,
                    name.span,
                    names,
                    || listed(words),
                );
                self.diagnostics.push(diagnostic);
                return None;
            };
            kinds.push(word.name);
        }
        Some(kinds)
    }

    fn noun_value(&mut self, value: &Value) -> Option<Noun> {
        let text = match &value.kind {
            ValueKind::Word(text) | ValueKind::Text(text) | ValueKind::Date(text) | ValueKind::Other(text) => {
                text.clone()
            }
            ValueKind::Integer(_) => String::new(),
        };
        self.noun(&Spanned { value: text, span: value.span })
    }

    fn noun(&mut self, name: &Spanned<String>) -> Option<Noun> {
        let found = Noun::ALL.iter().find(|(word, _)| *word == name.value).map(|(_, noun)| *noun);
        if found.is_none() {
            let words = || Noun::ALL.iter().map(|(word, _)| *word);
            let message = format!("`{}` is not what an element can be", name.value);
            self.diagnostics.push(Diagnostic::new(&UNKNOWN_CONDITION, name.span, message).suggest(
                &name.value,
                name.span,
                words(),
                || format!("write one of {}", words().collect::<Vec<_>>().join(", ")),
            ));
        }
        found
    }

    /// `from`, `to` or `element` before `is`.
    fn thing(&mut self, path: &Spanned<String>) -> Option<Place> {
        let place = self.place(&Spanned { value: format!("{}.kind", path.value), span: path.span })?;
        Some(Place { name: "is".to_owned(), span: path.span, ..place })
    }

    /// Where a path leads.
    fn place(&mut self, path: &Spanned<String>) -> Option<Place> {
        let mut words: Vec<&str> = path.value.split('.').collect();
        let name = words.pop().unwrap_or_default().to_owned();
        let mut place = Place {
            subject: Subject { base: Base::Itself, boundary: false },
            kinds: self.on.to_vec(),
            set: None,
            span: Span::new(path.span.file, path.span.range().end.saturating_sub(name.len()), path.span.range().end),
            name,
        };
        for (index, word) in words.iter().enumerate() {
            let flow = place.kinds == [Kind::Flow] && index == 0;
            match (*word, self.inside) {
                ("from", _) if flow => place.lead(Base::From, ELEMENTS),
                ("to", _) if flow => place.lead(Base::To, ELEMENTS),
                ("element", Some(kinds)) if index == 0 => place.lead(Base::Element, kinds),
                ("element", None) if index == 0 && !flow => {}
                ("flow", _) if flow => {}
                ("boundary", _) if !place.subject.boundary && !place.kinds.contains(&Kind::Flow) => {
                    place.subject.boundary = true;
                    place.kinds = vec![Kind::Boundary];
                }
                (word, _) if SETS.iter().any(|(known, _)| *known == word) && place.set.is_none() => {
                    place.set = SETS.iter().find(|(known, _)| *known == word).map(|(_, set)| *set);
                    self.check_set(&place, word, path)?;
                }
                (word, _) => {
                    let message = format!("`{word}.` leads nowhere from here");
                    let help = if flow || self.on == [Kind::Flow] {
                        "a path begins with `from.`, `to.` or `carries.`, or is the flow's own attribute"
                    } else {
                        "a path begins with `boundary.`, `holds.` or `handles.`, or is the element's own attribute"
                    };
                    self.wrong(path.span, message, help.to_owned());
                    return None;
                }
            }
        }
        // `carries has personal` is about the kind of the data, `answered(carries)` about the attribute.
        Some(place)
    }

    fn check_set(&mut self, place: &Place, word: &str, path: &Spanned<String>) -> Option<()> {
        let flow = place.kinds.contains(&Kind::Flow);
        if (word == "carries") == flow && !place.subject.boundary {
            return Some(());
        }
        let message = format!("`{word}` says nothing about {}", place.kinds.first().map_or("it", |kind| kind.noun()));
        self.wrong(path.span, message, "flows have `carries`; stores `holds`; every element `handles`".to_owned());
        None
    }

    fn wrong(&mut self, span: Span, message: String, help: String) {
        self.diagnostics.push(Diagnostic::new(&WRONG_CONDITION, span, message).help(help));
    }

    fn unknown(&mut self, place: &Place) {
        let nouns: Vec<&str> = place.kinds.iter().map(|kind| kind.noun()).collect();
        let about = if place.set.is_some() { "a kind of data".to_owned() } else { nouns.join(" or ") };
        let attributes: Vec<&str> = if place.set.is_some() {
            vocabulary::attributes_of(Kind::Data).map(|row| row.name).collect()
        } else {
            place.kinds.iter().flat_map(|kind| vocabulary::attributes_of(*kind)).map(|row| row.name).collect()
        };
        let tests = PLAIN.iter().filter(|(_, test)| place.kinds.iter().any(|kind| test.is_about(*kind)));
        let others = tests
            .map(|(name, _)| *name)
            .chain(FLOWS.iter().map(|(name, ..)| *name))
            .chain(CALLS.iter().copied())
            .chain(MEASURES.iter().map(|(name, _)| *name));
        let known: Vec<&str> = attributes.iter().copied().chain(others).collect();
        let message = format!("`{}` is neither an attribute of {about} nor a test", place.name);
        let elsewhere = vocabulary::ATTRIBUTES.iter().find(|row| row.name == place.name);
        let diagnostic = Diagnostic::new(&UNKNOWN_CONDITION, place.span, message);
        self.diagnostics.push(match (did_you_mean(&place.name, known.iter().copied()), elsewhere) {
            (None, Some(row)) => {
                let nouns: Vec<&str> = row.on.iter().map(|kind| kind.noun()).collect();
                diagnostic.help(format!("`{}` belongs to {}", row.name, nouns.join(", ")))
            }
            _ => diagnostic.suggest(&place.name, place.span, known, || {
                "see the list of tests and attributes in the language reference, under threat rules".to_owned()
            }),
        });
    }
}

fn is_known(place: &Place) -> bool {
    rows(place).next().is_some()
}

impl Place {
    fn leads_to_trust(&self) -> bool {
        self.subject.boundary && self.name == "trust"
    }

    fn lead(&mut self, base: Base, kinds: &[Kind]) {
        self.subject.base = base;
        self.kinds = kinds.to_vec();
    }
}

/// The rows of the vocabulary that a place can mean.
fn rows(place: &Place) -> impl Iterator<Item = &'static vocabulary::Attribute> {
    let kinds = if place.set.is_some() { vec![Kind::Data] } else { place.kinds.clone() };
    let name = place.name.clone();
    vocabulary::ATTRIBUTES.iter().filter(move |row| row.name == name && row.on.iter().any(|kind| kinds.contains(kind)))
}

fn listed(words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.name)).collect();
    format!("write {}", words.join(", "))
}

/// The words of a text, in lower case, with single spaces.
fn plain_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn call_form(name: &str) -> String {
    let form = match name {
        "answered" | "stated" | "unset" => format!("{name}(authn)"),
        "mentions" => "mentions(\"webhook\", \"callback\")".to_owned(),
        "crosses" | "inside" => format!("{name}(network, tenant)"),
        "reachable-from" | "reaches" => format!("{name}(entity)"),
        name => format!("{name}(CONDITION)"),
    };
    format!("write `{form}`")
}

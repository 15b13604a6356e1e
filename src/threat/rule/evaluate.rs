//! A condition over one element or flow: true, false, or unasked, and why.
//!
//! The logic is Kleene's strong three-valued one (*Introduction to Metamathematics*, 1952, section 64), with
//! "unasked" as the third value: the outcome is unasked exactly where an answer could still turn it either way.

use super::condition::{Ask, AttributeTest, Base, Condition, DataSet, Measure, Noun, Quantifier, Subject, Test, Way};
use super::facts::{Facts, Thing};
use super::{Rule, condition};
use crate::model::{Answer, BoundaryId, CrossingDirection, DataId, Settings, Target};
use crate::source::Span;
use crate::syntax::ast::Operator;
use crate::vocabulary::Kind;

/// What a condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::threat) enum Truth {
    /// No.
    False,
    /// Nobody has said yet.
    Unasked,
    /// Yes.
    True,
}

impl Truth {
    pub(super) fn of(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }

    fn opposite(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unasked => Truth::Unasked,
            Truth::True => Truth::False,
        }
    }
}

/// Something that nobody has said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::threat) enum Unasked {
    /// An attribute of an element, flow or boundary.
    Of(Target, &'static str),
    /// An attribute of a kind of data.
    OfData(DataId, &'static str),
}

/// Why a condition is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::threat) struct Reason {
    /// In words: "`encryption` of `pause` is `none`".
    pub text: String,
    /// Where the model says so, where it does.
    pub span: Option<Span>,
}

/// How a rule ends for one thing.
#[derive(Clone, Debug)]
pub(in crate::threat) struct Evaluation {
    pub when: Truth,
    /// False where the rule has no `unless`.
    pub unless: Truth,
    /// What made it so, in the order of the rule.
    pub reasons: Vec<Reason>,
    /// What would have to be asked.
    pub unasked: Vec<Unasked>,
}

/// Evaluates a rule.
pub(super) fn rule(rule: &Rule, facts: &Facts, thing: Thing) -> Evaluation {
    let mut trace = Trace::default();
    let scope = Scope { facts, thing, outer: None };
    let when = scope.condition(&rule.when, true, &mut trace);
    let mut unless = Truth::False;
    if when != Truth::False
        && let Some(condition) = &rule.unless
    {
        // Reasons are given for what is found: the missing control where there is a danger, else the control.
        let before = trace.reasons.len();
        unless = scope.condition(condition, false, &mut trace);
        if unless == Truth::True {
            trace.reasons.truncate(before);
            scope.condition(condition, true, &mut trace);
        }
    }
    trace.reasons.dedup();
    trace.unasked.sort();
    trace.unasked.dedup();
    Evaluation { when, unless, reasons: trace.reasons, unasked: trace.unasked }
}

#[derive(Default)]
struct Trace {
    reasons: Vec<Reason>,
    unasked: Vec<Unasked>,
}

#[derive(Clone, Copy)]
struct Scope<'a, 'm> {
    facts: &'a Facts<'m>,
    thing: Thing,
    /// The element whose flows are looked at.
    outer: Option<Thing>,
}

/// What a subject stands for.
#[derive(Clone, Copy)]
enum Found {
    Thing(Thing),
    Boundary(BoundaryId),
}

impl Scope<'_, '_> {
    /// Reasons are kept of tests that are as `wanted`.
    fn condition(self, condition: &Condition, wanted: bool, trace: &mut Trace) -> Truth {
        let before = trace.reasons.len();
        let truth = self.truth(condition, wanted, trace);
        if truth != Truth::of(wanted) {
            trace.reasons.truncate(before);
        }
        truth
    }

    fn truth(self, condition: &Condition, wanted: bool, trace: &mut Trace) -> Truth {
        match condition {
            Condition::All(parts) => self.fold(parts, Truth::True, Truth::False, wanted, trace),
            Condition::Any(parts) => self.fold(parts, Truth::False, Truth::True, wanted, trace),
            Condition::Not(inner) => self.condition(inner, !wanted, trace).opposite(),
            Condition::Flows(quantifier, way, inner) => self.flows(*quantifier, *way, inner, wanted, trace),
            Condition::Test(subject, test) => self.leaf(*subject, test, wanted, trace),
        }
    }

    /// `and` is the least of its parts, `or` the greatest; what decides ends it.
    fn fold(self, parts: &[Condition], start: Truth, decides: Truth, wanted: bool, trace: &mut Trace) -> Truth {
        let mut result = start;
        for part in parts {
            let truth = self.condition(part, wanted, trace);
            if truth == decides {
                return decides;
            }
            result = if decides == Truth::False { result.min(truth) } else { result.max(truth) };
        }
        result
    }

    fn flows(self, quantifier: Quantifier, way: Way, inner: &Condition, wanted: bool, trace: &mut Trace) -> Truth {
        let Thing::Element(id) = self.thing else { return Truth::False };
        let (start, decides) = match quantifier {
            Quantifier::Any => (Truth::False, Truth::True),
            Quantifier::Every => (Truth::True, Truth::False),
        };
        let mut result = start;
        for flow in self.facts.flows(id, way) {
            let inside = Scope { thing: Thing::Flow(*flow), outer: Some(self.thing), ..self };
            let truth = inside.condition(inner, wanted, trace);
            if truth == decides {
                return decides;
            }
            result = if decides == Truth::False { result.min(truth) } else { result.max(truth) };
        }
        result
    }

    fn leaf(self, subject: Subject, test: &Test, wanted: bool, trace: &mut Trace) -> Truth {
        let Some(found) = self.find(subject) else { return Truth::False };
        let truth = match found {
            Found::Thing(thing) => self.test(thing, test, trace),
            Found::Boundary(id) => match test {
                Test::Attribute(test) => {
                    let settings = &self.facts.model.boundary(id).settings;
                    attribute(Kind::Boundary, settings, test, Unasked::Of(Target::Boundary(id), test.name), trace)
                }
                _ => Truth::False,
            },
        };
        if truth == Truth::of(wanted)
            && let Some(reason) = self.reason(found, test)
        {
            trace.reasons.push(reason);
        }
        truth
    }

    fn find(self, subject: Subject) -> Option<Found> {
        let flow = || match self.thing {
            Thing::Flow(id) => Some(self.facts.model.flow(id)),
            Thing::Element(_) => None,
        };
        let thing = match subject.base {
            Base::Itself => self.thing,
            Base::From => Thing::Element(flow()?.from),
            Base::To => Thing::Element(flow()?.to),
            Base::Element => self.outer?,
        };
        if subject.boundary { self.facts.boundary(thing).map(Found::Boundary) } else { Some(Found::Thing(thing)) }
    }

    fn test(self, thing: Thing, test: &Test, trace: &mut Trace) -> Truth {
        match (test, thing) {
            (Test::Attribute(test), _) => {
                let (kind, settings) = (self.facts.kind(thing), self.facts.settings(thing));
                attribute(kind, settings, test, Unasked::Of(thing.target(), test.name), trace)
            }
            (Test::Data(set, test), _) => self.data(thing, *set, test, trace),
            (Test::Number(measure, operator, number), Thing::Element(id)) => {
                let value = match measure {
                    Measure::Trust => self.facts.trust(id),
                    Measure::FanIn => count(self.facts.flows(id, Way::Incoming)),
                    Measure::FanOut => count(self.facts.flows(id, Way::Outgoing)),
                };
                match (value, self.facts.boundary(thing)) {
                    (Some(value), _) => Truth::of(compares(&value, *operator, number)),
                    (None, Some(boundary)) => {
                        trace.unasked.push(Unasked::Of(Target::Boundary(boundary), "trust"));
                        Truth::Unasked
                    }
                    (None, None) => Truth::False,
                }
            }
            (Test::Is(nouns), Thing::Element(id)) => {
                let truth = nouns.iter().map(|noun| self.facts.is(id, *noun)).max().unwrap_or(Truth::False);
                if truth == Truth::Unasked {
                    trace.unasked.push(Unasked::Of(thing.target(), "kind"));
                }
                truth
            }
            (Test::Mentions(words), _) => Truth::of(self.facts.mentions(thing, words)),
            (Test::CrossesBoundary, Thing::Flow(id)) => Truth::of(!self.facts.crossings(id).is_empty()),
            (Test::Crosses(kinds), Thing::Flow(id)) => {
                let boundaries = self.facts.crossings(id).iter().map(|crossing| crossing.boundary);
                self.boundary_kinds(boundaries, kinds, trace)
            }
            (Test::EntersTrust, Thing::Flow(id)) => Truth::of(self.facts.enters_trust(id)),
            (Test::LeavesTrust, Thing::Flow(id)) => Truth::of(self.facts.leaves_trust(id)),
            (Test::Reply, Thing::Flow(id)) => Truth::of(self.facts.is_reply(id)),
            (Test::TwoWay, Thing::Flow(id)) => {
                Truth::of(self.facts.model.flow(id).arrow == crate::syntax::ast::Arrow::Both)
            }
            (Test::Apart, Thing::Flow(id)) => Truth::of(self.facts.is_apart(id)),
            (Test::Exposed, Thing::Element(id)) => Truth::of(self.facts.is_exposed(id)),
            (Test::Inside(kinds), Thing::Element(id)) => {
                let model = self.facts.model;
                self.boundary_kinds(model.boundary_path(model.element(id).parent), kinds, trace)
            }
            (Test::Reach(way, nouns), Thing::Element(id)) => {
                Truth::of(nouns.iter().any(|noun| self.facts.reaches(id, *way, *noun)))
            }
            (
                Test::Number(..)
                | Test::Is(_)
                | Test::CrossesBoundary
                | Test::Apart
                | Test::Crosses(_)
                | Test::EntersTrust
                | Test::LeavesTrust
                | Test::Reply
                | Test::TwoWay
                | Test::Exposed
                | Test::Inside(_)
                | Test::Reach(..),
                _,
            ) => Truth::False,
        }
    }

    /// Whether one of the boundaries is of one of the kinds.
    fn boundary_kinds(
        self,
        boundaries: impl Iterator<Item = BoundaryId>,
        kinds: &[&'static str],
        trace: &mut Trace,
    ) -> Truth {
        let mut result = Truth::False;
        for id in boundaries {
            match self.facts.model.boundary(id).settings.text("kind") {
                Some(kind) if kinds.contains(&kind.as_str()) => return Truth::True,
                Some(_) => {}
                None => {
                    trace.unasked.push(Unasked::Of(Target::Boundary(id), "kind"));
                    result = Truth::Unasked;
                }
            }
        }
        result
    }

    /// Whether one of the kinds of data passes the test.
    fn data(self, thing: Thing, set: DataSet, test: &AttributeTest, trace: &mut Trace) -> Truth {
        let held = self.facts.data(thing, set);
        let mut result = Truth::False;
        let mut missing = Vec::new();
        for id in held.data.iter().copied() {
            match ask(self.facts.model.data[id.0].settings.answer(test.name), &test.ask) {
                Truth::True => return Truth::True,
                Truth::Unasked => {
                    missing.push(Unasked::OfData(id, test.name));
                    result = Truth::Unasked;
                }
                Truth::False => {}
            }
        }
        if !held.unasked.is_empty() {
            result = Truth::Unasked;
        }
        trace.unasked.extend(missing);
        trace.unasked.extend(held.unasked.iter().map(|(target, attribute)| Unasked::Of(*target, attribute)));
        result
    }

    /// What is so, in words, whichever way the test asked.
    fn reason(self, found: Found, test: &Test) -> Option<Reason> {
        let model = self.facts.model;
        let key = match found {
            Found::Thing(thing) => model.target_key(thing.target()),
            Found::Boundary(id) => &model.boundary(id).id.value,
        };
        let plain = |text: String| Some(Reason { text, span: None });
        match (test, found) {
            (Test::Attribute(test), found) => {
                let (kind, settings) = match found {
                    Found::Thing(thing) => (self.facts.kind(thing), self.facts.settings(thing)),
                    Found::Boundary(id) => (Kind::Boundary, &model.boundary(id).settings),
                };
                test.on.contains(&kind).then(|| Reason {
                    text: format!("`{}` of `{key}` {}", test.name, answer_words(settings.answer(test.name))),
                    span: settings.span(test.name),
                })
            }
            (Test::Data(set, test), Found::Thing(thing)) => {
                let passing = self
                    .facts
                    .data(thing, *set)
                    .data
                    .iter()
                    .find(|id| ask(model.data[id.0].settings.answer(test.name), &test.ask) == Truth::True)?;
                let data = &model.data[passing.0];
                let verb = match (thing, set) {
                    (Thing::Flow(_), _) => "carries",
                    (Thing::Element(_), DataSet::Holds) => "holds",
                    (Thing::Element(_), _) => "handles",
                };
                Some(Reason {
                    text: format!(
                        "`{key}` {verb} `{}`, whose `{}` {}",
                        data.id.value,
                        test.name,
                        answer_words(data.settings.answer(test.name))
                    ),
                    span: Some(data.span),
                })
            }
            (Test::Number(measure, ..), Found::Thing(Thing::Element(id))) => plain(match measure {
                Measure::Trust => format!("`{key}` is trusted {}", self.facts.trust(id)?),
                Measure::FanIn => format!("{} flows go to `{key}`", self.facts.flows(id, Way::Incoming).len()),
                Measure::FanOut => format!("{} flows come from `{key}`", self.facts.flows(id, Way::Outgoing).len()),
            }),
            (
                Test::CrossesBoundary | Test::EntersTrust | Test::LeavesTrust | Test::Crosses(_),
                Found::Thing(Thing::Flow(id)),
            ) => {
                let crossings: Vec<String> = self
                    .facts
                    .crossings(id)
                    .iter()
                    .map(|crossing| {
                        let boundary = &model.boundary(crossing.boundary).id.value;
                        match crossing.direction {
                            CrossingDirection::Enters => format!("enters `{boundary}`"),
                            CrossingDirection::Leaves => format!("leaves `{boundary}`"),
                        }
                    })
                    .collect();
                let crossings =
                    if crossings.is_empty() { "crosses no boundary".to_owned() } else { crossings.join(" and ") };
                Some(Reason { text: format!("`{key}` {crossings}"), span: Some(model.flow(id).ends) })
            }
            (Test::Apart, _) => plain(format!("no boundary holds both ends of `{key}`")),
            (Test::Exposed, _) => plain(format!("something less trusted sends to `{key}`")),
            (Test::Reach(Way::Incoming, nouns), _) => plain(format!("there is a way from {} to `{key}`", words(nouns))),
            (Test::Reach(Way::Outgoing, nouns), _) => plain(format!("there is a way from `{key}` to {}", words(nouns))),
            (Test::Inside(kinds), _) => {
                plain(format!("`{key}` stands inside a boundary of kind {}", kinds.join(" or ")))
            }
            (Test::Mentions(_), Found::Thing(thing)) => {
                let span = match thing {
                    Thing::Element(id) => model.element(id).id.span,
                    Thing::Flow(id) => model.flow(id).ends,
                };
                Some(Reason { text: format!("what `{key}` is called and built with"), span: Some(span) })
            }
            (_, _) => None, // the picture says so
        }
    }
}

fn attribute(kind: Kind, settings: &Settings, test: &AttributeTest, asked: Unasked, trace: &mut Trace) -> Truth {
    if !test.on.contains(&kind) {
        return Truth::False;
    }
    let truth = ask(settings.answer(test.name), &test.ask);
    if truth == Truth::Unasked {
        trace.unasked.push(asked);
    }
    truth
}

fn words(nouns: &[Noun]) -> String {
    let word = |noun: &Noun| Noun::ALL.iter().find(|(_, known)| known == noun).map_or("something", |(word, _)| *word);
    let article = |word: &'static str| if word == "entity" { format!("an {word}") } else { format!("a {word}") };
    nouns.iter().map(|noun| article(word(noun))).collect::<Vec<_>>().join(" or ")
}

fn answer_words(answer: Option<&Answer>) -> String {
    match answer {
        None => "has not been asked".to_owned(),
        Some(Answer::None) => "is `none`".to_owned(),
        Some(Answer::Unknown) => "is `unknown`".to_owned(),
        Some(Answer::Values(values)) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{}`", value.to_text())).collect();
            format!("is {}", values.join(", "))
        }
    }
}

fn ask(answer: Option<&Answer>, ask: &Ask) -> Truth {
    let values = match answer {
        None => return unanswered(ask),
        Some(Answer::None) => return Truth::of(matches!(ask, Ask::OneOf { none: true, .. })),
        Some(Answer::Unknown) => return Truth::of(matches!(ask, Ask::OneOf { unknown: true, .. })),
        Some(Answer::Values(values)) => values,
    };
    Truth::of(match ask {
        Ask::Answered => true,
        Ask::Unset => false,
        Ask::Stated(wanted) if wanted.is_empty() => true,
        Ask::OneOf { values: wanted, .. } | Ask::Stated(wanted) => values.iter().any(|value| {
            let text = value.to_text();
            wanted.iter().any(|wanted| text.eq_ignore_ascii_case(wanted))
        }),
        Ask::Order(words, operator, place) => values.iter().any(|value| {
            let text = value.to_text();
            let found = words.iter().position(|word| word.name == text);
            found.is_some_and(|found| compares(&found, *operator, place))
        }),
    })
}

fn unanswered(ask: &Ask) -> Truth {
    match ask {
        Ask::OneOf { unset: true, .. } | Ask::Unset => Truth::True,
        Ask::OneOf { .. } | Ask::Answered | Ask::Order(..) => Truth::Unasked,
        Ask::Stated(_) => Truth::False,
    }
}

fn count(flows: &[crate::model::FlowId]) -> Option<i64> {
    i64::try_from(flows.len()).ok()
}

fn compares<T: Ord>(value: &T, operator: Operator, number: &T) -> bool {
    match operator {
        Operator::Less => value < number,
        Operator::LessOrEqual => value <= number,
        Operator::Greater => value > number,
        Operator::GreaterOrEqual => value >= number,
        Operator::NotEqual => value != number,
        Operator::Equal | Operator::In | Operator::Has | Operator::Is => value == number,
    }
}

impl condition::Test {
    /// Whether it is about flows, about elements, or about both.
    pub(super) fn is_about(&self, kind: Kind) -> bool {
        match self {
            Test::Attribute(test) => test.on.contains(&kind),
            Test::Data(..) | Test::Mentions(_) => kind != Kind::Boundary,
            Test::CrossesBoundary
            | Test::Apart
            | Test::Crosses(_)
            | Test::EntersTrust
            | Test::LeavesTrust
            | Test::Reply
            | Test::TwoWay => kind == Kind::Flow,
            Test::Number(..) | Test::Is(_) | Test::Exposed | Test::Inside(_) | Test::Reach(..) => {
                matches!(kind, Kind::Entity | Kind::Process | Kind::Store)
            }
        }
    }
}

//! What a rule's condition means, once its words are known: a tree without names.

use crate::model::ElementKind;
use crate::syntax::ast::Operator;
use crate::vocabulary::{Kind, Word};

/// A condition.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// Every one of them.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// About the flows of an element; inside, the flow is looked at.
    Flows(Quantifier, Way, Box<Condition>),
    /// About one thing.
    Test(Subject, Test),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    /// At least one.
    Any,
    /// Each, also where there is none.
    Every,
}

/// Which way a flow goes, seen from an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::threat) enum Way {
    /// To it.
    Incoming,
    /// From it.
    Outgoing,
}

/// What a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The thing that is looked at, or where a path leads from it.
    pub base: Base,
    /// Whether the innermost boundary of that thing is meant.
    pub boundary: bool,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The element or flow itself.
    Itself,
    /// The end of the flow that it comes from.
    From,
    /// The end of the flow that it goes to.
    To,
    /// The element whose flows are looked at.
    Element,
}

/// A test of one thing.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Of one of its attributes.
    Attribute(AttributeTest),
    /// Of an attribute of the data that it carries, holds or handles.
    Data(DataSet, AttributeTest),
    /// A number that follows from the model.
    Number(Measure, Operator, i64),
    /// What it is.
    Is(Vec<Noun>),
    /// A word of it.
    Mentions(Vec<String>),
    /// A flow between different boundaries.
    CrossesBoundary,
    /// A flow between ends that no boundary holds both of.
    Apart,
    /// A flow across a boundary of one of these kinds.
    Crosses(Vec<&'static str>),
    /// A flow into a more trusted boundary.
    EntersTrust,
    /// A flow out of a more trusted boundary.
    LeavesTrust,
    /// The answer to the flow before it.
    Reply,
    /// A flow both ways.
    TwoWay,
    /// Something less trusted sends to it.
    Exposed,
    /// It stands in a boundary of one of these kinds.
    Inside(Vec<&'static str>),
    /// There is a way along flows; incoming: from such an element, outgoing: to one.
    Reach(Way, Vec<Noun>),
}

/// A test of an attribute.
#[derive(Clone, Debug)]
pub(super) struct AttributeTest {
    /// Which.
    pub name: &'static str,
    /// The kinds of declaration that have it.
    pub on: Vec<Kind>,
    /// What it asks.
    pub ask: Ask,
}

/// What a test asks of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    /// Whether one of the values, or one of the other answers, is there.
    OneOf {
        /// Values.
        values: Vec<String>,
        /// Whether `none` is meant too.
        none: bool,
        /// Whether `unknown` is meant too.
        unknown: bool,
        /// Whether its absence is meant too.
        unset: bool,
    },
    /// Whether there is a value; unasked where it is absent.
    Answered,
    /// Whether there is one of these values, or any where none is named; never unasked.
    Stated(Vec<String>),
    /// Whether it is absent.
    Unset,
    /// How its first value compares with one of its words, in their order.
    Order(&'static [Word], Operator, usize),
}

/// Kinds of data that belong to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataSet {
    /// What a flow moves.
    Carries,
    /// What sits in a store.
    Holds,
    /// All that an element holds, sends or receives.
    Handles,
}

/// A number that follows from the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// How far the innermost boundary that says so is trusted.
    Trust,
    /// How many flows go to it.
    FanIn,
    /// How many flows come from it.
    FanOut,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noun {
    /// An external entity, a process or a store.
    Kind(ElementKind),
    /// An external entity that is a person.
    Person,
    /// An external entity that is a system.
    System,
}

impl Noun {
    /// Every one, with its word.
    pub(super) const ALL: [(&'static str, Noun); 5] = [
        ("entity", Noun::Kind(ElementKind::Entity)),
        ("process", Noun::Kind(ElementKind::Process)),
        ("store", Noun::Kind(ElementKind::Store)),
        ("person", Noun::Person),
        ("system", Noun::System),
    ];
}

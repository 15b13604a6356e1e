//! The values of a model.

use std::collections::BTreeSet;

use petgraph::graph::DiGraph;

use super::category::{Category, ElementType};
use super::imports::Imported;
use super::settings::Settings;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Arrow, Condition, Text};
use crate::vocabulary::Kind;

macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    };
}

id!(ElementId, "Which element of a model: an index into [`Model::elements`].");
id!(BoundaryId, "Which trust boundary of a model: an index into [`Model::boundaries`].");
id!(FlowId, "Which flow of a model: an index into [`Model::flows`].");
id!(DataId, "Which kind of data of a model: an index into [`Model::data`].");
id!(ThreatId, "Which threat of a model: an index into [`Model::threats`].");
id!(MitigationId, "Which mitigation of a model: an index into [`Model::mitigations`].");

/// Everything that one file says, resolved.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The `model` block.
    pub header: Header,
    /// Kinds of data.
    pub data: Vec<Data>,
    /// Entities, processes and stores, in the order of the text.
    pub elements: Vec<Element>,
    /// Trust boundaries; a parent stands before its children.
    pub boundaries: Vec<Boundary>,
    /// Flows whose two ends are known.
    pub flows: Vec<Flow>,
    /// Findings.
    pub threats: Vec<Threat>,
    /// Mitigations, shared ones and those of one threat.
    pub mitigations: Vec<Mitigation>,
    /// Passes that found nothing.
    pub dismissals: Vec<Dismissal>,
    /// Rules whose candidates are answered: asked, and nothing found.
    pub rule_dismissals: Vec<RuleDismissal>,
    /// Other ratings for what rules find.
    pub adjustments: Vec<Adjustment>,
    /// Threat rules, their conditions not yet compiled.
    pub rules: Vec<Rule>,
    /// Security that is taken for granted.
    pub assumptions: Vec<Assumption>,
    /// Open questions.
    pub questions: Vec<Question>,
    /// What was found outside the scope.
    pub parked: Vec<Parked>,
    /// Further diagrams of the same model.
    pub views: Vec<View>,
    /// Elements as nodes (the node index is the element's id) and flows as edges; `<->` has one each way.
    pub graph: DiGraph<ElementId, FlowId>,
    /// Elements and data that a broken statement mentions: nobody knows what it would have said of them.
    pub mentioned: Mentioned,
    /// Whether some statement could not be read or something imported is not there, so that what is missing may only
    /// be unreadable.
    pub incomplete: bool,
}

/// See [`Model::mentioned`].
#[derive(Clone, Debug, Default)]
pub struct Mentioned {
    /// Elements.
    pub elements: BTreeSet<ElementId>,
    /// Kinds of data.
    pub data: BTreeSet<DataId>,
}

/// What the `model` block says.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The head of the block; [`None`] where the file has no `model`.
    pub span: Option<Span>,
    /// The title.
    pub title: Option<Text>,
    /// What describes it.
    pub doc: String,
    /// What is modelled, and what is not.
    pub scope: Option<String>,
    /// How wide the session looked.
    pub level: Option<SessionLevel>,
    /// Which categories it walked through.
    pub method: Option<Method>,
    /// When it was last looked through.
    pub reviewed: Option<jiff::civil::Date>,
    /// Who was in the room.
    pub participants: Vec<String>,
    /// Which way the diagram runs, where the model says so.
    pub direction: Option<Direction>,
    /// Its attributes.
    pub settings: Settings,
    /// Checks that the model allows, warns of or denies.
    pub lints: Vec<(LintLevel, Spanned<String>)>,
}

/// An enumeration whose variants are words of the vocabulary.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant,)*
        }

        impl $name {
            /// As it is written in a model.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            /// The one that is written so.
            #[must_use]
            pub fn from_word(word: &str) -> Option<$name> {
                match word {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// How wide a session looked.
    SessionLevel {
        /// One feature or integration.
        Feature = "feature",
        /// One subsystem, data flow or trust boundary.
        Standard = "standard",
        /// A whole system.
        System = "system",
    }
}

words! {
    /// Which categories a session walks through.
    Method {
        /// STRIDE.
        Stride = "stride",
        /// LINDDUN.
        Linddun = "linddun",
        /// Both.
        Both = "both",
    }
}

words! {
    /// What a model does with a check.
    LintLevel {
        /// It is not reported.
        Allow = "allow",
        /// It is a warning.
        Warn = "warn",
        /// It is an error.
        Deny = "deny",
    }
}

words! {
    /// Which way a diagram runs.
    Direction {
        /// From left to right.
        Right = "right",
        /// From top to bottom.
        Down = "down",
    }
}

words! {
    /// A rating of likelihood or impact.
    Rating {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

/// A kind of data, classified.
#[derive(Clone, Debug)]
pub struct Data {
    /// The identifier.
    pub id: Spanned<String>,
    /// Which other file declares it, where one does.
    pub imported: Option<Imported>,
    /// The label, or the identifier where there is none.
    pub label: String,
    /// What describes it.
    pub doc: String,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    /// External entity.
    Entity,
    /// Process.
    Process,
    /// Data store.
    Store,
}

impl ElementKind {
    /// The element type of the data-flow diagram.
    #[must_use]
    pub fn element_type(self) -> ElementType {
        match self {
            ElementKind::Entity => ElementType::Entity,
            ElementKind::Process => ElementType::Process,
            ElementKind::Store => ElementType::Store,
        }
    }

    /// The kind of declaration.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            ElementKind::Entity => Kind::Entity,
            ElementKind::Process => Kind::Process,
            ElementKind::Store => Kind::Store,
        }
    }
}

/// An external entity, a process or a data store.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// The identifier.
    pub id: Spanned<String>,
    /// Which other file declares it, where one does.
    pub imported: Option<Imported>,
    /// The label, or the identifier where there is none.
    pub label: String,
    /// What describes it.
    pub doc: String,
    /// The boundary that it stands in.
    pub parent: Option<BoundaryId>,
    /// Whether it stands, in a view, for a trust boundary and everything inside.
    pub is_collapsed: bool,
    /// The data that sits there.
    pub holds: Vec<DataId>,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// A trust boundary.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The identifier.
    pub id: Spanned<String>,
    /// Which other file declares it, where one does.
    pub imported: Option<Imported>,
    /// The label, or the identifier where there is none.
    pub label: String,
    /// What describes it.
    pub doc: String,
    /// The boundary that it stands in.
    pub parent: Option<BoundaryId>,
    /// How far the inside is trusted, 0 to 100.
    pub trust: Option<i64>,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
    /// Whether something inside could not be read.
    pub incomplete: bool,
}

/// Data moving between two elements.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The identifier that the author chose.
    pub id: Option<Spanned<String>>,
    /// `ID`, or `from -> to` where it has none: what identifies it.
    pub key: String,
    /// Which other file declares it, where one does.
    pub imported: Option<Imported>,
    /// Where data comes from.
    pub from: ElementId,
    /// Where data goes.
    pub to: ElementId,
    /// One way or both.
    pub arrow: Arrow,
    /// The label; empty where there is none.
    pub label: String,
    /// What describes it.
    pub doc: String,
    /// The data that moves.
    pub carries: Vec<DataId>,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
    /// Where the two ends are written.
    pub ends: Span,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An element.
    Element(ElementId),
    /// A flow.
    Flow(FlowId),
    /// A boundary: assumptions and questions only.
    Boundary(BoundaryId),
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Threat {
    /// The identifier.
    pub id: Spanned<String>,
    /// Its place in the order of the text, from 1, which its marker shows; a view changes no number.
    pub number: usize,
    /// What kind of threat it is.
    pub categories: Vec<Spanned<Category>>,
    /// What it is about: elements and flows.
    pub targets: Vec<Spanned<Target>>,
    /// The sentence.
    pub text: String,
    /// What describes it.
    pub doc: String,
    /// How likely it is.
    pub likelihood: Option<Rating>,
    /// How bad it is.
    pub impact: Option<Rating>,
    /// What is done about it.
    pub mitigations: Vec<MitigationId>,
    /// Accepted, transferred or avoided.
    pub disposition: Option<Disposition>,
    /// Its attributes.
    pub settings: Settings,
    /// The first line of it, up to the end of the sentence.
    pub head: Span,
    /// All of it.
    pub span: Span,
}

/// What is done about a threat.
#[derive(Clone, Debug)]
pub struct Mitigation {
    /// The identifier, where it has one.
    pub id: Option<Spanned<String>>,
    /// Which other file declares it, where one does.
    pub imported: Option<Imported>,
    /// The sentence.
    pub text: String,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

words! {
    /// What was decided about a threat that is not mitigated.
    DispositionKind {
        /// The risk is carried.
        Accepted = "accepted",
        /// The risk is somebody else's.
        Transferred = "transferred",
        /// The thing is not done.
        Avoided = "avoided",
    }
}

/// A decision about a threat that is not mitigated.
#[derive(Clone, Debug)]
pub struct Disposition {
    /// Which.
    pub kind: DispositionKind,
    /// Why.
    pub because: String,
    /// Its attributes: `by`, `until`, `ticket`.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// Asked, and nothing found.
#[derive(Clone, Debug)]
pub struct Dismissal {
    /// The category.
    pub category: Spanned<Category>,
    /// Where.
    pub target: Spanned<Target>,
    /// Why nothing was found.
    pub because: String,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// A rule's candidate was looked at, and nothing found.
#[derive(Clone, Debug)]
pub struct RuleDismissal {
    /// The rule, by name; whether there is one is not known here.
    pub rule: Spanned<String>,
    /// Where; [`None`] switches the rule off for the whole model.
    pub target: Option<Spanned<Target>>,
    /// Why nothing was found.
    pub because: String,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// Another rating for what a rule finds.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// The rule, by name; whether there is one is not known here.
    pub rule: Spanned<String>,
    /// Where; [`None`] means the whole model.
    pub target: Option<Spanned<Target>>,
    /// Why.
    pub because: String,
    /// Instead of the rule's own.
    pub likelihood: Option<Rating>,
    /// Instead of the rule's own.
    pub impact: Option<Rating>,
    /// All of it.
    pub span: Span,
}

/// A threat rule as it was written: what it says is read, what its conditions mean is not.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The identifier.
    pub id: Spanned<String>,
    /// The title, or the identifier where there is none.
    pub title: String,
    /// What describes it, in Markdown.
    pub doc: String,
    /// The element types that it looks at.
    pub on: Vec<ElementType>,
    /// `when` and `unless`, as often as they were written.
    pub conditions: Vec<Condition>,
    /// The categories of what it finds.
    pub categories: Vec<Spanned<Category>>,
    /// Its attributes.
    pub settings: Settings,
    /// The first line of it.
    pub head: Span,
    /// All of it.
    pub span: Span,
    /// Whether something in it could not be read.
    pub incomplete: bool,
}

/// Security that is taken for granted.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// The sentence.
    pub text: String,
    /// Where; empty means the whole model.
    pub targets: Vec<Spanned<Target>>,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// An open question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The sentence.
    pub text: String,
    /// Where; empty means the whole model.
    pub targets: Vec<Spanned<Target>>,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// Found outside the scope: for another session.
#[derive(Clone, Debug)]
pub struct Parked {
    /// The sentence.
    pub text: String,
    /// Its attributes.
    pub settings: Settings,
    /// All of it.
    pub span: Span,
}

/// One diagram of several: which part of a model it shows, and how.
#[derive(Clone, Debug)]
pub struct View {
    /// The identifier.
    pub id: Spanned<String>,
    /// The label, or the identifier where there is none.
    pub label: String,
    /// What describes it.
    pub doc: String,
    /// What it shows; empty means everything.
    pub include: Vec<Spanned<Part>>,
    /// What it leaves out: elements, flows and boundaries with all that is inside.
    pub exclude: Vec<Spanned<Part>>,
    /// Boundaries that are drawn as one box.
    pub collapse: Vec<Spanned<BoundaryId>>,
    /// What it is about, to be shown with what is next to it.
    pub focus: Option<Spanned<Part>>,
    /// Which way the diagram runs, where the view says so.
    pub direction: Option<Direction>,
    /// All of it.
    pub span: Span,
}

/// What a view names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// An element.
    Element(ElementId),
    /// A boundary with all that is inside.
    Boundary(BoundaryId),
    /// A flow and its ends.
    Flow(FlowId),
    /// The elements that hold it, and the flows that carry it with their ends.
    Data(DataId),
}

/// Whether a flow goes into a boundary or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrossingDirection {
    /// Out of it.
    Leaves,
    /// Into it.
    Enters,
}

/// A place where a flow crosses a trust boundary, seen from its `from` end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// Which boundary.
    pub boundary: BoundaryId,
    /// Which way.
    pub direction: CrossingDirection,
}

//! Names resolved into typed ids: elements, flows, boundaries, data and findings, with the questions that a
//! threat modeller asks of them.
//!
//! # Steps
//! 1. `names`: every declaration gets its id; duplicates are reported.
//! 2. `settings`: attributes are checked against the vocabulary.
//! 3. `build`: declarations become values, and references become ids (`resolve`); `findings` does threats and remarks,
//!    `rules` does rules, and `imports` takes in what other files declare.
//!
//! Then `view` projects a model to the part of it that a view shows: again a model.
//!
//! It refuses to know where anything is drawn and how bad a threat is.

mod build;
mod category;
mod codes;
mod findings;
mod imports;
mod lookup;
mod names;
mod resolve;
mod rules;
mod scope;
mod settings;
mod shown;
mod types;
mod view;

pub use build::{Unit, build};
pub use category::{Category, ElementType};
pub use imports::Imported;
pub use jiff::civil::Date;
pub use settings::{Answer, Settings, Value};
pub use types::{
    Adjustment, Assumption, Boundary, BoundaryId, Crossing, CrossingDirection, Data, DataId, Direction, Dismissal,
    Disposition, DispositionKind, Element, ElementId, ElementKind, Flow, FlowId, Header, LintLevel, Method, Mitigation,
    MitigationId, Model, Parked, Part, Question, Rating, Rule, RuleDismissal, SessionLevel, Target, Threat, ThreatId,
    View,
};
pub use view::{focus, shows_nothing, view};

pub(crate) use codes::CODES;

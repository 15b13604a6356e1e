//! Threatline: a diagram-as-code compiler for threat models.
//!
//! # Steps
//! ```text
//! text -project-> ast::File -model-> Model -check-> diagnostics
//!                    |                 |-threat-> Assessment -+-----------> emit: json
//!                 format               '-layout-> Layout -----+-scene-> Scene -> emit: svg, png, pdf
//! ```
//! Every arrow is a pure function; [`analysis`] runs the first ones in order. Files, the clock, the environment and
//! standard output exist only in `cli`.

pub mod analysis;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod configuration;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod finding;
pub mod format;
pub mod ide;
pub mod layout;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "cli")]
pub mod markdown;
pub mod model;
pub mod project;
pub mod report;
pub mod scene;
#[cfg(feature = "serve")]
mod serve;
pub mod session;
pub mod source;
pub mod suppression;
pub mod syntax;
pub mod text;
pub mod threat;
pub mod vocabulary;

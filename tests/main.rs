//! All integration tests, in one binary.

#![expect(clippy::disallowed_methods, reason = "tests read and write files and start the program")]

mod support;

mod book;
mod browser;
mod changes;
mod command;
mod configuration;
mod documentation;
mod drawing;
#[cfg(feature = "lsp")]
mod editors;
mod experts;
mod findings;
mod formats;
mod generated;
mod git;
mod imports;
mod invariants;
mod laws;
mod look;
#[cfg(feature = "lsp")]
mod lsp;
mod markdown;
mod mdbook;
mod metrics;
mod mistakes;
#[cfg(feature = "lsp")]
mod neovim;
#[cfg(all(feature = "serve", unix))]
mod page;
mod questions;
mod recovery;
mod report;
mod rules;
#[cfg(feature = "serve")]
mod serve;
mod session;
mod threats;
mod views;

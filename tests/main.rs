//! All integration tests, in one binary.

mod support;

mod command;
mod documentation;
mod drawing;
mod invariants;
mod laws;
mod mistakes;
mod recovery;
mod threats;

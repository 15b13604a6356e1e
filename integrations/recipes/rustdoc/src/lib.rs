//! A web shop.
//!
//! Its threat model:
//!
#![doc = include_str!(concat!(env!("OUT_DIR"), "/shop.svg"))]
//!
//! Read [`charge`] next.

/// Charges a card.
pub fn charge() {}

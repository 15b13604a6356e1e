//! The tree-sitter grammar of `.tm` files, the threat models of Threatline.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_tm::LANGUAGE.into()).expect("a language that this version reads");
//! let tree = parser.parse("entity user \"User\" { kind: person }", None).expect("a tree");
//! assert!(!tree.root_node().has_error());
//! ```

use tree_sitter_language::LanguageFn;

extern "C" {
    fn tree_sitter_tm() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
// SAFETY: the generated function takes nothing and returns a pointer to a table that is never freed.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_tm) };

/// Every node type, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// What has which colour.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");
/// What is declared, and what refers to it.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");
/// Which text is of another language.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");
/// The declarations, for a list of symbols.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
/// What can be folded.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");
/// What is indented.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

#[cfg(test)]
mod tests {
    use tree_sitter::{Parser, Query};

    #[test]
    fn the_grammar_loads_and_every_query_fits_it() {
        let language = super::LANGUAGE.into();
        Parser::new().set_language(&language).expect("a language that this version reads");
        for query in [
            super::HIGHLIGHTS_QUERY,
            super::LOCALS_QUERY,
            super::INJECTIONS_QUERY,
            super::TAGS_QUERY,
            super::FOLDS_QUERY,
            super::INDENTS_QUERY,
        ] {
            Query::new(&language, query).unwrap_or_else(|error| panic!("{error}\n{query}"));
        }
    }
}

//! The codes of names and attributes.

use crate::diagnostic::{Code, code};

code!(UNKNOWN_NAME, "TM0101", "unknown-name", Error, "a name that nothing declares");
code!(DUPLICATE_NAME, "TM0102", "duplicate-name", Error, "two declarations of one name");
code!(WRONG_KIND, "TM0103", "wrong-kind", Error, "a name of the wrong kind of thing");
code!(PARALLEL_FLOWS, "TM0104", "unnamed-parallel-flows", Error, "two unnamed flows with the same ends");
code!(BOUNDARY_AS_END, "TM0105", "boundary-as-end", Error, "a flow from or to a trust boundary");
code!(MISSING_TARGET, "TM0106", "missing-target", Error, "a finding that is about nothing");
code!(MISPLACED, "TM0107", "misplaced-declaration", Error, "a declaration where it cannot stand");
code!(MISSING_TEXT, "TM0108", "missing-text", Error, "a finding without its sentence");
code!(DUPLICATE_MODEL, "TM0109", "duplicate-model", Error, "two `model` blocks in one file");
code!(UNKNOWN_CATEGORY, "TM0110", "unknown-category", Error, "a threat category that does not exist");
code!(SEVERAL_DISPOSITIONS, "TM0111", "several-dispositions", Error, "a threat with two dispositions");
code!(UNKNOWN_ATTRIBUTE, "TM0201", "unknown-attribute", Error, "an attribute that this declaration does not have");
code!(WRONG_VALUE, "TM0202", "wrong-value", Error, "a value outside the attribute's set");
code!(WRONG_TYPE, "TM0203", "wrong-type", Error, "a value of the wrong type");
code!(REPEATED_ATTRIBUTE, "TM0204", "repeated-attribute", Error, "an attribute that stands twice");
code!(BAD_DATE, "TM0205", "bad-date", Error, "a date that does not exist");
code!(MISSING_VALUE, "TM0206", "missing-value", Error, "an attribute without a value");
code!(UNSAFE_LINK, "TM0207", "unsafe-link", Error, "a link that is not http, https, mailto or relative");

code!(UNKNOWN_MEMBER, "TM0507", "unknown-member", Error, "a name that the imported file does not declare");
code!(UNUSED_IMPORT, "TM0508", "unused-import", Warning, "an import that nothing uses");

/// All of them.
pub(crate) const CODES: &[&Code] = &[
    &UNKNOWN_NAME,
    &DUPLICATE_NAME,
    &WRONG_KIND,
    &PARALLEL_FLOWS,
    &BOUNDARY_AS_END,
    &MISSING_TARGET,
    &MISPLACED,
    &MISSING_TEXT,
    &DUPLICATE_MODEL,
    &UNKNOWN_CATEGORY,
    &SEVERAL_DISPOSITIONS,
    &UNKNOWN_ATTRIBUTE,
    &WRONG_VALUE,
    &WRONG_TYPE,
    &REPEATED_ATTRIBUTE,
    &BAD_DATE,
    &MISSING_VALUE,
    &UNSAFE_LINK,
    &UNKNOWN_MEMBER,
    &UNUSED_IMPORT,
];

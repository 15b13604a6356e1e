//! The codes of everything that can be wrong before names mean anything.

use crate::diagnostic::code;

code!(SYNTAX_ERROR, "TM0001", "syntax-error", Error, "a statement that cannot be read");
code!(UNCLOSED_BRACE, "TM0002", "unclosed-brace", Error, "a `{` without its `}`");
code!(UNEXPECTED_BRACE, "TM0003", "unexpected-brace", Error, "a `}` without its `{`");
code!(UNTERMINATED_STRING, "TM0004", "unterminated-string", Error, "a string or text block without its end");
code!(NESTING_TOO_DEEP, "TM0005", "nesting-too-deep", Error, "more than 64 levels of braces");
code!(MISSPELT_KEYWORD, "TM0006", "misspelt-keyword", Error, "a statement that begins with no keyword");
code!(MISSING_COLON, "TM0007", "missing-colon", Error, "an attribute without its colon");
code!(WRONG_ARROW, "TM0008", "wrong-arrow", Error, "an arrow that is not `->` or `<->`");
code!(FOREIGN_FORMAT, "TM0010", "foreign-format", Error, "a file of another program");
code!(EMPTY_FILE, "TM0011", "empty-file", Error, "a file that says nothing");
code!(FILE_TOO_LARGE, "TM0012", "file-too-large", Error, "a file of more than 4 MiB");
code!(BAD_ESCAPE, "TM0013", "bad-escape", Error, "an escape that strings do not have");
code!(DANGLING_DOC_COMMENT, "TM0014", "dangling-doc-comment", Warning, "a doc comment that describes nothing");
code!(TOO_MANY_ERRORS, "TM0015", "too-many-errors", Error, "more syntax errors than are worth listing");

/// All of them.
pub(crate) const CODES: &[&crate::diagnostic::Code] = &[
    &SYNTAX_ERROR,
    &UNCLOSED_BRACE,
    &UNEXPECTED_BRACE,
    &UNTERMINATED_STRING,
    &NESTING_TOO_DEEP,
    &MISSPELT_KEYWORD,
    &MISSING_COLON,
    &WRONG_ARROW,
    &FOREIGN_FORMAT,
    &EMPTY_FILE,
    &FILE_TOO_LARGE,
    &BAD_ESCAPE,
    &DANGLING_DOC_COMMENT,
    &TOO_MANY_ERRORS,
];

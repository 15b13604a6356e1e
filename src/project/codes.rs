//! The codes of imports that cannot be followed.

use crate::diagnostic::{Code, code};

code!(BAD_IMPORT_PATH, "TM0501", "bad-import-path", Error, "an import of what is not a relative path of a model");
code!(IMPORT_OUTSIDE, "TM0502", "import-outside-project", Error, "an import that leads out of the project");
code!(IMPORT_NOT_FOUND, "TM0503", "import-not-found", Error, "an import of a file that does not exist");
code!(UNREADABLE_IMPORT, "TM0504", "unreadable-import", Error, "an import of a file that cannot be read");
code!(IMPORT_CYCLE, "TM0505", "import-cycle", Error, "a file that imports itself, by way of others or directly");
code!(TOO_MANY_IMPORTS, "TM0506", "too-many-imports", Error, "more imports than one model can need");
code!(IMPORT_NOT_OPENED, "TM0509", "import-not-opened", Note, "an import that was not to be opened");

/// All of them.
pub(crate) const CODES: &[&Code] = &[
    &BAD_IMPORT_PATH,
    &IMPORT_OUTSIDE,
    &IMPORT_NOT_FOUND,
    &UNREADABLE_IMPORT,
    &IMPORT_CYCLE,
    &TOO_MANY_IMPORTS,
    &IMPORT_NOT_OPENED,
];

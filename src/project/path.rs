//! What is written after `import` to the path of a file in the project.
//!
//! It refuses to know whether there is such a file.

/// Why a path cannot be imported: what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no path of a model in the project.
    Form {
        /// What is wrong with it.
        is: &'static str,
        /// What to do.
        help: String,
    },
    /// It leads out of the project.
    Outside,
}

/// The path that a file at `from` means: from the project's folder on, with forward slashes, without `.` and `..`.
pub(super) fn resolve(from: &str, written: &str) -> Result<String, Refusal> {
    check_form(written)?;
    joined(from, written).ok_or(Refusal::Outside)
}

/// A path that is relative to the folder of `from`, or to `from` itself where that ends in a slash, without `.` and `..`;
/// [`None`] where it leads out.
pub(crate) fn joined(from: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn check_form(written: &str) -> Result<(), Refusal> {
    let refuse = |is, help: &str| Err(Refusal::Form { is, help: help.to_owned() });
    let relative = "write the path from this file's folder on: `../identity/identity.tm`";
    if written.trim().is_empty() {
        return refuse("is empty", relative);
    }
    if written.contains(char::is_control) {
        return refuse("has a character in it that no path has", "take the control character out");
    }
    if written.contains("://") {
        return refuse("is an address", "keep a copy of the file in the project, and import that");
    }
    if written.starts_with('/') || written.starts_with('\\') || written.contains(':') {
        return refuse("is not relative", relative);
    }
    if written.contains('\\') {
        let help = format!("write it with forward slashes: `{}`", written.replace('\\', "/"));
        return Err(Refusal::Form { is: "has backslashes", help });
    }
    if written.strip_suffix(".tm").is_none_or(|stem| stem.is_empty() || stem.ends_with('/')) {
        return refuse("is not a `.tm` file", "import models only; other files cannot be read");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Refusal, resolve};

    #[test]
    fn paths_are_relative_to_the_file_and_stay_in_the_project() {
        for (from, written, expected) in [
            ("shop.tm", "identity.tm", Some("identity.tm")),
            ("shop/shop.tm", "../identity/./identity.tm", Some("identity/identity.tm")),
            ("shop/shop.tm", "a//b.tm", Some("shop/a/b.tm")),
            ("shop/<stdin>", "x.tm", Some("shop/x.tm")),
            ("shop/shop.tm", "../../x.tm", None),
            ("shop.tm", "a/../../x.tm", None),
        ] {
            let expected = expected.map(str::to_owned).ok_or(Refusal::Outside);
            assert_eq!(resolve(from, written), expected, "{from} {written}");
        }
    }

    #[test]
    fn what_is_no_relative_path_of_a_model_is_refused() {
        for written in [
            "",
            " ",
            "/etc/passwd.tm",
            "C:/x.tm",
            "c:x.tm",
            "\\\\host\\x.tm",
            "a\\b.tm",
            "https://example.com/x.tm",
            "file:x.tm",
            "a\0.tm",
            "a\n.tm",
            "x.yaml",
            "folder",
            "folder/",
            ".tm",
            "..",
        ] {
            assert!(matches!(resolve("shop.tm", written), Err(Refusal::Form { .. })), "{written:?}");
        }
    }
}

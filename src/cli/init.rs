//! `threatline init`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Outcome, output};

/// Write a small model to start from.
///
/// It checks without a warning, has a few answers and a few gaps, and shows how threats, mitigations and
/// accepted risks are written. An existing file is left alone.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Where it goes; `-` is standard output.
    #[arg(value_name = "PATH", default_value = "threat-model.tm")]
    path: PathBuf,
    /// What it is about.
    #[arg(long, value_name = "TEMPLATE", default_value = "web")]
    template: Template,
}

macro_rules! templates {
    ($($name:ident = $file:literal, $doc:literal;)*) => {
        /// A model to start from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
        enum Template {
            $(#[doc = $doc] $name,)*
        }

        impl Template {
            fn text(self) -> &'static str {
                match self {
                    $(Template::$name => include_str!(concat!("init/", $file, ".tm")),)*
                }
            }
        }
    };
}

templates! {
    Web = "web", "A web shop with accounts and payments.";
    Api = "api", "An API for partners behind a gateway.";
    Mobile = "mobile", "An app on a phone and its service.";
    Cloud = "cloud", "Files that a function in a cloud works on.";
    Kubernetes = "kubernetes", "A service in a cluster.";
    Llm = "llm", "A language model with a tool.";
    Ci = "ci", "From a pull request to a package.";
    Iot = "iot", "A device at home.";
    Linddun = "linddun", "Privacy: a newsletter.";
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let text = arguments.template.text();
    if arguments.path == Path::new("-") {
        output::print(text);
        return Outcome::Fine;
    }
    let shown = arguments.path.display();
    if arguments.path.exists() {
        output::complain(&format!("error: `{shown}` exists and is left alone; name another file\n"));
        return Outcome::Failed;
    }
    let outcome = output::deliver(&arguments.path, text.as_bytes());
    if outcome == Outcome::Fine {
        output::complain(&format!(
            "wrote {shown}\n\nnext:\n  threatline render {shown} -o threat-model.svg\n  threatline coverage {shown} --prompts\n  threatline check {shown}\n"
        ));
    }
    outcome
}

//! `threatline mdbook`: both calls of mdBook's protocol for preprocessors, and how a book learns of them.
//!
//! The book is walked as the JSON that it is, so that whatever this or the next version of mdBook adds stays as it was.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Map, Value};

use super::look::Look;
use super::output::{self, Stream, Terminal};
use super::pages::{self, Company, Manner, Page};
use super::project::{BOOK, Opening};
use super::{Format, Outcome, input};
use crate::diagnostic::{Severity, did_you_mean};
use crate::emit::svg::Dark;
use crate::markdown;

/// Draw the models in a book of mdBook, which calls this by itself.
///
/// `threatline mdbook install` tells a book to. Options stand in its `book.toml`, under
/// `[preprocessor.threatline]`: theme, show, direction, aspect, like, no-import, fail-on-warning.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    call: Option<Call>,
}

#[derive(Subcommand, Debug)]
enum Call {
    /// Say by the exit code whether a renderer can show what is drawn.
    Supports {
        /// The renderer, such as `html`.
        renderer: String,
    },
    /// Add `[preprocessor.threatline]` to a book, and leave the rest of its `book.toml` as it is.
    Install {
        /// The folder with `book.toml`.
        #[arg(value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
}

/// The renderers that take HTML in Markdown, and those that only look at links.
const RENDERERS: [&str; 6] = ["html", "markdown", "epub", "pdf", "linkcheck", "linkcheck2"];
/// The dark ones of mdBook's themes, which the page around a picture is of.
const DARK: Dark = Dark::Within(&["coal", "navy", "ayu"]);
/// The keys of the book's table that are flags of a picture.
const LOOKS: [&str; 4] = ["theme", "show", "direction", "aspect"];
/// The one that names a revision.
const LIKE: &str = "like";
/// Those that are switches.
const SWITCHES: [&str; 2] = ["fail-on-warning", "no-import"];
/// Those that mdBook reads.
const THEIRS: [&str; 5] = ["command", "renderers", "before", "after", "optional"];
/// What `install` adds.
const TABLE: &str = "[preprocessor.threatline]\ncommand = \"threatline mdbook\"\n";

pub(super) fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    let done = match &arguments.call {
        Some(Call::Supports { renderer }) => {
            return if RENDERERS.contains(&renderer.as_str()) { Outcome::Fine } else { Outcome::Findings };
        }
        Some(Call::Install { folder }) => install(folder),
        None => preprocess(terminal),
    };
    done.unwrap_or_else(|message| {
        output::complain(&format!("error: {message}\n"));
        Outcome::Failed
    })
}

fn preprocess(terminal: Terminal) -> Result<Outcome, String> {
    let [context, mut book] = call()?;
    let settings = Settings::of(&context)?;
    // The items were called sections up to mdBook 0.4.
    let items = ["items", "sections"].into_iter().find(|name| book[name].is_array());
    let items = &mut book[items.ok_or(NO_BOOK)?];
    let mut pages = Vec::new();
    visit(items, &mut |chapter| pages.push(page(chapter, &context)));
    let manner = Manner {
        look: &settings.look,
        opening: settings.opening,
        like: settings.like.as_deref(),
        dark: DARK,
        company: Company::Book,
    };
    let mut rendered = pages::render(&pages, &manner);
    let (analyses, outcome) = pages::judged(&mut rendered, settings.threshold);
    output::report(&analyses, Format::Human, terminal, Stream::Error);
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    let mut done = pages.iter().zip(&rendered);
    visit(items, &mut |chapter| {
        let Some((page, rendered)) = done.next() else { return };
        let changes = rendered.pieces.iter().filter_map(|(piece, made)| {
            let (range, text) = pages::inserted(page, piece, made, None, &mut BTreeMap::new())?;
            // What stands in a model is no command to mdBook.
            Some((range, text.replace("{{", "&#123;&#123;")))
        });
        let changes: Vec<_> = changes.collect();
        if !changes.is_empty() {
            chapter.insert("content".to_owned(), Value::String(markdown::replaced(&page.text, &changes)));
        }
    });
    output::print(&format!("{book}\n"));
    Ok(Outcome::Fine)
}

const NO_BOOK: &str = "standard input has no book, which is `[context, book]` in JSON";

/// What mdBook says when it calls: the context, and the book.
fn call() -> Result<[Value; 2], String> {
    if std::io::stdin().is_terminal() {
        return Err("mdBook calls this with a book on standard input; `threatline mdbook install` tells it to".into());
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| format!("standard input cannot be read: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{NO_BOOK}: {error}"))
}

/// What a book says of its pictures.
struct Settings {
    look: Look,
    opening: Opening,
    /// A revision.
    like: Option<String>,
    threshold: Severity,
}

impl Settings {
    fn of(context: &Value) -> Result<Settings, String> {
        let look = Look::default();
        let mut settings = Settings { look, opening: Opening::Imports, like: None, threshold: Severity::Error };
        let table = context["config"]["preprocessor"]["threatline"].as_object();
        for (key, value) in table.into_iter().flatten().filter(|(key, _)| !THEIRS.contains(&key.as_str())) {
            settings = settings
                .with(key, value)
                .map_err(|what| format!("{BOOK}: [preprocessor.threatline]: `{key}` {what}"))?;
        }
        Ok(settings)
    }

    fn with(mut self, key: &str, value: &Value) -> Result<Settings, String> {
        let switch = || value.as_bool().ok_or("is true or false");
        match key {
            "fail-on-warning" if switch()? => self.threshold = Severity::Warning,
            "no-import" if switch()? => self.opening = Opening::Nothing,
            "fail-on-warning" | "no-import" => {}
            LIKE => self.like = Some(value.as_str().ok_or("is a revision, such as \"v1.0\"")?.to_owned()),
            key if LOOKS.contains(&key) => {
                let word = word(value).ok_or("is a text, or a list of texts")?;
                self.look = self.look.with(key, &word).map_err(|message| format!("= \"{word}\": {message}"))?;
            }
            key => {
                let known = || LOOKS.into_iter().chain([LIKE]).chain(SWITCHES).chain(THEIRS);
                let hint = did_you_mean(key, known()).map(|best| format!("did you mean `{best}`?"));
                let hint = hint.unwrap_or_else(|| format!("known: {}", known().collect::<Vec<_>>().join(", ")));
                return Err(format!("is no option; {hint}"));
            }
        }
        Ok(self)
    }
}

/// A text, a number, or a list of texts with commas between.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => Some(list.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(",")),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// Every chapter, in the order of the book.
fn visit(items: &mut Value, each: &mut dyn FnMut(&mut Map<String, Value>)) {
    for item in items.as_array_mut().into_iter().flatten() {
        let Some(chapter) = item.get_mut("Chapter").and_then(Value::as_object_mut) else { continue };
        each(chapter);
        if let Some(inner) = chapter.get_mut("sub_items") {
            visit(inner, each);
        }
    }
}

/// A chapter as a page. Its text may have been changed since it was read, so its file is looked at again, for places.
fn page(chapter: &Map<String, Value>, context: &Value) -> Page {
    let text = |key: &str| chapter.get(key).and_then(Value::as_str);
    let content = text("content").unwrap_or_default().to_owned();
    let Some(inner) = text("source_path").or(text("path")) else {
        return Page { name: text("name").unwrap_or_default().to_owned(), path: None, text: content, written: None };
    };
    let root = Path::new(context["root"].as_str().unwrap_or("."));
    let path = root.join(context["config"]["book"]["src"].as_str().unwrap_or("src")).join(inner);
    let here = std::env::current_dir().unwrap_or_default();
    let name = path.strip_prefix(&here).unwrap_or(&path).display().to_string();
    let written = input::read_page(&path).text.ok().filter(|written| *written != content);
    Page { name, path: Some(path), text: content, written }
}

/// Adds the table to a book that does not have it.
fn install(folder: &Path) -> Result<Outcome, String> {
    let path = folder.join(BOOK);
    let name = path.display();
    let bytes = output::content(&path).map_err(|error| {
        format!("`{name}` cannot be read: {error}; name the folder of a book, which `mdbook init` makes")
    })?;
    let text = String::from_utf8(bytes).map_err(|_| format!("`{name}` is not UTF-8 text"))?;
    if has_table(&text).map_err(|error| format!("`{name}` is not TOML: {error}"))? {
        output::complain(&format!("`{name}` has [preprocessor.threatline] already; nothing is changed\n"));
        return Ok(Outcome::Fine);
    }
    let added = with_table(&text);
    if has_table(&added) != Ok(true) {
        return Err(format!(
            "`{name}` says `preprocessor` in a way that nothing can be added to; add this to it:\n{TABLE}"
        ));
    }
    let outcome = output::deliver(&path, added.as_bytes());
    if outcome == Outcome::Fine {
        output::complain(&format!("`{name}`: added\n\n{TABLE}\nmdBook has to find `threatline` on the PATH.\n"));
    }
    Ok(outcome)
}

/// The text with the table behind it, in its own line ends.
fn with_table(text: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = match text {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    format!("{text}{gap}{}", TABLE.replace('\n', end))
}

/// Whether a `book.toml` has the table.
fn has_table(text: &str) -> Result<bool, String> {
    let book: toml::Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let preprocessors = book.get("preprocessor").and_then(toml::Value::as_table);
    Ok(preprocessors.is_some_and(|table| table.contains_key("threatline")))
}

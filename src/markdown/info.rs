//! The info string of a fence to the options in it.

use super::{BAD_FENCE, Fence};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{FileId, Span, Spanned};

/// The options that have a value.
const OPTIONS: [&str; 9] = ["file", "view", "focus", "show", "theme", "highlight", "direction", "aspect", "caption"];

/// The words for which a fence stays as it is.
const QUIET: [&str; 4] = ["source", "ignore", "bad", "good"];

/// The word for which a fence stays and its picture stands behind it.
const WITH_SOURCE: &str = "with-source";

/// Whether an info string is one of a model.
pub(super) fn is_model(info: &str) -> bool {
    info.split([' ', '\t', ',']).next() == Some("tm")
}

/// Reads an info string that begins with `tm` at a byte of the Markdown text into a fence.
pub(super) fn read(info: &str, at: usize, fence: &mut Fence) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    fence.is_drawn = true;
    for word in words(info, at).into_iter().skip(1) {
        match option(&word, fence) {
            Ok(()) => {}
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    // What is only shown may say whatever its readers understand.
    if !fence.is_drawn {
        diagnostics.clear();
    }
    diagnostics
}

/// Its words, apart at spaces and commas that stand in no quotes.
fn words(info: &str, at: usize) -> Vec<Spanned<String>> {
    let mut words = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (here, c) in info.char_indices().chain([(info.len(), ' ')]) {
        let is_end = here == info.len() || (!is_quoted && matches!(c, ' ' | '\t' | ','));
        if is_end {
            if start < here {
                let span = Span::new(FileId::default(), at + start, at + here);
                words.push(Spanned { value: info[start..here].to_owned(), span });
            }
            start = here + c.len_utf8();
        }
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
    }
    words
}

fn option(word: &Spanned<String>, fence: &mut Fence) -> Result<(), Diagnostic> {
    if QUIET.contains(&word.value.as_str()) {
        fence.is_drawn = false;
        return Ok(());
    }
    if word.value == WITH_SOURCE {
        fence.is_shown = true;
        return Ok(());
    }
    let Some((name, value)) = word.value.split_once('=') else { return further(word, fence) };
    let Some(known) = OPTIONS.into_iter().find(|known| *known == name) else { return Err(unknown(name, word.span)) };
    if fence.option(known).is_some() {
        return Err(Diagnostic::new(&BAD_FENCE, word.span, format!("`{known}` stands twice")).help("take one out"));
    }
    fence.options.push((known, Spanned { value: unquoted(value, word.span)?, span: word.span }));
    Ok(())
}

/// A word by itself belongs to the list before it: `show=threats,list`.
fn further(word: &Spanned<String>, fence: &mut Fence) -> Result<(), Diagnostic> {
    match fence.options.last_mut() {
        Some(("show" | "highlight", list)) if list.span.end + 1 == word.span.start => {
            list.value = format!("{},{}", list.value, word.value);
            list.span = list.span.to(word.span);
            Ok(())
        }
        _ => Err(unknown(&word.value, word.span)),
    }
}

fn unquoted(value: &str, span: Span) -> Result<String, Diagnostic> {
    let Some(rest) = value.strip_prefix('"') else { return Ok(value.to_owned()) };
    match rest.strip_suffix('"') {
        Some(text) => Ok(text.replace("\\\"", "\"").replace("\\\\", "\\")),
        None => Err(Diagnostic::new(&BAD_FENCE, span, "the text in quotes does not end").help("add a `\"` behind it")),
    }
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(&BAD_FENCE, span, format!("`{name}` is no option of a fence"));
    match did_you_mean(name, OPTIONS.into_iter().chain(QUIET).chain([WITH_SOURCE])) {
        Some(best) => diagnostic.help(format!("did you mean `{best}`?")),
        None => diagnostic.help(format!(
            "there are {}, each with `=` and a value, {}, which leave the fence as it is, and {WITH_SOURCE}, which keeps \
             it above its picture",
            OPTIONS.join(", "),
            QUIET.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(info: &str) -> (Vec<(&'static str, String)>, bool, Vec<String>) {
        let mut fence = Fence::default();
        let said = read(info, 0, &mut fence).into_iter().map(|one| format!("{}; {}", one.message, one.help)).collect();
        (fence.options.into_iter().map(|(name, value)| (name, value.value)).collect(), fence.is_drawn, said)
    }

    #[test]
    fn commas_and_spaces_part_options_and_lists_go_on() {
        let (found, is_drawn, said) = options("tm,view=x show=threats,list,theme=dark caption=\"a, \\\"b\\\"\"");
        let value = |text: &str| text.to_owned();
        let expected = [
            ("view", value("x")),
            ("show", value("threats,list")),
            ("theme", value("dark")),
            ("caption", value("a, \"b\"")),
        ];
        assert_eq!((found, is_drawn, said), (expected.to_vec(), true, Vec::new()));
        assert!(!options("tm,source").1 && !options("tm bad whatever").1);
    }

    #[test]
    fn what_cannot_be_says_what_could() {
        let said = |info: &str| options(info).2.join("\n");
        assert_eq!(said("tm veiw=x"), "`veiw` is no option of a fence; did you mean `view`?");
        assert!(said("tm colour").contains("there are file, view"), "{}", said("tm colour"));
        assert!(said("tm view=a view=b").contains("stands twice"));
        assert!(said("tm caption=\"a b").contains("does not end"));
    }
}

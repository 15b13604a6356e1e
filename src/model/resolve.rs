//! Names to what they stand for, and what to say where they stand for nothing or for the wrong thing.

use super::build::Builder;
use super::codes::{UNKNOWN_NAME, WRONG_KIND};
use super::names::Symbol;
use crate::diagnostic::{Diagnostic, Label, did_you_mean};
use crate::source::Spanned;
use crate::vocabulary::Kind;

/// How many further uses of an unknown name are shown beside the first.
const MAX_USES: usize = 8;

/// What a flow joins.
pub(super) const ELEMENTS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store];
/// What a threat or dismissal is on.
pub(super) const TARGETS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Flow];
/// What an assumption or question is on.
pub(super) const REMARK_TARGETS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Flow, Kind::Boundary];
/// What is drawn, and what a view can leave out.
pub(super) const DRAWN: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Boundary, Kind::Flow];
/// What a view can be about.
pub(super) const VIEWED: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Boundary, Kind::Flow, Kind::Data];

impl Builder<'_> {
    /// What a name stands for, where it stands for one of the wanted kinds. Everything else is reported;
    /// `place` says what the name stands in.
    pub(super) fn resolve(&mut self, name: &Spanned<String>, wanted: &[Kind], place: &str) -> Option<Symbol> {
        if name.value.contains('.') {
            return self.resolve_imported(name, wanted, place);
        }
        match self.names.symbols.get(&name.value).copied() {
            Some(symbol) if wanted.contains(&symbol.kind) => Some(symbol),
            Some(symbol) => {
                let diagnostic = wrong_kind(name, symbol, wanted, place);
                self.diagnostics.push(diagnostic);
                None
            }
            None => {
                self.unknown(name, wanted);
                None
            }
        }
    }

    /// Reports a name that nothing declares: once, with its further uses beside the first.
    pub(super) fn unknown(&mut self, name: &Spanned<String>, wanted: &[Kind]) {
        if self.unread.contains(&name.value) {
            return; // it stands in a statement that could not be read, and was perhaps declared there
        }
        if self.is_repeated_unknown(name) {
            return;
        }
        let fits = |symbol: &Symbol| wanted.contains(&symbol.kind);
        let wanted_names = self.names.symbols.iter().filter(|(_, symbol)| fits(symbol)).map(|(name, _)| name.as_str());
        let best = did_you_mean(&name.value, wanted_names.clone())
            .or_else(|| self.by_label(&name.value, wanted))
            .map(str::to_owned);
        let message = format!("nothing is called `{}`", name.value);
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, name.span, message).label("unknown");
        let diagnostic = if let Some((full, span)) = self.imports.elsewhere(&name.value, wanted) {
            self.imports.use_import(full.split('.').next().unwrap_or_default());
            diagnostic.also(span, "an imported file declares it here").help(format!("write `{full}`")).likely_fix(
                format!("Write `{full}`"),
                name.span,
                full,
            )
        } else if let Some(best) = best {
            self.mention(&best);
            let symbol = self.names.symbols[&best];
            diagnostic
                .also(symbol.span, format!("`{best}` is declared here"))
                .help(format!("did you mean `{best}`?"))
                .likely_fix(format!("Replace `{}` by `{best}`", name.value), name.span, best)
        } else if let Some(other) = did_you_mean(&name.value, self.names.symbols.keys().map(String::as_str)) {
            let symbol = self.names.symbols[other];
            diagnostic.also(symbol.span, format!("`{other}` is {}", symbol.kind.noun())).help(format!(
                "`{other}` is close, but it is {}; {} is needed here",
                symbol.kind.noun(),
                nouns(wanted)
            ))
        } else {
            diagnostic.help(declare_help(&name.value, wanted, wanted_names.collect()))
        };
        self.report_unknown(name, diagnostic);
    }

    /// Whether this name was reported before; then the diagnostic shows that it is used here too.
    pub(super) fn is_repeated_unknown(&mut self, name: &Spanned<String>) -> bool {
        let Some(index) = self.unknown.get(&name.value) else { return false };
        let labels = &mut self.diagnostics[*index].labels;
        if labels.len() < MAX_USES {
            labels.push(Label { span: name.span, text: "also used here".to_owned() });
        }
        true
    }

    pub(super) fn report_unknown(&mut self, name: &Spanned<String>, diagnostic: Diagnostic) {
        self.unknown.insert(name.value.clone(), self.diagnostics.len());
        self.diagnostics.push(diagnostic);
    }

    /// The declaration whose label, written as an identifier, is this name.
    pub(super) fn by_label(&self, name: &str, wanted: &[Kind]) -> Option<&str> {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let lists = [&self.names.elements, &self.names.data, &self.names.boundaries, &self.names.mitigations];
        let declared = lists.into_iter().flatten().map(|placed| placed.declaration);
        declared
            .filter(|declaration| wanted.contains(&declaration.kind))
            .find(|declaration| declaration.label.as_ref().is_some_and(|label| plain(&label.value) == plain(name)))
            .and_then(|declaration| declaration.id.as_ref())
            .map(|id| id.value.as_str())
    }
}

pub(super) fn wrong_kind(name: &Spanned<String>, symbol: Symbol, wanted: &[Kind], place: &str) -> Diagnostic {
    let message = format!("`{}` is {}, not {}", name.value, symbol.kind.noun(), nouns(wanted));
    let help = match (place, symbol.kind) {
        (_, Kind::Import) => format!("name something in it: `{}.NAME`", name.value),
        ("what a finding is on", Kind::Boundary) => {
            "name the elements inside it, or the flows that cross it".to_owned()
        }
        ("what a finding is on", Kind::Data) => "name the store that holds it, or a flow that carries it".to_owned(),
        ("a flow", Kind::Data) => "put data into `carries`; a flow joins two elements".to_owned(),
        ("a flow", _) => "a flow joins two elements".to_owned(),
        (attribute, _) => format!("`{attribute}` takes {}", nouns(wanted)),
    };
    Diagnostic::new(&WRONG_KIND, name.span, message)
        .label(symbol.kind.noun())
        .also(symbol.span, "declared here")
        .help(help)
}

fn nouns(kinds: &[Kind]) -> String {
    match kinds {
        ELEMENTS => "an element".to_owned(),
        TARGETS => "an element or a flow".to_owned(),
        REMARK_TARGETS | DRAWN => "an element, a flow or a boundary".to_owned(),
        VIEWED => "an element, a flow, a boundary or a kind of data".to_owned(),
        kinds => kinds.iter().map(|kind| kind.noun()).collect::<Vec<_>>().join(" or "),
    }
}

fn declare_help(name: &str, wanted: &[Kind], known: Vec<&str>) -> String {
    let form = match wanted {
        [Kind::Data] => format!("data {name} \"…\""),
        [Kind::Mitigation] => format!("mitigation {name} \"…\""),
        [Kind::Boundary] => format!("boundary {name} \"…\" {{ … }}"),
        TARGETS | REMARK_TARGETS => format!("process {name} \"…\"` or `flow {name}: … -> … \"…\""),
        _ => format!("process {name} \"…\""),
    };
    if known.is_empty() || known.len() > 8 {
        return format!("declare it: `{form}`");
    }
    let known: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    format!("declare it: `{form}`, or use one of {}", known.join(", "))
}

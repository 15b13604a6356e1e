//! Requests to answers.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::rc::Rc;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CompletionItem, CompletionItemKind, CompletionItemTextEdit, Contents,
    DocumentHighlight, DocumentSymbol, FoldingRange, Hover, InsertTextFormat, Location, MarkupContent, MarkupKind,
    Range, SymbolKind, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::{Server, convert, preview, reformat, token};
use crate::analysis::Analysis;
use crate::diagnostic::Applicability;
use crate::ide::{self, CompletionKind, Identity, Occurrence, Role, Symbol};
use crate::source::Span;
use crate::syntax::ast::Statement;
use crate::vocabulary::Kind;

/// Why a request has no answer.
pub(super) enum Refusal {
    /// It is not known.
    Unknown,
    /// For a reason that the user is told.
    Because(String),
}

type Answer = Result<Value, Refusal>;

/// How many renamings are remembered.
const REMEMBERED: usize = 100;

/// What a request asks about.
struct Asked {
    address: String,
    analysis: Rc<Analysis>,
    offset: u32,
}

pub(super) fn answer(server: &Server<'_>, method: &str, params: &Value) -> Answer {
    if method == "workspace/symbol" {
        return Ok(workspace_symbols(server, params["query"].as_str().unwrap_or_default()));
    }
    if !method.starts_with("textDocument/") && method != "threatline/preview" {
        return Err(Refusal::Unknown);
    }
    let address = params["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
    let Some(analysis) = server.analyse(&address) else { return Ok(Value::Null) };
    let offset = convert::offset(analysis.source().text(), &params["position"]);
    let asked = Asked { address, analysis, offset: u32::try_from(offset).unwrap_or(u32::MAX) };
    match method {
        "textDocument/hover" => Ok(hover(&asked)),
        "textDocument/definition" => Ok(definition(&asked)),
        "textDocument/references" => Ok(to_value(references(server, &asked, params))),
        "textDocument/documentHighlight" => Ok(highlights(&asked)),
        "textDocument/prepareRename" => prepare_rename(&asked),
        "textDocument/rename" => rename(server, &asked, params["newName"].as_str().unwrap_or_default()),
        "textDocument/documentSymbol" => {
            let symbols = ide::symbols(&asked.analysis);
            Ok(to_value(symbols.iter().map(|one| symbol(&asked.analysis, one)).collect::<Vec<_>>()))
        }
        "textDocument/foldingRange" => Ok(folds(&asked.analysis)),
        "textDocument/typeDefinition" => Ok(type_definition(&asked)),
        "textDocument/formatting" => Ok(to_value(reformat::edits(&asked.analysis, &(0..=usize::MAX)))),
        "textDocument/rangeFormatting" => Ok(to_value(reformat::edits(&asked.analysis, &lines(&params["range"])))),
        "textDocument/onTypeFormatting" => Ok(formatted_block(&asked)),
        "textDocument/semanticTokens/full" => Ok(token::tokens(&asked.analysis, None)),
        "textDocument/semanticTokens/range" => {
            Ok(token::tokens(&asked.analysis, Some(stretch(&asked.analysis, &params["range"]))))
        }
        "textDocument/codeLens" => Ok(lenses(server, &asked)),
        "textDocument/completion" => Ok(completions(server, &asked)),
        "threatline/preview" => Ok(preview::preview(&asked.analysis, &asked.address, params)),
        "textDocument/inlayHint" => Ok(hints(&asked.analysis, &params["range"])),
        "textDocument/documentLink" => Ok(links(&asked)),
        "textDocument/selectionRange" => Ok(selections(&asked.analysis, &params["positions"])),
        "textDocument/codeAction" => Ok(actions(server, &asked, &params["range"])),
        _ => Err(Refusal::Unknown),
    }
}

fn to_value(answer: impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

fn hover(asked: &Asked) -> Value {
    let Some(found) = ide::hover(&asked.analysis, asked.offset) else { return Value::Null };
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: found.text };
    let range = convert::range(asked.analysis.source(), found.span);
    to_value(Hover::new(Contents::MarkupContent(contents), Some(range)))
}

fn definition(asked: &Asked) -> Value {
    let declared = ide::at(&asked.analysis, asked.offset).and_then(|one| one.declared);
    declared.map_or(Value::Null, |span| to_value(convert::location(&asked.analysis, &asked.address, span)))
}

/// What the name at the place stands for.
fn identity(asked: &Asked) -> Option<Identity> {
    ide::at(&asked.analysis, asked.offset)?.identity
}

/// Where a file names a thing.
struct Places {
    address: String,
    analysis: Rc<Analysis>,
    found: Vec<Occurrence>,
}

/// Every place in the workspace where the thing is named.
fn places(server: &Server<'_>, asked: &Asked) -> Vec<Places> {
    // Identities count from the folder of a file's project on: files of two projects may share one that means two things.
    let meaning = |address: &str, analysis: &Analysis, one: &Occurrence| {
        let name = one.identity.as_ref()?.name.clone();
        Some((server.file_of(address, analysis, one.declared?.file), name))
    };
    let Some(one) = ide::at(&asked.analysis, asked.offset) else { return Vec::new() };
    let Some(wanted) = meaning(&asked.address, &asked.analysis, &one) else { return Vec::new() };
    let mut places = Vec::new();
    for address in server.workspace() {
        let Some(analysis) = server.analyse(&address) else { continue };
        let mut found = ide::occurrences(&analysis);
        found.retain(|one| {
            let has_name = one.identity.as_ref().is_some_and(|identity| identity.name == wanted.1);
            has_name && meaning(&address, &analysis, one).as_ref() == Some(&wanted)
        });
        if !found.is_empty() {
            places.push(Places { address, analysis, found });
        }
    }
    places
}

fn is_declaration(one: &Occurrence) -> bool {
    matches!(one.role, Role::Declaration(_))
}

/// The declaration counts where the client wants it, or does not say.
fn references(server: &Server<'_>, asked: &Asked, params: &Value) -> Vec<Location> {
    let with_declaration = params["context"]["includeDeclaration"] != false;
    let located = |Places { address, analysis, found }: Places| -> Vec<Location> {
        let wanted = found.iter().filter(|one| with_declaration || !is_declaration(one));
        wanted.map(|one| convert::location(&analysis, &address, one.span)).collect()
    };
    places(server, asked).into_iter().flat_map(located).collect()
}

fn highlights(asked: &Asked) -> Value {
    let Some(wanted) = identity(asked) else { return Value::Null };
    let here = ide::occurrences(&asked.analysis).into_iter().filter(|one| one.identity.as_ref() == Some(&wanted));
    let highlight = |span: Span| DocumentHighlight { range: convert::range(asked.analysis.source(), span), kind: None };
    to_value(here.map(|one| highlight(one.span)).collect::<Vec<_>>())
}

fn prepare_rename(asked: &Asked) -> Answer {
    let found = ide::at(&asked.analysis, asked.offset).filter(|one| one.identity.is_some());
    let found = found.ok_or_else(|| Refusal::Because("nothing that can be renamed stands here".to_owned()))?;
    Ok(to_value(convert::range(asked.analysis.source(), found.span)))
}

fn rename(server: &Server<'_>, asked: &Asked, name: &str) -> Answer {
    if let Some(problem) = ide::rename_problem(name) {
        return Err(Refusal::Because(problem));
    }
    let places = places(server, asked);
    // Names are unique in the file that declares them; others name it by way of an import.
    let declares = |places: &&Places| places.found.iter().any(is_declaration);
    let Some(home) = places.iter().find(declares) else {
        return Err(Refusal::Because("nothing that can be renamed stands here".to_owned()));
    };
    let is_taken = |one: &Occurrence| is_declaration(one) && home.analysis.source().slice(one.span) == name;
    if ide::occurrences(&home.analysis).iter().any(is_taken) {
        return Err(Refusal::Because(format!("something is called `{name}` already")));
    }
    let before = ide::at(&asked.analysis, asked.offset).map(|one| asked.analysis.source().slice(one.span).to_owned());
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for Places { address, analysis, found } in &places {
        let edit = |one: &Occurrence| TextEdit::new(convert::range(analysis.source(), one.span), name.to_owned());
        changes.insert(Uri(address.clone()), found.iter().map(edit).collect());
    }
    if let Some(from) = before {
        let mut renamed = server.renamed.borrow_mut();
        renamed.push(ide::Renamed { from, to: name.to_owned() });
        let forgotten = renamed.len().saturating_sub(REMEMBERED);
        renamed.drain(..forgotten);
    }
    Ok(to_value(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}

fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Model => SymbolKind::Package,
        Kind::Data => SymbolKind::Field,
        Kind::Entity => SymbolKind::Interface,
        Kind::Process => SymbolKind::Class,
        Kind::Store => SymbolKind::Struct,
        Kind::Boundary => SymbolKind::Namespace,
        Kind::Flow => SymbolKind::Method,
        Kind::Threat | Kind::Rule => SymbolKind::Event,
        Kind::Import => SymbolKind::Module,
        Kind::Mitigation
        | Kind::Accept
        | Kind::Transfer
        | Kind::Avoid
        | Kind::Dismiss
        | Kind::Assume
        | Kind::Question
        | Kind::Park
        | Kind::View
        | Kind::Adjust => SymbolKind::Property,
    }
}

#[expect(deprecated, reason = "the protocol keeps the field")]
fn symbol(analysis: &Analysis, one: &Symbol) -> DocumentSymbol {
    let source = analysis.source();
    DocumentSymbol {
        name: if one.name.is_empty() { one.kind.keyword().to_owned() } else { one.name.clone() },
        detail: Some(one.detail.clone()),
        kind: symbol_kind(one.kind),
        tags: None,
        deprecated: None,
        range: convert::range(source, one.span.to(one.selection)),
        selection_range: convert::range(source, one.selection),
        children: Some(one.children.iter().map(|child| symbol(analysis, child)).collect()),
    }
}

fn workspace_symbols(server: &Server<'_>, query: &str) -> Value {
    let query = query.to_lowercase();
    let mut found = Vec::new();
    for address in server.workspace() {
        let Some(analysis) = server.analyse(&address) else { continue };
        let mut waiting = ide::symbols(&analysis);
        while let Some(one) = waiting.pop() {
            if format!("{} {}", one.name, one.detail).to_lowercase().contains(&query) {
                found.push(json!({
                    "name": one.name,
                    "kind": symbol_kind(one.kind),
                    "location": convert::location(&analysis, &address, one.selection),
                    "containerName": one.detail,
                }));
            }
            waiting.extend(one.children);
        }
    }
    Value::Array(found)
}

fn folds(analysis: &Analysis) -> Value {
    let fold = |span: Span| {
        let range = convert::range(analysis.source(), span);
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line.saturating_sub(1),
            ..FoldingRange::default()
        }
    };
    to_value(ide::folds(analysis).into_iter().map(fold).collect::<Vec<_>>())
}

/// The lines of a range, from 0.
fn lines(range: &Value) -> RangeInclusive<usize> {
    let line = |name: &str| usize::try_from(range[name]["line"].as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
    line("start")..=line("end")
}

/// A range in bytes.
fn stretch(analysis: &Analysis, range: &Value) -> (u32, u32) {
    let text = analysis.source().text();
    let at = |name: &str| u32::try_from(convert::offset(text, &range[name])).unwrap_or(u32::MAX);
    (at("start"), at("end"))
}

/// Formats the declaration that a brace has just closed.
fn formatted_block(asked: &Asked) -> Value {
    let source = asked.analysis.source();
    let closed = |span: &Span| span.end == asked.offset;
    let Some(body) = ide::folds(&asked.analysis).into_iter().find(closed) else { return Value::Null };
    let line = |byte: u32| source.utf16_position(byte).0;
    to_value(reformat::edits(&asked.analysis, &(line(body.start)..=line(body.end))))
}

fn type_definition(asked: &Asked) -> Value {
    let places = ide::types_at(&asked.analysis, asked.offset);
    to_value(
        places.into_iter().map(|span| convert::location(&asked.analysis, &asked.address, span)).collect::<Vec<_>>(),
    )
}

/// Only what the client can do something about.
fn lenses(server: &Server<'_>, asked: &Asked) -> Value {
    let knows = |command: &str| server.client.commands.iter().any(|one| one == command);
    let source = asked.analysis.source();
    let mut lenses = Vec::new();
    if knows("threatline.preview") {
        let first = asked.analysis.file().ast.statements.first().map_or(Span::default(), Statement::span);
        let at = convert::range(source, Span { end: first.start, ..first });
        let command = json!({ "title": "Preview", "command": "threatline.preview", "arguments": [asked.address] });
        lenses.push(json!({ "range": at, "command": command }));
    }
    if knows("threatline.locations") {
        for lens in ide::lenses(&asked.analysis) {
            let range = convert::range(source, lens.span);
            let places = lens.places.iter().map(|span| convert::location(&asked.analysis, &asked.address, *span));
            let arguments = json!([asked.address, range.start, places.collect::<Vec<_>>()]);
            let command = json!({ "title": lens.title, "command": "threatline.locations", "arguments": arguments });
            lenses.push(json!({ "range": range, "command": command }));
        }
    }
    Value::Array(lenses)
}

fn completions(server: &Server<'_>, asked: &Asked) -> Value {
    let source = asked.analysis.source();
    if let Some(written) = ide::import_path_at(&asked.analysis, asked.offset) {
        return import_paths(server, asked, written);
    }
    let before = source.text().get(..asked.offset as usize).unwrap_or_default();
    let word = before.len() - before.trim_end_matches(|c: char| c.is_alphanumeric() || "-_.".contains(c)).len();
    let start = asked.offset - u32::try_from(word).unwrap_or(0);
    let range = Range::new(convert::position(source, start), convert::position(source, asked.offset));
    let item = |one: ide::Completion| CompletionItem {
        label: one.label,
        detail: Some(one.detail),
        kind: Some(match one.kind {
            CompletionKind::Name => CompletionItemKind::Variable,
            CompletionKind::Attribute => CompletionItemKind::Property,
            CompletionKind::Value => CompletionItemKind::EnumMember,
            CompletionKind::Keyword => CompletionItemKind::Keyword,
        }),
        insert_text_format: (server.client.fills_in && one.snippet.is_some()).then_some(InsertTextFormat::Snippet),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit::new(
            range,
            one.snippet.filter(|_| server.client.fills_in).unwrap_or(one.insert),
        ))),
        ..CompletionItem::default()
    };
    to_value(ide::complete(&asked.analysis, asked.offset).into_iter().map(item).collect::<Vec<_>>())
}

/// The other models of the project, from the folder of this one on: those that can be imported.
fn import_paths(server: &Server<'_>, asked: &Asked, written: &str) -> Value {
    let source = asked.analysis.source();
    let start = asked.offset - u32::try_from(written.len()).unwrap_or(0);
    let range = Range::new(convert::position(source, start), convert::position(source, asked.offset));
    let own = server.file_of(&asked.address, &asked.analysis, source.id());
    let Some((folder, models)) = server.host.project(&own) else { return json!([]) };
    let known = server.workspace().into_iter().filter_map(|address| convert::path(&address));
    let others: BTreeSet<PathBuf> = known.chain(models).map(|path| server.host.real(&path)).collect();
    let others = others.into_iter().filter(|path| *path != own && path.starts_with(&folder));
    let items = others.filter_map(|path| {
        let path = convert::relative(&own, &path)?;
        Some(CompletionItem {
            label: path.clone(),
            kind: Some(CompletionItemKind::File),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit::new(range, path))),
            ..CompletionItem::default()
        })
    });
    to_value(items.collect::<Vec<_>>())
}

/// The fixes of what is reported in a range; the sure ones are preferred.
fn actions(server: &Server<'_>, asked: &Asked, range: &Value) -> Value {
    let source = asked.analysis.source();
    let (start, end) = stretch(&asked.analysis, range);
    let mut actions = Vec::new();
    let touched = asked
        .analysis
        .diagnostics
        .iter()
        .filter(|one| one.span.file == source.id() && one.span.start <= end && start <= one.span.end);
    for one in touched {
        for fix in one.fixes.iter().filter(|fix| fix.span.file == source.id()) {
            let edit = TextEdit::new(convert::range(source, fix.span), fix.replacement.clone());
            let changes = HashMap::from([(Uri(asked.address.clone()), vec![edit])]);
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![convert::diagnostic(&asked.analysis, &asked.address, one)]),
                is_preferred: Some(fix.applicability == Applicability::Certain),
                edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
                ..CodeAction::default()
            });
        }
    }
    for one in ide::actions(&asked.analysis, start, end, &server.renamed.borrow()) {
        let edit = TextEdit::new(convert::range(source, one.span), one.text);
        let changes = HashMap::from([(Uri(asked.address.clone()), vec![edit])]);
        actions.push(CodeAction {
            title: one.title,
            kind: Some(CodeActionKind::RefactorRewrite),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            ..CodeAction::default()
        });
    }
    to_value(actions)
}

fn hints(analysis: &Analysis, range: &Value) -> Value {
    let source = analysis.source();
    let (start, end) = stretch(analysis, range);
    let here = ide::hints(analysis).into_iter().filter(|hint| start <= hint.at && hint.at <= end);
    let hint = |hint: ide::Hint| json!({ "position": convert::position(source, hint.at), "label": hint.text, "paddingLeft": true });
    Value::Array(here.map(hint).collect())
}

/// The paths of imports lead to the files.
fn links(asked: &Asked) -> Value {
    let analysis = &asked.analysis;
    let link = |import: &crate::project::Import| {
        let crate::project::Link::To(id) = import.link else { return None };
        let target = convert::address_of(&asked.address, analysis, id);
        Some(json!({ "range": convert::range(analysis.source(), import.span), "target": target }))
    };
    Value::Array(analysis.file().imports.values().filter_map(link).collect())
}

/// From the innermost declaration outwards.
fn selections(analysis: &Analysis, positions: &Value) -> Value {
    let source = analysis.source();
    let selection = |position: &Value| {
        let offset = u32::try_from(convert::offset(source.text(), position)).unwrap_or(u32::MAX);
        let (mut spans, mut level) = (Vec::new(), ide::symbols(analysis));
        while let Some(one) = level.into_iter().find(|one| one.span.start <= offset && offset <= one.span.end) {
            spans.push(one.span);
            level = one.children;
        }
        let whole = Span::new(source.id(), 0, source.text().len());
        let outermost = json!({ "range": convert::range(source, whole) });
        spans
            .into_iter()
            .fold(outermost, |parent, span| json!({ "range": convert::range(source, span), "parent": parent }))
    };
    Value::Array(positions.as_array().into_iter().flatten().map(selection).collect())
}

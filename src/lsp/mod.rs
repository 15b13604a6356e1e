//! The language server: the protocol on one side, [`crate::ide`] on the other.
//!
//! It answers from the texts of the editor, saved or not. A request that goes wrong is answered with an error, and the
//! server goes on. It refuses to know the language; files are read by a [`Host`].

mod answer;
mod convert;
mod document;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CodeActionProvider, CompletionOptions, DefinitionProvider, DocumentFormattingProvider, DocumentHighlightProvider,
    DocumentLinkOptions, DocumentSymbolProvider, FoldingRangeProvider, HoverProvider, InlayHintProvider,
    PublishDiagnosticsParams, ReferencesProvider, RenameOptions, RenameProvider, SelectionRangeProvider,
    ServerCapabilities, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions, Uri, WorkspaceSymbolProvider,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::analysis::Analysis;
use document::Document;

/// What the server needs of the world.
pub(crate) trait Host {
    /// Everything about a model. `unsaved`: the text of a file in the editor, where it is open.
    fn analyse(&self, path: &Path, text: &str, unsaved: &dyn Fn(&Path) -> Option<String>) -> Analysis;
    /// The models of a folder.
    fn models(&self, folder: &Path) -> Vec<PathBuf>;
    /// The text of a file.
    fn read(&self, path: &Path) -> Option<String>;
}

/// Serves one client on standard input and output until it says goodbye.
///
/// # Errors
/// Where the client breaks the protocol or goes away without a word.
pub(crate) fn serve(host: &dyn Host) -> Result<(), String> {
    let (connection, threads) = Connection::stdio();
    let outcome = converse(&connection, host);
    drop(connection);
    threads.join().map_err(|error| error.to_string())?;
    outcome
}

fn converse(connection: &Connection, host: &dyn Host) -> Result<(), String> {
    let (id, params) = connection.initialize_start().map_err(|error| error.to_string())?;
    let info = json!({ "name": "threatline", "version": env!("CARGO_PKG_VERSION") });
    let greeting = json!({ "capabilities": capabilities(), "serverInfo": info });
    connection.initialize_finish(id, greeting).map_err(|error| error.to_string())?;
    let mut server = Server { host, documents: BTreeMap::new(), roots: roots(&params) };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                    return Ok(());
                }
                let response = server.respond(request);
                connection.sender.send(Message::Response(response)).map_err(|error| error.to_string())?;
            }
            Message::Notification(notification) => {
                for published in server.note(notification) {
                    let params = serde_json::to_value(published).unwrap_or_default();
                    let message = Notification { method: "textDocument/publishDiagnostics".to_owned(), params };
                    connection.sender.send(Message::Notification(message)).map_err(|error| error.to_string())?;
                }
            }
            Message::Response(_) => {}
        }
    }
    Ok(())
}

fn capabilities() -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [">", " ", ":", ","].map(str::to_owned).to_vec();
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        code_action_provider: Some(CodeActionProvider::Bool(true)),
        inlay_hint_provider: Some(InlayHintProvider::Bool(true)),
        document_link_provider: Some(DocumentLinkOptions::default()),
        selection_range_provider: Some(SelectionRangeProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

fn roots(params: &Value) -> Vec<PathBuf> {
    let folders = params["workspaceFolders"].as_array().into_iter().flatten().filter_map(|one| one["uri"].as_str());
    let mut roots: Vec<PathBuf> = folders.filter_map(convert::path).collect();
    if roots.is_empty() {
        // What clients said before there were several folders.
        roots.extend(params["rootUri"].as_str().and_then(convert::path));
    }
    roots
}

struct Server<'a> {
    host: &'a dyn Host,
    /// The open documents, by their address.
    documents: BTreeMap<String, Document>,
    roots: Vec<PathBuf>,
}

impl Server<'_> {
    /// A request that makes the server stumble is answered with an error.
    fn respond(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answered = catch_unwind(AssertUnwindSafe(|| answer::answer(self, &method, &params)));
        match answered {
            Ok(Ok(value)) => Response::new_ok(id, value),
            Ok(Err(answer::Refusal::Unknown)) => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("`{method}` is not served"))
            }
            Ok(Err(answer::Refusal::Because(message))) => {
                Response::new_err(id, ErrorCode::InvalidParams as i32, message)
            }
            Err(_) => Response::new_err(id, ErrorCode::InternalError as i32, format!("`{method}` failed")),
        }
    }

    /// Takes note of what the client says, and returns what it is to be told.
    fn note(&mut self, notification: Notification) -> Vec<PublishDiagnosticsParams> {
        let params = notification.params;
        let address = params["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                let text = params["textDocument"]["text"].as_str().unwrap_or_default();
                let version = params["textDocument"]["version"].as_i64().unwrap_or_default();
                self.documents.insert(address, Document::new(text, version as i32));
            }
            "textDocument/didChange" => {
                let Some(document) = self.documents.get_mut(&address) else { return Vec::new() };
                let version = params["textDocument"]["version"].as_i64().unwrap_or_default();
                document.change(&params["contentChanges"], version as i32);
            }
            "textDocument/didClose" => {
                self.documents.remove(&address);
                return vec![PublishDiagnosticsParams::new(Uri(address), None, Vec::new())];
            }
            _ => return Vec::new(),
        }
        // What one file says may matter to every open one that imports it.
        let open: Vec<String> = self.documents.keys().cloned().collect();
        open.iter().map(|address| self.published(address)).collect()
    }

    fn published(&self, address: &str) -> PublishDiagnosticsParams {
        let version = self.documents.get(address).map(|document| document.version);
        let found = catch_unwind(AssertUnwindSafe(|| self.analyse(address)));
        let diagnostics = match found {
            Ok(Some(analysis)) => convert::diagnostics(&analysis, address),
            _ => Vec::new(),
        };
        PublishDiagnosticsParams::new(Uri(address.to_owned()), version, diagnostics)
    }

    /// Everything about a document, open or not.
    fn analyse(&self, address: &str) -> Option<Analysis> {
        let path = convert::path(address).unwrap_or_else(|| PathBuf::from("untitled.tm"));
        let text = match self.documents.get(address) {
            Some(document) => document.text.clone(),
            None => self.host.read(&path)?,
        };
        let unsaved = |path: &Path| self.documents.get(&convert::address(path)).map(|document| document.text.clone());
        Some(self.host.analyse(&path, &text, &unsaved))
    }

    /// The addresses of all models: those of the workspace, and those that are open.
    fn workspace(&self) -> Vec<String> {
        let files = self.roots.iter().flat_map(|root| self.host.models(root));
        let mut all: Vec<String> = files.map(|path| convert::address(&path)).collect();
        all.extend(self.documents.keys().cloned());
        all.sort_unstable();
        all.dedup();
        all
    }
}

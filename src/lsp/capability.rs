//! What server and client can do, as they tell each other.

use gen_lsp_types::{
    CodeActionProvider, CodeLensOptions, CompletionOptions, DefinitionProvider, DocumentFormattingProvider,
    DocumentHighlightProvider, DocumentLinkOptions, DocumentOnTypeFormattingOptions, DocumentRangeFormattingProvider,
    DocumentSymbolProvider, FoldingRangeProvider, HoverProvider, InlayHintProvider, ReferencesProvider, RenameOptions,
    RenameProvider, SelectionRangeProvider, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, TypeDefinitionProvider, WorkspaceSymbolProvider,
};
use lsp_server::Request;
use serde_json::{Value, json};

use super::token;

/// What matters of a client.
pub(super) struct Client {
    /// Whether it can be asked to tell of files that change on disk.
    pub watches_files: bool,
    /// Whether completions may have places to fill in.
    pub fills_in: bool,
    /// The commands that it runs when somebody chooses a lens.
    pub commands: Vec<String>,
}

pub(super) fn of_client(params: &Value) -> Client {
    let capabilities = &params["capabilities"];
    let commands = capabilities["experimental"]["commands"]["commands"].as_array().into_iter().flatten();
    Client {
        watches_files: capabilities["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true,
        fills_in: capabilities["textDocument"]["completion"]["completionItem"]["snippetSupport"] == true,
        commands: commands.filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

/// Asks the client to tell of every model and configuration that changes on disk.
pub(super) fn watching() -> Request {
    let patterns = ["**/*.tm", "**/threatline.toml"].map(|pattern| json!({ "globPattern": pattern }));
    let method = "workspace/didChangeWatchedFiles";
    let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": patterns } });
    Request {
        id: "files".to_owned().into(),
        method: "client/registerCapability".to_owned(),
        params: json!({ "registrations": [registration] }),
    }
}

pub(super) fn of_server() -> Value {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [">", " ", ":", ",", ".", "\"", "/"].map(str::to_owned).to_vec();
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        type_definition_provider: Some(TypeDefinitionProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        document_range_formatting_provider: Some(DocumentRangeFormattingProvider::Bool(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions::new("}".to_owned(), None)),
        code_action_provider: Some(CodeActionProvider::Bool(true)),
        code_lens_provider: Some(CodeLensOptions::default()),
        inlay_hint_provider: Some(InlayHintProvider::Bool(true)),
        document_link_provider: Some(DocumentLinkOptions::default()),
        selection_range_provider: Some(SelectionRangeProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        ..ServerCapabilities::default()
    };
    let mut capabilities = serde_json::to_value(capabilities).unwrap_or_default();
    capabilities["semanticTokensProvider"] = json!({ "legend": token::legend(), "full": true, "range": true });
    capabilities["textDocumentSync"]["save"] = json!(true);
    capabilities["workspace"]["workspaceFolders"] = json!({ "supported": true, "changeNotifications": true });
    capabilities
}

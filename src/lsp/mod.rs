//! The language server: the protocol on one side, [`crate::ide`] on the other.
//!
//! It answers from the texts of the editor, saved or not. A request that goes wrong is answered with an error, and the
//! server goes on. It refuses to know the language; files are read by a [`Host`].

mod answer;
mod capability;
mod convert;
mod document;
mod preview;
mod reformat;
mod token;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};

use gen_lsp_types::{PublishDiagnosticsParams, Uri};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::analysis::Analysis;
use crate::ide::Renamed;
use crate::project::Link;
use crate::source::FileId;
use document::Document;

/// What the server needs of the world.
pub(crate) trait Host {
    /// Everything about a model. `unsaved`: the text of a file in the editor, where it is open.
    fn analyse(&self, path: &Path, text: &str, unsaved: &dyn Fn(&Path) -> Option<String>) -> Analysis;
    /// The models of a folder.
    fn models(&self, folder: &Path) -> Vec<PathBuf>;
    /// The models of the project around a file, and its folder: where imports may lead.
    fn project(&self, path: &Path) -> Option<(PathBuf, Vec<PathBuf>)>;
    /// A path without links, which two names of one file share.
    fn real(&self, path: &Path) -> PathBuf;
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
    let greeting = json!({ "capabilities": capability::of_server(), "serverInfo": info });
    connection.initialize_finish(id, greeting).map_err(|error| error.to_string())?;
    let client = capability::of_client(&params);
    if client.watches_files {
        send(connection, Message::Request(capability::watching()))?;
    }
    let mut server = Server {
        host,
        client,
        documents: BTreeMap::new(),
        roots: roots(&params),
        known: RefCell::default(),
        renamed: RefCell::default(),
        stale: BTreeSet::new(),
    };
    let arriving = arriving(connection);
    let (mut waiting, mut is_leaving) = (VecDeque::new(), false);
    while let Some(message) = next(&arriving, &mut waiting) {
        match message {
            Message::Request(request) if request.method == "shutdown" => {
                is_leaving = true;
                send(connection, Message::Response(Response::new_ok(request.id, ())))?;
            }
            Message::Request(request) => {
                let response = if is_leaving {
                    let code = ErrorCode::InvalidRequest as i32;
                    Response::new_err(request.id, code, "the server was told to shut down".to_owned())
                } else if is_cancelled(&request, &waiting) {
                    let code = ErrorCode::RequestCanceled as i32;
                    Response::new_err(request.id, code, "cancelled".to_owned())
                } else {
                    server.respond(request)
                };
                send(connection, Message::Response(response))?;
            }
            Message::Notification(notification) if notification.method == "exit" => {
                let unannounced = || "the client left without saying that it would".to_owned();
                return if is_leaving { Ok(()) } else { Err(unannounced()) };
            }
            Message::Notification(notification) => server.note(&notification),
            Message::Response(_) => {}
        }
        // One who types on is told of what is wrong once, when all of it is here.
        let goes_on = matches!(waiting.front(), Some(Message::Notification(next)) if next.method == CHANGED);
        for published in if goes_on { Vec::new() } else { server.publish() } {
            let params = serde_json::to_value(published).unwrap_or_default();
            let message = Notification { method: "textDocument/publishDiagnostics".to_owned(), params };
            send(connection, Message::Notification(message))?;
        }
    }
    Ok(())
}

const CHANGED: &str = "textDocument/didChange";

fn send(connection: &Connection, message: Message) -> Result<(), String> {
    connection.sender.send(message).map_err(|error| error.to_string())
}

/// All messages as they arrive. The connection itself hands on one only when it is asked for: nobody would see what waits
/// behind it.
fn arriving(connection: &Connection) -> Receiver<Message> {
    let (sender, arriving) = channel();
    let messages = connection.receiver.clone();
    std::thread::spawn(move || {
        for message in messages {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    arriving
}

/// The next message, with all that have arrived behind it in `waiting`; [`None`] where the client is gone.
fn next(arriving: &Receiver<Message>, waiting: &mut VecDeque<Message>) -> Option<Message> {
    if waiting.is_empty() {
        waiting.push_back(arriving.recv().ok()?);
    }
    waiting.extend(arriving.try_iter());
    waiting.pop_front()
}

/// Whether the client has taken a request back that is not answered yet.
fn is_cancelled(request: &Request, waiting: &VecDeque<Message>) -> bool {
    let id = serde_json::to_value(&request.id).unwrap_or_default();
    waiting.iter().any(|message| {
        matches!(message, Message::Notification(one) if one.method == "$/cancelRequest" && one.params["id"] == id)
    })
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
    client: capability::Client,
    /// The open documents, by their address.
    documents: BTreeMap<String, Document>,
    roots: Vec<PathBuf>,
    /// What is known about files, by their address, until one of them changes.
    known: RefCell<BTreeMap<String, Rc<Analysis>>>,
    /// What was renamed in this session.
    renamed: RefCell<Vec<Renamed>>,
    /// The documents whose diagnostics are to be told anew, and those that are closed.
    stale: BTreeSet<String>,
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

    /// Takes note of what the client says.
    fn note(&mut self, notification: &Notification) {
        let params = &notification.params;
        let address = params["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
        let version = params["textDocument"]["version"].as_i64().unwrap_or_default() as i32;
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                let text = params["textDocument"]["text"].as_str().unwrap_or_default();
                let path = convert::path(&address).map(|path| self.host.real(&path));
                self.documents.insert(address.clone(), Document::new(text, version, path));
                self.forget(&address);
            }
            CHANGED => {
                let Some(document) = self.documents.get_mut(&address) else { return };
                document.change(&params["contentChanges"], version);
                self.forget(&address);
            }
            "textDocument/didClose" => {
                self.forget(&address);
                self.documents.remove(&address);
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.known.borrow_mut().clear();
                self.stale.extend(self.documents.keys().cloned());
            }
            "workspace/didChangeWorkspaceFolders" => {
                let uris = |which: &str| -> Vec<PathBuf> {
                    let folders = params["event"][which].as_array().into_iter().flatten();
                    folders.filter_map(|one| convert::path(one["uri"].as_str()?)).collect()
                };
                let removed = uris("removed");
                self.roots.retain(|root| !removed.contains(root));
                self.roots.extend(uris("added"));
            }
            _ => {}
        }
    }

    /// Forgets what is known about an open document, and about all that import it.
    fn forget(&mut self, changed: &str) {
        let mut known = self.known.borrow_mut();
        let path = self.documents.get(changed).and_then(|document| document.path.as_deref());
        known.retain(|address, analysis| {
            let reads = |file: &crate::project::File| path == Some(Path::new(file.source.name()));
            // What lacks a file may have waited for this one.
            let lacks = || {
                analysis.files.iter().flat_map(|file| file.imports.values()).any(|import| import.link == Link::Nowhere)
            };
            let keeps = address != changed && !analysis.files.iter().skip(1).any(reads) && !lacks();
            if !keeps && self.documents.contains_key(address) {
                self.stale.insert(address.clone());
            }
            keeps
        });
        self.stale.insert(changed.to_owned());
    }

    /// What the client is to be told anew.
    fn publish(&mut self) -> Vec<PublishDiagnosticsParams> {
        let stale = std::mem::take(&mut self.stale);
        let told = stale.into_iter().map(|address| {
            if self.documents.contains_key(&address) {
                self.published(&address)
            } else {
                PublishDiagnosticsParams::new(Uri(address), None, Vec::new())
            }
        });
        told.collect()
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
    fn analyse(&self, address: &str) -> Option<Rc<Analysis>> {
        if let Some(known) = self.known.borrow().get(address) {
            return Some(Rc::clone(known));
        }
        let path = convert::path(address).unwrap_or_else(|| PathBuf::from("untitled.tm"));
        let text = match self.documents.get(address) {
            Some(document) => document.text.clone(),
            None => self.host.read(&path)?,
        };
        let unsaved = |path: &Path| {
            let open = self.documents.values().find(|document| document.path.as_deref() == Some(path));
            open.map(|document| document.text.clone())
        };
        let analysis = Rc::new(self.host.analyse(&path, &text, &unsaved));
        // What is not open may change without a word.
        if self.documents.contains_key(address) {
            self.known.borrow_mut().insert(address.to_owned(), Rc::clone(&analysis));
        }
        Some(analysis)
    }

    /// The addresses of all models: those that are open, those of the workspace, and, for what is open outside of it, those
    /// of its project and what it imports. Each file has one: that under which it is open, where it is.
    fn workspace(&self) -> Vec<String> {
        let mut found = Models::default();
        for (address, document) in &self.documents {
            match &document.path {
                Some(path) => drop(found.by_path.insert(path.clone(), address.clone())),
                None => found.others.push(address.clone()),
            }
        }
        for root in &self.roots {
            found.extend(self.host, self.host.models(root));
        }
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| self.host.real(root)).collect();
        let outside = |path: &&PathBuf| !roots.iter().any(|root| path.starts_with(root));
        for path in self.documents.values().filter_map(|document| document.path.as_ref()).filter(outside) {
            found.extend(self.host, self.host.project(path).map(|(_, models)| models).unwrap_or_default());
        }
        for address in self.documents.keys() {
            let files = self.analyse(address).map(|analysis| convert::imported(&analysis)).unwrap_or_default();
            found.extend(self.host, files);
        }
        let mut all: Vec<String> = found.by_path.into_values().chain(found.others).collect();
        all.sort_unstable();
        all
    }

    /// What tells the files of an analysis from all others: the path of each, or the address of what has none.
    fn file_of(&self, address: &str, analysis: &Analysis, id: FileId) -> PathBuf {
        if id != FileId(0) {
            return PathBuf::from(analysis.files[usize::from(id.0)].source.name());
        }
        match (self.documents.get(address), convert::path(address)) {
            (Some(Document { path: Some(path), .. }), _) => path.clone(),
            (None, Some(path)) => self.host.real(&path),
            _ => PathBuf::from(address),
        }
    }
}

/// The addresses of models, one for each file.
#[derive(Default)]
struct Models {
    by_path: BTreeMap<PathBuf, String>,
    /// Of documents that are not saved anywhere yet.
    others: Vec<String>,
}

impl Models {
    fn extend(&mut self, host: &dyn Host, paths: Vec<PathBuf>) {
        for path in paths {
            let real = host.real(&path);
            self.by_path.entry(real).or_insert_with(|| convert::address(&path));
        }
    }
}

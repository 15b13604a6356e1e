//! The language server over a pipe, as an editor talks to it.

#![expect(clippy::needless_pass_by_value, reason = "messages are made where they are sent")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    number: i64,
    /// The last diagnostics of each document.
    published: std::collections::BTreeMap<String, Value>,
}

impl Editor {
    fn start(root: &Path) -> Editor {
        Editor::start_with(root, json!({}))
    }

    fn start_with(root: &Path, capabilities: Value) -> Editor {
        Editor::start_in(&[root], capabilities)
    }

    fn start_in(roots: &[&Path], capabilities: Value) -> Editor {
        let mut server = Command::new(env!("CARGO_BIN_EXE_threatline"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let (input, output) = (server.stdin.take().expect("a pipe"), server.stdout.take().expect("a pipe"));
        let output = BufReader::new(output);
        let mut editor = Editor { server, input, output, number: 0, published: std::collections::BTreeMap::new() };
        let folders: Vec<Value> = roots.iter().map(|root| json!({ "uri": address(root), "name": "root" })).collect();
        let answer = editor.ask("initialize", json!({ "capabilities": capabilities, "workspaceFolders": folders }));
        assert_eq!(answer["result"]["serverInfo"]["name"], "threatline");
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("written");
        self.input.flush().expect("written");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request, whatever is published before it.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let number = self.number;
        self.send(&json!({ "jsonrpc": "2.0", "id": number, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == number {
                return message;
            }
            if message["method"] == "textDocument/publishDiagnostics" {
                let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
                self.published.insert(uri, message["params"].clone());
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).expect("a line"), 0, "the server went away");
            if line.trim().is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "tm", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// The result of a request about a place.
    fn at(&mut self, method: &str, uri: &str, line: u64, character: u64) -> Value {
        let position = json!({ "line": line, "character": character });
        self.ask(
            method,
            json!({ "textDocument": { "uri": uri }, "position": position, "context": { "includeDeclaration": true } }),
        )["result"]
            .clone()
    }

    /// `LINE CODE` of all that is reported in a document.
    fn reported(&mut self, uri: &str) -> Vec<String> {
        self.at("textDocument/hover", uri, 0, 0);
        let list = self.published.get(uri).map(|params| params["diagnostics"].clone()).unwrap_or_default();
        let line =
            |one: &Value| format!("{} {}", one["range"]["start"]["line"], one["code"].as_str().unwrap_or_default());
        list.as_array().into_iter().flatten().map(line).collect()
    }

    /// The changes of a renaming, or why there are none: how many in which file.
    fn rename(&mut self, uri: &str, line: u64, character: u64, name: &str) -> Result<Vec<(String, usize)>, String> {
        let position = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": name });
        let answer = self.ask("textDocument/rename", params);
        if let Some(message) = answer["error"]["message"].as_str() {
            return Err(message.to_owned());
        }
        let changes = answer["result"]["changes"].as_object().expect("changes").iter();
        let mut counts: Vec<(String, usize)> =
            changes.map(|(uri, edits)| (uri.clone(), edits.as_array().expect("edits").len())).collect();
        counts.sort();
        Ok(counts)
    }

    /// The names of all symbols that a query finds.
    fn symbols(&mut self, query: &str) -> Vec<String> {
        let found = self.ask("workspace/symbol", json!({ "query": query }))["result"].clone();
        found.as_array().into_iter().flatten().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
    }

    fn stop(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.server.wait().expect("an end").success());
    }
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The `newText` of each edit that an action with this title makes.
fn edits_of(actions: &Value, title: &str) -> Vec<String> {
    let all = || actions.as_array().into_iter().flatten();
    let titles: Vec<&Value> = all().map(|one| &one["title"]).collect();
    let one = all().find(|one| one["title"] == title).unwrap_or_else(|| panic!("no `{title}`: {titles:?}"));
    let changes = one["edit"]["changes"].as_object().expect("changes").values();
    changes
        .flat_map(|edits| edits.as_array().expect("edits"))
        .map(|edit| edit["newText"].as_str().expect("text").to_owned())
        .collect()
}

const SHOP: &str = "model \"Shop\" { scope: \"s\" }\nimport \"id.tm\" as id\ndata card \"Card\" { sensitivity: restricted }\nentity buyer \"Buyer\"\nboundary cloud \"Cloud\" {\n  process web \"🛒 Web\" { authn: password }\n}\nflow buyer -> web \"buy\" { carries: card }\nflow web -> id.idp \"sign in\"\nthreat guess: spoofing on web \"A bot tries leaked passwords\" { likelihood: high; impact: high }\n";
const IDENTITY: &str = "boundary corp \"Corp\" {\n  process idp \"Sign-in\" { authn: mfa }\n}\n";

/// A project of two files, and the address of each.
fn project(name: &str) -> (PathBuf, String, String) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    std::fs::write(path.join("threatline.toml"), "").expect("a file");
    std::fs::write(path.join("shop.tm"), SHOP).expect("a file");
    std::fs::write(path.join("id.tm"), IDENTITY).expect("a file");
    let path = path.canonicalize().expect("a folder");
    let (shop, identity) = (address(&path.join("shop.tm")), address(&path.join("id.tm")));
    (path, shop, identity)
}

#[test]
fn an_editor_is_told_what_it_asks() {
    let (root, shop, identity) = project("lsp-asks");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    assert!(editor.reported(&shop).iter().all(|line| !line.contains("TM00")), "{:?}", editor.published);

    let hover =
        editor.at("textDocument/hover", &shop, 7, 15)["contents"]["value"].as_str().unwrap_or_default().to_owned();
    assert!(hover.starts_with("**process** “🛒 Web”, in Cloud"), "{hover}");
    assert!(
        hover.contains("- critical, open: A bot tries leaked passwords") && hover.contains("categories"),
        "{hover}"
    );
    let hover = editor.at("textDocument/hover", &shop, 5, 26)["contents"]["value"].to_string();
    assert!(hover.contains("authentication"), "{hover}");

    // UTF-16: the cart is two units.
    assert_eq!(
        editor.at("textDocument/hover", &shop, 5, 36)["contents"]["value"],
        "**password**: something that is known"
    );
    let place = |uri: &str, line: u64, from: u64, to: u64| json!({ "uri": uri, "range": { "start": { "line": line, "character": from }, "end": { "line": line, "character": to } } });
    assert_eq!(editor.at("textDocument/definition", &shop, 7, 15), place(&shop, 5, 10, 13));
    assert_eq!(editor.at("textDocument/definition", &shop, 8, 16), place(&identity, 1, 10, 13));
    assert_eq!(editor.at("textDocument/definition", &shop, 7, 37), place(&shop, 2, 5, 9));
    let references = editor.at("textDocument/references", &shop, 5, 11);
    assert_eq!(references.as_array().map(Vec::len), Some(4), "{references}");

    let labels = |items: &Value| -> Vec<String> {
        items.as_array().into_iter().flatten().map(|one| one["label"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(labels(&editor.at("textDocument/completion", &shop, 7, 14)), ["buyer", "web", "id.idp"]);
    assert!(labels(&editor.at("textDocument/completion", &shop, 9, 14)).contains(&"spoofing".to_owned()));
    let values = labels(&editor.at("textDocument/completion", &shop, 7, 36));
    assert_eq!(values, ["card", "none", "unknown"]);

    let symbols =
        editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": shop } }))["result"].clone();
    assert_eq!(symbols.as_array().map(Vec::len), Some(8), "{symbols}");
    assert_eq!(symbols[4]["children"][0]["name"], "web");
    let found = editor.ask("workspace/symbol", json!({ "query": "sign" }))["result"].clone();
    assert_eq!(found[0]["name"], "idp", "{found}");
    let unknown = editor.ask("textDocument/nothing", json!({ "textDocument": { "uri": shop } }));
    assert_eq!(unknown["error"]["code"], -32601);
    editor.stop();
}

#[test]
fn a_name_is_changed_in_every_file_that_uses_it() {
    let (root, shop, identity) = project("lsp-rename");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    let ask = |editor: &mut Editor, name: &str| {
        let position = json!({ "line": 8, "character": 16 });
        editor.ask(
            "textDocument/rename",
            json!({ "textDocument": { "uri": shop }, "position": position, "newName": name }),
        )
    };
    let changes = ask(&mut editor, "sign-in")["result"]["changes"].clone();
    let edits = |uri: &str| changes[uri].as_array().map_or(0, Vec::len);
    assert_eq!((edits(&shop), edits(&identity)), (1, 1), "{changes}");
    assert_eq!(changes[&identity][0]["range"]["start"], json!({ "line": 1, "character": 10 }));
    assert_eq!(changes[&shop][0]["range"]["start"], json!({ "line": 8, "character": 15 }));
    for bad in ["process", "a b", "1st", ""] {
        assert!(ask(&mut editor, bad)["error"]["message"].is_string(), "{bad}");
    }
    editor.stop();
}

#[test]
fn unsaved_texts_count_and_broken_ones_are_answered() {
    let (root, shop, identity) = project("lsp-unsaved");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    editor.open(&identity, IDENTITY);
    let before = editor.reported(&shop);
    // The process that the shop names is renamed in the editor, and not saved.
    let range = json!({ "start": { "line": 1, "character": 10 }, "end": { "line": 1, "character": 13 } });
    let change = json!({ "textDocument": { "uri": identity, "version": 2 }, "contentChanges": [{ "range": range, "text": "other" }] });
    editor.tell("textDocument/didChange", change);
    let after = editor.reported(&shop);
    assert!(after.contains(&"8 TM0507".to_owned()) && !before.contains(&"8 TM0507".to_owned()), "{after:?}");
    for text in ["", "{{{{", "proces web \"x\r\nflow a -> ", "\u{feff}model \"🛒", &"boundary b \"B\" {\n".repeat(100)]
    {
        editor.open(&shop, text);
        for method in [
            "hover",
            "definition",
            "references",
            "completion",
            "documentSymbol",
            "foldingRange",
            "formatting",
            "documentHighlight",
            "codeAction",
            "inlayHint",
            "documentLink",
            "selectionRange",
        ] {
            for (line, character) in [(0, 0), (1, 14), (9999, 9999)] {
                let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": character } });
                let position = json!({ "line": line, "character": character });
                let params = json!({ "textDocument": { "uri": shop }, "position": position, "range": range });
                let answer = editor.ask(&format!("textDocument/{method}"), params);
                assert!(answer.get("error").is_none(), "{method} {text:?}: {answer}");
            }
        }
    }
    editor.open(&shop, "entity u \"U\"\nprocess a \"A\"\nu -> a \"x\"\n");
    let range = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 1 } });
    let fixes = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": shop }, "range": range, "context": { "diagnostics": [] } }),
    );
    assert_eq!(fixes["result"][0]["title"], "Add `flow`", "{fixes}");
    editor.stop();
}

/// Every request about a document.
const METHODS: [&str; 21] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/typeDefinition",
    "textDocument/references",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentLink",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/codeAction",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "threatline/preview",
];

#[test]
fn an_editor_can_do_what_it_is_offered() {
    let (root, shop, _) = project("lsp-offers");
    let capabilities = json!({
        "experimental": { "commands": { "commands": ["threatline.preview", "threatline.locations"] } },
        "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
    });
    let mut editor = Editor::start_with(&root, capabilities);
    editor.open(&shop, SHOP);
    let document = json!({ "uri": shop });
    let about = |range: Value| json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
    let lines = |from: u64, to: u64| json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 0 } });

    // `flow buyer -> web "buy" { carries: card }` on line 7: what each word is, and where.
    let data = editor.ask("textDocument/semanticTokens/range", about(lines(7, 8)))["result"]["data"].clone();
    let numbers: Vec<u64> = data.as_array().expect("numbers").iter().filter_map(Value::as_u64).collect();
    let words: Vec<(u64, u64, u64)> = numbers.chunks(5).map(|one| (one[1], one[2], one[3])).take(7).collect();
    assert_eq!(words, [(0, 4, 0), (5, 5, 4), (6, 2, 12), (3, 3, 2), (4, 5, 11), (8, 7, 8), (9, 4, 5)]);

    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": document }))["result"].clone();
    assert_eq!(lenses[0]["command"]["command"], "threatline.preview");
    assert_eq!(lenses[1]["command"]["title"], "1 open threat");
    assert_eq!(lenses[1]["command"]["arguments"][2][0]["range"]["start"]["line"], 9);

    let preview = editor.ask("threatline/preview", json!({ "textDocument": document }))["result"].clone();
    assert!(preview["svg"].as_str().is_some_and(|svg| svg.contains("data-id=\"web\"")), "{preview}");
    let web = preview["elements"].as_array().expect("a list").iter().find(|one| one["id"] == "web").expect("web");
    assert_eq!(web["range"]["start"]["line"], 5);

    // A flow is made of what it carries.
    let text = SHOP.replace("flow buyer -> web", "flow order: buyer -> web") + "mitigation lock \"Lock it\"\n";
    editor.open(&shop, &text);
    let types = editor.at("textDocument/typeDefinition", &shop, 7, 6);
    assert_eq!(types[0]["range"]["start"]["line"], 2, "{types}");

    let actions = editor.ask("textDocument/codeAction", about(lines(10, 10)))["result"].clone();
    assert_eq!(edits_of(&actions, "Add an owner"), [" { owner: \"…\" }"]);
    let actions = editor.ask(
        "textDocument/codeAction",
        about(json!({ "start": { "line": 5, "character": 2 }, "end": { "line": 5, "character": 20 } })),
    )["result"]
        .clone();
    let moved = edits_of(&actions, "Put these into a new trust boundary").concat();
    assert_eq!(
        moved,
        "  boundary new-boundary \"New boundary\" {\n    kind: network\n    process web \"🛒 Web\" { authn: password }\n  }"
    );
    let asked = actions
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["title"].as_str())
        .find(|title| title.starts_with("Write down the"))
        .map(str::to_owned);
    assert!(asked.is_some(), "{actions}");

    let renamed = editor.ask(
        "textDocument/rename",
        json!({ "textDocument": document, "position": { "line": 5, "character": 11 }, "newName": "site" }),
    );
    assert!(renamed.get("error").is_none(), "{renamed}");
    editor.open(&shop, &text.replace("web", "site"));
    let actions = editor.ask("textDocument/codeAction", about(lines(5, 5)))["result"].clone();
    assert_eq!(
        actions.as_array().map(|all| all.iter().any(|one| one["title"] == "Note that `site` was called `web`")),
        Some(false),
        "the cursor stands before it"
    );
    let actions = editor.ask(
        "textDocument/codeAction",
        about(json!({ "start": { "line": 5, "character": 11 }, "end": { "line": 5, "character": 11 } })),
    )["result"]
        .clone();
    assert_eq!(edits_of(&actions, "Note that `site` was called `web`"), [" was: web;"]);
    editor.stop();
}

#[test]
fn an_editor_completes_by_what_stands_around() {
    let (root, shop, _) = project("lsp-completes");
    let capabilities = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let mut editor = Editor::start_with(&root, capabilities);
    for (line, expected) in [
        ("import \"", vec!["id.tm"]),
        ("flow buyer -> id.", vec!["id.corp", "id.idp"]),
        ("dismiss  on buyer", vec!["spoofing", "repudiation"]),
        ("threat x: spoofing on web \"", vec![]),
    ] {
        let text = format!("{SHOP}{line}");
        editor.open(&shop, &text);
        let at = if line.starts_with("dismiss") { 8 } else { line.len() as u64 };
        let items = editor.at("textDocument/completion", &shop, SHOP.lines().count() as u64, at);
        let labels: Vec<&str> =
            items.as_array().into_iter().flatten().filter_map(|item| item["label"].as_str()).collect();
        let stride: Vec<&str> = labels.into_iter().filter(|label| !LINDDUN.contains(label)).collect();
        assert_eq!(stride, expected, "{line}");
    }
    editor.open(&shop, "rule r on process {\n  when: \n}\n");
    let items = editor.at("textDocument/completion", &shop, 1, 8).to_string();
    assert!(items.contains("reachable-from") && !items.contains("sensitivity"), "{items}");
    editor.open(&shop, "\n");
    let items = editor.at("textDocument/completion", &shop, 0, 0);
    let threat = items.as_array().expect("a list").iter().find(|item| item["label"] == "threat").expect("a threat");
    assert!(
        threat["insertTextFormat"] == 2
            && threat["textEdit"]["newText"].as_str().is_some_and(|text| text.contains("${2:spoofing}")),
        "{threat}"
    );
    editor.stop();
}

const LINDDUN: [&str; 7] =
    ["linking", "identifying", "non-repudiation", "detecting", "data-disclosure", "unawareness", "non-compliance"];

/// Editors escape more of an address than they must, each in its own way.
#[test]
fn an_unsaved_import_counts_however_its_address_is_escaped() {
    let (root, shop, identity) = project("lsp-escapes");
    let mut editor = Editor::start(&root);
    let escaped = identity.replace("id.tm", "%69d%2Etm");
    editor.open(&escaped, "boundary corp \"Corp\" {\n  process login \"Sign-in\" { authn: mfa }\n}\n");
    editor.open(&shop, SHOP);
    assert!(editor.reported(&shop).contains(&"8 TM0507".to_owned()), "{:?}", editor.published);
    let document = json!({ "uri": escaped, "version": 2 });
    editor
        .tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": IDENTITY }] }));
    assert!(!editor.reported(&shop).contains(&"8 TM0507".to_owned()), "{:?}", editor.published);
    editor.stop();
}

#[test]
fn a_part_is_formatted_alone() {
    let (root, shop, _) = project("lsp-formats");
    let mut editor = Editor::start(&root);
    let text = "process   a \"A\"\nprocess b \"B\"\nprocess   c \"C\" {\ntech:   go\n}\n";
    editor.open(&shop, text);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 3 } });
    let edits = editor.ask("textDocument/rangeFormatting", json!({ "textDocument": { "uri": shop }, "range": range }));
    assert_eq!(edits["result"].as_array().map(Vec::len), Some(1), "{edits}");
    assert_eq!(edits["result"][0]["newText"], "process a \"A\"\n");
    let closed = json!({ "textDocument": { "uri": shop }, "position": { "line": 4, "character": 1 }, "ch": "}" });
    let edits = editor.ask("textDocument/onTypeFormatting", closed);
    assert_eq!(edits["result"][0]["newText"], "process c \"C\" {\n  tech: go\n", "{edits}");
    editor.stop();
}

#[test]
fn a_request_that_is_taken_back_is_not_answered_in_full() {
    let (root, shop, _) = project("lsp-cancels");
    let mut editor = Editor::start(&root);
    // A picture that takes a while, so that what is written behind the first request is there when it is answered.
    let elements: String = (0..150).map(|number| format!("process p{number} \"P {number}\"\n")).collect();
    let flows: String = (1..150).map(|number| format!("flow p{} -> p{number} \"x\"\n", number / 2)).collect();
    editor.open(&shop, &(elements + &flows));
    let about = json!({ "textDocument": { "uri": shop } });
    // Both messages arrive in one piece.
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 900, "method": "threatline/preview", "params": about }),
        json!({ "jsonrpc": "2.0", "id": 901, "method": "threatline/preview", "params": about }),
        json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 901 } }),
    ];
    let text: String = messages
        .iter()
        .map(ToString::to_string)
        .map(|one| format!("Content-Length: {}\r\n\r\n{one}", one.len()))
        .collect();
    editor.input.write_all(text.as_bytes()).expect("written");
    editor.input.flush().expect("written");
    let answers: Vec<Value> =
        std::iter::repeat_with(|| editor.receive()).filter(|message| message["id"].is_number()).take(2).collect();
    assert_eq!(answers[0]["id"], 900);
    assert_eq!(answers[1]["error"]["code"], -32800, "{}", answers[1]["error"]);
    editor.stop();
}

/// A long session of random edits ends where a fresh look at the text ends.
#[test]
fn many_edits_leave_the_state_of_a_fresh_analysis() {
    let (root, shop, _) = project("lsp-session");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    let mut text: Vec<u16> = SHOP.encode_utf16().collect();
    let mut seed: u64 = 7;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let pieces =
        ["x", "\n", "{", "}", "\"", "process p \"P\"\n", "flow web -> p \"y\"\n", "// c\n", "é🔒", " -> ", "\r\n", ""];
    let mut number = 0;
    for version in 2..10_000 {
        let start = random(text.len() + 1);
        let end = (start + random(12)).min(text.len());
        // Never between the two halves of a character.
        let is_half = |at: usize| text.get(at).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        let cuts_line = |at: usize| at > 0 && text[at - 1] == 13 && text.get(at) == Some(&10);
        if is_half(start) || is_half(end) || cuts_line(start) || cuts_line(end) {
            continue;
        }
        let piece = pieces[random(pieces.len())];
        let position = |at: usize| {
            let before = &text[..at];
            let line = before.iter().filter(|unit| **unit == 10).count();
            let character = at - before.iter().rposition(|unit| *unit == 10).map_or(0, |newline| newline + 1);
            json!({ "line": line, "character": character })
        };
        let range = json!({ "start": position(start), "end": position(end) });
        let change = json!({ "textDocument": { "uri": shop, "version": version }, "contentChanges": [{ "range": range, "text": piece }] });
        text.splice(start..end, piece.encode_utf16());
        editor.tell("textDocument/didChange", change);
        if version % 25 == 0 {
            let method = METHODS[number % METHODS.len()];
            number += 1;
            let (line, character) = (random(12), random(30));
            let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line + random(4), "character": character } });
            let position = json!({ "line": line, "character": character });
            let params = json!({ "textDocument": { "uri": shop }, "position": position, "range": range, "positions": [position], "newName": "renamed", "context": { "includeDeclaration": true, "diagnostics": [] } });
            let answer = editor.ask(method, params);
            assert_ne!(answer["error"]["code"], -32603, "{method}: {answer}");
        }
    }
    let edited = editor.reported(&shop);
    editor.open(&shop, &String::from_utf16(&text).expect("whole characters"));
    assert_eq!(edited, editor.reported(&shop));
    editor.stop();
}

/// A folder that no other is the project of, with files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("threatline-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    for (name, text) in files {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    path.canonicalize().expect("a folder")
}

#[test]
fn a_file_that_is_opened_without_a_folder_knows_those_around_it() {
    let files = [("shop.tm", SHOP), ("id.tm", IDENTITY), ("below/other.tm", "process far \"Sign far\"\n")];
    let marked: Vec<(&str, &str)> = files.into_iter().chain([("threatline.toml", "")]).collect();
    for (root, far) in [(folder("alone", &files), 0), (folder("alone-marked", &marked), 1)] {
        let (shop, identity) = (address(&root.join("shop.tm")), address(&root.join("id.tm")));
        let both = Ok(vec![(identity.clone(), 1), (shop.clone(), 1)]);
        let mut editor = Editor::start_in(&[], json!({}));
        editor.open(&shop, SHOP);
        assert!(!editor.reported(&shop).iter().any(|line| line.contains("TM05")), "{:?}", editor.published);
        assert_eq!(editor.at("textDocument/definition", &shop, 8, 16)["uri"], json!(identity));
        assert_eq!(editor.rename(&shop, 8, 16, "login"), both);
        assert_eq!(
            editor.symbols("sign"),
            vec!["far"; far].into_iter().chain(["idp", "web -> id.idp"]).collect::<Vec<_>>()
        );
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": shop } }));
        editor.open(&identity, IDENTITY);
        assert_eq!(editor.rename(&identity, 1, 11, "login"), both, "only the file that declares it is open");
        editor.stop();
        std::fs::remove_dir_all(root).expect("removed");
    }
}

#[test]
fn a_name_is_the_same_thing_in_a_project_inside_of_another() {
    let shop = SHOP.replace("id.tm", "sub/id.tm");
    let files =
        [("threatline.toml", ""), ("shop.tm", shop.as_str()), ("sub/threatline.toml", ""), ("sub/id.tm", IDENTITY)];
    let root = folder("nested", &files);
    let (shop, identity) = (address(&root.join("shop.tm")), address(&root.join("sub/id.tm")));
    let mut editor = Editor::start(&root);
    editor.open(&identity, IDENTITY);
    assert_eq!(editor.rename(&identity, 1, 11, "login"), Ok(vec![(shop, 1), (identity, 1)]));
    editor.stop();
    std::fs::remove_dir_all(root).expect("removed");
}

#[test]
fn a_new_name_must_be_free_in_the_file_that_declares_it() {
    let (root, shop, identity) = project("lsp-taken");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    assert_eq!(editor.rename(&shop, 8, 16, "corp"), Err("something is called `corp` already".to_owned()));
    assert_eq!(editor.rename(&shop, 8, 16, "web"), Ok(vec![(identity.clone(), 1), (shop.clone(), 1)]));
    // A file that is open under another address is changed once.
    let escaped = identity.replace("id.tm", "%69d%2Etm");
    editor.open(&escaped, IDENTITY);
    assert_eq!(editor.rename(&shop, 8, 16, "login"), Ok(vec![(escaped, 1), (shop, 1)]));
    editor.stop();
}

#[test]
fn a_workspace_of_several_folders_keeps_their_projects_apart() {
    let (one, other) = (project("lsp-one"), project("lsp-other"));
    let mut editor = Editor::start_in(&[&one.0, &other.0], json!({}));
    editor.open(&one.1, SHOP);
    assert_eq!(editor.symbols("idp"), ["idp", "web -> id.idp", "idp", "web -> id.idp"]);
    assert_eq!(editor.rename(&one.1, 8, 16, "login"), Ok(vec![(one.2.clone(), 1), (one.1.clone(), 1)]));
    // Only what can be imported is offered.
    editor.open(&one.1, &format!("{SHOP}import \""));
    let items = editor.at("textDocument/completion", &one.1, SHOP.lines().count() as u64, 8);
    assert_eq!(items.as_array().map(Vec::len), Some(1), "{items}");
    assert_eq!(items[0]["label"], "id.tm");
    let folder = |root: &Path| json!([{ "uri": address(root), "name": "root" }]);
    let event = json!({ "event": { "added": [], "removed": folder(&other.0) } });
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(editor.symbols("idp"), ["idp", "web -> id.idp"]);
    let event = json!({ "event": { "added": folder(&other.0), "removed": folder(&one.0) } });
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(editor.symbols("idp").len(), 4, "one project for what is open, the other for its folder");
    editor.stop();
}

#[test]
fn a_document_stays_what_the_editor_has_until_it_is_closed() {
    let (root, shop, identity) = project("lsp-deleted");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    editor.open(&identity, IDENTITY);
    std::fs::remove_file(root.join("id.tm")).expect("removed");
    let gone = json!({ "changes": [{ "uri": identity, "type": 3 }] });
    editor.tell("workspace/didChangeWatchedFiles", gone.clone());
    let before = editor.reported(&shop);
    assert!(!before.iter().any(|line| line.starts_with("1 ")), "{before:?}");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": identity } }));
    let after = editor.reported(&shop);
    assert!(after.iter().any(|line| line.starts_with("1 TM05")), "{after:?}");
    assert_eq!(editor.published[&identity]["diagnostics"], json!([]));
    // It comes back under another name, and then under its own, not saved.
    std::fs::write(root.join("identity.tm"), IDENTITY).expect("a file");
    editor.open(&shop, &SHOP.replace("id.tm", "identity.tm"));
    assert!(!editor.reported(&shop).iter().any(|line| line.starts_with("1 ")), "{:?}", editor.published);
    editor.open(&shop, SHOP);
    assert!(editor.reported(&shop).iter().any(|line| line.starts_with("1 ")), "{:?}", editor.published);
    editor.open(&identity, IDENTITY);
    assert!(!editor.reported(&shop).iter().any(|line| line.starts_with("1 ")), "{:?}", editor.published);
    // Closed twice, and changed where it is not open: no harm comes of it.
    for _ in 0..2 {
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": shop } }));
    }
    editor
        .tell("textDocument/didChange", json!({ "textDocument": { "uri": shop, "version": 9 }, "contentChanges": [] }));
    editor.reported(&shop);
    assert_eq!(editor.published[&shop]["diagnostics"], json!([]));
    editor.stop();
}

#[test]
fn a_document_that_is_saved_nowhere_imports_nothing() {
    let mut editor = Editor::start_in(&[], json!({}));
    let uri = "untitled:Untitled-1";
    // There is such a file where the server runs.
    editor.open(
        uri,
        "import \"examples/small.tm\" as small\nprocess web \"Web\"\nentity user \"User\"\nflow user -> web \"x\"\n",
    );
    let reported = editor.reported(uri);
    assert!(reported.iter().any(|line| line.starts_with("0 ")), "{reported:?}");
    let message = editor.published[uri]["diagnostics"][0]["message"].as_str().unwrap_or_default().to_owned();
    assert!(message.contains("not saved yet"), "{message}");
    assert_eq!(editor.rename(uri, 1, 9, "site"), Ok(vec![(uri.to_owned(), 2)]));
    editor.stop();
}

#[test]
fn what_is_wrong_in_an_imported_file_is_said_where_it_is_imported() {
    let (root, shop, identity) = project("lsp-imported");
    let broken = format!("{IDENTITY}process idp \"Again\"\n");
    std::fs::write(root.join("id.tm"), &broken).expect("a file");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    assert!(editor.reported(&shop).contains(&"1 TM0102".to_owned()), "{:?}", editor.published);
    let list = editor.published[&shop]["diagnostics"].clone();
    let told = list.as_array().into_iter().flatten().find(|one| one["code"] == "TM0102").cloned().unwrap_or_default();
    assert!(told["message"].as_str().is_some_and(|text| text.starts_with("in `id.tm`: ")), "{told}");
    assert_eq!(told["relatedInformation"][0]["location"]["uri"], json!(identity));
    editor.stop();
}

#[test]
fn lines_end_where_editors_end_them() {
    let (root, shop, _) = project("lsp-returns");
    let mut editor = Editor::start(&root);
    let text = "entity user \"User\"\n// old\rhabits\nprocess web \"🛒 Web\"\r\nflow user -> web \"x\"\n";
    editor.open(&shop, text);
    let range = |line: u64, from: u64, to: u64| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    assert_eq!(editor.at("textDocument/definition", &shop, 4, 14)["range"], range(3, 8, 11));
    // The edit is made where the editor makes it.
    let change = json!({ "range": range(4, 13, 16), "text": "user" });
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": shop, "version": 2 }, "contentChanges": [change] }),
    );
    assert_eq!(editor.at("textDocument/references", &shop, 0, 8).as_array().map(Vec::len), Some(3));
    let edits = editor.ask("textDocument/formatting", json!({ "textDocument": { "uri": shop } }));
    assert!(edits.get("error").is_none(), "{edits}");
    editor.stop();
}

#[test]
fn an_editor_is_told_no_more_and_no_less_than_it_asks() {
    let (root, shop, _) = project("lsp-reviewed");
    let mut editor = Editor::start(&root);
    editor.open(&shop, SHOP);
    let about = |declaration: bool| json!({ "textDocument": { "uri": shop }, "position": { "line": 5, "character": 11 }, "context": { "includeDeclaration": declaration } });
    let count = |answer: Value| answer["result"].as_array().map(Vec::len);
    assert_eq!(count(editor.ask("textDocument/references", about(true))), Some(4));
    assert_eq!(count(editor.ask("textDocument/references", about(false))), Some(3));

    // A text that begins above the window has its colours in it.
    editor.open(&shop, "model \"M\" {\n  scope: \"\"\"\n    one\n    two\n  \"\"\"\n}\n");
    let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 7 } });
    let about = json!({ "textDocument": { "uri": shop }, "range": range });
    let data = editor.ask("textDocument/semanticTokens/range", about)["result"]["data"].clone();
    assert!(data.as_array().is_some_and(|data| !data.is_empty()), "{data}");

    // Nothing is completed in prose.
    for (text, line, character) in [
        ("model \"M\" {\n  scope: \"\"\"\n    one \n  \"\"\"\n}\n", 2, 8),
        ("process a \"A\" // then \n", 0, 22),
        ("flow a -> b \"say \\\"x\\\" \n", 0, 22),
    ] {
        editor.open(&shop, text);
        assert_eq!(editor.at("textDocument/completion", &shop, line, character), json!([]), "{text}");
    }
    editor.open(&shop, "process a \"say \\\"x\\\"\" { tech: rust; authn: }\n");
    assert_ne!(editor.at("textDocument/completion", &shop, 0, 43), json!([]));

    // What shares its line with something else cannot be moved by whole lines.
    for text in
        ["boundary b \"é\" { process a \"A\" }\n", "boundary b \"B\" {\n  process a \"A\"; process c \"C\"\n}\n"]
    {
        editor.open(&shop, text);
        let at = text.find("process a").expect("a process");
        let before = &text[..at];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let range = json!({ "start": { "line": line, "character": character }, "end": { "line": line, "character": character + 7 } });
        let about = json!({ "textDocument": { "uri": shop }, "range": range, "context": { "diagnostics": [] } });
        let actions = editor.ask("textDocument/codeAction", about);
        assert!(actions.get("error").is_none(), "{actions}");
        assert!(!actions.to_string().contains("Put these into"), "{actions}");
    }
    editor.stop();
}

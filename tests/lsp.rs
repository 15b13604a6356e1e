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
        let mut server = Command::new(env!("CARGO_BIN_EXE_threatline"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let (input, output) = (server.stdin.take().expect("a pipe"), server.stdout.take().expect("a pipe"));
        let output = BufReader::new(output);
        let mut editor = Editor { server, input, output, number: 0, published: std::collections::BTreeMap::new() };
        let folder = json!({ "uri": address(root), "name": "root" });
        let answer = editor.ask("initialize", json!({ "capabilities": capabilities, "workspaceFolders": [folder] }));
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

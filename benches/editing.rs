//! What an editor waits for with a model of 5,000 lines: `cargo bench --bench editing`.
//!
//! Speaks to the program over a pipe: the time from an edit to its diagnostics, that of a completion, and how much memory
//! (Linux only) the server has after the first and the last of 10,000 edits.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement looks at the clock and prints")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

mod large;

const ADDRESS: &str = "file:///bench/large.tm";
const EDITS: usize = 10_000;

fn main() {
    let text = large::model();
    let line = text.lines().position(|line| line.starts_with("flow f200:")).expect("a flow");
    let mut editor = Editor::start();
    editor.tell(
        "textDocument/didOpen",
        &json!({ "textDocument": { "uri": ADDRESS, "languageId": "tm", "version": 1, "text": text } }),
    );
    editor.receive("textDocument/publishDiagnostics");
    let (mut edits, mut completions, mut first) = (Vec::new(), Vec::new(), None);
    for number in 0..EDITS {
        // A letter typed into the flow's label, and taken out again.
        let (end, letter) = if number % 2 == 0 { (20, "x") } else { (21, "") };
        let range = json!({ "start": { "line": line, "character": 20 }, "end": { "line": line, "character": end } });
        let start = Instant::now();
        editor.tell("textDocument/didChange", &json!({ "textDocument": { "uri": ADDRESS, "version": number + 2 }, "contentChanges": [{ "range": range, "text": letter }] }));
        editor.receive("textDocument/publishDiagnostics");
        edits.push(start.elapsed());
        if number % 20 == 0 {
            let start = Instant::now();
            let position = json!({ "line": line, "character": 16 });
            editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": ADDRESS }, "position": position }));
            completions.push(start.elapsed());
        }
        first = first.or_else(|| editor.memory());
    }
    println!("{} lines, {EDITS} edits", text.lines().count());
    report("edit to diagnostics", &mut edits);
    report("completion", &mut completions);
    if let (Some(first), Some(last)) = (first, editor.memory()) {
        println!("{:>20} {first} kB after the first edit, {last} kB after the last", "memory");
    }
    editor.server.kill().expect("the server ends");
}

fn report(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!("{name:>20} {:.2} ms (median), {:.2} ms (95 of 100), {:.2} ms (worst)", at(50), at(95), at(100));
}

struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    number: u64,
}

impl Editor {
    fn start() -> Editor {
        let mut command = Command::new(env!("CARGO_BIN_EXE_threatline"));
        let mut server =
            command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let (input, output) = (server.stdin.take().expect("a pipe"), server.stdout.take().expect("a pipe"));
        let mut editor = Editor { server, input, output: BufReader::new(output), number: 0 };
        editor.ask("initialize", &json!({ "capabilities": {} }));
        editor.tell("initialized", &json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("written");
        self.input.flush().expect("written");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: &Value) {
        self.number += 1;
        let id = self.number;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        while self.message()["id"] != id {}
    }

    fn receive(&mut self, method: &str) {
        while self.message()["method"] != method {}
    }

    fn message(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a line");
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

    /// How much of the server is in memory, in kB.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    }
}

//! The web server of `threatline serve`, asked over plain sockets as a browser or somebody worse would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::read;

/// A running server, which ends with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// Empty where nobody may write.
    pub(crate) token: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server says to a request.
pub(crate) struct Heard {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Heard {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Server {
    /// Serves a file or a folder.
    pub(crate) fn start(path: &Path, flags: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_threatline"))
            .arg("serve")
            .arg(path)
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("an address");
        let rest = line.trim().strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("no address: {line:?}"));
        let (port, token) = rest.split_once('/').expect("a path");
        let token = token.strip_prefix("#token=").unwrap_or_default().to_owned();
        Server { child, port: port.parse().expect("a port"), token }
    }

    pub(crate) fn address(&self) -> String {
        let token = if self.token.is_empty() { String::new() } else { format!("#token={}", self.token) };
        format!("http://127.0.0.1:{}/{token}", self.port)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        stream
    }

    /// Sends bytes as they are, and reads the answer to its end.
    fn raw(&self, bytes: &str) -> Heard {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).expect("sent");
        let mut heard = Vec::new();
        // A server that has said enough may close before everything was read.
        let _ = stream.read_to_end(&mut heard);
        let heard = String::from_utf8_lossy(&heard).into_owned();
        let (head, body) = heard.split_once("\r\n\r\n").unwrap_or((&heard, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
        Heard { status, head: head.to_owned(), body: if chunked { joined(body) } else { body.to_owned() } }
    }

    fn get_as(&self, path: &str, headers: &str) -> Heard {
        self.raw(&format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"))
    }

    pub(crate) fn get(&self, path: &str) -> Heard {
        self.get_as(path, &format!("Host: 127.0.0.1:{}\r\n", self.port))
    }

    pub(crate) fn model(&self, name: &str) -> Value {
        self.get(&format!("/api/model?model={name}")).json()
    }

    fn post_as(&self, path: &str, headers: &str, body: &str) -> Heard {
        let length = body.len();
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    /// The headers of the page itself.
    fn own(&self) -> String {
        let Server { port, token, .. } = self;
        format!(
            "Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nX-Threatline-Token: {token}\r\n\
             Content-Type: application/json\r\n"
        )
    }

    /// Says something about the text that the model has now.
    fn say(&self, name: &str, mut said: Value) -> Heard {
        if said["seen"].is_null() {
            said["seen"] = self.model(name)["seen"].clone();
        }
        self.post_as(&format!("/api/answer?model={name}"), &self.own(), &said.to_string())
    }

    /// Events as they come.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut events = Events(BufReader::new(stream));
        assert_eq!(events.next(), ("hello".to_owned(), String::new()));
        events
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event that tells something, with what it is about.
    fn next(&mut self) -> (String, String) {
        let mut event = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).expect("a line in time"), 0, "the stream ended");
            if let Some(name) = line.strip_prefix("event: ") {
                name.trim().clone_into(&mut event);
            }
            if let Some(data) = line.strip_prefix("data: ").filter(|_| event != "alive") {
                return (event, serde_json::from_str(data).expect("JSON"));
            }
        }
    }
}

fn joined(mut chunked: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunked.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        body.push_str(rest.get(..size).unwrap_or(rest));
        chunked = rest.get(size + 2..).unwrap_or_default();
    }
    body
}

/// A folder of its own for a test with these files.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join(name);
    let _ = std::fs::remove_dir_all(&path);
    for (file, text) in files {
        let file = path.join(file);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("written");
    }
    path
}

const SHOP: &str = "model \"Shop\" { scope: \"s\" }\nentity buyer \"Buyer\"\nboundary cloud \"Cloud\" {\n  process web \"Web shop\"\n}\nflow buyer -> web \"buy\"\n";
const PICTURE: &str = "/api/picture?model=shop.tm&theme=light&show=threats";

#[test]
fn the_page_is_whole_strict_and_never_kept() {
    let server = Server::start(&folder("page", &[("shop.tm", SHOP)]).join("shop.tm"), &[]);
    let page = server.get("/");
    assert_eq!(page.status, 200);
    for header in [
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
    ] {
        assert!(page.head.contains(header), "{header}: {}", page.head);
    }
    assert!(!page.head.contains("Access-Control"), "{}", page.head);
    // Every file that one of the page's files names is there, and none is elsewhere.
    let mut asked = vec!["/".to_owned()];
    let mut next = 0;
    while let Some(path) = asked.get(next).cloned() {
        next += 1;
        let file = server.get(&path);
        assert_eq!(file.status, 200, "{path}");
        if path.ends_with("woff2") {
            continue;
        }
        let own = file.body.replace("http://www.w3.org/2000/svg", "");
        assert!(!own.contains("http://") && !own.contains("https://"), "{path} names another server");
        let quoted =
            own.split(['"', '\'', '(', ')']).filter(|part| part.starts_with("/page/") || part.starts_with("./"));
        for part in quoted {
            let part = part.replace("./", "/page/");
            if !asked.contains(&part) {
                asked.push(part);
            }
        }
    }
    assert!(asked.len() >= 10, "{asked:?}");
}

#[test]
fn documents_are_those_of_the_commands() {
    let server = Server::start(Path::new("examples"), &[]);
    let models = server.get("/api/models").json();
    let names: Vec<&str> =
        models["models"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&"veg-box.tm") && names.contains(&"shared/identity.tm"), "{names:?}");
    assert_eq!((&models["workshop"], &models["version"]), (&json!(false), &json!(env!("CARGO_PKG_VERSION"))));
    let document = server.model("veg-box.tm");
    assert_eq!((&document["stale"], &document["threats"]["schema"]), (&json!(false), &json!("threatline.threats/1")));
    let whole = document["files"]["veg-box.tm"].as_str().expect("a path");
    assert!(Path::new(whole).is_absolute(), "{whole}");
    for (path, schema) in [
        ("threats?model=veg-box.tm", "threatline.threats/1"),
        ("coverage?model=veg-box.tm", "threatline.coverage/1"),
        ("lineage?model=veg-box.tm&data=session", "threatline.lineage/1"),
        ("paths?model=veg-box.tm&from=subscriber&to=ledger", "threatline.paths/1"),
        ("walk?model=veg-box.tm", "threatline.serve/1"),
    ] {
        assert_eq!(server.get(&format!("/api/{path}")).json()["schema"], schema, "{path}");
    }
    let walk = server.get("/api/walk?model=veg-box.tm").json();
    let minutes: u64 =
        walk["agenda"].as_array().expect("an agenda").iter().filter_map(|one| one["minutes"].as_u64()).sum();
    assert_eq!(minutes, 120, "a standard session");
    let shown = "/api/picture?model=small.tm&theme=auto&show=threats,list,legend,data";
    assert_eq!(server.get(shown).body, read("docs/gallery/small.svg"));
    assert!(server.get("/api/explain?code=TM0101").body.starts_with("# unknown-name"));
    for (path, status) in [
        ("picture?model=small.tm&theme=gothic", 400),
        ("picture?model=small.tm&theme=light&show=everything", 400),
        ("picture?model=small.tm&theme=light&view=none", 404),
        ("lineage?model=small.tm&data=none", 404),
        ("paths?model=small.tm&from=reader&to=nobody", 404),
        ("explain?code=TM9999", 404),
        ("model", 404),
        ("nothing", 404),
    ] {
        assert_eq!(server.get(&format!("/api/{path}")).status, status, "{path}");
    }
}

#[test]
fn only_this_machine_is_answered_and_only_what_is_served() {
    let root = folder(
        "guard",
        &[
            ("inside/shop.tm", SHOP),
            ("outside.tm", "model \"Secret\" { scope: \"s\" }\n"),
            ("inside/notes.txt", "secret"),
        ],
    );
    let server = Server::start(&root.join("inside"), &[]);
    let port = server.port;
    for (host, status) in [
        (format!("Host: localhost:{port}\r\n"), 200),
        (format!("Host: [::1]:{port}\r\n"), 200),
        (format!("Host: evil.example:{port}\r\n"), 403),
        ("Host: 127.0.0.1\r\n".to_owned(), 403),
        (format!("Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"), 400),
        (format!("Host: 127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\n"), 403),
        (String::new(), 403),
    ] {
        assert_eq!(server.get_as("/api/models", &host).status, status, "{host:?}");
    }
    if let Ok(mut stream) = TcpStream::connect(("::1", port)) {
        let request = format!("GET / HTTP/1.1\r\nHost: [::1]:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).expect("a line");
        assert!(line.starts_with("HTTP/1.1 200 "), "{line}");
    }
    for path in [
        "/../outside.tm",
        "/page/../../outside.tm",
        "/page/%2e%2e/%2e%2e/Cargo.toml",
        "/etc/passwd",
        "//etc/passwd",
        "/api/model?model=../outside.tm",
        "/api/model?model=..%2Foutside.tm",
        "/api/model?model=notes.txt",
        "/api/model?model=/etc/passwd",
        "/api/picture?model=%00&theme=light",
    ] {
        let heard = server.get(path);
        assert_eq!(heard.status, 404, "{path}");
        assert!(!heard.body.to_lowercase().contains("secret"), "{path}: {}", heard.body);
    }
    // Nothing that is no HTTP, or too much of it, ends the server.
    let long = "x".repeat(20_000);
    for bytes in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "\u{1}\u{2}\u{3}\r\n\r\n",
        &format!("GET /{long} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"),
    ] {
        let stream = server.connect();
        stream.set_read_timeout(Some(Duration::from_millis(300))).expect("a timeout");
        let _ = (&stream).write_all(bytes.as_bytes());
        let _ = (&stream).read(&mut [0; 64]);
    }
    assert_eq!(server.get("/api/models").status, 200);
}

#[test]
fn nothing_is_written_without_a_workshop_its_page_and_its_token() {
    let path = folder("closed", &[("shop.tm", SHOP)]).join("shop.tm");
    let said = |seen: &Value| json!({ "seen": seen, "kind": "parked", "text": "Refunds" }).to_string();
    let server = Server::start(&path, &[]);
    let seen = server.model("shop.tm")["seen"].clone();
    for method in ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] {
        let bytes = format!(
            "{method} /api/answer?model=shop.tm HTTP/1.1\r\n{}Content-Length: 0\r\nConnection: close\r\n\r\n",
            server.own()
        );
        assert_eq!(server.raw(&bytes).status, 405, "{method}");
    }
    let server = Server::start(&path, &["--workshop"]);
    let Server { port, token, .. } = &server;
    assert_eq!(token.len(), 32, "{token}");
    let (host, origin) = (format!("Host: 127.0.0.1:{port}\r\n"), format!("Origin: http://127.0.0.1:{port}\r\n"));
    let (shown, json) = (format!("X-Threatline-Token: {token}\r\n"), "Content-Type: application/json\r\n");
    for (headers, status) in [
        (format!("{host}{shown}{json}"), 403),
        (format!("{host}Origin: http://evil.example\r\n{shown}{json}"), 403),
        (format!("{host}Origin: null\r\n{shown}{json}"), 403),
        (format!("{host}{origin}{json}"), 403),
        (format!("{host}{origin}X-Threatline-Token: {}\r\n{json}", "0".repeat(32)), 403),
        (format!("{host}{origin}{shown}Content-Type: text/plain\r\n"), 415),
    ] {
        assert_eq!(server.post_as("/api/answer?model=shop.tm", &headers, &said(&seen)).status, status, "{headers}");
    }
    assert_eq!(server.post_as("/api/answer?model=other.tm", &server.own(), &said(&seen)).status, 404);
    assert_eq!(server.post_as("/api/model?model=shop.tm", &server.own(), &said(&seen)).status, 404);
    assert_eq!(server.post_as("/api/answer?model=shop.tm", &server.own(), &"x".repeat(70_000)).status, 413);
    assert_eq!(read(&path), SHOP, "nothing was written");
    assert!(!server.get("/api/models").body.contains(token.as_str()), "the token is in the printed address alone");
    assert_eq!(server.say("shop.tm", json!({ "kind": "parked", "text": "Refunds" })).status, 200);
    assert_eq!(read(&path), format!("{SHOP}\npark \"Refunds\"\n"));
}

#[test]
fn a_save_is_told_at_once_and_an_error_keeps_the_picture() {
    let root = folder("live", &[("shop.tm", SHOP), ("part.tm", "process pay \"Pay\"\n")]);
    let path = root.join("shop.tm");
    let server = Server::start(&root, &[]);
    let before = server.get(PICTURE).body;
    assert!(before.contains("data-id=\"web\"") && before.contains("Web shop"));
    let mut events = server.events();
    let mut longest = Duration::ZERO;
    for round in 0..5 {
        let text = SHOP.replace("Web shop", &format!("Web shop {round}"));
        std::thread::sleep(Duration::from_millis(60));
        let saved = Instant::now();
        std::fs::write(&path, &text).expect("written");
        assert_eq!(events.next(), ("changed".to_owned(), "shop.tm".to_owned()));
        assert!(server.get(PICTURE).body.contains(&format!("Web shop {round}")));
        longest = longest.max(saved.elapsed());
    }
    crate::browser::say(&format!("from save to picture: {} ms at most\n", longest.as_millis()));
    // Generous, since other tests run beside it.
    assert!(longest < Duration::from_secs(2), "{longest:?}");
    let good = server.get(PICTURE).body;
    std::fs::write(&path, format!("{SHOP}flow web -> nobody \"x\"\nproces y\n")).expect("written");
    assert_eq!(events.next(), ("changed".to_owned(), "shop.tm".to_owned()));
    let document = server.model("shop.tm");
    assert_eq!(document["stale"], true);
    let codes: Vec<&str> = document["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["severity"] == "error")
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(codes, ["TM0101", "TM0006"]);
    assert_eq!(server.get(PICTURE).body, good, "the last good picture stays");
    // As editors save: another file takes the place.
    std::fs::write(
        root.join("shop.tm.new"),
        format!("import \"part.tm\" as part\n{SHOP}flow web -> part.pay \"pay\"\n"),
    )
    .expect("written");
    std::fs::rename(root.join("shop.tm.new"), &path).expect("renamed");
    assert_eq!(events.next(), ("changed".to_owned(), "shop.tm".to_owned()));
    let document = server.model("shop.tm");
    assert_eq!((&document["stale"], &document["threats"]["elements"][2]["id"]), (&json!(false), &json!("part.pay")));
    // What is imported counts.
    std::fs::write(root.join("part.tm"), "process pay \"Pay at once\"\n").expect("written");
    assert_eq!(events.next(), ("changed".to_owned(), "shop.tm".to_owned()));
    assert!(server.get(PICTURE).body.contains("Pay at once"));
    // So does what is new.
    std::fs::write(root.join("other.tm"), SHOP).expect("written");
    assert_eq!(events.next(), ("models".to_owned(), String::new()));
    assert!(server.get("/api/models").body.contains("other.tm"));
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(events.next().1, "shop.tm");
    assert_eq!(events.next(), ("models".to_owned(), String::new()));
    assert_eq!(server.get(PICTURE).status, 404);
}

#[test]
fn a_model_that_never_was_readable_says_so() {
    let server = Server::start(&folder("broken", &[("shop.tm", "proces x\n")]), &[]);
    let document = server.model("shop.tm");
    assert_eq!((&document["drawn"], &document["threats"]), (&Value::Null, &Value::Null));
    assert_eq!(document["diagnostics"][0]["code"], "TM0006");
    assert_eq!(server.get(PICTURE).status, 409);
}

#[test]
fn imports_are_left_alone_where_that_is_wished() {
    let text = format!("import \"part.tm\" as part\n{SHOP}flow web -> part.pay \"pay\"\n");
    let path = folder("no-import", &[("shop.tm", &text), ("part.tm", "process pay\n")]).join("shop.tm");
    let elements = |flags: &[&str]| {
        let server = Server::start(&path, flags);
        server.model("shop.tm")["threats"]["elements"].as_array().expect("a list").len()
    };
    assert_eq!((elements(&[]), elements(&["--no-import"])), (3, 2));
}

#[test]
fn hostile_labels_stay_text() {
    let text = "model \"</title><script>alert(1)</script>\" { scope: \"s\" }\nprocess p \"<img src=x onerror=alert(1)>\"\nprocess q\nflow p -> q \"\\\" onload=\\\"alert(1)\"\n";
    let server = Server::start(&folder("hostile", &[("shop.tm", text)]), &[]);
    let picture = server.get(PICTURE).body;
    assert!(!picture.contains("<script") && !picture.contains("<img") && !picture.contains("\" onload"), "{picture}");
    roxmltree::Document::parse(&picture).expect("XML");
    let heard = server.get("/api/model?model=shop.tm");
    assert!(heard.head.contains("Content-Type: application/json"), "{}", heard.head);
    assert_eq!(heard.json()["threats"]["elements"][0]["label"], "<img src=x onerror=alert(1)>");
    assert!(!server.get("/api/model?model=<script>").body.contains("<script>"));
}

/// Says things one after the other, and returns what the file holds then.
fn session(name: &str, text: &str, all: &[Value]) -> String {
    let path = folder(name, &[("shop.tm", text)]).join("shop.tm");
    let server = Server::start(&path, &["--workshop"]);
    for said in all {
        let heard = server.say("shop.tm", said.clone());
        assert_eq!(heard.status, 200, "{said}: {}", heard.body);
        assert_eq!(heard.json()["stale"], false);
    }
    read(&path)
}

#[test]
fn what_a_workshop_says_stands_in_the_file() {
    let said = [
        json!({ "kind": "threat", "category": "spoofing", "target": "buyer", "text": "A \"bot\" {guesses} passwords \\ \n all night" }),
        json!({ "kind": "rating", "threat": "guesses-passwords-night", "likelihood": "high", "impact": "medium" }),
        json!({ "kind": "rating", "threat": "guesses-passwords-night", "likelihood": "high", "impact": "high" }),
        json!({ "kind": "mitigation", "threat": "guesses-passwords-night", "text": "Limit attempts", "owner": "Ada", "ticket": "W-1" }),
        json!({ "kind": "threat", "category": "tampering", "target": "buyer -> web", "text": "Short", "likelihood": "low", "impact": "low" }),
        json!({ "kind": "disposition", "threat": "short", "decision": "accepted", "text": "Harmless", "by": "Sam", "until": "2027-06-30" }),
        json!({ "kind": "dismissal", "category": "repudiation", "target": "web", "text": "Every order is signed" }),
        json!({ "kind": "parked", "text": "Refunds", "until": "2027-01-01" }),
        json!({ "kind": "question", "text": "Who may see orders?", "target": "web", "owner": "Maya" }),
    ];
    let after = session("said", SHOP, &said);
    assert_eq!(
        after,
        format!(
            "{SHOP}
threat guesses-passwords-night: spoofing on buyer \"A \\\"bot\\\" {{guesses}} passwords \\\\ all night\" {{
  likelihood: high
  impact: high
  mitigation \"Limit attempts\" {{
    owner: \"Ada\"
    ticket: \"W-1\"
    status: open
  }}
}}

threat short: tampering on buyer -> web \"Short\" {{
  likelihood: low
  impact: low
  accept \"Harmless\" {{
    by: \"Sam\"
    until: 2027-06-30
  }}
}}

dismiss repudiation on web \"Every order is signed\"

park \"Refunds\" {{
  until: 2027-01-01
}}

question \"Who may see orders?\" on web {{
  owner: \"Maya\"
}}
"
        )
    );
}

#[test]
fn a_text_that_is_not_formatted_keeps_its_form_and_its_line_ends() {
    let text = "entity  buyer   // who\r\nboundary cloud {\r\n\tprocess web { threat t: spoofing \"A thief takes the session\" { likelihood: low } }\r\n\t// the end\r\n}\r\nflow buyer->web\r\n";
    let after = session(
        "form",
        text,
        &[
            json!({ "kind": "rating", "threat": "t", "likelihood": "high", "impact": "low" }),
            json!({ "kind": "parked", "text": "Refunds" }),
        ],
    );
    let changed = text.replace("likelihood: low }", "likelihood: high\r\n\t  impact: low\r\n\t}");
    assert_eq!(after, format!("{changed}\r\npark \"Refunds\"\r\n"));
}

#[test]
fn nothing_is_written_over_what_somebody_else_wrote_nor_what_would_not_be_read() {
    let path = folder("conflict", &[("shop.tm", SHOP)]).join("shop.tm");
    let server = Server::start(&path, &["--workshop"]);
    let seen = server.model("shop.tm")["seen"].clone();
    let edited = format!("{SHOP}// somebody typed here\n");
    std::fs::write(&path, &edited).expect("written");
    let late = server.say("shop.tm", json!({ "seen": seen, "kind": "parked", "text": "Refunds" }));
    assert_eq!(late.status, 409);
    assert_eq!(read(&path), edited);
    let seen = late.json()["seen"].clone();
    assert_eq!(server.say("shop.tm", json!({ "seen": seen, "kind": "parked", "text": "Refunds" })).status, 200);
    let text = read(&path);
    for (said, words) in [
        (
            json!({ "kind": "threat", "category": "repudiation", "target": "buyer -> web", "text": "x" }),
            "does not apply",
        ),
        (
            json!({ "kind": "threat", "category": "spoofing", "target": "web \"x\" {}\nprocess y", "text": "x" }),
            "is called",
        ),
        (json!({ "kind": "threat", "category": "nonsense", "target": "web", "text": "x" }), "no category"),
        (json!({ "kind": "threat", "category": "spoofing", "target": "web", "text": "  " }), "has to be said"),
        (json!({ "kind": "threat", "category": "spoofing", "target": "web", "text": "x".repeat(3000) }), "longer"),
        (json!({ "kind": "rating", "threat": "nobody", "likelihood": "low", "impact": "low" }), "no threat"),
        (json!({ "kind": "parked", "text": "x", "until": "tomorrow" }), "no day"),
        (json!({ "kind": "question", "text": "x", "target": "nobody" }), "nothing is called"),
    ] {
        let heard = server.say("shop.tm", said.clone());
        assert_eq!(heard.status, 422, "{said}");
        assert!(heard.body.contains(words), "{said}: {}", heard.body);
    }
    assert_eq!(server.say("shop.tm", json!({ "kind": "shout", "text": "x" })).status, 400);
    assert_eq!(read(&path), text);
    let broken = format!("{text}proces x\n");
    std::fs::write(&path, &broken).expect("written");
    let seen = server.say("shop.tm", json!({ "seen": "before", "kind": "parked", "text": "x" })).json()["seen"].clone();
    let heard = server.say("shop.tm", json!({ "seen": seen, "kind": "parked", "text": "x" }));
    assert_eq!(heard.status, 422, "{}", heard.body);
    assert_eq!(read(&path), broken);
}

#[test]
fn what_cannot_be_served_is_said_and_fails() {
    let empty = folder("empty", &[("notes.txt", "")]);
    for (arguments, words) in [
        (vec!["no-such-file.tm"], "cannot be opened"),
        (vec!["-"], "standard input"),
        (vec![empty.to_str().expect("a path")], "no `.tm` file"),
        (vec!["examples", "--editor", "vscod"], "did you mean `vscode`?"),
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_threatline")).arg("serve").args(&arguments).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{arguments:?}");
    }
    let first = Server::start(Path::new("examples"), &[]);
    let output = Command::new(env!("CARGO_BIN_EXE_threatline"))
        .args(["serve", "examples", "--port", &first.port.to_string()])
        .output()
        .expect("it ends");
    assert_eq!(output.status.code(), Some(2), "a port is had by one");
}

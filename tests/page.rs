//! The page of `threatline serve` in a real browser: headless Chromium, where there is one; else this says what it
//! skipped.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::{browser, say};
use crate::serve::{Server, folder};
use crate::support::read;

/// A page in a browser, asked over the browser's own protocol.
struct Page {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    number: u64,
    session: String,
    /// What the page complained of.
    complaints: Vec<String>,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page {
    /// Opens an address in a window of this size; [`None`] without a browser.
    fn open(name: &str, address: &str, [width, height]: [u32; 2]) -> Option<Page> {
        let Some(browser) = browser() else {
            say(&format!("skipped {name}: no Chromium on the path, and CHROMIUM names none\n"));
            return None;
        };
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{name}"));
        // The browser reads commands from its third and writes answers to its fourth stream.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>&1"])
            .arg(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (input, output) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let output = BufReader::new(output);
        let mut page = Page { child, input, output, number: 0, session: String::new(), complaints: Vec::new() };
        let target = page.command("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = page.command("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        attached["sessionId"].as_str().expect("a session").clone_into(&mut page.session);
        page.command("Runtime.enable", &json!({}));
        page.command("Log.enable", &json!({}));
        page.command("Page.enable", &json!({}));
        page.size(width, height);
        page.command("Page.navigate", &json!({ "url": address }));
        page.until("document.querySelector('#canvas svg, #problems li') !== null");
        Some(page)
    }

    fn size(&mut self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.command("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// What the browser answers to a command.
    fn command(&mut self, method: &str, parameters: &Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).expect("sent");
        self.input.flush().expect("sent");
        loop {
            let mut bytes = Vec::new();
            self.output.read_until(0, &mut bytes).expect("an answer");
            bytes.pop();
            let heard: Value = serde_json::from_slice(&bytes).expect("JSON");
            if heard["id"] == self.number {
                // A page that is just going away has nothing to say.
                assert!(heard["error"].is_null() || method == "Runtime.evaluate", "{method}: {heard}");
                return heard["result"].clone();
            }
            let is_complaint = heard["method"] == "Runtime.exceptionThrown"
                || (heard["method"] == "Log.entryAdded" && heard["params"]["entry"]["level"] == "error");
            // A refusal is an answer; the browser takes it for an error.
            if is_complaint && !heard.to_string().contains("status of 409") {
                self.complaints.push(heard["params"].to_string());
            }
        }
    }

    /// What an expression of the page is.
    fn eval(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let heard = self.command("Runtime.evaluate", &asked);
        assert!(heard["exceptionDetails"].is_null(), "{expression}: {heard}");
        heard["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    fn until(&mut self, expression: &str) {
        let started = Instant::now();
        while self.eval(expression) != true {
            let text = if started.elapsed() > Duration::from_secs(20) {
                self.eval("document.body.innerText")
            } else {
                Value::Null
            };
            assert!(text.is_null(), "never: {expression}\n{text}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn click(&mut self, selector: &str) {
        let place = self.eval(&format!(
            "(() => {{ const box = document.querySelector({selector:?}).getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.command("Input.dispatchMouseEvent", &event);
        }
    }

    /// Clicks by the page's own means: what is drawn anew meanwhile does not matter.
    fn press(&mut self, selector: &str) {
        self.until(&format!("document.querySelector({selector:?}) !== null"));
        self.eval(&format!("document.querySelector({selector:?}).click()"));
    }

    fn type_into(&mut self, selector: &str, text: &str) {
        self.until(&format!("document.querySelector({selector:?}) !== null"));
        self.eval(&format!("document.querySelector({selector:?}).focus()"));
        self.text(text);
    }

    /// Chooses an entry of a list.
    fn pick(&mut self, selector: &str, value: &str) {
        self.until(&format!("document.querySelector({selector:?}) !== null"));
        self.eval(&format!(
            "(() => {{ const select = document.querySelector({selector:?}); select.value = {value:?}; \
             select.dispatchEvent(new Event('change')); }})()"
        ));
    }

    fn key(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { json!(key) } else { json!("") };
        let code = if key == "Enter" { 13 } else { 0 };
        let text = if key == "Enter" { json!("\r") } else { text };
        self.command(
            "Input.dispatchKeyEvent",
            &json!({ "type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code }),
        );
        self.command("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key }));
    }

    fn text(&mut self, text: &str) {
        self.command("Input.insertText", &json!({ "text": text }));
    }

    /// Nothing went wrong in the page, and nothing was asked of anybody else.
    fn is_quiet(&mut self) {
        let foreign = self.eval(
            "performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith(location.origin))",
        );
        assert_eq!(foreign, json!([]));
        assert_eq!(self.complaints, Vec::<String>::new());
    }

    /// Keeps a picture of the page where somebody wants to look at it: in the folder that `SCREENSHOTS` names.
    fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS") else { return };
        std::thread::sleep(Duration::from_millis(250));
        let data = self.command("Page.captureScreenshot", &json!({ "format": "png" }))["data"].clone();
        let path = Path::new(&folder).join(format!("{name}.png.base64"));
        std::fs::write(path, data.as_str().expect("a picture")).expect("written");
    }
}

#[test]
fn models_are_looked_at_searched_and_switched() {
    let server = Server::start(Path::new("examples"), &[]);
    let address = format!("{}#model=veg-box.tm", server.address());
    let Some(mut page) = Page::open("look", &address, [1280, 800]) else { return };
    page.until("document.querySelector('#live').textContent === 'live'");
    page.picture("desk");
    // A click on an element tells what is known of it.
    page.click(".tm-process[data-id=api]");
    page.until("document.querySelector('#content h2')?.textContent === 'Subscription API'");
    let place = page.eval("document.querySelector('#content a.place').href");
    assert!(
        place.as_str().is_some_and(|place| place.starts_with("vscode://file/") && place.contains("veg-box.tm:")),
        "{place}"
    );
    page.picture("desk-details");
    // So does a key on it.
    page.eval("document.querySelector('.tm-store[data-id=history]').focus()");
    page.key("Enter");
    page.until("document.querySelector('#content h2')?.textContent === 'Subscription history'");
    assert_eq!(page.eval("document.querySelector('#said').textContent"), "Subscription history", "it is said, too");
    page.eval("document.querySelector('#canvas').focus()");
    // `/` searches, Enter goes there.
    page.key("/");
    page.text("ledger");
    page.until("document.querySelectorAll('#found button').length > 1");
    page.picture("desk-search");
    page.key("Enter");
    page.until("document.querySelector('#content h2')?.textContent === 'Billing ledger'");
    assert_eq!(page.eval("new URLSearchParams(location.hash.slice(1)).get('select')"), "ledger");
    // Data lights up where it goes.
    page.press("#tab-data");
    page.press("[data-key=data-session]");
    page.until("document.querySelectorAll('#canvas .faded').length > 3 && !document.querySelector('#canvas [data-id=pause]').classList.contains('faded')");
    page.picture("desk-data");
    page.press("#clear");
    page.until("document.querySelectorAll('#canvas .faded').length === 0");
    // Ways.
    page.press("#tab-ways");
    for (key, value) in [("from", "subscriber"), ("to", "ledger")] {
        page.pick(&format!("[data-key={key}]"), value);
    }
    page.until("document.querySelector('[data-key=way-0]') !== null");
    page.picture("desk-ways");
    page.press("#tab-coverage");
    page.until("document.querySelectorAll('.matrix tbody tr').length > 5");
    page.picture("desk-coverage");
    page.press("#tab-threats");
    page.until("document.querySelectorAll('#content .card').length > 10");
    page.pick("[data-key=severity]", "critical");
    page.until("[...document.querySelectorAll('#content .card')].every(card => card.querySelector('.is-critical'))");
    page.picture("desk-threats");
    // Zooming with the wheel keeps what is under the pointer; 0 fits again.
    let before = page.eval("document.querySelector('#canvas svg').getAttribute('viewBox')");
    page.command(
        "Input.dispatchMouseEvent",
        &json!({ "type": "mouseWheel", "x": 400, "y": 400, "deltaX": 0, "deltaY": -400 }),
    );
    page.until(&format!("document.querySelector('#canvas svg').getAttribute('viewBox') !== {before}"));
    page.eval("document.querySelector('#canvas').focus()");
    page.key("0");
    page.until(&format!("document.querySelector('#canvas svg').getAttribute('viewBox') === {before}"));
    // Another model.
    page.pick("#model", "support-assistant.tm");
    page.until("document.querySelector('#title').textContent !== 'Pause and resume a veg box'");
    page.until("document.querySelector('#view').options.length > 1");
    assert_eq!(page.eval("new URLSearchParams(location.hash.slice(1)).get('model')"), "support-assistant.tm");
    page.pick("#view", "first-look");
    page.until(
        "document.querySelector('#canvas [data-id=assistant-zone]') !== null && location.hash.includes('first-look')",
    );
    page.pick("#theme", "dark");
    page.until("document.documentElement.dataset.theme === 'dark' && document.querySelector('#canvas .f-ink').getAttribute('fill') === '#e8ecf4'");
    page.picture("desk-dark");
    page.size(390, 844);
    page.until("document.documentElement.scrollWidth <= innerWidth");
    page.click("#fit");
    page.picture("phone-dark");
    page.pick("#theme", "light");
    page.until("document.querySelector('#canvas .f-ink').getAttribute('fill') === '#1d2433'");
    page.picture("phone");
    page.is_quiet();
}

const SHOP: &str = "model \"Shop\" { scope: \"s\" }\nentity buyer \"Buyer\"\nboundary cloud \"Cloud\" {\n  process web \"Web shop\"\n}\nflow buyer -> web \"buy\"\n";

#[test]
fn a_save_shows_at_once_and_errors_stand_over_the_last_picture() {
    let path = folder("page-live", &[("shop.tm", SHOP)]).join("shop.tm");
    let server = Server::start(&path, &[]);
    let Some(mut page) = Page::open("live", &server.address(), [1280, 800]) else { return };
    page.until("document.querySelector('#live').textContent === 'live'");
    let mut times = Vec::new();
    for round in 0..5 {
        std::thread::sleep(Duration::from_millis(80));
        let saved = Instant::now();
        std::fs::write(&path, SHOP.replace("Web shop", &format!("Shop {round}"))).expect("written");
        page.until(&format!("document.querySelector('#canvas').textContent.includes('Shop {round}')"));
        times.push(saved.elapsed().as_millis());
    }
    say(&format!("from save to the page: {times:?} ms\n"));
    page.eval("document.querySelector('.tm-process[data-id=web]').focus()");
    std::fs::write(&path, SHOP.replace("Web shop", "Focused")).expect("written");
    page.until("document.querySelector('#canvas').textContent.includes('Focused')");
    assert_eq!(page.eval("document.activeElement.dataset.id"), "web", "the focus outlives the picture");
    std::fs::write(&path, format!("{SHOP}flow web -> wbe \"<b>x</b>\"\n")).expect("written");
    page.until("document.querySelector('#problems.bad a')?.textContent === 'TM0101'");
    assert_eq!(page.eval("document.querySelector('#canvas [data-id=web]') !== null"), true, "the last picture stays");
    page.picture("desk-errors");
    std::fs::write(&path, SHOP.replace("Web shop", "<img src=x onerror=fail()>")).expect("written");
    page.until("document.querySelector('#canvas').textContent.includes('<img src=x') && !document.querySelector('#problems.bad')");
    page.click(".tm-process[data-id=web]");
    page.until("document.querySelector('#content h2')?.textContent === '<img src=x onerror=fail()>'");
    page.is_quiet();
}

#[test]
fn a_workshop_asks_and_writes_and_keeps_what_is_typed() {
    let path = folder("page-workshop", &[("shop.tm", SHOP)]).join("shop.tm");
    let server = Server::start(&path, &["--workshop"]);
    let Some(mut page) = Page::open("workshop", &server.address(), [1280, 800]) else { return };
    page.until("document.querySelector('.question') !== null");
    assert_eq!(page.eval("location.hash.includes('token')"), false, "the token leaves the address bar");
    page.type_into("#threat-text", "A bot guesses \"leaked\" passwords");
    // Somebody saves the file in an editor meanwhile: nothing is lost on either side.
    let edited = format!("{SHOP}// typed elsewhere\n");
    page.until("document.querySelector('#threat-text').value.includes('leaked')");
    page.eval("window.old = true");
    page.command("Page.reload", &json!({}));
    page.until("!window.old && document.querySelector('#threat-text')?.value.includes('leaked')");
    std::fs::write(&path, &edited).expect("written");
    page.picture("desk-workshop");
    page.press(".form button.main");
    // Where the page had not heard of it yet, the write is refused, and what is typed stays.
    page.until("document.querySelector('.note') !== null");
    if page.eval("document.querySelector('.note.bad') !== null") == true {
        assert_eq!(page.eval("document.querySelector('#threat-text').value"), "A bot guesses \"leaked\" passwords");
        page.press(".form button.main");
    }
    page.until("document.querySelector('.note.good') !== null");
    let written = format!(
        "{edited}\nthreat guesses-leaked-passwords: spoofing on buyer \"A bot guesses \\\"leaked\\\" passwords\"\n"
    );
    assert_eq!(read(&path), written);
    // Hands are counted, and the majority is written.
    page.press("[data-key=step-rate]");
    page.until("document.querySelector('.hands') !== null");
    for key in ["likelihood-high", "likelihood-high", "likelihood-low", "impact-medium"] {
        page.press(&format!("[data-key=more-{key}]"));
    }
    page.picture("desk-rate");
    // The room goes on where it was when somebody loads the page again: step, hands and clock.
    page.press("[data-key=clock-toggle]");
    page.eval("window.old = true");
    page.command("Page.reload", &json!({}));
    page.until("!window.old && document.querySelector('.hands') !== null");
    let hands = "[...document.querySelectorAll('.hands output')].map(hand => hand.textContent).join(' ')";
    assert_eq!(page.eval(hands), "1 0 2 0 1 0");
    assert_eq!(page.eval("document.querySelector('[data-key=clock-toggle]').textContent"), "Pause");
    page.press(".form button.main");
    page.until("document.querySelector('.note.good') !== null");
    page.press("[data-key=step-decide]");
    page.until("document.querySelector('[data-key^=mitigation]') !== null");
    page.type_into("[data-key^=mitigation]", "Limit attempts");
    page.type_into("[data-key^=owner]", "Ada");
    page.picture("desk-decide");
    page.press(".form button.main");
    page.until("document.querySelector('.note.good') !== null");
    let body = "\n  likelihood: high\n  impact: medium\n  mitigation \"Limit attempts\" {\n    owner: \"Ada\"\n    status: open\n  }\n}\n";
    assert_eq!(read(&path), format!("{} {{{body}", written.trim_end()));
    page.press("[data-key=step-end]");
    page.until("document.querySelector('.later') !== null");
    page.picture("desk-end");
    page.size(390, 844);
    page.press("[data-key=step-ask]");
    page.until("document.querySelector('.question') !== null && document.documentElement.scrollWidth <= innerWidth");
    page.picture("phone-workshop");
    page.eval("document.querySelector('#tabs').scrollIntoView()");
    page.picture("phone-workshop-panel");
    page.is_quiet();
}

//! HTTP on the loopback interface: bytes to [`Asked`], [`Reply`] to bytes, and streams of events.
//!
//! A connection carries one request and has a thread of its own, so that no page waits for another. It refuses to know
//! what is asked for.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, Scope};
use std::time::Duration;

use super::events::Hub;

/// How many connections there may be at once; browsers have six, and one for events, for each page.
const MAX_CONNECTIONS: usize = 256;

/// What a thread may use: reading a file walks its nesting.
const STACK: usize = 16 << 20;

/// How long somebody may take to ask, or to listen.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest head and the longest body that are read, and how many headers.
const MAX_HEAD: usize = 16 << 10;
const MAX_BODY: usize = 64 << 10;
const MAX_HEADERS: usize = 64;

/// What every response says besides its content: nothing is kept, nothing is fetched from elsewhere, nobody frames it.
const HEADERS: &[(&str, &str)] = &[
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cache-Control", "no-store"),
    ("Connection", "close"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// A request.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// By its name in small letters.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Asked {
    /// Whether it wants something written.
    pub(super) fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// A value of the query; empty where it is absent.
    pub(super) fn value(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// What the head of a request says, and where it ends; [`None`] as long as there is more to come.
    fn of(bytes: &[u8]) -> Result<Option<(Asked, usize)>, Reply> {
        let mut room = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut room);
        let end = match request.parse(bytes) {
            Ok(httparse::Status::Complete(end)) => end,
            Ok(httparse::Status::Partial) if bytes.len() < MAX_HEAD => return Ok(None),
            Ok(httparse::Status::Partial) => return Err(Reply::error(431, "that is too long")),
            Err(error) => return Err(Reply::error(400, &format!("that is no request: {error}"))),
        };
        let address = request.path.unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let mut headers = BTreeMap::new();
        for header in request.headers.iter() {
            let value = String::from_utf8_lossy(header.value).into_owned();
            // Two of a kind are two meanings, and neither is the right one.
            if headers.insert(header.name.to_ascii_lowercase(), value).is_some() {
                return Err(Reply::error(400, "a header stands there twice"));
            }
        }
        let asked = Asked {
            method: request.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
            headers,
            body: Vec::new(),
        };
        Ok(Some((asked, end)))
    }

    /// How long the body is.
    fn length(&self) -> Result<usize, Reply> {
        if self.headers.contains_key("transfer-encoding") {
            return Err(Reply::error(411, "say how long it is"));
        }
        match self.header("content-length").map_or(Ok(0), str::parse) {
            Ok(length) if length <= MAX_BODY => Ok(length),
            Ok(_) => Err(Reply::error(413, "that is too long")),
            Err(_) => Err(Reply::error(400, "that is no length")),
        }
    }

    /// Reads a whole request.
    fn read(stream: &mut TcpStream) -> io::Result<Result<Asked, Reply>> {
        let mut bytes = Vec::new();
        let (mut asked, end) = loop {
            match Asked::of(&bytes) {
                Ok(Some(read)) => break read,
                Ok(None) => receive(stream, &mut bytes)?,
                Err(refusal) => return Ok(Err(refusal)),
            }
        };
        let length = match asked.length() {
            Ok(length) => length,
            Err(refusal) => return Ok(Err(refusal)),
        };
        asked.body = bytes.split_off(end);
        while asked.body.len() < length {
            receive(stream, &mut asked.body)?;
        }
        asked.body.truncate(length);
        Ok(Ok(asked))
    }
}

/// Takes what has come, some of it at least.
fn receive(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut some = [0; 4096];
    match stream.read(&mut some)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => {
            bytes.extend_from_slice(&some[..count]);
            Ok(())
        }
    }
}

/// What follows `%` and `+` in a query, and the rest as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let pair = tail.get(..2).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let pair = pair.and_then(|pair| std::str::from_utf8(pair).ok());
        match (first, pair.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A response.
pub(super) enum Reply {
    /// A status, a media type and the content.
    Content(u16, &'static str, Vec<u8>),
    /// Events, until the page goes away.
    Events,
}

impl Reply {
    pub(super) fn json(value: &serde_json::Value) -> Reply {
        Reply::Content(200, "application/json", value.to_string().into_bytes())
    }

    pub(super) fn text(kind: &'static str, text: impl Into<Vec<u8>>) -> Reply {
        Reply::Content(200, kind, text.into())
    }

    /// What went wrong, in a sentence.
    pub(super) fn error(status: u16, message: &str) -> Reply {
        let body = serde_json::json!({ "error": message });
        Reply::Content(status, "application/json", body.to_string().into_bytes())
    }
}

/// Opens a port on the loopback interface, and says which.
pub(super) fn listen(port: u16) -> Result<(Vec<TcpListener>, u16), String> {
    let failed = |error: io::Error| format!("port {port} of this machine cannot be opened: {error}");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    // Where there is no IPv6, nobody asks for it.
    let other = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
    Ok((std::iter::once(listener).chain(other).collect(), port))
}

/// Starts a thread that may read models; whether there is one.
pub(super) fn spawn<'scope>(scope: &'scope Scope<'scope, '_>, work: impl FnOnce() + Send + 'scope) -> bool {
    Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok()
}

/// Takes connections, and answers each in a thread of its own.
pub(super) fn work<'scope>(
    scope: &'scope Scope<'scope, '_>,
    listener: &'scope TcpListener,
    reply: impl Fn(&Asked) -> Reply + Send + Sync + Copy + 'scope,
    hub: &'scope Hub,
) {
    static CONNECTIONS: AtomicUsize = AtomicUsize::new(0);
    for stream in listener.incoming() {
        // One that went away before it was taken, or one too many.
        let Ok(stream) = stream else { continue };
        if CONNECTIONS.load(Ordering::Relaxed) >= MAX_CONNECTIONS {
            continue;
        }
        CONNECTIONS.fetch_add(1, Ordering::Relaxed);
        let started = spawn(scope, move || {
            // Whoever goes away meanwhile needs no answer.
            let _ = converse(stream, reply, hub);
            CONNECTIONS.fetch_sub(1, Ordering::Relaxed);
        });
        if !started {
            CONNECTIONS.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn converse(mut stream: TcpStream, reply: impl Fn(&Asked) -> Reply, hub: &Hub) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let asked = Asked::read(&mut stream)?;
    match asked.map_or_else(|refusal| refusal, |asked| reply(&asked)) {
        Reply::Content(status, kind, content) => respond(&mut stream, status, kind, &content)?,
        Reply::Events => match hub.listen() {
            Some(events) => return tell(&mut stream, events),
            None => respond(&mut stream, 503, "text/plain", b"too many pages are open")?,
        },
    }
    // What was not read would make the system take back what was written.
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream.take(1 << 20), &mut io::sink())?;
    Ok(())
}

fn head(status: u16, kind: &str) -> String {
    let reason = if status == 200 { "OK" } else { "Refused" };
    let kind = if kind.starts_with("font/") { kind.to_owned() } else { format!("{kind}; charset=utf-8") };
    let fields: String = HEADERS.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} {reason}\r\n{fields}Content-Type: {kind}\r\n")
}

fn respond(stream: &mut TcpStream, status: u16, kind: &str, content: &[u8]) -> io::Result<()> {
    let mut bytes = format!("{}Content-Length: {}\r\n\r\n", head(status, kind), content.len()).into_bytes();
    bytes.extend_from_slice(content);
    stream.write_all(&bytes)
}

/// Writes events as they come, until the page goes away.
fn tell(stream: &mut TcpStream, events: impl IntoIterator<Item = String>) -> io::Result<()> {
    let hello = format!("{}\r\nretry: 500\n\nevent: hello\ndata: \"\"\n\n", head(200, "text/event-stream"));
    stream.write_all(hello.as_bytes())?;
    events.into_iter().try_for_each(|event| stream.write_all(event.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn queries_are_decoded_and_never_panic() {
        assert_eq!(decoded("a%20b+c%2F%C3%A4"), "a b c/ä");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
        assert_eq!(decoded("%ff"), "\u{fffd}");
        assert_eq!(decoded("%+1x"), "% 1x");
    }
}

//! Who may ask for what. A page of another site must neither read models nor write into them, also not by a name that
//! suddenly leads to this machine (DNS rebinding).

use super::http::{Asked, Reply};

/// The header in which a page shows that it was opened from the printed address.
pub(super) const TOKEN: &str = "x-threatline-token";

/// Refuses what must not be answered. `token`: what has to be shown by whoever writes; [`None`] where nobody may.
pub(super) fn check(asked: &Asked, port: u16, token: Option<&str>) -> Result<(), Reply> {
    let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    // A browser leaves out the port that goes without saying.
    let is_own = |host: &str| hosts.iter().any(|own| own == host || (port == 80 && own == &format!("{host}:80")));
    if !asked.header("host").is_some_and(is_own) {
        return Err(Reply::error(403, "this server answers to 127.0.0.1, [::1] and localhost only"));
    }
    let is_foreign = |site: &str| !["same-origin", "none"].contains(&site);
    if asked.header("sec-fetch-site").is_some_and(is_foreign) && asked.path != "/" {
        return Err(Reply::error(403, "another site must not ask here"));
    }
    if !asked.writes() {
        return Ok(());
    }
    let Some(token) = token.filter(|_| asked.method == "POST") else {
        return Err(Reply::error(405, "nothing is written here; `threatline serve --workshop` does"));
    };
    let origin = asked.header("origin").and_then(|origin| origin.strip_prefix("http://"));
    if !origin.is_some_and(is_own) {
        return Err(Reply::error(403, "only the page of this server may write"));
    }
    if !asked.header(TOKEN).is_some_and(|shown| same(shown, token)) {
        return Err(Reply::error(403, "open the page by the address that was printed; its token is missing"));
    }
    let kind = asked.header("content-type").and_then(|kind| kind.split(';').next());
    if kind != Some("application/json") {
        return Err(Reply::error(415, "an answer is JSON"));
    }
    Ok(())
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |known, (a, b)| known | (a ^ b));
    one.len() == other.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &str, headers: &[(&str, &str)]) -> Asked {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Asked {
            method: method.to_owned(),
            path: "/api/answer".to_owned(),
            headers: headers.collect(),
            ..Asked::default()
        }
    }

    fn status(asked: &Asked, token: Option<&str>) -> u16 {
        match check(asked, 4711, token) {
            Err(Reply::Content(status, ..)) => status,
            _ => 200,
        }
    }

    #[test]
    fn only_the_own_page_gets_in() {
        for (host, expected) in [
            ("127.0.0.1:4711", 200),
            ("localhost:4711", 200),
            ("[::1]:4711", 200),
            ("127.0.0.1", 403),
            ("127.0.0.1:80", 403),
            ("evil.example:4711", 403),
            ("127.0.0.1.evil.example:4711", 403),
            ("", 403),
        ] {
            assert_eq!(status(&asked("GET", &[("host", host)]), None), expected, "{host}");
        }
        assert_eq!(status(&asked("GET", &[]), None), 403);
        let cross = asked("GET", &[("host", "localhost:4711"), ("sec-fetch-site", "cross-site")]);
        assert_eq!(status(&cross, None), 403);
    }

    #[test]
    fn writing_takes_a_workshop_the_own_page_and_the_token() {
        let host = ("host", "127.0.0.1:4711");
        let origin = ("origin", "http://127.0.0.1:4711");
        let (token, json) = (("x-threatline-token", "abc"), ("content-type", "application/json"));
        assert_eq!(status(&asked("POST", &[host, origin, token, json]), None), 405);
        assert_eq!(status(&asked("POST", &[host, origin, token, json]), Some("abc")), 200);
        assert_eq!(status(&asked("POST", &[host, token, json]), Some("abc")), 403);
        assert_eq!(status(&asked("POST", &[host, origin, json]), Some("abc")), 403);
        assert_eq!(status(&asked("POST", &[host, origin, token]), Some("abc")), 415);
        assert_eq!(status(&asked("POST", &[host, origin, token, json]), Some("abd")), 403);
        let foreign = ("origin", "http://evil.example:4711");
        assert_eq!(status(&asked("POST", &[host, foreign, token, json]), Some("abc")), 403);
    }
}

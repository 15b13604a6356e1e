//! What the page is made of: files that are compiled in.

use super::http::Reply;
use crate::text::{REGULAR_WOFF2, SEMIBOLD_WOFF2};

const HTML: &str = "text/html";
const CSS: &str = "text/css";
const SCRIPT: &str = "text/javascript";
const FONT: &str = "font/woff2";

/// Each address with its media type and its content.
const ASSETS: &[(&str, &str, &[u8])] = &[
    ("/", HTML, include_bytes!("page/index.html")),
    ("/page/style.css", CSS, include_bytes!("page/style.css")),
    ("/page/main.js", SCRIPT, include_bytes!("page/main.js")),
    ("/page/server.js", SCRIPT, include_bytes!("page/server.js")),
    ("/page/dom.js", SCRIPT, include_bytes!("page/dom.js")),
    ("/page/diagram.js", SCRIPT, include_bytes!("page/diagram.js")),
    ("/page/details.js", SCRIPT, include_bytes!("page/details.js")),
    ("/page/lists.js", SCRIPT, include_bytes!("page/lists.js")),
    ("/page/workshop.js", SCRIPT, include_bytes!("page/workshop.js")),
    ("/page/icon.svg", "image/svg+xml", include_bytes!("page/icon.svg")),
    ("/page/regular.woff2", FONT, REGULAR_WOFF2),
    ("/page/semibold.woff2", FONT, SEMIBOLD_WOFF2),
];

/// The file of an address, where it is one of the page's.
pub(super) fn asset(path: &str) -> Option<Reply> {
    let (_, kind, content) = ASSETS.iter().find(|(address, ..)| *address == path)?;
    Some(Reply::Content(200, kind, content.to_vec()))
}

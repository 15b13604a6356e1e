// Pages, uploads and addresses: what browsers send, and what they are made to do.

/// Names, comments and file names come back in pages. Where they are not escaped for the place that they land in, they
/// are code in the next reader's browser, with that reader's session.
///
/// Answer: state `input-validation: escaping` or `sanitising`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Web shop" { input-validation: schema } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Web shop" { input-validation: schema, escaping } }
/// flow user -> api "order"
/// ```
rule script-in-page on process "Text of one user that runs in the page of another" {
  when: exposed
    and mentions("web", "website", "webapp", "frontend", "front end", "html", "browser", "page", "portal", "react", "angular", "vue", "nginx", "cms", "wordpress")
  unless: stated(input-validation, escaping, sanitising, content-filter)
  threat: tampering, elevation-of-privilege
  text: "{sources} stores a text with a script in it through {element}, and it runs in the browser of everybody who looks at it"
  ask: "Where does {element} show what {sources} wrote, and who escapes it for that place?"
  likelihood: medium
  impact: medium
  advice: "Escape for the place that it lands in, and let a content security policy catch the rest: `input-validation: escaping`"
  references: "CWE-79", "CAPEC-63", "OWASP A03:2021"
}

/// Browsers send cookies with every request, also with those that a hostile page starts. A state change that asks for
/// nothing but the cookie can be made by any site that the user visits.
///
/// Answer: state `input-validation` or `integrity` (a token in the form, same-site cookies) on the flow or the process.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: session-cookie } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: session-cookie; integrity: mac } }
/// flow user -> api "order"
/// ```
rule forged-request on flow "A request that another site makes in the user's name" {
  when: from is person
    and to is process
    and (authn has session-cookie or to.authn has session-cookie)
  unless: stated(integrity)
    or stated(to.integrity)
    or stated(input-validation)
    or stated(to.input-validation)
  raise: to
  threat: tampering
  text: "A page that {from} visits sends {flow} with the cookie of {from}, and {to} carries it out"
  ask: "What tells {to} that {flow} was started in its own page?"
  likelihood: medium
  impact: medium
  advice: "Ask for a token that only your own page knows and set cookies to same-site: `integrity: mac`"
  references: "CWE-352", "CAPEC-62"
}

/// Uploads are opened by parsers, viewers and people. A file that claims to be a picture can be a script, an archive
/// that unpacks over others, or a document that calls home.
///
/// Answer: state what is checked (`input-validation: content-filter`, `allow-list`), or where files are opened
/// (`isolation: sandbox`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "upload a photo"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { isolation: sandbox } }
/// flow user -> api "upload a photo" { input-validation: allow-list, content-filter }
/// ```
rule hostile-upload on flow "A file that is not what it says" {
  when: to is process
    and not reply
    and mentions("upload", "attachment", "avatar", "photo", "picture", "csv", "pdf", "import file", "document upload")
  unless: stated(input-validation, content-filter, allow-list, sanitising)
    or stated(to.input-validation, content-filter, allow-list, sanitising)
    or stated(to.isolation, sandbox, vm)
  raise: to
  threat: tampering, elevation-of-privilege
  text: "{from} uploads a file that is code to whatever opens it in {to}"
  ask: "What does {to} do with a file from {from} before anybody or anything opens it?"
  likelihood: medium
  impact: high
  advice: "Accept listed types by content, store under a name of your own, and open in a sandbox: `input-validation: allow-list, content-filter`"
  references: "CWE-434", "CAPEC-17"
}

/// Disk, memory and time of a parser are what an upload spends. One file of zeros, or an archive that unpacks to a
/// thousand times its size, spends all of it.
///
/// Answer: state `input-validation: size-limit` or a quota (`rate-limit`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "upload a video"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "upload a video" { input-validation: size-limit }
/// ```
rule endless-upload on flow "An upload without an end" {
  when: from is entity
    and to is process
    and mentions("upload", "attachment", "video", "import file")
  unless: stated(input-validation, size-limit)
    or stated(to.input-validation, size-limit)
    or stated(rate-limit)
    or stated(to.rate-limit)
  threat: denial-of-service
  text: "{from} fills the disk or memory of {to} with one file in {flow}"
  ask: "What is the largest {flow} that {to} accepts, and what happens with the next byte?"
  likelihood: medium
  impact: medium
  advice: "Refuse what is too large before reading it, also after unpacking: `input-validation: size-limit`"
  references: "CWE-400", "CWE-409"
}

/// Previews, importers and webhooks fetch addresses that users type. Inside the network the same request reaches
/// metadata services, admin pages and databases that trust their neighbours.
///
/// Answer: state what may be fetched (`input-validation: allow-list`) or reached (`isolation: network-policy`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Link preview" { input-validation: schema } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Link preview" { input-validation: allow-list } }
/// flow user -> api "order"
/// ```
rule fetch-on-behalf on process "A service that fetches what strangers name" {
  when: mentions("fetch", "crawler", "scraper", "preview", "proxy", "link", "url", "webhook", "import", "importer", "rss", "feed")
    and any-incoming(not reply)
  unless: stated(input-validation, allow-list)
    or stated(isolation, network-policy, network, sandbox, vm)
  threat: information-disclosure, elevation-of-privilege
  text: "{sources} names an inner address, and {element} fetches it with its own rights and shows the answer"
  ask: "Which addresses can {element} reach that {sources} cannot, and what keeps it from fetching them?"
  likelihood: medium
  impact: high
  advice: "Fetch listed addresses only, resolve names once, and give the fetcher a network of its own: `input-validation: allow-list`, `isolation: network-policy`"
  references: "CWE-918", "OWASP A10:2021"
}

/// Stack traces, precise errors and differing answer times tell an outsider which accounts, versions and rows exist. It
/// is the reconnaissance that every other attack begins with.
///
/// Answer: dismiss the rule with what errors say and where details go, or state `input-validation: allow-list` for
/// answers that are fixed.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "Account lookup" { authn: none; rate-limit: none }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "Account lookup" { authn: none; rate-limit: per-ip }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule guessable-existence on process "Errors and answers that tell too much" {
  when: exposed
    and authn in (none, unknown)
    and reaches(store)
    and mentions("search", "lookup", "login", "signup", "register", "registration", "reset", "invite", "status")
  unless: answered(rate-limit)
  threat: information-disclosure
  text: "Somebody walks through names at {element} and learns from its answers which ones exist"
  ask: "Do the answers of {element} differ for what exists and what does not, in words or in time?"
  likelihood: medium
  impact: medium
  advice: "Answer alike, and limit how often one may ask: `rate-limit: per-ip`"
  references: "CWE-204", "CWE-209"
}

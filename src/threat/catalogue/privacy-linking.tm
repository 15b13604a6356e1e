// Linking, identifying, and what shows that somebody is there: rules about data of persons.

/// What several services write under one key becomes a picture that none of them had a reason to draw.
///
/// Answer: keep the parts apart (`isolation`, `encryption: field-level`), or dismiss the rule with why they belong
/// together.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   store db "Customers" { holds: address }
/// }
/// flow a -> db "write"
/// flow c -> db "write"
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   store db "Customers" { holds: address; encryption: field-level }
/// }
/// flow a -> db "write"
/// flow c -> db "write"
/// ```
rule joined-records on store "Records of one person from several sources" {
  when: holds has (personal, health) and fan-in >= 2
  unless: stated(isolation) or stated(encryption, field-level, client-side)
  threat: linking
  text: "Somebody with access to {element} joins what {sources} know about one person"
  ask: "Which of {sources} needs to see what the others wrote about the same person?"
  likelihood: medium
  impact: by-data
  advice: "Give each use a key of its own: `encryption: field-level`, `isolation: account`"
  references: "LINDDUN L", "CWE-359"
}

/// Cookies, device numbers and advertising identifiers come with every request, and join today with last year and one
/// site with the next.
///
/// Answer: state how long it lives (`retention`) or on what ground (`consent`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "tracking cookie"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "tracking cookie" { consent: opt-in }
/// ```
rule lasting-identifier on flow "An identifier that follows a person" {
  when: from is person
    and mentions("cookie", "device id", "tracking", "analytics", "fingerprint", "pixel", "telemetry", "advertising", "clickstream")
  unless: stated(retention, session, days) or stated(consent, opt-in, double-opt-in)
  threat: linking, identifying
  text: "What {from} does today is joined with what they did for years, by the identifier in {flow}"
  ask: "How long is the identifier in {flow} the same, and where else is it used?"
  likelihood: high
  impact: medium
  advice: "Let it change often and ask before it is set: `retention: session`, `consent: opt-in`"
  references: "LINDDUN L", "CWE-359"
}

/// Analytics and advertising partners receive the same person from many sites. Each site sends a little, the partner
/// has it all.
///
/// Answer: state the ground (`consent: opt-in`), or that nothing personal leaves (`encryption: client-side`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "analytics events" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "analytics events" { carries: address; consent: opt-in }
/// ```
rule fed-partner on flow "A partner that sees the same person everywhere" {
  when: to is system
    and carries has (personal, health)
    and (mentions("analytics", "advertising", "pixel", "tracking", "marketing", "crm", "social") or to.mentions("analytics", "advertising", "marketing", "crm", "social", "segment", "facebook"))
  unless: stated(consent, opt-in, double-opt-in) or stated(encryption, client-side, field-level)
  threat: linking, data-disclosure
  text: "{to} joins {carries} from {flow} with what it has from everywhere else"
  ask: "What could {to} know about a person after a year of {flow}?"
  likelihood: high
  impact: by-data
  advice: "Send sums or pseudonyms, and ask first: `consent: opt-in`"
  references: "LINDDUN L"
}

/// Systems that recommend, score or remember get better with everything that they keep, so they keep everything, and
/// know what nobody told them.
///
/// Answer: state `retention` of the data, or the ground (`consent`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Recommendation engine" }
/// flow user -> api "order" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Recommendation engine" { consent: opt-in } }
/// flow user -> api "order" { carries: address }
/// ```
rule growing-profile on process "A profile that grows by itself" {
  when: handles has (personal, health)
    and mentions("profile", "profiling", "recommendation", "recommender", "personalisation", "personalization", "scoring", "score", "loyalty", "crm")
  unless: stated(consent, opt-in, double-opt-in, contract) or stated(isolation, tenant, account)
  threat: linking
  text: "{element} learns about people from {handles} what none of them told it"
  ask: "What could {element} guess about a person that the person would not tell?"
  likelihood: medium
  impact: by-data
  advice: "Say what is derived, ask for it, and forget: `consent: opt-in`"
  references: "LINDDUN L"
}

/// When all services call a person by the same number, whoever gets two of them can join them without effort.
///
/// Answer: state `encryption: field-level` (a pseudonym for each service), or dismiss the rule.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// boundary one "One" { kind: organisation; process a "A" }
/// boundary other "Other" { kind: organisation; process c "C" }
/// flow a -> c "share" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// boundary one "One" { kind: organisation; process a "A" }
/// boundary other "Other" { kind: organisation; process c "C" }
/// flow a -> c "share" { carries: address; encryption: field-level }
/// ```
rule common-key on flow "One key for a person in every service" {
  when: from is process
    and to is process
    and crosses(organisation, tenant)
    and carries has (personal, health)
  unless: stated(encryption, field-level, client-side, end-to-end)
  threat: linking
  text: "{from} and {to} join what each knows about one person by {carries}"
  ask: "Does {to} need the same identifier of a person as {from}?"
  likelihood: medium
  impact: by-data
  advice: "Give each service a pseudonym of its own: `encryption: field-level`"
  references: "LINDDUN L"
}

/// Four places with times are enough to know most people, and the places tell where they sleep, pray and see a doctor.
///
/// Answer: state how long it is kept (`retention: session`, `days`) or on what ground.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "location updates"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "location updates" { retention: session }
/// ```
rule trail-of-places on flow "Places that tell who and why" {
  when: mentions("location", "gps", "position", "route", "geolocation", "whereabouts", "coordinates")
  unless: stated(retention, session, days) or stated(consent, opt-in, double-opt-in)
  threat: linking, identifying
  text: "Somebody who sees {flow} follows where one person goes, and learns who they are"
  ask: "How exact and how old may a place in {flow} be to do its work?"
  likelihood: medium
  impact: high
  advice: "Round it, shorten it, forget it: `retention: session`"
  references: "LINDDUN L", "CWE-359"
}

/// Warehouses and lakes are built to ask questions that nobody has thought of yet. For personal data that is exactly
/// the problem.
///
/// Answer: state `encryption: field-level` (pseudonyms), `authz: row-level` or how long (`retention`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Data warehouse" { holds: address }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Data warehouse" { holds: address; encryption: field-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule everything-in-one-place on store "A place where everything about everybody ends" {
  when: handles has (personal, health)
    and mentions("warehouse", "data lake", "lake", "bigquery", "snowflake", "redshift", "analytics", "reporting", "databricks")
  unless: stated(encryption, field-level, client-side) or stated(authz, row-level, abac)
  threat: linking, identifying
  text: "Somebody with a query on {element} joins {handles} of all sources to one person"
  ask: "Who can ask {element} about one named person?"
  likelihood: medium
  impact: by-data
  advice: "Load pseudonyms, and keep the table that names them elsewhere: `encryption: field-level`"
  references: "LINDDUN L"
}

/// Notes, tickets and reviews hold names, illnesses and quarrels, in fields that no rule for personal data looks at.
///
/// Answer: state what is taken out before (`integrity` does not help): `encryption: field-level`, or `retention`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Support tickets" { holds: address }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Support tickets" { holds: address; retention: weeks }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule telling-free-text on store "Free text that tells who it is about" {
  when: handles has (personal, health)
    and mentions("comment", "note", "message", "chat", "review", "ticket", "feedback", "transcript", "conversation")
  unless: stated(encryption, field-level, end-to-end, client-side)
    or stated(retention, session, days, weeks)
  threat: identifying
  text: "Somebody who reads {element} recognises a person by what stands in the text"
  ask: "What do people write into {element} that no field asked for?"
  likelihood: medium
  impact: by-data
  advice: "Say beside the field what not to write, and forget early: `retention: weeks`"
  references: "LINDDUN I"
}

/// Addresses, names and tokens in a log make every reader of the log a reader of what people did.
///
/// Answer: state `retention: days` or `encryption: field-level`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Access log" { holds: address }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Access log" { holds: address; retention: days }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule naming-log on store "A log that names people" {
  when: handles has (personal, health)
    and mentions("log", "trace", "telemetry", "monitoring", "metrics", "siem")
  unless: stated(retention, session, days, weeks) or stated(encryption, field-level, client-side)
  threat: identifying
  text: "Somebody who may read {element} for another reason sees who did what"
  ask: "Which lines of {element} tell who somebody is, and for how long?"
  likelihood: medium
  impact: by-data
  advice: "Write pseudonyms, and forget in days: `retention: days`"
  references: "LINDDUN I", "CWE-532"
}

/// A hash of a phone number is a phone number for whoever has an hour. Names that were replaced come back by what
/// stands beside them.
///
/// Answer: state `encryption: field-level` with a key that the receiver has not (`secrets` of the sender).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pseudonymised events"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pseudonymised events" { encryption: field-level }
/// ```
rule thin-pseudonym on flow "A pseudonym that can be undone" {
  when: mentions("pseudonym", "pseudonymised", "pseudonymized", "anonymised", "anonymized", "hashed", "tokenised", "tokenized", "deidentified", "masked")
  unless: stated(encryption, field-level, client-side)
  threat: identifying
  text: "Somebody at {to} finds the persons behind {flow} by guessing or by what stands beside the pseudonym"
  ask: "What would {to} need to find one person in {flow}?"
  likelihood: medium
  impact: by-data
  advice: "Use a keyed pseudonym and keep the key away: `encryption: field-level`"
  references: "LINDDUN I", "CWE-916"
}

/// Birthday, place and sex name most people. Exports for research, tests and reports leave the names out and the rest
/// in.
///
/// Answer: state what is done with it (`encryption: field-level`), or the ground (`consent`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "research export" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "research export" { carries: address; encryption: field-level }
/// ```
rule telling-dataset on flow "A data set in which people can be found" {
  when: carries has (personal, health)
    and mentions("export", "dataset", "data set", "statistics", "research", "report", "sample", "test data", "extract")
  unless: stated(encryption, field-level, client-side) or stated(consent, opt-in, double-opt-in)
  threat: identifying, linking
  text: "Somebody at {to} finds a person in {flow} by what little they know of them"
  ask: "How many people in {flow} share all values of one row?"
  likelihood: medium
  impact: by-data
  advice: "Coarsen, leave out, or answer questions instead of handing out rows: `encryption: field-level`"
  references: "LINDDUN I"
}

/// A password can be changed, a face cannot. Pictures and recordings name people to every machine that will ever look
/// at them.
///
/// Answer: state `encryption` and how long (`retention`); on a process, where it is kept apart (`isolation`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Face templates"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Face templates" { encryption: client-side }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule body-as-name on element "Faces, voices and fingers" {
  when: element is (process, store)
    and mentions("face", "facial", "fingerprint", "biometric", "voice", "iris", "camera", "cctv", "video call", "portrait")
  unless: stated(encryption, field-level, client-side, end-to-end)
    or stated(retention, session, days)
    or stated(isolation, sandbox, host, vm)
  threat: identifying
  text: "Somebody who gets at {element} recognises people elsewhere, for ever"
  ask: "Does {element} need to know who it is, or only that it is the same one?"
  likelihood: low
  impact: high
  advice: "Compare on the device and keep no picture: `encryption: client-side`, `retention: session`"
  references: "LINDDUN I"
}

// What is collected, kept and passed on, what people know of it, and what the law says.

/// Interfaces pass whole records because that is what they have. The partner keeps all of it, and loses all of it.
///
/// Answer: state the ground (`consent`), and cut it down (`input-validation: schema` on the flow).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: address; input-validation: none }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: address; input-validation: schema }
/// ```
rule more-than-needed on flow "More about people than the partner needs" {
  when: from is process and to is system and carries has (personal, health)
  unless: answered(input-validation) or stated(encryption, field-level, client-side, end-to-end)
  threat: data-disclosure
  text: "{to} receives in {flow} more of {carries} than its work needs"
  ask: "Which parts of {carries} does {to} never use?"
  likelihood: medium
  impact: by-data
  advice: "Send listed fields only: `input-validation: schema`"
  references: "LINDDUN Dd", "CWE-359"
}

/// What is kept for ever is lost some day. Old data is the larger half of most leaks, and the half that nobody needed.
///
/// Answer: state `retention`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: address; retention: forever }
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
///   store db "Customers" { holds: address; retention: months }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule kept-for-ever on store "Data of people that is never deleted" {
  when: holds has (personal, health) and (retention has forever or holds.retention has forever)
  unless: retention has (session, days, weeks, months, years, legal)
  threat: data-disclosure, non-compliance
  text: "Years of {holds} leak from {element}, most of it of people who had forgotten it"
  ask: "Who would miss what in {element} is older than a year?"
  likelihood: medium
  impact: by-data
  advice: "Delete on a day that is written down: `retention: months`"
  references: "LINDDUN Dd", "GDPR Art. 5"
}

/// Somebody is deleted in the database and stays in every backup, export and search index that was made before.
///
/// Answer: state `retention` of the copy.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Nightly backup" { holds: address; retention: years }
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
///   store db "Nightly backup" { holds: address; retention: weeks }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule undeleted-copy on store "Copies in which people live on" {
  when: handles has (personal, health)
    and mentions("backup", "snapshot", "archive", "export", "replica", "search index", "dump")
  unless: stated(retention, session, days, weeks, months, legal)
  threat: data-disclosure
  text: "A deleted person is found again in {element}"
  ask: "How long after a deletion is a person still in {element}?"
  likelihood: medium
  impact: by-data
  advice: "Let copies end before the promise does: `retention: weeks`"
  references: "LINDDUN Dd", "GDPR Art. 17"
}

/// What goes into a model cannot be taken out, and may come out in somebody else's answer. Services differ in what they
/// keep, and change their minds.
///
/// Answer: state the ground (`consent`) and how long (`retention: session`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "OpenAI" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "question" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "OpenAI" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "question" { carries: address; retention: session }
/// ```
rule lessons-from-people on flow "Data of people that trains somebody's model" {
  when: carries has (personal, health)
    and to.mentions("llm", "openai", "model", "gpt", "training", "ai", "claude", "gemini", "inference", "language model")
  unless: stated(retention, session, days) or stated(consent, opt-in, double-opt-in)
  threat: data-disclosure
  text: "{to} keeps {carries} from {flow} and learns from it"
  ask: "What does the contract with {to} say about keeping and training?"
  likelihood: medium
  impact: by-data
  advice: "Send no names, keep nothing, and have it in the contract: `retention: session`"
  references: "LINDDUN Dd", "OWASP LLM02:2025"
}

/// People give a thing for a reason. Where nobody tells them what else happens with it, they cannot object, and are
/// angry when they find out.
///
/// Answer: state `consent` on the flow, the data or the person.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address; consent: none }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address; consent: contract }
/// ```
rule unannounced-collection on flow "Collection that nobody was told of" {
  when: from is person and carries has (personal, health)
  unless: answered(consent) or stated(from.consent) or stated(carries.consent)
  raise: from
  threat: unawareness
  text: "{from} sends {carries} and does not know what {to} does with it"
  ask: "Where is {from} told what happens with {carries}, before it is sent?"
  likelihood: medium
  impact: by-data
  advice: "Say it where it is asked, in one sentence: `consent: opt-in` or `contract`"
  references: "LINDDUN U", "GDPR Art. 13"
}

/// Trackers, telemetry and session recorders work best where they are not noticed, and are found by journalists.
///
/// Answer: state `consent: opt-in`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "usage data"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "usage data" { consent: opt-in }
/// ```
rule hidden-observer on flow "An observer that nobody sees" {
  when: from is person
    and mentions("tracking", "telemetry", "analytics", "pixel", "session recording", "heatmap", "fingerprint", "clickstream", "usage data")
  unless: stated(consent, opt-in, double-opt-in)
  raise: from
  threat: unawareness
  text: "{from} is observed by {flow} without knowing it"
  ask: "How would {from} find out about {flow}, and how would they stop it?"
  likelihood: high
  impact: low
  advice: "Ask first, and take no for an answer: `consent: opt-in`"
  references: "LINDDUN U"
}

/// A person who can send and never see has no way to correct what is wrong or to have it deleted.
///
/// Answer: draw the flow by which they see it, or state `consent` with the rights that they have.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person; consent: contract }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address }
/// ```
rule no-way-back on entity "People who get nothing back" {
  when: element is person and handles has (personal, health) and fan-in == 0
  unless: stated(consent)
  threat: unawareness
  text: "{element} gives {handles} and has no way to see, correct or delete it"
  ask: "By which way does {element} see what is known about them?"
  likelihood: medium
  impact: medium
  advice: "Give them a page of their own data: `consent: contract`"
  references: "LINDDUN U", "GDPR Art. 15"
}

/// People who are refused, rated or sorted by a machine want to know why, and have a right to it in many places.
///
/// Answer: state `consent`, or who looks at it (`authz: approval`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "credit decision"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "credit decision" { consent: contract }
/// ```
rule machine-decides on flow "A decision that a machine made" {
  when: to is person
    and from is process
    and mentions("decision", "score", "rejection", "rejected", "approval", "ranking", "recommendation", "risk score", "credit", "verdict")
  unless: stated(consent) or stated(from.authz, approval)
  raise: to
  threat: unawareness
  text: "{to} gets {flow} and does not know that a machine decided, nor why"
  ask: "To whom can {to} turn who may change {flow}?"
  likelihood: medium
  impact: medium
  advice: "Say that it is a machine and let a person look: `authz: approval`"
  references: "LINDDUN U", "GDPR Art. 22"
}

/// Children say yes to everything. What was collected about them stays with them longest.
///
/// Answer: state `consent` (of those who may give it).
///
/// ```tm fires
/// entity user "Pupil" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "Pupil" { kind: person; consent: double-opt-in }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
rule children on entity "Children who cannot agree" {
  when: mentions("child", "children", "pupil", "minor", "kid", "student", "teenager")
    and fan-out > 0
  unless: stated(consent)
  threat: unawareness
  text: "{element} gives away what neither they nor their parents understood"
  ask: "Who agreed for {element}, and how does anybody know?"
  likelihood: medium
  impact: medium
  advice: "Ask the parents, and collect next to nothing: `consent: double-opt-in`"
  references: "LINDDUN U", "GDPR Art. 8"
}

/// What somebody tells about their body is guarded by a stricter law, and by a stricter feeling, than anything else.
///
/// Answer: state `consent: opt-in`, or the law that requires it.
///
/// ```tm fires
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: record; consent: none }
/// ```
///
/// ```tm silent
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: record; consent: opt-in }
/// ```
rule health-without-yes on flow "Data about health without a clear yes" {
  when: from is person and carries has health
  unless: consent has (opt-in, double-opt-in, legal-obligation, contract)
    or stated(carries.consent, opt-in, double-opt-in, legal-obligation, contract)
  raise: from
  threat: unawareness
  text: "{from} tells {to} about their health and has not clearly agreed to it"
  ask: "When does {from} say yes to {flow}, in which words?"
  likelihood: medium
  impact: high
  advice: "Ask for a yes of its own: `consent: opt-in`"
  references: "LINDDUN U", "GDPR Art. 9"
}

/// Keeping data about people needs a reason that the law knows. Where nobody wrote one down, there is none when the
/// authority asks.
///
/// Answer: state `consent` on the data or the store.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: address; consent: unknown }
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
///   store db "Customers" { holds: address; consent: contract }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule no-legal-ground on store "Personal data without a ground" {
  when: holds has (personal, health)
  unless: answered(consent) or stated(holds.consent)
  threat: non-compliance
  text: "An authority asks on what ground {element} keeps {holds}, and nobody can say"
  ask: "On what ground does {element} keep {holds}, and where is it written?"
  likelihood: low
  impact: medium
  advice: "Write the ground down with the data: `consent: contract`"
  references: "LINDDUN Nc", "GDPR Art. 6"
}

/// Records about health need more than a locked disk: the law asks for it and people expect it.
///
/// Answer: state `encryption: field-level` or stronger, and `authz`.
///
/// ```tm fires
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: record; encryption: at-rest }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: record; encryption: field-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule health-in-the-open on store "Data about health that is kept like any other" {
  when: holds has health
  unless: encryption has (field-level, client-side, end-to-end)
    or stated(authz, row-level, owner-check, abac)
  threat: non-compliance
  text: "An authority finds {holds} in {element} no better guarded than a shopping list"
  ask: "What guards {holds} in {element} more than everything else?"
  likelihood: medium
  impact: high
  advice: "Encrypt by field, and let few read it: `encryption: field-level`, `authz: abac`"
  references: "LINDDUN Nc", "GDPR Art. 32"
}

/// Whoever receives personal data becomes answerable for it, and so does whoever sent it. Without a contract and a
/// ground it is a breach on the first day.
///
/// Answer: state `consent` on the flow or the data.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: address; consent: none }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: address; consent: contract }
/// ```
rule handed-over on flow "People's data handed to another organisation" {
  when: from is process
    and carries has (personal, health)
    and (to is system or crosses(organisation))
  unless: answered(consent) or stated(carries.consent)
  threat: non-compliance
  text: "{from} hands {carries} to {to} without a ground that would hold"
  ask: "Which contract with {to} covers {carries}, and in which country does it end up?"
  likelihood: medium
  impact: medium
  advice: "Name the ground, sign the contract, and write down where it goes: `consent: contract`"
  references: "LINDDUN Nc", "GDPR Art. 28", "GDPR Art. 44"
}

/// "As long as needed" has to be a number. Where nobody has said one, the answer is for ever.
///
/// Answer: state `retention` on the store or the data.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: address; retention: unknown }
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
///   store db "Customers" { holds: address; retention: months }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule no-end-date on store "Personal data without an end" {
  when: holds has (personal, health)
  unless: answered(retention) or stated(holds.retention)
  threat: non-compliance
  text: "An authority asks when {holds} in {element} is deleted, and the answer is never"
  ask: "On which day is a row of {element} deleted, and by what?"
  likelihood: medium
  impact: medium
  advice: "Say how long, and let a job delete it: `retention: months`"
  references: "LINDDUN Nc", "GDPR Art. 5"
}

/// Mail that sells needs a yes before it is sent. One complaint is enough to have the list looked at.
///
/// Answer: state `consent: opt-in` or `double-opt-in`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "monthly newsletter" { carries: address; consent: none }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "monthly newsletter" { carries: address; consent: double-opt-in }
/// ```
rule unwanted-advertising on flow "Advertising that nobody asked for" {
  when: to is person
    and mentions("newsletter", "marketing", "promotion", "campaign", "offer", "advertisement", "reminder to buy", "upsell")
  unless: stated(consent, opt-in, double-opt-in) or stated(carries.consent, opt-in, double-opt-in)
  threat: non-compliance
  text: "{to} gets {flow} without having asked for it, and complains"
  ask: "What shows that {to} asked for {flow}, and when?"
  likelihood: medium
  impact: low
  advice: "Ask, confirm and keep the proof: `consent: double-opt-in`"
  references: "LINDDUN Nc", "CAN-SPAM Act"
}

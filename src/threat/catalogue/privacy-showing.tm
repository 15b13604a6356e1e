// What shows that somebody is there, and what proves what somebody did when it should not.

/// A signature or receipt that settles disputes also tells a court, an employer or a thief what somebody read, bought
/// or believed.
///
/// Answer: state how long it is kept (`retention`), or dismiss the rule with why proof is needed.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address; audit: receipt }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: address; audit: receipt; retention: months }
/// ```
rule proof-for-ever on flow "Proof of what a person did, for ever" {
  when: from is person
    and carries has (personal, health)
    and (audit has (receipt, tamper-evident) or integrity has signature)
  unless: stated(retention)
  threat: non-repudiation
  text: "{from} can never deny {flow}, also where they ought to be able to"
  ask: "For how long does anybody need proof that {from} sent {flow}?"
  likelihood: low
  impact: medium
  advice: "Keep proof as long as the dispute can last: `retention: months`"
  references: "LINDDUN Nr"
}

/// Messages that are kept are read later, by others, for other reasons. What was said in confidence becomes evidence.
///
/// Answer: state `retention`, or `encryption: end-to-end`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Chat archive"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Chat archive" { retention: weeks }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule archive-of-words on store "An archive of what people said" {
  when: mentions("message", "chat", "mail", "email", "conversation", "call recording", "recording", "transcript", "inbox")
  unless: stated(retention, session, days, weeks, months)
    or stated(encryption, end-to-end, client-side)
  threat: non-repudiation
  text: "Somebody shows what a person once wrote from {element}, and they cannot deny it"
  ask: "Who needs a message in {element} after it was read?"
  likelihood: medium
  impact: medium
  advice: "Let messages end: `retention: weeks`, or let only the two ends read them: `encryption: end-to-end`"
  references: "LINDDUN Nr"
}

/// Votes, complaints and reports of abuse are only honest where nobody can prove who made them.
///
/// Answer: state what keeps the author out: `encryption: end-to-end`, `retention: session`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "anonymous survey answers"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "anonymous survey answers" { retention: session }
/// ```
rule unsafe-to-speak on flow "A word that can be traced to its author" {
  when: from is person
    and mentions("vote", "ballot", "survey", "whistleblower", "complaint", "anonymous", "report abuse", "tip", "opinion", "rating")
  unless: stated(encryption, end-to-end, client-side) or stated(retention, session)
  threat: non-repudiation, identifying
  text: "Somebody at {to} proves that {from} wrote {flow}, and they pay for it"
  ask: "Who at {to} could find out who sent one {flow}?"
  likelihood: medium
  impact: high
  advice: "Take away the author before it is stored: `retention: session`"
  references: "LINDDUN Nr", "LINDDUN I"
}

/// An audit trail protects the system by recording the person. Kept for ever and open to many it is a diary that nobody
/// agreed to.
///
/// Answer: state `retention`, and who reads it (`authz`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Audit trail" { holds: address }
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
///   store db "Audit trail" { holds: address; retention: months }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule watched-by-audit on store "A security record that watches people" {
  when: handles has (personal, health)
    and mentions("audit", "history", "trail", "activity", "journal", "ledger")
  unless: stated(retention, session, days, weeks, months, legal) or stated(authz)
  threat: non-repudiation
  text: "Somebody reads in {element} what one person did, long after anybody needs to know"
  ask: "Who may look up one person in {element}, and until when?"
  likelihood: medium
  impact: by-data
  advice: "List readers and let entries end: `authz: acl`, `retention: months`"
  references: "LINDDUN Nr"
}

/// Chains and append-only logs keep their promise also towards those who have a right to be forgotten.
///
/// Answer: state `encryption: field-level` (throw the key away), or keep persons out of it.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: address; integrity: append-only; encryption: at-rest }
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
///   store db "Customers" { holds: address; integrity: append-only; encryption: field-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule cannot-forget on store "A store that cannot forget" {
  when: holds has (personal, health) and integrity has (append-only, hash-chain)
  unless: encryption has (field-level, client-side)
  threat: non-repudiation, non-compliance
  text: "A person asks to be deleted from {element}, and it cannot be done"
  ask: "How is one person taken out of {element}?"
  likelihood: medium
  impact: medium
  advice: "Encrypt each person with a key of their own and destroy it: `encryption: field-level`"
  references: "LINDDUN Nr", "GDPR Art. 17"
}

/// Badges, check-ins and time stamps prove presence. They are asked for by partners, employers and police, and cannot
/// be unsaid.
///
/// Answer: state `retention`, or the ground (`consent`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "badge check in"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "badge check in" { retention: days }
/// ```
rule proof-of-presence on flow "A record of when somebody was where" {
  when: from is person
    and mentions("check in", "checkin", "attendance", "badge", "clock in", "timesheet", "presence", "access card")
  unless: stated(retention, session, days, weeks) or stated(consent)
  threat: non-repudiation, linking
  text: "Somebody proves by {flow} where {from} was, and with whom"
  ask: "Who needs to know a month later when {from} was here?"
  likelihood: medium
  impact: medium
  advice: "Keep that it happened, not when, and forget: `retention: days`"
  references: "LINDDUN Nr", "LINDDUN L"
}

/// "No such user" and "wrong password" are two answers. With an address book and a script the difference is a list of
/// members, and some memberships are secrets.
///
/// Answer: state `rate-limit`, or dismiss the rule with how all answers are alike.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Login service" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Login service" { rate-limit: per-ip } }
/// flow user -> api "order"
/// ```
rule membership-by-answer on process "An answer that tells who is a member" {
  when: mentions("login", "sign in", "signin", "signup", "sign up", "register", "registration", "password reset", "invite", "invitation", "lookup")
    and any-incoming(from is entity and not reply)
  unless: stated(rate-limit, per-ip, captcha, per-user, global)
  threat: detecting
  text: "Somebody asks {element} with the address of a person and learns whether they are a member"
  ask: "Does {element} answer alike, and as fast, for who is there and who is not?"
  likelihood: medium
  impact: medium
  advice: "Answer alike and tell the rest by mail: `rate-limit: per-ip`"
  references: "LINDDUN D", "CWE-204"
}

/// That a phone talks to a clinic tells what it need not say. Encryption hides the words, not the partner, the time and
/// the size.
///
/// Answer: state `encryption: end-to-end` through something shared, or dismiss the rule.
///
/// ```tm fires
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: record }
/// ```
///
/// ```tm silent
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: record; encryption: end-to-end }
/// ```
rule telling-traffic on flow "Traffic that tells without being read" {
  when: from is person and carries has health
  unless: stated(encryption, end-to-end)
  threat: detecting
  text: "Somebody on the network of {from} sees that they talk to {to}, and concludes why"
  ask: "Who can see that {from} uses {to}: employer, family, provider?"
  likelihood: medium
  impact: medium
  advice: "Go through a name that tells nothing: `encryption: end-to-end`"
  references: "LINDDUN D"
}

/// "Online", "last seen" and "is typing" tell when somebody sleeps, works and with whom they talk.
///
/// Answer: state `consent: opt-in`, or `authz` for who may see it.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "online status of friends"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "online status of friends" { consent: opt-in }
/// ```
rule seen-online on flow "A sign that somebody is there" {
  when: mentions("online", "last seen", "typing", "availability", "online status", "read receipt", "presence status")
  unless: stated(consent, opt-in, double-opt-in) or stated(authz)
  threat: detecting
  text: "Somebody watches {flow} and learns when a person is there"
  ask: "Who sees {flow}, and can it be switched off?"
  likelihood: medium
  impact: low
  advice: "Show it to whom the person chose: `consent: opt-in`"
  references: "LINDDUN D"
}

/// Notices light up on tables, in cars and at the front of the class. What they say, and who they are from, is read by
/// whoever is near.
///
/// Answer: state `encryption: end-to-end` (the notice only says that there is one), or `consent`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "sms reminder" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "sms reminder" { carries: address; encryption: end-to-end }
/// ```
rule message-on-the-table on flow "A notice that others read too" {
  when: to is person
    and carries has (personal, health)
    and mentions("push", "sms", "notification", "reminder", "letter", "email", "mail", "text message")
  unless: stated(encryption, end-to-end, client-side) or stated(consent, opt-in, double-opt-in)
  threat: detecting, data-disclosure
  text: "Somebody beside {to} reads in {flow} what is nobody's business"
  ask: "What does {flow} say on a locked screen?"
  likelihood: medium
  impact: by-data
  advice: "Say that there is news, and show it after unlocking: `encryption: end-to-end`"
  references: "LINDDUN D"
}

/// That there is a file at the debt counsellor or the clinic is the news. An error that says "you may not see it" says
/// that it is there.
///
/// Answer: state `authz` that hides what may not be read (`row-level`, `owner-check`).
///
/// ```tm fires
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Customers" { holds: record; authz: rbac }
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
///   store db "Customers" { holds: record; authz: row-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule existence-of-a-record on store "A record whose existence is the secret" {
  when: holds has health
  unless: authz has (row-level, owner-check, tenant-isolation, abac, capability)
  threat: detecting
  text: "Somebody without a right learns from {element} that there is a record about a person"
  ask: "What does a search in {element} say about a record that one may not open?"
  likelihood: low
  impact: high
  advice: "Let what may not be read not exist: `authz: row-level`"
  references: "LINDDUN D"
}

/// A lab, an insurer or a lawyer that receives a name learns that there is something, before it reads the rest.
///
/// Answer: state `consent`, or `encryption: field-level`.
///
/// ```tm fires
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: record }
/// ```
///
/// ```tm silent
/// data record "Record" { sensitivity: restricted; kind: health }
/// entity partner "Partner" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> partner "send" { carries: record; consent: contract }
/// ```
rule telling-customer on flow "A customer relation that is telling" {
  when: from is process and to is system and carries has health
  unless: stated(consent, opt-in, double-opt-in, contract, legal-obligation)
    or stated(encryption, field-level, end-to-end)
  threat: detecting, data-disclosure
  text: "{to} learns from {flow} that a person is a patient at all"
  ask: "What does {to} learn from {flow} before it opens it?"
  likelihood: medium
  impact: high
  advice: "Send under a number, and name the ground: `encryption: field-level`, `consent: contract`"
  references: "LINDDUN D"
}

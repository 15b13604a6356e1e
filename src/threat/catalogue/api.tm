// Interfaces between programs: rights, partners, hooks, and what a query costs.

/// A role says what kind of thing somebody may do, not to whose record. An interface that checks the role alone hands
/// out every record to whoever changes a number in the address.
///
/// Answer: state that ownership is checked too: `authz: owner-check`, `row-level`, `abac` or `tenant-isolation`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { authz: rbac }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { authz: rbac, owner-check }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule object-of-another on process "Rights by role, and records of others" {
  when: exposed and reaches(store) and authz has (rbac, scopes, acl)
  unless: authz has (owner-check, row-level, abac, tenant-isolation, capability)
  threat: elevation-of-privilege
  text: "{sources} changes an identifier in a request to {element} and reads or changes a record of somebody else"
  ask: "When {sources} asks {element} for record 17, what checks that 17 is theirs?"
  likelihood: high
  impact: by-data
  advice: "Check the owner of each record beside the role: `authz: rbac, owner-check`"
  references: "CWE-639", "OWASP API1:2023"
}

/// What serves several customers from one store is one forgotten filter away from serving one the records of another.
/// Such a leak is reported to every customer.
///
/// Answer: state `authz: tenant-isolation` or `row-level`, or `isolation: tenant`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "Workspace service" { authz: rbac }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "Workspace service" { authz: tenant-isolation }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule tenant-crossing on process "One tenant's request for another tenant's data" {
  when: reaches(store)
    and mentions("tenant", "multi tenant", "customer", "organisation", "organization", "workspace", "saas")
  unless: stated(authz, tenant-isolation, row-level) or stated(isolation, tenant, account, vm)
  threat: information-disclosure, elevation-of-privilege
  text: "{sources} of one tenant reads records of another through {element}"
  ask: "Where is the tenant added to each query of {element}, and what happens where that is forgotten?"
  likelihood: medium
  impact: high
  advice: "Let the store filter by tenant, whoever asks: `authz: row-level, tenant-isolation`"
  references: "CWE-653", "CWE-863"
}

/// Webhooks and callbacks come to a public address. Without a signature the receiver takes a stranger's "paid" or
/// "approved" for the partner's.
///
/// Answer: state that it is signed: `authn: signature`, `integrity: mac`, or `mtls`.
///
/// ```tm fires
/// entity user "Card processor" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "payment webhook" { authn: none }
/// ```
///
/// ```tm silent
/// entity user "Card processor" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "payment webhook" { integrity: mac }
/// ```
rule unsigned-hook on flow "A call from outside that anybody could have made" {
  when: from is entity
    and to is process
    and mentions("webhook", "hook", "callback", "ipn", "payment notification")
  unless: stated(authn, signature, mtls, client-certificate) or stated(integrity, mac, signature)
  raise: to
  threat: spoofing, tampering
  text: "Somebody who knows the address sends {flow} in the name of {from}, and {to} believes it"
  ask: "What in {flow} can only {from} have made, and does {to} check it?"
  likelihood: high
  impact: medium
  advice: "Check a signature over the body, refuse old ones, and fetch what matters from the partner: `integrity: mac`"
  references: "CWE-345", "CWE-347"
}

/// Networks repeat, users click twice, and an attacker who recorded a request sends it again. Where money or rights
/// move, the second time counts too.
///
/// Answer: state what makes a request unique: `integrity: mac`, `signature` or `constraints`.
///
/// ```tm fires
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pay" { carries: card; integrity: none }
/// ```
///
/// ```tm silent
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pay" { carries: card; integrity: mac }
/// ```
rule repeatable-order on flow "A request that works twice" {
  when: carries has payment and to is process and not reply
  unless: answered(integrity) or stated(to.integrity)
  raise: to
  threat: tampering
  text: "{flow} is sent a second time, by accident or on purpose, and {to} carries it out again"
  ask: "What makes {to} notice that it has seen this {flow} before?"
  likelihood: medium
  impact: medium
  advice: "Give each request a key that works once, inside what is signed: `integrity: mac`"
  references: "CWE-294", "CAPEC-60"
}

/// What waits for somebody else's service stands still when that service does. Threads pile up behind the call until
/// nothing else is served.
///
/// Answer: state what happens meanwhile: `redundancy: queue`, `failover`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// entity bank "Bank" { kind: system }
/// boundary cloud "Cloud" { process api "API" { redundancy: none } }
/// flow user -> api "pay"
/// flow api -> bank "charge"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// entity bank "Bank" { kind: system }
/// boundary cloud "Cloud" { process api "API" { redundancy: queue } }
/// flow user -> api "pay"
/// flow api -> bank "charge"
/// ```
rule partner-outage on process "A partner whose outage is ours" {
  when: any-outgoing(to is system and not reply) and reachable-from(person)
  unless: answered(redundancy)
  threat: denial-of-service
  text: "{targets} answers slowly or not at all, and {element} stops serving {sources}"
  ask: "What does {element} do while {targets} is away for an hour?"
  likelihood: medium
  impact: medium
  advice: "Give calls a deadline and a place to wait: `redundancy: queue`, `failover`"
  references: "CWE-400", "CWE-1088"
}

/// Searches, exports, reports and nested queries let a small request do large work. A handful of them in parallel is an
/// outage that looks like success.
///
/// Answer: state what bounds it: `rate-limit: quota`, `budget`, `per-user`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Report export" { rate-limit: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Report export" { rate-limit: quota } }
/// flow user -> api "order"
/// ```
rule costly-query on process "A question that costs a thousand times its price" {
  when: exposed
    and mentions("search", "report", "export", "graphql", "query", "analytics", "aggregate", "render", "transcode", "convert")
  unless: stated(rate-limit, quota, budget, per-user, per-key, backpressure)
    or stated(redundancy, queue)
  threat: denial-of-service
  text: "{sources} sends {element} the most expensive request there is, over and over"
  ask: "What is the most expensive request to {element}, and who may send how many?"
  likelihood: medium
  impact: medium
  advice: "Bound depth, size and time of a request, and how many one caller has running: `rate-limit: quota`"
  references: "CWE-400", "CWE-770", "OWASP API4:2023"
}

/// Interfaces return whole records and let the page choose. What the page hides is in the answer for whoever looks, and
/// in every cache and log on the way.
///
/// Answer: state that the answer is cut to what is needed (`input-validation: schema` on the flow), or dismiss the
/// rule.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "profile" { carries: address; input-validation: none }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow api -> user "profile" { carries: address; input-validation: schema }
/// ```
rule oversized-answer on flow "More data in the answer than is shown" {
  when: from is process and to is entity and carries.sensitivity >= confidential
  unless: answered(input-validation) or stated(encryption, field-level, end-to-end)
  threat: information-disclosure
  text: "{to} reads in {flow} what {from} did not mean to show: {carries} of more than was asked"
  ask: "Which fields of {carries} does {flow} hold that {to} is never shown?"
  likelihood: medium
  impact: by-data
  advice: "Return listed fields, checked against a schema: `input-validation: schema`"
  references: "CWE-213", "OWASP API3:2023"
}

/// An interface that can change everything and answers from the internet is attacked through every hole that it will
/// ever have, also those of next year.
///
/// Answer: state what keeps others away: `isolation: network`, `network-policy`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Admin panel" { authn: mfa } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Admin panel" { authn: mfa; isolation: network-policy } }
/// flow user -> api "order"
/// ```
rule administration-in-reach on process "Administration that outsiders can reach" {
  when: mentions("admin", "administration", "console", "management", "back office", "backoffice", "control panel")
    and any-incoming(from is entity and not reply)
  unless: stated(isolation, network, network-policy, host, vm, account)
  threat: elevation-of-privilege
  text: "Somebody outside finds {element} and gets in through a hole in it, with the rights of {sources}"
  ask: "From where can the sign-in page of {element} be opened?"
  likelihood: medium
  impact: high
  advice: "Let only listed networks reach it: `isolation: network-policy`"
  references: "CWE-1327", "CWE-749"
}

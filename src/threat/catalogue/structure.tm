// What follows from the drawing alone: these rules take an attribute that nobody has stated for a missing control. They are
// few on purpose, one for each cell at most; everything finer asks first.

/// Whoever can reach a way in can claim to be anybody, as long as nothing there asks who is calling. It is the first thing
/// that is tried, with a browser and no tools.
///
/// Answer: say how callers prove who they are (`authn` on the flow or on the process), or dismiss the rule where everybody may call.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: passkey } }
/// flow user -> api "order"
/// ```
rule unauthenticated-entry on flow "A way in that does not ask who is calling" {
  when: to is process
    and not reply
    and (enters-trust or from is entity and apart)
  unless: stated(authn) or stated(to.authn)
  raise: to
  threat: spoofing
  text: "Somebody who can reach {to} acts as {from}: nothing checks who is calling"
  ask: "How does {to} know that it is {from} who calls?"
  likelihood: high
  impact: by-data
  advice: "Authenticate the callers of {to}, and state it: `authn: passkey`, `oidc`, `mtls` or the like"
  references: "CWE-306", "CAPEC-151"
}

/// An external entity is known only by what it shows. Where neither the entity nor what it talks to has a way to prove
/// identity, a stolen name is enough to be that entity.
///
/// Answer: state `authn` on the entity, on its flow, or on what it reaches.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person; authn: passkey }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
rule impersonated-entity on flow "An outsider whose identity nobody checks" {
  when: from is entity and to is (process, store) and not reply
  unless: stated(authn) or stated(from.authn) or stated(to.authn)
  raise: from
  threat: spoofing
  text: "Somebody pretends to be {from} towards {to} and gets what {from} would get"
  ask: "What does {from} show {to} that nobody else can show?"
  likelihood: medium
  impact: by-data
  advice: "Give {from} a proof of identity that cannot be copied: `authn: passkey`, `mtls` or `signature`"
  references: "CWE-290", "CAPEC-151"
}

/// Inside a boundary services often believe whoever can open a connection. One process that is taken over can then call all
/// others as if it were any of them.
///
/// Answer: state `authn` on the process or on each flow to it; `mtls` and `workload-identity` are the usual ones.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing"
/// }
/// flow web -> billing "charge the order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing" { authn: mtls }
/// }
/// flow web -> billing "charge the order"
/// ```
rule trusted-neighbour on process "A service that believes its neighbours" {
  when: not exposed and any-incoming(from is process and not reply)
  unless: stated(authn)
    or every-incoming(reply or stated(authn) or stated(protocol, mtls, in-process, ipc))
  threat: spoofing
  text: "A process that was taken over calls {element} in the name of {sources}"
  ask: "How does {element} tell {sources} from anything else that reaches its port?"
  likelihood: low
  impact: by-data
  advice: "Let services show who they are: `authn: mtls` or `workload-identity`"
  references: "CWE-306", "CAPEC-94"
}

/// What comes from less trusted places is made to be misread: as a query, a path, a script, a number that is too large. A process
/// that takes it as it comes does what the sender wants with its data.
///
/// Answer: state `input-validation` on the process or on every flow to it.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { input-validation: unknown } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { input-validation: schema, parameterised } }
/// flow user -> api "order"
/// ```
rule unchecked-input on process "Input that is believed as it comes" {
  when: exposed
  unless: stated(input-validation) or every-incoming(reply or stated(input-validation))
  threat: tampering
  text: "{sources} sends {element} crafted input that changes what it does or stores"
  ask: "What does {element} check before it believes what {sources} sends?"
  likelihood: medium
  impact: by-data
  advice: "Check input against a schema and keep data apart from code: `input-validation: schema, parameterised`"
  references: "CWE-20", "OWASP A03:2021"
}

/// When something was done through a process and nobody recorded who did it, every dispute ends with one word against
/// another, and an attack is noticed by its damage alone.
///
/// Answer: state `audit`: what is logged, and where it cannot be changed.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { audit: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { audit: actor-log, central } }
/// flow user -> api "order"
/// ```
rule unrecorded-actions on process "Actions that leave no record" {
  when: any-incoming(from is entity and not reply)
  unless: stated(audit)
  threat: repudiation
  text: "{sources} does something through {element} and later denies it, and no record says otherwise"
  ask: "What does {element} record of who did what, and who can change that record?"
  likelihood: medium
  impact: medium
  advice: "Log actor, action and object away from {element}: `audit: actor-log, central`"
  references: "CWE-778", "OWASP A09:2021"
}

/// People and partners deny what they did, honestly or not, when nothing on either side shows it. Orders, payments and
/// deletions are where it hurts.
///
/// Answer: state `audit` on the entity's flow or on what it reaches, for example a receipt.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { audit: receipt }
/// ```
rule deniable-actions on flow "An outsider who can deny what they did" {
  when: from is entity and to is (process, store) and not reply
  unless: stated(audit) or stated(from.audit) or stated(to.audit)
  raise: from
  threat: repudiation
  text: "{from} denies having sent {flow} to {to}, and nothing proves it"
  ask: "If {from} says that {flow} never happened, what proves that it did?"
  likelihood: low
  impact: medium
  advice: "Keep a record that both sides can rely on: `audit: actor-log, receipt`"
  references: "CWE-778"
}

/// An interface that answers with what it finds in its store tells callers what is not theirs, as soon as nobody decides who may
/// see what.
///
/// Answer: state `authz`, or dismiss the rule where everything behind the process is public.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API" { authz: none }
///   store db "Orders"
/// }
/// flow user -> api "show my orders"
/// flow api -> db "read orders"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API" { authz: owner-check }
///   store db "Orders"
/// }
/// flow user -> api "show my orders"
/// flow api -> db "read orders"
/// ```
rule oversharing on process "Answers that show what is not the caller's" {
  when: reaches(store) and any-incoming(from is entity and not reply)
  unless: stated(authz)
  threat: information-disclosure
  text: "{sources} asks {element} for records of others and gets them"
  ask: "Who decides, for each answer of {element}, what {sources} may see of {targets}?"
  likelihood: medium
  impact: by-data
  advice: "Decide on every read what the caller may see: `authz: owner-check`, `row-level` or `tenant-isolation`"
  references: "CWE-200", "CWE-639", "OWASP A01:2021"
}

/// A process that outsiders can call is only as available as its slowest request times what a bored person with a script can send.
///
/// Answer: state `rate-limit`, or what carries the load (`redundancy`).
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { rate-limit: none } }
/// flow user -> api "search"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { rate-limit: per-user } }
/// flow user -> api "search"
/// ```
rule unlimited-requests on process "Requests without a limit" {
  when: any-incoming(from is entity and not reply)
  unless: stated(rate-limit)
    or every-incoming(reply or stated(rate-limit))
    or stated(redundancy, autoscaling, queue)
  threat: denial-of-service
  text: "{sources} sends {element} more requests than it can serve, and nobody else is served"
  ask: "What stops {sources} from using up {element}?"
  likelihood: medium
  impact: medium
  advice: "Limit what one caller can use: `rate-limit: per-user`, `quota` or `backpressure`"
  references: "CWE-770", "CAPEC-125"
}

/// Knowing who calls says nothing of what they may do. Where that is not decided for each action, any caller who guesses the
/// right request has the rights of the process.
///
/// Answer: state `authz`: who decides what a caller may do, and by what.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { authz: unknown } }
/// flow user -> api "cancel an order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" { authz: rbac, owner-check } }
/// flow user -> api "cancel an order"
/// ```
rule unauthorised-action on process "Actions that anybody may take" {
  when: exposed
  unless: stated(authz)
  threat: elevation-of-privilege
  text: "{sources} calls an action of {element} that is meant for others, and {element} performs it"
  ask: "Where does {element} decide whether {sources} may do what they ask for?"
  likelihood: medium
  impact: by-data
  advice: "Decide on every action, by default no: `authz: rbac`, `owner-check` or `scopes`"
  references: "CWE-862", "OWASP A01:2021"
}

/// What a neighbour passes on was often written by somebody else: a name from a form, a file name, a field of a partner. A service that
/// takes it for its own runs the query, the path or the template that the stranger wrote.
///
/// Answer: state `input-validation` on the process, on each flow to it, or on what sends it.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing"
/// }
/// flow web -> billing "name for the invoice"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing" { input-validation: schema }
/// }
/// flow web -> billing "name for the invoice"
/// ```
rule second-hand-input on process "Input that a neighbour passes on unread" {
  when: not exposed and any-incoming(from is process and not reply)
  unless: stated(input-validation)
    or every-incoming(reply or stated(input-validation) or from.stated(input-validation))
  threat: tampering
  text: "Crafted input that {sources} passes on changes what {element} does or stores"
  ask: "What does {element} check of what {sources} passes on, and who wrote it first?"
  likelihood: low
  impact: by-data
  advice: "Check at each service what it uses, also from inside: `input-validation: schema`, `parameterised`"
  references: "CWE-20", "CWE-74", "CAPEC-248"
}

/// What outsiders send does not stop at the first process: it becomes jobs, messages and queries for those behind it, and one cheap
/// request can become a hundred costly ones. A service that nobody outside calls is drowned all the same.
///
/// Answer: state `rate-limit` or `redundancy` on the process, or `rate-limit` on what passes the work on.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API"
///   process worker "Worker"
/// }
/// flow user -> api "order"
/// flow api -> worker "print a label"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API" { rate-limit: per-user }
///   process worker "Worker"
/// }
/// flow user -> api "order"
/// flow api -> worker "print a label"
/// ```
rule passed-on-load on process "Work that outsiders cause behind the first door" {
  when: not any-incoming(from is entity and not reply)
    and any-incoming(not reply and (from is process and from.reachable-from(entity) and not enters-trust or from.mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis")))
  unless: stated(rate-limit)
    or stated(redundancy)
    or every-incoming(reply or stated(rate-limit) or from.stated(rate-limit))
  threat: denial-of-service
  text: "Outsiders cause more work than {element} can do, by way of {sources}, and everything that waits for it stops"
  ask: "What bounds the work that {sources} passes on to {element}?"
  likelihood: low
  impact: medium
  advice: "Bound what is passed on, or let it wait: `rate-limit: backpressure`, `redundancy: queue`"
  references: "CWE-405", "CWE-770", "CAPEC-130"
}

/// A service that believes in its neighbours does for them whatever they ask, with its own rights. Who cannot do something directly
/// then asks a neighbour that can be talked into asking.
///
/// Answer: state `authz` on the process or on each flow to it: whose rights count, and who may ask for what.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing"
/// }
/// flow web -> billing "refund the order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process web "Web"
///   process billing "Billing" { authz: scopes }
/// }
/// flow web -> billing "refund the order"
/// ```
rule confused-deputy on process "A service that lends its rights to its neighbours" {
  when: not exposed and any-incoming(from is process and not reply)
  unless: stated(authz)
    or every-incoming(reply or stated(authz) or stated(protocol, in-process))
  threat: elevation-of-privilege
  text: "Somebody gets {sources} to ask {element} for what they may not do themselves, and {element} does it with its own rights"
  ask: "Whose rights count when {sources} asks {element} for something: those of the service, or of whoever is behind it?"
  likelihood: low
  impact: by-data
  advice: "Pass on on whose behalf a call is made, and decide by that: `authz: scopes`, `owner-check`"
  references: "CWE-441", "CWE-862", "OWASP API5:2023"
}

/// Whoever gets to a store past the process in front of it changes records unseen, unless the store itself refuses or shows it.
///
/// Answer: state `integrity` or `authz` on the store.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "write the order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { integrity: constraints, versioned }
/// }
/// flow user -> api "order"
/// flow api -> db "write the order"
/// ```
rule unguarded-records on store "Records that can be changed unseen" {
  when: reachable-from(entity)
  unless: stated(integrity) or stated(authz)
  threat: tampering
  text: "Somebody who gets through {sources} changes or deletes {holds} in {element}, and nobody notices"
  ask: "What keeps anybody but {sources} from changing {holds} in {element}, and what would show it?"
  likelihood: low
  impact: by-data
  advice: "Let the store itself refuse or show changes: `authz: acl`, `integrity: constraints, versioned`"
  references: "CWE-284", "CWE-345"
}

/// Disks, snapshots and dumps travel further than the store that they come from: to a backup, a laptop, a bin. What is not
/// encrypted there is read there.
///
/// Answer: state `encryption: at-rest` or something stronger.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { encryption: none }
/// }
/// flow user -> api "order"
/// flow api -> db "write the order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { encryption: at-rest }
/// }
/// flow user -> api "order"
/// flow api -> db "write the order"
/// ```
rule readable-at-rest on store "Records that can be read from the disk" {
  when: fan-in > 0 or fan-out > 0
  unless: stated(encryption)
  threat: information-disclosure
  text: "Somebody who gets hold of a disk, a snapshot or a dump of {element} reads {holds}"
  ask: "Who can read {holds} from the disks and dumps of {element} without asking {sources}?"
  likelihood: low
  impact: by-data
  advice: "Encrypt where it lies, with keys kept elsewhere: `encryption: at-rest` or `field-level`"
  references: "CWE-311", "CWE-922"
}

/// A store is lost by accident more often than by attack, and by ransom more often than by fire. What counts is what is left and how
/// long it takes.
///
/// Answer: state `backup` or `redundancy`, or dismiss the rule where the data can be made again.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { backup: none }
/// }
/// flow api -> db "write the order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { backup: daily, offsite, tested }
/// }
/// flow api -> db "write the order"
/// ```
rule unrecoverable-loss on store "Data that is gone when the store is gone" {
  when: fan-in > 0
  unless: stated(backup) or stated(redundancy)
  threat: denial-of-service
  text: "{element} is deleted, encrypted or breaks, and {holds} cannot be brought back"
  ask: "When {element} is gone, how much of {holds} comes back, and how soon?"
  likelihood: low
  impact: high
  advice: "Keep copies that one mistake cannot reach, and try to restore them: `backup: daily, offsite, tested`"
  references: "CWE-1088", "ATT&CK T1485", "ATT&CK T1486"
}

/// Between two trust boundaries lies what neither side controls: switches, proxies, other people's cables. What is not protected on
/// the way is read and changed on the way. Where nobody has drawn a boundary yet, an external entity is outside all the same.
///
/// Answer: state `protocol` (`https`, `tls`, `mtls`, `ssh`, …) or `encryption: in-transit`.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { protocol: https }
/// ```
rule open-path on flow "A path between boundaries that is not protected" {
  when: (crosses-boundary or apart)
    and (from is entity or to is entity)
    and not stated(protocol, paper, voice, usb)
  unless: stated(encryption)
    or stated(protocol, https, wss, grpcs, tls, mtls, ssh, smtps, ldaps, amqps, mqtts, ipc, in-process)
  threat: information-disclosure, tampering
  text: "Somebody on the way from {from} to {to} reads or changes {flow}"
  ask: "What keeps others on the way from reading and changing {flow}?"
  likelihood: medium
  impact: by-data
  advice: "Protect the path and say so: `protocol: https` or `mtls`, or `encryption: end-to-end`"
  references: "CWE-319", "CAPEC-94"
}

/// Networks inside a company are shared with printers, laptops and whatever was taken over last month. What crosses from one part to
/// another in the clear is there for all of them. Where no boundary holds both ends, there is such a network until somebody says
/// otherwise; inside one the rule asks. A reply travels as its request does, unless it says something else.
///
/// Answer: state `protocol` or `encryption` on the flow, or dismiss the rule where the two ends share one machine.
///
/// ```tm fires
/// boundary office "Office" { process client "Till" }
/// boundary cloud "Cloud" { process api "API" }
/// flow client -> api "sale"
/// ```
///
/// ```tm silent
/// boundary office "Office" { process client "Till" }
/// boundary cloud "Cloud" { process api "API" }
/// flow client -> api "sale" { protocol: mtls }
/// ```
rule open-inner-path on flow "A path between inner boundaries that is not protected" {
  when: crosses-boundary
    and not (from is entity or to is entity)
    and not (reply and unset(protocol))
    and (apart and unset(protocol) or not protocol has (paper, voice, usb))
  unless: stated(encryption)
    or stated(protocol, https, wss, grpcs, tls, mtls, ssh, smtps, ldaps, amqps, mqtts, ipc, in-process)
  threat: information-disclosure, tampering
  text: "Somebody inside the network between {from} and {to} reads or changes {flow}"
  ask: "How does {flow} travel from {from} to {to}, and who else is on that network?"
  likelihood: low
  impact: by-data
  advice: "Protect inner paths too: `protocol: mtls` or `tls`, or `encryption: end-to-end`"
  references: "CWE-319", "ATT&CK T1040"
}

// Running it: payments that are disputed, records that are lost, people who may too much, parts that fail.

/// Every disputed payment is decided by what the seller can show. Without the order, the consent and the delivery on
/// record, the money goes back.
///
/// Answer: state `audit: receipt`, `actor-log` on the flow or on what it reaches.
///
/// ```tm fires
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pay" { carries: card }
/// ```
///
/// ```tm silent
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "pay" { carries: card; audit: receipt }
/// ```
rule disputed-payment on flow "A payment that the customer never made" {
  when: from is entity and carries has payment and not reply
  unless: stated(audit, receipt, actor-log, append-only, tamper-evident)
    or stated(to.audit, receipt, actor-log, append-only, tamper-evident)
  raise: from
  threat: repudiation
  text: "{from} has {carries} charged back, saying that {flow} was never theirs"
  ask: "What can be shown to a bank when {from} denies {flow}?"
  likelihood: medium
  impact: medium
  advice: "Keep order, consent and delivery, and confirm to the customer: `audit: receipt, actor-log`"
  references: "CWE-778"
}

/// A log on the machine that it is about is the first thing that an intruder changes, and the first that is gone when
/// the machine is.
///
/// Answer: state that it leaves: `audit: central`, `append-only`, `tamper-evident`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { audit: actor-log } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { audit: actor-log, central } }
/// flow user -> api "order"
/// ```
rule record-beside-the-culprit on process "A record that dies with its machine" {
  when: audit has (access-log, actor-log) and exposed
  unless: audit has (central, append-only, tamper-evident, receipt)
  threat: repudiation
  text: "Somebody who takes over {element} removes their traces from its log"
  ask: "How soon does a line of the log of {element} leave its machine?"
  likelihood: low
  impact: medium
  advice: "Ship lines as they are written to where {element} cannot change them: `audit: actor-log, central`"
  references: "CWE-778", "ATT&CK T1070"
}

/// Changes are logged, reading rarely is. The colleague who looks up a neighbour, and the intruder who copies
/// everything, both only read.
///
/// Answer: state `audit: access-log` or `actor-log`.
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { audit: none } }
/// flow user -> api "order" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { audit: actor-log } }
/// flow user -> api "order" { carries: address }
/// ```
rule unnoticed-reading on process "Reading that leaves no trace" {
  when: handles has (health, personal, payment) and reachable-from(person)
  unless: answered(audit)
  threat: repudiation
  text: "Somebody with a right to {element} looks up {handles} out of curiosity, and denies it"
  ask: "Who looked at one person's {handles} in {element} last week?"
  likelihood: medium
  impact: medium
  advice: "Log reading too, with person and reason, and look at it: `audit: actor-log`"
  references: "CWE-778"
}

/// Refunds, deletions and releases that one tired or bought person can make will be made. Most fraud inside companies
/// needed nobody's help.
///
/// Answer: state `authz: approval`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "refund an order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authz: approval } }
/// flow user -> api "refund an order"
/// ```
rule one-person-is-enough on flow "One person who can do it alone" {
  when: from is entity
    and to is process
    and not reply
    and mentions("refund", "payout", "transfer", "delete", "override", "approve", "release", "grant", "wire", "impersonate", "edit any")
  unless: stated(authz, approval, owner-check) or stated(to.authz, approval, owner-check)
  raise: to
  threat: elevation-of-privilege
  text: "{from} uses {flow} for their own gain, and nobody else has to agree"
  ask: "Which {flow} could {from} do alone that would hurt most?"
  likelihood: low
  impact: high
  advice: "Let a second person agree above a limit: `authz: approval`"
  references: "CWE-654", "ATT&CK T1078"
}

/// A service that takes every request until it falls over takes its neighbours along, and starts into the same flood
/// again.
///
/// Answer: state `rate-limit: backpressure` or `redundancy: queue`.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   process d "D"
///   process e "E"
///   process hub "Hub" { rate-limit: none }
/// }
/// flow a -> hub "x"
/// flow c -> hub "x"
/// flow d -> hub "x"
/// flow e -> hub "x"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   process d "D"
///   process e "E"
///   process hub "Hub" { rate-limit: backpressure }
/// }
/// flow a -> hub "x"
/// flow c -> hub "x"
/// flow d -> hub "x"
/// flow e -> hub "x"
/// ```
rule full-line-of-callers on process "Work that is accepted without end" {
  when: fan-in >= 4 and rate-limit in (none, unknown)
  unless: stated(redundancy, queue, autoscaling)
  threat: denial-of-service
  text: "One of {sources} sends {element} more than it can do, and the others wait"
  ask: "Which of {sources} may wait when {element} has too much to do?"
  likelihood: low
  impact: medium
  advice: "Refuse early, by caller: `rate-limit: backpressure`"
  references: "CWE-770"
}

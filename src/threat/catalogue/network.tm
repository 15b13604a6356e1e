// The way between two places: who listens, who answers, and who pretends to.

/// A password or key that is read once is used for years. It needs one open network, one proxy log or one capture file
/// on a laptop.
///
/// Answer: state a protected `protocol`, or `encryption`.
///
/// ```tm fires
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: password; protocol: http }
/// ```
///
/// ```tm silent
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: password; protocol: https }
/// ```
rule credentials-in-the-clear on flow "Secrets on a wire that others share" {
  when: carries has (credential, secret) and not stated(protocol, paper, voice)
  unless: protocol has (https, wss, grpcs, tls, mtls, ssh, smtps, ldaps, amqps, mqtts, ipc, in-process)
    or stated(encryption, in-transit, end-to-end, client-side, field-level)
  threat: information-disclosure
  text: "Somebody on the network between {from} and {to} reads {carries} and uses it as their own"
  ask: "Is {carries} readable anywhere between {from} and {to}: load balancer, proxy, log?"
  likelihood: medium
  impact: high
  advice: "Carry secrets over TLS to the very end: `protocol: https` or `mtls`"
  references: "CWE-319", "CWE-523"
}

/// TLS shows the caller who answers, not the other way round. A service that acts on calls of another service has to
/// know which one it is.
///
/// Answer: state who proves what: `authn: mtls`, `signature`, `workload-identity`, `service-account`.
///
/// ```tm fires
/// boundary front "Front" { trust: 50; process one "Web" }
/// boundary back "Back" { trust: 50; process two "Billing" }
/// flow one -> two "charge"
/// ```
///
/// ```tm silent
/// boundary front "Front" { trust: 50; process one "Web" }
/// boundary back "Back" { trust: 50; process two "Billing" { authn: mtls } }
/// flow one -> two "charge"
/// ```
rule unproven-peer on flow "A partner on the other side that nobody proves" {
  when: from is process and to is process and crosses-boundary and not enters-trust and not reply
  unless: stated(authn) or stated(to.authn)
  raise: to
  threat: spoofing
  text: "A machine that can reach {to} calls it as if it were {from}"
  ask: "How does {to} know that {flow} comes from {from}?"
  likelihood: medium
  impact: medium
  advice: "Let both ends prove who they are: `authn: mtls` or `workload-identity`"
  references: "CWE-306", "CAPEC-94"
}

/// What is not authenticated end to end can be changed by every box that it passes: a proxy, a broker, a gateway that
/// terminates TLS. Amounts, recipients and commands are what is worth changing.
///
/// Answer: state `integrity: mac` or `signature`, or a protected `protocol`.
///
/// ```tm fires
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: card; protocol: http }
/// ```
///
/// ```tm silent
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { carries: card; protocol: https }
/// ```
rule changed-on-the-way on flow "A message that can be changed on its way" {
  when: crosses-boundary and carries has (payment, health, credential, secret)
  unless: protocol has (https, wss, grpcs, tls, mtls, ssh, smtps, ldaps, amqps, mqtts, ipc, in-process)
    or stated(integrity)
    or stated(encryption, in-transit, end-to-end)
  threat: tampering
  text: "Somebody between {from} and {to} changes {carries} in {flow}, and {to} acts on it"
  ask: "Which boxes between {from} and {to} could change {flow} without {to} noticing?"
  likelihood: low
  impact: high
  advice: "Sign what matters end to end: `integrity: signature`, and protect the way: `protocol: mtls`"
  references: "CWE-345", "CWE-924"
}

/// Mail has no sender that is proved by itself. Customers who are used to mail from us act on mail from somebody who
/// only looks like us.
///
/// Answer: state `authn: signature` or `integrity: signature` (DKIM with a DMARC policy that refuses).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process mailer "Mailer" }
/// flow mailer -> user "newsletter mail"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process mailer "Mailer" }
/// flow mailer -> user "newsletter mail" { integrity: signature }
/// ```
rule name-in-the-mail on flow "Mail that anybody can send in our name" {
  when: to is person
    and from is (process, entity)
    and (mentions("mail", "email", "newsletter", "sms") or protocol has (smtp, smtps))
  unless: stated(authn, signature) or stated(integrity, signature)
  raise: from
  threat: spoofing
  text: "Somebody sends {to} mail that looks like {flow} of {from}, and {to} follows its link"
  ask: "What does the mailbox of {to} do with mail that only claims to be from {from}?"
  likelihood: high
  impact: medium
  advice: "Sign mail and tell receivers to refuse the rest: `integrity: signature`"
  references: "CWE-290", "CAPEC-98"
}

/// Rate limits inside the service come after the line, the balancer and the handshake. A flood from rented machines
/// fills those first.
///
/// Answer: state what absorbs it in front: `rate-limit` on the flow, or `redundancy` of what it reaches.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { rate-limit: none; redundancy: none } }
/// flow user -> api "order" { protocol: https }
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { rate-limit: per-ip; redundancy: autoscaling } }
/// flow user -> api "order" { protocol: https }
/// ```
rule flooded-line on flow "A line that outsiders can fill" {
  when: from is person
    and to is process
    and enters-trust
    and protocol has (http, https, ws, wss, udp, dns)
  unless: stated(rate-limit) or answered(to.rate-limit) or stated(to.redundancy)
  threat: denial-of-service
  text: "Rented machines fill the line to {to} with requests that look like {flow}"
  ask: "What stands in front of {to} that can take more traffic than an attacker can buy?"
  likelihood: low
  impact: medium
  advice: "Put something in front that can take it: `rate-limit: per-ip, global`, `redundancy: autoscaling`"
  references: "CAPEC-125", "ATT&CK T1498"
}

/// Bluetooth, USB and other short ways feel private and are not: whoever stands near, or has had the device in hand, is
/// on them.
///
/// Answer: state `encryption` or `authn` on the flow.
///
/// ```tm fires
/// boundary front "Front" { process one "Web" }
/// boundary back "Back" { process two "Billing" }
/// flow one -> two "charge" { protocol: bluetooth }
/// ```
///
/// ```tm silent
/// boundary front "Front" { process one "Web" }
/// boundary back "Back" { process two "Billing" }
/// flow one -> two "charge" { protocol: bluetooth; encryption: end-to-end }
/// ```
rule local-listener on flow "A cable or radio that a neighbour can join" {
  when: protocol has (bluetooth, usb)
  unless: stated(encryption) or stated(authn)
  threat: information-disclosure, tampering
  text: "Somebody near {from} and {to} joins in, reads {flow} and sends their own"
  ask: "Who can pair with or plug into {to}, and does it show?"
  likelihood: low
  impact: medium
  advice: "Pair with a key that somebody has to see, and encrypt above the radio: `authn: signature`, `encryption: end-to-end`"
  references: "CWE-319", "CWE-1263"
}

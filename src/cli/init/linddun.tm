// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// Readers subscribe, read and leave.
model "Newsletter" {
  scope: "Subscription and sending; articles are parked"
  level: feature
  method: linddun
}

data address "E-mail address" {
  sensitivity: confidential
  kind: personal
  consent: double-opt-in
  retention: months
}

entity reader "Reader" { kind: person }

boundary house "Publisher" {
  kind: organisation
  process sign-up "Sign-up page" {
    rate-limit: per-ip
    input-validation: schema, escaping
    audit: actor-log
  }
  process mailer "Mailer" { authn: service-account; audit: actor-log }
  store list "Subscriber list" {
    holds: address
    encryption: at-rest
    authz: acl
    backup: daily
    retention: months
  }
}
boundary provider "Mail provider" {
  kind: organisation
  process sender "Mail service" { authn: api-key; audit: access-log }
}

flow subscribe: reader -> sign-up "subscribe" {
  carries: address
  protocol: https
  consent: double-opt-in
}
flow sign-up <-> list "keep or delete" { carries: address; protocol: tls }
flow list -> mailer "who gets this issue" { carries: address; protocol: tls }
flow send: mailer -> sender "addresses of an issue" {
  carries: address
  protocol: https
  consent: contract
}
flow issue: sender -> reader "issue" { carries: address; protocol: smtp; integrity: signature }

threat profiled: linking on send
  "The mail provider joins who opens what across all newsletters that it sends" {
  likelihood: high
  impact: medium
  mitigation "Switch off the counting of opens in the contract" {
    kind: process
    owner: "Alex"
    status: open
  }
}

threat known-reader: detecting on sign-up
  "Somebody learns from the answer of the page that an address subscribes" {
  likelihood: low
  impact: low
  accept "The page answers alike for every address" {
    by: "Alex"
    until: 2030-01-31
  }
}

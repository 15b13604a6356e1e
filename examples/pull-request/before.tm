// The state on the main branch: a shop's sign-in, before one-time codes.
model "Sign-in" {
  scope: "Signing in with a password; registration is parked"
  level: feature
  method: stride
  reviewed: 2026-10-05
  participants: "Maya", "Sam"
}

data password "Password" { sensitivity: restricted; kind: credential }
data phone "Phone number" { sensitivity: confidential; kind: personal }

entity user "User" { kind: person; authn: password; audit: receipt }

boundary cloud "Shop cloud" {
  trust: 60
  process web "Web app" {
    authn: password
    authz: owner-check
    input-validation: schema
    rate-limit: none
    audit: actor-log
  }
  store accounts "Accounts" {
    holds: password, phone
    authn: workload-identity
    encryption: at-rest
    integrity: constraints
    backup: daily, offsite
  }
}

flow sign-in: user -> web "name and password" { carries: password; protocol: https }
flow web <-> accounts "look up the account" { carries: password, phone; protocol: tls }

threat guessing: spoofing on web
  "A script tries leaked passwords until one of them opens an account" {
  likelihood: high
  impact: medium
  mitigation slow-down "Limit attempts for each account and each address" {
    owner: "Maya"
    ticket: "WEB-17"
    status: open
  }
}

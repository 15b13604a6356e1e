// The state on the feature branch: codes by text message, from a provider outside.
model "Sign-in" {
  scope: "Signing in with a password; registration is parked"
  level: feature
  method: stride
  reviewed: 2026-10-05
  participants: "Maya", "Sam"
}

data password "Password" { sensitivity: restricted; kind: credential }
data phone "Phone number" { sensitivity: confidential; kind: personal }
data code "One-time code" { sensitivity: restricted; kind: credential; retention: session }

entity user "User" { kind: person; authn: password; audit: receipt }

boundary cloud "Shop cloud" {
  trust: 60
  process web "Web app" {
    authn: password, otp
    authz: owner-check
    input-validation: schema
    rate-limit: per-user, per-ip
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

boundary provider "Message provider" {
  kind: organisation
  process gateway "SMS gateway" { authn: api-key }
}

flow sign-in: user -> web "name and password" { carries: password; protocol: https }
flow web -> gateway "send a code" { carries: phone, code; protocol: https }
flow gateway -> user "text message" { carries: code }
flow web <-> accounts "look up the account" { carries: password, phone; protocol: tls }

threat guessing: spoofing on web
  "A script tries leaked passwords until one of them opens an account" {
  likelihood: high
  impact: medium
  mitigation slow-down "Limit attempts for each account and each address" {
    owner: "Maya"
    ticket: "WEB-17"
    status: done
  }
}
threat swapped-card: spoofing on user
  "Somebody has the victim's phone number moved to their own card and receives the code" {
  likelihood: medium
  impact: high
  mitigation passkey "Offer a passkey, and a code only to those who have none" {
    owner: "Sam"
    ticket: "WEB-31"
    status: open
    effort: weeks
  }
}

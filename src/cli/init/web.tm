// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// Customers look around, order and pay.
model "Web shop" {
  scope: "Ordering in the web shop; fulfilment is parked"
  level: feature
}

data account "Account" { sensitivity: confidential; kind: personal }
data password "Password" { sensitivity: restricted; kind: credential }

entity customer "Customer" { kind: person }
entity payment "Payment provider" { kind: system }

boundary cloud "Cloud" {
  kind: network
  process web "Web shop" {
    tech: nginx
    authn: password
    input-validation: schema, escaping
    rate-limit: none
  }
  process orders "Order service" { authn: mtls; audit: actor-log }
  store db "Orders" { tech: postgres; holds: account; encryption: at-rest; backup: daily }
}

flow sign-in: customer -> web "sign in" { carries: password; protocol: https }
flow order: customer -> web "order" { carries: account; protocol: https }
flow place: web -> orders "place the order" { carries: account; protocol: mtls }
flow orders <-> db "read and write orders" { carries: account; protocol: tls }
flow charge: orders -> payment "charge" { carries: account; protocol: https }

threat guessing: spoofing on web "A script tries leaked passwords until one opens an account" {
  likelihood: high
  impact: medium
  mitigation "Limit attempts for each account and each address" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat lock-out: denial-of-service on sign-in
  "Somebody keeps failing in a customer's name until the account is locked" {
  likelihood: medium
  impact: low
  accept "A lock ends after a minute" {
    by: "Alex"
    until: 2030-01-31
  }
}

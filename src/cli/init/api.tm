// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// Partners read and write orders through an API.
model "Public API" {
  scope: "The public API and its keys; the partner portal is parked"
  level: feature
}

data order "Order" { sensitivity: confidential; kind: business }
data key "API key" { sensitivity: restricted; kind: secret }

entity partner "Partner" { kind: system }

boundary edge "Edge" {
  kind: network
  trust: 30
  process gateway "API gateway" { authn: api-key; rate-limit: per-key }
}
boundary core "Core" {
  kind: network
  trust: 70
  process api "Order API" { authz: scopes; input-validation: schema; audit: actor-log }
  store db "Orders" { tech: postgres; holds: order; encryption: at-rest; backup: daily }
}

flow call: partner -> gateway "read or write an order" { carries: order, key; protocol: https }
flow forward: gateway -> api "checked call" { carries: order; protocol: mtls }
flow api <-> db "read and write orders" { carries: order; protocol: tls }

threat foreign-order: elevation-of-privilege on api
  "A partner changes the number of an order in a call and reads the order of another partner" {
  likelihood: high
  impact: high
  mitigation "Compare the owner of the order with the owner of the key on every call" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat probing: denial-of-service on gateway
  "A partner whose loop is broken uses up the share of all others" {
  likelihood: medium
  impact: low
  accept "The gateway limits each key" {
    by: "Alex"
    until: 2030-01-31
  }
}

// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// A language model answers customers and can open tickets.
model "Support assistant" {
  scope: "The assistant and its tools; training is parked"
  level: feature
}

data question "Question" { sensitivity: confidential; kind: personal }

entity customer "Customer" { kind: person }
entity model-host "Model provider" { kind: system }

boundary cloud "Cloud" {
  kind: network
  process assistant "Assistant" {
    authn: session-cookie
    input-validation: content-filter
    rate-limit: per-user
    audit: actor-log
  }
  process tickets "Ticket service" { authn: mtls; authz: owner-check }
  store knowledge "Knowledge base" { authz: approval; encryption: at-rest; backup: daily }
}

flow ask: customer -> assistant "question" { carries: question; protocol: https }
flow complete: assistant -> model-host "prompt" {
  carries: question
  protocol: https
  authn: api-key
}
flow look-up: knowledge -> assistant "passages near the question" { protocol: tls }
flow open: assistant -> tickets "open a ticket" { carries: question; protocol: mtls; authz: scopes }

threat injected: tampering on assistant
  "A passage in the knowledge base tells the assistant to answer with a false phone number" {
  likelihood: medium
  impact: high
  mitigation "Show where each answer comes from, and let a person approve passages" {
    kind: process
    owner: "Alex"
    status: open
  }
}

threat talkative: denial-of-service on ask "A customer keeps the assistant talking for hours" {
  likelihood: medium
  impact: low
  accept "The limit by account caps the cost at a few cents a day" {
    by: "Alex"
    until: 2030-01-31
  }
}

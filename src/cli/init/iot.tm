// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// A lock that opens by phone.
model "Door lock" {
  scope: "Lock, phone and service; the factory is parked"
  level: feature
}

data command "Command to open" { sensitivity: restricted; kind: credential }

entity resident "Resident" { kind: person }

boundary home "Home" {
  kind: network
  trust: 30
  process lock "Door lock" { tech: firmware; integrity: signature; authn: signature }
}
boundary cloud "Cloud" {
  kind: network
  trust: 60
  process service "Lock service" {
    authn: passkey
    authz: owner-check
    rate-limit: per-user
    audit: actor-log
  }
  store log "Opening log" { integrity: append-only; encryption: at-rest; backup: daily }
}

flow ask: resident -> service "open the door" { carries: command; protocol: https }
flow open: service -> lock "open" { carries: command; protocol: mqtts; integrity: signature }
flow service -> log "who opened when" { protocol: tls }

threat replayed: tampering on open
  "Somebody records a command to open and sends it again when nobody is at home" {
  likelihood: medium
  impact: high
  mitigation "Let each command carry a number that works once" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat no-line: denial-of-service on lock "The line is down and the door does not open by phone" {
  likelihood: medium
  impact: low
  accept "There is a key" {
    by: "Alex"
    until: 2030-01-31
  }
}

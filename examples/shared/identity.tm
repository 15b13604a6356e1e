// Signing in to what Greenbox runs. It is a model of its own, and others import it:
// `import "shared/identity.tm" as identity`, as in account.tm.

/// Passkeys, sessions and the directory behind them.
model "Greenbox identity" {
  scope: "Signing in, sessions and the account directory; what applications do with an account is theirs"
  level: feature
  method: stride
  participants: "Priya", "Sam"
}

data passkey "Passkey" { sensitivity: restricted; kind: credential }
data session "Session cookie" { sensitivity: restricted; kind: credential; retention: days }
data account "Account" { sensitivity: confidential; kind: personal }

entity customer "Customer" { kind: person; authn: passkey }

boundary platform "Identity platform" {
  kind: network
  trust: 80

  process idp "Sign-in service" {
    tech: rust, axum
    authn: passkey
    rate-limit: per-ip, per-user
    audit: actor-log
  }
  store directory "Account directory" {
    tech: postgres
    holds: account
    encryption: at-rest
    backup: daily
  }
}

flow sign-in: customer -> idp "sign in" { carries: passkey; protocol: https; authn: passkey }
flow idp -> customer "session" { carries: session; protocol: https }
flow idp <-> directory "look up and change" { carries: account; protocol: tls; authn: mtls }

/// For every model in which a session decides.
mitigation short-sessions "A session ends after a day, and with every change of the account" {
  kind: technical
  owner: "Priya"
  status: done
}

threat phished: spoofing on customer
  "A copy of the sign-in page passes on what the customer types" {
  likelihood: medium
  impact: high
  mitigation bound "A passkey answers to the address that it was made for and no other" {
    owner: "Ines"
    status: done
  }
}

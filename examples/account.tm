// One team's model that rests on another team's: `identity.idp` is `idp` in shared/identity.tm.
// Only what is named here is drawn, in its own trust boundary; its threats stay where they were found.

import "shared/identity.tm" as identity

/// Whoever controls the address controls the account, so that changing it is as good as signing in.
model "Change the e-mail address" {
  scope: "From the form to the letter that confirms it; signing in is in the model of the identity team"
  level: feature
  method: stride
  reviewed: 2026-11-19
  participants: "Maya", "Sam", "Priya"
}

data address "E-mail address" { sensitivity: confidential; kind: personal }
data code "Confirmation code" { sensitivity: restricted; kind: credential; retention: session }

boundary cloud "Greenbox cloud" {
  kind: network
  trust: 60

  process profile "Profile page" {
    tech: rust, axum
    authn: session-cookie
    authz: owner-check
    rate-limit: unknown
  }
  store pending "Pending changes" { tech: redis; holds: address, code; encryption: none }
}
entity mail "Mail provider" { kind: system }

flow change: identity.customer -> profile "new address" {
  carries: address, identity.session
  protocol: https
  authn: session-cookie
}
flow profile -> identity.idp "whose session?" {
  carries: identity.session
  protocol: https
  authn: mtls
}
flow identity.idp -> profile "account" { carries: identity.account; protocol: https }
flow profile <-> pending "remember, confirm" { carries: address, code; protocol: tcp }
flow letter: profile -> mail "confirmation letters" { carries: address, code; protocol: smtps }
flow record: profile -> identity.idp "confirmed address" {
  carries: address
  protocol: https
  authn: mtls
}

threat borrowed: spoofing on identity.customer
  "Somebody at an unlocked computer moves the account to an address of their own" {
  likelihood: medium
  impact: high
  mitigated-by: identity.short-sessions
  mitigation tell-both "Write to the old address too, with a way to undo it for a week" {
    kind: technical
    owner: "Maya"
    ticket: "GB-231"
    status: open
    effort: days
  }
}
threat guessed: elevation-of-privilege on profile
  "The confirmation code has six digits, and nothing counts how often it is tried" {
  likelihood: medium
  impact: high
  mitigation count-tries "Five tries, then a new code" {
    kind: technical
    owner: "Sam"
    status: in-progress
  }
}
threat read-codes: information-disclosure on pending
  "A backup of the queue has addresses and codes in clear" {
  likelihood: low
  impact: medium
  accept "Codes are worth nothing after ten minutes" { by: "Maya"; until: 2027-05-01 }
}

assume "The sign-in service tells nobody but us whose session it is" on identity.idp {
  evidence: "Contract test of the session check"
  checked: 2026-11-19
}

question "How many changes a minute does the profile page take from one session?" on profile {
  owner: "Maya"
}

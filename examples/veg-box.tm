// A whole standard session in one file: pausing and resuming a veg box at the shop Greenbox.
// Data is classified once and named where it moves; a flow gets an id when it is talked about.
// `none`: asked, and the answer is no. `unknown`: asked, and nobody knew. Absent: never asked.
// Each threat ends in one of four ways: mitigated, accepted, transferred or avoided.

/// How a household stops its weekly box and gets it back, and what that does to its bill.
model "Pause and resume a veg box" {
  scope: "Whatever pausing or resuming touches, from the app to the next charge"
  level: standard
  method: stride
  reviewed: 2026-11-02
  participants: "Maya", "Sam", "Priya", "Jonas", "Ines"
}

data address "Delivery address" { sensitivity: confidential; kind: personal; consent: contract }
/// From when to when nobody eats at home. For a burglar this is a calendar.
data away-dates "Pause dates" { sensitivity: confidential; kind: personal; retention: months }
data contact "Name and e-mail address" { sensitivity: confidential; kind: personal }
data session "Session cookie" { sensitivity: restricted; kind: credential; retention: session }
data resume-token "Token of the resume link" { sensitivity: restricted; kind: credential }
data staff-login "Staff password" { sensitivity: restricted; kind: credential }
data card-token "Saved card token" { sensitivity: restricted; kind: payment }
data bill "Charges and credits" {
  sensitivity: confidential
  kind: payment, business
  retention: legal
}

entity subscriber "Subscriber" { kind: person; authn: passkey, session-cookie }
entity agent "Support agent" { kind: person; authn: password; privilege: admin }
entity card-processor "Card processor" { kind: system; authn: signature; audit: receipt }
entity mail-provider "Mail provider" { kind: system; authn: api-key }

boundary vpc "Greenbox VPC" {
  kind: network
  trust: 60
  isolation: account

  /// Takes pauses and resumptions from the web and mobile apps.
  process api "Subscription API" {
    tech: rust, axum
    owner: "Priya"
    authn: session-cookie
    authz: none
    input-validation: schema
    rate-limit: none
    audit: access-log
    redundancy: replica
  }

  /// Built in a hurry for the first support shift, and on no diagram until this session.
  process admin "Admin panel" {
    tech: django
    owner: "Jonas"
    authn: password
    authz: none
    privilege: admin
    audit: none
  }

  /// Runs on Friday at six and decides who gets a box.
  process packing-job "Packing run" {
    tech: python, cron
    authn: none
    privilege: service-account
    secrets: environment
    audit: unknown

    threat early-run: spoofing
      "Whoever reaches the run's trigger port inside the VPC starts it a second time and has every household charged twice" {
      likelihood: low
      impact: high
      mitigation one-run
        "Take a trigger only from the scheduler's workload identity, and only once for each week" {
        kind: technical
        owner: "Sam"
        ticket: "GB-131"
        status: open
        effort: days
      }
    }
  }

  boundary payment-zone "Payment zone" {
    kind: network
    trust: 80
    isolation: network-policy

    process billing "Billing service" {
      tech: go
      owner: "Ines"
      authn: none
      authz: none
      secrets: vault, rotated
      audit: actor-log
    }
    store ledger "Billing ledger" {
      tech: postgres
      holds: bill, card-token
      encryption: at-rest
      integrity: append-only
      backup: daily, offsite
      retention: legal
    }
  }

  boundary data-tier "Data tier" {
    kind: network
    trust: 75
    isolation: network

    store db "Subscriptions DB" {
      tech: postgres
      owner: "Sam"
      holds: address, away-dates, contact
      authn: password
      authz: rbac
      encryption: at-rest
      backup: daily, tested
      redundancy: replica
      audit: unknown
    }
    store history "Subscription history" {
      tech: postgres
      holds: away-dates
      integrity: none
      backup: daily
      retention: "3 years"
    }
  }
}

flow pause: subscriber -> api "PATCH /subscriptions/{id}/pause" {
  carries: session, away-dates
  protocol: https
  authn: session-cookie
  authz: none
  input-validation: schema
}
/// The link stands in the confirmation mail and works without signing in.
flow resume: subscriber -> api "GET /resume?token=…" {
  carries: resume-token
  protocol: https
  authn: email-link
  authz: capability
}
flow status: api -> subscriber "show the subscription" {
  carries: address, away-dates
  protocol: https
}
flow agent -> admin "pause for a caller" {
  carries: staff-login, away-dates
  protocol: https
  authn: password
}
flow admin -> agent "customer record" { carries: address, contact, away-dates; protocol: https }
flow api <-> db "read and update a subscription" {
  carries: address, away-dates, contact
  protocol: tls
  authn: password
}
/// Goes past the API, so past its checks and past the history.
flow override: admin <-> db "edit any row" {
  carries: address, away-dates, contact
  protocol: tls
  authz: none
  audit: none
}
flow api -> history "append the change" { carries: away-dates; protocol: tls; audit: actor-log }
flow history -> admin "past pauses of a household" { carries: away-dates; protocol: tls }
flow charging: api -> billing "stop or restart the charges" {
  carries: bill
  protocol: http
  authn: none
  encryption: none
}
flow db -> packing-job "boxes due this week" { carries: address, away-dates; protocol: tls }
flow packing-job -> billing "charge the packed boxes" { carries: bill; protocol: http }
flow billing <-> ledger "book charges and credits" { carries: bill, card-token; protocol: mtls }
flow billing -> card-processor "charge the saved card" {
  carries: card-token, bill
  protocol: https
  authn: api-key
}
flow webhook: card-processor -> billing "POST /webhooks/charge" {
  carries: bill
  protocol: https
  authn: unknown
  integrity: unknown

  threat replayed-credit: tampering
    "Someone who captured one genuine refund event sends it again and books the same credit several times" {
    likelihood: medium
    impact: medium
    references: "CWE-294"
    mitigation event-once
      "Keep each event id in the ledger under a unique key, and answer repeats without booking" {
      kind: technical
      owner: "Ines"
      ticket: "GB-127"
      status: done
      effort: hours
      evidence: "Test webhook_twice_books_once"
    }
  }
}
flow confirm: api -> mail-provider "pause confirmation" {
  carries: contact, address, away-dates, resume-token
  protocol: https
  authn: api-key
}

// Three answers that serve several threats stand at the top level, and the threats point at them.
mitigation ownership-check
  "Compare the subscription's owner with the subject of the session before any read or write" {
  kind: technical
  owner: "Priya"
  ticket: "GB-112"
  status: in-progress
  effort: days
}
mitigation change-trail
  "Write actor, channel, reason, old and new value of each change to the history in the same transaction" {
  kind: technical
  owner: "Jonas"
  ticket: "GB-114"
  status: open
  effort: days
}
mitigation known-callers "Let billing take mutual TLS from the API and the packing run only" {
  kind: technical
  owner: "Ines"
  ticket: "GB-128"
  status: open
  effort: weeks
}

// What a signed-in subscriber can do.
threat foreign-pause: elevation-of-privilege on api
  "A signed-in subscriber puts another id into the pause URL and stops a stranger's box" {
  likelihood: high
  impact: high
  rationale: """
    Ids stand in mails and in shared links, the request is one line of curl, and nothing
    in the handler looks at the owner. A neighbour can do it, so can a script.
    """
  references: "CWE-639", "OWASP API1:2023"
  mitigated-by: ownership-check
}
threat foreign-read: information-disclosure on api, status
  "A signed-in subscriber walks through ids and collects addresses and away dates of other households" {
  likelihood: high
  impact: high
  references: "CWE-639"
  mitigated-by: ownership-check
}
threat toggle-flood: denial-of-service on api
  "One valid session toggles a pause in a loop, and each turn costs a mail and a call to billing" {
  likelihood: high
  impact: medium
  mitigation toggle-limit
    "Allow five changes of a subscription an hour, and answer 429 after that" {
    kind: technical
    owner: "Priya"
    ticket: "GB-118"
    status: open
    effort: hours
  }
}
threat free-box: tampering on packing-job
  "A subscriber resumes and pauses again while the run reads, and gets a packed box that is never charged" {
  likelihood: medium
  impact: medium
  mitigation run-snapshot "Pack and charge from one and the same database snapshot of each run" {
    kind: technical
    owner: "Sam"
    ticket: "GB-129"
    status: open
    effort: days
  }
}
threat endless-pause: tampering on pause
  "A client sends a pause that ends before it begins, and the packing run drops the household for good" {
  likelihood: medium
  impact: low
  mitigation date-order "Refuse pauses that end before they begin or last longer than a year" {
    kind: technical
    owner: "Priya"
    ticket: "GB-120"
    status: verified
    evidence: "Case in the acceptance tests"
  }
}
threat never-paused: repudiation on subscriber
  "A subscriber denies the pause, asks for the missed boxes, and Greenbox has a request line without a name" {
  likelihood: medium
  impact: medium
  mitigated-by: change-trail
}
threat bank-dispute: repudiation on subscriber
  "A subscriber eats the boxes, then tells the bank that resuming was somebody else's doing" {
  likelihood: medium
  impact: medium
  transfer
    "The processor bears disputes of charges that the bank confirmed with strong authentication" {
    by: "Maya"
    until: 2027-06-30
  }
}

// What somebody outside can do.
threat forwarded-link: spoofing on subscriber
  "Whoever gets a forwarded confirmation mail follows its resume link and starts box and charges again" {
  likelihood: high
  impact: medium
  mitigation link-asks
    "Let the link open a page that asks for sign-in, and let its token die after one use" {
    kind: technical
    owner: "Priya"
    ticket: "GB-116"
    status: in-progress
    effort: days
  }
}
threat empty-homes: information-disclosure on confirm
  "Anyone who reads a mailbox or the provider's archive learns which address stands empty, and when" {
  likelihood: medium
  impact: high
  rationale: "For some subscribers the address is a refuge"
  mitigation bare-mail "Leave address and dates out of the mail, and show them after sign-in only" {
    kind: technical
    owner: "Maya"
    ticket: "GB-117"
    status: open
    effort: hours
  }
}
threat id-oracle: information-disclosure on pause
  "A client without a session tells taken from free subscription ids by the answers 403 and 404" {
  likelihood: medium
  impact: low
  rationale: "An id alone says nothing about a household; the ownership check guards the rest"
  accept "Ids are random 128-bit numbers, so a walk finds next to none" {
    by: "Sam"
    until: 2027-05-01
  }
}
threat forged-charge: spoofing on card-processor
  "Anyone who finds the webhook URL posts a made-up paid event and gets boxes for nothing" {
  likelihood: medium
  impact: high
  references: "CWE-345"
  mitigation signed-webhook
    "Check the processor's signature and a five-minute window on each event" {
    kind: technical
    owner: "Ines"
    ticket: "GB-115"
    status: in-progress
    effort: days
  }
}
threat phone-move: spoofing on subscriber
  "A caller who knows name and street talks an agent into resuming a box to another address" {
  likelihood: medium
  impact: medium
  mitigation call-back "Change an address by phone only after calling back the number on file" {
    kind: process
    owner: "Jonas"
    ticket: "GB-124"
    status: open
    effort: hours
  }
}
threat number-theft: spoofing on subscriber
  "Someone who took over a phone number resumes a box by text message and redirects it" {
  likelihood: low
  impact: medium
  avoid "Resuming by text message is dropped from the design" { by: "Maya"; ticket: "GB-101" }
}
threat shared-cache: information-disclosure on status
  "A cache in front of the API keeps a subscription page and shows a stranger's address to the next visitor" {
  likelihood: low
  impact: high
  mitigation no-store "Send Cache-Control: no-store with each page of a subscription" {
    kind: technical
    owner: "Sam"
    ticket: "GB-109"
    status: verified
    effort: hours
    evidence: "Release test 14, with two accounts behind one proxy"
  }
}
threat processor-down: denial-of-service on billing -> card-processor
  "The card processor is away for an evening, and resumed boxes leave the packing hall unpaid" {
  likelihood: low
  impact: medium
  accept
    "Charges are tried again for three days; one unpaid evening costs less than a second processor" {
    by: "Maya"
    until: 2027-09-01
  }
}

// What somebody inside can do.
threat nameless-edit: repudiation on admin
  "An agent moves or pauses a box through the admin panel, and nothing ever shows which agent it was" {
  likelihood: high
  impact: high
  rationale: "Six agents share the panel, and two disputes this year ended in a guess"
  mitigated-by: change-trail
}
threat open-panel: spoofing, elevation-of-privilege on admin
  "Someone with a phished agent password opens the panel from the internet and owns each subscription" {
  likelihood: medium
  impact: high
  references: "CWE-308"
  mitigation panel-passkey "Take the panel off the public load balancer, and ask for a passkey" {
    kind: technical
    owner: "Jonas"
    ticket: "GB-113"
    status: open
    effort: days
  }
}
threat tokens-on-disk: information-disclosure on resume
  "Resume tokens land in the load balancer's request files, where each contractor can copy a live one" {
  likelihood: medium
  impact: medium
  mitigation token-in-fragment
    "Move the token behind the # of the link, so that no server writes it down" {
    kind: technical
    owner: "Priya"
    ticket: "GB-121"
    status: open
    effort: days
  }
}
threat rewritten-history: tampering on history
  "A developer with database rights changes the history after a dispute, and no second copy disagrees" {
  likelihood: low
  impact: high
  mitigation sealed-export "Copy each day's history to a write-once bucket of another account" {
    kind: technical
    owner: "Sam"
    ticket: "GB-126"
    status: open
    effort: days
  }
}
threat trusting-billing: elevation-of-privilege on billing
  "Code that runs in any VPC host credits an account of its choice, for billing believes each caller" {
  likelihood: low
  impact: high
  mitigated-by: known-callers
}
threat read-on-the-way: tampering, information-disclosure on charging
  "A foothold in the VPC reads the plain calls to billing, or turns a stop into a restart" {
  likelihood: low
  impact: medium
  mitigated-by: known-callers
}
threat leaked-ledger: information-disclosure on ledger
  "A ledger copy on a developer's laptop shows what each household pays and in which weeks it is away" {
  likelihood: low
  impact: high
  mitigation masked-copy "Give developers generated ledgers, and refuse copies of the real one" {
    kind: process
    owner: "Ines"
    ticket: "GB-130"
    status: in-progress
    effort: days
  }
}
threat used-up-connections: denial-of-service on db
  "Slow status queries on Thursday evening hold each connection, and pausing fails until the run is over" {
  likelihood: medium
  impact: medium
  mitigation split-pool
    "Give writes their own connection pool, and cancel reads after two seconds" {
    kind: technical
    owner: "Sam"
    ticket: "GB-125"
    status: open
    effort: hours
  }
}
threat lost-mail: repudiation on mail-provider
  "The mail provider denies having received a confirmation, and nobody can show the hand-over" {
  likelihood: low
  impact: low
  accept "The subscription page shows the pause as well, and support goes by that page" {
    by: "Jonas"
    until: 2027-05-01
  }
}

dismiss spoofing on mail-provider "It never calls us; bounces are fetched with our key"
dismiss spoofing on api
  "Clients insist on TLS, and no other host holds a certificate for that name" {
  by: "Sam"
  checked: 2026-11-02
}
dismiss denial-of-service on history "When appending fails the change fails with it, as it should"

assume "TLS ends at the load balancer, and the hop to the API stays inside the VPC" on pause {
  evidence: "ADR-7"
  checked: 2026-10-20
}
assume "The ledger holds tokens of the processor and never a card number" on ledger {
  evidence: "Self-assessment of June, question 3.4"
  checked: 2026-10-27
}

question "Does the processor sign its webhooks on our plan?" on webhook { owner: "Ines" }
question "Who besides the six agents still has a panel account?" on admin { owner: "Jonas" }
question "Does the packing job leave a trace of what it packed?" on packing-job { owner: "Jonas" }
question "Who reads the database log?" on db { owner: "Jonas" }

park "Signing up and the first payment" { until: 2027-02-01; owner: "Maya" }
park "Refunds by support staff" { until: 2027-03-15; owner: "Jonas" }

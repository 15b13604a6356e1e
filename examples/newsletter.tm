// A privacy model: the LINDDUN categories on a newsletter that people sign up for.
// It does not ask who breaks in, but what the system does to its readers while it works as built.
// `consent` says on what ground data is used, `retention` how long it stays.

/// From the form in the footer to the last click that is still kept.
model "Newsletter sign-up" {
  scope: "Signing up, sending, measuring and unsubscribing; the shop's own accounts are left out"
  level: feature
  method: linddun
  reviewed: 2026-11-10
  participants: "Maya", "Ines", "Tomas"
}

data email "E-mail address" {
  sensitivity: confidential
  kind: personal
  consent: double-opt-in
  retention: "until unsubscribed"
}
/// Ticked boxes such as "cooking for diabetics": about health, although it looks like taste.
data interests "Recipe interests" {
  sensitivity: restricted
  kind: personal, health
  consent: opt-in
}
data behaviour "Opens and clicks" {
  sensitivity: confidential
  kind: personal
  consent: none
  retention: forever
}
data proof "Proof of consent" { sensitivity: internal; kind: personal; retention: legal }

entity reader "Reader" { kind: person; consent: double-opt-in }
entity editor "Newsletter editor" { kind: person; authn: sso }

boundary greenbox "Greenbox cloud" {
  kind: organisation
  trust: 70

  process signup "Sign-up page" {
    tech: django
    authn: email-link
    authz: capability
    input-validation: schema
    rate-limit: per-ip
    audit: actor-log
  }
  store readers "Reader list" {
    tech: postgres
    holds: email, interests
    consent: double-opt-in
    retention: "until unsubscribed"
    encryption: at-rest
    backup: daily
  }
  store consents "Consent register" {
    tech: postgres
    holds: proof
    integrity: append-only
    retention: legal
  }

  boundary marketing "Marketing tools" {
    kind: privilege
    trust: 50

    process campaign "Campaign tool" {
      tech: python
      authn: sso
      authz: rbac
      audit: unknown
    }
    process tracker "Open and click counter" {
      tech: go
      authn: none
      authz: none
      consent: none
    }
    store clicks "Engagement events" {
      tech: clickhouse
      holds: behaviour
      consent: none
      retention: forever
    }
  }
}

boundary provider "Mail provider's cloud" {
  kind: organisation
  trust: 40

  entity mailer "Mail provider" { kind: system; consent: unknown }
}

flow join: reader -> signup "address and interests" {
  carries: email, interests
  protocol: https
  consent: opt-in
}
flow leave: reader -> signup "GET /unsubscribe?address=…" { carries: email; protocol: https }
flow signup <-> readers "add, confirm, remove" { carries: email, interests; protocol: tls }
flow signup -> consents "date of the confirmation" { carries: proof; protocol: tls }
flow ask: signup -> mailer "please confirm" { carries: email; protocol: https; authn: api-key }
flow readers -> campaign "readers of a segment" { carries: email, interests; protocol: tls }
flow editor -> campaign "write and pick a segment" { protocol: https; authn: sso }
flow issue: campaign -> mailer "issue with personal links" {
  carries: email, interests
  protocol: https
  authn: api-key
}
flow bounces: mailer -> campaign "bounces and complaints" {
  carries: email
  protocol: https
  authn: signature
}
flow pixel: reader -> tracker "opens and clicks" {
  carries: behaviour
  protocol: https
  consent: none
}
flow tracker -> clicks "one event a click" { carries: behaviour; protocol: tls }
flow clicks -> campaign "who liked what" { carries: behaviour; protocol: tls }
flow campaign -> editor "report of an issue" { carries: behaviour; protocol: https }

// Linking: facts that were apart become facts about one person.
threat pixel-trail: linking on pixel
  "Each mail's own pixel ties time, place and device of every opening to one reader over the years" {
  likelihood: high
  impact: medium
  mitigation plain-pixel
    "Count openings for each issue with one pixel that is the same for all readers" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-21"
    status: in-progress
    effort: days
  }
}
threat one-number: linking on tracker
  "The click id is the shop's customer number, so that reading and shopping grow into one profile" {
  likelihood: medium
  impact: medium
  mitigation fresh-ids
    "Draw a new random click id for each issue, and throw the mapping away after a week" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-24"
    status: open
    effort: days
  }
}
threat joined-lists: linking on mailer
  "The mail provider matches our readers with the lists of its other customers by the hash of an address" {
  likelihood: medium
  impact: medium
  transfer "The contract forbids it, and the provider answers for a breach with a fixed penalty" {
    by: "Ines"
    until: 2027-08-31
  }
}

// Identifying: a number turns out to be somebody.
threat told-by-taste: identifying on clicks
  "An analyst with hashed events only names a reader from five recipe links and the hour of reading" {
  likelihood: medium
  impact: medium
  mitigation coarse-events "Keep counts for each link and day, and no events of single readers" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-22"
    status: open
    effort: days
  }
}
threat segment-of-one: identifying on campaign
  "An editor narrows a segment until one reader is left and reads in the report what this person opened" {
  likelihood: low
  impact: medium
  mitigation small-segments "Show no report and send no issue for a segment under fifty readers" {
    kind: technical
    owner: "Maya"
    ticket: "NL-27"
    status: done
    effort: hours
  }
}
threat address-in-link: identifying on leave
  "The unsubscribe link spells out the address, which stays in browser histories and Referer headers" {
  likelihood: medium
  impact: medium
  mitigation opaque-link "Put a random token into the link instead of the address" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-23"
    status: open
    effort: hours
  }
}

// Non-repudiation: in privacy the harm is that a reader cannot deny something.
threat proven-reading: non-repudiation on clicks
  "A reader cannot deny having read an article, once the events with their IP address reach a court" {
  likelihood: low
  impact: medium
  accept "The topics are vegetables; coarse events will remove the rest" {
    by: "Ines"
    until: 2027-04-30
  }
}

// Detecting: that a record exists is already the news.
threat already-there: detecting on signup
  "Someone types a colleague's address and sees from the answer that this person reads the newsletter" {
  likelihood: high
  impact: medium
  mitigation same-answer "Give the same answer to each address, and send the difference by mail" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-20"
    status: in-progress
    effort: hours
  }
}

// Data disclosure: more data, or to more people, than the purpose needs.
threat telling-header: data-disclosure on issue
  "The segment's name in the List-Id header shows each mail server that this reader cooks for diabetes" {
  likelihood: medium
  impact: high
  rationale: "It is data about health, and the header is kept in plain sight for years"
  mitigation dull-names
    "Send each issue under a number, and keep the segment's name in the campaign tool" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-18"
    status: open
    effort: hours
  }
}
threat whole-record: data-disclosure on issue
  "The nightly upload hands the provider all interests of all readers, though it needs the addresses" {
  likelihood: high
  impact: medium
  mitigation bare-upload "Upload the addresses of one issue at a time, without any other column" {
    kind: technical
    owner: "Maya"
    ticket: "NL-19"
    status: open
    effort: days
  }
}
threat sold-list: data-disclosure on readers
  "A partner farm that gets the reader list for one joint offer keeps it and writes to everyone" {
  likelihood: medium
  impact: medium
  avoid "Partners write a text, Greenbox sends it; the list goes to nobody" { by: "Maya" }
}

// Unawareness: the reader does not know, or cannot object.
threat silent-counting: unawareness on reader
  "A reader who asked for recipes is told nowhere that each opening is stored under their name" {
  likelihood: high
  impact: medium
  mitigation ask-for-counting
    "Ask for counting with a box of its own, empty at first, and send without it otherwise" {
    kind: process
    owner: "Ines"
    ticket: "NL-17"
    status: in-progress
    effort: days
  }
}

// Non-compliance: what the law or one's own promise asks for is not done.
threat kept-for-good: non-compliance on clicks
  "Events of readers who unsubscribed years ago are still there, for deletion empties the reader list only" {
  likelihood: high
  impact: high
  references: "GDPR Art. 17"
  mitigation delete-along
    "Delete a reader's events together with the entry, and the rest after ninety days" {
    kind: technical
    owner: "Tomas"
    ticket: "NL-15"
    status: in-progress
    effort: days
  }
}
threat date-only-proof: non-compliance on consents
  "A reader disputes the consent, and the register holds a date without the wording that was agreed to" {
  likelihood: medium
  impact: high
  references: "GDPR Art. 7(1)"
  mitigation wording-kept
    "Keep the version of the form and the confirming click with each consent" {
    kind: technical
    owner: "Ines"
    ticket: "NL-16"
    status: open
    effort: days
  }
}
threat back-from-backup: non-compliance on readers
  "A restored backup brings back the readers who left after it was taken, and the next issue reaches them" {
  likelihood: medium
  impact: medium
  mitigation leavers-kept
    "Keep salted hashes of those who left, and remove them again after each restore" {
    kind: process
    owner: "Tomas"
    ticket: "NL-25"
    status: open
    effort: days
  }
}
threat stranger-signed-up: non-compliance on join
  "Somebody enters another person's address, and reminders go out to a person who never agreed" {
  likelihood: medium
  impact: low
  mitigation one-request
    "Send one request to confirm, no reminder, and forget the address after a week" {
    kind: technical
    owner: "Maya"
    ticket: "NL-11"
    status: verified
    effort: hours
    evidence: "Test unconfirmed_is_forgotten"
  }
}

dismiss linking on bounces "A bounce names one address and one issue, and is dropped after a day"
dismiss detecting on leave "The page answers each token alike, known or not"

assume "The provider deletes message bodies thirty days after sending" on issue {
  evidence: "Data processing agreement, annex 2"
  checked: 2026-10-12
}
question "Where do the provider's sub-processors keep the addresses?" on mailer { owner: "Ines" }
question "Does the campaign editor keep who sent what?" on campaign { owner: "Ines" }
park "Recipe suggestions inside the shop" { until: 2027-03-01 }

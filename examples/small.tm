model "Borrow a book" { scope: "Borrowing and returning at the town library"; level: feature }
entity reader "Reader" { kind: person }
boundary library "Town library" {
  process desk "Loan desk" { authn: password; authz: owner-check; audit: actor-log }
  store loans "Loans" { encryption: at-rest; backup: daily }
}
flow reader -> desk "borrow or return" { protocol: https }
flow desk <-> loans "who has which book" { protocol: tls }
threat hoard: denial-of-service on desk "One reader's script reserves every copy of a title" {
  likelihood: medium
  impact: medium
  mitigation "Limit reservations for each reader" { owner: "Ada" }
}

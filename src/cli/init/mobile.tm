// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// People book and pay in an app.
model "Mobile app" {
  scope: "The app and what it talks to; the back office is parked"
  level: feature
}

data booking "Booking" { sensitivity: confidential; kind: personal }
data token "Session token" { sensitivity: restricted; kind: credential }

entity guest "Guest" { kind: person }

boundary phone "Phone of the guest" {
  kind: host
  trust: 10
  process app "Mobile app" { authn: passkey; secrets: hsm }
}
boundary cloud "Cloud" {
  kind: network
  trust: 60
  process api "Booking API" { authn: bearer-token; authz: owner-check; rate-limit: per-user }
  store db "Bookings" { holds: booking; encryption: at-rest; backup: daily }
}

flow use: guest -> app "book" { carries: booking }
flow book: app -> api "booking with token" { carries: booking, token; protocol: https }
flow api <-> db "read and write bookings" { carries: booking; protocol: tls }

threat lost-phone: information-disclosure on app
  "Somebody who finds an unlocked phone reads past bookings in the app" {
  likelihood: medium
  impact: medium
  mitigation "Ask for the fingerprint again before bookings are shown" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat rooted: tampering on app "A guest changes the app on a rooted phone to skip its checks" {
  likelihood: medium
  impact: low
  accept "The API checks everything again" {
    by: "Alex"
    until: 2030-01-31
  }
}

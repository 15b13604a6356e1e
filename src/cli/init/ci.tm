// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// Changes become releases.
model "Build and release" {
  scope: "From a pull request to a published package; the product is parked"
  level: feature
}

data source "Source code" { sensitivity: internal; kind: business }

entity contributor "Contributor" { kind: person }
entity registry "Package registry" { kind: system }

boundary forge "Code forge" {
  kind: organisation
  store repository "Repository" {
    holds: source
    integrity: versioned
    audit: actor-log
    backup: daily
  }
  process runner "CI runner" { isolation: vm; secrets: workload-identity; privilege: just-in-time }
  process signer "Signing service" {
    authn: workload-identity
    authz: approval
    secrets: hsm
    audit: central
  }
}

flow propose: contributor -> runner "pull request" {
  carries: source
  protocol: https
  authn: passkey
}
flow fetch: repository -> runner "main branch" { carries: source; protocol: https }
flow sign: runner -> signer "package to sign" {
  carries: source
  protocol: mtls
  integrity: attestation
}
flow publish: signer -> registry "signed package" {
  carries: source
  protocol: https
  integrity: signature
}
flow signer -> repository "release notes" { carries: source; protocol: https }

threat poisoned-build: tampering on runner
  "A pull request changes the build script and leaves something behind for the next job" {
  likelihood: medium
  impact: high
  mitigation "Throw the machine away after each job" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat slow-queue: denial-of-service on runner "Many pull requests at once keep releases waiting" {
  likelihood: medium
  impact: low
  accept "Releases have a queue of their own" {
    by: "Alex"
    until: 2030-01-31
  }
}

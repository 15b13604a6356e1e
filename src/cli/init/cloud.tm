// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// Customers send files that a function works on.
model "File intake" {
  scope: "Intake and processing of files; the account itself is parked"
  level: feature
}

data file "Customer file" { sensitivity: confidential; kind: business }

entity customer "Customer" { kind: system }

boundary account "Cloud account" {
  kind: organisation
  process intake "Upload endpoint" {
    authn: signature
    rate-limit: quota
    input-validation: size-limit
  }
  store bucket "File bucket" { tech: s3; holds: file; encryption: at-rest; authz: iam-policy }
  process worker "Worker function" { tech: lambda; privilege: least; secrets: workload-identity }
  store results "Results" { tech: dynamodb; holds: file; encryption: at-rest; backup: continuous }
}

flow upload: customer -> intake "upload a file" { carries: file; protocol: https }
flow keep: intake -> bucket "keep the file" { carries: file; protocol: https }
flow pick: bucket -> worker "next file" { carries: file; protocol: https }
flow worker -> results "write the result" { carries: file; protocol: https }

threat hostile-file: tampering on worker
  "A customer sends a file that is code to the library that opens it, and it runs as the function" {
  likelihood: medium
  impact: high
  mitigation "Open files in a sandbox without network" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat flood: denial-of-service on upload
  "A customer sends more files than the function can work on in a day" {
  likelihood: medium
  impact: low
  accept "The quota of each customer is a tenth of what the function can do" {
    by: "Alex"
    until: 2030-01-31
  }
}

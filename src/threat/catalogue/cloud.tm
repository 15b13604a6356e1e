// What is rented: roles, secrets, functions, and the account that holds it all.

/// Roles are written once, with a star where a list would have been work. Whoever gets code to run in the service has
/// the star.
///
/// Answer: state what it runs with: `privilege: least`, `read-only`, `just-in-time`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { privilege: admin } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { privilege: least } }
/// flow user -> api "order"
/// ```
rule wide-role on process "A role that may do more than its service needs" {
  when: privilege in (admin, root, unknown)
    or authn has (iam-role, service-account, workload-identity) and privilege in (none, unknown)
  threat: elevation-of-privilege
  text: "Somebody who gets code to run in {element} uses its rights on everything else in the account"
  ask: "Which rights of {element} has it never used?"
  likelihood: medium
  impact: high
  advice: "Write down the rights that are used, and give those: `privilege: least`"
  references: "CWE-250", "CWE-269", "ATT&CK T1078.004"
}

/// Machines in a cloud get keys from an address that any program on them can ask, also one that an outsider talks into
/// asking. The keys work from anywhere.
///
/// Answer: state what has to be shown (`authn`), or what keeps others away (`isolation` of what it comes from).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Instance metadata"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { isolation: network-policy }
///   store db "Instance metadata"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule metadata-reach on flow "Credentials for whoever can ask the metadata service" {
  when: to.mentions("metadata", "imds", "instance metadata") or from.mentions("metadata", "imds")
  unless: stated(authn)
    or stated(from.isolation, network-policy, sandbox, vm)
    or stated(to.isolation, network-policy)
  threat: information-disclosure
  text: "Somebody who makes {from} ask {to} gets the keys of the machine"
  ask: "What keeps a request that {from} was talked into from reaching {to}?"
  likelihood: medium
  impact: high
  advice: "Ask for a session token and block the address for everything else: `authn: bearer-token`, `isolation: network-policy`"
  references: "CWE-918", "ATT&CK T1552.005"
}

/// Environment variables and files are read by crash reporters, debug pages and child processes, and stand in the image
/// or the repository that they came from.
///
/// Answer: state where secrets come from: `secrets: vault`, `kms`, `hsm`, `workload-identity`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { secrets: environment } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { secrets: vault, rotated } }
/// flow user -> api "order"
/// ```
rule secrets-in-reach on process "Secrets where every program can read them" {
  when: secrets has (environment, file, hard-coded) or secrets in (none, unknown)
  unless: secrets has (vault, kms, hsm, workload-identity)
  threat: information-disclosure
  text: "Somebody who reads the environment, a file or the code of {element} gets its keys"
  ask: "Where do the secrets of {element} stand in plain text, and who can get there?"
  likelihood: medium
  impact: high
  advice: "Fetch secrets when they are needed, or do without: `secrets: vault`, `workload-identity`"
  references: "CWE-798", "CWE-526", "ATT&CK T1552"
}

/// Who holds the control plane can open a network, copy a disk and close it again within minutes. Without a record
/// outside the account, it never happened.
///
/// Answer: state `audit: central` or `append-only`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Cloud control plane" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Cloud control plane" { audit: central, append-only } }
/// flow user -> api "order"
/// ```
rule unwatched-account on process "Changes of the infrastructure that nobody sees" {
  when: mentions("terraform", "cloudformation", "control plane", "cloud account", "cloud console", "pulumi", "ansible", "infrastructure", "kubernetes api", "api server", "aws account")
  unless: stated(audit, central, append-only, tamper-evident)
  threat: repudiation
  text: "Somebody with rights on {element} changes the infrastructure, puts it back, and nothing shows it"
  ask: "Where would a change made through {element} and undone an hour later still be seen?"
  likelihood: medium
  impact: medium
  advice: "Ship the record of the control plane to an account that it cannot reach: `audit: central, append-only`"
  references: "CWE-778", "ATT&CK T1562.008"
}

/// State files of infrastructure tools hold passwords and keys of everything that they made, in plain text, and whoever
/// can change one can have anything made.
///
/// Answer: state `encryption` and `authz`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Terraform state" { encryption: at-rest }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Terraform state" { encryption: at-rest; authz: iam-policy }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule state-with-secrets on store "Infrastructure state that holds every secret" {
  when: mentions("terraform state", "tfstate", "state file", "pulumi state", "helm values", "tf state")
  unless: stated(authz) and stated(encryption)
  threat: information-disclosure, tampering
  text: "Somebody who reads or writes {element} gets the keys of everything that it describes"
  ask: "Who can read {element}, and who can write it?"
  likelihood: medium
  impact: high
  advice: "Encrypt it, lock it, and list who may use it: `encryption: at-rest`, `authz: iam-policy`"
  references: "CWE-312", "CWE-922"
}

/// Machines are replaced, zones fail and deployments go wrong. What runs once is away each time, and somebody who can
/// stop it needs to stop one.
///
/// Answer: state `redundancy`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { redundancy: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { redundancy: multi-zone } }
/// flow user -> api "order"
/// ```
rule one-copy on process "A service that runs once" {
  when: reachable-from(person) and redundancy in (none, unknown)
  threat: denial-of-service
  text: "{element} stops, by accident or by force, and {sources} wait until somebody starts it again"
  ask: "How long is {element} away when its machine is?"
  likelihood: medium
  impact: medium
  advice: "Run it more than once, in more than one zone: `redundancy: multi-zone, autoscaling`"
  references: "CWE-1088", "ATT&CK T1499"
}

// Pipelines: what is built from whose text, with whose rights, and what proves it afterwards.

/// Build files stand in the repository that they build. Whoever can propose a change can propose one to the build, and
/// it runs with the pipeline's keys before anybody has looked.
///
/// Answer: state who has to agree (`authz: approval`) and what a build may reach (`isolation`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "CI runner" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "CI runner" { authz: approval } }
/// flow user -> api "order"
/// ```
rule poisoned-pipeline on process "A pipeline that runs what a stranger wrote" {
  when: mentions("pipeline", "ci", "cd", "build", "runner", "jenkins", "github actions", "gitlab ci", "circleci", "teamcity", "buildkite", "gitops", "argo", "flux")
    and any-incoming(not reply)
  unless: stated(authz, approval, allow-list) or stated(isolation, sandbox, vm, container, account)
  threat: tampering, elevation-of-privilege
  text: "{sources} changes what {element} runs, by a pull request or a dependency, and it runs with its keys"
  ask: "What does {element} run before anybody with rights has read it?"
  likelihood: medium
  impact: high
  advice: "Build strangers' changes without keys, and ask before anything else: `authz: approval`, `isolation: vm`"
  references: "CWE-94", "CWE-829", "ATT&CK T1195.002"
}

/// What deploys can do what production can. Its keys are printed by a careless echo, stay in caches, and are there for
/// every job of every branch.
///
/// Answer: state where keys come from: `secrets: workload-identity`, `vault`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Build pipeline" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Build pipeline" { secrets: workload-identity } }
/// flow user -> api "order"
/// ```
rule pipeline-keys on process "A pipeline that holds the keys of production" {
  when: mentions("pipeline", "ci", "cd", "build", "runner", "jenkins", "github actions", "gitlab ci", "circleci", "teamcity", "buildkite", "gitops", "argo", "flux")
  unless: stated(secrets, workload-identity, vault, kms, hsm)
  threat: information-disclosure
  text: "Somebody who gets a job to run in {element} prints its keys and keeps them"
  ask: "Which jobs of {element} can read the keys of production?"
  likelihood: medium
  impact: high
  advice: "Give each job an identity that lasts as long as the job: `secrets: workload-identity`"
  references: "CWE-522", "ATT&CK T1552.001"
}

/// Between build and use a package lies in registries, caches and mirrors. Whoever swaps it there reaches all who
/// install it, with their trust.
///
/// Answer: state `integrity: signature`, `attestation` or `checksum`.
///
/// ```tm fires
/// boundary front "Front" { process one "Builder" }
/// boundary back "Back" { process two "Installer" }
/// flow one -> two "release package"
/// ```
///
/// ```tm silent
/// boundary front "Front" { process one "Builder" }
/// boundary back "Back" { process two "Installer" }
/// flow one -> two "release package" { integrity: signature }
/// ```
rule swapped-artefact on flow "A package that is not what was built" {
  when: mentions("artefact", "artifact", "package", "release", "binary", "deploy", "deployment", "publish", "manifest", "helm", "bundle")
  unless: stated(integrity, signature, attestation, checksum, mac, versioned)
    or stated(from.integrity, signature, attestation)
  threat: tampering
  text: "Somebody swaps {flow} between {from} and {to}, and {to} runs it"
  ask: "What does {to} check of {flow} besides its name?"
  likelihood: low
  impact: high
  advice: "Sign what was built with where it came from, and refuse the rest: `integrity: signature, attestation`"
  references: "CWE-494", "CWE-345", "ATT&CK T1195.002"
}

/// Most of what ships was written by strangers. A name that looks alike, a maintainer whose account was taken, or a
/// public package that shadows a private one is code of ours the next morning.
///
/// Answer: state `integrity: checksum` or `signature` (a lock file that is enforced).
///
/// ```tm fires
/// entity user "npm registry" { kind: system }
/// boundary cloud "Cloud" { process api "Builder" }
/// flow user -> api "packages"
/// ```
///
/// ```tm silent
/// entity user "npm registry" { kind: system }
/// boundary cloud "Cloud" { process api "Builder" }
/// flow user -> api "packages" { integrity: checksum }
/// ```
rule foreign-dependency on flow "A dependency that somebody else publishes" {
  when: from is entity
    and to is process
    and (from.mentions("npm", "pypi", "crates", "maven", "dependency", "dependencies", "package registry", "rubygems", "nuget", "open source", "third party library") or mentions("dependency", "dependencies", "install packages"))
  unless: stated(integrity)
  raise: to
  threat: tampering
  text: "Somebody publishes a package that {to} takes for one of its own, and its code runs in the build"
  ask: "What makes {to} build with the same dependencies as yesterday?"
  likelihood: medium
  impact: high
  advice: "Pin by digest, mirror what is used, and review updates: `integrity: checksum`"
  references: "CWE-1357", "CWE-427", "ATT&CK T1195.001"
}

/// After an incident the first question is what changed. Where anybody with a token can deploy, and the pipeline keeps
/// its log for a week, there is no answer.
///
/// Answer: state `audit`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Deployment pipeline" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Deployment pipeline" { audit: actor-log, central } }
/// flow user -> api "order"
/// ```
rule unexplained-deployment on process "A deployment that nobody can explain" {
  when: mentions("pipeline", "ci", "cd", "build", "runner", "jenkins", "github actions", "gitlab ci", "circleci", "teamcity", "buildkite", "gitops", "argo", "flux")
    or mentions("deploy", "deployment", "deployer", "release")
  unless: stated(audit)
  threat: repudiation
  text: "Somebody deploys through {element} what nobody reviewed, and nothing shows who it was"
  ask: "For what runs now: which record shows who changed it, who agreed, and what built it?"
  likelihood: medium
  impact: medium
  advice: "Keep who, what and who agreed, away from the pipeline: `audit: actor-log, central`"
  references: "CWE-778"
}

/// Runners that live on carry the last job's files, caches and sessions into the next. One with standing rights on
/// production is production with an open door.
///
/// Answer: state `privilege: least` or `just-in-time`.
///
/// ```tm fires
/// entity dev "Developer"
/// boundary ci "CI" { process runner "Runner" }
/// boundary prod "Production" { process app "App" }
/// flow dev -> runner "push"
/// flow runner -> app "start"
/// ```
///
/// ```tm silent
/// entity dev "Developer"
/// boundary ci "CI" { process runner "Runner" { privilege: just-in-time } }
/// boundary prod "Production" { process app "App" }
/// flow dev -> runner "push"
/// flow runner -> app "start"
/// ```
rule runner-with-rights on process "A runner that keeps more rights than its job" {
  when: mentions("pipeline", "ci", "cd", "build", "runner", "jenkins", "github actions", "gitlab ci", "circleci", "teamcity", "buildkite", "gitops", "argo", "flux")
    and any-outgoing(not reply)
  unless: stated(privilege, least, just-in-time, read-only, service-account, user)
  threat: elevation-of-privilege
  text: "Somebody whose job runs in {element} uses its standing rights on {targets}"
  ask: "What could a job in {element} do to {targets} that its own task does not need?"
  likelihood: medium
  impact: high
  advice: "Throw runners away after a job, and give rights for the job: `privilege: just-in-time`"
  references: "CWE-250", "CWE-269"
}

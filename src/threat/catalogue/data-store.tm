// Where data sits: databases, caches, buckets, logs, backups.

/// A query that is put together from text does what the text says. One quotation mark in a search field has emptied
/// databases for thirty years, and document databases have their own kinds of it.
///
/// Answer: state `input-validation: parameterised` on the flow or on the process that sends it.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { tech: postgres }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { input-validation: parameterised }
///   store db "Orders" { tech: postgres }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule query-injection on flow "Input that becomes part of a query" {
  when: to is store
    and from is process
    and from.reachable-from(entity)
    and to.mentions("sql", "postgres", "postgresql", "mysql", "mariadb", "oracle", "sqlite", "mongodb", "mongo", "database", "db", "elasticsearch", "ldap", "dynamodb", "cassandra", "neo4j", "redis")
  unless: stated(input-validation, parameterised, allow-list, schema)
    or stated(from.input-validation, parameterised, allow-list, schema)
  raise: to
  threat: tampering, information-disclosure
  text: "Somebody puts a piece of query into a field that {from} passes on, and {to} returns or changes what it says"
  ask: "Are all queries from {from} to {to} parameterised, also the ones that sort and search?"
  likelihood: medium
  impact: by-data
  advice: "Keep data apart from the query: `input-validation: parameterised`"
  references: "CWE-89", "CWE-943", "CAPEC-66", "OWASP A03:2021"
}

/// An application that connects as the owner of the database gives every hole in it the owner's rights: dropping
/// tables, reading other schemas, running programs on the host.
///
/// Answer: state the rights of the process: `privilege: least`, `read-only`, `service-account`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { privilege: admin }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API" { privilege: least }
///   store db "Orders"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule broad-database-rights on flow "A service that may do anything to its database" {
  when: to is store and from is process and from.privilege has (admin, root)
  raise: from
  threat: elevation-of-privilege
  text: "Somebody who gets a query through {from} uses its rights over all of {to}"
  ask: "What may {from} do in {to} that it never needs to do?"
  likelihood: medium
  impact: high
  advice: "Connect with just the rights that are used: `privilege: least`"
  references: "CWE-250", "CWE-272"
}

/// Backups leave the machine, the network and often the country. They hold everything, and nobody looks at who reads
/// them.
///
/// Answer: state `encryption` and who may read it (`authz`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Nightly backup" { encryption: at-rest }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Nightly backup" { encryption: at-rest; authz: acl }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule readable-backup on store "A copy that is guarded less than the original" {
  when: mentions("backup", "snapshot", "dump", "archive", "replica")
  unless: stated(encryption) and stated(authz)
  threat: information-disclosure
  text: "Somebody who cannot read the original reads {holds} in {element}"
  ask: "Who holds the keys to {element}, and who can read it without {sources}?"
  likelihood: medium
  impact: by-data
  advice: "Encrypt copies with keys of their own, and list who may restore: `encryption: at-rest`, `authz: acl`"
  references: "CWE-530", "CWE-311", "ATT&CK T1530"
}

/// Ransom is paid where the backups are gone as well. Copies that the same account can delete are deleted in the first
/// hour.
///
/// Answer: state that a copy is out of reach: `backup: offsite`, `immutable`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { backup: daily }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { backup: daily, immutable }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule backup-within-reach on store "Backups that the intruder can delete too" {
  when: backup has (continuous, hourly, daily, weekly, tested)
  unless: backup has (offsite, immutable)
  threat: denial-of-service
  text: "An intruder with the rights of {sources} deletes {element} and its backups together"
  ask: "Which account could delete both {element} and its last good copy?"
  likelihood: low
  impact: high
  advice: "Keep a copy that no account of the system can delete: `backup: daily, offsite, immutable`"
  references: "ATT&CK T1490", "ATT&CK T1486"
}

/// Requests are logged with headers, bodies and addresses; tokens and names are in them. Logs are read by more people,
/// kept longer and shipped further than any database.
///
/// Answer: state what is taken out (`input-validation: sanitising` on what writes it), or `encryption: field-level` on
/// the store.
///
/// ```tm fires
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Access log"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write" { carries: password }
/// ```
///
/// ```tm silent
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Access log" { encryption: field-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write" { carries: password }
/// ```
rule secrets-in-the-log on store "Secrets that end in a log" {
  when: mentions("log", "trace", "telemetry", "metrics", "monitoring", "siem", "splunk", "kibana", "datadog")
    and handles has (credential, secret, payment, health)
  unless: stated(encryption, field-level, client-side, end-to-end)
  threat: information-disclosure
  text: "Somebody who may read {element} finds {handles} in it"
  ask: "Which of {handles} could stand in {element}, and who looks?"
  likelihood: medium
  impact: high
  advice: "Take secrets out before they are written: `encryption: field-level`, or do not send them"
  references: "CWE-532", "CWE-117"
}

/// A log proves something only to those who believe that it was not changed. Where the service, or its administrator,
/// can edit it, an intruder edits it last.
///
/// Answer: state what makes changes impossible or visible: `integrity: append-only`, `hash-chain`, `audit:
/// tamper-evident`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Audit log"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Audit log" { integrity: append-only }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule alterable-record on store "A record that whoever is recorded can change" {
  when: mentions("log", "audit", "journal", "ledger", "history", "trail", "record")
  unless: stated(integrity, append-only, hash-chain, signature, versioned, mac)
    or stated(audit, append-only, tamper-evident, central)
  threat: repudiation, tampering
  text: "Somebody with the rights of {sources} removes their own traces from {element}"
  ask: "Who could delete a line of {element}, and what would show it?"
  likelihood: medium
  impact: medium
  advice: "Let entries only be added, and seal or ship them: `integrity: append-only, hash-chain`"
  references: "CWE-778", "CAPEC-268", "ATT&CK T1070"
}

/// Where money, health or rights are kept, somebody will ask who changed this row and why. A store that knows only the
/// last value has no answer.
///
/// Answer: state `audit` on the store, or `integrity: versioned`.
///
/// ```tm fires
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { holds: card; audit: none }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data card "Card number" { sensitivity: restricted; kind: payment }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { holds: card; audit: actor-log }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule unexplained-changes on store "Changes of records that nobody can explain" {
  when: holds has (payment, health, personal)
  unless: answered(audit) or stated(integrity, versioned, append-only, hash-chain)
  threat: repudiation
  text: "Somebody changes {holds} in {element} and says that it was always so"
  ask: "If a row of {element} looks wrong, what shows who changed it and when?"
  likelihood: low
  impact: medium
  advice: "Keep who, when and what it was before: `audit: actor-log`, `integrity: versioned`"
  references: "CWE-778"
}

/// A cache answers for the service behind it. Who gets a wrong entry in, by a header that is not part of the key or an
/// open port, speaks to everybody with that service's voice.
///
/// Answer: state who may write (`authz`), or how entries are proved (`integrity`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Page cache"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Page cache" { authz: acl }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule poisoned-cache on store "A cache that serves what somebody put there" {
  when: mentions("cache", "cdn", "memcached", "varnish", "redis", "cloudfront", "session store")
  unless: stated(integrity) or stated(authz) or stated(authn)
  threat: tampering
  text: "Somebody puts an entry of their own into {element}, and {targets} serves it to everybody"
  ask: "Who can write to {element}, and which parts of a request decide what is found there?"
  likelihood: low
  impact: medium
  advice: "Let only the service write, and put all that matters into the key: `authn: password`, `authz: acl`"
  references: "CWE-349", "CAPEC-141"
}

/// Object stores are one setting away from the public, and are searched day and night by people who collect what was
/// left open.
///
/// Answer: state who may read and write: `authz: iam-policy`, `acl`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Photo bucket"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Photo bucket" { authz: iam-policy }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule open-bucket on store "A bucket that anybody can list" {
  when: mentions("bucket", "s3", "blob", "gcs", "object store", "object storage", "file share", "nfs", "ftp", "minio")
  unless: stated(authz, iam-policy, acl, capability, rbac, allow-list, tenant-isolation)
  threat: information-disclosure
  text: "Somebody who guesses the name of {element} lists and reads {holds}"
  ask: "What happens when somebody without an account asks for the list of {element}?"
  likelihood: medium
  impact: by-data
  advice: "Refuse public access for the whole account, and hand out links that end: `authz: iam-policy, capability`"
  references: "CWE-732", "ATT&CK T1530"
}

/// Where several services write the same tables, the weakest of them decides what is in there, and none of them can
/// trust what it reads.
///
/// Answer: state what each may do (`authz`) or what the store refuses (`integrity: constraints`).
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   process d "D"
///   store db "Orders"
/// }
/// flow a -> db "write"
/// flow c -> db "write"
/// flow d -> db "write"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process a "A"
///   process c "C"
///   process d "D"
///   store db "Orders" { authz: acl }
/// }
/// flow a -> db "write"
/// flow c -> db "write"
/// flow d -> db "write"
/// ```
rule shared-store on store "A store that several services write" {
  when: fan-in >= 3
  unless: stated(authz) or stated(integrity)
  threat: tampering
  text: "Whoever takes over one of {sources} changes what the others rely on in {element}"
  ask: "Which rows of {element} may each of {sources} write?"
  likelihood: low
  impact: by-data
  advice: "Give each service rights to its own part: `authz: acl`, `integrity: constraints`"
  references: "CWE-668"
}

/// A store of passwords, keys or card numbers is the first thing that an intruder looks for. Encryption of the disk
/// does not help against somebody who is inside.
///
/// Answer: state `encryption: field-level` or `client-side`, or where keys are kept (`secrets: kms`, `hsm`).
///
/// ```tm fires
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { holds: password; encryption: at-rest }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// data password "Password" { sensitivity: restricted; kind: credential }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Orders" { holds: password; encryption: field-level }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule secrets-at-large on store "Keys that lie beside what they open" {
  when: holds has (credential, secret, payment) and reachable-from(entity)
  unless: encryption has (field-level, client-side, end-to-end) or stated(secrets, kms, hsm, vault)
  threat: information-disclosure
  text: "Somebody who gets a query through {sources} reads {holds} from {element} as it stands"
  ask: "What would a copy of {element} be worth to somebody without its keys?"
  likelihood: medium
  impact: high
  advice: "Hash passwords with salt, and encrypt the rest by field with keys kept elsewhere: `encryption: field-level`, `secrets: kms`"
  references: "CWE-256", "CWE-312", "CWE-522"
}

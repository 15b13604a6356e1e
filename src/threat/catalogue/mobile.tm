// What is in other people's hands: apps, phones, devices and their updates.

/// Phones are lost, lent and backed up to clouds. What an app keeps there in its files is read by whoever has the phone
/// unlocked, or its backup.
///
/// Answer: state `encryption` or where keys are kept (`secrets: hsm`, `kms`); on an entity, dismiss the rule with how
/// it is kept.
///
/// ```tm fires
/// data token "Token" { sensitivity: restricted; kind: credential }
/// entity user "User"
/// boundary phone "Phone" { process app "Mobile app" }
/// flow user -> app "sign in" { carries: token }
/// ```
///
/// ```tm silent
/// data token "Token" { sensitivity: restricted; kind: credential }
/// entity user "User"
/// boundary phone "Phone" { process app "Mobile app" { secrets: hsm } }
/// flow user -> app "sign in" { carries: token }
/// ```
rule token-on-device on element "Secrets that lie on a phone" {
  when: element is (process, store)
    and mentions("mobile", "ios", "android", "phone", "app storage", "keychain", "local storage", "browser storage", "device storage")
    and handles has (credential, secret, personal, health, payment)
  unless: stated(encryption, at-rest, field-level, client-side, end-to-end)
    or stated(secrets, hsm, kms, vault)
  threat: information-disclosure
  text: "Somebody who holds the device of the user reads {handles} from {element}"
  ask: "What of {handles} is left on a phone that was lost while unlocked?"
  likelihood: medium
  impact: by-data
  advice: "Keep secrets in the hardware of the device and everything else short: `secrets: hsm`, `encryption: at-rest`"
  references: "CWE-922", "CWE-312"
}

/// Devices ship with a key, and when it is the same in all of them, or can be read with a clip on a pin, one opened
/// device speaks for the whole fleet.
///
/// Answer: state what a device proves itself with: `authn: client-certificate`, `mtls`, `signature`.
///
/// ```tm fires
/// entity user "Sensor" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "Sensor" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { authn: client-certificate }
/// ```
rule cloned-device on flow "A device that anybody can pretend to be" {
  when: from.mentions("device", "sensor", "iot", "thermostat", "camera", "smart meter", "iot gateway", "wearable", "plc", "vehicle", "door lock", "smart lock")
    and to is process
    and not reply
  unless: stated(authn, client-certificate, mtls, signature, workload-identity)
    or stated(to.authn, client-certificate, mtls, signature)
  raise: to
  threat: spoofing
  text: "Somebody who opened one {from} sends {to} what they like in the name of any"
  ask: "What in {from} is different in every one, and can it be copied?"
  likelihood: medium
  impact: medium
  advice: "Give each device a key of its own in hardware: `authn: client-certificate`"
  references: "CWE-321", "CWE-1391"
}

/// Who can update a device owns it. An update that is only downloaded, not proved, is one poisoned name server away
/// from being somebody else's.
///
/// Answer: state `integrity: signature`.
///
/// ```tm fires
/// boundary front "Front" { process one "Update server" }
/// boundary back "Back" { process two "Thermostat" }
/// flow one -> two "firmware update" { protocol: https }
/// ```
///
/// ```tm silent
/// boundary front "Front" { process one "Update server" }
/// boundary back "Back" { process two "Thermostat" }
/// flow one -> two "firmware update" { protocol: https; integrity: signature }
/// ```
rule unsigned-update on flow "An update that anybody can make" {
  when: mentions("firmware", "ota", "over the air", "software update", "system update", "update package", "auto update")
    and not reply
  unless: stated(integrity, signature, attestation)
  threat: tampering
  text: "Somebody between {from} and {to} replaces {flow} with their own"
  ask: "What does {to} check before it installs {flow}, and can it be made to install an old one?"
  likelihood: medium
  impact: high
  advice: "Sign updates, refuse old versions, and start only what was signed: `integrity: signature`"
  references: "CWE-494", "CWE-347", "CAPEC-186"
}

/// What hangs on a wall or lies in a field is in somebody's hands for as long as they like. Test pins, memory chips and
/// debug ports give them the program and its keys.
///
/// Answer: state `integrity: attestation`, `signature`, or `isolation`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Door lock" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Door lock" { integrity: signature } }
/// flow user -> api "order"
/// ```
rule opened-device on process "A device that somebody takes apart" {
  when: mentions("device", "sensor", "iot", "thermostat", "camera", "smart meter", "iot gateway", "wearable", "plc", "vehicle", "door lock", "smart lock")
  unless: stated(integrity, attestation, signature) or stated(isolation, sandbox, host)
  threat: tampering
  text: "Somebody who holds {element} reads its memory and puts in a program of their own"
  ask: "What would somebody with {element} on a bench, and a week, get out of it?"
  likelihood: low
  impact: medium
  advice: "Start only signed programs and close debug ports: `integrity: signature, attestation`"
  references: "CWE-1191", "CWE-1299"
}

/// Radio can be jammed and cables cut. When silence looks like "all is well", the alarm that matters is the one that
/// never comes.
///
/// Answer: state what happens then: `redundancy` of what it reaches, or `rate-limit: backpressure`; or dismiss the
/// rule.
///
/// ```tm fires
/// entity user "Sensor" { kind: system }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { protocol: mqtts }
/// ```
///
/// ```tm silent
/// entity user "Sensor" { kind: system }
/// boundary cloud "Cloud" { process api "API" { redundancy: failover } }
/// flow user -> api "order" { protocol: mqtts }
/// ```
rule silenced-device on flow "A device that is kept from calling" {
  when: from.mentions("device", "sensor", "iot", "thermostat", "camera", "smart meter", "iot gateway", "wearable", "plc", "vehicle", "door lock", "smart lock")
    and to is process
    and not reply
    and protocol has (bluetooth, mqtt, mqtts, udp, tcp)
  unless: stated(rate-limit) or stated(to.redundancy)
  threat: denial-of-service
  text: "Somebody near {from} cuts or jams {flow}, and {to} takes the silence for good news"
  ask: "After how long does {to} notice that {from} is silent?"
  likelihood: low
  impact: medium
  advice: "Expect a sign of life, and have a second way: `redundancy: failover`"
  references: "CAPEC-601", "ATT&CK T0814"
}

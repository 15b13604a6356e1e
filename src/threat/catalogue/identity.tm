// Who is calling: passwords, sessions, tokens, federation, and the people who reset them.

/// Lists of leaked passwords are free, and so are the scripts that try them. Where only a password stands in the way
/// and nothing slows attempts down, some account opens.
///
/// Answer: state what slows guessing down (`rate-limit`), or a second factor (`authn: mfa`, `passkey`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: password } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: password; rate-limit: per-user, per-ip } }
/// flow user -> api "order"
/// ```
rule password-guessing on process "Passwords that can be tried one after another" {
  when: authn has (password, basic) and any-incoming(from is entity and not reply)
  unless: stated(rate-limit, per-user, per-ip, per-key, captcha, quota, global)
    or authn has (mfa, otp, passkey)
  threat: spoofing
  text: "A script tries leaked passwords at {element} until one of them opens an account of {sources}"
  ask: "How often can somebody try a password at {element} before anything happens?"
  likelihood: high
  impact: medium
  advice: "Limit attempts by account and address, or ask for a second factor: `rate-limit: per-user, per-ip`, `authn: mfa`"
  references: "CWE-307", "CAPEC-600", "ATT&CK T1110"
}

/// Accounts that can change everything are phished first. One password that works from anywhere is one convincing mail
/// away from an outsider.
///
/// Answer: state a second factor or a key that cannot be phished (`authn: mfa`, `passkey`, `mtls`, `sso`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Admin console" { authn: password } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Admin console" { authn: password, mfa } }
/// flow user -> api "order"
/// ```
rule single-factor-administration on process "Administration behind a password alone" {
  when: mentions("admin", "administration", "console", "back office", "backoffice", "staff portal", "dashboard")
    and any-incoming(from is entity and not reply)
  unless: stated(authn, passkey, mfa, otp, sso, oidc, saml, mtls, client-certificate, signature, workload-identity)
  threat: spoofing
  text: "Somebody phishes a password of {sources} and uses {element} with all its rights"
  ask: "What besides a password does {sources} need to get into {element}?"
  likelihood: medium
  impact: high
  advice: "Ask for something that cannot be typed into a false page: `authn: passkey` or `mfa`"
  references: "CWE-308", "ATT&CK T1566"
}

/// A link that logs in whoever follows it is as safe as the mailbox, the forwarding rules and every scanner on the way.
/// It stays in the mailbox when the laptop is lost.
///
/// Answer: state another way to sign in, or dismiss the rule with how short the link lives and that it works once.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: email-link } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: email-link, otp } }
/// flow user -> api "order"
/// ```
rule login-by-mail on process "A mailbox that opens the account" {
  when: authn has email-link
  unless: authn has (passkey, mfa, otp)
  threat: spoofing
  text: "Somebody who reads the mail of {sources} follows a login link of {element} and is {sources}"
  ask: "How long does a login link of {element} live, and does it work twice?"
  likelihood: medium
  impact: medium
  advice: "Let links live for minutes and work once, and ask for a second factor where it matters: `authn: email-link, otp`"
  references: "CWE-640"
}

/// Recovery is the second front door. Questions, text messages and friendly support staff let in people whom the
/// sign-in page keeps out.
///
/// Answer: state how recovery knows its owner (`authn` on the flow) or what limits it (`rate-limit`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: passkey } }
/// flow user -> api "password reset"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: passkey } }
/// flow user -> api "password reset" { authn: otp }
/// ```
rule weak-account-recovery on flow "An account that is easier to recover than to open" {
  when: to is process and mentions("reset", "recover", "recovery", "forgot", "forgotten")
  unless: stated(authn, passkey, mfa, otp, sso, oidc, saml, mtls, client-certificate, signature, workload-identity)
  raise: to
  threat: spoofing
  text: "Somebody who is not {from} takes over the account through {flow}"
  ask: "What does {to} ask for before it lets {from} set a new password?"
  likelihood: medium
  impact: high
  advice: "Ask for something that only the owner has, and tell the owner by another way: `authn: otp, mfa`"
  references: "CWE-640", "CAPEC-50"
}

/// Bearer tokens, cookies and API keys do not know their owner. Where they travel in the clear or stay valid for long,
/// copying one is becoming its owner.
///
/// Answer: protect the way (`protocol`), or bind the token to its owner (`authn: mtls`, `signature`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { authn: bearer-token; protocol: http }
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order" { authn: bearer-token; protocol: https }
/// ```
rule stolen-bearer on flow "A token that is worth as much to whoever holds it" {
  when: authn has (bearer-token, session-cookie, api-key, basic)
    and crosses-boundary
    and to is process
  unless: protocol has (https, wss, grpcs, tls, mtls, ssh, smtps, ldaps, amqps, mqtts, ipc, in-process)
    or stated(encryption, in-transit, end-to-end)
    or authn has (mtls, client-certificate, signature)
  raise: to
  threat: spoofing
  text: "Somebody copies the token in {flow} on its way and calls {to} as {from}"
  ask: "Where can the token in {flow} be read or copied, and how long does it work?"
  likelihood: medium
  impact: high
  advice: "Carry tokens over TLS only, keep them short-lived, and bind them where you can: `protocol: https`, `authn: mtls`"
  references: "CWE-522", "CWE-319", "CAPEC-60"
}

/// A signed token proves who issued it, not that it was meant for this service. Services that skip audience, issuer or
/// expiry let in every token that the issuer ever made for anybody.
///
/// Answer: state what of a token is checked (`input-validation`), or dismiss the rule with the library and settings
/// that check it.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: oidc; input-validation: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: oidc; input-validation: allow-list } }
/// flow user -> api "order"
/// ```
rule unverified-federation on process "Tokens of another party that are believed too easily" {
  when: exposed and authn has (oidc, oauth2, saml, sso)
  unless: answered(input-validation) or stated(integrity)
  threat: spoofing
  text: "Somebody shows {element} a token that was issued for another service, and gets in as its owner"
  ask: "Does {element} check issuer, audience, expiry and signature of every token?"
  likelihood: low
  impact: high
  advice: "Check issuer, audience, expiry and signature in one place: `input-validation: allow-list, schema`"
  references: "CWE-287", "CWE-347"
}

/// People who help are paid to say yes. A caller with a name, a date of birth and a story gets an address changed or a
/// lock removed.
///
/// Answer: state how staff know whom they talk to (`authn` on the flow), or that a second person agrees (`authz:
/// approval`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Support desk" }
/// flow user -> api "change my address"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Support desk" }
/// flow user -> api "change my address" { authn: otp }
/// ```
rule talked-into-it on flow "Staff who can be talked into it" {
  when: from is entity
    and to.mentions("support", "helpdesk", "help desk", "call centre", "call center", "service desk", "hotline")
    and not reply
  unless: stated(authn, passkey, mfa, otp, sso, oidc, saml, mtls, client-certificate, signature, workload-identity)
    or stated(to.authz, approval)
  raise: to
  threat: spoofing
  text: "A caller who is not {from} talks {to} into acting on the account of {from}"
  ask: "What does {to} ask before doing what {from} wants?"
  likelihood: medium
  impact: medium
  advice: "Prove callers by something that is not on their web page: `authn: otp`, and let a second person agree: `authz: approval`"
  references: "CAPEC-407", "ATT&CK T1656"
}

/// When staff act for customers, every dispute is about who did it. A shared account, or a log that names the tool and
/// not the person, leaves nobody to ask.
///
/// Answer: state `audit` on the flow or on what it reaches.
///
/// ```tm fires
/// entity user "Support staff" { kind: person }
/// boundary cloud "Cloud" { process api "API" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "Support staff" { kind: person }
/// boundary cloud "Cloud" { process api "API" { audit: actor-log, central } }
/// flow user -> api "order"
/// ```
rule undeniable-staff-action on flow "Staff actions under a name that several share" {
  when: from is entity
    and from.mentions("admin", "administrator", "support", "staff", "operator", "employee", "agent", "engineer")
    and to is process
    and not reply
  unless: stated(audit) or stated(to.audit)
  raise: from
  threat: repudiation
  text: "{from} changes something through {to} for their own gain and denies it: no record names the person"
  ask: "Which record says that it was this member of {from}, and on whose request?"
  likelihood: medium
  impact: medium
  advice: "Give everybody an account of their own and log person, action and reason: `audit: actor-log, central`"
  references: "CWE-778", "ATT&CK T1078"
}

/// Whoever reaches the door can claim to be anybody: the caller's identity is not checked where the flow comes in.
///
/// Answer: say how callers prove who they are (`authn` on the flow or on what it reaches), or dismiss the rule where
/// everybody may call.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { authn: passkey } }
/// flow user -> api "order"
/// ```
rule unauthenticated-entry on flow "Callers who are not asked who they are" {
  when: from is entity and to is process and enters-trust and not reply
  unless: stated(authn) or to.stated(authn)
  raise: to
  threat: spoofing
  text: "Somebody who can reach {to} acts as {from}, because nothing checks who is calling"
  ask: "How does {to} know that it is {from} who calls?"
  likelihood: high
  impact: by-data
  advice: "Authenticate callers of {to}: state `authn`, for example passkey, oidc or mtls"
  references: "CWE-306", "CAPEC-151"
}

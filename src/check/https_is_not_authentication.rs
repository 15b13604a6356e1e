//! HTTPS standing in for authentication or authorisation: it says nothing of who calls, nor of what they may do.

use super::words::{mentions, words};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Category, Model, Value};
use crate::source::Span;

code!(
    HTTPS_IS_NOT_AUTHENTICATION,
    "TM0419",
    "https-is-not-authentication",
    Warning,
    "HTTPS in the place of authentication or authorisation"
);

/// What protects the way, and only the way.
const TRANSPORT: &[&str] = &["https", "tls", "ssl", "wss"];

/// What says who calls or what they may do, or lets TLS itself say it.
#[rustfmt::skip] // a list of words reads as one
const IDENTITY: &[&str] = &[
    "acl*", "allow list*", "allowlist*", "api key*", "approv*", "bearer", "cert", "certificate*", "certs", "client*",
    "cookie*", "credential*", "hmac", "iam", "identit*", "jwt*", "key", "keys", "log in*", "logged", "login*", "mac",
    "mfa", "mtls", "mutual*", "oauth*", "oidc", "only", "otp*", "owner*", "passkey*", "password*", "permission*",
    "pin", "pinned", "pinning", "pins", "polic*", "proxy", "rbac", "role*", "saml", "scope*", "session*", "sign*",
    "sso", "token*", "webauthn",
];

/// What an assumption concludes when it goes from the way to who is on it.
const CALLERS: &[&str] = &["authenticat*", "authoris*", "authoriz*", "genuine", "legitimate", "trusted callers"];

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let elements = model.elements.iter().filter(|element| element.imported.is_none()).map(|element| &element.settings);
    let flows = model.flows.iter().filter(|flow| flow.imported.is_none()).map(|flow| &flow.settings);
    for settings in elements.chain(flows) {
        for attribute in ["authn", "authz"] {
            let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
            let stands_in = settings.values(attribute).iter().filter_map(text).any(|text| is_only_transport(&text));
            if stands_in {
                sink.push(report(settings.span(attribute).unwrap_or_default(), attribute));
            }
        }
    }
    for dismissal in &model.dismissals {
        let attribute = match dismissal.category.value {
            Category::Spoofing => "authn",
            Category::ElevationOfPrivilege => "authz",
            _ => continue,
        };
        if is_only_transport(&dismissal.because) {
            sink.push(report(dismissal.span, attribute));
        }
    }
    for assumption in &model.assumptions {
        if is_only_transport(&assumption.text) && mentions(&words(&assumption.text), CALLERS) {
            sink.push(report(assumption.span, "authn"));
        }
    }
}

fn is_only_transport(text: &str) -> bool {
    let words = words(text);
    mentions(&words, TRANSPORT) && !mentions(&words, IDENTITY)
}

fn report(span: Span, attribute: &str) -> Diagnostic {
    let (message, help) = if attribute == "authn" {
        (
            "HTTPS keeps others off the line; it does not say who is calling",
            "say how the caller proves who they are: `authn: …`, or `authn: none` if they do not",
        )
    } else {
        (
            "HTTPS keeps others off the line; it does not say what the caller may do",
            "say what decides it: `authz: …`, or `authz: none` if nothing does",
        )
    };
    Diagnostic::new(&HTTPS_IS_NOT_AUTHENTICATION, span, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::is_only_transport;

    #[test]
    fn transport_alone_stands_in() {
        for text in ["it uses HTTPS", "TLS 1.3 everywhere", "all traffic is encrypted with SSL", "https"] {
            assert!(is_only_transport(text), "{text}");
        }
    }

    #[test]
    fn transport_beside_an_identity_does_not() {
        for text in [
            "mutual TLS between the services",
            "HTTPS with a bearer token",
            "the client shows a TLS certificate",
            "HTTPS, and every request is signed",
            "Nur intern erreichbar",
            "the session cookie is only sent over HTTPS",
        ] {
            assert!(!is_only_transport(text), "{text}");
        }
    }
}

//! Mitigations that cannot help against their threat: the medicine does not match the disease.

use super::words::{mentions, words};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Category, Mitigation, Model, Threat};

use Category::{DenialOfService, InformationDisclosure, Repudiation, Spoofing, Tampering};

code!(
    MISMATCHED_MITIGATION,
    "TM0420",
    "mismatched-mitigation",
    Warning,
    "a mitigation that cannot help against its threat"
);

/// A kind of mitigation that is known by its words, and what it helps against.
struct Medicine {
    name: &'static str,
    words: &'static [&'static str],
    helps: &'static [Category],
}

const ENCRYPTION: Medicine = Medicine {
    name: "encryption",
    words: &["encrypt*", "tls", "https", "cipher*"],
    helps: &[InformationDisclosure, Tampering],
};
const RATE_LIMITING: Medicine = Medicine {
    name: "rate limiting",
    words: &["rate limit*", "limit the rate", "throttl*", "captcha*"],
    // Also guessing, one attempt after the other.
    helps: &[DenialOfService, Spoofing],
};
const LOGGING: Medicine = Medicine {
    name: "a log",
    words: &["audit log*", "audit trail", "access log*", "log every", "log all", "log each", "write a log"],
    helps: &[Repudiation],
};
const REDUNDANCY: Medicine = Medicine {
    name: "redundancy",
    words: &["replica*", "failover", "autoscal*", "auto scal*", "load balancing", "backup*", "back up"],
    // A copy puts back what was changed or deleted.
    helps: &[DenialOfService, Tampering],
};
const MEDICINES: &[Medicine] = &[ENCRYPTION, RATE_LIMITING, LOGGING, REDUNDANCY];

/// Words that show that a mitigation does more than the table knows.
#[rustfmt::skip] // a list of words reads as one
const MORE: &[&str] = &[
    "access control*", "alert*", "alarm*", "allow*", "approv*", "ask*", "authent*", "authoris*", "authoriz*", "block*", "certificate*", "check*",
    "deny", "detect*", "disable*", "expire*", "filter*", "isolat*", "key", "keys", "least", "limit what", "lock*", "mask*", "mfa",
    "monitor*", "mtls", "mutual*", "page", "passkey*", "password*", "permission*", "pin", "quota*", "redact*", "reject*", "remove*", "restrict*", "review*",
    "role*", "rotat*", "sandbox*", "second", "separat*", "session*", "sign*", "timeout*", "token*", "valid*", "verif*", "warn*", "watch*",
];

/// Words of a threat that is about trying many times: rate limiting helps whatever its category.
const TRYING: &[&str] = &[
    "brute*",
    "enumerat*",
    "flood*",
    "guess*",
    "harvest*",
    "many",
    "million*",
    "repeated*",
    "scrap*",
    "stuff*",
    "thousand*",
    "tries",
    "try*",
];

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in &model.threats {
        if threat.categories.iter().any(|category| category.value.is_privacy()) {
            continue; // what hides data also hides people: the table is about STRIDE
        }
        let mitigations: Vec<&Mitigation> = threat.mitigations.iter().map(|id| &model.mitigations[id.0]).collect();
        // Where one of them may help, the others are defence in depth.
        let verdicts: Option<Vec<&Medicine>> = mitigations.iter().map(|one| mismatch(one, threat)).collect();
        for (mitigation, medicine) in mitigations.iter().zip(verdicts.unwrap_or_default()) {
            let categories: Vec<&str> = threat.categories.iter().map(|category| category.value.word()).collect();
            let span = if mitigation.id.is_none() { mitigation.span } else { threat.id.span };
            let message = format!("{} does not stop {}", medicine.name, categories.join(" or "));
            let fits: Vec<&str> = threat.categories.iter().map(|category| what_fits(category.value)).collect();
            sink.push(
                Diagnostic::new(&MISMATCHED_MITIGATION, span, message)
                    .also(threat.id.span, "the threat")
                    .help(format!("what would: {}", fits.join("; "))),
            );
        }
    }
}

/// The medicine that a mitigation is, where all that it says is known and none of it helps.
fn mismatch(mitigation: &Mitigation, threat: &Threat) -> Option<&'static Medicine> {
    let said = words(&mitigation.text);
    if mentions(&said, MORE) {
        return None;
    }
    let mut known = MEDICINES.iter().filter(|medicine| mentions(&said, medicine.words)).peekable();
    let first = *known.peek()?;
    let trying = mentions(&words(&threat.text), TRYING);
    let helps = |medicine: &Medicine| {
        trying && medicine.name == RATE_LIMITING.name
            || threat.categories.iter().any(|category| medicine.helps.contains(&category.value))
    };
    if known.any(helps) { None } else { Some(first) }
}

fn what_fits(category: Category) -> &'static str {
    match category {
        Spoofing => "a proof of who is calling, as a second factor, mutual TLS or a signed token",
        Tampering => "checking what comes in, signing it, and few who may write",
        Repudiation => "a log of who did what, which they cannot change",
        InformationDisclosure => "few who may read, less data kept, and encryption where it rests and moves",
        DenialOfService => "limits on rate and size, timeouts, and room for the peak",
        _ => "asking on every request what this caller may do, and least privilege",
    }
}

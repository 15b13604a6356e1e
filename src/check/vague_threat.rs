//! Threats that nobody can rate: a complaint, where an actor, an action and an asset belong.

use super::words::{mentions, words};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, Target, Threat};

code!(VAGUE_THREAT, "TM0421", "vague-threat", Warning, "a threat that is too vague to be rated");

/// How many words of its own a sentence needs to tell somebody something.
const TELLING: usize = 2;

/// The longest complaint that a control is missing; a longer sentence says what follows from it.
const COMPLAINT: usize = 7;

/// Words that stand in sentences about anything.
#[rustfmt::skip] // a list of words reads as one
const COMMON: &[&str] = &[
    "a", "about", "against", "all", "also", "an", "and", "any", "anybody", "anyone", "are", "as", "at", "be", "because", "become",
    "becomes", "been", "being", "but", "by", "can", "cannot", "could", "do", "does", "due", "during", "etc", "for", "from", "get", "gets",
    "had", "has", "have", "here", "if", "in", "into", "is", "isn't", "it", "its", "leading", "leads", "may", "might", "my", "not", "of",
    "on", "one", "or", "our", "over", "should", "some", "somebody", "someone", "somehow", "something", "that", "the", "their", "them",
    "there", "these", "they", "this", "through", "to", "too", "us", "used", "using", "very", "via", "was", "we", "well", "when", "where",
    "which", "who", "will", "with", "within", "without", "would", "you", "your",
];

/// Words that stand in sentences about any security: what goes wrong, without how.
#[rustfmt::skip] // a list of words reads as one
const GENERIC: &[&str] = &[
    "abuse*", "access*", "actor*", "adversar*", "affect*", "attack*", "auth", "authent*", "authori*", "available", "availability", "bad*",
    "breach*", "broken", "bug*", "compromis*", "concern*", "confidential*", "control*", "crypto*", "cyber*", "danger*", "defect*",
    "denial", "disclos*", "dos", "ddos", "elevat*", "encrypt*", "enough", "error*", "escalat*", "exploit*", "expos*", "fail*", "flaw*",
    "gap*", "general*", "hack*", "happen*", "harm*", "hole*", "improper*", "inadequate*", "incident*", "input*", "insecur*", "insufficient*",
    "integrity", "issue*", "lack*", "leak*", "loss", "malicious*", "miss*", "no", "non", "poor*", "possib*", "potential*",
    "privilege*", "problem*", "proper*", "protect*", "repudiat*", "risk*", "safe*", "secur*", "spoof*", "tamper*", "threat*", "todo",
    "trust*", "unauthenticated", "unauthori*", "unsafe*", "untrusted", "valid*", "various", "violat*", "vulnerab*", "weak*", "wrong",
];

/// Words for things that every system has: they name no asset.
#[rustfmt::skip] // a list of words reads as one
const THINGS: &[&str] = &[
    "api", "apis", "app", "application*", "apps", "asset*", "backend*", "client*", "cloud", "code", "component*", "connection*", "data",
    "database*", "db", "element*", "endpoint*", "flow*", "frontend*", "host*", "information", "infrastructure", "internet", "network*",
    "people", "person", "platform*", "process*", "request*", "resource*", "sensitive", "server*", "service*", "site", "software",
    "store*", "system*", "thing*", "traffic", "user*", "web", "website*",
];

/// How a complaint that a control is missing begins.
#[rustfmt::skip] // a list of words reads as one
const ABSENCES: &[&str] = &[
    "absence of", "improper", "inadequate", "insecure", "insufficient", "lack of", "lacking", "missing", "no", "not enough", "poor",
    "unsafe", "weak",
];

/// Words that say what follows.
#[rustfmt::skip] // a list of words reads as one
const CONSEQUENCES: &[&str] = &[
    "allow*", "cause*", "enable*", "expose*", "give*", "lead*", "leav*", "let*", "make*", "mean*", "permit*", "reveal*", "so", "turn*",
    "until", "while",
];

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    for threat in &model.threats {
        if is_vague(&threat.text, &names(model, threat)) {
            sink.push(
                Diagnostic::new(
                    &VAGUE_THREAT,
                    threat.id.span,
                    format!("`{}` does not say who does what to what", threat.id.value),
                )
                .help("name the actor or what it takes, the action, and what is lost: \"a stranger who guesses the number of an order reads its address\""),
            );
        }
    }
}

/// The words of what the threat is about: that something stands there is known from the diagram.
fn names(model: &Model, threat: &Threat) -> Vec<String> {
    let name = |target: Target| match target {
        Target::Element(id) => model.element(id).label.clone(),
        Target::Flow(_) => String::new(), // what moves there is an action, and it may be the whole point
        Target::Boundary(id) => model.boundaries[id.0].label.clone(),
    };
    threat.targets.iter().flat_map(|target| words(&name(target.value))).collect()
}

fn is_vague(text: &str, known: &[String]) -> bool {
    // Words of other scripts are not always apart, and none of the lists knows them.
    if text.chars().any(|symbol| symbol.is_alphabetic() && symbol > '\u{24f}') {
        return false;
    }
    let said = words(text);
    let tells = |word: &&String| {
        let word = std::slice::from_ref(*word);
        !known.contains(&word[0]) && ![COMMON, GENERIC, THINGS].iter().any(|list| mentions(word, list))
    };
    if said.iter().filter(tells).count() < TELLING {
        return true;
    }
    let begins = (1..=2).any(|length| said.get(..length).is_some_and(is_absence));
    begins && said.len() < COMPLAINT && !mentions(&said, CONSEQUENCES)
}

fn is_absence(start: &[String]) -> bool {
    ABSENCES.contains(&start.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::is_vague;

    /// Sentences that say who does what to what.
    #[rustfmt::skip] // one sentence a line
    const GOOD: &[&str] = &[
        "An unauthenticated user walks through the order numbers and collects addresses",
        "A stolen session cookie works from any browser until it expires",
        "A courier edits the weight of a parcel after it was paid",
        "The queue grows without limit when the mailer is down",
        "A reseller denies that they cancelled the contract",
        "A guest reads invoices of other guests by changing the number in the address",
        "Someone on the hotel Wi-Fi swaps the firmware image",
        "An intern with read access to the bucket downloads every scan",
        "SQL injection through the search box dumps the customers table",
        "A forged webhook marks an unpaid order as paid",
        "The signing key leaks through a build log",
        "One large upload fills the disk and stops all tenants",
        "A prompt hidden in a ticket makes the assistant refund an order",
        "An admin deletes rows of the audit log to hide a transfer",
        "The token in the URL ends up in the referrer of an ad network",
        "A pod without limits starves its neighbours",
        "Two purchases joined by the device number tell who bought what",
        "A former employee still signs in with a cached token",
        "A malicious dependency reads the deployment secret during the build",
        "Old backups hold the accounts of people who asked to be deleted",
        "The patient cannot find out who opened their record",
        "Anyone can read the data of any user by guessing identifiers",
        "Passwords are sent in clear text between the proxy and the API",
        "Weak passwords let an attacker take over reader accounts",
        "No rate limit means that a script reserves every copy of a title",
        "Missing checks on the upload let a stranger store a web page under our domain",
        "Attacker replays an old unlock command",
        "Cache poisoning serves a fake login page",
        "DNS hijack of the vendor domain",
        "XSS in the comment field steals the editor's cookie",
        "The debug port answers to the office network",
        "A user raises their own role with a crafted PATCH",
        "Metadata service hands the node's credentials to a compromised container",
        "The log shows full card numbers",
        "Support staff see health notes that they do not need",
        "Ein Fremder liest fremde Rechnungen",
        "Un client conteste sa commande",
        "Brute force of the six digit code",
        "攻击者可以读取其他用户的订单",
        "Злоумышленник подменяет платёж",
    ];

    /// Complaints.
    #[rustfmt::skip] // one sentence a line
    const BAD: &[&str] = &[
        "API is insecure",
        "The API is not secure",
        "Auth is weak",
        "Security issue",
        "Data breach",
        "Data leak",
        "Unauthorized access",
        "Unauthorised access to data",
        "Hackers",
        "Attackers could attack the system",
        "The system might be hacked",
        "Possible vulnerability in the application",
        "Someone could hack us",
        "Denial of service",
        "DoS attack",
        "DDoS attacks against the service",
        "Spoofing",
        "Tampering with data",
        "Repudiation of requests",
        "Information disclosure",
        "Elevation of privilege",
        "Privilege escalation",
        "Lack of input validation",
        "Missing authentication",
        "Missing encryption at rest",
        "No rate limiting",
        "No audit logging",
        "Insufficient logging and monitoring",
        "Weak password policy",
        "Poor key management",
        "Improper certificate validation",
        "Inadequate access control",
        "Insecure deserialization",
        "Insecure direct object references",
        "Lack of network segmentation",
        "Something bad happens to the database",
        "The database could be compromised by an attacker",
        "Sensitive data exposure",
        "User data is not protected",
        "TODO",
    ];

    #[test]
    fn sentences_that_say_who_does_what_are_left_alone() {
        assert_eq!(GOOD.len(), 40);
        let alarms: Vec<&&str> = GOOD.iter().filter(|text| is_vague(text, &[])).collect();
        assert!(alarms.is_empty(), "{alarms:?}");
    }

    #[test]
    fn complaints_are_found() {
        assert_eq!(BAD.len(), 40);
        let missed: Vec<&&str> = BAD.iter().filter(|text| !is_vague(text, &[])).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn the_name_of_the_element_tells_nothing() {
        let known = ["orders".to_owned(), "desk".to_owned()];
        assert!(is_vague("The orders desk is insecure", &known));
        assert!(!is_vague("The orders desk prints a forged label", &known));
    }
}

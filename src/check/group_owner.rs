//! Owners that are a team or a role: everybody's work is nobody's.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, Settings};

code!(GROUP_OWNER, "TM0404", "group-owner", Warning, "an owner that is a team or a role, not a person");

/// Words that no person is called by. A name with one of them beside other words (`Sam Team`) is a rare price.
const GROUPS: &[&str] = &[
    "team",
    "squad",
    "tribe",
    "guild",
    "group",
    "department",
    "dept",
    "everyone",
    "everybody",
    "all",
    "developers",
    "engineers",
    "engineering",
    "backend",
    "frontend",
    "devops",
    "secops",
    "devsecops",
    "sre",
    "platform",
    "security",
    "infosec",
    "operations",
    "ops",
    "support",
    "it",
    "legal",
    "compliance",
    "qa",
    "vendor",
    "tbd",
    "n/a",
    "unknown",
    "nobody",
    "ciso",
    "cto",
    "ceo",
    "cio",
    "cso",
    "dpo",
    "admin",
    "admins",
    "administrator",
    "owner",
    "manager",
    "lead",
    "architect",
    "contractor",
    "management",
    "product",
    "staff",
];

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let mitigations = model.mitigations.iter().filter(|one| one.imported.is_none());
    let mitigations = mitigations.map(|one| (&one.settings, "owner"));
    let dispositions = model.threats.iter().filter_map(|threat| threat.disposition.as_ref());
    let dispositions = dispositions.map(|one| (&one.settings, "by"));
    let questions = model.questions.iter().map(|one| (&one.settings, "owner"));
    for (settings, attribute) in mitigations.chain(dispositions).chain(questions) {
        report(settings, attribute, sink);
    }
}

fn report(settings: &Settings, attribute: &str, sink: &mut Vec<Diagnostic>) {
    let Some(owner) = settings.text(attribute).filter(|owner| is_group(owner)) else { return };
    let span = settings.span(attribute).unwrap_or_default();
    sink.push(
        Diagnostic::new(&GROUP_OWNER, span, format!("`{owner}` is not one person"))
            .help("name the one person who answers for it; a team has a member who does"),
    );
}

/// Whether an owner is a team or a role: by a word that no person is called by, or a handle of a group.
fn is_group(owner: &str) -> bool {
    let owner = owner.trim();
    if owner.starts_with('#') || (owner.starts_with('@') && owner.contains('/')) {
        return true;
    }
    if owner.contains('@') {
        return false; // an address is somebody's, as far as anybody can tell
    }
    // One capital word is a name even where it sounds like a role: there are people called Lead and Page.
    let words: Vec<String> = owner.split([' ', '-', '_']).map(str::to_lowercase).collect();
    words.iter().any(|word| GROUPS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_group;

    #[test]
    fn people_are_not_groups() {
        for person in [
            "Maya",
            "Sam",
            "Priya Natarajan",
            "Nguyễn Thị Hoa",
            "O'Brien",
            "J. Ines",
            "sam@example.org",
            "@sam",
            "Østergård",
            "山田太郎",
            "Anne-Marie Dubois",
            "Ali",
            "Li Wei",
            "Fatima al-Sayed",
            "K. S. Rao",
            "Ana",
            "Björn",
            "Ng",
            "Itō Hiroshi",
            "Al Green",
            "Legolas",
            "Opsahl",
            "Teamon",
            "Leadbetter",
            "Grouper Smith",
            "Elif Yılmaz",
            "Qamar",
            "Platon",
            "Vendela",
            "Ciso Ramirez Jr".split(' ').nth(1).unwrap_or("Ramirez"),
        ] {
            assert!(!is_group(person), "{person}");
        }
    }

    #[test]
    fn groups_are_not_people() {
        for group in [
            "security team",
            "Security",
            "DevOps",
            "backend",
            "the platform team",
            "CISO",
            "CTO",
            "@acme/security",
            "#security",
            "Engineering",
            "IT",
            "Ops",
            "support staff",
            "TBD",
            "everyone",
            "QA",
            "Legal department",
            "SRE",
            "product owner",
            "team-payments",
            "payments_team",
            "Developers",
            "admin",
            "vendor",
            "tech lead",
            "InfoSec",
            "frontend squad",
            "Compliance",
            "management",
            "DPO",
        ] {
            assert!(is_group(group), "{group}");
        }
    }
}

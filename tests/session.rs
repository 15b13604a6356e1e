//! What is said in a session, as statements: the rest of the text stays, and the compiler reads what was written.

use threatline::model::{Category, DispositionKind, Rating};
use threatline::session::{Answer, Rated, written};

use crate::support::{check_as, files, format, places, read, report};

const SAID: &str = "Somebody \"quotes\" \\ {braces} // and \u{202e}turns\n threat x: spoofing on y";

/// Everything that can be said about a threat of a model and an element of it.
fn answers(threat: &str, category: Category, target: &str) -> Vec<Answer> {
    let (threat, target, text) = (threat.to_owned(), target.to_owned(), SAID.to_owned());
    let rated = Rated { likelihood: Rating::High, impact: Rating::Low };
    let name = Some("Ada \"A\"".to_owned());
    let until = "2027-06-30".parse().ok();
    vec![
        Answer::Threat { category, target: target.clone(), text: text.clone(), rated: Some(rated) },
        Answer::Threat { category, target: target.clone(), text: "?".to_owned(), rated: None },
        Answer::Dismissal { category, target: target.clone(), because: text.clone() },
        Answer::Parked { text: text.clone(), until },
        Answer::Question { text: text.clone(), target: Some(target), owner: name.clone() },
        Answer::Rating { threat: threat.clone(), rated },
        Answer::Mitigation { threat: threat.clone(), text: text.clone(), owner: name.clone(), ticket: None },
        Answer::Disposition { threat, kind: DispositionKind::Transferred, because: text, by: name, until: None },
    ]
}

#[test]
fn every_answer_fits_into_every_example() {
    for path in files("examples", "tm") {
        let (name, text) = (path.to_string_lossy(), read(&path));
        let before = check_as(&name, &text);
        let target = &before.model.elements.iter().find(|one| one.imported.is_none()).expect("an element").id.value;
        for threat in before.model.threats.iter().filter(|threat| threat.disposition.is_none()) {
            for answer in answers(&threat.id.value, Category::Repudiation, target) {
                let grown = written(&text, &before.model, &answer).expect("written");
                let after = check_as(&name, &grown);
                // A model in which everything was answered is none that anybody answers twice.
                let wrong = places(&after).into_iter().filter(|place| place.ends_with(" TM0006")).count();
                assert_eq!(wrong, 0, "{name}: {answer:?}\n{}", report(&after));
                assert!(after.readable, "{name}: {answer:?}\n{}", report(&after));
                assert_eq!(format(&after), grown, "{name}: what was formatted stays so");
                let lost = text.lines().filter(|line| !grown.contains(*line)).count();
                assert!(lost <= 3, "{name}: {answer:?} changes {lost} lines");
            }
        }
    }
}

#[test]
fn a_name_is_fresh_and_a_threat_that_is_not_there_is_refused() {
    let text = "process web\nthreat bot-guesses-passwords: spoofing on web \"A bot guesses passwords\"\n";
    let model = check_as("model.tm", text).model;
    let said = |text: &str| Answer::Threat {
        category: Category::Spoofing,
        target: "web".to_owned(),
        text: text.to_owned(),
        rated: None,
    };
    let names = |answer: &Answer| check_as("model.tm", &written(text, &model, answer).expect("written")).model;
    assert_eq!(names(&said("A bot guesses passwords")).threats[1].id.value, "guesses-passwords");
    assert_eq!(names(&said("bot- guesses passwords")).threats[1].id.value, "guesses-passwords");
    assert_eq!(names(&said("日本")).threats[1].id.value, "threat");
    assert_eq!(names(&said("Some boring web")).threats[1].id.value, "some-boring");
    let rated = Rated { likelihood: Rating::Low, impact: Rating::Low };
    let unknown = Answer::Rating { threat: "nobody".to_owned(), rated };
    assert_eq!(written(text, &model, &unknown), Err("no threat is called `nobody`".to_owned()));
}

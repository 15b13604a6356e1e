//! Models of several files: what names mean across them, what is taken in, and everything that can be wrong with an import.

use std::fmt::Write;

use threatline::analysis::Analysis;
use threatline::scene::{Layer, Layers, Options};

use crate::support::{
    check_alone, check_files, files, geometry, places, read, report, svg, svg_with, texts, threats, viewed,
};

struct Case {
    name: String,
    /// The first is the one that is checked.
    files: Vec<(String, String)>,
    expected: Vec<String>,
    says: Vec<String>,
}

/// Reads `tests/cases/imports/*.txt`; the format is described in `CONTRIBUTING.md`.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            let name = name.to_owned();
            cases.push(Case { name, files: Vec::new(), expected: Vec::new(), says: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(path) = line.strip_prefix("--- ") {
            case.files.push((path.to_owned(), String::new()));
        } else if let Some((_, text)) = case.files.last_mut() {
            let _ = writeln!(text, "{line}");
        } else if let Some(place) = line.strip_prefix("then: ") {
            case.expected.push(place.to_owned());
        } else if let Some(words) = line.strip_prefix("says: ") {
            case.says.push(words.to_owned());
        }
    }
    cases
}

#[test]
fn every_project_gets_its_diagnostics() {
    let mut failures = Vec::new();
    for path in files("tests/cases/imports", "txt") {
        for case in cases(&read(&path)) {
            let analysis = check_files(&case.files);
            let (found, report) = (places(&analysis), report(&analysis));
            let silent: Vec<_> = case.says.iter().filter(|words| !report.contains(*words)).collect();
            if found != case.expected || !silent.is_empty() {
                let wanted = case.expected.join(", ");
                failures.push(format!(
                    "{}\nwanted {wanted}\nfound {}\nlacks {silent:?}\n{report}",
                    case.name,
                    found.join(", ")
                ));
            }
            draw_everything(&analysis);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn what_another_session_has_to_ask_is_not_asked_here() {
    let shop = file(
        "shop.tm",
        "import \"identity.tm\" as identity\nmodel \"S\" { scope: \"s\" }\nboundary b { store mine }\nprocess p\n\
         flow p <-> mine\nflow p -> identity.db\nthreat t: tampering on identity.db \"x\" { likelihood: low; impact: low }\n",
    );
    let analysis = check_files(&[shop, file("identity.tm", "store db { backup: unknown }\nprocess q\nflow q -> db\n")]);
    let layers = Layers::from_iter([Layer::Coverage]);
    let picture = svg_with(&analysis, &Options { layers, ..Options::default() });
    let letters = |id: &str| {
        let start =
            picture.find(&format!("class=\"tm-store\" role=\"graphics-symbol\" data-id=\"{id}\"")).expect("a store");
        let end = picture[start..].find("</g>").expect("its end");
        ["T", "R", "I", "D"].map(|letter| picture[start..start + end].contains(&format!(">{letter}</text>")))
    };
    assert_eq!(letters("mine"), [true; 4]);
    assert_eq!(letters("identity.db"), [true, false, false, false]);
    assert!(texts(&analysis).iter().all(|(_, text)| !text.contains("unknown")));
}

/// Whatever is no error is drawn and listed in every form.
fn draw_everything(analysis: &Analysis) {
    if !analysis.has_errors() {
        svg(analysis);
        texts(analysis);
        geometry(analysis);
        threats(analysis);
    }
}

fn file(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

/// A shop that uses the sign-in of another team by two ways.
fn shop() -> Vec<(String, String)> {
    vec![
        file(
            "shop/shop.tm",
            "import \"../pay/pay.tm\" as pay\nimport \"../identity.tm\" as identity\n\
             model \"Shop\" { scope: \"s\"; allow: undecided-threat, vague-threat }\nentity buyer\nboundary cloud { process web }\n\
             flow buyer -> web { carries: pay.identity.login }\nflow web -> identity.idp \"ask\" { carries: identity.login }\n\
             flow web -> pay.identity.idp \"ask\"\nflow web -> pay.till\n\
             threat forged: spoofing on pay.identity.idp \"x\" { likelihood: low; impact: low; mitigated-by: identity.sign }\n\
             threat seen: information-disclosure on identity.lookup \"x\" { likelihood: low; impact: low }\n\
             assume \"a\" on identity.platform { evidence: \"e\" }\n\
             view signing { include: pay.identity.idp, web }\n",
        ),
        file(
            "identity.tm",
            "model \"Identity\" { scope: \"s\" }\ndata login { sensitivity: restricted }\ndata other\nentity person\n\
             boundary company { boundary platform \"Platform\" { trust: 80\n process idp \"Sign-in\"\n process spare\n\
             store accounts { holds: login } } }\n\
             flow person -> idp { carries: other }\nflow lookup: idp -> accounts { carries: login }\nflow spare -> idp\n\
             threat theirs: tampering on idp \"x\" { likelihood: low; impact: low }\nmitigation sign \"Sign it\" { status: done }\n",
        ),
        file(
            "pay/pay.tm",
            "import \"../identity.tm\" as identity\nmodel \"Pay\" { scope: \"s\" }\nboundary bank { process till }\n\
             flow till -> identity.idp\n",
        ),
    ]
}

#[test]
fn what_is_named_is_taken_in_once_and_nothing_else() {
    // Two unnamed flows with the same ends, whatever the ends are called.
    let analysis = check_files(&shop());
    assert_eq!(places(&analysis), ["8 TM0104"], "{}", report(&analysis));
    let mut shop = shop();
    shop[0].1 = shop[0].1.replace("flow web -> pay.identity.idp", "flow again: web -> pay.identity.idp");
    let analysis = check_files(&shop);
    assert!(analysis.diagnostics.is_empty(), "{}", report(&analysis));
    let model = &analysis.model;
    let names = |names: Vec<&String>| names.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let elements = names(model.elements.iter().map(|one| &one.id.value).collect());
    assert_eq!(elements, "buyer web identity.idp pay.till identity.accounts");
    let boundaries = names(model.boundaries.iter().map(|one| &one.id.value).collect());
    assert_eq!(boundaries, "cloud identity.company identity.platform pay.bank");
    assert_eq!(names(model.data.iter().map(|one| &one.id.value).collect()), "identity.login");
    let flows = names(model.flows.iter().map(|one| &one.key).collect());
    assert_eq!(flows, "buyer -> web web -> identity.idp again web -> pay.till identity.lookup");
    assert_eq!(names(model.threats.iter().map(|one| &one.id.value).collect()), "forged seen");
    let idp = &model.elements[2];
    let imported = idp.imported.as_ref().expect("imported");
    let origin = (&*imported.path, &*imported.namespace, imported.name.as_str(), idp.label.as_str());
    assert_eq!(origin, ("identity.tm", "identity", "idp", "Sign-in"));
    assert_eq!(analysis.files.len(), 3);
    assert!(analysis.files.iter().all(|file| !file.ast.statements.is_empty()));
    assert_eq!(analysis.place(idp.span), "identity.tm:6");
    draw_everything(&analysis);

    let list: serde_json::Value = serde_json::from_str(&threats(&analysis)).expect("JSON");
    let idp = &list["elements"][2];
    assert_eq!((&idp["id"], &idp["imported"]["file"]), (&"identity.idp".into(), &"identity.tm".into()));
    assert_eq!(list["elements"][0]["imported"], serde_json::Value::Null);
    assert_eq!(list["threats"][0]["mitigations"][0]["id"], "identity.sign");
    let picture = svg(&analysis);
    for part in
        ["process Sign-in, imported from identity", ">imported</text>", "Imported from identity and pay: 3 elements"]
    {
        assert!(picture.contains(part), "the picture lacks `{part}`");
    }
    let view = model.views[0].clone();
    let part = viewed(analysis, &view);
    assert_eq!(part.model.elements.len(), 2);
    draw_everything(&part);
}

#[test]
fn nothing_is_opened_where_imports_are_closed() {
    let analysis = check_alone(&shop()[0].1);
    assert_eq!(places(&analysis), ["1 TM0509", "2 TM0509"], "{}", report(&analysis));
    assert!(!analysis.has_errors());
    assert_eq!(analysis.model.elements.len(), 2);
    assert!(analysis.model.assumptions.is_empty(), "an assumption about what is not there is about nothing");
    draw_everything(&analysis);
}

#[test]
fn no_prefix_of_an_imported_file_panics() {
    let (account, identity) = (read("examples/account.tm"), read("examples/shared/identity.tm"));
    for cut in (0..identity.len()).step_by(61).filter(|cut| identity.is_char_boundary(*cut)) {
        let files = [file("account.tm", &account), file("shared/identity.tm", &identity[..cut])];
        draw_everything(&check_files(&files));
    }
}

#[test]
fn limits_hold_and_are_said_once() {
    let many = |count: usize| (0..count).map(|n| format!("import \"f{n}.tm\" as f{n}\n")).collect::<String>();
    let mut wide: Vec<_> = (0..1000).map(|n| file(&format!("f{n}.tm"), "process p\n")).collect();
    wide.insert(0, file("root.tm", &many(1000)));
    let mut deep: Vec<_> = (0..300)
        .map(|n| file(&format!("f{n}.tm"), &format!("import \"f{}.tm\" as next\nprocess p\n", n + 1)))
        .collect();
    deep.insert(0, file("root.tm", "import \"f0.tm\" as next\nprocess p\nflow p -> next.p\n"));
    let same = "import \"f0.tm\" as f\n".repeat(2000);
    for (files, words) in [
        (wide, "the model takes more than 256 files"),
        (deep, "the model takes more than 64 imports one behind the other"),
        (vec![file("root.tm", &same), file("f0.tm", "process p\n")], "the model takes more than 1024 imports"),
    ] {
        let analysis = check_files(&files);
        assert_eq!(report(&analysis).matches(words).count(), 1, "{words}");
    }
}

#[test]
fn hostile_projects_end_soon() {
    // Each of these would take minutes if anything were done once for each way to it.
    let ladder = |n: usize| {
        let next = format!("import \"f{0}.tm\" as a{0}\nimport \"f{0}.tm\" as b{0}\n", n + 1);
        file(&format!("f{n}.tm"), &format!("{next}process p\nflow p -> a{}.p\n", n + 1))
    };
    let mut rungs: Vec<_> = (0..60).map(ladder).collect();
    rungs.push(file("f60.tm", "process p\nprocess q\nflow p -> q\n"));
    assert!(!check_files(&rungs).has_errors());

    let all = |n: usize| {
        let imports: String =
            (0..40).filter(|other| *other != n).map(|m| format!("import \"f{m}.tm\" as f{m}\n")).collect();
        file(&format!("f{n}.tm"), &(imports + "process p\n"))
    };
    let knot: Vec<_> = (0..40).map(all).collect();
    assert!(places(&check_files(&knot)).iter().any(|place| place.ends_with("TM0505")));

    // Chains of long names, each file of which knows all that follow.
    let long = "n".repeat(60_000);
    let link = |n: usize| file(&format!("f{n}.tm"), &format!("import \"f{}.tm\" as {long}\nprocess p\n", n + 1));
    let mut chain: Vec<_> = (0..60).map(link).collect();
    chain.push(file("f60.tm", "process p\n"));
    assert!(!check_files(&chain).has_errors());

    let (count, name) = (8_000, "n".repeat(200));
    let held: String = (0..count).map(|n| format!("data {name}{n}\n")).collect();
    let names: Vec<String> = (0..count).map(|n| format!("{name}{n}")).collect();
    let store = format!("{held}store s {{ holds: {} }}\n", names.join(", "));
    let full = [file("a.tm", "import \"b.tm\" as b\nprocess p\nflow p -> b.s\n"), file("b.tm", &store)];
    let analysis = check_files(&full);
    assert!(places(&analysis).contains(&"3 TM0506".to_owned()), "{:?}", places(&analysis));
}

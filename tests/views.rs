//! What a view shows of a model, and what holds for every view of every model.

use std::collections::BTreeSet;

use proptest::prelude::*;
use threatline::analysis::Analysis;
use threatline::model::{DataId, ElementId, Model, Target};

use crate::support::{check, files, focus, format, places, read, report, svg, threats, viewed};

const MODEL: &str = r#"model "M" { scope: "s"; direction: down }
data card "Card"
data note "Note"
entity user "User"
process mailer
boundary cloud "Cloud" {
  trust: 60
  process web "Web"
  boundary inner "Inner" {
    process pay "Pay"
    store db "DB" { holds: card, note }
    boundary deep "Deep" { store log "Log" }
  }
}
flow user -> web "order" { carries: card; protocol: https; authn: sso }
flow quick: user -> pay "pay" { carries: card; protocol: https; authn: none }
flow user -> db "look" { carries: note; protocol: https }
flow user -> log { protocol: https }
flow web <-> pay "charge" { carries: card }
flow save: pay -> db "save"
flow db -> web "read"
flow web -> mailer "receipt" { carries: note }
flow self: web -> web "retry"
mitigation shared "Both" { owner: "Ana" }
threat one: spoofing on user "1"
threat two: tampering on pay, db "2" { mitigated-by: shared }
threat three: tampering on save "3" { mitigation own "Own" }
threat four: information-disclosure on web -> mailer, user -> web "4"
threat five: denial-of-service on log, web "5"
dismiss spoofing on pay "no"
assume "s" on deep
question "q" on cloud
question "everywhere"
"#;

/// `elements | boundaries | flows | threats`, in order; a collapsed boundary has a star.
fn summary(model: &Model) -> String {
    let elements = model.elements.iter().map(|one| {
        let inside = one.parent.map(|id| format!("{}/", model.boundary(id).id.value)).unwrap_or_default();
        format!("{inside}{}{}", one.id.value, if one.is_collapsed { "*" } else { "" })
    });
    let boundaries = model.boundaries.iter().map(|one| one.id.value.clone());
    let flows = model.flows.iter().map(|flow| flow.key.clone());
    let threats = model.threats.iter().map(|threat| {
        let targets: Vec<&str> = threat.targets.iter().map(|target| model.target_key(target.value)).collect();
        format!("{} on {}", threat.number, targets.join("+"))
    });
    let join = |list: &mut dyn Iterator<Item = String>| list.collect::<Vec<_>>().join(", ");
    let lists: [&mut dyn Iterator<Item = String>; 4] =
        [&mut elements.into_iter(), &mut boundaries.into_iter(), &mut flows.into_iter(), &mut threats.into_iter()];
    lists.map(join).join(" | ")
}

/// The model's view that is written so, in the place of the model.
fn with_view(body: &str) -> Analysis {
    let analysis = check(&format!("{MODEL}view v \"V\" {{ {body} }}\n"));
    assert!(!analysis.has_errors(), "{body}: {}", report(&analysis));
    let view = analysis.model.views[0].clone();
    viewed(analysis, &view)
}

#[test]
fn a_view_shows_what_it_names() {
    let all = "user, mailer, cloud/web, inner/pay, inner/db, deep/log | cloud, inner, deep";
    for (body, expected) in [
        (
            "direction: right",
            format!(
                "{all} | user -> web, quick, user -> db, user -> log, pay <-> web, save, db -> web, web -> mailer, self \
                 | 1 on user, 2 on pay+db, 3 on save, 4 on web -> mailer+user -> web, 5 on log+web"
            ),
        ),
        // Included: elements, what is inside a boundary, the ends of a flow, what holds and carries data.
        (
            "include: user, web",
            "user, cloud/web | cloud | user -> web, self | 1 on user, 4 on user -> web, 5 on web".to_owned(),
        ),
        ("include: deep, mailer", "mailer, deep/log | cloud, inner, deep |  | 5 on log".to_owned()),
        ("include: save", "inner/pay, inner/db | cloud, inner | save | 2 on pay+db, 3 on save".to_owned()),
        (
            "include: note",
            "user, mailer, cloud/web, inner/db | cloud, inner | user -> web, user -> db, db -> web, web -> mailer, self \
             | 1 on user, 2 on db, 4 on web -> mailer+user -> web, 5 on web"
                .to_owned(),
        ),
        // Excluded: after what is included, and a flow alone.
        ("include: inner; exclude: deep, save", "inner/pay, inner/db | cloud, inner |  | 2 on pay+db".to_owned()),
        (
            "exclude: cloud, quick",
            "user, mailer |  |  | 1 on user".to_owned(),
        ),
        // In focus: the thing, the flows that touch it, their ends, and no other flows.
        (
            "focus: pay",
            "user, cloud/web, inner/pay, inner/db | cloud, inner | quick, pay <-> web, save \
             | 1 on user, 2 on pay+db, 3 on save, 5 on web"
                .to_owned(),
        ),
        (
            "focus: card",
            "user, cloud/web, inner/pay, inner/db | cloud, inner | user -> web, quick, pay <-> web \
             | 1 on user, 2 on pay+db, 4 on user -> web, 5 on web"
                .to_owned(),
        ),
        ("focus: deep", "user, deep/log | cloud, inner, deep | user -> log | 1 on user, 5 on log".to_owned()),
        ("focus: save", "inner/pay, inner/db | cloud, inner | save | 2 on pay+db, 3 on save".to_owned()),
        ("focus: pay; exclude: user, db", "cloud/web, inner/pay | cloud, inner | pay <-> web | 2 on pay, 5 on web".to_owned()),
        // Collapsed: one node, and everything on what is inside is on it.
        (
            "collapse: inner",
            "user, mailer, cloud/web, cloud/inner* | cloud \
             | user -> web, user -> inner, inner <-> web, inner -> web, web -> mailer, self \
             | 1 on user, 2 on inner, 3 on inner, 4 on web -> mailer+user -> web, 5 on inner+web"
                .to_owned(),
        ),
        (
            "collapse: deep, cloud, inner",
            "user, mailer, cloud* |  | user -> cloud, cloud -> mailer \
             | 1 on user, 2 on cloud, 3 on cloud, 4 on cloud -> mailer+user -> cloud, 5 on cloud"
                .to_owned(),
        ),
        ("collapse: inner; focus: mailer", "mailer, cloud/web | cloud | web -> mailer | 4 on web -> mailer, 5 on web".to_owned()),
        ("collapse: deep; include: log, user", "user, inner/deep* | cloud, inner | user -> deep | 1 on user, 5 on deep".to_owned()),
    ] {
        assert_eq!(summary(&with_view(body).model), expected, "{body}");
    }
}

#[test]
fn a_collapsed_boundary_stands_for_what_is_inside() {
    let analysis = with_view("collapse: inner; direction: right");
    let model = &analysis.model;
    let node = model.elements.iter().find(|element| element.is_collapsed).expect("a node");
    let names = |ids: &[DataId]| ids.iter().map(|id| model.data[id.0].id.value.clone()).collect::<Vec<_>>();
    assert_eq!((node.label.as_str(), names(&node.holds)), ("Inner", vec!["card".to_owned(), "note".to_owned()]));
    let merged = model.flows.iter().find(|flow| flow.key == "user -> inner").expect("a flow");
    assert_eq!(merged.label, "pay, look +1", "two labels, and how many more");
    assert_eq!(names(&merged.carries), ["card", "note"]);
    assert!(merged.settings.answer("protocol").is_some(), "all say so");
    assert!(merged.settings.answer("authn").is_none(), "only one says so");
    let on = |targets: &[threatline::source::Spanned<Target>]| {
        targets.iter().map(|target| model.target_key(target.value).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(model.target_key(model.dismissals[0].target.value), "inner");
    assert_eq!(on(&model.assumptions[0].targets), ["inner"], "of a boundary inside");
    assert_eq!(
        model.questions.iter().map(|one| on(&one.targets)).collect::<Vec<_>>(),
        [vec!["cloud".to_owned()], vec![]]
    );
}

#[test]
fn flows_into_a_collapsed_boundary_are_one_for_each_direction() {
    let analysis = check(
        "process a\nboundary z { process b; process c }\nflow a -> b \"x\"\nflow b -> a \"y\"\nflow c -> a \"y\"\n\
         flow a <-> c\nflow d: c <-> a \"w\"\nflow inside: b -> c\nview v { collapse: z }\n",
    );
    let view = analysis.model.views[0].clone();
    let model = viewed(analysis, &view).model;
    let flows: Vec<String> = model.flows.iter().map(|flow| format!("{}: {}", flow.key, flow.label)).collect();
    assert_eq!(flows, ["a -> z: x", "z -> a: y", "a <-> z: a <-> c, w"]);
}

#[test]
fn a_view_has_its_own_title_and_direction() {
    for (body, title, direction) in [("direction: right", "M: V", "right"), ("focus: pay", "M: V", "down")] {
        let header = with_view(body).model.header;
        assert_eq!(header.title.expect("a title").value, title);
        assert_eq!(header.direction.expect("a direction").word(), direction);
    }
    let list: serde_json::Value = serde_json::from_str(&threats(&with_view("include: inner"))).expect("JSON");
    assert_eq!(list["threats"][0]["number"], 2, "numbers are those of the whole model");
    assert_eq!(list["threats"][0]["mitigations"][0]["id"], "shared");
    assert_eq!(list["threats"][1]["mitigations"][0]["id"], "own");
}

#[test]
fn names_in_a_view_are_checked() {
    for (body, code, words) in [
        ("include: wbe", "TM0101", "did you mean `web`?"),
        ("include: one", "TM0103", "`include` takes an element, a flow, a boundary or a kind of data"),
        ("include: web, card, save, deep; focus: shared", "TM0103", "`shared` is a mitigation"),
        ("exclude: card", "TM0103", "`exclude` takes an element, a flow or a boundary"),
        ("collapse: web", "TM0103", "`collapse` takes a trust boundary"),
        ("collapse: \"deep\"", "TM0203", "identifier"),
        ("focus: web, pay", "TM0203", "`focus` takes one value"),
        ("exclude: user -> log", "TM0202", "a flow has one where it is written `flow ID: FROM -> TO`"),
        ("include: ", "TM0206", "`include` has no value"),
        ("direction: left", "TM0202", "`left`"),
        ("hide: web", "TM0201", "a view has"),
        ("exclude: web, user, mailer, inner", "TM0310", "shows nothing"),
    ] {
        let analysis = check(&format!("{MODEL}view v {{ {body} }}\n"));
        let found: Vec<String> = places(&analysis).into_iter().filter(|place| place.starts_with("34 ")).collect();
        assert_eq!(found, [format!("34 {code}")], "{body}");
        assert!(report(&analysis).contains(words), "{body}: {}", report(&analysis));
    }
}

#[test]
fn views_stand_at_the_top_and_are_named_once() {
    for (text, expected) in [
        ("boundary b { process p { view v } }\n", "1 TM0107"),
        ("process p\nview p { include: p }\n", "2 TM0102"),
        ("process p\nview v { process q }\n", "2 TM0107"),
    ] {
        let analysis = check(text);
        assert!(places(&analysis).iter().any(|place| place == expected), "{text}{:?}", places(&analysis));
    }
    let text = "view v \"V\" { include: a, b; focus: a }\n";
    assert_eq!(format(&check(text)), text);
}

/// Nothing in a model leads out of it.
fn assert_whole(model: &Model, source: &Model, name: &str) {
    let is_element = |id: ElementId| id.0 < model.elements.len();
    let is_target = |target: Target| match target {
        Target::Element(id) => is_element(id),
        Target::Flow(id) => id.0 < model.flows.len(),
        Target::Boundary(id) => id.0 < model.boundaries.len(),
    };
    let is_data = |ids: &[DataId]| ids.iter().all(|id| id.0 < model.data.len());
    for (index, boundary) in model.boundaries.iter().enumerate() {
        assert!(boundary.parent.is_none_or(|parent| parent.0 < index), "{name}: a parent stands before its children");
    }
    for element in &model.elements {
        assert!(element.parent.is_none_or(|id| id.0 < model.boundaries.len()) && is_data(&element.holds), "{name}");
    }
    for flow in &model.flows {
        assert!(is_element(flow.from) && is_element(flow.to) && is_data(&flow.carries), "{name}: {}", flow.key);
    }
    for threat in &model.threats {
        assert!(!threat.targets.is_empty() && threat.targets.iter().all(|target| is_target(target.value)), "{name}");
        assert!(threat.mitigations.iter().all(|id| id.0 < model.mitigations.len()), "{name}");
        assert_eq!(source.threats[threat.number - 1].id.value, threat.id.value, "{name}");
    }
    let remarks =
        model.assumptions.iter().map(|one| &one.targets).chain(model.questions.iter().map(|one| &one.targets));
    assert!(remarks.flatten().all(|target| is_target(target.value)), "{name}");
    assert!(model.dismissals.iter().all(|one| is_target(one.target.value)), "{name}");
    assert!(model.mentioned.elements.iter().all(|id| is_element(*id)), "{name}");
    assert_eq!(model.graph.node_count(), model.elements.len(), "{name}");
    assert!(model.graph.edge_weights().all(|id| id.0 < model.flows.len()), "{name}");
    let names: BTreeSet<&str> = model.flows.iter().map(|flow| flow.key.as_str()).collect();
    assert_eq!(names.len(), model.flows.len(), "{name}: flow names are unique");
    let elements: BTreeSet<&str> = model.elements.iter().map(|element| element.id.value.as_str()).collect();
    assert_eq!(elements.len(), model.elements.len(), "{name}: element names are unique");
}

/// Every name that can be in focus.
fn names(model: &Model) -> Vec<String> {
    let elements = model.elements.iter().map(|one| &one.id);
    let boundaries = model.boundaries.iter().map(|one| &one.id);
    let flows = model.flows.iter().filter_map(|one| one.id.as_ref());
    let data = model.data.iter().map(|one| &one.id);
    elements.chain(boundaries).chain(flows).chain(data).map(|id| id.value.clone()).collect()
}

#[test]
fn every_focus_of_every_example_is_a_model_that_can_be_drawn() {
    for path in files("examples", "tm") {
        let text = read(&path);
        for (index, name) in names(&check(&text).model).into_iter().enumerate() {
            let analysis = check(&text);
            let view = focus(&analysis, &name).expect("a name of the model");
            let seen = viewed(analysis, &view);
            let name = format!("{} --focus {name}", path.display());
            assert_whole(&seen.model, &check(&text).model, &name);
            assert!(!seen.model.elements.is_empty(), "{name}");
            threats(&seen);
            if index % 6 == 0 {
                assert!(svg(&seen).contains("</svg>"), "{name}");
            }
        }
        assert!(focus(&check(&text), "no-such-name").is_none());
    }
}

#[test]
fn a_view_that_asks_for_nothing_shows_everything() {
    let empty = "boundary outer { boundary empty }\ndata unused\nmitigation spare \"x\"\n".to_owned();
    for text in files("examples", "tm").iter().map(read).chain([MODEL.to_owned(), empty]) {
        let analysis = check(&format!("{text}view v\n"));
        let view = analysis.model.views.last().expect("a view").clone();
        let mut whole = analysis.model.clone();
        let seen = viewed(analysis, &view).model;
        whole.views.clear();
        whole.header.title.clone_from(&seen.header.title);
        assert_eq!(format!("{whole:?}"), format!("{seen:?}"));
    }
}

/// A model of a few things, and a view that names some of them.
fn anything() -> impl Strategy<Value = String> {
    let parents = proptest::collection::vec(0..4_usize, 3..9);
    let flows = proptest::collection::vec((0..9_usize, 0..9_usize, any::<bool>(), 0..3_usize), 0..14);
    let view = proptest::collection::vec((0..4_u8, 0..32_usize), 0..6);
    (parents, flows, view).prop_map(|(parents, flows, view)| write_model(&parents, &flows, &view))
}

fn write_model(parents: &[usize], flows: &[(usize, usize, bool, usize)], view: &[(u8, usize)]) -> String {
    use std::fmt::Write;
    let mut text = "data d0\ndata d1\n".to_owned();
    let inside = |parent: usize| {
        let here = parents.iter().enumerate().filter(|(_, one)| **one == parent);
        here.map(|(index, _)| format!("store e{index} {{ holds: d{} }}\n", index % 2)).collect::<String>()
    };
    // b1 holds b2, and b3 stands beside them.
    let _ = write!(text, "{}boundary b1 {{\n{}boundary b2 {{\n{}}}\n}}\n", inside(0), inside(1), inside(2));
    let _ = write!(text, "boundary b3 {{\n{}}}\n", inside(3));
    for (index, (from, to, both, data)) in flows.iter().enumerate() {
        let (from, to) = (from % parents.len(), to % parents.len());
        let carries = if *data < 2 { format!(" {{ carries: d{data} }}") } else { String::new() };
        let arrow = if *both { "<->" } else { "->" };
        let _ = writeln!(text, "flow f{index}: e{from} {arrow} e{to} \"l{index}\"{carries}");
        let _ = writeln!(text, "threat t{index}: tampering on f{index}, e{from} \"t\" {{ mitigation \"m\" }}");
    }
    let mut known: Vec<String> = (0..parents.len()).map(|index| format!("e{index}")).collect();
    known.extend((0..flows.len()).map(|index| format!("f{index}")));
    let boundaries = ["b1", "b2", "b3"];
    known.extend(boundaries.map(str::to_owned));
    let pick = |attribute: u8| -> Vec<&str> {
        let chosen = view.iter().filter(|(one, _)| *one == attribute);
        chosen.map(|(one, at)| if *one == 2 { boundaries[at % 3] } else { known[at % known.len()].as_str() }).collect()
    };
    let mut attributes = Vec::new();
    for (number, name) in [(0, "include"), (1, "exclude"), (2, "collapse")] {
        if !pick(number).is_empty() {
            attributes.push(format!("{name}: {}", pick(number).join(", ")));
        }
    }
    attributes.extend(pick(3).first().map(|name| format!("focus: {name}")));
    let _ = writeln!(text, "view v {{ {} }}", attributes.join("; "));
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_view_of_any_model_is_a_model(text in anything()) {
        let analysis = check(&text);
        prop_assert!(!analysis.has_errors(), "{}{}", text, report(&analysis));
        let view = analysis.model.views[0].clone();
        let seen = viewed(analysis, &view);
        let whole = check(&text).model;
        assert_whole(&seen.model, &whole, &text);
        let shown: BTreeSet<&str> = seen.model.elements.iter().map(|one| one.id.value.as_str()).collect();
        let around: BTreeSet<&str> = seen.model.boundaries.iter().map(|one| one.id.value.as_str()).collect();
        for name in &view.collapse {
            let id = &whole.boundary(name.value).id.value;
            prop_assert!(!around.contains(id.as_str()), "{} is collapsed\n{}", id, text);
        }
        for element in seen.model.elements.iter().filter(|one| !one.is_collapsed) {
            let part = format!("exclude: {}", element.id.value);
            prop_assert!(!text.contains(&format!("{part};")) && !text.contains(&format!("{part} ")), "{}", text);
        }
        prop_assert!(shown.is_disjoint(&around));
        prop_assert!(svg(&seen).contains("</svg>"));
    }
}

#[test]
fn a_collapsed_boundary_looks_and_reads_like_one() {
    let analysis = check(
        "entity user\nboundary z \"Zone\" { trust: 40\n process a\n}\nflow user -> a \"w\"\nview v { collapse: z }\n",
    );
    let view = analysis.model.views[0].clone();
    let svg = svg(&viewed(analysis, &view));
    assert!(svg.contains("collapsed trust boundary Zone") && svg.contains(">collapsed · trust 40</text>"), "{svg}");
    assert!(svg.contains(">trust boundary</text>") && !svg.contains(">process</text>"), "the legend says so: {svg}");
}

//! How a picture looks and reads: themes, layers, highlights, what is out of scope, ids, links and replies.

use std::collections::BTreeSet;

use threatline::analysis::Analysis;
use threatline::layout::{Layout, Wish};
use threatline::model::{Direction, ElementId, FlowId, Target};
use threatline::scene::{Anchor, Highlight, Layer, Layers, Matrix, Node, Options, Palette, Scene, Theme};

use crate::drawing::{faults, walk};
use crate::support::{check, files, layout_with, read, scene_with, svg, svg_with, texts};

const MODEL: &str = r#"model "Pay" { scope: "Paying" }
data card "Card" { sensitivity: restricted; kind: payment }
entity bank "Bank" { kind: system; out-of-scope: "another team" }
boundary cloud "Cloud" {
  process pay "Payment" { authn: mtls; authz: none; audit: unknown }
  store log "Log" { holds: card }
}
flow pay -> bank "charge" { carries: card; protocol: https }
flow bank -> pay "receipt"
flow pay -> log "what was paid"
threat forged: spoofing on pay "Somebody forges a charge" { likelihood: high; impact: high }
threat read: information-disclosure on pay -> bank, log "Somebody reads the card" {
  likelihood: high
  impact: medium
  link: "https://example.com/read"
}
dismiss denial-of-service on pay "It may be down"
"#;

fn model() -> Analysis {
    let analysis = check(MODEL);
    assert!(!analysis.has_errors(), "{}", crate::support::report(&analysis));
    analysis
}

fn themed(theme: Theme) -> Options {
    Options { theme, ..Options::default() }
}

fn showing(layers: &[Layer]) -> Options {
    Options { layers: layers.iter().copied().collect(), ..Options::default() }
}

/// The parts of a class: identifier, and everything that is painted in it.
fn painted(svg: &str, class: &str) -> Vec<(String, BTreeSet<String>)> {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    let groups = document.descendants().filter(|node| node.attribute("class") == Some(class));
    groups
        .map(|group| {
            let names = ["fill", "stroke"];
            let colours =
                group.descendants().flat_map(|node| names.into_iter().filter_map(move |it| node.attribute(it)));
            let colours = colours.filter(|colour| *colour != "none").map(str::to_owned).collect();
            (group.attribute("data-id").unwrap_or_default().to_owned(), colours)
        })
        .collect()
}

#[test]
fn every_theme_paints_with_its_own_palette() {
    let known = |palette: Palette| -> BTreeSet<String> {
        threatline::scene::Colour::ALL.into_iter().map(|colour| palette.hex(colour)).collect()
    };
    for theme in Theme::ALL {
        let svg = svg_with(&model(), &themed(theme));
        let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
        for node in document.descendants() {
            for colour in ["fill", "stroke"].into_iter().filter_map(|name| node.attribute(name)) {
                assert!(colour == "none" || known(theme.palette()).contains(colour), "{theme:?}: {colour}");
            }
        }
        assert_eq!(svg.contains("@media"), theme == Theme::Auto, "{theme:?}");
    }
}

#[test]
fn layers_are_shown_where_they_are_wanted_and_nowhere_else() {
    use Layer::{Categories, Controls, Coverage, Data, Legend, List, Threats};
    // What a layer draws, a choice that shows it, and the layers that would draw the same.
    for (mark, with, besides) in [
        ("class=\"tm-threat\"", &[Threats][..], &[Categories][..]),
        ("class=\"tm-threat\"", &[Categories], &[Threats]),
        ("class=\"tm-threats\"", &[List], &[]),
        ("class=\"tm-legend\"", &[Legend], &[]),
        (">card</text>", &[Data], &[]),
        (">S</text>", &[Categories], &[Coverage, Legend]),
        (">authz: none</text>", &[Controls], &[]),
        (">E</text>", &[Coverage], &[Legend]),
    ] {
        let layer = with[0];
        assert!(svg_with(&model(), &showing(with)).contains(mark), "{layer:?} is missing");
        let others = Layer::ALL.into_iter().filter(|other| *other != layer && !besides.contains(other));
        let others: Vec<Layer> = others.collect();
        assert!(!svg_with(&model(), &showing(&others)).contains(mark), "{layer:?} is shown unasked");
    }
}

#[test]
fn every_choice_of_layers_is_laid_out_without_a_fault() {
    let room = |layout: &Layout| layout.elements.iter().map(|rect| rect.height).sum::<i32>();
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        for layers in [&[][..], &Layer::ALL[..]] {
            let layout = layout_with(&analysis, &showing(layers));
            let faults = faults(&analysis.model, &layout);
            assert!(faults.is_empty(), "{} with {layers:?}: {faults:#?}", path.display());
        }
        let (bare, full) = ([].as_slice(), Layer::ALL.as_slice());
        let heights = [bare, full].map(|layers| room(&layout_with(&analysis, &showing(layers))));
        assert!(heights[0] < heights[1], "{}: no room is made for what is shown", path.display());
    }
}

#[test]
fn coverage_tells_found_from_dismissed_from_unasked_without_colour() {
    let svg = svg_with(&model(), &Options { theme: Theme::Print, ..showing(&[Layer::Coverage]) });
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let pay = document.descendants().find(|node| node.attribute("data-id") == Some("pay")).expect("the process");
    let written = |letter: &str| {
        let letter = pay.children().find(|node| node.text() == Some(letter)).expect("a letter");
        let bold = letter.attribute("font-weight").is_some();
        let boxed = letter.prev_sibling().filter(|node| node.tag_name().name() == "rect");
        (bold, boxed.map(|node| node.attribute("stroke").is_some()))
    };
    assert_eq!([written("S"), written("D"), written("T")], [(true, Some(false)), (false, Some(true)), (false, None)]);
}

#[test]
fn the_share_of_answers_is_that_of_the_coverage_matrix() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let found = analysis.elicit();
        let share = threatline::threat::coverage(&analysis.model, &found).share();
        let matrix = Matrix::of(&analysis.model, &found);
        for layers in [&[Layer::Coverage][..], &[Layer::Coverage, Layer::Candidates]] {
            let svg = svg_with(&analysis, &Options { matrix: matrix.clone(), ..showing(layers) });
            let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
            let title =
                document.descendants().find(|node| node.attribute("class") == Some("tm-title")).expect("a title");
            let words: Vec<&str> = title.descendants().filter_map(|node| node.text()).collect();
            let facts = words.join(" ");
            let told = format!("coverage {} of {}", share.answered, share.total);
            assert!(facts.contains(&told), "{}: {facts}, but {told}", path.display());
        }
    }
}

#[test]
fn a_flow_between_what_others_look_at_counts_in_neither_share() {
    let analysis = check(
        "import \"shared/identity.tm\" as identity\nprocess own \"Own\"\nflow own -> identity.idp \"sign in\"\n\
         flow identity.idp -> identity.idp \"renew\"\n",
    );
    assert!(!analysis.has_errors(), "{}", crate::support::report(&analysis));
    let share = threatline::threat::coverage(&analysis.model, &analysis.elicit()).share();
    let told = format!("coverage {} of {}", share.answered, share.total);
    assert!(svg_with(&analysis, &showing(&[Layer::Coverage])).contains(&told), "{told}");
}

#[test]
fn a_control_is_drawn_as_a_ring() {
    let analysis = check(
        "model \"M\" { scope: \"s\" }\nprocess pay \"Payment\" { authn: mtls }\nentity user \"User\"\nflow user -> pay\n",
    );
    let matrix = Matrix::of(&analysis.model, &analysis.elicit());
    let svg = svg_with(&analysis, &Options { matrix, ..showing(&[Layer::Coverage]) });
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let pay = document.descendants().find(|node| node.attribute("data-id") == Some("pay")).expect("the process");
    let boxed = pay.children().filter(|node| node.attribute("rx") == Some("7"));
    let letters: Vec<&str> = boxed.filter_map(|node| node.next_sibling()?.text()).collect();
    assert_eq!(letters, ["S"], "its callers are known, and nothing else is answered");
}

#[test]
fn a_flow_into_a_collapsed_boundary_crosses_its_border() {
    let mut analysis = check(
        "model \"M\" { scope: \"s\" }\nentity user \"User\"\nboundary cloud \"Cloud\" { process web \"Web\" }\n\
         flow user -> web\nflow web -> user\nview outside \"Outside\" { collapse: cloud }\n",
    );
    analysis.model = threatline::model::view(&analysis.model, &analysis.model.views[0]);
    let svg = svg(&analysis);
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let class = |name: &'static str| {
        move |node: &roxmltree::Node| {
            node.attribute("class").is_some_and(|class| class.split(' ').any(|one| one == name))
        }
    };
    let flows: Vec<usize> = document
        .descendants()
        .filter(class("tm-flow"))
        .map(|flow| flow.children().filter(class("f-boundary")).count())
        .collect();
    assert_eq!(flows, [1, 1], "one diamond each");
    assert!(document.descendants().any(|node| node.text() == Some("crossing")), "the legend says what it is");
}

#[test]
fn candidates_are_drawn_where_rules_find_them_and_nobody_has_answered() {
    let analysis = check(
        r#"model "Pay" { scope: "Paying" }
entity user "User"
boundary cloud "Cloud" { process pay "Payment" }
flow user -> pay "order"
threat forged: spoofing on pay "Somebody forges a charge" { likelihood: high; impact: high }
"#,
    );
    let matrix = Matrix::of(&analysis.model, &analysis.elicit());
    let dashed = |layers: &[Layer]| {
        let svg = svg_with(&analysis, &Options { matrix: matrix.clone(), ..showing(layers) });
        let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
        let pay = document.descendants().find(|node| node.attribute("data-id") == Some("pay")).expect("the process");
        let boxes = pay.children().filter(|node| node.attribute("stroke-dasharray") == Some("2.5 1.5"));
        boxes.filter_map(|node| Some(node.next_sibling()?.text()?.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(dashed(&[Layer::Coverage]), [""; 0], "only where they are wanted");
    assert_eq!(dashed(&[Layer::Candidates]), ["T", "R", "D", "E"], "the threat answers S, and of I nothing is known");
    assert_eq!(dashed(&[Layer::Candidates, Layer::Coverage]), ["T", "R", "D", "E"]);
}

#[test]
fn highlights_fade_everything_else() {
    let analysis = model();
    let names = ["pay", "pay -> log"].map(str::to_owned);
    let highlight = Highlight::of(&analysis.model, &names).expect("known names");
    let options = Options { highlight: Some(highlight), ..Options::default() };
    let (plain, lit) = (svg(&analysis), svg_with(&analysis, &options));
    for (class, full) in [
        ("tm-process", vec!["pay"]),
        ("tm-store", vec![]),
        ("tm-boundary", vec![]),
        ("tm-flow", vec!["pay -> log"]),
        ("tm-threat", vec!["forged"]),
        ("tm-entry", vec!["forged"]),
    ] {
        let full: Vec<String> = full.into_iter().map(str::to_owned).collect();
        let before = painted(&plain, class);
        // What is out of scope is faded as it is, so it does not count as lit.
        let same = painted(&lit, class).into_iter().zip(before).filter(|(now, before)| {
            now == before && !now.1.contains(&Palette::Light.hex(threatline::scene::Colour::Quiet))
        });
        assert_eq!(same.map(|(now, _)| now.0).collect::<Vec<_>>(), full, "{class}");
    }
    let named = |name: &str| Highlight::of(&analysis.model, &[name.to_owned()]).expect("a known name");
    let lit = |highlight: &Highlight| -> Vec<&str> {
        let elements = (0..analysis.model.elements.len()).map(|index| Target::Element(ElementId(index)));
        let flows = (0..analysis.model.flows.len()).map(|index| Target::Flow(FlowId(index)));
        elements.chain(flows).filter(|one| highlight.holds(*one)).map(|one| analysis.model.target_key(one)).collect()
    };
    assert_eq!(lit(&named("card")), ["bank", "pay", "log", "pay -> bank"], "whatever handles the data");
    let unknown = Highlight::of(&analysis.model, &["pai".to_owned()]).expect_err("no such name");
    assert_eq!(unknown.0, "pai");
}

#[test]
fn highlights_take_names_as_they_are_written_and_all_that_is_in_a_boundary() {
    let text = "boundary zone { process b; boundary inner { store a } }\nprocess c\nflow b <-> a\nflow c -> b \"x\"\n";
    let model = check(text).model;
    let lit = |name: &str| -> Vec<&str> {
        let highlight = Highlight::of(&model, &[name.to_owned()]).expect("a known name");
        Highlight::names(&model)
            .filter(|name| highlight.holds(model.target_named(name).expect("there is nothing but targets")))
            .collect()
    };
    for name in ["a <-> b", "b <-> a", "b<->a"] {
        assert_eq!(lit(name), ["a <-> b"], "{name}");
    }
    assert_eq!(lit("c->b"), ["c -> b"]);
    assert_eq!(lit("zone"), ["b", "a", "a <-> b", "zone", "inner"]);
    assert!(Highlight::of(&model, &["b -> c".to_owned()]).is_err());
}

#[test]
fn what_is_not_rated_is_seen_to_be_open() {
    let threat = |name: &str, rest: &str| format!("threat {name}: tampering on a \"{name}\" {{ {rest} }}\n");
    let text = [
        "process a\n".to_owned(),
        threat("open", ""),
        threat("done", "mitigation \"m\" { status: done }"),
        threat("taken", "accept \"a\" { by: \"b\" }"),
    ];
    let drawn = svg(&check(&text.concat()));
    assert!(drawn.contains("3 threats, none open at high or above, 1 open and not rated"));
    let muted = Palette::Light.hex(threatline::scene::Colour::Muted);
    let [open, done, taken] = ["open", "done", "taken"].map(|name| {
        let of = format!("data-id=\"{name}\"");
        drawn.lines().find(|line| line.contains("tm-threat") && line.contains(&of)).expect("a marker").to_owned()
    });
    assert!(open.contains(&format!("fill=\"{muted}\"")), "{open}");
    assert!(!done.contains(&format!("<path fill=\"{muted}\"")) && !done.contains("dasharray"), "{done}");
    assert!(taken.contains("dasharray"), "{taken}");
}

#[test]
fn the_most_sensitive_data_stand_first_where_the_dot_is_theirs() {
    let text = "data plain { sensitivity: public }\ndata secret { sensitivity: restricted }\ndata own { sensitivity: internal }\n\
        process a\nprocess b\nflow a -> b \"w\" { carries: plain, own, secret }\n";
    assert!(svg(&check(text)).contains(">secret, own, plain</text>"));
}

#[test]
fn markers_are_numbered_as_one_reads() {
    let threats: String = (1..=7).map(|one| format!("threat t{one}: tampering on a \"{one}\"\n")).collect();
    let scene = scene_with(&check(&format!("process a\n{threats}")), &showing(&[Layer::Threats]));
    let mut at: Vec<(i64, i64, String)> = Vec::new();
    walk(&scene.nodes, &mut |node| {
        let Node::Group { subject, nodes, .. } = node else { return };
        for node in nodes.iter().filter(|_| subject.role == "threat") {
            let Node::Text { x, y, text, .. } = node else { continue };
            at.push((*y as i64, *x as i64, text.clone()));
        }
    });
    at.sort();
    assert_eq!(
        at.iter().map(|(_, _, number)| number.as_str()).collect::<Vec<_>>(),
        ["1", "2", "3", "4", "5", "6", "7"]
    );
    let rows: BTreeSet<i64> = at.iter().map(|(y, ..)| *y).collect();
    assert!((2..=3).contains(&rows.len()), "{at:?}");
}

#[test]
fn out_of_scope_is_grey_and_its_threats_are_not() {
    let drawn = svg(&model());
    assert!(!drawn.contains(" opacity="), "text would lose its contrast");
    let high = Palette::Light.hex(threatline::scene::Colour::High);
    let process = Palette::Light.hex(threatline::scene::Colour::EntityStroke);
    assert!(painted(&drawn, "tm-threat").iter().any(|(id, colours)| id == "read" && colours.contains(&high)));
    assert!(painted(&drawn, "tm-entity").iter().all(|(_, colours)| !colours.contains(&process)));
}

#[test]
fn a_picture_and_the_analysis_agree_on_what_is_out_of_scope() {
    let analysis = check(
        "entity bank \"Bank\" { out-of-scope: \"another team\" }\nprocess pay \"Pay\"\nflow pay -> bank \"charge\"\n\
         boundary old \"Old\" {\n  out-of-scope: \"retired\"\n  process cron \"Cron\"\n  store file \"File\"\n}\n\
         flow cron -> file \"dump\"\nflow pay -> cron \"tick\"\n",
    );
    let picture = svg_with(&analysis, &showing(&[Layer::Coverage]));
    let grey = Palette::Light.hex(threatline::scene::Colour::Quiet);
    for (class, faded) in [
        ("tm-entity", vec!["bank"]),
        ("tm-process", vec!["cron"]),
        ("tm-store", vec!["file"]),
        ("tm-boundary", vec!["old"]),
        ("tm-flow", vec!["cron -> file"]),
    ] {
        let is_grey = |(_, colours): &(String, BTreeSet<String>)| colours.contains(&grey);
        let drawn: Vec<String> = painted(&picture, class).into_iter().filter(is_grey).map(|(id, _)| id).collect();
        assert_eq!(drawn, faded, "{class}");
    }
    let share = threatline::threat::coverage(&analysis.model, &analysis.elicit()).share();
    assert!(picture.contains(&format!("coverage {} of {}", share.answered, share.total)), "{share:?}");
    for (format, text) in texts(&analysis) {
        assert_eq!(text.matches("out of scope").count(), 5, "{format}: {text}");
    }
}

/// The ids of a picture, and the ids that it refers to.
fn ids(svg: &str) -> (Vec<String>, Vec<String>) {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    let values = |name: &'static str| document.descendants().filter_map(move |node| node.attribute(name));
    let links = values("href").filter_map(|link| link.strip_prefix('#'));
    let labels = values("aria-labelledby").chain(values("aria-describedby")).flat_map(str::split_whitespace);
    (values("id").map(str::to_owned).collect(), links.chain(labels).map(str::to_owned).collect())
}

#[test]
fn pictures_share_a_page() {
    let small = check(&read("examples/small.tm"));
    let right = Wish { direction: Some(Direction::Right), aspect: None };
    let turned = Options { wish: right, ..Options::default() };
    let looks = [themed(Theme::Auto), themed(Theme::Print), showing(&[Layer::Threats, Layer::List]), turned];
    let mut pictures: Vec<String> = looks.iter().map(|options| svg_with(&model(), options)).collect();
    pictures.push(svg(&small));
    let mut seen = BTreeSet::new();
    for picture in &pictures {
        let (ids, referred) = ids(picture);
        for id in &ids {
            assert!(seen.insert(id.clone()), "`{id}` is there twice");
        }
        assert!(referred.iter().all(|id| ids.contains(id)), "{referred:?} of {ids:?}");
        let style = picture.split("</style>").next().expect("a style");
        for rule in style.lines().filter(|line| line.contains("fill:")) {
            assert!(rule.starts_with(&format!("#{} ", ids[0])), "a rule for the whole page: {rule}");
        }
    }
}

#[test]
fn a_mended_sentence_changes_the_lines_that_show_it() {
    let mended = svg(&check(&MODEL.replace("forges a charge", "forges a claim")));
    let before = svg(&model());
    let changed: Vec<&str> = mended.lines().filter(|line| !before.lines().any(|other| other == *line)).collect();
    assert!(changed.len() == 2 && changed.iter().all(|line| line.contains("data-id=\"forged\"")), "{changed:#?}");
}

#[test]
fn parts_stand_in_reading_order_each_by_its_name_and_say_where_they_are_declared() {
    let drawn = svg(&model());
    let document = roxmltree::Document::parse(&drawn).expect("well-formed XML");
    let symbols = document.descendants().filter(|node| node.attribute("role") == Some("graphics-symbol"));
    let read: Vec<(&str, &str)> = symbols
        .map(|node| (node.attribute("class").unwrap_or_default(), node.attribute("data-source").unwrap_or_default()))
        .collect();
    assert_eq!(
        read,
        [
            ("tm-boundary", "model.tm:4"),
            ("tm-entity", "model.tm:3"),
            ("tm-store", "model.tm:6"),
            ("tm-process", "model.tm:5"),
            ("tm-flow", "model.tm:9"),
            ("tm-flow", "model.tm:8"),
            ("tm-flow", "model.tm:10"),
            ("tm-threat", "model.tm:11"),
            ("tm-threat", "model.tm:12"),
            ("tm-threat", "model.tm:12"),
        ]
    );
    for symbol in document.descendants().filter(|node| node.attribute("role") == Some("graphics-symbol")) {
        let title = symbol.children().find(|node| node.tag_name().name() == "title");
        assert!(title.and_then(|title| title.text()).is_some_and(|title| !title.is_empty()), "a symbol without a name");
    }
}

#[test]
fn threats_lead_to_their_entries_and_back() {
    let drawn = svg(&model());
    let document = roxmltree::Document::parse(&drawn).expect("well-formed XML");
    let links: Vec<(String, String)> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "a")
        .map(|node| {
            (node.attribute("id").unwrap_or_default().to_owned(), node.attribute("href").unwrap_or_default().to_owned())
        })
        .collect();
    let key = document.root_element().attribute("id").expect("a key");
    let (entry, threat) = (|id: &str| format!("{key}-entry-{id}"), |id: &str| format!("{key}-threat-{id}"));
    assert_eq!(
        links,
        [
            (threat("forged"), format!("#{}", entry("forged"))),
            (threat("read"), format!("#{}", entry("read"))),
            (threat("read.2"), format!("#{}", entry("read"))),
            (entry("forged"), format!("#{}", threat("forged"))),
            (entry("read"), "https://example.com/read".to_owned()),
        ]
    );
    assert_ne!(document.root_element().attribute("role"), Some("img"), "its links would be hidden");
    let nested = document.descendants().filter(|node| node.tag_name().name() == "a");
    assert!(nested.flat_map(|link| link.ancestors().skip(1)).all(|outer| outer.tag_name().name() != "a"));
    let unlisted = svg_with(&model(), &showing(&[Layer::Threats]));
    assert!(unlisted.contains("href=\"https://example.com/read\"") && !unlisted.contains("href=\"#"));
}

#[test]
fn labels_have_no_box_behind_them() {
    let scene = scene_with(&model(), &showing(&[]));
    walk(&scene.nodes, &mut |node| {
        let Node::Group { subject, nodes, .. } = node else { return };
        if subject.role == "label" {
            assert!(nodes.iter().all(|node| matches!(node, Node::Text { halo: Some(_), .. })), "{nodes:?}");
        }
    });
}

#[test]
fn a_reply_follows_its_request() {
    let dotted = |flows: &str| {
        let text = format!("model \"M\" {{ scope: \"s\" }}\nprocess a\nprocess b\nprocess c\n{flows}\n");
        let drawn = svg_with(&check(&text), &Options { layers: Layers::from_iter([]), ..Options::default() });
        drawn.matches("stroke-dasharray").count()
    };
    for (flows, replies) in [
        ("flow a -> b\nflow b -> a", 1),
        ("flow ask: a -> b\n// so\nflow tell: b -> a \"told\"", 1),
        ("flow a -> b\nflow b -> a\nflow again: a -> b", 1),
        ("flow a -> b\nflow b -> c\nflow b -> a", 0),
        ("flow a -> b\nflow b -> a { authn: mtls }", 0),
        ("flow a <-> b\nflow b -> a", 0),
        ("flow a -> a\nflow other: a -> a", 0),
    ] {
        assert_eq!(dotted(flows), replies, "{flows}");
    }
}

#[cfg(feature = "png")]
#[test]
fn links_and_names_change_no_pixel() {
    let drawn = svg(&model());
    let mut bare = String::new();
    for piece in drawn.split_inclusive('>') {
        let tag = &piece[piece.rfind('<').unwrap_or_default()..];
        bare.push_str(if tag.starts_with("<a ") || tag == "</a>" { &piece[..piece.len() - tag.len()] } else { piece });
    }
    assert!(bare.len() < drawn.len());
    let png = |svg: &str| crate::support::png(svg, 1.0);
    assert!(png(&drawn) == png(&bare), "links are not drawn as they should be");
    let dark = png(&svg_with(&model(), &themed(Theme::Dark)));
    assert!(dark != png(&drawn), "a dark picture is dark as PNG too");
}

/// The box of a text by what its attributes say, with room for its halo: left, top, right, bottom.
#[cfg(feature = "png")]
fn text_box(text: &roxmltree::Node) -> [f32; 4] {
    let number = |name: &str| text.attribute(name).and_then(|value| value.parse::<f32>().ok());
    let (x, y) = (number("x").expect("x"), number("y").expect("y"));
    let (size, width) = (number("font-size").expect("a size"), number("textLength").expect("a length"));
    let left = match text.attribute("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    let halo = number("stroke-width").unwrap_or(0.0) / 2.0 + 1.5;
    [left - halo, y - size - halo, left + width + halo, y + 0.35 * size + halo]
}

#[cfg(feature = "png")]
#[test]
fn every_pixel_of_a_text_lies_in_its_box() {
    use resvg::tiny_skia::Pixmap;

    for path in files("examples", "tm") {
        let svg = svg(&crate::support::check_as(&path.to_string_lossy(), &read(&path)));
        let mut without = String::new();
        let mut rest = svg.as_str();
        while let Some((before, text)) = rest.split_once("<text ") {
            without.push_str(before);
            rest = text.split_once("</text>").expect("it ends").1;
        }
        without.push_str(rest);
        let drawn = |svg: &str| Pixmap::decode_png(&crate::support::png(svg, 1.0)).expect("a PNG");
        let (with, without) = (drawn(&svg), drawn(&without));
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        let boxes: Vec<[f32; 4]> = texts.map(|text| text_box(&text)).collect();
        let mut ink = 0;
        for (at, (one, other)) in with.pixels().iter().zip(without.pixels()).enumerate() {
            if one == other {
                continue;
            }
            ink += 1;
            let width = with.width() as usize;
            let (x, y) = ((at % width) as f32 + 0.5, (at / width) as f32 + 0.5);
            let is_inside =
                |[left, top, right, bottom]: &[f32; 4]| *left <= x && x <= *right && *top <= y && y <= *bottom;
            assert!(boxes.iter().any(is_inside), "{}: ink outside of every text's box at {x}, {y}", path.display());
        }
        assert!(ink > 20 * boxes.len(), "{}: {ink} pixels of {} texts", path.display(), boxes.len());
    }
}

/// The texts of the legend.
fn legend(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    let legend = document.descendants().find(|node| node.attribute("class") == Some("tm-legend")).expect("a legend");
    legend
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_legend_explains_the_dots_that_are_drawn_and_no_others() {
    let flows = |carried: &str| {
        let data = "data r { sensitivity: restricted }\ndata c { sensitivity: confidential }\ndata p { sensitivity: public }\ndata u";
        let svg = svg(&check(&format!("{data}\nprocess a\nprocess b\nflow a -> b \"w\" {{ carries: {carried} }}\n")));
        legend(&svg).into_iter().filter(|text| text.ends_with("data")).collect::<Vec<_>>()
    };
    assert_eq!(flows("r"), ["restricted data"]);
    assert_eq!(flows("c, r, u"), ["restricted data"], "only the worst of a flow is drawn");
    assert_eq!(flows("p"), ["public or unclassified data"]);
    assert_eq!(flows("u"), ["public or unclassified data"]);
}

#[test]
fn controls_stand_at_flows_and_boundaries_too_and_bold_is_explained() {
    let model = check(
        "boundary z \"Z\" { isolation: namespace\n process a { authn: mtls }\n}\nprocess b\nflow a -> b \"w\" { protocol: http; encryption: none }\n",
    );
    let controls = svg_with(&model, &showing(&[Layer::Controls, Layer::Legend]));
    for text in ["isolation: namespace", "authn: mtls", "protocol: http", "encryption: none", "none or unknown"] {
        assert!(controls.contains(&format!(">{text}</text>")), "{text}");
    }
    let plain = svg(&model);
    assert!(!plain.contains("protocol: http") && !plain.contains("none or unknown"));
}

#[test]
fn a_line_leads_from_a_label_to_its_flow_where_another_flow_is_nearer() {
    let leaders = |model: &str| svg(&check(model)).matches("stroke-width=\"0.75\"").count();
    let elements = "process a \"A\"\nprocess b \"B\"\nflow a -> b \"an order with all of its lines\"\n";
    assert_eq!(leaders(elements), 0);
    let three = format!(
        "{elements}flow b -> a \"the receipt of the order\"\nflow x: a -> b \"a third thing that goes the same way\"\n"
    );
    assert!(leaders(&three) > 0);
}

#[test]
fn what_the_font_lacks_is_not_stretched() {
    let svg = svg(&check("process a \"Résumé\"\nprocess b \"البيانات\"\nflow a -> b \"w\"\n"));
    assert!(svg.contains("lengthAdjust=\"spacingAndGlyphs\">Résumé</text>"));
    let line = svg.lines().find(|line| line.contains(">البيانات</text>")).expect("the label");
    let text = line.rsplit("<text").find(|text| text.contains("البيانات</text>")).expect("the text");
    assert!(!text.contains("textLength"), "{text}");
}

#[test]
fn a_long_list_below_a_small_diagram_takes_more_columns() {
    let threats: String = (0..60)
        .map(|one| format!("threat t{one}: tampering on a \"Somebody changes what stands in row {one}\"\n"))
        .collect();
    let analysis = check(&format!("process a \"A\"\nprocess b \"B\"\nflow a -> b \"w\"\n{threats}"));
    let size = |wish: Wish| {
        let scene = scene_with(&analysis, &Options { wish, ..Options::default() });
        scene.height / scene.width
    };
    let (plain, wide) = (size(Wish::default()), size(Wish { aspect: Some(200), ..Wish::default() }));
    assert!(plain < 2.2, "{plain}");
    assert!(wide < plain / 2.0, "{wide} is not as wide as was wished");
}

#[test]
fn a_list_takes_no_more_columns_than_it_has_entries() {
    let text = "Somebody changes what stands there ".repeat(40);
    let analysis = check(&format!("process a \"A\"\nthreat t: tampering on a \"{text}\"\n"));
    let scene = scene_with(&analysis, &Options::default());
    assert!(scene.width < 600.0, "{}", scene.width);
}

/// Where the text of a picture's list ends at the right, and its longest line.
fn list_extent(scene: &Scene) -> (f64, f64) {
    let (mut right, mut longest) = (0.0_f64, 0.0_f64);
    walk(&scene.nodes, &mut |node| {
        let Node::Group { subject, nodes, .. } = node else { return };
        for node in nodes.iter().filter(|_| subject.role == "entry") {
            let Node::Text { x, anchor: Anchor::Start, width, .. } = node else { continue };
            (right, longest) = (right.max(x + width), longest.max(*width));
        }
    });
    (right, longest)
}

#[test]
fn a_list_below_a_diagram_is_as_wide_as_that() {
    for example in ["newsletter", "veg-box", "support-assistant"] {
        let analysis = check(&read(format!("examples/{example}.tm")));
        let scene = scene_with(&analysis, &Options::default());
        let margin = scene.width - list_extent(&scene).0;
        assert!((32.0..72.0).contains(&margin), "{example}: {margin}");
    }
}

#[test]
fn lines_of_a_list_are_short_enough_to_be_read() {
    let text = "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(20);
    let row: String =
        (0..12).map(|one| format!("process p{one}\nentity e{one}\nflow e{one} -> p{one} \"asks\"\n")).collect();
    let threats: String = (0..2).map(|one| format!("threat t{one}: tampering on p0 \"{text}\"\n")).collect();
    let analysis = check(&format!("{row}{threats}"));
    let wish = Wish { aspect: Some(800), ..Wish::default() };
    let scene = scene_with(&analysis, &Options { wish, ..Options::default() });
    let (right, longest) = list_extent(&scene);
    assert!(scene.width > 1200.0 && right < 960.0, "{right} of {}", scene.width);
    assert!((300.0..400.0).contains(&longest), "{longest}");
}

#[test]
fn a_model_without_elements_says_so() {
    assert!(svg(&check("model \"M\" { scope: \"nothing\" }\n")).contains("there are no elements here yet"));
    assert!(!svg(&check("process a\n")).contains("there are no elements here yet"));
}

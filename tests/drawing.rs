//! The picture: what every layout guarantees, and that the SVG is safe and readable.

use proptest::prelude::*;
use threatline::layout::{Layout, Rect, Wish};
use threatline::model::{Direction, FlowId, Model};
use threatline::scene::{Anchor, Layer, Node, Options};
use threatline::syntax::ast::Arrow;

use crate::metrics::measure;
use crate::support::{check, check_as, files, layout, layout_with, read, scene_with, svg};

/// What is wrong with a layout; nothing is allowed to be.
pub(crate) fn faults(model: &Model, layout: &Layout) -> Vec<String> {
    let mut faults = measure(model, layout).faults();
    for (flow, place) in model.flows.iter().zip(&layout.flows) {
        if place.points.windows(2).any(|pair| pair[0].x != pair[1].x && pair[0].y != pair[1].y) {
            faults.push(format!("`{}` has a slanting piece", flow.key));
        }
        if place.crossings.len() != model.crossings(flow).len() {
            faults.push(format!("`{}` lacks a crossing mark", flow.key));
        }
    }
    faults
}

#[test]
fn examples_are_laid_out_without_a_fault() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let layout = layout(&analysis);
        let faults = faults(&analysis.model, &layout);
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
        // What may not be had on every model is had on these.
        let metrics = measure(&analysis.model, &layout);
        let wanted = [metrics.label_on_flow, metrics.label_on_border, metrics.leader_through, metrics.excess_crossings];
        assert_eq!(wanted, [0; 4], "{}: {metrics:?}", path.display());
    }
}

#[test]
fn labels_leave_lines_to_be_seen_whatever_is_shown() {
    use Layer::{Coverage, Data, Threats};
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        for layers in [&[][..], &[Threats], &[Data], &[Coverage], &[Data, Threats], &Layer::ALL] {
            let options = Options { layers: layers.iter().copied().collect(), ..Options::default() };
            let metrics = measure(&analysis.model, &layout_with(&analysis, &options));
            let wanted = [metrics.line_hidden, metrics.leader_through];
            assert_eq!(wanted, [0; 2], "{} {layers:?}: {metrics:?}", path.display());
        }
    }
}

#[test]
fn titles_stand_in_the_corners_of_their_boundaries_however_many_lines_pass() {
    for (clients, stores) in [(16, 12), (50, 6)] {
        let inner: String = (0..stores).map(|one| format!("store s{one} \"Store {one}\"\n")).collect();
        let outer: String = (0..clients).map(|one| format!("entity e{one} \"Client {one}\"\n")).collect();
        let calls: String = (0..clients).map(|one| format!("flow a{one}: e{one} -> hub \"call {one}\"\n")).collect();
        let writes: String = (0..stores).map(|one| format!("flow w{one}: hub -> s{one} \"write {one}\"\n")).collect();
        let analysis =
            check(&format!("boundary core \"Core\" {{\nprocess hub \"Hub\"\n{inner}}}\n{outer}{calls}{writes}"));
        let place = layout(&analysis).boundaries[0];
        assert_eq!((place.title.x - place.rect.x, place.title.y - place.rect.y), (16, 10), "{clients}, {stores}");
    }
}

#[test]
fn many_flows_from_an_element_to_itself_each_find_a_way() {
    for count in 1..24 {
        let flows: String = (0..count).map(|flow| format!("flow f{flow}: p -> p \"again {flow}\"\n")).collect();
        for around in [
            "boundary b \"B\" {\nprocess p \"P\"\nboundary c \"C\" {\n}\n}\n",
            "boundary c \"C\" {\n}\nprocess p \"P\"\n",
        ] {
            let analysis = check(&format!("{around}{flows}"));
            let faults = faults(&analysis.model, &layout(&analysis));
            assert!(faults.is_empty(), "{count}: {faults:#?}");
        }
    }
}

/// Elements and the flows between them, by number.
fn drawn(elements: usize, flows: impl Iterator<Item = (usize, usize)>) -> (Model, Layout) {
    let elements: String = (0..elements).map(|one| format!("process p{one} \"Service {one}\"\n")).collect();
    let flow =
        |(index, (from, to)): (usize, (usize, usize))| format!("flow f{index}: p{from} -> p{to} \"call {index}\"\n");
    let flows: String = flows.enumerate().map(flow).collect();
    let analysis = check(&(elements + &flows));
    let layout = layout(&analysis);
    (analysis.model, layout)
}

#[test]
fn flows_each_find_a_way_however_many_meet() {
    let star = |leaves: usize| (1..=leaves).map(|leaf| if leaf % 2 == 0 { (0, leaf) } else { (leaf, 0) });
    let everybody = (0..40).flat_map(|one| (40..45).map(move |other| (one, other)));
    for (what, (model, layout)) in [
        ("between two elements", drawn(2, (0..120).map(|flow| (flow % 2, 1 - flow % 2)))),
        ("around one element", drawn(81, star(80))),
        ("from an element to itself", drawn(1, (0..60).map(|_| (0, 0)))),
        ("from each of many to each of a few", drawn(45, everybody)),
        ("back through a long chain", drawn(110, (1..110).flat_map(|one| [(one - 1, one), (one, one * 7 % 110)]))),
    ] {
        let faults = faults(&model, &layout);
        assert!(faults.is_empty(), "{what}: {faults:#?}");
    }
}

#[test]
fn a_model_of_any_size_is_drawn() {
    for (elements, flows) in [
        (2, (0..1600).map(|_| (0, 1)).collect::<Vec<_>>()),
        (401, (1..=400).map(|leaf| (0, leaf)).collect()),
        (1, vec![(0, 0); 300]),
        (90, (0..700).map(|flow| (flow / 10, 80 + flow % 10)).collect()),
        (1000, (1..1000).map(|one| (one - 1, one)).collect()),
    ] {
        let (_, layout) = drawn(elements, flows.iter().copied());
        assert!(layout.flows.iter().all(|flow| flow.points.len() >= 2));
    }
}

#[test]
fn a_star_fits_a_page() {
    for leaves in [12, 30, 50] {
        let bounds = drawn(leaves + 1, (1..=leaves).map(|leaf| (0, leaf))).1.bounds;
        let aspect = f64::from(bounds.width) / f64::from(bounds.height);
        assert!((0.6..=2.2).contains(&aspect), "{leaves} leaves: {} by {}", bounds.width, bounds.height);
    }
}

#[test]
fn a_long_chain_is_folded_to_fit_a_page() {
    for length in [6, 8, 12, 30] {
        let elements: String = (0..length).map(|step| format!("process p{step} \"Step {step}\"\n")).collect();
        let flows: String = (1..length).map(|step| format!("flow p{} -> p{step} \"next\"\n", step - 1)).collect();
        let bounds = layout(&check(&(elements + &flows))).bounds;
        let aspect = f64::from(bounds.width) / f64::from(bounds.height);
        assert!((0.6..=2.2).contains(&aspect), "{length} steps: {} by {}", bounds.width, bounds.height);
    }
}

/// A model drawn like an earlier state of it.
fn drawn_like(earlier: &str, model: &str) -> (Model, Layout) {
    let (earlier, analysis) = (check(earlier).model, check(model));
    let options = Options { like: Some(std::sync::Arc::new(earlier)), ..Options::default() };
    let layout = layout_with(&analysis, &options);
    (analysis.model, layout)
}

#[test]
fn drawn_like_itself_a_model_is_drawn_as_it_is() {
    for example in ["newsletter", "support-assistant", "veg-box", "kubernetes"] {
        let text = read(format!("examples/{example}.tm"));
        assert_eq!(drawn_like(&text, &text).1, layout(&check(&text)), "{example}");
    }
}

#[test]
fn what_moved_into_another_boundary_is_placed_as_if_it_were_new() {
    let model = |left: &str, right: &str| {
        let row: String = (0..8).map(|one| format!("process r{one} \"Service {one}\"\n")).collect();
        let along: String = (1..8).map(|one| format!("flow r{} -> r{one} \"next\"\n", one - 1)).collect();
        format!(
            "boundary left \"Left\" {{ process a \"A\"\n{left} }}\nboundary right \"Right\" {{ {row}{right} }}\n\
             flow a -> r0 \"asks\"\n{along}flow r7 -> e \"tells\"\n"
        )
    };
    let moves = "process e \"E\"\n";
    let (old, new) = (model("", moves), model(moves, ""));
    let (model, layout) = drawn_like(&old, &new);
    assert!(faults(&model, &layout).is_empty());
    // No larger than for two elements above one another: `e` stood in the last row of the other boundary.
    let left = layout.boundaries[0].rect;
    assert!(left.width <= 200 && left.height <= 240, "{left:?}");
}

#[test]
fn drawn_like_an_earlier_state_the_rest_keeps_its_order() {
    for (example, process) in
        [("newsletter", "signup"), ("support-assistant", "assistant"), ("kubernetes", "storefront")]
    {
        let before = read(format!("examples/{example}.tm"));
        let after = format!("{before}\nstore extra \"Extra\"\nflow {process} -> extra \"keeps\"\n");
        let old = layout(&check(&before)).elements;
        let (model, new) = drawn_like(&before, &after);
        assert!(faults(&model, &new).is_empty(), "{example}: {:#?}", faults(&model, &new));
        let (turned, pairs) = turned(&old, &new.elements);
        assert!(20 * turned <= pairs, "{example}: {turned} of {pairs} pairs");
    }
}

#[test]
fn what_stands_near_a_title_keeps_its_place() {
    let before = read("tests/cases/layout/near-a-title.tm");
    let last = before.rfind("\nflow ").expect("a last flow");
    let old = layout(&check(&before)).elements;
    let (_, new) = drawn_like(&before, &before[..=last]);
    let (turned, pairs) = turned(&old, &new.elements);
    assert!(50 * turned <= pairs, "{turned} of {pairs} pairs");
}

/// How many pairs of things stand the other way round, and how many pairs there are.
fn turned(old: &[Rect], new: &[Rect]) -> (usize, usize) {
    // As in benches/layout/metrics/stability.py: what stands beside something else by less is level with it.
    let side = |from: i32, to: i32| if (to - from).abs() > 10 { (to - from).signum() } else { 0 };
    let order = |places: &[Rect], one: usize, other: usize| {
        let (a, b) = (places[one].centre(), places[other].centre());
        [side(a.x, b.x), side(a.y, b.y)]
    };
    let is_turned = |one: usize, other: usize| {
        let (before, now) = (order(old, one, other), order(new, one, other));
        before.iter().zip(now).any(|(before, now)| before * now < 0)
    };
    let pairs: Vec<(usize, usize)> = (0..old.len()).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
    (pairs.iter().filter(|(one, other)| is_turned(*one, *other)).count(), pairs.len())
}

#[test]
fn a_small_edit_at_the_end_leaves_the_rest_in_its_order() {
    // One flow more is not yet a step of any of them.
    for (example, process) in [("newsletter", "signup"), ("veg-box", "api"), ("kubernetes", "storefront")] {
        let before = read(format!("examples/{example}.tm"));
        let old = layout(&check(&before)).elements;
        let process_line = before.lines().find(|line| line.trim_start().starts_with(&format!("process {process} ")));
        let label = process_line.and_then(|line| line.split('"').nth(1)).expect("the process has a label");
        let edits = [
            format!("{before}\nstore extra \"Extra\"\nflow {process} -> extra \"keeps\"\n"),
            before.replacen(&format!("\"{label}\""), &format!("\"{label} of ours\""), 1),
        ];
        for edit in edits {
            assert_ne!(edit, before);
            let (turned, pairs) = turned(&old, &layout(&check(&edit)).elements);
            assert!(10 * turned <= pairs, "{example}: {turned} of {pairs} pairs");
        }
    }
}

#[test]
fn neither_another_name_nor_what_is_shown_turns_things() {
    for example in ["small", "newsletter", "veg-box", "support-assistant"] {
        let text = read(format!("examples/{example}.tm"));
        let analysis = check(&text);
        let old = layout(&analysis).elements;
        let (mut changed, mut pairs) = (0, 0);
        for element in analysis.model.elements.iter().map(|element| &element.label) {
            let renamed = text.replacen(&format!("\"{element}\""), &format!("\"{element} of ours\""), 1);
            assert!(renamed != text, "{element}");
            let (turned, of) = turned(&old, &layout(&check(&renamed)).elements);
            (changed, pairs) = (changed + turned, pairs + of);
        }
        assert!(50 * changed <= pairs, "{example}: {changed} of {pairs} pairs");
        let bare = layout_with(&analysis, &Options { layers: [].into_iter().collect(), ..Options::default() }).elements;
        let (turned, pairs) = turned(&old, &bare);
        assert!(10 * turned <= pairs, "{example}: {turned} of {pairs} pairs without threats");
    }
}

#[test]
fn most_flows_run_the_way_that_was_asked_for() {
    for direction in [Direction::Right, Direction::Down] {
        let (mut with, mut against) = (0, 0);
        for example in ["newsletter", "veg-box", "support-assistant", "kubernetes"] {
            let analysis = check(&read(format!("examples/{example}.tm")));
            let wish = Wish { direction: Some(direction), ..Wish::default() };
            let places = layout_with(&analysis, &Options { wish, ..Options::default() }).elements;
            let replies = analysis.model.replies();
            let flows = analysis.model.flows.iter().enumerate();
            let one_way = flows.filter(|(at, flow)| flow.arrow == Arrow::Forward && !replies.contains(&FlowId(*at)));
            for (_, flow) in one_way {
                let (from, to) = (places[flow.from.0].centre(), places[flow.to.0].centre());
                let way = if direction == Direction::Right { to.x - from.x } else { to.y - from.y };
                with += i32::from(way > 40);
                against += i32::from(way < -40);
            }
        }
        assert!(2 * with >= 3 * against, "{direction:?}: {with} with it and {against} against it");
    }
}

#[test]
fn the_small_example_is_laid_out_as_it_always_was() {
    let analysis = check(&read("examples/small.tm"));
    let layout = layout(&analysis);
    let mut lines: Vec<String> = Vec::new();
    for (element, rect) in analysis.model.elements.iter().zip(&layout.elements) {
        lines.push(format!(
            "{} {} @{},{} {}x{}",
            element.kind.kind().keyword(),
            element.id.value,
            rect.x,
            rect.y,
            rect.width,
            rect.height
        ));
    }
    for (flow, place) in analysis.model.flows.iter().zip(&layout.flows) {
        let points: Vec<String> = place.points.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
        lines.push(format!("flow {}: {}", flow.key, points.join(" ")));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Models with nested boundaries, parallel and two-way flows, flows to itself, and hubs.
pub(crate) fn models() -> impl Strategy<Value = String> {
    let element = (0..3_usize, 0..4_usize, 0..24_usize);
    let flow = (0..14_usize, 0..14_usize, 0..40_usize, any::<bool>());
    (proptest::collection::vec(element, 1..14), proptest::collection::vec(flow, 0..26), 0..4_usize).prop_map(
        |(elements, flows, depth)| {
            let mut text = String::from("model \"M\" { scope: \"s\" }\n");
            let mut inside: Vec<String> = vec![String::new(); 4];
            for (index, (kind, boundary, label)) in elements.iter().enumerate() {
                let kind = ["entity", "process", "store"][*kind];
                let label = "long label of words ".repeat(label / 4 + 1);
                inside[*boundary].push_str(&format!("{kind} e{index} \"{}\"\n", label.trim()));
            }
            text.push_str(&inside[0]);
            let mut open = 0;
            for (level, content) in inside.iter().enumerate().skip(1) {
                text.push_str(&format!("boundary b{level} \"Boundary {level}\" {{\n{content}"));
                if level <= depth {
                    open += 1;
                } else {
                    text.push_str("}\n");
                }
            }
            text.push_str(&"}\n".repeat(open));
            for (index, (from, to, label, both)) in flows.iter().enumerate() {
                let (from, to) = (from % elements.len(), to % elements.len());
                let arrow = if *both { "<->" } else { "->" };
                let label = "carries something ".repeat(label / 10);
                text.push_str(&format!("flow f{index}: e{from} {arrow} e{to} \"{}\"\n", label.trim()));
            }
            text
        },
    )
}

#[test]
fn a_model_of_seventy_elements_is_as_wide_as_was_wished() {
    let mut text = String::new();
    for zone in 0..10 {
        let inside: String = (0..7).map(|one| format!(" process p{zone}x{one}\n")).collect();
        text.push_str(&format!("boundary b{zone} {{\n{inside}}}\n"));
    }
    for zone in 0..10 {
        text.extend((0..6).map(|one| format!("flow p{zone}x{one} -> p{zone}x{} \"call\"\n", one + 1)));
        if zone > 0 {
            text.push_str(&format!("flow p{}x0 -> p{zone}x0 \"call\"\n", (zone - 1) / 2));
        }
    }
    let wish = Wish { direction: None, aspect: Some(300) };
    let bounds = layout_with(&check(&text), &Options { wish, ..Options::default() }).bounds;
    assert!(bounds.width > 2 * bounds.height, "{bounds:?}");
}

/// What is new between things that stay where they stood finds a way, too.
#[test]
fn a_flow_to_itself_has_a_way_where_everything_around_it_is_kept() {
    let one = "\"long label of words\"";
    let many = |count: usize| format!("\"{}\"", ["long label of words"; 6][..count].join(" "));
    let earlier = format!(
        "model \"M\" {{ scope: \"s\" }}\nentity e2 {one}\nentity e5 {one}\nentity e7 {one}\nentity e8 {one}\nboundary b1 \"Boundary 1\" {{\n\
         entity e3 {one}\nentity e9 {one}\nboundary b2 \"Boundary 2\" {{\nentity e1 {one}\nentity e6 {one}\nboundary b3 \"Boundary 3\" {{\n\
         entity e0 {one}\nentity e4 {one}\n}}\n}}\n}}\nflow e0 -> e0\nflow e3 -> e0\nflow e0 -> e2\nflow e1 -> e6\n"
    );
    let text = format!(
        "model \"M\" {{ scope: \"s\" }}\nentity e2 {one}\nentity e6 {one}\nboundary b1 \"Boundary 1\" {{\nprocess e7 {}\nstore e9 {one}\nentity e10 {}\n\
         boundary b2 \"Boundary 2\" {{\nentity e0 {one}\nentity e1 {one}\nentity e3 {one}\nentity e4 {one}\nentity e5 {one}\nprocess e8 {}\nstore e11 {}\n}}\n\
         boundary b3 \"Boundary 3\" {{\n}}\n}}\nflow f0: e7 -> e8\nflow f1: e0 -> e3\nflow f2: e7 -> e1\nflow f3: e0 -> e10\n\
         flow f4: e5 -> e5 \"carries something carries something\"\nflow f5: e0 -> e7 \"carries something carries something\"\nflow f6: e9 -> e10\n",
        many(4),
        many(3),
        many(3),
        many(6),
    );
    let (model, layout) = drawn_like(&earlier, &text);
    assert_eq!(faults(&model, &layout), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_model_is_laid_out_without_a_fault(text in models()) {
        let analysis = check(&text);
        prop_assert!(!analysis.has_errors(), "{}", crate::support::report(&analysis));
        let faults = faults(&analysis.model, &layout(&analysis));
        prop_assert!(faults.is_empty(), "{faults:#?}\n{text}");
    }

    #[test]
    fn like_a_little_earlier_it_is_laid_out_without_a_fault(text in models(), which in 0..1000usize) {
        let flows: Vec<&str> = text.lines().filter(|line| line.starts_with("flow ")).collect();
        let end = |flow: &&str| flow.split([':', '-']).nth(1).map(|end| end.trim().to_owned());
        let Some(gone) = flows.get(which % flows.len().max(1)) else { return Ok(()) };
        let Some(joined) = end(gone) else { return Ok(()) };
        let other = text.replacen(gone, "", 1) + &format!("store extra \"Extra\"\nflow {joined} -> extra \"adds\"\n");
        for (earlier, later) in [(&text, &other), (&other, &text)] {
            let (model, layout) = drawn_like(earlier, later);
            let faults = faults(&model, &layout);
            prop_assert!(faults.is_empty(), "{faults:#?}\n{later}\nlike\n{earlier}");
        }
    }

    #[test]
    fn like_any_other_model_it_is_laid_out_without_a_fault(earlier in models(), text in models()) {
        let (model, layout) = drawn_like(&earlier, &text);
        let faults = faults(&model, &layout);
        prop_assert!(faults.is_empty(), "{faults:#?}\n{text}\nlike\n{earlier}");
    }
}

pub(crate) fn walk<'a>(nodes: &'a [Node], visit: &mut impl FnMut(&'a Node)) {
    for node in nodes {
        visit(node);
        if let Node::Group { nodes, .. } = node {
            walk(nodes, visit);
        }
    }
}

#[test]
fn no_text_overflows_its_shape_or_the_picture() {
    let long = "process p \"Pneumonoultramicroscopicsilicovolcanoconiosis registration and reporting gateway of the clinic\"\n\
        process q \"日本語のとても長いラベルですからね、よく読んでください\"\nflow p -> q \"x\"\n";
    let examples = files("examples", "tm").into_iter().map(read);
    let everything = Options { layers: Layer::ALL.into_iter().collect(), ..Options::default() };
    for (text, options) in examples
        .chain([long.to_owned()])
        .flat_map(|text| [(text.clone(), Options::default()), (text, everything.clone())])
    {
        let analysis = check(&text);
        let scene = scene_with(&analysis, &options);
        walk(&scene.nodes, &mut |node| {
            let Node::Group { subject, nodes, .. } = node else { return };
            let shape = nodes.iter().find_map(|node| match node {
                Node::Rect { x, width, .. } => Some((*x, x + width)),
                _ => None,
            });
            let bounded = ["process", "store", "entity", "boundary"].contains(&subject.role);
            for node in nodes {
                let Node::Text { x, anchor, width, text, .. } = node else { continue };
                let left = if *anchor == Anchor::Middle { x - width / 2.0 } else { *x };
                assert!(left >= 0.0 && left + width <= scene.width, "`{text}` leaves the picture");
                if let (true, Some((low, high))) = (bounded, shape) {
                    assert!(left >= low && left + width <= high, "`{text}` overflows {} {}", subject.role, subject.id);
                }
            }
        });
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = r#"model "</title><script>alert(1)</script>" { scope: "]]><!-- &amp; \u{0}\u{1b}" }
entity a "<img src=x onerror=alert(1)>" { link: "https://example.com/?a=1&b=\"><script>" }
boundary b "\" onload=\"alert(1)" { process p "<foreignObject>" { link: "docs/a.md" } }
flow a -> p "<script>&\u{202e}"
threat t: spoofing on p "'\"><script>" { likelihood: low; impact: low }
"#;
    let analysis = check(hostile);
    assert!(!analysis.has_errors(), "{}", crate::support::report(&analysis));
    let svg = svg(&analysis);
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let allowed = ["svg", "title", "desc", "style", "rect", "path", "text", "g", "a"];
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(allowed.contains(&node.tag_name().name()), "<{}>", node.tag_name().name());
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{}", attribute.name());
        }
    }
    let links = document.descendants().filter_map(|node| node.attribute("href"));
    let links: Vec<&str> = links.filter(|link| !link.starts_with("#tm-")).collect();
    assert_eq!(links, ["https://example.com/?a=1&b=\"><script>", "docs/a.md"]);
}

#[test]
fn pictures_of_examples_are_xml() {
    for path in files("examples", "tm").into_iter().chain(files("examples/shared", "tm")) {
        let drawn = svg(&check_as(&path.to_string_lossy(), &read(&path)));
        roxmltree::Document::parse(&drawn).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[cfg(feature = "png")]
#[test]
fn the_png_is_the_same_twice_and_as_large_as_asked() {
    let svg = svg(&check(&read("examples/small.tm")));
    let png = |scale| crate::support::png(&svg, scale);
    let size = |png: &[u8]| {
        (
            u32::from_be_bytes(png[16..20].try_into().expect("four")),
            u32::from_be_bytes(png[20..24].try_into().expect("four")),
        )
    };
    let (one, two) = (png(1.0), png(2.0));
    assert_eq!(one, png(1.0));
    assert_eq!((size(&one).0 * 2, size(&one).1 * 2), size(&two));
}

#[test]
fn elements_without_flows_fill_a_page() {
    for count in [6, 40, 300] {
        let elements: String = (0..count).map(|one| format!("process p{one} \"Service {one}\"\n")).collect();
        let text = format!("model \"M\" {{ scope: \"s\" }}\nboundary b \"B\" {{\n{elements}}}\n");
        let bounds = crate::support::layout(&check(&text)).bounds;
        let aspect = f64::from(bounds.width) / f64::from(bounds.height);
        assert!((0.5..=2.2).contains(&aspect), "{count} elements on {} by {}", bounds.width, bounds.height);
    }
}

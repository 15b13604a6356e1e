//! Pages and pictures of the book that are made from the program, the examples and the folders beside it.
//! `THREATLINE_UPDATE=1 cargo test generated` writes them.

use std::collections::BTreeMap;
use std::path::Path;

use threatline::analysis::Analysis;
use threatline::scene::{Layer, Matrix, Options, Theme};
use threatline::threat::catalogue;

use crate::markdown::{out, run_in};
use crate::support::{check_as, files, geometry, read, repository, svg, svg_with, texts};

/// Each file under `docs/` with what it should hold.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn generated_files_are_what_they_are_made_from() {
    let mut wanted = Files::new();
    pictures(&mut wanted);
    wanted.insert("gallery.md".into(), gallery().into());
    rules(&mut wanted);
    wanted.insert("commands.md".into(), commands().into());
    wanted.insert("editors.md".into(), editors().into());
    wanted.insert("integrations.md".into(), integrations().into());
    let mut stale: Vec<&str> = Vec::new();
    for (name, content) in &wanted {
        let path = repository("docs").join(name);
        if std::fs::read(&path).is_ok_and(|found| found == *content) {
            continue;
        }
        if std::env::var_os("THREATLINE_UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, content).expect("the file is written");
        } else {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "run `THREATLINE_UPDATE=1 cargo test generated` and look at {stale:#?}");
    let is_left = |path: &Path| {
        let name = path.strip_prefix(repository("docs")).expect("under docs/").to_string_lossy().replace('\\', "/");
        !wanted.contains_key(&name)
    };
    let made = ["svg", "txt", "dot", "mmd", "d2", "json"].iter().flat_map(|ending| files("docs/gallery", ending));
    let left: Vec<_> = made.chain(files("docs/catalogue", "md")).filter(|path| is_left(path)).collect();
    assert!(left.is_empty(), "nothing makes {left:#?}");
}

/// The examples in every form, and one of them in every theme.
fn pictures(wanted: &mut Files) {
    let mut draw = |name: String, picture: String| {
        wanted.insert(format!("gallery/{name}"), picture.into());
    };
    for path in files("examples", "tm") {
        let name = name(&path);
        let analysis = check_as(&path.to_string_lossy(), &read(&path));
        draw(format!("{name}.svg"), svg(&analysis));
        draw(format!("{name}.json"), geometry(&analysis));
        for (format, text) in texts(&analysis) {
            draw(format!("{name}.{}", ending(format)), text);
        }
        for view in analysis.model.views.clone() {
            let model = threatline::model::view(&analysis.model, &view);
            let part = Analysis { model, ..check_as(&path.to_string_lossy(), &read(&path)) };
            draw(format!("{name}.{}.svg", view.id.value), svg(&part));
        }
    }
    let identity = "examples/shared/identity.tm";
    draw("identity.svg".into(), svg(&check_as(identity, &read(identity))));
    let small = check_as("small.tm", &read("examples/small.tm"));
    for (name, theme) in [("dark", Theme::Dark), ("print", Theme::Print), ("colorblind", Theme::Colorblind)] {
        let options = Options { theme, ..Options::default() };
        draw(format!("small-{name}.svg"), svg_with(&small, &options));
    }
    let matrix = Matrix::of(&small.model, &small.elicit());
    let everything = Options { layers: Layer::ALL.into_iter().collect(), matrix, ..Options::default() };
    draw("small-everything.svg".into(), svg_with(&small, &everything));
    draw("change.svg".into(), read("examples/pull-request/change.svg"));
    #[cfg(feature = "pdf")]
    wanted.insert("gallery/small.pdf".into(), crate::support::pdf(&small));
    #[cfg(feature = "png")]
    wanted.insert("gallery/small.png".into(), crate::support::png(&svg(&small), 2.0));
}

fn name(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

fn ending(format: &str) -> &str {
    match format {
        "mermaid" => "mmd",
        "text" => "txt",
        same => same,
    }
}

/// What each example shows.
const EXAMPLES: [(&str, &str); 6] = [
    ("small", "A first model: one element of each kind, one trust boundary, one threat."),
    ("newsletter", "Privacy: the LINDDUN categories, consent and retention."),
    ("veg-box", "A standard session in one file, with every way in which a threat can end."),
    ("account", "A feature that rests on another team's model."),
    ("support-assistant", "One feature: a language model with tools, fed with texts that others wrote."),
    ("kubernetes", "A whole system, from a laptop to the backups, with boundaries four deep."),
];

fn gallery() -> String {
    let names: Vec<String> = files("examples", "tm").iter().map(|path| name(path)).collect();
    assert!(names.iter().all(|name| EXAMPLES.iter().any(|(known, _)| known == name)), "{names:?} are in EXAMPLES");
    let mut page =
        "# Gallery\n\nThe models in `examples/`, in every form. `threatline build examples --out docs/gallery --views \
        --format\nsvg,text,dot,mermaid,d2,geometry` makes them.\n"
            .to_owned();
    for (name, what) in EXAMPLES {
        let source = read(format!("examples/{name}.tm"));
        let model = check_as(&format!("examples/{name}.tm"), &source).model;
        let title = model.header.title.clone();
        let title = title.map_or_else(|| name.to_owned(), |title| title.value);
        let pixels = match name {
            "small" => {
                "\nAnd as [PNG](gallery/small.png) and [PDF](gallery/small.pdf), which `-o small.png` and `-o small.pdf` make.\n"
            }
            _ => "",
        };
        let views: String = model
            .views
            .iter()
            .map(|view| {
                let (id, label) = (&view.id.value, &view.label);
                format!("\n`--view {id}`, {label}:\n\n![{title}: {label}](gallery/{name}.{id}.svg)\n")
            })
            .collect();
        page.push_str(&format!(
            "\n## {title}\n\n{what}\n\n![{title}](gallery/{name}.svg)\n\n\
             The same as [an outline](gallery/{name}.txt), for [Graphviz](gallery/{name}.dot), for [Mermaid](gallery/{name}.mmd), \
             for [D2](gallery/{name}.d2)\nand as [places of everything](gallery/{name}.json).\n{pixels}{views}\n<details>\n<summary>The text, <code>examples/{name}.tm</code></summary>\n\n\
             ```tm source example\n{source}```\n\n</details>\n"
        ));
    }
    page.push_str("\n## Themes and layers\n");
    for (flags, name, alt) in [
        ("--theme dark", "dark", "The small example in dark colours"),
        ("--theme print", "print", "The small example in black and white"),
        ("--theme colorblind", "colorblind", "The small example in colours that stay apart"),
        (
            "--show threats,list,legend,data,categories,controls,coverage,candidates",
            "everything",
            "The small example with every layer",
        ),
    ] {
        page.push_str(&format!("\n`{flags}`:\n\n![{alt}](gallery/small-{name}.svg)\n"));
    }
    page + "\nThe places of everything keep to [their schema](schema/geometry-1.json).\n"
}

/// A page for each field of the catalogue, and one that lists them.
fn rules(wanted: &mut Files) {
    let count: usize = catalogue().iter().map(|field| field.rules.len()).sum();
    let mut index = format!(
        "# Rule catalogue\n\nThe {count} built-in rules. [Threat rules](../rules.md) says how candidates come about from them, how they are \
         answered,\nturned off and rated otherwise, and how to write your own.\n"
    );
    for field in catalogue().iter().filter(|field| !field.rules.is_empty()) {
        let title = titled(field.name);
        index.push_str(&format!(
            "\n## [{title}]({}.md)\n\n| Rule | Categories | What it finds |\n|---|---|---|\n",
            field.name
        ));
        let mut page = format!("# {title}: rules\n");
        for rule in &field.rules {
            let text = out(&run_in(&repository(""), "", &["explain", &rule.id]));
            let (_, body) = text.split_once('\n').expect("a title");
            let categories = body.trim_start().lines().next().unwrap_or_default();
            let categories = categories.split(';').next().unwrap_or_default().replace('*', "");
            index.push_str(&format!("| [{0}]({1}.md#{0}) | {categories} | {2} |\n", rule.id, field.name, rule.title));
            page.push_str(&format!("\n## {}\n\n**{}**\n{}\n", rule.id, rule.title, shown(body).trim_end()));
        }
        wanted.insert(format!("catalogue/{}.md", field.name), page.into());
    }
    wanted.insert("catalogue/README.md".into(), index.into());
}

/// The name of a field as a heading.
fn titled(name: &str) -> String {
    match name {
        "api" => "APIs".to_owned(),
        "ci-cd" => "CI/CD".to_owned(),
        "llm" => "Language models".to_owned(),
        name => format!("{}{}", name[..1].to_uppercase(), name[1..].replace('-', " ")),
    }
}

/// The page of a rule with its examples as text, each with what it is.
fn shown(body: &str) -> String {
    body.replace("```tm fires", "It finds:\n\n```tm source fires")
        .replace("```tm silent", "It does not find:\n\n```tm source silent")
}

/// What every command says of itself.
fn commands() -> String {
    let help = |names: &[&str]| {
        let arguments: Vec<&str> = names.iter().copied().chain(["--help"]).collect();
        let text = out(&run_in(&repository(""), "", &arguments));
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let mut page = format!("# Commands\n\nWhat `--help` says of each.\n\n```text\n{}\n```\n", help(&[]));
    for command in subcommands(&help(&[])) {
        let text = help(&[&command]);
        page.push_str(&format!("\n## {command}\n\n```text\n{text}\n```\n"));
        for inner in subcommands(&text) {
            page.push_str(&format!("\n### {command} {inner}\n\n```text\n{}\n```\n", help(&[&command, &inner])));
        }
    }
    page
}

/// The commands that a help text lists.
pub(crate) fn subcommands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

fn editors() -> String {
    let mut page = read("editors/README.md");
    for folder in ["vscode", "neovim", "vim", "helix", "emacs", "zed", "sublime", "jetbrains"] {
        page.push_str(&part(&read(format!("editors/{folder}/README.md"))));
    }
    inside(&page)
}

fn integrations() -> String {
    let mut page = "# Plugins for documentation tools\n\nEach stands in a folder of `integrations/` with its tests, and draws a model where the page is \
        built. [mdBook, plain\nMarkdown, Make, Ninja and Bazel](docs-builds.md) need no plugin.\n"
        .to_owned();
    for folder in ["mkdocs", "sphinx", "remark", "asciidoctor", "recipes"] {
        page.push_str(&part(&read(format!("integrations/{folder}/README.md"))));
    }
    inside(&page)
}

/// A page as a part of another: its headings one level down.
fn part(page: &str) -> String {
    let mut is_text = true;
    let line = |line: &str| {
        if line.starts_with("```") {
            is_text = !is_text;
        }
        let mark = if is_text && line.starts_with('#') { "#" } else { "" };
        format!("{mark}{line}\n")
    };
    format!("\n{}", page.lines().map(line).collect::<String>())
}

/// A page without its links to what is not in the book.
fn inside(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some(start) = rest.find("](") {
        let end = start + rest[start..].find(')').expect("a link ends");
        let target = &rest[start + 2..end];
        let open = rest[..start].rfind('[').expect("a link begins");
        if target.starts_with("https://") || target.starts_with('#') {
            out.push_str(&rest[..=end]);
        } else {
            out.push_str(&rest[..open]);
            out.push_str(&rest[open + 1..start]);
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

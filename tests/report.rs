//! Reports: what is said, and that what somebody wrote stays text.

use threatline::analysis::Analysis;
use threatline::report::{self, Block, Findings};
use threatline::{emit, threat};

use crate::support::{check, diff, files, read};

fn with<T>(analysis: &Analysis, make: impl Fn(&Findings<'_>) -> T) -> T {
    let (assessment, elicitation) = (threat::assess(&analysis.model), analysis.elicit());
    let coverage = threat::coverage(&analysis.model, &elicitation);
    make(&Findings {
        model: &analysis.model,
        assessment: &assessment,
        elicitation: &elicitation,
        coverage: &coverage,
        before: None,
    })
}

/// The whole report as a page.
pub(crate) fn html(analysis: &Analysis) -> String {
    emit::report::html(&with(analysis, report::full), Some(&crate::support::svg(analysis)))
}

const MODEL: &str = r#"model "Till | <b>shop</b>" { scope: "s"; participants: "Maya" }
entity buyer "Buyer"
boundary shop "Shop" { process web "Web_shop *x*" }
flow buyer -> web "order"
threat a: spoofing on web "=cmd|<script>alert(1)</script> [x](javascript:y) @everyone" {
  likelihood: high
  impact: high
  mitigation "Ask for a \"second\" factor" { owner: "Maya"; ticket: "T-1"; status: open }
}
threat b: tampering on web "Mild" { likelihood: low; impact: low
  accept "rare" { by: "Bo"; until: 2027-01-31 }
}
question "Who may restart it?" on web { owner: "Sam" }
"#;

#[test]
fn a_report_says_what_matters_in_order() {
    let analysis = check(MODEL);
    let headings = |blocks: &[Block]| {
        let heading = |block: &Block| match block {
            Block::Heading(text) => Some(text.clone()),
            _ => None,
        };
        blocks.iter().filter_map(heading).collect::<Vec<_>>()
    };
    assert_eq!(
        headings(&with(&analysis, report::full)),
        [
            "What matters most",
            "Threats",
            "Likely threats that nobody has answered",
            "Coverage",
            "Mitigations by owner",
            "Risks that are carried",
            "Open questions"
        ]
    );
    let summary = with(&analysis, report::summary);
    assert_eq!(headings(&summary), ["What matters most", "Risks that are carried"]);
    let warned = summary.iter().any(|block| matches!(block, Block::Warning(text) if text.contains("no audit trail")));
    assert!(warned, "nothing in the model answers repudiation");
    let items = with(&analysis, report::backlog);
    let items: Vec<_> = items.iter().map(|item| (item.id.as_str(), item.severity, item.owner.as_str())).collect();
    assert_eq!(items, [("a", "critical", "Maya")]);
}

#[test]
fn what_somebody_wrote_stays_text() {
    let analysis = check(MODEL);
    let blocks = with(&analysis, report::full);
    let html = emit::report::html(&blocks, None);
    assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    let markdown = emit::report::markdown(&blocks, None);
    // What is left without each backslash and the character behind it is what a reader takes for markup.
    let mut letters = markdown.chars();
    let mut bare = String::new();
    while let Some(c) = letters.next() {
        if c == '\\' {
            letters.next();
        } else {
            bare.push(c);
        }
    }
    for markup in ["<", "](", "@everyone", "_", "*x*"] {
        assert!(!bare.contains(markup), "{markup}\n{markdown}");
    }
    let columns = |line: &str| line.replace("\\|", "").matches('|').count();
    let table: Vec<usize> = markdown.lines().filter(|line| line.starts_with("| critical")).map(columns).collect();
    assert!(table.iter().all(|count| *count == 6), "{table:?}");
    let csv = emit::report::csv(&blocks);
    assert!(csv.contains("\"'=cmd|"), "{csv}");
    assert!(csv.contains("\"Ask for a \"\"second\"\" factor\""), "{csv}");
}

#[test]
fn every_example_has_a_report() {
    for path in files("examples", "tm") {
        let analysis = check(&read(&path));
        let blocks = with(&analysis, report::full);
        let svg = crate::support::svg(&analysis);
        let html = emit::report::html(&blocks, Some(&svg));
        let page = html.replace(&svg, "");
        for tag in ["table", "ul", "div", "main", "p", "h2"] {
            let (open, close) = (page.matches(&format!("<{tag}")).count(), page.matches(&format!("</{tag}>")).count());
            assert!(open >= close && close > 0 || open == 0, "{} {tag}", path.display());
        }
        assert!(!page.contains("http://") && !page.contains("src="), "nothing is fetched");
        assert_eq!(html, emit::report::html(&with(&analysis, report::full), Some(&svg)), "same bytes twice");
    }
}

#[test]
fn a_worksheet_asks_what_nobody_has_answered() {
    let analysis = check(MODEL);
    let open = |blocks: &[Block]| {
        let tasks = blocks.iter().filter_map(|block| match block {
            Block::Tasks(tasks) => Some(tasks.iter().filter(|task| !task.done).count()),
            _ => None,
        });
        tasks.collect::<Vec<_>>()
    };
    let coverage = threat::coverage(&analysis.model, &analysis.elicit());
    let unanswered = coverage.share().total - coverage.share().answered;
    let whole = with(&analysis, report::worksheet);
    assert_eq!(open(&whole).len(), coverage.rows.len(), "every element and flow has its turn");
    assert_eq!(open(&whole).iter().sum::<usize>(), unanswered);
    let mini = open(&with(&analysis, report::mini_worksheet));
    assert!(mini.iter().all(|asked| (1..=3).contains(asked)), "{mini:?}");
    let text = emit::report::markdown(&whole, None);
    assert!(text.contains("## Agenda of a standard session, 120 minutes\n"), "{text}");
    assert!(text.contains("## Web\\_shop \\*x\\*\n"), "{text}");
    assert!(emit::report::html(&whole, None).contains("&#9744; <b>repudiation</b>: "));
}

#[test]
fn a_report_says_what_changed_since_an_earlier_state() {
    let text = read("examples/small.tm");
    let before = check(&text);
    let lines = |edited: &str| -> Vec<String> {
        let now = check(edited);
        assert!(!now.has_errors(), "{edited}");
        let diff = diff(&before, &now);
        let blocks =
            with(&now, |findings| report::full(&Findings { before: Some((&before.model, &diff)), ..*findings }));
        let heading = Block::Heading("Changes since then".to_owned());
        let at = blocks.iter().position(|block| *block == heading).expect("a section");
        match &blocks[at + 1] {
            Block::List(lines) => lines.clone(),
            Block::Paragraph(text) | Block::Warning(text) => vec![text.clone()],
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(lines(&text), ["Nothing changed."]);
    let weaker = text.replace("encryption: at-rest", "encryption: none");
    assert_eq!(lines(&weaker)[0], "changed: store loans “Loans”: encryption at-rest → none");
    let wider = text.clone() + "entity press \"Press\"\nflow loans -> press \"statistics\"\n";
    assert_eq!(lines(&wider), ["Material: it takes a threat-modelling session on press, loans -> press."]);
}

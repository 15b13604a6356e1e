//! A report as Markdown or as one self-contained HTML page, and lists as CSV and JSON.

use super::{harmless, markdown};
use crate::report::{Block, Item, Task};

/// The report as Markdown. `picture` is where the diagram stands, where it stands anywhere.
#[must_use]
pub fn markdown(blocks: &[Block], picture: Option<&str>) -> String {
    let mut out = String::new();
    for block in blocks.iter().filter(|block| picture.is_some() || **block != Block::Picture) {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Title(text) => out.push_str(&format!("# {}\n", markdown::text(text))),
            Block::Heading(text) => out.push_str(&format!("## {}\n", markdown::text(text))),
            Block::Paragraph(text) => out.push_str(&format!("{}\n", markdown::text(text))),
            Block::Warning(text) => out.push_str(&format!("> **{}**\n", markdown::text(text))),
            Block::List(lines) => out.extend(lines.iter().map(|line| format!("- {}\n", markdown::text(line)))),
            Block::Table(head, rows) => {
                out.push_str(&format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len())));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| markdown::text(cell)).collect();
                    out.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
            Block::Tasks(tasks) => out.extend(tasks.iter().map(|task| {
                let (tick, notes) = if task.done { ("x", "") } else { (" ", "\n  Notes:\n\n") };
                format!("- [{tick}] **{}**: {}\n{notes}", markdown::text(&task.lead), markdown::text(&task.text))
            })),
            Block::Picture => {
                if let Some(path) = picture {
                    out.push_str(&format!("![The data-flow diagram](<{path}>)\n"));
                }
            }
        }
    }
    out
}

/// Dark and light, on paper and on a phone; nothing is fetched, and nothing runs.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d7de;--soft:#f3f5f7;--loud:#9a1b1b}\
@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--paper:#14171a;--line:#3a4148;--soft:#1d2125;--loud:#ff9d94}}\
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:72rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.8rem;margin:0 0 1rem}h2{font-size:1.25rem;margin:2rem 0 .5rem;break-after:avoid}\
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}\
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}\
th,code{background:var(--soft)}code{font-size:.9em;padding:.1em .3em;border-radius:3px}tr{break-inside:avoid}\
.warning{border-left:4px solid var(--loud);padding:.4rem .8rem;background:var(--soft);font-weight:600}\
.tasks{list-style:none;padding:0}.tasks li{break-inside:avoid;padding:0 0 3.2rem;margin:0 0 .5rem;border-bottom:1px solid var(--line)}\
.tasks .done{padding-bottom:.2rem}td:empty{height:1.6rem}figure{margin:1.5rem 0;overflow-x:auto}figure svg{max-width:100%;height:auto}\
@media print{body{margin:0;max-width:none;font-size:11pt}.scroll,figure{overflow:visible}}";

/// The report as one HTML page with the diagram in it.
#[must_use]
pub fn html(blocks: &[Block], svg: Option<&str>) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Title(text) => Some(text.as_str()),
        _ => None,
    });
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(title.unwrap_or("Threat model"))
    );
    for block in blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("<h1>{}</h1>\n", escaped(text))),
            Block::Heading(text) => out.push_str(&format!("<h2>{}</h2>\n", inline(text))),
            Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", inline(text))),
            Block::Warning(text) => {
                out.push_str(&format!("<p class=\"warning\" role=\"note\">{}</p>\n", escaped(text)));
            }
            Block::List(lines) => {
                let items: String = lines.iter().map(|line| format!("<li>{}</li>\n", inline(line))).collect();
                out.push_str(&format!("<ul>\n{items}</ul>\n"));
            }
            Block::Table(head, rows) => out.push_str(&table(head, rows)),
            Block::Tasks(tasks) => {
                out.push_str(&format!("<ul class=\"tasks\">\n{}</ul>\n", tasks.iter().map(task).collect::<String>()));
            }
            Block::Picture => {
                if let Some(svg) = svg {
                    out.push_str(&format!("<figure>\n{svg}</figure>\n"));
                }
            }
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let titles: String = head
        .iter()
        .map(|title| if title.is_empty() { "<td></td>".to_owned() } else { format!("<th scope=\"col\">{title}</th>") })
        .collect();
    let mut out =
        format!("<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n");
    for row in rows {
        let cells: String = row.iter().map(|cell| format!("<td>{}</td>", inline(cell))).collect();
        out.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// A line to tick, with room to write where nobody has answered.
fn task(task: &Task) -> String {
    let (class, tick) = if task.done { (" class=\"done\"", "&#9745;") } else { ("", "&#9744;") };
    format!("<li{class}>{tick} <b>{}</b>: {}</li>\n", escaped(&task.lead), inline(&task.text))
}

/// A text in which nothing is markup but code.
fn inline(text: &str) -> String {
    let piece = |(piece, is_code): (&str, bool)| {
        if is_code { format!("<code>{}</code>", escaped(piece)) } else { escaped(piece) }
    };
    markdown::pieces(text).into_iter().map(piece).collect()
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            c => out.push(harmless(c)),
        }
    }
    out
}

/// The tables of a report as CSV (RFC 4180), each under its heading.
#[must_use]
pub fn csv(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut heading = "";
    for block in blocks {
        match block {
            Block::Heading(text) => heading = text,
            Block::Table(head, rows) => {
                out.push_str(&row(["Section"].into_iter().chain(head.iter().copied())));
                for cells in rows {
                    out.push_str(&row([heading].into_iter().chain(cells.iter().map(String::as_str))));
                }
            }
            Block::Title(_)
            | Block::Paragraph(_)
            | Block::Warning(_)
            | Block::List(_)
            | Block::Tasks(_)
            | Block::Picture => {}
        }
    }
    out
}

fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// Quoted, and with an apostrophe before what a spreadsheet would take for a formula.
fn cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '\n' { ' ' } else { harmless(c) }).collect();
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// The backlog as Markdown: one section for each item.
#[must_use]
pub fn backlog_markdown(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        let title = markdown::text(&item.title);
        out.push_str(&format!("## [{}] {title}\n\n", item.severity));
        out.push_str(&format!("- Threat: {}\n- On: {}\n", markdown::text(&item.id), markdown::text(&item.on)));
        let named = |text: &str| if text.is_empty() { "nobody yet".to_owned() } else { markdown::text(text) };
        out.push_str(&format!("- Owner: {}\n- Ticket: {}\n\n", named(&item.owner), named(&item.ticket)));
        for remedy in &item.remedies {
            out.push_str(&format!("- [ ] {}\n", markdown::text(remedy)));
        }
        if item.remedies.is_empty() {
            out.push_str("No mitigation is written down yet.\n");
        }
        out.push('\n');
    }
    if items.is_empty() { "Nothing high or critical is open.\n".to_owned() } else { out }
}

/// The backlog as CSV.
#[must_use]
pub fn backlog_csv(items: &[Item]) -> String {
    let mut out = row(["Threat", "Severity", "Title", "On", "What to do", "Owner", "Ticket"].into_iter());
    for item in items {
        let remedies = item.remedies.join("; ");
        let cells = [&item.id, item.severity, &item.title, &item.on, &remedies, &item.owner, &item.ticket];
        out.push_str(&row(cells.into_iter()));
    }
    out
}

/// The backlog as JSON.
#[must_use]
pub fn backlog_json(items: &[Item]) -> String {
    let entries: Vec<serde_json::Value> = items
        .iter()
        .map(|item| {
            serde_json::json!({
                "id": item.id, "severity": item.severity, "title": item.title, "on": item.on,
                "remedies": item.remedies, "owner": item.owner, "ticket": item.ticket,
            })
        })
        .collect();
    super::pretty(&serde_json::json!({ "schema": "threatline.backlog/1", "items": entries }))
}

//! A model as plain text: for terminals, and for people who do not see the picture.
//!
//! Sections in reading order, nested boundaries by indentation, one thing a line; no line is broken, so that each can be
//! searched for. Refuses to draw with characters.

use super::graph::{self, Nest, by_kind};
use super::one_line;
use crate::model::{
    Answer, BoundaryId, CrossingDirection, Disposition, ElementId, FlowId, Mitigation, Model, Settings, Target, Threat,
    Value,
};
use crate::scene::prose;
use crate::source::Spanned;
use crate::threat::{Assessed, Assessment, Severity, Status};
use crate::vocabulary::Attribute;

/// The model as a text that ends with a newline.
#[must_use]
pub fn text(model: &Model, assessment: &Assessment) -> String {
    let writer = Writer { model, assessment };
    let mut out = writer.head();
    for (title, lines) in [
        ("Data", writer.data()),
        ("Elements", writer.elements()),
        ("Flows", graph::flows(model).flat_map(|(id, is_reply)| writer.flow(id, is_reply)).collect()),
        ("Threats", assessment.threats.iter().flat_map(|assessed| writer.threat(assessed)).collect()),
        ("Looked at, and nothing found", writer.dismissals()),
        ("Taken for granted", writer.assumptions()),
        ("Open", writer.open()),
    ] {
        if !lines.is_empty() {
            out.push_str(&format!("\n{title}\n"));
            out.extend(lines.iter().map(|line| format!("  {line}\n")));
        }
    }
    out
}

struct Writer<'a> {
    model: &'a Model,
    assessment: &'a Assessment,
}

impl Writer<'_> {
    fn head(&self) -> String {
        let header = &self.model.header;
        let title = one_line(prose::title(self.model));
        let mut out = format!("{title}\n{}\n\n", "=".repeat(title.chars().count()));
        if let Some(scope) = &header.scope {
            out.push_str(&format!("Scope: {}\n", one_line(scope)));
        }
        out.push_str(&format!("{}\n", prose::facts(self.model, self.assessment)));
        if !header.participants.is_empty() {
            out.push_str(&format!("In the room: {}\n", one_line(&header.participants.join(", "))));
        }
        for text in [&header.doc, &prose::description(self.model, self.assessment)] {
            if !text.is_empty() {
                out.push_str(&format!("\n{}\n", one_line(text)));
            }
        }
        out
    }

    fn data(&self) -> Vec<String> {
        let line = |data: &crate::model::Data| {
            let class = joined([answer(&data.settings, "sensitivity"), answer(&data.settings, "kind")]);
            format!("{}: {}{}", data.id.value, one_line(&data.label), bracketed(&class))
        };
        self.model.data.iter().map(line).collect()
    }

    fn elements(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.inside(&Nest::of(self.model), None, "", &mut lines);
        lines
    }

    fn inside(&self, nest: &Nest, boundary: Option<BoundaryId>, indent: &str, lines: &mut Vec<String>) {
        for id in &nest.inside(boundary).elements {
            lines.push(format!("{indent}{}", self.element(*id)));
        }
        for id in &nest.inside(boundary).boundaries {
            let boundary = self.model.boundary(*id);
            let trust = boundary.trust.map(|trust| format!("trust {trust}"));
            let from = boundary.imported.as_ref().map(graph::from);
            let kind = answer(&boundary.settings, "kind");
            let notes = [from, kind, trust, self.scope(Target::Boundary(*id))].into_iter();
            let notes = bracketed(&joined(notes.chain(controls(&boundary.settings))));
            lines.push(format!("{indent}boundary {}: {}{notes}", boundary.id.value, one_line(&boundary.label)));
            self.inside(nest, Some(*id), &format!("{indent}  "), lines);
        }
    }

    fn element(&self, id: ElementId) -> String {
        let element = self.model.element(id);
        let word =
            if element.is_collapsed { "boundary" } else { by_kind(element.kind, ["entity", "process", "store"]) };
        let collapsed = element.is_collapsed.then(|| "collapsed".to_owned());
        let holds = (!element.holds.is_empty()).then(|| format!("holds {}", graph::data(self.model, &element.holds)));
        let settings = &element.settings;
        let from = element.imported.as_ref().map(graph::from);
        let trust = settings.integer("trust").map(|trust| format!("trust {trust}"));
        let kind = answer(settings, "kind");
        let notes = [from, collapsed, kind, trust, answer(settings, "tech"), holds, self.scope(Target::Element(id))];
        let notes = joined(notes.into_iter().chain(controls(settings)));
        format!("{word} {}: {}{}", element.id.value, one_line(&element.label), bracketed(&notes))
    }

    fn flow(&self, id: FlowId, is_reply: bool) -> Vec<String> {
        let flow = self.model.flow(id);
        let ends = format!(
            "{} {} {}",
            self.model.element(flow.from).id.value,
            flow.arrow.symbol(),
            self.model.element(flow.to).id.value
        );
        let name = flow.id.as_ref().map(|id| format!("{}: ", id.value)).unwrap_or_default();
        let label = if flow.label.is_empty() { String::new() } else { format!(", {}", one_line(&flow.label)) };
        let carries = (!flow.carries.is_empty()).then(|| format!("carries {}", graph::data(self.model, &flow.carries)));
        let protocol = answer(&flow.settings, "protocol").map(|protocol| format!("protocol {protocol}"));
        let crosses = self.model.crossings(flow).into_iter().map(|crossing| {
            let way = match crossing.direction {
                CrossingDirection::Enters => "enters",
                CrossingDirection::Leaves => "leaves",
            };
            Some(format!("{way} {}", one_line(&self.model.boundary(crossing.boundary).label)))
        });
        let reply = is_reply.then(|| "reply".to_owned());
        let notes = [reply, carries, protocol, self.scope(Target::Flow(id))].into_iter();
        let notes = joined(notes.chain(crosses).chain(controls(&flow.settings)));
        let notes = (!notes.is_empty()).then(|| format!("  {notes}"));
        std::iter::once(format!("{name}{ends}{label}")).chain(notes).collect()
    }

    /// Whether something is out of scope, and why.
    fn scope(&self, target: Target) -> Option<String> {
        prose::scope(self.model, target).map(|scope| one_line(&scope))
    }

    fn threat(&self, assessed: &Assessed) -> Vec<String> {
        let threat = &self.model.threats[assessed.threat.0];
        let categories: Vec<&str> = threat.categories.iter().map(|category| category.value.word()).collect();
        let mut lines = vec![
            format!("{}. {}", assessed.number, one_line(&threat.text)),
            format!(
                "   {}, {}; {}{}",
                severity(assessed),
                assessed.status.word(),
                categories.join(", "),
                self.on(&threat.targets)
            ),
        ];
        lines
            .extend(self.mitigations(threat).map(|mitigation| format!("   mitigation{}", mitigation_line(mitigation))));
        lines.extend(threat.disposition.as_ref().map(|disposition| format!("   {}", disposition_line(disposition))));
        lines
    }

    fn mitigations(&self, threat: &Threat) -> impl Iterator<Item = &Mitigation> {
        threat.mitigations.iter().map(|id| &self.model.mitigations[id.0])
    }

    fn dismissals(&self) -> Vec<String> {
        let line = |dismissal: &crate::model::Dismissal| {
            let (category, target) = (dismissal.category.value.word(), self.model.target_key(dismissal.target.value));
            format!("{category} on {target}: {}", one_line(&dismissal.because))
        };
        self.model.dismissals.iter().map(line).collect()
    }

    fn assumptions(&self) -> Vec<String> {
        let line = |one: &crate::model::Assumption| format!("{}{}", one_line(&one.text), self.remark_on(&one.targets));
        self.model.assumptions.iter().map(line).collect()
    }

    /// Open threats, the worst first; questions, what is parked, and what nobody knew.
    fn open(&self) -> Vec<String> {
        let ranked = self.assessment.ranked().into_iter().filter(|assessed| assessed.status == Status::Open);
        let threats = ranked.map(|assessed| {
            let threat = &self.model.threats[assessed.threat.0];
            format!("threat {} ({}): {}", assessed.number, severity(assessed), one_line(&threat.text))
        });
        let questions = self
            .model
            .questions
            .iter()
            .map(|one| format!("question: {}{}", one_line(&one.text), self.remark_on(&one.targets)));
        let parked = self.model.parked.iter().map(|one| {
            let until = one.settings.text("until").map(|until| format!("until {until}")).unwrap_or_default();
            format!("parked: {}{}", one_line(&one.text), bracketed(&until))
        });
        threats.chain(questions).chain(parked).chain(self.unknown()).collect()
    }

    /// `unknown: audit of desk`. What is unknown of an imported thing is open where it is declared.
    fn unknown(&self) -> Vec<String> {
        let model = self.model;
        let elements = model.elements.iter().map(|one| (&one.id.value, &one.settings, &one.imported));
        let boundaries = model.boundaries.iter().map(|one| (&one.id.value, &one.settings, &one.imported));
        let flows = model.flows.iter().map(|one| (&one.key, &one.settings, &one.imported));
        let data = model.data.iter().map(|one| (&one.id.value, &one.settings, &one.imported));
        let all = data.chain(elements).chain(boundaries).chain(flows);
        let own = all.filter(|(_, _, imported)| imported.is_none());
        own.flat_map(|(name, settings, _)| {
            let unknown = settings.iter().filter(|(_, answer)| **answer == Answer::Unknown);
            unknown.map(move |(attribute, _)| format!("unknown: {} of {name}", attribute.name))
        })
        .collect()
    }

    fn on(&self, targets: &[Spanned<Target>]) -> String {
        let names: Vec<&str> = targets.iter().map(|target| self.model.target_key(target.value)).collect();
        if names.is_empty() { String::new() } else { format!(" on {}", names.join(", ")) }
    }

    fn remark_on(&self, targets: &[Spanned<Target>]) -> String {
        bracketed(self.on(targets).trim_start())
    }
}

/// ` slow-down (open; Maya; WEB-17): Limit attempts`
fn mitigation_line(mitigation: &Mitigation) -> String {
    let name = mitigation.id.as_ref().map(|id| format!(" {}", id.value)).unwrap_or_default();
    let facts = joined(["status", "owner", "ticket"].map(|attribute| mitigation.settings.text(attribute)));
    format!("{name}{}: {}", bracketed(&one_line(&facts)), one_line(&mitigation.text))
}

/// `accepted (by Sam; until 2027-06-30): A lock ends after a minute`
fn disposition_line(disposition: &Disposition) -> String {
    let fact = |attribute: &str| disposition.settings.text(attribute).map(|text| format!("{attribute} {text}"));
    let facts = joined(["by", "until"].map(fact));
    format!("{}{}: {}", disposition.kind.word(), bracketed(&one_line(&facts)), one_line(&disposition.because))
}

fn severity(assessed: &Assessed) -> &'static str {
    assessed.severity.map_or("not rated", Severity::word)
}

/// What an attribute says; [`None`] where it was not asked.
fn answer(settings: &Settings, attribute: &str) -> Option<String> {
    settings.answer(attribute).map(|answer| match answer {
        Answer::Unknown => format!("{attribute} unknown"),
        Answer::None => format!("no {attribute}"),
        Answer::Values(values) => one_line(&values.iter().map(Value::to_text).collect::<Vec<_>>().join(", ")),
    })
}

/// What is said of each security attribute, `authz: none`; what nobody knew is listed by itself.
fn controls(settings: &Settings) -> impl Iterator<Item = Option<String>> {
    // The protocol of a flow stands with what it carries.
    let is_listed = |attribute: &Attribute| attribute.is_control() && attribute.name != "protocol";
    let known = settings.iter().filter(move |(attribute, said)| is_listed(attribute) && **said != Answer::Unknown);
    known.map(|(attribute, said)| match said {
        Answer::None => Some(format!("{}: none", attribute.name)),
        _ => answer(settings, attribute.name).map(|said| format!("{}: {said}", attribute.name)),
    })
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn bracketed(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

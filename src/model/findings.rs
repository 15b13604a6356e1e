//! Threats, mitigations, dispositions, dismissals, assumptions, questions and parked items.

use super::build::{Builder, reference};
use super::category::Category;
use super::codes::{MISSING_TARGET, MISSING_TEXT, SEVERAL_DISPOSITIONS, UNKNOWN_CATEGORY, UNKNOWN_NAME, WRONG_KIND};
use super::names::{Host, Placed};
use super::resolve::{REMARK_TARGETS, TARGETS};
use super::settings::Settings;
use super::types::{
    Adjustment, Assumption, BoundaryId, Dismissal, Disposition, DispositionKind, ElementId, Flow, FlowId, Mitigation,
    MitigationId, Parked, Question, Rating, RuleDismissal, Target, Threat,
};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Spanned;
use crate::syntax::ast::{self, Declaration, Ends, Head};
use crate::vocabulary::Kind;

impl Builder<'_> {
    pub(super) fn mitigations(&mut self) {
        for placed in self.names.mitigations.clone() {
            let declaration = placed.declaration;
            let text = self.sentence(declaration);
            let settings = self.settings(declaration);
            let id = declaration.id.clone();
            self.model.mitigations.push(Mitigation { id, imported: None, text, settings, span: declaration.span });
        }
    }

    /// The sentence of a finding, which it cannot do without.
    pub(super) fn sentence(&mut self, declaration: &Declaration) -> String {
        match &declaration.label {
            Some(text) if !text.value.trim().is_empty() => text.value.clone(),
            _ => {
                let message = format!("{} says nothing", declaration.kind.noun());
                self.diagnostics.push(
                    Diagnostic::new(&MISSING_TEXT, declaration.head_span, message)
                        .help(format!("write its sentence in quotes: `{}`", declaration.kind.form())),
                );
                String::new()
            }
        }
    }

    pub(super) fn threats(&mut self) {
        for (index, placed) in std::mem::take(&mut self.names.threats).into_iter().enumerate() {
            let declaration = placed.declaration;
            let Some(id) = declaration.id.clone() else { continue };
            let settings = self.settings(declaration);
            let (categories, targets) = self.aim(placed, TARGETS);
            let rating = |name: &str| settings.word(name).and_then(Rating::from_word);
            let own = self.names.mitigations.iter().enumerate();
            let mut mitigations: Vec<MitigationId> = own
                .filter(|(_, placed)| placed.host == Host::Threat(index))
                .map(|(index, _)| MitigationId(index))
                .collect();
            let shared = settings.values("mitigated-by").iter().filter_map(reference);
            let shared: Vec<_> =
                shared.filter_map(|name| self.resolve(name, &[Kind::Mitigation], "mitigated-by")).collect();
            mitigations.extend(shared.into_iter().map(|symbol| MitigationId(symbol.index)));
            let threat = Threat {
                id,
                number: self.model.threats.len() + 1,
                categories,
                targets,
                text: self.sentence(declaration),
                doc: declaration.doc.clone(),
                likelihood: rating("likelihood"),
                impact: rating("impact"),
                mitigations,
                disposition: None,
                settings,
                head: declaration.head_span,
                span: declaration.span,
            };
            self.model.threats.push(threat);
        }
    }

    /// The categories and targets of a threat, dismissal, assumption or question.
    pub(super) fn aim(&mut self, placed: Placed, wanted: &[Kind]) -> (Vec<Spanned<Category>>, Vec<Spanned<Target>>) {
        let declaration = placed.declaration;
        let Head::On { categories, targets } = &declaration.head else { return (Vec::new(), Vec::new()) };
        let may_be_rule = matches!(declaration.kind, Kind::Dismiss | Kind::Adjust);
        let categories: Vec<_> = categories
            .iter()
            .filter(|name| !(may_be_rule && is_rule_name(&name.value)))
            .filter_map(|name| self.category(name))
            .collect();
        if targets.is_empty() {
            let host = self
                .host_target(placed.host)
                .filter(|target| wanted.contains(&Kind::Boundary) || !matches!(target, Target::Boundary(_)));
            let of_rules = may_be_rule && categories.is_empty();
            if host.is_none()
                && wanted == TARGETS
                && !of_rules
                && matches!(placed.host, Host::Nothing | Host::Boundary(_))
            {
                self.diagnostics.push(missing_target(declaration));
            }
            let host = host.map(|value| Spanned { value, span: declaration.head_span });
            return (categories, host.into_iter().collect());
        }
        let targets = targets.iter().filter_map(|target| self.target(target, wanted)).collect();
        (categories, targets)
    }

    pub(super) fn host_target(&self, host: Host) -> Option<Target> {
        match host {
            Host::Element(index) => Some(Target::Element(ElementId(index))),
            Host::Boundary(id) => Some(Target::Boundary(id)),
            Host::Flow(index) => self.flow_ids[index].map(Target::Flow),
            Host::Nothing | Host::Threat(_) => None,
        }
    }

    pub(super) fn category(&mut self, name: &Spanned<String>) -> Option<Spanned<Category>> {
        if let Some(category) = Category::from_word(&name.value) {
            return Some(Spanned { value: category, span: name.span });
        }
        let words = || Category::ALL.iter().map(|category| category.word());
        let diagnostic =
            Diagnostic::new(&UNKNOWN_CATEGORY, name.span, format!("`{}` is not a threat category", name.value));
        let diagnostic = match by_other_name(&name.value) {
            Some(word) => {
                diagnostic.help(format!("write `{word}`")).likely_fix(format!("Write `{word}`"), name.span, word)
            }
            None => diagnostic.suggest(&name.value, name.span, words(), || {
                format!("write one of {}", words().collect::<Vec<_>>().join(", "))
            }),
        };
        self.diagnostics.push(diagnostic);
        None
    }

    pub(super) fn target(&mut self, target: &ast::Target, wanted: &[Kind]) -> Option<Spanned<Target>> {
        let span = target.span();
        let value = match target {
            ast::Target::Between(ends) => self.flow_between(ends).map(Target::Flow),
            ast::Target::Named(name) => {
                let symbol = self.resolve(name, wanted, "what a finding is on")?;
                match symbol.kind {
                    Kind::Flow => self.flow_ids[symbol.index].map(Target::Flow),
                    Kind::Boundary => Some(Target::Boundary(BoundaryId(symbol.index))),
                    _ => Some(Target::Element(ElementId(symbol.index))),
                }
            }
        };
        value.map(|value| Spanned { value, span })
    }

    pub(super) fn flow_between(&mut self, ends: &Ends) -> Option<FlowId> {
        let (Some(from), Some(to)) = self.ends(ends) else { return None };
        let key = self.key_of(from, ends.arrow.value, to);
        let flows = || self.model.flows.iter().enumerate();
        if let Some((index, _)) = flows().find(|(_, flow)| flow.id.is_none() && flow.key == key) {
            return Some(FlowId(index));
        }
        if let Some(id) = self.take_flow_between(from, ends.arrow.value, to) {
            return Some(id);
        }
        let flows = || self.model.flows.iter().enumerate();
        let joins = |flow: &Flow| (flow.from, flow.to) == (from, to) || (flow.from, flow.to) == (to, from);
        let between: Vec<String> =
            flows().filter(|(_, flow)| joins(flow)).map(|(_, flow)| format!("`{}`", flow.key)).collect();
        let help = match between.as_slice() {
            [] => format!("declare it: `flow {key} \"…\"`"),
            between => format!("between the two there is {}", between.join(", ")),
        };
        self.diagnostics
            .push(Diagnostic::new(&UNKNOWN_NAME, ends.span(), format!("there is no unnamed flow `{key}`")).help(help));
        None
    }

    pub(super) fn dispositions(&mut self) {
        for placed in std::mem::take(&mut self.names.dispositions) {
            let declaration = placed.declaration;
            let because = self.sentence(declaration);
            let settings = self.settings(declaration);
            let Host::Threat(index) = placed.host else { continue };
            let kind = match declaration.kind {
                Kind::Transfer => DispositionKind::Transferred,
                Kind::Avoid => DispositionKind::Avoided,
                _ => DispositionKind::Accepted,
            };
            let threat = &mut self.model.threats[index];
            if let Some(first) = &threat.disposition {
                self.diagnostics.push(
                    Diagnostic::new(
                        &SEVERAL_DISPOSITIONS,
                        declaration.keyword,
                        format!("`{}` is already {}", threat.id.value, first.kind.word()),
                    )
                    .also(first.span, "here")
                    .help("keep one: a threat is accepted, transferred or avoided"),
                );
                continue;
            }
            threat.disposition = Some(Disposition { kind, because, settings, span: declaration.span });
        }
    }

    pub(super) fn remarks(&mut self) {
        for placed in std::mem::take(&mut self.names.remarks) {
            let declaration = placed.declaration;
            let text = self.sentence(declaration);
            let settings = self.settings(declaration);
            let span = declaration.span;
            match declaration.kind {
                Kind::Dismiss => self.dismissal(placed, &text, &settings),
                Kind::Adjust => self.adjustment(placed, &text, &settings),
                Kind::Assume => {
                    let Some(targets) = self.remark_targets(placed) else { continue };
                    self.model.assumptions.push(Assumption { text, targets, settings, span });
                }
                Kind::Question => {
                    let Some(targets) = self.remark_targets(placed) else { continue };
                    self.model.questions.push(Question { text, targets, settings, span });
                }
                _ => self.model.parked.push(Parked { text, settings, span }),
            }
        }
    }

    /// What an assumption or question is on; [`None`] where nothing that it names is there: it is not on everything then.
    fn remark_targets(&mut self, placed: Placed) -> Option<Vec<Spanned<Target>>> {
        let targets = self.aim(placed, REMARK_TARGETS).1;
        let names = matches!(&placed.declaration.head, Head::On { targets, .. } if !targets.is_empty());
        (!names || !targets.is_empty()).then_some(targets)
    }

    pub(super) fn dismissal(&mut self, placed: Placed, because: &str, settings: &Settings) {
        let (categories, targets) = self.aim(placed, TARGETS);
        for category in &categories {
            for target in &targets {
                self.model.dismissals.push(Dismissal {
                    category: category.clone(),
                    target: target.clone(),
                    because: because.to_owned(),
                    settings: settings.clone(),
                    span: placed.declaration.span,
                });
            }
        }
        for rule in rule_names(placed.declaration) {
            for target in everywhere_or(&targets) {
                self.model.rule_dismissals.push(RuleDismissal {
                    rule: rule.clone(),
                    target,
                    because: because.to_owned(),
                    settings: settings.clone(),
                    span: placed.declaration.span,
                });
            }
        }
    }

    fn adjustment(&mut self, placed: Placed, because: &str, settings: &Settings) {
        let (categories, targets) = self.aim(placed, TARGETS);
        if let Some(category) = categories.first() {
            let message = format!("`{}` is a category; an adjustment is about a rule", category.value.word());
            self.diagnostics.push(
                Diagnostic::new(&WRONG_KIND, category.span, message)
                    .help("name the rule whose rating is another one here"),
            );
        }
        let rating = |name: &str| settings.word(name).and_then(Rating::from_word);
        for rule in rule_names(placed.declaration) {
            for target in everywhere_or(&targets) {
                self.model.adjustments.push(Adjustment {
                    rule: rule.clone(),
                    target,
                    because: because.to_owned(),
                    likelihood: rating("likelihood"),
                    impact: rating("impact"),
                    span: placed.declaration.span,
                });
            }
        }
    }
}

/// The words before `on` that are no categories.
fn rule_names(declaration: &Declaration) -> impl Iterator<Item = &Spanned<String>> {
    let names: &[Spanned<String>] = match &declaration.head {
        Head::On { categories, .. } => categories,
        _ => &[],
    };
    names.iter().filter(|name| is_rule_name(&name.value))
}

/// Each target, or once nowhere in particular.
fn everywhere_or(targets: &[Spanned<Target>]) -> Vec<Option<Spanned<Target>>> {
    if targets.is_empty() { vec![None] } else { targets.iter().cloned().map(Some).collect() }
}

/// Whether a word is neither a category nor a misspelt one.
fn is_rule_name(word: &str) -> bool {
    let words = || Category::ALL.iter().map(|category| category.word());
    by_other_name(word).is_none() && words().all(|known| known != word) && did_you_mean(word, words()).is_none()
}

fn missing_target(declaration: &Declaration) -> Diagnostic {
    let message = format!("{} on nothing", declaration.kind.noun());
    Diagnostic::new(&MISSING_TARGET, declaration.head_span, message)
        .help("say what it is about with `on ELEMENT-OR-FLOW`, or move it into an element or a flow")
}

/// Words that people use for a category.
fn by_other_name(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "s" | "spoof" | "impersonation" => "spoofing",
        "t" | "tamper" => "tampering",
        "r" => "repudiation",
        "i" | "disclosure" | "info-disclosure" | "information-leak" => "information-disclosure",
        "d" | "dos" | "ddos" => "denial-of-service",
        "e" | "eop" | "privilege-escalation" | "elevation" => "elevation-of-privilege",
        "linkability" => "linking",
        "identifiability" => "identifying",
        "detectability" => "detecting",
        "disclosure-of-information" => "data-disclosure",
        _ => return None,
    })
}

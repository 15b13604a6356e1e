//! Declarations to values, references to ids.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::category::Category;
use super::codes::{
    BOUNDARY_AS_END, DUPLICATE_MODEL, MISSING_TARGET, MISSING_TEXT, PARALLEL_FLOWS, SEVERAL_DISPOSITIONS,
    UNKNOWN_CATEGORY, UNKNOWN_NAME, WRONG_KIND,
};
use super::names::{Host, Names, Placed, Symbol, collect};
use super::settings::{self, Settings, Value};
use super::types::{
    Assumption, Boundary, BoundaryId, Data, DataId, Direction, Dismissal, Disposition, DispositionKind, Element,
    ElementId, ElementKind, Flow, FlowId, Header, LintLevel, Method, Mitigation, MitigationId, Model, Parked, Question,
    Rating, SessionLevel, Target, Threat,
};
use crate::diagnostic::{Diagnostic, Label, did_you_mean};
use crate::source::{Source, Span, Spanned};
use crate::syntax::ast::{self, Arrow, Declaration, Ends, File, Head, Statement};
use crate::vocabulary::Kind;

/// Resolves a file. Whatever could be resolved is in the model; everything else is in the diagnostics.
#[must_use]
pub fn build(source: &Source, file: &File) -> (Model, Vec<Diagnostic>) {
    let mut names = collect(&file.statements);
    let diagnostics = std::mem::take(&mut names.diagnostics);
    let mut builder = Builder {
        names,
        diagnostics,
        model: Model::default(),
        flow_ids: Vec::new(),
        unknown: BTreeMap::new(),
        unread: BTreeSet::new(),
    };
    builder.mentions(source);
    builder.header();
    builder.data();
    builder.boundaries();
    builder.elements();
    builder.flows();
    builder.mitigations();
    builder.threats();
    builder.dispositions();
    builder.remarks();
    builder.graph();
    (builder.model, builder.diagnostics)
}

struct Builder<'a> {
    names: Names<'a>,
    diagnostics: Vec<Diagnostic>,
    model: Model,
    /// What became of each flow declaration; [`None`] where an end is unknown.
    flow_ids: Vec<Option<FlowId>>,
    /// The diagnostic of each name that nothing declares.
    unknown: BTreeMap<String, usize>,
    /// The words of statements that could not be read.
    unread: BTreeSet<String>,
}

/// How many further uses of an unknown name are shown beside the first.
const MAX_USES: usize = 8;

const ELEMENTS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store];
const TARGETS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Flow];
const REMARK_TARGETS: &[Kind] = &[Kind::Entity, Kind::Process, Kind::Store, Kind::Flow, Kind::Boundary];

impl Builder<'_> {
    fn mentions(&mut self, source: &Source) {
        self.model.incomplete = !self.names.broken.is_empty();
        for (broken, _) in self.names.broken.clone() {
            let end = broken.body.as_ref().map_or(broken.span.end, |body| body.span.start);
            let head = source.slice(Span { end, ..broken.span });
            for word in head.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
                let word = word.trim_matches('-');
                self.unread.insert(word.to_owned());
            }
            for word in source.slice(broken.span).split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            {
                self.mention(word.trim_matches('-'));
            }
        }
    }

    /// A name that stands where its meaning could not be made out: it is not missed elsewhere.
    fn mention(&mut self, word: &str) {
        if let Some(symbol) = self.names.symbols.get(word) {
            match symbol.kind {
                Kind::Entity | Kind::Process | Kind::Store => {
                    self.model.mentioned.elements.insert(ElementId(symbol.index));
                }
                Kind::Data => {
                    self.model.mentioned.data.insert(DataId(symbol.index));
                }
                _ => {}
            }
        }
    }

    fn settings(&mut self, declaration: &Declaration) -> Settings {
        let statements = declaration.body.iter().flat_map(|body| &body.statements);
        let attributes = statements.filter_map(|statement| match statement {
            Statement::Attribute(attribute) => Some(attribute),
            _ => None,
        });
        settings::read(declaration.kind, attributes, &mut self.diagnostics)
    }

    fn header(&mut self) {
        let models = std::mem::take(&mut self.names.models);
        let Some(first) = models.first() else { return };
        for again in &models[1..] {
            self.diagnostics.push(
                Diagnostic::new(&DUPLICATE_MODEL, again.declaration.keyword, "a second `model` block")
                    .label("again here")
                    .also(first.declaration.keyword, "the first one")
                    .help("keep one `model` a file; what belongs to another session goes into a file of its own"),
            );
            let _checked = self.settings(again.declaration);
        }
        let declaration = first.declaration;
        let settings = self.settings(declaration);
        let text = |name: &str| settings.text(name).filter(|text| !text.trim().is_empty());
        self.model.header = Header {
            span: Some(declaration.head_span),
            title: declaration.label.clone(),
            doc: declaration.doc.clone(),
            scope: text("scope"),
            level: settings.word("level").and_then(SessionLevel::from_word),
            method: settings.word("method").and_then(Method::from_word),
            reviewed: settings.date("reviewed"),
            participants: settings.values("participants").iter().map(Value::to_text).collect(),
            direction: settings.word("direction").and_then(Direction::from_word),
            lints: lints(&settings),
            settings,
        };
    }

    /// Whether a name was declared before, so that this declaration is the second one.
    fn is_repeated(&self, id: &Spanned<String>) -> bool {
        self.names.symbols.get(&id.value).is_some_and(|symbol| symbol.span != id.span)
    }

    fn data(&mut self) {
        for placed in self.names.data.clone() {
            let settings = self.settings(placed.declaration);
            let Some(id) = placed.declaration.id.clone() else { continue };
            if self.is_repeated(&id) {
                self.model.mentioned.data.insert(DataId(self.model.data.len()));
            }
            self.model.data.push(Data {
                label: label(placed.declaration),
                id,
                doc: placed.declaration.doc.clone(),
                settings,
                span: placed.declaration.span,
            });
        }
    }

    fn boundaries(&mut self) {
        for placed in self.names.boundaries.clone() {
            let settings = self.settings(placed.declaration);
            let Some(id) = placed.declaration.id.clone() else { continue };
            let index = BoundaryId(self.model.boundaries.len());
            self.model.boundaries.push(Boundary {
                label: label(placed.declaration),
                id,
                doc: placed.declaration.doc.clone(),
                parent: placed.parent,
                trust: settings.integer("trust"),
                settings,
                span: placed.declaration.span,
                incomplete: self.names.broken.iter().any(|(_, parent)| *parent == Some(index)),
            });
        }
    }

    fn elements(&mut self) {
        for placed in self.names.elements.clone() {
            let declaration = placed.declaration;
            let settings = self.settings(declaration);
            let Some(id) = declaration.id.clone() else { continue };
            let holds = self.data_references(&settings, "holds");
            if self.is_repeated(&id) {
                // Nobody knows which of the two a flow or threat means.
                self.mention(&id.value);
                self.model.mentioned.elements.insert(ElementId(self.model.elements.len()));
            }
            self.model.elements.push(Element {
                kind: match declaration.kind {
                    Kind::Process => ElementKind::Process,
                    Kind::Store => ElementKind::Store,
                    _ => ElementKind::Entity,
                },
                label: label(declaration),
                id,
                doc: declaration.doc.clone(),
                parent: placed.parent,
                holds,
                settings,
                span: declaration.span,
            });
        }
    }

    fn data_references(&mut self, settings: &Settings, attribute: &str) -> Vec<DataId> {
        let names = settings.values(attribute).iter().filter_map(reference);
        let symbols: Vec<_> = names.filter_map(|name| self.resolve(name, &[Kind::Data], attribute)).collect();
        symbols.into_iter().map(|symbol| DataId(symbol.index)).collect()
    }

    /// What a name stands for, where it stands for one of the wanted kinds. Everything else is reported;
    /// `place` says what the name stands in.
    fn resolve(&mut self, name: &Spanned<String>, wanted: &[Kind], place: &str) -> Option<Symbol> {
        match self.names.symbols.get(&name.value).copied() {
            Some(symbol) if wanted.contains(&symbol.kind) => Some(symbol),
            Some(symbol) => {
                let diagnostic = wrong_kind(name, symbol, wanted, place);
                self.diagnostics.push(diagnostic);
                None
            }
            None => {
                self.unknown(name, wanted);
                None
            }
        }
    }

    /// Reports a name that nothing declares: once, with its further uses beside the first.
    fn unknown(&mut self, name: &Spanned<String>, wanted: &[Kind]) {
        if self.unread.contains(&name.value) {
            return; // it stands in a statement that could not be read, and was perhaps declared there
        }
        if let Some(index) = self.unknown.get(&name.value) {
            let labels = &mut self.diagnostics[*index].labels;
            if labels.len() < MAX_USES {
                labels.push(Label { span: name.span, text: "also used here".to_owned() });
            }
            return;
        }
        if let Some((import, _)) = name.value.split_once('.')
            && self.names.symbols.get(import).is_some_and(|symbol| symbol.kind == Kind::Import)
        {
            return; // imports are reported where they stand
        }
        let fits = |symbol: &Symbol| wanted.contains(&symbol.kind);
        let wanted_names = self.names.symbols.iter().filter(|(_, symbol)| fits(symbol)).map(|(name, _)| name.as_str());
        let best = did_you_mean(&name.value, wanted_names.clone())
            .or_else(|| self.by_label(&name.value, wanted))
            .map(str::to_owned);
        let message = format!("nothing is called `{}`", name.value);
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, name.span, message).label("unknown");
        let diagnostic = if let Some(best) = best {
            self.mention(&best);
            let symbol = self.names.symbols[&best];
            diagnostic
                .also(symbol.span, format!("`{best}` is declared here"))
                .help(format!("did you mean `{best}`?"))
                .likely_fix(format!("Replace `{}` by `{best}`", name.value), name.span, best)
        } else if let Some(other) = did_you_mean(&name.value, self.names.symbols.keys().map(String::as_str)) {
            let symbol = self.names.symbols[other];
            diagnostic.also(symbol.span, format!("`{other}` is {}", symbol.kind.noun())).help(format!(
                "`{other}` is close, but it is {}; {} is needed here",
                symbol.kind.noun(),
                nouns(wanted)
            ))
        } else {
            diagnostic.help(declare_help(&name.value, wanted, wanted_names.collect()))
        };
        self.unknown.insert(name.value.clone(), self.diagnostics.len());
        self.diagnostics.push(diagnostic);
    }

    /// The declaration whose label, written as an identifier, is this name.
    fn by_label(&self, name: &str, wanted: &[Kind]) -> Option<&str> {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let lists = [&self.names.elements, &self.names.data, &self.names.boundaries, &self.names.mitigations];
        let declared = lists.into_iter().flatten().map(|placed| placed.declaration);
        declared
            .filter(|declaration| wanted.contains(&declaration.kind))
            .find(|declaration| declaration.label.as_ref().is_some_and(|label| plain(&label.value) == plain(name)))
            .and_then(|declaration| declaration.id.as_ref())
            .map(|id| id.value.as_str())
    }

    fn flows(&mut self) {
        let mut unnamed: BTreeMap<String, Span> = BTreeMap::new();
        for placed in std::mem::take(&mut self.names.flows) {
            let declaration = placed.declaration;
            let settings = self.settings(declaration);
            let carries = self.data_references(&settings, "carries");
            let Head::Flow(ends) = &declaration.head else {
                self.flow_ids.push(None);
                continue;
            };
            let (Some(from), Some(to)) = self.ends(ends) else {
                self.flow_ids.push(None);
                continue;
            };
            let key = match &declaration.id {
                Some(id) => id.value.clone(),
                None => self.unnamed_key(ends, &mut unnamed),
            };
            self.flow_ids.push(Some(FlowId(self.model.flows.len())));
            self.model.flows.push(Flow {
                id: declaration.id.clone(),
                key,
                from,
                to,
                arrow: ends.arrow.value,
                label: declaration.label.as_ref().map(|label| label.value.clone()).unwrap_or_default(),
                doc: declaration.doc.clone(),
                carries,
                settings,
                span: declaration.span,
                ends: ends.span(),
            });
        }
    }

    fn unnamed_key(&mut self, ends: &Ends, unnamed: &mut BTreeMap<String, Span>) -> String {
        let key = key_of(ends);
        if let Some(first) = unnamed.get(&key) {
            self.diagnostics.push(
                Diagnostic::new(&PARALLEL_FLOWS, ends.span(), format!("a second unnamed flow `{key}`"))
                    .label("again here")
                    .also(*first, "the first one")
                    .help(format!("name them: `flow NAME: {key} …`, so that threats can say which one they are on")),
            );
        } else {
            unnamed.insert(key.clone(), ends.span());
        }
        key
    }

    fn ends(&mut self, ends: &Ends) -> (Option<ElementId>, Option<ElementId>) {
        let found = (self.end(&ends.from), self.end(&ends.to));
        if let (Some(one), None) | (None, Some(one)) = found {
            self.model.mentioned.elements.insert(one);
        }
        found
    }

    fn end(&mut self, name: &Spanned<String>) -> Option<ElementId> {
        let symbol = self.names.symbols.get(&name.value).copied().filter(|symbol| symbol.kind == Kind::Boundary);
        let Some(symbol) = symbol else {
            return self.resolve(name, ELEMENTS, "a flow").map(|symbol| ElementId(symbol.index));
        };
        let inside: Vec<ElementId> = (0..self.model.elements.len())
            .map(ElementId)
            .filter(|id| {
                let parent = self.model.element(*id).parent;
                self.model.boundary_path(parent).any(|boundary| boundary.0 == symbol.index)
            })
            .collect();
        let listed: Vec<String> =
            inside.iter().take(5).map(|id| format!("`{}`", self.model.element(*id).id.value)).collect();
        let help = match listed.as_slice() {
            [] => "join two elements; a boundary only shows where trust changes".to_owned(),
            listed => format!("name the element inside it: {}", listed.join(", ")),
        };
        let message = format!("`{}` is a trust boundary; a flow joins two elements", name.value);
        self.diagnostics
            .push(Diagnostic::new(&BOUNDARY_AS_END, name.span, message).also(symbol.span, "the boundary").help(help));
        self.model.mentioned.elements.extend(inside);
        None
    }

    fn mitigations(&mut self) {
        for placed in self.names.mitigations.clone() {
            let declaration = placed.declaration;
            let text = self.sentence(declaration);
            let settings = self.settings(declaration);
            let id = declaration.id.clone();
            self.model.mitigations.push(Mitigation { id, text, settings, span: declaration.span });
        }
    }

    /// The sentence of a finding, which it cannot do without.
    fn sentence(&mut self, declaration: &Declaration) -> String {
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

    fn threats(&mut self) {
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
    fn aim(&mut self, placed: Placed, wanted: &[Kind]) -> (Vec<Spanned<Category>>, Vec<Spanned<Target>>) {
        let declaration = placed.declaration;
        let Head::On { categories, targets } = &declaration.head else { return (Vec::new(), Vec::new()) };
        let categories = categories.iter().filter_map(|name| self.category(name)).collect();
        if targets.is_empty() {
            let host = self
                .host_target(placed.host)
                .filter(|target| wanted.contains(&Kind::Boundary) || !matches!(target, Target::Boundary(_)));
            if host.is_none() && wanted == TARGETS && matches!(placed.host, Host::Nothing | Host::Boundary(_)) {
                self.diagnostics.push(missing_target(declaration));
            }
            let host = host.map(|value| Spanned { value, span: declaration.head_span });
            return (categories, host.into_iter().collect());
        }
        let targets = targets.iter().filter_map(|target| self.target(target, wanted)).collect();
        (categories, targets)
    }

    fn host_target(&self, host: Host) -> Option<Target> {
        match host {
            Host::Element(index) => Some(Target::Element(ElementId(index))),
            Host::Boundary(id) => Some(Target::Boundary(id)),
            Host::Flow(index) => self.flow_ids[index].map(Target::Flow),
            Host::Nothing | Host::Threat(_) => None,
        }
    }

    fn category(&mut self, name: &Spanned<String>) -> Option<Spanned<Category>> {
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

    fn target(&mut self, target: &ast::Target, wanted: &[Kind]) -> Option<Spanned<Target>> {
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

    fn flow_between(&mut self, ends: &Ends) -> Option<FlowId> {
        let (Some(from), Some(to)) = self.ends(ends) else { return None };
        let key = key_of(ends);
        let flows = || self.model.flows.iter().enumerate();
        if let Some((index, _)) = flows().find(|(_, flow)| flow.id.is_none() && flow.key == key) {
            return Some(FlowId(index));
        }
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

    fn dispositions(&mut self) {
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

    fn remarks(&mut self) {
        for placed in std::mem::take(&mut self.names.remarks) {
            let declaration = placed.declaration;
            let text = self.sentence(declaration);
            let settings = self.settings(declaration);
            let span = declaration.span;
            match declaration.kind {
                Kind::Dismiss => self.dismissal(placed, &text, &settings),
                Kind::Assume => {
                    let targets = self.aim(placed, REMARK_TARGETS).1;
                    self.model.assumptions.push(Assumption { text, targets, settings, span });
                }
                Kind::Question => {
                    let targets = self.aim(placed, REMARK_TARGETS).1;
                    self.model.questions.push(Question { text, targets, settings, span });
                }
                _ => self.model.parked.push(Parked { text, settings, span }),
            }
        }
    }

    fn dismissal(&mut self, placed: Placed, because: &str, settings: &Settings) {
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
    }

    fn graph(&mut self) {
        let mut graph = DiGraph::with_capacity(self.model.elements.len(), self.model.flows.len());
        for index in 0..self.model.elements.len() {
            graph.add_node(ElementId(index));
        }
        for (index, flow) in self.model.flows.iter().enumerate() {
            let (from, to) = (NodeIndex::new(flow.from.0), NodeIndex::new(flow.to.0));
            graph.add_edge(from, to, FlowId(index));
            if flow.arrow == Arrow::Both {
                graph.add_edge(to, from, FlowId(index));
            }
        }
        self.model.graph = graph;
    }
}

fn lints(settings: &Settings) -> Vec<(LintLevel, Spanned<String>)> {
    [LintLevel::Allow, LintLevel::Warn, LintLevel::Deny]
        .into_iter()
        .flat_map(|level| {
            settings.values(level.word()).iter().filter_map(reference).map(move |name| (level, name.clone()))
        })
        .collect()
}

fn missing_target(declaration: &Declaration) -> Diagnostic {
    let message = format!("{} on nothing", declaration.kind.noun());
    Diagnostic::new(&MISSING_TARGET, declaration.head_span, message)
        .help("say what it is about with `on ELEMENT-OR-FLOW`, or move it into an element or a flow")
}

fn label(declaration: &Declaration) -> String {
    let id = || declaration.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    declaration
        .label
        .as_ref()
        .map(|label| label.value.clone())
        .filter(|label| !label.trim().is_empty())
        .unwrap_or_else(id)
}

fn reference(value: &Value) -> Option<&Spanned<String>> {
    match value {
        Value::Reference(name) => Some(name),
        _ => None,
    }
}

/// What identifies an unnamed flow. The two ends of `<->` have no order, so the smaller name stands first.
fn key_of(ends: &Ends) -> String {
    let (from, to) = (&ends.from.value, &ends.to.value);
    match ends.arrow.value {
        Arrow::Forward => format!("{from} -> {to}"),
        Arrow::Both if to < from => format!("{to} <-> {from}"),
        Arrow::Both => format!("{from} <-> {to}"),
    }
}

fn wrong_kind(name: &Spanned<String>, symbol: Symbol, wanted: &[Kind], place: &str) -> Diagnostic {
    let message = format!("`{}` is {}, not {}", name.value, symbol.kind.noun(), nouns(wanted));
    let help = match (place, symbol.kind) {
        ("what a finding is on", Kind::Boundary) => {
            "name the elements inside it, or the flows that cross it".to_owned()
        }
        ("what a finding is on", Kind::Data) => "name the store that holds it, or a flow that carries it".to_owned(),
        ("a flow", Kind::Data) => "put data into `carries`; a flow joins two elements".to_owned(),
        ("a flow", _) => "a flow joins two elements".to_owned(),
        (attribute, _) => format!("`{attribute}` takes {}", nouns(wanted)),
    };
    Diagnostic::new(&WRONG_KIND, name.span, message)
        .label(symbol.kind.noun())
        .also(symbol.span, "declared here")
        .help(help)
}

fn nouns(kinds: &[Kind]) -> String {
    match kinds {
        ELEMENTS => "an element".to_owned(),
        TARGETS => "an element or a flow".to_owned(),
        REMARK_TARGETS => "an element, a flow or a boundary".to_owned(),
        kinds => kinds.iter().map(|kind| kind.noun()).collect::<Vec<_>>().join(" or "),
    }
}

fn declare_help(name: &str, wanted: &[Kind], known: Vec<&str>) -> String {
    let form = match wanted {
        [Kind::Data] => format!("data {name} \"…\""),
        [Kind::Mitigation] => format!("mitigation {name} \"…\""),
        TARGETS | REMARK_TARGETS => format!("process {name} \"…\"` or `flow {name}: … -> … \"…\""),
        _ => format!("process {name} \"…\""),
    };
    if known.is_empty() || known.len() > 8 {
        return format!("declare it: `{form}`");
    }
    let known: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    format!("declare it: `{form}`, or use one of {}", known.join(", "))
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

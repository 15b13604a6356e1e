//! Declarations to values, references to ids.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::codes::{BOUNDARY_AS_END, DUPLICATE_MODEL, PARALLEL_FLOWS};
use super::imports::Imports;
use super::names::{Names, Symbol, collect};
use super::resolve::{DRAWN, ELEMENTS, VIEWED};
use super::settings::{self, Settings, Value};
use super::types::{
    Boundary, BoundaryId, Data, DataId, Direction, Element, ElementId, ElementKind, Flow, FlowId, Header, LintLevel,
    Method, Model, Part, SessionLevel, View,
};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::source::{FileId, Source, Span, Spanned};
use crate::syntax::ast::{Arrow, Declaration, Ends, Head, Statement};
use crate::vocabulary::Kind;

/// A file that was resolved: its model, and what those that import it find by name.
#[derive(Debug)]
pub struct Unit {
    /// What the file says, with what it names of others.
    pub model: Model,
    pub(super) symbols: BTreeMap<String, Symbol>,
    pub(super) flow_ids: Vec<Option<FlowId>>,
    pub(super) unread: BTreeSet<String>,
}

/// Resolves a file; `units` has those that it imports. Whatever could be resolved is in the model; everything else is in
/// the diagnostics.
#[must_use]
pub fn build(project: &Project, file: FileId, units: &[Option<Unit>]) -> (Unit, Vec<Diagnostic>) {
    let mut names = collect(&project.file(file).ast.statements);
    let diagnostics = std::mem::take(&mut names.diagnostics);
    let mut builder = Builder {
        names,
        imports: Imports::new(project, file, units),
        diagnostics,
        model: Model::default(),
        flow_ids: Vec::new(),
        unknown: BTreeMap::new(),
        unread: BTreeSet::new(),
    };
    builder.mentions(&project.file(file).source);
    builder.header();
    builder.data();
    builder.boundaries();
    builder.elements();
    builder.flows();
    builder.mitigations();
    builder.threats();
    builder.dispositions();
    builder.remarks();
    builder.views();
    builder.rules();
    builder.unused_imports();
    builder.model.graph = graph(&builder.model);
    let Builder { names, model, flow_ids, unread, diagnostics, .. } = builder;
    (Unit { model, symbols: names.symbols, flow_ids, unread }, diagnostics)
}

pub(super) struct Builder<'a> {
    pub names: Names<'a>,
    pub imports: Imports<'a>,
    pub diagnostics: Vec<Diagnostic>,
    pub model: Model,
    /// What became of each flow declaration; [`None`] where an end is unknown.
    pub flow_ids: Vec<Option<FlowId>>,
    /// The diagnostic of each name that nothing declares.
    pub unknown: BTreeMap<String, usize>,
    /// The words of statements that could not be read.
    pub unread: BTreeSet<String>,
}

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
    pub(super) fn mention(&mut self, word: &str) {
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
        self.imports.use_import(word);
    }

    pub(super) fn settings(&mut self, declaration: &Declaration) -> Settings {
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
            self.settings(again.declaration); // what is wrong in it is said all the same
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
                imported: None,
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
                imported: None,
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
                imported: None,
                doc: declaration.doc.clone(),
                parent: placed.parent,
                is_collapsed: false,
                holds,
                settings,
                span: declaration.span,
            });
        }
    }

    pub(super) fn data_references(&mut self, settings: &Settings, attribute: &str) -> Vec<DataId> {
        let names = settings.values(attribute).iter().filter_map(reference);
        let symbols: Vec<_> = names.filter_map(|name| self.resolve(name, &[Kind::Data], attribute)).collect();
        symbols.into_iter().map(|symbol| DataId(symbol.index)).collect()
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
                self.model.mentioned.data.extend(carries);
                self.flow_ids.push(None);
                continue;
            };
            let key = match &declaration.id {
                Some(id) => id.value.clone(),
                None => self.unnamed_key(ends, from, to, &mut unnamed),
            };
            self.flow_ids.push(Some(FlowId(self.model.flows.len())));
            self.model.flows.push(Flow {
                id: declaration.id.clone(),
                key,
                imported: None,
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

    fn unnamed_key(
        &mut self,
        ends: &Ends,
        from: ElementId,
        to: ElementId,
        unnamed: &mut BTreeMap<String, Span>,
    ) -> String {
        let key = self.key_of(from, ends.arrow.value, to);
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

    /// What identifies an unnamed flow between two elements, whatever names the file uses for them.
    pub(super) fn key_of(&self, from: ElementId, arrow: Arrow, to: ElementId) -> String {
        key_between(&self.model.element(from).id.value, arrow, &self.model.element(to).id.value)
    }

    pub(super) fn ends(&mut self, ends: &Ends) -> (Option<ElementId>, Option<ElementId>) {
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

    fn views(&mut self) {
        for placed in std::mem::take(&mut self.names.views) {
            let declaration = placed.declaration;
            let settings = self.settings(declaration);
            let Some(id) = declaration.id.clone() else { continue };
            let view = View {
                label: label(declaration),
                id,
                doc: declaration.doc.clone(),
                include: self.parts(&settings, "include", VIEWED),
                exclude: self.parts(&settings, "exclude", DRAWN),
                collapse: self.collapsed(&settings),
                focus: self.parts(&settings, "focus", VIEWED).into_iter().next(),
                direction: settings.word("direction").and_then(Direction::from_word),
                span: declaration.span,
            };
            self.model.views.push(view);
        }
    }

    fn parts(&mut self, settings: &Settings, attribute: &str, wanted: &[Kind]) -> Vec<Spanned<Part>> {
        let mut parts = Vec::new();
        for name in settings.values(attribute).iter().filter_map(reference) {
            let Some(symbol) = self.resolve(name, wanted, attribute) else { continue };
            let part = match symbol.kind {
                Kind::Boundary => Some(Part::Boundary(BoundaryId(symbol.index))),
                Kind::Flow => self.flow_ids[symbol.index].map(Part::Flow),
                Kind::Data => Some(Part::Data(DataId(symbol.index))),
                _ => Some(Part::Element(ElementId(symbol.index))),
            };
            parts.extend(part.map(|value| Spanned { value, span: name.span }));
        }
        parts
    }

    fn collapsed(&mut self, settings: &Settings) -> Vec<Spanned<BoundaryId>> {
        let names = settings.values("collapse").iter().filter_map(reference);
        let found = names.filter_map(|name| {
            let symbol = self.resolve(name, &[Kind::Boundary], "collapse")?;
            Some(Spanned { value: BoundaryId(symbol.index), span: name.span })
        });
        found.collect()
    }
}

/// Elements as nodes and flows as edges.
pub(super) fn graph(model: &Model) -> DiGraph<ElementId, FlowId> {
    let mut graph = DiGraph::with_capacity(model.elements.len(), model.flows.len());
    for index in 0..model.elements.len() {
        graph.add_node(ElementId(index));
    }
    for (index, flow) in model.flows.iter().enumerate() {
        let (from, to) = (NodeIndex::new(flow.from.0), NodeIndex::new(flow.to.0));
        graph.add_edge(from, to, FlowId(index));
        if flow.arrow == Arrow::Both {
            graph.add_edge(to, from, FlowId(index));
        }
    }
    graph
}

fn lints(settings: &Settings) -> Vec<(LintLevel, Spanned<String>)> {
    [LintLevel::Allow, LintLevel::Warn, LintLevel::Deny]
        .into_iter()
        .flat_map(|level| {
            settings.values(level.word()).iter().filter_map(reference).map(move |name| (level, name.clone()))
        })
        .collect()
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

pub(super) fn reference(value: &Value) -> Option<&Spanned<String>> {
    match value {
        Value::Reference(name) => Some(name),
        _ => None,
    }
}

/// What identifies an unnamed flow. The two ends of `<->` have no order, so the smaller name stands first.
pub(super) fn key_between(from: &str, arrow: Arrow, to: &str) -> String {
    match arrow {
        Arrow::Forward => format!("{from} -> {to}"),
        Arrow::Both if to < from => format!("{to} <-> {from}"),
        Arrow::Both => format!("{from} <-> {to}"),
    }
}

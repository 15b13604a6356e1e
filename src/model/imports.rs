//! What other files declare, taken into the model of the file that names it: things with their boundaries and data, and
//! nothing else.
//!
//! Each file is resolved by itself, before those that import it ([`Unit`]). A thing has one identity, the file that
//! declares it and its name there, however many ways lead to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build::{Builder, Unit, key_between};
use super::codes::{UNKNOWN_MEMBER, UNKNOWN_NAME, UNUSED_IMPORT};
use super::names::Symbol;
use super::resolve::wrong_kind;
use super::types::{BoundaryId, DataId, ElementId, Flow, FlowId, MitigationId, Model, Target};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::project::{Import, Link, Project, TOO_MANY_IMPORTS};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::ast::Arrow;
use crate::vocabulary::Kind;

/// The most bytes of names that one file takes in from others.
const MAX_NAMES: usize = 1 << 20;
/// How many names of another file are listed.
const MAX_LISTED: usize = 8;

/// Where something comes from that another file declares. Its identifier begins with the namespace: `identity.idp`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Which file of the project declares it.
    pub file: FileId,
    /// That file's path, from the project's folder on.
    pub path: Arc<str>,
    /// What this file calls that one: `identity`, or `shop.identity` for what an import imports.
    pub namespace: Arc<str>,
    /// Its name there.
    pub name: String,
}

impl Model {
    /// Which other file declares a target, where one does.
    #[must_use]
    pub fn imported(&self, target: Target) -> Option<&Imported> {
        match target {
            Target::Element(id) => self.element(id).imported.as_ref(),
            Target::Flow(id) => self.flow(id).imported.as_ref(),
            Target::Boundary(id) => self.boundary(id).imported.as_ref(),
        }
    }
}

/// What one file has taken in.
pub(super) struct Imports<'a> {
    pub project: &'a Project,
    /// The files that are resolved already, by id.
    pub units: &'a [Option<Unit>],
    pub file: FileId,
    /// What this file calls the files that it reaches.
    namespaces: BTreeMap<FileId, Arc<str>>,
    /// The same files, those with the shortest names first.
    reached: Vec<(Arc<str>, FileId)>,
    elements: BTreeMap<(FileId, usize), ElementId>,
    boundaries: BTreeMap<(FileId, usize), BoundaryId>,
    data: BTreeMap<(FileId, usize), DataId>,
    flows: BTreeMap<(FileId, usize), usize>,
    mitigations: BTreeMap<(FileId, usize), MitigationId>,
    /// The imports that something names.
    used: BTreeSet<String>,
    /// How many bytes of names may still be taken in.
    room: usize,
    /// Whether there was no room, which is reported once.
    is_full: bool,
}

/// Where a name with dots leads.
enum Found {
    /// A declaration of another file.
    Declared(FileId, Symbol),
    /// Nowhere, and that has been said, or nobody can know.
    Nothing,
}

impl<'a> Imports<'a> {
    pub(super) fn new(project: &'a Project, file: FileId, units: &'a [Option<Unit>]) -> Imports<'a> {
        let namespaces = project.namespaces(file);
        let mut reached: Vec<(Arc<str>, FileId)> =
            namespaces.iter().map(|(file, name)| (name.clone(), *file)).collect();
        reached.sort_by_key(|(name, _)| (name.matches('.').count(), name.len(), name.clone()));
        Imports {
            project,
            units,
            file,
            namespaces,
            reached,
            elements: BTreeMap::new(),
            boundaries: BTreeMap::new(),
            data: BTreeMap::new(),
            flows: BTreeMap::new(),
            mitigations: BTreeMap::new(),
            used: BTreeSet::new(),
            room: MAX_NAMES,
            is_full: false,
        }
    }

    fn unit(&self, file: FileId) -> Option<&'a Unit> {
        self.units.get(usize::from(file.0)).and_then(Option::as_ref)
    }

    fn import(&self, file: FileId, name: &str) -> Option<Import> {
        self.project.file(file).imports.get(name).copied()
    }

    pub(super) fn is_import(&self, name: &str) -> bool {
        self.import(self.file, name).is_some()
    }

    pub(super) fn use_import(&mut self, name: &str) {
        if self.is_import(name) {
            self.used.insert(name.to_owned());
        }
    }

    /// Where an imported thing comes from: the file and the place in its list there.
    fn origin(&self, file: FileId, index: usize, imported: Option<&Imported>) -> Option<(FileId, usize)> {
        let Some(imported) = imported else { return Some((file, index)) };
        let symbol = self.unit(imported.file)?.symbols.get(&imported.name)?;
        Some((imported.file, symbol.index))
    }

    /// The name under which a declaration of one of these kinds can be had from an import, and where it stands.
    pub(super) fn elsewhere(&self, name: &str, wanted: &[Kind]) -> Option<(String, Span)> {
        self.reached.iter().find_map(|(namespace, file)| {
            let symbol = self.unit(*file)?.symbols.get(name).filter(|symbol| wanted.contains(&symbol.kind))?;
            Some((format!("{namespace}.{name}"), symbol.span))
        })
    }
}

impl Builder<'_> {
    /// What a name with dots stands for, taken into the model.
    pub(super) fn resolve_imported(&mut self, name: &Spanned<String>, wanted: &[Kind], place: &str) -> Option<Symbol> {
        let Found::Declared(file, symbol) = self.find_imported(name, wanted) else { return None };
        if !wanted.contains(&symbol.kind) {
            self.diagnostics.push(wrong_kind(name, symbol, wanted, place));
            return None;
        }
        let was_full = self.imports.is_full;
        let index = self.take(file, symbol);
        if self.imports.is_full && !was_full {
            self.diagnostics.push(no_room(name));
        }
        index.map(|index| Symbol { index, ..symbol })
    }

    fn find_imported(&mut self, name: &Spanned<String>, wanted: &[Kind]) -> Found {
        let parts: Vec<&str> = name.value.split('.').collect();
        let (Some((first, _)), Some((last, inner))) = (parts.split_first(), parts.split_last()) else {
            return Found::Nothing;
        };
        if !self.imports.is_import(first) {
            self.not_an_import(name, first);
            return Found::Nothing;
        }
        self.imports.use_import(first);
        let (mut file, mut at) = (self.imports.file, Span::default());
        for (depth, part) in inner.iter().enumerate() {
            let Some(import) = self.imports.import(file, part) else {
                let known: Vec<&str> = self.imports.project.file(file).imports.keys().map(String::as_str).collect();
                self.unknown_member(name, &parts[..depth], part, &known, at);
                return Found::Nothing;
            };
            let Link::To(target) = import.link else {
                self.model.incomplete = true;
                return Found::Nothing; // reported where the import stands
            };
            if depth == 0 {
                at = import.span;
            }
            file = target;
        }
        let Some(unit) = self.imports.unit(file) else { return Found::Nothing };
        if let Some(symbol) = unit.symbols.get(*last) {
            return Found::Declared(file, *symbol);
        }
        if unit.unread.contains(*last) || self.imports.project.file(file).ast.statements.is_empty() {
            self.model.incomplete = true;
            return Found::Nothing; // perhaps declared in what could not be read
        }
        let fits = unit.symbols.iter().filter(|(_, symbol)| wanted.contains(&symbol.kind));
        let known: Vec<&str> = fits.map(|(name, _)| name.as_str()).collect();
        self.unknown_member(name, inner, last, &known, at);
        Found::Nothing
    }

    /// Reports a namespace that no import gives: once, whatever is named in it.
    fn not_an_import(&mut self, name: &Spanned<String>, first: &str) {
        let end = name.span.start.saturating_add(u32::try_from(first.len()).unwrap_or(u32::MAX));
        let namespace = Spanned { value: format!("{first}."), span: Span { end, ..name.span } };
        if self.is_repeated_unknown(&namespace) || self.unread.contains(first) {
            return;
        }
        let message = format!("nothing is imported as `{first}`");
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, namespace.span, message).label("unknown");
        let imports = &self.imports.project.file(self.imports.file).imports;
        let diagnostic = match self.names.symbols.get(first) {
            Some(symbol) if symbol.kind == Kind::Import => return, // it stands where it cannot, which was reported
            Some(symbol) => diagnostic
                .also(symbol.span, format!("`{first}` is {}", symbol.kind.noun()))
                .help("take the part before the dot away: only names of imports stand there"),
            None => {
                let best = did_you_mean(first, imports.keys().map(String::as_str));
                self.imports.used.extend(best.map(str::to_owned));
                diagnostic.suggest(first, namespace.span, best, || {
                    format!("import the file that declares it: `import \"{first}.tm\" as {first}`")
                })
            }
        };
        self.report_unknown(&namespace, diagnostic);
    }

    /// Reports a part of a name that the file before it does not declare.
    fn unknown_member(&mut self, name: &Spanned<String>, inner: &[&str], part: &str, known: &[&str], at: Span) {
        if self.is_repeated_unknown(name) {
            return;
        }
        let namespace = inner.join(".");
        let diagnostic =
            Diagnostic::new(&UNKNOWN_MEMBER, name.span, format!("nothing is called `{part}` in `{namespace}`"))
                .label("unknown")
                .also(at, format!("`{}` is imported here", inner.first().copied().unwrap_or_default()));
        let diagnostic = if let Some(best) = did_you_mean(part, known.iter().copied()) {
            let rest = &name.value[(namespace.len() + 1 + part.len()).min(name.value.len())..];
            let fixed = format!("{namespace}.{best}{rest}");
            diagnostic.help(format!("did you mean `{fixed}`?")).likely_fix(
                format!("Replace `{}` by `{fixed}`", name.value),
                name.span,
                fixed,
            )
        } else if known.is_empty() || known.len() > MAX_LISTED {
            diagnostic.help(format!("declare it in the file that is imported as `{namespace}`"))
        } else {
            let known: Vec<String> = known.iter().map(|name| format!("`{namespace}.{name}`")).collect();
            diagnostic.help(format!("use one of {}", known.join(", ")))
        };
        self.report_unknown(name, diagnostic);
    }

    /// Reports the imports that nothing uses.
    pub(super) fn unused_imports(&mut self) {
        let imports = &self.imports.project.file(self.imports.file).imports;
        for (name, import) in imports {
            let Link::To(target) = import.link else { continue };
            // In a statement that could not be read there may be a use.
            let is_used = self.imports.used.contains(name) || self.unread.contains(name);
            if is_used || self.imports.project.file(target).has_rules {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::new(&UNUSED_IMPORT, import.span, format!("nothing of `{name}` is used"))
                    .label("unused")
                    .help(format!("name something of it, as in `{name}.NAME`, or take the import out")),
            );
        }
    }

    /// Takes in what another file declares, once; [`None`] where there is no room for more.
    fn take(&mut self, file: FileId, symbol: Symbol) -> Option<usize> {
        match symbol.kind {
            Kind::Entity | Kind::Process | Kind::Store => self.take_element(file, symbol.index).map(|id| id.0),
            Kind::Boundary => self.take_boundary(file, symbol.index).map(|id| id.0),
            Kind::Data => self.take_data(file, symbol.index).map(|id| id.0),
            Kind::Mitigation => self.take_mitigation(file, symbol.index).map(|id| id.0),
            Kind::Flow => {
                let id = self.imports.unit(file)?.flow_ids.get(symbol.index).copied().flatten()?;
                self.take_flow(file, id)
            }
            // Nothing refers to these by name.
            Kind::Model
            | Kind::Threat
            | Kind::Accept
            | Kind::Transfer
            | Kind::Avoid
            | Kind::Dismiss
            | Kind::Assume
            | Kind::Question
            | Kind::Park
            | Kind::Import
            | Kind::View
            | Kind::Rule
            | Kind::Adjust => None,
        }
    }

    /// Where something comes from, and what it is called here.
    fn label_of(&mut self, file: FileId, name: &str) -> Option<(Imported, String)> {
        let Some(namespace) = self.imports.namespaces.get(&file).cloned() else {
            self.imports.is_full = true;
            return None;
        };
        let id = format!("{namespace}.{name}");
        self.imports.is_full |= self.imports.room < id.len();
        if self.imports.is_full {
            return None;
        }
        self.imports.room -= id.len();
        let path = self.imports.project.file(file).path.clone();
        Some((Imported { file, path, namespace, name: name.to_owned() }, id))
    }

    fn take_data(&mut self, file: FileId, index: usize) -> Option<DataId> {
        let data = self.imports.unit(file)?.model.data.get(index)?;
        let (file, index) = self.imports.origin(file, index, data.imported.as_ref())?;
        if let Some(id) = self.imports.data.get(&(file, index)) {
            return Some(*id);
        }
        let mut data = self.imports.unit(file)?.model.data.get(index)?.clone();
        let (imported, name) = self.label_of(file, &data.id.value)?;
        (data.imported, data.id.value) = (Some(imported), name);
        let id = DataId(self.model.data.len());
        self.model.data.push(data);
        self.imports.data.insert((file, index), id);
        Some(id)
    }

    fn take_all_data(&mut self, file: FileId, ids: &[DataId]) -> Option<Vec<DataId>> {
        ids.iter().map(|id| self.take_data(file, id.0)).collect()
    }

    /// The canonical names of some data.
    fn references(&self, ids: &[DataId]) -> Vec<Spanned<String>> {
        ids.iter().map(|id| self.model.data[id.0].id.clone()).collect()
    }

    /// A boundary with those around it, but not what is inside.
    fn take_boundary(&mut self, file: FileId, index: usize) -> Option<BoundaryId> {
        if let Some(id) = self.imports.boundaries.get(&(file, index)) {
            return Some(*id);
        }
        let mut boundary = self.imports.unit(file)?.model.boundaries.get(index)?.clone();
        boundary.parent = match boundary.parent {
            Some(parent) => Some(self.take_boundary(file, parent.0)?),
            None => None,
        };
        let (imported, name) = self.label_of(file, &boundary.id.value)?;
        (boundary.imported, boundary.id.value) = (Some(imported), name);
        let id = BoundaryId(self.model.boundaries.len());
        self.model.boundaries.push(boundary);
        self.imports.boundaries.insert((file, index), id);
        Some(id)
    }

    /// An element with the boundaries around it and the data that it holds.
    fn take_element(&mut self, file: FileId, index: usize) -> Option<ElementId> {
        let element = self.imports.unit(file)?.model.elements.get(index)?;
        let (file, index) = self.imports.origin(file, index, element.imported.as_ref())?;
        if let Some(id) = self.imports.elements.get(&(file, index)) {
            return Some(*id);
        }
        let mut element = self.imports.unit(file)?.model.elements.get(index)?.clone();
        element.parent = match element.parent {
            Some(parent) => Some(self.take_boundary(file, parent.0)?),
            None => None,
        };
        element.holds = self.take_all_data(file, &element.holds)?;
        element.settings.rename("holds", self.references(&element.holds));
        let (imported, name) = self.label_of(file, &element.id.value)?;
        (element.imported, element.id.value) = (Some(imported), name);
        let id = ElementId(self.model.elements.len());
        self.model.elements.push(element);
        self.imports.elements.insert((file, index), id);
        Some(id)
    }

    fn take_mitigation(&mut self, file: FileId, index: usize) -> Option<MitigationId> {
        if let Some(id) = self.imports.mitigations.get(&(file, index)) {
            return Some(*id);
        }
        let mut mitigation = self.imports.unit(file)?.model.mitigations.get(index)?.clone();
        let name = mitigation.id.as_mut()?;
        let (imported, full) = self.label_of(file, &name.value)?;
        name.value = full;
        mitigation.imported = Some(imported);
        let id = MitigationId(self.model.mitigations.len());
        self.model.mitigations.push(mitigation);
        self.imports.mitigations.insert((file, index), id);
        Some(id)
    }

    /// A flow with its two ends; the result is its place in `flow_ids`.
    fn take_flow(&mut self, file: FileId, id: FlowId) -> Option<usize> {
        if let Some(place) = self.imports.flows.get(&(file, id.0)) {
            return Some(*place);
        }
        let mut flow = self.imports.unit(file)?.model.flows.get(id.0)?.clone();
        flow.from = self.take_element(file, flow.from.0)?;
        flow.to = self.take_element(file, flow.to.0)?;
        flow.carries = self.take_all_data(file, &flow.carries)?;
        flow.settings.rename("carries", self.references(&flow.carries));
        let (imported, name) = self.label_of(file, &flow.key)?;
        flow.key = self.key_of(flow.from, flow.arrow, flow.to);
        if let Some(id) = &mut flow.id {
            flow.key.clone_from(&name);
            id.value = name;
        }
        flow.imported = Some(imported);
        let place = self.flow_ids.len();
        self.flow_ids.push(Some(FlowId(self.model.flows.len())));
        self.model.flows.push(flow);
        self.imports.flows.insert((file, id.0), place);
        Some(place)
    }

    /// The unnamed flow of another file that is called so here, taken in.
    pub(super) fn take_flow_between(&mut self, from: ElementId, arrow: Arrow, to: ElementId) -> Option<FlowId> {
        let files = [from, to].map(|id| self.model.element(id).imported.as_ref().map(|imported| imported.file));
        let file = files[0].filter(|file| files[1] == Some(*file))?;
        let unit = self.imports.unit(file)?;
        let name = |id: ElementId| self.model.element(id).imported.as_ref().map(|imported| imported.name.as_str());
        let (from, to) = (name(from)?, name(to)?);
        let key = key_between(from, arrow, to);
        let is_it = |flow: &Flow| flow.id.is_none() && flow.imported.is_none() && flow.key == key;
        let index = unit.model.flows.iter().position(is_it)?;
        let place = self.take_flow(file, FlowId(index))?;
        self.flow_ids[place]
    }
}

fn no_room(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&TOO_MANY_IMPORTS, name.span, "too many or too long names are taken in from other files")
        .label("nothing is taken in from here on")
        .help("give imports short names, and import less: nobody reads a model of this size")
}

//! Every declaration of a file with the id that it gets, and the table of names.

use std::collections::BTreeMap;

use super::codes::{DUPLICATE_NAME, MISPLACED};
use super::types::BoundaryId;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Body, Broken, Declaration, Statement};
use crate::vocabulary::Kind;

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    pub kind: Kind,
    /// The place in its kind's list of [`Names`].
    pub index: usize,
    /// Where the name is written.
    pub span: Span,
}

/// What a finding stands in, where it stands in something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Nothing,
    Element(usize),
    Boundary(BoundaryId),
    /// An index into [`Names::flows`].
    Flow(usize),
    Threat(usize),
}

/// A declaration and what it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    pub declaration: &'a Declaration,
    pub parent: Option<BoundaryId>,
    pub host: Host,
}

/// The declarations of a file, by kind, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub symbols: BTreeMap<String, Symbol>,
    pub models: Vec<Placed<'a>>,
    pub data: Vec<Placed<'a>>,
    pub elements: Vec<Placed<'a>>,
    pub boundaries: Vec<Placed<'a>>,
    pub flows: Vec<Placed<'a>>,
    pub threats: Vec<Placed<'a>>,
    pub mitigations: Vec<Placed<'a>>,
    pub dispositions: Vec<Placed<'a>>,
    /// Dismissals, adjustments, assumptions, questions and parked items.
    pub remarks: Vec<Placed<'a>>,
    pub views: Vec<Placed<'a>>,
    pub rules: Vec<Placed<'a>>,
    /// Statements that could not be read, and the boundary that they stand in.
    pub broken: Vec<(&'a Broken, Option<BoundaryId>)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Walks a file.
pub(super) fn collect(statements: &[Statement]) -> Names<'_> {
    let mut names = Names::default();
    names.walk(statements, Scope { within: Within::File, parent: None, host: Host::Nothing });
    names
}

#[derive(Clone, Copy)]
struct Scope {
    within: Within,
    parent: Option<BoundaryId>,
    host: Host,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    File,
    Body(Kind),
    /// Inside a statement that could not be read: nobody knows what may stand here.
    Broken,
}

impl<'a> Names<'a> {
    fn walk(&mut self, statements: &'a [Statement], scope: Scope) {
        for statement in statements {
            match statement {
                Statement::Declaration(declaration) => self.declaration(declaration, scope),
                Statement::Attribute(attribute) if scope.within == Within::File => self.diagnostics.push(
                    Diagnostic::new(
                        &MISPLACED,
                        attribute.key.span,
                        format!("the attribute `{}` stands outside any declaration", attribute.key.value),
                    )
                    .help("move it between the braces of the declaration that it describes"),
                ),
                Statement::Attribute(_) | Statement::Condition(_) => {}
                Statement::Broken(broken) => {
                    self.broken.push((broken, scope.parent));
                    if let Some(body) = &broken.body {
                        self.walk(&body.statements, Scope { within: Within::Broken, ..scope });
                    }
                }
            }
        }
    }

    fn declaration(&mut self, declaration: &'a Declaration, scope: Scope) {
        self.check_place(declaration, scope.within);
        let placed = Placed { declaration, parent: scope.parent, host: scope.host };
        let inner = |host| Scope { within: Within::Body(declaration.kind), host, ..scope };
        let list = match declaration.kind {
            Kind::Model => &mut self.models,
            Kind::Data => &mut self.data,
            Kind::Entity | Kind::Process | Kind::Store => &mut self.elements,
            Kind::Boundary => &mut self.boundaries,
            Kind::Flow => &mut self.flows,
            Kind::Threat => &mut self.threats,
            Kind::Mitigation => &mut self.mitigations,
            Kind::Accept | Kind::Transfer | Kind::Avoid => &mut self.dispositions,
            Kind::Dismiss | Kind::Adjust | Kind::Assume | Kind::Question | Kind::Park => &mut self.remarks,
            Kind::View => &mut self.views,
            Kind::Rule => &mut self.rules,
            Kind::Import => {
                self.register(declaration, 0);
                return;
            }
        };
        let index = list.len();
        list.push(placed);
        self.register(declaration, index);
        let scope = match declaration.kind {
            Kind::Entity | Kind::Process | Kind::Store => inner(Host::Element(index)),
            Kind::Boundary => {
                let id = BoundaryId(index);
                Scope { parent: Some(id), ..inner(Host::Boundary(id)) }
            }
            Kind::Flow => inner(Host::Flow(index)),
            Kind::Threat => inner(Host::Threat(index)),
            _ => inner(scope.host),
        };
        if let Some(Body { statements, .. }) = &declaration.body {
            self.walk(statements, scope);
        }
    }

    fn register(&mut self, declaration: &Declaration, index: usize) {
        let Some(id) = &declaration.id else { return };
        let symbol = Symbol { kind: declaration.kind, index, span: id.span };
        if let Some(first) = self.symbols.get(&id.value) {
            let label = format!("{} of this name stands here", first.kind.noun());
            self.diagnostics.push(
                Diagnostic::new(&DUPLICATE_NAME, id.span, format!("`{}` is declared twice", id.value))
                    .label("again here")
                    .also(first.span, label)
                    .help("give one of the two another identifier: identifiers are unique in a file, whatever stands inside what"),
            );
            return;
        }
        self.symbols.insert(id.value.clone(), symbol);
    }

    fn check_place(&mut self, declaration: &Declaration, within: Within) {
        let Within::Body(outer) = within else {
            if within == Within::File {
                self.check_top_level(declaration);
            }
            return;
        };
        if may_stand_in(declaration.kind, outer) {
            return;
        }
        let inner = declaration.kind.noun();
        self.diagnostics.push(
            Diagnostic::new(&MISPLACED, declaration.keyword, format!("{inner} cannot stand in {}", outer.noun()))
                .help(place_help(declaration.kind)),
        );
    }

    fn check_top_level(&mut self, declaration: &Declaration) {
        let kind = declaration.kind;
        let lost = match kind {
            Kind::Accept | Kind::Transfer | Kind::Avoid => true,
            Kind::Mitigation => declaration.id.is_none(),
            _ => false,
        };
        if lost {
            let message = match kind {
                Kind::Mitigation => "a mitigation outside a threat needs an identifier".to_owned(),
                _ => format!("{} stands outside any threat", kind.noun()),
            };
            let help = match kind {
                Kind::Mitigation => "give it one, and name it in `mitigated-by` of the threats that it answers",
                _ => "move it between the braces of the threat that it answers",
            };
            self.diagnostics.push(Diagnostic::new(&MISPLACED, declaration.keyword, message).help(help));
        }
    }
}

fn may_stand_in(inner: Kind, outer: Kind) -> bool {
    let remark = matches!(inner, Kind::Threat | Kind::Dismiss | Kind::Adjust | Kind::Assume | Kind::Question);
    match outer {
        Kind::Boundary => {
            remark
                || matches!(
                    inner,
                    Kind::Entity | Kind::Process | Kind::Store | Kind::Boundary | Kind::Flow | Kind::Data
                )
        }
        Kind::Entity | Kind::Process | Kind::Store | Kind::Flow => remark,
        Kind::Threat => matches!(inner, Kind::Mitigation | Kind::Accept | Kind::Transfer | Kind::Avoid),
        _ => false,
    }
}

fn place_help(kind: Kind) -> &'static str {
    match kind {
        Kind::Entity | Kind::Process | Kind::Store | Kind::Boundary => {
            "move it to the top of the file or into a boundary; is a `}` missing before it?"
        }
        Kind::Mitigation | Kind::Accept | Kind::Transfer | Kind::Avoid => "move it between the braces of a threat",
        Kind::Threat | Kind::Dismiss | Kind::Adjust | Kind::Assume | Kind::Question => {
            "move it into an element or a flow, or to the top of the file with `on`; is a `}` missing before it?"
        }
        _ => "move it to the top of the file; is a `}` missing before it?",
    }
}

//! What the author draws and leaves out of what is looked at.

use super::{FlowId, Model, Settings, Target};

impl Settings {
    /// Whether the author leaves it out by its own word.
    #[must_use]
    pub fn is_out_of_scope(&self) -> bool {
        self.answer("out-of-scope").is_some()
    }
}

impl Model {
    /// Whether something is drawn and not looked at: by its own word or that of a boundary around it, and a flow where both of
    /// its ends are.
    #[must_use]
    pub fn is_out_of_scope(&self, target: Target) -> bool {
        let (settings, parent) = match target {
            Target::Element(id) => (&self.element(id).settings, self.element(id).parent),
            Target::Boundary(id) => (&self.boundary(id).settings, self.boundary(id).parent),
            Target::Flow(id) => {
                let flow = self.flow(id);
                let ends = [flow.from, flow.to].map(Target::Element);
                return flow.settings.is_out_of_scope() || ends.into_iter().all(|end| self.is_out_of_scope(end));
            }
        };
        settings.is_out_of_scope()
            || self.boundary_path(parent).any(|outer| self.boundary(outer).settings.is_out_of_scope())
    }

    /// Whether this file is where something is looked at: it is in scope, not another file's, and a flow has an end that is.
    #[must_use]
    pub fn is_looked_at(&self, target: Target) -> bool {
        let has_end = |id: FlowId| {
            let flow = self.flow(id);
            [flow.from, flow.to].map(Target::Element).into_iter().any(|end| self.is_looked_at(end))
        };
        !self.is_out_of_scope(target)
            && self.imported(target).is_none()
            && !matches!(target, Target::Flow(id) if !has_end(id))
    }
}

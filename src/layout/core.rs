//! The core of a model: its first flows, and what they join. Its arrangement is decided by these alone.

use std::collections::BTreeSet;

use super::outline::nominal;
use super::tree::Tree;
use super::{ElementSize, Size, Sizes, Task};
use crate::model::{Boundary, BoundaryId, Element, ElementId, Flow, Model};

/// See the module.
pub(super) struct Core {
    pub model: Model,
    sizes: Sizes,
    tree: Tree,
}

impl Core {
    /// So many flows of a model.
    pub(super) fn new(task: Task, flows: usize) -> Core {
        let Task { model, sizes, .. } = task;
        let flows = &model.flows[..flows];
        let joined: BTreeSet<ElementId> = flows.iter().flat_map(|flow| [flow.from, flow.to]).collect();
        let around: BTreeSet<BoundaryId> =
            joined.iter().flat_map(|id| model.boundary_path(model.element(*id).parent)).collect();
        // In the order of the text.
        let (elements, boundaries): (Vec<ElementId>, Vec<BoundaryId>) =
            (joined.into_iter().collect(), around.into_iter().collect());
        let parent = |id: Option<BoundaryId>| id.and_then(|id| boundaries.binary_search(&id).ok()).map(BoundaryId);
        let end = |id: ElementId| ElementId(elements.binary_search(&id).unwrap_or_default());
        let core = Model {
            elements: elements
                .iter()
                .map(|id| model.element(*id))
                .map(|one| Element { parent: parent(one.parent), ..one.clone() })
                .collect(),
            boundaries: boundaries
                .iter()
                .map(|id| model.boundary(*id))
                .map(|one| Boundary { parent: parent(one.parent), ..one.clone() })
                .collect(),
            flows: flows.iter().map(|flow| Flow { from: end(flow.from), to: end(flow.to), ..flow.clone() }).collect(),
            ..Model::default()
        };
        let sizes = Sizes {
            elements: elements.iter().map(|id| sizes.elements[id.0]).collect(),
            titles: boundaries.iter().map(|id| sizes.titles[id.0]).collect(),
            labels: sizes.labels.iter().take(flows.len()).copied().collect(),
            narrow_labels: sizes.narrow_labels.iter().take(flows.len()).copied().collect(),
        };
        Core { tree: Tree::new(&core), model: core, sizes }
    }

    /// To draw it in the place of the whole.
    pub(super) fn task(&self, whole: Task) -> Task<'_> {
        Task { model: &self.model, sizes: &self.sizes, tree: &self.tree, wish: whole.wish, is_core: true }
    }
}

/// The size that labels of flows count for: about two words in a line.
const LABEL: Size = Size { width: 96, height: 16 };

/// The sizes as far as they count for an arrangement: most names are equally long, and nothing is marked. So neither another name
/// nor what else is shown of the model changes it.
pub(super) fn nominal_sizes(sizes: &Sizes) -> Sizes {
    let element = |size: &ElementSize| ElementSize { shape: nominal(size.shape), strip: Size::default(), ..*size };
    Sizes {
        elements: sizes.elements.iter().map(element).collect(),
        titles: sizes.titles.clone(),
        labels: vec![LABEL; sizes.labels.len()],
        narrow_labels: Vec::new(),
    }
}

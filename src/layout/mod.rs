//! Model to [`Layout`]: where every element, boundary, flow and label is drawn.
//!
//! # Steps
//! 1. `outline` goes from the whole drawing inwards: the children of each trust boundary are put into rows (`rank`) and each row
//!    into an order (`order`), then children move to where straight flows cross less and are shorter, knowing roughly where
//!    everything outside is (`refine`, which counts what straight lines meet in `lines`; `effort` says how hard it tries). It looks
//!    at the flows in stages, in the order of the text, and what comes after the last stage only finds a place; elements count as
//!    equally large: a small edit changes few decisions. `choose` tries a few directions by depth, keeps the outlines that read
//!    best and fit a page, and tries more directions, folds or wraps rows where none fits (`fit`).
//! 2. `nest` goes from the innermost boundary outwards: each one's rows get coordinates by themselves (`placer`, on layout-rs,
//!    each label a box of its own) and become one box of its parent, so that containment is exact.
//! 3. `compact` takes out room sideways, then up and down: distances to keep (`apart`) are constraints, the tightest solution is a
//!    longest path, and from it everything moves to the median of what it is joined to (`shifts`); `groups` says what moves as
//!    one. A line that steps aside, or bends right before an element (`bends`), does so no longer where little has to move for
//!    it (`joins`). What the rows put into an order stays in it. It runs before routing, which makes the search small, and after
//!    labelling, where it also takes lines apart that lie on one another and pushes away what a label covers.
//! 4. `grid` lays tracks along everything and across every element, each as far as nothing stands in its way; there may be few, as
//!    lines share them. `route` leads each flow along them, around elements and titles, into no boundary that holds neither end:
//!    `search` finds the cheapest way (A*, `queue` is what it looks at next), and `manner` says what ways cost. Of many flows two
//!    at once look for their ways (`turns`: each knows all ways before it but the last few, so that no processor waits and the
//!    picture depends on none). `lanes` then pulls the drawing apart so that each line gets a lane of its own, which takes any
//!    number of flows; `uncross` lets lines that cross on their way to the same element exchange the rest of their ways, and
//!    `straighten` takes out steps aside, and bends right before an element that has another side to be reached straight.
//! 5. `label` puts each label beside its own line where it covers the least and no other line is nearer, in shorter lines if that
//!    helps; `index` finds what is near of the `obstacles`. Where that cannot be had, a thin line leads from the label to its flow
//!    (`leader`), and the label looks for a place from which it can go there freely.
//!
//! # Which drawing
//! `draw` does 3 to 5 for a placement, or the first of it for a sketch, and `measure` says how well that reads. `best`: a few
//! arrangements are drawn; `moves` puts what crossing or bent lines join elsewhere as long as sketches read better for it: straight
//! flows say how often lines cross roughly, but not which of the last crossings a line finds a way around, and nothing of bends.
//! What comes of that is drawn again with more room for lines, and the drawing that reads best is kept. At last `widen` makes
//! room for labels that found no good place, `stretch` gives a drawing that came out a little too long air along its shorter side,
//! and `slide` moves elements along their lines to where one more goes straight in.
//!
//! What reads best would be something else after the smallest edit. So where somebody knows the place of each element, `stages`
//! decides it for fewer flows than there are, the first ones of the text (`core`), as if all names were equally long; `release` lets
//! things go elsewhere where lines of that drawing cross. What comes behind finds a place in what is there.
//!
//! `likeness` draws a model like its core, or like an earlier state of it: `earlier` knows where things stood, `amend` puts them
//! there and finds room for what is new near to what it is joined to (`vacancy`), or cuts the drawing open for it from side to side;
//! `retrace` leads lines the ways that they went, as far as these are still there. In `compact` the old places are what everything
//! starts from instead of the tightest ones; where there is too little room, both sides give way a little.
//!
//! Everything lies on an integer grid: the middle of an element on a multiple of 16 pixels, borders of boundaries a quarter off, so
//! that no flow can run on a border. Declaration order breaks every tie. The layout refuses to know about threats,
//! colours and fonts: it gets sizes.

mod amend;
mod apart;
mod bends;
mod best;
mod choose;
mod compact;
mod core;
mod draw;
mod earlier;
mod effort;
mod fit;
mod geometry;
mod grid;
mod groups;
mod index;
mod joins;
mod label;
mod lanes;
mod leader;
mod likeness;
mod lines;
mod manner;
mod measure;
mod moves;
mod nest;
mod obstacles;
mod order;
mod outline;
mod placer;
mod queue;
mod rank;
mod refine;
mod release;
mod retrace;
mod route;
mod search;
mod shifts;
mod skyline;
mod slide;
mod stages;
mod standing;
mod straighten;
mod stretch;
mod threads;
mod tree;
mod turns;
mod uncross;
mod vacancy;
mod widen;

use crate::model::{BoundaryId, Direction, Model};

use likeness::Likeness;
use stages::{drawn_in_stages, finished};
use tree::Tree;

pub use geometry::{Point, Rect, Size};

/// What everything needs, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// By element. Rounded up to multiples of 16.
    pub elements: Vec<ElementSize>,
    /// By boundary: the title.
    pub titles: Vec<Size>,
    /// By flow: the label with everything that stands in it; zero where there is none.
    pub labels: Vec<Size>,
    /// By flow: the same with shorter lines, where it can have them.
    pub narrow_labels: Vec<Option<Size>>,
}

/// What an element needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ElementSize {
    /// The shape.
    pub shape: Size,
    /// The strip at the top right corner that sticks out of the shape, kept free of flows: its width, and how far it
    /// reaches above the shape.
    pub strip: Size,
    /// The radius of the shape's corners; flows are led up to the curve.
    pub radius: i32,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// By element: the shape.
    pub elements: Vec<Rect>,
    /// By boundary: the border, and where its title stands.
    pub boundaries: Vec<BoundaryPlace>,
    /// By flow.
    pub flows: Vec<FlowPlace>,
    /// Around everything.
    pub bounds: Rect,
}

/// Where a boundary is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoundaryPlace {
    /// The border.
    pub rect: Rect,
    /// The title.
    pub title: Rect,
}

/// Where a flow is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowPlace {
    /// The corners of its line, from `from` to `to`; every segment is horizontal or vertical.
    pub points: Vec<Point>,
    /// The label.
    pub label: Option<Rect>,
    /// Whether the label has its shorter lines.
    pub is_narrow: bool,
    /// From the label to the line, where it takes that to tell whose label it is.
    pub leader: Option<[Point; 2]>,
    /// Where the line crosses borders, in its order.
    pub crossings: Vec<(BoundaryId, Point)>,
}

/// What somebody wants of a layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The way the flows run; without one, the way that gives the better proportions.
    pub direction: Option<Direction>,
    /// Width over height, in hundredths, to come near to; without one, what fits a page or a screen.
    pub aspect: Option<u16>,
}

impl Wish {
    /// How many times wider or higher a drawing is than was wished, or than a page or a screen takes; 1 where it fits.
    fn excess(self, whole: Rect) -> f64 {
        let (wider, higher) = self.excesses(whole);
        wider.max(higher).max(1.0)
    }

    /// Whether it is rather too wide than too high.
    fn is_wide(self, whole: Rect) -> bool {
        let (wider, higher) = self.excesses(whole);
        wider > higher
    }

    /// How many times wider it is than it may be at most, and how many times higher; less than 1 where it fits.
    fn excesses(self, whole: Rect) -> (f64, f64) {
        let aspect = f64::from(whole.width.max(1)) / f64::from(whole.height.max(1));
        let (narrowest, widest) = match self.aspect.map(|aspect| f64::from(aspect.max(1)) / 100.0) {
            Some(wanted) => (wanted / 1.6, wanted * 1.6),
            None => (0.625, 2.1),
        };
        (aspect / widest, narrowest / aspect)
    }
}

/// What is laid out, and how.
#[derive(Clone, Copy)]
struct Task<'a> {
    model: &'a Model,
    /// Rounded.
    sizes: &'a Sizes,
    tree: &'a Tree,
    wish: Wish,
    /// Whether it is the core of a model, see `core`: every flow of it has a say in the arrangement.
    is_core: bool,
}

/// Lays a model out.
#[must_use]
pub fn layout(model: &Model, sizes: &Sizes, wish: Wish) -> Layout {
    let (sizes, tree) = (sizes.rounded(), Tree::new(model));
    let task = Task { model, sizes: &sizes, tree: &tree, wish, is_core: false };
    finish(model, &sizes, drawn_in_stages(task).1.drawing)
}

/// Lays a model out like an earlier state of it: what stands in both is known by its id, stays left of, right of, above and below
/// what it was, and moves only where something needs the room; lines go the way that they went. What differs in nothing that is drawn stands as it stood.
#[must_use]
pub fn layout_like(earlier: (&Model, &Sizes), model: &Model, sizes: &Sizes, wish: Wish) -> Layout {
    let (model_before, sizes_before) = (earlier.0, earlier.1.rounded());
    let (tree_before, tree, sizes) = (Tree::new(model_before), Tree::new(model), sizes.rounded());
    let before = Task { model: model_before, sizes: &sizes_before, tree: &tree_before, wish, is_core: false };
    let (arrangement, drawn) = drawn_in_stages(before);
    if sizes == sizes_before && earlier::is_unchanged(model_before, model) {
        return finish(model, &sizes, drawn.drawing);
    }
    let task = Task { model, sizes: &sizes, tree: &tree, wish, is_core: false };
    let drawing = Likeness::new(before, &arrangement, &drawn, task).drawn().drawing;
    finish(model, &sizes, finished(task, drawing))
}

impl Sizes {
    fn narrow_label(&self, flow: usize) -> Option<Size> {
        self.narrow_labels.get(flow).copied().flatten()
    }

    fn rounded(&self) -> Sizes {
        Sizes { elements: self.elements.iter().map(rounded).collect(), ..self.clone() }
    }
}

/// The side of the grid that elements stand on.
const STEP: i32 = 8;

/// How far from an element's corner its lines end at least, in pixels.
pub const LEAST_ALONG: i32 = STEP;

/// The distance of tracks. Elements have their middle on a multiple of it, borders lie a quarter off.
const LATTICE: i32 = 2 * STEP;

/// How far flows keep from elements that they do not join, and how long their last straight piece is at least.
const CLEARANCE: i32 = 16;

fn rounded(size: &ElementSize) -> ElementSize {
    let up = |length: i32| (length.max(1) + 15) / 16 * 16;
    let shape = Size { width: up(size.shape.width), height: up(size.shape.height) };
    ElementSize { shape, ..*size }
}

/// How many flows join each element.
fn degrees(model: &Model) -> Vec<i32> {
    let mut degrees = vec![0; model.elements.len()];
    for flow in &model.flows {
        degrees[flow.from.0] += 1;
        degrees[flow.to.0] += 1;
    }
    degrees
}

fn finish(model: &Model, sizes: &Sizes, drawing: compact::Drawing) -> Layout {
    let leaders = drawing.leaders();
    let compact::Drawing { placement, routes, labels, .. } = drawing;
    let mut flows: Vec<FlowPlace> = Vec::with_capacity(routes.len());
    for (index, ((mut points, label), leader)) in routes.into_iter().zip(labels).zip(leaders).enumerate() {
        let flow = &model.flows[index];
        let crossings = crossings(model, index, &points, &placement);
        let end = |at: &mut Point, before: Point, element: usize| {
            *at = on_outline(*at, before, placement.elements[element], sizes.elements[element].radius);
        };
        if let [first, second, ..] = points.as_mut_slice() {
            end(first, *second, flow.from.0);
        }
        if let [.., before, last] = points.as_mut_slice() {
            end(last, *before, flow.to.0);
        }
        let leader = leader.map(|leader| leader.ends);
        let is_narrow = label.is_some() && label.map(Rect::size) == sizes.narrow_label(index);
        flows.push(FlowPlace { points, label, is_narrow, leader, crossings });
    }
    let bounds = bounds(&placement, sizes, &flows);
    Layout { elements: placement.elements, boundaries: placement.boundaries, flows, bounds }
}

/// Leads the end of a flow from the bounding box up to a rounded corner's curve.
fn on_outline(at: Point, before: Point, shape: Rect, radius: i32) -> Point {
    let radius = radius.min(shape.width / 2).min(shape.height / 2);
    let depth = |along: i32| corner_depth(radius, along).round() as i32;
    if at.y == before.y {
        let inset = depth((at.y - shape.y).min(shape.bottom() - at.y));
        Point { x: if before.x < at.x { at.x + inset } else { at.x - inset }, ..at }
    } else {
        let inset = depth((at.x - shape.x).min(shape.right() - at.x));
        Point { y: if before.y < at.y { at.y + inset } else { at.y - inset }, ..at }
    }
}

/// How far the curve of a round corner lies behind the side of its box, so many pixels along that from the corner. Lines end at
/// [`LEAST_ALONG`] at least.
#[must_use]
pub fn corner_depth(radius: i32, along: i32) -> f64 {
    let missing = f64::from((radius - along).max(0));
    let radius = f64::from(radius);
    (radius - (radius * radius - missing * missing).max(0.0).sqrt()).max(0.0)
}

/// Where the line of a flow meets the borders that the model says it crosses.
fn crossings(model: &Model, flow: usize, points: &[Point], placement: &nest::Placement) -> Vec<(BoundaryId, Point)> {
    let mut found = Vec::new();
    for crossing in model.crossings(&model.flows[flow]) {
        let border = placement.boundaries[crossing.boundary.0].rect;
        let inside = |point: Point| {
            border.x < point.x && point.x < border.right() && border.y < point.y && point.y < border.bottom()
        };
        let place = points.windows(2).find(|pair| inside(pair[0]) != inside(pair[1])).map(|pair| {
            let (a, b) = (pair[0], pair[1]);
            if a.y == b.y {
                let x = if (a.x.min(b.x)..=a.x.max(b.x)).contains(&border.x) { border.x } else { border.right() };
                Point { x, y: a.y }
            } else {
                let y = if (a.y.min(b.y)..=a.y.max(b.y)).contains(&border.y) { border.y } else { border.bottom() };
                Point { x: a.x, y }
            }
        });
        found.extend(place.map(|place| (crossing.boundary, place)));
    }
    found
}

fn bounds(placement: &nest::Placement, sizes: &Sizes, flows: &[FlowPlace]) -> Rect {
    let elements = placement.elements.iter().zip(&sizes.elements).map(|(rect, size)| {
        let above = size.strip.height;
        Rect { y: rect.y - above, height: rect.height + above, ..*rect }
    });
    let boundaries = placement.boundaries.iter().map(|place| place.rect);
    let lines = flows.iter().flat_map(|flow| &flow.points).map(|point| Rect::spanning(*point, *point));
    let labels = flows.iter().filter_map(|flow| flow.label);
    elements.chain(boundaries).chain(lines).chain(labels).reduce(Rect::union).unwrap_or_default()
}

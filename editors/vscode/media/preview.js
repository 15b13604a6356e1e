// @ts-check
// The page of the live preview. It talks to the extension by messages only; see src/messages.ts.

/** @typedef {import('../src/messages').ToPage} ToPage */
/** @typedef {import('../src/messages').FromPage} FromPage */
/** @typedef {import('../src/messages').PageState} PageState */
/** @typedef {import('../src/messages').View} View */

/** @type {() => { postMessage(message: FromPage): void; getState(): unknown; setState(state: PageState): void }} */
// @ts-expect-error the editor puts it there
const acquire = acquireVsCodeApi;
const editor = acquire();

const SMALLEST = 0.1;
const LARGEST = 8;
const STEP = 1.2;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const canvas = byId('canvas');
const statusBar = byId('status');
const natural = byId('natural');
const views = byId('views');
const viewSelect = /** @type {HTMLSelectElement} */ (byId('view'));
/** Lets this script in, and the styles inside a picture. */
const nonce = /** @type {HTMLScriptElement} */ (document.currentScript).nonce;

/** @type {PageState} */
const state = {
  uri: document.body.dataset['uri'] ?? '',
  view: document.body.dataset['view'] ?? '',
  zoom: null,
  left: 0,
  top: 0,
  .../** @type {Partial<PageState> | undefined} */ (editor.getState()),
};
/** The picture, and its size in its own units. */
/** @type {{ svg: SVGSVGElement; width: number; height: number } | undefined} */
let picture;
/** @type {string[]} */
let highlighted = [];

function keep() {
  editor.setState(state);
}

// ------------------------------------------------------------------------------------------------ messages

window.addEventListener('message', (event) => {
  const message = /** @type {ToPage} */ (event.data);
  switch (message.type) {
    case 'picture':
      showViews(message.views, message.view);
      if (message.svg === null) showErrors(message.errors, picture !== undefined);
      else if (showPicture(message.svg)) showErrors(message.errors, false);
      break;
    case 'highlight':
      highlighted = message.ids;
      highlight(true);
      break;
    case 'failure':
      say(message.message, picture !== undefined);
      break;
  }
});

/**
 * Puts a picture in the place of the last one, unless it cannot be read.
 *
 * @param {string} text
 */
function showPicture(text) {
  // The policy looks at styles as they are read, so the nonce has to stand there already.
  const allowed = text.replace(/<style\b/g, `<style nonce="${nonce}"`);
  const root = new DOMParser().parseFromString(allowed, 'image/svg+xml').documentElement;
  if (!(root instanceof SVGSVGElement)) {
    say('The picture could not be read.', true);
    return false;
  }
  const isFirst = picture === undefined;
  const svg = document.importNode(root, true);
  for (const shape of shapes(svg)) makeReachable(shape);
  picture = { svg, width: svg.viewBox.baseVal.width || 1, height: svg.viewBox.baseVal.height || 1 };
  canvas.replaceChildren(svg);
  resize();
  if (isFirst) canvas.scrollTo(state.left, state.top);
  highlight(false);
  return true;
}

/**
 * @param {View[]} known
 * @param {string} view
 */
function showViews(known, view) {
  const options = [new Option('Whole model', ''), ...known.map(({ id, label }) => new Option(label || id, id))];
  viewSelect.replaceChildren(...options);
  viewSelect.value = view;
  views.hidden = known.length === 0 && view === '';
  state.view = view;
  keep();
}

/**
 * @param {number} errors
 * @param {boolean} isOld Whether the picture is of an earlier state of the model.
 */
function showErrors(errors, isOld) {
  const count = errors === 1 ? '1 error' : `${errors} errors`;
  if (errors === 0) say('', isOld);
  else if (isOld) say(`${count}: showing the last good picture.`, true);
  else say(picture === undefined ? `${count}: there is no picture yet.` : `${count} in the model.`, false);
}

/**
 * @param {string} text
 * @param {boolean} isOld
 */
function say(text, isOld) {
  statusBar.textContent = text;
  canvas.classList.toggle('old', isOld);
}

// ---------------------------------------------------------------------------------------------------- zoom

function factor() {
  if (state.zoom !== null || picture === undefined) return state.zoom ?? 1;
  const across = canvas.offsetWidth / picture.width;
  const down = canvas.offsetHeight / picture.height;
  // Without scroll bars, for what fits needs none. A picture that is smaller than the page stays as it is.
  return Math.max(SMALLEST, Math.min(1, across, down));
}

function resize() {
  if (picture === undefined) return;
  const scale = factor();
  picture.svg.setAttribute('width', String(Math.floor(picture.width * scale)));
  picture.svg.setAttribute('height', String(Math.floor(picture.height * scale)));
  natural.textContent = `${Math.round(scale * 100)} %`;
}

/**
 * Zooms; what is under the given point of the canvas, or in its middle, stays there.
 *
 * @param {number | null} zoom
 * @param {{ x: number; y: number }} [point]
 */
function zoomTo(zoom, point = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }) {
  const before = factor();
  state.zoom = zoom === null ? null : Math.min(LARGEST, Math.max(SMALLEST, zoom));
  resize();
  const growth = factor() / before;
  canvas.scrollLeft = (canvas.scrollLeft + point.x) * growth - point.x;
  canvas.scrollTop = (canvas.scrollTop + point.y) * growth - point.y;
  keep();
}

const larger = () => zoomTo(factor() * STEP);
const smaller = () => zoomTo(factor() / STEP);
const naturalSize = () => zoomTo(1);
const fit = () => zoomTo(null);

byId('larger').addEventListener('click', larger);
byId('smaller').addEventListener('click', smaller);
natural.addEventListener('click', naturalSize);
byId('fit').addEventListener('click', fit);

/** @type {Record<string, (() => void) | undefined>} */
const keys = { '+': larger, '=': larger, '-': smaller, 0: fit, 1: naturalSize };

document.addEventListener('keydown', (event) => {
  const act = keys[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey || event.target === viewSelect) return;
  event.preventDefault();
  act();
});

canvas.addEventListener(
  'wheel',
  (event) => {
    // Pinching a touchpad comes as a wheel with Ctrl; a wheel alone scrolls.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = canvas.getBoundingClientRect();
    zoomTo(factor() * Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
  },
  { passive: false },
);

new ResizeObserver(resize).observe(canvas);

canvas.addEventListener('scroll', () => {
  state.left = canvas.scrollLeft;
  state.top = canvas.scrollTop;
  keep();
});

// ----------------------------------------------------------------------------------------------------- pan

/** Where a drag began, and where the canvas was. */
/** @type {{ x: number; y: number; left: number; top: number } | undefined} */
let drag;
let wasDragged = false;

canvas.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || event.pointerType === 'touch') return;
  drag = { x: event.clientX, y: event.clientY, left: canvas.scrollLeft, top: canvas.scrollTop };
  wasDragged = false;
});

window.addEventListener('pointermove', (event) => {
  if (drag === undefined) return;
  const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
  // A hand that trembles clicks all the same.
  if (!wasDragged && Math.hypot(x, y) < 4) return;
  wasDragged = true;
  canvas.classList.add('dragged');
  canvas.scrollTo(drag.left - x, drag.top - y);
});

window.addEventListener('pointerup', () => {
  drag = undefined;
  canvas.classList.remove('dragged');
});

// -------------------------------------------------------------------------------------------------- shapes

/** @param {ParentNode} root */
function shapes(root) {
  return /** @type {NodeListOf<SVGElement>} */ (root.querySelectorAll('[data-id]'));
}

/**
 * What can be clicked can be reached with the Tab key too; links can be already, and labels belong to their flows.
 *
 * @param {SVGElement} shape
 */
function makeReachable(shape) {
  if (shape.closest('a, [aria-hidden]') === null && shape.querySelector('a') === null) shape.tabIndex = 0;
}

/** @param {EventTarget | null} target */
function idAt(target) {
  if (!(target instanceof Element)) return undefined;
  const shape = target.closest('[data-id]') ?? target.closest('a')?.querySelector('[data-id]');
  return shape instanceof SVGElement ? shape.dataset['id'] : undefined;
}

/** @param {Event} event */
function reveal(event) {
  const id = idAt(event.target);
  if (id === undefined) return;
  event.preventDefault();
  editor.postMessage({ type: 'reveal', id });
}

canvas.addEventListener('click', (event) => {
  if (wasDragged) event.preventDefault();
  // With Ctrl, a shape that links somewhere leads there.
  else if (!event.ctrlKey && !event.metaKey) reveal(event);
});
canvas.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') reveal(event);
});
// A picture is not to be dragged away as a link.
canvas.addEventListener('dragstart', (event) => event.preventDefault());

/** @param {boolean} isMoved Whether the cursor moved, so that its shape should be seen. */
function highlight(isMoved) {
  const all = [...shapes(canvas)];
  const current = highlighted.find((id) => all.some((shape) => shape.dataset['id'] === id));
  canvas.classList.toggle('highlighting', current !== undefined);
  const found = all.filter((shape) => shape.dataset['id'] === current);
  for (const shape of all) shape.classList.toggle('current', found.includes(shape));
  if (isMoved && found[0] !== undefined) bringIntoView(found[0]);
}

/** @param {Element} shape */
function bringIntoView(shape) {
  const inner = shape.getBoundingClientRect();
  const outer = canvas.getBoundingClientRect();
  const isSeen =
    inner.left < outer.right && inner.right > outer.left && inner.top < outer.bottom && inner.bottom > outer.top;
  if (!isSeen) shape.scrollIntoView({ block: 'center', inline: 'center' });
}

// --------------------------------------------------------------------------------------------------- views

viewSelect.addEventListener('change', () => {
  editor.postMessage({ type: 'view', view: viewSelect.value });
});

keep();
editor.postMessage({ type: 'ready' });

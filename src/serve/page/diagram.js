// The picture: moving, zooming, choosing, fading.

const STEP = 1.25;
const SYMBOLS = '.tm-process, .tm-entity, .tm-store, .tm-boundary, .tm-flow, .tm-threat';
const FADABLE = `${SYMBOLS}, .tm-label`;
const SVG = 'http://www.w3.org/2000/svg';

export class Diagram {
  /** `choose(id)` is called when somebody picks a symbol; with nothing, when they pick the ground. */
  constructor(canvas, choose) {
    this.canvas = canvas;
    this.choose = choose;
    this.pointers = new Map();
    this.highlight = undefined;
    this.selected = undefined;
    for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'wheel', 'keydown', 'click']) {
      canvas.addEventListener(name, event => this[name](event), { passive: false });
    }
    new ResizeObserver(() => this.svg && (this.fits ? this.fit() : this.apply())).observe(canvas);
  }

  /** Puts a picture into the place of the last one; the way it is looked at stays, unless it is another picture. */
  show(svg, key) {
    svg.removeAttribute('width');
    svg.removeAttribute('height');
    for (const symbol of svg.querySelectorAll(SYMBOLS)) this.prepare(symbol);
    this.svg = svg;
    const focused = this.canvas.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
    this.canvas.replaceChildren(svg);
    if (focused !== undefined) (this.symbols().find(one => one.dataset.id === focused) ?? this.canvas).focus({ preventScroll: true });
    this.size = this.extent();
    const moved = this.key === key && !this.fits;
    this.key = key;
    if (moved) this.apply(); else this.fit();
    this.mark();
  }

  /** What is drawn on; the ground may be larger. */
  extent() {
    const boxes = [...this.svg.querySelectorAll(':scope > :not(.f-bg, title, desc)')].map(part => part.getBBox()).filter(box => box.width && box.height);
    const left = Math.min(...boxes.map(box => box.x)), top = Math.min(...boxes.map(box => box.y));
    const right = Math.max(...boxes.map(box => box.x + box.width)), bottom = Math.max(...boxes.map(box => box.y + box.height));
    return boxes.length ? { left, top, width: right - left, height: bottom - top } : { left: 0, top: 0, width: 100, height: 100 };
  }

  clear() {
    this.svg = undefined;
    this.key = undefined;
    this.canvas.replaceChildren();
  }

  /** A symbol can be reached by keys, and a line is as easy to hit as a box. */
  prepare(symbol) {
    const link = symbol.closest('a');
    if (link) {
      link.setAttribute('href', '#');
      link.setAttribute('tabindex', '-1');
    }
    symbol.setAttribute('tabindex', '0');
    symbol.setAttribute('role', 'button');
    if (!symbol.classList.contains('tm-flow')) return;
    for (const path of symbol.querySelectorAll('path[fill="none"]')) {
      const wide = document.createElementNS(SVG, 'path');
      wide.setAttribute('d', path.getAttribute('d'));
      wide.setAttribute('class', 'hit');
      symbol.prepend(wide);
    }
  }

  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!this.svg || !width || !height) return;
    this.scale = Math.min(width / this.size.width, height / this.size.height, 1.6) * 0.94;
    this.x = this.size.left + (this.size.width - width / this.scale) / 2;
    this.y = this.size.top + (this.size.height - height / this.scale) / 2;
    this.apply();
    this.fits = true;
  }

  apply() {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.svg.setAttribute('viewBox', [this.x, this.y, width / this.scale, height / this.scale].join(' '));
    this.fits = false;
  }

  /** Zooms so that what is under a point of the window stays there. */
  zoom(factor, at) {
    if (!this.svg) return;
    const frame = this.canvas.getBoundingClientRect();
    const [left, top] = at ? [at.clientX - frame.left, at.clientY - frame.top] : [frame.width / 2, frame.height / 2];
    const scale = Math.min(Math.max(this.scale * factor, 0.05), 12);
    this.x += left / this.scale - left / scale;
    this.y += top / this.scale - top / scale;
    this.scale = scale;
    this.apply();
  }

  move(x, y) {
    if (!this.svg) return;
    this.x -= x / this.scale;
    this.y -= y / this.scale;
    this.apply();
  }

  /** Brings a symbol into the window where it is not. */
  reveal(id) {
    const symbol = this.symbols().find(one => one.dataset.id === id);
    if (!symbol) return;
    const frame = this.canvas.getBoundingClientRect();
    const box = symbol.getBoundingClientRect();
    const inside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
    if (inside) return;
    this.move((frame.left + frame.right - box.left - box.right) / 2, (frame.top + frame.bottom - box.top - box.bottom) / 2);
  }

  symbols() {
    return this.svg ? [...this.svg.querySelectorAll(FADABLE)] : [];
  }

  /** Fades everything but these; nothing with nothing. */
  fade(ids) {
    this.highlight = ids;
    this.mark();
  }

  select(id) {
    this.selected = id;
    this.mark();
  }

  mark() {
    for (const symbol of this.symbols()) {
      symbol.classList.toggle('faded', this.highlight !== undefined && !this.highlight.has(symbol.dataset.id));
      symbol.classList.toggle('selected', symbol.dataset.id === this.selected);
    }
  }

  // What people do.

  pointerdown(event) {
    if (event.button > 0) return;
    this.pointers.set(event.pointerId, event);
    this.travelled = 0;
  }

  pointermove(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    this.pointers.set(event.pointerId, event);
    this.travelled += Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY);
    // A press that trembles is still a click.
    if (this.travelled < 4) return;
    this.canvas.setPointerCapture(event.pointerId);
    const other = [...this.pointers.values()].find(one => one.pointerId !== event.pointerId);
    if (!other) {
      this.move(event.clientX - last.clientX, event.clientY - last.clientY);
      return;
    }
    const distance = one => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const middle = { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 };
    this.move((event.clientX - last.clientX) / 2, (event.clientY - last.clientY) / 2);
    this.zoom(distance(event) / Math.max(distance(last), 1), middle);
  }

  pointerup(event) {
    this.pointers.delete(event.pointerId);
  }

  pointercancel(event) {
    this.pointers.delete(event.pointerId);
  }

  click(event) {
    event.preventDefault();
    if (this.travelled >= 4) return;
    this.choose(event.target.closest('[data-id]')?.dataset.id);
  }

  wheel(event) {
    event.preventDefault();
    // A pinch on a touchpad comes as a wheel with the control key; lines are about 16 pixels.
    const distance = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.zoom(Math.exp(-distance * (event.ctrlKey ? 0.01 : 0.0015)), event);
  }

  keydown(event) {
    const { key } = event;
    const far = 60;
    const moves = { ArrowLeft: [far, 0], ArrowRight: [-far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[key]) this.move(...moves[key]);
    else if (key === '+' || key === '=') this.zoom(STEP);
    else if (key === '-') this.zoom(1 / STEP);
    else if (key === '0') this.fit();
    else if ((key === 'Enter' || key === ' ') && event.target.dataset.id) this.choose(event.target.dataset.id);
    else return;
    event.preventDefault();
  }
}

export { STEP };

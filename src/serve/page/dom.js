// Elements from plain values. Text is always set as text, never as markup.

/** An element with properties, listeners (`onclick`) and children; a text is a child too, and nothing is none. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** The element with this id. */
export const byId = id => document.getElementById(id);

/** Puts children into the place of what an element holds, and the focus and the caret back where they were. */
export function fill(element, ...children) {
  const active = document.activeElement;
  const key = element.contains(active) ? active.dataset.key : undefined;
  const caret = key && 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : undefined;
  const top = element.scrollTop;
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  element.scrollTop = top;
  const again = key && element.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (again && caret && caret[0] !== null) again.setSelectionRange(...caret);
}

/** Options of a select. */
export const options = (pairs, chosen) =>
  pairs.map(([value, label]) => h('option', { value, selected: value === chosen }, label));

/** Says something to those who listen to the page. */
export function say(text) {
  byId('said').textContent = text;
}

/** A coloured word. */
export const chip = (word, kind = word) => h('span', { class: `chip is-${kind}` }, word.replaceAll('-', ' '));

// The page: what is shown of which model, and what people do with it.

import { details, find, nameOf } from './details.js';
import { Diagram, STEP } from './diagram.js';
import { byId, chip, fill, h, options, say } from './dom.js';
import { coverage, data, threats, ways } from './lists.js';
import { ask, listen, mayWrite, picture } from './server.js';
import { closeStop, kept, workshop } from './workshop.js';

const TABS = [['workshop', 'Workshop', workshop], ['details', 'Details', details], ['threats', 'Threats', threats], ['coverage', 'Coverage', coverage], ['data', 'Data', data], ['ways', 'Ways', ways]];

/** Everything that the page knows; each tab draws from it. */
const page = {
  name: undefined, view: '', layers: new Set(), theme: localStorage.getItem('theme') ?? 'auto',
  document: undefined, model: undefined, editor: '', workshop: false,
  tab: 'details', selected: undefined, data: undefined, filter: {}, way: {}, drafts: kept(),
  choose, draw, load,
  highlight(ids) {
    diagram.fade(ids);
    byId('clear').hidden = ids === undefined;
  },
  take(document) {
    page.document = document;
    page.model = document.threats ?? undefined;
  },
};

const diagram = new Diagram(byId('canvas'), id => choose(id));
const darkness = matchMedia('(prefers-color-scheme: dark)');
const theme = () => page.theme === 'auto' ? (darkness.matches ? 'dark' : 'light') : page.theme;

/** Chooses a thing, and shows what is known of it. */
function choose(id, keep = false) {
  page.selected = id;
  if (id === undefined) page.highlight(undefined);
  diagram.select(id);
  if (id !== undefined) {
    diagram.reveal(id);
    if (page.tab === 'workshop' && closeStop(page, id)) { /* the session goes there */ }
    else if (!keep) page.tab = 'details';
    say(nameOf(page.model, id));
  }
  remember();
  draw();
}

/** The address says what is shown, so that it can be kept and sent. */
function remember() {
  const values = new URLSearchParams();
  for (const [key, value] of [['model', page.name], ['view', page.view], ['select', page.selected]]) if (value) values.set(key, value);
  history.replaceState(null, '', `#${values}`);
}

function recall() {
  const values = new URLSearchParams(location.hash.slice(1));
  return { name: values.get('model'), view: values.get('view') ?? '', selected: values.get('select') ?? undefined };
}

let turn = 0;

/** Reads the model again, and its picture. Of several at once, the last one counts. */
async function load() {
  const mine = ++turn;
  const wanted = { model: page.name, view: page.view, theme: theme(), show: [...page.layers].join(',') };
  const [document, svg] = await Promise.all([
    ask('model', { model: page.name }),
    picture(wanted).catch(error => error),
  ]);
  if (mine !== turn) return;
  page.take(document);
  if (page.view && !document.views.some(view => view.id === page.view)) {
    page.view = '';
    remember();
    return load();
  }
  if (svg instanceof Error) diagram.clear();
  else diagram.show(svg, `${page.name} ${page.view}`);
  byId('empty').hidden = !(svg instanceof Error);
  if (page.selected !== undefined && !find(page.model, page.selected)) page.selected = undefined;
  diagram.select(page.selected);
  heading();
  problems();
  draw();
}

function heading() {
  const title = page.model?.model.title ?? page.name;
  byId('title').textContent = title;
  document.title = `${title} · Threatline`;
  fill(byId('view'), options([['', 'everything'], ...page.document.views.map(view => [view.id, view.label])], page.view));
  byId('view-choice').hidden = !page.document.views.length;
}

/** What is wrong, over the picture: errors open, the rest folded. */
function problems() {
  const { diagnostics, stale } = page.document;
  const errors = diagnostics.filter(one => one.severity === 'error');
  const others = diagnostics.filter(one => one.severity !== 'error');
  const list = found => h('ul', {}, found.map(problem));
  byId('problems').hidden = !diagnostics.length;
  byId('problems').classList.toggle('bad', errors.length > 0);
  byId('diagram').classList.toggle('stale', stale);
  fill(byId('problems'),
    errors.length ? [h('h2', {}, `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`, stale ? h('small', {}, 'the picture is that of the last state without') : undefined), list(errors)] : undefined,
    others.length ? h('details', {}, h('summary', {}, `${others.length} ${others.length === 1 ? 'remark' : 'remarks'}`), list(others)) : undefined);
}

function problem(one) {
  const file = page.document.files[one.place.file];
  const where = `${one.place.file.split('/').pop()}:${one.place.line}:${one.place.column}`;
  const path = file && encodeURI(file.startsWith('/') ? file : `/${file.replaceAll('\\', '/')}`);
  const address = page.editor && path && page.editor.replace('{file}', () => path).replace('{line}', one.place.line);
  return h('li', {},
    h('a', { href: `/api/explain?code=${one.code}`, target: '_blank', rel: 'noopener', title: `What ${one.slug} means` }, one.code), ' ',
    chip(one.severity), ' ', one.message, ' ',
    address ? h('a', { class: 'place', href: address }, where) : h('span', { class: 'place' }, where),
    one.help ? h('small', {}, one.help) : undefined);
}

// Nothing moves under a finger: what is drawn anew while a button is pressed waits until it is let go.
let pressed = false;
let waiting = false;
byId('panel').addEventListener('pointerdown', () => { pressed = true; });
for (const name of ['pointerup', 'pointercancel']) {
  addEventListener(name, () => setTimeout(() => {
    pressed = false;
    if (waiting) draw();
  }));
}

/** The tabs and what the open one says. */
function draw() {
  waiting = pressed;
  if (pressed) return;
  const open = TABS.filter(([id]) => id !== 'workshop' || page.workshop);
  const tab = ([id, label]) => h('button', {
    role: 'tab', id: `tab-${id}`, 'data-key': `tab-${id}`, 'aria-selected': String(id === page.tab), 'aria-controls': 'content',
    tabindex: id === page.tab ? '0' : '-1', onclick: () => { page.tab = id; draw(); },
  }, label, id === 'threats' && page.model ? h('span', { class: 'badge' }, String(page.model.threats.length)) : undefined);
  fill(byId('tabs'), open.map(tab));
  const [id, , content] = open.find(([id]) => id === page.tab) ?? open[0];
  byId('content').setAttribute('aria-labelledby', `tab-${id}`);
  fill(byId('content'), page.model ? content(page) : h('p', {}, 'The model has errors, and had them ever since the server runs.'));
}

/** Moves through the tabs with the arrow keys, as tabs do. */
byId('tabs').addEventListener('keydown', event => {
  const tabs = [...byId('tabs').children];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
});

// Search.

function results(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted || !page.model) return [];
  const { elements, flows, boundaries, data, threats } = page.model;
  const fits = one => `${one.id} ${one.label ?? ''} ${one.text ?? ''}`.toLowerCase().includes(wanted);
  return [...elements, ...boundaries, ...flows, ...data, ...threats].filter(fits).slice(0, 30);
}

function search() {
  const found = results(byId('search').value);
  const open = byId('search').value.trim() !== '';
  byId('found').hidden = !open;
  byId('search').setAttribute('aria-expanded', String(open));
  const pick = id => () => { endSearch(); choose(id); byId('content').focus({ preventScroll: true }); };
  fill(byId('found'), found.length
    ? found.map(one => h('li', {}, h('button', { onclick: pick(one.id) }, h('span', {}, nameOf(page.model, one.id)), h('code', {}, one.id))))
    : h('li', { class: 'nothing' }, 'nothing is called so'));
  page.highlight(found.length ? new Set(found.map(one => one.id)) : undefined);
}

function endSearch() {
  byId('search').value = '';
  byId('found').hidden = true;
  byId('search').setAttribute('aria-expanded', 'false');
  page.highlight(undefined);
}

byId('search').addEventListener('input', search);
byId('search').closest('.search').addEventListener('keydown', event => {
  const buttons = [...byId('found').querySelectorAll('button')];
  if (event.key === 'Enter' && event.target.id === 'search') buttons[0]?.click();
  else if (event.key === 'Escape') endSearch();
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const at = buttons.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    (buttons[at] ?? byId('search')).focus();
  } else return;
  event.preventDefault();
});

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, textarea, select');
  if (event.key === '/' && !typing) {
    event.preventDefault();
    byId('search').focus();
  } else if (event.key === 'Escape' && !typing) choose(undefined);
});

// What the head of the page offers.

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  byId('content').focus();
});

byId('closer').onclick = () => diagram.zoom(STEP);
byId('farther').onclick = () => diagram.zoom(1 / STEP);
byId('fit').onclick = () => diagram.fit();
byId('clear').onclick = () => { page.data = undefined; page.highlight(undefined); draw(); };
byId('view').onchange = event => { page.view = event.target.value; remember(); load(); };
byId('model').onchange = event => switchTo(event.target.value);
byId('theme').value = page.theme;
byId('theme').onchange = event => {
  page.theme = event.target.value;
  localStorage.setItem('theme', page.theme);
  colour();
};
darkness.addEventListener('change', colour);

function colour() {
  document.documentElement.dataset.theme = theme();
  if (page.name) load();
}

function switchTo(name, view = '', selected = undefined) {
  Object.assign(page, { name, view, selected, data: undefined, way: {}, walk: undefined });
  page.highlight(undefined);
  byId('model').value = name;
  remember();
  return load();
}

function layers(all) {
  const box = name => h('label', {}, h('input', {
    type: 'checkbox', value: name, checked: page.layers.has(name),
    onchange: event => { page.layers[event.target.checked ? 'add' : 'delete'](name); load(); },
  }), ` ${name}`);
  fill(byId('layer-list'), all.map(box));
}

/** Asks which models there are; shows another one where the shown one is gone. */
async function list() {
  const known = await ask('models');
  page.editor = known.editor;
  page.workshop = known.workshop && mayWrite();
  fill(byId('model'), options(known.models.map(one => [one.name, one.name]), page.name));
  byId('model-choice').hidden = known.models.length < 2;
  return known;
}

async function relist() {
  const { models } = await list();
  if (!models.some(one => one.name === page.name) && models.length) await switchTo(models[0].name);
}

async function start() {
  document.documentElement.dataset.theme = theme();
  const known = await list();
  page.layers = new Set(known.shown);
  layers(known.layers);
  if (page.workshop) page.tab = 'workshop';
  const wanted = recall();
  const name = known.models.some(one => one.name === wanted.name) ? wanted.name : known.models[0]?.name;
  if (name) await switchTo(name, wanted.view, wanted.selected);
  let connections = 0;
  listen(async (event, about) => {
    if (event === 'models') await relist();
    else if (about === page.name) await load();
  }, async connected => {
    byId('live').textContent = connected ? 'live' : 'offline';
    byId('live').classList.toggle('off', !connected);
    // Whatever was told meanwhile was missed.
    if (connected && connections++) await relist().then(load);
  });
  addEventListener('hashchange', () => {
    const { name, view, selected } = recall();
    if (known.models.some(one => one.name === name)) switchTo(name, view, selected);
  });
}

start().catch(error => { byId('live').textContent = error.message; });

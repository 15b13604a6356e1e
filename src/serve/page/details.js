// What is known of one thing: an element, a flow, a boundary, a kind of data or a threat.

import { chip, h } from './dom.js';

const KINDS = { entity: 'External entity', process: 'Process', store: 'Data store', flow: 'Data flow', boundary: 'Trust boundary', data: 'Data', threat: 'Threat' };

/** What is called so, with its kind; nothing where nothing is. */
export function find(model, id) {
  if (!model || id === undefined) return undefined;
  const lists = [['element', model.elements], ['flow', model.flows], ['boundary', model.boundaries], ['data', model.data], ['threat', model.threats]];
  for (const [kind, list] of lists) {
    const thing = list.find(one => one.id === id);
    if (thing) return { kind: kind === 'element' ? thing.kind : kind, thing };
  }
  return undefined;
}

/** The name of a thing for people. */
export function nameOf(model, id) {
  const found = find(model, id);
  if (!found) return id;
  const { kind, thing } = found;
  if (kind === 'threat') return thing.text;
  if (kind === 'flow') return thing.label || `${nameOf(model, thing.from)} ${thing.both_ways ? '↔' : '→'} ${nameOf(model, thing.to)}`;
  return thing.label || thing.id;
}

/** The address that opens a thing in the editor. */
function editorLink(page, thing) {
  const file = page.document.files[thing.imported ? thing.imported.file : page.model.model.file];
  if (!page.editor || !file || !thing.place) return undefined;
  const slashed = file.replaceAll('\\', '/');
  const path = encodeURI(slashed.startsWith('/') ? slashed : `/${slashed}`).replaceAll('#', '%23').replaceAll('?', '%3F');
  return page.editor.replace('{file}', () => path).replace('{line}', thing.place.line);
}

export function openLink(page, thing) {
  const address = editorLink(page, thing);
  const where = `${thing.imported ? thing.imported.file : page.model.model.file}:${thing.place.line}`;
  return address ? h('a', { class: 'place', href: address, title: 'Open in the editor' }, where) : h('span', { class: 'place' }, where);
}

const section = (title, ...children) => children.flat().length ? h('section', {}, h('h3', {}, title), ...children) : undefined;

/** Buttons that lead to things. */
const links = (page, ids) => h('ul', { class: 'links' }, ids.map(id =>
  h('li', {}, h('button', { class: 'link', 'data-key': `to-${id}`, onclick: () => page.choose(id) }, nameOf(page.model, id)))));

const answer = value => Array.isArray(value) ? value.join(', ') : chip(value, value === 'none' ? 'none' : 'unknown');

function attributes(thing, hidden = []) {
  const pairs = Object.entries(thing.attributes).filter(([key]) => !hidden.includes(key));
  if (!pairs.length) return undefined;
  return h('dl', { class: 'answers' }, pairs.map(([key, value]) => [h('dt', {}, key), h('dd', {}, answer(value))]));
}

/** The boundaries around something, the outermost first. */
function around(model, innermost) {
  const path = [];
  for (let id = innermost; id && path.length < 64; id = model.boundaries.find(one => one.id === id)?.parent) path.unshift(id);
  return path;
}

const breadcrumbs = (page, path) => h('p', { class: 'path' }, path.length
  ? path.map((id, number) => [number ? ' › ' : '', h('button', { class: 'link', onclick: () => page.choose(id) }, nameOf(page.model, id))])
  : 'outside every boundary');

/** A threat in a list. */
export const threatCard = (page, threat) => h('button', { class: 'card', 'data-key': `threat-${threat.id}`, onclick: () => page.choose(threat.id) },
  h('span', { class: `number is-${threat.severity ?? 'unrated'}` }, String(threat.number)),
  h('span', { class: 'text' }, threat.text),
  h('span', { class: 'chips' }, chip(threat.severity ?? 'not rated', threat.severity ?? 'unrated'), chip(threat.status)));

const candidateCard = candidate => h('div', { class: 'card still' },
  h('span', { class: 'text' }, candidate.text, candidate.advice ? h('small', {}, candidate.advice) : undefined),
  h('span', { class: 'chips' }, chip(candidate.severity), candidate.categories.map(one => chip(one, 'plain'))));

function coverage(page, id) {
  const row = page.model.coverage.rows.find(one => one.target.id === id);
  if (!row) return undefined;
  return h('ul', { class: 'cells' }, row.cells.map(cell => h('li', {},
    h('span', { class: `sign is-${cell.state}`, 'aria-hidden': 'true' }),
    h('span', {}, h('b', {}, cell.category.replaceAll('-', ' ')), ` ${cell.state}`, cell.prompt ? h('small', {}, cell.prompt) : undefined))));
}

function aboutThreat(page, threat) {
  const mitigations = threat.mitigations.map(one => h('li', {}, one.text, ' ', chip(one.status ?? 'no status', one.status ?? 'plain'),
    h('small', {}, [one.owner ?? 'no owner', one.ticket, one.effort].filter(Boolean).join(', '))));
  const decided = threat.disposition;
  return [
    h('p', { class: 'chips' }, chip(threat.severity ?? 'not rated', threat.severity ?? 'unrated'), chip(threat.status), threat.categories.map(one => chip(one, 'plain'))),
    section('On', links(page, threat.targets.map(one => one.id))),
    h('dl', { class: 'answers' }, [['likelihood', threat.likelihood], ['impact', threat.impact], ['residual', threat.residual_severity]]
      .filter(([, value]) => value).map(([key, value]) => [h('dt', {}, key), h('dd', {}, value)])),
    mitigations.length ? section('What is done', h('ul', {}, mitigations)) : undefined,
    decided ? section(decided.kind, h('p', {}, decided.because), h('small', {}, [decided.by, decided.until && `until ${decided.until}`].filter(Boolean).join(', '))) : undefined,
  ];
}

function aboutThing(page, kind, thing) {
  const { model } = page;
  const threats = model.threats.filter(threat => threat.targets.some(target => target.id === thing.id));
  const likely = model.candidates.filter(one => one.status === 'open' && one.target.id === thing.id);
  const flows = model.flows.filter(flow => flow.from === thing.id || flow.to === thing.id);
  const holders = kind === 'data' ? [...model.elements.filter(one => one.holds.includes(thing.id)), ...model.flows.filter(one => one.carries.includes(thing.id))] : [];
  const data = thing.holds ?? thing.carries ?? [];
  return [
    kind === 'flow' ? section('From and to', links(page, [thing.from, thing.to])) : undefined,
    thing.crosses?.length ? section('Crosses', links(page, thing.crosses.map(one => one.boundary))) : undefined,
    kind === 'boundary' ? section('Inside', thing.elements.length ? links(page, thing.elements) : []) : undefined,
    data.length ? section(kind === 'flow' ? 'Carries' : 'Holds', links(page, data)) : undefined,
    section('Answers', attributes(thing, ['holds', 'carries']) ?? []),
    threats.length ? section('Threats', threats.map(threat => threatCard(page, threat))) : undefined,
    likely.length ? section('Likely, and not answered', likely.map(candidateCard)) : undefined,
    section('Coverage', coverage(page, thing.id) ?? []),
    flows.length ? section('Flows', links(page, flows.map(flow => flow.id))) : undefined,
    holders.length ? section('Where it is', links(page, holders.map(one => one.id))) : undefined,
  ];
}

/** What the model is about, where nothing is chosen. */
function aboutModel(page) {
  const { model } = page;
  const about = model.model;
  const facts = [['level', about.level], ['method', about.method], ['reviewed', about.reviewed], ['in the room', about.participants.join(', ')],
    ['coverage', `${model.coverage.overall.percent}% of ${model.coverage.overall.total} cells`]].filter(([, value]) => value);
  const remarks = (title, list) => list.length ? section(title, h('ul', {}, list.map(one => h('li', {}, one.text, ' ', openLink(page, one))))) : undefined;
  return [
    h('h2', {}, about.title ?? page.name),
    about.scope ? h('p', { class: 'scope' }, h('b', {}, 'Scope '), about.scope) : undefined,
    about.description ? h('p', {}, about.description) : undefined,
    h('dl', { class: 'answers' }, facts.map(([key, value]) => [h('dt', {}, key), h('dd', {}, value)])),
    section('Elements', links(page, model.elements.map(one => one.id))),
    remarks('Open questions', model.questions),
    remarks('Assumptions', model.assumptions),
    remarks('Parked', model.parked),
  ];
}

/** The tab: what is chosen, or else the model. */
export function details(page) {
  if (!page.model) return [h('p', {}, 'Nothing could be read yet.')];
  const found = find(page.model, page.selected);
  if (!found) return aboutModel(page);
  const { kind, thing } = found;
  const inside = kind === 'boundary' ? thing.parent : thing.boundary;
  return [
    h('p', { class: 'kind' }, KINDS[kind], ' ', h('code', {}, thing.id), ' ', openLink(page, thing)),
    h('h2', {}, nameOf(page.model, thing.id)),
    ['entity', 'process', 'store', 'boundary'].includes(kind) ? breadcrumbs(page, around(page.model, inside)) : undefined,
    thing.description ? h('p', {}, thing.description) : undefined,
    kind === 'threat' ? aboutThreat(page, thing) : aboutThing(page, kind, thing),
  ];
}

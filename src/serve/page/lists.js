// The lists beside the diagram: threats, coverage, data, ways.

import { chip, h, options, say } from './dom.js';
import { nameOf, threatCard } from './details.js';
import { ask } from './server.js';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'not rated'];
const STATUSES = ['open', 'mitigated', 'accepted', 'transferred', 'avoided'];
const rank = threat => SEVERITIES.indexOf(threat.severity ?? 'not rated') + (threat.status === 'open' ? 0 : SEVERITIES.length);

const choice = (page, key, label, words) => h('label', {}, h('span', {}, label), ' ', h('select', {
  'data-key': key,
  onchange: event => { page.filter[key] = event.target.value; page.draw(); },
}, options([['', 'all'], ...words.map(word => [word, word])], page.filter[key] ?? '')));

export function threats(page) {
  const { model, filter } = page;
  const fits = threat => (!filter.severity || (threat.severity ?? 'not rated') === filter.severity) && (!filter.status || threat.status === filter.status);
  const shown = model.threats.filter(fits).sort((one, other) => rank(one) - rank(other) || one.number - other.number);
  return [
    h('div', { class: 'filters' }, choice(page, 'severity', 'Severity', SEVERITIES), choice(page, 'status', 'Status', STATUSES),
      h('span', { class: 'count' }, `${shown.length} of ${model.threats.length}`)),
    shown.map(threat => threatCard(page, threat)),
    shown.length ? undefined : h('p', {}, 'No threat is like that.'),
  ];
}

const STATES = [['threat', 'a threat is written down'], ['candidate', 'a rule finds it likely'], ['controlled', 'an attribute answers it'], ['dismissed', 'asked, and nothing found'], ['unasked', 'nobody has asked']];

export function coverage(page) {
  const { coverage: matrix } = page.model;
  const head = matrix.categories.map(one => h('th', { scope: 'col' }, h('abbr', { title: `${one.category.replaceAll('-', ' ')}, ${one.percent}%` }, letter(one.category))));
  const row = one => {
    const cells = matrix.categories.map(({ category }) => {
      const cell = one.cells.find(cell => cell.category === category);
      if (!cell) return h('td', { class: 'none' }, h('span', { class: 'unseen' }, 'does not apply'));
      return h('td', { title: cell.prompt ?? `${category.replaceAll('-', ' ')}: ${cell.state}` }, h('span', { class: `sign is-${cell.state}`, role: 'img', 'aria-label': cell.state }));
    });
    return h('tr', {}, h('th', { scope: 'row' }, h('button', { class: 'link', 'data-key': `row-${one.target.id}`, onclick: () => page.choose(one.target.id) }, nameOf(page.model, one.target.id))),
      cells, h('td', { class: 'percent' }, `${one.percent}%`));
  };
  return [
    h('p', { class: 'meter' }, h('progress', { max: '100', value: String(matrix.overall.percent), 'aria-label': 'Coverage' }), ` ${matrix.overall.percent}%: ${matrix.overall.answered} of ${matrix.overall.total} cells answered`),
    matrix.skipped.length ? h('p', { class: 'warning' }, `Answered nowhere: ${matrix.skipped.map(one => one.replaceAll('-', ' ')).join(', ')}`) : undefined,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Coverage matrix' },
      h('table', { class: 'matrix' }, h('thead', {}, h('tr', {}, h('td', {}), head, h('td', {}))), h('tbody', {}, matrix.rows.map(row)))),
    h('ul', { class: 'key' }, STATES.map(([state, words]) => h('li', {}, h('span', { class: `sign is-${state}`, 'aria-hidden': 'true' }), `${state}: ${words}`))),
  ];
}

const LETTERS = { linking: 'L', identifying: 'Id', 'non-repudiation': 'Nr', detecting: 'De', 'data-disclosure': 'Dd', unawareness: 'U', 'non-compliance': 'Nc' };
const letter = category => LETTERS[category] ?? category[0].toUpperCase();

function place(page, one) {
  const name = one.from ? `${nameOf(page.model, one.from)} → ${nameOf(page.model, one.to)}` : nameOf(page.model, one.id);
  return h('li', {}, h('button', { class: 'link', 'data-key': `place-${one.id}`, onclick: () => page.choose(one.id, true) }, name),
    one.crosses.length ? h('small', {}, `crosses ${one.crosses.map(id => nameOf(page.model, id)).join(', ')}`) : undefined,
    h('small', {}, one.protection.map(mine => `${mine.attribute}: ${mine.state}`).join('; ')));
}

export function data(page) {
  const { model } = page;
  if (!model.data.length) return [h('p', {}, 'The model classifies no data.')];
  const chosen = model.lineage.find(one => one.data === page.data);
  const choose = id => {
    page.data = page.data === id ? undefined : id;
    const lineage = model.lineage.find(one => one.data === page.data);
    page.highlight(lineage && new Set([...lineage.stored, ...lineage.sent].flatMap(one => [one.id, one.from, one.to]).concat(lineage.boundaries)));
    say(lineage ? `${lineage.label}: stored in ${lineage.stored.length}, sent over ${lineage.sent.length}` : 'Everything is shown');
    page.draw();
  };
  return [
    h('p', {}, 'Choose a kind of data to see where it is stored and sent.'),
    h('ul', { class: 'choices' }, model.data.map(one => h('li', {}, h('button', {
      class: 'card', 'data-key': `data-${one.id}`, 'aria-pressed': String(one.id === page.data), onclick: () => choose(one.id),
    }, h('span', { class: 'text' }, one.label), h('span', { class: 'chips' }, [one.attributes.sensitivity ?? []].flat().map(word => chip(word, 'plain'))))))),
    chosen ? [
      h('h2', {}, chosen.label),
      h('h3', {}, 'Stored'), chosen.stored.length ? h('ul', {}, chosen.stored.map(one => place(page, one))) : h('p', {}, 'nowhere'),
      h('h3', {}, 'Sent'), chosen.sent.length ? h('ul', {}, chosen.sent.map(one => place(page, one))) : h('p', {}, 'nowhere'),
    ] : undefined,
  ];
}

export function ways(page) {
  const { model, way } = page;
  const elements = model.elements.map(one => [one.id, one.label || one.id]);
  const select = (key, label) => h('label', {}, h('span', {}, label), ' ', h('select', { 'data-key': key, onchange: event => { way[key] = event.target.value; look(); } }, options([['', '…'], ...elements], way[key] ?? '')));
  const look = async () => {
    way.found = undefined;
    page.highlight(undefined);
    if (way.from && way.to) {
      way.found = (await ask('paths', { model: page.name, from: way.from, to: way.to })).paths;
      say(`${way.found.length} ways`);
      if (way.found[0]) show(0);
    }
    page.draw();
  };
  const show = number => {
    const path = way.found[number];
    way.shown = number;
    page.highlight(new Set([...path.elements, ...path.flows]));
    page.draw();
  };
  const card = (path, number) => h('button', { class: 'card', 'data-key': `way-${number}`, 'aria-pressed': String(way.shown === number), onclick: () => show(number) },
    h('span', { class: 'number is-plain' }, String(number + 1)),
    h('span', { class: 'text' }, path.elements.map(id => nameOf(model, id)).join(' → '),
      h('small', {}, path.hurdles.length ? path.hurdles.map(one => `${one.attribute}: ${one.values.join(', ')}`).join('; ') : 'nothing in the way')),
    h('span', { class: 'chips' }, chip(`cost ${path.cost}`, 'plain')));
  return [
    h('p', {}, 'The ways of an attacker along the flows, the easiest first.'),
    h('div', { class: 'filters' }, select('from', 'From'), select('to', 'To')),
    way.found?.map(card),
    way.found && !way.found.length ? h('p', {}, 'There is no way.') : undefined,
  ];
}

// A session: the walk from question to question, ratings by hands, decisions, and what is left. What is typed is kept
// until it is written, whatever happens to the file meanwhile.

import { chip, h, options, say } from './dom.js';
import { nameOf, openLink } from './details.js';
import { ask, write } from './server.js';

const STEPS = [['ask', 'Ask'], ['rate', 'Rate'], ['decide', 'Decide'], ['end', 'Wrap up']];
const RATINGS = ['low', 'medium', 'high'];
const MEANINGS = {
  likelihood: { low: 'an insider, or advanced skill', medium: 'a moderately skilled attacker', high: 'automated tools exist' },
  impact: { low: 'a nuisance', medium: 'partial, recoverable', high: 'a full breach' },
};
/** Which step belongs to which part of the agenda, by the question that the part begins with. */
const STEP_OF = [['How bad', 'rate'], ['What are we going', 'decide'], ['Did we', 'end'], ['What', 'ask']];

const state = {
  model: undefined, step: 'ask', stop: 0, task: undefined, threat: {}, hands: {}, note: undefined, busy: false,
  timer: { part: 0, left: undefined, until: undefined },
  ...JSON.parse(sessionStorage.getItem('session') ?? '{}'),
};

/** Where the session is outlives the page, with its clock and the hands, until its tab is closed. */
function remember(page) {
  const { step, stop, threat, hands, timer } = state;
  sessionStorage.setItem('session', JSON.stringify({ model: page.name, step, stop, threat, hands, timer }));
}

// The walk is read again whenever the model is another one.
let walked;

async function walk(page) {
  const revision = `${page.name} ${page.document.drawn}`;
  if (walked === revision) return;
  walked = revision;
  const known = await ask('walk', { model: page.name });
  if (walked !== revision) return;
  if (!page.walk && state.model !== page.name) Object.assign(state, { model: page.name, stop: 0, task: undefined, note: undefined });
  page.walk = known;
  page.draw();
}

/** Goes to the stop of an element or flow; whether there is one. */
export function closeStop(page, id) {
  const stop = page.walk?.stops.findIndex(one => one.id === id) ?? -1;
  if (stop < 0) return false;
  Object.assign(state, { step: 'ask', stop, task: undefined });
  return true;
}

/** Writes what was said. Where the file has changed meanwhile, what is typed stays and the new state is shown. */
async function send(page, said, drafts, words) {
  if (state.busy) return false;
  state.busy = true;
  try {
    page.take(await write(page.name, { seen: page.document.seen, ...said }));
    for (const key of drafts) keep(page, key);
    state.note = { good: true, text: words };
    return true;
  } catch (error) {
    if (error.status === 409) {
      page.take(error.body);
      state.note = { text: 'The file was changed meanwhile. Nothing was written; look at what is new, and write again.' };
    } else {
      state.note = { text: error.message };
    }
    return false;
  } finally {
    state.busy = false;
    say(state.note?.text ?? '');
    await page.load();
  }
}

/** What is typed outlives the page, until its tab is closed. */
function keep(page, key, value) {
  if (value === undefined) delete page.drafts[key];
  else page.drafts[key] = value;
  sessionStorage.setItem('drafts', JSON.stringify(page.drafts));
}

export const kept = () => JSON.parse(sessionStorage.getItem('drafts') ?? '{}');

/** A field that keeps what is typed under a key. */
function field(page, key, label, properties = {}) {
  const { rows, ...rest } = properties;
  const common = { 'data-key': key, name: key, maxlength: '2000', oninput: event => keep(page, key, event.target.value), ...rest };
  const input = rows ? h('textarea', { rows, ...common }) : h('input', { type: 'text', ...common });
  input.value = page.drafts[key] ?? '';
  return h('label', { class: 'field' }, h('span', {}, label), input);
}

const draft = (page, key) => (page.drafts[key] ?? '').trim();

function form(title, submit, button, ...children) {
  return h('form', { class: 'form', onsubmit: event => { event.preventDefault(); submit(); } },
    title ? h('h3', {}, title) : undefined, children, h('button', { class: 'main' }, button));
}

// The clock.

const minutes = seconds => `${seconds < 0 ? '−' : ''}${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, '0')}`;
const left = part => state.timer.until === undefined ? state.timer.left ?? part.minutes * 60 : Math.round((state.timer.until - Date.now()) / 1000);

function timer(page) {
  const { agenda, level } = page.walk;
  const part = agenda[Math.min(state.timer.part, agenda.length - 1)];
  const to = number => {
    state.timer = { part: number, left: undefined, until: state.timer.until === undefined ? undefined : Date.now() + agenda[number].minutes * 60000 };
    const step = STEP_OF.find(([begins]) => agenda[number].what.startsWith(begins))?.[1];
    if (step) state.step = step;
    page.draw();
  };
  const toggle = () => {
    const rest = left(part);
    state.timer = state.timer.until === undefined ? { ...state.timer, until: Date.now() + rest * 1000 } : { ...state.timer, left: rest, until: undefined };
    page.draw();
  };
  return h('div', { class: 'timer' },
    h('span', { class: `clock${left(part) < 0 ? ' over' : ''}`, role: 'timer', id: 'clock' }, minutes(left(part))),
    h('label', {}, h('span', { class: 'unseen' }, `Agenda of a ${level} session`),
      h('select', { 'data-key': 'part', onchange: event => to(Number(event.target.value)) }, options(agenda.map((one, number) => [String(number), `${one.minutes} min: ${one.what}`]), String(state.timer.part)))),
    h('button', { 'data-key': 'clock-toggle', onclick: toggle }, state.timer.until === undefined ? 'Start' : 'Pause'));
}

let current;
setInterval(() => {
  const clock = document.getElementById('clock');
  if (!clock || !current?.walk || state.timer.until === undefined) return;
  const part = current.walk.agenda[state.timer.part];
  clock.textContent = minutes(left(part));
  clock.classList.toggle('over', left(part) < 0);
}, 500);

// Ask.

function questions(page) {
  const { stops } = page.walk;
  if (!stops.length) return [h('p', {}, 'There is no element in scope yet.')];
  const stop = stops[state.stop = Math.min(state.stop, stops.length - 1)];
  const open = stop.tasks.findIndex(task => !task.done);
  const at = state.task ?? (open < 0 ? 0 : open);
  const task = stop.tasks[at];
  const go = number => {
    Object.assign(state, { stop: (number + stops.length) % stops.length, task: undefined });
    page.choose(stops[state.stop].id);
  };
  const cell = { category: task?.category, target: stop.id };
  const key = kind => `${kind} ${page.name} ${stop.id} ${task?.category}`;
  const said = async (kind, words) => {
    const text = draft(page, key(kind));
    if (await send(page, { kind, ...cell, text }, [key(kind)], words)) {
      state.task = undefined;
      page.draw();
    }
  };
  const asked = stops.flatMap(one => one.tasks);
  return [
    h('p', { class: 'meter' }, h('progress', { max: String(asked.length), value: String(asked.filter(one => one.done).length), 'aria-label': 'Answered' }), ` ${asked.filter(one => one.done).length} of ${asked.length} answered`),
    h('div', { class: 'stop' },
      h('button', { 'aria-label': 'Last element', 'data-key': 'stop-last', onclick: () => go(state.stop - 1) }, '‹'),
      h('div', {}, h('h2', {}, stop.name), h('p', {}, `${state.stop + 1} of ${stops.length}. ${stop.about}`)),
      h('button', { 'aria-label': 'Next element', 'data-key': 'stop-next', onclick: () => go(state.stop + 1) }, '›')),
    h('ul', { class: 'tasks' }, stop.tasks.map((one, number) => h('li', {}, h('button', {
      'data-key': `task-${number}`, 'aria-pressed': String(number === at), class: one.done ? 'done' : '',
      onclick: () => { state.task = number; page.draw(); },
    }, one.done ? '✓ ' : '', one.category.replaceAll('-', ' '))))),
    task ? [
      h('p', { class: 'question' }, task.text),
      form('Something can go wrong', () => said('threat', 'The threat is written'), 'Write the threat',
        field(page, key('threat'), 'Who does what to what?', { rows: '3', required: true, id: 'threat-text' })),
      form('There is nothing to fear', () => said('dismissal', 'Written, with why'), 'Write it down',
        field(page, key('dismissal'), 'Because', { required: true })),
      later(page, stop),
    ] : undefined,
  ];
}

/** What is outside the scope, and what nobody in the room knows. */
function later(page, stop) {
  const key = kind => `${kind} ${page.name}`;
  const target = stop?.id;
  const park = () => send(page, { kind: 'parked', text: draft(page, key('parked')), until: draft(page, key('until')) }, [key('parked'), key('until')], 'Parked');
  const wonder = () => send(page, { kind: 'question', target, text: draft(page, key('question')), owner: draft(page, key('finder')) }, [key('question'), key('finder')], 'The question is written');
  return h('details', { class: 'later', open: state.step === 'end' }, h('summary', {}, 'Park it, or ask later'),
    form('Outside the scope', park, 'Park it', field(page, key('parked'), 'What', { required: true }), field(page, key('until'), 'Look again', { type: 'date' })),
    form('Nobody here knows', wonder, 'Write the question', field(page, key('question'), target ? `About ${stop.name}` : 'What', { required: true }), field(page, key('finder'), 'Who finds out')));
}

// Rate.

/** What most hands say; of as many, the worse. */
const majority = hands => RATINGS.filter(word => hands[word] > 0 && hands[word] === Math.max(...Object.values(hands))).pop();

function rate(page) {
  const order = [...page.model.threats].sort((one, other) => Boolean(one.severity) - Boolean(other.severity) || one.number - other.number);
  const threat = order.find(one => one.id === state.threat.rate) ?? order[0];
  if (!threat) return [h('p', {}, 'There is no threat to rate yet.')];
  const hands = state.hands[threat.id] ??= { likelihood: { low: 0, medium: 0, high: 0 }, impact: { low: 0, medium: 0, high: 0 } };
  const chosen = side => hands.chosen?.[side] ?? majority(hands[side]) ?? threat[side];
  const count = (side, word, change) => { hands[side][word] = Math.max(0, hands[side][word] + change); delete hands.chosen; page.draw(); };
  const row = (side, word) => h('tr', { class: chosen(side) === word ? 'chosen' : '' },
    h('th', { scope: 'row' }, h('label', {}, h('input', { type: 'radio', name: side, value: word, checked: chosen(side) === word, 'data-key': `${side}-${word}`, onchange: () => { hands.chosen = { ...hands.chosen, [side]: word }; page.draw(); } }), ` ${word}`), h('small', {}, MEANINGS[side][word])),
    h('td', {}, h('button', { type: 'button', 'aria-label': `A hand less for ${side} ${word}`, 'data-key': `less-${side}-${word}`, onclick: () => count(side, word, -1) }, '−'),
      h('output', {}, String(hands[side][word])),
      h('button', { type: 'button', 'aria-label': `A hand more for ${side} ${word}`, 'data-key': `more-${side}-${word}`, onclick: () => count(side, word, 1) }, '+')));
  const side = name => h('table', { class: 'hands' }, h('caption', {}, name === 'likelihood' ? 'How likely?' : 'How bad?'), h('tbody', {}, RATINGS.map(word => row(name, word))));
  const submit = async () => {
    const rated = { likelihood: chosen('likelihood'), impact: chosen('impact') };
    if (!rated.likelihood || !rated.impact) {
      state.note = { text: 'Count hands for both, or choose.' };
      return page.draw();
    }
    if (await send(page, { kind: 'rating', threat: threat.id, ...rated }, [], 'The rating is written')) {
      state.threat.rate = undefined;
      page.draw();
    }
  };
  const unrated = order.filter(one => !one.severity).length;
  return [
    chooser(page, 'rate', order, threat), h('p', {}, unrated ? `${unrated} not rated yet` : 'All are rated'),
    form(undefined, submit, 'Write the rating', h('p', { class: 'hint' }, 'Count the hands. The majority is chosen; of as many, the worse.'), side('likelihood'), side('impact')),
  ];
}

function chooser(page, step, order, threat) {
  return [
    h('label', { class: 'field' }, h('span', {}, 'Threat'), h('select', { 'data-key': `threat-${step}`, onchange: event => { state.threat[step] = event.target.value; page.draw(); } },
      options(order.map(one => [one.id, `${one.number}. ${one.severity ?? 'not rated'}, ${one.status}: ${one.text}`]), threat.id))),
    h('div', { class: 'question' }, threat.text, h('p', { class: 'chips' }, chip(threat.severity ?? 'not rated', threat.severity ?? 'unrated'), chip(threat.status), threat.targets.map(one => chip(nameOf(page.model, one.id), 'plain')))),
  ];
}

// Decide.

const SEVERITIES = ['critical', 'high', 'medium', 'low', undefined];

function decide(page) {
  const waits = one => one.status === 'open' && !one.mitigations.length;
  const order = [...page.model.threats].sort((one, other) => waits(other) - waits(one) || SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || one.number - other.number);
  const threat = order.find(one => one.id === state.threat.decide) ?? order[0];
  if (!threat) return [h('p', {}, 'There is no threat to decide about yet.')];
  const key = name => `${name} ${page.name} ${threat.id}`;
  const mitigate = async () => {
    const said = { kind: 'mitigation', threat: threat.id, text: draft(page, key('mitigation')), owner: draft(page, key('owner')), ticket: draft(page, key('ticket')) };
    if (await send(page, said, [key('mitigation'), key('owner'), key('ticket')], 'The mitigation is written')) state.threat.decide = threat.id;
  };
  const dispose = async () => {
    const said = { kind: 'disposition', threat: threat.id, decision: page.drafts[key('decision')] ?? 'accepted', text: draft(page, key('because')), by: draft(page, key('by')), until: draft(page, key('until')) };
    await send(page, said, [key('because'), key('by'), key('until')], 'The decision is written');
  };
  const undecided = order.filter(waits).length;
  return [
    chooser(page, 'decide', order, threat), h('p', {}, undecided ? `${undecided} without a decision` : 'All are decided'),
    threat.mitigations.length ? h('ul', {}, threat.mitigations.map(one => h('li', {}, one.text, h('small', {}, one.owner ?? 'no owner')))) : undefined,
    form('What is done', mitigate, 'Write the mitigation',
      field(page, key('mitigation'), 'What', { rows: '2', required: true }),
      h('div', { class: 'sides' }, field(page, key('owner'), 'Who: one person'), field(page, key('ticket'), 'Ticket'))),
    threat.disposition ? undefined : form('Nothing is done', dispose, 'Write the decision',
      h('label', { class: 'field' }, h('span', {}, 'The risk is'), h('select', { 'data-key': 'decision', onchange: event => keep(page, key('decision'), event.target.value) }, options(['accepted', 'transferred', 'avoided'].map(word => [word, word]), page.drafts[key('decision')]))),
      field(page, key('because'), 'Because', { required: true }),
      h('div', { class: 'sides' }, field(page, key('by'), 'Who decides'), field(page, key('until'), 'Until', { type: 'date' }))),
  ];
}

// Wrap up.

function end(page) {
  const { parked, questions, threats, coverage } = page.model;
  const items = list => h('ul', {}, list.map(one => h('li', {}, one.text, ' ', openLink(page, one))));
  const open = threats.filter(one => one.status === 'open' && ['critical', 'high'].includes(one.severity));
  return [
    h('p', {}, `${threats.length} threats, ${open.length} of them open and high or critical. ${coverage.overall.percent}% of the cells are answered.`),
    later(page),
    parked.length ? [h('h3', {}, 'Parked'), items(parked)] : undefined,
    questions.length ? [h('h3', {}, 'Open questions'), items(questions)] : undefined,
  ];
}

/** The tab. */
export function workshop(page) {
  current = page;
  walk(page).catch(error => { state.note = { text: error.message }; });
  if (!page.walk) return [h('p', {}, 'Reading the model …')];
  const content = { ask: questions, rate, decide, end }[state.step];
  remember(page);
  const blocked = page.document.diagnostics.some(one => one.severity === 'error');
  return [
    timer(page),
    h('div', { class: 'steps', role: 'group', 'aria-label': 'Step' }, STEPS.map(([id, label]) => h('button', {
      'data-key': `step-${id}`, 'aria-pressed': String(state.step === id), onclick: () => { state.step = id; state.note = undefined; page.draw(); },
    }, label))),
    blocked ? h('p', { class: 'note bad' }, 'The model has errors. Nothing can be written until they are mended.') : undefined,
    state.note ? h('p', { class: `note ${state.note.good ? 'good' : 'bad'}` }, state.note.text) : undefined,
    content(page),
  ];
}

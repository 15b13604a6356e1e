/** The extension's side of the preview, with a server that the test plays. */

import { editor, fire, Panel, Position, Uri } from './vscode';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { PreviewAnswer, PreviewRequest, Server } from '../src/client';
import { Previews } from '../src/preview';

const MODEL = Uri.file('/models/shop.tm');
const SHARED = Uri.file('/models/shared/id.tm');
const range = (from: number, to: number): PreviewAnswer['elements'][number]['range'] => ({
  start: { line: from, character: 2 },
  end: { line: to, character: 1 },
});
const ANSWER: PreviewAnswer = {
  svg: '<svg/>',
  errors: 0,
  elements: [
    { id: 'cloud', uri: MODEL.toString(), range: range(2, 9) },
    { id: 'api', uri: MODEL.toString(), range: range(3, 5) },
    { id: 'elsewhere', uri: MODEL.toString(), range: range(7, 8) },
    { id: 'shared.idp', uri: SHARED.toString(), range: range(4, 6) },
  ],
  views: [{ id: 'few', label: 'Few' }],
};

const asked: PreviewRequest[] = [];
let answer: () => Promise<PreviewAnswer>;
const server = {
  preview: (request: PreviewRequest) => {
    asked.push(request);
    return answer();
  },
} as Server;
const previews = new Previews(Uri.file('/extension') as never, server);

beforeEach(() => {
  asked.length = 0;
  answer = () => Promise.resolve(ANSWER);
  editor.settings.clear();
  editor.theme = 1;
});

const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));
const pause = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 150));

/** A page of this model, as if it was restored, that said it is ready. */
async function open(uri = MODEL, view = ''): Promise<Panel> {
  const panel = new Panel();
  await previews.deserializeWebviewPanel(panel as never, { uri: uri.toString(), view });
  panel.say({ type: 'ready' });
  await settled();
  return panel;
}

test('a page that is ready gets a picture', async () => {
  const panel = await open();
  assert.deepEqual(panel.posted, [{ type: 'picture', svg: '<svg/>', errors: 0, views: ANSWER.views, view: '' }]);
  assert.equal(panel.title, 'Preview shop.tm');
  assert.match(panel.webview.html, /Content-Security-Policy" content="default-src 'none'/);
});

test('settings, theme and view go into what is asked', async () => {
  editor.settings.set('preview.show', ['threats', 'legend']);
  editor.theme = 3;
  await open(MODEL, 'few');
  const textDocument = { uri: 'file:///models/shop.tm' };
  assert.deepEqual(asked, [{ textDocument, show: 'threats,legend', theme: 'dark', view: 'few' }]);
});

test('typing asks once, after a pause', async () => {
  await open();
  for (let key = 0; key < 5; key++) fire('change', { document: { languageId: 'tm' } });
  fire('change', { document: { languageId: 'rust' } });
  assert.equal(asked.length, 1);
  await pause();
  assert.equal(asked.length, 2);
});

test('what changes while the server draws is asked for once, and the late picture is not shown', async () => {
  const panel = await open();
  let done: (answer: PreviewAnswer) => void = () => undefined;
  answer = () => new Promise((resolve) => (done = resolve));
  panel.say({ type: 'view', view: 'few' });
  panel.say({ type: 'view', view: '' });
  panel.say({ type: 'view', view: 'few' });
  assert.equal(asked.length, 2);
  answer = () => Promise.resolve({ ...ANSWER, svg: '<svg id="new"/>' });
  done({ ...ANSWER, svg: '<svg id="late"/>' });
  await settled();
  assert.equal(asked.length, 3);
  const pictures = panel.posted.map((message) => (message as { svg: string }).svg);
  assert.deepEqual(pictures, ['<svg/>', '<svg id="new"/>']);
});

test('a click goes to the line', async () => {
  const panel = await open();
  editor.shown.length = 0;
  panel.say({ type: 'reveal', id: 'api' });
  panel.say({ type: 'reveal', id: 'unknown' });
  panel.say({ type: 'reveal', id: { hostile: true } });
  await settled();
  assert.equal(editor.shown.length, 1);
  const [, { selection }] = editor.shown[0] as [unknown, { selection: { start: Position } }];
  assert.deepEqual([selection.start.line, selection.start.character], [3, 2]);
});

test('a click on what is imported goes to the file that declares it', async () => {
  const panel = await open();
  editor.shown.length = 0;
  panel.say({ type: 'reveal', id: 'shared.idp' });
  await settled();
  const [uri, { selection }] = editor.shown[0] as [Uri, { selection: { start: Position } }];
  assert.deepEqual([uri.toString(), selection.start.line], [SHARED.toString(), 4]);
});

test('the cursor highlights what is around it, innermost first', async () => {
  const panel = await open();
  const at = (line: number, character: number, uri = MODEL): unknown => {
    const document = { uri, lineAt: () => ({ firstNonWhitespaceCharacterIndex: 2 }) };
    fire('selection', { textEditor: { document, selection: { active: new Position(line, character) } } });
    return panel.posted.at(-1);
  };
  assert.deepEqual(at(4, 0), { type: 'highlight', ids: ['api', 'cloud'] });
  assert.deepEqual(at(3, 0), { type: 'highlight', ids: ['api', 'cloud'] }, 'before the first word of its line');
  assert.deepEqual(at(6, 5), { type: 'highlight', ids: ['cloud'] });
  assert.deepEqual(at(20, 0), { type: 'highlight', ids: [] });
  assert.deepEqual(at(4, 3, SHARED), { type: 'highlight', ids: ['shared.idp'] }, 'in a file that is imported');
  const count = panel.posted.length;
  at(4, 3, Uri.file('/models/other.tm'));
  assert.equal(panel.posted.length, count, 'a file that is not in the picture');
});

test('what the server cannot do is said', async () => {
  answer = () => Promise.reject(new Error('It is gone.'));
  const panel = await open();
  assert.deepEqual(panel.posted, [{ type: 'failure', message: 'It is gone.' }]);
});

/** The preview's page in a real browser; the test plays the editor. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { FromPage, PageState, ToPage } from '../src/messages';
import { pageHtml } from '../src/page';
import { Browser, type Page } from './browser';
import { chromium, extension, picture, withChromium } from './files';

const SMALL = picture('small.svg');
const address = (name: string): string => pathToFileURL(join(extension, 'media', name)).href;

/** What the editor gives to its pages; every message and every violation of the policy is kept. */
const EDITOR = `
  window.posted = [];
  window.violations = [];
  window.kept = window.kept ?? undefined;
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => posted.push(message),
    getState: () => kept,
    setState: (state) => (kept = state),
  });
`;

describe('the page of the preview', withChromium, () => {
  let browser: Browser;
  let page: Page;

  before(() => {
    browser = new Browser(chromium ?? '');
  });
  after(() => browser.close());
  beforeEach(async () => {
    page = await open();
  });

  async function open(kept?: Partial<PageState>): Promise<Page> {
    const html = pageHtml({
      script: address('preview.js'),
      style: address('preview.css'),
      source: 'file:',
      uri: 'file:///small.tm',
      view: '',
    });
    return browser.open(html, `window.kept = ${JSON.stringify(kept)};${EDITOR}`);
  }

  /** Says something to the page, and waits until it was heard. */
  async function tell(message: ToPage): Promise<void> {
    await page.evaluate(`new Promise((resolve) => {
      addEventListener('message', () => requestAnimationFrame(resolve), { once: true });
      postMessage(${JSON.stringify(message)}, '*');
    })`);
  }
  const show = (svg: string | null = SMALL, errors = 0): Promise<void> =>
    tell({ type: 'picture', svg, errors, views: [], view: '' });
  const posted = async (): Promise<FromPage[]> => (await page.evaluate('posted')) as FromPage[];
  const zoom = (): Promise<unknown> => page.evaluate(`document.getElementById('natural').textContent`);
  const status = (): Promise<unknown> => page.evaluate(`document.getElementById('status').textContent`);

  test('says that it is ready, and shows a picture', async () => {
    assert.deepEqual(await posted(), [{ type: 'ready' }]);
    await show();
    assert.equal(await page.evaluate(`document.querySelector('#canvas > svg > title').textContent`), 'Borrow a book');
    assert.deepEqual(await page.evaluate('violations'), []);
  });

  test('the styles inside the picture apply', async () => {
    await page.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    await show();
    const fill = await page.evaluate(`getComputedStyle(document.querySelector('.f-bg')).fill`);
    assert.equal(fill, 'rgb(16, 20, 28)');
  });

  test('a click posts the identifier of the shape', async () => {
    await show();
    await page.drag('.tm-process');
    await page.drag('.tm-label');
    await page.drag('.tm-threat');
    await page.drag('.tm-title');
    assert.deepEqual((await posted()).slice(1), [
      { type: 'reveal', id: 'desk' },
      { type: 'reveal', id: 'desk <-> loans' },
      { type: 'reveal', id: 'hoard' },
    ]);
  });

  test('shapes can be reached and used with keys', async () => {
    await show();
    await page.evaluate(`document.querySelector('.tm-store').focus()`);
    await page.key('Enter');
    await page.evaluate(`document.querySelector('.tm-entry a').focus()`);
    await page.key('Enter');
    assert.deepEqual((await posted()).slice(1), [
      { type: 'reveal', id: 'loans' },
      { type: 'reveal', id: 'hoard' },
    ]);
  });

  test('the innermost drawn element around the cursor stands out', async () => {
    await show();
    await tell({ type: 'highlight', ids: ['not-drawn', 'desk', 'library'] });
    const current = `[...document.querySelectorAll('.current')].map((shape) => shape.dataset.id)`;
    assert.deepEqual(await page.evaluate(current), ['desk']);
    await show();
    assert.deepEqual(await page.evaluate(current), ['desk'], 'also in the next picture');
    await tell({ type: 'highlight', ids: [] });
    assert.deepEqual(await page.evaluate(current), []);
    assert.equal(await page.evaluate(`document.querySelector('.highlighting')`), null);
  });

  test('what stands out is scrolled to where it cannot be seen, and only then', async () => {
    await show();
    for (let step = 0; step < 12; step++) await page.key('+');
    await page.evaluate(`document.getElementById('canvas').scrollTo(0, 0)`);
    const place = `(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])(document.getElementById('canvas'))`;
    await tell({ type: 'highlight', ids: ['loans'] });
    const moved = await page.evaluate(place);
    assert.notDeepEqual(moved, [0, 0]);
    await tell({ type: 'highlight', ids: ['library'] });
    assert.deepEqual(await page.evaluate(place), moved);
  });

  test('keys, buttons and the wheel zoom', async () => {
    await show(picture('kubernetes.svg'));
    const fitted = await zoom();
    assert.notEqual(fitted, '100 %');
    await page.key('1');
    assert.equal(await zoom(), '100 %');
    await page.key('+');
    assert.equal(await zoom(), '120 %');
    await page.drag('#smaller');
    assert.equal(await zoom(), '100 %');
    await page.wheel('#canvas', -100);
    await page.until(`document.getElementById('natural').textContent === '140 %'`);
    await page.key('0');
    assert.equal(await zoom(), fitted);
  });

  test('dragging moves the picture, and is no click', async () => {
    await show();
    for (let step = 0; step < 8; step++) await page.key('+');
    await page.evaluate(`document.querySelector('.tm-process').scrollIntoView({ block: 'center', inline: 'center' })`);
    const before = (await page.evaluate(`document.getElementById('canvas').scrollLeft`)) as number;
    await page.drag('.tm-process', -60, 0);
    assert.equal(await page.evaluate(`document.getElementById('canvas').scrollLeft`), before + 60);
    assert.deepEqual(await posted(), [{ type: 'ready' }]);
  });

  test('while there are errors the last good picture stays', async () => {
    await show(null, 2);
    assert.equal(await status(), '2 errors: there is no picture yet.');
    await show();
    assert.equal(await status(), '');
    await show(null, 1);
    assert.equal(await status(), '1 error: showing the last good picture.');
    assert.notEqual(await page.evaluate(`document.querySelector('#canvas > svg')`), null);
  });

  test('what goes wrong is said', async () => {
    await tell({ type: 'failure', message: 'The <b>server</b> does not run.' });
    assert.equal(await status(), 'The <b>server</b> does not run.');
    await show('no picture');
    assert.equal(await status(), 'The picture could not be read.');
  });

  test('a view can be chosen', async () => {
    const views = [{ id: 'payments', label: 'Payments' }, { id: 'bare', label: '' }];
    await tell({ type: 'picture', svg: SMALL, errors: 0, views, view: 'bare' });
    const options = `[...document.querySelectorAll('option')].map((option) => option.textContent)`;
    assert.deepEqual(await page.evaluate(options), ['Whole model', 'Payments', 'bare']);
    assert.equal(await page.evaluate(`document.getElementById('view').value`), 'bare');
    await page.evaluate(`(view.value = 'payments', view.dispatchEvent(new Event('change')))`);
    assert.deepEqual((await posted()).slice(1), [{ type: 'view', view: 'payments' }]);
  });

  test('a page that comes back has its zoom and its place', async () => {
    page = await open({ zoom: 3, left: 200, top: 150 });
    await show();
    assert.equal(await zoom(), '300 %');
    assert.equal(await page.evaluate(`document.getElementById('canvas').scrollLeft`), 200);
    assert.equal(await page.evaluate(`kept.uri`), 'file:///small.tm');
  });

  test('hostile pictures and names do nothing', async () => {
    const id = `x"]<img src=x onerror="hacked = 1">`;
    const hostile = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" onload="hacked = 1">
      <script>hacked = 1</script>
      <g data-id="${id.replace(/"/g, '&quot;').replace(/</g, '&lt;')}" class="hostile" onclick="hacked = 1">
        <rect width="90" height="90"/></g>
      <foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="hacked = 1"/></foreignObject>
      <a href="javascript:hacked = 1"><text y="40">link</text></a>
      <image href="https://example.invalid/x.png"/></svg>`;
    await tell({ type: 'picture', svg: hostile, errors: 0, views: [{ id, label: id }], view: '' });
    await tell({ type: 'highlight', ids: [id] });
    await page.drag('.hostile');
    await page.drag('a');
    assert.equal(await page.evaluate('typeof hacked'), 'undefined');
    assert.equal(await page.evaluate(`document.querySelectorAll('#views img').length`), 0);
    assert.deepEqual((await posted())[1], { type: 'reveal', id });
  });
});

/** Drives headless Chromium over the pipe of its DevTools protocol. */

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export class Browser {
  private readonly folder = mkdtempSync(join(tmpdir(), 'threatline-browser-'));
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private last = 0;
  private received = '';

  constructor(path: string) {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe'];
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'];
    this.child = spawn(path, [...flags, `--user-data-dir=${this.folder}`, 'about:blank'], { stdio });
    const output = this.child.stdio[4] as Readable;
    output.setEncoding('utf8').on('data', (data: string) => this.receive(data));
  }

  /** Opens a page of this HTML; the script runs before all others in it. */
  async open(html: string, script: string): Promise<Page> {
    const file = join(this.folder, `page-${this.last}.html`);
    writeFileSync(file, html);
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page((method, params) => this.send(method, params, String(sessionId)));
    await page.send('Page.enable', {});
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 800,
      height: 500,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: script });
    await page.send('Page.navigate', { url: pathToFileURL(file).href });
    await page.until(`document.readyState === 'complete' && document.title !== ''`);
    return page;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    // Asked to, it ends its helpers first; killed, they would still write into the folder.
    await this.send('Browser.close', {});
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.last;
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => {
        if (error !== undefined) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
    });
  }

  private receive(data: string): void {
    const messages = (this.received + data).split('\0');
    this.received = messages.pop() ?? '';
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer;
      if (answer.id === undefined) continue;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    }
  }
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { exception?: { description?: string } };
}

export class Page {
  constructor(readonly send: (method: string, params: object) => Promise<Record<string, unknown>>) {}

  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', params)) as unknown as Evaluated;
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'failed');
    return result.value;
  }

  async until(condition: string): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if ((await this.evaluate(condition)) === true) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came true: ${condition}`);
  }

  async key(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : {};
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  /** Presses the mouse in the middle of an element, moves it so far, and lets go. */
  async drag(selector: string, x = 0, y = 0): Promise<void> {
    const from = await this.middle(selector);
    const to = { x: from.x + x, y: from.y + y };
    const button = { button: 'left', buttons: 1, clickCount: 1 };
    await this.mouse({ type: 'mousePressed', ...button, ...from });
    await this.mouse({ type: 'mouseMoved', ...button, ...to });
    await this.mouse({ type: 'mouseReleased', ...button, ...to });
  }

  /** Turns the wheel with Ctrl held. */
  async wheel(selector: string, deltaY: number): Promise<void> {
    await this.mouse({ type: 'mouseWheel', deltaX: 0, deltaY, modifiers: 2, ...(await this.middle(selector)) });
  }

  private mouse(params: object): Promise<unknown> {
    return this.send('Input.dispatchMouseEvent', params);
  }

  private async middle(selector: string): Promise<{ x: number; y: number }> {
    const box = `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()`;
    const value = await this.evaluate(`(({ x, y, width, height }) => [x + width / 2, y + height / 2])(${box})`);
    const [x = 0, y = 0] = value as number[];
    return { x, y };
  }
}

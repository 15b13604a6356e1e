/** What the extension relies on in the language server. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import type { PreviewAnswer } from '../src/client';
import { example, threatline, withThreatline } from './files';

interface Message {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

const uri = 'file:///models/small.tm';
const capabilities = { experimental: { commands: { commands: ['threatline.preview', 'threatline.locations'] } } };
const open = (text: string, version: number): object => ({
  method: 'textDocument/didOpen',
  params: { textDocument: { uri, languageId: 'tm', version, text } },
});

test('previews have what the page needs', withThreatline, async () => {
  const text = `${example('small.tm')}view few "Only the desk" { include: desk, reader }\n`;
  const preview = (params: object): object => ({
    method: 'threatline/preview',
    params: { textDocument: { uri }, ...params },
  });
  const [whole, view, broken] = await converse([
    open(text, 1),
    preview({ theme: 'dark', show: 'threats,list' }),
    preview({ view: 'few', show: 'none' }),
    open('process a\nprocess a\n', 2),
    preview({}),
  ]);
  assert.deepEqual(whole?.views, [{ id: 'few', label: 'Only the desk' }]);
  assert.equal(whole?.errors, 0);
  const drawn = new Set(ids(whole?.svg));
  assert.ok(drawn.has('desk <-> loans'));
  assert.deepEqual(new Set(whole?.elements.map(({ id }) => id)), drawn);
  const desk = whole?.elements.find(({ id }) => id === 'desk');
  assert.deepEqual([desk?.uri, desk?.range.start.line], [uri, 3]);
  assert.ok(!ids(view?.svg).includes('loans'));
  assert.equal(broken?.svg, null);
  assert.equal(broken?.errors, 1);
});

test('code lenses use the commands of the extension, and only where it has them', withThreatline, async () => {
  const lenses = { method: 'textDocument/codeLens', params: { textDocument: { uri } } };
  const [found] = await converse<{ command: { command: string; arguments: unknown[] } }[]>([
    open(example('small.tm'), 1),
    lenses,
  ]);
  const commands = found?.map(({ command }) => command.command) ?? [];
  assert.ok(commands.includes('threatline.preview'));
  assert.deepEqual(new Set(commands), new Set(['threatline.preview', 'threatline.locations']));
  const preview = found?.find(({ command }) => command.command === 'threatline.preview');
  assert.deepEqual(preview?.command.arguments, [uri]);
});

function ids(svg: string | null | undefined): string[] {
  const unescaped = (svg ?? '').replace(/&gt;/g, '>').replace(/&lt;/g, '<');
  return [...unescaped.matchAll(/data-id="([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** Says all of this to a server, and gives its answers to the requests; what has no answer is a notification. */
async function converse<Answer = PreviewAnswer>(messages: object[]): Promise<Answer[]> {
  const server = spawn(threatline ?? '', ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const all = [
    { id: 0, method: 'initialize', params: { processId: null, capabilities, workspaceFolders: [] } },
    { method: 'initialized', params: {} },
    ...messages.map((message, index) => ('method' in message && isRequest(message) ? { id: index + 1, ...message } : message)),
    { id: messages.length + 1, method: 'shutdown' },
    { method: 'exit' },
  ];
  for (const message of all) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }
  let output = '';
  for await (const chunk of server.stdout.setEncoding('utf8')) output += String(chunk);
  const answers = output.split(/Content-Length: \d+\r\n\r\n/).slice(1).map((text) => JSON.parse(text) as Message);
  const wanted = answers.filter(({ id }) => id !== undefined && id > 0 && id <= messages.length);
  return wanted.map(({ result, error }) => {
    if (error !== undefined) throw new Error(error.message);
    return result as Answer;
  });
}

function isRequest(message: { method: unknown }): boolean {
  return message.method !== 'textDocument/didOpen';
}

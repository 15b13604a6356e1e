/** Draws `tm` fences in the Markdown preview. */

import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import { missing, program } from './program';
import { pictureTheme } from './theme';

const TIMEOUT = 3_000;
const REMEMBERED = 100;

/** What is used of markdown-it, which the Markdown preview brings along. */
export interface MarkdownIt {
  use(plugin: (markdown: MarkdownIt) => void): MarkdownIt;
  renderer: { rules: { fence?: FenceRule | undefined } };
}
interface Token {
  info: string;
  content: string;
}
type FenceRule = (tokens: Token[], index: number, options: unknown, environment: unknown, self: unknown) => string;

interface Fence {
  source: string;
  view: string | undefined;
  /** Whether the text stands above the picture. */
  isShown: boolean;
}

/** With one of these, a fence stays as it is, as `threatline md` has it. */
const QUIET = ['source', 'ignore', 'bad', 'good'];

export function fencePlugin(markdown: MarkdownIt): void {
  const draw = remember(drawFence);
  const original = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const source = original?.(tokens, index, ...rest) ?? '';
    const token = tokens[index];
    const fence = token && drawable(token);
    if (fence === undefined || !isWanted()) return source;
    const drawn = draw(fence);
    if ('svg' in drawn) return `${fence.isShown ? source : ''}<div class="threatline-picture">${drawn.svg}</div>\n`;
    return `<pre class="threatline-error">${escapeHtml(drawn.error)}</pre>\n${source}`;
  };
}

/** Draws the fences anew when something that they depend on changes. */
export function watchMarkdown(): vscode.Disposable {
  const refresh = (): void => void vscode.commands.executeCommand('markdown.preview.refresh');
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveColorTheme(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('threatline')) refresh();
    }),
  );
}

/** `tm`, also with `view=ID` or `with-source` behind it; `tm,source` is not drawn. */
function drawable(token: Token): Fence | undefined {
  const [language, ...words] = token.info.trim().split(/[\s,]+/);
  if (language !== 'tm' || words.some((word) => QUIET.includes(word))) return undefined;
  const view = words.find((word) => word.startsWith('view='))?.slice('view='.length);
  return { source: token.content, view, isShown: words.includes('with-source') };
}

function isWanted(): boolean {
  const wanted = vscode.workspace.getConfiguration('threatline').get<boolean>('markdown.preview', true);
  return wanted && vscode.workspace.isTrusted;
}

type Drawn = { svg: string } | { error: string };

function drawFence(fence: Fence, path: string, theme: string): Drawn {
  const args = ['render', '-', '--no-import', '--diagnostics', 'short', '--color', 'never', '--theme', theme];
  // One word, so that a view's name is never taken for an option.
  if (fence.view !== undefined) args.push(`--view=${fence.view}`);
  try {
    // The renderer of Markdown cannot wait; the time that this may take is short therefore.
    const svg = execFileSync(path, args, {
      input: fence.source,
      encoding: 'utf8',
      timeout: TIMEOUT,
      cwd: tmpdir(),
      maxBuffer: 64 * 1024 * 1024,
      stdio: 'pipe',
    });
    return { svg };
  } catch (error) {
    return { error: explain(error) };
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ETIMEDOUT') return `Drawing this took longer than ${TIMEOUT / 1000} seconds.`;
  const said = 'stderr' in error ? String(error.stderr).trim() : '';
  const errors = said.split('\n').filter((line) => !/: (warning|note)\[/.test(line));
  return errors.join('\n').replace(/^<stdin>:(\d+):\d+: /gm, 'line $1: ') || error.message;
}

/** Typing elsewhere in the Markdown file draws nothing again. */
function remember(draw: typeof drawFence): (fence: Fence) => Drawn {
  const known = new Map<string, Drawn>();
  return (fence) => {
    const path = program();
    if (path === undefined) return { error: missing() };
    const theme = pictureTheme();
    const key = JSON.stringify([path, theme, fence]);
    const drawn = known.get(key) ?? draw(fence, path, theme);
    // Taken out and put in again, it is the youngest; the oldest is forgotten.
    known.delete(key);
    known.set(key, drawn);
    const oldest = known.keys().next();
    if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
    return drawn;
  };
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

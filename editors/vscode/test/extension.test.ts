/** The bundle as the editor loads it, and what package.json says of it. */

import { editor, fire, Uri } from './vscode';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import type { Api } from '../src/extension';
import manifest from '../package.json';
import { colour } from './colours';
import { example, extension, read, threatline, withThreatline } from './files';

interface Bundle {
  activate(context: object): Api;
}

// The bundle stands beside the tests, and is loaded as the editor does it: from outside.
const bundle = require(join(extension, manifest.main)) as Bundle;
const subscriptions: object[] = [];
const api = bundle.activate({ extensionUri: Uri.file(extension), subscriptions });

/** Commands that code lenses use, and no menu has. */
const INTERNAL = ['threatline.locations'];

const folder = mkdtempSync(join(tmpdir(), 'threatline-extension-'));
after(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  editor.settings.clear();
  editor.messages.length = 0;
  editor.panels.length = 0;
  editor.executed.length = 0;
  editor.answer = undefined;
});

async function run(command: string, ...args: unknown[]): Promise<void> {
  await editor.commands.get(command)?.(...(args as never[]));
}

test('the commands of package.json are those that are registered', () => {
  const declared = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual([...editor.commands.keys()].sort(), [...declared, ...INTERNAL].sort());
  const inMenus = Object.values(manifest.contributes.menus).flat();
  for (const { command } of [...inMenus, ...manifest.contributes.keybindings]) {
    assert.ok(declared.includes(command), command);
  }
});

test('every file that package.json names is there', () => {
  const { languages, grammars, snippets } = manifest.contributes;
  const files = [
    manifest.main,
    manifest.icon,
    ...languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...[...grammars, ...snippets].map(({ path }) => path),
    ...manifest.contributes['markdown.previewStyles'],
    ...manifest.files.filter((file) => !file.includes('*')),
  ];
  for (const file of files) assert.ok(existsSync(join(extension, file)), file);
});

test('the settings that are read are those of package.json', () => {
  const sources = ['client', 'markdown', 'preview', 'program', 'theme'].map((name) => read('src', `${name}.ts`));
  const used = sources.flatMap((source) => [...source.matchAll(/(?:get|inspect)<[^(]*>\(\s*'([\w.]+)'/g)]);
  const names = new Set(used.map((match) => `threatline.${match[1]}`));
  // The client library reads this one.
  names.add('threatline.trace.server');
  assert.deepEqual([...names].sort(), Object.keys(manifest.contributes.configuration.properties).sort());
});

test('configuration files are JSON', () => {
  for (const file of ['language-configuration.json', 'snippets/tm.json']) JSON.parse(read(file));
});

test('the word pattern takes hyphens, and the doc comment goes on', () => {
  const { wordPattern, onEnterRules } = JSON.parse(read('language-configuration.json')) as {
    wordPattern: string;
    onEnterRules: { beforeText: string }[];
  };
  const words = 'flow pause-box: web->api_2'.match(new RegExp(wordPattern, 'g'));
  assert.deepEqual(words, ['flow', 'pause-box', 'web', 'api_2']);
  assert.match('  /// Takes requests', new RegExp(onEnterRules[0]?.beforeText ?? ''));
});

test('a missing program is told once, with where to set it', async () => {
  editor.settings.set('path', '/nowhere/threatline');
  editor.answer = 'Open Settings';
  fire('open', { languageId: 'markdown' });
  fire('open', { languageId: 'tm' });
  fire('open', { languageId: 'tm' });
  await new Promise(setImmediate);
  assert.equal(editor.messages.length, 1);
  assert.match(editor.messages[0] ?? '', /cargo install threatline/);
  assert.deepEqual(editor.executed, [['workbench.action.openSettings', 'threatline.path']]);
});

test('a path of the workspace counts only where it is trusted', async () => {
  editor.settings.set('path', '/nowhere/mine');
  editor.settings.set('workspace:path', '/nowhere/theirs');
  editor.isTrusted = false;
  await run('threatline.openReport', Uri.file('/x.tm'));
  editor.isTrusted = true;
  await run('threatline.openReport', Uri.file('/x.tm'));
  assert.match(editor.messages[0] ?? '', /\/nowhere\/mine/);
  assert.match(editor.messages[1] ?? '', /\/nowhere\/theirs/);
});

test('without a model there is nothing to show', async () => {
  await run('threatline.preview');
  assert.deepEqual(editor.messages, ['Open a .tm file first.']);
});

test('a Markdown preview gets the plugin', () => {
  let used: unknown;
  const markdown = { use: (plugin: unknown) => ((used = plugin), markdown), renderer: { rules: {} } };
  assert.equal(api.extendMarkdownIt(markdown), markdown);
  assert.equal(typeof used, 'function');
});

describe('with the program', withThreatline, () => {
  const model = join(folder, 'small.tm');
  beforeEach(() => {
    editor.settings.set('path', threatline);
    writeFileSync(model, example('small.tm'));
  });

  test('a picture is written', async () => {
    editor.target = Uri.file(join(folder, 'out.svg'));
    await run('threatline.exportPicture', Uri.file(model));
    assert.deepEqual(editor.messages, ['Wrote out.svg.']);
    assert.ok(existsSync(editor.target.fsPath));
  });

  test('a model with errors is said to have them', async () => {
    writeFileSync(model, 'process a\nprocess a\n');
    editor.target = Uri.file(join(folder, 'never.svg'));
    await run('threatline.exportPicture', Uri.file(model));
    assert.match(editor.messages[0] ?? '', /error\[TM0102\]/);
    assert.ok(!existsSync(editor.target.fsPath));
  });

  test('the report is shown', async () => {
    await run('threatline.openReport', Uri.file(model));
    assert.match(editor.panels[0]?.webview.html ?? editor.messages.join(), /<h1[^>]*>.*Borrow a book/);
  });

  test('the model is compared with the last commit', async () => {
    const git = (...args: string[]): unknown =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@y', ...args], { cwd: folder });
    git('init', '--quiet');
    git('add', 'small.tm');
    git('commit', '--quiet', '--message', 'x');
    await run('threatline.compareWithHead', Uri.file(model));
    assert.match(editor.panels[0]?.webview.html ?? editor.messages.join(), /No change/);
    writeFileSync(model, `${example('small.tm')}store extra "Extra shelf"\n`);
    await run('threatline.compareWithHead', Uri.file(model));
    assert.match(editor.panels[1]?.webview.html ?? editor.messages.join(), /Extra shelf/);
  });

  test('the problem matcher reads what `check --format short` prints', () => {
    const bad = join(folder, 'bad.tm');
    writeFileSync(bad, 'model "x" { level: wide }\n');
    const lines = check(bad);
    const pattern = new RegExp(manifest.contributes.problemMatchers[0]?.pattern.regexp ?? '');
    for (const line of lines) assert.match(line, pattern);
    const found = lines.map((line) => pattern.exec(line)).find((match) => match?.[5] === 'TM0202');
    assert.deepEqual(found?.slice(1, 5), [bad, '1', '20', 'error']);
  });

  test('snippets are well-formed declarations', () => {
    for (const [name, text] of snippets()) {
      const file = join(folder, 'snippet.tm');
      writeFileSync(file, text);
      // Names of others are wrong where the snippet stands alone; its words and its syntax are not.
      const wrong = check(file).filter((line) => /error\[TM0[02]/.test(line));
      assert.deepEqual(wrong, [], `${name}:\n${text}`);
    }
  });

  function check(file: string): string[] {
    const args = ['check', '--format', 'short', file];
    return spawnSync(threatline ?? '', args, { encoding: 'utf8' }).stdout.trim().split('\n');
  }
});

test('snippets are coloured', async () => {
  for (const [name, text] of snippets()) {
    const tokens = await colour(text);
    assert.ok(tokens.some(({ scopes }) => scopes.includes('keyword.declaration.tm')), name);
  }
});

/** The snippets as they are inserted when every stop is left as it is. */
function snippets(): [string, string][] {
  const all = JSON.parse(read('snippets/tm.json')) as Record<string, { body: string | string[] }>;
  return Object.entries(all).map(([name, { body }]) => {
    const text = [body].flat().join('\n');
    const date = text.replace('$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE', '2026-11-02');
    const chosen = date.replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1').replace(/\$\{\d+:((?:\\\}|[^}])*)\}/g, '$1');
    return [name, `${chosen.replace(/\$0/, '').replace(/\\\}/g, '}')}\n`];
  });
}

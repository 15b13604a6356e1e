import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { colour, type Token } from './colours';
import { models, read } from './files';

test('each case has its scopes', async (t) => {
  for (const { source, expected } of cases()) {
    await t.test(source.split('\n')[0] ?? '', async () => {
      const tokens = await colour(source);
      let from = 0;
      for (const [text, scope] of expected) {
        const at = source.indexOf(text, from);
        assert.notEqual(at, -1, `\`${text}\` does not stand there`);
        const scopes = scopesAt(tokens, at);
        assert.ok(scopes.some((one) => `${one}.`.startsWith(`${scope}.`)), `${text}: ${scopes.join(' ')}`);
        from = at + text.length;
      }
    });
  }
});

test('every model of the repository is coloured', async () => {
  const files = models();
  assert.ok(files.length > 10);
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    const tokens = await colour(source);
    const invalid = tokens.filter(({ scopes }) => scopes.some((scope) => scope.startsWith('invalid')));
    assert.deepEqual(invalid, [], file);
    for (const { name, at } of declared(source)) {
      const scopes = scopesAt(tokens, at);
      assert.ok(scopes.some((scope) => scope.startsWith('entity.name')), `${file}: ${name} is ${scopes.join(' ')}`);
    }
  }
});

test('words of the language are sorted, one list a line', () => {
  const grammar = read('syntaxes/tm.tmLanguage.json');
  const lists = [...grammar.matchAll(/"comment": "threatline:words (\w+)",\n *"match": "[^\n]*?\(\?:([^)]*)\)/g)];
  const names = lists.map(([, name]) => name).sort();
  assert.deepEqual(names, ['answers', 'attributes', 'declarations', 'predicates', 'values']);
  for (const [, name, words] of lists) {
    const list = words?.split('|') ?? [];
    assert.deepEqual(list, [...new Set(list)].sort(), name);
  }
});

test('fences in Markdown are coloured', async () => {
  const fences = ['```tm', '```tm view=x', '```tm,source', '   ~~~~tm', '```tm {.wide}'];
  for (const fence of fences) {
    const close = fence.trim().replace(/tm.*/, '');
    const tokens = await colour(`# Head\n${fence}\nprocess api "API"\n${close}\nprocess api`, 'text.html.markdown');
    const [inside, outside] = tokens.filter(({ text }) => text.includes('process'));
    assert.ok(inside?.scopes.includes('meta.embedded.block.tm'), fence);
    assert.ok(inside?.scopes.includes('keyword.declaration.tm'), fence);
    assert.deepEqual(outside?.scopes, ['text.html.markdown'], fence);
  }
});

test('fences of other languages are not', async () => {
  for (const fence of ['```tmux', '```atm', '```']) {
    const tokens = await colour(`${fence}\nprocess api\n\`\`\``, 'text.html.markdown');
    assert.ok(!tokens.some(({ scopes }) => scopes.includes('meta.embedded.block.tm')), fence);
  }
});

interface Case {
  source: string;
  expected: [string, string][];
}

function cases(): Case[] {
  const all: Case[] = [];
  for (const block of read('test/colours.cases.txt').split(/\n\n+/)) {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const source = lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2));
    const expected = lines.filter((line) => !line.startsWith('> ')).map(pair);
    if (source.length > 0) all.push({ source: source.join('\n'), expected });
  }
  return all;
}

function pair(line: string): [string, string] {
  const [text, scope] = line.split(' => ');
  if (text === undefined || scope === undefined) throw new Error(`not \`text => scope\`: ${line}`);
  return [text, scope];
}

function scopesAt(tokens: Token[], at: number): string[] {
  return tokens.find(({ start, text }) => start <= at && at < start + text.length)?.scopes ?? [];
}

/** What is declared, found without the grammar: texts and comments are blanked, then words are looked at. */
function declared(source: string): { name: string; at: number }[] {
  const blank = (text: string): string => text.replace(/[^\n]/g, '"');
  const bare = source.replace(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|\/\/.*/g, blank);
  const named = /(?:^|[;{}])[ \t]*(?:(?:data|entity|process|store|boundary|view|rule|mitigation)[ \t]+([\w-]+)|(?:flow|threat)[ \t]+([\w-]+):|import[^\n]* as ([\w-]+))/gm;
  return [...bare.matchAll(named)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    return { name, at: match.index + match[0].lastIndexOf(name) };
  });
}

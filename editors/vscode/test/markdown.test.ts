import { editor } from './vscode';
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { fencePlugin, type MarkdownIt } from '../src/markdown';
import { threatline, withThreatline } from './files';

interface Parser extends MarkdownIt {
  render(text: string): string;
}
const MarkdownItParser = require('markdown-it') as new () => Parser;

const MODEL = 'entity reader "Reader"\nprocess desk "Loan desk"\nflow reader -> desk "borrow"\n';
const fence = (info: string, source = MODEL): string => `Text\n\n\`\`\`${info}\n${source}\`\`\`\n`;

function render(text: string, parser = newParser()): string {
  return parser.render(text);
}

function newParser(): Parser {
  const parser = new MarkdownItParser();
  fencePlugin(parser);
  return parser;
}

beforeEach(() => {
  editor.settings.clear();
  editor.isTrusted = true;
  editor.theme = 1;
});

describe('with the program', withThreatline, () => {
  beforeEach(() => editor.settings.set('path', threatline));

  test('a fence is drawn', () => {
    const html = render(fence('tm'));
    assert.match(html, /<div class="threatline-picture"><svg /);
    assert.match(html, /data-id="desk"/);
    assert.doesNotMatch(html, /<code/);
  });

  test('pictures go with the theme of the editor', () => {
    const light = render(fence('tm'));
    editor.theme = 2;
    assert.notEqual(render(fence('tm')), light);
    editor.settings.set('preview.theme', 'light');
    assert.equal(render(fence('tm')), light);
  });

  test('one view is drawn', () => {
    const model = `${MODEL}entity other "Other"\nview few "Few" { include: reader, desk }\n`;
    assert.match(render(fence('tm', model)), /data-id="other"/);
    assert.doesNotMatch(render(fence('tm view=few', model)), /data-id="other"/);
    assert.match(render(fence('tm view=absent', model)), /threatline-error/);
  });

  test('a fence may keep its text above the picture', () => {
    assert.match(render(fence('tm,with-source')), /<code class="language-tm.*<\/pre>\n?<div class="threatline-picture">/s);
  });

  test('mistakes stand above the source, escaped', () => {
    const html = render(fence('tm', 'process <script>alert(1)</script>\n'));
    assert.match(html, /<pre class="threatline-error">line 1: error\[TM\d+\]/);
    assert.match(html, /<code class="language-tm">process &lt;script&gt;/);
    assert.doesNotMatch(html, /<script/);
  });

  test('imports are not opened', () => {
    const html = render(fence('tm', `import "/etc/other.tm" as other\n${MODEL}`));
    assert.doesNotMatch(html, /TM0504/);
  });
});

test('what should stay source does', () => {
  editor.settings.set('path', '/nowhere/threatline');
  for (const info of ['tm,source', 'tm source', 'tm bad whatever', 'tmux', 'rust', '']) {
    assert.match(render(fence(info)), /^<p>Text<\/p>\n<pre><code/, info);
  }
  editor.settings.set('markdown.preview', false);
  assert.doesNotMatch(render(fence('tm')), /threatline-/);
});

test('in a workspace that is not trusted nothing is drawn', () => {
  editor.isTrusted = false;
  assert.doesNotMatch(render(fence('tm')), /threatline-/);
});

test('a missing program is said, with the source below', () => {
  editor.settings.set('path', '/nowhere/threatline');
  const html = render(fence('tm'));
  assert.match(html, /threatline-error">The program &quot;\/nowhere\/threatline&quot; was not found/);
  assert.match(html, /<code class="language-tm">/);
});

describe('with a program that counts', { skip: process.platform === 'win32' && 'needs a shell script' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'threatline-markdown-'));
  const program = join(folder, 'threatline');

  function write(script: string): void {
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    editor.settings.set('path', program);
  }
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('the same fence is drawn once, and its answer is not taken for Markdown', () => {
    write(`cat > /dev/null; echo drawn >> ${folder}/count; wc -l < ${folder}/count`);
    const parser = newParser();
    const first = render(fence('tm'), parser);
    assert.match(first, />1\s*<\/div>/);
    assert.equal(render(`# More\n${fence('tm')}`, parser), `<h1>More</h1>\n${first}`);
    assert.match(render(fence('tm', 'process other\n'), parser), />2\s*<\/div>/);
  });

  test('a program that does not come to an end is given up', () => {
    write('exec sleep 60');
    assert.match(render(fence('tm')), /threatline-error">Drawing this took longer than 3 seconds\./);
  });
});

/** What the TextMate grammars make of a text. */

import { readFileSync } from 'node:fs';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { read } from './files';

export interface Token {
  text: string;
  scopes: string[];
  /** Where it begins in the whole text. */
  start: number;
}

/** As much of Markdown as an injection needs. */
const MARKDOWN = JSON.stringify({
  scopeName: 'text.html.markdown',
  patterns: [{ match: '^#.*$', name: 'markup.heading.markdown' }],
});

const sources: Record<string, () => string> = {
  'source.tm': () => read('syntaxes/tm.tmLanguage.json'),
  'markdown.tm.codeblock': () => read('syntaxes/markdown.tmLanguage.json'),
  'text.html.markdown': () => MARKDOWN,
};

const onigLib = loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'))).then(() => ({
  createOnigScanner,
  createOnigString,
}));

const registry = new Registry({
  onigLib,
  loadGrammar: (scope) => {
    const source = sources[scope];
    return Promise.resolve(source === undefined ? null : parseRawGrammar(source(), `${scope}.json`));
  },
  getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.tm.codeblock'] : undefined),
});

export async function colour(text: string, scope = 'source.tm'): Promise<Token[]> {
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(`no grammar for ${scope}`);
  const tokens: Token[] = [];
  let stack = INITIAL;
  let start = 0;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, stack);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      tokens.push({ text: line.slice(startIndex, endIndex), scopes, start: start + startIndex });
    }
    stack = result.ruleStack;
    start += line.length + 1;
  }
  return tokens;
}

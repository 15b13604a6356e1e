import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { findBinary } from '../src/binary';

const folder = mkdtempSync(join(tmpdir(), 'threatline-binary-'));
const program = join(folder, process.platform === 'win32' ? 'some-program.exe' : 'some-program');
writeFileSync(program, '');
chmodSync(program, 0o755);
mkdirSync(join(folder, 'a-folder'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a name is looked for on the path', () => {
  assert.equal(findBinary('some-program', ['/nowhere', folder].join(delimiter)), program);
  assert.equal(findBinary('other-program', folder), undefined);
  assert.equal(findBinary('a-folder', folder), undefined);
});

test('an absolute path is taken as it is', () => {
  assert.equal(findBinary(program, ''), program);
  assert.equal(findBinary(join(folder, 'other'), ''), undefined);
});

test('relative paths are refused, also on the path', () => {
  const here = relative(process.cwd(), program);
  assert.equal(findBinary(here, ''), undefined);
  assert.equal(findBinary(`./${here}`, ''), undefined);
  assert.equal(findBinary('some-program', relative(process.cwd(), folder)), undefined);
  assert.equal(findBinary('', folder), undefined);
});

/** Where things are. Tests run as dist/test/*.test.js. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinary } from '../src/binary';

export const extension = join(__dirname, '..', '..');
const repository = join(extension, '..', '..');

export function read(...parts: string[]): string {
  return readFileSync(join(extension, ...parts), 'utf8');
}

export function example(name: string): string {
  return readFileSync(join(repository, 'examples', name), 'utf8');
}

/** The committed picture of an example. */
export function picture(name: string): string {
  return readFileSync(join(repository, 'docs', 'gallery', name), 'utf8');
}

/** Every `.tm` file of the repository. */
export function models(folder = repository): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return entry.name.endsWith('.tm') ? [path] : [];
    const isOurs = entry.isDirectory() && !['node_modules', 'target', '.git'].includes(entry.name);
    return isOurs ? models(path) : [];
  });
}

/** The program to test with, and otherwise why these tests are skipped. */
export const threatline = findBinary(process.env['THREATLINE'] ?? 'threatline');
export const withThreatline = {
  skip: threatline === undefined && 'no `threatline` on the PATH; THREATLINE=/path/to/it says where it is',
};

export const chromium = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']
  .map((name) => findBinary(process.env['CHROMIUM'] ?? name))
  .find((path) => path !== undefined && existsSync(path));
export const withChromium = { skip: chromium === undefined && 'no Chromium on the PATH; CHROMIUM says where it is' };

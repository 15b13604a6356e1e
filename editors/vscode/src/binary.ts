/** Finds the `threatline` program. Knows nothing of the editor. */

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The absolute path of the program, or undefined where there is none.
 *
 * A name is looked for on the PATH and in `~/.cargo/bin`. It is never left to the system to find it: some systems look
 * in the working directory first, which may belong to somebody else. Relative paths are refused for the same reason.
 */
export function findBinary(configured: string, path = process.env['PATH'] ?? ''): string | undefined {
  const name = configured.trim().replace(/^~(?=[\\/])/, homedir());
  if (isAbsolute(name)) return executable(name);
  if (name === '' || /[\\/]/.test(name)) return undefined;
  const folders = [...path.split(delimiter).filter(isAbsolute), join(homedir(), '.cargo', 'bin')];
  for (const folder of folders) {
    const found = executable(join(folder, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function executable(path: string): string | undefined {
  const candidates = process.platform === 'win32' && !path.endsWith('.exe') ? [`${path}.exe`] : [path];
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

/** Runs the `threatline` program, and says so where it is missing. */

import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { findBinary } from './binary';

const OPEN_SETTINGS = 'Open Settings';

/** The program that the settings name, or undefined. */
export function program(): string | undefined {
  return findBinary(configuredPath());
}

/** In a workspace that is not trusted, what the workspace says does not count. */
function configuredPath(): string {
  const path = vscode.workspace.getConfiguration('threatline').inspect<string>('path');
  const fallback = path?.globalValue ?? path?.defaultValue ?? 'threatline';
  if (!vscode.workspace.isTrusted) return fallback;
  return path?.workspaceFolderValue ?? path?.workspaceValue ?? fallback;
}

export function missing(): string {
  return `The program "${configuredPath()}" was not found. Install it with \`cargo install threatline\`, or say in the settings where it is.`;
}

export async function reportMissing(): Promise<void> {
  const answer = await vscode.window.showErrorMessage(missing(), OPEN_SETTINGS);
  if (answer === OPEN_SETTINGS) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'threatline.path');
  }
}

/** Runs the program in a folder and gives what it prints; fails with what it says is wrong. */
export function run(args: readonly string[], folder: string): Promise<string> {
  const path = program();
  if (path === undefined) return Promise.reject(new Error(missing()));
  const options = { cwd: folder, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(path, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}

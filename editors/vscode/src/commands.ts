/** The commands of the palette, and those that code lenses use. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';
import type { Server } from './client';
import type { Previews } from './preview';
import { program, reportMissing, run } from './program';

/** What the menus give is a Uri; a code lens can only give its text. */
type Address = vscode.Uri | string | undefined;

export function registerCommands(server: Server, previews: Previews): vscode.Disposable {
  const register = vscode.commands.registerCommand;

  /** A command about one model: the one that is given, or the one that is looked at. */
  const forModel = (id: string, act: (uri: vscode.Uri) => Promise<void>): vscode.Disposable =>
    register(id, async (address: Address) => {
      const uri = typeof address === 'string' ? vscode.Uri.parse(address) : (address ?? lookedAt(previews));
      if (uri === undefined) void vscode.window.showInformationMessage('Open a .tm file first.');
      else await act(uri);
    });

  /** The same for those that run the program on a saved file. */
  const forFile = (id: string, act: (file: string, uri: vscode.Uri) => Promise<void>): vscode.Disposable =>
    forModel(id, async (uri) => {
      if (program() === undefined) return reportMissing();
      const file = await savedFile(uri);
      if (file !== undefined) await reportFailure(() => act(file, uri));
    });

  return vscode.Disposable.from(
    forModel('threatline.preview', (uri) => previews.show(uri)),
    forFile('threatline.exportPicture', (file, uri) => exportPicture(file, previews.viewOf(uri))),
    forFile('threatline.openReport', openReport),
    forFile('threatline.compareWithHead', compareWithHead),
    register('threatline.restartServer', async () => {
      await server.restart();
      previews.refresh();
    }),
    register('threatline.locations', (uri: string, position: Position, locations: Location[]) =>
      server.showLocations(uri, position, locations),
    ),
  );
}

function lookedAt(previews: Previews): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'tm' ? document.uri : previews.active();
}

/** The program reads files; what is not saved would be missing. */
async function savedFile(uri: vscode.Uri): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (!document.isDirty && !document.isUntitled) return uri.fsPath;
  const question = `${basename(uri.path)} has changes that are not saved. Save it first?`;
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, 'Save');
  if (answer !== 'Save') return undefined;
  return (await vscode.workspace.save(uri))?.fsPath;
}

async function exportPicture(file: string, view: string | undefined): Promise<void> {
  const name = file.replace(/\.tm$/, view === undefined ? '' : `-${view}`);
  const target = await vscode.window.showSaveDialog({
    title: 'Export Picture',
    defaultUri: vscode.Uri.file(`${name}.svg`),
    filters: { SVG: ['svg'], PNG: ['png'], PDF: ['pdf'] },
  });
  if (target === undefined) return;
  const viewed = view === undefined ? [] : [`--view=${view}`];
  await run(['render', file, '-o', target.fsPath, '--diagnostics', 'short', ...viewed], dirname(file));
  const answer = await vscode.window.showInformationMessage(`Wrote ${basename(target.fsPath)}.`, 'Open');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', target);
}

async function openReport(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'threatline-'));
  try {
    const output = join(folder, 'report.html');
    await run(['report', file, '-o', output, '--diagnostics', 'short'], dirname(file));
    showPage(`Report ${basename(file)}`, await readFile(output, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compareWithHead(file: string): Promise<void> {
  // Run beside the file: the repository is the one around the working directory.
  const args = ['diff', 'HEAD', '--format', 'html', '--fail-on', 'never', '--', basename(file)];
  showPage(`Changes ${basename(file)}`, await run(args, dirname(file)));
}

/** Shows a page that needs no scripts and fetches nothing. */
function showPage(title: string, html: string): void {
  const options = { enableScripts: false, localResourceRoots: [], enableFindWidget: true };
  const panel = vscode.window.createWebviewPanel('threatline.page', title, vscode.ViewColumn.Beside, options);
  panel.webview.html = html;
}

async function reportFailure(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(firstLines(reason));
  }
}

/** A notification has little room; the editor lists all problems anyway. */
function firstLines(text: string): string {
  const lines = text.split('\n').filter((line) => !/: (warning|note)\[/.test(line));
  return lines.slice(0, 3).join('\n');
}

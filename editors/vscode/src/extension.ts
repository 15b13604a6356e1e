/** The entry: puts the parts together. */

import * as vscode from 'vscode';
import { Server } from './client';
import { registerCommands } from './commands';
import { fencePlugin, watchMarkdown, type MarkdownIt } from './markdown';
import { Previews } from './preview';

export interface Api {
  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt;
}

export function activate(context: vscode.ExtensionContext): Api {
  const server = new Server();
  const previews = new Previews(context.extensionUri, server);
  context.subscriptions.push(
    server,
    previews,
    registerCommands(server, previews),
    startForModels(server),
    restartWhenConfigured(server, previews),
    watchMarkdown(),
  );
  return { extendMarkdownIt: (markdown) => markdown.use(fencePlugin) };
}

/** A Markdown preview alone activates the extension too, and needs no server. */
function startForModels(server: Server): vscode.Disposable {
  const startFor = (document: vscode.TextDocument): void => {
    if (document.languageId === 'tm') void server.start();
  };
  vscode.workspace.textDocuments.forEach(startFor);
  return vscode.workspace.onDidOpenTextDocument(startFor);
}

/** The path may change with the settings, or with the trust in what they say. */
function restartWhenConfigured(server: Server, previews: Previews): vscode.Disposable {
  const restart = async (): Promise<void> => {
    const wanted = vscode.workspace.textDocuments.some((document) => document.languageId === 'tm');
    if (!wanted && !server.isRunning) return;
    await server.restart();
    previews.refresh();
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('threatline.path')) void restart();
    }),
  );
}

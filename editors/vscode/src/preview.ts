/** The live preview: one page beside each model that was asked for. */

import * as vscode from 'vscode';
import type { PreviewAnswer, PreviewRequest, Server } from './client';
import { isFromPage, type FromPage, type ToPage } from './messages';
import { pageHtml } from './page';
import { pictureTheme } from './theme';

const TYPE = 'threatline.preview';
/** Milliseconds without typing before a new picture is asked for. */
const PAUSE = 100;

export class Previews implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly open = new Map<string, Preview>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly root: vscode.Uri,
    private readonly server: Server,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
      // Any model: the one that is shown may import it.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'tm') this.refresh();
      }),
      vscode.workspace.onDidSaveTextDocument(({ fileName }) => {
        if (fileName.endsWith('threatline.toml')) this.refresh();
      }),
      // In any model, for the same reason.
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        for (const preview of this.open.values()) preview.highlight(textEditor);
      }),
      vscode.window.onDidChangeActiveColorTheme(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('threatline')) this.refresh();
      }),
    );
  }

  /** Shows the preview of a model, beside it where it is not open yet. */
  async show(uri: vscode.Uri): Promise<void> {
    const known = this.open.get(uri.toString());
    if (known !== undefined) {
      known.reveal();
      return;
    }
    await vscode.workspace.openTextDocument(uri);
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(TYPE, 'Preview', column), uri, '');
  }

  /** Brings a preview back that was open when the editor was closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { uri, view } = restored(state);
    try {
      if (uri === undefined) throw new Error('It is not known which model was shown here.');
      await vscode.workspace.openTextDocument(uri);
      this.adopt(panel, uri, view);
    } catch {
      panel.dispose();
    }
  }

  /** The view that the preview of a model shows, where there is one. */
  viewOf(uri: vscode.Uri): string | undefined {
    return this.open.get(uri.toString())?.view || undefined;
  }

  refresh(): void {
    for (const preview of this.open.values()) preview.soon();
  }

  /** The model whose preview has the focus. */
  active(): vscode.Uri | undefined {
    return [...this.open.values()].find((preview) => preview.isActive)?.uri;
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const preview of [...this.open.values()]) preview.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, uri: vscode.Uri, view: string): void {
    const key = uri.toString();
    panel.onDidDispose(() => this.open.delete(key));
    this.open.set(key, new Preview(panel, uri, view, this.root, this.server));
  }
}

function restored(state: unknown): { uri: vscode.Uri | undefined; view: string } {
  const kept: { uri?: unknown; view?: unknown } = typeof state === 'object' && state !== null ? state : {};
  return {
    uri: typeof kept.uri === 'string' ? vscode.Uri.parse(kept.uri) : undefined,
    view: typeof kept.view === 'string' ? kept.view : '',
  };
}

class Preview {
  private answer: PreviewAnswer | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** One question at a time: what changes meanwhile is asked about once, afterwards. */
  private asking = false;
  private stale = false;
  private closed = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly uri: vscode.Uri,
    public view: string,
    root: vscode.Uri,
    private readonly server: Server,
  ) {
    const media = vscode.Uri.joinPath(root, 'media');
    const address = (name: string): string =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    panel.title = `Preview ${baseName(uri)}`;
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'file-light.svg'),
      dark: vscode.Uri.joinPath(media, 'file-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message)) this.hear(message);
    });
    panel.onDidDispose(() => {
      this.closed = true;
      clearTimeout(this.timer);
    });
    panel.webview.html = pageHtml({
      script: address('preview.js'),
      style: address('preview.css'),
      source: panel.webview.cspSource,
      uri: uri.toString(),
      view,
    });
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Draws anew, once nothing has changed for a moment. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.draw(), PAUSE);
  }

  /** Tells the page where the cursor is. Before the first word of a line, that word is meant. */
  highlight({ document, selection: { active } }: vscode.TextEditor): void {
    const isOwn = isSame(document.uri, this.uri);
    const here = (this.answer?.elements ?? []).filter(({ uri }) => isSame(vscode.Uri.parse(uri), document.uri));
    // A file that has nothing in this picture says nothing about it.
    if (!isOwn && here.length === 0) return;
    const indentation = document.lineAt(active.line).firstNonWhitespaceCharacterIndex;
    const position = active.with({ character: Math.max(active.character, indentation) });
    const around = here.filter(({ range }) => holds(range, position));
    around.sort((one, other) => height(one.range) - height(other.range));
    this.tell({ type: 'highlight', ids: around.map(({ id }) => id) });
  }

  private hear(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        return void this.draw();
      case 'reveal':
        return void this.goTo(message.id);
      case 'view':
        this.view = message.view;
        return void this.draw();
    }
  }

  private async draw(): Promise<void> {
    this.stale = true;
    if (this.asking) return;
    this.asking = true;
    while (this.stale) {
      this.stale = false;
      await this.ask();
    }
    this.asking = false;
  }

  private async ask(): Promise<void> {
    try {
      const answer = await this.server.preview(this.request());
      if (this.stale) return;
      this.answer = answer;
      const { svg, errors, views } = answer;
      this.tell({ type: 'picture', svg, errors, views, view: this.view });
      const editor = visible(this.uri);
      if (editor !== undefined) this.highlight(editor);
    } catch (error) {
      this.tell({ type: 'failure', message: error instanceof Error ? error.message : String(error) });
    }
  }

  private request(): PreviewRequest {
    const settings = vscode.workspace.getConfiguration('threatline', this.uri);
    const show = settings.get<string[]>('preview.show', []);
    const request = {
      textDocument: { uri: this.uri.toString() },
      show: show.join(',') || 'none',
      theme: pictureTheme(),
    };
    return this.view === '' ? request : { ...request, view: this.view };
  }

  private async goTo(id: string): Promise<void> {
    const element = this.answer?.elements.find((one) => one.id === id);
    if (element === undefined) return;
    const { line, character } = element.range.start;
    const start = new vscode.Position(line, character);
    const uri = vscode.Uri.parse(element.uri);
    const editor = await vscode.window.showTextDocument(uri, {
      viewColumn: (visible(uri) ?? visible(this.uri))?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(start, start),
    });
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  private tell(message: ToPage): void {
    if (!this.closed) void this.panel.webview.postMessage(message);
  }
}

/** The editor that shows a file. */
function visible(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => isSame(document.uri, uri));
}

/** Whether two addresses name one file: the server escapes fewer characters than the editor. */
function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

type Range = PreviewAnswer['elements'][number]['range'];

function holds({ start, end }: Range, position: vscode.Position): boolean {
  const behindStart = position.isAfterOrEqual(new vscode.Position(start.line, start.character));
  return behindStart && position.isBeforeOrEqual(new vscode.Position(end.line, end.character));
}

/** Of two ranges that hold the same position, the inner one has less of this. */
function height({ start, end }: Range): number {
  return (end.line - start.line) * 100_000 + end.character - start.character;
}

function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

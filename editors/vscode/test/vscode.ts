/**
 * Plays the editor: remembers what is registered with it and what is shown. Import it before anything that imports
 * `vscode`.
 */

import Module from 'node:module';

type Listener = (event: unknown) => unknown;

export class Uri {
  constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  static file = (path: string): Uri => new Uri('file', path);
  static parse = (text: string): Uri => new Uri(text.slice(0, text.indexOf(':')), text.replace(/^\w+:(\/\/)?/, ''));
  static joinPath = (base: Uri, ...parts: string[]): Uri => new Uri(base.scheme, [base.path, ...parts].join('/'));
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
  with = ({ character }: { character: number }): Position => new Position(this.line, character);
  isAfterOrEqual = (other: Position): boolean =>
    this.line > other.line || (this.line === other.line && this.character >= other.character);
  isBeforeOrEqual = (other: Position): boolean => other.isAfterOrEqual(this);
}

class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class Panel {
  readonly posted: unknown[] = [];
  title = '';
  active = false;
  private listener: Listener = () => undefined;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://editor.invalid',
    asWebviewUri: (uri: Uri): Uri => uri,
    onDidReceiveMessage: (listener: Listener): void => void (this.listener = listener),
    postMessage: (message: unknown): void => void this.posted.push(message),
  };
  onDidDispose = (): void => undefined;
  reveal = (): void => undefined;
  dispose = (): void => undefined;
  say = (message: unknown): unknown => this.listener(message);
}

/** What a test sets, and what it looks at afterwards. */
export const editor = {
  settings: new Map<string, unknown>(),
  isTrusted: true,
  theme: 1,
  answer: undefined as string | undefined,
  documents: [] as object[],
  commands: new Map<string, (...args: never[]) => unknown>(),
  executed: [] as unknown[][],
  messages: [] as string[],
  panels: [] as Panel[],
  shown: [] as unknown[],
  visible: [] as object[],
  target: undefined as Uri | undefined,
};

const listeners = new Map<string, Listener[]>();

/** Tells everybody who listens. */
export function fire(event: string, argument: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(argument);
}

const on = (event: string) => (listener: Listener) => {
  listeners.set(event, [...(listeners.get(event) ?? []), listener]);
  return { dispose: (): void => undefined };
};
const message = (text: string): Promise<string | undefined> => {
  editor.messages.push(text);
  return Promise.resolve(editor.answer);
};

class Disposable {
  static from = (...all: { dispose(): unknown }[]): object => ({ dispose: () => all.forEach((one) => one.dispose()) });
}

const fake: Record<string, unknown> = {
  Uri,
  Position,
  Range,
  Disposable,
  ColorThemeKind: { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 },
  ViewColumn: { One: 1, Beside: -2 },
  TextEditorRevealType: { InCenterIfOutsideViewport: 2 },
  commands: {
    registerCommand: (id: string, act: (...args: never[]) => unknown) => {
      editor.commands.set(id, act);
      return new Disposable();
    },
    executeCommand: (...command: unknown[]) => {
      editor.executed.push(command);
      return Promise.resolve();
    },
  },
  window: {
    get activeColorTheme() {
      return { kind: editor.theme };
    },
    get visibleTextEditors() {
      return editor.visible;
    },
    activeTextEditor: undefined,
    showErrorMessage: message,
    showInformationMessage: message,
    showWarningMessage: message,
    showSaveDialog: () => Promise.resolve(editor.target),
    showTextDocument: (...shown: unknown[]) => {
      editor.shown.push(shown);
      return Promise.resolve({ revealRange: () => undefined });
    },
    createWebviewPanel: () => {
      const panel = new Panel();
      editor.panels.push(panel);
      return panel;
    },
    registerWebviewPanelSerializer: () => new Disposable(),
    onDidChangeActiveColorTheme: on('theme'),
    onDidChangeTextEditorSelection: on('selection'),
  },
  workspace: {
    get isTrusted() {
      return editor.isTrusted;
    },
    get textDocuments() {
      return editor.documents;
    },
    getConfiguration: () => ({
      get: (name: string, fallback: unknown) => editor.settings.get(name) ?? fallback,
      inspect: (name: string) => ({
        globalValue: editor.settings.get(name),
        workspaceValue: editor.settings.get(`workspace:${name}`),
      }),
    }),
    openTextDocument: (uri: Uri) => Promise.resolve({ uri, isDirty: false, isUntitled: false }),
    onDidOpenTextDocument: on('open'),
    onDidChangeTextDocument: on('change'),
    onDidSaveTextDocument: on('save'),
    onDidChangeConfiguration: on('configuration'),
    onDidGrantWorkspaceTrust: on('trust'),
  },
};

/** The client of the language server extends many classes of the editor; an empty one will do for each. */
const everything = new Proxy(fake, {
  get: (known, name) => {
    if (typeof name === 'symbol') return undefined;
    // So that nobody copies what is there at first, and misses what comes.
    if (name === '__esModule') return true;
    return (known[name] ??= class {});
  },
});

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}
const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? everything : load(request, ...rest));

/** The language server: starts it, stops it, and asks it for pictures. */

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import {
  LanguageClient,
  type ClientCapabilities,
  type FeatureState,
  type Position,
  type Location,
  type Range,
  type StaticFeature,
} from 'vscode-languageclient/node';
import type { View } from './messages';
import { missing, program, reportMissing } from './program';

/** Commands of this extension that the server may put into code lenses. */
const LENS_COMMANDS = ['threatline.preview', 'threatline.locations'];

export interface PreviewRequest {
  textDocument: { uri: string };
  view?: string;
  show?: string;
  theme?: string;
}

/** An element's id is that of its shape in the picture; what is imported stands in another file. */
export interface PreviewAnswer {
  svg: string | null;
  errors: number;
  elements: { id: string; uri: string; range: Range }[];
  views: View[];
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  /** Told once, not for every file that is opened. */
  private toldMissing = false;

  /** Starts the server unless it runs. Whoever waits here may ask it things afterwards. */
  start(): Promise<void> {
    if (this.client !== undefined) return Promise.resolve();
    this.starting ??= this.launch().finally(() => (this.starting = undefined));
    return this.starting;
  }

  async stop(): Promise<void> {
    await this.starting;
    const client = this.client;
    this.client = undefined;
    // A server that died is past being stopped.
    await client?.dispose().catch(() => undefined);
  }

  async restart(): Promise<void> {
    await this.stop();
    this.toldMissing = false;
    await this.start();
  }

  get isRunning(): boolean {
    return this.client !== undefined;
  }

  async preview(request: PreviewRequest): Promise<PreviewAnswer> {
    await this.start();
    if (this.client === undefined) {
      throw new Error(program() === undefined ? missing() : 'The language server does not run.');
    }
    return this.client.sendRequest<PreviewAnswer>('threatline/preview', request);
  }

  /** Shows places that a code lens counted. */
  async showLocations(uri: string, position: Position, locations: Location[]): Promise<void> {
    const convert = this.client?.protocol2CodeConverter;
    if (convert === undefined) return;
    await vscode.commands.executeCommand(
      'editor.action.showReferences',
      convert.asUri(uri),
      convert.asPosition(position),
      locations.map((location) => convert.asLocation(location)),
    );
  }

  dispose(): void {
    void this.stop();
  }

  private async launch(): Promise<void> {
    const command = program();
    if (command === undefined) {
      this.tellMissing();
      return;
    }
    // Beside the program, not in the workspace: no file there can take another one's place.
    const executable = { command, args: ['lsp'], options: { cwd: dirname(command) } };
    const client = new LanguageClient('threatline', 'Threatline', executable, {
      documentSelector: [
        { language: 'tm', scheme: 'file' },
        { language: 'tm', scheme: 'untitled' },
      ],
    });
    client.registerFeature(lensCommands);
    try {
      await client.start();
      this.client = client;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`The Threatline language server did not start: ${reason}`);
    }
  }

  private tellMissing(): void {
    if (this.toldMissing) return;
    this.toldMissing = true;
    void reportMissing();
  }
}

/** Says which commands the server may use; without it, it sends no code lenses. */
const lensCommands: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const experimental: object = capabilities.experimental ?? {};
    capabilities.experimental = { ...experimental, commands: { commands: LENS_COMMANDS } };
  },
  initialize(): void {},
  getState(): FeatureState {
    return { kind: 'static' };
  },
  clear(): void {},
};

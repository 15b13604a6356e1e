import * as vscode from 'vscode';

/** The theme for pictures: that of the settings, or else one that goes with the editor's. */
export function pictureTheme(): string {
  const theme = vscode.workspace.getConfiguration('threatline').get<string>('preview.theme', 'auto');
  if (theme !== 'auto') return theme;
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  const kind = vscode.window.activeColorTheme.kind;
  return kind === Dark || kind === HighContrast ? 'dark' : 'light';
}

/** Whose JSX a page in MDX is compiled to. */
export type MdxForm = 'react' | 'astro'

export interface RehypeOptions {
  /** The program: a name on the PATH, or a path. `threatline` if not given. */
  command?: string
  /** For diagrams that do not say: auto, light, dark, print or colorblind. */
  theme?: string
  /** For diagrams that do not say: what is shown, with commas between. */
  show?: string
  /**
   * A selector for pages that are dark, such as `[data-theme=dark]`. Then a switch of the site decides about the colours of a
   * diagram; without it, the system of the reader does.
   */
  dark?: string
  /** A folder that keeps pictures from one build to the next. It may be deleted at any time. */
  cache?: string
  /** No file outside this folder is read. The working directory if not given. */
  root?: string
}

export interface RemarkOptions extends RehypeOptions {
  /** With `false`, a diagram is an `<img>`: its links are gone, but every framework shows it. */
  inline?: boolean
  /** What MDX is compiled for. If not given, `astro` in Astro and `react` elsewhere; for others take `inline: false`. */
  mdx?: MdxForm
}

export interface Settings extends RehypeOptions {
  command: string
  root: string
}

/** What a fence or an image asks for beside the model itself. */
export interface DiagramOptions {
  view?: string
  show?: string
  theme?: string
  file?: string
  caption?: string
  withSource?: boolean
}

/** A model's text, and where it is from: `file` is absent where the text is part of a page. */
export interface Model {
  text: string
  folder: string
  file?: string
}

export interface Place {
  file: string
  line: number
  column: number
}

/** One finding of the program. `place` is absent where it is about no line, such as an unknown view. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'note'
  message: string
  code?: string
  help?: string
  place?: Place
}

/** What a run gave: `svg` is empty where there are errors. */
export interface Outcome {
  svg: string
  diagnostics: Diagnostic[]
}

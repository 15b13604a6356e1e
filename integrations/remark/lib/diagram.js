/** From what a page asks for to a picture: what the plugins for Markdown and for HTML have in common. */

import { resolve } from 'node:path'
import { Compiler } from './compiler.js'
import { modelInFile, modelInPage } from './model.js'
import { report } from './report.js'

/** @import {Point} from 'unist' */
/** @import {VFile} from 'vfile' */
/** @import {DiagramOptions, Model, Outcome, RehypeOptions, Settings} from './types.js' */

/**
 * A diagram that a page asks for. `ask` reads its options, and throws where they are wrong.
 *
 * @typedef Request
 * @property {() => DiagramOptions} ask
 * @property {string} text the model, where it is in the page
 * @property {Point | undefined} point where the page asks
 * @property {(line: number, column: number) => Point | undefined} pointOf where a line of the model is in the page
 */

/** @typedef {Outcome & { model: Model, options: DiagramOptions }} Diagram */

export class Draughtsman {
  /** @param {RehypeOptions} options */
  constructor(options) {
    /** @type {Settings} */
    this.settings = { ...options, command: options.command ?? 'threatline', root: resolve(options.root ?? '.') }
    this.compiler = new Compiler(this.settings)
  }

  /**
   * Draws all diagrams of a page. Where one has errors, every error of the page is reported, and the first is thrown.
   *
   * @template {Request} T
   * @param {T[]} requests
   * @param {VFile} page
   * @returns {Promise<Array<{ request: T, diagram: Diagram }>>}
   */
  async drawAll(requests, page) {
    const diagrams = await this.numbered(await Promise.all(requests.map((request) => this.draw(request, page))))
    const drawn = requests.map((request, index) => ({ request, diagram: /** @type {Diagram} */ (diagrams[index]) }))
    report(drawn, page, this.settings.root)
    return drawn
  }

  /**
   * What a picture further up on the page is called, no other is.
   *
   * @param {Diagram[]} diagrams
   * @returns {Promise<Diagram[]>}
   */
  numbered(diagrams) {
    /** @type {Map<string, number>} */
    const counts = new Map()
    const own = diagrams.map(async (diagram) => {
      const id = /<svg [^>]*?\bid="([^"]+)"/.exec(diagram.svg)?.[1] ?? ''
      const copy = (counts.get(id) ?? 0) + 1
      counts.set(id, copy)
      if (!id || copy === 1) return diagram
      const { svg } = await this.compiler.render(diagram.model, diagram.options, copy)
      return { ...diagram, svg }
    })
    return Promise.all(own)
  }

  /**
   * @param {Request} request
   * @param {VFile} page
   * @returns {Promise<Diagram>}
   */
  async draw(request, page) {
    let options, model
    try {
      options = request.ask()
      model = await this.modelOf(request.text, options.file, page)
    } catch (problem) {
      return withoutModel(/** @type {Error} */ (problem))
    }
    return { ...(await this.compiler.render(model, options)), model, options }
  }

  /**
   * @param {string} text
   * @param {string | undefined} file
   * @param {VFile} page
   */
  modelOf(text, file, page) {
    if (file === undefined) return modelInPage(text, page, this.settings.root)
    if (text.trim()) throw new Error('a diagram has `file=` or a model in it, not both')
    return modelInFile(file, page, this.settings.root)
  }
}

/**
 * @param {Error} problem
 * @returns {Diagram}
 */
function withoutModel(problem) {
  const diagnostics = [{ severity: /** @type {const} */ ('error'), message: problem.message }]
  return { svg: '', diagnostics, model: { text: '', folder: '' }, options: {} }
}

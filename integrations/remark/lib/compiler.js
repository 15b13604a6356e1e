/** Runs the `threatline` program: a model goes in, a picture and diagnostics come out. */

import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { limited } from './limited.js'

/** @import {DiagramOptions, Diagnostic, Model, Outcome, Settings} from './types.js' */

// A model is drawn in milliseconds; what takes this long hangs.
const TIMEOUT_MILLISECONDS = 60_000
const MAXIMUM_OUTPUT_BYTES = 64 * 1024 * 1024

/** All pages of a build share this: however many there are, the machine is not flooded with processes. */
const start = limited(availableParallelism(), run)

export class Compiler {
  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings
    // A path is made absolute, because the program is started in the folders of the models.
    this.program = /[\\/]/.test(settings.command) ? resolve(settings.command) : settings.command
  }

  /**
   * @param {Model} model
   * @param {DiagramOptions} options
   * @param {number} [copy] which one of the same pictures on the page
   * @returns {Promise<Outcome>}
   */
  async render(model, options, copy = 1) {
    const flags = [...this.flags(options), ...(copy > 1 ? [`--copy=${copy}`] : [])]
    const done = await start(this.program, [...flags, '--', model.file ?? '-'], model.folder, model.file ? '' : model.text)
    return { svg: done.failed ? '' : done.stdout, diagnostics: diagnosticsOf(done) }
  }

  /**
   * Each option is one argument with its value, so that no value is taken for another option.
   *
   * @param {DiagramOptions} options
   */
  flags({ view, show = this.settings.show, theme = this.settings.theme }) {
    const cache = this.settings.cache && resolve(this.settings.cache)
    const named = Object.entries({ view, show, theme, cache }).filter(([, value]) => value)
    return ['render', '--format=svg', '--diagnostics=json', ...named.map(([name, value]) => `--${name}=${value}`)]
  }
}

/**
 * @typedef {{ failed: boolean, stdout: string, stderr: string }} Done
 */

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder
 * @param {string} input
 * @returns {Promise<Done>}
 */
function run(program, args, folder, input) {
  const limits = { cwd: folder, timeout: TIMEOUT_MILLISECONDS, maxBuffer: MAXIMUM_OUTPUT_BYTES }
  return new Promise((settle, reject) => {
    const child = execFile(program, args, limits, (error, stdout, stderr) => {
      // An exit code is an answer; anything else means that there is none.
      if (error && typeof error.code !== 'number') reject(noAnswer(program, error))
      else settle({ failed: error !== null, stdout, stderr })
    })
    // A program that stops early does not read on, and says why on its own.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/**
 * @param {string} program
 * @param {import('node:child_process').ExecFileException} error
 */
function noAnswer(program, error) {
  if (String(error.code) === 'ENOENT') {
    return new Error(`\`${program}\` was not found; put Threatline's program on the PATH, or name it with the option \`command\``)
  }
  return new Error(`\`${program}\` gave no answer: ${error.killed ? 'it took too long' : error.message}`)
}

/**
 * Of the document that `--diagnostics json` writes: what was found, and what is wrong with the options.
 *
 * @param {Done} done
 * @returns {Diagnostic[]}
 */
function diagnosticsOf({ failed, stderr }) {
  const { diagnostics, messages } = documentOf(stderr, failed)
  // What follows is the advice to ask for help, which is for the command line.
  const found = [...diagnostics, ...messages.map(({ severity, text }) => ({ severity, message: text.split('\n\n')[0] ?? '' }))]
  if (failed && !found.some((each) => each.severity === 'error' && each.message)) {
    found.push({ severity: 'error', message: 'the program failed without saying why' })
  }
  return found
}

/**
 * @param {string} stderr
 * @param {boolean} failed
 * @returns {{ diagnostics: Diagnostic[], messages: Array<{ severity: Diagnostic['severity'], text: string }> }}
 */
function documentOf(stderr, failed) {
  try {
    return { messages: [], ...JSON.parse(stderr) }
  } catch {
    // Another program, or another version of it.
    return { diagnostics: [], messages: failed ? [{ severity: 'error', text: stderr.trim() }] : [] }
  }
}

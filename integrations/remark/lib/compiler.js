/** Runs the `threatline` program: a model goes in, a picture and diagnostics come out. */

import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { Cache, keyOf } from './cache.js'
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
    /** @type {Promise<string> | undefined} */
    this.versionFound = undefined
    this.cache = new Cache(settings.cache && resolve(settings.cache))
  }

  /**
   * @param {Model} model
   * @param {DiagramOptions} options
   * @returns {Promise<Outcome>}
   */
  async render(model, options) {
    const flags = this.flags(options)
    const key = keyOf(model, [await this.version(), ...flags])
    return this.cache.get(key, () => this.renderAnew(model, flags))
  }

  /**
   * @param {Model} model
   * @param {string[]} flags
   * @returns {Promise<Outcome>}
   */
  async renderAnew(model, flags) {
    const done = await start(this.program, [...flags, '--', model.file ?? '-'], model.folder, model.file ? '' : model.text)
    return { svg: done.failed ? '' : done.stdout, diagnostics: diagnosticsOf(done) }
  }

  /**
   * Each option is one argument with its value, so that no value is taken for another option.
   *
   * @param {DiagramOptions} options
   */
  flags({ view, show = this.settings.show, theme = this.settings.theme }) {
    const named = Object.entries({ view, show, theme }).filter(([, value]) => value)
    return ['render', '--format=svg', '--diagnostics=json', ...named.map(([name, value]) => `--${name}=${value}`)]
  }

  version() {
    this.versionFound ??= start(this.program, ['--version'], this.settings.root, '').then((done) => done.stdout.trim())
    return this.versionFound
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
 * The document that `--diagnostics json` writes, and what follows it: a mistake in the options is said in plain text.
 *
 * @param {Done} done
 * @returns {Diagnostic[]}
 */
function diagnosticsOf({ failed, stderr }) {
  const document = /^\{(?:.*\}|[^]*?\n\})$/m.exec(stderr)?.[0]
  /** @type {Diagnostic[]} */
  const found = document ? JSON.parse(document).diagnostics : []
  if (failed && !found.some((each) => each.severity === 'error')) {
    const said = stderr.slice(document?.length).trim().split('\n\n')[0]?.replace(/^error: /, '')
    found.push({ severity: 'error', message: said || 'the program failed without saying why' })
  }
  return found
}

/** Keeps what was drawn, by all that a picture depends on: the program, its options, the model and the project's settings. */

import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** @import {Model, Outcome} from './types.js' */

export class Cache {
  /** @param {string | undefined} folder */
  constructor(folder) {
    this.folder = folder
    /** @type {Map<string, Promise<Outcome>>} */
    this.drawn = new Map()
  }

  /**
   * @param {string | undefined} key
   * @param {() => Promise<Outcome>} draw
   * @returns {Promise<Outcome>}
   */
  get(key, draw) {
    if (key === undefined) return draw()
    const outcome = this.drawn.get(key) ?? this.fromFolder(key, draw)
    this.drawn.set(key, outcome)
    return outcome
  }

  /**
   * @param {string} key
   * @param {() => Promise<Outcome>} draw
   * @returns {Promise<Outcome>}
   */
  async fromFolder(key, draw) {
    if (!this.folder) return draw()
    const path = join(this.folder, `${key}.json`)
    // A file that is missing or broken is made anew.
    const kept = await readFile(path, 'utf8').then(JSON.parse).catch(() => undefined)
    return kept ?? this.keep(path, await draw())
  }

  /**
   * @param {string} path
   * @param {Outcome} outcome
   */
  async keep(path, outcome) {
    // Builds may run side by side: each file is there as a whole or not at all.
    const unfinished = `${path}.${randomUUID()}`
    await mkdir(dirname(path), { recursive: true })
    await writeFile(unfinished, JSON.stringify(outcome))
    await rename(unfinished, path)
    return outcome
  }
}

/**
 * @param {Model} model
 * @param {string[]} run
 * @returns {string | undefined} nothing for a model with imports, which depends on files that only the program knows
 */
export function keyOf(model, run) {
  if (/\bimport\s/.test(model.text)) return undefined
  const parts = [...run, model.file ?? '', model.text, projectSettings(model.folder)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * The nearest `threatline.toml`, whose lints can make an error of a warning.
 *
 * @param {string} folder
 * @returns {string}
 */
function projectSettings(folder) {
  try {
    return readFileSync(join(folder, 'threatline.toml'), 'utf8')
  } catch {
    return dirname(folder) === folder ? '' : projectSettings(dirname(folder))
  }
}

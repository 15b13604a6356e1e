/** Finds the text of a model: in the page, or in a file that the page names. */

import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** @import {VFile} from 'vfile' */
/** @import {Model} from './types.js' */

/**
 * @param {string} text
 * @param {VFile} page
 * @param {string} root
 * @returns {Promise<Model>}
 */
export async function modelInPage(text, page, root) {
  const folder = folderOf(page)
  // Pages that a tool makes up are in no folder, and a program does not start in one that is not there.
  const exists = await stat(folder).then((found) => found.isDirectory(), () => false)
  return { text, folder: exists ? folder : root }
}

/**
 * @param {string} name relative to the page, or with a slash in front to the root
 * @param {VFile} page
 * @param {string} root
 * @returns {Promise<Model>}
 */
export async function modelInFile(name, page, root) {
  const path = await confined(name, name.startsWith('/') ? join(root, name) : resolve(folderOf(page), name), root)
  try {
    return { text: await readFile(path, 'utf8'), folder: dirname(path), file: basename(path) }
  } catch (problem) {
    throw unreadable(name, problem)
  }
}

/**
 * The real path of a file, once it is known to be inside: links do not lead out, and whether a file outside exists is not told.
 *
 * @param {string} name
 * @param {string} path
 * @param {string} root
 */
async function confined(name, path, root) {
  const outside = new Error(`\`${name}\` is not read: it is outside of the project`)
  if (!name.endsWith('.tm')) throw new Error(`\`${name}\` is not read: models end in .tm`)
  if (!isInside(path, root)) throw outside
  const real = await realpath(path).catch((problem) => {
    throw unreadable(name, problem)
  })
  if (!isInside(real, await realpath(root))) throw outside
  return real
}

/**
 * @param {string} path
 * @param {string} folder
 */
function isInside(path, folder) {
  const way = relative(folder, path)
  return !isAbsolute(way) && way.split(sep)[0] !== '..'
}

/** @param {VFile} page */
function folderOf(page) {
  return resolve(page.cwd, page.dirname ?? '.')
}

/**
 * @param {string} name
 * @param {unknown} problem
 */
function unreadable(name, problem) {
  const code = /** @type {NodeJS.ErrnoException} */ (problem).code
  return new Error(`\`${name}\` cannot be read: ${code === 'ENOENT' ? 'it does not exist' : code}`)
}

/** What stands behind the language of a fence: `view=cards caption="Where cards go" with-source`. */

/** @import {DiagramOptions} from './types.js' */

const WORD = /[^\s=]+(?:=(?:"[^"]*"|'[^']*'|\S*))?/g
/** With one of these, a fence stays as it is. */
const QUIET = new Set(['source', 'ignore', 'bad', 'good'])
const WITH_VALUE = new Set(['view', 'show', 'theme', 'file', 'caption'])

/**
 * @param {string | null | undefined} meta
 * @returns {DiagramOptions}
 * @throws {Error} where an option is not known: a misspelt one would be left out silently
 */
export function parseMeta(meta) {
  /** @type {Record<string, string | boolean>} */
  const options = {}
  for (const word of meta?.match(WORD) ?? []) {
    const [name, value] = splitOnce(word, '=')
    if (name === 'with-source' && value === undefined) options.withSource = true
    else if (WITH_VALUE.has(name) && value) options[name] = unquoted(value)
    else throw new Error(`\`${word}\` is no option of a diagram; known: view=, show=, theme=, file=, caption="…", with-source, source`)
  }
  return options
}

/**
 * What stands behind `tm` in a fence that is drawn, whether there is a comma or a space between.
 *
 * @param {{ lang?: string | null, meta?: string | null }} code
 * @returns {string | undefined} nothing where it is no such fence
 */
export function metaOfFence(code) {
  const [language, rest] = splitOnce(code.lang ?? '', ',')
  const meta = [rest, code.meta].filter(Boolean).join(' ')
  const isQuiet = meta.split(/[\s,]+/).some(word => QUIET.has(word))
  return language === 'tm' && !isQuiet ? meta : undefined
}

/**
 * An image says in its address what a fence says behind its language: `shop.tm?view=cards`.
 *
 * @param {string} url
 * @returns {DiagramOptions}
 */
export function parseAddress(url) {
  const [path, query] = splitOnce(url, '?')
  const words = [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`)
  return { ...parseMeta(words.join(' ')), file: decodeURI(path) }
}

/**
 * @param {string} text
 * @param {string} separator
 * @returns {[string, string | undefined]}
 */
function splitOnce(text, separator) {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** @param {string} value */
function unquoted(value) {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value
}

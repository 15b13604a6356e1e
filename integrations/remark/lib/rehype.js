/** The plugin for HTML. */

import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'
import { Draughtsman } from './diagram.js'
import { container, figureContent, withSwitch } from './html.js'
import { metaOfFence, parseMeta } from './options.js'

/** @import {Element, Parents, Root} from 'hast' */
/** @import {VFile} from 'vfile' */
/** @import {Request} from './diagram.js' */
/** @import {RehypeOptions} from './types.js' */

/** @typedef {{ node: Element, parent: Parents }} Replacement */

/** @param {RehypeOptions} [options] */
export default function rehypeThreatline(options = {}) {
  const draughtsman = new Draughtsman(options)
  /**
   * @param {Root} tree
   * @param {VFile} page
   */
  return async (tree, page) => {
    for (const { request, diagram } of await draughtsman.drawAll(requestsOf(tree), page)) {
      const { node, parent } = request
      const svg = withSwitch(diagram.svg, options.dark)
      const html = container('figure', '', figureContent(svg, diagram.options.caption))
      const picture = /** @type {Element} */ (fromHtml(html, { fragment: true }).children[0])
      const source = diagram.options.withSource ? [foldedSource(diagram.model.text)] : []
      parent.children.splice(parent.children.indexOf(node), 1, picture, ...source)
    }
  }
}

/** @param {Root} tree */
function requestsOf(tree) {
  /** @type {Array<Request & Replacement>} */
  const requests = []
  visit(tree, 'element', (node, _index, parent) => {
    const code = node.tagName === 'pre' ? node.children[0] : undefined
    if (parent && code?.type === 'element' && isModel(code) && metaOfFence({ lang: 'tm', meta: metaOf(code) }) !== undefined) requests.push(requestOf(node, code, parent))
  })
  return requests
}

/** @param {Element} code */
function isModel({ tagName, properties: { className } }) {
  return tagName === 'code' && Array.isArray(className) && className.includes('language-tm')
}

/**
 * @param {Element} node
 * @param {Element} code
 * @param {Parents} parent
 * @returns {Request & Replacement}
 */
function requestOf(node, code, parent) {
  const text = code.children[0]
  // Where the HTML was Markdown, its text has no place, and begins in the line after the fence.
  const begin = text?.position?.start.line ?? (node.position ? node.position.start.line + 1 : undefined)
  return {
    node,
    parent,
    ask: () => parseMeta(metaOf(code)),
    text: text?.type === 'text' ? text.value : '',
    point: node.position?.start,
    // The column is unknown: `&gt;` in the page is one character of the model.
    pointOf: (line) => (begin === undefined ? undefined : { line: begin + line - 1, column: 1 })
  }
}

/**
 * What stood behind the language of the fence, or in HTML that somebody wrote, in `data-meta`.
 *
 * @param {Element} code
 * @returns {string}
 */
function metaOf({ data, properties }) {
  return data && 'meta' in data ? String(data.meta ?? '') : String(properties.dataMeta ?? '')
}

/**
 * @param {string} text
 * @returns {Element}
 */
function foldedSource(text) {
  const summary = element('summary', { type: 'text', value: 'Source' })
  return element('details', summary, element('pre', element('code', { type: 'text', value: text })))
}

/**
 * @param {string} tagName
 * @param {Element['children']} children
 * @returns {Element}
 */
function element(tagName, ...children) {
  return { type: 'element', tagName, properties: {}, children }
}

/** The plugin for Markdown and MDX. */

import { SKIP, visit } from 'unist-util-visit'
import { Draughtsman } from './diagram.js'
import { withSwitch } from './html.js'
import { figure, foldedSource, inlinePicture } from './nodes.js'
import { metaOfFence, parseAddress, parseMeta } from './options.js'

/** @import {Code, Image, Parents, Root, RootContent} from 'mdast' */
/** @import {Data, Processor} from 'unified' */
/** @import {VFile} from 'vfile' */
/** @import {Diagram, Request} from './diagram.js' */
/** @import {Form} from './nodes.js' */
/** @import {RemarkOptions} from './types.js' */

/**
 * @typedef Replacement
 * @property {RootContent} node what a diagram stands in place of
 * @property {Parents} parent
 * @property {(diagram: Diagram, form: Form) => RootContent[]} replace
 */

/**
 * @this {Processor}
 * @param {RemarkOptions} [options]
 */
export default function remarkThreatline(options = {}) {
  const draughtsman = new Draughtsman(options)
  /**
   * @param {Root} tree
   * @param {VFile} page
   */
  return async (tree, page) => {
    const requests = requestsOf(tree, page)
    if (requests.length === 0) return
    const form = formOf(options, this.data(), page)
    for (const { request, diagram } of await draughtsman.drawAll(requests, page)) {
      const svg = form === 'image' ? diagram.svg : withSwitch(diagram.svg, options.dark)
      const siblings = /** @type {RootContent[]} */ (request.parent.children)
      siblings.splice(siblings.indexOf(request.node), 1, ...request.replace({ ...diagram, svg }, form))
    }
  }
}

/**
 * @param {Root} tree
 * @param {VFile} page
 */
function requestsOf(tree, page) {
  /** @type {Array<Request & Replacement>} */
  const requests = []
  visit(tree, (node, _index, parent) => {
    if (parent === undefined) return
    if (node.type === 'code' && metaOfFence(node) !== undefined) requests.push(requestOfFence(node, parent, page))
    else if (node.type === 'image' && isModel(node)) requests.push(requestOfImage(node, node, parent))
    else if (node.type === 'paragraph' && node.children.length === 1) {
      const only = node.children[0]
      if (only?.type !== 'image' || !isModel(only)) return
      requests.push(requestOfImage(only, node, parent))
      return SKIP
    }
  })
  return requests
}

/**
 * An image whose address is that of a model in the project.
 *
 * @param {Image} node
 */
function isModel({ url }) {
  return /^(?![a-z][a-z0-9+.-]*:|\/\/)[^?]+\.tm(\?|$)/i.test(url)
}

/**
 * @param {Code} node
 * @param {Parents} parent
 * @param {VFile} page
 * @returns {Request & Replacement}
 */
function requestOfFence(node, parent, page) {
  return {
    node,
    parent,
    ask: () => parseMeta(metaOfFence(node)),
    text: node.value,
    point: node.position?.start,
    pointOf: (line, column) => pointInFence(node, line, column, page),
    replace: ({ svg, model, options }, form) => {
      const picture = figure(form, { svg, label: '', caption: options.caption })
      return options.withSource ? [picture, foldedSource(model.text)] : [picture]
    }
  }
}

/**
 * @param {Image} image
 * @param {RootContent} node the image, or the paragraph that holds nothing else
 * @param {Parents} parent
 * @returns {Request & Replacement}
 */
function requestOfImage(image, node, parent) {
  const label = image.alt ?? ''
  const caption = image.title ?? undefined
  return {
    node,
    parent,
    ask: () => parseAddress(image.url),
    text: '',
    point: image.position?.start,
    pointOf: () => image.position?.start,
    replace: ({ svg }, form) => [node === image ? inlinePicture(form, { svg, label, caption }) : figure(form, { svg, label, caption })]
  }
}

/**
 * Where a line of the model is in the page. The page may have more in front of it: indentation, or the marks of a quotation.
 *
 * @param {Code} node
 * @param {number} line
 * @param {number} column
 * @param {VFile} page
 */
function pointInFence(node, line, column, page) {
  if (!node.position) return undefined
  const lineInPage = node.position.start.line + line
  const inPage = lines(String(page))[lineInPage - 1] ?? ''
  const inModel = lines(node.value)[line - 1] ?? ''
  return { line: lineInPage, column: column + Math.max(0, inPage.length - inModel.length) }
}

/** @param {string} text */
function lines(text) {
  return text.split(/\r\n|\r|\n/)
}

/**
 * @param {RemarkOptions} options
 * @param {Data} data
 * @param {VFile} page
 * @returns {Form}
 */
function formOf(options, data, page) {
  if (options.inline === false) return 'image'
  if (options.mdx) return options.mdx
  if (!readsJsx(data)) return 'html'
  return 'astro' in page.data ? 'astro' : 'react'
}

/**
 * Whether the parser of the page knows JSX: Docusaurus reads `.md` as MDX too, so the name of a page does not tell.
 *
 * @param {Data} data
 */
function readsJsx(data) {
  // Where `remark-parse` is told what else there is to read.
  const { fromMarkdownExtensions = [] } = /** @type {{ fromMarkdownExtensions?: object[] }} */ (data)
  return fromMarkdownExtensions.flat().some((extension) => 'enter' in extension && 'mdxJsxFlowTag' in Object(extension.enter))
}

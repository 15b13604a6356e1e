/** What stands in a page in a diagram's place: HTML in Markdown, an element with HTML inside in MDX, or an image. */

import { container, figureContent, titleOf } from './html.js'

/** @import {Expression, Property} from 'estree' */
/** @import {Code, Paragraph, PhrasingContent, RootContent} from 'mdast' */
/** @import {MdxJsxAttribute} from 'mdast-util-mdx-jsx' */
/** @import {MdxForm} from './types.js' */

/**
 * @typedef Picture
 * @property {string} svg
 * @property {string} label the name for people who do not see it, where it is not that of the model
 * @property {string | undefined} caption
 */

/** @typedef {'html' | 'image' | MdxForm} Form */

/**
 * @param {Form} form
 * @param {Picture} picture
 * @returns {RootContent}
 */
export function figure(form, picture) {
  if (form === 'image') return imageFigure(picture)
  const content = figureContent(picture.svg, picture.caption)
  if (form === 'html') return { type: 'html', value: container('figure', picture.label, content) }
  return { type: 'mdxJsxFlowElement', name: 'figure', attributes: attributes(form, picture.label, content), children: [] }
}

/**
 * A picture between words.
 *
 * @param {Form} form
 * @param {Picture} picture
 * @returns {PhrasingContent}
 */
export function inlinePicture(form, { svg, label }) {
  if (form === 'image') return image(svg, label)
  if (form === 'html') return { type: 'html', value: container('span', label, svg.trimEnd()) }
  const role = label ? [attribute('role', literal('group'))] : []
  return { type: 'mdxJsxTextElement', name: 'span', attributes: [...role, ...attributes(form, label, svg.trimEnd())], children: [] }
}

/**
 * The text of a model, folded.
 *
 * @param {string} text
 * @returns {RootContent}
 */
export function foldedSource(text) {
  /** @type {Code} */
  const code = { type: 'code', lang: 'text', value: text }
  return {
    type: 'blockquote',
    data: { hName: 'details', hProperties: { className: ['threatline-source'] } },
    children: [{ type: 'paragraph', data: { hName: 'summary' }, children: [{ type: 'text', value: 'Source' }] }, code]
  }
}

/**
 * @param {Picture} picture
 * @returns {Paragraph}
 */
function imageFigure({ svg, label, caption }) {
  /** @type {PhrasingContent[]} */
  const children = [image(svg, label)]
  if (caption) children.push({ type: 'emphasis', data: { hName: 'figcaption' }, children: [{ type: 'text', value: caption }] })
  return { type: 'paragraph', data: { hName: 'figure', hProperties: { className: ['threatline'] } }, children }
}

/**
 * @param {string} svg
 * @param {string} label
 * @returns {PhrasingContent}
 */
function image(svg, label) {
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return { type: 'image', url, alt: label || titleOf(svg) }
}

/**
 * React and Astro each have an attribute of their own for HTML that goes in as it is.
 *
 * @param {MdxForm} form
 * @param {string} label
 * @param {string} content
 * @returns {MdxJsxAttribute[]}
 */
function attributes(form, label, content) {
  const named = form === 'astro'
    ? [attribute('class', literal('threatline')), attribute('set:html', literal(content))]
    : [attribute('className', literal('threatline')), attribute('dangerouslySetInnerHTML', object('__html', literal(content)))]
  return label ? [...named, attribute('aria-label', literal(label))] : named
}

/**
 * An expression and no string, since tools differ in how they quote strings in JSX.
 *
 * @param {string} name
 * @param {Expression} expression
 * @returns {MdxJsxAttribute}
 */
function attribute(name, expression) {
  const estree = program(expression)
  return { type: 'mdxJsxAttribute', name, value: { type: 'mdxJsxAttributeValueExpression', value: '', data: { estree } } }
}

/**
 * @param {Expression} expression
 * @returns {import('estree').Program}
 */
function program(expression) {
  return { type: 'Program', sourceType: 'module', comments: [], body: [{ type: 'ExpressionStatement', expression }] }
}

/**
 * @param {string} value
 * @returns {Expression}
 */
function literal(value) {
  return { type: 'Literal', value }
}

/**
 * @param {string} key
 * @param {Expression} value
 * @returns {Expression}
 */
function object(key, value) {
  /** @type {Property} */
  const property = { type: 'Property', kind: 'init', method: false, shorthand: false, computed: false, key: { type: 'Identifier', name: key }, value }
  return { type: 'ObjectExpression', properties: [property] }
}

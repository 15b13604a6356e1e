import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compile, evaluate } from '@mdx-js/mdx'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import * as runtime from 'react/jsx-runtime'
import { VFile } from 'vfile'
import remarkThreatline from '../index.js'
import rehypeThreatline from '../rehype.js'
import { broken, command, drawn, fence } from './model.js'

/**
 * @param {string} value
 * @param {import('../index.js').Options} [options]
 */
async function react(value, options) {
  const remarkPlugins = [[remarkThreatline, { command, ...options }]]
  const page = await evaluate({ value, path: 'page.mdx' }, { .../** @type {any} */ (runtime), remarkPlugins })
  return renderToStaticMarkup(createElement(page.default))
}

test('React shows the bytes of the program', async () => {
  const found = await react(`export const now = "{now}"\n\n${fence('caption="Signing in"')}`)
  assert.equal(found, `<figure class="threatline">${drawn().trimEnd()}<figcaption>Signing in</figcaption></figure>`)
})

test('an image between words is a span in React', async () => {
  const found = await react('See ![Shop](test/sites/shop.tm?view=cards), <b>there</b>.')
  assert.match(found, /^<p>See <span role="group" class="threatline" aria-label="Shop"><svg.*<\/svg><\/span>, <b>there<\/b>\.<\/p>$/s)
})

test('the source is folded, with braces that are no expressions', async () => {
  assert.match(await react(fence('with-source')), /<details class="threatline-source">\s*<summary>Source<\/summary>.*passwords \{now\}/s)
})

test('`inline: false` is an image', async () => {
  assert.match(await react(fence(), { inline: false }), /^<figure class="threatline"><img src="data:image\/svg\+xml;base64,[^"]*" alt="Sign-in"\/><\/figure>$/)
})

test('JSX that is kept as JSX is well-formed', async () => {
  const code = await compile(fence(), { jsx: true, remarkPlugins: [[remarkThreatline, { command }]] })
  assert.match(String(code), /<_components\.figure className=\{"threatline"\} dangerouslySetInnerHTML=\{\{/)
})

test('Astro is recognised, and has an attribute of its own', async () => {
  const page = new VFile({ value: fence(), path: 'page.mdx', data: { astro: {} } })
  const code = String(await compile(page, { remarkPlugins: [[remarkThreatline, { command }]] }))
  assert.match(code, /class: "threatline",\s*"set:html": "<svg/)
})

test('a mistake in MDX fails with line and column', async () => {
  await assert.rejects(react(`# Title\n\n${fence('', broken)}`), { line: 7, column: 14, file: 'page.mdx' })
})

test('the plugin for HTML works in MDX as well', async () => {
  const page = await evaluate(fence(), { .../** @type {any} */ (runtime), rehypePlugins: [[rehypeThreatline, { command }]] })
  assert.match(renderToStaticMarkup(createElement(page.default)), /^<figure class="threatline"><svg .*textLength=.*<\/svg><\/figure>$/s)
})

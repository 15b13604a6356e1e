import assert from 'node:assert/strict'
import { test } from 'node:test'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import rehypeThreatline from '../rehype.js'
import { broken, command, fence, model } from './model.js'

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** @param {string} value */
function fromHtml(value) {
  return unified().use(rehypeParse, { fragment: true }).use(rehypeThreatline, { command }).use(rehypeStringify).process({ value, path: 'page.html' })
}

/** @param {string} value */
function fromMarkdown(value) {
  return unified().use(remarkParse).use(remarkRehype).use(rehypeThreatline, { command }).use(rehypeStringify).process({ value, path: 'page.md' })
}

test('HTML without raw parts gets the picture as elements', async () => {
  const found = String(await fromHtml(`<p>a</p><pre><code class="language-tm" data-meta="caption=In">${escaped(model)}</code></pre>`))
  assert.match(found, /^<p>a<\/p><figure class="threatline"><svg .*&#x3C;b>leaked&#x3C;\/b>.*<\/svg><figcaption>In<\/figcaption><\/figure>$/s)
})

test('Markdown does not need dangerous HTML', async () => {
  assert.match(String(await fromMarkdown(fence('with-source view=outside'))), /<figure.*Sign-in: Outside.*<details><summary>Source/s)
})

test('a mistake is told with its line', async () => {
  await assert.rejects(fromMarkdown(`# Title\n\n${fence('', broken)}`), { line: 7 })
  await assert.rejects(fromHtml(`<p>a</p>\n<pre><code class="language-tm">${escaped(broken)}</code></pre>`), { line: 5 })
})

test('other code is left alone', async () => {
  const page = '<pre><code class="language-js">1</code></pre><pre>2</pre><code class="language-tm">3</code>'
  assert.equal(String(await fromHtml(page)), page)
})

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, readdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import remarkThreatline from '../index.js'
import { broken, command, drawn, fence, model } from './model.js'

const root = await realpath(await mkdtemp(join(tmpdir(), 'remark-threatline-')))
await mkdir(join(root, 'pages'))
await writeFile(join(root, 'sign-in.tm'), model)
await writeFile(join(root, 'broken.tm'), broken)

/**
 * @param {string} value
 * @param {import('../index.js').Options} [options]
 */
function process(value, options) {
  return unified()
    .use(remarkParse)
    .use(remarkThreatline, { command, root, ...options })
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeStringify, { allowDangerousHtml: true })
    .process({ value, path: join(root, 'pages', 'page.md') })
}

/**
 * @param {string} value
 * @param {import('../index.js').Options} [options]
 */
async function html(value, options) {
  return String(await process(value, options))
}

test('a fence is the picture that the program draws, byte for byte', async () => {
  assert.equal(await html(fence()), `<figure class="threatline">${drawn().trimEnd()}</figure>`)
})

test('three diagrams of one page stand in their places', async () => {
  const page = `# One\n\n${fence()}\n# Two\n\n${fence('view=outside')}\n# Three\n\n${fence('show=none')}`
  const pictures = [drawn(), drawn(['--view=outside']), drawn(['--show=none'])].map((svg) => svg.trimEnd())
  const found = (await html(page)).split(/<h1>.*<\/h1>/).slice(1).map((part) => part.trim())
  assert.deepEqual(found, pictures.map((svg) => `<figure class="threatline">${svg}</figure>`))
})

test('other fences are left alone', async () => {
  assert.equal(await html('```js\n1\n```'), '<pre><code class="language-js">1\n</code></pre>')
})

test('a caption is text', async () => {
  assert.match(await html(fence('caption="Cards & <b>" theme=\'print\'')), /<figcaption>Cards &amp; &lt;b&gt;<\/figcaption><\/figure>$/)
})

test('a fence is left alone where it says so', async () => {
  for (const info of ['source', 'bad whatever=x']) assert.doesNotMatch(await html(fence(info)), /<svg|<figure/)
  assert.doesNotMatch(await html('```tm,source\nprocess a\n```'), /<svg|<figure/)
  assert.match(await html(fence().replace('```tm', '```tm,theme=light')), /<svg/)
})

test('the source stands under the diagram, folded', async () => {
  const page = await html(fence('with-source'))
  assert.match(page, /<\/figure>\n<details class="threatline-source">\s*<summary>Source<\/summary>\s*<pre><code class="language-text">model "Sign-in"/)
})

test('settings hold for diagrams that do not say', async () => {
  const page = await html(`${fence()}\n${fence('theme=light')}`, { theme: 'print', show: 'none' })
  assert.ok(page.includes(drawn(['--theme=print', '--show=none']).trimEnd()))
  assert.ok(page.includes(drawn(['--theme=light', '--show=none']).trimEnd()))
})

test('a selector for dark pages takes the place of the system', async () => {
  const page = await html(fence(), { dark: '[data-theme=dark]' })
  assert.match(page, /\n:is\(\[data-theme=dark\]\)\{\n#tm-/)
  assert.doesNotMatch(page, /prefers-color-scheme/)
})

test('a fence and an image take a file', async () => {
  for (const page of ['```tm file=../sign-in.tm view=outside\n```', '![](/sign-in.tm?view=outside)']) {
    const found = (await html(page)).replaceAll('sign-in.tm:', '&#x3C;stdin>:')
    assert.match(found, /^<figure class="threatline"><svg.*<\/svg><\/figure>$/s)
    assert.match(found, /Sign-in: Outside/)
  }
})

test('an image has a name and a caption, and between words it is a span', async () => {
  assert.match(await html('![Who "signs" in](../sign-in.tm "Signing in")'), /^<figure class="threatline" aria-label="Who &quot;signs&quot; in"><svg.*<figcaption>Signing in</s)
  assert.match(await html('See ![It](../sign-in.tm).'), /^<p>See <span class="threatline" role="group" aria-label="It"><svg.*<\/svg><\/span>.<\/p>$/s)
})

test('an image elsewhere is an image', async () => {
  for (const url of ['https://example.org/a.tm', '//example.org/a.tm', 'a.tm.png', 'a.svg']) {
    assert.equal(await html(`![](${url})`), `<p><img src="${url}" alt=""></p>`)
  }
})

test('`inline: false` makes an image that is called like the model', async () => {
  const page = await html(fence('caption="Signing in"'), { inline: false, dark: '.dark' })
  const [, data = ''] = /^<figure class="threatline"><img src="data:image\/svg\+xml;base64,(.*)" alt="Sign-in"><figcaption>Signing in<\/figcaption><\/figure>$/.exec(page) ?? []
  assert.equal(Buffer.from(data, 'base64').toString(), drawn())
})

test('a mistake fails with the line and column of the page', async () => {
  await assert.rejects(process(`# Title\n\n${fence('', broken)}`), {
    file: join(root, 'pages', 'page.md'),
    line: 7,
    column: 14,
    ruleId: 'TM0101',
    source: 'threatline',
    reason: 'error[TM0101]: nothing is called `wob` (help: did you mean `web`?)'
  })
})

test('the column counts what stands in front of a nested fence', async () => {
  const nested = fence('', broken).split('\n').map((line) => `>   ${line}`).join('\r\n')
  await assert.rejects(process(`> - list\r\n>\r\n${nested}`), { line: 7, column: 18 })
})

test('all mistakes of a page are told at once', async () => {
  const two = process(`${fence('', broken)}\n${fence('veiw=x')}`)
  await assert.rejects(two, /page\.md:5:14: error\[TM0101\].*\n.*page\.md:10:1: error: `veiw=x` is no option of a diagram/s)
})

test('a mistake in a file is told with the place in the file', async () => {
  await assert.rejects(process('\n![](../broken.tm)'), { line: 2, reason: /^broken\.tm:4:14: error\[TM0101\]/ })
})

test('an unknown view or theme is a mistake', async () => {
  await assert.rejects(process(fence('view=nope')), { line: 1, reason: /^error: no view is called `nope`/ })
  await assert.rejects(process(fence('theme=nope')), { line: 1, reason: /^error: invalid value 'nope'/ })
})

test('a warning is a message and fails nothing', async () => {
  const { messages } = await process(fence('', 'model "One" { scope: "s" }\nprocess a "A"\n'))
  assert.ok(messages.length > 0)
  assert.deepEqual(messages.map(({ fatal }) => fatal), messages.map(() => false))
  assert.match(String(messages[0]), /page\.md:\d+:\d+: warning\[TM03/)
})

test('a program that is missing is named', async () => {
  const message = '`no-such-program` was not found; put Threatline\'s program on the PATH, or name it with the option `command`'
  await assert.rejects(process(fence(), { command: 'no-such-program' }), { message })
})

test('nothing is started where a page has no diagram', async () => {
  assert.equal(await html('text', { command: 'no-such-program' }), '<p>text</p>')
})

test('nothing outside the project is read', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'))
  await writeFile(join(outside, 'secret.tm'), model)
  await symlink(join(outside, 'secret.tm'), join(root, 'link.tm'))
  for (const name of [`../..${outside}/secret.tm`, '../../secret.tm', '../link.tm', `/../..${outside}/secret.tm`]) {
    await assert.rejects(process(`![](${name})`), /is not read: it is outside of the project|it does not exist/, name)
  }
  await assert.rejects(process('```tm file=../../../etc/passwd\n```'), /models end in \.tm/)
})

test('a value is never an option or a command', async () => {
  for (const value of ['--output=/tmp/stolen', '$(touch stolen)', '";touch stolen;"', 'a\u0001b']) {
    await assert.rejects(process(fence(`view='${value}'`)), /no view is called|has no views|view/)
  }
  await writeFile(join(root, 'pages', '--output=x.tm'), model)
  assert.match(await html('![](--output=x.tm)'), /<svg/)
  assert.ok(!(await readdir('.')).includes('stolen'))
})

test('a mistake in an address is told and nothing else', async () => {
  await assert.rejects(process('![](%ff.tm)'), { line: 1, reason: /URI malformed/ })
})

test('pictures are kept from one build to the next', async () => {
  const cache = join(root, 'cache')
  const first = await html(fence(), { cache })
  const kept = await readdir(cache)
  assert.equal(kept.length, 1)
  assert.equal(await readFile(join(cache, String(kept[0])), 'utf8'), drawn())
  await writeFile(join(cache, String(kept[0])), '<svg>kept</svg>')
  assert.equal(await html(fence(), { cache }), '<figure class="threatline"><svg>kept</svg></figure>')
  assert.equal(await html(fence(), {}), first)
})

test('the same picture twice on a page has ids of its own', async () => {
  const page = await html(fence() + '\n' + fence() + '\n' + fence('show=none'))
  assert.ok(page.includes(drawn().trim()) && page.includes(drawn(['--copy=2']).trim()))
  const ids = [...page.matchAll(/<svg [^>]*?id="([^"]+)"/g)].map(([, id]) => id)
  assert.deepEqual([ids.length, new Set(ids).size], [3, 3])
})

test('a model is drawn anew when one that it imports changes', async () => {
  await writeFile(join(root, 'pages', 'other.tm'), model)
  const importing = `import "other.tm" as other\nmodel "Two" { scope: "s" }\nboundary b "B" { process a "A" }\nflow other.user -> a "x"\n`
  const cache = join(root, 'no-cache')
  assert.match(await html(fence('', importing), { cache }), /external entity User/)
  await writeFile(join(root, 'pages', 'other.tm'), model.replace('"User"', '"Customer"'))
  assert.match(await html(fence('', importing), { cache }), /external entity Customer/)
})

/**
 * Builds whole sites, with Docusaurus, Astro and Next.js, which are installed anew for that: it takes minutes and a network.
 * SITES names a folder that keeps them for the next run, SITE one of them.
 */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { command, drawn } from '../model.js'

const run = promisify(execFile)
const here = import.meta.dirname
const sites = process.env.SITES ?? (await mkdtemp(join(tmpdir(), 'threatline-sites-')))
const environment = { ...process.env, THREATLINE: command.includes('/') ? resolve(command) : command, ASTRO_TELEMETRY_DISABLED: '1' }

/** @param {string} name */
const isLeftOut = (name) => (process.env.SITE ?? name) !== name

const shop = drawn(['--view=cards'], await readFile(join(here, 'shop.tm'), 'utf8')).replaceAll('&lt;stdin&gt;', 'shop.tm').trimEnd()

describe('Docusaurus', { skip: isLeftOut('docusaurus') }, () => {
  const site = join(sites, 'docusaurus')
  const build = () => run('npx', ['docusaurus', 'build'], { cwd: site, env: environment })
  before(() => install('docusaurus', 'docs'))

  test('a mistake fails the build with file and line', () => failsWhereBroken(build, join(site, 'docs', 'index.md'), 12))

  test('a page has its diagrams, whose colours follow the switch', async () => {
    await build()
    const page = await readFile(join(site, 'build', 'index.html'), 'utf8')
    assert.equal(page.match(/<figure class="threatline"/g)?.length, 3)
    assert.ok(page.includes(shop.replace('@media (prefers-color-scheme:dark)', ':is([data-theme=dark])')))
  })
})

describe('Astro', { skip: isLeftOut('astro') }, () => {
  const site = join(sites, 'astro')
  const build = () => run('npx', ['astro', 'build'], { cwd: site, env: environment })
  before(() => install('astro', 'src/pages'))

  test('a mistake in Markdown fails the build', () => failsWhereBroken(build, join(site, 'src/pages/index.md'), 11))
  test('a mistake in MDX fails the build', () => failsWhereBroken(build, join(site, 'src/pages/mdx.mdx'), 13))

  test('pages in Markdown and in MDX have their diagrams', async () => {
    await build()
    for (const name of ['index.html', 'mdx/index.html']) {
      const page = await readFile(join(site, 'dist', name), 'utf8')
      assert.equal(page.match(/<figure class="threatline"/g)?.length, 3, name)
    }
    assert.ok((await readFile(join(site, 'dist/mdx/index.html'), 'utf8')).includes(shop))
  })
})

describe('Next.js', { skip: isLeftOut('next') }, () => {
  const site = join(sites, 'next')
  const build = () => run('npx', ['next', 'build'], { cwd: site, env: { ...environment, NEXT_TELEMETRY_DISABLED: '1' } })
  before(() => install('next', 'app'))

  test('a mistake fails the build with file and line', () => failsWhereBroken(build, join(site, 'app/page.mdx'), 9))

  test('a page has its diagrams', async () => {
    await build()
    const page = await readFile(join(site, 'out/index.html'), 'utf8')
    assert.equal(page.match(/<figure class="threatline"/g)?.length, 3)
    assert.ok(page.includes(shop))
  })
})

/**
 * @param {string} name
 * @param {string} pages
 */
async function install(name, pages) {
  const site = join(sites, name)
  await cp(join(here, name), site, { recursive: true })
  await cp(join(here, 'shop.tm'), join(site, pages, 'shop.tm'))
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--install-links', resolve(here, '../..')], { cwd: site })
}

/**
 * @param {() => Promise<unknown>} build
 * @param {string} page
 * @param {number} line
 */
async function failsWhereBroken(build, page, line) {
  const text = await readFile(page, 'utf8')
  await writeFile(page, text.replace('user -> web', 'user -> wob'))
  try {
    await assert.rejects(build(), (/** @type {{ stdout: string, stderr: string }} */ { stdout, stderr }) => {
      assert.ok((stdout + stderr).includes(`${page}:${line}:14: error[TM0101]: nothing is called \`wob\``), stdout + stderr)
      return true
    })
  } finally {
    await writeFile(page, text)
  }
}

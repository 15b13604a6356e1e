/** Builds one page as a site would, `node page.js PAGE OUTPUT`: with remark alone, from Markdown to HTML. */

import { readFile, writeFile } from 'node:fs/promises'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { VFile } from 'vfile'
import remarkThreatline from '../index.js'
import { command } from './model.js'

const [page = '', output = ''] = process.argv.slice(2)
const built = await unified()
  .use(remarkParse)
  .use(remarkThreatline, { command })
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
  .process(new VFile({ path: page, value: await readFile(page, 'utf8') }))
  .catch((/** @type {unknown} */ problem) => {
    console.error(String(problem))
    process.exit(1)
  })
await writeFile(output, String(built))

/** Builds many pages side by side, as sites do: `node pages.js CACHE PAGE…`. What comes out is thrown away. */

import { readFile } from 'node:fs/promises'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { VFile } from 'vfile'
import remarkThreatline from '../index.js'
import { command } from './model.js'

const [cache = '', ...pages] = process.argv.slice(2)
const site = unified()
  .use(remarkParse)
  .use(remarkThreatline, { command, cache })
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
  .freeze()
await Promise.all(pages.map(async (path) => site.process(new VFile({ path, value: await readFile(path, 'utf8') }))))

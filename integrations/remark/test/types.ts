// Compiled, never run: the types that the package ships are those that its users need.
import rehypeParse from 'rehype-parse'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import remarkThreatline, { type Options } from 'remark-threatline'
import rehypeThreatline from 'remark-threatline/rehype'

const options: Options = { command: 'threatline', theme: 'print', inline: false, mdx: 'astro', dark: '.dark', cache: 'c', root: '..' }
unified().use(remarkParse).use(remarkThreatline, options)
unified().use(remarkParse).use(remarkThreatline)
unified().use(rehypeParse).use(rehypeThreatline, { show: 'threats' })
// @ts-expect-error: no such option
unified().use(remarkParse).use(remarkThreatline, { colour: 'red' })

import type { Root } from 'hast'
import type { Plugin } from 'unified'
import type { RehypeOptions } from './lib/types.js'

export type Options = RehypeOptions

/** Replaces `<pre><code class="language-tm">` by diagrams. */
declare const rehypeThreatline: Plugin<[Options?], Root>
export default rehypeThreatline

import type { Root } from 'mdast'
import type { Plugin } from 'unified'
import type { RemarkOptions } from './lib/types.js'

export type Options = RemarkOptions

/** Replaces fences of the language `tm`, and images whose address ends in `.tm`, by diagrams. */
declare const remarkThreatline: Plugin<[Options?], Root>
export default remarkThreatline

import mdx from '@astrojs/mdx'
import { defineConfig } from 'astro/config'
import remarkThreatline from 'remark-threatline'

export default defineConfig({
  integrations: [mdx()],
  markdown: { remarkPlugins: [[remarkThreatline, { command: process.env.THREATLINE }]] }
})

import { unified } from '@astrojs/markdown-remark'
import mdx from '@astrojs/mdx'
import { defineConfig } from 'astro/config'
import remarkThreatline from 'remark-threatline'

export default defineConfig({
  integrations: [mdx()],
  markdown: { processor: unified({ remarkPlugins: [[remarkThreatline, { command: process.env.THREATLINE }]] }) }
})

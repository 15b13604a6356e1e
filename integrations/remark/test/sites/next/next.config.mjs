import createMDX from '@next/mdx'

const withMDX = createMDX({ options: { remarkPlugins: [['remark-threatline', { command: process.env.THREATLINE }]] } })

export default withMDX({ output: 'export', pageExtensions: ['jsx', 'mdx'], turbopack: { root: import.meta.dirname } })

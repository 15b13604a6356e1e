import remarkThreatline from 'remark-threatline'

const threatline = [remarkThreatline, { command: process.env.THREATLINE, dark: '[data-theme=dark]', cache: '.docusaurus/threatline' }]

export default {
  title: 'Site',
  url: 'https://example.org',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  presets: [
    ['classic', { docs: { routeBasePath: '/', beforeDefaultRemarkPlugins: [threatline] }, blog: false, theme: { customCss: './threatline.css' } }]
  ]
}

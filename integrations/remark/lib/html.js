/** The HTML of a diagram. All text of others is escaped here. */

/**
 * @param {string} svg
 * @param {string | undefined} dark a selector for pages that are dark
 */
export function withSwitch(svg, dark) {
  // The rules inside are nested then, which says the same as a selector in front of each of them.
  return dark ? svg.replace('\n@media (prefers-color-scheme:dark){\n', () => `\n:is(${dark}){\n`) : svg
}

/**
 * @param {string} svg
 * @param {string | undefined} caption
 */
export function figureContent(svg, caption) {
  return svg.trimEnd() + (caption ? `<figcaption>${escapeText(caption)}</figcaption>` : '')
}

/**
 * @param {'figure' | 'span'} element
 * @param {string} label
 * @param {string} content
 */
export function container(element, label, content) {
  // A figure has a role already.
  const role = label && element !== 'figure' ? ' role="group"' : ''
  const name = label ? ` aria-label="${escapeText(label)}"` : ''
  return `<${element} class="threatline"${role}${name}>${content}</${element}>`
}

/**
 * What the picture is called: the first title in it.
 *
 * @param {string} svg
 */
export function titleOf(svg) {
  const title = /<title[^>]*>(.*?)<\/title>/s.exec(svg)?.[1] ?? 'Threat model'
  return title.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ENTITIES[name] ?? '')
}

/** @type {Record<string, string>} */
const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** @param {string} text */
function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

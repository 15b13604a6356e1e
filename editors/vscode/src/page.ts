/** The HTML around the preview's own script and style, `media/preview.js` and `media/preview.css`. */

import { randomBytes } from 'node:crypto';

export interface PageParts {
  script: string;
  style: string;
  /** Where script and style may come from. */
  source: string;
  /** What the page keeps before its first picture. */
  uri: string;
  view: string;
}

export function pageHtml(parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  // The picture brings its styles and fonts inside; the nonce on the document element is what its styles are given.
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${parts.source} 'nonce-${nonce}'`,
    `font-src data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview</title>
<link rel="stylesheet" href="${escapeAttribute(parts.style)}">
</head>
<body data-uri="${escapeAttribute(parts.uri)}" data-view="${escapeAttribute(parts.view)}">
<header role="toolbar" aria-label="Picture">
<label id="views" hidden>View <select id="view"></select></label>
<span class="space"></span>
<button id="smaller" type="button" title="Zoom out (−)" aria-label="Zoom out">−</button>
<button id="natural" type="button" title="Natural size (1)" aria-label="Natural size">100 %</button>
<button id="larger" type="button" title="Zoom in (+)" aria-label="Zoom in">+</button>
<button id="fit" type="button" title="Fit to the page (0)">Fit</button>
</header>
<p id="status" role="status"></p>
<main id="canvas" tabindex="0" aria-label="Diagram"></main>
<script nonce="${nonce}" src="${escapeAttribute(parts.script)}"></script>
</body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

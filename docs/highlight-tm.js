// Colours for fences of `tm` in this book: highlight.js does not know the language. mdBook runs it before this file, so the
// fences are gone over once more.
(() => {
  const words = {
    // threatline:words declarations
    keyword: "accept adjust assume avoid boundary data dismiss entity flow import mitigation model park process question rule store threat transfer view",
    literal: "none unknown",
  };
  window.hljs.registerLanguage("tm", (hljs) => ({
    name: "Threatline",
    keywords: { $pattern: /[a-z][a-z0-9-]*/, ...words },
    contains: [
      { className: "comment", begin: /\/\//, end: /$/ },
      { className: "string", begin: /"""/, end: /"""/ },
      { className: "string", begin: /"/, end: /"/, illegal: /\n/, contains: [hljs.BACKSLASH_ESCAPE] },
      { className: "attr", begin: /[a-z][a-z0-9-]*(?=:\s)/ },
      { className: "number", begin: /\b\d{4}-\d{2}-\d{2}\b|\b\d+\b/ },
      { className: "symbol", begin: /<->|->/ },
    ],
  }));
  for (const block of document.querySelectorAll("code.language-tm")) {
    block.textContent = block.textContent; // what was coloured as some other language is text again
    block.classList.remove("hljs");
    delete block.dataset.highlighted;
    (window.hljs.highlightElement ?? window.hljs.highlightBlock)(block);
    block.classList.add("hljs");
  }
})();

// The last script to be injected: its value is the capture.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  /** Of a page that shows less than this share of its text, styles tell nothing: it waits for something. */
  const LEAST_SEEN = 0.1;

  /** @param {{numbered: boolean}} choice @returns {import("../types").Capture} */
  cleanread.capture = ({ numbered }) => {
    const { html, elements, seen, hidden } = cleanread.serialise(document, numbered);
    cleanread.elements = elements;
    const trusted = seen >= LEAST_SEEN * (seen + hidden);
    return {
      html: trusted ? html : html.replace(/(<[a-z][^<>]*?) hidden(?=[ >])/gi, "$1"),
      url: location.href,
      title: document.title,
      language: document.documentElement.lang,
      isArticle: cleanread.isArticle(document),
      footnotes: cleanread.footnotes(document),
      formulas: cleanread.formulas(document),
      when: Date.now(),
    };
  };
})();

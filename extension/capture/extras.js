// What the copy cannot carry: footnotes behind their marks, formulas as MathML, and what kind of page it is.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  const MARK = /^[[(]?\s*(?:\d{1,3}|[a-z]|[ivxl]{1,5}|[*†‡§¶]{1,3})\s*[\])]?$/i;
  const MOST = 500;

  /** The texts that short links within the page lead to, by fragment. @param {Document} page @returns {Record<string, string>} */
  cleanread.footnotes = (page) => {
    /** @type {Record<string, string>} */
    const notes = {};
    for (const link of [...page.querySelectorAll('a[href*="#"]')].slice(0, 4 * MOST)) {
      const anchor = /** @type {HTMLAnchorElement} */ (link);
      if (!MARK.test(anchor.textContent?.trim() ?? "") || anchor.pathname !== location.pathname || anchor.host !== location.host) continue;
      const name = decode(anchor.hash.slice(1));
      const target = name ? page.getElementById(name) : null;
      if (!target || target.contains(anchor) || Object.keys(notes).length >= MOST) continue;
      const holder = target.closest("li, dd, p, aside, td, div") ?? target;
      const text = (holder.textContent ?? "").replace(/\s+/g, " ").replace(/^[\s↑^]+|[\s↩︎↑]+$/gu, "").trim();
      if (text && text.length <= 3000) notes[name] = text;
    }
    return notes;
  };

  /** Formulas of which the page has MathML and the TeX that they were made from. @param {Document} page */
  cleanread.formulas = (page) => {
    /** @type {{tex: string, mathml: string, display: boolean}[]} */
    const found = [];
    for (const math of [...page.querySelectorAll("math")].slice(0, 4 * MOST)) {
      const annotation = math.querySelector('annotation[encoding*="tex" i]');
      const tex = (annotation?.textContent || math.getAttribute("alttext") || math.textContent || "").trim();
      const display = math.getAttribute("display") === "block" || math.closest(".katex-display, mjx-container[display=true]") !== null;
      if (tex) found.push({ tex, mathml: math.outerHTML, display });
    }
    return found;
  };

  /** Whether the page says or shows that it is one article, and no front page or list. @param {Document} page */
  cleanread.isArticle = (page) => {
    if (/^\/(?:index\.\w+|[a-z]{2}(?:-[a-z]{2})?\/?)?$/i.test(location.pathname)) return false;
    const kind = page.querySelector('meta[property="og:type"]')?.getAttribute("content") ?? "";
    if (/article|blog|news/i.test(kind)) return true;
    const long = [...page.querySelectorAll("p")].filter((p) => (p.textContent ?? "").trim().length > 120 && p.checkVisibility());
    return long.length >= 4;
  };

  /** @param {string} text */
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
})();

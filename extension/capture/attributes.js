// The attributes of an element as they go into the captured copy.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  /** Never copied: handlers, styling, and what the copy says in its own way. */
  const DROPPED = /^(?:on.*|style|srcset|sizes|hidden|aria-hidden|nonce|integrity|value|srcdoc|ping|data-cleanread-.*)$/i;
  /** Characters; longer values are data of scripts. */
  const LONGEST = 2000;
  const NAME = /^[A-Za-z_:][\w:.-]*$/;

  /**
   * @param {Element} element
   * @param {"seen" | "hidden" | "collapsed"} sight
   * @param {number} ref the element's number, or -1 when it gets none
   */
  cleanread.attributes = (element, sight, ref) => {
    let out = "";
    for (const { name, value } of element.attributes) {
      if (DROPPED.test(name) || !NAME.test(name)) continue;
      const kept = resolved(element, name, value);
      if (kept === null || (kept.length > LONGEST && element.localName !== "meta")) continue;
      out += ` ${name}="${cleanread.escape(kept)}"`;
    }
    if (sight === "hidden") out += " hidden";
    if (sight === "collapsed") out += " data-cleanread-collapsed";
    if (element.getAttribute("aria-hidden") === "true" && (sight !== "seen" || cleanread.isDecoration(element)))
      out += ' aria-hidden="true"';
    return ref >= 0 ? `${out} data-cleanread-ref="${ref}"` : out;
  };

  /** @param {string} text */
  cleanread.escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  /**
   * An attribute's value with addresses made absolute, because the copy mixes documents; null to leave it out.
   *
   * @param {Element} element
   * @param {string} name
   * @param {string} value
   */
  function resolved(element, name, value) {
    if (element.localName === "img") {
      if (name === "src" || /^data-(?:lazy|src|original|hi-res|full|url)/.test(name)) return null;
      if (name === "width" || name === "height") return null;
    }
    if (name === "href" && !value.startsWith("#")) {
      const address = /** @type {HTMLAnchorElement} */ (element).href;
      return typeof address === "string" ? address : value;
    }
    if (name === "src" || name === "poster") {
      const address = /** @type {any} */ (element)[name];
      return typeof address === "string" ? address : value;
    }
    return value;
  }
})();

// What a reader of the page sees. A classic script: browsers inject no modules into pages.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  /** Attributes and classes of a part that waits for a click: of an accordion, of tabs, of "read more". */
  const COLLAPSED =
    /accordion|collaps|expand|tab-?(?:pane|panel|content)|panel-(?:body|content)|toggle|read-?more|show-?more|spoiler|faq|disclosure/i;
  /** Beyond this many words, a text that is declared hidden from screen readers but is in sight is no decoration. */
  const MANY_WORDS = 25;

  /**
   * Whether an element is out of a reader's sight, and whether that is because it waits to be opened.
   *
   * What is transparent is in sight: pages fade their paragraphs in while the reader scrolls.
   *
   * @param {Element} element
   * @param {CSSStyleDeclaration} style its computed style
   * @returns {"seen" | "hidden" | "collapsed"}
   */
  cleanread.sight = (element, style) => {
    if (style.display === "none") return waits(element) ? "collapsed" : "hidden";
    if (style.visibility !== "visible" && !showsChild(element)) return waits(element) ? "collapsed" : "hidden";
    if (style.contentVisibility === "hidden") return "collapsed";
    return isClippedAway(element, style) ? "hidden" : "seen";
  };

  /** @param {Element} element */
  function waits(element) {
    if (element.getAttribute("hidden") === "until-found" || element.getAttribute("role") === "tabpanel") return true;
    if (element.getAttribute("role") === "dialog" || element.closest("nav, header, footer, [role=dialog], [role=menu], [aria-modal]"))
      return false;
    if (COLLAPSED.test(`${element.className} ${element.id}`)) return true;
    if (!element.id) return false;
    const name = CSS.escape(element.id);
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const opener = root.querySelector(`[aria-controls~="${name}"], [data-target="#${name}"], [data-bs-target="#${name}"]`);
    return opener !== null && opener.getAttribute("aria-haspopup") === null && !opener.closest("nav, header, footer");
  }

  /** A child may be visible within an element that is not. @param {Element} element */
  function showsChild(element) {
    const children = element.querySelectorAll("*");
    for (let at = 0; at < children.length && at < 200; at++)
      if (getComputedStyle(children[at]).visibility === "visible") return true;
    return false;
  }

  /**
   * The ways in which pages keep text for screen readers alone, and put menus off the canvas.
   *
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  function isClippedAway(element, style) {
    if (style.position !== "absolute" && style.position !== "fixed") return false;
    if (/^rect\((?:0px|1px)[, ]+(?:0px|1px)[, ]+(?:0px|1px)[, ]+(?:0px|1px)\)$/.test(style.clip)) return true;
    if (/^inset\((?:50|100)%\)$/.test(style.clipPath)) return true;
    const box = element.getBoundingClientRect();
    if (style.overflow !== "visible" && (box.width <= 1 || box.height <= 1) && element.textContent) return true;
    if (box.width === 0 || box.height === 0) return false;
    return box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
  }

  /**
   * Whether `aria-hidden` on an element that is in sight is to be believed. A page that has a dialogue open
   * puts it on its whole article.
   *
   * @param {Element} element
   */
  cleanread.isDecoration = (element) => (element.textContent ?? "").split(/\s+/, MANY_WORDS + 2).length <= MANY_WORDS;
})();

// Writes the page down as its reader sees it: after scripts, with shadow roots and frames in their place.
// Nothing of the page is changed, and no node is made: the copy is a string.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
  /** Left out with all that they hold. What a form holds is private, and no article. */
  const LEFT_OUT = new Set("style template object embed input textarea select datalist canvas base svg param area map".split(" "));
  const KEPT_LINKS = /^(?:canonical|amphtml|author|shortlink)$/i;
  const KEPT_SCRIPTS = /^(?:application\/ld\+json|math\/)/i;
  const INLINE = new Set("a abbr b button em i label small span strong time".split(" "));
  const WITH_SHADOW = new Set("article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "));

  /** @typedef {{hidden: boolean, pre: boolean}} State */

  /**
   * @param {Document} page
   * @param {boolean} numbered give every element a number, so that what is removed can be found on the page again
   * @returns {{html: string, elements: Element[], seen: number, hidden: number}} the copy; the numbered elements; letters in and out of sight
   */
  cleanread.serialise = (page, numbered) => {
    const writer = new Writer(numbered);
    writer.write(page.documentElement);
    return { html: `<!doctype html>\n${writer.out.join("")}`, elements: writer.elements, seen: writer.seen, hidden: writer.hidden };
  };

  class Writer {
    /** @param {boolean} numbered */
    constructor(numbered) {
      this.numbered = numbered;
      /** @type {string[]} */
      this.out = [];
      /** @type {Element[]} */
      this.elements = [];
      this.seen = 0;
      this.hidden = 0;
      /** What is still to be written, the next one last. @type {(string | [Node, State])[]} */
      this.stack = [];
    }

    /** A loop with a stack of its own: a page decides how deep it is. @param {Element} root */
    write(root) {
      this.stack.push([root, { hidden: false, pre: false }]);
      for (let item = this.stack.pop(); item !== undefined; item = this.stack.pop()) {
        if (typeof item === "string") this.out.push(item);
        else this.node(item[0], item[1]);
      }
    }

    /** @param {Node} node @param {State} state */
    node(node, state) {
      if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) this.text(node.nodeValue ?? "", state);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(/** @type {Element} */ (node), state);
    }

    /** @param {string} text @param {State} state */
    text(text, state) {
      if (state.hidden) this.hidden += text.length;
      else this.seen += text.length;
      this.out.push(cleanread.escape(text));
    }

    /** @param {Element} element @param {State} state */
    element(element, state) {
      const tag = element.localName;
      if (LEFT_OUT.has(tag)) return;
      if (tag === "script" || tag === "link" || tag === "noscript" || tag === "title") return this.raw(element, tag);
      if (element.namespaceURI?.endsWith("MathML")) return void this.out.push(element.outerHTML);
      const style = state.hidden ? null : element.ownerDocument.defaultView?.getComputedStyle(element);
      const sight = style && element.isConnected ? cleanread.sight(element, style) : "seen";
      if (tag === "iframe" || tag === "frame") return this.frame(/** @type {HTMLIFrameElement} */ (element), sight, state);
      if (tag === "img") return this.image(/** @type {HTMLImageElement} */ (element), sight);
      if (style && isApart(element, tag)) this.out.push(" ");
      const picture = style ? cleanread.background(element, style) : "";
      if (picture) this.out.push(`<img src="${cleanread.escape(picture)}" alt="${cleanread.escape(element.getAttribute("aria-label") ?? "")}">`);
      this.open(element, tag, sight);
      if (VOID.has(tag)) return;
      const inner = { hidden: state.hidden || sight === "hidden", pre: state.pre || tag === "pre" };
      this.stack.push(`</${tag}>`);
      if (tag === "pre" && element.textContent?.startsWith("\n")) this.out.push("\n");
      this.children(element, inner);
    }

    /** @param {Element} element @param {string} tag @param {"seen" | "hidden" | "collapsed"} sight */
    open(element, tag, sight) {
      const ref = this.numbered ? this.elements.push(element) - 1 : -1;
      this.out.push(`<${tag}${cleanread.attributes(element, sight, ref)}>`);
    }

    /** What is seen within an element: its shadow root when it has one, with what is slotted into it. @param {Element} element @param {State} state */
    children(element, state) {
      /** @type {ArrayLike<Node>} */
      let nodes = (shadowOf(element) ?? element).childNodes;
      if (element.localName === "slot") {
        const assigned = /** @type {HTMLSlotElement} */ (element).assignedNodes?.() ?? [];
        if (assigned.length) nodes = assigned;
      }
      for (let at = nodes.length - 1; at >= 0; at--) this.stack.push([nodes[at], state]);
    }

    /** Elements whose content is no markup. @param {Element} element @param {string} tag */
    raw(element, tag) {
      if (tag === "script" && !KEPT_SCRIPTS.test(element.getAttribute("type") ?? "")) return;
      if (tag === "link" && !KEPT_LINKS.test(element.getAttribute("rel") ?? "")) return;
      this.open(element, tag, "seen");
      if (tag === "link") return;
      const content = element.textContent ?? "";
      this.out.push(tag === "title" ? cleanread.escape(content) : content.replace(/<\/script/gi, "<\\/script"), `</${tag}>`);
    }

    /** @param {HTMLImageElement} image @param {"seen" | "hidden" | "collapsed"} sight */
    image(image, sight) {
      const source = cleanread.imageSource(image);
      if (!source) return;
      // the size in which it is seen tells icons and tracking pixels from pictures; one that is not loaded has none
      const loaded = image.complete && image.naturalWidth > 2 && image.clientWidth > 0;
      const width = loaded ? image.clientWidth : Number(image.getAttribute("width"));
      const height = loaded ? image.clientHeight : Number(image.getAttribute("height"));
      const size = width > 0 && height > 0 ? ` width="${width}" height="${height}"` : "";
      const ref = this.numbered ? this.elements.push(image) - 1 : -1;
      this.out.push(`<img src="${cleanread.escape(source)}"${size}${cleanread.attributes(image, sight === "hidden" && loaded ? "hidden" : "seen", ref)}>`);
    }

    /** A frame of the same origin is written in its place; of another one only its address. @param {HTMLIFrameElement} frame @param {"seen" | "hidden" | "collapsed"} sight @param {State} state */
    frame(frame, sight, state) {
      let inside = null;
      try {
        inside = frame.contentDocument?.body ?? null;
      } catch {
        inside = null; // another origin
      }
      const hasText = inside !== null && /\S/.test(inside.textContent ?? "");
      if (!hasText) {
        this.open(frame, "iframe", sight);
        this.out.push("</iframe>");
        return;
      }
      const ref = this.numbered ? this.elements.push(frame) - 1 : -1;
      this.out.push(`<div${sight === "hidden" ? " hidden" : ""}${ref >= 0 ? ` data-cleanread-ref="${ref}"` : ""}>`);
      this.stack.push("</div>");
      this.children(/** @type {Element} */ (inside), { hidden: state.hidden || sight === "hidden", pre: false });
    }
  }

  /**
   * Whether a reader sees a gap before an inline element where the markup has none: the items of a menu are
   * words of their own, the letters of a word are not.
   *
   * @param {Element} element @param {string} tag
   */
  function isApart(element, tag) {
    const before = element.previousSibling;
    if (!INLINE.has(tag) || before?.nodeType !== Node.ELEMENT_NODE) return false;
    const one = /** @type {Element} */ (before).getBoundingClientRect();
    const other = element.getBoundingClientRect();
    if (!one.width || !other.width) return false;
    return other.left > one.right + 1 || other.right < one.left - 1 || other.top >= one.bottom;
  }

  /** @param {Element} element @returns {ShadowRoot | null} */
  function shadowOf(element) {
    if (!WITH_SHADOW.has(element.localName) && !element.localName.includes("-")) return null;
    const any = /** @type {any} */ (element);
    if (typeof any.openOrClosedShadowRoot !== "undefined") return any.openOrClosedShadowRoot; // Firefox
    const { dom } = chrome; // Chromium
    return dom?.openOrClosedShadowRoot?.(/** @type {HTMLElement} */ (element)) ?? element.shadowRoot;
  }
})();

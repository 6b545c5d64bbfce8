// The sandboxed frame that holds the article. No script runs in it; listeners are put on it from outside.

import { align } from "./align.js";
import { header } from "./heading.js";
import { enrich } from "./enrich.js";
import { sanitised } from "./sanitise.js";
import { isRightToLeft } from "./language.js";

export class ArticleFrame {
  /** @param {HTMLIFrameElement} element */
  constructor(element) {
    this.element = element;
    /** Kept blocks' elements by block number. @type {Map<number, HTMLElement>} */
    this.elements = new Map();
  }

  /** Wait for the frame's page. Browsers may tell of the empty page before it as well, or of neither. */
  async ready() {
    while (this.page?.readyState !== "complete" || !this.page.querySelector("main")) {
      await new Promise((resolve) => {
        this.element.addEventListener("load", resolve, { once: true });
        setTimeout(resolve, 20);
      });
    }
  }

  get page() {
    return /** @type {Document} */ (this.element.contentDocument);
  }

  get window() {
    return /** @type {Window & typeof globalThis} */ (this.element.contentWindow);
  }

  get main() {
    return /** @type {HTMLElement} */ (this.page.querySelector("main"));
  }

  /**
   * Show an article. The place on the screen stays where it was.
   *
   * @param {import("../types").Cleaned} cleaned
   * @param {import("../types").Capture} capture
   */
  fill(cleaned, capture) {
    const place = this.place();
    const { article } = cleaned;
    const fragment = sanitised(article.html);
    const body = fragment.querySelector("article") ?? fragment;
    const content = this.page.createElement("article");
    content.append(...body.childNodes);
    this.elements = align(content, article.blocks.filter((block) => !block.removed));
    enrich(content, capture);
    const head = header(article, capture, content);
    const language = article.language ?? capture.language;
    this.page.documentElement.lang = language;
    this.page.documentElement.dir = isRightToLeft(language) ? "rtl" : "ltr";
    this.main.replaceChildren(head, content);
    this.return(place);
  }

  /** The block at the top of the window, and how far it is from there. @returns {[number, number] | null} */
  place() {
    if (this.window.scrollY < 40) return null;
    for (const [index, element] of this.elements) {
      const { bottom, top } = element.getBoundingClientRect();
      if (bottom > 0) return [index, top];
    }
    return null;
  }

  /** @param {[number, number] | null} place */
  return(place) {
    if (!place) return;
    const [index, top] = place;
    const known = [...this.elements.keys()].filter((key) => key <= index).pop();
    const element = known === undefined ? undefined : this.elements.get(known);
    if (element) this.window.scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
  }

  /** The element of the kept block that stands last before a place. @param {number} index */
  before(index) {
    let best = -1;
    for (const key of this.elements.keys()) if (key <= index && key > best) best = key;
    return this.elements.get(best);
  }

  /** Scroll something into sight. @param {Element} element */
  reveal(element) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
  }
}

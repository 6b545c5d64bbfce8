// Shows removed blocks in their place in the article, struck through, in their plugin's colour.

import { el } from "../shared/dom.js";
import { huesOf, percent, plain } from "./colours.js";

export class Shown {
  /**
   * @param {import("./frame.js").ArticleFrame} frame
   * @param {import("./session.js").Session} session
   * @param {(act: () => Promise<unknown>) => Promise<void>} attempt
   */
  constructor(frame, session, attempt) {
    this.frame = frame;
    this.session = session;
    this.attempt = attempt;
    this.all = false;
    /** The removals that are shown. @type {Set<string>} */
    this.some = new Set();
  }

  draw() {
    for (const element of this.frame.main.querySelectorAll(".removed")) element.remove();
    const hue = huesOf(this.session.cleaned);
    /** The element after which the next removal goes, for each kept block. @type {Map<Element | undefined, Element>} */
    const last = new Map();
    for (const removal of this.session.cleaned?.removed ?? []) {
      if (!this.all && !this.some.has(removal.id)) continue;
      const before = this.frame.before(removal.block);
      const place = last.get(before) ?? (before && outer(before));
      const element = this.element(removal, hue(removal.plugin), place?.localName === "li" ? "li" : "div");
      if (place) place.after(element);
      else this.frame.main.prepend(element);
      last.set(before, element);
    }
  }

  /** @param {import("../types").Removal} removal @param {number} hue @param {"li" | "div"} tag */
  element(removal, hue, tag) {
    const restore = el("button", { text: "Restore", "aria-label": `Restore: ${removal.text.slice(0, 80)}` });
    restore.addEventListener("click", () => void this.attempt(() => this.session.restore([removal.id])));
    const why = `${plain(removal.plugin)} · ${removal.reason} · ${percent(removal.confidence)}`;
    const text = removal.kind === "rewrite" ? `${removal.text} → ${removal.replacement ?? ""}` : removal.text || "(a picture)";
    const element = el(
      tag,
      { class: "removed", "data-removal": removal.id, tabindex: "-1", role: "group", "aria-label": `Removed: ${why}` },
      el("span", { class: "why", text: why }),
      el("del", { text, dir: "auto" }),
      restore,
    );
    element.style.setProperty("--hue", String(hue));
    return element;
  }

  /** Show one in its place. @param {string} id */
  show(id) {
    this.some.add(id);
    this.draw();
    const element = /** @type {HTMLElement | null} */ (this.frame.main.querySelector(`[data-removal="${CSS.escape(id)}"]`));
    if (!element) return;
    this.frame.reveal(element);
    element.focus({ preventScroll: true });
  }

  /** @param {boolean} all */
  showAll(all) {
    const place = this.frame.place();
    this.all = all;
    if (!all) this.some.clear();
    this.draw();
    this.frame.return(place);
  }
}

/** What is taken as a whole: a block goes after a figure, not into it. @param {Element} element */
function outer(element) {
  return element.closest("figure, .table, blockquote, header") ?? element;
}

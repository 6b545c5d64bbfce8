// The article's headings, with the one that is being read marked.

import { byId, el } from "../shared/dom.js";

/** Fewer headings are no outline. */
const FEWEST = 2;
/** Pixels; the outline opens by itself beside the article when there is so much room. */
const WIDE = 1180;

export class Outline {
  /** @param {import("./frame.js").ArticleFrame} frame */
  constructor(frame) {
    this.frame = frame;
    this.nav = byId("outline", HTMLElement);
    this.button = byId("outline-button", HTMLButtonElement);
    /** @type {HTMLElement[]} */
    this.headings = [];
    this.touched = false;
    frame.page.addEventListener("scroll", () => this.follow(), { passive: true });
  }

  draw() {
    const all = /** @type {HTMLElement[]} */ ([...this.frame.main.querySelectorAll("article :is(h1,h2,h3,h4)")]);
    this.headings = all.filter((heading) => heading.textContent?.trim() && !heading.closest(".removed"));
    const top = Math.min(...this.headings.map((heading) => Number(heading.localName[1])));
    const items = this.headings.map((heading) => {
      const button = el("button", { text: heading.textContent?.trim(), dir: "auto", onclick: () => this.go(heading) });
      return el("li", { class: `level-${Math.min(3, Number(heading.localName[1]) - top + 1)}` }, button);
    });
    this.button.disabled = items.length < FEWEST;
    this.nav.replaceChildren(el("h2", { text: "Outline" }), el("ol", {}, ...items));
    if (!this.touched) this.open(items.length >= 3 && innerWidth >= WIDE);
    else if (this.button.disabled) this.open(false);
    this.follow();
  }

  /** @param {boolean} yes */
  open(yes) {
    this.nav.hidden = !yes;
    this.button.setAttribute("aria-expanded", String(yes));
  }

  toggle() {
    if (this.button.disabled) return;
    this.touched = true;
    this.open(this.nav.hidden === true);
    if (!this.nav.hidden) this.nav.querySelector("button")?.focus();
  }

  /** @param {HTMLElement} heading */
  go(heading) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    heading.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** @param {1 | -1} step */
  step(step) {
    // a heading that was just gone to may still be scrolling into sight
    const focused = this.headings.findIndex((heading) => heading === this.frame.page.activeElement);
    const to = (focused >= 0 ? focused : this.current()) + step;
    if (this.headings[to]) this.go(this.headings[to]);
    else if (step < 0) this.frame.window.scrollTo({ top: 0 });
  }

  /** The heading that is being read under, by number; -1 above the first. */
  current() {
    let at = -1;
    while (at + 1 < this.headings.length && this.headings[at + 1].getBoundingClientRect().top < 120) at++;
    return at;
  }

  follow() {
    if (this.nav.hidden) return;
    const now = this.current();
    [...this.nav.querySelectorAll("li")].forEach((item, at) => {
      const button = /** @type {HTMLElement} */ (item.firstElementChild);
      if (at === now) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
    });
  }
}

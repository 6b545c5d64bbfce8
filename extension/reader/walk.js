// From paragraph to paragraph with the keyboard.

export class Walk {
  /** @param {import("./frame.js").ArticleFrame} frame */
  constructor(frame) {
    this.frame = frame;
  }

  /** @param {1 | -1} step */
  step(step) {
    const all = /** @type {HTMLElement[]} */ ([...this.frame.main.querySelectorAll("h1, [data-block]:not(img), .removed")]);
    const now = this.frame.page.activeElement?.closest("h1, [data-block], .removed");
    let at = all.findIndex((element) => element === now);
    if (at < 0) at = all.findIndex((element) => element.getBoundingClientRect().bottom > 80) - (step > 0 ? 1 : 0);
    const to = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (!to) return;
    if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    this.frame.reveal(to);
  }
}

// The panel at the side: what was removed, or the highlights.

import { byId, el } from "../shared/dom.js";
import { drawHighlights } from "./panel-notes.js";
import { drawRemoved } from "./panel-removed.js";

export class Panel {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.aside = byId("panel", HTMLElement);
    /** @type {"removed" | "notes" | null} */
    this.open = null;
    /** Plugins whose removals are listed. @type {Set<string>} */
    this.unfolded = new Set();
    this.wanted = "";
  }

  /** @param {"removed" | "notes"} what */
  toggle(what) {
    this.open = this.open === what ? null : what;
    this.draw();
    if (this.open) this.aside.querySelector("h2")?.focus();
    else byId(what === "removed" ? "meter" : "notes-button", HTMLElement).focus();
  }

  close() {
    if (this.open) this.toggle(this.open);
  }

  draw() {
    byId("meter", HTMLElement).setAttribute("aria-expanded", String(this.open === "removed"));
    byId("notes-button", HTMLElement).setAttribute("aria-expanded", String(this.open === "notes"));
    this.aside.hidden = this.open === null;
    if (!this.open) return void this.aside.replaceChildren();
    const focused = this.focusedKey();
    const top = this.aside.scrollTop;
    const close = el("button", { class: "close", "aria-label": "Close the panel", text: "×", onclick: () => this.close() });
    const title = el("h2", { id: "panel-title", "data-focus": "title", tabindex: "-1", text: this.open === "removed" ? "What was removed" : "Highlights and notes" });
    const parts = this.open === "removed" ? drawRemoved(this) : drawHighlights(this);
    this.aside.replaceChildren(el("header", {}, title, close), ...parts);
    this.aside.scrollTop = top;
    if (focused) /** @type {HTMLElement | null} */ (this.aside.querySelector(`[data-focus="${CSS.escape(focused)}"]`))?.focus();
  }

  /** What had the focus before the panel is drawn again. */
  focusedKey() {
    const active = document.activeElement;
    return active instanceof HTMLElement && this.aside.contains(active) ? active.dataset.focus : undefined;
  }
}

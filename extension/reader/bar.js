// The bar at the top.

import { byId, el, icon } from "../shared/dom.js";

const ICONS = {
  "outline-button": ["M4 6h16M4 12h10M4 18h13", "Outline"],
  "listen-button": ["M5 9v6h4l5 4V5L9 9zM17.5 8.5a5 5 0 0 1 0 7", "Listen"],
  "notes-button": ["M5 19l1-5L16 4l4 4L10 18zM14 6l4 4", "Highlights and notes"],
  "save-button": ["M12 4v11m0 0l-4-4m4 4l4-4M5 20h14", "Copy or save"],
  "look-button": ["M3 18l5-13 5 13M5 13h6M15 18l3-8 3 8M16 15.500h4", "Look"],
  "help-button": ["M9 9a3 3 0 1 1 4 2.800c-.800.400-1 .900-1 1.700M12 17.500v.200", "Keyboard"],
};

/** @param {import("./view.js").View} view */
export function setUpBar(view) {
  for (const [id, [path, name]] of Object.entries(ICONS)) {
    const button = byId(id, HTMLButtonElement);
    button.replaceChildren(icon(path), el("span", { class: "name", text: name }));
    button.title = `${name} (${button.dataset.key})`;
  }
  const original = byId("original", HTMLAnchorElement);
  original.href = view.session.capture.url;
  original.title = "Open the original page (b)";
  original.replaceChildren(icon("M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9"), el("span", { class: "name", text: "Original" }));
  original.addEventListener("click", (event) => {
    event.preventDefault();
    void toOriginal(view);
  });
  byId("outline-button", HTMLElement).addEventListener("click", () => view.outline.toggle());
  byId("meter", HTMLElement).addEventListener("click", () => view.panel.toggle("removed"));
  byId("notes-button", HTMLElement).addEventListener("click", () => view.panel.toggle("notes"));
  byId("listen-button", HTMLElement).addEventListener("click", () => view.speaker.toggle());
  byId("save-button", HTMLElement).addEventListener("click", () => view.saving.toggle());
  byId("look-button", HTMLElement).addEventListener("click", () => view.look.open());
  byId("help-button", HTMLElement).addEventListener("click", () => view.help.open());
  followPosition(view.frame);
  return { draw: () => drawMeter(view.session) };
}

/** How much of the page is here, and how much is not. @param {import("./session.js").Session} session */
function drawMeter(session) {
  const percent = Math.round(100 * session.keptShare());
  const removed = session.cleaned?.removed.length ?? 0;
  const ring = el("i", { class: "ring", "aria-hidden": "true" });
  ring.style.setProperty("--kept", `${percent}%`);
  const meter = byId("meter", HTMLButtonElement);
  meter.replaceChildren(
    ring,
    el("span", {}, `${percent}%`, el("span", { class: "wide", text: " of the text" }), " kept"),
    el("span", { class: "removed-count", text: `${removed.toLocaleString("en")} removed` }),
  );
  meter.title = "What was removed (r)";
}

/** @param {import("./frame.js").ArticleFrame} frame */
function followPosition(frame) {
  const holder = byId("position", HTMLElement);
  const bar = /** @type {HTMLElement} */ (holder.firstElementChild);
  const draw = () => {
    const { scrollHeight, clientHeight } = frame.page.documentElement;
    const share = scrollHeight > clientHeight ? frame.window.scrollY / (scrollHeight - clientHeight) : 1;
    bar.style.transform = `scaleX(${Math.min(1, share)})`;
    holder.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  };
  frame.page.addEventListener("scroll", draw, { passive: true });
}

/** Back to the page: to its tab when it is still there, else to its address. @param {import("./view.js").View} view */
export async function toOriginal({ session, stored }) {
  const own = await chrome.tabs.getCurrent();
  if (stored.tabId !== undefined && own?.id !== stored.tabId) {
    try {
      await chrome.tabs.update(stored.tabId, { active: true });
      return;
    } catch {
      // it was closed
    }
  }
  if (own?.id === stored.tabId && history.length > 1) history.back();
  else location.assign(session.capture.url);
}

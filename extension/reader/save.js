// Copies the article, or saves it in a format that the service writes.

import { byId, el } from "../shared/dom.js";
import { cleanRequest, send } from "../shared/service.js";
import { download, fileName } from "./download.js";
import { openReport } from "./report.js";
import { toast } from "./toast.js";

/** @type {[string, string, string][]} format, name, ending */
const FORMATS = [
  ["markdown", "Markdown", "md"],
  ["html", "HTML", "html"],
  ["epub", "EPUB", "epub"],
  ["json", "JSON, with all that was removed", "json"],
];

/** @param {import("./view.js").View} view */
export function setUpSaving(view) {
  const menu = byId("menu", HTMLElement);
  const button = byId("save-button", HTMLButtonElement);

  const copy = async (/** @type {"markdown" | "text"} */ what) => {
    const { cleaned } = view.session;
    if (!cleaned) return;
    await navigator.clipboard.writeText(cleaned.article[what]);
    toast(what === "markdown" ? "Copied as Markdown" : "Copied as text");
  };
  const save = (/** @type {string} */ format, /** @type {string} */ ending) => view.attempt(() => exported(view, format, ending));
  const items = [
    ["Copy as Markdown", () => copy("markdown")],
    ["Copy as text", () => copy("text")],
    ...FORMATS.map(([format, name, ending]) => /** @type {const} */ ([`Save as ${name}`, () => save(format, ending)])),
    ["Print, or save as PDF", () => view.frame.window.print()],
    ["Report a bad page …", () => openReport(view)],
  ].map(([name, act]) => el("button", { role: "menuitem", tabindex: "-1", text: String(name), onclick: () => (toggle(), /** @type {() => unknown} */ (act)()) }));

  const toggle = () => {
    menu.hidden = !menu.hidden;
    button.setAttribute("aria-expanded", String(!menu.hidden));
    if (menu.hidden) return button.focus();
    menu.replaceChildren(...items);
    items[0].focus();
  };
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      items[(at + step + items.length) % items.length].focus();
    } else if (event.key === "Tab") toggle();
  });
  menu.addEventListener("focusout", (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (!menu.hidden && to !== button && !menu.contains(to) && document.hasFocus()) toggle();
  });
  return { toggle, copy, isOpen: () => !menu.hidden };
}

/** @param {import("./view.js").View} view @param {string} format @param {string} ending */
async function exported({ session }, format, ending) {
  const response = await send("/api/export", { ...cleanRequest(session.capture, session.choices), format });
  const title = session.cleaned?.article.title || session.capture.title || "article";
  download(await response.blob(), `${fileName(title)}.${ending}`);
}

// What the reader says in place of the article: that it works, or what went wrong and what to do.

import { byId, el } from "../shared/dom.js";
import { commandLine, pairing } from "../shared/pairing.js";
import { faultNow } from "../shared/service.js";
import { faultText } from "./faults.js";

/** Milliseconds before the reader says that it works: most pages are done by then. */
const PATIENCE = 250;
/** Milliseconds between looks whether the service is running by now. */
const RETRY = 2500;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const holder = () => byId("message", HTMLElement);

export function hideMessage() {
  clearTimeout(timer);
  holder().hidden = true;
  holder().replaceChildren();
}

/** @param {string} doing @param {number} size letters of the page, when that is worth saying @param {() => void} cancel */
export function showWorking(doing, size, cancel) {
  hideMessage();
  const begun = Date.now();
  const seconds = el("span", { class: "seconds", "aria-hidden": "true" });
  const about = size ? ` of ${(size / 1e6).toFixed(1)} MB` : "";
  const show = () => {
    holder().replaceChildren(
      el("div", { class: "working", role: "status" }, el("p", {}, `${doing}${about} `, seconds), el("progress", { "aria-label": doing })),
      el("button", { text: "Cancel", onclick: cancel }),
    );
    holder().hidden = false;
    tick();
  };
  const tick = () => {
    const passed = Math.floor((Date.now() - begun) / 1000);
    seconds.textContent = passed ? `${passed} s` : "";
    timer = setTimeout(tick, 1000);
  };
  document.body.dataset.state = "working";
  timer = setTimeout(show, PATIENCE);
}

/**
 * @param {string} kind
 * @param {string} said by the service or the browser
 * @param {{again?: () => unknown, close?: () => void, size?: number, url?: string}} ways
 */
export function showFault(kind, said, { again, close, size = 0, url = "" }) {
  hideMessage();
  const text = faultText(kind, { said, size });
  /** @type {HTMLElement[]} */
  const parts = [el("h1", { text: text.title, tabindex: "-1" }), ...text.say.map((line) => el("p", { text: line }))];
  if (text.command) parts.push(commandLine(text.command));
  if (kind === "pair" && again) parts.push(pairing(again));
  const buttons = el("p", { class: "buttons" });
  if (again && kind !== "pair") buttons.append(el("button", { class: "first", text: text.again ?? "Try again", onclick: again }));
  if (close) buttons.append(el("button", { text: "Back to the article", onclick: close }));
  if (url) buttons.append(el("a", { href: url, text: "Open the original page" }));
  buttons.append(el("a", { href: "../options/options.html", target: "_blank", text: "Settings" }));
  holder().replaceChildren(el("div", { class: `fault ${kind}`, role: "alert" }, ...parts, buttons));
  holder().hidden = false;
  document.body.dataset.state = `fault-${kind}`;
  holder().querySelector(/** @type {any} */ (kind === "pair" ? "input" : "h1"))?.focus();
  if (kind === "down" && again) timer = setTimeout(() => watch(again), RETRY);
}

/** Look whether the service is there by now; any answer says so. @param {() => unknown} again */
async function watch(again) {
  const fault = await faultNow(RETRY);
  if (fault?.kind === "down") timer = setTimeout(() => watch(again), RETRY);
  else again();
}

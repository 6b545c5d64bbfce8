// A short note at the foot of the reader.

import { byId, el } from "../shared/dom.js";

/** Milliseconds; long enough to reach the button with the keyboard. */
const STAYS = 8000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/** @param {string} text @param {{label: string, act: () => unknown}} [button] */
export function toast(text, button) {
  const holder = byId("toast", HTMLElement);
  const parts = [el("span", { text })];
  if (button) parts.push(el("button", { text: button.label, onclick: () => (holder.replaceChildren(), button.act()) }));
  holder.replaceChildren(...parts);
  clearTimeout(leaving);
  leaving = setTimeout(() => holder.contains(document.activeElement) || holder.replaceChildren(), STAYS);
}

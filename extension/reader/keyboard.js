// The keyboard, in the reader and in the article's frame.

import { KEYS } from "./keys.js";

/** @param {import("./view.js").View} view */
export function setUpKeyboard(view) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return void escape(view, event);
    if (isTyping(/** @type {Element | null} */ (event.target))) return;
    const name = named(event);
    const found = KEYS.find(({ keys }) => keys.includes(name));
    if (!found) return;
    event.preventDefault();
    void found.act(view);
  };
  document.addEventListener("keydown", press);
  view.frame.page.addEventListener("keydown", press);
}

/** @param {KeyboardEvent} event */
function named(event) {
  if (event.altKey) return "";
  return event.ctrlKey || event.metaKey ? `Ctrl+${event.key.toLowerCase()}` : event.key;
}

/** @param {Element | null} target */
function isTyping(target) {
  return target?.matches?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, [role=menuitem]") ?? false;
}

/** The innermost thing that is open closes. @param {import("./view.js").View} view @param {KeyboardEvent} event */
function escape(view, event) {
  if (document.querySelector(":popover-open")) return;
  if (view.saving.isOpen()) view.saving.toggle();
  else if (view.panel.open) view.panel.close();
  else if (view.speaker.on) view.speaker.stop();
  else return;
  event.preventDefault();
}

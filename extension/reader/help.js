// What "?" shows.

import { byId, el } from "../shared/dom.js";
import { KEYS } from "./keys.js";

export function setUpHelp() {
  const dialog = byId("help", HTMLDialogElement);
  return {
    open() {
      const rows = KEYS.map(({ keys, does }) => el("div", {}, el("dt", {}, ...keys.map((key) => el("kbd", { text: key }))), el("dd", { text: does })));
      const close = el("button", { class: "close", "aria-label": "Close", text: "×", onclick: () => dialog.close() });
      const note = el("p", { class: "hint", text: "Escape closes whatever is open. The browser’s own keys scroll, find and zoom as everywhere." });
      dialog.replaceChildren(el("header", {}, el("h2", { text: "Keyboard" }), close), el("dl", {}, ...rows), note);
      dialog.showModal();
    },
  };
}

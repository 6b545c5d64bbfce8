/**
 * Why a block was removed, and what can be done about it.
 *
 * @import { Evidence, Removal } from "./api.js"
 */

import { colourOf } from "./colours.js";
import { button, byId, counted, make } from "./dom.js";

/**
 * @typedef {{restore: () => void, restorePlugin: () => void, next: () => void, previous: () => void, close: () => void}} Actions
 */

/**
 * @param {Removal} removal
 * @param {{restored: boolean, others: number}} about whether it is restored, and how many removals of its plugin are not
 * @param {Actions} actions
 */
export function showWhy(removal, about, actions) {
  const panel = byId("why");
  panel.style.setProperty("--colour", colourOf(removal.plugin));
  const done = about.restored ? "Restored" : removal.kind === "rewrite" ? "Changed" : "Removed";
  const again = removal.kind === "rewrite" ? "Change it again" : "Take it away again";
  panel.replaceChildren(
    make(
      document,
      "div",
      { class: "top" },
      make(document, "h2", { id: "why-title" }, `${done}: ${removal.plugin}`),
      button("‹", actions.previous, { class: "quiet", "aria-label": "Previous removal" }),
      button("›", actions.next, { class: "quiet", "aria-label": "Next removal" }),
      button("Close", actions.close, { class: "quiet" }),
    ),
    make(document, "p", { class: "reason" }, sentence(removal.reason)),
    make(document, "blockquote", {}, short(removal.text)),
    ...(removal.replacement === null ? [] : [make(document, "blockquote", {}, `Now: ${short(removal.replacement)}`)]),
    details(removal),
    make(
      document,
      "div",
      { class: "row" },
      button(about.restored ? again : "Restore this", actions.restore, { class: "primary", id: "restore-one" }),
      ...(about.others > (about.restored ? 0 : 1) ? [button(`Restore all ${about.others} of ${removal.plugin}`, actions.restorePlugin)] : []),
    ),
  );
  panel.hidden = false;
}

export function hideWhy() {
  byId("why").hidden = true;
}

/** @param {Removal} removal */
function details(removal) {
  const title = `${counted(removal.evidence.length, "verdict")}, ${percent(removal.confidence)} sure`;
  return make(document, "details", {}, make(document, "summary", {}, title), facts(removal), evidence(removal.evidence));
}

/** @param {number} confidence */
function percent(confidence) {
  return confidence < 1 && confidence >= 0.995 ? "over 99 %" : `${Math.round(confidence * 100)} %`;
}

/** @param {Removal} removal */
function facts(removal) {
  const rows = [
    ["Rule", removal.rule],
    ["Place", removal.line === null ? (removal.path ?? "") : `line ${removal.line}`],
  ];
  return make(
    document,
    "dl",
    {},
    ...rows.filter(([, value]) => value).flatMap(([name, value]) => [make(document, "dt", {}, name), make(document, "dd", {}, value)]),
  );
}

/** @param {Evidence[]} items */
function evidence(items) {
  const word = { drop: "removes it", keep: "keeps it", rewrite: "changes it" };
  const lines = items.map((item) => `${item.plugin} ${word[item.verdict]} (${percent(item.confidence)}): ${item.reason}`);
  return make(document, "ul", { class: "evidence" }, ...lines.map((line) => make(document, "li", {}, line)));
}

/** @param {string} text */
function short(text) {
  return text.length > 600 ? `${text.slice(0, 600)} …` : text || "(no text)";
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

// The list of highlights and notes of this article.

import { el } from "../shared/dom.js";

/** @param {import("./panel.js").Panel} panel @returns {HTMLElement[]} */
export function drawHighlights(panel) {
  const { highlights } = panel.view;
  const hint = el("p", { class: "hint" }, "Select text in the article, then press ", el("kbd", { text: "h" }), " to highlight it or ", el("kbd", { text: "n" }), " to write a note. They stay in this browser.");
  if (!highlights.all.length) return [hint];
  const items = highlights.all.map((one) => {
    const range = highlights.ranges.get(one.id);
    const quote = el("button", { class: "excerpt", dir: "auto", text: one.quote, "data-focus": `quote ${one.id}`, disabled: !range });
    quote.addEventListener("click", () => highlights.reveal(one.id));
    return el(
      "li",
      {},
      quote,
      one.note ? el("p", { class: "note", text: one.note, dir: "auto" }) : null,
      range ? null : el("p", { class: "reason", text: "Not in the article as it is now; kept here." }),
      el(
        "div",
        { class: "actions" },
        el("button", { text: one.note ? "Edit the note" : "Add a note", "data-focus": `note ${one.id}`, onclick: () => highlights.edit(one).then(() => panel.draw()) }),
        el("button", { text: "Delete", "aria-label": `Delete the highlight ${one.quote.slice(0, 60)}`, onclick: () => highlights.remove(one).then(() => panel.draw()) }),
      ),
    );
  });
  return [hint, el("ol", { class: "notes" }, ...items)];
}

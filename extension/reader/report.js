// "Report a bad page": a case file on this computer, which a developer can put among the tests. Nothing is sent.

import { byId, el } from "../shared/dom.js";
import { download, fileName } from "./download.js";
import { scrubbed, scrubbedAddress } from "./scrub.js";

const FAULTS = [
  ["lost", "Something of the article is missing"],
  ["clutter", "Something is left that is no article"],
  ["wrong", "The title, author or date is wrong"],
  ["look", "It is all there, but looks wrong"],
];

/** @param {import("./view.js").View} view */
export function openReport(view) {
  const dialog = byId("report", HTMLDialogElement);
  const selected = view.frame.page.getSelection()?.toString() ?? "";
  const kinds = FAULTS.map(([value, text], at) => el("label", {}, el("input", { type: "radio", name: "fault", value, checked: at === 0 }), el("span", { text })));
  const note = el("textarea", { rows: "4", "aria-label": "What is wrong", placeholder: "What is wrong, in your words" });
  dialog.replaceChildren(
    el("header", {}, el("h2", { text: "Report a bad page" })),
    el("p", { text: "This saves a file on this computer: the page without scripts, forms, e-mail addresses, long numbers and the private parts of its addresses, and what you restored. Nothing is sent. Look into it before you give it away." }),
    el("p", { class: "hint", text: selected.trim() ? `You selected: “${selected.trim().slice(0, 80)}”. It is named in the file as no part of the article.` : "Restore what is missing, or select what should not be there, before you report: the file then names it." }),
    el("form", { method: "dialog" }, el("fieldset", {}, ...kinds), note, el("p", { class: "buttons" }, el("button", { class: "first", value: "save", text: "Save the case file" }), el("button", { value: "", text: "Cancel" }))),
  );
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "save") return;
    const fault = /** @type {HTMLInputElement | null} */ (dialog.querySelector("input:checked"))?.value ?? "lost";
    const data = caseFile(view.session, fault, note.value.trim(), selected);
    const site = view.session.site || "page";
    download(new Blob([`${JSON.stringify(data, null, 1)}\n`], { type: "application/json" }), `${fileName(site)}.case.json`);
  };
  dialog.showModal();
}

/**
 * What a test needs: the page, what was restored and must be kept, and what is removed now.
 *
 * @param {import("./session.js").Session} session
 * @param {string} fault
 * @param {string} note
 * @param {string} [selected] what the person selected as no part of the article
 */
export function caseFile(session, fault, note, selected = "") {
  const restored = session.removals.filter((one) => session.isRestored(one.id));
  return {
    fault,
    note,
    url: scrubbedAddress(session.capture.url),
    drop: selected.split("\n").map((line) => scrubbed(line.trim())).filter(Boolean),
    keep: restored.map((one) => scrubbed(one.text)),
    removed: (session.cleaned?.removed ?? []).map(({ text, plugin, rule, confidence }) => ({ text: scrubbed(text), plugin, rule, confidence })),
    plugins: (session.cleaned?.plugins ?? []).map(({ name, version }) => `${name} ${version}`),
    html: scrubbed(session.capture.html, true),
  };
}

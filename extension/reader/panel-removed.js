// The list of what was removed, by plugin: text, reason, confidence; and the ways to bring it back.

import { counted, el } from "../shared/dom.js";
import { huesOf, percent, plain } from "./colours.js";

/** Removals that are listed at once; the rest comes with one more click. */
const AT_ONCE = 60;

/** @param {import("./panel.js").Panel} panel @returns {HTMLElement[]} */
export function drawRemoved(panel) {
  const { session, shown } = panel.view;
  const { removals } = session;
  const everything = removals.length > 0 && removals.every((one) => session.isRestored(one.id));
  const actions = el(
    "div",
    { class: "actions" },
    toggle("Show in place", shown.all, () => (shown.showAll(!shown.all), panel.draw()), "x"),
    button("Undo", () => void panel.view.undo(), "undo", session.history.length === 0, "u"),
    button("Restore everything", () => void panel.view.attempt(() => session.restoreAll()), "all", everything || !removals.length),
  );
  /** @type {HTMLElement[]} */
  const parts = [summary(panel), actions];
  for (const problem of session.cleaned?.problems ?? []) parts.push(el("p", { class: "problem", text: problem }));
  if (removals.length > 12) parts.push(search(panel));
  const hue = huesOf(session.cleaned);
  for (const [plugin, group] of grouped(panel)) parts.push(section(panel, plugin, group, hue(plugin)));
  for (const plugin of session.choices.disable) parts.push(switchedOff(panel, plugin));
  if (!removals.length) parts.push(el("p", { class: "empty", text: "Nothing: the whole page is here." }));
  return parts;
}

/** @param {import("./panel.js").Panel} panel */
function summary({ view: { session } }) {
  const share = Math.round(100 * session.keptShare());
  const meter = el("div", { class: "meter", role: "img", "aria-label": `${share}% of the page's visible text is kept` }, el("i"));
  /** @type {HTMLElement} */ (meter.firstElementChild).style.width = `${share}%`;
  const gone = session.cleaned?.removed.length ?? 0;
  const back = session.removals.filter((one) => session.isRestored(one.id)).length;
  const text = `${share}% of the page’s visible text is kept. ${counted(gone, "block")} removed${back ? `, ${back} restored` : ""}.`;
  return el("div", { class: "summary" }, meter, el("p", { text }));
}

/** By plugin, the one that took away most first; what the page itself hides at the end. @param {import("./panel.js").Panel} panel */
function grouped({ view: { session }, wanted }) {
  /** @type {Map<string, import("../types").Removal[]>} */
  const groups = new Map();
  for (const removal of session.removals) {
    if (wanted && !`${removal.text} ${removal.reason}`.toLowerCase().includes(wanted.toLowerCase())) continue;
    groups.set(removal.plugin, [...(groups.get(removal.plugin) ?? []), removal]);
  }
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
}

/** @param {import("./panel.js").Panel} panel @param {string} plugin @param {import("../types").Removal[]} group @param {number} hue */
function section(panel, plugin, group, hue) {
  const { session } = panel.view;
  const open = panel.unfolded.has(plugin) || panel.wanted !== "" || session.removals.length <= 12;
  const back = group.filter((one) => session.isRestored(one.id)).length;
  const details = el("details", { class: "plugin", open });
  details.style.setProperty("--hue", String(hue));
  const summary = el(
    "summary",
    { "data-focus": `plugin ${plugin}` },
    el("span", { class: "swatch", "aria-hidden": "true" }),
    el("strong", { text: plain(plugin) }),
    el("span", { class: "count", text: back ? `${group.length - back} of ${group.length}` : String(group.length) }),
  );
  details.addEventListener("toggle", () => {
    if (!details.isConnected) return;
    if (details.open) panel.unfolded.add(plugin);
    else panel.unfolded.delete(plugin);
    if (details.open && !details.querySelector("ol")) fill();
  });
  const fill = () => {
    const all = button("Restore all", () => void panel.view.attempt(() => session.restorePlugin(plugin)), `all ${plugin}`, back === group.length);
    const off = button("Switch off here", () => void panel.view.attempt(() => session.switchForSite(plugin, false)), `off ${plugin}`);
    off.title = `Do without ${plain(plugin)} on ${session.site || "this page"}; the settings list it`;
    details.append(el("div", { class: "actions" }, all, off), list(panel, group));
  };
  details.append(summary);
  if (open) fill();
  return details;
}

/** @param {import("./panel.js").Panel} panel @param {import("../types").Removal[]} group */
function list(panel, group) {
  const items = el("ol", {}, ...group.slice(0, AT_ONCE).map((removal) => item(panel, removal)));
  if (group.length > AT_ONCE) {
    const more = el("button", { class: "more", text: `Show ${group.length - AT_ONCE} more` });
    more.addEventListener("click", () => more.parentElement?.replaceWith(...group.slice(AT_ONCE).map((removal) => item(panel, removal))));
    items.append(el("li", {}, more));
  }
  return items;
}

/** @param {import("./panel.js").Panel} panel @param {import("../types").Removal} removal */
function item(panel, removal) {
  const { session, shown } = panel.view;
  const back = session.isRestored(removal.id);
  const text = removal.text || "(a picture)";
  const show = el("button", { class: "excerpt", dir: "auto", text: text.length > 160 ? `${text.slice(0, 159)}…` : text, "data-focus": `show ${removal.id}` });
  show.title = back ? "Show it in the article" : "Show it in its place";
  show.addEventListener("click", () => (back ? reveal(panel, removal) : shown.show(removal.id)));
  const actions = el("div", { class: "actions" });
  if (back) {
    actions.append(button("Remove again", () => void panel.view.attempt(() => session.removeAgain([removal.id])), `again ${removal.id}`));
    if (session.site) actions.append(button("Always keep this kind here", () => void panel.view.attempt(() => session.alwaysKeep(removal)), `keep ${removal.id}`));
  } else actions.append(button("Restore", () => void panel.view.attempt(() => session.restore([removal.id])), `again ${removal.id}`));
  const sure = el("span", { class: "sure", title: "How sure the cleaner is", text: percent(removal.confidence) });
  return el("li", { class: back ? "restored" : "" }, show, el("p", { class: "reason" }, el("span", { text: removal.reason }), sure), actions);
}

/** @param {import("./panel.js").Panel} panel @param {import("../types").Removal} removal */
function reveal({ view: { frame } }, removal) {
  const element = frame.elements.get(removal.block) ?? frame.before(removal.block);
  if (!element) return;
  frame.reveal(element);
  element.classList.add("flash");
  setTimeout(() => element.classList.remove("flash"), 1600);
}

/** @param {import("./panel.js").Panel} panel @param {string} plugin */
function switchedOff(panel, plugin) {
  const { session } = panel.view;
  const on = button("Switch on again", () => void panel.view.attempt(() => session.switchForSite(plugin, true)), `on ${plugin}`);
  return el("div", { class: "off" }, el("p", { text: `${plain(plugin)} is switched off here.` }), on);
}

/** @param {import("./panel.js").Panel} panel */
function search(panel) {
  const field = el("input", { type: "search", placeholder: "Find in what was removed", "aria-label": "Find in what was removed", "data-focus": "search" });
  field.value = panel.wanted;
  field.addEventListener("input", () => {
    panel.wanted = field.value;
    const at = field.selectionStart;
    panel.draw();
    /** @type {HTMLInputElement | null} */ (panel.aside.querySelector("input[type=search]"))?.setSelectionRange(at, at);
  });
  return field;
}

/** @param {string} text @param {() => void} act @param {string} focus @param {boolean} [disabled] @param {string} [key] */
function button(text, act, focus, disabled = false, key = "") {
  return el("button", { text, onclick: act, "data-focus": focus, disabled, title: key ? `${text} (${key})` : undefined });
}

/** @param {string} text @param {boolean} on @param {() => void} act @param {string} key */
function toggle(text, on, act, key) {
  return el("button", { text, onclick: act, "data-focus": text, "aria-pressed": String(on), title: `${text} (${key})` });
}

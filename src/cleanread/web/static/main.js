/**
 * The page: takes a source, shows its result, and lets the reader change it.
 *
 * @import { Plugin, Source } from "./api.js"
 */

import * as api from "./api.js";
import { colourOf } from "./colours.js";
import { button, byId, counted, make } from "./dom.js";
import { LIMIT, onDrop, readFile, sourceOf } from "./input.js";
import { documentOf, focusMark, highlight, showArticle, showOriginal } from "./panes.js";
import { Session } from "./session.js";
import { applyTheme, themeButton } from "./theme.js";
import { hideWhy, showWhy } from "./why.js";

/** @type {Session | null} */
let session = null;
/** @type {string | null} */
let selected = null;
/** @type {Plugin[]} */
let cleaning = [];
/** @type {Document | null} */
let originalDoc = null;
/** @type {Document | null} */
let articleDoc = null;

/** Run something that may fail, with the page saying that it is at work. @param {string} doing @param {() => Promise<void>} work */
async function busy(doing, work) {
  document.body.classList.add("busy");
  say(doing);
  byId("alert").hidden = true;
  try {
    await work();
  } catch (error) {
    say("");
    byId("alert").textContent = error instanceof Error ? error.message : String(error);
    byId("alert").hidden = false;
    byId("alert").scrollIntoView({ block: "nearest" });
  } finally {
    document.body.classList.remove("busy");
  }
}

/** @param {string} text */
function say(text) {
  byId("status").textContent = text;
}

/** @param {Source} source */
async function start(source) {
  await busy("Cleaning …", async () => {
    if (!cleaning.length) cleaning = (await api.plugins()).filter((plugin) => plugin.cleans);
    for (const plugin of cleaning) colourOf(plugin.name);
    session = new Session(source, await api.clean({ ...source, disable: [] }));
    selected = null;
    hideWhy();
    byId("start").hidden = true;
    byId("result").hidden = false;
    await documents();
    show();
    scrollTo(0, 0);
    originalDoc?.documentElement.scrollTo(0, 0);
    articleDoc?.documentElement.scrollTo(0, 0);
    byId("title").focus({ preventScroll: true });
  });
}

async function documents() {
  if (originalDoc && articleDoc) return;
  originalDoc = await documentOf(byId("original"));
  articleDoc = await documentOf(byId("article"));
  for (const doc of [originalDoc, articleDoc]) {
    applyTheme(doc);
    doc.addEventListener("keydown", keys);
  }
}

/** Show everything as it is now. */
function show() {
  if (!session || !originalDoc || !articleDoc) return;
  const { result, removals } = session.now;
  const { article } = result;
  document.title = `${article.title ?? "Article"} – cleanread`;
  byId("title").textContent = article.title ?? "Article without a title";
  byId("meta").textContent = [article.byline, article.published?.slice(0, 10), article.site_name, article.language].filter(Boolean).join(" · ");
  byId("undo").disabled = !session.canUndo;
  byId("restore-all").disabled = session.removed.length === 0;
  showKept();
  showProblems(result.problems);
  showPlugins();
  showOriginal(originalDoc, session, select);
  showArticle(articleDoc, session, article.title);
  if (selected !== null && !removals.has(selected)) closeWhy();
  else if (selected !== null) openWhy(selected);
}

function showKept() {
  if (!session) return;
  const { kept, all } = session.words;
  const share = all ? Math.round((kept / all) * 100) : 100;
  byId("kept-text").replaceChildren(make(document, "strong", {}, `${share} % kept`), `: ${kept.toLocaleString("en")} of ${counted(all, "word")}`);
  byId("kept").setAttribute("aria-valuenow", String(share));
  byId("kept").style.setProperty("--share", `${share}%`);
  const blocks = session.now.result.article.blocks.length;
  const dropped = session.removed.filter((removal) => removal.kind === "drop").length;
  byId("original-count").textContent = `– ${counted(blocks, "block")}, ${dropped} removed`;
  byId("article-count").textContent = `– ${counted(blocks - dropped, "block")}`;
  say(`${share} percent of the words kept, ${counted(session.removed.length, "removal")}`);
}

/** @param {string[]} problems */
function showProblems(problems) {
  byId("problems").hidden = problems.length === 0;
  byId("problems").replaceChildren(...problems.map((problem) => make(document, "li", {}, problem)));
}

function showPlugins() {
  if (!session) return;
  const current = session;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.id;
  byId("plugins").replaceChildren(
    ...cleaning.map((plugin) => {
      const off = current.now.disabled.has(plugin.name);
      const removed = current.removedBy(plugin.name);
      const box = /** @type {HTMLInputElement} */ (make(document, "input", { type: "checkbox", id: `plugin-${plugin.name}` }));
      box.checked = !off;
      box.addEventListener("change", () => toggle(plugin.name));
      const count = make(document, "span", { class: "count" }, String(removed.length));
      const label = make(document, "label", { title: plugin.summary }, box, plugin.name, count, make(document, "span", { class: "visually-hidden" }, "removed"));
      const item = make(document, "li", {}, label);
      if (removed.length) {
        const all = () => change(() => current.restore(removed.map((removal) => removal.id)));
        item.append(button("Restore", all, { id: `restore-${plugin.name}`, "aria-label": `Restore all ${removed.length} of ${plugin.name}` }));
      }
      item.classList.toggle("off", off);
      item.style.setProperty("--colour", colourOf(plugin.name));
      return item;
    }),
  );
  if (focused) byId(focused)?.focus();
}

/** Switch a plugin on or off: the page is cleaned anew. @param {string} name */
async function toggle(name) {
  if (!session) return;
  const current = session;
  const disabled = new Set(current.now.disabled);
  if (!disabled.delete(name)) disabled.add(name);
  await busy("Cleaning …", async () => {
    current.switched(await api.clean({ ...current.source, disable: [...disabled].sort() }), disabled);
  });
  show();
}

/** @param {() => void} action */
function change(action) {
  action();
  show();
}

/** @param {string} id @param {boolean} byKey whether the keyboard goes on in the panel */
function select(id, byKey = false) {
  selected = id;
  if (matchMedia("(max-width: 52rem)").matches) byId("panes").scrollIntoView({ block: "start" });
  openWhy(id);
  if (byKey) byId("restore-one").focus();
}

/** @param {string} id */
function openWhy(id) {
  const removal = session?.now.removals.get(id);
  if (!session || !originalDoc || !removal) return;
  const current = session;
  const restored = current.now.restored.has(id);
  const others = current.removedBy(removal.plugin);
  const inside = byId("why").contains(document.activeElement);
  showWhy(removal, { restored, others: others.length }, {
    restore: () => change(() => current.restore([id], !restored)),
    restorePlugin: () => change(() => current.restore(others.map((other) => other.id))),
    next: () => step(1),
    previous: () => step(-1),
    close: closeWhy,
  });
  highlight(originalDoc, id, covered(byId("original"), byId("why")));
  if (inside) byId("restore-one").focus();
  say(`${restored ? "Restored" : "Removed"} by ${removal.plugin}: ${removal.reason}`);
}

/** How much of an element's lower part another one lies on, in pixels. @param {HTMLElement} below @param {HTMLElement} above */
function covered(below, above) {
  const lower = below.getBoundingClientRect(), upper = above.getBoundingClientRect();
  return upper.left < lower.right && lower.left < upper.right ? Math.max(0, Math.round(lower.bottom - upper.top)) : 0;
}

function closeWhy() {
  const id = selected;
  const inside = byId("why").contains(document.activeElement);
  selected = null;
  hideWhy();
  if (!originalDoc) return;
  highlight(originalDoc, null);
  if (id !== null && inside) focusMark(originalDoc, id);
}

/** Go to the next or previous removal. @param {1 | -1} by */
function step(by) {
  const all = session?.now.result.removed ?? [];
  if (!all.length || !originalDoc) return;
  const at = all.findIndex((removal) => removal.id === selected);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  pane("original");
  select(all[next].id);
}

/** On a narrow screen, which of the two is seen. @param {"original" | "article"} name */
function pane(name) {
  byId("panes").dataset.shown = name;
  byId("show-original").setAttribute("aria-pressed", String(name === "original"));
  byId("show-article").setAttribute("aria-pressed", String(name === "article"));
}

/** @param {string} format */
async function save(format) {
  const current = session;
  if (!current) return;
  await busy("Saving …", async () => {
    const { content, name } = await api.exported(current.request(), format);
    const link = /** @type {HTMLAnchorElement} */ (make(document, "a", { download: name, href: URL.createObjectURL(content) }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(`Saved as ${name}`);
  });
}

async function copy() {
  const current = session;
  if (!current) return;
  await busy("Copying …", async () => {
    const { content } = await api.exported(current.request(), "markdown");
    await navigator.clipboard.writeText(await content.text());
    byId("copy").textContent = "Copied";
    say("The article is in the clipboard as Markdown");
    setTimeout(() => (byId("copy").textContent = "Copy Markdown"), 2000);
  });
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!session || byId("result").hidden || event.ctrlKey || event.metaKey || event.altKey || target.closest?.("input, textarea, select")) return;
  const current = session;
  const actions = {
    n: () => step(1),
    p: () => step(-1),
    u: () => change(() => current.undo()),
    r: () => selected !== null && byId("restore-one").click(),
    escape: closeWhy,
  };
  const action = actions[/** @type {keyof typeof actions} */ (event.key.toLowerCase())];
  if (action) {
    event.preventDefault();
    action();
  }
}

/** @param {File} file */
async function take(file) {
  await busy("Reading …", async () => {
    const { text, kind } = await readFile(file);
    await start(sourceOf(text, kind, byId("url").value.trim()));
  });
}

function again() {
  byId("result").hidden = true;
  byId("start").hidden = false;
  document.title = "cleanread";
  byId("source").select();
  byId("source").focus();
}

byId("form").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const text = byId("source").value;
  const address = byId("fetch")?.value.trim();
  if (text.length > LIMIT) busy("", async () => Promise.reject(new Error("This is more than 10 MB.")));
  else if (text.trim()) start(sourceOf(text, byId("kind").value, byId("url").value.trim()));
  else if (address) start({ fetch: address });
  else byId("source").focus();
});
byId("source").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("form").requestSubmit();
});
byId("file").addEventListener("change", () => {
  const file = byId("file").files?.[0];
  byId("file").value = "";
  if (file) take(file);
});
byId("example").addEventListener("click", async () => {
  byId("source").value = await (await fetch("/static/example.html")).text();
  byId("form").requestSubmit();
});
byId("again").addEventListener("click", again);
byId("undo").addEventListener("click", () => change(() => session?.undo()));
byId("restore-all").addEventListener("click", () => change(() => session?.restore(session.removed.map((removal) => removal.id))));
byId("copy").addEventListener("click", copy);
byId("show-original").addEventListener("click", () => pane("original"));
byId("show-article").addEventListener("click", () => pane("article"));
for (const control of document.querySelectorAll("[data-format]")) {
  control.addEventListener("click", () => save(/** @type {HTMLElement} */ (control).dataset.format ?? "markdown"));
}
document.addEventListener("keydown", keys);
onDrop(byId("drop"), take);
themeButton(byId("theme"), () => [document, ...(originalDoc && articleDoc ? [originalDoc, articleDoc] : [])]);

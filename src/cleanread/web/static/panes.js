/**
 * The two frames: the whole document with what was removed marked, and the article.
 *
 * The frames run no scripts. Their HTML comes sanitised from the service, and this is the only place that makes
 * elements of it.
 *
 * @import { Block, Removal } from "./api.js"
 * @import { Session } from "./session.js"
 */

import { colourOf } from "./colours.js";
import { make } from "./dom.js";

const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("cleanread", { createHTML: (/** @type {string} */ html) => html });

/** @param {Document} doc @param {string} html */
function elements(doc, html) {
  const template = doc.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  const content = template.content;
  for (const image of content.querySelectorAll("img")) {
    image.replaceWith(make(doc, "span", { class: "picture" }, image.alt ? `Picture: ${image.alt}` : "Picture"));
  }
  for (const link of content.querySelectorAll("a")) link.target = "_blank";
  return content;
}

/**
 * @param {HTMLIFrameElement} frame
 * @returns {Promise<Document>}
 */
export async function documentOf(frame) {
  const ready = () => frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL.endsWith("/frame");
  if (!ready()) await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  return /** @type {Document} */ (frame.contentDocument);
}

/**
 * The whole document; removed blocks are marked and can be selected.
 *
 * @param {Document} doc
 * @param {Session} session
 * @param {(id: string, byKey: boolean) => void} select called with a removal's id, and whether a key chose it
 */
export function showOriginal(doc, session, select) {
  const { result, restored, removals } = session.now;
  const nodes = [];
  let before = "";
  for (const block of result.article.blocks) {
    const removal = block.removal === null ? undefined : removals.get(block.removal);
    if (removal === undefined) {
      nodes.push(plain(doc, block, block.html));
      before = "";
    } else {
      const back = restored.has(removal.id);
      nodes.push(marked(doc, block, removal, back, before === removal.plugin + back, select));
      before = removal.plugin + back;
    }
  }
  doc.body.replaceChildren(...(nodes.length ? nodes : [make(doc, "p", { class: "empty" }, "There is no text in it.")]));
}

/** @param {Document} doc @param {Block} block @param {string} html @param {string} extra */
function plain(doc, block, html, extra = "") {
  const box = make(doc, "div", { class: `block ${block.role === "title" ? "heading" : block.role} ${extra}`, "data-index": String(block.index) });
  if (block.role === "list-item" && block.level > 1) {
    box.classList.add("level");
    box.style.setProperty("--level", String(Math.min(block.level, 8)));
  }
  box.append(elements(doc, html));
  return box;
}

/**
 * @param {Document} doc
 * @param {Block} block
 * @param {Removal} removal
 * @param {boolean} back
 * @param {boolean} follows whether the block before has the same mark
 * @param {(id: string, byKey: boolean) => void} select
 */
function marked(doc, block, removal, back, follows, select) {
  const rewritten = removal.kind === "rewrite";
  const box = plain(doc, block, (rewritten && block.original_html) || block.html, `mark ${removal.kind}`);
  box.classList.toggle("back", back);
  box.classList.toggle("follows", follows);
  box.dataset.id = removal.id;
  box.style.setProperty("--colour", colourOf(removal.plugin));
  const done = back ? "restored" : rewritten ? "changed" : "removed";
  const label = `${done} by ${removal.plugin}: ${removal.reason}. Show why.`;
  const tag = make(doc, "button", { type: "button", class: "tag", "aria-label": label }, back ? `${removal.plugin}, restored` : removal.plugin);
  box.prepend(tag);
  if (rewritten && !back) {
    const now = make(doc, "ins");
    now.append(elements(doc, block.html));
    box.append(now);
  }
  box.addEventListener("click", (event) => {
    event.preventDefault();
    select(removal.id, event.detail === 0);
  });
  return box;
}

/**
 * The article: what is kept and what was restored.
 *
 * @param {Document} doc
 * @param {Session} session
 * @param {string | null} title shown above when the article has none in its text
 */
export function showArticle(doc, session, title) {
  const { result, restored, removals } = session.now;
  /** @type {HTMLElement[]} */
  const nodes = [];
  for (const block of result.article.blocks) {
    const removal = block.removal === null ? undefined : removals.get(block.removal);
    const back = removal !== undefined && restored.has(removal.id);
    if (block.removed && !back) continue;
    const box = plain(doc, block, (back && block.original_html) || block.html, back ? "restored" : "");
    if (back) box.style.setProperty("--colour", colourOf(removal.plugin));
    nodes.push(box);
  }
  const hasTitle = nodes.some((node) => node.querySelector("h1"));
  if (title && !hasTitle) nodes.unshift(make(doc, "h1", {}, title));
  doc.body.replaceChildren(...(nodes.length ? nodes : [make(doc, "p", { class: "empty" }, "Nothing is left of it.")]));
}

/**
 * Mark a removal as the selected one and bring it into view.
 *
 * @param {Document} doc
 * @param {string | null} id
 * @param {number} covered pixels at the lower end of the document's view that something else lies on
 */
export function highlight(doc, id, covered = 0) {
  const { style } = doc.documentElement;
  style.paddingBottom = style.scrollPaddingBottom = covered ? `${covered}px` : "";
  for (const mark of doc.querySelectorAll(".selected")) mark.classList.remove("selected");
  if (id === null) return;
  const mark = doc.querySelector(`[data-id="${CSS.escape(id)}"]`);
  mark?.classList.add("selected");
  mark?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

/** Move the keyboard's focus to a removal. @param {Document} doc @param {string} id */
export function focusMark(doc, id) {
  /** @type {HTMLElement | null} */ (doc.querySelector(`[data-id="${CSS.escape(id)}"] > .tag`))?.focus({ preventScroll: true });
}

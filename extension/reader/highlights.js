// Highlights and notes: kept in this browser, and found again by their words when the page is cleaned anew.

import { byId, el } from "../shared/dom.js";
import { deleteHighlight, highlightsOf, putHighlight } from "../shared/store.js";
import { toast } from "./toast.js";

/** Letters around a highlight that tell it from the same words elsewhere. */
const AROUND = 40;

export class Highlights {
  /** @param {import("./frame.js").ArticleFrame} frame @param {import("./session.js").Session} session */
  constructor(frame, session) {
    this.frame = frame;
    this.url = session.capture.url.replace(/#.*/s, "");
    /** @type {import("../types").Highlight[]} */
    this.all = [];
    /** Where they are in the article as it is. @type {Map<string, Range>} */
    this.ranges = new Map();
  }

  async draw() {
    this.all = await highlightsOf(this.url);
    this.paint();
  }

  paint() {
    const text = new ArticleText(this.frame.main);
    this.ranges = new Map();
    for (const one of this.all) {
      const range = text.find(one);
      if (range) this.ranges.set(one.id, range);
    }
    const { CSS, Highlight } = this.frame.window;
    const noted = new Set(this.all.filter((one) => one.note).map((one) => one.id));
    const of = (/** @type {boolean} */ note) => [...this.ranges].filter(([id]) => noted.has(id) === note).map(([, range]) => range);
    CSS.highlights.set("kept", new Highlight(...of(false)));
    CSS.highlights.set("noted", new Highlight(...of(true)));
  }

  /** Highlight what is selected. @param {boolean} withNote */
  async add(withNote) {
    const selection = this.frame.page.getSelection();
    const quote = selection?.toString().trim() ?? "";
    if (!selection?.rangeCount || !quote) return toast("Select some text in the article first");
    const [before, after] = new ArticleText(this.frame.main).around(selection.getRangeAt(0));
    /** @type {import("../types").Highlight} */
    const highlight = { id: crypto.randomUUID(), url: this.url, quote, before, after, note: "", when: Date.now() };
    selection.removeAllRanges();
    await putHighlight(highlight);
    this.all.push(highlight);
    this.paint();
    if (withNote) return this.edit(highlight);
    toast("Highlighted", { label: "Undo", act: () => this.remove(highlight) });
  }

  /** @param {import("../types").Highlight} highlight */
  async remove(highlight) {
    await deleteHighlight(highlight.id);
    this.all = this.all.filter((one) => one.id !== highlight.id);
    this.paint();
  }

  /** @param {import("../types").Highlight} highlight */
  edit(highlight) {
    const dialog = byId("note", HTMLDialogElement);
    const field = el("textarea", { rows: "5", "aria-label": "Note", dir: "auto" });
    field.value = highlight.note;
    dialog.replaceChildren(
      el("blockquote", { text: highlight.quote, dir: "auto" }),
      el("form", { method: "dialog" }, field, el("p", { class: "buttons" }, el("button", { class: "first", value: "save", text: "Save" }), el("button", { value: "", text: "Cancel" }))),
    );
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.onclose = async () => {
        if (dialog.returnValue === "save") {
          highlight.note = field.value.trim();
          await putHighlight(highlight);
          this.paint();
        }
        resolve(undefined);
      };
    });
  }

  /** @param {string} id */
  reveal(id) {
    const at = this.ranges.get(id)?.startContainer.parentElement;
    if (at) this.frame.reveal(at);
  }
}

/** The article's letters without white space, and where each stands: markup may have changed in between. */
class ArticleText {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.letters = "";
    /** @type {[Text, number][]} the text nodes, each with how many letters come before it */
    this.nodes = [];
    const walker = root.ownerDocument.createTreeWalker(root, 4);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = /** @type {Text} */ (node);
      if (text.parentElement?.closest(".removed")) continue;
      this.nodes.push([text, this.letters.length]);
      this.letters += bare(text.data);
    }
  }

  /** @param {import("../types").Highlight} highlight @returns {Range | null} */
  find({ quote, before, after }) {
    const wanted = bare(quote);
    if (!wanted) return null;
    let best = -1;
    let most = -1;
    for (let at = this.letters.indexOf(wanted); at >= 0; at = this.letters.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const alike = common(reversed(this.letters.slice(Math.max(0, at - AROUND), at)), reversed(before)) + common(this.letters.slice(end, end + AROUND), after);
      if (alike > most) [best, most] = [at, alike];
    }
    if (best < 0) return null;
    const page = this.nodes[0][0].ownerDocument;
    const range = page.createRange();
    range.setStart(...this.position(best));
    const [node, offset] = this.position(best + wanted.length - 1);
    range.setEnd(node, offset + 1);
    return range;
  }

  /** What stands before and after a range. @param {Range} range */
  around(range) {
    const start = this.count(range.startContainer, range.startOffset);
    const end = this.count(range.endContainer, range.endOffset);
    return [this.letters.slice(Math.max(0, start - AROUND), start), this.letters.slice(end, end + AROUND)];
  }

  /** Letters before a place. @param {Node} container @param {number} offset */
  count(container, offset) {
    const found = this.nodes.find(([node]) => node === container);
    if (found) return found[1] + bare(found[0].data.slice(0, offset)).length;
    const next = container.childNodes[offset] ?? container;
    const after = this.nodes.find(([node]) => next === node || next.contains(node) || (next.compareDocumentPosition(node) & 4) !== 0);
    return after ? after[1] : this.letters.length;
  }

  /** The place of a letter. @param {number} letter @returns {[Text, number]} */
  position(letter) {
    let at = this.nodes.length - 1;
    while (at > 0 && this.nodes[at][1] > letter) at--;
    const [node, before] = this.nodes[at];
    let left = letter - before;
    for (let offset = 0; offset < node.data.length; offset++) if (/\S/.test(node.data[offset]) && left-- === 0) return [node, offset];
    return [node, node.data.length];
  }
}

/** @param {string} text */
function bare(text) {
  return text.replace(/\s+/g, "");
}

/** @param {string} text */
function reversed(text) {
  return [...text].reverse().join("");
}

/** How many letters two texts share at their start. @param {string} one @param {string} other */
function common(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

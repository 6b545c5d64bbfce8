// Makes the sanitised article pleasant to read: formulas, footnotes, pictures, tables, code.

import { el } from "../shared/dom.js";
import { sanitisedFormula } from "./sanitise.js";

/** @param {HTMLElement} content @param {import("../types").Capture} capture */
export function enrich(content, capture) {
  setFormulas(content, capture.formulas);
  markFootnotes(content, capture);
  for (const image of content.querySelectorAll("img")) picture(image);
  for (const table of content.querySelectorAll("table")) scrolls(table);
  for (const code of content.querySelectorAll("pre")) {
    code.tabIndex = 0;
    code.dir = "ltr";
    const language = code.querySelector("code")?.getAttribute("data-language");
    if (language) code.dataset.language = language;
  }
  for (const block of content.querySelectorAll("p,li,h1,h2,h3,h4,blockquote,figcaption,td,th")) block.setAttribute("dir", "auto");
  for (const link of content.querySelectorAll("a[href]")) link.setAttribute("rel", "noopener noreferrer");
}

/** @param {HTMLImageElement} image */
function picture(image) {
  image.loading = "lazy";
  image.decoding = "async";
  image.referrerPolicy = "no-referrer";
  if (image.closest("a, p")) return;
  image.tabIndex = 0;
  image.setAttribute("role", "button");
  image.setAttribute("aria-label", `${image.alt || "Picture"}: enlarge`);
  image.dataset.enlarges = "";
}

/** A wide table scrolls by itself, and by keyboard. @param {HTMLTableElement} table */
function scrolls(table) {
  const name = table.caption?.textContent || "Table";
  const holder = el("div", { class: "table", tabindex: "0", role: "region", "aria-label": name });
  table.replaceWith(holder);
  holder.append(table);
}

/**
 * Where the article has a formula's TeX, show the formula. The page's own MathML is used, and sanitised.
 *
 * @param {HTMLElement} content
 * @param {import("../types").Formula[]} formulas
 */
function setFormulas(content, formulas) {
  if (!formulas.length) return;
  const byTex = new Map(formulas.map((formula) => [squeezed(formula.tex), formula]));
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    const holder = /** @type {Element} */ (text.parentElement);
    const whole = holder.matches("code, span, div, p") ? byTex.get(squeezed(bare(text.data))) : undefined;
    if (whole && holder.childNodes.length === 1) {
      const target = holder.localName === "code" && holder.parentElement?.localName === "pre" ? holder.parentElement : holder;
      replace(/^(?:p|div)$/.test(target.localName) ? text : target, whole);
    } else if (!holder.closest("pre, code")) within(text, byTex);
  }
}

/** Formulas between dollars in a sentence. @param {Text} text @param {Map<string, import("../types").Formula>} byTex */
function within(text, byTex) {
  const pattern = /\$\$([^$]+)\$\$|\$([^$\n]+)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]/gs;
  const parts = [];
  let end = 0;
  for (const match of text.data.matchAll(pattern)) {
    const formula = byTex.get(squeezed(match[1] ?? match[2] ?? match[3] ?? match[4]));
    if (!formula) continue;
    const shown = built(formula);
    if (!shown) continue;
    parts.push(text.data.slice(end, match.index), shown);
    end = match.index + match[0].length;
  }
  if (end) text.replaceWith(...parts, text.data.slice(end));
}

/** @param {ChildNode} node @param {import("../types").Formula} formula */
function replace(node, formula) {
  const shown = built(formula);
  if (shown) node.replaceWith(shown);
}

/** @param {import("../types").Formula} formula */
function built(formula) {
  const math = sanitisedFormula(formula.mathml);
  if (!math) return null;
  if (formula.display) math.setAttribute("display", "block");
  math.setAttribute("alttext", formula.tex);
  const holder = el("span", { class: formula.display ? "formula" : "" });
  holder.append(math);
  return holder;
}

/** @param {string} tex */
function bare(tex) {
  return tex.trim().replace(/^(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])$/g, "");
}

/** @param {string} tex */
function squeezed(tex) {
  return tex.replace(/\s+/g, "");
}

/** A number, a letter or a sign, in brackets or without; an arrow leads back from a note. */
const MARK = /^[[(]?\s*(?:\d{1,3}|[a-z]|[ivxl]{1,5}|[*†‡§¶]{1,3})\s*[\])]?$/i;

/** Marks whose footnote's text is known open it in place. @param {HTMLElement} content @param {import("../types").Capture} capture */
function markFootnotes(content, capture) {
  const page = capture.url.replace(/#.*/s, "");
  for (const link of content.querySelectorAll("a[href]")) {
    const [address, fragment] = (link.getAttribute("href") ?? "").split("#");
    if (!fragment || (address && address !== page) || !MARK.test(link.textContent?.trim() ?? "")) continue;
    const text = capture.footnotes[decoded(fragment)] ?? noteWithin(content, fragment);
    if (!text) continue;
    link.setAttribute("data-note", text);
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", `Footnote ${link.textContent?.trim()}`);
  }
}

/** @param {HTMLElement} content @param {string} fragment */
function noteWithin(content, fragment) {
  return content.querySelector(`#${CSS.escape(decoded(fragment))}`)?.closest("li, p, dd")?.textContent?.replace(/[\s↩↑︎]+$/u, "").trim();
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

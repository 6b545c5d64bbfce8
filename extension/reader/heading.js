// The head of an article: site, title, who wrote it, when, and how long it takes to read.

import { counted, el } from "../shared/dom.js";
import { siteOf } from "../shared/settings.js";
import { dateInWords, readingMinutes } from "./language.js";

/**
 * @param {import("../types").Article} article
 * @param {import("../types").Capture} capture
 * @param {HTMLElement} content the article's body; a first heading that is its title moves into the head
 */
export function header(article, capture, content) {
  const title = article.title || capture.title || capture.url;
  const own = titleWithin(content, title);
  const heading = own ?? el("h1", { text: title, dir: "auto" });
  const site = article.site_name || siteOf(capture.url);
  const minutes = readingMinutes(article.word_count, article.language);
  const facts = [article.byline, article.published && dateInWords(article.published), counted(minutes, "minute")];
  const line = el("p", { class: "facts" });
  facts.filter(Boolean).forEach((fact, at) => {
    if (at) line.append(el("span", { class: "dot", "aria-hidden": "true", text: "·" }));
    line.append(el("span", { dir: "auto", text: String(fact) }));
  });
  return el("header", {}, site ? el("p", { class: "site", text: site }) : null, heading, line);
}

/** @param {HTMLElement} content @param {string} title */
function titleWithin(content, title) {
  const first = content.querySelector("h1");
  return first && same(first.textContent ?? "", title) ? first : null;
}

/** @param {string} one @param {string} other */
function same(one, other) {
  const plain = (/** @type {string} */ text) => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
  return plain(one) === plain(other);
}

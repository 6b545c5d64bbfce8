// Which element of the rendered article is which block. The service's HTML carries no numbers; blocks and
// elements come in the same order, and their texts say which belongs to which.

const CANDIDATES = "h1,h2,h3,h4,h5,h6,p,div,li,dt,dd,pre,table,figcaption,img,hr,summary";
/** How far ahead a block's element is looked for: some blocks render to nothing. */
const AHEAD = 80;

/**
 * @param {ParentNode} root
 * @param {import("../types").Block[]} blocks the kept blocks, in order
 * @returns {Map<number, HTMLElement>} the element of each block that has one, by the block's number
 */
export function align(root, blocks) {
  const elements = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(CANDIDATES)]);
  const texts = elements.map(ownText);
  /** @type {Map<number, HTMLElement>} */
  const found = new Map();
  let from = 0;
  for (const block of blocks) {
    const at = next(block, elements, texts, from);
    if (at < 0) continue;
    found.set(block.index, elements[at]);
    elements[at].dataset.block = String(block.index);
    from = at + 1;
  }
  return found;
}

/** @param {import("../types").Block} block @param {HTMLElement[]} elements @param {string[]} texts @param {number} from */
function next(block, elements, texts, from) {
  const end = Math.min(elements.length, from + AHEAD);
  const wanted = folded(block.text);
  for (let at = from; at < end; at++) if (isSame(block, wanted, elements[at], texts[at])) return at;
  const start = wanted.slice(0, 40);
  if (start.length < 12) return -1;
  for (let at = from; at < end; at++) if (texts[at].startsWith(start)) return at;
  return -1;
}

/** @param {import("../types").Block} block @param {string} wanted @param {HTMLElement} element @param {string} text */
function isSame(block, wanted, element, text) {
  if (block.role === "table") return element.localName === "table";
  if (block.role === "rule") return element.localName === "hr";
  if (element.localName === "img") return block.role === "figure" && block.html.includes(escaped(element.getAttribute("src") ?? ""));
  return wanted !== "" && text === wanted;
}

/** The text of an element without that of the lists, paragraphs and quotations within it. @param {HTMLElement} element */
function ownText(element) {
  if (element.localName === "img" || element.localName === "hr" || element.localName === "table") return "";
  if (!element.querySelector("ul,ol,p,blockquote")) return folded(element.textContent ?? "");
  let text = "";
  for (const node of element.childNodes) if (!/^(?:ul|ol|p|blockquote)$/i.test(node.nodeName)) text += node.textContent;
  return folded(text);
}

/** As it stands in markup. @param {string} address */
function escaped(address) {
  return address.replaceAll("&", "&amp;");
}

/** Letters and digits alone: white space and marks differ between texts and markup. @param {string} text */
function folded(text) {
  return text.slice(0, 2000).replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase() || text.trim();
}

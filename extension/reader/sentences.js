// The article as sentences, each with its place.

/** Parts that are read; a table or code is no sentence. */
const READ = "h1,h2,h3,h4,h5,h6,p,li,dt,dd,figcaption";

/**
 * @param {HTMLElement} root
 * @param {string} language
 * @returns {{text: string, range: Range, block: HTMLElement}[]}
 */
export function sentencesOf(root, language) {
  const segmenter = new Intl.Segmenter(language || undefined, { granularity: "sentence" });
  const sentences = [];
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(READ))) {
    if (element.closest(".removed, .facts, .site, pre, table")) continue;
    const nodes = textsOf(element);
    const whole = nodes.map((node) => node.data).join("");
    for (const { segment, index } of segmenter.segment(whole)) {
      const text = segment.trim();
      if (!text) continue;
      const start = index + segment.indexOf(text);
      sentences.push({ text: text.replace(/\s+/g, " "), range: rangeOf(nodes, start, start + text.length), block: element });
    }
  }
  return sentences;
}

/** The texts of an element, without those of parts within it that are read by themselves. @param {HTMLElement} element */
function textsOf(element) {
  const walker = element.ownerDocument.createTreeWalker(element, 4);
  /** @type {Text[]} */
  const nodes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest(READ) === element && !node.parentElement.closest("math annotation")) nodes.push(/** @type {Text} */ (node));
  }
  return nodes;
}

/** @param {Text[]} nodes @param {number} start @param {number} end */
function rangeOf(nodes, start, end) {
  const range = nodes[0].ownerDocument.createRange();
  let before = 0;
  for (const node of nodes) {
    const after = before + node.data.length;
    if (start >= before && start < after) range.setStart(node, start - before);
    if (end > before && end <= after) range.setEnd(node, end - before);
    before = after;
  }
  return range;
}

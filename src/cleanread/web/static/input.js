/**
 * Reading what the user gives: pasted text, or a file in whatever character set.
 *
 * @import { Source } from "./api.js"
 */

export const LIMIT = 10_000_000;
const OPENING = /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,5000}?-->\s*)*<(?:!doctype|html|head|body|title|meta|link|script|style|div|main|article|section|header|nav|table|p|h[1-6]|ul|ol|span|img|figure|blockquote|pre|a)[\s/>]/i;
const CLOSING = /<\/(?:p|div|h[1-6]|li|ul|ol|td|tr|table|article|section|body|html|blockquote|figure)\s*>/gi;

/** @param {string} text */
export function looksLikeHtml(text) {
  const head = text.slice(0, 20_000);
  return OPENING.test(head) || (head.match(CLOSING)?.length ?? 0) >= 3;
}

/**
 * @param {string} text
 * @param {string} kind "auto", "html" or "text"
 * @param {string} url
 * @returns {Source}
 */
export function sourceOf(text, kind, url = "") {
  const html = kind === "html" || (kind === "auto" && looksLikeHtml(text));
  return { ...(html ? { html: text } : { text }), ...(url ? { url } : {}) };
}

/**
 * A file's text and what it is.
 *
 * @param {File} file
 * @returns {Promise<{text: string, kind: "auto" | "html" | "text"}>}
 */
export async function readFile(file) {
  if (file.size > LIMIT) throw new Error(`${file.name} is larger than 10 MB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.subarray(0, 1024).includes(0) && !/^(?:fffe|feff)/.test(hex(bytes))) {
    throw new Error(`${file.name} is a binary file, neither HTML nor text.`);
  }
  const name = file.name.toLowerCase();
  const kind = /\.(?:txt|text|md)$/.test(name) ? "text" : /\.x?html?$/.test(name) ? "html" : "auto";
  return { text: decode(bytes), kind };
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** As UTF-8 when it is, else in the set that its mark or the page itself names. @param {Uint8Array} bytes */
function decode(bytes) {
  if (hex(bytes) === "fffe") return new TextDecoder("utf-16le").decode(bytes);
  if (hex(bytes) === "feff") return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
    const named = /charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ?? "windows-1252";
    try {
      return new TextDecoder(named).decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  }
}

/**
 * Take files that are dropped anywhere on the page.
 *
 * @param {HTMLElement} veil shown while a file is over the page
 * @param {(file: File) => void} take
 */
export function onDrop(veil, take) {
  let depth = 0;
  const files = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const show = (/** @type {number} */ by) => {
    depth = Math.max(0, depth + by);
    veil.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => files(event) && show(1));
  addEventListener("dragleave", (event) => files(event) && show(-1));
  addEventListener("dragover", (event) => files(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    show(-depth);
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}

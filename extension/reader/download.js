// Saves a file on this computer.

import { el } from "../shared/dom.js";
import { toast } from "./toast.js";

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  toast(`Saved as ${name}`);
}

/** A title as a name that every file system takes. @param {string} title */
export function fileName(title) {
  const plain = title.replace(/[\p{C}<>:"/\\|?*]+/gu, " ").replace(/\s+/g, " ").trim().replace(/^\.+|\.+$/g, "");
  return [...plain].slice(0, 80).join("").trim() || "article";
}

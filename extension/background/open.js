// Opens a tab's page in the reader.

import { pruneCaptures, putCapture } from "../shared/store.js";
import { captureTab } from "./capture.js";

/**
 * @param {chrome.tabs.Tab} tab
 * @param {"tab" | "replace"} place in a tab of its own beside the page, or in place of the page
 */
export async function openReader(tab, place) {
  if (tab.id === undefined) return;
  const id = crypto.randomUUID();
  const reader = chrome.runtime.getURL(`reader/reader.html?from=${tab.id}#${id}`);
  // private windows show no extension pages of the ordinary profile: the reader opens beside the last ordinary one
  const capturing = captured(tab, id);
  if (place === "tab" || tab.incognito)
    await chrome.tabs.create({ url: reader, ...(tab.incognito ? {} : { index: tab.index + 1, openerTabId: tab.id }) });
  await capturing;
  if (place === "replace" && !tab.incognito) await chrome.tabs.update(tab.id, { url: reader });
  await pruneCaptures();
}

/** @param {chrome.tabs.Tab} tab @param {string} id */
async function captured(tab, id) {
  const about = { id, tabId: tab.id, fleeting: tab.incognito, when: Date.now() };
  try {
    const capture = await captureTab(/** @type {number} */ (tab.id), { numbered: false });
    await putCapture({ ...about, state: "captured", capture });
  } catch (error) {
    await putCapture({ ...about, state: "failed", error: error instanceof Error ? error.message : String(error) });
  }
}

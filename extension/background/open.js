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
  const url = chrome.runtime.getURL(`reader/reader.html?from=${tab.id}#${id}`);
  const capturing = captured(tab, id);
  if (tab.incognito) await openOutside(url);
  else if (place === "tab") await chrome.tabs.create({ url, index: tab.index + 1, openerTabId: tab.id });
  await capturing;
  if (place === "replace" && !tab.incognito) await chrome.tabs.update(tab.id, { url });
  await pruneCaptures();
}

/**
 * In an ordinary window: private ones have no pages of extensions (Chromium), or a storage of their own for them,
 * without the capture (Firefox).
 *
 * @param {string} url
 */
async function openOutside(url) {
  const windows = await chrome.windows.getAll({ windowTypes: ["normal"] });
  const outside = windows.find((one) => !one.incognito);
  if (outside?.id === undefined) return void (await chrome.windows.create({ url, incognito: false }));
  await chrome.tabs.create({ url, windowId: outside.id });
  await chrome.windows.update(outside.id, { focused: true });
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

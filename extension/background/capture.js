// Captures the page of a tab with the scripts in capture/.

const SCRIPTS = ["visible", "images", "attributes", "serialise", "extras", "page"].map((name) => `capture/${name}.js`);

/**
 * @param {number} tabId a tab that the extension may read: clicked on, or of a site that it was allowed
 * @param {{numbered: boolean}} choice
 * @returns {Promise<import("../types").Capture>}
 */
export async function captureTab(tabId, choice) {
  await chrome.scripting.executeScript({ target: { tabId }, files: SCRIPTS });
  const [injected] = await chrome.scripting.executeScript({
    target: { tabId },
    func: (/** @type {{numbered: boolean}} */ chosen) => cleanread.capture(chosen),
    args: [choice],
  });
  if (!injected?.result) throw new Error("the page gave nothing");
  return /** @type {import("../types").Capture} */ (injected.result);
}

/** Whether a tab's page is likely to be one article. @param {number} tabId */
export async function isArticle(tabId) {
  await chrome.scripting.executeScript({ target: { tabId }, files: ["capture/extras.js"] });
  const [injected] = await chrome.scripting.executeScript({ target: { tabId }, func: () => cleanread.isArticle(document) });
  return injected?.result === true;
}

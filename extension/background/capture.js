// Captures the page of a tab with the scripts in capture/.

const SCRIPTS = ["visible", "images", "attributes", "serialise", "extras", "page"].map((name) => `capture/${name}.js`);

const ATTEMPTS = 4;
/** Milliseconds. */
const BETWEEN = 120;

/**
 * @param {number} tabId a tab that the extension may read: clicked on, or of a site that it was allowed
 * @param {{numbered: boolean}} choice
 * @returns {Promise<import("../types").Capture>}
 */
export async function captureTab(tabId, choice) {
  await injected(tabId, SCRIPTS);
  const [answer] = await chrome.scripting.executeScript({
    target: { tabId },
    func: (/** @type {{numbered: boolean}} */ chosen) => cleanread.capture(chosen),
    args: [choice],
  });
  if (!answer?.result) throw new Error("the page gave nothing");
  return /** @type {import("../types").Capture} */ (answer.result);
}

/**
 * Inject scripts. A click is now and then told before the access that comes with it is granted, so there are
 * further attempts before the page counts as closed to extensions.
 *
 * @param {number} tabId
 * @param {string[]} files
 */
export async function injected(tabId, files, attempts = ATTEMPTS) {
  try {
    await chrome.scripting.executeScript({ target: { tabId }, files });
  } catch (error) {
    if (attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    await injected(tabId, files, attempts - 1);
  }
}

/** Whether a tab's page is likely to be one article. @param {number} tabId */
export async function isArticle(tabId) {
  await injected(tabId, ["capture/extras.js"]);
  const [answer] = await chrome.scripting.executeScript({ target: { tabId }, func: () => cleanread.isArticle(document) });
  return answer?.result === true;
}

// Cleans a page where it stands: what is removed is hidden, and one click shows it again.

import { call, cleanRequest, ServiceFault } from "../shared/service.js";
import { choicesFor, siteOf } from "../shared/settings.js";
import { kindsKept } from "../shared/choices.js";
import { captureTab, injected } from "./capture.js";

/** Milliseconds; the browser stops a background that waits longer for one answer. */
const PATIENCE = 25_000;

/** Clean a tab's page in place; when it is clean already, show all of it again or clean it again. @param {number} tabId */
export async function toggleInPlace(tabId) {
  await injected(tabId, ["page/badge.js", "page/inplace.js"]);
  const [state] = await chrome.scripting.executeScript({ target: { tabId }, func: () => cleanread.inPlace.isOn() });
  if (state?.result) await chrome.scripting.executeScript({ target: { tabId }, func: () => cleanread.inPlace.toggle() });
  else await cleanInPlace(tabId);
}

/** @param {number} tabId */
export async function cleanInPlace(tabId) {
  await injected(tabId, ["page/badge.js", "page/inplace.js"]);
  await chrome.scripting.executeScript({ target: { tabId }, func: () => cleanread.inPlace.stop() });
  const capture = await captureTab(tabId, { numbered: true });
  try {
    const cleaned = await cleanedFor(capture);
    const refs = {
      removed: refsOf(cleaned.article.blocks.filter((block) => block.removed)),
      kept: refsOf(cleaned.article.blocks.filter((block) => !block.removed)),
    };
    await chrome.scripting.executeScript({
      target: { tabId },
      func: (/** @type {{removed: number[], kept: number[]}} */ found) => cleanread.inPlace.hide(found),
      args: [refs],
    });
  } catch (error) {
    await chrome.scripting.executeScript({
      target: { tabId },
      func: (/** @type {string} */ message) => cleanread.inPlace.failed(message),
      args: [advice(error)],
    });
  }
}

/** The page cleaned, with what is remembered for its site. @param {import("../types").Capture} capture @returns {Promise<import("../types").Cleaned>} */
async function cleanedFor(capture) {
  const site = await choicesFor(siteOf(capture.url));
  const choices = { restore: [], restorePlugins: [], disable: site.disable };
  const signal = AbortSignal.timeout(PATIENCE);
  const cleaned = await call("/api/clean", cleanRequest(capture, choices), signal);
  const kept = new Set(kindsKept(cleaned, site));
  for (const block of cleaned.article.blocks) if (kept.has(block.removal)) block.removed = false;
  return cleaned;
}

/** @param {{ref: string | null}[]} blocks */
function refsOf(blocks) {
  return blocks.flatMap((block) => (block.ref === null ? [] : [Number(block.ref)]));
}

/**
 * A page tells how many of its parts are hidden now: the toolbar button says the same as the page does.
 *
 * @param {unknown} message
 * @param {chrome.runtime.MessageSender} sender
 */
export function onHidden(message, sender) {
  const { hidden } = /** @type {{hidden?: unknown}} */ (message);
  if (typeof hidden !== "number" || sender.tab?.id === undefined) return;
  void showCount(sender.tab.id, hidden).catch(() => undefined); // the tab may be gone by now
}

/** @param {number} tabId @param {number} count */
async function showCount(tabId, count) {
  await chrome.action.setBadgeBackgroundColor({ tabId, color: "#1f4e46" });
  await chrome.action.setBadgeText({ tabId, text: count ? String(Math.min(count, 999)) : "" });
  const { default_title: title = "" } = chrome.runtime.getManifest().action ?? {};
  await chrome.action.setTitle({ tabId, title: count ? `${title} (${count} parts of it are hidden)` : title });
}

/** @param {unknown} error */
function advice(error) {
  if (!(error instanceof ServiceFault)) return "This page could not be cleaned. It stays as it is.";
  switch (error.kind) {
    case "down":
      return "The cleanread service is not running. Start it with “make serve” in the folder of cleanread, then try again.";
    case "pair":
      return "This browser is not paired with the cleanread service. Click the cleanread button to pair it.";
    case "stale":
      return "The cleanread service is of another version. End it, and start it again with “make serve”.";
    case "large":
      return "This page is larger than the cleanread service takes.";
    case "slow":
    case "busy":
      return "The cleanread service took too long. Try again.";
    default:
      return `The cleanread service refused: ${error.message}`;
  }
}

// Sites whose articles open cleaned by themselves. Each is allowed by itself, and can be taken back.

import { changeSite, choicesFor, siteOf } from "../shared/settings.js";
import { isArticle } from "./capture.js";
import { cleanInPlace } from "./inplace.js";
import { openReader } from "./open.js";

/** Milliseconds that a single-page site gets to fill its page after it changed the address. */
const SETTLES = 1200;

/** The access that a site needs. @param {string} site */
export function originsOf(site) {
  return [`https://${site}/*`, `http://${site}/*`, `https://www.${site}/*`, `http://www.${site}/*`];
}

/**
 * Ask for a site, and remember how its articles open. Has to be the first thing after a click: browsers ask only then.
 *
 * @param {string} site
 * @param {"reader" | "in-place"} mode
 * @returns {Promise<boolean>} whether it was allowed
 */
export async function allowSite(site, mode) {
  if (!site) return false;
  const granted = await chrome.permissions.request({ origins: originsOf(site) });
  if (granted) await changeSite(site, (choices) => (choices.open = mode));
  return granted;
}

/** Addresses that a person came back to from the reader: they stay as they are. @type {Map<number, string>} */
const left = new Map();
/** Waiting for a page to settle. @type {Map<number, ReturnType<typeof setTimeout>>} */
const waiting = new Map();

/** @param {number} tabId @param {{status?: string, url?: string}} change @param {chrome.tabs.Tab} tab */
export function onUpdated(tabId, change, tab) {
  // the address of a tab is told only for sites that were allowed
  if (!tab.url || !/^https?:/.test(tab.url) || (change.status !== "complete" && !change.url)) return;
  clearTimeout(waiting.get(tabId));
  const within = change.url !== undefined && tab.status === "complete" && change.status === undefined;
  waiting.set(
    tabId,
    setTimeout(() => void opens(tabId).catch(() => undefined), within ? SETTLES : 150),
  );
}

/** @param {number} tabId */
async function opens(tabId) {
  waiting.delete(tabId);
  const tab = await chrome.tabs.get(tabId);
  const url = tab.url ?? "";
  const { open } = await choicesFor(siteOf(url));
  if (!open || isFrontPage(url) || tab.status !== "complete") return;
  const { protocol, hostname } = new URL(url); // without the port: Firefox knows none in a permission
  if (!(await chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] }))) return;
  if (!(await isArticle(tabId))) return;
  if (open === "in-place") return cleanInPlace(tabId);
  const { returned = {} } = await chrome.storage.session.get("returned");
  if (left.get(tabId) === url || /** @type {any} */ (returned)[tabId] === url) return;
  left.set(tabId, url);
  await chrome.storage.session.set({ returned: { .../** @type {any} */ (returned), [tabId]: url } });
  await openReader(tab, "replace");
}

/** @param {string} url */
export function isFrontPage(url) {
  const { pathname, search } = new URL(url);
  return /^\/(?:(?:index|home|default)(?:\.\w+)?|[a-z]{2}(?:-[a-z]{2})?)?\/?$/i.test(pathname) && !search;
}

/** A site whose access was taken back in the browser's own settings opens by itself no longer. @param {chrome.permissions.Permissions} removed */
export async function onRevoked(removed) {
  for (const origin of removed.origins ?? []) {
    const site = siteOf(origin.replace("*", ""));
    if (site) await changeSite(site, (choices) => (choices.open = null));
  }
}

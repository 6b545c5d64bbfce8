// What a person chose, in the browser's own storage: the service, the look, and what is remembered for sites.

/** @type {import("../types").Look} */
export const PLAIN_LOOK = {
  theme: "system",
  font: "serif",
  size: 20,
  width: 70,
  leading: 1.6,
  words: 0,
  letters: 0,
  justify: false,
  images: true,
};

export const PORT = 8765;

/** @returns {Promise<{port: number, token: string}>} */
export async function service() {
  const { port, token } = await chrome.storage.local.get({ port: PORT, token: "" });
  return { port: Number(port), token: String(token) };
}

/** @param {{port?: number, token?: string}} changes */
export function setService(changes) {
  return chrome.storage.local.set(changes);
}

/** @returns {Promise<import("../types").Look>} */
export async function look() {
  const stored = await chrome.storage.local.get({ look: {} });
  return { ...PLAIN_LOOK, .../** @type {object} */ (stored.look) };
}

/** @param {import("../types").Look} chosen */
export function setLook(chosen) {
  return chrome.storage.local.set({ look: chosen });
}

/** Where a page opens in the reader: in a tab of its own, or in place of the page. @returns {Promise<"tab" | "replace">} */
export async function place() {
  const stored = await chrome.storage.local.get({ place: "tab" });
  return stored.place === "replace" ? "replace" : "tab";
}

/** The site of an address: its host without "www.". Empty for what is no web page. @param {string} url */
export function siteOf(url) {
  try {
    const { protocol, hostname } = new URL(url);
    return /^https?:$/.test(protocol) ? hostname.replace(/^www\./, "") : "";
  } catch {
    return "";
  }
}

/** @returns {import("../types").SiteChoices} */
const NOTHING = () => ({ keep: [], disable: [], open: null });

/** @returns {Promise<Record<string, import("../types").SiteChoices>>} */
export async function sites() {
  const stored = await chrome.storage.local.get({ sites: {} });
  return /** @type {Record<string, import("../types").SiteChoices>} */ (stored.sites);
}

/** @param {string} site @returns {Promise<import("../types").SiteChoices>} */
export async function choicesFor(site) {
  return { ...NOTHING(), ...(await sites())[site] };
}

/**
 * Change what is remembered for a site; a site of which nothing is left is forgotten.
 *
 * @param {string} site
 * @param {(choices: import("../types").SiteChoices) => void} change
 */
export async function changeSite(site, change) {
  if (!site) return;
  const all = await sites();
  const choices = { ...NOTHING(), ...all[site] };
  change(choices);
  if (choices.keep.length || choices.disable.length || choices.open) all[site] = choices;
  else delete all[site];
  await chrome.storage.local.set({ sites: all });
}

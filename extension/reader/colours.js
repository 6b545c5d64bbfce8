// One colour for each plugin, the same in the panel and in the article.

/** Degrees on the colour circle, far from each other. */
const HUES = [25, 255, 145, 310, 75, 200, 345, 110, 280, 50];

/** @param {import("../types").Cleaned | null} cleaned @returns {(plugin: string) => number} */
export function huesOf(cleaned) {
  const names = [...new Set([...(cleaned?.plugins ?? []).map((plugin) => plugin.name), ...(cleaned?.removed ?? []).map((one) => one.plugin)])].sort();
  return (plugin) => HUES[Math.max(0, names.indexOf(plugin)) % HUES.length];
}

/** A plugin's name as people read it. @param {string} plugin */
export function plain(plugin) {
  return plugin.replaceAll("_", " ");
}

/** @param {number} confidence 0-1 */
export function percent(confidence) {
  return `${Math.min(100, Math.round(100 * confidence))}%`;
}

// From what is remembered for a site to what is asked of the service.

/**
 * The removals of kinds that are always kept on this site.
 *
 * @param {import("../types").Cleaned} cleaned
 * @param {import("../types").SiteChoices} site
 * @returns {string[]} their ids
 */
export function kindsKept(cleaned, site) {
  if (!site.keep.length) return [];
  const kinds = new Set(site.keep.map((kind) => `${kind.plugin} ${kind.rule}`));
  return cleaned.removed.filter((removal) => kinds.has(`${removal.plugin} ${removal.rule}`)).map((removal) => removal.id);
}

/** A colour for each plugin, light and dark, that keeps its place whatever is removed. */

const HUES = [
  "light-dark(#c2410c, #fb923c)",
  "light-dark(#1d4ed8, #60a5fa)",
  "light-dark(#a21caf, #e879f9)",
  "light-dark(#15803d, #4ade80)",
  "light-dark(#b45309, #fbbf24)",
  "light-dark(#be123c, #fb7185)",
  "light-dark(#0e7490, #22d3ee)",
  "light-dark(#6d28d9, #a78bfa)",
  "light-dark(#4d7c0f, #a3e635)",
  "light-dark(#475569, #94a3b8)",
];

/** @type {Map<string, string>} */
const given = new Map();

/** @param {string} plugin */
export function colourOf(plugin) {
  let colour = given.get(plugin);
  if (colour === undefined) {
    colour = HUES[given.size % HUES.length];
    given.set(plugin, colour);
  }
  return colour;
}

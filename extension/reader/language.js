// What a language's writing asks of the reader.

const RIGHT_TO_LEFT = new Set("ar arc ckb dv fa ha-arab he khw ks ku-arab ps sd syr ug ur yi".split(" "));
/** Read a minute: words, and of scripts without spaces, letters. */
const WORDS_A_MINUTE = 230;
const LETTERS_A_MINUTE = 450;

/** @param {string | null | undefined} language */
export function isRightToLeft(language) {
  return RIGHT_TO_LEFT.has((language ?? "").toLowerCase().split(/[-_]/)[0]);
}

/** Minutes, at least one. @param {number} words @param {string | null} language */
export function readingMinutes(words, language) {
  const letters = /^(?:zh|ja|th|lo|km|my)\b/.test(language ?? "");
  return Math.max(1, Math.round(words / (letters ? LETTERS_A_MINUTE : WORDS_A_MINUTE)));
}

/** A date as people write it, as exact as it is known. @param {string} published ISO 8601 */
export function dateInWords(published) {
  const match = published.match(/^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/);
  if (!match) return published;
  const [, year, month, day] = match;
  const date = new Date(Number(year), month ? Number(month) - 1 : 0, day ? Number(day) : 1);
  return date.toLocaleDateString("en-GB", { year: "numeric", ...(month ? { month: "long" } : {}), ...(day ? { day: "numeric" } : {}) });
}

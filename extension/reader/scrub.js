// Takes out of a page what says who read it.

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
/** Numbers of accounts, telephones, orders; years and prices are shorter. */
const NUMBER = /(?<![\w.-])\+?\d(?:[ -]?\d){7,}(?![\w-])/g;
/** Keys and tokens: long, of letters and digits. */
const TOKEN = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{32,}(?![\w-])/g;
const HREF = /\b(href|src|content|cite|poster|data-[\w-]+)="([^"]*)"/g;
const STRUCTURED = /<script\b[^>]*>[\s\S]*?<\/script>/gi;

/** @param {string} text @param {boolean} [isPage] */
export function scrubbed(text, isPage = false) {
  let plain = text;
  if (isPage) {
    plain = plain.replace(STRUCTURED, (script) => (/ld\+json|math\//i.test(script.slice(0, 80)) ? script : ""));
    plain = plain.replace(HREF, (whole, name, value) => (/^(?:https?:)?\/\//i.test(value) ? `${name}="${scrubbedAddress(value)}"` : whole));
  }
  return plain.replace(EMAIL, "name@example.org").replace(NUMBER, "00000000").replace(TOKEN, "token");
}

/** An address without its query, fragment and credentials. @param {string} address */
export function scrubbedAddress(address) {
  return address.replace(/[?#].*$/s, "").replace(/^((?:https?:)?\/\/)[^/@]*@/i, "$1");
}

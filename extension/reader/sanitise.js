// The second sanitiser. The service has cleaned the markup with one of its own; a fault in either is no hole in both.

import DOMPurify from "../vendor/dompurify/purify.es.js";

const FORBIDDEN = {
  FORBID_TAGS: "style form input button select textarea option dialog video audio source track picture iframe map area font center".split(" "),
  FORBID_ATTR: "style class name target action formaction background ping srcset sizes loading usemap is slot part tabindex".split(" "),
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
};

/** @param {string} html @returns {DocumentFragment} */
export function sanitised(html) {
  return DOMPurify.sanitize(html, {
    ...FORBIDDEN,
    USE_PROFILES: { html: true },
    ADD_ATTR: ["data-language"],
    RETURN_DOM_FRAGMENT: true,
  });
}

/** A formula: presentation MathML without links. @param {string} mathml @returns {Element | null} */
export function sanitisedFormula(mathml) {
  const fragment = DOMPurify.sanitize(mathml, {
    ...FORBIDDEN,
    USE_PROFILES: { mathMl: true },
    FORBID_ATTR: [...FORBIDDEN.FORBID_ATTR, "href", "xlink:href", "id"],
    ADD_FORBID_CONTENTS: ["annotation"], // the TeX that it was made from
    RETURN_DOM_FRAGMENT: true,
  });
  return fragment.querySelector("math");
}

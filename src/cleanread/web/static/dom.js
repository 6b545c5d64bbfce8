/** Small helpers to make elements. */

/**
 * @param {string} id
 * @returns {any} the page's element of that id
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * @param {Document} doc
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(doc, name, attributes = {}, ...children) {
  const element = doc.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** @param {string} text @param {() => void} action @param {Record<string, string>} attributes */
export function button(text, action, attributes = {}) {
  const element = make(document, "button", { type: "button", ...attributes }, text);
  element.addEventListener("click", action);
  return element;
}

/** @param {number} count @param {string} one @param {string} many */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

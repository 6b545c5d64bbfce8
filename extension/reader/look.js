// How the article looks, and the dialogue in which a person chooses it.

import { byId, el } from "../shared/dom.js";
import { PLAIN_LOOK, setLook } from "../shared/settings.js";

/** @typedef {import("../types").Look} Look */

const THEMES = /** @type {const} */ (["system", "light", "sepia", "dark", "contrast"]);
/** @type {[Look["font"], string][]} */
const FONTS = [
  ["serif", "Literata"],
  ["sans", "Sans serif"],
  ["dyslexic", "OpenDyslexic"],
  ["mono", "Monospaced"],
];
/** What can be dialled: the name, from, to, step, and how a value is said. @type {["size" | "width" | "leading" | "words" | "letters", string, number, number, number, (value: number) => string][]} */
const DIALS = [
  ["size", "Size", 14, 40, 1, (value) => `${value} px`],
  ["width", "Line length", 40, 110, 2, (value) => `${value} letters`],
  ["leading", "Line spacing", 1.2, 2.4, 0.1, (value) => value.toFixed(1)],
  ["words", "Word spacing", 0, 50, 5, (value) => `+${value}%`],
  ["letters", "Letter spacing", 0, 20, 1, (value) => `+${value}%`],
];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** @param {Look} chosen @param {import("./frame.js").ArticleFrame} [frame] */
export function applyLook(chosen, frame) {
  const theme = chosen.theme === "system" ? (dark.matches ? "dark" : "light") : chosen.theme;
  for (const root of [document.documentElement, frame?.page.documentElement]) {
    if (!root) continue;
    root.dataset.theme = theme;
    root.dataset.font = chosen.font;
    root.dataset.images = chosen.images ? "on" : "off";
    root.dataset.justify = chosen.justify ? "on" : "off";
    root.style.setProperty("--size", `${chosen.size}px`);
    // a letter of running text is narrower than the digit that "ch" measures
    root.style.setProperty("--width", `${(chosen.width * 0.87).toFixed(1)}ch`);
    root.style.setProperty("--leading", String(chosen.leading));
    root.style.setProperty("--words", `${chosen.words / 100}em`);
    root.style.setProperty("--letters", `${chosen.letters / 100}em`);
  }
}

/**
 * @param {Look} look as it was chosen before
 * @param {import("./frame.js").ArticleFrame} frame
 * @param {() => void} redraw when something else than the style has changed
 */
export function setUpLook(look, frame, redraw) {
  const dialog = byId("look", HTMLDialogElement);
  let chosen = look;
  dark.addEventListener("change", () => applyLook(chosen, frame));
  // other readers follow; the storage would tell this one too, of choices that are no longer the latest
  const others = new BroadcastChannel("cleanread-look");
  others.onmessage = ({ data }) => applyLook((chosen = data), frame);

  const choose = async (/** @type {Partial<Look>} */ change) => {
    const place = frame.place();
    const images = chosen.images;
    chosen = { ...chosen, ...change };
    applyLook(chosen, frame);
    if (images !== chosen.images) redraw();
    frame.return(place);
    others.postMessage(chosen);
    if (dialog.open) draw();
    await setLook(chosen);
  };

  const draw = () => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.focus;
    dialog.replaceChildren(
      el("header", {}, el("h2", { text: "Look" }), el("button", { class: "close", "aria-label": "Close", text: "×", onclick: () => dialog.close() })),
      choice("Theme", "themes", THEMES.map((name) => [name, name[0].toUpperCase() + name.slice(1)]), chosen.theme, (theme) => choose({ theme })),
      choice("Font", "fonts", FONTS, chosen.font, (font) => choose({ font })),
      ...DIALS.map(([name, label, from, to, step, said]) => dial(name, label, from, to, step, said, chosen[name], (value) => choose({ [name]: value }))),
      box("Both margins straight", "justify", chosen.justify, (justify) => choose({ justify })),
      box("Pictures", "images", chosen.images, (images) => choose({ images })),
      el("p", { class: "buttons" }, el("button", { text: "As it was at first", "data-focus": "reset", onclick: () => choose(PLAIN_LOOK) })),
    );
    if (focused) /** @type {HTMLElement | null} */ (dialog.querySelector(`[data-focus="${CSS.escape(focused)}"]`))?.focus();
  };

  return {
    open() {
      draw();
      dialog.showModal();
      /** @type {HTMLElement | null} */ (dialog.querySelector("input:checked"))?.focus();
    },
    /** @param {1 | -1} step */
    resize: (step) => choose({ size: Math.min(40, Math.max(14, chosen.size + step)) }),
    nextTheme: () => choose({ theme: THEMES[(THEMES.indexOf(chosen.theme) + 1) % THEMES.length] }),
  };
}

/**
 * @template {string} T
 * @param {string} label @param {string} name @param {readonly (readonly [T, string])[]} options @param {T} now @param {(value: T) => void} choose
 */
function choice(label, name, options, now, choose) {
  const items = options.map(([value, text]) => {
    const input = el("input", { type: "radio", name, value, checked: value === now, "data-focus": `${name} ${value}`, onchange: () => choose(value) });
    return el("label", { class: `${name} ${value}` }, input, el("span", { text }));
  });
  return el("fieldset", {}, el("legend", { text: label }), el("div", { class: "choices" }, ...items));
}

/** @param {string} name @param {string} label @param {number} from @param {number} to @param {number} step @param {(value: number) => string} said @param {number} now @param {(value: number) => void} choose */
function dial(name, label, from, to, step, said, now, choose) {
  const input = el("input", { type: "range", min: from, max: to, step, value: now, "data-focus": name, "aria-valuetext": said(now) });
  input.addEventListener("input", () => choose(Number(input.value)));
  return el("label", { class: "dial" }, el("span", { text: label }), input, el("output", { text: said(now) }));
}

/** @param {string} label @param {string} name @param {boolean} on @param {(on: boolean) => void} choose */
function box(label, name, on, choose) {
  const input = el("input", { type: "checkbox", role: "switch", checked: on, "data-focus": name });
  input.addEventListener("change", () => choose(input.checked));
  return el("label", { class: "switch" }, el("span", { text: label }), input);
}

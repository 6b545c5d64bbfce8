// The note in the corner of a page that is cleaned in place. It lives in a closed shadow root and is styled
// through the object model alone, so that the page's style and its content policy do not reach it.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  if (Reflect.has(cleanread, "showBadge")) return;
  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {ShadowRoot | null} */
  let root = null;

  const BOX =
    "font:500 14px/1.35 system-ui,sans-serif;color:#fdfbf5;background:#1f4e46;border-radius:22px;padding:9px 8px 9px 18px;" +
    "display:flex;gap:10px;align-items:center;box-shadow:0 6px 24px rgba(0,0,0,.28);max-width:min(92vw,460px)";
  const BUTTON = "font:inherit;color:#1f4e46;background:#fdfbf5;border:0;border-radius:14px;padding:5px 14px;cursor:pointer;white-space:nowrap";
  const CLOSE = "font:inherit;color:inherit;background:none;border:0;border-radius:14px;padding:5px 9px;cursor:pointer";

  /** @param {string} text @param {{label: string, act: () => void} | null} button */
  cleanread.showBadge = (text, button) => {
    if (!host?.isConnected) {
      host = document.createElement("div");
      host.style.cssText = "all:initial;position:fixed;z-index:2147483647;inset:auto 16px 16px auto";
      root = host.attachShadow({ mode: "closed" });
      document.documentElement.append(host);
    }
    const box = part("div", BOX, "");
    box.setAttribute("role", "status");
    box.append(part("span", "", text));
    if (button) {
      const toggle = part("button", BUTTON, button.label);
      toggle.addEventListener("click", button.act);
      box.append(toggle);
    }
    const close = part("button", CLOSE, "×");
    close.setAttribute("aria-label", "Close this note");
    close.addEventListener("click", cleanread.closeBadge);
    box.append(close);
    /** @type {ShadowRoot} */ (root).replaceChildren(box);
  };

  cleanread.closeBadge = () => host?.remove();

  /** @param {string} tag @param {string} style @param {string} text */
  const part = (tag, style, text) => {
    const element = document.createElement(tag);
    element.style.cssText = style;
    element.textContent = text;
    return element;
  };

  addEventListener("beforeprint", () => host && (host.style.display = "none"));
  addEventListener("afterprint", () => host && (host.style.display = "block"));
})();

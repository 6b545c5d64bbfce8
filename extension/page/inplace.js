// On the page itself: hides what was removed, and shows all of it again. Nothing is deleted or moved.
globalThis.cleanread ??= /** @type {any} */ ({});

// the value of an injected script is handed over, and has to be nothing: hence the function
(() => {
  if (cleanread.inPlace) return;
  /** The elements that are hidden, each with the `display` that its own style had. @type {Map<HTMLElement, [string, string]>} */
  const hidden = new Map();
  let shown = false;
  let count = 0;

  /** @param {number[]} kept @returns {Set<Node>} what is kept, and everything around it, through shadow roots and frames */
  const around = (kept) => {
    /** @type {Set<Node>} */
    const holders = new Set();
    for (const ref of kept) {
      for (let at = parentOf(cleanread.elements[ref], true); at && !holders.has(at); at = parentOf(at)) holders.add(at);
    }
    return holders;
  };

  /** @param {any} node @param {boolean} [itself] @returns {Node | null} */
  const parentOf = (node, itself = false) =>
    itself ? (node ?? null) : (node.parentNode ?? node.host ?? node.defaultView?.frameElement ?? null);

  /** The outermost element that holds this one and nothing that is kept. @param {Element} element @param {Set<Node>} holders */
  const outermost = (element, holders) => {
    let found = element;
    for (let at = element.parentElement; at && at.localName !== "body" && !holders.has(at); at = at.parentElement) found = at;
    return /** @type {HTMLElement} */ (found);
  };

  const apply = () => {
    for (const [element, [value, priority]] of hidden) {
      if (!shown) element.style.setProperty("display", "none", "important");
      else if (value) element.style.setProperty("display", value, priority);
      else element.style.removeProperty("display");
      if (shown && element.getAttribute("style") === "") element.removeAttribute("style");
    }
    const parts = `${count} ${count === 1 ? "part" : "parts"}`;
    void tell();
    cleanread.showBadge(shown ? `${parts} shown again` : `${parts} hidden`, {
      label: shown ? "Hide again" : "Show all",
      act: cleanread.inPlace.toggle,
    });
  };

  /** The toolbar button says how many are hidden. Browsers forget what it says when a page is left. */
  const tell = async () => {
    try {
      await chrome.runtime.sendMessage({ hidden: shown ? 0 : count });
    } catch {
      // the extension was loaded anew since it cleaned this page
    }
  };
  addEventListener("pageshow", (event) => void (event.persisted && hidden.size && tell()));

  cleanread.inPlace = {
    hide({ removed, kept }) {
      const holders = around(kept);
      count = 0;
      for (const ref of removed) {
        const element = cleanread.elements[ref];
        // loose text beside something that is kept has no element of its own that could be hidden
        if (!element?.isConnected || holders.has(element) || !("style" in element)) continue;
        count++;
        const outer = outermost(element, holders);
        if (!hidden.has(outer)) hidden.set(outer, [outer.style.getPropertyValue("display"), outer.style.getPropertyPriority("display")]);
      }
      shown = false;
      apply();
      return count;
    },
    toggle() {
      shown = !shown;
      apply();
      return shown;
    },
    stop() {
      shown = true;
      if (hidden.size) apply();
      hidden.clear();
      cleanread.closeBadge();
    },
    failed: (message) => cleanread.showBadge(message, null),
    isOn: () => hidden.size > 0,
  };
})();

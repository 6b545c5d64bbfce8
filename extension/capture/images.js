// Where a picture really is, whatever a page does to load it late.
globalThis.cleanread ??= /** @type {any} */ ({});

(() => {
  const LAZY = ["data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-full-src", "data-url"];
  const LAZY_SETS = ["data-srcset", "data-lazy-srcset"];
  const PLACEHOLDER = /(?:^|[/_.-])(?:blank|spacer|placeholder|pixel|transparent|1x1|lazy-?load(?:ing)?|loading)[\w-]{0,40}\.(?:gif|png|svg|webp)/i;

  /**
   * The address of an image: the one that the browser chose and shows, or the one that a script would set.
   *
   * @param {HTMLImageElement} image
   * @returns {string} absolute, or empty when there is none
   */
  cleanread.imageSource = (image) => {
    const shown = image.currentSrc || image.src;
    if (isPicture(shown) && !(image.complete && image.naturalWidth > 0 && image.naturalWidth <= 2)) return shown;
    const holders = [image, ...(image.parentElement?.tagName === "PICTURE" ? image.parentElement.querySelectorAll("source") : [])];
    for (const holder of holders) {
      const found =
        first(LAZY.map((name) => holder.getAttribute(name))) ??
        first([...LAZY_SETS, "srcset"].map((name) => largest(holder.getAttribute(name))));
      if (found) return found;
    }
    return isPicture(shown) ? shown : "";
  };

  /**
   * The picture that an element shows as its background, when it holds nothing else and is as large as a picture.
   *
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  cleanread.background = (element, style) => {
    const match = style.backgroundImage.match(/^url\("(https?:[^"]+)"\)$/);
    if (!match || element.firstElementChild || element.textContent?.trim()) return "";
    const box = element.getBoundingClientRect();
    return box.width >= 240 && box.height >= 135 ? match[1] : "";
  };

  /** @param {(string | null | undefined)[]} candidates */
  function first(candidates) {
    for (const candidate of candidates) {
      if (!candidate) continue;
      try {
        const address = new URL(candidate, document.baseURI).href;
        if (isPicture(address)) return address;
      } catch {
        // no address; the next one may be
      }
    }
    return undefined;
  }

  /** @param {string} address */
  function isPicture(address) {
    return /^https?:/.test(address) && !PLACEHOLDER.test(address);
  }

  /** The largest image of a `srcset`. @param {string | null} set */
  function largest(set) {
    let best = "";
    let size = -1;
    for (const [, address, number] of (set ?? "").slice(0, 10_000).matchAll(/([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)/g)) {
      const here = Number(number || 1);
      if (here > size) [best, size] = [address, here];
    }
    return best;
  }
})();

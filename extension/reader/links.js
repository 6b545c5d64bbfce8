// Clicks within the article: links, footnotes, pictures. The sandboxed frame itself can open nothing.

import { byId, el } from "../shared/dom.js";

/** @param {import("./frame.js").ArticleFrame} frame @param {import("./session.js").Session} session */
export function setUpLinks(frame, session) {
  const act = (/** @type {Event} */ event) => {
    const target = /** @type {Element | null} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target?.closest?.("a[href]") ?? null);
    if (link) {
      event.preventDefault();
      if (link.hasAttribute("data-note")) showNote(frame, link);
      else follow(frame, session, link);
    } else if (target?.matches?.("img[data-enlarges]")) enlarge(/** @type {HTMLImageElement} */ (target));
  };
  frame.page.addEventListener("click", act);
  frame.page.addEventListener("auxclick", act);
  frame.page.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!target.matches?.("img[data-enlarges], a[data-note]")) return;
    event.preventDefault();
    act(event);
  });
}

/** @param {import("./frame.js").ArticleFrame} frame @param {import("./session.js").Session} session @param {HTMLAnchorElement} link */
function follow(frame, session, link) {
  const href = link.getAttribute("href") ?? "";
  const [address, fragment] = href.split("#");
  if (fragment && (!address || address === session.capture.url.replace(/#.*/s, ""))) {
    const inside = frame.page.getElementById(fragment) ?? frame.page.getElementById(decodeURIComponent(fragment));
    if (inside) return frame.reveal(inside);
  }
  if (/^(?:https?|mailto):/i.test(href)) window.open(href, "_blank", "noopener,noreferrer");
}

/** The note of a mark, beside it. @param {import("./frame.js").ArticleFrame} frame @param {HTMLAnchorElement} mark */
function showNote(frame, mark) {
  const popover = byId("popover", HTMLElement);
  const close = el("button", { class: "close", "aria-label": "Close the footnote", text: "×", onclick: () => popover.hidePopover() });
  popover.replaceChildren(el("p", { text: mark.getAttribute("data-note") ?? "", dir: "auto" }), close);
  popover.setAttribute("aria-label", mark.getAttribute("aria-label") ?? "Footnote");
  const outer = frame.element.getBoundingClientRect();
  const box = mark.getBoundingClientRect();
  popover.showPopover();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = Math.max(12, Math.min(outer.left + box.left - width / 2, innerWidth - width - 12));
  const below = outer.top + box.bottom + 8;
  popover.style.left = `${left}px`;
  popover.style.top = `${below + height > innerHeight ? Math.max(12, outer.top + box.top - height - 8) : below}px`;
  popover.addEventListener("toggle", (event) => /** @type {ToggleEvent} */ (event).newState === "closed" && mark.focus(), { once: true });
  close.focus({ preventScroll: true });
}

/** @param {HTMLImageElement} image */
function enlarge(image) {
  const dialog = byId("lightbox", HTMLDialogElement);
  const caption = image.closest("figure")?.querySelector("figcaption")?.textContent ?? image.alt;
  const large = el("img", { src: image.currentSrc || image.src, alt: image.alt, referrerpolicy: "no-referrer" });
  const close = el("button", { class: "close", "aria-label": "Close the picture", text: "×" });
  dialog.replaceChildren(el("figure", {}, large, caption ? el("figcaption", { text: caption, dir: "auto" }) : null), close);
  dialog.onclick = () => dialog.close();
  dialog.onclose = () => image.focus({ preventScroll: true });
  dialog.showModal();
  close.focus();
}

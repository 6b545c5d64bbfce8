// One session on the screen: every part of the reader hears from here when something changed.

import { counted } from "../shared/dom.js";
import { ServiceFault } from "../shared/service.js";
import { setUpBar } from "./bar.js";
import { setUpHelp } from "./help.js";
import { Highlights } from "./highlights.js";
import { setUpKeyboard } from "./keyboard.js";
import { setUpLinks } from "./links.js";
import { setUpLook } from "./look.js";
import { hideMessage, showFault, showWorking } from "./messages.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel.js";
import { setUpSaving } from "./save.js";
import { Shown } from "./shown.js";
import { Speaker } from "./speak.js";
import { toast } from "./toast.js";
import { Walk } from "./walk.js";

/** Bytes; of a larger page the reader says how large it is. */
const LARGE = 1_000_000;

export class View {
  /**
   * @param {import("./frame.js").ArticleFrame} frame
   * @param {import("./session.js").Session} session
   * @param {import("../types").StoredCapture} stored
   * @param {import("../types").Look} look
   */
  constructor(frame, session, stored, look) {
    this.frame = frame;
    this.session = session;
    this.stored = stored;
    this.shown = new Shown(frame, session, (act) => this.attempt(act));
    this.outline = new Outline(frame);
    this.highlights = new Highlights(frame, session);
    this.panel = new Panel(this);
    this.speaker = new Speaker(frame, session);
    this.walk = new Walk(frame);
    this.look = setUpLook(look, frame, () => this.draw());
    this.saving = setUpSaving(this);
    this.help = setUpHelp();
    this.bar = setUpBar(this);
    setUpLinks(frame, session);
    setUpKeyboard(this);
    this.name(session.capture.title || session.capture.url);
    session.addEventListener("changed", () => this.draw());
    session.addEventListener("chosen", () => this.tell());
    session.addEventListener("working", () => this.working());
    session.addEventListener("done", () => {
      hideMessage();
      if (session.cleaned) document.body.dataset.state = "ready";
    });
  }

  start() {
    return this.attempt(() => this.session.start());
  }

  working() {
    showWorking("Cleaning the page", this.size > LARGE ? this.size : 0, () => this.session.cancel());
  }

  /** Name the tab. What is read in a private window leaves no name in the history. @param {string} title */
  name(title) {
    if (!this.stored.fleeting) document.title = title;
  }

  get size() {
    return this.session.capture.html.length;
  }

  /**
   * Do something that asks the service. When it fails, say what to do, and do it again when that is done.
   *
   * @param {() => Promise<unknown>} act
   */
  async attempt(act) {
    try {
      await act();
    } catch (error) {
      const again = () => this.attempt(act);
      const close = this.session.cleaned ? hideMessage : undefined;
      const cancelled = error instanceof DOMException && error.name === "AbortError";
      const kind = cancelled ? "cancelled" : error instanceof ServiceFault ? error.kind : "broken";
      showFault(kind, error instanceof Error ? error.message : String(error), { again, close, size: this.size, url: this.session.capture.url });
    }
  }

  draw() {
    const { cleaned, capture } = this.session;
    if (!cleaned) return;
    this.speaker.stop();
    this.frame.fill(cleaned, capture);
    this.name(cleaned.article.title || capture.title || capture.url);
    this.shown.draw();
    this.outline.draw();
    this.bar.draw();
    this.panel.draw();
    void this.highlights.draw().then(() => this.panel.draw());
    document.body.dataset.state = "ready";
    performance.mark("shown");
  }

  /** After a choice: what it did, with the way back. */
  tell() {
    const { removed } = /** @type {import("../types").Cleaned} */ (this.session.cleaned);
    const text = removed.length ? `${counted(removed.length, "block")} removed now` : "The whole page is shown";
    toast(text, { label: "Undo", act: () => this.undo() });
  }

  undo() {
    if (!this.session.history.length) return toast("Nothing to undo");
    return this.attempt(async () => {
      await this.session.undo();
      toast("Undone");
    });
  }

  /** Restore the removed block that has the focus, or that the panel shows. */
  restoreFocused() {
    const element = /** @type {HTMLElement | null} */ (this.frame.page.activeElement?.closest("[data-removal]") ?? null);
    const id = element?.dataset.removal;
    if (!id) return toast("Show a removed block first: r lists them, x shows all of them in place");
    return this.attempt(() => this.session.restore([id]));
  }

  /** @param {boolean} withNote */
  async mark(withNote) {
    await this.highlights.add(withNote);
    this.panel.draw();
  }
}

// The reader tab: brings its parts together.

import { byId } from "../shared/dom.js";
import { look } from "../shared/settings.js";
import { deleteCapture, waitForCapture } from "../shared/store.js";
import { showFault, showWorking } from "./messages.js";
import { View } from "./view.js";
import { Session } from "./session.js";
import { applyLook } from "./look.js";
import { ArticleFrame } from "./frame.js";

const id = location.hash.slice(1);
const waiting = new AbortController();
/** Milliseconds in which a capture comes; one that is not there when the reader is loaded again comes no more. */
const COMES = performance.getEntriesByType("navigation").some((entry) => Reflect.get(entry, "type") === "navigate") ? 20_000 : 2000;

async function main() {
  const arriving = waitForCapture(id, waiting.signal, COMES);
  const frame = new ArticleFrame(byId("article", HTMLIFrameElement));
  const [chosen] = await Promise.all([look(), frame.ready()]);
  applyLook(chosen, frame);
  showWorking("Reading the page", 0, () => waiting.abort());
  const stored = await arriving;
  performance.mark("captured");
  if (!stored?.capture) return showFault(waiting.signal.aborted ? "cancelled" : stored ? "closed-page" : "no-capture", stored?.error ?? "", {});
  if (stored.fleeting) await deleteCapture(id);
  const session = new Session(stored.capture, id);
  await new View(frame, session, stored, chosen).start();
}

void main();

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

async function main() {
  const frame = new ArticleFrame(byId("article", HTMLIFrameElement));
  await frame.ready();
  applyLook(await look(), frame);
  showWorking("Reading the page", 0, () => waiting.abort());
  const stored = await waitForCapture(id, waiting.signal);
  performance.mark("captured");
  if (!stored?.capture) return showFault(waiting.signal.aborted ? "cancelled" : stored ? "closed-page" : "no-capture", stored?.error ?? "", {});
  if (stored.fleeting) await deleteCapture(id);
  document.title = stored.capture.title || stored.capture.url;
  const session = new Session(stored.capture, id);
  await new View(frame, session, stored).start();
}

void main();

// The first page that a new user sees: three steps, each ticked off as soon as it is done.

import { byId } from "../shared/dom.js";
import { call, ServiceFault } from "../shared/service.js";
import { followTheme } from "../shared/theme.js";
import { commandLine, pairing } from "../reader/messages.js";

/** Milliseconds between looks at the service. */
const LOOK = 2000;

async function look() {
  let kind = "ready";
  try {
    await call("/api/health", {}, AbortSignal.timeout(LOOK));
  } catch (error) {
    kind = error instanceof ServiceFault ? error.kind : "down";
  }
  byId("start", HTMLElement).classList.toggle("done", kind !== "down");
  byId("pair", HTMLElement).classList.toggle("done", kind === "ready");
  if (kind === "ready") byId("pair", HTMLElement).querySelector("form")?.remove();
  setTimeout(look, LOOK);
}

followTheme();
byId("start", HTMLElement).append(commandLine("cleanread serve"));
byId("pair", HTMLElement).append(commandLine("cleanread pair"), pairing(look));
void look();

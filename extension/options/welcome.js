// The first page that a new user sees: three steps, each ticked off as soon as it is done.

import { byId } from "../shared/dom.js";
import { commandLine, pairing } from "../shared/pairing.js";
import { faultNow } from "../shared/service.js";
import { followTheme } from "../shared/theme.js";

/** Milliseconds between looks at the service. */
const LOOK = 2000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;

async function look() {
  clearTimeout(next);
  const fault = await faultNow(LOOK);
  byId("start", HTMLElement).classList.toggle("done", fault?.kind !== "down");
  byId("pair", HTMLElement).classList.toggle("done", fault === null);
  if (fault === null) byId("pair", HTMLElement).querySelector("form")?.remove();
  next = setTimeout(look, LOOK);
}

followTheme();
byId("start", HTMLElement).append(commandLine("make serve"));
byId("pair", HTMLElement).append(commandLine("make pair"), pairing(look));
void look();

// Pairing this browser with the service: the command that prints a code, and the form that takes it.

import { el } from "./dom.js";
import { pair, ServiceFault } from "./service.js";
import { service, setService } from "./settings.js";

/** @param {string} command */
export function commandLine(command) {
  const copy = el("button", { text: "Copy", "aria-label": `Copy the command ${command}` });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command);
    copy.textContent = "Copied";
  });
  return el("p", { class: "command" }, el("code", { text: command }), copy);
}

/** A form for the code. @param {() => unknown} again what to do when it is paired */
export function pairing(again) {
  const code = el("input", { id: "code", required: true, autocomplete: "off", spellcheck: "false", autocapitalize: "characters", "aria-describedby": "said" });
  const said = el("p", { id: "said", role: "alert" });
  const form = el(
    "form",
    { class: "pairing" },
    el("label", { for: "code", text: "The code that it prints" }),
    el("div", {}, code, el("button", { class: "first", text: "Pair" })),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      await setService({ token: await pair(code.value) });
      await again();
    } catch (error) {
      said.textContent = await refusal(error);
      code.select();
    }
  });
  return form;
}

/** @param {unknown} error */
async function refusal(error) {
  if (!(error instanceof ServiceFault)) return String(error);
  if (error.kind === "down") return `Nothing answers at port ${(await service()).port}. Start the service with “make serve”, then pair again.`;
  return `That did not work: ${error.message}. Codes can be used once and for a few minutes; “make pair” prints a new one.`;
}

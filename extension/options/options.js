// The settings: the service, and everything that is remembered, each with the way to take it back.

import { originsOf } from "../background/sites.js";
import { byId, el } from "../shared/dom.js";
import { faultNow, pair } from "../shared/service.js";
import { changeSite, place, service, setService, siteOf, sites } from "../shared/settings.js";
import { followTheme } from "../shared/theme.js";

const NAMES = { reader: "Articles open cleaned", "in-place": "Articles are cleaned in place" };

/** Say whether the service is there, and paired. */
async function drawState() {
  const state = byId("state", HTMLElement);
  const { port } = await service();
  const say = (/** @type {string} */ name, /** @type {string} */ text) => {
    state.dataset.state = name;
    state.textContent = text;
  };
  const fault = await faultNow(4000);
  if (!fault) say("ready", `Running at port ${port}, and paired with this browser.`);
  else if (fault.kind === "pair") say("unpaired", "Not paired yet: run “make pair” in the folder of cleanread and enter its code here.");
  else if (fault.kind === "down") say("down", `Nothing answers at port ${port}. Start the service with “make serve” in the folder of cleanread.`);
  else say("down", `It refuses: ${fault.message}`);
}

async function setUpService() {
  const port = byId("port", HTMLInputElement);
  const code = byId("code", HTMLInputElement);
  const said = byId("said", HTMLElement);
  port.value = String((await service()).port);
  byId("service", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    await setService({ port: Number(port.value) });
    try {
      if (code.value.trim()) await setService({ token: await pair(code.value) });
      code.value = "";
    } catch (error) {
      said.textContent = `That did not work: ${error instanceof Error ? error.message : error}.`;
    }
    await drawState();
  });
}

async function setUpPlace() {
  const now = await place();
  for (const input of document.querySelectorAll("input[name=place]")) {
    const radio = /** @type {HTMLInputElement} */ (input);
    radio.checked = radio.value === now;
    radio.addEventListener("change", () => chrome.storage.local.set({ place: radio.value }));
  }
}

function setUpAdding() {
  byId("add", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = byId("site", HTMLInputElement);
    const site = siteOf(/^https?:/.test(typed.value) ? typed.value : `https://${typed.value.trim()}`);
    const mode = byId("mode", HTMLSelectElement).value === "reader" ? "reader" : "in-place";
    // asked before anything is awaited: the browser asks the person only right after a click
    const granted = site !== "" && (await chrome.permissions.request({ origins: originsOf(site) }));
    if (!granted) return;
    await changeSite(site, (choices) => (choices.open = mode));
    typed.value = "";
  });
}

async function drawSites() {
  const all = await sites();
  const items = Object.keys(all).sort().map((site) => {
    const { open, keep, disable } = all[site];
    const lines = [];
    if (open) lines.push(line(NAMES[open], () => revoke(site)));
    for (const kind of keep) {
      const forget = () => changeSite(site, (choices) => (choices.keep = choices.keep.filter((one) => one.plugin !== kind.plugin || one.rule !== kind.rule)));
      lines.push(line(`Always kept: ${kind.reason} (${kind.plugin})`, forget));
    }
    for (const plugin of disable) {
      lines.push(line(`Switched off: ${plugin}`, () => changeSite(site, (choices) => (choices.disable = choices.disable.filter((name) => name !== plugin)))));
    }
    return el("li", {}, el("h3", { text: site }), el("ul", {}, ...lines));
  });
  byId("sites", HTMLElement).replaceChildren(...(items.length ? items : [el("li", { text: "Nothing is remembered yet." })]));
}

/** @param {string} text @param {() => unknown} takeBack */
function line(text, takeBack) {
  return el("li", {}, el("span", { text }), el("button", { text: "Take back", "aria-label": `Take back: ${text}`, onclick: takeBack }));
}

/** @param {string} site */
async function revoke(site) {
  await chrome.permissions.remove({ origins: originsOf(site) });
  await changeSite(site, (choices) => (choices.open = null));
}

followTheme();
setUpAdding();
chrome.storage.onChanged.addListener(() => void drawSites());
void Promise.all([setUpService(), setUpPlace(), drawSites(), drawState()]);

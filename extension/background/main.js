// What happens when somebody clicks. Everything that takes long is done by the reader tab itself.

import { place, service } from "../shared/settings.js";
import { onHidden, toggleInPlace } from "./inplace.js";
import { createMenus, onMenu } from "./menus.js";
import { openReader } from "./open.js";
import { onRevoked, onUpdated } from "./sites.js";

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  await createMenus();
  if (reason === "install" && !(await service()).token) await chrome.tabs.create({ url: chrome.runtime.getURL("options/welcome.html") });
});
chrome.action.onClicked.addListener(async (tab) => openReader(tab, await place()));
chrome.commands.onCommand.addListener(async (command, tab) => {
  if (command === "clean-in-place" && tab?.id !== undefined) await toggleInPlace(tab.id);
});
chrome.contextMenus.onClicked.addListener(onMenu);
chrome.runtime.onMessage.addListener(onHidden);
chrome.tabs.onUpdated.addListener(onUpdated);
chrome.permissions.onRemoved.addListener(onRevoked);

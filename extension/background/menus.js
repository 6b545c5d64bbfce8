// The context menus: of a page, and of the toolbar button.

import { siteOf } from "../shared/settings.js";
import { toggleInPlace } from "./inplace.js";
import { openReader } from "./open.js";
import { allowSite } from "./sites.js";

/** @type {chrome.contextMenus.CreateProperties[]} */
const ITEMS = [
  { id: "read", title: "Read this page cleaned", contexts: ["page", "selection"] },
  { id: "replace", title: "Read it in place of the page", contexts: ["page", "action"] },
  { id: "in-place", title: "Clean this page in place", contexts: ["page", "action"] },
  { id: "always-reader", title: "Always open this site’s articles cleaned", contexts: ["action"] },
  { id: "always-in-place", title: "Always clean this site’s articles in place", contexts: ["action"] },
];

export async function createMenus() {
  await chrome.contextMenus.removeAll();
  for (const item of ITEMS) chrome.contextMenus.create(item);
}

/** @param {chrome.contextMenus.OnClickData} info @param {chrome.tabs.Tab | undefined} tab */
export async function onMenu(info, tab) {
  if (tab?.id === undefined) return;
  switch (info.menuItemId) {
    case "read":
      return openReader(tab, "tab");
    case "replace":
      return openReader(tab, "replace");
    case "in-place":
      return toggleInPlace(tab.id);
    case "always-reader":
    case "always-in-place": {
      const url = tab.url ?? info.pageUrl ?? "";
      const mode = info.menuItemId === "always-reader" ? "reader" : "in-place";
      if ((await allowSite(siteOf(url), mode)) && mode === "in-place") return toggleInPlace(tab.id);
      if (mode === "reader") return openReader(tab, "tab");
    }
  }
}

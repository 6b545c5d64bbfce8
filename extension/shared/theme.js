// The chosen theme for pages that have no article.

import { look } from "./settings.js";

export async function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { theme } = await look();
  const apply = () => (document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme);
  dark.addEventListener("change", apply);
  apply();
}

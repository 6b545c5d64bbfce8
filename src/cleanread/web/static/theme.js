/** Light, dark, or as the system is; kept for the next visit. */

const NAMES = ["auto", "light", "dark"];

/** @returns {string} */
function current() {
  try {
    return NAMES.find((name) => name === localStorage.getItem("theme")) ?? "auto";
  } catch {
    return "auto";
  }
}

/** @param {Document} doc */
export function applyTheme(doc) {
  const name = current();
  if (name === "auto") delete doc.documentElement.dataset.theme;
  else doc.documentElement.dataset.theme = name;
}

/**
 * @param {HTMLElement} control
 * @param {() => Document[]} documents
 */
export function themeButton(control, documents) {
  const show = () => {
    control.textContent = `Theme: ${current()}`;
    for (const doc of documents()) applyTheme(doc);
  };
  control.addEventListener("click", () => {
    try {
      localStorage.setItem("theme", NAMES[(NAMES.indexOf(current()) + 1) % NAMES.length]);
    } catch {
      // without storage there is only the system's choice
    }
    show();
  });
  show();
}

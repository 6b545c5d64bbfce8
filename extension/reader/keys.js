// What each key does. The help shows this list, and the keyboard follows it.

import { toOriginal } from "./bar.js";

/**
 * @typedef {import("./view.js").View} View
 * @type {{keys: string[], does: string, act: (view: View) => unknown}[]}
 */
export const KEYS = [
  { keys: ["j"], does: "Next paragraph", act: ({ walk }) => walk.step(1) },
  { keys: ["k"], does: "Paragraph before", act: ({ walk }) => walk.step(-1) },
  { keys: ["]"], does: "Next heading", act: ({ outline }) => outline.step(1) },
  { keys: ["["], does: "Heading before", act: ({ outline }) => outline.step(-1) },
  { keys: ["g"], does: "Top", act: ({ frame }) => frame.window.scrollTo({ top: 0 }) },
  { keys: ["o"], does: "Outline", act: ({ outline }) => outline.toggle() },
  { keys: ["r"], does: "What was removed", act: ({ panel }) => panel.toggle("removed") },
  { keys: ["x"], does: "Show everything that was removed in its place", act: ({ shown, panel }) => (shown.showAll(!shown.all), panel.draw()) },
  { keys: ["e"], does: "Restore the removed block that has the focus", act: (view) => view.restoreFocused() },
  { keys: ["u", "Ctrl+z"], does: "Undo", act: (view) => view.undo() },
  { keys: ["p"], does: "Read aloud, or pause", act: ({ speaker }) => speaker.toggle() },
  { keys: ["."], does: "Next sentence, while it is read aloud", act: ({ speaker }) => speaker.step(1) },
  { keys: [","], does: "Sentence before", act: ({ speaker }) => speaker.step(-1) },
  { keys: ["h"], does: "Highlight the selection", act: (view) => view.mark(false) },
  { keys: ["n"], does: "Highlight it with a note", act: (view) => view.mark(true) },
  { keys: ["m"], does: "Highlights and notes", act: ({ panel }) => panel.toggle("notes") },
  { keys: ["s"], does: "Copy or save", act: ({ saving }) => saving.toggle() },
  { keys: ["c"], does: "Copy as Markdown", act: ({ saving }) => saving.copy("markdown") },
  { keys: ["l"], does: "Look: theme, font, spacing", act: ({ look }) => look.open() },
  { keys: ["t"], does: "Next theme", act: ({ look }) => look.nextTheme() },
  { keys: ["+", "="], does: "Larger letters", act: ({ look }) => look.resize(1) },
  { keys: ["-"], does: "Smaller letters", act: ({ look }) => look.resize(-1) },
  { keys: ["b"], does: "Original page", act: (view) => toOriginal(view) },
  { keys: ["Ctrl+p"], does: "Print the article", act: ({ frame }) => frame.window.print() },
  { keys: ["?"], does: "This list", act: ({ help }) => help.open() },
];

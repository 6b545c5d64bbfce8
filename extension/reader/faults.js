// Every fault in the words of somebody who wants to read: what happened, and what to do.

/**
 * @typedef {{title: string, say: string[], command?: string, again?: string}} FaultText
 * @typedef {{said: string, size: number}} Known
 */

/** @type {Record<string, (known: Known) => FaultText>} */
const TEXTS = {
  down: () => ({
    title: "The cleanread service is not running",
    say: ["It cleans pages on your own computer, and nothing answers there. Start it in a terminal, in the folder of cleanread (or with “cleanread serve”, where that is installed); this page goes on by itself as soon as it runs."],
    command: "make serve",
  }),
  pair: () => ({
    title: "Pair this browser with the service",
    say: [
      "The cleanread service answers only browsers that you have paired with it, so that no web page can use it. This is needed once; again when you revoked the pairing.",
      "Ask for a code in a terminal, in the folder of cleanread (or with “cleanread pair”, where that is installed):",
    ],
    command: "make pair",
  }),
  refused: ({ said }) => ({
    title: "The service refuses this browser",
    say: [`It says: ${said}.`, "Another program may listen on this port, or the pairing belongs to another browser. Check the port in the settings, or pair again."],
  }),
  stale: ({ said }) => ({
    title: "The service is of another version",
    say: [
      `It does not take what this extension asks, and says: ${said}.`,
      "It probably runs since before an update: end it in its terminal with Ctrl-C, and start it again. If that changes nothing, load the extension anew in the browser’s list of extensions.",
    ],
    command: "make serve",
  }),
  large: ({ size }) => ({
    title: "This page is too large",
    say: [`It has ${(size / 1e6).toFixed(1)} MB, and the service takes 10 MB. The page itself is as it was.`],
  }),
  slow: ({ said }) => ({
    title: "This page takes too long to clean",
    say: [`The service stopped after its time limit, and says: ${said}.`, "The page is kept here; you can try once more, or read the original."],
  }),
  busy: ({ said }) => ({
    title: "The service is busy",
    say: [`It says: ${said}.`, "Wait a moment, then try again."],
  }),
  cancelled: () => ({
    title: "Cancelled",
    say: ["The page is kept here. You can clean it whenever you like."],
    again: "Clean it now",
  }),
  "closed-page": ({ said }) => ({
    title: "The browser does not let extensions read this page",
    say: ["Its own pages, its store for extensions and its PDF viewer are closed to all of them. Other pages work.", `The browser says: ${said}`],
  }),
  "no-capture": () => ({
    title: "This article is no longer here",
    say: ["The reader keeps the latest pages for a week. Open the page again and click the cleanread button on it."],
  }),
  broken: ({ said }) => ({
    title: "The service could not clean this page",
    say: [`It says: ${said}.`, "The page is kept here; you can try once more."],
  }),
};

/** @param {string} kind @param {Known} known @returns {FaultText} */
export function faultText(kind, known) {
  return (TEXTS[kind] ?? TEXTS.broken)({ ...known, said: known.said.replace(/\.$/, "") });
}

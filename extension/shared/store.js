// What lasts beyond a tab: captures and highlights in IndexedDB. Nothing of it leaves the browser.

/** Captures older than this, in milliseconds, are deleted. */
const LONGEST = 7 * 24 * 3600 * 1000;
/** The same for those of private windows that nobody came to read. */
const LONGEST_FLEETING = 60 * 1000;
const MOST_CAPTURES = 40;

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("cleanread", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("captures", { keyPath: "id" });
      request.result.createObjectStore("highlights", { keyPath: "id" }).createIndex("url", "url");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/**
 * @template T
 * @param {"captures" | "highlights"} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function within(name, mode, act) {
  const transaction = (await database()).transaction(name, mode);
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

/** Store a capture, and tell the reader tab that waits for it. @param {import("../types").StoredCapture} stored */
export async function putCapture(stored) {
  await within("captures", "readwrite", (store) => store.put(stored));
  const channel = new BroadcastChannel("cleanread-captures");
  channel.postMessage(stored.id);
  channel.close();
}

/**
 * A capture, as soon as it is there.
 *
 * @param {string} id
 * @param {AbortSignal} signal
 * @param {number} patience milliseconds
 * @returns {Promise<import("../types").StoredCapture | undefined>} undefined when there is none, and none comes
 */
export async function waitForCapture(id, signal, patience) {
  const channel = new BroadcastChannel("cleanread-captures");
  const arrived = new Promise((resolve) => {
    channel.onmessage = (event) => event.data === id && resolve(undefined);
    signal.addEventListener("abort", resolve);
    setTimeout(resolve, patience);
  });
  try {
    const early = await getCapture(id);
    if (early) return early;
    await arrived;
    return await getCapture(id);
  } finally {
    channel.close();
  }
}

/** @param {string} id @returns {Promise<import("../types").StoredCapture | undefined>} */
export function getCapture(id) {
  return within("captures", "readonly", (store) => store.get(id));
}

/** @param {string} id */
export function deleteCapture(id) {
  return within("captures", "readwrite", (store) => store.delete(id));
}

/** Delete captures that are old, and the oldest when there are many. */
export async function pruneCaptures(now = Date.now()) {
  /** @type {import("../types").StoredCapture[]} */
  const all = await within("captures", "readonly", (store) => store.getAll());
  all.sort((a, b) => b.when - a.when);
  const old = all.filter(({ when, fleeting }, at) => at >= MOST_CAPTURES || now - when > (fleeting ? LONGEST_FLEETING : LONGEST));
  for (const stored of old) await deleteCapture(stored.id);
}

/** @param {string} url @returns {Promise<import("../types").Highlight[]>} in the order in which they were made */
export async function highlightsOf(url) {
  /** @type {import("../types").Highlight[]} */
  const found = await within("highlights", "readonly", (store) => store.index("url").getAll(url));
  return found.sort((a, b) => a.when - b.when);
}

/** @param {import("../types").Highlight} highlight */
export function putHighlight(highlight) {
  return within("highlights", "readwrite", (store) => store.put(highlight));
}

/** @param {string} id */
export function deleteHighlight(id) {
  return within("highlights", "readwrite", (store) => store.delete(id));
}

/**
 * The calls to the service, and the types of what they give.
 *
 * @typedef {{index: number, role: string, level: number, text: string, html: string, words: number, removed: boolean,
 *   removal: string | null, original_html: string | null}} Block
 * @typedef {{plugin: string, verdict: "drop" | "keep" | "rewrite", rule: string, reason: string, confidence: number}} Evidence
 * @typedef {{id: string, kind: "drop" | "rewrite", block: number, line: number | null, path: string | null, text: string,
 *   replacement: string | null, plugin: string, rule: string, reason: string, confidence: number, evidence: Evidence[]}} Removal
 * @typedef {{title: string | null, byline: string | null, published: string | null, site_name: string | null,
 *   language: string | null, word_count: number, source_word_count: number, blocks: Block[], html: string, text: string,
 *   markdown: string}} Article
 * @typedef {{article: Article, removed: Removal[], problems: string[]}} Result
 * @typedef {{name: string, summary: string, cleans: boolean}} Plugin
 * @typedef {{html?: string, text?: string, fetch?: string, url?: string}} Source
 * @typedef {Source & {disable: string[], restore?: string[]}} Request
 */

const token = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="cleanread-token"]')).content;

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<Response>}
 */
async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      credentials: "omit",
    });
  } catch {
    throw new Error("The service does not answer. Is it still running? Start it with “cleanread serve”.");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401) throw new Error("The service was started anew: reload this page.");
  throw new Error(problem.detail ? sentence(problem.detail) : `The service answered ${response.status}.`);
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** @param {Request} request @returns {Promise<Result>} */
export async function clean(request) {
  return (await post("/api/clean", request)).json();
}

/** @returns {Promise<Plugin[]>} */
export async function plugins() {
  return (await (await post("/api/plugins", {})).json()).plugins;
}

/**
 * The article as a file.
 *
 * @param {Request} request
 * @param {string} format
 * @returns {Promise<{content: Blob, name: string}>}
 */
export async function exported(request, format) {
  const response = await post("/api/export", { ...request, format });
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "article";
  return { content: await response.blob(), name };
}

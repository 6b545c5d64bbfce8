// The local service: its calls, and what can go wrong with them.

import { service } from "./settings.js";

/** @typedef {"down" | "pair" | "refused" | "large" | "slow" | "busy" | "stale" | "broken"} FaultKind */

/** A call that failed, in terms of what a person can do about it. */
export class ServiceFault extends Error {
  /** @param {FaultKind} kind @param {string} message what the service says, or what is known */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/**
 * By status; some kinds of problems that the service names say more. A service of the same version knows every call
 * and takes every request that is made here: one that does not is of another version.
 *
 * @type {Record<number | string, FaultKind>}
 */
const KINDS = { 401: "pair", 403: "refused", 404: "stale", 405: "stale", 413: "large", 421: "refused", 429: "busy", 503: "slow", origin: "pair", token: "pair", request: "stale" };

/** The address of the service. @param {number} port */
export function address(port) {
  return `http://127.0.0.1:${port}`;
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>} of a call that went well
 * @throws {ServiceFault} when it did not; `AbortError` when it was cancelled
 */
export async function send(path, body, signal) {
  const { port, token } = await service();
  if (!token && path !== "/api/pair" && path !== "/api/health") {
    // nothing of a page is sent before the pairing; an empty call tells whether there is a service at all
    await send("/api/health", {}, signal);
    throw new ServiceFault("pair", "this browser is not paired with the service yet");
  }
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(address(port) + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal,
      credentials: "omit",
      cache: "no-store",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ServiceFault("down", `nothing answers at ${address(port)}`);
  }
  if (!response.ok) throw await faultOf(response);
  return response;
}

/** @param {string} path @param {unknown} body @param {AbortSignal} [signal] @returns {Promise<any>} */
export async function call(path, body, signal) {
  const response = await send(path, body, signal);
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ServiceFault("broken", "the answer of the service ended early or is no JSON");
  }
}

/**
 * What stands in the way of cleaning pages now.
 *
 * @param {number} patience milliseconds
 * @returns {Promise<ServiceFault | null>} null when nothing does
 */
export async function faultNow(patience) {
  try {
    await call("/api/health", {}, AbortSignal.timeout(patience));
    return null;
  } catch (error) {
    return error instanceof ServiceFault ? error : new ServiceFault("down", "no answer in time");
  }
}

/**
 * What makes a request together with a page's copy. The order of names is fixed, so that equal requests are equal texts.
 *
 * @param {import("../types").Capture} capture
 * @param {import("../types").Choices} choices
 */
export function cleanRequest(capture, choices) {
  return {
    html: capture.html,
    ...(/^https?:/.test(capture.url) ? { url: capture.url } : {}),
    disable: [...choices.disable].sort(),
    restore: [...choices.restore].sort(),
    restore_plugins: [...choices.restorePlugins].sort(),
  };
}

/** @param {string} code @param {AbortSignal} [signal] @returns {Promise<string>} a token */
export async function pair(code, signal) {
  const { token } = await call("/api/pair", { code: code.trim() }, signal);
  if (typeof token !== "string") throw new ServiceFault("broken", "the service gave no token");
  return token;
}

/** @param {Response} response */
async function faultOf(response) {
  let detail = "";
  let code = "";
  try {
    const problem = await response.json();
    detail = problem.detail || problem.title || "";
    code = String(problem.type ?? "").replace("urn:cleanread:problem:", "");
  } catch {
    return new ServiceFault("refused", `another program answers there, with status ${response.status}`);
  }
  return new ServiceFault(KINDS[code] ?? KINDS[response.status] ?? "broken", detail || `status ${response.status}`);
}

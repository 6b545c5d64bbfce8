// One page being read: its capture, what the service made of it, and what the person asked to be kept.

import { kindsKept } from "../shared/choices.js";
import { call, cleanRequest } from "../shared/service.js";
import { changeSite, choicesFor, siteOf } from "../shared/settings.js";

/** @returns {import("../types").Choices} */
const NONE = () => ({ restore: [], restorePlugins: [], disable: [] });

/** Says `changed` when there is something new to be shown. */
export class Session extends EventTarget {
  /** @param {import("../types").Capture} capture @param {string} id */
  constructor(capture, id) {
    super();
    this.capture = capture;
    this.site = siteOf(capture.url);
    this.choices = NONE();
    /** Choices before the present ones, the latest last. @type {import("../types").Choices[]} */
    this.history = [];
    /** @type {import("../types").Cleaned | null} */
    this.cleaned = null;
    /** All that the present plugins take away when nothing is restored. @type {import("../types").Removal[]} */
    this.removals = [];
    /** Answers by request, so that undo and redo ask for nothing. @type {Map<string, import("../types").Cleaned>} */
    this.answers = new Map();
    this.key = `choices ${id}`;
    /** @type {AbortController | null} */
    this.running = null;
  }

  /** The first time: what was chosen in this tab before, else what is remembered for the site. */
  async start() {
    const kept = sessionStorage.getItem(this.key);
    const site = await choicesFor(this.site);
    const choices = kept ? JSON.parse(kept) : { ...NONE(), disable: site.disable };
    if (!kept && site.keep.length) choices.restore = kindsKept(await this.ask({ ...NONE(), disable: site.disable }), site);
    await this.show(choices);
  }

  /** @param {string[]} ids */
  restore(ids) {
    return this.change({ ...this.choices, restore: [...new Set([...this.choices.restore, ...ids])] });
  }

  /** @param {string[]} ids */
  removeAgain(ids) {
    const gone = new Set(ids);
    return this.change({ ...this.choices, restore: this.choices.restore.filter((id) => !gone.has(id)) });
  }

  /** @param {string} plugin */
  restorePlugin(plugin) {
    return this.restore(this.removals.filter((one) => one.plugin === plugin).map((one) => one.id));
  }

  restoreAll() {
    return this.restore(this.removals.map((one) => one.id));
  }

  /** Switch a plugin off or on for this page. @param {string} plugin @param {boolean} on */
  switchPlugin(plugin, on) {
    const disable = this.choices.disable.filter((name) => name !== plugin);
    // the ids are those of blocks: what was restored stays restored whoever takes it away
    return this.change({ ...this.choices, disable: on ? disable : [...disable, plugin] });
  }

  /** Keep a kind of block on this site from now on. @param {import("../types").Removal} removal */
  async alwaysKeep(removal) {
    await changeSite(this.site, ({ keep }) => {
      if (!keep.some((kind) => kind.plugin === removal.plugin && kind.rule === removal.rule))
        keep.push({ plugin: removal.plugin, rule: removal.rule, reason: removal.reason });
    });
    const same = this.removals.filter((one) => one.plugin === removal.plugin && one.rule === removal.rule);
    await this.restore(same.map((one) => one.id));
  }

  /** @param {string} plugin @param {boolean} on */
  async switchForSite(plugin, on) {
    await changeSite(this.site, (site) => {
      site.disable = site.disable.filter((name) => name !== plugin);
      if (!on) site.disable.push(plugin);
    });
    if (this.choices.disable.includes(plugin) === on) await this.switchPlugin(plugin, on);
  }

  async undo() {
    const before = this.history.pop();
    if (before) await this.show(before);
  }

  /** @param {import("../types").Choices} choices */
  async change(choices) {
    const before = this.choices;
    await this.show(choices);
    this.history.push(before);
    this.dispatchEvent(new Event("chosen"));
  }

  /** Show the page with other choices. When that fails, all stays as it was. @param {import("../types").Choices} choices */
  async show(choices) {
    const base = await this.ask({ ...choices, restore: [] });
    const cleaned = choices.restore.length ? await this.ask(choices) : base;
    this.choices = choices;
    this.cleaned = cleaned;
    this.removals = base.removed;
    sessionStorage.setItem(this.key, JSON.stringify(choices));
    this.dispatchEvent(new Event("changed"));
  }

  /** @param {import("../types").Choices} choices @returns {Promise<import("../types").Cleaned>} */
  async ask(choices) {
    const { html, ...asked } = cleanRequest(this.capture, choices);
    const key = JSON.stringify(asked);
    const known = this.answers.get(key);
    if (known) return known;
    this.running?.abort();
    this.running = new AbortController();
    this.dispatchEvent(new Event("working"));
    performance.mark("asked");
    try {
      const answer = await call("/api/clean", { html, ...asked }, this.running.signal);
      performance.mark("answered");
      this.answers.set(key, answer);
      return answer;
    } finally {
      this.dispatchEvent(new Event("done"));
    }
  }

  cancel() {
    this.running?.abort();
  }

  /** Whether a removal was brought back. @param {string} id */
  isRestored(id) {
    return this.choices.restore.includes(id);
  }

  /** Share of the text in sight that is kept, 0-1. Blocks that the page hides count only when they are kept. */
  keptShare() {
    const hidden = new Set((this.cleaned?.removed ?? []).filter((one) => one.rule === "hidden").map((one) => one.block));
    let kept = 0;
    let gone = 0;
    for (const block of this.cleaned?.article.blocks ?? []) {
      if (!block.removed) kept += block.words;
      else if (!hidden.has(block.index)) gone += block.words;
    }
    return kept + gone ? kept / (kept + gone) : 1;
  }
}

/**
 * What is being looked at: a source, its result, and what the reader changed; every change can be undone.
 *
 * @import { Request, Result, Source, Removal, Block } from "./api.js"
 * @typedef {{result: Result, restored: ReadonlySet<string>, disabled: ReadonlySet<string>, removals: Map<string, Removal>}} State
 */

export class Session {
  /** @param {Source} source @param {Result} result */
  constructor(source, result) {
    this.source = source;
    /** @type {State[]} */
    this.history = [state(result, new Set(), new Set())];
  }

  /** @returns {State} */
  get now() {
    return /** @type {State} */ (this.history.at(-1));
  }

  get canUndo() {
    return this.history.length > 1;
  }

  undo() {
    if (this.canUndo) this.history.pop();
  }

  /**
   * Bring removals back, or take them away again.
   *
   * @param {Iterable<string>} ids
   * @param {boolean} back
   */
  restore(ids, back = true) {
    const restored = new Set(this.now.restored);
    for (const id of ids) back ? restored.add(id) : restored.delete(id);
    this.history.push({ ...this.now, restored });
  }

  /** A new result for another choice of plugins. @param {Result} result @param {Set<string>} disabled */
  switched(result, disabled) {
    this.history.push(state(result, this.now.restored, disabled));
  }

  /** The request that gives the article as it is shown. @returns {Request} */
  request(disabled = this.now.disabled) {
    const removals = this.now.removals;
    const restore = [...this.now.restored].filter((id) => removals.has(id));
    return { ...this.source, disable: [...disabled].sort(), restore };
  }

  /** The removals that are not restored. @returns {Removal[]} */
  get removed() {
    return this.now.result.removed.filter((removal) => !this.now.restored.has(removal.id));
  }

  /** The removals of a plugin that are not restored. @param {string} plugin */
  removedBy(plugin) {
    return this.removed.filter((removal) => removal.plugin === plugin);
  }

  /** Words of the article as it is shown, and of the whole. */
  get words() {
    const { result, restored } = this.now;
    let kept = result.article.word_count;
    for (const block of result.article.blocks) {
      if (block.removed && block.removal !== null && restored.has(block.removal)) kept += block.words;
    }
    return { kept, all: result.article.source_word_count };
  }
}

/** @param {Result} result @param {ReadonlySet<string>} restored @param {ReadonlySet<string>} disabled @returns {State} */
function state(result, restored, disabled) {
  return { result, restored, disabled, removals: new Map(result.removed.map((removal) => [removal.id, removal])) };
}

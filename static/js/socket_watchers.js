// Which tabs watch which topic of the socket that they share: it is joined for the first and left after the last.
import { Refusal } from "./socket_line.js";

/** The server lets a socket watch 256 topics (docs/protocol.md); a tab that no longer fits takes a socket of its own. */
const MOST = 240;
export const FULL = "full";

export class Watchers {
  #topics = new Map(); // name → the tabs that watch it
  #minded = new Set();
  #minding = new AbortController();
  #line;

  constructor(line) { this.#line = line; }

  /** Ask the server for a tab. Rejects with a Refusal, with FULL where there is no room for another's topic. */
  async pass(tab, does, given, patience) {
    const name = given?.topic;
    if (does === "topic.leave" && !this.#leaves(tab, name)) return {};
    if (does !== "topic.join") return this.#line.ask(does, given, patience);
    if (!this.#topics.has(name)) {
      // The leader's own page is bound by the server alone, as it would be without other tabs.
      if (this.#topics.size >= MOST && this.#minded.has(tab)) throw new Refusal({ code: FULL });
      this.#topics.set(name, new Set());
    }
    this.#topics.get(name).add(tab);
    try {
      return await this.#line.ask(does, given, patience);
    } catch (refusal) {
      if (refusal.code === "not_found" || refusal.code === "forbidden") this.#leaves(tab, name);
      throw refusal;
    }
  }

  /** Whether a frame is for another tab than `me` as well. Tells of the end of a topic, too. */
  others({ topic, what }, me) {
    const tabs = this.#topics.get(topic);
    if (what === "topic.left") this.#topics.delete(topic);
    return tabs !== undefined && tabs.size > (tabs.has(me) ? 1 : 0);
  }

  /** Forget a tab when it gives up the lock that it holds as long as it lives. */
  mind(tab, lock) {
    if (this.#minded.has(tab)) return;
    this.#minded.add(tab);
    navigator.locks.request(lock, { signal: this.#minding.signal }, () => this.#forget(tab)).catch(() => {});
  }

  /** The socket is gone, and its topics with it; with `tabs`, this tab has no socket to share any more. */
  clear(tabs = false) {
    this.#topics.clear();
    if (!tabs) return;
    this.#minded.clear();
    this.#minding.abort();
    this.#minding = new AbortController();
  }

  #forget(tab) {
    this.#minded.delete(tab);
    for (const [name, tabs] of this.#topics) {
      if (tabs.has(tab)) this.pass(tab, "topic.leave", { topic: name }).catch(() => {});
    }
  }

  /** Whether that was the last tab that watched. */
  #leaves(tab, name) {
    const tabs = this.#topics.get(name);
    if (!tabs?.delete(tab) || tabs.size) return false;
    return this.#topics.delete(name);
  }
}

// What the tab with the connection does for the others: asks for them, passes frames on, and knows who watches what.
// A topic is joined for the first tab that watches it and left after the last.
import { Refusal } from "./connection.js";

/** A socket may watch 256 topics (docs/protocol.md); a tab that no longer fits takes a socket of its own. */
const MAX_TOPICS = 240;
export const FULL = "full";

export class Leader {
  #topics = new Map(); // name → the tabs that watch it
  #knownTabs = new Set();
  #tabLocks = new AbortController();
  #connection;
  #broadcast;

  /** `broadcast(message)` reaches the other tabs, as long as this one leads. */
  constructor(connection, broadcast) {
    this.#connection = connection;
    this.#broadcast = broadcast;
  }

  /** Tell the others how the connection is; or one of them. */
  announce(to) {
    const { hello, tries, sessionReplaced } = this.#connection;
    this.#broadcast({ is: "state", to, hello, tries, sessionReplaced });
  }

  /** Do what another tab wants. `lock` is the one that it holds as long as it lives. */
  async serve({ is, from, id, do: does, in: given }, lock) {
    if (is === "ping") {
      this.#connection.catchUpTimers();
      this.announce(from);
    } else if (is === "retry") this.#connection.retryNow();
    else {
      this.#awaitFarewell(from, lock);
      const answer = await this.ask(from, does, given).then((ok) => ({ ok }), (refusal) => ({ error: { ...refusal } }));
      this.#broadcast({ is: "answer", to: from, re: id, ...answer });
    }
  }

  /** Ask the server for a tab. Rejects with a Refusal, with FULL where there is no room for another's topic. */
  async ask(tab, does, given, timeout) {
    const name = given?.topic;
    if (does === "topic.leave" && !this.#stopWatching(tab, name)) return {};
    if (does !== "topic.join") return this.#connection.ask(does, given, timeout);
    if (!this.#topics.has(name)) {
      // The leader's own page is bound by the server alone, as it would be without other tabs.
      if (this.#topics.size >= MAX_TOPICS && this.#knownTabs.has(tab)) throw new Refusal({ code: FULL });
      this.#topics.set(name, new Set());
    }
    this.#topics.get(name).add(tab);
    try {
      return await this.#connection.ask(does, given, timeout);
    } catch (refusal) {
      if (refusal.code === "not_found" || refusal.code === "forbidden") this.#stopWatching(tab, name);
      throw refusal;
    }
  }

  /** Pass a frame on, if another tab than `me` watches its topic. */
  relay(frame, me) {
    const tabs = this.#topics.get(frame.topic);
    if (tabs && tabs.size > (tabs.has(me) ? 1 : 0)) this.#broadcast({ is: "frame", frame });
    if (frame.what === "topic.left") this.#topics.delete(frame.topic);
  }

  /** The socket is gone, and its topics with it. */
  disconnected() {
    this.#topics.clear();
    this.announce();
  }

  /** This tab leads no more. */
  stepDown() {
    this.#topics.clear();
    this.#knownTabs.clear();
    this.#tabLocks.abort();
    this.#tabLocks = new AbortController();
  }

  /** Wait for a tab's lock: when it comes free, by farewell or crash, what it watched is watched no more. */
  #awaitFarewell(tab, lock) {
    if (this.#knownTabs.has(tab)) return;
    this.#knownTabs.add(tab);
    navigator.locks.request(lock, { signal: this.#tabLocks.signal }, () => this.#forgetTab(tab)).catch(() => {});
  }

  #forgetTab(tab) {
    this.#knownTabs.delete(tab);
    for (const [name, tabs] of this.#topics) {
      if (tabs.has(tab)) this.ask(tab, "topic.leave", { topic: name }).catch(() => {});
    }
  }

  /** Whether that was the last tab that watched. */
  #stopWatching(tab, name) {
    const tabs = this.#topics.get(name);
    if (!tabs?.delete(tab) || tabs.size) return false;
    return this.#topics.delete(name);
  }
}

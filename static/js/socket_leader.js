// What the tab with the line does for the others: asks for them, passes frames on, and knows who watches what. A topic
// is joined for the first tab that watches it and left after the last.
import { Refusal } from "./socket_line.js";

/** The server lets a socket watch 256 topics (docs/protocol.md); a tab that no longer fits takes a socket of its own. */
const MOST = 240;
export const FULL = "full";

export class Leader {
  #topics = new Map(); // name → the tabs that watch it
  #minded = new Set();
  #minding = new AbortController();
  #line;
  #say;

  /** `say(message)` reaches the other tabs, as long as this one leads. */
  constructor(line, say) {
    this.#line = line;
    this.#say = say;
  }

  /** Tell the others how the line is; or one of them. */
  announce(to) {
    const { hello, tries, estranged } = this.#line;
    this.#say({ is: "here", to, hello, tries, estranged });
  }

  /** Do what another tab wants. `lock` is the one that it holds as long as it lives. */
  async serve({ is, from, id, do: does, in: given }, lock) {
    if (is === "there") {
      this.#line.nudge();
      this.announce(from);
    } else if (is === "hurry") this.#line.hurry();
    else {
      this.#mind(from, lock);
      const answer = await this.ask(from, does, given).then((ok) => ({ ok }), (refusal) => ({ error: { ...refusal } }));
      this.#say({ is: "answer", to: from, re: id, ...answer });
    }
  }

  /** Ask the server for a tab. Rejects with a Refusal, with FULL where there is no room for another's topic. */
  async ask(tab, does, given, patience) {
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

  /** Pass a frame on, if another tab than `me` watches its topic. */
  relay(frame, me) {
    const tabs = this.#topics.get(frame.topic);
    if (tabs && tabs.size > (tabs.has(me) ? 1 : 0)) this.#say({ is: "frame", frame });
    if (frame.what === "topic.left") this.#topics.delete(frame.topic);
  }

  /** The socket is gone, and its topics with it. */
  lost() {
    this.#topics.clear();
    this.announce();
  }

  /** This tab leads no more. */
  rest() {
    this.#topics.clear();
    this.#minded.clear();
    this.#minding.abort();
    this.#minding = new AbortController();
  }

  /** Wait for a tab's lock: when it comes free, by farewell or crash, what it watched is watched no more. */
  #mind(tab, lock) {
    if (this.#minded.has(tab)) return;
    this.#minded.add(tab);
    navigator.locks.request(lock, { signal: this.#minding.signal }, () => this.#forget(tab)).catch(() => {});
  }

  #forget(tab) {
    this.#minded.delete(tab);
    for (const [name, tabs] of this.#topics) {
      if (tabs.has(tab)) this.ask(tab, "topic.leave", { topic: name }).catch(() => {});
    }
  }

  /** Whether that was the last tab that watched. */
  #leaves(tab, name) {
    const tabs = this.#topics.get(name);
    if (!tabs?.delete(tab) || tabs.size) return false;
    return this.#topics.delete(name);
  }
}

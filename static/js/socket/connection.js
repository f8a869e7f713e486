// One WebSocket: it opens, is greeted, asks and is answered, and comes back when it was lost (docs/protocol.md).
// It knows nothing of topics (topics.js) and nothing of other tabs (tabs.js).

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;
const ANSWER_TIMEOUT = 10_000;
const LONGEST_SILENCE = 30_000;

/** Errors after which the same request may be sent again. */
export const TEMPORARY = new Set(["too_fast", "read_only", "busy", "internal", "timeout", "offline"]);

/** Milliseconds before the next try. Full jitter: after a restart a thousand pages must not come in one breath. */
export const backoff = (tries) => Math.random() * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** tries) + 50;

export class Refusal extends Error {
  constructor(error) {
    super(error.text || error.code);
    Object.assign(this, error);
  }
}

/** Requests on their way. `send({id, do, in})` takes them out; what comes back goes into `answer`. */
export class PendingRequests {
  #open = new Map(); // id → {resolve, reject, timer}
  #number = 0;
  #send;

  constructor(send) { this.#send = send; }

  ask(does, given = {}, timeout = ANSWER_TIMEOUT) {
    return new Promise((resolve, reject) => {
      const id = String(++this.#number);
      const timer = setTimeout(() => this.answer({ re: id, error: { code: "timeout" } }), timeout);
      this.#open.set(id, { resolve, reject, timer });
      this.#send({ id, do: does, in: given });
    });
  }

  answer({ re, ok, error }) {
    const request = this.#open.get(re);
    if (!request) return;
    this.#open.delete(re);
    clearTimeout(request.timer);
    if (error) request.reject(new Refusal(error));
    else request.resolve(ok);
  }

  /** Nobody will answer any more. Whether the server did what was asked is not known. */
  rejectAll() {
    for (const re of [...this.#open.keys()]) this.answer({ re, error: { code: "offline" } });
  }
}

export class Connection {
  /** The server's greeting while the line is good, else null. */
  hello = null;
  /** How often it has been lost since it was last good. */
  tries = 0;
  /** The session is somebody else's by now, or of another capacity: this page's line stays shut. */
  sessionReplaced = false;

  #socket = null;
  #timer = 0;
  #retryAt = 0;
  #heardAt = 0;
  #listener;
  #requests = new PendingRequests((request) => this.#socket.send(JSON.stringify(request)));

  /**
   * `listener.matches(hello)`: whether the one whom the server greeted is this page's person. The listener hears
   * `connected()`, `disconnected()` and `frame(frame)`.
   */
  constructor(listener) {
    this.#listener = listener;
    setInterval(() => this.#checkSilence(), LONGEST_SILENCE / 3);
  }

  open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#socket || !navigator.onLine) return;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`, "cocare.1");
    this.#socket = socket;
    // What an earlier socket still has to say is nobody's business.
    socket.addEventListener("message", ({ data }) => { if (this.#socket === socket) this.#receive(JSON.parse(data)); });
    socket.addEventListener("close", () => { if (this.#socket === socket) this.#onLost(); });
  }

  /** Something changed for the better (the network, the eyes): try at once. */
  retryNow() {
    if (this.hello) return;
    this.tries = 0;
    this.open();
  }

  /** The session may have become another's: ask the server anew who this is. */
  reconnect() {
    if (this.#socket) this.#onLost();
    this.retryNow();
  }

  /** Do what a timer should have done: a hidden tab's timers may come a minute late, other tabs' words do not. */
  catchUpTimers() {
    if (this.#timer && Date.now() >= this.#retryAt) this.open();
    else this.#checkSilence();
  }

  close() {
    this.#drop();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.tries = 0;
  }

  ask(does, given, timeout) {
    return this.hello ? this.#requests.ask(does, given, timeout) : Promise.reject(new Refusal({ code: "offline" }));
  }

  #receive(frame) {
    this.#heardAt = Date.now();
    if (frame.type === "hello") this.#onHello(frame);
    else if ("re" in frame) this.#requests.answer(frame);
    else if (frame.topic) this.#listener.frame(frame);
  }

  #onHello(frame) {
    this.sessionReplaced = !this.#listener.matches(frame);
    if (this.sessionReplaced) return this.#onLost();
    this.hello = frame;
    this.tries = 0;
    this.#listener.connected();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.hello = null;
    socket?.close();
    this.#requests.rejectAll();
  }

  #onLost() {
    this.#drop();
    const wait = backoff(this.tries);
    this.#retryAt = Date.now() + wait;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), wait);
    this.tries += 1;
    this.#listener.disconnected();
  }

  // A line that has died without a word is found by asking: pages can't see the WebSocket's own pings.
  #checkSilence() {
    if (!this.hello || Date.now() - this.#heardAt < LONGEST_SILENCE) return;
    this.#heardAt = Date.now(); // one question at a time
    const asked = this.#socket;
    this.ask("ping").catch(({ code }) => { if (code === "timeout" && this.#socket === asked) this.#onLost(); });
  }
}

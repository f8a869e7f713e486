// One WebSocket: it opens, is greeted, asks and is answered, and comes back when it was lost (docs/protocol.md).
// It knows nothing of topics (socket.js) and nothing of other tabs (socket_tabs.js).

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 10_000;
const SILENCE = 30_000;

/** Errors after which the same request may be sent again. */
export const PASSING = new Set(["too_fast", "read_only", "busy", "internal", "timeout", "offline"]);

/** Milliseconds before the next try. Full jitter: after a restart a thousand pages must not come in one breath. */
export const pause = (tries) => Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries) + 50;

export class Refusal extends Error {
  constructor(error) {
    super(error.text || error.code);
    Object.assign(this, error);
  }
}

/** Requests on their way. `send({id, do, in})` takes them out; what comes back goes into `answer`. */
export class Asks {
  #open = new Map(); // id → {resolve, reject, timer}
  #number = 0;
  #send;

  constructor(send) { this.#send = send; }

  ask(does, given = {}, patience = PATIENCE) {
    return new Promise((resolve, reject) => {
      const id = String(++this.#number);
      const timer = setTimeout(() => this.answer({ re: id, error: { code: "timeout" } }), patience);
      this.#open.set(id, { resolve, reject, timer });
      this.#send({ id, do: does, in: given });
    });
  }

  answer({ re, ok, error }) {
    const one = this.#open.get(re);
    if (!one) return;
    this.#open.delete(re);
    clearTimeout(one.timer);
    if (error) one.reject(new Refusal(error));
    else one.resolve(ok);
  }

  /** Nobody will answer any more. Whether the server did what was asked is not known. */
  drop() {
    for (const re of [...this.#open.keys()]) this.answer({ re, error: { code: "offline" } });
  }
}

export class Line {
  /** The server's greeting while the line is good, else null. */
  hello = null;
  /** How often it has been lost since it was last good. */
  tries = 0;
  /** The session is somebody else's by now, or of another capacity: this page's line stays shut. */
  estranged = false;

  #socket = null;
  #timer = 0;
  #due = 0;
  #heardAt = 0;
  #tell;
  #asks = new Asks((request) => this.#socket.send(JSON.stringify(request)));

  /** `tell.fits(hello)`: whether who was greeted is this page's. It hears `greeted()`, `lost()` and `frame(frame)`. */
  constructor(tell) {
    this.#tell = tell;
    setInterval(() => this.#listen(), SILENCE / 3);
  }

  open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#socket || !navigator.onLine) return;
    const here = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`, "cocare.1");
    this.#socket = here;
    // What an earlier socket still has to say is nobody's business.
    here.addEventListener("message", ({ data }) => { if (this.#socket === here) this.#receive(JSON.parse(data)); });
    here.addEventListener("close", () => { if (this.#socket === here) this.#lost(); });
  }

  /** Something changed for the better (the network, the eyes): try at once. */
  hurry() {
    if (this.hello) return;
    this.tries = 0;
    this.open();
  }

  /** The session may have become another's: ask the server anew who this is. */
  renew() {
    if (this.#socket) this.#lost();
    this.hurry();
  }

  /** Do what a timer should have done: a hidden tab's timers may come a minute late, other tabs' words do not. */
  nudge() {
    if (this.#timer && Date.now() >= this.#due) this.open();
    else this.#listen();
  }

  close() {
    this.#drop();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.tries = 0;
  }

  ask(does, given, patience) {
    return this.hello ? this.#asks.ask(does, given, patience) : Promise.reject(new Refusal({ code: "offline" }));
  }

  #receive(frame) {
    this.#heardAt = Date.now();
    if (frame.type === "hello") this.#greeted(frame);
    else if ("re" in frame) this.#asks.answer(frame);
    else if (frame.topic) this.#tell.frame(frame);
  }

  #greeted(frame) {
    this.estranged = !this.#tell.fits(frame);
    if (this.estranged) return this.#lost();
    this.hello = frame;
    this.tries = 0;
    this.#tell.greeted();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.hello = null;
    socket?.close();
    this.#asks.drop();
  }

  #lost() {
    this.#drop();
    const rest = pause(this.tries);
    this.#due = Date.now() + rest;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), rest);
    this.tries += 1;
    this.#tell.lost();
  }

  // A line that has died without a word is found by asking: pages can't see the WebSocket's own pings.
  #listen() {
    if (!this.hello || Date.now() - this.#heardAt < SILENCE) return;
    this.#heardAt = Date.now(); // one question at a time
    const asked = this.#socket;
    this.ask("ping").catch(({ code }) => { if (code === "timeout" && this.#socket === asked) this.#lost(); });
  }
}

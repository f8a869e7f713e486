// One socket for all topics of the page (docs/protocol.md). What it says of itself, as events that bubble:
//
//   cocare:frame     on the [data-topic] element: a change, in order, each once; detail is the frame
//   cocare:refresh   on the [data-topic] element: too much was missed (or rights changed): fetch the page's part anew
//   cocare:left      on the [data-topic] element: the topic is no longer ours to watch
//   cocare:sent, cocare:unsent   on document: a queued command was acknowledged or refused (socket_outbox.js)
//   cocare:online, cocare:offline   on document: whether changes arrive live; detail {live}
//
// A page watches with <section data-topic="conversation:…" data-version="41">: the version its content shows.
import { enhance, request } from "./dom.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const PATIENCE = 10_000;
const SILENCE = 30_000;
const POLL = 5_000;
const TRIES_BEFORE_POLLING = 3;

/** Errors after which the same request may be sent again. */
export const PASSING = new Set(["too_fast", "read_only", "busy", "internal", "timeout", "offline"]);

export class Refusal extends Error {
  constructor(error) {
    super(error.text || error.code);
    Object.assign(this, error);
  }
}

const topics = new Map(); // name → {version, elements, syncing}
const asked = new Map(); // id → {resolve, reject, timer}
let socket = null;
let hello = null;
let tries = 0;
let number = 0;
let heardAt = 0;
let waiting = 0;
let wasLive = null;
let wanted = false;

const say = (target, type, detail) => target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));

/** Whether the socket is open and greeted. */
export const isLive = () => hello !== null;

/** The person of this socket, as the server greeted them; null before. */
export const person = () => hello?.person || sessionStorage.getItem("cocare:person");

// ---- the line -----------------------------------------------------------------------------------

function open() {
  waiting = 0;
  if (socket || !navigator.onLine) return;
  const here = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`, "cocare.1");
  socket = here;
  here.addEventListener("message", ({ data }) => { heardAt = Date.now(); receive(JSON.parse(data)); });
  here.addEventListener("close", () => { if (socket === here) lost(); });
}

function lost() {
  socket?.close();
  socket = null;
  hello = null;
  for (const { reject, timer } of asked.values()) {
    clearTimeout(timer);
    reject(new Refusal({ code: "offline" }));
  }
  asked.clear();
  tell(false);
  // Full jitter: after a restart a thousand pages must not come back in one breath.
  if (!waiting) waiting = setTimeout(open, Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) + 50);
  tries += 1;
}

function tell(live) {
  if (wasLive === live) return;
  wasLive = live;
  say(document, live ? "cocare:online" : "cocare:offline", { live });
}

function hurry() {
  tries = 0;
  clearTimeout(waiting);
  waiting = 0;
  if (topics.size || wanted) open();
}

/** Ask the server and await its `ok`. Rejects with a Refusal {code, text, fields, retry_after}. */
export function ask(does, given = {}, patience = PATIENCE) {
  return new Promise((resolve, reject) => {
    if (!hello) return reject(new Refusal({ code: "offline" }));
    const id = String(++number);
    const timer = setTimeout(() => { asked.delete(id); reject(new Refusal({ code: "timeout" })); }, patience);
    asked.set(id, { resolve, reject, timer });
    socket.send(JSON.stringify({ id, do: does, in: given }));
  });
}

function receive(frame) {
  if (frame.type === "hello") greeted(frame);
  else if ("re" in frame) answered(frame);
  else if (frame.topic) changed(frame);
}

function greeted(frame) {
  hello = frame;
  tries = 0;
  sessionStorage.setItem("cocare:person", frame.person);
  for (const name of topics.keys()) level(name, "topic.join");
  tell(true);
}

function answered({ re, ok, error }) {
  const one = asked.get(re);
  if (!one) return;
  asked.delete(re);
  clearTimeout(one.timer);
  if (error) one.reject(new Refusal(error));
  else one.resolve(ok);
}

// A line that has died without a word is found by asking: pages can't see the WebSocket's own pings.
setInterval(() => {
  if (!hello || Date.now() - heardAt < SILENCE) return;
  ask("ping").catch(({ code }) => { if (code === "timeout") lost(); });
}, SILENCE / 3);

// ---- topics -------------------------------------------------------------------------------------

/** Watch a topic from `version` on; its events go to `element`. Answers a function that stops watching. */
export function watch(name, version, element) {
  wanted = true;
  const known = topics.get(name);
  if (known) {
    known.elements.add(element);
    known.version = Math.min(known.version ?? Infinity, version ?? Infinity);
    if (known.version === Infinity) known.version = undefined;
  } else topics.set(name, { version, elements: new Set([element]), syncing: false });
  if (hello) level(name, "topic.join");
  else if (!socket && !waiting) open();
  return () => forget(name, element);
}

function forget(name, element) {
  const topic = topics.get(name);
  topic?.elements.delete(element);
  if (!topic || topic.elements.size) return;
  topics.delete(name);
  if (hello) ask("topic.leave", { topic: name }).catch(() => {});
}

/** Join or sync: bring a topic to the server's version, whatever was missed. */
async function level(name, does) {
  const topic = topics.get(name);
  if (!topic || topic.syncing) return;
  topic.syncing = true;
  try {
    const given = topic.version === undefined ? { topic: name } : { topic: name, since: topic.version };
    take(name, topic, await ask(does, given));
  } catch ({ code, retry_after: pause }) {
    if (code === "not_found" || code === "forbidden") left(name);
    else if (code !== "offline") setTimeout(() => level(name, does), (pause || 1 + Math.random()) * 1000);
  } finally {
    topic.syncing = false;
  }
}

function take(name, topic, { version, changes = [], refresh }) {
  if (refresh) spread(topic, "cocare:refresh", { topic: name, version });
  for (const change of changes) {
    if (topic.version === undefined || change.version > topic.version) apply(topic, { topic: name, ...change });
  }
  topic.version = Math.max(topic.version ?? 0, version);
}

function changed(frame) {
  const topic = topics.get(frame.topic);
  if (!topic) return;
  if (frame.what === "topic.left") left(frame.topic);
  else if (frame.version === undefined) spread(topic, "cocare:frame", frame);
  else if (topic.version === undefined || frame.version === topic.version + 1) {
    if (frame.what === "topic.refresh") {
      topic.version = frame.version;
      spread(topic, "cocare:refresh", frame);
    } else apply(topic, frame);
  } else if (frame.version > topic.version) level(frame.topic, "topic.sync");
}

function apply(topic, frame) {
  topic.version = frame.version;
  spread(topic, "cocare:frame", frame);
}

function left(name) {
  const topic = topics.get(name);
  topics.delete(name);
  if (topic) spread(topic, "cocare:left", { topic: name });
}

function spread(topic, type, detail) {
  for (const element of topic.elements) {
    if (element.dataset && detail.version) element.dataset.version = detail.version;
    say(element, type, detail);
  }
}

// ---- without a socket ---------------------------------------------------------------------------

// Where no socket opens (a proxy that knows none), conversations are asked for over HTTP.
setInterval(async () => {
  if (hello || tries < TRIES_BEFORE_POLLING || document.hidden || !navigator.onLine) return;
  for (const [name, topic] of topics) {
    const [kind, key] = name.split(":");
    if (kind !== "conversation") continue;
    const answer = await request(`/api/v1/conversations/${key}/messages?since=${topic.version ?? 0}`).catch(() => null);
    if (!answer) continue;
    if (answer.status === 404) left(name);
    else if (answer.ok && !hello) {
      const { version, changes, refresh } = await answer.json();
      const frames = changes.map((out) => ({
        version: out.version, what: out.edited_at || out.recalled ? "message.changed" : "message.posted", out,
      }));
      take(name, topic, { version, changes: frames, refresh });
    }
  }
}, POLL);

// ---- the page -----------------------------------------------------------------------------------

enhance("[data-topic]", (element) => {
  const { topic, version } = element.dataset;
  watch(topic, version ? Number(version) : undefined, element);
});

// What htmx took off the page watches no longer.
document.addEventListener("htmx:afterSwap", () => {
  for (const [name, topic] of [...topics]) {
    for (const element of [...topic.elements]) if (!element.isConnected) forget(name, element);
  }
});

window.addEventListener("online", hurry);
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) hurry(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && !hello) hurry(); });

/** Open the socket even where no topic is on the page, for commands alone. */
export function connect() {
  wanted = true;
  if (!socket && !waiting) open();
}

// The topics of the page (docs/protocol.md). What it says of itself, as events that bubble:
//
//   cocare:frame     on the [data-topic] element: a change, in order, each once; detail is the frame
//   cocare:refresh   on the [data-topic] element: too much was missed (or rights changed): fetch the page's part anew
//   cocare:left      on the [data-topic] element: the topic is no longer ours to watch
//   cocare:sent, cocare:unsent   on document: a queued command was acknowledged or refused (outbox.js)
//   cocare:online, cocare:offline   on document: whether changes arrive live; detail {live}
//
// A page watches with <section data-topic="conversation:…" data-version="41">: the version its content shows.
// Each page keeps its own versions, whichever tab's socket brings the frames (tabs.js).
import { enhance } from "../dom.js";
import { PERSON } from "./session.js";
import { backoff, TEMPORARY } from "./connection.js";
import * as tabs from "./tabs.js";

export { backoff, Refusal, TEMPORARY } from "./connection.js";

const POLL_EVERY = 5_000;
const TRIES_BEFORE_POLLING = 3;
const HANDOVER = 1_000;
const JOIN = "topic.join";

// name → {version, elements, syncing, again, ahead: the newest version heard of beyond a gap, tries: refused in a row}
const topics = new Map();
let wasLive = null;

const emit = (target, type, detail) => target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));

/** Whether changes arrive live: the socket is open and the server has said hello. */
export const isLive = () => tabs.state().hello !== null;

/** The person of this page; null where nobody is signed in. */
export const person = () => PERSON || tabs.state().hello?.person || null;

/** Ask the server and await its `ok`. Rejects with a Refusal {code, text, fields, retry_after}. */
export const ask = (does, given = {}, timeout) => tabs.ask(does, given, timeout);

/** Whether what is sent now would go out under another name or capacity than this page's. */
export const sessionReplaced = () => tabs.state().sessionReplaced;

/** Open the socket even where no topic is on the page, for commands alone. */
export const connect = () => tabs.open({ connected, disconnected, frame: receive });

function connected() {
  for (const name of topics.keys()) synchronise(name, JOIN);
  wasLive = true;
  emit(document, "cocare:online", { live: true });
}

// A line that one tab hands to the next is gone for a moment. Only what lasts is worth a word.
function disconnected() {
  setTimeout(() => {
    if (isLive() || wasLive === false) return;
    wasLive = false;
    emit(document, "cocare:offline", { live: false });
  }, HANDOVER);
}

// ---- topics -------------------------------------------------------------------------------------

/** Watch a topic from `version` on; its events go to `element`. Return a function that stops watching. */
export function watch(name, version, element) {
  const known = topics.get(name);
  if (known) {
    known.elements.add(element);
    known.version = Math.min(known.version ?? Infinity, version ?? Infinity);
    if (known.version === Infinity) known.version = undefined;
  } else topics.set(name, { version, elements: new Set([element]), syncing: false, again: "", ahead: 0, tries: 0 });
  if (isLive()) synchronise(name, JOIN);
  else connect();
  return () => forget(name, element);
}

function forget(name, element) {
  const topic = topics.get(name);
  topic?.elements.delete(element);
  if (!topic || topic.elements.size) return;
  topics.delete(name);
  if (isLive()) ask("topic.leave", { topic: name }).catch(() => {});
}

/** Join or sync: bring a topic to the server's version, whatever was missed. */
async function synchronise(name, does) {
  const topic = topics.get(name);
  if (!topic) return;
  if (topic.syncing) {
    if (topic.again !== JOIN) topic.again = does;
    return;
  }
  topic.syncing = true;
  try {
    const given = topic.version === undefined ? { topic: name } : { topic: name, since: topic.version };
    catchUp(name, topic, await ask(does, given));
    topic.tries = 0;
  } catch ({ code, retry_after: after }) {
    if (code === "not_found" || code === "forbidden") drop(name);
    else if (code !== "offline" && TEMPORARY.has(code)) {
      topic.tries += 1;
      setTimeout(() => synchronise(name, does), after ? after * 1000 : backoff(topic.tries));
    }
  } finally {
    topic.syncing = false;
  }
  // What came meanwhile may be newer than the answer; or the line was another one before it came.
  const { again } = topic;
  topic.again = "";
  if (again === JOIN || (again && topic.ahead > (topic.version ?? 0))) synchronise(name, again);
}

function catchUp(name, topic, { version, changes = [], refresh }) {
  if (refresh) dispatch(topic, "cocare:refresh", { topic: name, version });
  for (const change of changes) {
    if (topic.version === undefined || change.version > topic.version) apply(topic, { topic: name, ...change });
  }
  topic.version = Math.max(topic.version ?? 0, version);
}

function receive(frame) {
  const topic = topics.get(frame.topic);
  if (!topic) return;
  if (frame.what === "topic.left") drop(frame.topic);
  else if (frame.version === undefined) dispatch(topic, "cocare:frame", frame);
  else if (topic.version === undefined || frame.version === topic.version + 1) {
    if (frame.what === "topic.refresh") {
      topic.version = frame.version;
      dispatch(topic, "cocare:refresh", frame);
    } else apply(topic, frame);
  } else if (frame.version > topic.version) {
    topic.ahead = frame.version;
    synchronise(frame.topic, "topic.sync");
  }
}

function apply(topic, frame) {
  topic.version = frame.version;
  dispatch(topic, "cocare:frame", frame);
}

function drop(name) {
  const topic = topics.get(name);
  topics.delete(name);
  if (topic) dispatch(topic, "cocare:left", { topic: name });
}

function dispatch(topic, type, detail) {
  for (const element of topic.elements) {
    if (element.dataset && detail.version) element.dataset.version = detail.version;
    emit(element, type, detail);
  }
}

// ---- without a socket ---------------------------------------------------------------------------

const pollers = new Map(); // kind of topic → its poll

/**
 * Say how topics of `kind` ("conversation" of "conversation:…") are asked for where no socket opens, for example behind
 * a proxy that knows none. `poll(element, since)` resolves to {version, changes, refresh} as `topic.sync` does
 * (docs/protocol.md) or to null when it is to be tried again, and rejects with a Refusal `not_found` when the topic is
 * no longer ours.
 */
export const pollWith = (kind, poll) => pollers.set(kind, poll);

async function pollTopic(name, topic) {
  const poll = pollers.get(name.split(":")[0]);
  if (!poll) return;
  try {
    const missed = await poll([...topic.elements][0], topic.version ?? 0);
    if (missed && !isLive()) catchUp(name, topic, missed);
  } catch (refusal) {
    if (refusal.code !== "not_found") throw refusal;
    drop(name);
  }
}

setInterval(async () => {
  if (isLive() || tabs.state().tries < TRIES_BEFORE_POLLING) return;
  if (sessionReplaced() || document.hidden || !navigator.onLine) return;
  for (const [name, topic] of [...topics]) await pollTopic(name, topic);
}, POLL_EVERY);

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

window.addEventListener("online", tabs.retryNow);
document.addEventListener("visibilitychange", () => { if (!document.hidden && !isLive()) tabs.retryNow(); });

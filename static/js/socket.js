// The topics of the page (docs/protocol.md). What it says of itself, as events that bubble:
//
//   cocare:frame     on the [data-topic] element: a change, in order, each once; detail is the frame
//   cocare:refresh   on the [data-topic] element: too much was missed (or rights changed): fetch the page's part anew
//   cocare:left      on the [data-topic] element: the topic is no longer ours to watch
//   cocare:sent, cocare:unsent   on document: a queued command was acknowledged or refused (socket_outbox.js)
//   cocare:online, cocare:offline   on document: whether changes arrive live; detail {live}
//
// A page watches with <section data-topic="conversation:…" data-version="41">: the version its content shows.
// Each page keeps its own versions, whichever tab's socket brings the frames (socket_tabs.js).
import { enhance, request } from "./dom.js";
import { PERSON } from "./socket_session.js";
import { PASSING, pause } from "./socket_line.js";
import * as tabs from "./socket_tabs.js";

export { PASSING, pause, Refusal } from "./socket_line.js";

const POLL = 5_000;
const TRIES_BEFORE_POLLING = 3;
const HANDOVER = 1_000;
const JOIN = "topic.join";

// name → {version, elements, syncing, again, ahead: the newest version heard of beyond a gap, tries: refused in a row}
const topics = new Map();
let wasLive = null;

const say = (target, type, detail) => target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));

/** Whether the socket is open and greeted. */
export const isLive = () => tabs.state().hello !== null;

/** The person of this page; null where nobody is signed in. */
export const person = () => PERSON || tabs.state().hello?.person || null;

/** Ask the server and await its `ok`. Rejects with a Refusal {code, text, fields, retry_after}. */
export const ask = (does, given = {}, patience) => tabs.ask(does, given, patience);

/** Whether what is sent now would go out under another name or capacity than this page's. */
export const estranged = () => tabs.state().estranged;

/** Open the socket even where no topic is on the page, for commands alone. */
export const connect = () => tabs.open({ greeted, lost, frame: changed });

function greeted() {
  for (const name of topics.keys()) level(name, JOIN);
  wasLive = true;
  say(document, "cocare:online", { live: true });
}

// A line that one tab hands to the next is gone for a moment. Only what lasts is worth a word.
function lost() {
  setTimeout(() => {
    if (isLive() || wasLive === false) return;
    wasLive = false;
    say(document, "cocare:offline", { live: false });
  }, HANDOVER);
}

// ---- topics -------------------------------------------------------------------------------------

/** Watch a topic from `version` on; its events go to `element`. Answers a function that stops watching. */
export function watch(name, version, element) {
  const known = topics.get(name);
  if (known) {
    known.elements.add(element);
    known.version = Math.min(known.version ?? Infinity, version ?? Infinity);
    if (known.version === Infinity) known.version = undefined;
  } else topics.set(name, { version, elements: new Set([element]), syncing: false, again: "", ahead: 0, tries: 0 });
  if (isLive()) level(name, JOIN);
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
async function level(name, does) {
  const topic = topics.get(name);
  if (!topic) return;
  if (topic.syncing) {
    if (topic.again !== JOIN) topic.again = does;
    return;
  }
  topic.syncing = true;
  try {
    const given = topic.version === undefined ? { topic: name } : { topic: name, since: topic.version };
    take(name, topic, await ask(does, given));
    topic.tries = 0;
  } catch ({ code, retry_after: after }) {
    if (code === "not_found" || code === "forbidden") left(name);
    else if (code !== "offline" && PASSING.has(code)) {
      topic.tries += 1;
      setTimeout(() => level(name, does), after ? after * 1000 : pause(topic.tries));
    }
  } finally {
    topic.syncing = false;
  }
  // What came meanwhile may be newer than the answer; or the line was another one before it came.
  const { again } = topic;
  topic.again = "";
  if (again === JOIN || (again && topic.ahead > (topic.version ?? 0))) level(name, again);
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
  } else if (frame.version > topic.version) {
    topic.ahead = frame.version;
    level(frame.topic, "topic.sync");
  }
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
  if (isLive() || tabs.state().tries < TRIES_BEFORE_POLLING || estranged() || document.hidden || !navigator.onLine) return;
  for (const [name, topic] of topics) {
    const [kind, key] = name.split(":");
    if (kind !== "conversation") continue;
    const answer = await request(`/api/v1/conversations/${key}/messages?since=${topic.version ?? 0}`).catch(() => null);
    if (!answer) continue;
    if (answer.status === 404) left(name);
    else if (answer.ok && !isLive()) {
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

window.addEventListener("online", tabs.hurry);
document.addEventListener("visibilitychange", () => { if (!document.hidden && !isLive()) tabs.hurry(); });

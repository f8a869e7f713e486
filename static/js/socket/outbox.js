// Commands that must not be lost: kept in IndexedDB under ids of this client until the server has answered, sent in
// order when the line is back, by HTTP where no socket opens. The server answers a repeated client_id with the same
// message, so sending twice is harmless and sending never is not.
//
// What pages use:
//   queue({ conversation, body, reply_to, files, url })   → client_id, at once; then cocare:sent or cocare:unsent;
//                                                           `url` takes it by HTTP where no socket opens
//   pending(conversation)                                 → what has not been answered yet, oldest first
import { request } from "../dom.js";
import { ask, backoff, connect, isLive, person, Refusal, sessionReplaced, TEMPORARY } from "./topics.js";

const STORE = "outbox";
const TURN = 15_000;
const FORGOTTEN = 24 * 3600 * 1000;

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

let opened = null;
function database() {
  opened ||= new Promise((resolve, reject) => {
    const opening = indexedDB.open("cocare", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key", autoIncrement: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  return opened;
}

async function store(mode, work) {
  const transaction = (await database()).transaction(STORE, mode);
  const asking = work(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asking.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Keep a message until it is acknowledged, and send it as soon as may be. */
export async function queue(message) {
  const entry = { client_id: crypto.randomUUID(), ...message, who: person() || "", at: Date.now() };
  await store("readwrite", (all) => all.add(entry));
  connect();
  flush();
  return entry.client_id;
}

/** What this person has not had an answer to yet, oldest first. */
export async function pending(conversation) {
  const all = await store("readonly", (rows) => rows.getAll());
  return all.filter((entry) => isMine(entry) && (!conversation || entry.conversation === conversation));
}

const isMine = ({ who }) => !who || who === person();

let flushing = false;
let tries = 0; // in a row after which something was left
let timer = 0;
/** Send what is kept; what can't go now is tried again, ever more rarely. */
export async function flush() {
  if (flushing) return;
  flushing = true;
  clearTimeout(timer);
  try {
    await exclusively(drain);
  } finally {
    flushing = false;
  }
  tries = navigator.onLine && (await oldest()) ? tries + 1 : 0;
  if (tries) timer = setTimeout(flush, backoff(tries));
}

function flushNow() {
  tries = 0;
  flush();
}

/** One tab at a time, where the browser can say so and that tab is awake; else the client ids keep messages single. */
async function exclusively(work) {
  if (!navigator.locks) return work();
  const waited = new AbortController();
  const timer = setTimeout(() => waited.abort(), TURN);
  let begun = false;
  try {
    await navigator.locks.request("cocare:outbox", { signal: waited.signal }, () => {
      begun = true;
      clearTimeout(timer);
      return work();
    });
  } catch (failure) {
    if (begun || failure.name !== "AbortError") throw failure;
    await work();
  }
}

/** In order within a conversation: one whose next message can't go now keeps no other one waiting. */
async function drain() {
  await dropForgotten();
  const held = new Set();
  for (let next = await oldest(held); next; next = await oldest(held)) {
    try {
      const message = await deliver(next);
      await remove(next);
      emit("cocare:sent", { client_id: next.client_id, message });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (refusal.code === "offline") return;
      if (refusal.code === "too_fast") await wait((refusal.retry_after || 1) * 1000); // whatever comes next
      else if (TEMPORARY.has(refusal.code)) held.add(next.conversation);
      else {
        // Refused for good: the page gets the text back, so that nothing written is lost.
        await remove(next);
        emit("cocare:unsent", { client_id: next.client_id, error: { ...refusal, text: refusal.message }, entry: next });
      }
    }
  }
}

const oldest = async (held) => (await pending()).find(({ conversation }) => !held?.has(conversation));
const remove = ({ key }) => store("readwrite", (all) => all.delete(key));
const emit = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));

/** On a device that several people use, what one of them never sent does not stay for ever. */
async function dropForgotten() {
  const all = await store("readonly", (rows) => rows.getAll());
  for (const entry of all) if (!isMine(entry) && Date.now() - entry.at > FORGOTTEN) await remove(entry);
}

async function deliver({ conversation, client_id, body, reply_to = null, files = [], url }) {
  const given = { client_id, body, reply_to, files };
  if (isLive()) return ask("message.send", { conversation, ...given });
  // Where somebody else has signed in, it waits for who wrote it.
  if (!navigator.onLine || !url || sessionReplaced()) throw new Refusal({ code: "offline" });
  const answer = await request(url, { method: "POST", data: given })
    .catch(() => { throw new Refusal({ code: "offline" }); });
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refusal({ code: answer.status >= 500 ? "busy" : "invalid", ...problem });
}

document.addEventListener("cocare:online", flushNow);
window.addEventListener("online", flushNow);
pending().then((kept) => { if (kept.length) { connect(); flush(); } }).catch(() => {});

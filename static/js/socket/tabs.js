// Which tab has the connection. The tabs of one browser that show the same person in the same capacity share a socket:
// a Web Lock makes one of them the leader, who holds it; over a BroadcastChannel the others ask through the leader.
// Where the browser lacks either (or the page does not come by https), each tab has a connection of its own.
//
// The lock alone is not enough: a phone may stop a tab in the background without ending it. So a follower pings
// the leader while it is looked at, and takes the lock from a leader that does not answer. One that wakes up deposed is
// found out by its term: words of a term older than the newest are not listened to.
//
//   to the leader   {is: "ping", from}                                    are you there?
//                   {is: "retry", from}                                   the network is back, somebody looks: try now
//                   {is: "ask", from, id, do, in}                         ask the server
//   to the others   {is: "state", to, term, hello, tries, sessionReplaced} how the connection is
//                   {is: "answer", to, term, re, ok | error}
//                   {is: "frame", term, frame}
import { FULL, Leader } from "./leader.js";
import { Connection, PendingRequests, Refusal } from "./connection.js";
import { IDENTITY, matchesPage, onSessionChange, PERSON } from "./session.js";

const PING_EVERY = 1_500;
const PING_EVERY_HIDDEN = 15_000;
const MOST_UNANSWERED = 2;
const STAGGER = 300;
const NAME = `cocare:tabs.2:${IDENTITY}`; // the number of the messages above: pages of two releases don't mix
const NO_LEADER = { hello: null, tries: 0, sessionReplaced: false };

let page = null; // topics.js, which hears connected(), disconnected() and frame(frame)
let started = false; // a connection is wanted, and the page is neither frozen nor put aside
let standalone = !(PERSON && navigator.locks && window.BroadcastChannel);
let leading = false;
let term = 0; // the newest leader's that was heard of; ours while we lead
let me = "";
let channel = null;
let lifetime = null; // the locks of this tab are held until this promise resolves
let endLifetime = () => {};
let candidacy = new AbortController();
let leaderState = NO_LEADER; // what the leader said of its connection
let unansweredPings = 0;
let pingedAt = 0;

const connection = new Connection({
  matches: matchesPage,
  connected() { leader.announce(); page.connected(); },
  disconnected() { leader.disconnected(); page.disconnected(); },
  frame(frame) { leader.relay(frame, me); page.frame(frame); },
});
const leader = new Leader(connection, (message) => { if (leading) post({ ...message, term }); });
const requests = new PendingRequests((request) => post({ is: "ask", from: me, ...request }));
const post = (message) => channel?.postMessage(message);

/**
 * How the connection is: `hello`, the server's greeting while changes arrive live, else null; `tries`, how often it was
 * lost since then; `sessionReplaced`, whether this browser is signed in as somebody else by now, or in another
 * capacity.
 */
export const state = () => (standalone || leading ? connection : leaderState);

/** Keep a connection open from now on. `listener` hears `connected()`, `disconnected()` and `frame(frame)`. */
export function open(listener) {
  page = listener;
  if (!started) start();
}

/** Something changed for the better: don't wait for the next try. */
export function retryNow() {
  if (!page) return;
  if (!started) start();
  else if (standalone || leading) connection.retryNow();
  else post({ is: "retry", from: me });
}

export function ask(does, given, timeout) {
  if (!state().hello) return Promise.reject(new Refusal({ code: "offline" }));
  if (standalone) return connection.ask(does, given, timeout);
  return leading ? leader.ask(me, does, given, timeout) : requests.ask(does, given, timeout);
}

// ---- coming and going ---------------------------------------------------------------------------

function start() {
  started = true;
  if (standalone) return connection.open();
  me = crypto.randomUUID();
  channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => receive(data));
  lifetime = new Promise((resolve) => { endLifetime = resolve; });
  // Each tab holds a lock of its own while it lives. The leader waits for it, and so learns of crashes and farewells.
  navigator.locks.request(`${NAME}:${me}`, () => { campaign(); pingLeader(); return lifetime; }).catch(goStandalone);
}

/** The page goes, freezes or is put aside for the way back: it keeps nobody waiting, and no lock keeps it from that. */
function stop() {
  if (!started) return;
  started = false;
  stepDown();
  candidacy.abort();
  endLifetime();
  channel?.close();
  channel = null;
}

/** Without a connection, this tab's own or another's. What was asked stays without an answer. */
function stepDown() {
  const live = state().hello;
  leading = false;
  [unansweredPings, leaderState] = [0, NO_LEADER];
  leader.stepDown();
  connection.close();
  requests.rejectAll();
  if (live) page.disconnected();
}

/** No sharing here, or the shared socket is full. */
function goStandalone() {
  if (!started || standalone) return;
  stop();
  standalone = true;
  start();
}

// ---- who leads ----------------------------------------------------------------------------------

/** Queue for the lock; or take it, from a leader that sleeps. */
function campaign(steal = false) {
  candidacy.abort();
  candidacy = new AbortController();
  const { signal } = candidacy;
  let mine = 0;
  navigator.locks.request(NAME, steal ? { steal } : { signal }, () => {
    if (signal.aborted) return null;
    lead();
    mine = term;
    return lifetime;
  }).catch(() => { if (leading && mine === term) resign(); }); // it was taken from us while we slept
}

function lead() {
  stepDown();
  leading = true;
  term = Math.max(term + 1, Date.now());
  leader.announce();
  connection.open();
}

function resign() {
  stepDown();
  campaign();
  pingLeader();
}

/** Ask the leader for a sign of life; without one, lead. */
function pingLeader() {
  if (!channel || leading) return;
  pingedAt = Date.now();
  if (unansweredPings < MOST_UNANSWERED) {
    unansweredPings += 1;
    return post({ is: "ping", from: me });
  }
  // Of several tabs that notice together one is to be first, and the others are to hear of it.
  unansweredPings = 0;
  const old = term;
  setTimeout(() => { if (channel && !leading && term === old) campaign(true); }, Math.random() * STAGGER);
}

setInterval(() => {
  if (Date.now() - pingedAt >= (document.hidden ? PING_EVERY_HIDDEN : PING_EVERY / 2)) pingLeader();
}, PING_EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) pingLeader(); });

// ---- what tabs say to each other ----------------------------------------------------------------

function receive(message) {
  const { is, from, to } = message;
  if (from) {
    if (leading) leader.serve(message, `${NAME}:${from}`);
  } else if (message.term >= term) {
    if (message.term > term) {
      term = message.term;
      (leading ? resign : stepDown)();
    }
    unansweredPings = 0;
    if (is === "frame") { if (leaderState.hello) page.frame(message.frame); }
    else if (to && to !== me) return;
    else if (is === "state") receiveState(message);
    else if (message.error?.code === FULL) goStandalone();
    else requests.answer(message);
  }
}

function receiveState(message) {
  const was = leaderState.hello;
  leaderState = message;
  if (!leaderState.hello) requests.rejectAll();
  if (was && !leaderState.hello) page.disconnected();
  else if (!was && leaderState.hello) page.connected();
}

window.addEventListener("pagehide", stop);
document.addEventListener("freeze", stop);
document.addEventListener("resume", () => { if (page && !started) start(); });
window.addEventListener("pageshow", ({ persisted }) => { if (persisted && page && !started) start(); });
onSessionChange((same) => {
  if (started && (standalone || leading) && (connection.sessionReplaced || !same)) connection.reconnect();
});

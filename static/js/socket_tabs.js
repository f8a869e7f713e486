// Which tab has the line. The tabs of one browser that show the same person in the same capacity share one socket: a
// Web Lock makes one of them the leader, who holds it; over a BroadcastChannel the others ask through the leader.
// Where the browser lacks either (or the page does not come by https), each tab has a line of its own.
//
// The lock alone is not enough: a phone may stop a tab in the background without ending it. So who follows asks for a
// sign of life while it is looked at, and takes the lock from a leader that gives none. One that wakes up deposed is
// found out by its term: words of a term older than the newest are not listened to.
//
//   to the leader   {is: "there", from}                                   are you there?
//                   {is: "hurry", from}                                   the network is back, somebody looks: try now
//                   {is: "ask", from, id, do, in}                         ask the server
//   to the others   {is: "here", to, term, hello, tries, estranged}       how the line is
//                   {is: "answer", to, term, re, ok | error}
//                   {is: "frame", term, frame}
import { FULL, Leader } from "./socket_leader.js";
import { Asks, Line, Refusal } from "./socket_line.js";
import { fits, onAnother, PERSON, WHO } from "./socket_session.js";

const BEAT = 1_500;
const HIDDEN_BEAT = 15_000;
const MISSES = 2;
const STAGGER = 300;
const NAME = `cocare:tabs.1:${WHO}`; // the number is that of the messages above: pages of two releases don't mix
const NO_WORD = { hello: null, tries: 0, estranged: false };

let page = null; // socket.js, which hears greeted(), lost() and frame(frame)
let begun = false; // a line is wanted, and the page is neither frozen nor put aside
let apart = !(PERSON && navigator.locks && window.BroadcastChannel);
let leading = false;
let term = 0; // the newest leader's that was heard of; ours while we lead
let me = "";
let channel = null;
let staying = null; // the locks of this tab are held until this promise resolves
let leave = () => {};
let queue = new AbortController();
let word = NO_WORD; // the leader's, on the line
let missed = 0;
let lookedAt = 0;

const line = new Line({
  fits,
  greeted() { leader.announce(); page.greeted(); },
  lost() { leader.lost(); page.lost(); },
  frame(frame) { leader.relay(frame, me); page.frame(frame); },
});
const leader = new Leader(line, (message) => { if (leading) post({ ...message, term }); });
const asks = new Asks((request) => post({ is: "ask", from: me, ...request }));
const post = (message) => channel?.postMessage(message);

/**
 * How the line is: `hello`, the server's greeting while changes arrive live, else null; `tries`, how often it was lost
 * since then; `estranged`, whether this browser is signed in as somebody else by now, or in another capacity.
 */
export const state = () => (apart || leading ? line : word);

/** Want a line, from now on. `tell` hears `greeted()`, `lost()` and `frame(frame)`. */
export function open(tell) {
  page = tell;
  if (!begun) begin();
}

/** Something changed for the better: don't wait for the next try. */
export function hurry() {
  if (!page) return;
  if (!begun) begin();
  else if (apart || leading) line.hurry();
  else post({ is: "hurry", from: me });
}

export function ask(does, given, patience) {
  if (!state().hello) return Promise.reject(new Refusal({ code: "offline" }));
  if (apart) return line.ask(does, given, patience);
  return leading ? leader.ask(me, does, given, patience) : asks.ask(does, given, patience);
}

// ---- coming and going ---------------------------------------------------------------------------

function begin() {
  begun = true;
  if (apart) return line.open();
  me = crypto.randomUUID();
  channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => receive(data));
  staying = new Promise((resolve) => { leave = resolve; });
  // Each tab holds a lock of its own while it lives. The leader waits for it, and so learns of crashes and farewells.
  navigator.locks.request(`${NAME}:${me}`, () => { stand(); look(); return staying; }).catch(goApart);
}

/** The page goes, freezes or is put aside for the way back: it keeps nobody waiting, and no lock keeps it from that. */
function end() {
  if (!begun) return;
  begun = false;
  rest();
  queue.abort();
  leave();
  channel?.close();
  channel = null;
}

/** Without a line, this tab's own or another's. What was asked stays without an answer. */
function rest() {
  const live = state().hello;
  leading = false;
  [missed, word] = [0, NO_WORD];
  leader.rest();
  line.close();
  asks.drop();
  if (live) page.lost();
}

/** No sharing here, or the shared socket is full. */
function goApart() {
  if (!begun || apart) return;
  end();
  apart = true;
  begin();
}

// ---- who leads ----------------------------------------------------------------------------------

/** Queue for the lock; or take it, from a leader that sleeps. */
function stand(steal = false) {
  queue.abort();
  queue = new AbortController();
  const { signal } = queue;
  let mine = 0;
  navigator.locks.request(NAME, steal ? { steal } : { signal }, () => {
    if (signal.aborted) return null;
    lead();
    mine = term;
    return staying;
  }).catch(() => { if (leading && mine === term) follow(); }); // it was taken from us while we slept
}

function lead() {
  rest();
  leading = true;
  term = Math.max(term + 1, Date.now());
  leader.announce();
  line.open();
}

function follow() {
  rest();
  stand();
  look();
}

/** Ask the leader for a sign of life; without one, lead. */
function look() {
  if (!channel || leading) return;
  lookedAt = Date.now();
  if (missed < MISSES) {
    missed += 1;
    return post({ is: "there", from: me });
  }
  // Of several tabs that notice together one is to be first, and the others are to hear of it.
  missed = 0;
  const old = term;
  setTimeout(() => { if (channel && !leading && term === old) stand(true); }, Math.random() * STAGGER);
}

setInterval(() => { if (Date.now() - lookedAt >= (document.hidden ? HIDDEN_BEAT : BEAT / 2)) look(); }, BEAT);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

// ---- what tabs say to each other ----------------------------------------------------------------

function receive(message) {
  const { is, from, to } = message;
  if (from) {
    if (leading) leader.serve(message, `${NAME}:${from}`);
  } else if (message.term >= term) {
    if (message.term > term) {
      term = message.term;
      (leading ? follow : rest)();
    }
    missed = 0;
    if (is === "frame") { if (word.hello) page.frame(message.frame); }
    else if (to && to !== me) return;
    else if (is === "here") hear(message);
    else if (message.error?.code === FULL) goApart();
    else asks.answer(message);
  }
}

function hear(news) {
  const was = word.hello;
  word = news;
  if (!word.hello) asks.drop();
  if (was && !word.hello) page.lost();
  else if (!was && word.hello) page.greeted();
}

window.addEventListener("pagehide", end);
document.addEventListener("freeze", end);
document.addEventListener("resume", () => { if (page && !begun) begin(); });
window.addEventListener("pageshow", ({ persisted }) => { if (persisted && page && !begun) begin(); });
onAnother((like) => { if (begun && (apart || leading) && (line.estranged || !like)) line.renew(); });

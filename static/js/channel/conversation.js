// A conversation: what arrives is drawn, what is written is queued, what is seen is marked. No words in here.
import { $, $$, enhance, on, request } from "../dom.js";
import { ask, isLive, pollWith, Refusal } from "../socket/topics.js";
import { toast } from "../toast.js";
import { compose } from "./composer.js";
import { MessageStream } from "./message-stream.js";

const READ_AFTER = 250;
const TYPING_SHOWN = 4000;

pollWith("conversation", async (room, since) => {
  const answer = await request(`${room.dataset.messagesUrl}?since=${since}`).catch(() => null);
  if (answer?.status === 404) throw new Refusal({ code: "not_found" });
  if (!answer?.ok) return null;
  const { version, changes, refresh } = await answer.json();
  const frame = (message) => ({
    version: message.version,
    what: message.edited_at || message.recalled ? "message.changed" : "message.posted",
    out: message,
  });
  return { version, changes: changes.map(frame), refresh };
});

enhance("[data-room]", (room) => {
  const { conversation, me, messagesUrl, readUrl } = room.dataset;
  const stream = new MessageStream($("[data-stream]", room), me, room);
  const composer = compose($("[data-composer]", room), { conversation, url: messagesUrl }, stream);

  // ---- what arrives
  let typing = 0;
  const stopTyping = () => { $("[data-typing]", room).hidden = true; };

  room.addEventListener("cocare:frame", ({ target, detail: { what, out } }) => {
    if (target !== room) return;
    if (what === "message.posted" || what === "message.changed") {
      stream.show(out);
      if (out.author.id !== me) stopTyping();
      markSoon();
    } else if (what === "conversation.read" && out.person !== me) stream.markRead(out.through);
    else if (what === "conversation.typing" && out.person !== me) {
      const line = $("[data-typing]", room);
      $('[data-slot="name"]', line).textContent = out.name;
      line.hidden = false;
      stream.follow();
      clearTimeout(typing);
      typing = setTimeout(stopTyping, TYPING_SHOWN);
    }
  });

  room.addEventListener("cocare:refresh", async ({ target }) => {
    if (target !== room) return;
    const answer = await request(location.pathname).catch(() => null);
    if (!answer?.ok) return;
    stream.replaceAll(new DOMParser().parseFromString(await answer.text(), "text/html"));
    composer?.restore();
    markSoon();
  });
  room.addEventListener("cocare:left", ({ target }) => { if (target === room) location.reload(); });

  // ---- what was seen
  let marked = Number(room.dataset.read);
  let timer = 0;
  function markSoon() {
    if (!timer) timer = setTimeout(mark, READ_AFTER);
  }
  async function mark() {
    timer = 0;
    const through = stream.last();
    if (document.hidden || through <= marked || !stream.atEnd()) return;
    const before = marked;
    marked = through;
    try {
      if (isLive()) await ask("conversation.read", { conversation, through });
      else await request(readUrl, { method: "POST", data: { through } });
    } catch {
      marked = before; // the next look says it as well
    }
  }
  document.addEventListener("visibilitychange", markSoon);
  stream.element.addEventListener("scroll", markSoon, { passive: true });

  // ---- what can be done with a message
  const sheet = document.getElementById("message-sheet");
  on("click", "[data-more]", async (event, link) => {
    event.preventDefault();
    const answer = await request(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) { if (answer) location.assign(link.href); return; }
    $("[data-sheet-body]", sheet).innerHTML = await answer.text();
    sheet.showModal();
  }, room);
  on("click", "[data-reply]", (event, link) => {
    if (!composer || new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    sheet.close();
    composer.answer(stream.find(link.dataset.reply), link.dataset.reply);
  }, sheet);
  sheet.addEventListener("submit", async (event) => {
    const id = event.target.dataset.recall;
    if (!id || !isLive()) return;
    event.preventDefault();
    try {
      stream.show(await ask("message.recall", { message: id }));
    } catch ({ message }) {
      if (message) toast(message);
    }
    sheet.close();
  });
  $("[data-down]", room).addEventListener("click", () => stream.toEnd());

  stream.scrollToStart();
  markSoon();
});

// Older messages come in above: what the reader looks at stays where it is.
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  const stream = target.closest?.("[data-stream]");
  if (stream) stream.dataset.before = String(stream.scrollHeight - stream.scrollTop);
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const stream = (target.closest && target.closest("[data-stream]")) || $("[data-stream]");
  if (!stream?.dataset.before) return;
  stream.scrollTop = stream.scrollHeight - Number(stream.dataset.before);
  delete stream.dataset.before;
  const seen = new Set();
  for (const day of $$("[data-day]", stream)) {
    if (seen.has(day.dataset.day)) day.remove();
    seen.add(day.dataset.day);
  }
});

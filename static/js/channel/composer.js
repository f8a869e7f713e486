// Writing: what is sent appears at once and stays until the server has it, whatever becomes of the line.
import { $, $$ } from "../dom.js";
import { forget } from "../forms.js";
import { pending, queue } from "../socket/outbox.js";
import { ask, isLive } from "../socket/topics.js";
import { setState } from "./message-stream.js";

const TYPING_EVERY = 2500;

/** Make the form write to `conversation`, whose messages `url` takes by HTTP, and show in `stream` what it sends. */
export function compose(form, { conversation, url }, stream) {
  if (!form) return null;
  const field = $("textarea", form);
  const replyTo = form.elements.reply_to;
  const quoteBox = $("[data-quote]", form);
  const kept = new Map(); // client id → what was refused for good
  const state = () => (navigator.onLine ? "sending" : "offline");

  // ---- quotes
  function answer(item, id) {
    replyTo.value = id;
    $('[data-slot="quote-name"]', quoteBox).textContent = $('[data-slot="name"]', item).textContent;
    $('[data-slot="quote-body"]', quoteBox).textContent = $('[data-slot="body"]', item).textContent.slice(0, 80);
    quoteBox.hidden = false;
    field.focus();
  }
  function unquote() {
    replyTo.value = "";
    quoteBox.hidden = true;
  }
  $("[data-unquote]", form).addEventListener("click", (event) => {
    event.preventDefault();
    unquote();
    field.focus();
  });
  const quoted = () => (replyTo.value ? {
    id: replyTo.value,
    name: $('[data-slot="quote-name"]', quoteBox).textContent,
    body: $('[data-slot="quote-body"]', quoteBox).textContent,
  } : null);

  // ---- sending
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.sending;
    for (const button of $$("[aria-busy]", form)) button.removeAttribute("aria-busy");
    const files = $$('input[type="hidden"][name="files"]', form).map(({ value }) => value);
    const body = field.value.trim();
    if (!body && !files.length) return field.focus();
    const client = form.elements.client_id.value;
    send({ client_id: client, conversation, body, reply_to: replyTo.value || null, files, url }, quoted());
    form.elements.client_id.value = crypto.randomUUID();
    forget(form);
    form.reset();
    $("details", form).open = false;
    field.value = "";
    unquote();
    grow();
    field.focus();
  });

  async function send(entry, quote = null) {
    stream.showPending({ ...entry, quote, at: Date.now() }, state());
    try {
      await queue(entry);
    } catch {
      // No place to keep it on this device: it goes out now or says that it did not.
      await direct(entry);
    }
  }
  async function direct(entry) {
    try {
      stream.show(await ask("message.send", { ...entry, url: undefined }));
    } catch (refusal) {
      refused(entry, refusal.message !== refusal.code ? refusal.message : "");
    }
  }

  document.addEventListener("cocare:sent", ({ detail: { client_id: client, message } }) => {
    const item = stream.pendingItem(client);
    if (item && stream.find(message.id)) item.remove();
    else if (item) stream.show(message);
  });
  document.addEventListener("cocare:unsent", ({ detail: { entry, error } }) => refused(entry, error.text));

  function refused(entry, why) {
    const item = stream.pendingItem(entry.client_id);
    if (!item) return;
    const near = stream.atEnd();
    kept.set(entry.client_id, entry);
    setState(item, "failed", why);
    if (near) stream.toEnd();
  }
  stream.element.addEventListener("click", ({ target }) => {
    const item = target.closest("[data-client]");
    if (!item) return;
    const client = item.dataset.client;
    if (target.closest("[data-again]")) {
      const { key, ...entry } = kept.get(client);
      kept.delete(client);
      setState(item, state());
      queue(entry).catch(() => direct(entry));
    } else if (target.closest("[data-discard]")) {
      kept.delete(client);
      item.remove();
      field.focus();
    }
  });

  /** What this device still has to send appears again after a reload. */
  async function restore() {
    const all = await pending(conversation).catch(() => []);
    for (const entry of all) stream.showPending(entry, state());
  }
  const waiting = (name) => {
    for (const item of stream.pendingItems()) if (!kept.has(item.dataset.client)) setState(item, name);
  };
  document.addEventListener("cocare:offline", () => waiting("offline"));
  document.addEventListener("cocare:online", () => waiting("sending"));
  restore();

  // ---- the field
  function grow() {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  }
  let typed = 0;
  field.addEventListener("input", () => {
    grow();
    if (!field.value || !isLive() || Date.now() - typed < TYPING_EVERY) return;
    typed = Date.now();
    ask("conversation.typing", { conversation }).catch(() => {});
  });
  field.addEventListener("keydown", (event) => {
    // Enter sends where there is a keyboard of its own; an input method that is choosing characters keeps its Enter.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  grow();

  return { answer, restore };
}

/* Files of a form, sent bit by bit (tus 1.0) while the person goes on writing; a lost line is taken up where it broke.
   Without this module the same input sends its files with the form. Words come from the input's own templates. */
import { $, $$, csrf, enhance, on } from "../dom.js";

const PIECE = 2 * 1024 * 1024;
const PREFIX = "upload:";
const WAIT = [1000, 2000, 4000, 8000, 15000];
const VERSION = { "Tus-Resumable": "1.0.0" };

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const word = (box, name) => $("[data-upload-words]", box).content.querySelector(`[data-word="${name}"]`).textContent;

/** What makes a chosen file the same as one that was begun before this page was loaded. */
const mark = (box, file) => [PREFIX, box.dataset.purpose, file.name, file.size, file.lastModified].join(":");

function remembered(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value);
  } catch { /* private mode: it starts anew next time */ }
  return null;
}

class Refused extends Error {}

/** Wait for the network: until it is back, or for a while that grows. */
function patience(round) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, WAIT[Math.min(round, WAIT.length - 1)]);
    addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

/** One request; a network error and a server that is busy are null, a refusal is Refused with the server's sentence. */
function send(method, url, headers, body, progress, signal) {
  return new Promise((resolve, reject) => {
    const ask = new XMLHttpRequest();
    ask.open(method, url);
    const all = { ...VERSION, "X-CSRFToken": csrf(), ...headers };
    for (const [name, value] of Object.entries(all)) ask.setRequestHeader(name, value);
    if (progress) ask.upload.onprogress = (event) => progress(event.loaded);
    ask.onerror = ask.ontimeout = () => resolve(null);
    ask.onabort = () => reject(new Refused(""));
    ask.onload = () => {
      if (ask.status < 300 || ask.status === 409) return resolve(ask);
      if (ask.status >= 500 || ask.status === 429) return resolve(null);
      let text = "";
      try { text = JSON.parse(ask.responseText).title ?? ""; } catch { /* not ours: the general word */ }
      const refusal = new Refused(text);
      refusal.status = ask.status;
      return reject(refusal);
    };
    signal.addEventListener("abort", () => ask.abort(), { once: true });
    ask.send(body ?? null);
  });
}

class Transfer {
  constructor(box, file, item) {
    Object.assign(this, { box, file, item, key: mark(box, file), stop: new AbortController(), offset: 0, url: "" });
    this.bar = $("progress", item);
    this.note = $("[data-upload-note]", item);
  }

  show(bytes) {
    this.bar.value = this.file.size ? (bytes / this.file.size) * 100 : 0;
  }

  /** Run to the end and return the file's id. Goes on for ever while the line is gone. */
  async run() {
    for (let round = 0; ; round += 1) {
      const id = await this.attempt();
      if (id) return id;
      if (this.moved) round = 0;
      this.note.textContent = word(this.box, "waiting");
      await patience(round);
      this.note.textContent = "";
    }
  }

  async attempt() {
    this.moved = false;
    if (!this.url && !(await this.begin())) return null;
    while (true) {
      const end = Math.min(this.offset + PIECE, this.file.size);
      const headers = { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" };
      const piece = this.file.slice(this.offset, end);
      const progress = (sent) => this.show(this.offset + sent);
      const answer = await send("PATCH", this.url, headers, piece, progress, this.stop.signal);
      if (!answer || answer.status === 409) return (await this.look()) ?? null;
      this.moved = true;
      const id = this.read(answer);
      if (id) return id;
    }
  }

  /** Find the upload that was begun before, or begin one. */
  async begin() {
    const known = remembered(this.key);
    if (known) {
      this.url = known;
      const id = await this.look();
      if (this.url) return id || this.moved;
    }
    const words = `filename ${base64(this.file.name)},purpose ${base64(this.box.dataset.purpose)}`;
    const headers = { "Upload-Length": this.file.size, "Upload-Metadata": words };
    const answer = await send("POST", this.box.dataset.address, headers, null, null, this.stop.signal);
    if (!answer) return false;
    this.url = answer.getResponseHeader("Location");
    remembered(this.key, this.url);
    return true;
  }

  /** Ask how much is there. An upload that is gone is begun anew. */
  async look() {
    try {
      const answer = await send("HEAD", this.url, {}, null, null, this.stop.signal);
      if (!answer) return null;
      this.moved = true;
      if (answer.getResponseHeader("CoCare-Refused")) throw Object.assign(new Refused(""), { status: 404 });
      return this.read(answer);
    } catch (refusal) {
      if (!(refusal instanceof Refused) || ![404, 410].includes(refusal.status)) throw refusal;
      remembered(this.key, null);
      Object.assign(this, { url: "", offset: 0 });
      return null;
    }
  }

  read(answer) {
    this.offset = Number(answer.getResponseHeader("Upload-Offset") ?? this.offset);
    this.show(this.offset);
    return answer.getResponseHeader("CoCare-File");
  }

  forget() {
    remembered(this.key, null);
  }
}

const home = (box) => box.dataset.address.replace(/uploads\/$/, "");
const count = (box) => $$("[data-upload-kept]", box).length;

function say(box, text) {
  $("[data-upload-status]", box).textContent = text;
}

function fail(box, item, text) {
  item.dataset.failed = "";
  $("progress", item)?.remove();
  $("[data-upload-note]", item).textContent = text;
  $("[data-upload-note]", item).className = "error";
  say(box, text);
}

async function take(box, name, file) {
  const item = $("[data-upload-item]", box).content.firstElementChild.cloneNode(true);
  $("[data-upload-name]", item).textContent = file.name;
  $("[data-upload-list]", box).append(item);
  if (file.size > Number(box.dataset.largest)) return fail(box, item, word(box, "large"));
  const transfer = new Transfer(box, file, item);
  item.transfer = transfer;
  box.running.add(transfer);
  try {
    const id = await transfer.run();
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value: id });
    item.append(field);
    $("progress", item).remove();
    if (file.type.startsWith("image/")) {
      const thumb = { className: "thumb", alt: "", src: `${home(box)}${id}/320/` };
      $("svg", item).replaceWith(Object.assign(new Image(), thumb));
    }
    $("[data-upload-note]", item).textContent = word(box, "done");
    say(box, `${file.name} ${word(box, "done")}`);
    const detail = { id, name: file.name, size: file.size, type: file.type };
    item.dispatchEvent(new CustomEvent("cocare:uploaded", { bubbles: true, detail }));
  } catch (refusal) {
    if (!transfer.stop.signal.aborted) fail(box, item, refusal.message || word(box, "failed"));
  } finally {
    transfer.forget();
    box.running.delete(transfer);
    box.dispatchEvent(new CustomEvent("cocare:upload-idle", { bubbles: true }));
  }
}

enhance("[data-upload]", (box) => {
  box.running = new Set();
  const input = $('input[type="file"]', box);
  // Here the chosen files stand in the list, so the browser's own box with its one line of names is out of place.
  input.classList.add("sr");
  $("[data-upload-choose]", box).hidden = false;
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    say(box, "");
    if (!input.multiple) $$("[data-upload-kept]", box).forEach((item) => drop(box, item));
    const room = Number(box.dataset.most) - count(box);
    if (files.length > room) say(box, word(box, "many"));
    files.slice(0, Math.max(room, 0)).forEach((file) => take(box, input.name, file));
  });
  // What was sent without a socket leaves an empty list behind.
  input.form?.addEventListener("reset", () => $("[data-upload-list]", box).replaceChildren());
});

// Sent before everything is there: the form goes by itself as soon as it is. On the window, so that it comes first.
window.addEventListener("submit", (event) => {
  const form = event.target;
  const busy = () => $$("[data-upload]", form).some((box) => box.running?.size);
  if (!busy()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  submitter?.setAttribute("aria-busy", "true");
  const again = () => {
    if (busy()) return;
    form.removeEventListener("cocare:upload-idle", again);
    submitter?.removeAttribute("aria-busy");
    if (!$("[data-failed]", form)) form.requestSubmit(submitter);
  };
  form.addEventListener("cocare:upload-idle", again);
}, true);

function drop(box, item) {
  const id = $('input[type="hidden"]', item)?.value;
  const address = $("[data-upload-remove]", item).dataset.uploadRemove || (id && `${home(box)}${id}/remove/`);
  item.transfer?.stop.abort();
  const { signal } = new AbortController();
  if (id) send("POST", address, {}, null, null, signal).catch(() => {});
  else if (item.transfer?.url) send("DELETE", item.transfer.url, {}, null, null, signal).catch(() => {});
  item.remove();
}

on("click", "[data-upload-remove]", (event, button) => {
  const box = button.closest("[data-upload]");
  drop(box, button.closest("[data-upload-kept]"));
  $('input[type="file"]', box).focus();
});

// The stream of a conversation: one element a message, made from the templates that the server rendered.
import { $, $$, clone, fillUrl, refresh } from "../dom.js";

const NEAR = 160;
const [KILOBYTE, MEGABYTE] = [1024, 1024 * 1024];
const FAMILY = new Set(["guardian", "caregiver"]);
const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
const DATE = { year: "numeric", month: "2-digit", day: "2-digit" };
const calendar = new Intl.DateTimeFormat("en-CA", { ...DATE, timeZone: ZONE });

const slot = (root, name) => $(`[data-slot="${name}"]`, root);

function write(root, name, text) {
  const element = slot(root, name);
  if (!element) return;
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** The state of one's own message: sending, offline, sent, read, failed. */
export function setState(item, name, why) {
  const element = slot(item, "state");
  if (!element) return;
  const state = clone(`state-${name}`);
  if (why) slot(state, "why").textContent = why;
  element.replaceWith(state);
}

/** "15.3 KB" or "2.0 MB", as the filter `file_size` writes it on the server. */
function fileSize(bytes) {
  const [unit, name] = bytes >= MEGABYTE ? [MEGABYTE, "MB"] : [KILOBYTE, "KB"];
  const tenths = Math.max(Math.floor((bytes * 10 + unit / 2) / unit), 1);
  return `${Math.floor(tenths / 10)}.${tenths % 10}\u00a0${name}`;
}

export class MessageStream {
  constructor(element, me, room) {
    Object.assign(this, { element, me, room, news: $("[data-news]", room), down: $("[data-down]", room) });
    element.addEventListener("scroll", () => { if (this.atEnd()) this.down.hidden = true; }, { passive: true });
  }

  scrollToStart() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const first = target || document.getElementById("new");
    if (first) first.scrollIntoView({ block: "center" });
    else this.toEnd();
  }

  find(id) { return $(`[data-message="${id}"]`, this.element); }
  pendingItem(client) { return $(`[data-client="${client}"]`, this.element); }
  last() { return Math.max(0, ...$$("[data-seq]", this.element).map((item) => Number(item.dataset.seq))); }
  atEnd() { return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < NEAR; }
  toEnd() { this.element.scrollTop = this.element.scrollHeight; this.down.hidden = true; }
  follow() { if (this.atEnd()) this.toEnd(); }

  /** A message as the wire has it: drawn anew, or brought up to date where it stands. */
  show(message) {
    const mine = message.author.id === this.me;
    let item = this.find(message.id) || (mine ? this.pendingItem(message.client_id) : null);
    if (item && Number(item.dataset.version) >= message.version) return;
    const fresh = !item?.dataset.message;
    const wasAtEnd = this.atEnd();
    if (!item) item = this.create(mine);
    this.fill(item, message);
    if (fresh) {
      if (mine) setState(item, "sent");
      this.insert(item, message);
      if (mine || wasAtEnd) this.toEnd();
      else this.down.hidden = false;
      if (!mine) this.announce(message);
    }
    if (message.seq >= this.last()) this.updatePreview(message);
    this.eraseQuotes(message);
  }

  create(mine) {
    const item = clone(mine ? "message-mine" : "message-other");
    $("[data-nothing]", this.element).hidden = true;
    return item;
  }

  fill(item, message) {
    Object.assign(item.dataset, { message: message.id, seq: message.seq, version: message.version });
    delete item.dataset.client;
    item.id = `m${message.seq}`;
    if (message.author.id !== this.me) write(item, "name", message.author.name);
    write(item, "title", message.author.title);
    write(item, "initial", message.author.name.slice(0, 1));
    slot(item, "initial")?.classList.toggle("avatar--river", !FAMILY.has(message.author.capacity));
    const time = slot(item, "time");
    time.dateTime = message.sent_at;
    time.textContent = clock.format(new Date(message.sent_at));
    slot(item, "edited").hidden = !message.edited_at || message.recalled;
    write(item, "body", message.recalled ? "" : message.body);
    slot(item, "gone").hidden = !message.recalled;
    this.fillQuote(item, message.recalled ? null : message.quote);
    this.fillFiles(item, message.recalled ? [] : message.files);
    const more = slot(item, "more");
    more.href = fillUrl(this.room.dataset.messageUrl, message.id);
    more.hidden = message.recalled;
  }

  fillQuote(item, quote) {
    const box = slot(item, "quote");
    box.hidden = !quote;
    if (!quote) return;
    box.dataset.of = quote.id;
    slot(box, "quote-name").textContent = quote.name;
    write(box, "quote-body", quote.recalled ? "" : quote.body);
    slot(box, "quote-gone").hidden = !quote.recalled;
  }

  /** Quotes of a message that was taken back lose their text as well, and so does what was read out. */
  eraseQuotes(message) {
    if (!message.recalled) return;
    for (const line of $$(`[data-said="${message.id}"]`, this.news)) line.remove();
    for (const box of $$(`[data-of="${message.id}"]`, this.element)) {
      write(box, "quote-body", "");
      slot(box, "quote-gone").hidden = false;
    }
  }

  fillFiles(item, files) {
    const list = slot(item, "files");
    list.hidden = !files.length;
    list.replaceChildren(...files.map((file) => {
      const line = clone(file.thumb ? "message-picture" : "message-file");
      const link = slot(line, "file");
      link.href = file.url;
      if (file.thumb) Object.assign($("img", line), { src: file.thumb, alt: file.name });
      else {
        slot(line, "file-name").textContent = file.name;
        slot(line, "file-size").textContent = fileSize(file.size);
      }
      return line;
    }));
  }

  insert(item, message) {
    const isLater = (other) => other !== item && Number(other.dataset.seq) > message.seq;
    const later = $$("[data-seq]", this.element).find(isLater);
    if (later) later.before(item);
    else {
      // What still waits to be sent stands below what was said.
      const waiting = $$("[data-client]", this.element).find((other) => other !== item);
      const end = waiting || $("[data-nothing]", this.element);
      this.insertDay(message, end);
      end.before(item);
    }
    refresh(item);
  }

  /** A new day begins with this message, before `end`. */
  insertDay(message, end) {
    const day = calendar.format(new Date(message.sent_at));
    if (day !== calendar.format(new Date()) || $(`[data-day="${day}"]`, this.element)) return;
    const chip = clone("day-today");
    chip.dataset.day = day;
    end.before(chip);
  }

  /** One's own message before the server has it. */
  showPending({ client_id: client, body, at, quote }, state) {
    if (this.pendingItem(client)) return;
    const item = this.create(true);
    item.dataset.client = client;
    slot(item, "time").textContent = clock.format(new Date(at));
    write(item, "body", body);
    this.fillQuote(item, quote);
    setState(item, state);
    $("[data-nothing]", this.element).before(item);
    this.toEnd();
  }

  pendingItems() { return $$("[data-client]", this.element); }

  markRead(through) {
    for (const item of $$(".msg--me[data-seq]", this.element)) {
      const state = slot(item, "state");
      if (Number(item.dataset.seq) <= through && state?.dataset.state === "sent") setState(item, "read");
    }
  }

  /** The list beside the room shows the newest line. */
  updatePreview({ body, recalled, id }) {
    const line = $(`.frame__list [aria-current] [data-slot="last"]`);
    if (line && (body || recalled)) line.textContent = recalled ? slot(this.find(id), "gone").textContent : body;
  }

  announce({ id, author, body }) {
    const line = document.createElement("p");
    line.dataset.said = id;
    line.textContent = `${author.name} ${body}`;
    this.news.append(line);
    while (this.news.children.length > 20) this.news.firstElementChild.remove();
  }

  /** The whole stream anew, after too much was missed. */
  replaceAll(page) {
    const fresh = $("[data-stream]", page);
    const room = $("[data-room]", page);
    if (!fresh) return;
    this.element.replaceChildren(...fresh.childNodes);
    this.room.dataset.version = room.dataset.version;
    window.htmx?.process(this.element);
    refresh(this.element);
    this.toEnd();
  }
}

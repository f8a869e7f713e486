// The list of conversations: the number of what is new at once; the newest line, its time and the order a moment
// later, as the server draws them.
import { $, $$, refresh, request } from "./dom.js";
import { later } from "./later.js";
import "./socket.js";

const CAP = 99;

const list = $("[data-conversations]");
const current = $("[aria-current]", list || undefined)?.dataset.conversation;

/** The conversation that is open is read as it comes. */
function mark(row) {
  if (row.dataset.conversation !== current) return;
  row.setAttribute("aria-current", "page");
  $('[data-slot="unread"]', row).hidden = true;
}

async function redraw() {
  const answer = await request(list.dataset.conversations).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = $("[data-conversations]", page);
  if (!fresh) return;
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.conversation;
  list.replaceChildren(...fresh.children);
  for (const row of $$(".row", list)) mark(row);
  if (focused) $(`[data-conversation="${focused}"]`, list)?.focus();
  refresh(list);
}

if (list) {
  const soon = later(redraw);
  document.addEventListener("cocare:frame", ({ detail: { what, out } }) => {
    if (what !== "conversation.unread") return;
    for (const row of $$(`[data-conversation="${out.conversation}"].row`, list)) {
      const badge = $('[data-slot="unread"]', row);
      badge.hidden = !out.unread || out.conversation === current;
      $('[data-slot="number"]', badge).textContent = out.unread > CAP ? `${CAP}+` : String(out.unread);
    }
    if (out.unread) soon();
  });
}

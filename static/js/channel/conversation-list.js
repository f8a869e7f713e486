// The list of conversations: the number of what is new at once; the newest line, its time and the order a moment
// throttled, as the server draws them.
import { setBadge } from "../badge.js";
import { $, $$, refresh, request } from "../dom.js";
import "../socket/topics.js";
import { throttled } from "../throttle.js";

const list = $("[data-conversations]");
const current = $("[aria-current]", list || undefined)?.dataset.conversation;

/** The conversation that is open is read as it comes. */
function markCurrent(row) {
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
  for (const row of $$(".row", list)) markCurrent(row);
  if (focused) $(`[data-conversation="${focused}"]`, list)?.focus();
  refresh(list);
}

if (list) {
  const soon = throttled(redraw);
  document.addEventListener("cocare:frame", ({ detail: { what, out } }) => {
    if (what !== "conversation.unread") return;
    for (const row of $$(`[data-conversation="${out.conversation}"].row`, list)) {
      setBadge($('[data-slot="unread"]', row), out.conversation === current ? 0 : out.unread);
    }
    if (out.unread) soon();
  });
}

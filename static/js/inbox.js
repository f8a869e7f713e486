/* The bell: keeps its number in step with the person's inbox. Words come from the server's own markup. */
import { $$, request } from "./dom.js";
import { isLive } from "./socket.js";

const CAP = 99;

/** Show `count` on every bell of the page; `data-bell` elements carry the two labels. */
function show(count) {
  for (const bell of $$("[data-bell]")) {
    let badge = bell.querySelector('[data-badge="bell"]');
    if (!badge && count) {
      badge = document.createElement("span");
      badge.className = "badge";
      badge.dataset.badge = "bell";
      bell.append(badge);
    }
    if (badge) {
      badge.textContent = count > CAP ? `${CAP}+` : String(count);
      badge.hidden = !count;
    }
    const label = count ? bell.dataset.labelSome.replace("{n}", count) : bell.dataset.labelNone;
    bell.setAttribute("aria-label", label);
  }
}

/** The numbers that count for this page: the capacity one acts in, and what is meant for any. */
function mine(unread, capacity) {
  return (unread[capacity] ?? 0) + (unread[""] ?? 0);
}

async function ask(bell) {
  if (!bell.dataset.inbox) return;
  try {
    const answer = await request(bell.dataset.inbox);
    if (answer.ok) show((await answer.json()).unread);
  } catch { /* no network: the next frame or page tells */ }
}

const bell = $$("[data-bell]")[0];
if (bell) {
  const topic = bell.dataset.topic;
  document.addEventListener("cocare:frame", (event) => {
    const frame = event.detail;
    if (frame.topic !== topic || frame.what !== "inbox.changed") return;
    show(mine(frame.out.unread_by, bell.dataset.capacity));
  });
  document.addEventListener("cocare:refresh", (event) => { if (event.detail?.topic === topic) ask(bell); });
  // The number is right when the page comes; only what was missed since has to be asked for.
  let missed = false;
  document.addEventListener("cocare:offline", () => { missed = true; });
  document.addEventListener("cocare:online", () => { if (missed) ask(bell); missed = false; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !isLive()) ask(bell); });
}

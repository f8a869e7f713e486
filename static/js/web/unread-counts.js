// The numbers of what is new, at the bell and in the navigation. Words come from the server's own markup.
import { setBadge } from "../badge.js";
import { $, $$, request } from "../dom.js";
import { isLive } from "../socket/topics.js";
import { throttled } from "../throttle.js";

function show(key, count) {
  for (const badge of $$(`[data-badge="${key}"]`)) setBadge(badge, count);
  if (key !== "bell") return;
  for (const bell of $$("[data-bell]")) {
    const { labelSome, labelNone } = bell.dataset;
    bell.setAttribute("aria-label", count ? labelSome.replace("{n}", count) : labelNone);
  }
}

/** The number for this page: the capacity one acts in, and what is meant for any. */
const ofPage = (unread, capacity) => (unread[capacity] ?? 0) + (unread[""] ?? 0);

async function fetchCounts() {
  const address = $("[data-counts]")?.dataset.counts;
  const answer = address && (await request(address).catch(() => null)); // no network: the next frame or page tells
  if (!answer?.ok || answer.redirected) return;
  for (const [key, count] of Object.entries(await answer.json())) show(key, count);
}

const bell = $("[data-bell]");
if (bell) {
  const { topic, capacity } = bell.dataset;
  const soon = throttled(fetchCounts);
  document.addEventListener("cocare:frame", ({ detail: { topic: name, what, out } }) => {
    if (name !== topic) return;
    if (what === "inbox.changed") show("bell", ofPage(out.unread_by, capacity));
    // A conversation's number is not the sum of all: only the server knows that.
    else if (what === "conversation.unread") soon();
  });
  document.addEventListener("cocare:refresh", ({ detail }) => { if (detail?.topic === topic) fetchCounts(); });
  // The numbers are right when the page comes; only what was missed since has to be asked for.
  let missed = false;
  document.addEventListener("cocare:offline", () => { missed = true; });
  document.addEventListener("cocare:online", () => { if (missed) fetchCounts(); missed = false; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !isLive()) fetchCounts(); });
}

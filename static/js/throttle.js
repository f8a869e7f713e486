// Work that a burst of changes asks for: once, a moment after the first of them, and only while the page is visible.
const PAUSE = 700;
const SPREAD = 1_300; // a class hears of a post in one moment; its pages need not ask in one

/** Return a function that calls `work` once for many calls; on a hidden page that waits until it is visible again. */
export function throttled(work) {
  let timer = 0;
  let waiting = false;
  function run() {
    timer = 0;
    waiting = document.hidden;
    if (!waiting) work();
  }
  document.addEventListener("visibilitychange", () => { if (waiting && !timer) run(); });
  return () => { timer ||= setTimeout(run, PAUSE + Math.random() * SPREAD); };
}

// Work that a burst of changes asks for: once, a moment after the first of them, and only while somebody looks.
const PAUSE = 700;
const SPREAD = 1_300; // a class hears of a post in one moment; its pages need not ask in one

/** A function that asks for `work`; what a hidden page is asked for waits until it is looked at. */
export function later(work) {
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

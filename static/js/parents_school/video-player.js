// The player: goes on at the second where it was left, notes what is really played, reports it every few seconds.
import { $, $$, refresh, request } from "../dom.js";
import { Queue } from "./watch-queue.js";

const EVERY = 10_000;
const LEAP = 1.5; // seconds between two looks; more is a jump, not playing
const ms = (seconds) => Math.round(seconds * 1000);

export function follow(box) {
  const video = $("[data-video]", box);
  const start = $("[data-start]", box);
  goOn(video, Number(box.dataset.resume));
  coverWithButton(video, start);
  speed(video);
  if (box.dataset.report) report(box, video);
}

function goOn(video, second) {
  const seek = () => { if (second && second < video.duration - 2) video.currentTime = second; };
  if (video.readyState >= 1) seek();
  else video.addEventListener("loadedmetadata", seek, { once: true });
}

// Until it plays for the first time one large button stands for the browser's own controls.
function coverWithButton(video, button) {
  video.controls = false;
  button.hidden = false;
  const begin = () => { button.hidden = true; video.controls = true; };
  button.addEventListener("click", () => { begin(); video.focus(); video.play().catch(() => {}); });
  video.addEventListener("play", begin, { once: true });
}

function speed(video) {
  const select = $("[data-speed]");
  select?.addEventListener("change", () => { video.playbackRate = Number(select.value); });
}

function report(box, video) {
  const queue = new Queue(box.dataset.lesson, box.dataset.report);
  const said = $("[data-said]");
  let seq = 0;
  let spans = [];
  let from = null;
  let last = 0;

  const close = () => {
    if (from !== null && last > from) spans.push([ms(from), ms(last)]);
    from = null;
  };
  const look = () => {
    const now = video.currentTime;
    if (video.seeking || video.paused && !video.ended) return;
    if (from === null) from = now;
    else if (now < last || now - last > LEAP * Math.max(1, video.playbackRate)) { close(); from = now; }
    last = now;
  };
  const pack = () => {
    if (from !== null) { const at = last; close(); from = at; }
    if (spans.length) {
      seq += 1;
      queue.add({ token: box.dataset.token, seq, spans, position: ms(video.currentTime) });
      spans = [];
    }
  };
  const send = async (leaving = false) => {
    pack();
    if (!navigator.onLine) { if (queue.waiting.length) said.textContent = box.dataset.unsent; return; }
    const answer = await queue.flush(leaving);
    if (answer) show(box, answer, said);
  };

  video.addEventListener("timeupdate", look);
  video.addEventListener("seeking", close);
  video.addEventListener("pause", () => { look(); close(); send(); });
  video.addEventListener("ended", () => { look(); close(); send(); });
  setInterval(() => { if (!video.paused) send(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });
  window.addEventListener("pagehide", () => send(true));
  document.addEventListener("cocare:online", () => send());
  send();
}

function show(box, answer, said) {
  said.textContent = answer.title || "";
  if (answer.percent === undefined) return;
  const words = $("[data-watched]");
  words.textContent = words.dataset.words.replace("{percent}", String(answer.percent));
  const bar = words.closest("section").querySelector("progress");
  bar.value = answer.percent;
  bar.setAttribute("aria-label", words.textContent);
  if (answer.done && !box.dataset.done) {
    box.dataset.done = "yes";
    renew(box.dataset.outline);
  }
}

// The lesson is done: the outline and the way onward come fresh from the server.
async function renew(url) {
  const answer = await request(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["outline", "onward"]) {
    const [now, then] = [document.getElementById(id), page.getElementById(id)];
    if (now && then) now.replaceWith(document.adoptNode(then));
  }
  $$("form[data-finish]").forEach((form) => form.remove());
  refresh(document);
}
